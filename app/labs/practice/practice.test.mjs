// Practice: a drill with its answers, a question by its link, a written number, a mock examination, answers that are kept.
import assert from "node:assert/strict";
import { test } from "node:test";
import { LONG, PHONE, SOON, withPage } from "../../../tests/e2e/lab.mjs";

const PLACE = "?at=practice";
const search = (lab) => lab.page.evaluate(() => location.search);
const verdict = (lab) => lab.by("quiz-verdict").getAttribute("data-value");

/** Ends the examination; where something has no answer it asks first. */
async function finish(lab) {
  await lab.by("mock-finish").click();
  const sure = lab.by("mock-finish-sure");
  await sure.or(lab.by("mock-result")).first().waitFor({ timeout: SOON });
  if (await sure.count()) await sure.click();
  await lab.by("mock-result").waitFor({ timeout: SOON });
}

const focused = (lab) => lab.page.waitForFunction(() => document.activeElement?.dataset.testid === "quiz-question");

test("a drill asks, judges and explains, and goes on", () =>
  withPage({ query: PLACE }, async (lab) => {
    assert.equal(await lab.by("nav-practice").getAttribute("aria-current"), "page");
    await lab.by("quiz-start").and(lab.page.locator(":enabled")).waitFor({ timeout: LONG });
    await lab.choose("quiz-topic", "quantization");
    await lab.by("quiz-start").click();
    const question = lab.by("quiz-question");
    await question.waitFor({ timeout: LONG });
    const id = await question.getAttribute("data-id");
    const seed = await question.getAttribute("data-seed");
    assert.match(id, /^Q/);
    await lab.page.waitForFunction((id) => location.search.includes(`quiz=${id}.`), id);
    await lab.by("quiz-choice-1").click();
    await lab.by("quiz-answer").click();
    assert.match(await verdict(lab), /^[01]$/);
    assert.ok((await lab.by("quiz-explain").innerText()).length > 10);
    await lab.by("quiz-again").click();
    await lab.page.waitForFunction(([seed]) => document.querySelector('[data-testid="quiz-question"]').dataset.seed !== seed, [seed]);
    assert.equal(await question.getAttribute("data-id"), id);
    // By the keyboard.
    await lab.by("quiz-choice-1").focus();
    await lab.page.keyboard.press("2");
    await lab.page.keyboard.press("Enter");
    await lab.by("quiz-verdict").waitFor({ timeout: SOON });
    await lab.by("quiz-next").click();
    await lab.page.waitForFunction((id) => document.querySelector('[data-testid="quiz-question"]').dataset.id !== id, id);
  }));

test("a link is a question, and a written number is judged", () =>
  withPage({ query: "?at=practice&quiz=Q2.7.3&lang=en" }, async (lab) => {
    await lab.by("quiz-question").waitFor({ timeout: LONG });
    assert.equal(await lab.by("quiz-question").getAttribute("data-seed"), "7");
    await lab.by("quiz-number").fill("many");
    await lab.by("quiz-answer").click();
    await lab.page.getByText("could not be read").waitFor({ timeout: SOON });
    const stem = await lab.by("quiz-question").innerText();
    const shown = stem.match(/S = ([\d.]+) and Z = (−?\d+).*x = (−?[\d.]+)\?/).slice(1);
    const [scale, zero, x] = shown.map((number) => Number(number.replace("−", "-")));
    const level = Math.round(x / scale) + zero;
    const digits = String(Math.max(-128, Math.min(127, level)));
    // Full-width digits are digits.
    const wide = digits.replace(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0));
    await lab.by("quiz-number").fill(wide);
    await lab.by("quiz-answer").click();
    await lab.by("quiz-verdict").waitFor({ timeout: SOON });
    assert.equal(await verdict(lab), "1");
  }));

test("nonsense in the link is told, and practice goes on", () =>
  withPage({ query: "?at=practice&quiz=ZZ9.1.2" }, async (lab) => {
    await lab.by("quiz-start").and(lab.page.locator(":enabled")).waitFor({ timeout: LONG });
    await lab.page.locator(".practice .notice").first().waitFor({ timeout: SOON });
  }));

