// An examination with its sets, calculator and memo; causes; sheets for a class; answers in the record's file; keyboard, axe.
import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { axe } from "../../../tests/e2e/axe.mjs";
import { LONG, PHONE, SOON, withPage } from "../../../tests/e2e/lab.mjs";

const PLACE = "?at=practice";
const ready = (lab, id) => lab.by(id).and(lab.page.locator(":enabled")).waitFor({ timeout: LONG });
const wide = (lab) => lab.page.evaluate(() => document.documentElement.scrollWidth > innerWidth);

/** Ends the examination; where something has no answer it asks first. */
async function finish(lab) {
  await lab.by("mock-finish").click();
  const sure = lab.by("mock-finish-sure");
  await sure.or(lab.by("mock-result")).first().waitFor({ timeout: SOON });
  if (await sure.count()) await sure.click();
  await lab.by("mock-result").waitFor({ timeout: SOON });
}

/** Answers the open question with its first choice, wherever there is one. */
async function give(lab) {
  if (await lab.by("quiz-choice-1").count()) await lab.by("quiz-choice-1").click();
}

test("a mock examination has sets with one text, a calculator, a memo, and answers to take along", () =>
  withPage({ query: PLACE, viewport: PHONE }, async (lab) => {
    await ready(lab, "mock-start");
    assert.deepEqual(await axe(lab, "practice"), []);
    await lab.by("mock-start").click();
    await lab.by("quiz-question").waitFor({ timeout: LONG });
    const shared = [];
    for (let at = 1; at <= 8; at += 1) {
      await lab.by(`mock-jump-${at}`).click();
      await lab.page.waitForFunction((at) => document.querySelector('[data-testid="mock-place"]').innerText.includes(`${at} `), at);
      const text = lab.page.locator(".quiz-question .shared");
      shared.push((await text.count()) ? await text.innerText() : "");
      assert.equal(await wide(lab), false, `question ${at}`);
      await give(lab);
    }
    const sets = [...new Set(shared.filter(Boolean))];
    assert.equal(sets.length, 2, JSON.stringify(shared));
    for (const set of sets) {
      const places = shared.flatMap((text, at) => (text === set ? [at] : []));
      assert.ok(places.length >= 3 && places.at(-1) - places[0] === places.length - 1, "a set stands together");
    }
    await lab.by("mock-calculator").click();
    for (const key of ["1", "2", "×", "3", "="]) await lab.by(`calculator-${key}`).click();
    assert.equal(await lab.by("calculator").innerText(), "36");
    await lab.by("mock-memo").click();
    await lab.by("mock-memo-text").fill("1 and 2");
    assert.deepEqual(await axe(lab, "practice"), []);
    await finish(lab);
    const download = lab.page.waitForEvent("download");
    await lab.by("mock-export").click();
    const file = JSON.parse(await readFile(await (await download).path(), "utf8"));
    assert.equal(file.labs.practice.answers.length, 8);
    assert.equal(await wide(lab), false);
  }));

test("the reason of an error is kept by one tap, sources have authors and a year, the lesson is one tap away", () =>
  withPage({ query: "?at=practice&quiz=Q2.7.3&lang=en" }, async (lab) => {
    await lab.by("quiz-number").fill("12345", { timeout: LONG });
    await lab.by("quiz-answer").click();
    await lab.by("quiz-cause-formula").click();
    assert.equal(await lab.by("quiz-cause-formula").getAttribute("aria-pressed"), "true");
    await lab.page.waitForFunction(() => /\d{4}/.test(document.querySelector('[data-testid="quiz-source"]')?.innerText ?? ""));
    assert.match(await lab.by("quiz-source").innerText(), /Jacob/);
    await lab.by("quiz-leave").click();
    await lab.page.locator(".causes-told").waitFor({ timeout: SOON });
    // Nothing on the page says when it is written: it is safe as soon as the address is the list's.
    await lab.page.waitForFunction(() => !location.search.includes("quiz="));
    await lab.page.reload();
    await lab.page.locator(".causes-told").waitFor({ timeout: LONG });
    assert.match(await lab.page.locator(".causes-told").innerText(), /formula 1/);
  }));

test("a lesson leads to its questions, and a question to its lesson", () =>
  withPage({ query: "?at=learn&lesson=soft-targets&lang=en" }, async (lab) => {
    await lab.by("to-practice").click({ timeout: LONG });
    await ready(lab, "quiz-start");
    await lab.page.waitForFunction(() => document.querySelector('[data-testid="quiz-lesson"]').value === "soft-targets");
    await lab.by("quiz-start").click();
    const id = await lab.by("quiz-question").getAttribute("data-id", { timeout: LONG });
    assert.match(id, /^K/);
    await give(lab);
    await lab.by("quiz-answer").click();
    if (await lab.by("quiz-lesson-link").count()) {
      await lab.by("quiz-lesson-link").click();
      await lab.by("lesson-step").first().waitFor({ timeout: LONG });
    }
  }));

