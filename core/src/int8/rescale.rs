//! [`Layer::finish`] a vector at a time.

use super::Layer;
use crate::simd::int8::I32x4;

/// What turns eight sums into levels.
#[derive(Clone, Copy)]
pub struct Rescale {
    /// Half a level, and the zero point.
    add: i64,
}

impl Rescale {
    /// For the layer `l`.
    #[inline(always)]
    pub fn new(l: &Layer) -> Self {
        Rescale { add: (1 << (l.shift - 1)) + (i64::from(l.y_zero) << l.shift) }
    }

    /// Writes the levels of `sums`, of channels `k .. k + cols` each, in rows `ldy` apart from `y` on.
    ///
    /// # Safety
    /// The layer has constants for eight channels from `k` on, padding included; `y` is valid for writing `cols` ≤ 8
    /// levels in each row.
    #[cfg_attr(target_arch = "wasm32", inline(never))]
    #[cfg_attr(not(target_arch = "wasm32"), inline(always))]
    pub unsafe fn rows(self, l: &Layer, sums: &[[i32; 8]], k: usize, cols: usize, y: *mut i8, ldy: usize) {
        for (r, sums) in sums.iter().enumerate() {
            // SAFETY: the caller's promise; there are eight sums.
            unsafe {
                let (a, b) = (I32x4::load(sums.as_ptr()), I32x4::load(sums.as_ptr().add(4)));
                let levels = self.levels(l, a, b, k, 4);
                let y = y.add(r * ldy);
                if cols == 8 {
                    y.cast::<[i8; 8]>().write_unaligned(levels);
                } else {
                    y.copy_from_nonoverlapping(levels.as_ptr(), cols);
                }
            }
        }
    }

    /// The levels of the sums of channels `k .. k + 4` and of the four that are `second` (4, or 0 again) further on.
    ///
    /// # Safety
    /// The layer has constants for eight channels from `k` on, padding included.
    #[inline(always)]
    pub unsafe fn levels(self, l: &Layer, a: I32x4, b: I32x4, k: usize, second: usize) -> [i8; 8] {
        if l.shift < 32 {
            return few_bits(l, a, b, k, second);
        }
        // SAFETY: the caller's promise.
        let (ma, mb) = unsafe {
            let m = l.multiplier.as_ptr().add(k);
            (I32x4::load(m), I32x4::load(m.add(second)))
        };
        a.scale(ma, self.add, l.shift).narrow(b.scale(mb, self.add, l.shift), l.clamp)
    }
}

/// A layer whose output scale is less than half of its sums' has sums so small that no 32 bits can be shifted out.
#[cold]
#[inline(never)]
fn few_bits(l: &Layer, a: I32x4, b: I32x4, k: usize, second: usize) -> [i8; 8] {
    let (a, b) = (a.to_array(), b.to_array());
    std::array::from_fn(|i| if i < 4 { l.finish(a[i], k + i) } else { l.finish(b[i - 4], k + second + i - 4) })
}
