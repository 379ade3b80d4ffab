//! Sum and product of two activations of 8-bit integers. There are no other kernels: LLVM makes vector instructions of
//! these loops.

use crate::int8::{Scales, requantize};

/// What turns the sum or product of two levels into one.
#[derive(Debug, Clone, PartialEq)]
pub struct Join {
    /// The levels of 0.0 in both inputs.
    pub zeros: [i8; 2],
    /// The level of 0.0 in the output.
    pub y_zero: i8,
    /// For a sum, each input's scale over the output's, below 2²¹ with a shift of at most 30; for a product, the
    /// product of the inputs' scales over the output's.
    pub scales: Scales,
}

impl Join {
    /// Bits of a sum's multipliers and its greatest shift: two differences of levels, of 9 bits, times the multipliers,
    /// and half a level for rounding, stay within 31 bits.
    pub const SUM_BITS: (u32, u32) = (21, 30);
}

/// `y = a + b`: both rescaled to the finer of both fixed-point grids, summed up there and rounded once (TFLite's integer
/// addition, which rounds three times).
pub fn add(j: &Join, a: &[i8], b: &[i8], y: &mut [i8]) {
    let ([za, zb], yz) = (j.zeros.map(i32::from), i32::from(j.y_zero));
    let (ma, mb, shift) = (j.scales.multiplier[0], j.scales.multiplier[1], j.scales.shift);
    let half = 1 << (shift - 1);
    for ((a, b), y) in a.iter().zip(b).zip(y) {
        let sum = (i32::from(*a) - za) * ma + (i32::from(*b) - zb) * mb;
        *y = (((sum + half) >> shift) + yz).clamp(-128, 127) as i8;
    }
}

/// `y = a · b`; `b` may be `[N,C]` against `a [N,area,C]`, see [`super::reference`].
pub fn multiply(j: &Join, area: usize, c: usize, a: &[i8], b: &[i8], y: &mut [i8]) {
    let ([za, zb], yz) = (j.zeros.map(i32::from), i64::from(j.y_zero));
    let (m, shift) = (j.scales.multiplier[0], j.scales.shift);
    for ((a, y), i) in a.chunks_exact(c).zip(y.chunks_exact_mut(c)).zip(0..) {
        let b = &b[i / area * c..][..c];
        for ((a, b), y) in a.iter().zip(b).zip(y) {
            let product = (i32::from(*a) - za) * (i32::from(*b) - zb);
            *y = (requantize(product, m, shift) + yz).clamp(-128, 127) as i8;
        }
    }
}
