// Convolution as a matrix product whose A is never written out (implicit GEMM; Chetlur et al. 2014, cuDNN, §3).
// A linear layer is a 1×1 convolution of 1×1 pictures: the constants then fold the arithmetic of positions away.
//
//   PASS   C                        A                                   B
//   0      y [N·OH·OW, K]           x at (position, tap)                w
//   1      dx [N·H·W, C]            dy at (position, tap and filter)    w, transposed
//   2      dw [KH·KW·C (+1), K]     x transposed; a last row of ones    dy
//
// The row of ones makes the bias's gradient, which lies behind the weights'. Where an activation was fused behind the
// convolution, dy passes through its slope on the way in.

override PASS: u32 = 0u;
override ACT: u32 = 0u;
override BIAS: bool = false;
override ADD: bool = false;
override H: u32 = 1u;
override W: u32 = 1u;
override C: u32 = 1u;
override OH: u32 = 1u;
override OW: u32 = 1u;
override K: u32 = 1u;
override KH: u32 = 1u;
override KW: u32 = 1u;
override SH: u32 = 1u;
override SW: u32 = 1u;
override PT: u32 = 0u;
override PL: u32 = 0u;
override GROUPS: u32 = 1u;

// PASS 0: x, w and b, y. PASS 1: w, dy, y, dx. PASS 2: x, dy, y, dw and db or their parts.
@group(0) @binding(0) var<storage, read> first: array<f32>;
@group(0) @binding(1) var<storage, read> second: array<f32>;
@group(0) @binding(2) var<storage, read> outputs: array<f32>;
@group(0) @binding(6) var<storage, read_write> result: array<f32>;

// x [n, p·SH + i − PT, q·SW + j − PL, c], zero in the padding; position = (n, p, q), tap = (i, j, c of the group).
fn window_value(group: u32, position: u32, tap: u32) -> f32 {
    let cg = C / GROUPS;
    let h = position / OW % OH * SH + tap / (cg * KW) - PT;
    let w = position % OW * SW + tap / cg % KW - PL;
    // What lies before the first row or column wraps around to a large number.
    if h >= H || w >= W {
        return 0.0;
    }
    return first[((position / (OH * OW) * H + h) * W + w) * C + group * cg + tap % cg];
}

fn d_output(at: u32) -> f32 {
    if ACT == 0u {
        return second[at];
    }
    return second[at] * slope(ACT, outputs[at]);
}

fn load_a(group: u32, row: u32, inner: u32) -> f32 {
    if PASS == 0u {
        return window_value(group, row, inner);
    }
    if PASS == 1u {
        let kg = K / GROUPS;
        let i = inner / (kg * KW);
        let j = inner / kg % KW;
        let h = row / W % H + PT - i;
        let w = row % W + PL - j;
        let p = h / SH;
        let q = w / SW;
        if p >= OH || q >= OW || h != p * SH || w != q * SW {
            return 0.0;
        }
        return d_output(((row / (H * W) * OH + p) * OW + q) * K + group * kg + inner % kg);
    }
    if row == KH * KW * (C / GROUPS) {
        return 1.0;
    }
    return window_value(group, inner, row);
}

fn load_b(group: u32, inner: u32, col: u32) -> f32 {
    let kg = K / GROUPS;
    if PASS == 0u {
        return second[inner * K + group * kg + col];
    }
    if PASS == 1u {
        // w [i, j, c, k] with inner = (i, j, k) and col = c.
        return first[(inner / kg * (C / GROUPS) + col) * K + group * kg + inner % kg];
    }
    return d_output(inner * K + group * kg + col);
}

fn store(group: u32, split: u32, row: u32, col: u32, value: f32) {
    if PASS == 1u {
        let at = row * C + group * (C / GROUPS) + col;
        if ADD {
            result[at] += value;
        } else {
            result[at] = value;
        }
        return;
    }
    let k = group * (K / GROUPS) + col;
    if PASS == 0u {
        var y = value;
        if BIAS {
            y += second[KH * KW * (C / GROUPS) * K + k];
        }
        result[row * K + k] = activate(ACT, y);
        return;
    }
    result[(split * ROWS + row) * K + k] = value;
}
