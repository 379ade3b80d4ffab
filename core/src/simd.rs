//! Vectors of f32 for the CPU kernels: four lanes everywhere, eight where a native processor has AVX2 and FMA.
//!
//! A kernel is written once, generic over [`Simd`]. In WebAssembly [`F32x4`] is a `v128`, and [`Simd::madd`] is the
//! relaxed multiply-add in the build that has it; natively it is SSE2, or four plain floats elsewhere.

/// A vector of f32. Every function is `inline(always)`, so that a kernel generic over it becomes straight code of the
/// features of the function it is inlined into.
pub trait Simd: Copy {
    /// Values in one vector.
    const LANES: usize;

    /// `v` in every lane.
    fn splat(v: f32) -> Self;

    /// The values at `p`, which needs no alignment.
    ///
    /// # Safety
    /// `p` must be valid for reading [`Self::LANES`] values.
    unsafe fn load(p: *const f32) -> Self;

    /// The value at `p` in every lane.
    ///
    /// # Safety
    /// `p` must be valid for reading one value.
    unsafe fn load_splat(p: *const f32) -> Self;

    /// Writes the lanes to `p`, which needs no alignment.
    ///
    /// # Safety
    /// `p` must be valid for writing [`Self::LANES`] values.
    unsafe fn store(self, p: *mut f32);

    /// `self + b`.
    fn add(self, b: Self) -> Self;
    /// `self − b`.
    fn sub(self, b: Self) -> Self;
    /// `self · b`.
    fn mul(self, b: Self) -> Self;
    /// `self · b + c`, rounded once or twice.
    fn madd(self, b: Self, c: Self) -> Self;
    /// The larger of each pair; `b`'s lane where either is NaN.
    fn max(self, b: Self) -> Self;
    /// The smaller of each pair; `b`'s lane where either is NaN.
    fn min(self, b: Self) -> Self;
    /// `self` where `x > y`, 0 elsewhere.
    fn where_gt(self, x: Self, y: Self) -> Self;
}

#[cfg(target_arch = "wasm32")]
mod four {
    use super::Simd;
    use core::arch::wasm32::*;

    /// Four lanes.
    #[derive(Clone, Copy)]
    pub struct F32x4(pub(crate) v128);

    impl Simd for F32x4 {
        const LANES: usize = 4;

        #[inline(always)]
        fn splat(v: f32) -> Self {
            F32x4(f32x4_splat(v))
        }
        #[inline(always)]
        unsafe fn load(p: *const f32) -> Self {
            // SAFETY: the caller's promise; v128.load needs no alignment.
            F32x4(unsafe { v128_load(p.cast()) })
        }
        #[inline(always)]
        unsafe fn load_splat(p: *const f32) -> Self {
            // SAFETY: the caller's promise.
            F32x4(unsafe { v128_load32_splat(p.cast()) })
        }
        #[inline(always)]
        unsafe fn store(self, p: *mut f32) {
            // SAFETY: the caller's promise; v128.store needs no alignment.
            unsafe { v128_store(p.cast(), self.0) }
        }
        #[inline(always)]
        fn add(self, b: Self) -> Self {
            F32x4(f32x4_add(self.0, b.0))
        }
        #[inline(always)]
        fn sub(self, b: Self) -> Self {
            F32x4(f32x4_sub(self.0, b.0))
        }
        #[inline(always)]
        fn mul(self, b: Self) -> Self {
            F32x4(f32x4_mul(self.0, b.0))
        }
        #[inline(always)]
        fn madd(self, b: Self, c: Self) -> Self {
            #[cfg(target_feature = "relaxed-simd")]
            return F32x4(f32x4_relaxed_madd(self.0, b.0, c.0));
            #[cfg(not(target_feature = "relaxed-simd"))]
            return F32x4(f32x4_add(f32x4_mul(self.0, b.0), c.0));
        }
        // The pseudo-maximum is one x86 instruction; f32x4.max, which passes NaN on, is six.
        #[inline(always)]
        fn max(self, b: Self) -> Self {
            F32x4(f32x4_pmax(b.0, self.0))
        }
        #[inline(always)]
        fn min(self, b: Self) -> Self {
            F32x4(f32x4_pmin(b.0, self.0))
        }
        #[inline(always)]
        fn where_gt(self, x: Self, y: Self) -> Self {
            F32x4(v128_and(self.0, f32x4_gt(x.0, y.0)))
        }
    }

