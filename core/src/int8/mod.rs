//! 8-bit integer arithmetic, after the [TFLite int8 specification](https://ai.google.dev/edge/litert/models/quantization_spec)
//! (Jacob et al. 2018): activations are levels −128 … 127 of an affine grid, weights levels −127 … 127 with zero point
//! 0, products are summed up in 32 bits, and a sum becomes a level again by [`requantize`].

mod dynamic;
pub(crate) mod finish;
pub(crate) mod product;

pub use dynamic::{DynamicLayer, grid_of};

use crate::quant::Affine;

/// Zeros behind the constants of a layer's last output channel, so that vectors of them may be read from any channel on.
pub const PAD: usize = 8;

/// `acc · multiplier / 2^shift`, rounded once to the nearest, halves upwards: `(acc·m + 2^(shift−1)) >> shift` in 64
/// bits (TFLite's `MultiplyByQuantizedMultiplier` with `TFLITE_SINGLE_ROUNDING`). `shift` is 1 … 62.
#[inline(always)]
pub const fn requantize(acc: i32, multiplier: i32, shift: u32) -> i64 {
    (acc as i64 * multiplier as i64 + (1 << (shift - 1))) >> shift
}

/// Real factors as integers over a common power of two, for [`requantize`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scales {
    /// `round(factor · 2^shift)`, below 2³¹.
    pub multiplier: Vec<i32>,
    /// 1 … [`Scales::MAX_SHIFT`].
    pub shift: u32,
}

impl Scales {
    /// The greatest shift: with it, what is left of a product without its lower 32 bits holds all levels in 16, seven of
    /// them behind the point.
    pub const MAX_SHIFT: u32 = 39;

    /// The greatest factor gets up to 31 bits, the others the bits that the same shift leaves them. TFLite gives each
    /// channel a shift of its own; a common one lets eight channels be shifted by one vector instruction, and costs each
    /// result at most `|acc| · 2^−(shift+1)` of a level: where `shift` is the greatest, less than 1/256.
    ///
    /// `None` unless every factor is finite, not negative, and below 2²⁹.
    pub fn new(factors: &[f64]) -> Option<Self> {
        Self::within(factors, 31, Self::MAX_SHIFT)
    }

    /// As [`Scales::new`], with multipliers below `2^bits` and a shift of at most `max_shift`.
    pub fn within(factors: &[f64], bits: u32, max_shift: u32) -> Option<Self> {
        let greatest = factors.iter().copied().fold(0.0, f64::max);
        // NaN compares with nothing.
        if !factors.iter().all(|f| (0.0..f64::from(1 << (bits - 2))).contains(f)) {
            return None;
        }
        let mut shift = max_shift;
        let at = |factor: f64, shift: u32| (factor * (1u64 << shift) as f64).round();
        while shift > 1 && at(greatest, shift) >= (1u64 << bits) as f64 {
            shift -= 1;
        }
        Some(Scales { multiplier: factors.iter().map(|&f| at(f, shift) as i32).collect(), shift })
    }
}

/// The level of `value`: `round(value / scale) + zero_point`, ties to even, kept within −128 … 127; of NaN, that of 0.
#[inline(always)]
pub fn quantize(value: f32, grid: Affine) -> i8 {
    // Bounds beyond all levels let the zero point be added without an overflow, which no vector instruction checks.
    let level = ((value / grid.scale).round_ties_even() as i32).clamp(-1024, 1024);
    (level + grid.zero_point).clamp(-128, 127) as i8
}

/// [`quantize`] of all `values`.
pub fn quantize_all(values: &[f32], grid: Affine, levels: &mut [i8]) {
    for (level, value) in levels.iter_mut().zip(values) {
        *level = quantize(*value, grid);
    }
}

/// The value of a level.
#[inline(always)]
pub fn dequantize(level: i8, grid: Affine) -> f32 {
    grid.scale * (i32::from(level) - grid.zero_point) as f32
}

/// All that a convolution, depthwise convolution or linear layer needs besides its geometry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layer {
    /// Levels of the weights, `[KH, KW, C/groups, K]`, or in whatever order a kernel set packed them.
    pub weights: Vec<i8>,
    /// `[K]` and [`PAD`] zeros, in units of input scale times weight scale.
    pub bias: Vec<i32>,
    /// `[K]` and [`PAD`] zeros: input scale · weight scale / output scale, over `2^shift`.
    pub multiplier: Vec<i32>,
    /// See [`requantize`].
    pub shift: u32,
    /// The level of 0.0 in the input; what padding is filled with.
    pub x_zero: i8,
    /// The level of 0.0 in the output.
    pub y_zero: i8,
    /// The least and the greatest level of the output: the grid's own bounds, or those of a fused ReLU or ReLU6.
    pub clamp: [i8; 2],
    /// How the weights are packed for products.
    pub dot: Dot,
}

