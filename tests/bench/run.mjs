// Runs the bench crate in Chromium:
//
//   node tests/bench/run.mjs bench|gpu-bench|check|gpu|gpu-quick --flavour F --dir DIR [--filter NAME] [--json]
//
// DIR holds what wasm-bindgen made of it; `./lab bench`, `./lab test wasm` and `./lab test gpu` build it first. What is of a
// GPU runs on a software adapter: its speed says little, what a step costs in kernels and bytes is the same on every adapter.
import { copyFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { launch } from "../e2e/browser.mjs";
import { serve } from "../e2e/server.mjs";

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    flavour: { type: "string", default: "simd128" },
    filter: { type: "string", default: "" },
    dir: { type: "string" },
    json: { type: "boolean", default: false },
  },
});
const kind = positionals[0] ?? "bench";
const onGpu = kind.startsWith("gpu");
const out = (line) => process.stdout.write(`${line}\n`);

writeFileSync(join(options.dir, "index.html"), "<!doctype html><title>karui-bench</title>");
copyFileSync(join(dirname(fileURLToPath(import.meta.url)), "worker.js"), join(options.dir, "worker.js"));
const server = await serve({ root: options.dir, base: "/", csp: false });
const browser = await launch({ webgpu: onGpu });
const page = await browser.newPage();
// A panic's words go to the console before the trap; they are the better half of the message.
let lastError = "";
page.on("console", (message) => {
  if (message.type() === "error") lastError = message.text();
});
await page.goto(server.url);

// A fresh instance: after a trap the old one is in an unknown state.
const load = () =>
  page.evaluate(async () => {
    const bench = await import("./karui_bench.js?" + performance.now());
    await bench.default({ module_or_path: new URL("karui_bench_bg.wasm", location.href) });
    globalThis.bench = bench;
  });

// A worker for each check of a GPU: what it says, or why it broke off.
const checkInWorker = (name) =>
  page.evaluate(
    (name) =>
      new Promise((resolve) => {
        const worker = new Worker("./worker.js", { type: "module" });
        const end = (fault) => {
          worker.terminate();
          resolve(fault);
        };
        worker.onmessage = ({ data }) => end(data);
        worker.onerror = ({ message }) => end(message ?? "the worker failed");
        worker.postMessage(name);
      }),
    name,
  );

// Training steps on the GPU for some seconds: images per second, and what one step takes.
const trainOnGpu = (network, values) =>
  page.evaluate(
    async ([network, values]) => {
      const training = await globalThis.bench.GpuTraining.create(network);
      const batch = 64;
      const images = Float32Array.from({ length: batch * values }, () => Math.random());
      const labels = Uint8Array.from({ length: batch }, (_, i) => i % 10);
      const burst = async (steps) => {
        for (let i = 0; i < steps; i += 1) training.step(images, labels);
        await training.loss();
        return steps;
      };
      // Pipelines are compiled with the first.
      await burst(1);
      const [start, before] = [performance.now(), training.traffic()];
      let steps = 0;
      while (performance.now() - start < 4_000) steps += await burst(4);
      const seconds = (performance.now() - start) / 1000;
      const [written, read] = training.traffic().map((bytes, i) => Math.round((bytes - before[i]) / steps));
      const note = `${training.dispatches()} dispatches, ${written} bytes to the device and ${read} back a step, batch ${batch}`;
      return [{ name: `${network}: training step on the GPU`, value: (batch * steps) / seconds, unit: "images/s", note }];
    },
    [network, values],
  );
const GPU_TRAININGS = { lenet: 28 * 28, mobilenet: 32 * 32 * 3 };

await load();
const listed =
  kind === "gpu-bench"
    ? Object.keys(GPU_TRAININGS).filter((name) => name.includes(options.filter))
    : (await page.evaluate(([k, f]) => globalThis.bench.names(k, f), [kind, options.filter])).split("\n");
const names = listed.filter(Boolean);

let passed = 0;
let failed = 0;
let ignored = 0;
const rows = [];
for (const name of names) {
  lastError = "";
  try {
    if (kind.endsWith("bench")) {
      const found =
        kind === "gpu-bench"
          ? await trainOnGpu(name, GPU_TRAININGS[name])
          : JSON.parse(await page.evaluate((n) => globalThis.bench.run(n, () => performance.now()), name));
      rows.push(...found);
      if (!options.json) for (const row of found) out(line(row));
    } else if (onGpu) {
      const start = performance.now();
      const fault = await checkInWorker(name);
      if (fault.startsWith("ignored: ")) {
        ignored += 1;
        out(`${name}: ${fault}`);
        continue;
      }
      if (fault) throw new Error(fault);
      out(`ok ${name} (${((performance.now() - start) / 1000).toFixed(1)} s)`);
    } else {
      const fault = await page.evaluate((n) => globalThis.bench.check(n), name);
      if (fault) throw new Error(fault);
    }
    passed += 1;
  } catch (error) {
    failed += 1;
    out(`FAILED ${options.flavour} ${name}: ${lastError || error.message}`);
    await load();
  }
}

function line({ name, value, unit, note }) {
  const figure = value.toLocaleString("en", { maximumSignificantDigits: 4 });
  return `${options.flavour.padEnd(8)} ${name.padEnd(52)} ${figure.padStart(10)} ${unit.padEnd(9)} ${note}`;
}

if (options.json) out(JSON.stringify({ flavour: options.flavour, rows }));
else if (!kind.endsWith("bench")) out(`${passed} passed, ${failed} failed${ignored ? `, ${ignored} ignored` : ""}`);
await browser.close();
await server.close();
process.exitCode = failed ? 1 : 0;
