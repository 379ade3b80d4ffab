//! Convolution of 8-bit integers: the definition, and the products on packed panels.

use crate::gemm::{Runs, View};
use crate::int8::finish::{Finish, Floats, Levels};
use crate::int8::product::{self, Packed, Quads};
use crate::int8::{Dot, DynamicLayer, Layer};
use crate::ops::{Cpu, Reference, Window};
use crate::quant::Affine;
use crate::simd::int8::I8x16;
#[cfg(target_arch = "x86_64")]
use crate::simd::int8::{Evex, Vex, Vnni, vnni};

/// The most neighbours that an instruction sums up.
const MAX_GROUP: usize = 4;

/// The convolutions and linear layers of 8-bit integers of a set of kernels. A layer goes through its `pack_*` once.
pub trait Int8Conv2dKernels {
    /// A layer's constants in the order in which [`Int8Conv2dKernels::int8_conv2d`] reads them.
    fn pack_conv2d(s: &Window, layer: Layer) -> Layer;

    /// The same for [`Int8Conv2dKernels::dynamic_conv2d`].
    fn pack_dynamic_conv2d(s: &Window, layer: DynamicLayer) -> DynamicLayer;

    /// Scratch values for both convolutions.
    fn int8_conv2d_workspace(s: &Window) -> usize;

    /// `y = level(Σ (x − x_zero) · w + bias)`. `x [N,H,W,C]`, `w [KH,KW,C/groups,K]`, `y [N,OH,OW,K]`.
    fn int8_conv2d(s: &Window, l: &Layer, x: &[i8], y: &mut [i8], ws: &mut [i16]);

    /// With a grid for each image's input: `y = Σ (x − zero) · w · scales + bias`, in floats.
    fn dynamic_conv2d(s: &Window, l: &DynamicLayer, grids: &[Affine], x: &[i8], y: &mut [f32], ws: &mut [i16]);
}

/// The definition.
impl Int8Conv2dKernels for Reference {
    fn pack_conv2d(_s: &Window, layer: Layer) -> Layer {
        layer
    }

    fn pack_dynamic_conv2d(_s: &Window, layer: DynamicLayer) -> DynamicLayer {
        layer
    }

    fn int8_conv2d_workspace(_s: &Window) -> usize {
        0
    }

    fn int8_conv2d(s: &Window, l: &Layer, x: &[i8], y: &mut [i8], _ws: &mut [i16]) {
        for (o, y) in y.iter_mut().enumerate().take(s.output_len()) {
            let k = o % s.k;
            *y = l.finish(l.bias[k] + sum(s, &l.weights, x, i32::from(l.x_zero), o), k);
        }
    }

    fn dynamic_conv2d(s: &Window, l: &DynamicLayer, grids: &[Affine], x: &[i8], y: &mut [f32], _ws: &mut [i16]) {
        for (o, y) in y.iter_mut().enumerate().take(s.output_len()) {
            let grid = grids[o / (s.oh * s.ow * s.k)];
            *y = l.finish(sum(s, &l.weights, x, grid.zero_point, o), grid.scale, o % s.k);
        }
    }
}

/// `Σ (x − zero) · w` of output `o`.
fn sum(s: &Window, weights: &[i8], x: &[i8], zero: i32, o: usize) -> i32 {
    let (cg, kg) = (s.c / s.groups, s.k / s.groups);
    let (k, q, p, n) = (o % s.k, o / s.k % s.ow, o / s.k / s.ow % s.oh, o / s.k / s.ow / s.oh);
    let mut sum = 0;
    for i in 0..s.kh {
        // The padding's value is 0.
        let Some(row) = s.row(p, i) else { continue };
        for j in 0..s.kw {
            let Some(col) = s.col(q, j) else { continue };
            for c in 0..cg {
                let x = x[((n * s.h + row) * s.w + col) * s.c + k / kg * cg + c];
                let w = weights[((i * s.kw + j) * cg + c) * s.k + k];
                sum += (i32::from(x) - zero) * i32::from(w);
            }
        }
    }
    sum
}

