// Four neighbours of C, as far as they lie in it: how both products end.

fn store_row(group: u32, split: u32, row: u32, col: u32, v: vec4<f32>) {
    if row >= s.ROWS {
        return;
    }
    if col < s.COLS { store(group, split, row, col, v.x); }
    if col + 1u < s.COLS { store(group, split, row, col + 1u, v.y); }
    if col + 2u < s.COLS { store(group, split, row, col + 2u, v.z); }
    if col + 3u < s.COLS { store(group, split, row, col + 3u, v.w); }
}
