#!/usr/bin/env node
// Side by side: training steps of Karui and of other engines, in one Chromium, on one thread, in turn.
//
//   npm ci --prefix tests/peers && node tests/peers/run.mjs [--only lenet] [--peers onnx,wasm,pytorch]
//   [--rounds 5] [--seconds 2] [--no-build] [--webgpu] [--out FILE]
//
// Forward, backward and update with batches of 64, images per second. The contenders take turns, in another order each
// round, so that a busy moment of the machine falls on all of them; a figure is the median of its rounds. Beside it stands
// the same per second of CPU time of the thread that does the work: where the two differ, the machine was busy. PyTorch
// takes part where `python3` (or $PYTHON) has it. `--only inference` is the other benchmark: see inference.mjs. With --webgpu
// all is done on one WebGPU adapter, a software one where there is no other.
import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { serve } from "../e2e/server.mjs";
import { build, median, open, repository, say, start } from "./host.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const { values: options } = parseArgs({
  options: {
    rounds: { type: "string", default: "5" },
    seconds: { type: "string", default: "2" },
    only: { type: "string", default: "" },
    peers: { type: "string", default: "" },
    "no-build": { type: "boolean", default: false },
    webgpu: { type: "boolean", default: false },
    out: { type: "string", default: "" },
  },
});
const rounds = Number(options.rounds);
const seconds = Number(options.seconds);

if (options.only === "inference") {
  // Another task, another table.
  await import("./inference.mjs");
  process.exit();
}
if (!options["no-build"]) build();

const BATCH = 64; // as in pages/task.js and native.py
const NETWORKS = {
  lenet: "LeNet-style CNN, 28×28×1, SGD momentum",
  mobilenet: "MobileNet-style network, 32×32×3, Adam",
};

// What can take part. `argument` is told to the page. `slow` ones take seconds for a step: one round of one step tells
// enough. `elsewhere`: the work is not done by the page's own thread.
const CONTENDERS = [
  { name: "Karui (relaxed SIMD)", page: "karui", argument: "relaxed", ours: true },
  { name: "Karui (SIMD128)", page: "karui", argument: "simd128", ours: true },
  { name: "onnxruntime-web training 1.19", page: "onnx", note: { lenet: "plain SGD: it has no momentum" } },
  { name: "TensorFlow.js wasm", page: "tfjs", argument: "wasm", note: { all: "missing gradients patched in" } },
  { name: "TensorFlow.js webgl", page: "tfjs", argument: "webgl", slow: true, elsewhere: true, note: { all: "no GPU: software rendering" } },
  { name: "TensorFlow.js cpu", page: "tfjs", argument: "cpu", slow: true },
  { name: "PyTorch, native, SSE4.1", native: true },
];
const ON_WEBGPU = [
  { name: "Karui WebGPU", page: "karui-gpu", argument: "relaxed", ours: true, elsewhere: true },
  { name: "TensorFlow.js webgpu", page: "tfjs", argument: "webgpu", elsewhere: true },
];
const wanted = options.peers.toLowerCase().split(",");
const contenders = (options.webgpu ? ON_WEBGPU : CONTENDERS).filter(({ name, ours }) => ours || wanted.some((part) => name.toLowerCase().includes(part)));

/** A page with one contender in it: `measure(network, seconds)`. */
async function inBrowser(browser, url, { page: module, argument }) {
  const { page, threadTime } = await open(browser, url, module);
  return {
    measure: async (network, time) => {
      const before = await threadTime();
      const found = await page.evaluate(
        async ([file, network, argument, time]) => {
          const [{ create }, { measure }] = await Promise.all([import(file), import("./task.js")]);
          globalThis.made ??= {};
          const made = (globalThis.made[network] ??= await create(network, argument));
          return measure(made, made.data, time);
        },
        [`./${module}.js`, network, argument, time],
      );
      return { ...found, cpu: (found.steps * BATCH) / ((await threadTime()) - before) };
    },
    close: () => page.close(),
  };
}

