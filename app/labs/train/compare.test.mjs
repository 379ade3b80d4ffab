// The network beside what a recipe has made of it: two answers, two matrices, two tables, and one again when the recipe is off.
import assert from "node:assert/strict";
import { test } from "node:test";
import { LONG, PHONE, withPage } from "../../../tests/e2e/lab.mjs";

const MNIST = "?data=mnist&model=lenet&tab=diet";
// int4 with one scale for a whole tensor: what a MobileNet bears badly.
const MOBILENET = "?data=fashion-mnist&model=mobilenet&tab=diet";

/** Turns quantization on, as `dtype`, and waits for the score; gives the compressed network's accuracy. */
async function quantize(lab, dtype, granularity = "channel") {
  await lab.ready();
  await lab.by("toggle-quantize").click();
  await lab.choose("quant-granularity", granularity);
  await lab.choose("quant-dtype", dtype);
  // Each part of the size before is out of reach of the wider types.
  const most = { int4: 0.22, int2: 0.14, binary: 0.1 }[dtype];
  await lab.until("score-size", Number.isFinite, LONG);
  const before = await beforeOf(lab, "score-size");
  await lab.until("score-size", (size) => size < most * before, LONG);
  return lab.value("score-accuracy");
}

const beforeOf = async (lab, id) => Number(await lab.by(id).getAttribute("data-before"));

/** Puts the first image that is offered on the pad. */
async function offer(lab, at = 0) {
  await lab.tab("draw");
  await lab.page.locator(".w-offer").nth(at).click({ timeout: LONG });
}

/** Accuracy by the confusion matrix of a side: the diagonal of all. */
async function diagonal(lab, side) {
  const cells = lab.by(side).locator("[data-cell]");
  await cells.first().waitFor({ timeout: LONG });
  const counts = (await cells.allInnerTexts()).map(Number);
  const n = Math.sqrt(counts.length);
  const sum = (list) => list.reduce((a, b) => a + b, 0);
  return sum(counts.filter((_, at) => at % (n + 1) === 0)) / sum(counts);
}

const sides = (lab) => lab.page.getByTestId("compare-now").count();

test("the pad gives two answers while a recipe is on, and one when it is off", () =>
  withPage({ query: MNIST }, async (lab) => {
    await quantize(lab, "binary");
    await offer(lab);
    const digit = (value) => Number.isInteger(value) && value >= 0 && value <= 9;
    await lab.until("compare-float", digit, LONG);
    await lab.until("compare-now", digit, LONG);
    // The probabilities of either side are 100 % together.
    for (const at of [0, 1]) {
      const shown = await lab.page.locator(".c-pairs li").evaluateAll((rows, at) =>
        rows.map((row) => Number.parseFloat(row.querySelectorAll(".num")[at].textContent)), at);
      assert.equal(shown.length, 10);
      assert.ok(Math.abs(shown.reduce((a, b) => a + b, 0) - 100) < 1, `${shown}`);
    }
    await lab.tab("diet");
    await lab.by("toggle-quantize").click();
    await offer(lab);
    await lab.until("prediction-top", digit, LONG);
    assert.equal(await sides(lab), 0);
  }));

test("the confusion matrix of the compressed network is that of its score", () =>
  withPage({ query: MOBILENET }, async (lab) => {
    const accuracy = await quantize(lab, "int4", "tensor");
    const before = await beforeOf(lab, "score-accuracy");
    await lab.tab("images");
    await lab.until("compare-now", (value) => value === accuracy, LONG);
    assert.ok(Math.abs((await diagonal(lab, "compare-now")) - accuracy) < 1e-9);
    assert.ok(Math.abs((await diagonal(lab, "compare-float")) - before) < 1e-9);
    assert.ok(accuracy < before - 0.01, `${before} to ${accuracy}`);
    // Images whose class has changed are there, and marked.
    await lab.page.locator(".c-changed").first().waitFor({ timeout: LONG });
    // What the two rows of each class count is what the difference says.
    const changes = await lab.page.locator(".c-cell").allInnerTexts();
    const sum = changes.map((text) => Number(text.replace("−", "-").replace("+", "").replace(",", ""))).reduce((a, b) => a + b, 0);
    assert.equal(sum, 0, "both have looked at the same images");
  }));

test("filters, outputs and layers stand side by side", () =>
  withPage({ query: MNIST }, async (lab) => {
    await quantize(lab, "int2");
    await lab.tab("filters");
    const tiles = (side, at) => lab.page.getByTestId(side).nth(at).locator(".w-map-tiles canvas");
    for (const at of [0, 1]) {
      await tiles("compare-now", at).first().waitFor({ timeout: LONG });
      assert.equal(await tiles("compare-float", at).count(), await tiles("compare-now", at).count());
    }
    await lab.tab("layers");
    const bytes = async (side) => {
      await lab.page.getByTestId(side).first().waitFor({ timeout: LONG });
      return lab.page.getByTestId(side).evaluateAll((cells) => cells.map((cell) => Number(cell.dataset.value)));
    };
    const [float, now] = [await bytes("compare-float"), await bytes("compare-now")];
    assert.ok(float.length === now.length && now.every((size, at) => size < 0.3 * float[at]), `${float} to ${now}`);
  }));

test("a run takes the compressed network away", () =>
  withPage({ query: "?data=shapes&model=mlp&n=2000&epochs=1&tab=diet" }, async (lab) => {
    await quantize(lab, "int4");
    await lab.tab("images");
    await lab.until("compare-now", Number.isFinite, LONG);
    await lab.train();
    await lab.page.waitForFunction(() => !document.querySelector('[data-testid="compare-now"]'), null, { timeout: LONG });
  }));

test("on a phone the pad and both answers are in view together", () =>
  withPage({ query: MNIST, viewport: PHONE, lang: "ja" }, async (lab) => {
    await quantize(lab, "int2");
    await offer(lab);
    await lab.until("compare-now", Number.isFinite, LONG);
    await lab.by("draw-canvas").evaluate((pad) => pad.scrollIntoView({ block: "center" }));
    const boxes = await lab.page.evaluate(() =>
      ["draw-canvas", "compare-float", "compare-now"].map((id) => {
        const { top, bottom, left, right } = document.querySelector(`[data-testid="${id}"]`).getBoundingClientRect();
        return { id, top, bottom, left, right };
      }));
    for (const box of boxes) {
      assert.ok(box.top >= 0 && box.bottom <= PHONE.height && box.left >= 0 && box.right <= PHONE.width, JSON.stringify(box));
    }
  }));
