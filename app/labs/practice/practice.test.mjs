// Practice: a drill with its answers, a question by its link, a written number, a mock examination, answers that are kept.
import assert from "node:assert/strict";
import { test } from "node:test";
import { LONG, PHONE, SOON, withPage } from "../../../tests/e2e/lab.mjs";

const PLACE = "?at=practice";
const search = (lab) => lab.page.evaluate(() => location.search);
const verdict = (lab) => lab.by("quiz-verdict").getAttribute("data-value");

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
    await lab.by("mock-finish").click();
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
    await lab.by("exam-date").fill("2099-02-20");
    await lab.by("review-today").and(lab.page.locator(":enabled")).waitFor({ timeout: SOON });
    await lab.by("review-today").click();
    await lab.by("quiz-question").waitFor({ timeout: LONG });
  }));
