//! Any window: each value is a sum over those of its taps that lie inside, 16 channels at a time.

use crate::ops::Window;
use crate::simd::{Simd, by_vectors};

/// The taps `first, first + step, …` below `last` that meet one position, and the position `at` that the first one
/// meets; the next one meets `at + direction`.
#[derive(Clone, Copy)]
struct Taps {
    first: usize,
    last: usize,
    at: usize,
}

impl Taps {
    /// The taps of output position `o` that lie inside an input of `size`: each meets the input position after.
    #[inline(always)]
    fn inside(o: usize, stride: usize, before: usize, kernel: usize, size: usize) -> Self {
        let start = o * stride;
        let first = before.saturating_sub(start).min(kernel);
        let last = (size + before).saturating_sub(start).min(kernel).max(first);
        // A window wholly in the padding meets nothing: any position inside will do.
        Taps { first, last, at: if first < last { start + first - before } else { 0 } }
    }

    /// The taps through which input position `x` reaches outputs below `size`: every `stride`-th, and each meets the
    /// output position before.
    #[inline(always)]
    fn reaching(x: usize, stride: usize, before: usize, kernel: usize, size: usize) -> Self {
        let place = x + before;
        // Tap i meets output (place − i) / stride, which must be below size.
        let least = (place + 1).saturating_sub(size * stride);
        let first = least + (place + stride - least) % stride;
        Taps { first, last: kernel.min(place + 1).max(first), at: place.saturating_sub(first) / stride }
    }
}

/// `y = clamp(conv(x, w) + b)` for the channels from `c0` on.
pub fn forward(s: &Window, x: &[f32], w: &[f32], b: Option<&[f32]>, clamp: Option<[f32; 2]>, y: &mut [f32], c0: usize) {
    if c0 >= s.c {
        return;
    }
    for n in 0..s.n {
        for p in 0..s.oh {
            let rows = Taps::inside(p, s.sh, s.pt, s.kh, s.h);
            for q in 0..s.ow {
                let cols = Taps::inside(q, s.sw, s.pl, s.kw, s.w);
                let x = &x[((n * s.h + rows.at) * s.w + cols.at) * s.c..];
                let y = &mut y[((n * s.oh + p) * s.ow + q) * s.c..];
                by_vectors!(4, c0, s.c, output(s, x, w, b, clamp, y, rows, cols));
            }
        }
    }
}

#[inline(always)]
fn output<V: Simd, const NV: usize>(
    c: usize,
    s: &Window,
    x: &[f32],
    w: &[f32],
    b: Option<&[f32]>,
    clamp: Option<[f32; 2]>,
    y: &mut [f32],
    rows: Taps,
    cols: Taps,
) {
    let mut acc = [V::splat(0.0); NV];
    // SAFETY: taps lie inside the input; NV vectors of channels from c on exist in x, w, b and y, whose lengths the
    // entry of this kernel checked.
    unsafe {
        if let Some(b) = b {
            load(&mut acc, b.as_ptr().add(c));
        }
        for i in rows.first..rows.last {
            for j in cols.first..cols.last {
                let x = x.as_ptr().add(((i - rows.first) * s.w + (j - cols.first)) * s.c + c);
                multiply_add(&mut acc, x, w.as_ptr().add((i * s.kw + j) * s.c + c));
            }
        }
        if let Some([low, high]) = clamp {
            acc = acc.map(|a| a.max(V::splat(low)).min(V::splat(high)));
        }
        store(&acc, y.as_mut_ptr().add(c));
    }
}

/// `dx`, overwritten: each input position gathers from the outputs whose windows cover it.
pub fn gather(s: &Window, w: &[f32], dy: &[f32], dx: &mut [f32]) {
    for n in 0..s.n {
        for row in 0..s.h {
            let rows = Taps::reaching(row, s.sh, s.pt, s.kh, s.oh);
            for col in 0..s.w {
                let cols = Taps::reaching(col, s.sw, s.pl, s.kw, s.ow);
                let dy = &dy[n * s.oh * s.ow * s.c..];
                let dx = &mut dx[((n * s.h + row) * s.w + col) * s.c..];
                by_vectors!(4, 0, s.c, input(s, w, dy, dx, rows, cols));
            }
        }
    }
}

