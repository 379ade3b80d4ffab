// The trials as a map of steps: where each recipe led, and the way back to it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { LONG, PHONE, withPage } from "../../../tests/e2e/lab.mjs";

/** Keeps the recipe of the controls as a trial, and waits until there are so many. */
async function keep(lab, count) {
  await lab.by("run-recipe").click();
  await lab.tab("trials");
  await lab.page.waitForFunction(
    (count) => document.querySelectorAll('[data-testid="runs-table"] tbody tr').length === count,
    count,
    { timeout: LONG },
  );
  await lab.tab("diet");
}

test("trials that share steps share a path, and each brings its recipe back", () =>
  withPage({ query: "?data=shapes&model=mlp&tab=diet" }, async (lab) => {
    await lab.ready();
    await lab.by("toggle-prune").click();
    await keep(lab, 1);
    await lab.by("toggle-quantize").click();
    await keep(lab, 2);
    await lab.tab("trials");
    const nodes = lab.by("experiment-map").locator("button[data-do=use]");
    assert.equal(await nodes.count(), 2);
    // The original, pruned, then quantized: one path.
    assert.equal(await lab.by("experiment-map").locator("li li li").count(), 1);
    for (const value of await lab.by("experiment-map").locator("[data-value]").evaluateAll((all) => all.map((e) => Number(e.dataset.value)))) {
      assert.ok(value > 0 && value <= 1, `${value}`);
    }
    await nodes.first().focus();
    await lab.page.keyboard.press("Enter");
    await lab.by("toggle-prune").waitFor({ timeout: LONG });
    assert.ok(await lab.by("toggle-prune").isChecked());
    assert.ok(!(await lab.by("toggle-quantize").isChecked()));
    await lab.page.setViewportSize(PHONE);
    await lab.tab("trials");
    const overflow = await lab.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(overflow <= 0, `${overflow} px too wide`);
  }));
