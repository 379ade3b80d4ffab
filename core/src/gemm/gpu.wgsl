// The matrix product under convolutions and linear layers: C [ROWS, COLS] = A [ROWS, INNER] · B [INNER, COLS], for each
// of GROUPS. The op says what A, B and C are: `load_a`, `load_b`, `store`.
//
// A workgroup of 8 × 8 makes 64 × 32 of C in steps of 16, each invocation 8 × 4 in registers: per step 64·32·16
// multiply-adds on (64 + 32)·16 values from memory, 10.7 operations per byte (21.3 in halves); and 32 per three vec4 of
// workgroup memory.
// The inner dimension may be cut into SPLITS parts of CHUNK, summed afterwards: where C is small and INNER long (a
// filter's gradient), there would be too few workgroups otherwise.
//
// Halves are summed in pieces of four products, and the pieces in 32 bits. With u = 2⁻¹¹, what a half is rounded by at most,
// storing its two factors puts a product off by 2·u²/3 (mean squares, relative to it). The roundings in a piece, those of its
// four products and of its sums of two, three and four, add (4 + 2 + 3 + 4)/4·u²/3 to each: 1.6 times as much. In a piece
// of 16 it would be 4.7 times.

// [inner][row / 4] and [inner][column / 4].
var<workgroup> a_tile: array<vec4<T>, 256>;
var<workgroup> b_tile: array<vec4<T>, 128>;

fn a_at(group: u32, row: u32, inner: u32, end: u32) -> T {
    if row < s.ROWS && inner < end {
        return load_a(group, row, inner);
    }
    return T();
}

fn b_at(group: u32, inner: u32, col: u32, end: u32) -> T {
    if col < s.COLS && inner < end {
        return load_b(group, inner, col);
    }
    return T();
}

// The sum of the pieces before and the latest one; of single floats there is one piece.
fn total(before: vec4<f32>, piece: vec4<T>) -> vec4<f32> {
    if HALF {
        return before + vec4<f32>(piece);
    }
    return vec4<f32>(piece);
}

@compute @workgroup_size(64)
fn product(
    @builtin(workgroup_id) id: vec3<u32>,
    @builtin(num_workgroups) groups: vec3<u32>,
    @builtin(local_invocation_index) lane: u32,
) {
    let tile = id.y * groups.x + id.x;
    let across = (s.COLS + 31u) / 32u;
    let row0 = tile / across * 64u;
    let col0 = tile % across * 32u;
    let group = id.z / s.SPLITS;
    let split = id.z % s.SPLITS;
    let end = min(s.INNER, (split + 1u) * s.CHUNK);
    let ty = lane / 8u;
    let tx = lane % 8u;
    var c0 = vec4<f32>();
    var c1 = vec4<f32>();
    var c2 = vec4<f32>();
    var c3 = vec4<f32>();
    var c4 = vec4<f32>();
    var c5 = vec4<f32>();
    var c6 = vec4<f32>();
    var c7 = vec4<f32>();
    // A piece of each.
    var p0 = vec4<T>();
    var p1 = vec4<T>();
    var p2 = vec4<T>();
    var p3 = vec4<T>();
    var p4 = vec4<T>();
    var p5 = vec4<T>();
    var p6 = vec4<T>();
    var p7 = vec4<T>();
    for (var start = split * s.CHUNK; start < end; start += 16u) {
        for (var i = 0u; i < 4u; i += 1u) {
            let inner = start + lane % 16u;
            let quad = lane / 16u + 4u * i;
            let row = row0 + 4u * quad;
            a_tile[lane % 16u * 16u + quad] = vec4<T>(
                a_at(group, row, inner, end),
                a_at(group, row + 1u, inner, end),
                a_at(group, row + 2u, inner, end),
                a_at(group, row + 3u, inner, end),
            );
        }
        for (var i = 0u; i < 2u; i += 1u) {
            let inner = lane / 8u + 8u * i;
            let col = col0 + 4u * (lane % 8u);
            b_tile[inner * 8u + lane % 8u] = vec4<T>(
                b_at(group, start + inner, col, end),
                b_at(group, start + inner, col + 1u, end),
                b_at(group, start + inner, col + 2u, end),
                b_at(group, start + inner, col + 3u, end),
            );
        }
        workgroupBarrier();
        for (var k = 0u; k < 16u; k += 1u) {
            let a = a_tile[k * 16u + 2u * ty];
            let d = a_tile[k * 16u + 2u * ty + 1u];
            let b = b_tile[k * 8u + tx];
            p0 += a.x * b;
            p1 += a.y * b;
            p2 += a.z * b;
            p3 += a.w * b;
            p4 += d.x * b;
            p5 += d.y * b;
            p6 += d.z * b;
            p7 += d.w * b;
            if HALF && k % 4u == 3u {
                c0 += vec4<f32>(p0);
                c1 += vec4<f32>(p1);
                c2 += vec4<f32>(p2);
                c3 += vec4<f32>(p3);
                c4 += vec4<f32>(p4);
                c5 += vec4<f32>(p5);
                c6 += vec4<f32>(p6);
                c7 += vec4<f32>(p7);
                p0 = vec4<T>();
                p1 = vec4<T>();
                p2 = vec4<T>();
                p3 = vec4<T>();
                p4 = vec4<T>();
                p5 = vec4<T>();
                p6 = vec4<T>();
                p7 = vec4<T>();
            }
        }
        workgroupBarrier();
    }
    let row = row0 + 8u * ty;
    let col = col0 + 4u * tx;
    store_row(group, split, row, col, total(c0, p0));
    store_row(group, split, row + 1u, col, total(c1, p1));
    store_row(group, split, row + 2u, col, total(c2, p2));
    store_row(group, split, row + 3u, col, total(c3, p3));
    store_row(group, split, row + 4u, col, total(c4, p4));
    store_row(group, split, row + 5u, col, total(c5, p5));
    store_row(group, split, row + 6u, col, total(c6, p6));
    store_row(group, split, row + 7u, col, total(c7, p7));
}
