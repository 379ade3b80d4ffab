// A workgroup makes a tile of C. Step by step it copies a tile of A and one of B to workgroup memory, where each value is
// then read 16 times.
const GROUP_ROWS = 16u;
const GROUP_COLS = 16u;
const STEP = 16u;

var<workgroup> a_tile: array<array<f32, STEP>, GROUP_ROWS>;
var<workgroup> b_tile: array<array<f32, GROUP_COLS>, STEP>;

@compute @workgroup_size(16, 16)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_id) lane: vec3<u32>) {
    let row = group.y * GROUP_ROWS + lane.y;
    let col = group.x * GROUP_COLS + lane.x;
    var sum = 0.0;
    for (var start = 0u; start < INNER; start += STEP) {
        a_tile[lane.y][lane.x] = 0.0;
        b_tile[lane.y][lane.x] = 0.0;
        if row < ROWS && start + lane.x < INNER {
            a_tile[lane.y][lane.x] = load_a(row, start + lane.x);
        }
        if col < COLS && start + lane.y < INNER {
            b_tile[lane.y][lane.x] = load_b(start + lane.y, col);
        }
        // Nobody reads before all have written …
        workgroupBarrier();
        for (var k = 0u; k < STEP; k += 1u) {
            sum += a_tile[lane.y][k] * b_tile[k][lane.x];
        }
        // … and nobody writes before all have read.
        workgroupBarrier();
    }
    if row < ROWS && col < COLS {
        c[row * COLS + col] = sum;
    }
}
