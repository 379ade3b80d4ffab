// The record: what the learner did, trained and kept, and what the browser says of keeping it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { LONG, SOON, openPage, withPage } from "../../../tests/e2e/lab.mjs";

test("runs and results of the bench stand beside the lessons, to be opened and deleted", () =>
  withPage({ query: "?data=shapes&model=mlp&n=1000&epochs=1&tab=diet" }, async (lab) => {
    await lab.ready();
    await lab.by("toggle-quantize").click();
    await lab.by("run-recipe").click();
    await lab.by("nav-record").click();
    const results = lab.page.locator('[data-testid="kept-trials"] li');
    await results.first().waitFor({ timeout: LONG });
    const [download] = await Promise.all([lab.page.waitForEvent("download"), lab.by("kept-export").click()]);
    assert.match(download.suggestedFilename(), /karui-trials\.json/);
    await results.first().getByRole("button").click();
    await lab.page.waitForFunction(() => !document.querySelector('[data-testid="kept-trials"] li'), null, { timeout: SOON });

    await lab.by("nav-bench").click();
    await lab.tab("curves");
    await lab.train();
    await lab.by("nav-record").click();
    const runs = lab.page.locator('[data-testid="record-runs"] [data-testid="kept-run"]');
    await runs.first().waitFor({ timeout: LONG });
    const later = await openPage({ context: lab.context, query: "?at=record" });
    const row = later.page.locator('[data-testid="record-runs"] [data-testid="kept-run"]').first();
    await row.waitFor({ timeout: LONG });
    await row.getByTestId("kept-run-open").click();
    await later.page.waitForFunction(() => location.search.includes("data=shapes"), null, { timeout: LONG });
    assert.equal(await later.by("nav-bench").getAttribute("aria-current"), "page");
    assert.deepEqual(later.problems, []);
  }));

for (const agreed of [true, false]) {
  test(`the browser is asked once to keep all of it, and what it said is shown: ${agreed}`, () =>
    withPage({
      query: "?lesson=quantization-grid&step=try",
      init: `sessionStorage.asked ??= 0;
        const said = ${agreed};
        StorageManager.prototype.persist = async () => (sessionStorage.asked++, said);
        StorageManager.prototype.persisted = async () => sessionStorage.asked > 0 && said;`,
    }, async (lab) => {
      await lab.page.locator('[data-testid="lesson-step"][aria-current]').waitFor({ timeout: LONG });
      await lab.page.waitForFunction(() => sessionStorage.asked === "1", null, { timeout: SOON });
      await lab.by("nav-record").click();
      await lab.page.locator(`[data-testid="persisted"][data-value="${agreed}"]`).waitFor({ timeout: SOON });
      assert.ok((await lab.by("persisted").innerText()).length > 20);
      await lab.page.waitForFunction(() => location.search === "?at=record");
      await lab.page.reload();
      await lab.page.locator(`[data-testid="persisted"][data-value="${agreed}"]`).waitFor({ timeout: LONG });
      assert.equal(await lab.page.evaluate(() => sessionStorage.asked), "1");
    }));
}
