//! Four lanes in WebAssembly: a `v128`.

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
