// Rows of the literature, measured with Karui: node tests/literature/reproduce.mjs [--quick] > table.md
//
// Trains the networks of the papers with `karui`, runs the recipes, and prints a table: what the paper says, what came
// out here. About half an hour natively; --quick takes fewer epochs and says so in the table.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { photos } from "./photos.mjs";

const { values: options } = parseArgs({
  options: { quick: { type: "boolean", default: false }, work: { type: "string", default: "target/literature" } },
});
const root = join(import.meta.dirname, "..", "..");
const target = process.env.CARGO_TARGET_DIR ?? join(root, "target");
const binary = join(target, "release", "karui");
const work = join(root, options.work);
mkdirSync(work, { recursive: true });
execFileSync("cargo", ["build", "--release", "--quiet", "-p", "karui-cli"], { cwd: root, stdio: "inherit" });

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

// Krishnamoorthi 2018, table 2: one scale per tensor breaks MobileNetV1's folded weights, one per channel does not. Of the
// real networks there are no labelled images here: what is counted is agreement with the float network, over six
// photographs and nine crops of each.
const krishnamoorthi = "int8: 0.1 % per tensor, 70.3 % per channel, 70.9 % float: MobileNetV1 on ImageNet (Krishnamoorthi 2018, table 2)";
{
  const input = join(work, "photos.safetensors");
  await photos(join(root, "www", "photos"), input);
  for (const [model, what] of [["efficientnet-lite0", "EfficientNet-Lite0"], ["person", "MobileNetV1 0.25, person detector"]]) {
    const [tensor, channel] = ["tensor", "channel"].map((granularity) => {
      const recipe = join(work, `agree-${granularity}.json`);
      writeFileSync(recipe, JSON.stringify({ quantize: { granularity } }));
      const found = karui("agree", "--model", model, "--weights", `www/weights/${model}.safetensors`, "--recipe", recipe, "--input", input);
      process.stderr.write(`${model} ${granularity}: ${JSON.stringify(found)}\n`);
      return found;
    });
    const told = ({ agreement, sqnr_db }) => `${agreement.same} of ${agreement.of} (SQNR of the logits ${sqnr_db.toFixed(1)} dB)`;
    row(
      `${what}, int8 after training: same first class as in floats, photographs and crops`,
      krishnamoorthi,
      `${told(tensor)} per tensor, ${told(channel)} per channel`,
      tensor.agreement.share < channel.agreement.share - 0.1,
    );
  }
}

// The lab's small network has few channels and bears 8 bits either way; the same shape appears at 4.
{
  const weights = "www/weights/fashion-mnist-mobilenet.safetensors";
  const of = (granularity, method, dtype) =>
    compress("fashion-mnist", "mobilenet", weights, { fold_bn: true, quantize: { granularity, method, dtype } }, `mobilenet-${dtype}-${granularity}`);
  const lost = ({ before, after }) => before.accuracy - after.accuracy;
  for (const [method, dtype] of [["static", "int8"], ["weights", "int4"]]) {
    const [tensor, channel] = [of("tensor", method, dtype), of("channel", method, dtype)];
    row(
      `MobileNet-style network on Fashion-MNIST, ${dtype} after training`,
      krishnamoorthi,
      `${percent(tensor.after.accuracy)} per tensor, ${percent(channel.after.accuracy)} per channel, ${percent(tensor.before.accuracy)} float`,
      lost(tensor) > lost(channel) + 0.01,
    );
  }
}

// Hinton et al. 2015, §3 and §5: a small network learns more from a large one than from the labels alone, above all from
// few of them. Each may choose its learning rate.
{
  const weights = "www/weights/fashion-mnist-lenet.safetensors";
  const of = (alpha, lr, seed) =>
    compress(
      "fashion-mnist", "lenet", weights,
      { distill: { width: 0.25, temperature: 4, alpha, train: { epochs: 30, lr } } },
      `student-${alpha}-${lr}-${seed}`, "--seed", seed, "--train", 2_000,
    ).after.accuracy;
  const seeds = [1, 2, 3, 4, 5];
  const mean = (alpha, lr) => seeds.map((seed) => of(alpha, lr, seed)).reduce((a, b) => a + b) / seeds.length;
  const best = (alpha) => Math.max(...[0.01, 0.02, 0.05].map((lr) => mean(alpha, lr)));
  const [alone, taught] = [best(0), best(0.9)];
  row(
    `LeNet-style student of a quarter of the width, 2,000 images of Fashion-MNIST, mean of ${seeds.length} seeds`,
    "better with a teacher (Hinton et al. 2015, §3, §5)",
    `${percent(alone)} alone, ${percent(taught)} with a teacher at T = 4`,
    taught > alone,
  );
}

// McMahan et al. 2017, table 1: 2NN on MNIST, 100 clients, C = 0.1, E = 1, B = 10. The paper takes the best learning rate of each row and
// the best accuracy so far; here it is one learning rate, and the best so far, too.
for (const [split, rounds, learned] of [["iid", 87, "IID"], ["shards", 664, "two shards each"]]) {
  const most = options.quick ? Math.round(rounds / 4) : rounds;
  const { accuracy } = karui(
    "federate", "--data", "mnist", "--model", "2nn", "--split", split, "--clients", 100, "--fraction", 0.1,
    "--epochs", 1, "--batch", 10, "--lr", 0.1, "--rounds", most,
  );
  const reached = accuracy.findIndex((share) => share >= 0.97);
  process.stderr.write(`federated ${split}: ${reached + 1}, ${percent(Math.max(...accuracy))}\n`);
  row(
    `FedAvg, 2NN on MNIST, ${learned}, C = 0.1, E = 1, B = 10: rounds to 97 %`,
    `${rounds} (McMahan et al. 2017, table 1)`,
    reached < 0 ? `not in ${most}: ${percent(Math.max(...accuracy))}` : `${reached + 1} at learning rate 0.1`,
    reached >= 0,
  );
}

// Goyal et al. 2017, tables 1 and 2a: with k times the batch, k times the learning rate and a warm-up are as good as the small batch, the
// same learning rate is much worse. The trainings are those of the page's contest (app/labs/parallel/page/batch/state.rs).
{
  const of = (...more) =>
    karui("variant", "--data", "fashion-mnist", "--model", "lenet", "--train", 8_000, "--test", 1_000, "--epochs", epochs(6), "--lr", 0.02, ...more).accuracy;
  const [small, unscaled, sudden, warm] = [
    of("--batch", 16),
    of("--batch", 256),
    of("--batch", 256, "--times", 16),
    of("--batch", 256, "--times", 16, "--warm-up", 2),
  ];
  process.stderr.write(`large batches: ${[small, unscaled, sudden, warm]}\n`);
  row(
    "Batch 256 in place of 16, LeNet-style network on 8,000 images of Fashion-MNIST, plain SGD",
    "error 23.60 % small, 41.67 % unscaled, 24.84 % scaled, 23.74 % scaled with warm-up (ResNet-50 on ImageNet, Goyal et al. 2017, tables 1, 2a)",
    `error ${percent(1 - small)} small, ${percent(1 - unscaled)} unscaled, ${percent(1 - sudden)} scaled, ${percent(1 - warm)} scaled with warm-up`,
    warm > unscaled + 0.02 && warm > small - 0.015 && warm >= sudden - 0.005,
  );
}

console.log("| What | The paper | Here | Shape reproduced |\n|---|---|---|---|");
for (const cells of rows) console.log(`| ${cells.join(" | ")} |`);
if (options.quick) console.log("\nWith --quick: the networks of the first three rows with a quarter of the epochs.");
