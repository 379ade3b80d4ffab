// A lesson in a room: one step at a time, large, by keys; and the code by which a class opens it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { LONG, SOON, withPage } from "../../../tests/e2e/lab.mjs";

const LESSON = "?lesson=quantization-grid";
const shown = (lab) => lab.page.evaluate(() =>
  [...document.querySelectorAll('[data-testid="lesson-step"]')].filter((e) => e.checkVisibility()).map((e) => e.dataset.step));
const untilShown = (lab, step) => lab.page.waitForFunction(
  (step) => {
    const seen = [...document.querySelectorAll('[data-testid="lesson-step"]')].filter((e) => e.checkVisibility());
    return seen.length === 1 && seen[0].dataset.step === step;
  }, step, { timeout: SOON });

test("keys walk through the steps one at a time, and the link says it", () =>
  withPage({ query: LESSON }, async (lab) => {
    await lab.by("lesson-step").first().waitFor({ timeout: LONG });
    assert.ok((await shown(lab)).length > 1);
    await lab.page.keyboard.press("p");
    await untilShown(lab, "guess");
    await lab.page.waitForFunction(() => location.search.includes("present=1"));
    await lab.page.keyboard.press("PageDown");
    await untilShown(lab, "try");
    // The stage follows, and can be taken hold of.
    await lab.page.waitForFunction(
      () => Number(document.querySelector('[data-step="try"] [data-measured="size-ratio"]')?.dataset.value) < 0.2, null, { timeout: LONG });
    assert.ok(await lab.by("lesson-stage").isVisible());
    await lab.page.keyboard.press("ArrowRight");
    await untilShown(lab, "how");
    await lab.page.keyboard.press("PageUp");
    await untilShown(lab, "try");
    await lab.page.keyboard.press("Escape");
    await lab.page.waitForFunction(() => !document.documentElement.hasAttribute("data-present"));
    assert.ok((await shown(lab)).length > 1);
    assert.equal(await lab.page.locator('[data-testid="lesson-step"][aria-current]').getAttribute("data-step"), "try");
    await lab.by("present-toggle").click();
    await untilShown(lab, "try");
    await lab.by("nav-bench").evaluate((link) => link.click());
    await lab.page.waitForFunction(() => !document.documentElement.hasAttribute("data-present"));
  }));

for (const [width, height] of [[1920, 1080], [1024, 768]]) {
  test(`${width} × ${height}: no text of the lesson is below 24 px, and the stage stands beside it`, () =>
    withPage({ lang: "ja", query: `${LESSON}&step=try&present=1`, viewport: { width, height } }, async (lab) => {
      await untilShown(lab, "try");
      for (const step of ["try", "how", "measure", "mistaken", "check"]) {
        await untilShown(lab, step);
        const small = await lab.page.evaluate(() => {
          const walker = document.createTreeWalker(document.querySelector(".lesson"), NodeFilter.SHOW_TEXT);
          const found = [];
          while (walker.nextNode()) {
            const element = walker.currentNode.parentElement;
            const size = parseFloat(getComputedStyle(element).fontSize);
            if (walker.currentNode.data.trim() && element.checkVisibility() && size < 24) found.push(`${size} ${element.outerHTML.slice(0, 60)}`);
          }
          return found;
        });
        assert.deepEqual(small, [], step);
        const stage = await lab.by("lesson-stage").boundingBox();
        const heading = await lab.page.locator(`[data-step="${step}"] h3`).boundingBox();
        assert.ok(stage.width >= width * 0.35 && stage.y < height / 2, `${step}: ${JSON.stringify(stage)}`);
        assert.ok(heading.y >= 0 && heading.y < height / 2 && heading.x + heading.width <= stage.x + 1, `${step}: ${JSON.stringify(heading)}`);
        assert.ok((await lab.page.evaluate(() => document.documentElement.scrollWidth - innerWidth)) <= 0);
        await lab.page.keyboard.press("PageDown");
      }
    }));
}

test("the class opens the step by its code", () =>
  withPage({ query: `${LESSON}&step=try&present=1` }, async (lab) => {
    await untilShown(lab, "try");
    await lab.by("qr-open").click();
    const link = await lab.by("qr").getAttribute("data-value");
    assert.match(link, /\?at=learn&lesson=quantization-grid&step=try$/);
    assert.ok(link.startsWith(await lab.page.evaluate(() => location.origin + location.pathname)));
    const box = await lab.page.locator('[data-testid="qr"] svg').boundingBox();
    assert.ok(box.width > 300 && Math.abs(box.width - box.height) < 2);
    assert.ok((await lab.page.locator(".qr-sheet h3").innerText()).length > 3);
  }));
