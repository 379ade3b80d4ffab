//! The 8-bit layers. Integers leave no room for tolerance: the fast kernels give the reference's levels, whatever
//! instruction the machine sums up with.

use super::window;
use karui_core::int8::{Dot, DynamicLayer, Layer, PAD};
use karui_core::ops::{Cpu, Int8Conv2dKernels, Int8DepthwiseKernels, Pad, Reference, Window, conv2d};
use karui_core::quant::Affine;
use karui_core::rng::Rng;
use karui_core::simd::int8::{I8x16, I16x8, I32x4};

/// Random levels of a layer of `k` channels with `weights` weights of which `depth` make a sum.
struct Levels(Rng);

impl Levels {
    fn new(seed: usize) -> Self {
        Levels(Rng::new(seed as u64, 8))
    }

    /// Levels of which a third are the least and the greatest.
    fn take(&mut self, n: usize, least: i32) -> Vec<i8> {
        let mut one = || match self.0.below(6) {
            0 => least,
            1 => 127,
            _ => least + self.0.below((128 - least) as u32) as i32,
        };
        (0..n).map(|_| one() as i8).collect()
    }

    /// A layer whose results spread over all levels, or saturate where `wide`. Zero points lie at both ends or between.
    fn layer(&mut self, weights: usize, k: usize, depth: usize, case: usize) -> Layer {
        // A sum of `depth` random products has about this magnitude.
        let magnitude = 85.0 * 127.0 * (depth as f64).sqrt();
        // Every third case has sums so small that less than 32 bits are shifted out.
        let shift = if case.is_multiple_of(3) { 31 } else { 32 + self.0.below(8) };
        let factor = [0.4, 2.0, 0.05][case % 3] * 128.0 / magnitude;
        let most = (factor * 2f64.powi(shift as i32)).min(2f64.powi(31) - 1.0);
        let padded = |mut value: Vec<i32>| {
            value.resize(k + PAD, 0);
            value
        };
        let multiplier = padded((0..k).map(|_| (most * f64::from(self.0.range(0.3, 1.0))) as i32).collect());
        let bias = padded((0..k).map(|_| (magnitude * f64::from(self.0.range(-1.0, 1.0))) as i32).collect());
        let zeros = [-128, 127, 0, -1, 5];
        let (x_zero, y_zero) = (zeros[case % 5], zeros[case / 2 % 5]);
        let clamp = [[-128, 127], [y_zero, 127], [y_zero, y_zero.max(100)]][case % 3];
        let weights = self.take(weights, -127);
        Layer { weights, bias, multiplier, shift, x_zero, y_zero, clamp, dot: Dot::Pairs }
    }
}

/// `Err` with the first difference unless both are the same.
fn same(what: &str, got: &[i8], want: &[i8]) -> Result<usize, String> {
    match got.iter().zip(want).position(|(a, b)| a != b) {
        _ if got.len() != want.len() => Err(format!("{what}: {} levels, expected {}", got.len(), want.len())),
        None => Ok(1),
        Some(i) => {
            let rest = |v: &[i8]| v[i..(i + 8).min(v.len())].to_vec();
            Err(format!("{what}: from level {i} of {} on {:?} for {:?}", got.len(), rest(got), rest(want)))
        }
    }
}

/// An output buffer as a kernel may find it.
fn dirty(len: usize) -> Vec<i8> {
    (0..len).map(|i| (i * 37) as i8).collect()
}

/// A layer of floats with integer weights: both kernel sets give the same bits, as they round the same sums.
fn dynamic(s: &Window, levels: &mut Levels, depthwise: bool) -> Result<usize, String> {
    let weights = levels.take(s.kh * s.kw * s.c / s.groups * s.k, -127);
    let mut floats = || (0..s.k).map(|_| levels.0.range(0.01, 0.1)).collect::<Vec<f32>>();
    let (scale, bias) = (floats(), floats());
    let grids: Vec<Affine> =
        (0..s.n).map(|n| Affine { scale: 0.01 + n as f32, zero_point: [-128, 127, 3][n % 3] }).collect();
    let x = levels.take(s.input_len(), -128);
    let layer = DynamicLayer::new(weights, &scale, Some(&bias), s.k);
    let mut want = vec![f32::NAN; s.output_len()];
    Reference::dynamic_conv2d(s, &layer, &grids, &x, &mut want, &mut []);
    let packed: Vec<DynamicLayer> = if depthwise {
        vec![Cpu::pack_dynamic_depthwise(s, layer)]
    } else {
        Dot::available().map(|dot| conv2d::int8::pack_dynamic(s, layer.clone(), dot)).collect()
    };
    for layer in &packed {
        let mut got = vec![f32::NAN; s.output_len()];
        if depthwise {
            Cpu::dynamic_depthwise(s, layer, &grids, &x, &mut got, &mut vec![-1; Cpu::int8_depthwise_workspace(s)]);
        } else {
            Cpu::dynamic_conv2d(s, layer, &grids, &x, &mut got, &mut vec![-1; Cpu::int8_conv2d_workspace(s)]);
        }
        if let Some(i) = got.iter().zip(&want).position(|(a, b)| a.to_bits() != b.to_bits()) {
            return Err(format!("dynamic {:?} {s:?}: value {i} is {} for {}", layer.dot, got[i], want[i]));
        }
    }
    Ok(packed.len())
}

