// Ops on single values, one invocation each: at most an eighth of an operation per byte, but for exponentials.

override ADD: bool = false;
override LEN: u32 = 1u;
// A product's second factor is repeated over AREA positions of C channels; see ops/elementwise/reference.rs.
override AREA: u32 = 1u;
override C: u32 = 1u;
override ACT: u32 = 0u;
// Fake quantization's grid: the distance of its levels, and the first and last one counted from the zero point.
override SCALE: f32 = 1.0;
override LOW: f32 = -128.0;
override HIGH: f32 = 127.0;

@group(0) @binding(0) var<storage, read> first: array<f32>;
@group(0) @binding(1) var<storage, read> second: array<f32>;
@group(0) @binding(6) var<storage, read_write> result: array<f32>;

fn put(at: u32, value: f32) {
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
    if i < LEN {
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
    if i < LEN {
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
    if i < LEN {
        put(i, first[i] * second[i / (AREA * C) * C + i % C]);
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
    if i >= LEN {
        return;
    }
    var sum = 0.0;
    for (var a = 0u; a < AREA; a += 1u) {
        let at = (i / C * AREA + a) * C + i % C;
        sum += first[at] * second[at];
    }
    put(i, sum);
}

@compute @workgroup_size(256)
fn activation(
    @builtin(workgroup_id) id: vec3<u32>,
    @builtin(num_workgroups) groups: vec3<u32>,
    @builtin(local_invocation_index) lane: u32,
) {
    let i = place(id, groups, lane);
    if i < LEN {
        result[i] = activate(ACT, first[i]);
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
    if i < LEN {
        put(i, second[i] * slope(ACT, first[i]));
    }
}

@compute @workgroup_size(256)
fn fake_quantize(
    @builtin(workgroup_id) id: vec3<u32>,
    @builtin(num_workgroups) groups: vec3<u32>,
    @builtin(local_invocation_index) lane: u32,
) {
    let i = place(id, groups, lane);
    if i < LEN {
        // WGSL rounds ties to even.
        result[i] = SCALE * clamp(round(first[i] / SCALE), LOW, HIGH);
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
    if i < LEN {
        let level = round(first[i] / SCALE);
        put(i, select(0.0, second[i], level >= LOW && level <= HIGH));
    }
}
