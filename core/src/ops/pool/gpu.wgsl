// Poolings: one invocation per value, neighbours on neighbouring channels. Less than one operation per byte. Backward, each
// value of x gathers from the windows that cover it, so that nothing is added to by two at once.

override ADD: bool = false;
override COUNT_PAD: bool = false;
override N: u32 = 1u;
override H: u32 = 1u;
override W: u32 = 1u;
override C: u32 = 1u;
override OH: u32 = 1u;
override OW: u32 = 1u;
override KH: u32 = 1u;
override KW: u32 = 1u;
override SH: u32 = 1u;
override SW: u32 = 1u;
override PT: u32 = 0u;
override PL: u32 = 0u;
override PB: u32 = 0u;
override PR: u32 = 0u;

// x forward, dy backward.
@group(0) @binding(0) var<storage, read> values: array<f32>;
// Offsets in x of the maxima.
@group(0) @binding(1) var<storage, read> places: array<u32>;
@group(0) @binding(6) var<storage, read_write> result: array<f32>;
@group(0) @binding(7) var<storage, read_write> argmax: array<u32>;

fn put(at: u32, value: f32) {
    if ADD {
        result[at] += value;
    } else {
        result[at] = value;
    }
}

fn is_nan(v: f32) -> bool {
    return (bitcast<u32>(v) & 0x7fffffffu) > 0x7f800000u;
}

@compute @workgroup_size(256)
fn max_forward(
    @builtin(workgroup_id) id: vec3<u32>,
    @builtin(num_workgroups) groups: vec3<u32>,
    @builtin(local_invocation_index) lane: u32,
) {
    let at = place(id, groups, lane);
    if at >= N * OH * OW * C {
        return;
    }
    let position = at / C;
    var best = 0.0;
    var best_at = 0xffffffffu;
    for (var i = 0u; i < KH; i += 1u) {
        for (var j = 0u; j < KW; j += 1u) {
            let h = position / OW % OH * SH + i - PT;
            let w = position % OW * SW + j - PL;
            if h < H && w < W {
                let xi = ((position / (OH * OW) * H + h) * W + w) * C + at % C;
                let x = values[xi];
                // The first of equals; a NaN wins, so that it stays visible.
                if best_at == 0xffffffffu || x > best || is_nan(x) {
                    best = x;
                    best_at = xi;
                }
            }
        }
    }
    result[at] = best;
    argmax[at] = best_at;
}

@compute @workgroup_size(256)
fn max_backward(
    @builtin(workgroup_id) id: vec3<u32>,
    @builtin(num_workgroups) groups: vec3<u32>,
    @builtin(local_invocation_index) lane: u32,
) {
    let at = place(id, groups, lane);
    if at >= N * H * W * C {
        return;
    }
    var dx = 0.0;
    for (var i = 0u; i < KH; i += 1u) {
        for (var j = 0u; j < KW; j += 1u) {
            let yi = covering(at, i, j);
            if yi != 0xffffffffu && places[yi] == at {
                dx += values[yi];
            }
        }
    }
    put(at, dx);
}

// The offset in y of the window whose place (i, j) is the value `at` of x; all ones for none.
fn covering(at: u32, i: u32, j: u32) -> u32 {
    let h = at / (C * W) % H + PT - i;
    let w = at / C % W + PL - j;
    let p = h / SH;
    let q = w / SW;
    if p >= OH || q >= OW || h != p * SH || w != q * SW {
        return 0xffffffffu;
    }
    return ((at / (C * W * H) * OH + p) * OW + q) * C + at % C;
}

// How many positions a window's mean is taken over; see `window_count` in ops/pool/reference.rs.
fn count(position: u32) -> f32 {
    let top = position / OW % OH * SH;
    let left = position % OW * SW;
    if COUNT_PAD {
        return f32((min(top + KH, PT + H + PB) - top) * (min(left + KW, PL + W + PR) - left));
    }
    return f32((min(top + KH, PT + H) - max(top, PT)) * (min(left + KW, PL + W) - max(left, PL)));
}

@compute @workgroup_size(256)
fn mean_forward(
    @builtin(workgroup_id) id: vec3<u32>,
    @builtin(num_workgroups) groups: vec3<u32>,
    @builtin(local_invocation_index) lane: u32,
) {
    let at = place(id, groups, lane);
    if at >= N * OH * OW * C {
        return;
    }
    let position = at / C;
    var sum = 0.0;
    for (var i = 0u; i < KH; i += 1u) {
        for (var j = 0u; j < KW; j += 1u) {
            let h = position / OW % OH * SH + i - PT;
            let w = position % OW * SW + j - PL;
            if h < H && w < W {
                sum += values[((position / (OH * OW) * H + h) * W + w) * C + at % C];
            }
        }
    }
    result[at] = sum / count(position);
}

@compute @workgroup_size(256)
fn mean_backward(
    @builtin(workgroup_id) id: vec3<u32>,
    @builtin(num_workgroups) groups: vec3<u32>,
    @builtin(local_invocation_index) lane: u32,
) {
    let at = place(id, groups, lane);
    if at >= N * H * W * C {
        return;
    }
    var dx = 0.0;
    for (var i = 0u; i < KH; i += 1u) {
        for (var j = 0u; j < KW; j += 1u) {
            let yi = covering(at, i, j);
            if yi != 0xffffffffu {
                dx += values[yi] / count(yi / C);
            }
        }
    }
    put(at, dx);
}

// y [N, C]: one invocation per channel of an image.
@compute @workgroup_size(256)
fn global_forward(
    @builtin(workgroup_id) id: vec3<u32>,
    @builtin(num_workgroups) groups: vec3<u32>,
    @builtin(local_invocation_index) lane: u32,
) {
    let at = place(id, groups, lane);
    if at >= N * C {
        return;
    }
    var sum = 0.0;
    for (var i = 0u; i < H * W; i += 1u) {
        sum += values[(at / C * (H * W) + i) * C + at % C];
    }
    result[at] = sum / f32(H * W);
}

@compute @workgroup_size(256)
fn global_backward(
    @builtin(workgroup_id) id: vec3<u32>,
    @builtin(num_workgroups) groups: vec3<u32>,
    @builtin(local_invocation_index) lane: u32,
) {
    let at = place(id, groups, lane);
    if at >= N * H * W * C {
        return;
    }
    put(at, values[at / (H * W * C) * C + at % C] / f32(H * W));
}
