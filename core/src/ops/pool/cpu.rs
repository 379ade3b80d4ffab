//! Poolings four channels at a time. Windows side by side, 2×2, are written without searching; others, which are rare,
//! are left to the definition.

use super::PoolKernels;
use crate::ops::{Cpu, Reference, Window};
use crate::simd::{F32x4, Simd, U32x4, by_vectors};

/// 2×2 windows side by side that lie inside, over whole vectors of channels.
const fn is_two_by_two(s: &Window) -> bool {
    s.kh == 2
        && s.kw == 2
        && s.sh == 2
        && s.sw == 2
        && s.pt == 0
        && s.pl == 0
        && s.oh * 2 <= s.h
        && s.ow * 2 <= s.w
        && s.c.is_multiple_of(4)
}

impl PoolKernels for Cpu {
    fn max_pool2d(s: &Window, x: &[f32], y: &mut [f32], argmax: &mut [u32]) {
        if is_two_by_two(s) { max_two_by_two(s, x, y, argmax) } else { Reference::max_pool2d(s, x, y, argmax) }
    }

    fn max_pool2d_backward(s: &Window, argmax: &[u32], dy: &[f32], dx: &mut [f32]) {
        if is_two_by_two(s) {
            max_two_by_two_backward(s, argmax, dy, dx);
        } else {
            Reference::max_pool2d_backward(s, argmax, dy, dx);
        }
    }

    fn global_avg_pool(n: usize, area: usize, c: usize, x: &[f32], y: &mut [f32]) {
        assert!(x.len() >= n * area * c && y.len() >= n * c && area > 0);
        for i in 0..n {
            let (x, y) = (&x[i * area * c..], &mut y[i * c..]);
            by_vectors!(4, 0, c, mean(area, c, x, y));
        }
    }

    fn global_avg_pool_backward(n: usize, area: usize, c: usize, dy: &[f32], dx: &mut [f32]) {
        let share = 1.0 / area as f32;
        for i in 0..n {
            let dx = &mut dx[i * area * c..][..area * c];
            let Some((first, rest)) = dx.split_at_mut_checked(c) else { return };
            for (dx, dy) in first.iter_mut().zip(&dy[i * c..]) {
                *dx = dy * share;
            }
            for dx in rest.chunks_exact_mut(c) {
                dx.copy_from_slice(first);
            }
        }
    }
}

/// The four positions of the window of output (n, p, q), as offsets of channel 0 in the input.
#[inline(always)]
fn corners(s: &Window, n: usize, p: usize, q: usize) -> [usize; 4] {
    let first = ((n * s.h + 2 * p) * s.w + 2 * q) * s.c;
    [first, first + s.c, first + s.w * s.c, first + s.w * s.c + s.c]
}

fn max_two_by_two(s: &Window, x: &[f32], y: &mut [f32], argmax: &mut [u32]) {
    assert!(x.len() >= s.input_len() && y.len() >= s.output_len() && argmax.len() >= s.output_len());
    let mut to = 0;
    for n in 0..s.n {
        for p in 0..s.oh {
            for q in 0..s.ow {
                let corners = corners(s, n, p, q);
                for c in (0..s.c).step_by(4) {
                    // SAFETY: the window and its four channels lie in the input, `to` in the output.
                    unsafe {
                        let mut max = F32x4::load(x.as_ptr().add(corners[0] + c));
                        let mut at = U32x4::count_from((corners[0] + c) as u32);
                        for corner in &corners[1..] {
                            let v = F32x4::load(x.as_ptr().add(corner + c));
                            let larger = v.gt_or_nan(max);
                            max = v.select(max, larger);
                            at = U32x4::count_from((corner + c) as u32).select(at, larger);
                        }
                        max.store(y.as_mut_ptr().add(to));
                        at.store(argmax.as_mut_ptr().add(to));
                    }
                    to += 4;
                }
            }
        }
    }
}

fn max_two_by_two_backward(s: &Window, argmax: &[u32], dy: &[f32], dx: &mut [f32]) {
    assert!(argmax.len() >= s.output_len() && dy.len() >= s.output_len() && dx.len() >= s.input_len());
    let mut from = 0;
    for n in 0..s.n {
        let image = n * s.h * s.w * s.c;
        for p in 0..s.oh {
            for q in 0..s.ow {
                let corners = corners(s, n, p, q);
                for c in (0..s.c).step_by(4) {
                    // SAFETY: as in the forward pass.
                    unsafe {
                        let dy = F32x4::load(dy.as_ptr().add(from));
                        let at = U32x4::load(argmax.as_ptr().add(from));
                        for corner in corners {
                            let here = U32x4::count_from((corner + c) as u32).equals(at);
                            dy.and(here).store(dx.as_mut_ptr().add(corner + c));
                        }
                    }
                    from += 4;
                }
            }
            // An odd column at the right belongs to no window.
            for row in [2 * p, 2 * p + 1] {
                dx[image + (row * s.w + 2 * s.ow) * s.c..image + (row + 1) * s.w * s.c].fill(0.0);
            }
        }
        dx[image + 2 * s.oh * s.w * s.c..image + s.h * s.w * s.c].fill(0.0);
    }
}

#[inline(always)]
fn mean<V: Simd, const NV: usize>(j: usize, area: usize, c: usize, x: &[f32], y: &mut [f32]) {
    let mut sum = [V::splat(0.0); NV];
    for a in 0..area {
        for (v, sum) in sum.iter_mut().enumerate() {
            // SAFETY: NV vectors of channels from j on exist at each position.
            *sum = unsafe { V::load(x.as_ptr().add(a * c + j + v * V::LANES)) }.add(*sum);
        }
    }
    for (v, sum) in sum.into_iter().enumerate() {
        // SAFETY: the same channels exist in y.
        unsafe { sum.mul(V::splat(1.0 / area as f32)).store(y.as_mut_ptr().add(j + v * V::LANES)) }
    }
}
