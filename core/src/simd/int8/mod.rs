//! Vectors of small integers for the 8-bit kernels: [`I16x8`] and its pairwise products, [`I8x16`] and its products of
//! four neighbours, and the [`I32x4`] in which both are summed up. The same operations in WebAssembly, on x86-64 and,
//! lane by lane, elsewhere; all of them exact.

#[cfg(target_arch = "wasm32")]
mod wasm;
#[cfg(target_arch = "wasm32")]
pub use wasm::{I8x16, I16x8, I32x4};

#[cfg(target_arch = "x86_64")]
mod sse2;
#[cfg(target_arch = "x86_64")]
mod vnni;
#[cfg(target_arch = "x86_64")]
pub use sse2::{I8x16, I16x8, I32x4};
#[cfg(target_arch = "x86_64")]
pub use vnni::{Evex, Vex, Vnni, vnni};

#[cfg(any(test, not(any(target_arch = "wasm32", target_arch = "x86_64"))))]
mod plain;
#[cfg(not(any(target_arch = "wasm32", target_arch = "x86_64")))]
pub use plain::{I8x16, I16x8, I32x4};

/// Sixteen bytes whose groups of four are multiplied and summed up: [`I8x16`], and natively what is faster than it.
pub trait Bytes: Copy {
    /// Reads sixteen values.
    ///
    /// # Safety
    /// `p` must be valid for reading sixteen values.
    unsafe fn load(p: *const i8) -> Self;
    /// The four values at `p`, four times.
    ///
    /// # Safety
    /// `p` must be valid for reading four values.
    unsafe fn load_splat(p: *const i8) -> Self;
    /// [`I8x16::dot_add`].
    fn dot_add(self, b: Self, sum: I32x4) -> I32x4;
}

impl Bytes for I8x16 {
    #[inline(always)]
    unsafe fn load(p: *const i8) -> Self {
        // SAFETY: the caller's promise.
        unsafe { I8x16::load(p) }
    }
    #[inline(always)]
    unsafe fn load_splat(p: *const i8) -> Self {
        // SAFETY: the caller's promise.
        unsafe { I8x16::load_splat(p) }
    }
    #[inline(always)]
    fn dot_add(self, b: Self, sum: I32x4) -> I32x4 {
        I8x16::dot_add(self, b, sum)
    }
}

#[cfg(test)]
mod tests {
    use super::{I8x16, I16x8, I32x4, plain};
    use crate::rng::Rng;

    /// Numbers of every magnitude, and the ends.
    fn number(rng: &mut Rng) -> i32 {
        match rng.below(8) {
            0 => i32::MIN,
            1 => i32::MAX,
            _ => (rng.next_u32() as i32) >> rng.below(31),
        }
    }

    #[test]
    fn vectors_compute_what_lanes_compute() {
        assert_eq!(I8x16::flip(), plain::I8x16::flip());
        let mut rng = Rng::new(5, 0);
        for _ in 0..20_000 {
            let [a, b]: [[i32; 4]; 2] = std::array::from_fn(|_| std::array::from_fn(|_| number(&mut rng)));
            let m = b.map(|m| m & i32::MAX);
            let bytes: [i8; 16] = std::array::from_fn(|_| number(&mut rng) as i8);
            let other: [i8; 16] = std::array::from_fn(|_| number(&mut rng) as i8);
            let high = I32x4::from_array(a).mul_high(&I32x4::from_array(m));
            let plainly = plain::I32x4::from_array(a).mul_high(&plain::I32x4::from_array(m));
            assert_eq!(high.to_array(), plainly.to_array(), "{a:?} · {m:?}");
            let (add, shift) = (number(&mut rng) as i16, 1 + rng.below(7));
            let bounds = [bytes[0].min(bytes[1]), bytes[0].max(bytes[1])];
            let words = I32x4::from_array(a).scale_width(I32x4::from_array(b)).add_shift(I16x8::splat(add), shift);
            let plainly = plain::I32x4::from_array(a).scale_width(plain::I32x4::from_array(b));
            let plainly = plainly.add_shift(plain::I16x8::splat(add), shift);
            assert_eq!(
                words.scale_width(&bounds.map(I8x16::splat)),
                plainly.scale_width(&bounds.map(plain::I8x16::splat))
            );
            // SAFETY: all have sixteen bytes.
            unsafe {
                let (mut stored, mut plainly) = ([0; 4], [0; 4]);
                let pairs = [i16::from(bytes[0]), i16::from(bytes[1])];
                let sum =
                    I16x8::load_splat(pairs.as_ptr()).dot_add(I16x8::load_widened(other.as_ptr()), I32x4::splat(a[0]));
                sum.store(stored.as_mut_ptr());
                let pairs = plain::I16x8::load_splat(pairs.as_ptr());
                let sum = pairs.dot_add(plain::I16x8::load_widened(other.as_ptr()), plain::I32x4::splat(a[0]));
                sum.store(plainly.as_mut_ptr());
                assert_eq!(stored, plainly);
                let sum =
                    I8x16::load_splat(bytes.as_ptr()).dot_add(I8x16::load(other.as_ptr()), I32x4::load(a.as_ptr()));
                let quads = plain::I8x16::load_splat(bytes.as_ptr());
                let plainly = quads.dot_add(plain::I8x16::load(other.as_ptr()), plain::I32x4::load(a.as_ptr()));
                assert_eq!(sum.to_array(), plainly.to_array());
                let words: [i16; 8] = std::array::from_fn(|_| number(&mut rng) as i16);
                let [x, y] = [I16x8::load(words.as_ptr()), I16x8::load_widened(other.as_ptr())];
                let [px, py] = [plain::I16x8::load(words.as_ptr()), plain::I16x8::load_widened(other.as_ptr())];
                let (sums, plainly) = (x.interleave(y), px.interleave(py));
                for i in 0..2 {
                    let sum = sums[i].dot_add(x, I32x4::from_array(a)).to_array();
                    assert_eq!(sum, plainly[i].dot_add(px, plain::I32x4::from_array(a)).to_array());
                }
                let [x, y] = [&bytes, &other].map(|v| I8x16::load(v.as_ptr()));
                let [px, py] = [&bytes, &other].map(|v| plain::I8x16::load(v.as_ptr()));
                let (mut most, mut plainly) = ([0; 16], [0; 16]);
                x.max(y).store(most.as_mut_ptr());
                px.max(py).store(plainly.as_mut_ptr());
                assert_eq!(most, plainly);
                let sum = x.dot_add(y, I32x4::from_array(a)).to_array();
                assert_eq!(sum, px.dot_add(py, plain::I32x4::from_array(a)).to_array());
            }
        }
    }
}
