// Dropout with the mask that rng.rs draws one number after the other: each invocation jumps to its own place in the
// sequence, so that nothing is kept for the backward pass, which is the same kernel on dy.

override ADD: bool = false;
// Numbers of the step drawn before this mask's.
override P: f32 = 0.0;
override KEEP: f32 = 1.0;

@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(6) var<storage, read_write> y: array<f32>;

// The low 64 bits of a product of two 64-bit numbers, low halves first.
fn mul64(a: vec2<u32>, b: vec2<u32>) -> vec2<u32> {
    let a0 = a.x & 0xffffu;
    let a1 = a.x >> 16u;
    let b0 = b.x & 0xffffu;
    let b1 = b.x >> 16u;
    let low = a0 * b0;
    let mid = a1 * b0 + (low >> 16u);
    let mid2 = a0 * b1 + (mid & 0xffffu);
    let high = a1 * b1 + (mid >> 16u) + (mid2 >> 16u);
    return vec2<u32>(a.x * b.x, high + a.x * b.y + a.y * b.x);
}

fn add64(a: vec2<u32>, b: vec2<u32>) -> vec2<u32> {
    let low = a.x + b.x;
    return vec2<u32>(low, a.y + b.y + select(0u, 1u, low < a.x));
}

// The state after `steps` more numbers (Brown 1994, "Random number generation with arbitrary strides").
fn jump(state: vec2<u32>, steps: u32) -> vec2<u32> {
    // 6,364,136,223,846,793,005, and the increment of stream 2, dropout's.
    var multiplier = vec2<u32>(0x4c957f2du, 0x5851f42du);
    var increment = vec2<u32>(5u, 0u);
    var by = vec2<u32>(1u, 0u);
    var plus = vec2<u32>();
    for (var left = steps; left > 0u; left >>= 1u) {
        if (left & 1u) == 1u {
            by = mul64(by, multiplier);
            plus = add64(mul64(plus, multiplier), increment);
        }
        increment = mul64(add64(multiplier, vec2<u32>(1u, 0u)), increment);
        multiplier = mul64(multiplier, multiplier);
    }
    return add64(mul64(by, state), plus);
}

// The output of `state`: PCG-XSH-RR 64/32, as in rng.rs.
fn output(state: vec2<u32>) -> u32 {
    // ((state >> 18) ^ state) >> 27, its low 32 bits.
    let low = ((state.x >> 18u) | (state.y << 14u)) ^ state.x;
    let high = (state.y >> 18u) ^ state.y;
    let shifted = (low >> 27u) | (high << 5u);
    let turn = state.y >> 27u;
    return (shifted >> turn) | (shifted << ((32u - turn) & 31u));
}

@compute @workgroup_size(256)
fn drop_out(
    @builtin(workgroup_id) id: vec3<u32>,
    @builtin(num_workgroups) groups: vec3<u32>,
    @builtin(local_invocation_index) lane: u32,
) {
    let i = place(id, groups, lane);
    if i >= s.LEN {
        return;
    }
    let uniform_number = f32(output(jump(now.rng, s.BEFORE + i)) >> 8u) * (1.0 / 16777216.0);
    let value = x[i] * select(KEEP, 0.0, uniform_number < P);
    if ADD {
        y[i] += value;
    } else {
        y[i] = value;
    }
}