fn product(i: usize, s: &Window) -> Result<usize, String> {
    let mut levels = Levels::new(i);
    let depth = s.kh * s.kw * s.c / s.groups;
    let x = levels.take(s.input_len(), -128);
    // With these levels, flipped, second operands have 7 bits: what the relaxed dot product promises on every machine.
    let negative: Vec<i8> = x.iter().map(|x| x | -128).collect();
    let (mut want, mut checked) = (dirty(s.output_len()), dynamic(s, &mut levels, false)?);
    for case in 0..10 {
        let layer = levels.layer(depth * s.k, s.k, depth, case + i);
        let promised = Layer { x_zero: layer.x_zero | -128, ..layer.clone() };
        Reference::int8_conv2d(s, &promised, &negative, &mut want, &mut []);
        let packed = conv2d::int8::pack(s, promised, Dot::Quads { flip: -128 });
        let (mut got, mut ws) = (dirty(s.output_len()), vec![-1; Cpu::int8_conv2d_workspace(s)]);
        Cpu::int8_conv2d(s, &packed, &negative, &mut got, &mut ws);
        checked += same(&format!("7 bits {case} {s:?}"), &got, &want)?;
        Reference::int8_conv2d(s, &layer, &x, &mut want, &mut []);
        for dot in Dot::available() {
            let packed = conv2d::int8::pack(s, layer.clone(), dot);
            let (mut got, mut ws) = (dirty(s.output_len()), vec![-1; Cpu::int8_conv2d_workspace(s)]);
            Cpu::int8_conv2d(s, &packed, &x, &mut got, &mut ws);
            checked += same(&format!("{dot:?} {case} {s:?}"), &got, &want)?;
        }
    }
    Ok(checked)
}

/// Convolutions of every kind: first layers, pointwise ones, tails of channels, strides, uneven padding, windows larger
/// than the image, groups, depths of several blocks.
pub(super) fn conv2d() -> Result<usize, String> {
    let p = Pad::all;
    let uneven = Pad { top: 0, bottom: 2, left: 1, right: 0 };
    let cases = [
        window([2, 9, 9, 1], 16, [3, 3], [1, 1], p(1), 1),
        window([2, 8, 8, 3], 16, [3, 3], [2, 2], Pad::same(8, 8, [3, 3], [2, 2]), 1),
        window([1, 14, 14, 16], 32, [3, 3], [1, 1], p(1), 1),
        window([1, 6, 5, 5], 7, [3, 2], [1, 1], uneven, 1),
        window([1, 6, 5, 5], 7, [3, 2], [2, 3], uneven, 1),
        window([1, 3, 3, 2], 3, [5, 5], [1, 1], p(2), 1),
        window([3, 5, 5, 8], 12, [1, 1], [1, 1], p(0), 1),
        window([2, 5, 5, 67], 41, [1, 1], [1, 1], p(0), 1),
        window([1, 3, 3, 600], 13, [1, 1], [1, 1], p(0), 1),
        window([2, 7, 7, 8], 12, [1, 1], [2, 2], p(0), 1),
        window([1, 4, 4, 5], 6, [1, 1], [1, 1], p(1), 1),
        window([1, 4, 4, 230], 5, [3, 3], [1, 1], p(1), 1),
        window([2, 6, 6, 8], 12, [3, 3], [1, 1], p(1), 4),
        window([2, 6, 6, 6], 9, [3, 3], [2, 2], p(1), 3),
        window([1, 12, 12, 2], 1, [1, 1], [1, 1], p(0), 1),
    ];
    let mut checked = 0;
    for (i, s) in cases.iter().enumerate() {
        checked += product(i, s)?;
    }
    Ok(checked)
}

/// Linear layers: rows and outputs that fill no tile.
pub(super) fn linear() -> Result<usize, String> {
    let mut checked = 0;
    for (i, [n, c, k]) in [[1, 1, 1], [2, 3, 5], [64, 128, 10], [7, 700, 33], [1, 1568, 16]].into_iter().enumerate() {
        checked += product(100 + i, &Window::linear(n, c, k))?;
    }
    Ok(checked)
}

