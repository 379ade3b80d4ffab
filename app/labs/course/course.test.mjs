// The course: places of the page, a lesson by its address, steps that set the stage, figures in the text, questions, progress.
import assert from "node:assert/strict";
import { test } from "node:test";
import { LONG, PHONE, SOON, WIDE, withPage } from "../../../tests/e2e/lab.mjs";

const LESSON = "?lesson=quantization-grid";

const current = (lab) => lab.page.locator('[data-testid="lesson-step"][aria-current="step"]').getAttribute("data-step");
const untilStep = (lab, step) =>
  lab.page.locator(`[data-testid="lesson-step"][data-step="${step}"][aria-current="step"]`).waitFor({ timeout: SOON });
const search = (lab) => lab.page.evaluate(() => location.search);

test("the header leads to places with addresses of their own, and old links to the bench", () =>
  withPage({ query: "?data=mnist&tab=images" }, async (lab) => {
    assert.equal(await lab.by("nav-bench").getAttribute("aria-current"), "page");
    await lab.by("nav-learn").click();
    await lab.by("course-map").waitFor({ timeout: LONG });
    await lab.page.waitForFunction(() => location.search === "?at=learn");
    assert.equal(await lab.by("data-select").isVisible(), false);
    await lab.by("nav-record").click();
    await lab.by("progress-export").waitFor({ timeout: SOON });
    await lab.page.waitForFunction(() => location.search === "?at=record");
    await lab.by("nav-bench").click();
    await lab.page.waitForFunction(() => location.search.includes("data=mnist") && location.search.includes("tab=images"));
    assert.equal(await lab.by("nav-practice").count(), 1);
    await lab.page.goBack();
    await lab.by("progress-export").waitFor({ timeout: SOON });
  }));

test("the map shows what each lesson takes, and opens it", () =>
  withPage({ query: "?at=learn" }, async (lab) => {
    const card = lab.by("lesson-quantization-grid");
    await card.waitFor({ timeout: LONG });
    assert.match(await card.innerText(), /8/);
    await lab.choose("scope-select", "2022");
    await card.locator(".scope").waitFor();
    await lab.choose("scope-select", "");
    assert.equal(await card.locator(".scope").count(), 0);
    await card.click();
    await lab.by("lesson-step").first().waitFor({ timeout: LONG });
    await lab.page.waitForFunction(() => location.search.includes("lesson=quantization-grid"));
  }));

test("steps set the stage, its figures stand in the text, and the bench takes its state along", () =>
  withPage({ query: LESSON }, async (lab) => {
    await lab.by("lesson-step").first().waitFor({ timeout: LONG });
    assert.equal(await current(lab), "guess");
    const figure = (step, name) => lab.page.locator(`[data-step="${step}"] [data-measured="${name}"]`).first();
    await lab.page.waitForFunction(() => Number(document.querySelector('[data-step="guess"] [data-measured="size"]')?.dataset.value) > 1e5, null, { timeout: LONG });
    const before = Number(await figure("guess", "size").getAttribute("data-value"));

    const question = lab.page.locator('[data-step="guess"] [data-testid="question"]');
    await question.locator('[data-testid="answer"]').nth(1).click();
    await question.locator('[data-testid="answer"][data-value="wrong"]').waitFor({ timeout: SOON });
    assert.ok((await question.locator(".answered").innerText()).length > 20);

    await lab.by("lesson-next").click();
    await untilStep(lab, "try");
    await lab.page.waitForFunction(() => location.search.endsWith("lesson=quantization-grid&step=try"));
    // Four bits instead of 32, and what is not weights.
    await lab.page.waitForFunction((size) => {
      const now = Number(document.querySelector('[data-step="try"] [data-measured="size"]')?.dataset.value);
      return now > size / 9 && now < size / 6;
    }, before, { timeout: LONG });
    const share = Number(await figure("try", "size-ratio").getAttribute("data-value"));
    assert.ok(share > 0.1 && share < 0.2, `${share}`);
    assert.ok(Number.isFinite(Number(await figure("try", "accuracy-change").getAttribute("data-value"))));

    // What is measured later is not known yet: figures are of their step's own stage.
    assert.equal(await figure("measure", "size").innerText(), "…");
    assert.equal(Number(await figure("guess", "size").getAttribute("data-value")), before);

    await lab.page.keyboard.press("ArrowRight");
    await untilStep(lab, "how");
    assert.ok(await lab.page.locator('[data-step="how"] math').first().isVisible());

    await lab.page.waitForFunction(() => location.search.endsWith("step=how"));
    await lab.by("open-in-bench").click();
    await lab.page.waitForFunction(() => /recipe=.*int4/.test(location.search) && location.search.includes("tab=compress"));
    assert.equal(await lab.by("nav-bench").getAttribute("aria-current"), "page");
    assert.equal(await lab.by("quant-dtype").inputValue(), "int4");
    await lab.page.goBack();
    await untilStep(lab, "how");
  }));

