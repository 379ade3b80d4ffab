// Depthwise convolution of 8-bit integers. An invocation makes four columns of four channels, which share each word of the
// filters: 8·KH·KW operations per word of output on 1.25·KH·KW loads, of which the cache answers all but one:
// up to 9 operations per byte for 3×3.

@group(0) @binding(0) var<storage, read> x: array<u32>;
// [KH·KW, C] words.
@group(0) @binding(1) var<storage, read> weights: array<u32>;
@group(0) @binding(6) var<storage, read_write> y: array<u32>;

// The levels of x in row `at` (of all images) and column w; those of 0.0 in the padding.
fn x_at(at: u32, inside: bool, w: u32, c: u32) -> vec4<i32> {
    return unpacked(select(s.X_ZERO, x[(at * s.W + w) * s.C + c], inside && w < s.W));
}

@compute @workgroup_size(64)
fn depthwise(
    @builtin(workgroup_id) id: vec3<u32>,
    @builtin(num_workgroups) groups: vec3<u32>,
    @builtin(local_invocation_index) lane: u32,
) {
    let across = (s.OW + 3u) / 4u;
    let place = (id.y * groups.x + id.x) * 64u + lane;
    let c = place % s.C;
    let line = place / s.C / across;
    if line >= s.N * s.OH {
        return;
    }
    let q = place / s.C % across * 4u;
    let n = line / s.OH;
    var y0 = vec4<i32>();
    var y1 = vec4<i32>();
    var y2 = vec4<i32>();
    var y3 = vec4<i32>();
    for (var i = 0u; i < s.KH; i += 1u) {
        // What lies before the first row or column wraps around to a large number.
        let h = line % s.OH * s.SH + i - s.PT;
        let inside = h < s.H;
        for (var j = 0u; j < s.KW; j += 1u) {
            let w = q * s.SW + j - s.PL;
            let f = unpacked(weights[(i * s.KW + j) * s.C + c]);
            y0 += f * x_at(n * s.H + h, inside, w, c);
            y1 += f * x_at(n * s.H + h, inside, w + s.SW, c);
            y2 += f * x_at(n * s.H + h, inside, w + 2u * s.SW, c);
            y3 += f * x_at(n * s.H + h, inside, w + 3u * s.SW, c);
        }
    }
    let at = (line * s.OW + q) * s.C + c;
    y[at] = finished(y0, c);
    if q + 1u < s.OW { y[at + s.C] = finished(y1, c); }
    if q + 2u < s.OW { y[at + 2u * s.C] = finished(y2, c); }
    if q + 3u < s.OW { y[at + 3u * s.C] = finished(y3, c); }
}
