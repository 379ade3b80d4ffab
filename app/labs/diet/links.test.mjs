// A link shows what its sender saw: what was trained is trained again, what is compared is compared again.
import assert from "node:assert/strict";
import { test } from "node:test";
import { LONG, server, withPage } from "../../../tests/e2e/lab.mjs";

/** Seconds of work: an MLP on the set that needs no download, at its true seed. */
const SMALL = "?data=shapes&n=1000&model=mlp&epochs=2&seed=5";
const INT4 = encodeURIComponent('{"quantize":{"method":"weights","dtype":"int4"}}');

const copied = async (lab) => {
  await lab.by("copy-link").click();
  const link = await lab.page.evaluate(() => navigator.clipboard.readText());
  return link.slice(server.url.length);
};

const scores = async (lab) => {
  await lab.until("score-size", (size) => size > 0, LONG);
  await lab.page.waitForFunction(
    () => document.querySelector('[data-testid="recipe-told"]')?.textContent.length > 0,
    null,
    { timeout: LONG },
  );
  return Promise.all(["score-size", "score-accuracy"].map(async (id) => [await lab.by(id).getAttribute("data-before"), await lab.by(id).getAttribute("data-value")]));
};

test("a link to a compressed network that was trained here gives the same accuracy and size elsewhere", async () => {
  let link, here, accuracy;
  await withPage({ query: `${SMALL}&lang=en` }, async (lab) => {
    await lab.ready();
    await lab.train();
    accuracy = await lab.value("metric-accuracy");
    await lab.tab("diet");
    await lab.by("toggle-quantize").click();
    await lab.choose("quant-dtype", "int4");
    await lab.page.waitForFunction(() => /recipe=.*int4/.test(location.search), null, { timeout: LONG });
    here = await scores(lab);
    link = await copied(lab);
    assert.match(link, /weights=trained/);
    assert.match(link, /lang=en/);
    assert.match(await lab.by("link-holds").innerText(), /trains the network anew/);
    // The address says the same for whoever takes it from there.
    assert.match(await lab.page.evaluate(() => location.search), /weights=trained/);
  });
  await withPage({ query: link, lang: "ja" }, async (lab) => {
    await lab.by("link-asks").waitFor({ timeout: LONG });
    assert.match(await lab.by("link-asks").innerText(), /trained anew/);
    await lab.state("finished", LONG);
    await lab.by("link-asks").waitFor({ state: "detached", timeout: LONG });
    assert.deepEqual(await scores(lab), here);
    await lab.tab("curves");
    await lab.until("metric-accuracy", (value) => value === accuracy, LONG);
    // Once more, and the run is there already.
    await lab.page.reload();
    await lab.state("finished", LONG);
    await lab.until("metric-accuracy", (value) => value === accuracy, LONG);
    assert.equal(await lab.by("link-asks").count(), 0);
  });
});

test("who opens a link can do without its training", () =>
  withPage({ query: `?data=shapes&n=10000&model=mlp&epochs=50&weights=trained&lang=en` }, async (lab) => {
    await lab.by("link-stop").click({ timeout: LONG });
    await lab.state("idle", LONG);
    await lab.by("link-asks").waitFor({ state: "detached" });
    await lab.page.waitForFunction(() => !location.search.includes("weights="));
  }));

test("weights from a file are not in a link, which says so", async () => {
  let link;
  await withPage({ query: `${SMALL}&lang=ja` }, async (lab) => {
    await lab.ready();
    const [file] = await Promise.all([lab.page.waitForEvent("download", { timeout: LONG }), lab.by("weights-save").click()]);
    await lab.by("weights-open").setInputFiles(await file.path());
    await lab.page.waitForFunction(() => document.querySelector('[data-testid="weights-origin"]').dataset.value === "imported", null, { timeout: LONG });
    link = await copied(lab);
    assert.match(link, /weights=file/);
    assert.match(await lab.by("link-holds").innerText(), /ファイル/);
  });
  await withPage({ query: link }, async (lab) => {
    await lab.by("link-asks").filter({ hasText: "ファイル" }).waitFor({ timeout: LONG });
  });
});

test("what is begun stands in the address at once, and comes again with it", () =>
  withPage({ query: "?data=shapes&model=mlp&tab=diet" }, async (lab) => {
    await lab.ready();
    await lab.by("toggle-distill").click();
    await lab.page.waitForFunction(() => document.querySelector('[data-testid="score-accuracy"]').dataset.before > 0, null, { timeout: LONG });
    await lab.by("run-recipe").click();
    await lab.page.waitForFunction(() => location.search.includes("recipe="), null, { timeout: 5_000 });
    assert.ok(await lab.by("recipe-stop").isEnabled(), "it is still at work");
    await lab.page.reload();
    await lab.page.waitForFunction(() => document.querySelector('[data-testid="toggle-distill"]')?.checked, null, { timeout: LONG });
  }));

test("a recipe out of its range is told, and the network before is measured", () =>
  withPage({ query: `?data=shapes&model=mlp&tab=diet&recipe=${encodeURIComponent('{"prune":{"amount":7}}')}` }, async (lab) => {
    await lab.told("recipe");
    await lab.page.waitForFunction(() => document.querySelector('[data-testid="score-accuracy"]').dataset.before > 0, null, { timeout: LONG });
  }));

test("the open layer, the image and two compared recipes are in the link", async () => {
  let link, here;
  const cells = (lab) => lab.page.locator("[data-testid=trials-compared] td").allInnerTexts();
  await withPage({ query: `?data=shapes&model=mlp&tab=diet&recipe=${INT4}&image=3` }, async (lab) => {
    await lab.ready();
    await scores(lab);
    await lab.page.waitForFunction(() => /image=3/.test(location.search));
    await lab.by("run-recipe").click();
    await lab.page.locator("[data-testid=network-picture] button").nth(1).waitFor({ timeout: LONG });
    await lab.choose("quant-dtype", "int2");
    await lab.page.waitForFunction(() => /recipe=.*int2/.test(location.search), null, { timeout: LONG });
    await lab.by("run-recipe").click();
    await lab.tab("trials");
    const boxes = lab.page.locator("[data-testid=runs-table] input[type=checkbox]");
    await boxes.nth(1).waitFor({ timeout: LONG });
    await boxes.nth(0).check();
    await boxes.nth(1).check();
    await lab.page.waitForFunction(() => /compare=.*beside=/.test(location.search), null, { timeout: LONG });
    here = await cells(lab);
    assert.ok(here.length > 5);
    link = await copied(lab);
  });
  await withPage({ query: link }, async (lab) => {
    await lab.page.locator("[data-testid=trials-compared] td").first().waitFor({ timeout: LONG });
    const exact = (texts) => texts.filter((text) => /B|%/.test(text));
    assert.deepEqual(exact(await cells(lab)), exact(here));
  });
});
