// Distributed training: workers that train together, and clients that keep their examples.
import assert from "node:assert/strict";
import { test } from "node:test";
import { LONG, PHONE, withPage } from "../../../tests/e2e/lab.mjs";

const attribute = async (lab, id, name) => Number(await lab.by(id).getAttribute(name));

/** Waits until a run has ended, well or not as expected. */
async function ended(lab, state = "ended") {
  await lab.page.locator(`[data-testid="parallel-status"][data-state="${state}"]`).waitFor({ timeout: LONG });
}

/** Starts a run and waits until it is over. */
async function train(lab) {
  await lab.by("parallel-start").click();
  await lab.page.locator('[data-testid="parallel-status"][data-state="running"]').waitFor();
  await ended(lab);
}

test("workers train together: bytes counted are the formula's, and the gradient is one worker's", () =>
  withPage({ query: "?tab=parallel&way=data&data=shapes&ranks=3" }, async (lab) => {
    await lab.ready();
    for (const algorithm of ["ring", "server", "halving"]) {
      await lab.choose("parallel-algorithm", algorithm);
      await train(lab);
      const counted = await lab.value("parallel-bytes");
      assert.ok(counted > 1e6, `${counted}`);
      assert.equal(counted, await attribute(lab, "parallel-bytes", "data-formula"), algorithm);
      const apart = await lab.value("parallel-difference");
      const largest = await attribute(lab, "parallel-difference", "data-largest");
      assert.ok(largest > 0 && apart <= 1e-4 * largest, `${algorithm}: ${apart} of ${largest}`);
      assert.equal(await lab.value("parallel-status"), 150);
    }
    assert.equal(await lab.page.locator(".p-bars li").count(), 3);
  }));

test("the sum in place of the mean, and means of uneven shards, are not one worker's gradient; weighted they are", () =>
  withPage({ query: "?tab=parallel&way=data&data=shapes&ranks=3" }, async (lab) => {
    await lab.ready();
    const ratio = async (division) => {
      await lab.choose("parallel-division", division);
      await train(lab);
      return (await lab.value("parallel-difference")) / (await attribute(lab, "parallel-difference", "data-largest"));
    };
    assert.ok((await ratio("weighted")) < 1e-4);
    assert.ok((await ratio("unweighted")) > 1e-2);
    const sum = await ratio("sum");
    assert.ok(sum > 1.9 && sum < 2.1, `three times as large: ${sum}`);
  }));

test("each way of updating runs to its end, and with a slow worker the others do not wait for it", () =>
  withPage({ query: "?tab=parallel&way=data&data=shapes&ranks=3&slow=1&factor=6" }, async (lab) => {
    await lab.ready();
    for (const mode of ["asynchronous", "bounded", "backup", "local"]) {
      await lab.choose("parallel-mode", mode);
      await train(lab);
      const counted = await lab.value("parallel-bytes");
      assert.equal(counted, await attribute(lab, "parallel-bytes", "data-formula"), mode);
      if (mode !== "asynchronous") continue;
      const delivered = await lab.page.locator(".p-bars li .num").allInnerTexts();
      const [slow, fast] = delivered.map((text) => Number(/(\d+) gradients/.exec(text)[1]));
      assert.ok(fast > slow, `${delivered}`);
    }
  }));

test("a worker is ended in the middle of a run and brought back", () =>
  withPage({ query: "?tab=parallel&way=data&data=shapes&ranks=3&net=lenet" }, async (lab) => {
    await lab.ready();
    await lab.by("parallel-start").click();
    await lab.page.locator('[data-testid="parallel-presence"] [data-do="leave"][data-at="1"]').click();
    await lab.page.locator('[data-testid="parallel-presence"] [data-do="return"][data-at="1"]').click();
    await lab.page.locator('[data-testid="parallel-presence"] [data-do="leave"][data-at="1"]').waitFor();
    await ended(lab);
    assert.equal(await lab.value("parallel-bytes"), await attribute(lab, "parallel-bytes", "data-formula"));
  }));

test("clients train in rounds, and the accuracy rises; the split shows who has what", () =>
  withPage({ query: "?tab=parallel&way=federated&data=shapes&split=shards", viewport: PHONE }, async (lab) => {
    await lab.ready();
    await lab.by("federated-start").click();
    await lab.until("federated-round", (round) => round === 8, LONG);
    const accuracy = await lab.value("federated-accuracy");
    assert.ok(accuracy > 0.2 && accuracy <= 1, `${accuracy}`);
    await lab.by("federated-round").click();
    await lab.until("federated-round", (round) => round === 9, LONG);
    assert.ok((await lab.value("federated-bytes")) > 1e5);
    await lab.page.locator('[data-testid="federated-classes"] svg').waitFor();
    const wide = await lab.page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
    assert.equal(wide, false, "nothing is wider than a phone");
  }));

test("a pipeline runs on stage workers, its gradient one worker's", () =>
  withPage({ query: "?tab=parallel&way=pipeline&data=shapes&stages=2&micro=4&net=mobilenet&pipe=1f1b" }, async (lab) => {
    await lab.ready();
    for (const [kind, stages] of [["1f1b", "2"], ["gpipe", "3"], ["interleaved", "2"]]) {
      await lab.choose("pipeline-schedule", kind);
      await lab.by("pipeline-stages").fill(stages);
      await lab.by("pipeline-run").click();
      await lab.page.locator('[data-testid="pipeline-run"]:not([disabled])').waitFor({ timeout: LONG });
      const largest = await attribute(lab, "pipeline-difference", "data-largest");
      assert.ok(largest > 0 && (await lab.value("pipeline-difference")) <= 1e-4 * largest, kind);
      // A forward and a backward pass of each microbatch at each stage.
      const pieces = lab.page.locator('[data-testid="pipeline-measured"] :is(.p-f, .p-b)');
      await lab.page.waitForFunction(
        (n) => document.querySelectorAll('[data-testid="pipeline-measured"] :is(.p-f, .p-b)').length === n,
        2 * 4 * Number(stages) * (kind === "interleaved" ? 2 : 1),
      );
      assert.ok((await pieces.count()) > 0);
    }
    await lab.choose("pipeline-schedule", "zb-h1");
    assert.ok(await lab.by("pipeline-run").isDisabled());
  }));

test("runs on one worker and on two are points, to which Amdahl's law is fitted", () =>
  withPage({ query: "?tab=parallel&way=speed&data=shapes&ranks=1" }, async (lab) => {
    await lab.ready();
    assert.equal(await lab.by("speed-fit").getAttribute("data-value"), null);
    await lab.by("parallel-data").click();
    for (const workers of ["1", "2"]) {
      await lab.by("parallel-workers").fill(workers);
      await train(lab);
    }
    await lab.by("parallel-speed").click();
    await lab.until("speed-fit", Number.isFinite);
    assert.equal(await lab.page.locator('[data-testid="speed-chart"] .p-point').count(), 2);
    await lab.by("speed-serial").fill("10");
    await lab.page.waitForFunction(() => location.search.includes("serial=10") && location.search.includes("way=speed"));
  }));
