// Karui's own engine, one worker's worth, from the benchmark package in the build that is named (relaxed or simd128).
import { batches } from "./task.js";

export async function create(network, flavour) {
  const folder = new URL(`/stage/${flavour}/`, location.href);
  const karui = await import(new URL("karui_bench.js", folder).href);
  await karui.default({ module_or_path: new URL("karui_bench_bg.wasm", folder) });
  if (!karui.Training) throw new Error("this build of karui-bench has no Training: build it anew");
  const training = new karui.Training(network);
  let last = NaN;
  return {
    data: batches(network, "nhwc"),
    async step({ images, labels }) {
      last = training.step(images, labels);
    },
    loss: async () => last,
  };
}
