//! Convolution of 8-bit integers: the definition, and the products on packed panels.

use crate::int8::{Dot, Layer, product};
use crate::ops::Window;

/// The definition: `y = level(Σ (x − x_zero) · w + bias)`. `x [N,H,W,C]`, `w [KH,KW,C/groups,K]`, `y [N,OH,OW,K]`.
pub fn reference(s: &Window, l: &Layer, x: &[i8], y: &mut [i8]) {
    let (cg, kg) = (s.c / s.groups, s.k / s.groups);
    for (o, y) in y.iter_mut().enumerate() {
        let (k, q, p, n) = (o % s.k, o / s.k % s.ow, o / s.k / s.ow % s.oh, o / s.k / s.ow / s.oh);
        let mut sum = l.bias[k];
        for i in 0..s.kh {
            // The padding's value is 0.
            let Some(row) = s.row(p, i) else { continue };
            for j in 0..s.kw {
                let Some(col) = s.col(q, j) else { continue };
                for c in 0..cg {
                    let x = x[((n * s.h + row) * s.w + col) * s.c + k / kg * cg + c];
                    let w = l.weights[((i * s.kw + j) * cg + c) * s.k + k];
                    sum += (i32::from(x) - i32::from(l.x_zero)) * i32::from(w);
                }
            }
        }
        *y = l.finish(sum, k);
    }
}

/// A layer with its weights in panels for `dot`, made once. See [`product`].
pub fn pack(s: &Window, layer: Layer, dot: Dot) -> Layer {
    let (depth, kg) = (depth(s), s.k / s.groups);
    let mut packed = Layer { weights: Vec::new(), dot, ..layer.clone() };
    for g in 0..s.groups {
        product::pack(&layer.weights[g * kg..], s.k, depth, kg, dot, &mut packed.weights);
    }
    if let Dot::Quads { flip } = dot {
        // Σ (x − zero)·w = Σ x'·w − zero'·Σ w, where x' and zero' are the numbers that the instruction reads.
        let zero = i32::from(as_read(layer.x_zero, flip));
        for (k, bias) in packed.bias.iter_mut().enumerate().take(s.k) {
            let sum: i32 = (0..depth).map(|t| i32::from(layer.weights[t * s.k + k])).sum();
            *bias = bias.wrapping_sub(zero.wrapping_mul(sum));
        }
    }
    packed
}

/// What the instruction reads a level as.
const fn as_read(level: i8, flip: i8) -> i16 {
    if flip == 0 { level as i16 } else { (level ^ flip) as u8 as i16 }
}

/// Values summed up in one output.
const fn depth(s: &Window) -> usize {
    s.kh * s.kw * (s.c / s.groups)
}

/// Scratch values for [`forward`].
pub fn workspace(s: &Window) -> usize {
    product::block(depth(s)) * product::row_len(depth(s))
}

/// As [`reference`], with a layer that [`pack`] made. Rows of windows are gathered a block at a time, widened or
/// flipped for the instruction on the way; no im2col matrix is ever whole.
///
/// # Panics
/// If a slice is shorter than the sizes say: a fault of the calling executor.
pub fn forward(s: &Window, l: &Layer, x: &[i8], y: &mut [i8], ws: &mut [i16]) {
    match l.dot {
        Dot::Pairs => {
            let zero = i16::from(l.x_zero);
            blocks::<product::Pairs>(s, l, x, y, ws, |x| i16::from(x) - zero);
        }
        Dot::Quads { flip } => {
            let ws = product::bytes(ws);
            blocks::<product::Quads>(s, l, x, y, ws, |x| x ^ flip);
        }
    }
}

#[inline(always)]
fn blocks<D: product::Group>(
    s: &Window,
    l: &Layer,
    x: &[i8],
    y: &mut [i8],
    ws: &mut [D::Value],
    value: impl Fn(i8) -> D::Value + Copy,
) {
    let (depth, kg, rows) = (depth(s), s.k / s.groups, s.n * s.oh * s.ow);
    let (block, len) = (product::block(depth), depth.next_multiple_of(D::LEN));
    let panels = product::panels_len(depth, kg, D::LEN);
    for g in 0..s.groups {
        let weights = &l.weights[g * panels..][..panels];
        for m0 in (0..rows).step_by(block) {
            let count = block.min(rows - m0);
            let a = &mut ws[..count * len];
            for (m, row) in a.chunks_exact_mut(len).enumerate() {
                let (row, rest) = row.split_at_mut(depth);
                gather(s, l.x_zero, x, m0 + m, g * (s.c / s.groups), row, value);
                rest.fill(value(0));
            }
            product::product::<D>(a, depth, weights, l, g * kg, kg, &mut y[m0 * s.k..][..count * s.k], s.k);
        }
    }
}

/// Copies the window of output position `m` (over the whole batch) from channel `channel` on: `[KH, KW, C/groups]`.
#[inline(always)]
fn gather<T>(s: &Window, zero: i8, x: &[i8], m: usize, channel: usize, row: &mut [T], value: impl Fn(i8) -> T + Copy) {
    let (cg, q, p, n) = (s.c / s.groups, m % s.ow, m / s.ow % s.oh, m / s.ow / s.oh);
    for (i, line) in row.chunks_exact_mut(s.kw * cg).enumerate() {
        let Some(h) = s.row(p, i) else {
            line.iter_mut().for_each(|to| *to = value(zero));
            continue;
        };
        let x = &x[(n * s.h + h) * s.w * s.c..][..s.w * s.c];
        if s.groups == 1 && q * s.sw >= s.pl && q * s.sw - s.pl + s.kw <= s.w {
            convert(&x[(q * s.sw - s.pl) * s.c..][..line.len()], line, value);
            continue;
        }
        for (j, to) in line.chunks_exact_mut(cg).enumerate() {
            match s.col(q, j) {
                Some(w) => convert(&x[w * s.c + channel..][..cg], to, value),
                None => to.iter_mut().for_each(|to| *to = value(zero)),
            }
        }
    }
}

#[inline(always)]
fn convert<T>(from: &[i8], to: &mut [T], value: impl Fn(i8) -> T) {
    for (to, from) in to.iter_mut().zip(from) {
        *to = value(*from);
    }
}
