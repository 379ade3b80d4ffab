// The sum of a product's parts, or of partial sums: y [LEN] = Σ x [PARTS, LEN], one invocation for each of LEN.
// A quarter of an operation per byte: it waits for memory.

override LEN: u32 = 1u;
override PARTS: u32 = 1u;

@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(6) var<storage, read_write> y: array<f32>;

@compute @workgroup_size(256)
fn sum(
    @builtin(workgroup_id) id: vec3<u32>,
    @builtin(num_workgroups) groups: vec3<u32>,
    @builtin(local_invocation_index) lane: u32,
) {
    let i = place(id, groups, lane);
    if i >= LEN {
        return;
    }
    var total = 0.0;
    for (var part = 0u; part < PARTS; part += 1u) {
        total += x[part * LEN + i];
    }
    y[i] = total;
}
