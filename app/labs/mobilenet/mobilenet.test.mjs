// The explorer: a MobileNet of any width and resolution is counted at once, its blocks open, and a link brings it back.
import assert from "node:assert/strict";
import { test } from "node:test";
import { LONG, PHONE, SOON, server, withPage } from "../../../tests/e2e/lab.mjs";

const EXPLORER = "?tab=mobilenet";

/** Waits until the open block has been filled and both of its convolutions were timed. */
async function timed(lab) {
  const times = lab.page.locator(".e-costs .e-sum td:last-child [data-figure]");
  await times.nth(1).waitFor({ timeout: LONG });
  return Promise.all([0, 1].map(async (i) => Number(await times.nth(i).getAttribute("data-value"))));
}

test("the first paper's network has the first paper's numbers, and they follow the controls", () =>
  withPage({ query: EXPLORER }, async (lab) => {
    const macs = await lab.until("explorer-macs", Number.isFinite, LONG);
    assert.equal(macs, 568_740_352);
    assert.equal(await lab.value("explorer-params"), 4_231_976);
    assert.ok((await lab.value("explorer-table")) > 28);
    await lab.fill("alpha-input", 0.5);
    await lab.until("explorer-macs", (now) => now < macs);
    await lab.fill("resolution-input", 160);
    await lab.until("explorer-macs", (now) => now === 76_524_800);
    assert.equal(await lab.value("explorer-params"), 1_331_592);
    await lab.choose("mobilenet-version", "v2");
    await lab.fill("alpha-input", 1);
    await lab.fill("resolution-input", 224);
    await lab.until("explorer-params", (now) => now === 3_504_872);
  }));

test("a setting outside of its range is refused, with the range", () =>
  withPage({ query: EXPLORER }, async (lab) => {
    const macs = await lab.until("explorer-macs", Number.isFinite, LONG);
    await lab.fill("resolution-input", 100);
    await lab.page.locator(".e-controls .wrong", { hasText: "96" }).waitFor();
    await lab.page.waitForTimeout(300);
    assert.equal(await lab.value("explorer-macs"), macs);
  }));

test("a link brings the view back", async () => {
  let query;
  let macs;
  await withPage({ query: EXPLORER }, async (lab) => {
    await lab.until("explorer-macs", Number.isFinite, LONG);
    await lab.choose("mobilenet-version", "v3-small");
    await lab.fill("alpha-input", 0.75);
    await lab.fill("resolution-input", 128);
    await lab.fill("classes-input", 10);
    await lab.page.locator(".e-blocks button").nth(4).click();
    await lab.page.waitForFunction(() => location.search.includes("classes=10") && location.search.includes("block=4"));
    macs = await lab.until("explorer-macs");
    query = lab.page.url().slice(server.url.length);
  });
  await withPage({ query }, async (lab) => {
    assert.equal(await lab.until("explorer-macs", Number.isFinite, LONG), macs);
    assert.equal(await lab.by("mobilenet-version").inputValue(), "v3-small");
    assert.equal(await lab.by("alpha-input").inputValue(), "0.75");
    assert.equal(await lab.value("explorer-block"), 4);
  });
});

test("a block opens: both convolutions are followed step by step, computed and timed", () =>
  withPage({ query: `${EXPLORER}&mobilenet=v1&width=0.5&resolution=96&classes=10` }, async (lab) => {
    await lab.until("explorer-macs", Number.isFinite, LONG);
    const [standard, separable] = await timed(lab);
    assert.ok(standard > 0 && separable > 0);
    const told = lab.page.locator(".e-stepper .e-told");
    const first = await told.innerText();
    await lab.page.getByRole("button", { name: "Step forward" }).click();
    await lab.page.waitForFunction((old) => document.querySelector(".e-stepper .e-told").innerText !== old, first);
    await lab.by("explorer-step").focus();
    await lab.page.keyboard.press("End");
    await told.filter({ hasText: /Pointwise/ }).waitFor();
    await lab.page.getByText(/the same up to rounding/).waitFor();
    // A number opens its origin.
    await lab.page.locator(".e-ratio [data-figure]").click();
    await lab.page.locator(".w-popover math").waitFor();
  }));

test("inverted residuals show the linear bottleneck, the gates and the function", () =>
  withPage({ query: `${EXPLORER}&mobilenet=v3-small&width=1&resolution=96&classes=10&block=5` }, async (lab) => {
    await lab.until("explorer-macs", Number.isFinite, LONG);
    for (const name of ["Linear bottleneck", "Squeeze-and-excite", "Activation function: hard swish"]) {
      await lab.page.getByRole("heading", { name }).waitFor({ timeout: LONG });
    }
    assert.ok((await lab.page.locator(".e-gates .e-fill").count()) === 1);
  }));

test("the explorer answers while a run is training", () =>
  withPage({ query: "?data=shapes&model=mlp&n=5000&epochs=50" }, async (lab) => {
    await lab.ready();
    await lab.by("train-start").click();
    await lab.state("running", SOON);
    await lab.tab("mobilenet");
    await lab.until("explorer-macs");
    await lab.choose("mobilenet-version", "v2");
    await lab.until("explorer-params", (now) => now === 3_504_872);
    await timed(lab);
    await lab.state("running");
  }));

test("published networks stand beside, and one can be chosen", () =>
  withPage({ query: EXPLORER }, async (lab) => {
    await lab.until("explorer-macs", Number.isFinite, LONG);
    const marks = lab.by("explorer-plot").locator('[data-do="choose"]');
    await marks.first().waitFor();
    assert.ok((await marks.count()) > 30);
    await lab.page.getByRole("button", { name: /MobileNetV2 α 0.35, ρ 96/ }).first().press("Enter");
    await lab.until("resolution-input", (now) => now === 96);
    assert.equal(await lab.by("mobilenet-version").inputValue(), "v2");
  }));

test("the explorer fits a phone, in Japanese, without a sideways scroll", () =>
  withPage({ query: `${EXPLORER}&mobilenet=v3-large`, lang: "ja", theme: "dark", viewport: PHONE }, async (lab) => {
    await lab.until("explorer-macs", Number.isFinite, LONG);
    await timed(lab);
    const [wide, seen] = await lab.page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
    assert.ok(wide <= seen, `${wide} > ${seen}`);
    assert.match(await lab.text(), /逆残差ブロック/);
  }));
