//! 3×3 windows, the ones that networks use.

// Loops over indices of fixed-size arrays are what becomes registers; iterators would say less.
#![allow(clippy::needless_range_loop)]

use crate::ops::Window;
use crate::simd::{F32x4, Simd};

/// Output values of a group of rows that one set of weights in registers serves: in small images, several rows.
const ROW_GROUP: usize = 64;

/// Whether these kernels take a window: 3×3, and no output further from the input than the window reaches.
pub fn fits(s: &Window) -> bool {
    (s.kh, s.kw) == (3, 3)
        && s.pt <= 2
        && s.pl <= 2
        && s.w >= 3
        && (s.sw == 1 && s.ow <= s.w + s.pl || s.sw == 2 && (s.ow - 1) * 2 <= s.w + s.pl)
}

/// The three input rows under output row `p` of image `n`; `zeros` where one lies in the padding.
#[inline(always)]
fn rows(s: &Window, x: &[f32], n: usize, p: usize, zeros: &[f32]) -> [*const f32; 3] {
    [0, 1, 2].map(|i| match s.row(p, i) {
        Some(row) => x[(n * s.h + row) * s.w * s.c..].as_ptr(),
        None => zeros.as_ptr(),
    })
}

/// Calls `f(image, first output row, one past the last)`.
fn each_group(s: &Window, mut f: impl FnMut(usize, usize, usize)) {
    let rows = (ROW_GROUP / s.ow.max(1)).max(1);
    for n in 0..s.n {
        for p in (0..s.oh).step_by(rows) {
            f(n, p, (p + rows).min(s.oh));
        }
    }
}

/// `y = clamp(conv(x, w) + b)`; gives the number of channels done, the rest being less than a vector.
pub fn forward(
    s: &Window,
    x: &[f32],
    w: &[f32],
    b: Option<&[f32]>,
    clamp: Option<[f32; 2]>,
    y: &mut [f32],
    zeros: &[f32],
) -> usize {
    let whole = s.c / 4 * 4;
    each_group(s, |n, p0, p1| {
        for c in (0..whole).step_by(4) {
            // SAFETY: channels c..c + 4 exist in every position of x, w and y, whose lengths were checked on entry.
            unsafe {
                let w: [[F32x4; 3]; 3] = core::array::from_fn(|i| {
                    core::array::from_fn(|j| F32x4::load(w.as_ptr().add((i * 3 + j) * s.c + c)))
                });
                let finish = Finish {
                    bias: b.map_or(F32x4::splat(0.0), |b| F32x4::load(b.as_ptr().add(c))),
                    clamp: clamp.unwrap_or([f32::NEG_INFINITY, f32::INFINITY]).map(F32x4::splat),
                };
                for p in p0..p1 {
                    let x = rows(s, x, n, p, zeros).map(|x| x.add(c));
                    let y = y.as_mut_ptr().add((n * s.oh + p) * s.ow * s.c + c);
                    match (s.sw, b.is_some() || clamp.is_some()) {
                        (1, false) => row_stride_1::<false>(s, x, &w, finish, y),
                        (1, true) => row_stride_1::<true>(s, x, &w, finish, y),
                        _ => row_stride_2(s, x, &w, finish, y),
                    }
                }
            }
        }
    });
    whole
}

/// What is done to a finished sum.
#[derive(Clone, Copy)]
struct Finish {
    bias: F32x4,
    clamp: [F32x4; 2],
}

impl Finish {
    #[inline(always)]
    fn apply(&self, sum: F32x4) -> F32x4 {
        // A NaN becomes the lower bound, which is −∞ where there is none: still not a number to go on with.
        sum.add(self.bias).max(self.clamp[0]).min(self.clamp[1])
    }
}