#[inline(always)]
fn input<V: Simd, const NV: usize>(
    c: usize,
    s: &Window,
    w: &[f32],
    dy: &[f32],
    dx: &mut [f32],
    rows: Taps,
    cols: Taps,
) {
    let mut acc = [V::splat(0.0); NV];
    let mut p = rows.at;
    // SAFETY: positions reached lie inside the output; NV vectors of channels from c on exist in w, dy and dx, whose
    // lengths the entry of this kernel checked.
    unsafe {
        for i in (rows.first..rows.last).step_by(s.sh) {
            let mut q = cols.at;
            for j in (cols.first..cols.last).step_by(s.sw) {
                let dy = dy.as_ptr().add((p * s.ow + q) * s.c + c);
                multiply_add(&mut acc, dy, w.as_ptr().add((i * s.kw + j) * s.c + c));
                q = q.wrapping_sub(1);
            }
            p = p.wrapping_sub(1);
        }
        store(&acc, dx.as_mut_ptr().add(c));
    }
}

/// `dw`, added to, for the channels from `c0` on.
pub fn weights(s: &Window, x: &[f32], dy: &[f32], dw: &mut [f32], c0: usize) {
    if c0 >= s.c {
        return;
    }
    for n in 0..s.n {
        for p in 0..s.oh {
            let rows = Taps::inside(p, s.sh, s.pt, s.kh, s.h);
            for i in rows.first..rows.last {
                for j in 0..s.kw {
                    // Outputs whose tap j lies inside: q · stride + j − left in 0..w.
                    let first = s.pl.saturating_sub(j).div_ceil(s.sw).min(s.ow);
                    let last = (s.w + s.pl).saturating_sub(j).div_ceil(s.sw).min(s.ow).max(first);
                    if first == last {
                        continue;
                    }
                    let row = (n * s.h + rows.at + i - rows.first) * s.w;
                    let x = &x[(row + first * s.sw + j - s.pl) * s.c..];
                    let dy = &dy[((n * s.oh + p) * s.ow + first) * s.c..];
                    let dw = &mut dw[(i * s.kw + j) * s.c..];
                    by_vectors!(4, c0, s.c, tap(s, x, dy, dw, last - first));
                }
            }
        }
    }
}

#[inline(always)]
fn tap<V: Simd, const NV: usize>(c: usize, s: &Window, x: &[f32], dy: &[f32], dw: &mut [f32], count: usize) {
    let mut acc = [V::splat(0.0); NV];
    // SAFETY: `count` outputs in a row see this tap inside; NV vectors of channels from c on exist in x, dy and dw,
    // whose lengths the entry of this kernel checked.
    unsafe {
        load(&mut acc, dw.as_ptr().add(c));
        for q in 0..count {
            multiply_add(&mut acc, x.as_ptr().add(q * s.sw * s.c + c), dy.as_ptr().add(q * s.c + c));
        }
        store(&acc, dw.as_mut_ptr().add(c));
    }
}

/// # Safety
/// `p` is valid for reading `NV` vectors.
#[inline(always)]
unsafe fn load<V: Simd, const NV: usize>(acc: &mut [V; NV], p: *const f32) {
    for (v, a) in acc.iter_mut().enumerate() {
        // SAFETY: the caller's promise.
        *a = unsafe { V::load(p.add(v * V::LANES)) };
    }
}

/// # Safety
/// `p` is valid for writing `NV` vectors.
#[inline(always)]
unsafe fn store<V: Simd, const NV: usize>(acc: &[V; NV], p: *mut f32) {
    for (v, a) in acc.iter().enumerate() {
        // SAFETY: the caller's promise.
        unsafe { a.store(p.add(v * V::LANES)) }
    }
}

/// # Safety
/// `a` and `b` are valid for reading `NV` vectors.
#[inline(always)]
unsafe fn multiply_add<V: Simd, const NV: usize>(acc: &mut [V; NV], a: *const f32, b: *const f32) {
    for (v, acc) in acc.iter_mut().enumerate() {
        // SAFETY: the caller's promise.
        *acc = unsafe { V::load(a.add(v * V::LANES)).madd(V::load(b.add(v * V::LANES)), *acc) };
    }
}
