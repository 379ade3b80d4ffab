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

/** JavaScript for workers: the one of that number among those that train together is told of as `worker`, and `each` is done with it. */
const crew = (number, each) => `
  const W = self.Worker;
  let made = 0;
  self.Worker = class extends W {
    constructor(...all) {
      super(...all);
      if (all[1]?.name === "karui-parallel" && made++ === ${number}) { const worker = this; ${each} }
    }
  };`;
const killedAfter = (messages) => `let heard = 0; worker.addEventListener("message", () => { if (++heard === ${messages}) worker.terminate(); });`;

test("a worker that is killed in the midst of a run loses nothing: the others go on from the last step that all have done", () =>
  withPage(
    { query: "?tab=parallel&way=data&data=shapes&ranks=3&net=lenet", worker: crew(1, killedAfter(30)) },
    async (lab) => {
      await lab.ready();
      await train(lab);
      await lab.page.locator('[data-testid="parallel-status"]', { hasText: "Rank 1 was gone in the midst of it" }).waitFor();
      // Whether or not the step was finished by some, each batch is in the weights once.
      assert.equal(await lab.value("parallel-status"), 150);
      await lab.page.locator(".p-bars li", { hasText: "Away" }).waitFor();
      await lab.page.locator('[data-testid="parallel-status"]', { hasText: "Accuracy on 1,000 held-out images" }).waitFor();
      assert.equal(await lab.value("parallel-bytes"), await attribute(lab, "parallel-bytes", "data-formula"));
    },
  ));

test("where gradients go to one place another worker takes the place of one that is killed", () =>
  withPage(
    { query: "?tab=parallel&way=data&data=shapes&ranks=3&net=lenet&update=bounded", worker: crew(2, killedAfter(20)) },
    async (lab) => {
      await lab.ready();
      await train(lab);
      await lab.page.locator('[data-testid="parallel-status"]', { hasText: "another worker has taken its place" }).waitFor();
      assert.equal(await lab.value("parallel-bytes"), await attribute(lab, "parallel-bytes", "data-formula"));
    },
  ));

test("a run whose worker says nothing more is stopped all the same, and another can begin", () =>
  withPage(
    {
      query: "?tab=parallel&way=data&data=shapes&ranks=2&net=lenet",
      worker: `if (self.name === "karui-parallel") { let said = 0; const post = self.postMessage.bind(self); self.postMessage = (...all) => { if (++said < 20) post(...all); }; }`,
    },
    async (lab) => {
      await lab.ready();
      await lab.by("parallel-start").click();
      await lab.until("parallel-status", (updates) => updates > 5, LONG);
      await lab.by("parallel-stop").click();
      await ended(lab);
      assert.ok(await lab.by("parallel-start").isEnabled());
    },
  ));

test("results say what they are of, and that something else is chosen by now", () =>
  withPage({ query: "?tab=parallel&way=data&data=shapes&ranks=2" }, async (lab) => {
    await lab.ready();
    await train(lab);
    const belongs = lab.page.locator(".p-belongs");
    await belongs.filter({ hasText: "Synchronous, " }).filter({ hasText: "2 workers" }).waitFor();
    assert.equal(await belongs.getAttribute("data-stale"), "false");
    await lab.choose("parallel-mode", "asynchronous");
    await lab.page.locator('.p-belongs[data-stale="true"]', { hasText: "Settings have changed since" }).waitFor();
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

test("the pipeline runs as it is at first; a network with too few layers is said to be one, with advice", () =>
  withPage({ query: "?tab=parallel&way=pipeline&data=shapes" }, async (lab) => {
    await lab.ready();
    await lab.by("pipeline-run").click();
    await lab.until("pipeline-difference", Number.isFinite, LONG);
    await lab.choose("pipeline-net", "mlp");
    await lab.page.locator('[data-testid="pipeline-difference"]', { hasText: "MLP can be cut into 2 stages at most. Let ranks p be 2 or fewer" }).waitFor();
    assert.ok(await lab.by("pipeline-run").isDisabled());
    await lab.by("pipeline-stages").fill("2");
    await lab.page.locator('[data-testid="pipeline-run"]:not([disabled])').waitFor();
  }));

test("a pipeline runs on stage workers, its gradient one worker's", () =>
  withPage({ query: "?tab=parallel&way=pipeline&data=shapes&stages=2&micro=4&staged=mobilenet&pipe=1f1b" }, async (lab) => {
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
    await lab.page.locator('[data-testid="speed-chart"] .p-point').nth(1).waitFor();
    assert.equal(await lab.page.locator('[data-testid="speed-chart"] .p-point').count(), 2);
    // On a busy machine two may be slower than one; then there is no share that would explain it.
    const [told, share] = [await lab.by("speed-fit").innerText(), await lab.value("speed-fit")];
    if (told.includes("it does not describe this")) assert.ok(Number.isNaN(share), told);
    else assert.ok(told.includes("Fitted to Amdahl's law") && share >= 0 && share <= 1, `${share}: ${told}`);
    await lab.by("speed-serial").fill("10");
    await lab.page.waitForFunction(() => location.search.includes("serial=10") && location.search.includes("way=speed"));
  }));
