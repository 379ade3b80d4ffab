// Guided tours: a prediction, a step on the network that shows it, and words made of the figures that came.
import assert from "node:assert/strict";
import { test } from "node:test";
import { LONG, PHONE, server, withPage } from "../../../tests/e2e/lab.mjs";

/** The title of a step of the open tour. */
const step = (lab, id) => lab.page.locator(`[data-testid="tour-step"][data-step="${id}"]`);

/** Does the open step, and gives what is said of it then, and its words. */
async function done(lab) {
  await lab.by("tour-run").click({ timeout: LONG });
  const said = lab.by("tour-said");
  await said.waitFor({ timeout: 2 * LONG });
  return [await said.getAttribute("data-value"), await said.innerText()];
}

test("a tour asks, does it, and says what came: pruning with and without fine-tuning", async () => {
  let link;
  await withPage({ query: "?tab=diet" }, async (lab) => {
    await lab.ready();
    await lab.by("tour-prune").click();
    assert.equal(await step(lab, "weights").getAttribute("aria-expanded"), "true");
    await lab.by("tour-predict-0").click();
    assert.equal(await lab.by("tour-predict-0").getAttribute("aria-pressed"), "true");
    let [state, words] = await done(lab);
    assert.equal(state, "held");
    assert.match(words, /You predicted it: “Falls by more than 5 points”/);
    // What is said is what the scoreboard shows.
    const [was, is] = [Number(await lab.by("score-accuracy").getAttribute("data-before")), await lab.value("score-accuracy")];
    assert.match(words, new RegExp(`fell by ${((was - is) * 100).toFixed(1)} points`));
    assert.match(words, /\d× smaller/);
    assert.match(words, /as many multiply-adds as before/);
    // On to the next step, which is compared with this one.
    await lab.by("tour-next").click();
    assert.equal(await lab.page.evaluate(() => document.activeElement.dataset.step), "fine-tuning");
    await lab.by("tour-predict-0").click();
    [state, words] = await done(lab);
    assert.equal(state, "held");
    assert.match(words, /Not as you predicted. It came out as “Rises by more than 1 point”/);
    assert.match(words, /Beside “Prune 98% of the weights”: .*rose by/);
    await lab.page.waitForFunction(() => location.search.includes("tour=prune.fine-tuning"));
    link = lab.page.url().slice(server.url.length);
    assert.doesNotMatch(link, /recipe=/, "the link has the question, not its answer");
  });
  // Whoever opens the link can do the step at once; what it is compared with comes first.
  await withPage({ query: link }, async (lab) => {
    await lab.ready();
    assert.equal(await step(lab, "fine-tuning").getAttribute("aria-expanded"), "true");
    assert.equal((await done(lab))[0], "held");
  });
});

test("a step brings its own network, on a phone, in Japanese", () =>
  withPage({ query: "?tab=diet&tour=quantize.int8", lang: "ja", viewport: PHONE }, async (lab) => {
    await lab.ready();
    await lab.by("tour-predict-1").click();
    const [state, words] = await done(lab);
    assert.equal(state, "held");
    assert.match(words, /予想は当たりました/);
    assert.match(words, /サイズは 3\.\d 分の 1 になりました/);
    assert.match(words, /2,000 枚/);
    assert.equal(await lab.by("model-select").inputValue(), "mobilenet2");
    const [wide, seen] = await lab.page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
    assert.ok(wide <= seen, `${wide} > ${seen}`);
  }));

test("a network that was trained here gives way to the shipped one that a step is about", () =>
  withPage({ query: "?data=fashion-mnist&model=lenet&n=3000&epochs=1&tab=diet&tour=prune.mask" }, async (lab) => {
    await lab.ready();
    await lab.tab("curves");
    await lab.train();
    await lab.tab("diet");
    assert.equal((await done(lab))[0], "held");
    assert.ok(Number(await lab.by("score-accuracy").getAttribute("data-before")) > 0.91);
    assert.equal(await lab.value("score-macs"), Number(await lab.by("score-macs").getAttribute("data-before")));
  }));

test("what any recipe has come to is told in a sentence made of its figures", () =>
  withPage({ query: "?tab=diet" }, async (lab) => {
    await lab.ready();
    const told = (words) => lab.by("recipe-told").filter({ hasText: words }).waitFor({ timeout: LONG });
    await lab.by("toggle-quantize").click();
    await told(/The file is 4\.0× smaller \(828 kB → 208 kB\)\. A weight is stored in 8 bits instead of 32\. Accuracy .* 2,000 images/);
    await lab.by("toggle-quantize").click();
    // LeNet has no batch norm, and the card says so.
    await lab.by("toggle-fold-bn").click();
    await told(/The file has not changed.*no batch normalization.*exactly the same/);
  }));

test("a link to a step that does not exist is told", () =>
  withPage({ query: "?tab=diet&tour=quantize.int3" }, async (lab) => {
    await lab.ready();
    await lab.by("link-problems").filter({ hasText: /quantize\.int3/ }).waitFor({ timeout: LONG });
    await lab.page.waitForFunction(() => !location.search.includes("tour="), null, { timeout: LONG });
  }));

test("the control stands beside the taught student, with what the teacher is worth", () =>
  withPage({ query: "?tab=diet&data=shapes&model=mlp&n=1000" }, async (lab) => {
    await lab.ready();
    await lab.by("toggle-distill").click();
    await lab.by("control-and-taught").click({ timeout: LONG });
    await lab.by("teacher-worth").waitFor({ timeout: 2 * LONG });
    const points = await lab.value("teacher-worth");
    assert.ok(Number.isFinite(points));
    const table = lab.page.locator(".r-compare");
    const words = await table.innerText();
    assert.match(words, /control: untaught LeNet/);
    const figures = await table.locator(".w-figure").evaluateAll((all) => all.map((e) => Number(e.dataset.value)));
    // Size, time, throughput, then accuracy, of each of the two.
    assert.ok(Math.abs((figures[7] - figures[6]) * 100 - points) < 0.01, `${figures} and ${points}`);
    assert.match(words, /What the teacher is worth/);
  }));
