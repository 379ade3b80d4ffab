// The same values by the same two ways, dealt out so that a workgroup has only even or only odd ones: all of its
// invocations go the same way.
const ROWS = 1u;
const COLS = N * N;
const GROUP_ROWS = 1u;
const GROUP_COLS = 256u;

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_id) lane: vec3<u32>) {
    let i = (group.x / 2u * GROUP_COLS + lane.x) * 2u + group.x % 2u;
    if i >= COLS {
        return;
    }
    var v = a[i];
    if i % 2u == 0u {
        for (var round = 0u; round < ROUNDS; round += 1u) {
            v = v * 0.999 + 0.001;
        }
    } else {
        for (var round = 0u; round < ROUNDS; round += 1u) {
            v = v * v + 0.1;
        }
    }
    c[i] = v;
}
