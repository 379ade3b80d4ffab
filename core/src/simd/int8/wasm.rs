//! In WebAssembly a `v128`.

use core::arch::wasm32::*;

/// Four 32-bit integers; sums wrap around.
#[derive(Debug, Clone, Copy)]
pub struct I32x4(v128);

impl I32x4 {
    /// `v` in every lane.
    #[inline(always)]
    pub fn splat(v: i32) -> Self {
        I32x4(i32x4_splat(v))
    }
    /// Reads four values, which need no alignment.
    ///
    /// # Safety
    /// `p` must be valid for reading four values.
    #[inline(always)]
    pub unsafe fn load(p: *const i32) -> Self {
        // SAFETY: the caller's promise.
        I32x4(unsafe { v128_load(p.cast()) })
    }
    /// Writes the lanes to `p`, which needs no alignment.
    ///
    /// # Safety
    /// `p` must be valid for writing four values.
    #[inline(always)]
    pub unsafe fn store(self, p: *mut i32) {
        // SAFETY: the caller's promise.
        unsafe { v128_store(p.cast(), self.0) }
    }
    /// The lanes.
    #[inline(always)]
    pub fn to_array(self) -> [i32; 4] {
        let v = self.0;
        [i32x4_extract_lane::<0>(v), i32x4_extract_lane::<1>(v), i32x4_extract_lane::<2>(v), i32x4_extract_lane::<3>(v)]
    }
    /// From lanes.
    #[inline(always)]
    pub fn from_array([a, b, c, d]: [i32; 4]) -> Self {
        I32x4(i32x4(a, b, c, d))
    }
    /// The upper halves of the products with `m`: `self · m / 2³²`, rounded down.
    #[inline(always)]
    pub fn mul_high(self, m: &Self) -> Self {
        // Anew each time: LLVM would take the widening of a constant operand out of the loop, and what it leaves is
        // i64x2.mul, which costs x86 ten instructions for extmul's three.
        // SAFETY: a reference is valid for reading.
        let m = unsafe { std::ptr::read_volatile(m) };
        let (low, high) = (i64x2_extmul_low_i32x4(self.0, m.0), i64x2_extmul_high_i32x4(self.0, m.0));
        I32x4(i32x4_shuffle::<1, 3, 5, 7>(low, high))
    }
    /// Eight lanes kept within 16 bits.
    #[inline(always)]
    pub fn scale_width(self, b: Self) -> I16x8 {
        I16x8(i16x8_narrow_i32x4(self.0, b.0))
    }
}

/// Eight 16-bit integers.
#[derive(Debug, Clone, Copy)]
pub struct I16x8(v128);

impl I16x8 {
    /// `v` in every lane.
    #[inline(always)]
    pub fn splat(v: i16) -> Self {
        I16x8(i16x8_splat(v))
    }
    /// `(self + add) >> shift`, the sum kept within 16 bits.
    #[inline(always)]
    pub fn add_shift(self, add: Self, shift: u32) -> Self {
        I16x8(i16x8_shr(i16x8_add_sat(self.0, add.0), shift))
    }
    /// The lanes kept within the first eight of `low` and `high`.
    #[inline(always)]
    pub fn scale_width(self, [low, high]: &[I8x16; 2]) -> [i8; 8] {
        let bytes = i8x16_narrow_i16x8(self.0, self.0);
        let kept = i8x16_min(i8x16_max(bytes, low.0), high.0);
        i64x2_extract_lane::<0>(kept).to_le_bytes().map(|b| b as i8)
    }
    /// Reads eight values, which need no alignment.
    ///
    /// # Safety
    /// `p` must be valid for reading eight values.
    #[inline(always)]
    pub unsafe fn load(p: *const i16) -> Self {
        // SAFETY: the caller's promise.
        I16x8(unsafe { v128_load(p.cast()) })
    }
    /// Reads eight 8-bit integers and widens them.
    ///
    /// # Safety
    /// `p` must be valid for reading eight values.
    #[inline(always)]
    pub unsafe fn load_widened(p: *const i8) -> Self {
        // SAFETY: the caller's promise.
        I16x8(unsafe { i16x8_load_extend_i8x8(p) })
    }
    /// The two values at `p`, four times.
    ///
    /// # Safety
    /// `p` must be valid for reading two values.
    #[inline(always)]
    pub unsafe fn load_splat(p: *const i16) -> Self {
        // SAFETY: the caller's promise.
        I16x8(unsafe { v128_load32_splat(p.cast()) })
    }
    /// `a₀ b₀ a₁ b₁ …` in two vectors.
    #[inline(always)]
    pub fn interleave(self, b: Self) -> [Self; 2] {
        [
            I16x8(i16x8_shuffle::<0, 8, 1, 9, 2, 10, 3, 11>(self.0, b.0)),
            I16x8(i16x8_shuffle::<4, 12, 5, 13, 6, 14, 7, 15>(self.0, b.0)),
        ]
    }
    /// `sum + Σ` of the products of each pair of neighbours.
    #[inline(always)]
    pub fn dot_add(self, b: Self, sum: I32x4) -> I32x4 {
        I32x4(i32x4_add(sum.0, i32x4_dot_i16x8(self.0, b.0)))
    }
}