test("a mock examination says nothing until its end", () =>
  withPage({ query: PLACE, viewport: PHONE }, async (lab) => {
    await lab.by("mock-start").and(lab.page.locator(":enabled")).waitFor({ timeout: LONG });
    await lab.by("mock-start").click();
    await lab.by("quiz-question").waitFor({ timeout: LONG });
    assert.ok(!(await search(lab)).includes("quiz="));
    if (await lab.by("quiz-choice-1").count()) await lab.by("quiz-choice-1").click();
    await lab.by("mock-flag").click();
    assert.equal(await lab.by("mock-flag").getAttribute("aria-pressed"), "true");
    await lab.by("mock-jump-2").click();
    assert.equal(await lab.by("quiz-verdict").count(), 0);
    await finish(lab);
    const share = Number(await lab.by("mock-result").getAttribute("data-value"));
    assert.ok(share >= 0 && share <= 1);
    assert.ok((await lab.page.getByTestId("quiz-verdict").count()) > 1);
    assert.equal(await lab.page.evaluate(() => document.documentElement.scrollWidth > innerWidth), false);
  }));

test("answers survive a reload, and say where one stands", () =>
  withPage({ query: "?at=practice&quiz=Q6.3.2" }, async (lab) => {
    await lab.by("quiz-choice-1").click({ timeout: LONG });
    await lab.by("quiz-unsure").click();
    await lab.by("quiz-verdict").waitFor({ timeout: SOON });
    const told = () => lab.page.waitForFunction(() => /[01](\/| of )1/.test(document.querySelector('[data-testid="skill-map"]')?.innerText ?? ""));
    await lab.by("quiz-leave").click();
    await told();
    await lab.page.waitForFunction(() => !location.search.includes("quiz="));
    await lab.page.reload();
    await lab.by("skill-map").waitFor({ timeout: LONG });
    await told();
    // Nonsense is told, and the plan goes on without it.
    await lab.by("exam-date").fill("2020-01-01");
    await lab.by("exam-date-wrong").waitFor({ timeout: SOON });
    const soon = new Date(Date.now() + 20 * 86_400_000).toISOString().slice(0, 10);
    await lab.by("exam-date").fill(soon);
    await lab.by("exam-date-wrong").waitFor({ state: "hidden", timeout: SOON });
    await lab.page.reload();
    await lab.by("exam-date").waitFor({ timeout: LONG });
    assert.equal(await lab.by("exam-date").inputValue(), soon);
    await lab.by("review-today").and(lab.page.locator(":enabled")).waitFor({ timeout: SOON });
    await lab.by("review-today").click();
    await lab.by("quiz-question").waitFor({ timeout: LONG });
  }));

test("an answer survives a page that is left at once", () =>
  withPage({ query: "?at=practice&quiz=Q6.3.2" }, async (lab) => {
    await lab.by("quiz-choice-1").click({ timeout: LONG });
    await lab.by("quiz-answer").click();
    await lab.by("quiz-verdict").waitFor({ timeout: SOON });
    await lab.page.goto(`${lab.page.url().split("?")[0]}?at=practice`);
    await lab.page.waitForFunction(() => /[01](\/| of )1/.test(document.querySelector('[data-testid="skill-map"]')?.innerText ?? ""), null, { timeout: LONG });
  }));

