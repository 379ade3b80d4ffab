// Even values go one way, odd values the other: neighbours that run in lockstep have to go both ways, one after the
// other, each time with half of them idle (warp divergence).
const ROWS = 1u;
const COLS = N * N;
const GROUP_ROWS = 1u;
const GROUP_COLS = 256u;

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_id) lane: vec3<u32>) {
    let i = group.x * GROUP_COLS + lane.x;
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
