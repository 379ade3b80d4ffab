// Training on the GPU: a software adapter stands for one, so nothing here is fast.
import assert from "node:assert/strict";
import { test } from "node:test";
import { LONG, withPage } from "./lab.mjs";

const RUN = "?data=shapes&model=mlp&n=1000&batch=50&epochs=1&seed=7&workers=1";

/** The loss that the run ends with on a device. */
async function loss(device) {
  let loss;
  await withPage({ webgpu: true, query: `${RUN}&device=${device}` }, async (lab) => {
    await lab.ready();
    await lab.train();
    assert.equal(await lab.by("device-badge").getAttribute("data-value"), device);
    loss = await lab.value("metric-loss");
  });
  return loss;
}

test("a network trains on the GPU as it does on the CPU", async () => {
  const [cpu, gpu] = [await loss("cpu"), await loss("webgpu")];
  assert.ok(Math.abs(gpu - cpu) < 1e-3 * cpu, `losses ${cpu} and ${gpu}`);
});

test("a run on the GPU can be paused, stepped, compared with the CPU, and taken up by another visit", () =>
  withPage({ webgpu: true, query: `${RUN.replace("n=1000", "n=20000")}&device=webgpu` }, async (lab) => {
    await lab.ready();
    await lab.by("train-start").click();
    await lab.until("progress", (done) => done > 0, LONG);
    await lab.by("train-pause").click();
    await lab.state("paused");
    // The first validation measured where validation is faster.
    await lab.by("device-badge").click();
    for (const device of ["cpu", "gpu"]) assert.ok((await lab.until(`device-validation-${device}`)) > 0);
    await lab.by("device-badge").click();
    const before = await lab.value("progress");
    await lab.by("train-step").click();
    await lab.until("progress", (done) => done > before, LONG);
    await lab.state("paused", LONG);
    // The first steps are the CPU's, and the page shows how near.
    await lab.by("device-badge").click();
    await lab.by("device-compare").click();
    const apart = await lab.until("device-compared", Number.isFinite, LONG);
    assert.ok(apart < 1e-4, `losses are ${apart} apart`);
    assert.match(await lab.by("device-compared").innerText(), /CPU.*GPU/);
    const kept = await lab.value("progress");
    await lab.page.reload();
    await lab.ready();
    await lab.by("checkpoint-restore").click();
    await lab.until("progress", (done) => Math.abs(done - kept) < 1e-6, LONG);
  }));

test("a run that waits for its kernels to be compiled can be paused, and goes on", () =>
  withPage({ webgpu: true, query: `${RUN.replace("mlp", "lenet")}&device=webgpu` }, async (lab) => {
    await lab.ready();
    await lab.by("train-start").click();
    await lab.by("train-pause").click();
    await lab.state("paused");
    assert.equal(await lab.value("progress"), 0);
    await lab.by("train-start").click();
    await lab.until("progress", (done) => done > 0, LONG);
    assert.equal(await lab.by("device-badge").getAttribute("data-value"), "webgpu");
  }));

test("automatic leaves an adapter that is software alone", () =>
  withPage({ webgpu: true, query: `${RUN}&device=auto` }, async (lab) => {
    await lab.ready();
    await lab.train();
    assert.equal(await lab.by("device-badge").getAttribute("data-value"), "cpu");
    await lab.by("device-badge").click();
    assert.ok(Number.isNaN(await lab.value("device-speed-gpu")), "nothing was compiled for it");
  }));

// The browser's only adapter is software: for these it says another name.
const NAMED = `for (const key of ["description", "vendor", "architecture"]) {
  Object.defineProperty(GPUAdapterInfo.prototype, key, { get: () => "chip of a test" });
}
Object.defineProperty(GPUAdapterInfo.prototype, "isFallbackAdapter", { get: () => false });`;

test("automatic measures both devices, shows both figures and takes the faster", () =>
  withPage({ webgpu: true, query: `${RUN}&device=auto`, worker: NAMED }, async (lab) => {
    await lab.ready();
    await lab.train();
    await lab.by("device-badge").click();
    const [cpu, gpu] = [await lab.until("device-speed-cpu"), await lab.until("device-speed-gpu")];
    const faster = gpu > cpu ? "webgpu" : "cpu";
    assert.equal(await lab.by("device-badge").getAttribute("data-value"), faster);
    await lab.by("device-speed-gpu").click();
    await lab.page.getByRole("dialog").filter({ hasText: "webgpu" }).waitFor();
  }));

test("a device that is lost in mid-run: the CPU goes on from the last weights", () =>
  withPage(
    {
      webgpu: true,
      query: `${RUN.replace("n=1000", "n=20000")}&device=webgpu`,
      allow: [/./],
      worker: `{
        const request = GPUAdapter.prototype.requestDevice;
        GPUAdapter.prototype.requestDevice = async function (...asked) {
          const device = await request.apply(this, asked);
          new BroadcastChannel("lose the device").onmessage = () => device.destroy();
          return device;
        };
      }`,
    },
    async (lab) => {
      await lab.ready();
      await lab.by("train-start").click();
      await lab.until("progress", (done) => done > 0, LONG);
      assert.equal(await lab.by("device-badge").getAttribute("data-value"), "webgpu");
      await lab.page.evaluate(() => new BroadcastChannel("lose the device").postMessage(0));
      await lab.told("engine", /GPU/);
      assert.equal(await lab.by("device-badge").getAttribute("data-value"), "cpu");
      await lab.state("finished", LONG);
      assert.ok((await lab.until("metric-accuracy")) > 0.15);
    },
  ));

for (const [what, fault, said] of [
  [
    "an adapter without a device",
    `GPUAdapter.prototype.requestDevice = async () => { throw new DOMException("no device here", "OperationError"); };`,
    /no device here/,
  ],
  [
    "a device that is out of memory in mid-run",
    `const request = GPUAdapter.prototype.requestDevice;
     GPUAdapter.prototype.requestDevice = async function (...asked) {
       const device = await request.apply(this, asked);
       const submit = device.queue.submit;
       let left = 30;
       device.queue.submit = function (...work) {
         if (left-- === 0) {
           const error = new GPUOutOfMemoryError("the test's memory is full");
           device.dispatchEvent(new GPUUncapturedErrorEvent("uncapturederror", { error, cancelable: true }));
         }
         return submit.apply(this, work);
       };
       return device;
     };`,
    /memory/i,
  ],
]) {
  test(`${what}: it is told, and the CPU trains to the end`, () =>
    withPage({ webgpu: true, query: `${RUN}&device=webgpu`, allow: [/./], worker: `{${fault}}` }, async (lab) => {
      await lab.ready();
      await lab.by("train-start").click();
      await lab.told("engine", said);
      await lab.state("finished", LONG);
      assert.equal(await lab.by("device-badge").getAttribute("data-value"), "cpu");
      assert.ok((await lab.until("metric-accuracy")) > 0.1);
    }));
}

test("a GPU that is asked for and not there is told at once, and the CPU trains", () =>
  withPage({ query: `${RUN}&device=webgpu`, allow: [/gpu|adapter/i] }, async (lab) => {
    await lab.told("engine", /GPU/);
    await lab.ready();
    await lab.train();
    assert.equal(await lab.by("device-badge").getAttribute("data-value"), "cpu");
  }));