/// One row: each input column, once loaded, is added to the three outputs that see it.
///
/// # Safety
/// `x` are rows of `s.w` positions, `y` is one of `s.ow`, each from the channels wanted on.
#[cfg_attr(target_arch = "wasm32", inline(never))]
unsafe fn row_stride_1<const FINISH: bool>(
    s: &Window,
    x: [*const f32; 3],
    w: &[[F32x4; 3]; 3],
    finish: Finish,
    y: *mut f32,
) {
    let w = *w;
    let zero = F32x4::splat(0.0);
    let (mut left, mut middle) = (zero, zero);
    // Column u is the last one of output u + pl − 2.
    let emit = |q: usize, sum: F32x4| {
        let sum = if FINISH { finish.apply(sum) } else { sum };
        // SAFETY: q < s.ow.
        unsafe { sum.store(y.add(q * s.c)) }
    };
    let mut x = x;
    // Columns that finish no output yet, then those that do.
    let before = (2 - s.pl).min(s.w);
    let after = (s.ow + 2 - s.pl).min(s.w).max(before);
    // SAFETY: fewer than s.w columns are read of each row.
    unsafe {
        for _ in 0..before {
            (_, left, middle) = column(x, &w, left, middle);
            x = x.map(|x| x.wrapping_add(s.c));
        }
        let mut q = 0;
        for _ in before..after {
            let done;
            (done, left, middle) = column(x, &w, left, middle);
            emit(q, done);
            q += 1;
            x = x.map(|x| x.wrapping_add(s.c));
        }
        // The last outputs end in the padding.
        if q < s.ow {
            emit(q, left);
        }
        if q + 1 < s.ow {
            emit(q + 1, middle);
        }
    }
}

/// Adds an input column to the outputs of which it is the right, middle and left one.
///
/// # Safety
/// Each of `x` is valid for reading a vector.
#[inline(always)]
unsafe fn column(x: [*const f32; 3], w: &[[F32x4; 3]; 3], left: F32x4, middle: F32x4) -> (F32x4, F32x4, F32x4) {
    // SAFETY: the caller's promise.
    unsafe {
        let a = F32x4::load(x[0]);
        let (done, mid, new) = (a.madd(w[0][2], left), a.madd(w[0][1], middle), a.mul(w[0][0]));
        let a = F32x4::load(x[1]);
        let (done, mid, new) = (a.madd(w[1][2], done), a.madd(w[1][1], mid), a.madd(w[1][0], new));
        let a = F32x4::load(x[2]);
        (a.madd(w[2][2], done), a.madd(w[2][1], mid), a.madd(w[2][0], new))
    }
}

/// One row with stride 2: nine taps an output, fewer at the edges.
///
/// # Safety
/// As for [`row_stride_1`].
#[cfg_attr(target_arch = "wasm32", inline(never))]
unsafe fn row_stride_2(s: &Window, x: [*const f32; 3], w: &[[F32x4; 3]; 3], finish: Finish, y: *mut f32) {
    let w = *w;
    let (first, last) = inner(s);
    // SAFETY: each column read lies in its row.
    unsafe {
        for q in (0..first).chain(last..s.ow) {
            let mut sum = F32x4::splat(0.0);
            for j in 0..3 {
                if let Some(col) = s.col(q, j) {
                    for i in 0..3 {
                        sum = F32x4::load(x[i].add(col * s.c)).madd(w[i][j], sum);
                    }
                }
            }
            finish.apply(sum).store(y.add(q * s.c));
        }
        let mut at = x.map(|x| x.wrapping_add((first * 2).wrapping_sub(s.pl).wrapping_mul(s.c)));
        for q in first..last {
            let mut sum = [F32x4::splat(0.0); 3];
            for i in 0..3 {
                for (j, sum) in sum.iter_mut().enumerate() {
                    *sum = F32x4::load(at[i].add(j * s.c)).madd(w[i][j], *sum);
                }
            }
            finish.apply(sum[0].add(sum[1]).add(sum[2])).store(y.add(q * s.c));
            at = at.map(|x| x.wrapping_add(2 * s.c));
        }
    }
}

/// The outputs of a row, with stride 2, whose three columns all lie inside.
fn inner(s: &Window) -> (usize, usize) {
    let first = s.pl.div_ceil(2).min(s.ow);
    (first, ((s.w + s.pl - 3) / 2 + 1).clamp(first, s.ow))
}

