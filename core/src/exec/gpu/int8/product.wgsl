// Convolutions and linear layers of 8-bit integers, as matrix products whose A is never written out. Every invocation makes
// 8 positions × 8 output channels in registers, neighbours on neighbouring channels, in steps of one word, four input
// channels: 16 words loaded for 64 dot products, 512 operations, 8 operations per byte, of which the caches answer all but
// the first.
//
// Weights lie in panels of 8 output channels, [PANELS, KH·KW, SPAN, 8] words. A panel reads SPAN words under each tap, from
// the one in which the channels of its first group begin; where it reads channels that are not of an output's group, the
// weights are zeros, whatever those channels hold.

@group(0) @binding(0) var<storage, read> x: array<u32>;
@group(0) @binding(1) var<storage, read> weights: array<vec4<u32>>;
@group(0) @binding(6) var<storage, read_write> y: array<u32>;

const NONE = 0xffffffffu;

// The image of a row and where its window begins; what lies before the picture wraps around to a large number.
fn window_of(row: u32) -> vec3<u32> {
    let r = min(row, s.ROWS - 1u);
    return vec3<u32>(r / (s.OH * s.OW), r / s.OW % s.OH * s.SH - s.PT, r % s.OW * s.SW - s.PL);
}

// Where the words under tap (i, j) begin; NONE in the padding.
fn words_at(window: vec3<u32>, i: u32, j: u32, first: u32) -> u32 {
    let h = window.y + i;
    let w = window.z + j;
    return select(NONE, ((window.x * s.H + h) * s.W + w) * s.C + first, h < s.H && w < s.W);
}

// A word of the input; in the padding four times the level of 0.0.
fn x_at(start: u32, c: u32) -> Inner {
    return inner_of(select(x[start + c], s.X_ZERO, start == NONE));
}

fn store(row: u32, panel: u32, left: vec4<i32>, right: vec4<i32>) {
    if row >= s.ROWS {
        return;
    }
    let at = row * s.K + 2u * panel;
    y[at] = finished(left, 2u * panel);
    if 2u * panel + 1u < s.K {
        y[at + 1u] = finished(right, 2u * panel + 1u);
    }
}

@compute @workgroup_size(64)
fn product(
    @builtin(workgroup_id) id: vec3<u32>,
    @builtin(num_workgroups) groups: vec3<u32>,
    @builtin(local_invocation_index) lane: u32,
) {
    let tile = (id.y * groups.x + id.x) * 64u + lane;
    let row = tile / s.PANELS * 8u;
    let panel = tile % s.PANELS;
    if row >= s.ROWS {
        return;
    }
    let first = panel * 8u / s.KG * s.CG / 4u;
    let w0 = window_of(row);
    let w1 = window_of(row + 1u);
    let w2 = window_of(row + 2u);
    let w3 = window_of(row + 3u);
    let w4 = window_of(row + 4u);
    let w5 = window_of(row + 5u);
    let w6 = window_of(row + 6u);
    let w7 = window_of(row + 7u);
    var c0 = vec4<i32>();
    var c1 = vec4<i32>();
    var c2 = vec4<i32>();
    var c3 = vec4<i32>();
    var c4 = vec4<i32>();
    var c5 = vec4<i32>();
    var c6 = vec4<i32>();
    var c7 = vec4<i32>();
    var d0 = vec4<i32>();
    var d1 = vec4<i32>();
    var d2 = vec4<i32>();
    var d3 = vec4<i32>();
    var d4 = vec4<i32>();
    var d5 = vec4<i32>();
    var d6 = vec4<i32>();
    var d7 = vec4<i32>();
    var b = panel * s.KH * s.KW * s.SPAN * 2u;
    for (var i = 0u; i < s.KH; i += 1u) {
        for (var j = 0u; j < s.KW; j += 1u) {
            let a0 = words_at(w0, i, j, first);
            let a1 = words_at(w1, i, j, first);
            let a2 = words_at(w2, i, j, first);
            let a3 = words_at(w3, i, j, first);
            let a4 = words_at(w4, i, j, first);
            let a5 = words_at(w5, i, j, first);
            let a6 = words_at(w6, i, j, first);
            let a7 = words_at(w7, i, j, first);
            for (var c = 0u; c < s.SPAN; c += 1u) {
                let left = columns_of(weights[b]);
                let right = columns_of(weights[b + 1u]);
                b += 2u;
                let v0 = x_at(a0, c);
                c0 += dots(v0, left);
                d0 += dots(v0, right);
                let v1 = x_at(a1, c);
                c1 += dots(v1, left);
                d1 += dots(v1, right);
                let v2 = x_at(a2, c);
                c2 += dots(v2, left);
                d2 += dots(v2, right);
                let v3 = x_at(a3, c);
                c3 += dots(v3, left);
                d3 += dots(v3, right);
                let v4 = x_at(a4, c);
                c4 += dots(v4, left);
                d4 += dots(v4, right);
                let v5 = x_at(a5, c);
                c5 += dots(v5, left);
                d5 += dots(v5, right);
                let v6 = x_at(a6, c);
                c6 += dots(v6, left);
                d6 += dots(v6, right);
                let v7 = x_at(a7, c);
                c7 += dots(v7, left);
                d7 += dots(v7, right);
            }
        }
    }
    store(row, panel, c0, d0);
    store(row + 1u, panel, c1, d1);
    store(row + 2u, panel, c2, d2);
    store(row + 3u, panel, c3, d3);
    store(row + 4u, panel, c4, d4);
    store(row + 5u, panel, c5, d5);
    store(row + 6u, panel, c6, d6);
    store(row + 7u, panel, c7, d7);
}