test("a step is opened by its address, and what was reached is kept for the next visit", () =>
  withPage({ query: `${LESSON}&step=measure` }, async (lab) => {
    await untilStep(lab, "measure");
    await lab.page.waitForFunction(() => Number(document.querySelector('[data-step="measure"] [data-measured="size-ratio"]')?.dataset.value) < 0.4, null, { timeout: LONG });
    await lab.page.waitForTimeout(1_000);
    await lab.page.reload();
    await untilStep(lab, "measure");
    await lab.by("nav-record").click();
    await lab.page.locator(".record-table tbody tr").first().waitFor({ timeout: LONG });
    assert.match(await lab.page.locator(".record-table tbody tr").first().innerText(), /1\/6/);
  }));

test("progress goes out as a file and comes in again; a file that is none changes nothing", () =>
  withPage({ query: `${LESSON}&step=how` }, async (lab) => {
    await untilStep(lab, "how");
    await lab.page.waitForTimeout(1_000);
    await lab.by("nav-record").click();
    const [download] = await Promise.all([lab.page.waitForEvent("download"), lab.by("progress-export").click()]);
    const path = await download.path();
    // Pressed twice, as by a double click, it only asks and takes that back.
    await lab.by("progress-forget").dblclick();
    assert.equal(await lab.by("progress-forget-sure").isVisible(), false);
    await lab.by("progress-forget").click();
    await lab.by("progress-forget-sure").click();
    await lab.page.waitForFunction(() => !document.querySelector(".record-table tbody tr"));
    await lab.by("progress-import").setInputFiles({ name: "x.json", mimeType: "application/json", buffer: Buffer.from("{}") });
    await lab.page.waitForFunction(() => document.querySelector('[data-testid="progress-told"]').textContent.length > 5);
    assert.equal(await lab.page.locator(".record-table tbody tr").count(), 0);
    await lab.by("progress-import").setInputFiles(path);
    await lab.page.locator(".record-table tbody tr").first().waitFor({ timeout: SOON });
  }));

test("a lesson that does not arrive is told, and one that is not there", async () => {
  await withPage({ query: "?lesson=nowhere", allow: [/404/] }, async (lab) => {
    await lab.by("lesson-failed").waitFor({ timeout: LONG });
  });
});

for (const [lang, viewport] of [["ja", PHONE], ["en", PHONE], ["en", WIDE]]) {
  test(`${lang}, ${viewport.width} px: nothing sticks out of the map, a lesson and the record, and every control has a name`, () =>
    withPage({ lang, viewport, query: "?at=learn" }, async (lab) => {
      await lab.by("lesson-quantization-grid").waitFor({ timeout: LONG });
      await lab.until("hero-size", Number.isFinite, LONG);
      const check = async (place) => {
        const look = () => {
          const name = (e) => e.getAttribute("aria-label") || e.textContent.trim() || e.title || e.labels?.length;
          const controls = [...document.querySelectorAll("button, input, select, a[href]")].filter((e) => e.checkVisibility());
          return [
            document.documentElement.scrollWidth - innerWidth,
            document.querySelector(".place").innerText,
            controls.filter((e) => !name(e)).map((e) => e.outerHTML.slice(0, 120)),
          ];
        };
        // What the stage is still drawing has its names when it stands.
        const end = Date.now() + SOON;
        let [over, words, nameless] = await lab.page.evaluate(look);
        while (nameless.length && Date.now() < end) [over, words, nameless] = await lab.page.evaluate(look);
        assert.ok(over <= 0, `${place} is ${over} px wider than the window`);
        assert.deepEqual(nameless, [], place);
        if (lang === "ja") assert.match(words, /[ぁ-ん]/, place);
        else assert.doesNotMatch(words, /[ぁ-んァ-ン]/, place);
      };
      await check("the map");
      await lab.by("lesson-quantization-grid").click();
      await lab.by("lesson-step").first().waitFor({ timeout: LONG });
      await lab.by("lesson-next").click();
      await untilStep(lab, "try");
      await check("the lesson");
      // Text and stage are both in view.
      const heading = await lab.page.locator('[data-step="try"] h3').boundingBox();
      const stage = await lab.by("lesson-stage").boundingBox();
      const { width, height } = viewport;
      const shown = Math.min(stage.y + stage.height, height) - Math.max(stage.y, 0);
      assert.ok(shown > height / 4, `of the stage ${shown} px are seen`);
      assert.ok(heading.y > 0 && heading.y + heading.height < height, `the step's heading lies at ${heading.y} px`);
      const beside = heading.x + heading.width <= stage.x || heading.y >= stage.y + stage.height;
      assert.ok(beside && stage.x + stage.width <= width + 1, "neither lies on the other");
      await lab.by("nav-record").click();
      await lab.by("progress-export").waitFor({ timeout: SOON });
      await check("the record");
    }));
}

test("a run that is under way is not ended by the text", () =>
  withPage({ query: "?data=fashion-mnist&n=60000&epochs=50&tab=curves" }, async (lab) => {
    await lab.ready();
    await lab.by("train-start").click();
    await lab.until("progress", (done) => done > 0, LONG);
    await lab.by("nav-learn").click();
    await lab.by("lesson-quantization-grid").click();
    await lab.by("lesson-step").first().waitFor({ timeout: LONG });
    await lab.by("lesson-next").click();
    await untilStep(lab, "try");
    await lab.page.waitForTimeout(1_000);
    const state = await lab.by("run-state").getAttribute("data-value");
    assert.ok(["running", "evaluating"].includes(state), state);
  }));