impl Layer {
    /// The level of a finished sum of channel `k`.
    #[inline(always)]
    pub fn finish(&self, acc: i32, k: usize) -> i8 {
        let level = requantize(acc, self.multiplier[k], self.shift) + i64::from(self.y_zero);
        level.clamp(i64::from(self.clamp[0]), i64::from(self.clamp[1])) as i8
    }
}

/// The instruction that sums up products. All give the same sums.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dot {
    /// Two products of 16-bit integers: [`crate::simd::int8::I16x8::dot_add`].
    Pairs,
    /// Four products of 8-bit integers: [`crate::simd::int8::I8x16::dot_add`].
    Quads {
        /// What activations are xor-ed with.
        flip: i8,
    },
}

impl Dot {
    /// All that this machine has.
    pub fn available() -> impl Iterator<Item = Dot> {
        let quads = crate::simd::int8::I8x16::flip().map(|flip| Dot::Quads { flip });
        std::iter::once(Dot::Pairs).chain(quads)
    }

    /// Neighbours that it sums up.
    pub const fn group(self) -> usize {
        match self {
            Dot::Pairs => 2,
            Dot::Quads { .. } => 4,
        }
    }

    /// What it reads a level as.
    pub const fn as_read(self, level: i8) -> i32 {
        match self {
            Dot::Pairs | Dot::Quads { flip: 0 } => level as i32,
            Dot::Quads { flip } => (level ^ flip) as u8 as i32,
        }
    }

    /// The fastest: four products by one instruction where this machine has one that computes right ([`I8x16::flip`] asks
    /// it), else pairs. Which it is needs no stopwatch: the one instruction is as fast as each of the four that pairs take
    /// in its place.
    ///
    /// [`I8x16::flip`]: crate::simd::int8::I8x16::flip
    pub fn best() -> Dot {
        #[cfg(target_arch = "x86_64")]
        let there = crate::simd::int8::vnni().is_some();
        #[cfg(not(target_arch = "x86_64"))]
        let there = cfg!(target_arch = "wasm32");
        if there { Self::available().last().unwrap_or(Dot::Pairs) } else { Dot::Pairs }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::Rng;

    #[test]
    fn requantizing_is_multiplying_and_rounding_halves_up() {
        let mut rng = Rng::new(3, 0);
        for _ in 0..200_000 {
            // Factors from 2⁻³⁰ to 2¹, sums of every magnitude.
            let factor = f64::from(rng.uniform() + 1e-3) * 2f64.powi(rng.below(32) as i32 - 30);
            let acc = (rng.next_u32() as i32) >> rng.below(31);
            let Scales { multiplier, shift } = Scales::new(&[factor]).unwrap();
            // What the integers stand for is exact in f64 up to 2^53: products have 62 bits, so divide first.
            let exact = i128::from(acc) * i128::from(multiplier[0]) * 2 + (1 << shift);
            assert_eq!(i128::from(requantize(acc, multiplier[0], shift)), exact.div_euclid(1 << (shift + 1)));
            let real = f64::from(acc) * factor;
            let off = f64::from(acc).abs() * 0.5 / (1u64 << shift) as f64;
            let got = requantize(acc, multiplier[0], shift) as f64;
            assert!((got - real).abs() <= 0.5 + off + real.abs() * 1e-15, "{acc} · {factor} → {got} for {real}");
        }
        assert_eq!([-3, -1, 1, 3].map(|acc| requantize(acc, 1, 1)), [-1, 0, 1, 2]);
    }

    #[test]
    fn a_common_shift_keeps_small_factors() {
        let Scales { multiplier, shift } = Scales::new(&[0.011, 0.011 / 4096.0, 0.0]).unwrap();
        assert!(multiplier[0] >= 1 << 30 && shift > 32);
        let small = f64::from(multiplier[1]) / (1u64 << shift) as f64;
        assert!((small / (0.011 / 4096.0) - 1.0).abs() < 1e-5, "{small}");
        assert_eq!(multiplier[2], 0);
    }

    #[test]
    fn factors_without_meaning_are_refused() {
        for factor in [f64::NAN, f64::INFINITY, -1.0, 1e12] {
            assert_eq!(Scales::new(&[0.5, factor]), None, "{factor}");
        }
        assert!(Scales::new(&[5e8]).is_some());
    }

    #[test]
    fn levels_of_extreme_values_saturate() {
        let grid = Affine { scale: 0.1, zero_point: -128 };
        let levels = [-1.0, 0.0, f32::NAN, 0.25, 25.5, f32::INFINITY].map(|v| quantize(v, grid));
        assert_eq!(levels, [-128, -128, -128, -126, 127, 127]);
    }
}