/// A layer with its weights in panels for `dot`, made once. See [`product`].
pub fn pack(s: &Window, layer: Layer, dot: Dot) -> Layer {
    let mut packed = Layer { weights: panels(s, &layer.weights, dot), dot, ..layer.clone() };
    // Σ (x − zero)·w = Σ x'·w − zero'·Σ w, where x' and zero' are the numbers that the instruction reads.
    let zero = dot.as_read(layer.x_zero);
    for (k, bias) in packed.bias.iter_mut().enumerate().take(s.k) {
        let sum: i32 = layer.weights[k..].iter().step_by(s.k).map(|&w| i32::from(w)).sum();
        *bias = bias.wrapping_sub(zero.wrapping_mul(sum));
    }
    packed
}

/// [`pack`] for a layer whose input's grid comes later.
pub fn pack_dynamic(s: &Window, layer: DynamicLayer, dot: Dot) -> DynamicLayer {
    DynamicLayer { weights: panels(s, &layer.weights, dot), dot, ..layer }
}

fn panels(s: &Window, weights: &[i8], dot: Dot) -> Vec<i8> {
    let ((segments, run), kg, mut panels) = (runs(s), s.k / s.groups, Vec::new());
    for g in 0..s.groups {
        product::pack(&weights[g * kg..], s.k, segments, run, kg, dot, &mut panels);
    }
    panels
}

/// The runs that a window is read in: one for each of its rows, or a single one where they are gathered.
const fn runs(s: &Window) -> (usize, usize) {
    if is_gathered(s) { (1, s.kh * run(s)) } else { (s.kh, run(s)) }
}

/// Rows of a window that are so short, as those of a first layer, that loops along them would hardly begin: they are copied
/// one behind the other first.
const fn is_gathered(s: &Window) -> bool {
    s.groups == 1 && s.kh > 1 && run(s) <= GATHERED
}

/// The longest row of a window that is gathered, and how many values are copied at once.
const GATHERED: usize = 16;

/// Neighbouring values that a window takes from a row of its image.
const fn run(s: &Window) -> usize {
    s.kw * (s.c / s.groups)
}

/// A pointwise convolution is a plain matrix product over all positions of the batch.
const fn is_matrix(s: &Window) -> bool {
    s.groups == 1 && s.kh == 1 && s.kw == 1 && s.sh == 1 && s.sw == 1 && s.oh == s.h && s.ow == s.w
}

/// Values of a row of the padded image, and what one more row of output adds.
const fn line(s: &Window) -> usize {
    ((s.ow - 1) * s.sw + s.kw) * (s.c / s.groups)
}

/// Output lines (rows, of a matrix) that are gone through at once.
fn block(s: &Window) -> usize {
    if is_matrix(s) {
        (product::BLOCK / s.c.next_multiple_of(MAX_GROUP).max(1)).next_multiple_of(4).min(s.n * s.h * s.w)
    } else {
        // Gathered windows stay in the first-level cache.
        let values = if is_gathered(s) { 4 * s.ow * gathered_row(s) } else { line(s) * s.sh };
        (product::BLOCK / values.max(1)).clamp(1, s.oh)
    }
}

/// Scratch values for a panel, whatever the instruction.
fn panel(s: &Window) -> usize {
    let (segments, run) = runs(s);
    product::panel_len(segments * run.next_multiple_of(MAX_GROUP))
}

/// Scratch values for the gathered windows of a block, with room for the last copy.
fn gathered(s: &Window) -> usize {
    if is_gathered(s) { block(s) * s.ow * gathered_row(s) + GATHERED } else { 0 }
}

/// Values of a gathered window, whatever the instruction.
const fn gathered_row(s: &Window) -> usize {
    (s.kh * run(s)).next_multiple_of(MAX_GROUP)
}

/// Products on packed panels. The windows are read in place from a padded copy of some rows of one image, widened or
/// flipped for the instruction; no im2col matrix is ever made.
///
/// # Panics
/// If a slice is shorter than the sizes say: a fault of the calling executor.
impl Int8Conv2dKernels for Cpu {
    fn pack_conv2d(s: &Window, layer: Layer) -> Layer {
        pack(s, layer, Dot::best())
    }

    fn pack_dynamic_conv2d(s: &Window, layer: DynamicLayer) -> DynamicLayer {
        pack_dynamic(s, layer, Dot::best())
    }