/// `dw`, added to; gives the number of channels done, the rest being less than a vector.
pub fn weights(s: &Window, x: &[f32], dy: &[f32], dw: &mut [f32], zeros: &[f32]) -> usize {
    let whole = s.c / 4 * 4;
    each_group(s, |n, p0, p1| {
        for c in (0..whole).step_by(4) {
            let mut acc = [[F32x4::splat(0.0); 3]; 3];
            for p in p0..p1 {
                // SAFETY: channels c..c + 4 exist in every position of x and dy, whose lengths were checked on entry.
                unsafe {
                    let x = rows(s, x, n, p, zeros).map(|x| x.add(c));
                    let dy = dy.as_ptr().add((n * s.oh + p) * s.ow * s.c + c);
                    if s.sw == 1 {
                        weights_stride_1(s, x, dy, &mut acc);
                    } else {
                        weights_stride_2(s, x, dy, &mut acc);
                    }
                }
            }
            for (k, acc) in acc.as_flattened().iter().enumerate() {
                // SAFETY: channels c..c + 4 of tap k exist in dw.
                unsafe {
                    let dw = dw.as_mut_ptr().add(k * s.c + c);
                    acc.add(F32x4::load(dw)).store(dw);
                }
            }
        }
    });
    whole
}

/// The part of one row: each input column meets the three outputs that see it.
///
/// # Safety
/// `x` are rows of `s.w` positions, `dy` is one of `s.ow`, each from the channels wanted on.
#[cfg_attr(target_arch = "wasm32", inline(never))]
unsafe fn weights_stride_1(s: &Window, x: [*const f32; 3], dy: *const f32, acc: &mut [[F32x4; 3]; 3]) {
    let zero = F32x4::splat(0.0);
    let mut sums = *acc;
    // SAFETY: columns read are below s.w, outputs below s.ow.
    unsafe {
        let output = |q: usize| if q < s.ow { F32x4::load(dy.add(q * s.c)) } else { zero };
        // Outputs u + pl, u + pl − 1 and u + pl − 2 see column u with their left, middle and right taps.
        let mut middle = if s.pl >= 1 { output(s.pl - 1) } else { zero };
        let mut right = if s.pl >= 2 { output(s.pl - 2) } else { zero };
        let inside = s.ow.saturating_sub(s.pl).min(s.w);
        let (mut x, mut d) = (x, dy.wrapping_add(s.pl * s.c));
        for _ in 0..inside {
            let left = F32x4::load(d);
            meet(x, [left, middle, right], &mut sums);
            (middle, right) = (left, middle);
            x = x.map(|x| x.wrapping_add(s.c));
            d = d.wrapping_add(s.c);
        }
        for _ in inside..s.w.min(inside + 2) {
            meet(x, [zero, middle, right], &mut sums);
            (middle, right) = (zero, middle);
            x = x.map(|x| x.wrapping_add(s.c));
        }
    }
    *acc = sums;
}

/// # Safety
/// Each of `x` is valid for reading a vector.
#[inline(always)]
unsafe fn meet(x: [*const f32; 3], d: [F32x4; 3], acc: &mut [[F32x4; 3]; 3]) {
    for (x, acc) in x.into_iter().zip(acc) {
        // SAFETY: the caller's promise.
        let x = unsafe { F32x4::load(x) };
        for (d, acc) in d.into_iter().zip(acc) {
            *acc = x.madd(d, *acc);
        }
    }
}

/// The same with stride 2: each output meets its nine taps, fewer at the edges.
///
/// # Safety
/// As for [`weights_stride_1`].
#[cfg_attr(target_arch = "wasm32", inline(never))]
unsafe fn weights_stride_2(s: &Window, x: [*const f32; 3], dy: *const f32, acc: &mut [[F32x4; 3]; 3]) {
    let mut sums = *acc;
    let (first, last) = inner(s);
    // SAFETY: each column read lies in its row.
    unsafe {
        for q in (0..first).chain(last..s.ow) {
            let d = F32x4::load(dy.add(q * s.c));
            for j in 0..3 {
                if let Some(col) = s.col(q, j) {
                    for i in 0..3 {
                        sums[i][j] = F32x4::load(x[i].add(col * s.c)).madd(d, sums[i][j]);
                    }
                }
            }
        }
        let mut at = x.map(|x| x.wrapping_add((first * 2).wrapping_sub(s.pl).wrapping_mul(s.c)));
        for q in first..last {
            let d = F32x4::load(dy.add(q * s.c));
            for i in 0..3 {
                for (j, sum) in sums[i].iter_mut().enumerate() {
                    *sum = F32x4::load(at[i].add(j * s.c)).madd(d, *sum);
                }
            }
            at = at.map(|x| x.wrapping_add(2 * s.c));
        }
    }
    *acc = sums;
}
