// Poolings: one invocation per V, one channel or four, neighbours on neighbouring ones. Less than one operation per byte.
// Backward, each value of x gathers from the windows that cover it, so that nothing is added to by two at once.

override ADD: bool = false;

// x forward, dy backward.
@group(0) @binding(0) var<storage, read> values: array<V>;
// Offsets in x, in V, of the maxima.
@group(0) @binding(1) var<storage, read> places: array<U>;
@group(0) @binding(6) var<storage, read_write> result: array<V>;
@group(0) @binding(7) var<storage, read_write> argmax: array<U>;

fn put(at: u32, value: V) {
    if ADD {
        result[at] += value;
    } else {
        result[at] = value;
    }
}

fn is_nan(v: V) -> B {
    return (bitcast<U>(F(v)) & U(0x7fffffffu)) > U(0x7f800000u);
}

// The largest value of a window, and where it lies.
struct Largest {
    value: V,
    at: U,
}

fn largest(at: u32) -> Largest {
    let position = at / s.C;
    var best = V();
    var best_at = U(0xffffffffu);
    for (var i = 0u; i < s.KH; i += 1u) {
        for (var j = 0u; j < s.KW; j += 1u) {
            let h = position / s.OW % s.OH * s.SH + i - s.PT;
            let w = position % s.OW * s.SW + j - s.PL;
            if h < s.H && w < s.W {
                let xi = ((position / (s.OH * s.OW) * s.H + h) * s.W + w) * s.C + at % s.C;
                let x = values[xi];
                // The first of equals; a NaN wins, so that it stays visible.
                let wins = (best_at == U(0xffffffffu)) | (x > best) | is_nan(x);
                best = select(best, x, wins);
                best_at = select(best_at, U(xi), wins);
            }
        }
    }
    return Largest(best, best_at);
}

@compute @workgroup_size(256)
fn max_forward(
    @builtin(workgroup_id) id: vec3<u32>,
    @builtin(num_workgroups) groups: vec3<u32>,
    @builtin(local_invocation_index) lane: u32,
) {
    let at = place(id, groups, lane);
    if at >= s.N * s.OH * s.OW * s.C {
        return;
    }
    let found = largest(at);
    result[at] = found.value;
    argmax[at] = found.at;
}

// The same where nobody asks for the places.
@compute @workgroup_size(256)
fn max_inference(
    @builtin(workgroup_id) id: vec3<u32>,
    @builtin(num_workgroups) groups: vec3<u32>,
    @builtin(local_invocation_index) lane: u32,
) {
    let at = place(id, groups, lane);
    if at < s.N * s.OH * s.OW * s.C {
        result[at] = largest(at).value;
    }
}

@compute @workgroup_size(256)
fn max_backward(
    @builtin(workgroup_id) id: vec3<u32>,
    @builtin(num_workgroups) groups: vec3<u32>,
    @builtin(local_invocation_index) lane: u32,
) {
    let at = place(id, groups, lane);
    if at >= s.N * s.H * s.W * s.C {
        return;
    }
    var dx = F();
    for (var i = 0u; i < s.KH; i += 1u) {
        for (var j = 0u; j < s.KW; j += 1u) {
            let yi = covering(at, i, j);
            if yi != 0xffffffffu {
                dx += F(select(V(), values[yi], places[yi] == U(at)));
            }
        }
    }
    put(at, V(dx));
}

// The offset in y of the window whose place (i, j) is the value `at` of x; all ones for none.
fn covering(at: u32, i: u32, j: u32) -> u32 {
    let h = at / (s.C * s.W) % s.H + s.PT - i;
    let w = at / s.C % s.W + s.PL - j;
    let p = h / s.SH;
    let q = w / s.SW;
    if p >= s.OH || q >= s.OW || h != p * s.SH || w != q * s.SW {
        return 0xffffffffu;
    }
    return ((at / (s.C * s.W * s.H) * s.OH + p) * s.OW + q) * s.C + at % s.C;
}

// y [N, C]: one invocation per channel of an image.
@compute @workgroup_size(256)
fn global_forward(
    @builtin(workgroup_id) id: vec3<u32>,
    @builtin(num_workgroups) groups: vec3<u32>,
    @builtin(local_invocation_index) lane: u32,
) {
    let at = place(id, groups, lane);
    if at >= s.N * s.C {
        return;
    }
    var sum = F();
    for (var i = 0u; i < s.H * s.W; i += 1u) {
        sum += F(values[(at / s.C * (s.H * s.W) + i) * s.C + at % s.C]);
    }
    result[at] = V(sum / f32(s.H * s.W));
}

@compute @workgroup_size(256)
fn global_backward(
    @builtin(workgroup_id) id: vec3<u32>,
    @builtin(num_workgroups) groups: vec3<u32>,
    @builtin(local_invocation_index) lane: u32,
) {
    let at = place(id, groups, lane);
    if at >= s.N * s.H * s.W * s.C {
        return;
    }
    put(at, V(F(values[at / (s.H * s.W * s.C) * s.C + at % s.C]) / f32(s.H * s.W)));
}