    /// Four 32-bit integers: offsets, and masks of all ones or zeros.
    #[derive(Clone, Copy)]
    pub struct U32x4(v128);

    impl F32x4 {
        /// Where `self > b` or `self` is NaN.
        #[inline(always)]
        pub fn gt_or_nan(self, b: Self) -> U32x4 {
            // Not (self ≤ b) would also be true for a NaN in b.
            U32x4(v128_or(f32x4_gt(self.0, b.0), f32x4_ne(self.0, self.0)))
        }
        /// `self` where `mask` is set, `other` elsewhere.
        #[inline(always)]
        pub fn select(self, other: Self, mask: U32x4) -> Self {
            F32x4(v128_bitselect(self.0, other.0, mask.0))
        }
        /// `self` where `mask` is set, 0 elsewhere.
        #[inline(always)]
        pub fn and(self, mask: U32x4) -> Self {
            F32x4(v128_and(self.0, mask.0))
        }
    }

    impl U32x4 {
        /// `first, first + 1, first + 2, first + 3`.
        #[inline(always)]
        pub fn count_from(first: u32) -> Self {
            U32x4(i32x4_add(u32x4_splat(first), u32x4(0, 1, 2, 3)))
        }
        /// The sum, wrapping.
        #[inline(always)]
        pub fn plus(self, v: u32) -> Self {
            U32x4(i32x4_add(self.0, u32x4_splat(v)))
        }
        /// Where both are equal.
        #[inline(always)]
        pub fn equals(self, b: Self) -> Self {
            U32x4(i32x4_eq(self.0, b.0))
        }
        /// `self` where `mask` is set, `other` elsewhere.
        #[inline(always)]
        pub fn select(self, other: Self, mask: U32x4) -> Self {
            U32x4(v128_bitselect(self.0, other.0, mask.0))
        }
        /// Reads four values.
        ///
        /// # Safety
        /// `p` must be valid for reading four values.
        #[inline(always)]
        pub unsafe fn load(p: *const u32) -> Self {
            // SAFETY: the caller's promise.
            U32x4(unsafe { v128_load(p.cast()) })
        }
        /// Writes four values.
        ///
        /// # Safety
        /// `p` must be valid for writing four values.
        #[inline(always)]
        pub unsafe fn store(self, p: *mut u32) {
            // SAFETY: the caller's promise.
            unsafe { v128_store(p.cast(), self.0) }
        }
    }
}

#[cfg(not(target_arch = "wasm32"))]
mod four {
    use super::Simd;

    /// Four lanes. LLVM makes vector instructions of these loops on every processor that has them.
    #[derive(Clone, Copy)]
    #[repr(C, align(16))]
    pub struct F32x4(pub(crate) [f32; 4]);

    #[inline(always)]
    fn zip(a: F32x4, b: F32x4, f: impl Fn(f32, f32) -> f32) -> F32x4 {
        F32x4([f(a.0[0], b.0[0]), f(a.0[1], b.0[1]), f(a.0[2], b.0[2]), f(a.0[3], b.0[3])])
    }

    impl Simd for F32x4 {
        const LANES: usize = 4;

        #[inline(always)]
        fn splat(v: f32) -> Self {
            F32x4([v; 4])
        }
        #[inline(always)]
        unsafe fn load(p: *const f32) -> Self {
            // SAFETY: the caller's promise; the read is unaligned.
            F32x4(unsafe { p.cast::<[f32; 4]>().read_unaligned() })
        }
        #[inline(always)]
        unsafe fn load_splat(p: *const f32) -> Self {
            // SAFETY: the caller's promise.
            F32x4([unsafe { *p }; 4])
        }
        #[inline(always)]
        unsafe fn store(self, p: *mut f32) {
            // SAFETY: the caller's promise; the write is unaligned.
            unsafe { p.cast::<[f32; 4]>().write_unaligned(self.0) }
        }
        #[inline(always)]
        fn add(self, b: Self) -> Self {
            zip(self, b, |a, b| a + b)
        }
        #[inline(always)]
        fn sub(self, b: Self) -> Self {
            zip(self, b, |a, b| a - b)
        }
        #[inline(always)]
        fn mul(self, b: Self) -> Self {
            zip(self, b, |a, b| a * b)
        }
        #[inline(always)]
        fn madd(self, b: Self, c: Self) -> Self {
            self.mul(b).add(c)
        }
        #[inline(always)]
        fn max(self, b: Self) -> Self {
            zip(self, b, |a, b| if a > b { a } else { b })
        }
        #[inline(always)]
        fn min(self, b: Self) -> Self {
            zip(self, b, |a, b| if a < b { a } else { b })
        }
        #[inline(always)]
        fn where_gt(self, x: Self, y: Self) -> Self {
            let keep = |i: usize| if x.0[i] > y.0[i] { self.0[i] } else { 0.0 };
            F32x4([keep(0), keep(1), keep(2), keep(3)])
        }
    }