/// Depthwise convolutions: 3×3 and 5×5 in both strides, other windows, tails of channels, tiny images.
pub(super) fn depthwise() -> Result<usize, String> {
    let p = Pad::all;
    let depthwise = |size: [usize; 4], kernel, stride, pad| window(size, size[3], kernel, stride, pad, size[3]);
    let cases = [
        depthwise([2, 8, 8, 16], [3, 3], [1, 1], p(1)),
        depthwise([2, 9, 7, 21], [3, 3], [2, 2], p(1)),
        depthwise([1, 9, 8, 33], [3, 3], [3, 3], Pad { top: 0, bottom: 1, left: 0, right: 1 }),
        depthwise([2, 8, 8, 16], [5, 5], [1, 1], p(2)),
        depthwise([1, 8, 9, 20], [5, 5], [2, 2], p(2)),
        depthwise([1, 7, 7, 6], [3, 5], [2, 1], p(1)),
        depthwise([1, 6, 6, 8], [2, 2], [2, 2], p(0)),
        depthwise([1, 5, 5, 4], [1, 1], [2, 2], p(0)),
        depthwise([1, 2, 2, 5], [3, 3], [1, 1], p(1)),
        depthwise([1, 1, 1, 8], [3, 3], [1, 1], p(1)),
        depthwise([1, 4, 4, 8], [3, 3], [1, 1], p(3)),
        depthwise([1, 9, 9, 9], [7, 7], [1, 1], p(3)),
        depthwise([1, 9, 9, 9], [8, 8], [1, 1], p(3)),
    ];
    let mut checked = 0;
    for (i, s) in cases.iter().enumerate() {
        let mut levels = Levels::new(300 + i);
        checked += dynamic(s, &mut levels, true)?;
        let x = levels.take(s.input_len(), -128);
        let (mut want, mut ws) = (dirty(s.output_len()), vec![-1; Cpu::int8_depthwise_workspace(s)]);
        for case in 0..10 {
            let layer = levels.layer(s.kh * s.kw * s.c, s.c, s.kh * s.kw, case + i);
            Reference::int8_depthwise(s, &layer, &x, &mut want, &mut []);
            let packed = Cpu::pack_depthwise(s, layer);
            let mut got = dirty(s.output_len());
            Cpu::int8_depthwise(s, &packed, &x, &mut got, &mut ws);
            checked += same(&format!("{case} {s:?}"), &got, &want)?;
        }
    }
    Ok(checked)
}

/// The instructions by themselves, at the ends of their operands' ranges.
pub(super) fn dots() -> Result<usize, String> {
    let mut levels = Levels::new(500);
    let mut checked = 0;
    for _ in 0..2000 {
        let (w, x) = (levels.take(16, -127), levels.take(16, -128));
        let product = |i: usize| i32::from(w[i]) * i32::from(x[i]);
        // SAFETY: both have sixteen values.
        let (pairs, a, b) = unsafe {
            let pairs = I16x8::load_widened(w.as_ptr()).dot_add(I16x8::load_widened(x.as_ptr()), I32x4::splat(3));
            (pairs.to_array(), I16x8::load_widened(w.as_ptr()), I16x8::load_widened(x.as_ptr()))
        };
        if pairs != [0, 1, 2, 3].map(|i| 3 + product(2 * i) + product(2 * i + 1)) {
            return Err(format!("pairs of {w:?} and {x:?}: {pairs:?}"));
        }
        let [low, high] = a.interleave(b);
        let ones = I16x8::interleave(a, a)[0];
        let sums = [low.dot_add(ones, I32x4::splat(0)), high.dot_add(low, I32x4::splat(0))].map(I32x4::to_array);
        let wide = |v: &[i8], i: usize| i32::from(v[i]);
        let first = [0, 1, 2, 3].map(|i| wide(&w, i) * (wide(&w, i) + wide(&x, i)));
        let second = [0, 1, 2, 3].map(|i| wide(&w, i + 4) * wide(&w, i) + wide(&x, i + 4) * wide(&x, i));
        if sums != [first, second] {
            return Err(format!("interleaved {w:?} and {x:?}: {sums:?} for {first:?} {second:?}"));
        }
        if let Some(flip) = I8x16::flip() {
            let flipped: Vec<i8> = x.iter().map(|x| x ^ flip).collect();
            let offset = if flip == 0 { 0 } else { 128 };
            // SAFETY: both have sixteen values.
            let quads = unsafe { I8x16::load(w.as_ptr()).dot_add(I8x16::load(flipped.as_ptr()), I32x4::splat(-5)) };
            let want =
                [0, 1, 2, 3].map(|i| -5 + (4 * i..4 * i + 4).map(|i| product(i) + offset * wide(&w, i)).sum::<i32>());
            if quads.to_array() != want {
                return Err(format!("quads of {w:?} and {x:?}: {:?} for {want:?}", quads.to_array()));
            }
        }
        checked += 1;
    }
    Ok(checked)
}
