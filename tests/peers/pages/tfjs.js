// TensorFlow.js 4.22 with the backend named: wasm (SIMD, one thread), webgpu, webgl or cpu.
//
// Its wasm backend has no kernel for the filter gradient of a convolution, nor for either gradient of a depthwise one.
// Without them it cannot train; here they are put together from the ops that it has.
import { BATCH, NETWORKS, batches } from "./task.js";

const packages = new URL("../node_modules/@tensorflow/", import.meta.url).href;
for (const file of ["tfjs/dist/tf.min.js", "tfjs-backend-wasm/dist/tf-backend-wasm.min.js", "tfjs-backend-webgpu/dist/tf-backend-webgpu.min.js"]) {
  // Classic scripts: they put themselves into the global `tf`.
  await new Promise((resolve, reject) => {
    const script = Object.assign(document.createElement("script"), { src: packages + file, onload: resolve, onerror: reject });
    document.head.append(script);
  });
}
export const { tf } = globalThis;

/** Zero rows and columns between those of `x` [N, H, W, C]: what a stride of 2 means backwards. */
function spread(x, [n, h, w, c]) {
  const padded = tf.pad(x.reshape([n * h, 1, w, c]), [[0, 0], [0, 1], [0, 0], [0, 0]]);
  return tf.pad(padded.reshape([n * h * 2 * w, 1, c]), [[0, 0], [0, 1], [0, 0]]).reshape([n, 2 * h, 2 * w, c]);
}

function patchWasm() {
  const border = (pad, kernel) => (pad === "same" ? (kernel - 1) / 2 : pad);

  tf.unregisterGradient("Conv2D");
  tf.registerGradient({
    kernelName: "Conv2D",
    inputsToSave: ["x", "filter"],
    gradFunc(dy, [x, filter], { strides, pad }) {
      const [kh, kw, cin, cout] = filter.shape;
      if ([strides].flat().some((stride) => stride !== 1)) throw new Error("only stride 1 is patched in");
      const [n, h, w] = dy.shape;
      return {
        // The same convolution with the filter turned round, which XNNPACK does faster than Conv2DBackpropInput.
        x: () => tf.conv2d(dy, tf.reverse(filter, [0, 1]).transpose([0, 1, 3, 2]), 1, pad),
        // With the batch innermost, each tap's shifted image is a slice and all of them are one matrix product:
        // [KH KW Cin, H W N] x [H W N, Cout].
        filter: () => {
          const edge = border(pad, kh);
          const images = tf.pad(x, [[0, 0], [edge, edge], [edge, edge], [0, 0]]).transpose([3, 1, 2, 0]);
          const taps = [];
          for (let i = 0; i < kh; i += 1) for (let j = 0; j < kw; j += 1) taps.push(images.slice([0, i, j, 0], [cin, h, w, n]));
          const rows = (taps.length > 1 ? tf.concat(taps, 0) : taps[0]).reshape([kh * kw * cin, h * w * n]);
          return tf.matMul(rows, dy.transpose([1, 2, 0, 3]).reshape([h * w * n, cout])).reshape(filter.shape);
        },
      };
    },
  });

  tf.unregisterGradient("DepthwiseConv2dNative");
  tf.registerGradient({
    kernelName: "DepthwiseConv2dNative",
    inputsToSave: ["x", "filter"],
    gradFunc(dy, [x, filter], { strides, pad }) {
      const [kh, kw, c] = filter.shape;
      const stride = [strides].flat()[0];
      const [n, h, w] = dy.shape;
      const edge = border(pad, kh);
      return {
        x: () => tf.depthwiseConv2d(stride === 1 ? dy : spread(dy, [n, h, w, c]), tf.reverse(filter, [0, 1]), 1, edge),
        filter: () => {
          const images = tf.pad(x, [[0, 0], [edge, edge], [edge, edge], [0, 0]]);
          const ones = tf.ones([1, n * h * w]);
          const taps = [];
          for (let i = 0; i < kh; i += 1) {
            for (let j = 0; j < kw; j += 1) {
              const end = [n, i + (h - 1) * stride + 1, j + (w - 1) * stride + 1, c];
              const tap =
                stride === 1
                  ? images.slice([0, i, j, 0], [n, h, w, c])
                  : tf.stridedSlice(images, [0, i, j, 0], end, [1, stride, stride, 1]);
              // A matrix product with ones sums over N, H, W faster than the backend's own sum does.
              taps.push(tf.matMul(ones, tap.mul(dy).reshape([n * h * w, c])));
            }
          }
          return tf.concat(taps, 0).reshape(filter.shape);
        },
      };
    },
  });
}

