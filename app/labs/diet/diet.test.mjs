// The diet bench: techniques are turned on, and size, speed and accuracy follow; results are kept and taken away.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { LONG, PHONE, server, withPage } from "../../../tests/e2e/lab.mjs";

const SCORES = ["size", "latency", "throughput", "accuracy", "macs"].map((name) => `score-${name}`);
// LeNet-style network of the first visit: small enough to answer at once on a busy machine.
const DIET = "?tab=diet";

const before = async (lab, id) => Number(await lab.by(id).getAttribute("data-before"));

/** Turns a technique on and waits until its figures are there. */
async function toggle(lab, technique) {
  await lab.by(`toggle-${technique}`).click();
}

/** Runs the recipe, and waits until a result with other bytes than `old` is on the scoreboard. */
async function changed(lab, old, timeout = LONG) {
  return lab.until("score-size", (size) => size > 0 && size !== old, timeout);
}

async function download(lab, id) {
  const [file] = await Promise.all([lab.page.waitForEvent("download", { timeout: LONG }), lab.by(id).click()]);
  return { name: file.suggestedFilename(), bytes: readFileSync(await file.path()) };
}

test("int8 quarters the file, and the scoreboard shows before and now", () =>
  withPage({ query: DIET }, async (lab) => {
    await lab.ready();
    await toggle(lab, "quantize");
    await changed(lab, NaN);
    const size = await lab.until("score-size", (size) => size < 250_000, LONG);
    const was = await before(lab, "score-size");
    assert.ok(was / size > 3.5 && was / size < 4.5, `${was} to ${size}`);
    for (const id of SCORES) {
      assert.ok((await lab.value(id)) > 0, id);
      assert.ok((await before(lab, id)) > 0, id);
    }
    assert.equal(await lab.value("score-macs"), await before(lab, "score-macs"));
    const lost = (await before(lab, "score-accuracy")) - (await lab.value("score-accuracy"));
    assert.ok(Math.abs(lost) < 0.02, `accuracy lost: ${lost}`);
    await toggle(lab, "quantize");
    await lab.until("score-size", (size) => size === was, LONG);
  }));

test("removing channels saves multiply-adds; a mask alone saves none", () =>
  withPage({ query: DIET }, async (lab) => {
    await lab.ready();
    await toggle(lab, "prune");
    await lab.choose("prune-kind", "channel");
    await changed(lab, NaN);
    const was = await before(lab, "score-macs");
    const macs = await lab.until("score-macs", (macs) => macs < was, LONG);
    assert.ok((await lab.value("score-size")) < 0.7 * (await before(lab, "score-size")));
    await lab.choose("prune-kind", "element");
    await lab.until("score-macs", (now) => now > macs, LONG);
    assert.equal(await lab.value("score-macs"), await before(lab, "score-macs"));
  }));

test("a recipe that trains shows progress and can be stopped, and its result is kept over a reload", () =>
  withPage({ query: `?data=shapes&model=mlp&n=2000&tab=diet` }, async (lab) => {
    await lab.ready();
    await toggle(lab, "distill");
    await lab.fill("distill-temperature", 4);
    await lab.by("run-recipe").click();
    await lab.page.getByTestId("recipe-stop").click({ timeout: LONG });
    await changed(lab, NaN);
    await lab.tab("trials");
    await lab.page.locator('[data-testid="runs-table"] tbody tr').first().waitFor({ timeout: LONG });
    await lab.page.waitForTimeout(500);
    await lab.page.reload();
    await lab.page.locator('[data-testid="runs-table"] tbody tr').first().waitFor({ timeout: LONG });
    assert.ok((await lab.by("pareto-plot").locator("svg").count()) >= 1);
    const { bytes } = await download(lab, "export-json");
    const trials = JSON.parse(bytes.toString());
    assert.equal(trials.length, 1);
    assert.ok(trials[0].recipe.distill);
    assert.ok(trials[0].after.size_bytes > 0 && trials[0].before.size_bytes > 0);
  }));

test("the link holds the recipe, and opening it gives the same file size", async () => {
  let query;
  let size;
  await withPage({ query: DIET }, async (lab) => {
    await lab.ready();
    await toggle(lab, "quantize");
    await lab.choose("quant-dtype", "int4");
    await lab.until("score-size", (size) => size < 150_000, LONG);
    size = await lab.value("score-size");
    await lab.page.waitForFunction(() => location.search.includes("int4"));
    query = lab.page.url().slice(server.url.length);
  });
  await withPage({ query }, async (lab) => {
    await lab.ready();
    await lab.until("score-size", (now) => now === size, LONG);
    assert.ok(await lab.by("toggle-quantize").isChecked());
    assert.equal(await lab.by("quant-dtype").inputValue(), "int4");
  });
});

test("a nonsense recipe in a link is told, and the page goes on", () =>
  withPage({ query: `${DIET}&recipe=${encodeURIComponent('{"quantise":{}}')}` }, async (lab) => {
    await lab.ready();
    await lab.told("recipe");
    await toggle(lab, "quantize");
    await lab.until("score-size", (size) => size < 250_000, LONG);
  }));

