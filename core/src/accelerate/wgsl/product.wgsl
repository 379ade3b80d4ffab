// C = A · B, all of N × N values, one row after the other.
const ROWS = N;
const COLS = N;

fn load_a(row: u32, k: u32) -> Value {
    return a[row * INNER + k];
}

fn load_b(k: u32, col: u32) -> Value {
    return b[k * COLS + col];
}

