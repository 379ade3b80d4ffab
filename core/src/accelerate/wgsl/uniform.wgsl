// The same values by the same two ways, dealt out so that the first half of the invocations has the even ones and the
// second half the odd ones: all of a workgroup go the same way.
const ROWS = 1u;
const COLS = N * N;
const GROUP_ROWS = 1u;
const GROUP_COLS = 256u;

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_id) lane: vec3<u32>) {
    let at = group.x * GROUP_COLS + lane.x;
    if at >= COLS {
        return;
    }
    let evens = (COLS + 1u) / 2u;
    let i = select(2u * (at - evens) + 1u, 2u * at, at < evens);
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
