// Techniques together, the same one in two ways, and networks beside each other.
import assert from "node:assert/strict";
import { test } from "node:test";
import { LONG, withPage } from "../../../tests/e2e/lab.mjs";

const DIET = "?tab=diet";

const row = (lab, i) => lab.by("runs-table").locator("tbody tr").nth(i);

/** The figures of the comparison, [size, time, throughput, accuracy, multiply-adds, non-zero] of each of the two. */
async function compared(lab) {
  const table = lab.page.locator(".r-compare");
  await table.waitFor({ timeout: LONG });
  const figures = await table.locator(".w-figure").evaluateAll((all) => all.map((e) => Number(e.dataset.value)));
  const names = ["size", "latency", "throughput", "accuracy", "macs", "nonzero"];
  return [0, 1].map((which) => Object.fromEntries(names.map((name, i) => [name, figures[2 * i + which]])));
}

test("shared values become integers: clustering and int8 in one recipe", () =>
  withPage({ query: DIET }, async (lab) => {
    await lab.ready();
    await lab.by("toggle-quantize").click();
    const int8 = await lab.until("score-size", (size) => size > 0 && size < 250_000, LONG);
    await lab.by("toggle-cluster").click();
    const both = await lab.until("score-size", (size) => size < 0.8 * int8, LONG);
    assert.ok(both > 0.3 * int8, `${int8} to ${both}`);
    const lost = Number(await lab.by("score-accuracy").getAttribute("data-before")) - (await lab.value("score-accuracy"));
    assert.ok(Math.abs(lost) < 0.03, `accuracy lost: ${lost}`);
    assert.equal(await lab.page.getByTestId("fault-recipe").count(), 0);
    // It runs in integers, not in floats that stand for them.
    await lab.by("score-latency").click();
    await lab.page.getByRole("dialog").filter({ hasText: /int8/ }).waitFor();
  }));

test("one click sets a mask beside removal: the mask saves nothing", () =>
  withPage({ query: DIET }, async (lab) => {
    await lab.ready();
    await lab.by("toggle-prune").click();
    await lab.until("score-size", (size) => size > 0, LONG);
    const was = Number(await lab.by("score-size").getAttribute("data-before"));
    await lab.by("mask-and-remove").click();
    const [mask, removed] = await compared(lab);
    assert.equal(mask.size, was, "the file of the mask is as long as it was");
    assert.ok(removed.size < 0.7 * was && removed.macs < 0.95 * mask.macs, JSON.stringify([mask, removed]));
    assert.ok(mask.nonzero < was / 4);
    assert.equal(await lab.by("runs-table").locator("tbody tr").count(), 2);
    // Both were chosen by the same rule, so they classify alike.
    assert.ok(Math.abs(mask.accuracy - removed.accuracy) < 0.005);
  }));

for (const [data, model, least] of [
  ["fashion-mnist", "mobilenet2", 0.9],
  ["fashion-mnist", "mobilenet3", 0.9],
  ["mnist", "lenet-300-100", 0.97],
  ["mnist", "lenet-5", 0.98],
  ["shapes", "mobilenet3", 0.97],
]) {
  test(`${model} on ${data} is trained when the page opens`, () =>
    withPage({ query: `?data=${data}&model=${model}` }, async (lab) => {
      const accuracy = await lab.ready();
      assert.ok(accuracy > least, `${accuracy}`);
    }));
}

test("a network that was trained is a dot, and the plain one of equal cost is at hand", () =>
  withPage({ query: "?data=shapes&model=mobilenet&alpha=1&n=1000&epochs=1&tab=trials" }, async (lab) => {
    await lab.ready();
    await lab.train();
    await row(lab, 0).waitFor({ timeout: LONG });
    assert.match(await row(lab, 0).locator(".r-name").getAttribute("placeholder"), /MobileNet α 1/);
    await lab.by("choose-rival").click({ timeout: LONG });
    await lab.ready();
    assert.equal(await lab.by("model-select").inputValue(), "cnn");
    await lab.train();
    await row(lab, 1).waitFor({ timeout: LONG });
    // Each plot has both dots, and that of the present network before anything was done to it.
    assert.ok((await lab.by("pareto-plot").locator(".r-over button, .r-over [role=button], .r-over [data-do]").count()) >= 6);
    // Measured again it is no other.
    await lab.by("keep-present").click();
    await lab.page.waitForTimeout(4000);
    assert.equal(await lab.by("runs-table").locator("tbody tr").count(), 2);
  }));

test("a MobileNet stands beside the trained plain CNN with one click, and dots of one network are linked", () =>
  withPage({ query: "?data=fashion-mnist&model=mobilenet&tab=trials" }, async (lab) => {
    await lab.ready();
    await lab.by("compare-rival").click({ timeout: LONG });
    const [mobilenet, plain] = await compared(lab);
    assert.ok(plain.macs > 5 * mobilenet.macs && plain.size > 5 * mobilenet.size);
    assert.ok(Math.abs(plain.accuracy - mobilenet.accuracy) < 0.03, `${mobilenet.accuracy} and ${plain.accuracy}`);
    // Each network is a dot in all three panels; the one looked at stands out in each.
    const dots = lab.by("pareto-plot").locator('[data-do="use"]');
    assert.equal(await dots.count(), 6);
    await dots.first().focus();
    assert.equal(await lab.by("pareto-plot").locator("[data-near]").count(), 3);
    // Back at the MobileNet both are trials already.
    await row(lab, 1).getByRole("button", { name: /Bring back/ }).click();
    await lab.ready();
    await lab.tab("trials");
    await lab.by("runs-table").locator('[data-do="compare"]').first().uncheck();
    await lab.by("compare-rival").click({ timeout: LONG });
    assert.equal((await compared(lab))[1].macs, plain.macs);
  }));
