//! [`Layer::finish`] a vector at a time.

use super::Layer;
use crate::simd::int8::{I8x16, I32x4};

/// What turns the sums of eight channels into levels.
#[derive(Clone, Copy)]
pub struct Rescale<'a> {
    layer: &'a Layer,
    /// The first channel, and where the four of the second vector start.
    at: [usize; 2],
    multiplier: [I32x4; 2],
    /// Half a level, and the zero point.
    add: i64,
    // Copies, since the layer would be read again after each level that is written.
    shift: u32,
    clamp: [I8x16; 2],
}

impl<'a> Rescale<'a> {
    /// For channels `k .. k + 4` of the layer and the four that are `second` (4, or 0 again) further on.
    ///
    /// # Safety
    /// The layer has constants for eight channels from `k` on, padding included.
    #[inline(always)]
    pub unsafe fn new(layer: &'a Layer, k: usize, second: usize) -> Self {
        let Layer { shift, clamp, y_zero, .. } = *layer;
        // SAFETY: the caller's promise.
        let multiplier = unsafe {
            let m = layer.multiplier.as_ptr().add(k);
            [I32x4::load(m), I32x4::load(m.add(second))]
        };
        let add = (1 << (shift - 1)) + (i64::from(y_zero) << shift);
        Rescale { layer, at: [k, k + second], multiplier, add, shift, clamp: clamp.map(I8x16::splat) }
    }

    /// The levels of the channels' sums.
    #[inline(always)]
    pub fn levels(&self, [a, b]: [I32x4; 2]) -> [i8; 8] {
        if self.shift < 32 {
            return self.few_bits(a, b);
        }
        let [ma, mb] = &self.multiplier;
        a.scale(ma, self.add, self.shift).narrow(b.scale(mb, self.add, self.shift), &self.clamp)
    }

    /// A layer whose output scale is less than half of its sums' has sums so small that no 32 bits can be shifted out.
    #[cold]
    #[inline(never)]
    fn few_bits(&self, a: I32x4, b: I32x4) -> [i8; 8] {
        let (sums, [first, second]) = ([a.to_array(), b.to_array()], self.at);
        std::array::from_fn(|i| self.layer.finish(sums[i / 4][i % 4], if i < 4 { first } else { second } + i % 4))
    }
}

/// Writes the levels of `sums`, of channels `k .. k + cols` each, in rows `ldy` apart from `y` on.
///
/// # Safety
/// The layer has constants for eight channels from `k` on, padding included; `y` is valid for writing `cols` ≤ 8
/// levels in each row.
#[cfg_attr(target_arch = "wasm32", inline(never))]
#[cfg_attr(not(target_arch = "wasm32"), inline(always))]
pub unsafe fn rows(l: &Layer, sums: &[[i32; 8]], k: usize, cols: usize, y: *mut i8, ldy: usize) {
    // SAFETY: the caller's promise; there are eight sums in a row.
    unsafe {
        let rescale = Rescale::new(l, k, 4);
        for (r, sums) in sums.iter().enumerate() {
            let levels = rescale.levels([I32x4::load(sums.as_ptr()), I32x4::load(sums.as_ptr().add(4))]);
            let y = y.add(r * ldy);
            if cols == 8 {
                y.cast::<[i8; 8]>().write_unaligned(levels);
            } else {
                y.copy_from_nonoverlapping(levels.as_ptr(), cols);
            }
        }
    }
}
