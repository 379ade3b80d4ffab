// The tabs: few groups with a purpose each, a group's tabs below it, the keyboard, old links, and widths from 320 px.
import assert from "node:assert/strict";
import { test } from "node:test";
import { LONG, withPage } from "./lab.mjs";

/** The tab whose panel is shown, and whether its group and it are the ones selected. */
async function shown(lab) {
  return lab.page.evaluate(() => {
    const panels = [...document.querySelectorAll("[role=tabpanel]")].filter((panel) => panel.checkVisibility());
    const tabs = [...document.querySelectorAll("[role=tab][aria-selected=true]")].filter((tab) => tab.checkVisibility());
    return [panels.map((panel) => panel.id.replace("panel-", "")).join(), tabs.map((tab) => tab.id).join(" ")];
  });
}

test("a group opens with what was seen last in it, and keys move within a row", () =>
  withPage({}, async (lab) => {
    await lab.ready();
    assert.deepEqual(await shown(lab), ["curves", "group-learn tab-curves"]);
    await lab.by("tab-images").click();
    await lab.by("group-inside").click();
    assert.deepEqual(await shown(lab), ["layers", "group-inside tab-layers"]);
    await lab.by("tab-mobilenet").click();
    assert.deepEqual(await shown(lab), ["mobilenet", "tab-mobilenet"]);
    await lab.by("group-learn").click();
    assert.deepEqual(await shown(lab), ["images", "group-learn tab-images"]);
    await lab.by("group-learn").press("ArrowRight");
    assert.deepEqual(await shown(lab), ["layers", "group-inside tab-layers"]);
    assert.equal(await lab.page.evaluate(() => document.activeElement.id), "group-inside");
    await lab.page.keyboard.press("Tab");
    assert.equal(await lab.page.evaluate(() => document.activeElement.id), "tab-layers");
    await lab.page.keyboard.press("End");
    assert.deepEqual(await shown(lab), ["filters", "group-inside tab-filters"]);
    const stops = await lab.page.locator('[role=tablist]:visible [tabindex="0"]').count();
    assert.equal(stops, 2);
    const pointed = await lab.page.evaluate(() =>
      [...document.querySelectorAll("[role=tab]")].every((tab) => document.getElementById(tab.getAttribute("aria-controls"))),
    );
    assert.ok(pointed, "each tab controls what is there");
  }));

test("old links open what they opened", async () => {
  for (const [link, tab] of [["layers", "layers"], ["compress", "diet"], ["diet", "diet"], ["draw", "draw"], ["real", "real"]]) {
    await withPage({ query: `?tab=${link}` }, async (lab) => {
      await lab.page.locator(`#panel-${tab}:visible`).waitFor();
      await lab.by(`tab-${tab}`).waitFor();
      assert.equal(await lab.by(`tab-${tab}`).getAttribute("aria-selected"), "true");
    });
  }
});

for (const lang of ["ja", "en"]) {
  test(`${lang}: all groups are seen at every width, and nothing sticks out`, () =>
    withPage({ lang }, async (lab) => {
      await lab.ready();
      for (const width of [320, 390, 768, 811, 1080, 1280]) {
        await lab.page.setViewportSize({ width, height: 800 });
        for (const tab of ["curves", "filters", "diet", "accelerate"]) {
          await lab.tab(tab);
          const [over, outside] = await lab.page.evaluate(() => {
            const buttons = [...document.querySelectorAll("[role=tab]")].filter((tab) => tab.checkVisibility());
            const isOutside = ({ left, right }) => left < 0 || right > innerWidth;
            return [document.documentElement.scrollWidth - innerWidth, buttons.filter((b) => isOutside(b.getBoundingClientRect())).length];
          });
          assert.ok(over <= 0 && outside === 0, `${width} px, ${tab}: ${over} px too wide, ${outside} tabs outside`);
        }
      }
    }));
}

test("back to the bench from the front door shows what its link says", () =>
  withPage({ query: "?at=bench&data=shapes&model=mlp&tab=compress" }, async (lab) => {
    await lab.ready();
    const go = (query) =>
      lab.page.evaluate((query) => {
        history.pushState(null, "", query);
        dispatchEvent(new PopStateEvent("popstate"));
      }, query);
    await go("?at=learn");
    await lab.by("hero-bits").waitFor({ timeout: LONG });
    await go("?at=bench&data=shapes&model=mlp&tab=curves");
    await lab.by("train-start").waitFor();
    await lab.page.waitForTimeout(500);
    assert.deepEqual(await shown(lab), ["curves", "group-learn tab-curves"]);
  }));
