// Depthwise convolution. Channels are in V, one or four; neighbours are on neighbouring channels, so that every load is of
// consecutive values. Forward an invocation makes four columns, which share each of the filter's values: 2·KH·KW operations
// per value on 1.25·KH·KW loads, of which the cache answers all but two: up to 2.25 operations per byte for 3×3
// (4.5 in halves: it waits for memory either way, and computes in 32 bits). The filters' gradient is a sum over all
// positions in PARTS, each of every PARTS-th position, summed afterwards.

override ACT: u32 = 0u;
override BIAS: bool = false;
override ADD: bool = false;

// forward: x, w and b, y. backward_input: w, dy, dx. backward_params: x, dy, parts of dw and db.
@group(0) @binding(0) var<storage, read> first: array<V>;
@group(0) @binding(1) var<storage, read> second: array<V>;
@group(0) @binding(6) var<storage, read_write> result: array<V>;

// x at row `at` (of all images) and column w, zero in the padding.
fn x_at(at: u32, inside: bool, w: u32, c: u32) -> F {
    return select(F(), F(first[(at * s.W + w) * s.C + c]), inside && w < s.W);
}

@compute @workgroup_size(64)
fn forward(
    @builtin(workgroup_id) id: vec3<u32>,
    @builtin(num_workgroups) groups: vec3<u32>,
    @builtin(local_invocation_index) lane: u32,
) {
    let across = (s.OW + 3u) / 4u;
    let place = (id.y * groups.x + id.x) * 64u + lane;
    let c = place % s.C;
    let strip = place / s.C;
    let line = strip / across;
    if line >= s.N * s.OH {
        return;
    }
    let q = strip % across * 4u;
    let n = line / s.OH;
    var y0 = F();
    var y1 = F();
    var y2 = F();
    var y3 = F();
    for (var i = 0u; i < s.KH; i += 1u) {
        // What lies before the first row or column wraps around to a large number.
        let h = line % s.OH * s.SH + i - s.PT;
        let inside = h < s.H;
        for (var j = 0u; j < s.KW; j += 1u) {
            let w = q * s.SW + j - s.PL;
            let f = F(second[(i * s.KW + j) * s.C + c]);
            y0 += f * x_at(n * s.H + h, inside, w, c);
            y1 += f * x_at(n * s.H + h, inside, w + s.SW, c);
            y2 += f * x_at(n * s.H + h, inside, w + 2u * s.SW, c);
            y3 += f * x_at(n * s.H + h, inside, w + 3u * s.SW, c);
        }
    }
    if BIAS {
        let b = F(second[s.KH * s.KW * s.C + c]);
        y0 += b;
        y1 += b;
        y2 += b;
        y3 += b;
    }
    let at = (line * s.OW + q) * s.C + c;
    result[at] = V(activate(ACT, y0));
    if q + 1u < s.OW { result[at + s.C] = V(activate(ACT, y1)); }
    if q + 2u < s.OW { result[at + 2u * s.C] = V(activate(ACT, y2)); }
    if q + 3u < s.OW { result[at + 3u * s.C] = V(activate(ACT, y3)); }
}

@compute @workgroup_size(256)
fn backward_input(
    @builtin(workgroup_id) id: vec3<u32>,
    @builtin(num_workgroups) groups: vec3<u32>,
    @builtin(local_invocation_index) lane: u32,
) {
    let at = place(id, groups, lane);
    let c = at % s.C;
    let position = at / s.C;
    let line = position / s.W;
    if line >= s.N * s.H {
        return;
    }
    let n = line / s.H;
    var dx = F();
    for (var i = 0u; i < s.KH; i += 1u) {
        let h = line % s.H + s.PT - i;
        let p = h / s.SH;
        let hits = p < s.OH && h == p * s.SH;
        for (var j = 0u; j < s.KW; j += 1u) {
            let w = position % s.W + s.PL - j;
            let q = w / s.SW;
            if hits && q < s.OW && w == q * s.SW {
                dx += F(second[((n * s.OH + p) * s.OW + q) * s.C + c]) * F(first[(i * s.KW + j) * s.C + c]);
            }
        }
    }
    if ADD {
        result[at] += V(dx);
    } else {
        result[at] = V(dx);
    }
}

// An invocation per channel, part and tap; the tap behind the last is the bias.
@compute @workgroup_size(64)
fn backward_params(
    @builtin(workgroup_id) id: vec3<u32>,
    @builtin(num_workgroups) groups: vec3<u32>,
    @builtin(local_invocation_index) lane: u32,
) {
    let place = (id.y * groups.x + id.x) * 64u + lane;
    let c = place % s.C;
    let part = place / s.C;
    if part >= s.PARTS {
        return;
    }
    let tap = id.z;
    let i = tap / s.KW;
    let j = tap % s.KW;
    var total = F();
    for (var position = part; position < s.N * s.OH * s.OW; position += s.PARTS) {
        let dy = F(second[position * s.C + c]);
        if tap == s.KH * s.KW {
            total += dy;
        } else {
            let h = position / s.OW % s.OH * s.SH + i - s.PT;
            let w = position % s.OW * s.SW + j - s.PL;
            total += dy * x_at(position / (s.OH * s.OW) * s.H + h, h < s.H, w, c);
        }
    }
    let taps = s.KH * s.KW + select(0u, 1u, BIAS);
    result[(part * taps + tap) * s.C + c] = V(total);
}
