//! On x86-64, whose every processor has SSE2, a `__m128i`.

use std::arch::x86_64::*;
use std::mem::transmute;

// SAFETY of all blocks without a word of their own: SSE2 is there, and any bits of sixteen bytes are a value.

/// Four 32-bit integers; sums wrap around.
#[derive(Debug, Clone, Copy)]
pub struct I32x4(pub(super) __m128i);

impl I32x4 {
    /// `v` in every lane.
    #[inline(always)]
    pub fn splat(v: i32) -> Self {
        // SAFETY: see above.
        I32x4(unsafe { _mm_set1_epi32(v) })
    }
    /// Reads four values, which need no alignment.
    ///
    /// # Safety
    /// `p` must be valid for reading four values.
    #[inline(always)]
    pub unsafe fn load(p: *const i32) -> Self {
        // SAFETY: the caller's promise.
        I32x4(unsafe { _mm_loadu_si128(p.cast()) })
    }
    /// Writes the lanes to `p`, which needs no alignment.
    ///
    /// # Safety
    /// `p` must be valid for writing four values.
    #[inline(always)]
    pub unsafe fn store(self, p: *mut i32) {
        // SAFETY: the caller's promise.
        unsafe { _mm_storeu_si128(p.cast(), self.0) }
    }
    /// The lanes.
    #[inline(always)]
    pub fn to_array(self) -> [i32; 4] {
        // SAFETY: see above.
        unsafe { transmute(self.0) }
    }
    /// From lanes.
    #[inline(always)]
    pub fn from_array(lanes: [i32; 4]) -> Self {
        // SAFETY: see above.
        I32x4(unsafe { transmute::<[i32; 4], __m128i>(lanes) })
    }
    /// The upper halves of the products with `m`, which is not negative: `self · m / 2³²`, rounded down.
    #[inline(always)]
    pub fn mul_high(self, m: &Self) -> Self {
        // SAFETY: see above.
        unsafe {
            let (a, m) = (self.0, m.0);
            // Of unsigned numbers: a negative one counts 2³² too much, and its product m · 2³².
            let even = _mm_mul_epu32(a, m);
            let odd = _mm_mul_epu32(_mm_srli_epi64::<32>(a), _mm_srli_epi64::<32>(m));
            let too_much = _mm_and_si128(_mm_srai_epi32::<31>(a), m);
            let upper = _mm_or_si128(_mm_srli_epi64::<32>(even), _mm_andnot_si128(_mm_set1_epi64x(0xffff_ffff), odd));
            I32x4(_mm_sub_epi32(upper, too_much))
        }
    }
    /// Eight lanes kept within 16 bits.
    #[inline(always)]
    pub fn scale_width(self, b: Self) -> I16x8 {
        // SAFETY: see above.
        I16x8(unsafe { _mm_packs_epi32(self.0, b.0) })
    }
}

/// The first eight bytes as 16-bit integers.
#[inline(always)]
fn widen(bytes: __m128i) -> __m128i {
    // SAFETY: see above.
    unsafe { _mm_srai_epi16::<8>(_mm_unpacklo_epi8(bytes, bytes)) }
}

/// Eight 16-bit integers.
#[derive(Debug, Clone, Copy)]
pub struct I16x8(__m128i);

