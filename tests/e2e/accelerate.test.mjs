// The accelerator page: the same work in several ways. A software adapter stands for a GPU.
import assert from "node:assert/strict";
import { test } from "node:test";
import { LONG, withPage } from "./lab.mjs";

/** Opens the tab and chooses the smallest size. */
async function open(lab) {
  await lab.ready();
  await lab.by("accelerator-bars").waitFor({ timeout: LONG });
  await lab.page.getByRole("button", { name: "128", exact: true }).click();
}

/** Times every way and waits for the last. */
async function timeAll(lab) {
  await lab.by("accelerator-run").click();
  await lab.page.locator('[data-testid="accelerator-run"]:not([disabled])').waitFor({ timeout: LONG });
}

/** The speed that a way shows, in GFLOP/s. */
const speed = async (lab, way) =>
  Number(await lab.page.locator(`[data-way="${way}"] .w-figure`).first().getAttribute("data-value"));

test("the CPU's ways are timed and ranked, and without a GPU its ways say why not", () =>
  withPage({ query: "?tab=accelerate" }, async (lab) => {
    await open(lab);
    await timeAll(lab);
    for (const way of ["plain", "blocked", "simd", "workers"]) {
      assert.ok((await speed(lab, way)) > 0.01, way);
    }
    assert.ok((await speed(lab, "simd")) > (await speed(lab, "plain")), "vectors are faster than plain loops");
    await lab.page.locator('[data-way="naive"] .wrong', { hasText: "GPU" }).waitFor();
    await lab.by("accelerator-roofline").getByRole("img").waitFor({ timeout: LONG });
    assert.match(await lab.by("accelerator-terms").innerText(), /warp.*sub-group.*subgroup/s);
  }));

test("the GPU's ways agree with the reference", () =>
  withPage({ webgpu: true, query: "?tab=accelerate" }, async (lab) => {
    await open(lab);
    for (const [work, ways] of [
      ["product", ["strided", "naive", "tiled", "registers"]],
      ["convolution", ["strided", "naive", "tiled", "registers"]],
      ["branches", ["divergent", "uniform"]],
    ]) {
      await lab.choose("accelerator-work", work);
      const smallest = { product: "128", convolution: "28", branches: "256" }[work];
      await lab.page.getByRole("button", { name: smallest, exact: true }).click();
      await timeAll(lab);
      for (const way of ways) assert.ok((await speed(lab, way)) > 0, way);
      assert.equal(await lab.page.locator(".a-way .wrong").count(), 0, "all are right");
    }
  }));

test("a kernel can be changed: a mistake points to its line, a wrong result is told, and it can be put back", () =>
  withPage({ webgpu: true, query: "?tab=accelerate", allow: [/WGSL|shader|Invalid/i] }, async (lab) => {
    await open(lab);
    await lab.choose("kernel-select", "naive");
    const source = lab.by("kernel-source");
    await lab.page.waitForFunction(() => document.querySelector('[data-testid="kernel-source"]').value.includes("fn main"));
    await lab.by("kernel-run").click();
    assert.ok((await lab.until("kernel-result", Number.isFinite, LONG)) > 0);

    const original = await source.inputValue();
    const line = original.split("\n").findIndex((it) => it.includes("var sum")) + 1;
    await source.fill(original.replace("var sum = 0.0;", "var sum = nonsense;"));
    await lab.by("kernel-run").click();
    const notes = lab.by("kernel-notes");
    await notes.waitFor({ timeout: LONG });
    assert.equal(await notes.getAttribute("data-line"), String(line));
    await notes.getByRole("button").first().click();
    const selected = await source.evaluate((it) => it.value.slice(it.selectionStart, it.selectionEnd));
    assert.match(selected, /nonsense/);

    await source.fill(original.replace("sum += load_a", "sum += 0.5 * load_a"));
    await lab.by("kernel-run").click();
    await lab.by("kernel-said").filter({ hasText: /not the reference/ }).waitFor({ timeout: LONG });

    await lab.page.getByRole("tabpanel").getByRole("button", { name: "Reset" }).click();
    assert.equal(await source.inputValue(), original);
  }));

test("whoever leaves the tab and comes back finds the kernel as they left it", () =>
  withPage({ query: "?tab=accelerate" }, async (lab) => {
    await open(lab);
    const source = lab.by("kernel-source");
    await lab.page.waitForFunction(() => document.querySelector('[data-testid="kernel-source"]').value.includes("fn main"));
    await source.fill("// mine");
    await lab.by("tab-curves").click();
    await lab.by("tab-accelerate").click();
    assert.equal(await source.inputValue(), "// mine");
  }));
