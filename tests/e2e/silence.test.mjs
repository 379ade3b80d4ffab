// Files that a host never sends, though it takes the request: whoever waits is told, and can have them fetched anew.
import assert from "node:assert/strict";
import { test } from "node:test";
import { LONG, server, withPage } from "./lab.mjs";

// The page waits 5, 15 and 25 seconds, the worker 30, where this lets a tenth pass.
const QUICKER = () => {
  for (const name of ["setTimeout", "setInterval"]) {
    const set = globalThis[name].bind(globalThis);
    globalThis[name] = (work, ms, ...rest) => set(work, ms >= 5000 ? ms / 10 : ms, ...rest);
  }
};
const told = (lab) => lab.page.getByTestId("fault-engine").first().waitFor({ timeout: LONG });

for (const [how, fault] of [["never comes", "silence"], ["is empty", () => ""]]) {
  test(`a worker that ${how} is told, and is there when it is asked for again`, () =>
    withPage({ faults: { "worker.js": fault }, init: QUICKER }, async (lab) => {
      await told(lab);
      server.faults.clear();
      await lab.page.getByTestId("fault-engine").getByRole("button").click();
      await lab.ready();
      assert.equal(await lab.by("fault-engine").count(), 0);
    }));
}

test("a worker whose code never comes is told", () =>
  withPage({ faults: { karui_worker_bg: "silence" }, init: QUICKER, lang: "ja" }, async (lab) => {
    await told(lab);
    assert.match(await lab.by("fault-engine").innerText(), /届きません/);
  }));

test("a page whose code is slow says so until it is there", () =>
  withPage({ faults: { karui_app: "silence" }, init: QUICKER }, async (lab) => {
    await lab.by("boot-fault").waitFor({ timeout: LONG });
  }));

test("a part of the page that never comes is told", () =>
  withPage({ faults: { "app/mobilenet-": "silence" }, init: QUICKER, query: "?tab=mobilenet" }, async (lab) => {
    await lab.by("part-failed").waitFor({ timeout: LONG });
  }));

test("data that never comes are told, and the page goes on", () =>
  withPage({ worker: `(${QUICKER})();` }, async (lab) => {
    await lab.ready();
    server.faults.set("data/mnist/", "silence");
    await lab.choose("data-select", "mnist");
    await lab.by("train-start").click();
    await lab.told("data", /timeout/);
    server.faults.clear();
    await lab.small();
    await lab.train();
  }));

test("a lab's part of the worker that never comes is told", () =>
  withPage({ faults: { "relaxed/mobilenet-": "silence", "simd128/mobilenet-": "silence" }, worker: `(${QUICKER})();`, query: "?tab=mobilenet" }, async (lab) => {
    await lab.page.getByRole("alert").filter({ hasText: /timeout/ }).first().waitFor({ timeout: LONG });
  }));
