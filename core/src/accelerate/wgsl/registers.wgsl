// As before, and each invocation makes 4 × 4 values in registers: a value that it reads from workgroup memory is used
// four times. 8 × 8 invocations make 32 × 32 values.
const GROUP_ROWS = 32u;
const GROUP_COLS = 32u;
const STEP = 16u;

// [k][four rows] and [k][four columns].
var<workgroup> a_tile: array<array<vec4<Value>, 8>, STEP>;
var<workgroup> b_tile: array<array<vec4<Value>, 8>, STEP>;

fn a_at(row: u32, k: u32) -> Value {
    if row < ROWS && k < INNER {
        return load_a(row, k);
    }
    return Value(0);
}

fn b_at(k: u32, col: u32) -> Value {
    if col < COLS && k < INNER {
        return load_b(k, col);
    }
    return Value(0);
}

fn write(row: u32, col: u32, values: vec4<Value>) {
    for (var i = 0u; i < 4u; i += 1u) {
        if row < ROWS && col + i < COLS {
            c[row * COLS + col + i] = f32(values[i]);
        }
    }
}

@compute @workgroup_size(8, 8)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_id) lane: vec3<u32>) {
    let first_row = group.y * GROUP_ROWS;
    let first_col = group.x * GROUP_COLS;
    var c0 = vec4<Value>();
    var c1 = vec4<Value>();
    var c2 = vec4<Value>();
    var c3 = vec4<Value>();
    for (var start = 0u; start < INNER; start += STEP) {
        for (var k = lane.y; k < STEP; k += 8u) {
            let row = first_row + 4u * lane.x;
            let col = first_col + 4u * lane.x;
            a_tile[k][lane.x] = vec4<Value>(
                a_at(row, start + k),
                a_at(row + 1u, start + k),
                a_at(row + 2u, start + k),
                a_at(row + 3u, start + k),
            );
            b_tile[k][lane.x] = vec4<Value>(
                b_at(start + k, col),
                b_at(start + k, col + 1u),
                b_at(start + k, col + 2u),
                b_at(start + k, col + 3u),
            );
        }
        workgroupBarrier();
        for (var k = 0u; k < STEP; k += 1u) {
            let left = a_tile[k][lane.y];
            let right = b_tile[k][lane.x];
            c0 += left.x * right;
            c1 += left.y * right;
            c2 += left.z * right;
            c3 += left.w * right;
        }
        workgroupBarrier();
    }
    let row = first_row + 4u * lane.y;
    let col = first_col + 4u * lane.x;
    write(row, col, c0);
    write(row + 1u, col, c1);
    write(row + 2u, col, c2);
    write(row + 3u, col, c3);
}