test("code is of the library that is chosen", () =>
  withPage({ query: "?at=practice&about=training-loop&lang=en" }, async (lab) => {
    await ready(lab, "quiz-start");
    await lab.by("quiz-framework-tensorflow").click();
    for (let at = 0; at < 12; at += 1) {
      await (at ? lab.by("quiz-next") : lab.by("quiz-start")).click();
      await lab.by("quiz-question").waitFor({ timeout: LONG });
      assert.notEqual(await lab.by("quiz-question").getAttribute("data-id"), "L4");
      await give(lab);
      if (await lab.by("quiz-number").count()) await lab.by("quiz-number").fill("1");
      await lab.by("quiz-answer").click();
      await lab.by("quiz-next").waitFor({ timeout: SOON });
    }
    // Twelve questions in a row are answered quicker than the address follows: it is written when changes rest.
    const id = await lab.by("quiz-question").getAttribute("data-id");
    await lab.page.waitForFunction((id) => new URLSearchParams(location.search).get("quiz")?.startsWith(`${id}.`), id);
    await lab.page.reload();
    await lab.by("quiz-leave").click({ timeout: LONG });
    assert.equal(await lab.by("quiz-framework-tensorflow").getAttribute("aria-pressed"), "true", "it is remembered");
  }));

test("a teacher's link gives two learners the same sheet, on paper with answers behind, and gathers what they knew", () =>
  withPage({ query: PLACE }, async (lab) => {
    await ready(lab, "mock-start");
    await lab.by("quiz-teacher").click();
    const link = new URL(await lab.by("quiz-teacher-link").inputValue());
    assert.match(link.searchParams.get("paper"), /^8\.2\.pytorch\.all\.all\.\d+$/);
    await lab.by("quiz-print").click();
    await lab.by("quiz-sheet").waitFor({ timeout: LONG });
    assert.equal(await lab.page.locator(".sheet-questions > li").count(), 8);
    assert.equal(await lab.page.locator(".sheet-answers li").count(), 8);
    await lab.page.emulateMedia({ media: "print" });
    const look = await lab.page.evaluate(() => ({
      page: getComputedStyle(document.querySelector(".sheet-answers")).breakBefore,
      top: getComputedStyle(document.querySelector(".top")).display,
    }));
    assert.deepEqual(look, { page: "page", top: "none" });
    await lab.page.emulateMedia({ media: null });
    const paper = await lab.page.locator(".sheet-questions").innerText();
    await lab.by("quiz-leave").click();
    await lab.page.evaluate((query) => (location.search = query), link.search);
    await ready(lab, "quiz-given-start");
    await lab.by("quiz-given-start").click();
    await lab.by("quiz-question").waitFor({ timeout: LONG });
    const stem = await lab.page.locator(".quiz-question .stem").innerText();
    assert.ok(paper.includes(stem.trim().split("\n")[0]), "the same questions");
    await give(lab);
    await finish(lab);
    const download = lab.page.waitForEvent("download");
    await lab.by("mock-export").click();
    const bytes = await readFile(await (await download).path());
    const folder = tmpdir();
    const files = ["sato-karui-practice.json", "suzuki-karui-practice.json"].map((name) => join(folder, name));
    for (const file of files) await writeFile(file, bytes);
    await writeFile(join(folder, "other.json"), "{}");
    await lab.by("quiz-leave").click();
    await lab.by("quiz-teacher").click();
    await lab.by("quiz-class-files").setInputFiles([...files, join(folder, "other.json")]);
    await lab.page.getByText("other.json").waitFor({ timeout: SOON });
    assert.equal(await lab.page.locator('[data-testid="quiz-class-learners"] tr').count(), 2);
    assert.equal(await lab.page.locator('[data-testid="quiz-class-skills"] tr').count(), 8);
  }));

test("answers are in the record's one file, and join from another device", () =>
  withPage({ query: "?at=practice&quiz=Q6.3.2" }, async (lab) => {
    await lab.by("quiz-choice-1").click({ timeout: LONG });
    await lab.by("quiz-answer").click();
    await lab.by("quiz-verdict").waitFor({ timeout: SOON });
    await lab.by("nav-record").click();
    const kept = (count) => lab.page.waitForFunction((n) => document.querySelector('[data-testid="quiz-kept"]')?.dataset.value === String(n), count, { timeout: LONG });
    await kept(1);
    const download = lab.page.waitForEvent("download");
    await lab.by("progress-export").click();
    const file = JSON.parse(await readFile(await (await download).path(), "utf8"));
    assert.equal(file.labs.practice.answers.length, 1);
    // Another device has the same answer and one more.
    const [answer] = file.labs.practice.answers;
    file.labs.practice.answers.push({ ...answer, id: "K1", at: answer.at - 1000 });
    const path = join(tmpdir(), "karui-progress.json");
    await writeFile(path, JSON.stringify(file));
    await lab.by("progress-import").setInputFiles(path);
    await kept(2);
    // Pressed twice, as by a double click, it only asks and takes that back.
    await lab.by("quiz-forget").dblclick();
    assert.equal(await lab.by("quiz-forget-sure").isVisible(), false);
    await lab.by("quiz-forget").click();
    await lab.by("quiz-forget-sure").click();
    await kept(0);
  }));

test("practice is done by the keyboard alone, and axe finds nothing", () =>
  withPage({ query: "?at=practice&lang=en" }, async (lab) => {
    await ready(lab, "quiz-start");
    await lab.by("quiz-start").focus();
    await lab.page.keyboard.press("Enter");
    await lab.by("quiz-question").waitFor({ timeout: LONG });
    await lab.by("quiz-choice-1").focus();
    await lab.page.keyboard.press("2");
    await lab.page.keyboard.press("Enter");
    await lab.by("quiz-verdict").waitFor({ timeout: SOON });
    assert.deepEqual(await axe(lab, "practice"), []);
    await lab.by("quiz-next").focus();
    await lab.page.keyboard.press("Enter");
    await lab.page.waitForFunction(() => !document.querySelector('[data-testid="quiz-verdict"]'));
  }));