    /// Four 32-bit integers: offsets, and masks of all ones or zeros.
    #[derive(Clone, Copy)]
    #[repr(C, align(16))]
    pub struct U32x4([u32; 4]);

    impl F32x4 {
        /// Where `self > b` or `self` is NaN.
        #[inline(always)]
        pub fn gt_or_nan(self, b: Self) -> U32x4 {
            U32x4([0, 1, 2, 3].map(|i| if self.0[i] > b.0[i] || self.0[i].is_nan() { !0 } else { 0 }))
        }
        /// `self` where `mask` is set, `other` elsewhere.
        #[inline(always)]
        pub fn select(self, other: Self, mask: U32x4) -> Self {
            F32x4([0, 1, 2, 3].map(|i| if mask.0[i] != 0 { self.0[i] } else { other.0[i] }))
        }
        /// `self` where `mask` is set, 0 elsewhere.
        #[inline(always)]
        pub fn and(self, mask: U32x4) -> Self {
            F32x4([0, 1, 2, 3].map(|i| if mask.0[i] != 0 { self.0[i] } else { 0.0 }))
        }
    }

    impl U32x4 {
        /// `first, first + 1, first + 2, first + 3`.
        #[inline(always)]
        pub fn count_from(first: u32) -> Self {
            U32x4([first, first.wrapping_add(1), first.wrapping_add(2), first.wrapping_add(3)])
        }
        /// The sum, wrapping.
        #[inline(always)]
        pub fn plus(self, v: u32) -> Self {
            U32x4(self.0.map(|a| a.wrapping_add(v)))
        }
        /// Where both are equal.
        #[inline(always)]
        pub fn equals(self, b: Self) -> Self {
            U32x4([0, 1, 2, 3].map(|i| if self.0[i] == b.0[i] { !0 } else { 0 }))
        }
        /// `self` where `mask` is set, `other` elsewhere.
        #[inline(always)]
        pub fn select(self, other: Self, mask: U32x4) -> Self {
            U32x4([0, 1, 2, 3].map(|i| if mask.0[i] != 0 { self.0[i] } else { other.0[i] }))
        }
        /// Reads four values.
        ///
        /// # Safety
        /// `p` must be valid for reading four values.
        #[inline(always)]
        pub unsafe fn load(p: *const u32) -> Self {
            // SAFETY: the caller's promise; the read is unaligned.
            U32x4(unsafe { p.cast::<[u32; 4]>().read_unaligned() })
        }
        /// Writes four values.
        ///
        /// # Safety
        /// `p` must be valid for writing four values.
        #[inline(always)]
        pub unsafe fn store(self, p: *mut u32) {
            // SAFETY: the caller's promise; the write is unaligned.
            unsafe { p.cast::<[u32; 4]>().write_unaligned(self.0) }
        }
    }
}

pub use four::{F32x4, U32x4};

#[cfg(target_arch = "x86_64")]
mod eight {
    use super::Simd;
    use core::arch::x86_64::*;

    /// Eight lanes, for code that is inlined into a function with `#[target_feature(enable = "avx2,fma")]`.
    #[derive(Clone, Copy)]
    pub struct F32x8(__m256);

    // SAFETY of all blocks: values of this type are made only in functions that were entered after [`super::has_avx2`].
    impl Simd for F32x8 {
        const LANES: usize = 8;