test("a nonsense recipe leaves the link though the bench's code did not arrive", () =>
  withPage(
    { query: `?recipe=${encodeURIComponent('{"quantise":{}}')}`, faults: { "app/diet-": 404 }, allow: [/diet-/] },
    async (lab) => {
      await lab.ready();
      await lab.page.waitForFunction(() => !location.search.includes("recipe="), null, { timeout: LONG });
    },
  ));

test("the compressed network goes out as ONNX, safetensors and a packed file, which comes back", () =>
  withPage({ query: DIET }, async (lab) => {
    await lab.ready();
    await toggle(lab, "quantize");
    const size = await lab.until("score-size", (size) => size < 250_000, LONG);
    const onnx = await download(lab, "export-onnx");
    assert.match(onnx.name, /\.onnx$/);
    assert.ok(onnx.bytes.includes("QuantizeLinear"));
    const safetensors = await download(lab, "export-safetensors");
    assert.ok(safetensors.bytes.includes("fc1.weight"));
    const packed = await download(lab, "export-packed");
    assert.equal(packed.bytes.length, size, "the size shown is the file's length");
    await toggle(lab, "quantize");
    await lab.until("score-size", (now) => now > size, LONG);
    await lab.by("open-packed").setInputFiles({ name: "a.karui", mimeType: "application/octet-stream", buffer: packed.bytes });
    await lab.until("score-size", (now) => now === size, LONG);
    await lab.by("open-packed").setInputFiles({ name: "b.karui", mimeType: "application/octet-stream", buffer: packed.bytes.subarray(0, 999) });
    await lab.told("recipe");
  }));

test("a result is renamed, held to a budget, written as CSV, and deleted", () =>
  withPage({ query: "?data=shapes&model=mlp&n=2000&tab=trials" }, async (lab) => {
    await lab.ready();
    const row = lab.page.locator('[data-testid="runs-table"] tbody tr');
    await lab.by("keep-present").click({ timeout: LONG });
    await row.first().waitFor({ timeout: LONG });
    const name = row.first().locator('[data-do="rename"]');
    await name.fill('as it "was"');
    await name.press("Tab");
    const most = lab.page.getByLabel("Size at most (kB)");
    await most.fill("100000");
    await row.first().getByText("fits", { exact: true }).waitFor();
    await most.fill("1");
    await row.first().getByText("over", { exact: true }).waitFor();
    const csv = (await download(lab, "export-csv")).bytes.toString().trim().split("\r\n");
    assert.match(csv[0], /^name,data,model,alpha,groups,recipe,.*size_bytes/);
    assert.match(csv[1], /^"as it ""was""",shapes,mlp,/);
    await lab.page.waitForTimeout(500);
    await lab.page.reload();
    await row.first().waitFor({ timeout: LONG });
    assert.equal(await name.inputValue(), 'as it "was"');
    await row.first().getByRole("button", { name: /Delete/ }).click();
    await row.first().waitFor({ state: "detached" });
  }));

test("the diet bench fits a phone, in Japanese, without a sideways scroll", () =>
  withPage({ query: DIET, lang: "ja", theme: "dark", viewport: PHONE }, async (lab) => {
    await lab.ready();
    await toggle(lab, "quantize");
    await lab.until("score-size", (size) => size < 250_000, LONG);
    const [wide, seen] = await lab.page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
    assert.ok(wide <= seen, `${wide} > ${seen}`);
    assert.match(await lab.text(), /量子化/);
  }));

test("a recipe that changes nothing is neither faster nor slower, and what is timed can be timed again", () =>
  withPage({ query: DIET }, async (lab) => {
    await lab.ready();
    const verdict = (of) => lab.by(`verdict-${of}`).getAttribute("data-value");
    const has = (of, value) => lab.page.waitForFunction(
      ([of, value]) => document.querySelector(`[data-testid=verdict-${of}]`)?.dataset.value.match(value),
      [of, value],
      { timeout: LONG },
    );
    // LeNet has no batch normalization to fold.
    await toggle(lab, "fold-bn");
    await has("latency", "^same$");
    for (const of of ["size", "throughput", "accuracy", "macs", "nonzero"]) assert.equal(await verdict(of), "same");
    assert.ok(!(await lab.by("measure-again").isVisible()));
    await toggle(lab, "fold-bn");
    await toggle(lab, "quantize");
    await has("latency", "^(faster|slower|noise)$");
    assert.equal(await verdict("size"), "less");
    assert.match(await verdict("throughput"), /^(faster|slower|noise)$/);
    const again = lab.by("measure-again");
    await again.click();
    await lab.page.waitForFunction(
      () => document.querySelector("[data-testid=measure-again]").getAttribute("aria-busy") === "false",
      null,
      { timeout: LONG },
    );
    assert.match(await verdict("latency"), /^(faster|slower|noise)$/);
  }));
