// Distributed training: all-reduce.
import assert from "node:assert/strict";
import { test } from "node:test";
import { LONG, PHONE, openPage, withPage } from "../../../tests/e2e/lab.mjs";

/** Opens the tab with what a link says. */
async function open(lab, id) {
  await lab.by(id).waitFor({ timeout: LONG });
}

/** A number in an attribute. */
const attribute = async (lab, id, name) => Number(await lab.by(id).getAttribute(name));

test("bytes counted equal the formula for every algorithm and number of workers", () =>
  withPage({ query: "?tab=parallel" }, async (lab) => {
    await open(lab, "parallel-algorithm");
    for (const algorithm of ["naive", "server", "tree", "ring", "halving"]) {
      await lab.choose("parallel-algorithm", algorithm);
      for (const workers of [2, 5, 8]) {
        await lab.by("parallel-workers").fill(String(workers));
        const servers = algorithm === "server" ? 1 : 0;
        await lab.page.waitForFunction(
          (rows) => document.querySelectorAll('[data-testid="parallel-table"] tbody tr').length === rows,
          workers + servers,
        );
        const counted = await lab.value("parallel-bytes");
        assert.equal(counted, await attribute(lab, "parallel-bytes", "data-formula"), `${algorithm} ${workers}`);
        // 18 numbers of 4 bytes; around the ring 2(N−1)·S in all, whatever N is.
        if (algorithm === "ring" || algorithm === "naive") assert.equal(counted, 2 * (workers - 1) * 18 * 4);
      }
    }
  }));

test("a round after the other, until all have the sum; the link holds where one is", () =>
  withPage({ query: "?tab=parallel&ranks=3&length=7" }, async (lab) => {
    await open(lab, "parallel-forward");
    assert.equal(await attribute(lab, "parallel-step", "data-steps"), 4);
    for (let step = 1; step <= 4; step++) {
      await lab.by("parallel-forward").click();
      assert.equal(await lab.until("parallel-step", (at) => at === step), step);
    }
    assert.ok(await lab.by("parallel-forward").isDisabled());
    await lab.page.waitForFunction(() => location.search.includes("hop=4") && location.search.includes("ranks=3"));
    // The button has gone grey; the focus is not lost with it.
    await lab.page.waitForFunction(() => document.activeElement?.dataset.testid === "parallel-back");
    await lab.by("parallel-back").click();
    await lab.until("parallel-step", (at) => at === 3);
    await lab.by("parallel-play").click();
    await lab.until("parallel-step", (at) => at === 4);
  }));

test("on the virtual clock the ring loses to the tree with small gradients and wins with large ones", () =>
  withPage({ query: "?tab=parallel&machines=6&message=3&wire=10gbe", viewport: PHONE }, async (lab) => {
    await open(lab, "parallel-times");
    const time = async (algorithm) =>
      Number(await lab.page.locator(`[data-algorithm="${algorithm}"] td`).first().getAttribute("data-value"));
    const crossing = await lab.until("parallel-crossing", Number.isFinite);
    assert.ok(crossing > 1e3 && crossing < 1e9, `${crossing}`);
    assert.ok((await time("ring")) > (await time("tree")));
    await lab.by("parallel-size").fill("9");
    await lab.page.waitForFunction(
      () => Number(document.querySelector('[data-algorithm="tree"] td').dataset.value) > 1,
    );
    assert.ok((await time("ring")) < (await time("tree")));
    const wide = await lab.page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
    assert.equal(wide, false, "nothing is wider than a phone");
  }));

test("a schedule's bubble is the paper's, a bubble says what it waits for, and a piece that cannot be placed why not", () =>
  withPage({ query: "?tab=parallel&way=pipeline" }, async (lab) => {
    await open(lab, "pipeline-schedule");
    for (const [kind, share] of [
      ["gpipe", 3 / 11],
      ["1f1b", 3 / 11],
      ["interleaved", 3 / 19],
      ["zb-h1", 1 / 9],
    ]) {
      await lab.choose("pipeline-schedule", kind);
      const got = await lab.until("pipeline-bubble", (value) => Math.abs(value - share) < 1e-9);
      assert.ok(Math.abs(got - (await attribute(lab, "pipeline-bubble", "data-formula"))) < 1e-9, kind);
    }
    await lab.by("pipeline-microbatches").fill("16");
    await lab.choose("pipeline-schedule", "1f1b");
    await lab.until("pipeline-bubble", (value) => Math.abs(value - 3 / 19) < 1e-9);
    await lab.page.locator('[data-testid="pipeline-timeline"] [data-do="bubble"][data-at="1"]').first().focus();
    await lab.page.locator('[data-testid="pipeline-told"]', { hasText: "F0 of rank 0" }).waitFor();
    await lab.by("pipeline-build").click();
    const piece = (rank, part) => lab.page.locator(`[data-do="place"][data-at="${rank}"][data-part="${part}"]`);
    await piece(1, 0).click();
    await lab.page.locator('[data-testid="pipeline-refused"]', { hasText: "needs F0 of rank 0 first" }).waitFor();
    // By the keys: what is placed keeps the focus.
    await piece(0, 0).focus();
    await lab.page.keyboard.press("Enter");
    await lab.page.locator('[data-do="place"][data-at="0"][data-part="0"][aria-disabled="true"]').waitFor();
    assert.equal(await piece(0, 0).evaluate((button) => button === document.activeElement), true);
    await piece(1, 0).click();
    await lab.page.locator('[data-testid="pipeline-refused"]', { hasText: "So far 2" }).waitFor();
  }));

test("memory is the paper's for each stage of ZeRO", () =>
  withPage({ query: "?tab=parallel&way=memory", viewport: PHONE }, async (lab) => {
    await open(lab, "zero-stage");
    for (const [stage, bytes] of [
      ["0", 120e9],
      ["1", 31_406_250_000],
      ["2", 16_640_625_000],
      ["3", 1_875_000_000],
    ]) {
      await lab.choose("zero-stage", stage);
      await lab.until("memory-per-worker", (value) => Math.abs(value - bytes) < 1e3);
    }
    await lab.by("memory-tensor").fill("7");
    await lab.page.locator('[data-testid="memory-per-worker"]', { hasText: "such as 63 or 70" }).waitFor();
    await lab.by("memory-tensor").fill("1");
    await lab.choose("memory-example", "own");
    await lab.until("memory-per-worker", (value) => value > 1e4 && value < 1e8, LONG);
    const wide = await lab.page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
    assert.equal(wide, false, "nothing is wider than a phone");
  }));