/// Sixteen 8-bit integers.
#[derive(Debug, Clone, Copy)]
pub struct I8x16(v128);

impl I8x16 {
    /// Reads sixteen values.
    ///
    /// # Safety
    /// `p` must be valid for reading sixteen values.
    #[inline(always)]
    pub unsafe fn load(p: *const i8) -> Self {
        // SAFETY: the caller's promise.
        I8x16(unsafe { v128_load(p.cast()) })
    }
    /// `v` in every lane.
    #[inline(always)]
    pub fn splat(v: i8) -> Self {
        I8x16(i8x16_splat(v))
    }
    /// Writes the lanes to `p`.
    ///
    /// # Safety
    /// `p` must be valid for writing sixteen values.
    #[inline(always)]
    pub unsafe fn store(self, p: *mut i8) {
        // SAFETY: the caller's promise.
        unsafe { v128_store(p.cast(), self.0) }
    }
    /// The larger of each pair.
    #[inline(always)]
    pub fn max(self, b: Self) -> Self {
        I8x16(i8x16_max(self.0, b.0))
    }
    /// The four values at `p`, four times.
    ///
    /// # Safety
    /// `p` must be valid for reading four values.
    #[inline(always)]
    pub unsafe fn load_splat(p: *const i8) -> Self {
        // SAFETY: the caller's promise.
        I8x16(unsafe { v128_load32_splat(p.cast()) })
    }
    /// `sum + Σ` of the products of each four neighbours, where [`I8x16::flip`] has said how `b` is read.
    #[inline(always)]
    pub fn dot_add(self, b: Self, sum: I32x4) -> I32x4 {
        #[cfg(target_feature = "relaxed-simd")]
        return I32x4(i32x4_relaxed_dot_i8x16_i7x16_add(self.0, b.0, sum.0));
        #[cfg(not(target_feature = "relaxed-simd"))]
        {
            let low = i32x4_dot_i16x8(i16x8_extend_low_i8x16(self.0), i16x8_extend_low_i8x16(b.0));
            let high = i32x4_dot_i16x8(i16x8_extend_high_i8x16(self.0), i16x8_extend_high_i8x16(b.0));
            let even = i32x4_shuffle::<0, 2, 4, 6>(low, high);
            let odd = i32x4_shuffle::<1, 3, 5, 7>(low, high);
            I32x4(i32x4_add(sum.0, i32x4_add(even, odd)))
        }
    }
    /// What a signed byte is to be xor-ed with for [`I8x16::dot_add`] to read its second operand right: 0 where this
    /// machine reads signed bytes (ARM's SDOT), −128 where it reads unsigned ones without saturating (x86's VPDPBUSD);
    /// `None` where the instruction is not there, or saturates (x86's PMADDUBSW), or is slower than two of
    /// [`I16x8::dot_add`].
    ///
    /// The relaxed dot product leaves open how a second operand with its uppermost bit set is read, and whether sums of
    /// two products saturate, but an implementation chooses once for all calls (WebAssembly 3.0 core specification,
    /// §4.3, "Relaxed Operations": the choices are parameters that stay constant while a program runs). So it is asked,
    /// with the operands at which the answers differ most.
    #[inline(always)]
    pub fn flip() -> Option<i8> {
        if !cfg!(target_feature = "relaxed-simd") {
            return None;
        }
        // Hidden from the optimizer, which might answer for another machine.
        let ask = |a: i8, b: i8| {
            let (a, b) = (std::hint::black_box([a; 16]), std::hint::black_box([b; 16]));
            // SAFETY: both are sixteen values.
            let (a, b) = unsafe { (Self::load(a.as_ptr()), Self::load(b.as_ptr())) };
            a.dot_add(b, I32x4::splat(0)).to_array()[0]
        };
        match (ask(127, -1), ask(-128, -1), ask(-128, -128)) {
            (-508, 512, 65_536) => Some(0),
            (129_540, -130_560, -65_536) => Some(-128),
            _ => None,
        }
    }
}
