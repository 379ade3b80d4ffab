// Depthwise convolution: one invocation per value, neighbours on neighbouring channels, so that every load is of
// consecutive values. 2·KH·KW operations on as many loads, of which the cache answers all but two: up to 2.25 per byte
// for 3×3. The filters' gradient is a sum over all positions: 16 channels × 16 lanes sum CHUNK positions for one tap.

override ACT: u32 = 0u;
override BIAS: bool = false;
override ADD: bool = false;
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
override CHUNK: u32 = 1u;

// forward: x, w and b, y. backward_input: w, dy, y, dx. backward_params: x, dy, y, parts of dw and db.
@group(0) @binding(0) var<storage, read> first: array<f32>;
@group(0) @binding(1) var<storage, read> second: array<f32>;
@group(0) @binding(2) var<storage, read> outputs: array<f32>;
@group(0) @binding(6) var<storage, read_write> result: array<f32>;

var<workgroup> sums: array<f32, 256>;

fn d_output(at: u32) -> f32 {
    if ACT == 0u {
        return second[at];
    }
    return second[at] * slope(ACT, outputs[at]);
}

// The offset in x under tap (i, j) of position (n, p, q), channel 0; all ones in the padding.
fn under(position: u32, i: u32, j: u32) -> u32 {
    let h = position / OW % OH * SH + i - PT;
    let w = position % OW * SW + j - PL;
    if h >= H || w >= W {
        return 0xffffffffu;
    }
    return ((position / (OH * OW) * H + h) * W + w) * C;
}

@compute @workgroup_size(256)
fn forward(
    @builtin(workgroup_id) id: vec3<u32>,
    @builtin(num_workgroups) groups: vec3<u32>,
    @builtin(local_invocation_index) lane: u32,
) {
    let at = place(id, groups, lane);
    if at >= N * OH * OW * C {
        return;
    }
    let c = at % C;
    var y = 0.0;
    for (var i = 0u; i < KH; i += 1u) {
        for (var j = 0u; j < KW; j += 1u) {
            let x = under(at / C, i, j);
            if x != 0xffffffffu {
                y += first[x + c] * second[(i * KW + j) * C + c];
            }
        }
    }
    if BIAS {
        y += second[KH * KW * C + c];
    }
    result[at] = activate(ACT, y);
}

@compute @workgroup_size(256)
fn backward_input(
    @builtin(workgroup_id) id: vec3<u32>,
    @builtin(num_workgroups) groups: vec3<u32>,
    @builtin(local_invocation_index) lane: u32,
) {
    let at = place(id, groups, lane);
    if at >= N * H * W * C {
        return;
    }
    let c = at % C;
    let n = at / (C * W * H);
    var dx = 0.0;
    for (var i = 0u; i < KH; i += 1u) {
        for (var j = 0u; j < KW; j += 1u) {
            let h = at / (C * W) % H + PT - i;
            let w = at / C % W + PL - j;
            let p = h / SH;
            let q = w / SW;
            if p < OH && q < OW && h == p * SH && w == q * SW {
                dx += d_output(((n * OH + p) * OW + q) * C + c) * first[(i * KW + j) * C + c];
            }
        }
    }
    if ADD {
        result[at] += dx;
    } else {
        result[at] = dx;
    }
}

// Workgroup (16 channels, CHUNK positions, tap); the tap behind the last is the bias.
@compute @workgroup_size(256)
fn backward_params(@builtin(workgroup_id) id: vec3<u32>, @builtin(local_invocation_index) lane: u32) {
    let c = id.x * 16u + lane % 16u;
    let tap = id.z;
    var total = 0.0;
    if c < C {
        let end = min(N * OH * OW, (id.y + 1u) * CHUNK);
        for (var position = id.y * CHUNK + lane / 16u; position < end; position += 16u) {
            let dy = d_output(position * C + c);
            if tap == KH * KW {
                total += dy;
            } else {
                let x = under(position, tap / KW, tap % KW);
                if x != 0xffffffffu {
                    total += dy * first[x + c];
                }
            }
        }
    }
    sums[lane] = total;
    for (var half = 128u; half >= 16u; half /= 2u) {
        workgroupBarrier();
        if lane < half {
            sums[lane] += sums[lane + half];
        }
    }
    if lane < 16u && c < C {
        let taps = KH * KW + select(0u, 1u, BIAS);
        result[(id.y * taps + tap) * C + c] = sums[lane];
    }
}
