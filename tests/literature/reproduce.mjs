// Rows of the literature, measured with Karui: node tests/literature/reproduce.mjs [--quick] > table.md
//
// Trains the networks of the papers with `karui`, runs the recipes, and prints a table: what the paper says, what came
// out here. About half an hour natively; --quick takes fewer epochs and says so in the table.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";

const { values: options } = parseArgs({
  options: { quick: { type: "boolean", default: false }, work: { type: "string", default: "target/literature" } },
});
const root = join(import.meta.dirname, "..", "..");
const target = process.env.CARGO_TARGET_DIR ?? join(root, "target");
const binary = join(target, "release", "karui");
const work = join(root, options.work);
mkdirSync(work, { recursive: true });
execFileSync("cargo", ["build", "--release", "--quiet", "-p", "karui-core"], { cwd: root, stdio: "inherit" });

const epochs = (n) => (options.quick ? Math.max(1, Math.round(n / 4)) : n);
const karui = (...args) =>
  JSON.parse(execFileSync(binary, [...args.map(String), "--json"], { cwd: root, stdio: ["ignore", "pipe", "ignore"], maxBuffer: 1 << 26 }));
const percent = (fraction) => `${(100 * fraction).toFixed(2)} %`;

/** The weights of a trained network, trained once. */
function trained(name, data, model, settings) {
  const file = join(work, `${name}${options.quick ? "-quick" : ""}.safetensors`);
  if (!existsSync(file)) karui("train", "--data", data, "--model", model, ...settings, "--save", file);
  return file;
}

function compress(data, model, weights, recipe, name, ...more) {
  const file = join(work, `${name}.json`);
  writeFileSync(file, JSON.stringify(recipe));
  const found = karui("compress", "--data", data, "--model", model, "--weights", weights, "--recipe", file, ...more);
  process.stderr.write(`${name}: ${JSON.stringify(found.after)}\n`);
  return found;
}

const rows = [];
const row = (what, paper, found, ok) => rows.push([what, paper, found, ok ? "yes" : "no"]);

// Han et al. 2015, table 1: LeNet-300-100 to 8 % and LeNet-5 to 8 % of the weights without loss.
const momentum = ["--optimizer", "momentum", "--schedule", "cosine", "--batch", 64, "--lr", 0.05];
const lenets = [
  ["lenet-300-100", epochs(12)],
  ["lenet-5", epochs(6)],
].map(([model, n]) => [model, trained(model, "mnist", model, [...momentum, "--epochs", n])]);
for (const [model, weights] of lenets) {
  const prune = { amount: 0.92, rounds: 4, fine_tune: { epochs: epochs(4), lr: 0.02 } };
  const { before, after } = compress("mnist", model, weights, { prune }, `${model}-prune`);
  const left = after.nonzero / after.weights;
  row(
    `${model} on MNIST, pruned by magnitude`,
    "8 % of the weights, no loss (Han et al. 2015, table 1)",
    `${percent(left)} of the weights, ${percent(before.accuracy)} → ${percent(after.accuracy)}`,
    left < 0.085 && after.accuracy >= before.accuracy - 0.001,
  );
}

// Han et al. 2016, table 1: LeNet-300-100 40 times smaller, 0.06 points better.
{
  const [model, weights] = lenets[0];
  const fine_tune = { epochs: epochs(4), lr: 0.02 };
  const recipe = { prune: { amount: 0.92, rounds: 4, fine_tune }, cluster: { bits: 5, fine_tune: { epochs: epochs(4), lr: 0.002 } } };
  const { before, after } = compress("mnist", model, weights, recipe, "deep-compression");
  const times = before.size_bytes / after.size_bytes;
  row(
    "Deep Compression of LeNet-300-100",
    "40 times smaller, no loss (Han et al. 2016, table 1)",
    `${times.toFixed(1)} times smaller (${after.size_bytes.toLocaleString("en")} bytes), ${percent(before.accuracy)} → ${percent(after.accuracy)}`,
    times >= 30 && after.accuracy >= before.accuracy - 0.002,
  );
}

// Krishnamoorthi 2018, table 2: MobileNetV1 falls to chance with one scale per tensor and stays with one per channel.
{
  const weights = "www/weights/shapes-mobilenet.safetensors";
  const of = (granularity) =>
    compress("shapes", "mobilenet", weights, { quantize: { granularity } }, `mobilenet-int8-${granularity}`);
  const [tensor, channel] = [of("tensor"), of("channel")];
  const lost = ({ before, after }) => before.accuracy - after.accuracy;
  row(
    "MobileNet-style network on Shapes, int8 after training",
    "0.1 % per tensor, 70.3 % per channel, 70.9 % float: MobileNetV1 on ImageNet (Krishnamoorthi 2018, table 2)",
    `${percent(tensor.after.accuracy)} per tensor, ${percent(channel.after.accuracy)} per channel, ${percent(tensor.before.accuracy)} float`,
    lost(tensor) > lost(channel),
  );
}

// Hinton et al. 2015, §3: a small network learns more from a large one than from the labels alone.
{
  const weights = "www/weights/fashion-mnist-lenet.safetensors";
  const student = { student: { kind: "lenet", alpha: 1 }, width: 0.125, temperature: 4, train: { epochs: epochs(8), lr: 0.05 } };
  const of = (alpha, seed) =>
    compress("fashion-mnist", "lenet", weights, { distill: { ...student, alpha } }, `student-${alpha}-${seed}`, "--seed", seed, "--train", 10_000)
      .after.accuracy;
  const seeds = options.quick ? [1] : [1, 2, 3];
  const mean = (alpha) => seeds.map((seed) => of(alpha, seed)).reduce((a, b) => a + b) / seeds.length;
  const [alone, taught] = [mean(0), mean(0.9)];
  row(
    `LeNet-style student of an eighth of the width, 10,000 images of Fashion-MNIST, mean of ${seeds.length} seeds`,
    "better with a teacher (Hinton et al. 2015, §3)",
    `${percent(alone)} alone, ${percent(taught)} with a teacher at T = 4`,
    taught > alone,
  );
}

console.log("| What | The paper | Here | Shape reproduced |\n|---|---|---|---|");
for (const cells of rows) console.log(`| ${cells.join(" | ")} |`);
if (options.quick) console.log("\nWith --quick: a quarter of the epochs.");
