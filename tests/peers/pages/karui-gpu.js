// Karui on WebGPU, from the benchmark package.
import { batches } from "./task.js";

export async function create(network, flavour) {
  const folder = new URL(`/stage/${flavour}/`, location.href);
  const karui = await import(new URL("karui_bench.js", folder).href);
  await karui.default({ module_or_path: new URL("karui_bench_bg.wasm", folder) });
  const training = await karui.GpuTraining.create(network);
  return {
    data: batches(network, "nhwc"),
    step: async ({ images, labels }) => training.step(images, labels),
    loss: () => training.loss(),
  };
}
