// A 3 × 3 convolution of an N × N image with 32 channels, as a matrix product that is never written down: row
// y · N + x holds the 3 · 3 · 32 values of the window at (y, x), column k the filter of output channel k.
const ROWS = N * N;
const COLS = 32u;

fn load_a(row: u32, k: u32) -> Value {
    let tap = k / DEPTH;
    let y = row / N + tap / 3u;
    let x = row % N + tap % 3u;
    if y < 1u || y > N || x < 1u || x > N {
        return Value(0);
    }
    return a[((y - 1u) * N + x - 1u) * DEPTH + k % DEPTH];
}

fn load_b(k: u32, col: u32) -> Value {
    return b[k * COLS + col];
}

