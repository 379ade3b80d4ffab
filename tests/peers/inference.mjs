// Side by side: MobileNetV1's answer to one image, in floats and in 8-bit integers.
//
//   node tests/peers/run.mjs --only inference [--peers litert,onnx] [--rounds 7] [--seconds 1] [--no-build] [--webgpu]
//   [--out FILE]
//
// LiteRT.js takes part where tflite/ has the files that make_tflite.py writes. One thread each, in turn; a figure is the
// median over the rounds of milliseconds per image, beside it the same in CPU time of the thread that does the work. With
// --webgpu all is done on one WebGPU adapter, by others than Karui in floats; CPU time is then that of the page alone.
import { existsSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { serve } from "../e2e/server.mjs";
import { build, median, open, repository, say, start } from "./host.mjs";

const { values: options } = parseArgs({
  options: {
    rounds: { type: "string", default: "7" },
    seconds: { type: "string", default: "1" },
    only: { type: "string", default: "" },
    peers: { type: "string", default: "" },
    "no-build": { type: "boolean", default: false },
    webgpu: { type: "boolean", default: false },
    out: { type: "string", default: "" },
  },
});
const rounds = Number(options.rounds);
const seconds = Number(options.seconds);
if (!options["no-build"]) build();

const NETWORKS = [
  { name: "MobileNetV1 1.0, 224×224×3", alpha: "1.0", size: 224 },
  { name: "MobileNetV1 0.25, 128×128×3", alpha: "0.25", size: 128 },
];
const CONTENDERS = [
  { name: "Karui (relaxed SIMD)", engine: "karui", flavour: "relaxed", ours: true },
  { name: "Karui (SIMD128)", engine: "karui", flavour: "simd128", ours: true },
  { name: "LiteRT.js 2.5", engine: "litert" },
  { name: "onnxruntime-web 1.30", engine: "onnx", flavour: "simd128" },
];
const ON_WEBGPU = [
  { name: "Karui WebGPU", engine: "karui-gpu", flavour: "relaxed", ours: true },
  { name: "LiteRT.js 2.5 webgpu", engine: "litert", accelerator: "webgpu" },
  { name: "TensorFlow.js webgpu", engine: "tfjs" },
  { name: "onnxruntime-web 1.30 webgpu", engine: "onnx", flavour: "relaxed", accelerator: "webgpu" },
];
const wanted = options.peers.toLowerCase().split(",");
const takesPart = ({ name, ours }) => ours || wanted.some((part) => name.toLowerCase().includes(part));

/** Runs one contender for some time: milliseconds per image, by the clock and by the thread's own. */
async function measure({ page, threadTime, task }, time) {
  const before = await threadTime();
  const { images, elapsed } = await page.evaluate(
    async ([task, time]) => (await import("./inference.js")).measure(task, time),
    [task, time],
  );
  return { ms: elapsed / images, cpu: (((await threadTime()) - before) * 1000) / images };
}

const server = await serve({ root: repository, base: "/", csp: false });
const browser = await start(options.webgpu);
const results = [];
for (const { name: network, alpha, size } of NETWORKS) {
  const rows = [];
  for (const contender of (options.webgpu ? ON_WEBGPU : CONTENDERS).filter(takesPart)) {
    for (const kind of options.webgpu && !contender.ours ? ["float"] : ["float", "int8"]) {
      const file = `tests/peers/tflite/mobilenet-v1-${alpha}-${size}-${kind}.tflite`;
      const what = `${network}: ${contender.name} ${kind}`;
      try {
        if (contender.engine === "litert" && !existsSync(join(repository, file))) throw new Error(`no ${file}: see make_tflite.py`);
        const task = { ...contender, alpha: Number(alpha), size, kind, file: `/${file}` };
        const row = { ...contender, kind, task, ...(await open(browser, server.url, "inference")), times: [], cpus: [] };
        // The first images tier up WebAssembly and fill caches.
        const first = await measure(row, 1);
        say(`${what} takes part (warm-up ${first.ms.toFixed(2)} ms)`);
        rows.push(row);
      } catch (error) {
        say(`${what} does not take part: ${error.message.split("\n")[0]}`);
      }
    }
  }
  for (let round = 0; round < rounds; round += 1) {
    for (let i = 0; i < rows.length; i += 1) {
      const row = rows[(i + round) % rows.length];
      const { ms, cpu } = await measure(row, seconds);
      row.times.push(ms);
      row.cpus.push(cpu);
    }
    say(`${network}: round ${round + 1} of ${rounds}`);
  }
  for (const row of rows) await row.page.close();
  results.push({
    network,
    rows: rows.map(({ name, kind, ours, times, cpus }) => ({
      name,
      kind,
      ours: Boolean(ours),
      ms: median(times),
      least_ms: Math.min(...times),
      cpu_ms: median(cpus),
    })),
  });
}
const version = browser.version();
await browser.close();
await server.close();

// --- the table --------------------------------------------------------------------------------------------------------

const number = (value) => value.toLocaleString("en", { maximumSignificantDigits: 3 });
const text = [
  `Chromium ${version}, ${cpus()[0].model.trim()}, ${options.webgpu ? "one WebGPU adapter" : "one thread"}, one image at a time; medians of ${rounds} rounds of ${seconds} s, in turn.`,
  "",
];
for (const { network, rows } of results) {
  text.push(`**${network}**`, "");
  text.push("| | float ms | int8 ms | int8 is … times as fast | CPU time: float ms | int8 ms | times |", "|---|--:|--:|--:|--:|--:|--:|");
  for (const name of new Set(rows.map((row) => row.name))) {
    const of = (kind) => rows.find((row) => row.name === name && row.kind === kind);
    const cells = (key) => {
      const [float, int8] = [of("float")?.[key], of("int8")?.[key]];
      return [float, int8].map((ms) => (ms ? number(ms) : "")).concat(float && int8 ? (float / int8).toFixed(2) : "");
    };
    text.push(`| ${[name, ...cells("ms"), ...cells("cpu_ms")].join(" | ")} |`);
  }
  text.push("");
}
process.stdout.write(`${text.join("\n")}\n`);
if (options.out) {
  writeFileSync(`${options.out}.md`, `${text.join("\n")}\n`);
  writeFileSync(`${options.out}.json`, `${JSON.stringify({ chromium: version, rounds, seconds, results }, null, 1)}\n`);
}
