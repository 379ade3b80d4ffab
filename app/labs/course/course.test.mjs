// The course: places of the page, a lesson by its address, steps that set the stage, figures in the text, questions, progress.
import assert from "node:assert/strict";
import { test } from "node:test";
import { LONG, SOON, withPage } from "../../../tests/e2e/lab.mjs";

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
    assert.equal(await lab.by("nav-practice").count(), 0);
    await lab.page.goBack();
    await lab.by("progress-export").waitFor({ timeout: SOON });
  }));

test("the front door's sliders make a trained network light", () =>
  withPage({ query: "?at=learn" }, async (lab) => {
    const size = await lab.until("hero-size", (value) => value > 1e5, LONG);
    const accuracy = await lab.until("hero-accuracy", (value) => value > 0.8, LONG);
    const slide = (id, to) => lab.by(id).evaluate((input, to) => {
      input.value = to;
      input.dispatchEvent(new Event("input", { bubbles: true }));
    }, String(to));
    await slide("hero-bits", 2);
    assert.equal(await lab.value("hero-bits"), 4);
    await lab.until("hero-size", (value) => value < size / 6, LONG);
    assert.ok(Math.abs((await lab.value("hero-accuracy")) - accuracy) < 0.1);
    await slide("hero-prune", 95);
    await lab.until("hero-accuracy", (value) => value < accuracy, LONG);
    assert.ok(await lab.by("network-picture").isVisible());
    assert.ok((await lab.until("hero-speed")) > 0);
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
    await lab.page.waitForFunction(() => /recipe=.*int4/.test(location.search) && location.search.includes("tab=diet"));
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
    await lab.by("progress-forget").click();
    await lab.by("progress-forget").click();
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
