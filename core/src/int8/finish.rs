//! What becomes of finished sums: levels of a fixed grid, or floats.

use super::{DynamicLayer, Layer, PAD};
use crate::compress::Affine;
use crate::simd::int8::{I8x16, I32x4};

/// Takes the sums of eight channels of one row (a position of the output) at a time.
pub trait Finish {
    /// What eight channels need, whatever the row.
    type Lanes;

    /// For channels `k .. k + 8`, or as many as there are.
    fn lanes(&self, k: usize) -> Self::Lanes;

    /// Writes what `sums` become to the first `cols` of the channels from `k` on of row `row`.
    fn finish(&mut self, lanes: &Self::Lanes, sums: [I32x4; 2], row: usize, k: usize, cols: usize);
}

/// [`Finish`] for some rows in one call, whose cost is that of a function pointer: products are compiled once for both.
pub trait FinishRows {
    /// The channels that follow begin at `k`.
    fn begin(&mut self, k: usize, cols: usize);
    /// Their sums in the rows from `row` on.
    fn rows(&mut self, sums: &[[i32; 8]], row: usize);
}

/// A [`Finish`] and the channels that it is at.
pub struct ByPanel<F: Finish> {
    finish: F,
    lanes: F::Lanes,
    k: usize,
    cols: usize,
}

impl<F: Finish> ByPanel<F> {
    /// At the first channels.
    pub fn new(finish: F) -> Self {
        ByPanel { lanes: finish.lanes(0), finish, k: 0, cols: 0 }
    }
}

impl<F: Finish> FinishRows for ByPanel<F> {
    fn begin(&mut self, k: usize, cols: usize) {
        (self.lanes, self.k, self.cols) = (self.finish.lanes(k), k, cols);
    }

    fn rows(&mut self, sums: &[[i32; 8]], row: usize) {
        for (sums, row) in sums.iter().zip(row..) {
            // SAFETY: there are eight sums.
            let sums = unsafe { [I32x4::load(sums.as_ptr()), I32x4::load(sums.as_ptr().add(4))] };
            self.finish.finish(&self.lanes, sums, row, self.k, self.cols);
        }
    }
}

/// Copies the first `cols` of eight values.
#[inline(always)]
fn put<T: Copy>(values: [T; 8], cols: usize, to: &mut [T]) {
    match to.first_chunk_mut::<8>() {
        Some(to) if cols == 8 => *to = values,
        _ => to[..cols].copy_from_slice(&values[..cols]),
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
    /// Half a level, and the zero point.
    add: i64,
    // Copies, since the layer would be read again after each level that is written.
    shift: u32,
    clamp: [I8x16; 2],
}

impl Finish for Levels<'_> {
    type Lanes = Rescale;

    #[inline(always)]
    fn lanes(&self, k: usize) -> Rescale {
        let Layer { shift, clamp, y_zero, ref multiplier, .. } = *self.layer;
        let multiplier = &multiplier[k..k + PAD];
        // SAFETY: there are eight of them.
        let multiplier = unsafe { [I32x4::load(multiplier.as_ptr()), I32x4::load(multiplier.as_ptr().add(4))] };
        let add = (1 << (shift - 1)) + (i64::from(y_zero) << shift);
        Rescale { multiplier, add, shift, clamp: clamp.map(I8x16::splat) }
    }

    #[inline(always)]
    fn finish(&mut self, lanes: &Rescale, [a, b]: [I32x4; 2], row: usize, k: usize, cols: usize) {
        let levels = if lanes.shift < 32 {
            few_bits(self.layer, [a, b], k)
        } else {
            let [ma, mb] = &lanes.multiplier;
            a.scale(ma, lanes.add, lanes.shift).narrow(b.scale(mb, lanes.add, lanes.shift), &lanes.clamp)
        };
        put(levels, cols, &mut self.y[row * self.k + k..]);
    }
}

/// A layer whose output scale is less than half of its sums' has sums so small that no 32 bits can be shifted out.
#[cold]
#[inline(never)]
fn few_bits(layer: &Layer, sums: [I32x4; 2], k: usize) -> [i8; 8] {
    let sums = sums.map(I32x4::to_array);
    std::array::from_fn(|i| layer.finish(sums[i / 4][i % 4], k + i))
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

    fn lanes(&self, _k: usize) {}

    #[inline(always)]
    fn finish(&mut self, (): &(), [a, b]: [I32x4; 2], row: usize, k: usize, cols: usize) {
        let grid = if let [one] = self.grids { *one } else { self.grids[row / self.rows] };
        let zero = self.layer.dot.as_read(grid.zero_point as i8);
        let mut sums = [0; 8];
        // SAFETY: there is room for eight.
        unsafe {
            a.store(sums.as_mut_ptr());
            b.store(sums.as_mut_ptr().add(4));
        }
        let DynamicLayer { sums: weights, scale, bias, .. } = self.layer;
        let (weights, scale, bias) = (&weights[k..k + PAD], &scale[k..k + PAD], &bias[k..k + PAD]);
        let value = |i: usize| {
            let sum = sums[i].wrapping_sub(zero.wrapping_mul(weights[i]));
            sum as f32 * (grid.scale * scale[i]) + bias[i]
        };
        put(std::array::from_fn(value), cols, &mut self.y[row * self.k + k..]);
    }
}
