// The service worker: offline after the first visit, and never a mix of two builds.
import assert from "node:assert/strict";
import { test } from "node:test";
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { DIST, LONG, server, withPage } from "./lab.mjs";

test("after the first visit the page works without a network", () =>
  withPage({ serviceWorkers: "allow" }, async (lab) => {
    await lab.ready();
    await lab.page.evaluate(() => navigator.serviceWorker.ready);
    // The second visit is served by the service worker and leaves it the shards of the first view.
    await lab.page.reload();
    await lab.ready();
    await lab.context.setOffline(true);
    await lab.page.reload();
    const accuracy = await lab.until("metric-accuracy", Number.isFinite, LONG);
    assert.ok(accuracy > 0.8);
    await lab.context.setOffline(false);
  }));

test("what is kept for class needs no network: training, int8 and photographs", () =>
  withPage({ serviceWorkers: "allow" }, async (lab) => {
    await lab.ready();
    await lab.page.evaluate(() => navigator.serviceWorker.ready);
    await lab.by("about-open").click();
    const keep = lab.by("keep-offline");
    const read = (name) => keep.getAttribute(name).then((text) => (text === null ? Number.NaN : Number(text)));
    await lab.until("keep-offline", Number.isFinite, LONG);
    // The size is that of the files which the build lists.
    const later = readdirSync(DIST, { recursive: true })
      .map(String)
      .filter((file) => /^(data|weights|photos|labels)[/].*[.](gz|safetensors|jpg|txt)$/.test(file) || /^weights[/].*[.]json$/.test(file) || /^python[/].*[.](js|wasm)$/.test(file));
    const size = later.reduce((sum, file) => sum + statSync(join(DIST, file)).size, 0);
    assert.equal(await read("data-of"), size);
    assert.match(await keep.innerText(), /Keep all for class [(][0-9.]+ MB[)]/);
    await keep.click();
    await lab.until("keep-offline", (kept) => kept === size, 3 * LONG);
    assert.match(await keep.innerText(), /All is kept/);
    await lab.context.setOffline(true);
    await lab.page.reload();
    await lab.ready();
    // Calibration needs training images.
    await lab.tab("diet");
    await lab.by("toggle-quantize").click();
    await lab.until("score-size", (bytes) => bytes < 250_000, LONG);
    await lab.tab("real");
    await lab.page.getByTestId("top-class").first().waitFor({ timeout: LONG });
    await lab.tab("curves");
    await lab.unfold();
    await lab.choose("data-select", "mnist");
    await lab.ready();
    await lab.fill("train-size-input", 2000);
    await lab.fill("epochs-input", 1);
    await lab.train(3 * LONG);
    assert.ok((await lab.value("metric-accuracy")) > 0.5);
    await lab.context.setOffline(false);
  }));

test("a new build takes over at a navigation and drops the old files", () =>
  withPage({ serviceWorkers: "allow" }, async (lab) => {
    await lab.ready();
    await lab.page.evaluate(() => navigator.serviceWorker.ready);
    const builds = () =>
      lab.page.evaluate(async () => (await caches.keys()).filter((name) => / page [0-9a-z]+$/.test(name)).map((n) => n.split(" ").pop()));
    const [old] = await builds();
    server.faults.set("/sw.js", (text) => text.replace(/const BUILD = "[^"]*"/, 'const BUILD = "newbuild"'));
    await lab.page.evaluate(async () => {
      const registration = await navigator.serviceWorker.ready;
      await registration.update();
      const fresh = registration.installing ?? registration.waiting;
      while (fresh && fresh.state === "installing") await new Promise((done) => setTimeout(done, 50));
    });
    assert.ok((await builds()).includes(old), "the open page keeps the build it came from");
    await lab.page.reload();
    await lab.ready();
    await lab.page.waitForFunction(async () => (await caches.keys()).filter((name) => name.includes(" page ")).length === 1);
    assert.deepEqual(await builds(), ["newbuild"]);
  }));
