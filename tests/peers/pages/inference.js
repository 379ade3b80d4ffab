// One contender's MobileNetV1: made once in its page, then run on one image over and over. Each run takes the image in from
// JavaScript and gives the 1,000 logits back to it.

/** Karui's benchmark package in the build that is named. */
async function karui(flavour) {
  const folder = new URL(`/stage/${flavour}/`, location.href);
  const module = await import(new URL("karui_bench.js", folder).href);
  await module.default({ module_or_path: new URL("karui_bench_bg.wasm", folder) });
  return module;
}

const image = (length) => Float32Array.from({ length }, (_, i) => Math.sin(i));

const MAKE = {
  async karui({ flavour, alpha, size, kind }) {
    const { Inference } = await karui(flavour);
    const network = new Inference(alpha, size, kind === "int8");
    const x = image(size * size * 3);
    return () => network.run(x);
  },
  // XNNPACK in WebAssembly with relaxed SIMD, without threads.
  async litert({ size, file }) {
    const { Tensor, loadAndCompile, loadLiteRt } = await import("../node_modules/@litertjs/core/dist/index.js");
    await loadLiteRt("/tests/peers/node_modules/@litertjs/core/wasm/", { threads: false });
    const model = await loadAndCompile(file, { accelerator: "wasm" });
    const x = image(size * size * 3);
    return async () => {
      const input = new Tensor(x, [1, size, size, 3]);
      const [output] = await model.run(input);
      const logits = await output.data();
      input.delete();
      output.delete();
      return logits;
    };
  },
  // Karui's own export: floats, or integers between QuantizeLinear and DequantizeLinear.
  async onnx({ flavour, alpha, size, kind }) {
    const ort = await import("../node_modules/onnxruntime-web-inference/dist/ort.wasm.min.mjs");
    ort.env.wasm.numThreads = 1;
    ort.env.wasm.wasmPaths = new URL("../node_modules/onnxruntime-web-inference/dist/", import.meta.url).href;
    const { Inference } = await karui(flavour);
    const file = new Inference(alpha, size, kind === "int8").onnx();
    const session = await ort.InferenceSession.create(file, { executionProviders: ["wasm"], logSeverityLevel: 3 });
    const x = image(size * size * 3);
    return async () => {
      const feeds = { [session.inputNames[0]]: new ort.Tensor("float32", x, [1, 3, size, size]) };
      return (await session.run(feeds))[session.outputNames[0]].data;
    };
  },
};

/** Runs for at least `seconds`: `{ images, elapsed }`, the latter in milliseconds. */
export async function measure(task, seconds) {
  globalThis.run ??= await MAKE[task.engine](task);
  let images = 0;
  let elapsed = 0;
  const start = performance.now();
  do {
    const logits = await globalThis.run();
    if (images === 0 && logits.length !== 1000) throw new Error(`${logits.length} logits`);
    images += 1;
    elapsed = performance.now() - start;
  } while (elapsed < seconds * 1000);
  return { images, elapsed };
}
