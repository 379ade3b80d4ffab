// What becomes of weights: a run says what it replaces, a file of others is recognized or questioned, reset brings the shipped ones back.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { DIST, LONG, withPage } from "./lab.mjs";

async function origin(lab, wanted) {
  await lab.page.waitForFunction(
    (wanted) => document.querySelector('[data-testid="weights-origin"]')?.dataset.value === wanted,
    wanted,
    { timeout: LONG },
  );
}

test("weights of another data set are questioned, and reset brings back those that were shipped", () =>
  withPage({}, async (lab) => {
    const shipped = await lab.ready();
    await origin(lab, "shipped");
    const mnist = readFileSync(join(DIST, "weights", "mnist-lenet.safetensors"));
    await lab.by("weights-open").setInputFiles({ name: "mnist.safetensors", mimeType: "", buffer: mnist });
    await origin(lab, "imported");
    await lab.by("weights-doubt").filter({ hasText: /another data set/ }).waitFor({ timeout: LONG });
    assert.ok((await lab.value("metric-accuracy")) < 0.2);
    await lab.by("train-reset").click();
    await origin(lab, "shipped");
    await lab.until("metric-accuracy", (share) => Math.abs(share - shipped) < 0.01, LONG);
    assert.equal(await lab.by("weights-doubt").innerText(), "");
  }));

test("a file of another format is called by its name", () =>
  withPage({}, async (lab) => {
    await lab.ready();
    const open = (bytes) => lab.by("weights-open").setInputFiles({ name: "it", mimeType: "", buffer: Buffer.from(bytes) });
    await open([0x08, 0x08, 0x12, 0x05, 0x6b, 0x61, 0x72, 0x75, 0x69, 0x3a, 0x00]);
    await lab.told("weights", /ONNX file/);
    await open([...Buffer.from("KARUI"), 1, 2, 3, 4]);
    await lab.told("weights", /Karui file/);
    await open([1, 2, 3]);
    await lab.told("weights", /no safetensors file/);
  }));

test("a run says what it replaces before it begins, and how to get it back", () =>
  withPage({}, async (lab) => {
    const shipped = await lab.ready();
    await lab.by("will-replace").filter({ hasText: /Reset brings them back/ }).waitFor();
    assert.match(await lab.by("will-replace").innerText(), /accuracy 9\d\.\d%/);
    await lab.unfold();
    await lab.fill("train-size-input", 1000);
    await lab.fill("epochs-input", 1);
    await lab.train();
    await lab.by("will-replace").filter({ hasText: /Reset brings back/ }).waitFor();
    await lab.by("train-reset").click();
    await origin(lab, "shipped");
    await lab.until("metric-accuracy", (share) => Math.abs(share - shipped) < 0.01, LONG);
  }));
