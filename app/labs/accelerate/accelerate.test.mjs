// The accelerator page: the same work in several ways. A software adapter stands for a GPU.
import assert from "node:assert/strict";
import { test } from "node:test";
import { launch } from "../../../tests/e2e/browser.mjs";
import { LONG, PHONE, openPage, withPage } from "../../../tests/e2e/lab.mjs";

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
    // Once, calmly, with what the CPU shows in its place.
    await lab.by("accelerator-bars").locator(".a-without", { hasText: "GPU" }).waitFor();
    assert.equal(await lab.page.locator(".a-way .wrong").count(), 0);
    assert.match(await lab.by("accelerator-bars").innerText(), /no recorded run of a real GPU/);
    await lab.by("accelerator-roofline").getByRole("img").waitFor({ timeout: LONG });
    assert.match(await lab.by("accelerator-terms").innerText(), /warp.*sub-group.*subgroup/s);
  }));

test("the GPU's ways agree with the reference, and say what this adapter lacks and whose clock timed them", () =>
  withPage({ webgpu: true, viewport: PHONE, query: "?tab=accelerate" }, async (lab) => {
    await open(lab);
    const has = await lab.page.evaluate(async () => {
      const { features } = await navigator.gpu.requestAdapter();
      return { f16: features.has("shader-f16"), clock: features.has("timestamp-query") };
    });
    for (const [work, smallest, ways] of [
      ["product", "128", ["strided", "naive", "tiled", "registers", "int8"]],
      ["convolution", "28", ["strided", "naive", "tiled", "registers", "int8"]],
      ["branches", "256", ["divergent", "uniform"]],
    ]) {
      await lab.choose("accelerator-work", work);
      await lab.page.getByRole("button", { name: smallest, exact: true }).click();
      await timeAll(lab);
      for (const way of ways) assert.ok((await speed(lab, way)) > 0, way);
      assert.equal(await lab.page.locator(".a-way .wrong").count(), 0, "all are right");
      if (work === "branches") continue;
      if (has.f16) assert.ok((await speed(lab, "f16")) > 0);
      else await lab.page.locator('[data-way="f16"] .a-lacks', { hasText: "shader-f16" }).waitFor();
    }
    await lab.page.locator('[data-way="uniform"] .w-figure').first().click();
    await lab.page
      .getByRole("dialog")
      .filter({ hasText: has.clock ? "timestamp-query" : "performance.now()" })
      .waitFor();
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

test("a kernel that writes out of bounds harms nothing", () =>
  withPage({ webgpu: true, query: "?tab=accelerate" }, async (lab) => {
    await open(lab);
    const source = lab.by("kernel-source");
    await lab.page.waitForFunction(() => document.querySelector('[data-testid="kernel-source"]').value.includes("fn main"));
    const original = await source.inputValue();
    await source.fill(original.replace("c[row * COLS + col] =", "c[(row * COLS + col) * 4096u] ="));
    await lab.by("kernel-run").click();
    await lab.by("kernel-said").filter({ hasText: /not the reference/ }).waitFor({ timeout: LONG });
    await source.fill(original);
    await lab.by("kernel-run").click();
    await lab.by("kernel-said").filter({ hasText: /Right/ }).waitFor({ timeout: LONG });
  }));

// In a browser of its own: a software adapter goes on with such a kernel for as long as the browser lives, and may have no
// thread left for another.
test("a kernel that does not end is given up, and the page goes on", { timeout: 120_000 }, async () => {
  const browser = await launch({ webgpu: true });
  try {
    const lab = await openPage({ query: "?tab=accelerate&size=128&device=cpu", context: await browser.newContext({ locale: "en-US" }) });
    await lab.ready();
    const source = lab.by("kernel-source");
    await lab.page.waitForFunction(() => document.querySelector('[data-testid="kernel-source"]').value.includes("fn main"));
    const original = await source.inputValue();
    const endless = "loop { if group.x + group.y > 0u { break; } c[0] += 1.0; if c[0] < 0.0 { break; } }";
    await source.fill(original.replace("var sum = 0.0;", `var sum = 0.0;\n${endless}`));
    await lab.by("kernel-run").click();
    await lab.by("kernel-said").filter({ hasText: /did not end within 10 s/ }).waitFor({ timeout: LONG });
    await source.fill(original);
    await lab.by("kernel-run").click();
    await lab.by("kernel-said").filter({ hasText: /Right|has not answered for 10 s/ }).waitFor({ timeout: LONG });
    await lab.by("train-step").click();
    await lab.state("paused", LONG);
  } finally {
    await browser.close();
  }
});

test("whoever leaves the tab and comes back finds the kernel as they left it", () =>
  withPage({ query: "?tab=accelerate" }, async (lab) => {
    await open(lab);
    const source = lab.by("kernel-source");
    await lab.page.waitForFunction(() => document.querySelector('[data-testid="kernel-source"]').value.includes("N = 128u"));
    await source.fill("// mine");
    await lab.tab("curves");
    await lab.tab("accelerate");
    assert.equal(await source.inputValue(), "// mine");
  }));

const SMALL = "?tab=accelerate&data=shapes&model=lenet&n=1000&batch=50&epochs=1&seed=7&workers=1";

/** Runs the whole network in every form and waits for the last. */
async function runForms(lab) {
  await lab.by("accelerator-network").click({ timeout: LONG });
  await lab.page.locator('[data-testid="accelerator-network"]:not([disabled])').waitFor({ timeout: LONG });
}

/** What a form shows: images per second, and the share of images given the same class. */
async function form(lab, id) {
  const figures = lab.page.locator(`[data-form="${id}"] .w-figure`);
  return Promise.all([0, 1].map(async (i) => Number(await figures.nth(i).getAttribute("data-value"))));
}

test("the whole network runs in every form: the GPU's integers say exactly what the CPU's say", () =>
  withPage({ webgpu: true, query: SMALL }, async (lab) => {
    await lab.ready();
    await runForms(lab);
    const [cpu, int8, gpu, gpuInt8] = [await form(lab, "cpu-f32"), await form(lab, "cpu-int8"), await form(lab, "gpu-f32"), await form(lab, "gpu-int8")];
    for (const [speed, agreement] of [cpu, int8, gpu, gpuInt8]) assert.ok(speed > 0 && agreement > 0.9, `${speed}, ${agreement}`);
    assert.equal(cpu[1], 1);
    assert.ok(gpu[1] > 0.99, `GPU: ${gpu[1]}`);
    assert.equal(gpuInt8[1], int8[1]);
    const half = lab.page.locator('[data-form="gpu-f16"]');
    if (await half.locator(".a-lacks", { hasText: "shader-f16" }).count()) return;
    assert.ok((await form(lab, "gpu-f16"))[1] > 0.97);
  }));

test("without a GPU the whole network runs on the CPU, and the others say why not", () =>
  withPage({ viewport: PHONE, query: SMALL }, async (lab) => {
    await lab.ready();
    await runForms(lab);
    for (const id of ["cpu-f32", "cpu-int8"]) assert.ok((await form(lab, id))[0] > 0, id);
    await lab.by("accelerator-forms").locator(".a-without", { hasText: "GPU" }).waitFor();
    for (const id of ["gpu-f32", "gpu-f16", "gpu-int8"]) {
      assert.equal(await lab.page.locator(`[data-form="${id}"] :is(.w-figure, .wrong)`).count(), 0);
    }
  }));

test("a run under way pauses for the whole network, and can go on afterwards", () =>
  withPage({ query: SMALL.replace("n=1000", "n=20000").replace("epochs=1", "epochs=20") }, async (lab) => {
    await lab.ready();
    await lab.by("train-start").click();
    await lab.until("progress", (done) => done > 0, LONG);
    await runForms(lab);
    await lab.state("paused");
    assert.ok((await form(lab, "cpu-int8"))[0] > 0);
    const before = await lab.value("progress");
    await lab.by("train-start").click();
    await lab.until("progress", (done) => done > before, LONG);
  }));
