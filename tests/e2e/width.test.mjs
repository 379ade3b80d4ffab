// No sideways scroll: every view from a small phone to a projector zoomed to 200 %, which leaves half of its pixels.
import assert from "node:assert/strict";
import { test } from "node:test";
import { LONG, server, withPage } from "./lab.mjs";

const SIZES = [
  { width: 320, height: 640 },
  { width: 390, height: 844 },
  { width: 768, height: 1024 },
  // 1280 × 800 at 200 %.
  { width: 640, height: 400 },
  { width: 1280, height: 800 },
];

/** What sticks out to the right of the page, and does not scroll by itself. */
const outside = (page) =>
  page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return [];
    const all = [...document.querySelectorAll("body *")].filter((it) => it.checkVisibility() && it.getBoundingClientRect().right > clientWidth + 0.5);
    const scrolls = (it) => it.parentElement?.closest("body *") && (getComputedStyle(it.parentElement).overflowX !== "visible" || scrolls(it.parentElement));
    const own = all.filter((it) => !scrolls(it)).slice(0, 3);
    return [`${scrollWidth} of ${clientWidth}`, ...own.map((it) => `${it.tagName}.${it.getAttribute("class")}#${it.id}`)];
  });

for (const lang of ["ja", "en"]) {
  test(`nothing makes the page scroll sideways: ${lang}`, () =>
    withPage({ lang }, async (lab) => {
      await lab.page.emulateMedia({ reducedMotion: "reduce" });
      await lab.ready();
      const found = [];
      const look = async (where) => {
        for (const size of SIZES) {
          await lab.page.setViewportSize(size);
          const [over, ...what] = await outside(lab.page);
          if (over) found.push(`${where} at ${size.width} px: ${over} ${what.join(" ")}`);
        }
        await lab.page.setViewportSize(SIZES.at(-1));
      };
      const tabs = await lab.page.locator('[data-testid^="tab-"]').evaluateAll((all) => all.map((tab) => tab.id.slice(4)));
      assert.ok(tabs.length >= 10, `${tabs}`);
      for (const tab of tabs) {
        await lab.tab(tab);
        await lab.page.waitForFunction((tab) => document.querySelector(`#panel-${tab}`).innerText.length > 60, tab, { timeout: LONG });
        await lab.unfold();
        await look(tab);
      }
      // With results, every card open, a layer opened, and rows that are compared.
      await lab.tab("diet");
      for (const technique of ["quantize", "prune", "cluster"]) {
        await lab.by(`toggle-${technique}`).click();
        await lab.until("score-size", (size) => size > 0 && size < 800_000, LONG);
      }
      await lab.by("toggle-distill").click();
      await look("diet with results");
      await lab.by("toggle-distill").click();
      await lab.by("run-recipe").click();
      await lab.tab("trials");
      await lab.page.locator(".r-runs tbody tr, [data-testid=runs-table] tbody tr").first().waitFor({ timeout: LONG });
      await look("trials");
      await lab.tab("images");
      await look("images with a result");
      await lab.by("nav-record").click();
      await lab.by("progress-export").waitFor({ timeout: LONG });
      await look("record");
      await lab.by("nav-practice").click();
      await lab.page.waitForTimeout(500);
      await look("practice");
      await lab.by("nav-learn").click();
      await lab.by("lesson-quantization-grid").waitFor({ timeout: LONG });
      await look("map");
      for (const lesson of ["quantization-grid", "distillation-control"]) {
        await lab.page.goto(`${server.url}?at=learn&lesson=${lesson}&lang=${lang}`);
        await lab.by("lesson-step").first().waitFor({ timeout: LONG });
        await look(lesson);
      }
      assert.deepEqual(found, [], `\n${found.join("\n")}\n`);
    }));
}