test("keys answer and go on without a click, and Back comes to the question before and to the list", () =>
  withPage({ query: `${PLACE}&about=quantization&lang=en` }, async (lab) => {
    await lab.by("quiz-start").and(lab.page.locator(":enabled")).waitFor({ timeout: LONG });
    await lab.by("quiz-start").click();
    await focused(lab);
    const first = await lab.by("quiz-question").getAttribute("data-id");
    // All of the second level here are choices.
    await lab.by("quiz-answer").click();
    await lab.page.getByText("no answer yet").waitFor({ timeout: SOON });
    await lab.by("quiz-question").focus();
    await lab.page.keyboard.press("1");
    await lab.page.locator('[data-testid="quiz-choice-1"][aria-pressed="true"]').waitFor({ timeout: SOON });
    await focused(lab);
    await lab.page.keyboard.press("Enter");
    await lab.by("quiz-verdict").waitFor({ timeout: SOON });
    await focused(lab);
    await lab.page.waitForFunction(() => location.search.includes("quiz="));
    await lab.page.keyboard.press("Enter");
    await lab.page.waitForFunction((id) => document.querySelector('[data-testid="quiz-question"]').dataset.id !== id, first);
    await lab.page.waitForFunction((id) => !location.search.includes(`quiz=${id}.`) && location.search.includes("quiz="), first);
    await lab.page.goBack();
    await lab.page.waitForFunction((id) => document.querySelector('[data-testid="quiz-question"]')?.dataset.id === id, first);
    await lab.page.goBack();
    await lab.by("quiz-start").waitFor({ timeout: SOON });
  }));

test("an examination outlives a reload, asks before it ends, and can be put aside", () =>
  withPage({ query: `${PLACE}&lang=en` }, async (lab) => {
    await lab.by("mock-start").and(lab.page.locator(":enabled")).waitFor({ timeout: LONG });
    await lab.by("mock-start").click();
    await focused(lab);
    const id = await lab.by("quiz-question").getAttribute("data-id");
    await lab.by("mock-flag").click();
    if (await lab.by("quiz-choice-1").count()) await lab.page.keyboard.press("2");
    await lab.page.reload();
    await lab.by("quiz-question").waitFor({ timeout: LONG });
    assert.equal(await lab.by("quiz-question").getAttribute("data-id"), id);
    assert.equal(await lab.by("mock-flag").getAttribute("aria-pressed"), "true");
    await lab.by("mock-finish").click();
    assert.equal(await lab.by("mock-result").count(), 0);
    await lab.page.getByText(/without an answer/).waitFor({ timeout: SOON });
    await lab.by("mock-finish-not").click();
    await lab.by("quiz-leave").click();
    await lab.by("mock-paused").waitFor({ timeout: SOON });
    await lab.by("mock-resume").click();
    await lab.by("quiz-question").waitFor({ timeout: LONG });
    await finish(lab);
    await lab.by("quiz-leave").click();
    assert.equal(await lab.by("mock-paused").count(), 0);
    await lab.page.reload();
    await lab.by("quiz-start").waitFor({ timeout: LONG });
    assert.equal(await lab.by("mock-paused").count(), 0);
  }));

test("what was wrong comes again in the same review, with other numbers", () =>
  withPage({ query: "?at=practice&quiz=Q2.7.3&lang=en" }, async (lab) => {
    await lab.by("quiz-number").fill("12345", { timeout: LONG });
    await lab.by("quiz-answer").click();
    await lab.page.getByText(/comes again after/).waitFor({ timeout: SOON });
    await lab.by("quiz-leave").click();
    await lab.page.getByText(/had wrong today/).waitFor({ timeout: SOON });
    await lab.by("review-today").click();
    await lab.page.waitForFunction(() => document.querySelector('[data-testid="quiz-question"]')?.dataset.id === "Q2");
    await lab.by("review-left").waitFor({ timeout: SOON });
  }));

test("drawings are to be read at 360 pixels, in words too, and give nothing away", () =>
  withPage({ query: "?at=practice&quiz=A19.3.3&lang=en", viewport: { width: 360, height: 740 } }, async (lab) => {
    for (const id of ["A19", "D22", "Q18", "P17", "L17"]) {
      await lab.page.evaluate((id) => (location.search = `?at=practice&quiz=${id}.3.3&lang=en`), id);
      await lab.page.waitForFunction((id) => document.querySelector('[data-testid="quiz-question"]')?.dataset.id === id, id, { timeout: LONG });
      const svg = lab.by("quiz-plot").locator("svg");
      assert.ok((await svg.getAttribute("aria-label")).length > 40, id);
      assert.equal(await lab.page.evaluate(() => document.documentElement.scrollWidth > innerWidth), false, id);
      const box = await svg.boundingBox();
      assert.ok(box.width > 250 && box.height > 80, id);
    }
  }));