    /// For a panel of weights, for gathered windows, then for a block of rows.
    fn int8_conv2d_workspace(s: &Window) -> usize {
        panel(s)
            + gathered(s)
            + if is_matrix(s) {
                block(s) * s.c.next_multiple_of(MAX_GROUP)
            } else {
                ((block(s) - 1) * s.sh + s.kh) * line(s) + GATHERED
            }
    }

    fn int8_conv2d(s: &Window, l: &Layer, x: &[i8], y: &mut [i8], ws: &mut [i16]) {
        let packed = Packed { weights: &l.weights, start: &l.bias };
        sums(s, l.dot, packed, |_| l.x_zero, x, ws, &mut Levels { layer: l, y, k: s.k });
    }

    fn dynamic_conv2d(s: &Window, l: &DynamicLayer, grids: &[Affine], x: &[i8], y: &mut [f32], ws: &mut [i16]) {
        let packed = Packed { weights: &l.weights, start: &l.start };
        let mut finish = Floats { layer: l, grids, rows: s.oh * s.ow, y, k: s.k };
        sums(s, l.dot, packed, |n| grids[n].zero_point as i8, x, ws, &mut finish);
    }
}

/// The sums of all windows, in each image's padding the level that stands for 0 there.
fn sums<F: Finish>(
    s: &Window,
    dot: Dot,
    packed: Packed<'_>,
    zero: impl Fn(usize) -> i8,
    x: &[i8],
    ws: &mut [i16],
    finish: &mut F,
) {
    let (panel, ws) = ws.split_at_mut(panel(s));
    match dot {
        Dot::Pairs => blocks::<product::Pairs, F>(s, packed, &zero, x, panel, ws, finish, i16::from),
        Dot::Quads { flip } => {
            let (panel, ws) = (panel, product::bytes(ws));
            #[cfg(target_arch = "x86_64")]
            match vnni() {
                // SAFETY: the processor has these features.
                Some(Vnni::Avx512) => return unsafe { quads_evex(s, packed, &zero, x, panel, ws, finish, flip) },
                // SAFETY: as above.
                Some(Vnni::Avx) => return unsafe { quads_vex(s, packed, &zero, x, panel, ws, finish, flip) },
                None => {}
            }
            blocks::<Quads<I8x16>, F>(s, packed, &zero, x, panel, ws, finish, |x| x ^ flip);
        }
    }
}

/// [`blocks`] for a processor with some features.
#[cfg(target_arch = "x86_64")]
macro_rules! native {
    ($name:ident, $features:literal, $vector:ty) => {
        #[doc = concat!("# Safety\nThe processor has `", $features, "`.")]
        #[target_feature(enable = $features)]
        unsafe fn $name<F: Finish>(
            s: &Window,
            packed: Packed<'_>,
            zero: &dyn Fn(usize) -> i8,
            x: &[i8],
            panel: &mut [i16],
            ws: &mut [i8],
            finish: &mut F,
            flip: i8,
        ) {
            blocks::<Quads<$vector>, F>(s, packed, zero, x, panel, ws, finish, |x| x ^ flip);
        }
    };
}
#[cfg(target_arch = "x86_64")]
native!(quads_evex, "avx512vnni,avx512vl", Evex);
#[cfg(target_arch = "x86_64")]
native!(quads_vex, "avxvnni", Vex);

