// One invocation makes one value of C. Neighbours go down a column: what they read of A and write to C lies a whole row
// apart, so that each of them needs a transaction of its own.
const GROUP_ROWS = 16u;
const GROUP_COLS = 16u;

@compute @workgroup_size(16, 16)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_id) lane: vec3<u32>) {
    let row = group.y * GROUP_ROWS + lane.x;
    let col = group.x * GROUP_COLS + lane.y;
    if row >= ROWS || col >= COLS {
        return;
    }
    var sum = 0.0;
    for (var k = 0u; k < INNER; k += 1u) {
        sum += load_a(row, k) * load_b(k, col);
    }
    c[row * COLS + col] = sum;
}
