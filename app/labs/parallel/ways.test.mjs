// Distributed training: gradients made smaller, large batches, layers divided, cuts that are moved, sums alone, and a script to take away.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { LONG, PHONE, withPage } from "../../../tests/e2e/lab.mjs";

const attribute = async (lab, id, name) => Number(await lab.by(id).getAttribute(name));

/** Starts trainings beside each other, and waits until all are done. */
async function contest(lab, part) {
  await lab.by(`${part}-start`).click();
  await lab.page.locator(`[data-testid="${part}-status"][data-state="running"]`).waitFor();
  await lab.page.locator(`[data-testid="${part}-status"]:not([data-state="running"])`).waitFor({ timeout: 4 * LONG });
  return lab.page.$$eval(`[data-testid="${part}-table"] tbody tr`, (rows) => rows.map((row) => ({ ...row.dataset })));
}

test("gradients made smaller: bytes are counted, and each way has its accuracy", () =>
  withPage({ query: "?tab=parallel&way=compression&data=shapes&share=0.1" }, async (lab) => {
    await lab.ready();
    const rows = await contest(lab, "compression");
    // 3,072·128 + 128 + 128·10 + 10 numbers.
    const numbers = 394_634;
    const [whole, int8, sign, top, plain, low] = rows.map(({ bytes }) => Number(bytes));
    assert.deepEqual([whole, int8, sign], [4 * numbers, 4 + numbers, 4 + Math.ceil(numbers / 8)]);
    assert.deepEqual([top, plain], [8 * 39_463, 8 * 39_463]);
    assert.ok(low < sign, `${low}`);
    for (const { accuracy } of rows) assert.ok(Number(accuracy) > 0.1, accuracy);
    assert.equal(await lab.page.locator('[data-testid="compression-chart"] .p-point').count(), 6);
  }));

test("large batches: four trainings stand beside the paper's figures, and one is stopped", () =>
  withPage({ query: "?tab=parallel&way=batch&data=shapes&k=32" }, async (lab) => {
    await lab.ready();
    await lab.page.locator('[data-testid="batch-table"]', { hasText: "41.67 ± 0.10 %" }).waitFor();
    await lab.by("batch-start").click();
    await lab.page.locator('[data-way="Small"] td', { hasText: "16" }).first().waitFor({ timeout: LONG });
    await lab.by("batch-stop").click();
    await lab.page.locator('[data-testid="batch-status"]:not([data-state="running"])').waitFor({ timeout: LONG });
    assert.ok(await lab.by("batch-start").isEnabled());
    await lab.page.waitForFunction(() => location.search.includes("k=32"));
  }));

test("a pair of linear layers and a convolution, divided, are one worker's", () =>
  withPage({ query: "?tab=parallel&way=tensor&data=shapes&sharers=3", viewport: PHONE }, async (lab) => {
    await lab.ready();
    for (const [what, forward] of [
      ["pair", 16 * 10],
      ["conv", null],
    ]) {
      await lab.choose("tensor-what", what);
      await lab.page.waitForFunction(
        (n) => {
          const told = document.querySelector('[data-testid="tensor-difference"]').dataset;
          return told.value && (n ? Number(told.forward) === n : Number(told.forward) > 1000);
        },
        forward,
        { timeout: LONG },
      );
      assert.ok((await lab.value("tensor-difference")) < 1e-5, what);
      assert.ok((await attribute(lab, "tensor-difference", "data-backward")) > 0);
      const ranks = await lab.page.locator('[data-testid="tensor-table"] tbody tr').count();
      // Three workers, their sum where it is one, and one worker.
      assert.equal(ranks, what === "pair" ? 5 : 4);
    }
    await lab.page.locator('[data-testid="tensor-blocks"] [data-at="1"]').first().focus();
    await lab.page.locator('[data-testid="tensor-table"] tr.chosen').waitFor();
    const wide = await lab.page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
    assert.equal(wide, false, "nothing is wider than a phone");
  }));

test("cuts are dragged and moved by keys, stay between their neighbours, and the pipeline runs with them", () =>
  withPage({ query: "?tab=parallel&way=pipeline&data=shapes&stages=3&micro=4&staged=lenet&pipe=1f1b" }, async (lab) => {
    await lab.ready();
    const cuts = lab.page.locator(".p-cuts");
    const are = (text) => lab.page.waitForFunction((now) => document.querySelector(".p-cuts").dataset.cuts === now, text);
    // Of six layers, conv1 to fc2.
    await are("1,3");
    const first = cuts.locator('[role="slider"]').first();
    await first.focus();
    await lab.page.keyboard.press("ArrowLeft");
    await are("0,3");
    assert.equal(await first.getAttribute("aria-valuetext"), "after conv1");
    await lab.page.keyboard.press("End");
    await are("2,3");
    await lab.page.waitForFunction(() => location.search.includes("cuts="));
    const svg = await cuts.locator("svg").boundingBox();
    const grip = await cuts.locator(".p-line-cut").nth(1).boundingBox();
    await lab.page.mouse.move(grip.x + grip.width / 2, grip.y + grip.height / 2);
    await lab.page.mouse.down();
    await lab.page.mouse.move(svg.x + (svg.width * 5) / 6, grip.y + 10, { steps: 5 });
    await lab.page.mouse.up();
    await are("2,4");
    await lab.by("pipeline-run").click();
    await lab.page.locator('[data-testid="pipeline-run"]:not([disabled])').waitFor({ timeout: LONG });
    await lab.page.locator('[data-testid="pipeline-difference"]', { hasText: "fc1" }).waitFor({ timeout: LONG });
    assert.ok((await lab.value("pipeline-difference")) <= 1e-4 * (await attribute(lab, "pipeline-difference", "data-largest")));
    await lab.by("pipeline-even").click();
    await are("1,3");
  }));

test("a server that sees sums alone has the same network, and noise costs accuracy", () =>
  withPage({ query: "?tab=parallel&way=federated&data=shapes&clients=4&tenths=10" }, async (lab) => {
    await lab.ready();
    const run = async () => {
      await lab.by("federated-start").click();
      await lab.until("federated-round", (round) => round === 8, LONG);
      return lab.value("federated-accuracy");
    };
    const open = await run();
    await lab.choose("federated-masked", "masked");
    const masked = await run();
    assert.ok(Math.abs(open - masked) < 0.02, `${open} and ${masked}`);
    await lab.page.locator('[data-testid="federated-seen"] tr').nth(1).waitFor();
    await lab.choose("federated-noise", "0.5");
    await lab.by("federated-clip").fill("50");
    const noisy = await run();
    assert.ok(noisy < open, `${noisy} against ${open}`);
  }));

test("the settings are taken away as a script for torchrun", () =>
  withPage({ query: "?tab=parallel&way=data&ranks=4" }, async (lab) => {
    await lab.ready();
    const download = lab.page.waitForEvent("download");
    await lab.by("parallel-export").click();
    const file = await download;
    assert.equal(file.suggestedFilename(), "karui_ddp.py");
    const text = await readFile(await file.path(), "utf8");
    assert.match(text, /--nproc-per-node 4 karui_ddp\.py/);
    assert.ok(!text.includes("@"));
    await lab.choose("parallel-mode", "asynchronous");
    await lab.by("parallel-export").click();
    await lab.page.getByText("There is no script of these settings").waitFor();
  }));
