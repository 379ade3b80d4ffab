//! Activations four values at a time.

use super::{Activation, ActivationKernels};
use crate::ops::Cpu;
use crate::simd::{F32x4, Simd};

/// An activation as bounds that a kernel keeps its results in, or, where it is none, what is left to do afterwards.
pub fn as_clamp(act: Option<Activation>) -> (Option<[f32; 2]>, Option<Activation>) {
    match act {
        Some(Activation::Relu) => (Some([0.0, f32::INFINITY]), None),
        Some(Activation::Relu6) => (Some([0.0, 6.0]), None),
        other => (None, other),
    }
}

impl ActivationKernels for Cpu {
    fn activate(f: Option<Activation>, y: &mut [f32]) {
        let Some(f) = f else { return };
        // SAFETY: `map` reads and writes within `y`.
        unsafe { map(f, y.as_ptr(), y.as_mut_ptr(), y.len()) }
    }

    fn activation(f: Activation, x: &[f32], y: &mut [f32]) {
        let len = x.len().min(y.len());
        // SAFETY: both slices have `len` values.
        unsafe { map(f, x.as_ptr(), y.as_mut_ptr(), len) }
    }

    fn activation_backward(f: Activation, x: &[f32], dy: &[f32], dx: &mut [f32]) {
        let len = x.len().min(dy.len()).min(dx.len());
        // SAFETY: all slices have `len` values.
        unsafe { slope(f, x.as_ptr(), dy.as_ptr(), dx.as_mut_ptr(), len) }
    }

    fn activation_backward_in_place(f: Activation, y: &[f32], dy: &mut [f32]) {
        let len = y.len().min(dy.len());
        // SAFETY: both slices have `len` values; `dy` is read before it is written.
        unsafe { slope(f, y.as_ptr(), dy.as_ptr(), dy.as_mut_ptr(), len) }
    }
}

/// # Safety
/// `x` is valid for reading `len` values and `y` for writing them; they are the same or apart.
unsafe fn map(f: Activation, x: *const f32, y: *mut f32, len: usize) {
    let v = F32x4::splat;
    // SAFETY: the caller's promise.
    unsafe {
        match f {
            Activation::Relu => each(x, y, len, |x| x.max(v(0.0))),
            Activation::Relu6 => each(x, y, len, |x| x.max(v(0.0)).min(v(6.0))),
            Activation::HardSigmoid => each(x, y, len, |x| hard(x).mul(v(1.0 / 6.0))),
            Activation::HardSwish => each(x, y, len, |x| x.mul(hard(x)).mul(v(1.0 / 6.0))),
            Activation::Sigmoid | Activation::Silu => {
                for i in 0..len {
                    *y.add(i) = f.apply(*x.add(i));
                }
            }
        }
    }
}

/// `relu6(x + 3)`.
#[inline(always)]
fn hard(x: F32x4) -> F32x4 {
    x.add(F32x4::splat(3.0)).max(F32x4::splat(0.0)).min(F32x4::splat(6.0))
}

/// # Safety
/// As for [`map`].
#[inline(always)]
unsafe fn each(x: *const f32, y: *mut f32, len: usize, f: impl Fn(F32x4) -> F32x4) {
    let whole = len / 4 * 4;
    // SAFETY: the caller's promise; the last values go through a buffer of four.
    unsafe {
        for i in (0..whole).step_by(4) {
            f(F32x4::load(x.add(i))).store(y.add(i));
        }
        let mut rest = [0.0f32; 4];
        x.add(whole).copy_to_nonoverlapping(rest.as_mut_ptr(), len - whole);
        f(F32x4::load(rest.as_ptr())).store(rest.as_mut_ptr());
        rest.as_ptr().copy_to_nonoverlapping(y.add(whole), len - whole);
    }
}

/// # Safety
/// `x` and `dy` are valid for reading `len` values, `dx` for writing them; `dx` is `dy` or apart.
unsafe fn slope(f: Activation, x: *const f32, dy: *const f32, dx: *mut f32, len: usize) {
    let v = F32x4::splat;
    // SAFETY: the caller's promise.
    unsafe {
        match f {
            Activation::Relu => pairs(x, dy, dx, len, |x, dy| dy.where_gt(x, v(0.0))),
            Activation::Relu6 => {
                pairs(x, dy, dx, len, |x, dy| dy.where_gt(x, v(0.0)).where_gt(v(6.0), x));
            }
            Activation::HardSigmoid => {
                pairs(x, dy, dx, len, |x, dy| dy.mul(v(1.0 / 6.0)).where_gt(x, v(-3.0)).where_gt(v(3.0), x))
            }
            Activation::HardSwish => pairs(x, dy, dx, len, |x, dy| {
                // x / 3 + 1/2 between −3 and 3; at or above 3 the slope is 1, which is not the line's 3/2.
                let middle = x.madd(v(1.0 / 3.0), v(0.5)).where_gt(v(3.0), x);
                let right = v(1.0).sub(v(1.0).where_gt(v(3.0), x));
                dy.mul(middle.add(right)).where_gt(x, v(-3.0))
            }),
            Activation::Sigmoid | Activation::Silu => {
                for i in 0..len {
                    *dx.add(i) = *dy.add(i) * f.slope(*x.add(i));
                }
            }
        }
    }
}

/// # Safety
/// As for [`slope`].
#[inline(always)]
unsafe fn pairs(x: *const f32, dy: *const f32, dx: *mut f32, len: usize, f: impl Fn(F32x4, F32x4) -> F32x4) {
    let whole = len / 4 * 4;
    // SAFETY: the caller's promise; the last values go through buffers of four.
    unsafe {
        for i in (0..whole).step_by(4) {
            f(F32x4::load(x.add(i)), F32x4::load(dy.add(i))).store(dx.add(i));
        }
        let (mut a, mut b) = ([0.0f32; 4], [0.0f32; 4]);
        x.add(whole).copy_to_nonoverlapping(a.as_mut_ptr(), len - whole);
        dy.add(whole).copy_to_nonoverlapping(b.as_mut_ptr(), len - whole);
        f(F32x4::load(a.as_ptr()), F32x4::load(b.as_ptr())).store(a.as_mut_ptr());
        a.as_ptr().copy_to_nonoverlapping(dx.add(whole), len - whole);
    }
}
