// Bad input and faults: each says what happened where it concerns the reader, in the reader's language, and the page
// goes on.
import assert from "node:assert/strict";
import { test } from "node:test";
import { LONG, server, withPage } from "./lab.mjs";

const FETCH = /Failed to load resource|net::ERR|ERR_CONTENT_LENGTH_MISMATCH|ERR_INCOMPLETE/;

for (const [how, fault] of [
  ["does not arrive", 404],
  ["is cut off", "cut"],
  ["is cut short", "short"],
  ["holds something else", "garbage"],
]) {
  test(`a shard that ${how} is reported, and the page goes on`, () =>
    withPage({ allow: [FETCH] }, async (lab) => {
      await lab.ready();
      server.faults.set("data/mnist/train-images-00", fault);
      server.faults.set("data/mnist/test-images-00", fault);
      await lab.choose("data-select", "mnist");
      await lab.by("train-start").click();
      await lab.told("data", /images-00/);
      server.faults.clear();
      await lab.small();
      await lab.train();
    }));
}

test("a fault is told in Japanese to a Japanese reader", () =>
  withPage({ lang: "ja", allow: [FETCH] }, async (lab) => {
    await lab.ready();
    server.faults.set("data/mnist/", 404);
    await lab.choose("data-select", "mnist");
    await lab.by("train-start").click();
    await lab.told("data", /[ぁ-ん]/);
  }));

test("a worker that dies is replaced and the run can go on", () =>
  withPage({ allow: [/dead for a test/] }, async (lab) => {
    await lab.ready();
    await lab.small({ size: 10_000, epochs: 50 });
    await lab.by("train-start").click();
    await lab.until("progress", (done) => done > 0.02, LONG);
    const [engine] = lab.page.workers();
    await engine.evaluate(() => setTimeout(() => { throw new Error("dead for a test"); }));
    await lab.told("engine");
    await lab.ready();
  }));

test("a worker that ends itself in the middle of a recipe is missed, and replaced", () =>
  withPage({ query: "?data=shapes&model=mlp&tab=diet", allow: [/dead for a test/] }, async (lab) => {
    await lab.ready();
    await lab.by("toggle-distill").click();
    await lab.by("run-recipe").click();
    await lab.page.waitForFunction(() => !document.querySelector('[data-testid="recipe-stop"]').disabled, null, { timeout: LONG });
    const [engine] = lab.page.workers();
    await engine.evaluate(() => setTimeout(() => self.close()));
    // It tells nobody; five questions go unanswered, five seconds each.
    await lab.page.getByTestId("fault-engine").first().waitFor({ timeout: 60_000 });
    await lab.ready();
  }));

test("a worker that cannot be loaded is reported", () =>
  withPage({ allow: [FETCH, /worker/i], faults: { "/worker/": 404 } }, async (lab) => {
    await lab.told("engine");
  }));

for (const query of [
  "?data=nonsense&model=%00%ff&epochs=-5&lr=NaN&seed=1e999&workers=100000",
  "?" + "x".repeat(5000),
  "#%E0%A4%A",
  "?train=999999999999&batch=0&width=banana",
]) {
  test(`a link with nonsense in it opens a working page: ${query.slice(0, 40)}`, () =>
    withPage({ query }, async (lab) => {
      await lab.ready();
    }));
}

test("a browser without SIMD is told so", () =>
  withPage({ init: () => (WebAssembly.validate = () => false) }, async (lab) => {
    await lab.by("boot-fault").waitFor();
    assert.match(await lab.by("boot-fault").innerText(), /SIMD/);
  }));

// Put before the worker's own code.
const FORBID = "Object.defineProperty(self, 'indexedDB', { get() { throw new DOMException('no', 'SecurityError'); } });\n";
const FULL = "IDBObjectStore.prototype.put = () => { throw new DOMException('full', 'QuotaExceededError'); };\n";

test("a forbidden IndexedDB does not stop the page or a run", () =>
  withPage({ allow: [/IndexedDB/i], faults: { "/worker.js": (text) => FORBID + text } }, async (lab) => {
    await lab.ready();
    await lab.small();
    await lab.train();
    await lab.told("storage", /no storage/);
  }));

test("a full IndexedDB is reported and the run goes on", () =>
  withPage({ allow: [/Quota/i], faults: { "/worker.js": (text) => FULL + text } }, async (lab) => {
    await lab.ready();
    await lab.small({ size: 2000, epochs: 3 });
    await lab.train();
    await lab.told("storage", /full/);
  }));

test("a picture that is none is refused, a picture is classified", () =>
  withPage({}, async (lab) => {
    await lab.ready();
    await lab.tab("draw");
    const input = lab.page.locator('input[type="file"][accept*="image"]').first();
    await input.setInputFiles({ name: "no.png", mimeType: "image/png", buffer: Buffer.from("this is no picture") });
    await lab.told("picture");
  }));

test("a corrupt weights file is refused and the weights stay", () =>
  withPage({}, async (lab) => {
    await lab.ready();
    // The figure grows while images are counted: on a busy machine it takes a while to be of all of them.
    await lab.by("metric-accuracy").filter({ hasText: "10,000" }).waitFor({ timeout: LONG });
    const before = await lab.value("metric-accuracy");
    const input = lab.by("weights-open");
    for (const bytes of [Buffer.alloc(0), Buffer.alloc(64, 0xff), Buffer.from("\x08\0\0\0\0\0\0\0{\"a\":{}}", "latin1")]) {
      await input.setInputFiles({ name: "w.safetensors", mimeType: "application/octet-stream", buffer: bytes });
      await lab.told("weights");
      await lab.page.getByTestId("fault-weights").getByRole("button").first().click();
    }
    assert.equal(await lab.value("metric-accuracy"), before);
  }));

test("WebGPU that is not there: the CPU does the work and the page says so", () =>
  withPage({ allow: [/gpu|adapter/i] }, async (lab) => {
    await lab.ready();
    assert.match(await lab.by("device-badge").innerText(), /cpu|simd/i);
  }));
