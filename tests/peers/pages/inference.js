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
  async "karui-gpu"({ flavour, alpha, size, kind }) {
    const { GpuInference } = await karui(flavour);
    const network = await GpuInference.create(alpha, size, kind === "int8");
    const x = image(size * size * 3);
    return () => network.run(x);
  },
  // MobileNetV1 in core ops, with batch norm folded: a convolution, a bias, ReLU6 for each layer.
  async tfjs({ alpha, size }) {
    const { tf } = await import("./tfjs.js");
    if (!(await tf.setBackend("webgpu"))) throw new Error("TensorFlow.js has no backend webgpu here");
    await tf.ready();
    const width = (c) => Math.max(8, Math.round(c * alpha));
    const normal = (shape) => tf.randomNormal(shape, 0, 0.05);
    const layer = (filter, depthwise, strides) => {
      const [f, bias] = [normal(filter), normal([depthwise ? filter[2] : filter[3]])];
      const convolve = depthwise ? tf.fused.depthwiseConv2d : tf.fused.conv2d;
      return (x) => convolve({ x, filter: f, strides, pad: "same", bias, activation: "relu6" });
    };
    const layers = [layer([3, 3, 3, width(32)], false, 2)];
    let c = width(32);
    const blocks = [[64, 1], [128, 2], [128, 1], [256, 2], [256, 1], [512, 2], ...Array(5).fill([512, 1]), [1024, 2], [1024, 1]];
    for (const [k, stride] of blocks) {
      layers.push(layer([3, 3, c, 1], true, stride), layer([1, 1, c, width(k)], false, 1));
      c = width(k);
    }
    const [last, bias] = [normal([c, 1000]), normal([1000])];
    const x = image(size * size * 3);
    return async () => {
      const logits = tf.tidy(() => {
        const features = layers.reduce((value, each) => each(value), tf.tensor4d(x, [1, size, size, 3]));
        return tf.add(tf.matMul(tf.mean(features, [1, 2]), last), bias);
      });
      const values = await logits.data();
      logits.dispose();
      return values;
    };
  },
  // XNNPACK in WebAssembly with relaxed SIMD, without threads.
  async litert({ size, file, accelerator = "wasm" }) {
    const { Tensor, loadAndCompile, loadLiteRt } = await import("../node_modules/@litertjs/core/dist/index.js");
    await loadLiteRt("/tests/peers/node_modules/@litertjs/core/wasm/", { threads: false });
    const model = await loadAndCompile(file, { accelerator });
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
  async onnx({ flavour, alpha, size, kind, accelerator = "wasm" }) {
    const ort = await import(`../node_modules/onnxruntime-web-inference/dist/ort.${accelerator}.min.mjs`);
    ort.env.wasm.numThreads = 1;
    ort.env.wasm.wasmPaths = new URL("../node_modules/onnxruntime-web-inference/dist/", import.meta.url).href;
    const { Inference } = await karui(flavour);
    const file = new Inference(alpha, size, kind === "int8").onnx();
    const session = await ort.InferenceSession.create(file, { executionProviders: [accelerator], logSeverityLevel: 3 });
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
