//! The inner loops: one tile of a product held in registers.
//!
//! x86-64 has 16 vector registers, of which V8 keeps one for itself: a tile of `MR × NV` vectors needs
//! `MR·NV + NV + 1` of them, one more where multiply and add are two instructions.

// Loops over indices of fixed-size arrays are what becomes registers; iterators would say less.
#![allow(clippy::needless_range_loop)]

use crate::simd::Simd;

/// How the reduction index of a product walks through A: `segments` runs of `len` values, one run `stride` values
/// after the other. A plain matrix row is one segment; a k×k convolution window over NHWC is k of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Runs {
    pub segments: usize,
    pub len: usize,
    pub stride: usize,
}

/// `acc + Σ_t a[r][t] · b[t][..]` for `MR` rows of A, which lie anywhere, and one packed panel `b [Σ len, NV·LANES]`.
/// The loop is not unrolled: LLVM would load the operands of several steps first, more than there are registers.
///
/// # Safety
/// Each `a[r]` must be valid for reading at every offset of `runs`, `b` for `segments · len · NV · LANES` values.
#[inline(always)]
pub unsafe fn rows<V: Simd, const MR: usize, const NV: usize>(
    a: [*const f32; MR],
    runs: Runs,
    b: *const f32,
    mut acc: [[V; NV]; MR],
) -> [[V; NV]; MR] {
    let (mut a, mut b) = (a, b);
    for _ in 0..runs.segments {
        let mut p = a;
        for _ in 0..runs.len {
            // SAFETY: the caller's promise: one more step remains in this run.
            unsafe {
                let mut bv = [V::splat(0.0); NV];
                for v in 0..NV {
                    bv[v] = V::load(b.add(v * V::LANES));
                }
                for r in 0..MR {
                    let av = V::load_splat(p[r]);
                    for v in 0..NV {
                        acc[r][v] = av.madd(bv[v], acc[r][v]);
                    }
                }
            }
            // One by one: natively an array's `map` is a call.
            for r in 0..MR {
                p[r] = p[r].wrapping_add(1);
            }
            b = b.wrapping_add(NV * V::LANES);
        }
        for r in 0..MR {
            a[r] = a[r].wrapping_add(runs.stride);
        }
    }
    acc
}

/// `Σ_t a[t][r] · b[t][..]` for `MR` neighbouring columns of A: the reduction runs down A and B, both strided, as for
/// the gradient of weights. `runs` walks A in steps of `a_step`; B advances `b_step` at each step.
///
/// # Safety
/// `a` must be valid for reading `MR` values at every offset of `runs` times `a_step`, `b` for `NV · LANES` values at
/// every multiple of `b_step` below `segments · len`.
#[inline(always)]
pub unsafe fn columns<V: Simd, const MR: usize, const NV: usize>(
    a: *const f32,
    a_step: usize,
    runs: Runs,
    b: *const f32,
    b_step: usize,
) -> [[V; NV]; MR] {
    let mut acc = [[V::splat(0.0); NV]; MR];
    let (mut a, mut b) = (a, b);
    for _ in 0..runs.segments {
        let mut p = a;
        for _ in 0..runs.len {
            // SAFETY: the caller's promise: one more step remains in this run.
            unsafe {
                let mut bv = [V::splat(0.0); NV];
                for v in 0..NV {
                    bv[v] = V::load(b.add(v * V::LANES));
                }
                for r in 0..MR {
                    let av = V::load_splat(p.add(r));
                    for v in 0..NV {
                        acc[r][v] = av.madd(bv[v], acc[r][v]);
                    }
                }
            }
            p = p.wrapping_add(a_step);
            b = b.wrapping_add(b_step);
        }
        a = a.wrapping_add(runs.stride);
    }
    acc
}
