// The picture at the head of the bench: blocks that weigh what the file does, follow each control, and open.
import assert from "node:assert/strict";
import { test } from "node:test";
import { LONG, PHONE, withPage } from "../../../tests/e2e/lab.mjs";

/** The picture's bytes, and each layer's as [name, bytes, sqnr, area on the page]. */
async function seen(lab) {
  return lab.by("network-picture").evaluate((figure) => {
    const layers = [...figure.querySelectorAll("[data-layer]")].map((layer) => {
      const { width, height } = layer.querySelector(".n-block").style;
      const sqnr = layer.dataset.sqnr === undefined ? Number.NaN : Number(layer.dataset.sqnr);
      return [layer.dataset.layer, Number(layer.dataset.bytes), sqnr, parseFloat(width) * parseFloat(height)];
    });
    const rest = Number(figure.querySelector("[data-rest]").dataset.bytes);
    return { bytes: Number(figure.dataset.bytes), before: Number(figure.dataset.before), layers, rest };
  });
}

async function until(lab, test) {
  const end = Date.now() + LONG;
  for (;;) {
    const now = await seen(lab).catch(() => undefined);
    if (now && test(now)) return now;
    assert.ok(Date.now() < end, JSON.stringify(now));
    await lab.page.waitForTimeout(50);
  }
}

test("the picture weighs what the file does, layer by layer, and follows the controls", () =>
  withPage({ query: "?tab=diet" }, async (lab) => {
    await lab.ready();
    const was = await until(lab, (now) => now.bytes > 0 && now.layers.length > 0);
    assert.deepEqual(was.layers.map(([name]) => name), ["conv1", "conv2", "fc1", "fc2"]);
    assert.equal(was.bytes, was.before);
    await lab.by("toggle-quantize").click();
    await lab.choose("quant-dtype", "int4");
    const int4 = await until(lab, (now) => now.bytes < was.bytes / 7);
    for (const [i, [name, bytes, sqnr]] of int4.layers.entries()) {
      assert.ok(bytes < was.layers[i][1] / 3 && sqnr > 5 && sqnr < 40, `${name}: ${bytes} bytes, ${sqnr} dB`);
    }
    // Once the recipe has been run, the picture is of what is in the file.
    const size = await lab.until("score-size", (size) => size < was.bytes / 6, LONG);
    const now = await until(lab, (now) => now.bytes === size);
    assert.equal(now.layers.reduce((sum, [, bytes]) => sum + bytes, now.rest), size);
    // Areas are bytes on one scale; those of the largest layers, which no least size of a block touches.
    const areas = [was, now].flatMap(({ layers }) => layers.filter(([, bytes]) => bytes > 2000).map(([, bytes, , area]) => area / bytes));
    assert.ok(Math.max(...areas) / Math.min(...areas) < 1.05, `${areas}`);
  }));

