// The service worker: offline after the first visit, and never a mix of two builds.
import assert from "node:assert/strict";
import { test } from "node:test";
import { LONG, server, withPage } from "./lab.mjs";

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
