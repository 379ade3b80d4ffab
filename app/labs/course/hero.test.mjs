// The front door: it opens by the bare address, and a trained network answers to its sliders.
import assert from "node:assert/strict";
import { test } from "node:test";
import { LONG, PHONE, SOON, WIDE, openPage, withPage } from "../../../tests/e2e/lab.mjs";

/** Moves a slider as a hand does, and gives the milliseconds until the frame that shows the network's answers. */
const slide = (lab, id, to) => lab.by(id).evaluate((input, to) => new Promise((resolve) => {
  const size = document.querySelector('[data-testid="hero-size"]');
  const asked = performance.now();
  input.value = to;
  input.dispatchEvent(new Event("input", { bubbles: true }));
  // The size comes with the answers; it is busy until they are those of the sliders.
  const look = () => (size.ariaBusy === "false" ? resolve(performance.now() - asked) : requestAnimationFrame(look));
  requestAnimationFrame(look);
}), String(to));

test("an address that says nothing opens the front door, and its link is a place's", () =>
  withPage({ query: "" }, async (lab) => {
    await lab.by("course-map").waitFor({ timeout: LONG });
    assert.equal(await lab.by("nav-learn").getAttribute("aria-current"), "page");
    assert.match(await lab.page.title(), /^Karui/);
    await lab.until("hero-size", (value) => value > 1e5, LONG);
    await lab.by("nav-bench").click();
    await lab.page.waitForFunction(() => location.search.includes("data="));
    await lab.page.goBack();
    await lab.by("course-map").waitFor({ timeout: SOON });
  }));

test("a run that was interrupted is offered at the bench, not at the front door", () =>
  withPage({}, async (lab) => {
    await lab.ready();
    await lab.small({ size: 10_000, epochs: 50 });
    await lab.by("train-start").click();
    await lab.until("progress", (done) => done > 0.02, LONG);
    await lab.by("train-pause").click();
    await lab.until("kept-runs", (n) => n === 1, LONG);
    await lab.page.close();
    const door = await openPage({ context: lab.context, query: "" });
    await door.until("hero-accuracy", (value) => value > 0.8, LONG);
    assert.equal(await door.by("checkpoint-offer").count(), 0);
    await door.by("nav-bench").click();
    await door.by("checkpoint-offer").waitFor({ timeout: LONG });
    assert.deepEqual(door.problems, []);
  }));

test("the sliders make a trained network light: its answers, its size, then its accuracy", (t) =>
  withPage({ query: "" }, async (lab) => {
    const size = await lab.until("hero-size", (value) => value > 1e5, LONG);
    const accuracy = await lab.until("hero-accuracy", (value) => value > 0.8, LONG);
    await lab.page.waitForFunction(() => document.querySelectorAll('[data-testid="hero-image"][data-value]').length === 12);
    const before = await lab.value("hero-right");
    assert.ok(before >= 9, `${before} of 12 are right at 32 bits`);
    const [rights, times] = [[], []];
    for (const at of [1, 2, 3, 4]) {
      times.push(await slide(lab, "hero-bits", at));
      rights.push(await lab.value("hero-right"));
    }
    assert.deepEqual([await lab.value("hero-bits"), await lab.by("hero-image").count()], [1, 1]);
    assert.ok(rights[0] >= before - 1, `8 bits: ${rights}`);
    assert.ok(rights[3] < before, `1 bit: ${rights}`);
    const wrong = await lab.page.locator('[data-testid="hero-image"][data-value="wrong"]').count();
    assert.equal(wrong, 12 - rights[3]);
    await lab.until("hero-size", (value) => value < size / 20, SOON);
    await lab.until("hero-accuracy", (value) => value < accuracy - 0.05, LONG);
    times.push(await slide(lab, "hero-bits", 0), await slide(lab, "hero-prune", 95));
    await lab.until("hero-accuracy", (value) => value < accuracy, LONG);
    assert.ok(await lab.by("network-picture").isVisible());
    assert.ok((await lab.until("hero-speed")) > 0);
    t.diagnostic(`milliseconds from a slider's event to the frame with the answer: ${times.map((ms) => ms.toFixed(0)).join(", ")}`);
  }));

test("an image is looked at closely, or drawn, and answered after each slider", () =>
  withPage({ query: "" }, async (lab) => {
    await lab.until("hero-accuracy", (value) => value > 0.8, LONG);
    const third = lab.page.getByTestId("hero-image").nth(2);
    await third.click();
    assert.equal(await third.getAttribute("aria-pressed"), "true");
    const likely = lab.page.locator(".hero-likely");
    assert.match(await likely.innerText(), /%/);
    await lab.by("hero-draw").click();
    assert.equal((await likely.innerText()).trim(), "");
    const pad = await lab.by("hero-canvas").boundingBox();
    await lab.page.mouse.move(pad.x + pad.width * 0.3, pad.y + pad.height * 0.3);
    await lab.page.mouse.down();
    await lab.page.mouse.move(pad.x + pad.width * 0.7, pad.y + pad.height * 0.8, { steps: 5 });
    await lab.page.mouse.up();
    await lab.page.waitForFunction(() => /%/.test(document.querySelector(".hero-likely").innerText), null, { timeout: LONG });
    const at32 = await likely.innerText();
    await slide(lab, "hero-bits", 4);
    await lab.page.waitForFunction((before) => document.querySelector(".hero-likely").innerText !== before, at32, { timeout: LONG });
  }));

for (const [lang, theme, viewport] of [["ja", "light", WIDE], ["en", "dark", WIDE], ["ja", "dark", PHONE], ["en", "light", PHONE]]) {
  test(`${lang}, ${theme}, ${viewport.width} px: the sliders, the answers and the figures are in the first view`, () =>
    withPage({ lang, theme, viewport, query: "" }, async (lab) => {
      await lab.until("hero-accuracy", (value) => value > 0.8, LONG);
      const { height, width } = viewport;
      const bottom = async (id) => {
        const box = await lab.by(id).boundingBox();
        return box.y + box.height;
      };
      assert.ok((await bottom("hero-bits")) < height && (await bottom("hero-prune")) < height);
      if (width > 1000) {
        assert.ok((await bottom("hero-accuracy")) <= height, `${await bottom("hero-accuracy")}`);
        const last = await lab.page.getByTestId("hero-image").last().boundingBox();
        assert.ok(last.y + last.height <= height, `the last image ends at ${last.y + last.height}`);
      }
      assert.ok((await lab.page.evaluate(() => document.documentElement.scrollWidth - innerWidth)) <= 0);
    }));
}
