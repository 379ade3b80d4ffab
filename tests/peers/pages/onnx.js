// onnxruntime-web 1.19, the last version with training; WebAssembly SIMD, one thread.
import { BATCH, NETWORKS, batches } from "./task.js";
import * as ort from "../node_modules/onnxruntime-web/dist/ort.training.wasm.min.mjs";

ort.env.wasm.numThreads = 1;
ort.env.wasm.wasmPaths = new URL("../node_modules/onnxruntime-web/dist/", import.meta.url).href;

// Errors only: at the usual level each step prints a warning, and printing takes time.
const QUIET = { logSeverityLevel: 3 };

export async function create(network) {
  const file = (name) => new URL(`../onnx/${network}/${name}`, import.meta.url).href;
  const session = await ort.TrainingSession.create(
    {
      checkpointState: file("checkpoint"),
      trainModel: file("training_model.onnx"),
      optimizerModel: file("optimizer_model.onnx"),
    },
    QUIET,
  );
  const [c, h, w] = NETWORKS[network].shape;
  let last = NaN;
  return {
    data: batches(network, "nchw"),
    async step({ images, labels }) {
      const feeds = {
        input: new ort.Tensor("float32", images, [BATCH, c, h, w]),
        labels: new ort.Tensor("int64", BigInt64Array.from(labels, BigInt), [BATCH]),
      };
      const out = await session.runTrainStep(feeds, QUIET);
      last = out[session.trainingOutputNames[0]].data[0];
      await session.runOptimizerStep(QUIET);
      await session.lazyResetGrad();
    },
    loss: async () => last,
  };
}