#[inline(always)]
fn blocks<D: product::Group, F: Finish>(
    s: &Window,
    packed: Packed<'_>,
    zero: &dyn Fn(usize) -> i8,
    x: &[i8],
    panel: &mut [i16],
    ws: &mut [D::Value],
    finish: &mut F,
    value: impl Fn(i8) -> D::Value + Copy,
) where
    i8: product::Weight<D>,
{
    if is_matrix(s) {
        let (rows, len) = (s.n * s.h * s.w, s.c.next_multiple_of(D::LEN));
        for m0 in (0..rows).step_by(block(s).max(1)) {
            let count = block(s).min(rows - m0);
            let x = &x[m0 * s.c..][..count * s.c];
            if len == s.c {
                convert(x, ws, value);
            } else {
                // What stands behind a row's end meets weights of 0.
                for (x, row) in x.chunks_exact(s.c).zip(ws.chunks_exact_mut(len)) {
                    convert(x, row, value);
                }
            }
            let a = View::matrix(&ws[..count * len], count, len);
            product::product::<D, F>(a, packed, 0, s.k, m0, panel, finish);
        }
        return;
    }
    let (cg, kg, line) = (s.c / s.groups, s.k / s.groups, line(s));
    let (segments, run) = runs(s);
    let runs = Runs { segments, len: run.next_multiple_of(D::LEN), stride: line };
    let panels = product::panels_len(runs.segments * runs.len, kg);
    let (gathered, ws) = ws.split_at_mut(gathered(s));
    for g in 0..s.groups {
        let packed = Packed { weights: &packed.weights[g * panels..][..panels], ..packed };
        for n in 0..s.n {
            for p0 in (0..s.oh).step_by(block(s)) {
                let lines = block(s).min(s.oh - p0);
                let image = &mut ws[..((lines - 1) * s.sh + s.kh) * line + GATHERED];
                for (i, to) in image.chunks_exact_mut(line).enumerate().take((lines - 1) * s.sh + s.kh) {
                    pad(s, zero(n), x, n, p0 * s.sh + i, g * cg, to, value);
                }
                let (line_stride, row_stride) = (s.sh * line, s.sw * cg);
                let a = if is_gathered(s) {
                    for (p, rows) in (0..lines).zip((0..).step_by(s.ow * runs.len)) {
                        gather(s, &image[p * line_stride..], runs.len, &mut gathered[rows..]);
                    }
                    View::matrix(&*gathered, lines * s.ow, runs.len)
                } else {
                    View { data: &*image, lines, per_line: s.ow, line_stride, row_stride, runs }
                };
                product::product::<D, F>(a, packed, g * kg, kg, (n * s.oh + p0) * s.ow, panel, finish);
            }
        }
    }
}

/// The windows of a line of output, each a row of `len` values, from the padded `lines` that they lie in.
///
/// Whatever the length, [`GATHERED`] values are copied, in few instructions: the next copy overwrites what is too much, and
/// at a row's end it meets weights of 0.
#[inline(always)]
fn gather<T: Copy>(s: &Window, lines: &[T], len: usize, rows: &mut [T]) {
    let (run, line, step, kh) = (run(s), line(s), s.sw * s.c, s.kh);
    for q in 0..s.ow {
        let (mut from, mut to) = (q * step, q * len);
        for _ in 0..kh {
            if let (Some(from), Some(to)) = (lines[from..].first_chunk(), rows[to..].first_chunk_mut::<GATHERED>()) {
                *to = *from;
            }
            (from, to) = (from + line, to + run);
        }
    }
}

/// Copies row `row` of the padded image `n`, the channels of a group from `channel` on.
#[inline(always)]
pub(crate) fn pad<T>(
    s: &Window,
    zero: i8,
    x: &[i8],
    n: usize,
    row: usize,
    channel: usize,
    to: &mut [T],
    value: impl Fn(i8) -> T + Copy,
) {
    let cg = s.c / s.groups;
    let Some(h) = row.checked_sub(s.pt).filter(|&h| h < s.h) else {
        return to.iter_mut().for_each(|to| *to = value(zero));
    };
    let left = (s.pl * cg).min(to.len());
    let (before, rest) = to.split_at_mut(left);
    let inner = (s.w * cg).min(rest.len());
    let (inner, after) = rest.split_at_mut(inner);
    before.iter_mut().chain(after).for_each(|to| *to = value(zero));
    let x = &x[(n * s.h + h) * s.w * s.c..][..s.w * s.c];
    if s.groups == 1 {
        convert(x, inner, value);
    } else {
        for (x, to) in x.chunks_exact(s.c).zip(inner.chunks_exact_mut(cg)) {
            convert(&x[channel..], to, value);
        }
    }
}

#[inline(always)]
fn convert<T>(from: &[i8], to: &mut [T], value: impl Fn(i8) -> T) {
    for (to, from) in to.iter_mut().zip(from) {
        *to = value(*from);
    }
}
