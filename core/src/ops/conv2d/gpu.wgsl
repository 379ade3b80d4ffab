// Convolution as a matrix product whose A is never written out (implicit GEMM; Chetlur et al. 2014, cuDNN, §3).
// A linear layer is a 1×1 convolution of 1×1 pictures: the constants then fold the arithmetic of positions away.
//
//   PASS   C                        A                                   B
//   0      y [N·OH·OW, K]           x at (position, tap)                w
//   1      dx [N·H·W, C]            dy at (position, tap and filter)    w, transposed
//   2      dw [KH·KW·C (+1), K]     x transposed; a last row of ones    dy
//
// The row of ones makes the bias's gradient, which lies behind the weights'. Where an activation was fused behind the
// convolution, dy has been through its slope (`through_slope` in ops/elementwise/gpu.wgsl).

override PASS: u32 = 0u;
override ACT: u32 = 0u;
override BIAS: bool = false;
override ADD: bool = false;

// PASS 0: x, w and b, y. PASS 1: w, dy, dx. PASS 2: x, dy, dw and db or their parts.
@group(0) @binding(0) var<storage, read> first: array<T>;
@group(0) @binding(1) var<storage, read> second: array<T>;
@group(0) @binding(6) var<storage, read_write> result: array<T>;

// x [n, p·SH + i − PT, q·SW + j − PL, c], zero in the padding; position = (n, p, q), tap = (i, j, c of the group).
fn window_value(group: u32, position: u32, tap: u32) -> T {
    let cg = s.C / s.GROUPS;
    let h = position / s.OW % s.OH * s.SH + tap / (cg * s.KW) - s.PT;
    let w = position % s.OW * s.SW + tap / cg % s.KW - s.PL;
    // What lies before the first row or column wraps around to a large number.
    if h >= s.H || w >= s.W {
        return T();
    }
    return first[((position / (s.OH * s.OW) * s.H + h) * s.W + w) * s.C + group * cg + tap % cg];
}

fn load_a(group: u32, row: u32, inner: u32) -> T {
    if PASS == 0u {
        return window_value(group, row, inner);
    }
    if PASS == 1u {
        let kg = s.K / s.GROUPS;
        let i = inner / (kg * s.KW);
        let j = inner / kg % s.KW;
        let h = row / s.W % s.H + s.PT - i;
        let w = row % s.W + s.PL - j;
        let p = h / s.SH;
        let q = w / s.SW;
        if p >= s.OH || q >= s.OW || h != p * s.SH || w != q * s.SW {
            return T();
        }
        return second[((row / (s.H * s.W) * s.OH + p) * s.OW + q) * s.K + group * kg + inner % kg];
    }
    if row == s.KH * s.KW * (s.C / s.GROUPS) {
        return T(1.0);
    }
    return window_value(group, inner, row);
}

fn load_b(group: u32, inner: u32, col: u32) -> T {
    let kg = s.K / s.GROUPS;
    if PASS == 0u {
        return second[inner * s.K + group * kg + col];
    }
    if PASS == 1u {
        // w [i, j, c, k] with inner = (i, j, k) and col = c.
        return first[(inner / kg * (s.C / s.GROUPS) + col) * s.K + group * kg + inner % kg];
    }
    return second[inner * s.K + group * kg + col];
}

fn store(group: u32, split: u32, row: u32, col: u32, value: f32) {
    if PASS == 1u {
        let at = row * s.C + group * (s.C / s.GROUPS) + col;
        if ADD {
            result[at] += T(value);
        } else {
            result[at] = T(value);
        }
        return;
    }
    let k = group * (s.K / s.GROUPS) + col;
    if PASS == 0u {
        var y = value;
        if BIAS {
            y += f32(second[s.KH * s.KW * (s.C / s.GROUPS) * s.K + k]);
        }
        result[row * s.K + k] = T(activate(ACT, y));
        return;
    }
    result[(split * s.ROWS + row) * s.K + k] = T(value);
}
