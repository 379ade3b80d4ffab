// C = A · B, all of N × N values, one row after the other.
const ROWS = N;
const COLS = N;
const INNER = N;

fn load_a(row: u32, k: u32) -> f32 {
    return a[row * N + k];
}

fn load_b(k: u32, col: u32) -> f32 {
    return b[k * N + col];
}

