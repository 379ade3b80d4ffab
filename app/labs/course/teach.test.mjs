// A teacher's page: a sequence of steps in one link, and what a class has found.
import assert from "node:assert/strict";
import { test } from "node:test";
import { LONG, PHONE, SOON, openPage, server, withPage } from "../../../tests/e2e/lab.mjs";

const items = (lab) => lab.page.getByTestId("teach-item").evaluateAll((all) => all.map((item) => item.dataset.value));
const untilItems = (lab, wanted) => lab.page.waitForFunction(
  (wanted) => [...document.querySelectorAll('[data-testid="teach-item"]')].map((e) => e.dataset.value).join() === wanted.join(),
  wanted, { timeout: SOON }).catch(async () => assert.deepEqual(await items(lab), wanted));

async function add(lab, lesson, step) {
  const details = lab.by(`teach-lesson-${lesson}`);
  if (!(await details.evaluate((e) => e.open))) await details.locator("summary").click();
  await details.locator(`[data-testid="teach-add"][data-value="${step}"]`).click();
}

test("steps are chosen, put in order by keys, given a stage, and become one link that runs as a lesson", () =>
  withPage({ query: "" }, async (lab) => {
    await lab.by("course-map").waitFor({ timeout: LONG });
    await lab.by("to-teach").click();
    await lab.by("teach-lesson-quantization-grid").waitFor({ timeout: LONG });
    await add(lab, "quantization-grid", "try");
    await add(lab, "quantization-grid", "how");
    await add(lab, "soft-targets", (await lab.page.evaluate(async () => (await (await fetch("lessons/en/soft-targets.json")).json()).steps[0].id)));
    const [, , third] = await items(lab);
    await lab.page.getByTestId("teach-up").nth(2).focus();
    await lab.page.keyboard.press("Enter");
    await untilItems(lab, ["quantization-grid.try", third, "quantization-grid.how"]);
    await lab.page.waitForFunction(() => document.activeElement?.id === "teach-up-1");
    await lab.page.getByTestId("teach-up").nth(1).click();
    await untilItems(lab, [third, "quantization-grid.try", "quantization-grid.how"]);

    const stage = lab.page.getByTestId("teach-stage").nth(2);
    await stage.fill("https://example.org/nothing");
    await stage.press("Tab");
    await lab.page.waitForFunction(() => [...document.querySelectorAll('[data-testid="teach-refused"]')].some((e) => e.textContent));
    await stage.fill(`${server.url}?data=fashion-mnist&model=lenet&recipe=%7B%22quantize%22:%7B%22method%22:%22weights%22,%22dtype%22:%22int2%22%7D%7D&tab=compress&lang=ja`);
    await stage.press("Tab");
    await lab.fill("teach-title", "Monday");
    await lab.page.waitForFunction(() => /int2/.test(document.querySelector('[data-testid="teach-link"]').value) && /Monday/.test(document.querySelector('[data-testid="teach-link"]').value));
    const link = await lab.by("teach-link").inputValue();
    assert.equal(await lab.by("qr").getAttribute("data-value"), link);

    // It is all in the link, also in a room.
    const room = await openPage({ context: lab.context, query: `${link.slice(server.url.length)}&present=1` });
    await room.by("lesson-step").first().waitFor({ timeout: LONG });
    assert.equal(await room.page.locator("#lesson-title").textContent(), "Monday");
    const steps = await room.page.getByTestId("lesson-step").evaluateAll((all) => all.map((e) => e.dataset.step));
    assert.deepEqual(steps, [third, "quantization-grid.try", "quantization-grid.how"]);
    await room.page.keyboard.press("PageDown");
    await room.page.keyboard.press("PageDown");
    await room.page.waitForFunction(() => document.querySelector('[data-step="quantization-grid.how"]').checkVisibility());
    await room.page.keyboard.press("Escape");
    await room.by("open-in-bench").click();
    await room.page.waitForFunction(() => /recipe=.*int2/.test(location.search), null, { timeout: LONG });
    assert.deepEqual(room.problems, []);
    await room.page.close();

    await lab.by("teach-open").click();
    await lab.by("lesson-step").first().waitFor({ timeout: LONG });
    // The address follows when things have settled.
    await lab.page.waitForFunction(() => !location.search.includes("teach="));
    await lab.page.goBack();
    await untilItems(lab, steps);
    await lab.page.getByTestId("teach-remove").first().click();
    await untilItems(lab, steps.slice(1));
  }));

test("a sequence of nothing that there is says so", () =>
  withPage({ query: "?plan=nowhere.try", allow: [/404/] }, async (lab) => {
    await lab.by("lesson-failed").waitFor({ timeout: LONG });
  }));

const trial = (name, size, accuracy) => ({
  name, data: "mnist", model: "lenet", alpha: 1, groups: 1, recipe: {}, kernel: "", made_at: 1,
  before: { size_bytes: 4e5, accuracy: 0.9 }, after: { size_bytes: size, accuracy },
});
const file = (name, content) => ({ name, mimeType: "application/json", buffer: Buffer.from(typeof content === "string" ? content : JSON.stringify(content)) });

for (const [lang, viewport] of [["en", undefined], ["ja", PHONE]]) {
  test(`${lang}: the files of a class come into one plot, and what is none is refused without a loss`, () =>
    withPage({ lang, query: "?at=learn&teach=1", ...(viewport && { viewport }) }, async (lab) => {
      await lab.by("class-files").waitFor({ state: "attached", timeout: LONG });
      const done = [{ lesson: "quantization-grid", step: "try", answer: null, at: 1 }];
      await lab.by("class-files").setInputFiles([
        file("sato-karui-trials.json", [trial("a", 1e5, 0.9), trial("", 5e4, 0.85)]),
        file("sato-karui-progress.json", { form: "karui-progress 1", done }),
        file("suzuki.json", [trial("b", 2e4, 0.7)]),
        file("homework.json", "{}"),
      ]);
      await lab.page.waitForFunction(() => document.querySelectorAll(".class-dot").length === 3, null, { timeout: SOON });
      await lab.page.waitForFunction(() => /homework\.json/.test(document.querySelector('[data-testid="class-refused"]').textContent));
      const rows = await lab.page.locator('[data-testid="class-rows"] tr').allInnerTexts();
      assert.equal(rows.length, 2);
      assert.match(rows[0], /sato/);
      assert.match(rows[0], /90\.0%/);
      await lab.by("class-files").setInputFiles([file("tanaka.json", [trial("c", 3e4, 0.8)]), file("x.json", [trial("d", -1, 0.5)])]);
      await lab.page.waitForFunction(() => document.querySelectorAll(".class-dot").length === 4, null, { timeout: SOON });
      assert.ok((await lab.page.evaluate(() => document.documentElement.scrollWidth - innerWidth)) <= 0);
    }));
}