impl I16x8 {
    /// `v` in every lane.
    #[inline(always)]
    pub fn splat(v: i16) -> Self {
        // SAFETY: see above.
        I16x8(unsafe { _mm_set1_epi16(v) })
    }
    /// `(self + add) >> shift`, the sum kept within 16 bits.
    #[inline(always)]
    pub fn add_shift(self, add: Self, shift: u32) -> Self {
        // SAFETY: see above.
        I16x8(unsafe { _mm_sra_epi16(_mm_adds_epi16(self.0, add.0), _mm_cvtsi32_si128(shift as i32)) })
    }
    /// The lanes kept within the first eight of `low` and `high`.
    #[inline(always)]
    pub fn scale_width(self, [low, high]: &[I8x16; 2]) -> [i8; 8] {
        // SAFETY: see above.
        unsafe {
            // SSE2 has no minimum of signed bytes.
            let kept = _mm_min_epi16(_mm_max_epi16(self.0, widen(low.0)), widen(high.0));
            _mm_cvtsi128_si64(_mm_packs_epi16(kept, kept)).to_le_bytes().map(|b| b as i8)
        }
    }
    /// Reads eight values, which need no alignment.
    ///
    /// # Safety
    /// `p` must be valid for reading eight values.
    #[inline(always)]
    pub unsafe fn load(p: *const i16) -> Self {
        // SAFETY: the caller's promise.
        I16x8(unsafe { _mm_loadu_si128(p.cast()) })
    }
    /// Reads eight 8-bit integers and widens them.
    ///
    /// # Safety
    /// `p` must be valid for reading eight values.
    #[inline(always)]
    pub unsafe fn load_widened(p: *const i8) -> Self {
        // SAFETY: the caller's promise.
        I16x8(widen(unsafe { _mm_loadl_epi64(p.cast()) }))
    }
    /// The two values at `p`, four times.
    ///
    /// # Safety
    /// `p` must be valid for reading two values.
    #[inline(always)]
    pub unsafe fn load_splat(p: *const i16) -> Self {
        // SAFETY: the caller's promise; the read is unaligned.
        I16x8(unsafe { _mm_set1_epi32(p.cast::<i32>().read_unaligned()) })
    }
    /// `a₀ b₀ a₁ b₁ …` in two vectors.
    #[inline(always)]
    pub fn interleave(self, b: Self) -> [Self; 2] {
        // SAFETY: see above.
        unsafe { [I16x8(_mm_unpacklo_epi16(self.0, b.0)), I16x8(_mm_unpackhi_epi16(self.0, b.0))] }
    }
    /// `sum + Σ` of the products of each pair of neighbours.
    #[inline(always)]
    pub fn dot_add(self, b: Self, sum: I32x4) -> I32x4 {
        // SAFETY: see above.
        I32x4(unsafe { _mm_add_epi32(sum.0, _mm_madd_epi16(self.0, b.0)) })
    }
}

/// Sixteen 8-bit integers.
#[derive(Debug, Clone, Copy)]
pub struct I8x16(__m128i);

impl I8x16 {
    /// Reads sixteen values.
    ///
    /// # Safety
    /// `p` must be valid for reading sixteen values.
    #[inline(always)]
    pub unsafe fn load(p: *const i8) -> Self {
        // SAFETY: the caller's promise.
        I8x16(unsafe { _mm_loadu_si128(p.cast()) })
    }
    /// `v` in every lane.
    #[inline(always)]
    pub fn splat(v: i8) -> Self {
        // SAFETY: see above.
        I8x16(unsafe { _mm_set1_epi8(v) })
    }
    /// Writes the lanes to `p`.
    ///
    /// # Safety
    /// `p` must be valid for writing sixteen values.
    #[inline(always)]
    pub unsafe fn store(self, p: *mut i8) {
        // SAFETY: the caller's promise.
        unsafe { _mm_storeu_si128(p.cast(), self.0) }
    }
    /// The larger of each pair.
    #[inline(always)]
    pub fn max(self, b: Self) -> Self {
        // SAFETY: see above.
        unsafe {
            // SSE2 compares unsigned bytes: those of the same order.
            let sign = _mm_set1_epi8(i8::MIN);
            I8x16(_mm_xor_si128(_mm_max_epu8(_mm_xor_si128(self.0, sign), _mm_xor_si128(b.0, sign)), sign))
        }
    }
    /// The four values at `p`, four times.
    ///
    /// # Safety
    /// `p` must be valid for reading four values.
    #[inline(always)]
    pub unsafe fn load_splat(p: *const i8) -> Self {
        // SAFETY: the caller's promise; the read is unaligned.
        I8x16(unsafe { _mm_set1_epi32(p.cast::<i32>().read_unaligned()) })
    }
    /// `sum + Σ` of the products of each four neighbours; `b` is read as unsigned, as x86's VPDPBUSD does.
    #[inline(always)]
    pub fn dot_add(self, b: Self, sum: I32x4) -> I32x4 {
        // SAFETY: see above.
        let (a, b) = unsafe { (transmute::<__m128i, [i8; 16]>(self.0), transmute::<__m128i, [u8; 16]>(b.0)) };
        let four = |i: usize| (4 * i..4 * i + 4).map(|i| i32::from(a[i]) * i32::from(b[i])).sum::<i32>();
        let sum = sum.to_array();
        I32x4::from_array(std::array::from_fn(|i| sum[i].wrapping_add(four(i))))
    }
    /// What a signed byte is to be xor-ed with for [`I8x16::dot_add`] to read its second operand right.
    ///
    /// Here only so that the kernel on top of it can be tested on every machine: it is slower than pairs. Processors with
    /// VNNI have [`super::Evex`] and [`super::Vex`].
    #[inline(always)]
    pub fn flip() -> Option<i8> {
        Some(i8::MIN)
    }
}
