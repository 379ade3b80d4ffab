//! What becomes of finished sums: levels of a fixed grid, or floats.

use super::{DynamicLayer, Layer, PAD};
use crate::quant::Affine;
use crate::simd::int8::{I8x16, I16x8, I32x4};

/// Takes the sums of eight channels of one row (a position of the output) at a time, while they are in registers.
pub trait Finish {
    /// What eight channels need, whatever the row.
    type Lanes;

    /// That `rows` rows of `channels` channels are there.
    ///
    /// # Panics
    /// If not.
    fn check(&self, rows: usize, channels: usize);

    /// Whether [`Finish::finish`] can do it; [`Finish::slowly`] always can.
    fn fits(&self) -> bool;

    /// For channels `k .. k + 8`, or as many as there are.
    fn lanes(&self, k: usize) -> Self::Lanes;

    /// Writes what `sums` become to the first `cols` of the channels from `k` on of row `row`.
    ///
    /// # Safety
    /// The row and the channels are among those that [`Finish::check`] has seen.
    unsafe fn finish(&mut self, lanes: &Self::Lanes, sums: [I32x4; 2], row: usize, k: usize, cols: usize);

    /// [`Finish::finish`] for sums in memory. A function by itself, in whose way no vector is held in a register.
    ///
    /// # Safety
    /// As for [`Finish::finish`].
    unsafe fn slowly(&mut self, sums: &[i32; 8], row: usize, k: usize, cols: usize);
}

/// Copies the first `cols` of eight values.
///
/// # Safety
/// `to` is valid for writing `cols` values.
#[inline(always)]
unsafe fn put<T: Copy>(values: [T; 8], cols: usize, to: *mut T) {
    // SAFETY: the caller's promise; writes are unaligned.
    unsafe {
        if cols == 8 {
            to.cast::<[T; 8]>().write_unaligned(values);
        } else {
            to.copy_from_nonoverlapping(values.as_ptr(), cols);
        }
    }
}

/// [`Layer::finish`], into `y [rows, K]`.
pub struct Levels<'a> {
    /// The constants.
    pub layer: &'a Layer,
    /// The output.
    pub y: &'a mut [i8],
    /// Its channels.
    pub k: usize,
}

/// What eight channels' sums are rescaled by.
pub struct Rescale {
    multiplier: [I32x4; 2],
    // Copies, since the layer would be read again after each level that is written.
    /// Half a level, and the zero point.
    add: I16x8,
    /// The bits behind the point in what is left of a product without its lower 32.
    shift: u32,
    clamp: [I8x16; 2],
}

/// Bits of a product that are left out first.
const LOWER: u32 = 32;
/// The bits that may then be behind the point: with more, 16 bits would not hold all levels.
const FRACTION: std::ops::RangeInclusive<u32> = 1..=7;
const _: () = assert!(super::Scales::MAX_SHIFT == LOWER + *FRACTION.end());

impl Finish for Levels<'_> {
    type Lanes = Rescale;

    fn check(&self, rows: usize, channels: usize) {
        assert!(channels <= self.k && self.y.len() >= rows * self.k && self.layer.multiplier.len() >= self.k + PAD);
    }

    /// A layer whose output scale is less than four times its sums' has sums so small that no 33 bits can be shifted out.
    fn fits(&self) -> bool {
        FRACTION.contains(&self.layer.shift.wrapping_sub(LOWER))
    }

    #[inline(always)]
    fn lanes(&self, k: usize) -> Rescale {
        let Layer { clamp, y_zero, ref multiplier, .. } = *self.layer;
        let multiplier = &multiplier[k..k + PAD];
        // SAFETY: there are eight of them.
        let multiplier = unsafe { [I32x4::load(multiplier.as_ptr()), I32x4::load(multiplier.as_ptr().add(4))] };
        // Within 1 … 7, or not used.
        let shift = self.layer.shift.wrapping_sub(LOWER) & 7;
        let add = ((1 << shift) >> 1) + (i16::from(y_zero) << shift);
        Rescale { multiplier, add: I16x8::splat(add), shift, clamp: clamp.map(I8x16::splat) }
    }

    /// [`Layer::finish`] in steps that give the same: half a level and the zero point are multiples of 2³², so that a
    /// product may be rounded down to one before they are added; what 16 bits do not hold lies beyond all levels, with the
    /// zero point and without it.
    #[inline(always)]
    unsafe fn finish(&mut self, lanes: &Rescale, [a, b]: [I32x4; 2], row: usize, k: usize, cols: usize) {
        let [ma, mb] = &lanes.multiplier;
        let words = a.mul_high(ma).scale_width(b.mul_high(mb)).add_shift(lanes.add, lanes.shift);
        // SAFETY: the caller's promise.
        unsafe { put(words.scale_width(&lanes.clamp), cols, self.y.as_mut_ptr().add(row * self.k + k)) };
    }

    #[inline(never)]
    unsafe fn slowly(&mut self, sums: &[i32; 8], row: usize, k: usize, cols: usize) {
        let levels = std::array::from_fn(|i| self.layer.finish(sums[i], k + i));
        // SAFETY: the caller's promise.
        unsafe { put(levels, cols, self.y.as_mut_ptr().add(row * self.k + k)) };
    }
}

/// [`DynamicLayer::finish`], into `y [rows, K]`.
pub struct Floats<'a> {
    /// The constants.
    pub layer: &'a DynamicLayer,
    /// The grid of each image's input.
    pub grids: &'a [Affine],
    /// Rows of an image.
    pub rows: usize,
    /// The output.
    pub y: &'a mut [f32],
    /// Its channels.
    pub k: usize,
}

impl Finish for Floats<'_> {
    type Lanes = ();

    fn check(&self, rows: usize, channels: usize) {
        assert!(channels <= self.k && self.y.len() >= rows * self.k);
    }

    fn fits(&self) -> bool {
        false
    }

    fn lanes(&self, _k: usize) {}

    #[inline(always)]
    unsafe fn finish(&mut self, (): &(), [a, b]: [I32x4; 2], row: usize, k: usize, cols: usize) {
        let mut sums = [0; 8];
        // SAFETY: there is room for eight; the caller's promise.
        unsafe {
            a.store(sums.as_mut_ptr());
            b.store(sums.as_mut_ptr().add(4));
            self.slowly(&sums, row, k, cols);
        }
    }

    #[inline(never)]
    unsafe fn slowly(&mut self, sums: &[i32; 8], row: usize, k: usize, cols: usize) {
        let grid = if let [one] = self.grids { *one } else { self.grids[row / self.rows] };
        let zero = self.layer.dot.as_read(grid.zero_point as i8);
        let DynamicLayer { sums: weights, scale, bias, .. } = self.layer;
        let (weights, scale, bias) = (&weights[k..k + PAD], &scale[k..k + PAD], &bias[k..k + PAD]);
        let value = |i: usize| {
            let sum = sums[i].wrapping_sub(zero.wrapping_mul(weights[i]));
            sum as f32 * (grid.scale * scale[i]) + bias[i]
        };
        // SAFETY: the caller's promise.
        unsafe { put(std::array::from_fn(value), cols, self.y.as_mut_ptr().add(row * self.k + k)) };
    }
}
