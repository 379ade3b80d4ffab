// Ops on single values, one invocation for each V, a value or four: at most an eighth of an operation per byte (a quarter in
// halves), but for exponentials. LEN and C are in V.

override ADD: bool = false;
// A product's second factor is repeated over AREA positions of C channels; see ops/elementwise/reference.rs.
override ACT: u32 = 0u;
// Fake quantization's grid: the distance of its levels, and the first and last one counted from the zero point.
override SCALE: f32 = 1.0;
override LOW: f32 = -128.0;
override HIGH: f32 = 127.0;

@group(0) @binding(0) var<storage, read> first: array<V>;
@group(0) @binding(1) var<storage, read> second: array<V>;
@group(0) @binding(6) var<storage, read_write> result: array<V>;

fn put(at: u32, value: V) {
    if ADD {
        result[at] += value;
    } else {
        result[at] = value;
    }
}

// y = first + second.
@compute @workgroup_size(256)
fn add(
    @builtin(workgroup_id) id: vec3<u32>,
    @builtin(num_workgroups) groups: vec3<u32>,
    @builtin(local_invocation_index) lane: u32,
) {
    let i = place(id, groups, lane);
    if i < s.LEN {
        put(i, first[i] + second[i]);
    }
}

// Add's gradient: y = first.
@compute @workgroup_size(256)
fn pass_on(
    @builtin(workgroup_id) id: vec3<u32>,
    @builtin(num_workgroups) groups: vec3<u32>,
    @builtin(local_invocation_index) lane: u32,
) {
    let i = place(id, groups, lane);
    if i < s.LEN {
        put(i, first[i]);
    }
}

// y = first · second, the second repeated.
@compute @workgroup_size(256)
fn multiply(
    @builtin(workgroup_id) id: vec3<u32>,
    @builtin(num_workgroups) groups: vec3<u32>,
    @builtin(local_invocation_index) lane: u32,
) {
    let i = place(id, groups, lane);
    if i < s.LEN {
        put(i, first[i] * second[i / (s.AREA * s.C) * s.C + i % s.C]);
    }
}

// The repeated factor's gradient: the sum of first · second over AREA; LEN is its length.
@compute @workgroup_size(256)
fn multiply_repeated(
    @builtin(workgroup_id) id: vec3<u32>,
    @builtin(num_workgroups) groups: vec3<u32>,
    @builtin(local_invocation_index) lane: u32,
) {
    let i = place(id, groups, lane);
    if i >= s.LEN {
        return;
    }
    var sum = F();
    for (var a = 0u; a < s.AREA; a += 1u) {
        let at = (i / s.C * s.AREA + a) * s.C + i % s.C;
        sum += F(first[at]) * F(second[at]);
    }
    put(i, V(sum));
}

@compute @workgroup_size(256)
fn activation(
    @builtin(workgroup_id) id: vec3<u32>,
    @builtin(num_workgroups) groups: vec3<u32>,
    @builtin(local_invocation_index) lane: u32,
) {
    let i = place(id, groups, lane);
    if i < s.LEN {
        result[i] = V(activate(ACT, F(first[i])));
    }
}

// first = x, second = dy.
@compute @workgroup_size(256)
fn activation_backward(
    @builtin(workgroup_id) id: vec3<u32>,
    @builtin(num_workgroups) groups: vec3<u32>,
    @builtin(local_invocation_index) lane: u32,
) {
    let i = place(id, groups, lane);
    if i < s.LEN {
        put(i, V(F(second[i]) * slope(ACT, F(first[i]))));
    }
}

// dy through the slope of an activation that was fused behind a layer, in its place: first = y.
@compute @workgroup_size(256)
fn through_slope(
    @builtin(workgroup_id) id: vec3<u32>,
    @builtin(num_workgroups) groups: vec3<u32>,
    @builtin(local_invocation_index) lane: u32,
) {
    let i = place(id, groups, lane);
    if i < s.LEN {
        result[i] = V(F(result[i]) * slope(ACT, F(first[i])));
    }
}

@compute @workgroup_size(256)
fn fake_quantize(
    @builtin(workgroup_id) id: vec3<u32>,
    @builtin(num_workgroups) groups: vec3<u32>,
    @builtin(local_invocation_index) lane: u32,
) {
    let i = place(id, groups, lane);
    if i < s.LEN {
        // WGSL rounds ties to even.
        result[i] = V(SCALE * clamp(round(F(first[i]) / SCALE), F(LOW), F(HIGH)));
    }
}

// first = x, second = dy.
@compute @workgroup_size(256)
fn fake_quantize_backward(
    @builtin(workgroup_id) id: vec3<u32>,
    @builtin(num_workgroups) groups: vec3<u32>,
    @builtin(local_invocation_index) lane: u32,
) {
    let i = place(id, groups, lane);
    if i < s.LEN {
        let level = round(F(first[i]) / SCALE);
        put(i, select(V(), second[i], (level >= F(LOW)) & (level <= F(HIGH))));
    }
}