test("a layer opens by a touch and by keys, and its own amount of pruning is at hand", () =>
  withPage({ query: "?tab=diet", viewport: PHONE, touch: true }, async (lab) => {
    await lab.ready();
    await until(lab, (now) => now.layers.length > 0);
    const layer = (name) => lab.by("network-picture").locator(`[data-layer="${name}"]`);
    await layer("conv2").tap();
    assert.equal(await layer("conv2").getAttribute("aria-expanded"), "true");
    assert.match(await layer("conv2").getAttribute("aria-label"), /^conv2 [\d.]+ kB$/);
    assert.ok((await lab.page.locator(".n-open .r-histogram").count()) >= 1);
    await layer("conv2").press("ArrowRight");
    assert.equal(await layer("fc1").getAttribute("aria-expanded"), "true");
    assert.ok(await layer("fc1").evaluate((e) => e === document.activeElement));
    await lab.by("toggle-prune").click();
    const slider = lab.page.locator("#layer-amount");
    await slider.fill("95");
    const [, , fc1] = (await until(lab, ({ layers }) => layers[2]?.[2] < 10)).layers;
    assert.ok(fc1[1] > 0);
    assert.match(await lab.page.locator(".n-told").innerText(), /5\.0%/);
    await layer("fc1").press("Enter");
    assert.ok(await lab.page.locator(".n-open").isHidden());
    assert.ok(await lab.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
  }));

test("the chosen image goes through the layers, before and now, and follows image and controls", () =>
  withPage({ query: "?tab=diet", allow: [/willReadFrequently/] }, async (lab) => {
    await lab.ready();
    await until(lab, (now) => now.layers.length > 0);
    await lab.by("picture-outputs").click();
    assert.equal(await lab.by("picture-outputs").getAttribute("aria-pressed"), "true");
    const flow = lab.by("network-picture").locator(".n-flow [data-flow]");
    await flow.nth(3).waitFor({ timeout: LONG });
    assert.deepEqual(await flow.evaluateAll((all) => all.map((e) => e.dataset.flow)), ["conv1", "conv2", "fc1", "fc2"]);
    /** What is painted of a layer: of before and of now, as sums of its pixels. */
    const painted = (i) =>
      flow.nth(i).locator("canvas").evaluate((canvas) => {
        const { width, height } = canvas;
        const half = (top) => canvas.getContext("2d").getImageData(0, top, width, height >> 1).data.reduce((sum, v) => sum + v, 0);
        return [half(0), half(height - (height >> 1))];
      });
    await lab.page.waitForTimeout(200);
    const [was, same] = await painted(1);
    assert.ok(was > 0 && was === same, `${was}, ${same}: nothing is done to it`);
    await lab.by("toggle-quantize").click();
    await lab.choose("quant-dtype", "int2");
    await lab.page.waitForFunction(
      () => [...document.querySelectorAll("[data-flow]")].every((e) => Number(e.dataset.sqnr) < 30),
      undefined,
      { timeout: LONG },
    );
    await lab.page.waitForTimeout(200);
    const [before, now] = await painted(1);
    assert.ok(before === was && now !== was, `${before}, ${now}`);
    // Another image is another way.
    await lab.tab("images");
    await lab.page.locator("#panel-images .w-tile[aria-pressed=false]").nth(2).click();
    await lab.tab("diet");
    await lab.page.waitForTimeout(1000);
    assert.notEqual((await painted(1))[0], was);
    await lab.page.setViewportSize(PHONE);
    assert.ok(await lab.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
    await lab.by("picture-weights").click();
    assert.equal(await lab.by("network-picture").locator(".n-flow").count(), 0);
  }));

for (const [width, height] of [[1280, 800], [1366, 768]]) {
  test(`${width}×${height}: controls, picture and figures are in view together, and nothing lies over the controls`, () =>
    withPage({ query: "?tab=diet", viewport: { width, height } }, async (lab) => {
      await lab.ready();
      await until(lab, (now) => now.layers.length > 0);
      await lab.by("toggle-quantize").click();
      await lab.until("score-size", (size) => size < 250_000, LONG);
      await lab.by("quant-dtype").focus();
      const seen = await lab.page.evaluate(() => {
        const box = (selector) => document.querySelector(selector).getBoundingClientRect();
        const inView = (box) => box.top >= 0 && box.bottom <= innerHeight;
        const field = box('[data-testid="quant-dtype"]');
        const over = document.elementFromPoint(field.left + field.width / 2, field.top + field.height / 2);
        return {
          field: inView(field) && over.closest('[data-testid="quant-dtype"]') !== null,
          run: inView(box('[data-testid="run-recipe"]')),
          picture: inView(box(".n-layers")),
          figures: ["size", "throughput", "accuracy"].every((name) => inView(box(`[data-testid="score-${name}"]`))),
        };
      });
      assert.deepEqual(seen, { field: true, run: true, picture: true, figures: true });
      // The footer is not the bench's.
      const length = await lab.page.evaluate(() => document.querySelector("main").getBoundingClientRect().height);
      assert.ok(length <= 2.05 * height, `${length} px`);
    }));
}
