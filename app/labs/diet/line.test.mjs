// The number line in the card of quantization: real weights, and a grid that a pointer, keys and sliders move.
import assert from "node:assert/strict";
import { test } from "node:test";
import { LONG, PHONE, withPage } from "../../../tests/e2e/lab.mjs";

/** What the line says in numbers. */
async function seen(lab) {
  return lab.by("quant-line").evaluate(({ dataset }) => {
    const numbers = ["scale", "zeroPoint", "bits", "rounding", "clipping", "clipped", "sqnr"].map((name) => [name, Number(dataset[name])]);
    return Object.fromEntries(numbers);
  });
}

/** Waits until that holds and rests: an answer to an earlier place of the pointer may still be on its way. */
async function until(lab, test) {
  const end = Date.now() + LONG;
  for (let last = ""; ; ) {
    const now = await seen(lab).catch(() => undefined);
    const text = JSON.stringify(now);
    if (now && test(now) && text === last) return now;
    last = text;
    assert.ok(Date.now() < end, text);
    await lab.page.waitForTimeout(300);
  }
}

async function opened(lab) {
  await lab.ready();
  await lab.by("toggle-quantize").click();
  const line = await until(lab, (now) => now.scale > 0);
  await lab.by("quant-line").scrollIntoViewIfNeeded();
  return line;
}

test("dragging the grid's end makes S, dragging its band makes Z, and both errors follow", () =>
  withPage({ query: "?tab=diet" }, async (lab) => {
    const first = await opened(lab);
    assert.deepEqual([first.bits, first.zeroPoint, first.clipped], [8, 0, 0]);
    // Four bits are looked at on the observer's own grid.
    await lab.by("quant-line").getByRole("button", { name: /^4 bits/ }).click();
    const four = await until(lab, (now) => now.bits === 4);
    assert.ok(four.scale > first.scale * 10 && four.sqnr < first.sqnr - 20, JSON.stringify([first, four]));
    const end = lab.by("quant-line").locator(".q-end").last();
    const drag = async (from, by) => {
      await lab.page.mouse.move(from.x, from.y);
      await lab.page.mouse.down();
      for (const part of [0.25, 0.5, 0.75, 1]) await lab.page.mouse.move(from.x + by * part, from.y);
      await lab.page.mouse.up();
    };
    // Where it rests: it is drawn anew with each answer of the engine.
    const box = async (of) => {
      for (let last = null; ; ) {
        const now = await of.boundingBox();
        if (now && last && now.x === last.x && now.y === last.y && now.width === last.width) return now;
        last = now;
        await lab.page.waitForTimeout(200);
      }
    };
    const middle = async (of) => {
      const { x, y, width, height } = await box(of);
      return { x: x + width / 2, y: y + height / 2 };
    };
    await drag(await middle(end), -40);
    const narrow = await until(lab, (now) => now.scale < four.scale * 0.9);
    assert.ok(narrow.clipped > 0 && narrow.clipping > 0 && narrow.rounding < four.rounding, JSON.stringify(narrow));
    const band = lab.by("quant-line").locator(".q-band");
    const { width } = await box(band);
    await drag(await middle(band), (width / 14) * 3);
    const moved = await until(lab, (now) => now.zeroPoint === -3);
    assert.equal(moved.scale, narrow.scale);
    // What the picture shows is said, too.
    const said = await lab.by("quant-line").locator(".q-chart").getAttribute("aria-label");
    assert.match(said, /zero point Z -3\b/);
    assert.match(said, new RegExp(`${moved.clipped} weights lie outside`));
    await lab.by("quant-line").getByRole("button", { name: /observer/ }).click();
    const back = await until(lab, (now) => now.zeroPoint === 0);
    assert.equal(back.scale, four.scale);
  }));

test("keys move S and Z, a finger picks a weight, and the line fits a phone", () =>
  withPage({ query: "?tab=diet", viewport: PHONE, touch: true, lang: "ja" }, async (lab) => {
    const first = await opened(lab);
    await lab.by("quant-line-scale").focus();
    await lab.page.keyboard.press("ArrowRight");
    const wider = await until(lab, (now) => now.scale > first.scale);
    assert.ok(Math.abs(wider.scale / first.scale - 2 ** (1 / 20)) < 1e-3);
    await lab.by("quant-line-zero-point").focus();
    await lab.page.keyboard.press("ArrowLeft");
    await until(lab, (now) => now.zeroPoint === -1);
    const law = lab.by("quant-line").locator(".q-formula");
    const before = await law.innerText();
    const { x, y, width } = await lab.by("quant-line").locator(".q-hold").boundingBox();
    await lab.page.touchscreen.tap(x + width * 0.3, y + 40);
    await lab.page.waitForFunction((before) => document.querySelector(".q-formula").innerText !== before, before);
    assert.match(await law.innerText(), /q = clamp\(round\(−0\.\d+ ÷ 0\.\d+\) − 1, −127, 127\)/);
    assert.ok(await lab.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
  }));
