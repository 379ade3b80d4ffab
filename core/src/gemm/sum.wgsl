// The sum of a product's parts, or of partial sums: y [LEN] = Σ x [PARTS, LEN], or added to y; one invocation for each V of
// LEN. A quarter of an operation per byte: it waits for memory.

override ADD: bool = false;

@group(0) @binding(0) var<storage, read> x: array<V>;
@group(0) @binding(6) var<storage, read_write> y: array<V>;

@compute @workgroup_size(256)
fn sum(
    @builtin(workgroup_id) id: vec3<u32>,
    @builtin(num_workgroups) groups: vec3<u32>,
    @builtin(local_invocation_index) lane: u32,
) {
    let i = place(id, groups, lane);
    if i >= s.LEN {
        return;
    }
    var total = F();
    if ADD {
        total = F(y[i]);
    }
    for (var part = 0u; part < s.PARTS; part += 1u) {
        total += F(x[part * s.LEN + i]);
    }
    y[i] = V(total);
}
