// Convolutions and linear layers whose channels come in fours, on adapters where workgroup memory does not pay (see
// `Tuning` in gpu/device.rs): every invocation makes 8 × 8 of the product in registers, neighbours on neighbouring
// columns, in steps of 4 along the inner dimension: 16 loads of a vec4 for 512 operations, 2 operations per byte (4 of
// halves, which a processor multiplies in 32 bits), of which the caches answer all but the first. Passes and operands are
// those of gpu.wgsl; positions are worked out once per tap.

override PASS: u32 = 0u;
override ACT: u32 = 0u;
override BIAS: bool = false;
override ADD: bool = false;
// A 1×1 window of stride 1: a row of the product is a position.
override POINT: bool = false;

// PASS 0: x, w and b, y. PASS 1: w, dy, dx. PASS 2: x, dy, dw and db or their parts.
@group(0) @binding(0) var<storage, read> first: array<V>;
@group(0) @binding(1) var<storage, read> second: array<V>;
@group(0) @binding(6) var<storage, read_write> result: array<V>;

const NONE = 0xffffffffu;

// The image of a row and where its window begins: in PASS 0 its first row and column (what lies before the picture wraps
// around to a large number), in PASS 1 the place in the padded picture.
fn window_of(row: u32) -> vec3<u32> {
    let r = min(row, s.ROWS - 1u);
    if PASS == 1u {
        return vec3<u32>(r / (s.H * s.W), r / s.W % s.H + s.PT, r % s.W + s.PL);
    }
    return vec3<u32>(r / (s.OH * s.OW), r / s.OW % s.OH * s.SH - s.PT, r % s.OW * s.SW - s.PL);
}

// Where the channels under tap (i, j) begin, in vec4; NONE in the padding and between strides.
fn channels(window: vec3<u32>, i: u32, j: u32, group: u32) -> u32 {
    if PASS == 1u {
        let h = window.y - i;
        let w = window.z - j;
        let p = h / s.SH;
        let q = w / s.SW;
        let at = ((window.x * s.OH + p) * s.OW + q) * (s.K / 4u) + group * (s.K / s.GROUPS / 4u);
        return select(NONE, at, p < s.OH && q < s.OW && p * s.SH == h && q * s.SW == w);
    }
    let h = window.y + i;
    let w = window.z + j;
    let at = ((window.x * s.H + h) * s.W + w) * (s.C / 4u) + group * (s.C / s.GROUPS / 4u);
    return select(NONE, at, h < s.H && w < s.W);
}

// The same of a row of a product that has one position for each row.
fn row_channels(row: u32, i: u32, j: u32, group: u32) -> u32 {
    if POINT {
        let c = select(s.C, s.K, PASS == 1u) / 4u;
        return min(row, s.ROWS - 1u) * c + group * (c / s.GROUPS);
    }
    return channels(window_of(row), i, j, group);
}

fn a_at(start: u32, c: u32) -> F {
    if PASS == 1u {
        if POINT { return F(second[start + c]); }
        return select(F(second[start + c]), F(), start == NONE);
    }
    if POINT { return F(first[start + c]); }
    return select(F(first[start + c]), F(), start == NONE);
}

// Four rows and four columns of B: in PASS 0 of w, whose rows are K / 4 apart; in PASS 1 of its transpose.
fn b_at(at: u32) -> mat4x4<f32> {
    let k = s.K / 4u;
    if PASS == 1u {
        return transpose(mat4x4<f32>(F(first[at]), F(first[at + k]), F(first[at + 2u * k]), F(first[at + 3u * k])));
    }
    return mat4x4<f32>(F(second[at]), F(second[at + k]), F(second[at + 2u * k]), F(second[at + 3u * k]));
}

fn store(group: u32, row: u32, col: u32, value: F) {
    if row >= s.ROWS || col >= s.COLS {
        return;
    }
    if PASS == 1u {
        let at = (row * s.C + group * (s.C / s.GROUPS) + col) / 4u;
        if ADD {
            result[at] += V(value);
        } else {
            result[at] = V(value);
        }
        return;
    }
    let k = group * (s.K / s.GROUPS) + col;
    var y = value;
    if BIAS {
        y += F(second[(s.KH * s.KW * (s.C / s.GROUPS) * s.K + k) / 4u]);
    }
    result[(row * s.K + k) / 4u] = V(activate(ACT, y));
}

