//! Products of four bytes on x86-64 processors with VNNI: AVX-512's (Ice Lake, Zen 4 and later) and AVX's (Alder Lake, Zen 5
//! and later). Both have the same instruction in two encodings.

use super::{Bytes, I32x4};
use std::arch::x86_64::*;

macro_rules! vnni {
    ($name:ident, $features:literal, $dot:ident) => {
        #[doc = concat!("For code that is inlined into a function with `", $features, "`.")]
        #[derive(Clone, Copy)]
        pub struct $name(__m128i);

        // SAFETY of all blocks: values of this type are made only in functions that were entered after [`vnni`] has named
        // these features.
        impl Bytes for $name {
            #[inline(always)]
            unsafe fn load(p: *const i8) -> Self {
                // SAFETY: the caller's promise.
                $name(unsafe { _mm_loadu_si128(p.cast()) })
            }
            #[inline(always)]
            unsafe fn load_splat(p: *const i8) -> Self {
                // SAFETY: the caller's promise; the read is unaligned.
                $name(unsafe { _mm_set1_epi32(p.cast::<i32>().read_unaligned()) })
            }
            #[inline(always)]
            fn dot_add(self, b: Self, sum: I32x4) -> I32x4 {
                // SAFETY: see above.
                I32x4(unsafe { $dot(sum.0, b.0, self.0) })
            }
        }
    };
}

vnni!(Evex, "avx512vnni,avx512vl", _mm_dpbusd_epi32);
vnni!(Vex, "avxvnni", _mm_dpbusd_avx_epi32);

/// The encodings of VNNI's instructions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Vnni {
    /// [`Evex`].
    Avx512,
    /// [`Vex`].
    Avx,
}

/// What this processor has.
#[inline]
pub fn vnni() -> Option<Vnni> {
    if is_x86_feature_detected!("avx512vnni") && is_x86_feature_detected!("avx512vl") {
        Some(Vnni::Avx512)
    } else if is_x86_feature_detected!("avxvnni") {
        Some(Vnni::Avx)
    } else {
        None
    }
}
