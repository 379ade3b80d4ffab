// The stage beside a lesson: a part of a tab that a step points at, and words while it is being made.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { LONG, SOON, withPage } from "../../../tests/e2e/lab.mjs";

const source = readFileSync(new URL("../../lessons/src/stage.rs", import.meta.url), "utf8");
const PARTS = [...source.match(/pub const PARTS[^=]*= \[(.*?)\];/s)[1].matchAll(/\("([\w-]+)", "([\w-]+)"\)/g)].map(([, tab, part]) => [tab, part]);

test("every part that a stage can point at is there, and is gone to at the bench", () =>
  withPage({ query: "?tab=accelerate&part=systolic" }, async (lab) => {
    assert.ok(PARTS.length > 3);
    await lab.page.waitForFunction(() => {
      const top = document.getElementById("systolic")?.getBoundingClientRect().top;
      return top >= -5 && top < innerHeight / 2;
    }, null, { timeout: LONG });
    for (const [tab, part] of PARTS) {
      await lab.tab(tab);
      await lab.page.waitForFunction((part) => document.getElementById(part)?.getBoundingClientRect().height > 0, part, { timeout: LONG });
    }
  }));

test("a step that points at a part has the stage scroll there, and the text stays", () =>
  withPage({ query: "?lesson=tiles-roofline&step=roofline" }, async (lab) => {
    await lab.page.locator('[data-step="roofline"][aria-current]').waitFor({ timeout: LONG });
    await lab.page.waitForFunction(() => {
      const [stage, part] = [document.querySelector(".stage"), document.getElementById("roofline")].map((e) => e?.getBoundingClientRect());
      return part?.height > 0 && Math.abs(part.top - stage.top) < stage.height / 2;
    }, null, { timeout: LONG });
    const heading = await lab.page.locator('[data-step="roofline"] h3').boundingBox();
    assert.ok(heading.y >= 0 && heading.y < 500, `${heading.y}`);
  }));

test("while a step's stage is being made, the lesson says so", () =>
  withPage({ query: "?lesson=quantization-grid&step=guess" }, async (lab) => {
    await lab.page.locator('[data-step="guess"][aria-current]').waitFor({ timeout: LONG });
    await lab.page.evaluate(() => {
      window.told = [];
      const line = document.querySelector('[data-testid="stage-told"]');
      new MutationObserver(() => window.told.push(line.textContent)).observe(line, { subtree: true, childList: true, characterData: true });
    });
    await lab.by("lesson-next").click();
    await lab.page.waitForFunction(() => window.told.some((words) => /computed/.test(words)) && window.told.at(-1) === "", null, { timeout: LONG });
  }));
