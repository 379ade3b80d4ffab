// The same product as gpu.wgsl, from the same `load_a`, `load_b` and `store`, on adapters where workgroup memory does not
// pay: every invocation makes 8 × 8 of C in registers, neighbours on neighbouring columns: 16 loads for 128 operations,
// 2 operations per byte. For what does not come in fours (ops/conv2d/quads.wgsl does): few channels, few classes. It waits
// for its loads: what is stored in halves is multiplied in 32 bits.

fn columns(group: u32, inner: u32, col: u32) -> vec4<f32> {
    let last = s.COLS - 1u;
    return vec4<f32>(
        f32(load_b(group, inner, min(col, last))),
        f32(load_b(group, inner, min(col + 1u, last))),
        f32(load_b(group, inner, min(col + 2u, last))),
        f32(load_b(group, inner, min(col + 3u, last))),
    );
}

fn row_at(group: u32, row: u32, inner: u32) -> f32 {
    return f32(load_a(group, min(row, s.ROWS - 1u), inner));
}

@compute @workgroup_size(64)
fn product(
    @builtin(workgroup_id) id: vec3<u32>,
    @builtin(num_workgroups) groups: vec3<u32>,
    @builtin(local_invocation_index) lane: u32,
) {
    let across = (s.COLS + 7u) / 8u;
    let tile = (id.y * groups.x + id.x) * 64u + lane;
    let row = tile / across * 8u;
    let col = tile % across * 8u;
    if row >= s.ROWS {
        return;
    }
    let group = id.z / s.SPLITS;
    let split = id.z % s.SPLITS;
    let end = min(s.INNER, (split + 1u) * s.CHUNK);
    // Rows 0 … 3 and 4 … 7 in the columns of two matrices for each half of the eight columns.
    var upper_left = mat4x4<f32>();
    var upper_right = mat4x4<f32>();
    var lower_left = mat4x4<f32>();
    var lower_right = mat4x4<f32>();
    for (var k = split * s.CHUNK; k < end; k += 1u) {
        let left = columns(group, k, col);
        let right = columns(group, k, col + 4u);
        let a0 = row_at(group, row, k);
        let a1 = row_at(group, row + 1u, k);
        let a2 = row_at(group, row + 2u, k);
        let a3 = row_at(group, row + 3u, k);
        upper_left += mat4x4<f32>(a0 * left, a1 * left, a2 * left, a3 * left);
        upper_right += mat4x4<f32>(a0 * right, a1 * right, a2 * right, a3 * right);
        let a4 = row_at(group, row + 4u, k);
        let a5 = row_at(group, row + 5u, k);
        let a6 = row_at(group, row + 6u, k);
        let a7 = row_at(group, row + 7u, k);
        lower_left += mat4x4<f32>(a4 * left, a5 * left, a6 * left, a7 * left);
        lower_right += mat4x4<f32>(a4 * right, a5 * right, a6 * right, a7 * right);
    }
    store_row(group, split, row, col, upper_left[0]);
    store_row(group, split, row + 1u, col, upper_left[1]);
    store_row(group, split, row + 2u, col, upper_left[2]);
    store_row(group, split, row + 3u, col, upper_left[3]);
    store_row(group, split, row + 4u, col, lower_left[0]);
    store_row(group, split, row + 5u, col, lower_left[1]);
    store_row(group, split, row + 6u, col, lower_left[2]);
    store_row(group, split, row + 7u, col, lower_left[3]);
    store_row(group, split, row, col + 4u, upper_right[0]);
    store_row(group, split, row + 1u, col + 4u, upper_right[1]);
    store_row(group, split, row + 2u, col + 4u, upper_right[2]);
    store_row(group, split, row + 3u, col + 4u, upper_right[3]);
    store_row(group, split, row + 4u, col + 4u, lower_right[0]);
    store_row(group, split, row + 5u, col + 4u, lower_right[1]);
    store_row(group, split, row + 6u, col + 4u, lower_right[2]);
    store_row(group, split, row + 7u, col + 4u, lower_right[3]);
}