// PASS 0 and 1. The columns of the last tile may lie behind the matrix: what is read there is not stored.
@compute @workgroup_size(64)
fn product(
    @builtin(workgroup_id) id: vec3<u32>,
    @builtin(num_workgroups) groups: vec3<u32>,
    @builtin(local_invocation_index) lane: u32,
) {
    let across = (s.COLS + 7u) / 8u;
    let tile = (id.y * groups.x + id.x) * 64u + lane;
    let row = tile / across * 8u;
    let col = tile % across * 8u;
    let group = id.z;
    if row >= s.ROWS {
        return;
    }
    let kg = s.K / s.GROUPS;
    let cg = s.C / s.GROUPS;
    let inner = select(cg, kg, PASS == 1u) / 4u;
    var c0 = F();
    var c1 = F();
    var c2 = F();
    var c3 = F();
    var c4 = F();
    var c5 = F();
    var c6 = F();
    var c7 = F();
    var d0 = F();
    var d1 = F();
    var d2 = F();
    var d3 = F();
    var d4 = F();
    var d5 = F();
    var d6 = F();
    var d7 = F();
    for (var tap = 0u; tap < s.KH * s.KW; tap += 1u) {
        let i = tap / s.KW;
        let j = tap % s.KW;
        let a0 = row_channels(row, i, j, group);
        let a1 = row_channels(row + 1u, i, j, group);
        let a2 = row_channels(row + 2u, i, j, group);
        let a3 = row_channels(row + 3u, i, j, group);
        let a4 = row_channels(row + 4u, i, j, group);
        let a5 = row_channels(row + 5u, i, j, group);
        let a6 = row_channels(row + 6u, i, j, group);
        let a7 = row_channels(row + 7u, i, j, group);
        // In PASS 1 the columns are rows of w, and the inner dimension is what lies side by side.
        var b = (tap * cg * s.K + group * kg + col) / 4u;
        var next = 1u;
        var step = s.K;
        if PASS == 1u {
            b = ((tap * cg + col) * s.K + group * kg) / 4u;
            next = s.K;
            step = 1u;
        }
        for (var c = 0u; c < inner; c += 1u) {
            let left = b_at(b);
            let right = b_at(b + next);
            b += step;
            let v0 = a_at(a0, c);
            c0 += left * v0;
            d0 += right * v0;
            let v1 = a_at(a1, c);
            c1 += left * v1;
            d1 += right * v1;
            let v2 = a_at(a2, c);
            c2 += left * v2;
            d2 += right * v2;
            let v3 = a_at(a3, c);
            c3 += left * v3;
            d3 += right * v3;
            let v4 = a_at(a4, c);
            c4 += left * v4;
            d4 += right * v4;
            let v5 = a_at(a5, c);
            c5 += left * v5;
            d5 += right * v5;
            let v6 = a_at(a6, c);
            c6 += left * v6;
            d6 += right * v6;
            let v7 = a_at(a7, c);
            c7 += left * v7;
            d7 += right * v7;
        }
    }
    store(group, row, col, c0);
    store(group, row + 1u, col, c1);
    store(group, row + 2u, col, c2);
    store(group, row + 3u, col, c3);
    store(group, row + 4u, col, c4);
    store(group, row + 5u, col, c5);
    store(group, row + 6u, col, c6);
    store(group, row + 7u, col, c7);
    store(group, row, col + 4u, d0);
    store(group, row + 1u, col + 4u, d1);
    store(group, row + 2u, col + 4u, d2);
    store(group, row + 3u, col + 4u, d3);
    store(group, row + 4u, col + 4u, d4);
    store(group, row + 5u, col + 4u, d5);
    store(group, row + 6u, col + 4u, d6);
    store(group, row + 7u, col + 4u, d7);
}

// Four rows of PASS 2: their tap, and their first channel in vec4. The four behind the last tap are the bias.
struct Quad {
    i: u32,
    j: u32,
    c: u32,
    bias: bool,
}

fn quad_of(quad: u32, group: u32) -> Quad {
    let cg = s.C / s.GROUPS / 4u;
    let tap = quad / cg;
    return Quad(tap / s.KW, tap % s.KW, group * cg + quad % cg, tap >= s.KH * s.KW);
}

// The values of x that a quad's four rows have at a position, or ones in the bias's row; zeros from `end` on.
fn x_at(quad: Quad, place: vec3<u32>, position: u32, end: u32) -> F {
    if POINT {
        let x = select(F(first[position * (s.C / 4u) + quad.c]), F(1.0), quad.bias);
        return select(x, F(), position >= end);
    }
    let h = place.y * s.SH + quad.i - s.PT;
    let w = place.z * s.SW + quad.j - s.PL;
    let x = F(first[((place.x * s.H + h) * s.W + w) * (s.C / 4u) + quad.c]);
    let inside = select(x, F(), h >= s.H || w >= s.W);
    return select(select(inside, F(1.0), quad.bias), F(), position >= end);
}

