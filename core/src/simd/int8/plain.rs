//! Lane by lane. LLVM makes vector instructions of these loops on every processor that has them.

use std::array::from_fn;

/// Four 32-bit integers; sums wrap around.
#[derive(Debug, Clone, Copy)]
#[repr(C, align(16))]
pub struct I32x4([i32; 4]);

impl I32x4 {
    /// `v` in every lane.
    #[inline(always)]
    pub fn splat(v: i32) -> Self {
        I32x4([v; 4])
    }
    /// Reads four values, which need no alignment.
    ///
    /// # Safety
    /// `p` must be valid for reading four values.
    #[inline(always)]
    pub unsafe fn load(p: *const i32) -> Self {
        // SAFETY: the caller's promise; the read is unaligned.
        I32x4(unsafe { p.cast::<[i32; 4]>().read_unaligned() })
    }
    /// Writes the lanes to `p`, which needs no alignment.
    ///
    /// # Safety
    /// `p` must be valid for writing four values.
    #[inline(always)]
    pub unsafe fn store(self, p: *mut i32) {
        // SAFETY: the caller's promise; the write is unaligned.
        unsafe { p.cast::<[i32; 4]>().write_unaligned(self.0) }
    }
    /// The lanes.
    #[inline(always)]
    pub fn to_array(self) -> [i32; 4] {
        self.0
    }
    /// From lanes.
    #[inline(always)]
    pub fn from_array(lanes: [i32; 4]) -> Self {
        I32x4(lanes)
    }
    /// The upper halves of the products with `m`: `self · m / 2³²`, rounded down.
    #[inline(always)]
    pub fn mul_high(self, m: &Self) -> Self {
        I32x4(from_fn(|i| ((i64::from(self.0[i]) * i64::from(m.0[i])) >> 32) as i32))
    }
    /// Eight lanes kept within 16 bits.
    #[inline(always)]
    pub fn scale_width(self, b: Self) -> I16x8 {
        let lane = |i: usize| if i < 4 { self.0[i] } else { b.0[i - 4] };
        I16x8(from_fn(|i| lane(i).clamp(i32::from(i16::MIN), i32::from(i16::MAX)) as i16))
    }
}

/// Eight 16-bit integers.
#[derive(Debug, Clone, Copy)]
#[repr(C, align(16))]
pub struct I16x8([i16; 8]);

impl I16x8 {
    /// `v` in every lane.
    #[inline(always)]
    pub fn splat(v: i16) -> Self {
        I16x8([v; 8])
    }
    /// `(self + add) >> shift`, the sum kept within 16 bits.
    #[inline(always)]
    pub fn add_shift(self, add: Self, shift: u32) -> Self {
        I16x8(from_fn(|i| self.0[i].saturating_add(add.0[i]) >> shift))
    }
    /// The lanes kept within the first eight of `low` and `high`.
    #[inline(always)]
    pub fn scale_width(self, [low, high]: &[I8x16; 2]) -> [i8; 8] {
        from_fn(|i| self.0[i].clamp(i16::from(low.0[i]), i16::from(high.0[i])) as i8)
    }
    /// Reads eight values, which need no alignment.
    ///
    /// # Safety
    /// `p` must be valid for reading eight values.
    #[inline(always)]
    pub unsafe fn load(p: *const i16) -> Self {
        // SAFETY: the caller's promise.
        I16x8(unsafe { p.cast::<[i16; 8]>().read_unaligned() })
    }
    /// Reads eight 8-bit integers and widens them.
    ///
    /// # Safety
    /// `p` must be valid for reading eight values.
    #[inline(always)]
    pub unsafe fn load_widened(p: *const i8) -> Self {
        // SAFETY: the caller's promise.
        I16x8(unsafe { p.cast::<[i8; 8]>().read_unaligned() }.map(i16::from))
    }
    /// The two values at `p`, four times.
    ///
    /// # Safety
    /// `p` must be valid for reading two values.
    #[inline(always)]
    pub unsafe fn load_splat(p: *const i16) -> Self {
        // SAFETY: the caller's promise; the read is unaligned.
        let [a, b] = unsafe { p.cast::<[i16; 2]>().read_unaligned() };
        I16x8([a, b, a, b, a, b, a, b])
    }
    /// `a₀ b₀ a₁ b₁ …` in two vectors.
    #[inline(always)]
    pub fn interleave(self, b: Self) -> [Self; 2] {
        let pick = |i: usize| if i.is_multiple_of(2) { self.0[i / 2] } else { b.0[i / 2] };
        [I16x8(from_fn(pick)), I16x8(from_fn(|i| pick(i + 8)))]
    }
    /// `sum + Σ` of the products of each pair of neighbours.
    #[inline(always)]
    pub fn dot_add(self, b: Self, sum: I32x4) -> I32x4 {
        let product = |i: usize| i32::from(self.0[i]) * i32::from(b.0[i]);
        I32x4(from_fn(|i| sum.0[i].wrapping_add(product(2 * i) + product(2 * i + 1))))
    }
}

/// Sixteen 8-bit integers.
#[derive(Debug, Clone, Copy)]
#[repr(C, align(16))]
pub struct I8x16([i8; 16]);

impl I8x16 {
    /// Reads sixteen values.
    ///
    /// # Safety
    /// `p` must be valid for reading sixteen values.
    #[inline(always)]
    pub unsafe fn load(p: *const i8) -> Self {
        // SAFETY: the caller's promise.
        I8x16(unsafe { p.cast::<[i8; 16]>().read_unaligned() })
    }
    /// `v` in every lane.
    #[inline(always)]
    pub fn splat(v: i8) -> Self {
        I8x16([v; 16])
    }
    /// Writes the lanes to `p`.
    ///
    /// # Safety
    /// `p` must be valid for writing sixteen values.
    #[inline(always)]
    pub unsafe fn store(self, p: *mut i8) {
        // SAFETY: the caller's promise; the write is unaligned.
        unsafe { p.cast::<[i8; 16]>().write_unaligned(self.0) }
    }
    /// The larger of each pair.
    #[inline(always)]
    pub fn max(self, b: Self) -> Self {
        I8x16(from_fn(|i| self.0[i].max(b.0[i])))
    }
    /// The four values at `p`, four times.
    ///
    /// # Safety
    /// `p` must be valid for reading four values.
    #[inline(always)]
    pub unsafe fn load_splat(p: *const i8) -> Self {
        // SAFETY: the caller's promise.
        let four = unsafe { p.cast::<[i8; 4]>().read_unaligned() };
        I8x16(from_fn(|i| four[i % 4]))
    }
    /// `sum + Σ` of the products of each four neighbours; `b` is read as unsigned, as x86's VPDPBUSD does.
    #[inline(always)]
    pub fn dot_add(self, b: Self, sum: I32x4) -> I32x4 {
        let product = |i: usize| i32::from(self.0[i]) * i32::from(b.0[i] as u8);
        I32x4(from_fn(|i| {
            let four = product(4 * i) + product(4 * i + 1) + product(4 * i + 2) + product(4 * i + 3);
            sum.0[i].wrapping_add(four)
        }))
    }
    /// What a signed byte is to be xor-ed with for [`I8x16::dot_add`] to read its second operand right.
    ///
    /// Here only so that the kernel on top of it can be tested natively: no processor runs it faster than pairs.
    #[inline(always)]
    pub fn flip() -> Option<i8> {
        Some(-128)
    }
}
