// Functions of single levels, sums, products and copies into another layout, of 8-bit integers: one invocation per word. A
// few operations per byte: they wait for memory.

@group(0) @binding(0) var<storage, read> x: array<u32>;
@group(0) @binding(6) var<storage, read_write> y: array<u32>;

@compute @workgroup_size(256)
fn look_up(
    @builtin(workgroup_id) id: vec3<u32>,
    @builtin(num_workgroups) groups: vec3<u32>,
    @builtin(local_invocation_index) lane: u32,
) {
    let at = place(id, groups, lane);
    if at < s.LEN {
        y[at] = looked_up(x[at]);
    }
}

// Both rescaled to the finer of both grids, summed up there and rounded once: `add` of ops/elementwise/int8.rs. The second
// input is `constants`, whatever it is called.
@compute @workgroup_size(256)
fn add(
    @builtin(workgroup_id) id: vec3<u32>,
    @builtin(num_workgroups) groups: vec3<u32>,
    @builtin(local_invocation_index) lane: u32,
) {
    let at = place(id, groups, lane);
    if at >= s.LEN {
        return;
    }
    let a = (unpacked(x[at]) - bitcast<i32>(s.A_ZERO)) * bitcast<i32>(s.A_SCALE);
    let b = (unpacked(constants[at]) - bitcast<i32>(s.B_ZERO)) * bitcast<i32>(s.B_SCALE);
    y[at] = level((a + b + (1i << (s.SHIFT - 1u))) >> vec4<u32>(s.SHIFT), s.Y_ZERO);
}

// The second factor may be one for each channel of an image, repeated over its AREA positions.
@compute @workgroup_size(256)
fn multiply(
    @builtin(workgroup_id) id: vec3<u32>,
    @builtin(num_workgroups) groups: vec3<u32>,
    @builtin(local_invocation_index) lane: u32,
) {
    let at = place(id, groups, lane);
    if at >= s.LEN {
        return;
    }
    let a = unpacked(x[at]) - bitcast<i32>(s.A_ZERO);
    let b = unpacked(constants[at / (s.AREA * s.C) * s.C + at % s.C]) - bitcast<i32>(s.B_ZERO);
    y[at] = level(requantize(a * b, vec4<u32>(s.A_SCALE), s.SHIFT), s.Y_ZERO);
}

// Pictures of AREA positions of C channels as vectors, four neighbours in a word again.
@compute @workgroup_size(256)
fn flatten(
    @builtin(workgroup_id) id: vec3<u32>,
    @builtin(num_workgroups) groups: vec3<u32>,
    @builtin(local_invocation_index) lane: u32,
) {
    let at = place(id, groups, lane);
    if at >= s.LEN {
        return;
    }
    let across = (s.AREA * s.C + 3u) / 4u;
    var word = 0u;
    for (var i = 0u; i < 4u; i += 1u) {
        let element = at % across * 4u + i;
        let c = element % s.C;
        let levels = x[(at / across * s.AREA + min(element / s.C, s.AREA - 1u)) * ((s.C + 3u) / 4u) + c / 4u];
        word |= ((levels >> (8u * (c % 4u))) & 255u) << (8u * i);
    }
    y[at] = word;
}
