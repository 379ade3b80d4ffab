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

pub mod int8;

#[cfg(target_arch = "wasm32")]
mod wasm;
#[cfg(target_arch = "wasm32")]
pub use wasm::{F32x4, U32x4};

#[cfg(not(target_arch = "wasm32"))]
mod plain;
#[cfg(not(target_arch = "wasm32"))]
pub use plain::{F32x4, U32x4};

#[cfg(target_arch = "x86_64")]
mod avx2;
#[cfg(target_arch = "x86_64")]
pub(crate) use avx2::{F32x8, has_avx2};

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