// The position behind (n, p, q).
fn after(place: vec3<u32>) -> vec3<u32> {
    let wraps = place.z + 1u == s.OW;
    let p = place.y + select(0u, 1u, wraps);
    let turns = p == s.OH;
    return vec3<u32>(place.x + select(0u, 1u, turns), select(p, 0u, turns), select(place.z + 1u, 0u, wraps));
}

fn dy_at(position: u32, end: u32, at: u32) -> F {
    return F(second[min(position, end - 1u) * (s.K / 4u) + at]);
}

fn store_part(split: u32, group: u32, row: u32, col: u32, left: F, right: F) {
    if row >= s.ROWS {
        return;
    }
    let at = ((split * s.ROWS + row) * s.K + group * (s.K / s.GROUPS) + col) / 4u;
    result[at] = V(left);
    if col + 4u < s.COLS {
        result[at + 1u] = V(right);
    }
}

// PASS 2: rows are taps and channels, the inner dimension is positions, of which a split takes CHUNK.
@compute @workgroup_size(64)
fn gradient(
    @builtin(workgroup_id) id: vec3<u32>,
    @builtin(num_workgroups) groups: vec3<u32>,
    @builtin(local_invocation_index) lane: u32,
) {
    let across = (s.COLS + 7u) / 8u;
    let tile = (id.y * groups.x + id.x) * 64u + lane;
    let row = tile / across * 8u;
    let col = tile % across * 8u;
    if row >= s.ROWS {
        return;
    }
    let group = id.z / s.SPLITS;
    let split = id.z % s.SPLITS;
    let begin = split * s.CHUNK;
    let end = min(s.INNER, begin + s.CHUNK);
    let upper = quad_of(row / 4u, group);
    let lower = quad_of(row / 4u + 1u, group);
    let k = (group * (s.K / s.GROUPS) + col) / 4u;
    var place = vec3<u32>(begin / (s.OH * s.OW), begin / s.OW % s.OH, begin % s.OW);
    var c0 = F();
    var c1 = F();
    var c2 = F();
    var c3 = F();
    var c4 = F();
    var c5 = F();
    var c6 = F();
    var c7 = F();
    var d0 = F();
    var d1 = F();
    var d2 = F();
    var d3 = F();
    var d4 = F();
    var d5 = F();
    var d6 = F();
    var d7 = F();
    for (var position = begin; position < end; position += 4u) {
        let place1 = after(place);
        let place2 = after(place1);
        let place3 = after(place2);
        // Columns are positions here, rows of x are what is summed over.
        let above = transpose(mat4x4<f32>(
            x_at(upper, place, position, end),
            x_at(upper, place1, position + 1u, end),
            x_at(upper, place2, position + 2u, end),
            x_at(upper, place3, position + 3u, end),
        ));
        let below = transpose(mat4x4<f32>(
            x_at(lower, place, position, end),
            x_at(lower, place1, position + 1u, end),
            x_at(lower, place2, position + 2u, end),
            x_at(lower, place3, position + 3u, end),
        ));
        place = after(place3);
        let left = mat4x4<f32>(
            dy_at(position, end, k),
            dy_at(position + 1u, end, k),
            dy_at(position + 2u, end, k),
            dy_at(position + 3u, end, k),
        );
        c0 += left * above[0];
        c1 += left * above[1];
        c2 += left * above[2];
        c3 += left * above[3];
        c4 += left * below[0];
        c5 += left * below[1];
        c6 += left * below[2];
        c7 += left * below[3];
        let right = mat4x4<f32>(
            dy_at(position, end, k + 1u),
            dy_at(position + 1u, end, k + 1u),
            dy_at(position + 2u, end, k + 1u),
            dy_at(position + 3u, end, k + 1u),
        );
        d0 += right * above[0];
        d1 += right * above[1];
        d2 += right * above[2];
        d3 += right * above[3];
        d4 += right * below[0];
        d5 += right * below[1];
        d6 += right * below[2];
        d7 += right * below[3];
    }
    store_part(split, group, row, col, c0, d0);
    store_part(split, group, row + 1u, col, c1, d1);
    store_part(split, group, row + 2u, col, c2, d2);
    store_part(split, group, row + 3u, col, c3, d3);
    store_part(split, group, row + 4u, col, c4, d4);
    store_part(split, group, row + 5u, col, c5, d5);
    store_part(split, group, row + 6u, col, c6, d6);
    store_part(split, group, row + 7u, col, c7, d7);
}
