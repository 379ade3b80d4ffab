// What was trained is there again: after a reload, after the worker died, beside another tab, and whatever becomes of the
// storage.
import assert from "node:assert/strict";
import { test } from "node:test";
import { LONG, openPage, withPage } from "./lab.mjs";

/** Waits until the weights shown are of this origin. */
async function origin(lab, id) {
  await lab.page.waitForFunction(
    (id) => document.querySelector('[data-testid="weights-origin"]')?.dataset.value === id,
    id,
    { timeout: LONG },
  );
}

/** Waits until so many runs are kept. */
const kept = (lab, count) => lab.until("kept-runs", (n) => n === count, LONG);

/** Another tab of the same browser. */
async function beside(lab, use) {
  const other = await openPage({ context: lab.context });
  await use(other);
  assert.deepEqual(other.problems, [], "the other tab stays quiet");
}

/** Trains for a while and pauses. */
async function interrupted(lab, seed) {
  await lab.small({ size: 10_000, epochs: 50, seed });
  await lab.by("train-start").click();
  await lab.until("progress", (done) => done > 0.02, LONG);
  await lab.by("train-pause").click();
  await lab.state("paused");
  await kept(lab, 1);
}

/** Puts the one kept run where builds with one place for it had it: under the number of its layout, and nothing beside it. */
async function asOnceStored(lab) {
  await lab.page.evaluate(async () => {
    const name = (await indexedDB.databases()).map((db) => db.name).find((name) => name.startsWith("karui "));
    const asked = (request) =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const db = await asked(indexedDB.open(name));
    const store = db.transaction("checkpoints", "readwrite").objectStore("checkpoints");
    for (const key of await asked(store.getAllKeys())) {
      const layout = /^run (\d+) /.exec(key)?.[1];
      if (layout) await asked(store.put(await asked(store.get(key)), Number(layout)));
      await asked(store.delete(key));
    }
    db.close();
  });
}

test("a network trained to the end is there after a reload, with a way back, until it is deleted", () =>
  withPage({}, async (lab) => {
    await lab.ready();
    await lab.small();
    const before = await lab.value("metric-accuracy");
    await lab.train();
    const accuracy = await lab.until("metric-accuracy");
    assert.notEqual(accuracy, before);
    await kept(lab, 1);

    await lab.page.reload();
    await lab.by("brought-back").waitFor();
    await origin(lab, "restored");
    await lab.until("metric-accuracy", (now) => now === accuracy, LONG);
    await lab.state("finished");
    assert.equal(await lab.value("progress"), 1);

    await lab.by("train-reset").click();
    await origin(lab, "shipped");
    await lab.by("brought-back").waitFor({ state: "detached" });
    await lab.until("metric-accuracy", (now) => now === before, LONG);
    // It is still kept: one press brings it back.
    await lab.unfold();
    await lab.by("kept-run-open").click();
    await origin(lab, "restored");
    await lab.until("metric-accuracy", (now) => now === accuracy, LONG);

    await lab.by("kept-run-delete").click();
    await kept(lab, 0);
    await lab.page.reload();
    await lab.ready();
    await origin(lab, "shipped");
    assert.equal(await lab.by("brought-back").count(), 0);
  }));

test("other settings than those of a finished run show their own network", () =>
  withPage({}, async (lab) => {
    await lab.ready();
    await lab.small();
    await lab.train();
    await kept(lab, 1);
    const link = lab.page.url();
    await lab.page.goto(link.replace("seed=7", "seed=8"));
    await lab.ready();
    await kept(lab, 1);
    await origin(lab, "shipped");
    assert.equal(await lab.by("brought-back").count(), 0);
    await lab.page.goto(link);
    await lab.by("brought-back").waitFor();
  }));

test("a worker that dies after the end loses nothing", () =>
  withPage({ allow: [/dead for a test/] }, async (lab) => {
    await lab.ready();
    await lab.small();
    await lab.train();
    const accuracy = await lab.until("metric-accuracy");
    await kept(lab, 1);
    const [engine] = lab.page.workers();
    await engine.evaluate(() => setTimeout(() => { throw new Error("dead for a test"); }));
    await lab.told("engine");
    await origin(lab, "restored");
    await lab.until("metric-accuracy", (now) => now === accuracy, LONG);
  }));

test("a worker that dies in the middle of a run is followed by one that offers it", () =>
  withPage({ allow: [/dead for a test/] }, async (lab) => {
    await lab.ready();
    await interrupted(lab, 7);
    const [engine] = lab.page.workers();
    await engine.evaluate(() => setTimeout(() => { throw new Error("dead for a test"); }));
    await lab.by("checkpoint-restore").click();
    await lab.until("progress", (done) => done > 0.01 && done < 1, LONG);
    await lab.state("paused");
  }));

test("two tabs that train keep both runs", () =>
  withPage({}, async (lab) => {
    await lab.ready();
    await beside(lab, async (other) => {
      await other.ready();
      await lab.small({ seed: 1, size: 2000, epochs: 3 });
      await other.small({ seed: 2, size: 2000, epochs: 3 });
      await Promise.all([lab.train(), other.train()]);
      await lab.page.reload();
      await other.page.reload();
      for (const tab of [lab, other]) {
        await kept(tab, 2);
        await tab.by("brought-back").waitFor();
      }
    });
  }));

test("an interrupted run is its tab's own while that lives, and is offered when it is closed", () =>
  withPage({}, async (lab) => {
    await lab.ready();
    await beside(lab, async (other) => {
      await other.ready();
      await interrupted(other, 3);
      await lab.page.reload();
      await lab.ready();
      await kept(lab, 1);
      await lab.unfold();
      assert.equal(await lab.by("kept-run-open").isDisabled(), true);
      assert.equal(await lab.by("kept-run-delete").isDisabled(), true);
      assert.equal(await lab.by("checkpoint-offer").count(), 0);
      await other.page.close();
    });
    await lab.by("checkpoint-restore").click();
    await lab.state("paused", LONG);
    assert.ok((await lab.value("progress")) > 0);
  }));

test("a checkpoint that a build with one place for it has stored is offered", () =>
  withPage({}, async (lab) => {
    await lab.ready();
    await interrupted(lab, 7);
    await lab.page.reload();
    await lab.by("checkpoint-offer").waitFor();
    await asOnceStored(lab);
    await lab.page.reload();
    await lab.by("checkpoint-restore").click();
    await lab.until("progress", (done) => done > 0.01 && done < 1, LONG);
    await lab.state("paused");
    await kept(lab, 1);
  }));

test("a database that is deleted under a run is made anew", () =>
  withPage({}, async (lab) => {
    await lab.ready();
    await interrupted(lab, 7);
    await lab.page.evaluate(async () => {
      for (const { name } of await indexedDB.databases()) {
        await new Promise((resolve) => (indexedDB.deleteDatabase(name).onsuccess = resolve));
      }
    });
    await lab.by("train-start").click();
    const held = await lab.value("progress");
    await lab.until("progress", (done) => done > held, LONG);
    await lab.by("train-pause").click();
    await lab.state("paused");
    await lab.page.waitForTimeout(500);
    assert.equal(await lab.page.getByTestId("fault-storage").count(), 0);
    await lab.page.reload();
    await lab.by("checkpoint-restore").click();
    await lab.until("progress", (done) => done >= held && done < 1, LONG);
  }));
