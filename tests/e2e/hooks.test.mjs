// What other tests hold on to: the test ids of the bench, the explorer and the real networks, and the raw numbers on them.
import assert from "node:assert/strict";
import { test } from "node:test";
import { LONG, withPage } from "./lab.mjs";

const SCORES = ["size", "latency", "throughput", "accuracy", "macs"].map((name) => `score-${name}`);

/** Fails unless each id is in the page once and is seen. */
async function seen(lab, ids) {
  for (const id of ids) {
    const found = lab.page.getByTestId(id);
    await found.first().waitFor({ timeout: LONG });
    assert.equal(await found.count(), 1, id);
  }
}

test("the bench has its hooks, each score the raw number now and before", () =>
  withPage({ query: "?tab=diet" }, async (lab) => {
    await lab.ready();
    const techniques = ["quantize", "prune", "distill", "fold-bn", "cluster", "low-rank"];
    await seen(lab, techniques.map((name) => `toggle-${name}`));
    // A technique's settings are there while it is on.
    await lab.by("toggle-distill").click();
    await lab.by("toggle-quantize").click();
    await lab.by("toggle-prune").click();
    await seen(lab, ["quant-dtype", "quant-granularity", "prune-kind", "prune-amount", "distill-temperature", "run-recipe"]);
    await lab.by("toggle-distill").click();
    await seen(lab, [...SCORES, "export-onnx", "export-safetensors"]);
    const numbers = (id) =>
      lab.by(id).evaluate((e) => [e.dataset.value, e.dataset.before].map((text) => (text ? Number(text) : Number.NaN)));
    await lab.until("score-size", (size) => size < 250_000, LONG);
    for (const id of SCORES) {
      const [now, before] = await numbers(id);
      assert.ok(now > 0 && before > 0, `${id}: ${now}, before ${before}`);
    }
    await lab.by("run-recipe").click();
    await lab.tab("trials");
    await lab.page.locator('[data-testid="runs-table"] tbody tr').first().waitFor({ timeout: LONG });
    await seen(lab, ["runs-table", "pareto-plot", "export-json", "export-tflite", "export-c", "memory-plan", "board-select", "fits"]);
  }));

test("the explorer has its hooks, each with its number", () =>
  withPage({ query: "?tab=mobilenet" }, async (lab) => {
    await seen(lab, ["mobilenet-version", "alpha-input", "resolution-input", "explorer-params", "explorer-macs", "explorer-table"]);
    for (const id of ["alpha-input", "resolution-input", "explorer-params", "explorer-macs", "explorer-table"]) {
      await lab.until(id, (value) => value > 0, LONG);
    }
    assert.equal(await lab.by("mobilenet-version").getAttribute("data-value"), "v1");
  }));

test("the real networks have their hooks", () =>
  withPage({ query: "?tab=real" }, async (lab) => {
    await seen(lab, ["photo-list", "camera-start"]);
    await lab.page.getByTestId("top-class").first().waitFor({ timeout: LONG });
    assert.ok((await lab.until("top-class", Number.isFinite, LONG)) <= 1);
    assert.ok((await lab.until("frame-latency", Number.isFinite, LONG)) > 0);
  }));
