//! Four lanes elsewhere: SSE2, NEON or four floats, as LLVM finds best.

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
