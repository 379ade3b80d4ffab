// What axe-core finds (WCAG 2.2 A and AA, and its best practices), in every view, in both languages and themes.
import assert from "node:assert/strict";
import { test } from "node:test";
import { ALL, AXE, OF_COLOURS, violations } from "./axe.mjs";
import { LONG, withPage } from "./lab.mjs";

for (const lang of ["ja", "en"]) {
  test(`axe finds nothing in any view, light or dark: ${lang}`, () =>
    withPage({ lang }, async (lab) => {
      await lab.page.emulateMedia({ reducedMotion: "reduce" });
      await lab.ready();
      const cdp = await lab.context.newCDPSession(lab.page);
      await cdp.send("Runtime.evaluate", { expression: AXE });
      const found = [];
      const look = async (where) => {
        found.push(...(await violations(cdp, where, ALL)));
        await lab.page.emulateMedia({ colorScheme: "dark" });
        await lab.page.waitForFunction(() => document.documentElement.dataset.theme === "dark");
        found.push(...(await violations(cdp, `${where}, dark`, OF_COLOURS)));
        await lab.page.emulateMedia({ colorScheme: "light" });
        await lab.page.waitForFunction(() => document.documentElement.dataset.theme === "light");
      };
      const tabs = await lab.page.locator('[data-testid^="tab-"]').evaluateAll((all) => all.map((tab) => tab.id.slice(4)));
      assert.ok(tabs.length >= 10, `${tabs}`);
      for (const tab of tabs) {
        await lab.tab(tab);
        // Its code has come, and what it shows first.
        await lab.page.waitForFunction(
          (tab) => document.querySelector(`#panel-${tab}`).innerText.length > 60,
          tab,
          { timeout: LONG },
        );
        await look(tab);
      }
      // With a result, what both networks say stands side by side everywhere.
      await lab.tab("diet");
      await lab.by("toggle-quantize").click();
      await lab.choose("quant-dtype", "int2");
      await lab.until("score-size", (size) => size < 100_000, LONG);
      await lab.by("picture-outputs").click();
      await lab.page.locator(".n-flow [data-flow]").first().waitFor({ timeout: LONG });
      for (const tab of ["diet", "images"]) {
        await lab.tab(tab);
        await look(`${tab} with a result`);
      }
      await lab.by("nav-record").click();
      await lab.by("progress-export").waitFor({ timeout: LONG });
      await look("record");
      await lab.by("nav-learn").click();
      await lab.by("lesson-quantization-grid").waitFor({ timeout: LONG });
      await look("map");
      await lab.by("lesson-quantization-grid").click();
      await lab.by("lesson-step").first().waitFor({ timeout: LONG });
      await look("lesson");
      await lab.by("about-open").click();
      await lab.by("about").waitFor({ timeout: LONG });
      await look("about");
      assert.deepEqual(found, [], `\n${found.join("\n")}\n`);
    }));
}