        #[inline(always)]
        fn splat(v: f32) -> Self {
            // SAFETY: AVX2 is there, see above.
            F32x8(unsafe { _mm256_set1_ps(v) })
        }
        #[inline(always)]
        unsafe fn load(p: *const f32) -> Self {
            // SAFETY: the caller's promise.
            F32x8(unsafe { _mm256_loadu_ps(p) })
        }
        #[inline(always)]
        unsafe fn load_splat(p: *const f32) -> Self {
            // SAFETY: the caller's promise.
            F32x8(unsafe { _mm256_set1_ps(*p) })
        }
        #[inline(always)]
        unsafe fn store(self, p: *mut f32) {
            // SAFETY: the caller's promise.
            unsafe { _mm256_storeu_ps(p, self.0) }
        }
        #[inline(always)]
        fn add(self, b: Self) -> Self {
            // SAFETY: AVX2 is there, see above.
            F32x8(unsafe { _mm256_add_ps(self.0, b.0) })
        }
        #[inline(always)]
        fn sub(self, b: Self) -> Self {
            // SAFETY: AVX2 is there, see above.
            F32x8(unsafe { _mm256_sub_ps(self.0, b.0) })
        }
        #[inline(always)]
        fn mul(self, b: Self) -> Self {
            // SAFETY: AVX2 is there, see above.
            F32x8(unsafe { _mm256_mul_ps(self.0, b.0) })
        }
        #[inline(always)]
        fn madd(self, b: Self, c: Self) -> Self {
            // SAFETY: FMA is there, see above.
            F32x8(unsafe { _mm256_fmadd_ps(self.0, b.0, c.0) })
        }
        #[inline(always)]
        fn max(self, b: Self) -> Self {
            // SAFETY: AVX2 is there, see above.
            F32x8(unsafe { _mm256_max_ps(self.0, b.0) })
        }
        #[inline(always)]
        fn min(self, b: Self) -> Self {
            // SAFETY: AVX2 is there, see above.
            F32x8(unsafe { _mm256_min_ps(self.0, b.0) })
        }
        #[inline(always)]
        fn where_gt(self, x: Self, y: Self) -> Self {
            // SAFETY: AVX2 is there, see above.
            F32x8(unsafe { _mm256_and_ps(self.0, _mm256_cmp_ps::<_CMP_GT_OQ>(x.0, y.0)) })
        }
    }

    /// Whether this processor runs [`F32x8`].
    #[inline(always)]
    pub fn has_avx2() -> bool {
        is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma")
    }
}

#[cfg(target_arch = "x86_64")]
pub(crate) use eight::{F32x8, has_avx2};

/// One lane: what is left of a row after its last whole vector.
impl Simd for f32 {
    const LANES: usize = 1;

    #[inline(always)]
    fn splat(v: f32) -> Self {
        v
    }
    #[inline(always)]
    unsafe fn load(p: *const f32) -> Self {
        // SAFETY: the caller's promise.
        unsafe { *p }
    }
    #[inline(always)]
    unsafe fn load_splat(p: *const f32) -> Self {
        // SAFETY: the caller's promise.
        unsafe { *p }
    }
    #[inline(always)]
    unsafe fn store(self, p: *mut f32) {
        // SAFETY: the caller's promise.
        unsafe { *p = self }
    }
    #[inline(always)]
    fn add(self, b: Self) -> Self {
        self + b
    }
    #[inline(always)]
    fn sub(self, b: Self) -> Self {
        self - b
    }
    #[inline(always)]
    fn mul(self, b: Self) -> Self {
        self * b
    }
    #[inline(always)]
    fn madd(self, b: Self, c: Self) -> Self {
        self * b + c
    }
    #[inline(always)]
    fn max(self, b: Self) -> Self {
        if self > b { self } else { b }
    }
    #[inline(always)]
    fn min(self, b: Self) -> Self {
        if self < b { self } else { b }
    }
    #[inline(always)]
    fn where_gt(self, x: Self, y: Self) -> Self {
        if x > y { self } else { 0.0 }
    }
}

/// Calls `$f::<vector, vectors>(first, …)` for all positions from `$from` to `$to`: as many as possible by `$nv` vectors of
/// four, then by one vector, then one by one.
macro_rules! by_vectors {
    ($nv:literal, $from:expr, $to:expr, $f:ident($($arg:expr),*)) => {{
        let mut first: usize = $from;
        while first + 4 * $nv <= $to {
            $f::<$crate::simd::F32x4, $nv>(first, $($arg),*);
            first += 4 * $nv;
        }
        while first + 4 <= $to {
            $f::<$crate::simd::F32x4, 1>(first, $($arg),*);
            first += 4;
        }
        while first < $to {
            $f::<f32, 1>(first, $($arg),*);
            first += 1;
        }
    }};
}
pub(crate) use by_vectors;
