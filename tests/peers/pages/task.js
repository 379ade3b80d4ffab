// The task that every contender gets: the same images, the same batches, the same way of timing.

export const BATCH = 64;
const POOL = 512;
export const NETWORKS = {
  lenet: { shape: [1, 28, 28], classes: 10 },
  mobilenet: { shape: [3, 32, 32], classes: 10 },
};

function random(seed) {
  let state = seed >>> 0;
  return () => {
    // mulberry32
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/**
 * Batches of 64, each `{ images: Float32Array, labels: Uint8Array }`, images in "nchw" or "nhwc" order. Every class
 * has a pattern under noise: something to learn, so that a falling loss shows that training really happens.
 */
export function batches(network, layout) {
  const { shape, classes } = NETWORKS[network];
  const [c, h, w] = shape;
  const size = c * h * w;
  const draw = random(1);
  const patterns = Array.from({ length: classes }, () => Float32Array.from({ length: size }, () => draw() - 0.5));
  const out = [];
  for (let start = 0; start < POOL; start += BATCH) {
    const images = new Float32Array(BATCH * size);
    const labels = new Uint8Array(BATCH);
    for (let n = 0; n < BATCH; n += 1) {
      labels[n] = (start + n) % classes;
      for (let i = 0; i < size; i += 1) {
        const value = patterns[labels[n]][i] + draw() - 0.5;
        // i runs in channel, row, column order.
        const channel = Math.floor(i / (h * w));
        const pixel = i % (h * w);
        images[n * size + (layout === "nchw" ? i : pixel * c + channel)] = value;
      }
    }
    out.push({ images, labels });
  }
  return out;
}

/**
 * Trains for at least `seconds`, one step at least, and returns `{ rate, steps, loss }`, images per second and the last step's loss.
 * `step(batch)` does forward, backward and update; `loss()` waits for what is under way and gives the loss.
 */
export async function measure({ step, loss }, data, seconds) {
  let steps = 0;
  let elapsed = 0;
  const start = performance.now();
  do {
    await step(data[steps % data.length]);
    steps += 1;
    // What runs beside JavaScript (a GPU's queue) is waited for once in a while, not at each step.
    if (steps % 8 === 0) await loss();
    elapsed = performance.now() - start;
  } while (elapsed < seconds * 1000);
  const last = await loss();
  return { rate: (steps * BATCH * 1000) / (performance.now() - start), steps, loss: last };
}