/** Gradients of small convolutions on `backend`, one list of arrays. */
async function gradients(backend) {
  await tf.setBackend(backend);
  await tf.ready();
  const normal = (shape, seed) => tf.randomNormal(shape, 0, 1, "float32", seed);
  const cases = [
    [[2, 6, 8, 3], [3, 3, 3, 5], (x, f) => tf.conv2d(x, f, 1, "same")],
    [[2, 6, 8, 3], [1, 1, 3, 5], (x, f) => tf.conv2d(x, f, 1, "same")],
    [[2, 6, 8, 3], [3, 3, 3, 1], (x, f) => tf.depthwiseConv2d(x, f, 1, 1)],
    [[2, 6, 8, 3], [3, 3, 3, 1], (x, f) => tf.depthwiseConv2d(x, f, 2, 1)],
  ];
  const out = [];
  for (const [shape, filter, convolve] of cases) {
    const weights = normal(convolve(tf.zeros(shape), tf.zeros(filter)).shape, 3);
    const found = tf.grads((x, f) => convolve(x, f).mul(weights).sum())([normal(shape, 1), normal(filter, 2)]);
    for (const tensor of found) out.push(await tensor.data());
  }
  return out;
}

/** Patches the wasm backend and proves the patch against the cpu backend, which has all kernels. */
async function patchAndCheck() {
  const expected = await gradients("cpu");
  patchWasm();
  const found = await gradients("wasm");
  expected.forEach((values, i) =>
    values.forEach((value, j) => {
      if (!(Math.abs(value - found[i][j]) < 1e-4)) throw new Error(`patched gradient ${i}: ${found[i][j]}, expected ${value}`);
    }),
  );
}

const uniform = (shape, fanIn) => tf.variable(tf.randomUniform(shape, -(fanIn ** -0.5), fanIn ** -0.5));
const dense = (cin, cout) => {
  const weight = uniform([cin, cout], cin);
  const bias = uniform([cout], cin);
  return (x) => tf.add(tf.matMul(x, weight), bias);
};

function lenet() {
  const conv = (cin, cout) => {
    const weight = uniform([3, 3, cin, cout], 9 * cin);
    const bias = uniform([cout], 9 * cin);
    return (x) => tf.add(tf.conv2d(x, weight, 1, "same"), bias);
  };
  const [conv1, conv2, fc1, fc2] = [conv(1, 16), conv(16, 32), dense(1568, 128), dense(128, 10)];
  return (x) => {
    x = tf.maxPool(tf.relu(conv1(x)), 2, 2, "valid");
    x = tf.maxPool(tf.relu(conv2(x)), 2, 2, "valid");
    return fc2(tf.relu(fc1(x.reshape([BATCH, 1568]))));
  };
}

function mobilenet() {
  const norm = (c) => {
    const [gamma, beta] = [tf.variable(tf.ones([c])), tf.variable(tf.zeros([c]))];
    const running = [tf.variable(tf.zeros([c]), false), tf.variable(tf.ones([c]), false)];
    return (x) => {
      const { mean, variance } = tf.moments(x, [0, 1, 2]);
      [mean, variance].forEach((now, i) => running[i].assign(running[i].mul(0.9).add(now.mul(0.1))));
      return tf.batchNorm(x, mean, variance, beta, gamma, 1e-5);
    };
  };
  const pointwise = (cin, cout) => {
    const weight = uniform([1, 1, cin, cout], cin);
    return (x) => tf.conv2d(x, weight, 1, "same");
  };
  const depthwise = (c, stride) => {
    const weight = uniform([3, 3, c, 1], 9);
    return (x) => tf.depthwiseConv2d(x, weight, stride, 1);
  };
  const weight = uniform([3, 3, 3, 16], 27);
  const layers = [(x) => tf.conv2d(x, weight, 1, "same"), norm(16), tf.relu];
  let width = 16;
  for (const [cout, stride] of [[32, 1], [64, 2], [64, 1], [128, 2], [128, 1], [256, 2], [256, 1]]) {
    layers.push(depthwise(width, stride), norm(width), tf.relu, pointwise(width, cout), norm(cout), tf.relu);
    width = cout;
  }
  const fc = dense(width, 10);
  return (x) => fc(tf.mean(layers.reduce((value, layer) => layer(value), x), [1, 2]));
}

let patched = false;

export async function create(network, backend) {
  if (backend === "wasm") {
    tf.wasm.setWasmPaths(`${packages}tfjs-backend-wasm/dist/`);
    if (!patched) await patchAndCheck();
    patched = true;
  }
  if (!(await tf.setBackend(backend))) throw new Error(`TensorFlow.js has no backend ${backend} here`);
  await tf.ready();
  const [c, h, w] = NETWORKS[network].shape;
  const forward = { lenet, mobilenet }[network]();
  const optimizer = network === "lenet" ? tf.train.momentum(0.05, 0.9) : tf.train.adam(1e-3);
  let last = null;
  return {
    data: batches(network, "nhwc"),
    async step({ images, labels }) {
      last?.dispose();
      last = tf.tidy(() => {
        const x = tf.tensor4d(images, [BATCH, h, w, c]);
        const y = tf.oneHot(tf.tensor1d(labels, "int32"), 10);
        return optimizer.minimize(() => tf.losses.softmaxCrossEntropy(y, forward(x)), true);
      });
    },
    loss: async () => (await last.data())[0],
  };
}
