// Two languages, two themes, two widths, the keyboard alone (point 8), and pictures of all of them to look at.
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { PHONE, RESULTS, WIDE, withPage } from "./lab.mjs";

mkdirSync(RESULTS, { recursive: true });

for (const lang of ["ja", "en"]) {
  for (const theme of ["light", "dark"]) {
    for (const [width, viewport] of [["wide", WIDE], ["phone", PHONE]]) {
      test(`${lang}, ${theme}, ${width}: nothing sticks out`, () =>
        withPage({ lang, theme, viewport, touch: width === "phone" }, async (lab) => {
          await lab.ready();
          assert.equal(await lab.page.evaluate(() => document.documentElement.lang), lang);
          const over = await lab.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
          assert.ok(over <= 0, `the page is ${over} px wider than the window`);
          const text = await lab.text();
          if (lang === "ja") assert.match(text, /[ぁ-んァ-ン]/);
          else assert.doesNotMatch(text.replaceAll("日本語", "").replaceAll("軽い", ""), /[ぁ-んァ-ン]/, "English only");
          await lab.page.screenshot({ path: join(RESULTS, `${lang}-${theme}-${width}.png`) });
          await lab.page.screenshot({ path: join(RESULTS, `${lang}-${theme}-${width}-all.png`), fullPage: true });
          await lab.by("device-badge").click();
          const { x, width: w } = await lab.by("devices").boundingBox();
          assert.ok(x >= 0 && x + w <= viewport.width, `the devices lie from ${x} to ${x + w} px`);
        }));
    }
  }
}

test("the language is kept, and changing it changes every word", () =>
  withPage({ lang: "ja" }, async (lab) => {
    await lab.ready();
    await lab.choose("lang-select", "en");
    await lab.page.waitForFunction(() => document.documentElement.lang === "en");
    await lab.page.reload();
    await lab.ready();
    assert.equal(await lab.page.evaluate(() => document.documentElement.lang), "en");
  }));

test("the keyboard alone reaches train and starts a run", () =>
  withPage({}, async (lab) => {
    await lab.ready();
    await lab.small();
    await lab.page.evaluate(() => document.activeElement?.blur());
    for (let i = 0; i < 120; i += 1) {
      await lab.page.keyboard.press("Tab");
      const at = await lab.page.evaluate(() => document.activeElement?.dataset?.testid);
      if (at === "train-start") break;
      assert.ok(i < 119, "train-start was not reached in 120 tabs");
    }
    const outline = await lab.page.evaluate(() => {
      const style = getComputedStyle(document.activeElement);
      return style.outlineStyle !== "none" || style.boxShadow !== "none";
    });
    assert.ok(outline, "the focus is visible");
    await lab.page.keyboard.press("Enter");
    await lab.until("progress", (done) => done > 0);
  }));

test("every control has a name", () =>
  withPage({}, async (lab) => {
    await lab.ready();
    const nameless = await lab.page.evaluate(() =>
      [...document.querySelectorAll("button, input:not([type=hidden]), select, canvas[tabindex], a[href]")]
        .filter((e) => e.checkVisibility())
        .filter((e) => {
          const label = e.getAttribute("aria-label") || e.getAttribute("aria-labelledby") || e.textContent.trim() || e.title;
          return !label && !(e.labels && e.labels.length);
        })
        .map((e) => e.outerHTML.slice(0, 120)),
    );
    assert.deepEqual(nameless, []);
  }));