/** PyTorch in a process of its own, kept to one thread and 128-bit vectors. */
async function natively() {
  const python = process.env.PYTHON ?? "python3";
  const child = spawn(python, [join(here, "native.py")], {
    stdio: ["pipe", "pipe", "pipe"],
    env: {
      ...process.env,
      ATEN_CPU_CAPABILITY: "default",
      ONEDNN_MAX_CPU_ISA: "SSE41",
      MKL_ENABLE_INSTRUCTIONS: "SSE4_2",
      OMP_NUM_THREADS: "1",
      MKL_NUM_THREADS: "1",
    },
  });
  let complaint = "";
  child.stderr.on("data", (text) => (complaint += text));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const read = async () => {
    const { value, done } = await lines.next();
    if (done) throw new Error(complaint.trim().split("\n").pop() ?? `${python} ended`);
    return JSON.parse(value);
  };
  child.on("error", (error) => (complaint = error.message));
  const { ready, capability } = await read();
  say(`  PyTorch ${ready}, CPU capability ${capability}`);
  return {
    measure: async (network, time) => {
      child.stdin.write(`${network} ${time}\n`);
      return read();
    },
    close: () => child.kill(),
  };
}

const server = await serve({ root: repository, base: "/", csp: false });
const browser = await start(options.webgpu);

const results = {};
for (const network of Object.keys(NETWORKS).filter((name) => !options.only || name === options.only)) {
  const rows = [];
  for (const contender of contenders) {
    try {
      const running = contender.native ? await natively() : await inBrowser(browser, server.url, contender);
      // The first steps compile shaders, tier up WebAssembly and fill caches.
      const first = await running.measure(network, contender.slow ? 0 : 1);
      say(`${network}: ${contender.name} takes part (warm-up ${first.rate.toFixed(1)} images/s)`);
      rows.push({ ...contender, ...running, rates: [], cpu: [], loss: first.loss });
    } catch (error) {
      say(`${network}: ${contender.name} does not take part: ${error.message.split("\n")[0]}`);
    }
  }
  for (let round = 0; round < rounds; round += 1) {
    for (let i = 0; i < rows.length; i += 1) {
      const row = rows[(i + round) % rows.length];
      if (row.failed || (row.slow && round > 0)) continue;
      try {
        const { rate, cpu, loss } = await row.measure(network, row.slow ? 0 : seconds);
        row.rates.push(rate);
        row.cpu.push(cpu);
        row.loss = loss;
      } catch (error) {
        // The others go on: what this one has measured so far still counts.
        row.failed = true;
        say(`${network}: ${row.name} stopped: ${error.message.split("\n")[0]}`);
      }
    }
    say(`${network}: round ${round + 1} of ${rounds}`);
  }
  for (const row of rows) await row.close();
  results[network] = rows.filter(({ rates }) => rates.length).map(({ name, ours, elsewhere, rates, cpu, loss, note }) => ({
    name,
    ours: Boolean(ours),
    images_per_second: median(rates),
    lowest: Math.min(...rates),
    highest: Math.max(...rates),
    images_per_cpu_second: elsewhere ? null : median(cpu),
    last_loss: loss,
    note: note?.all ?? note?.[network] ?? "",
  }));
}
const version = browser.version();
await browser.close();
await server.close();

// --- the table --------------------------------------------------------------------------------------------------------

const number = (value) => value.toLocaleString("en", { maximumFractionDigits: value < 100 ? 1 : 0 });
const machine = `Chromium ${version}, ${cpus()[0].model.trim()}`;
const text = [`${machine}, ${options.webgpu ? "one WebGPU adapter" : "one thread"}, batch ${BATCH}; median of ${rounds} rounds of ${seconds} s, in turn.`, ""];
const HEAD = ["| | images/s | lowest – highest | per CPU second | Karui is … times as fast | |", "|---|--:|--:|--:|--:|---|"];
for (const [network, rows] of Object.entries(results)) {
  const best = rows.filter((row) => row.ours).sort((a, b) => b.images_per_second - a.images_per_second)[0];
  text.push(`**${NETWORKS[network]}**`, "", ...HEAD);
  for (const row of [...rows].sort((a, b) => b.images_per_second - a.images_per_second)) {
    const range = `${number(row.lowest)} – ${number(row.highest)}`;
    const cpu = row.images_per_cpu_second ? number(row.images_per_cpu_second) : "";
    const ratio = best && !row.ours ? (best.images_per_second / row.images_per_second).toFixed(2) : "";
    text.push(`| ${row.name} | ${number(row.images_per_second)} | ${range} | ${cpu} | ${ratio} | ${row.note} |`);
  }
  text.push("");
}
process.stdout.write(`${text.join("\n")}\n`);
if (options.out) {
  writeFileSync(`${options.out}.md`, `${text.join("\n")}\n`);
  writeFileSync(`${options.out}.json`, `${JSON.stringify({ chromium: version, rounds, seconds, results }, null, 1)}\n`);
}
