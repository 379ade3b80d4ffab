//! Batch norm in two passes over memory forward and two backward, the activation behind it included.
//!
//! Rows are taken in groups that stay in the first-level cache, and in each group eight channels at a time, so that
//! what belongs to a channel stays in registers.

use super::{Backward, BatchNormKernels, Inference, Training};
use crate::ops::{Activation, ActivationKernels, Cpu, Reference, activation};
use crate::simd::{Simd, by_vectors};

/// Values of a group of rows, and the fewest rows. A group is read channel by channel: it has to be small for that to
/// look like one stream to the processor's prefetchers.
const GROUP: usize = 512;
const MIN_ROWS: usize = 4;

/// Channels whose factors are worked out before the rows are gone through.
const SLAB: usize = 256;

/// Rows whose mean the sums of a channel are shifted by, see [`statistics`].
const SAMPLE: usize = 8;

/// A matrix of activations `[rows, C]`, from the first row of a group on.
#[derive(Clone, Copy)]
struct Group {
    offset: usize,
    rows: usize,
    c: usize,
}

fn each_group(len: usize, c: usize, mut f: impl FnMut(Group)) {
    let (all, rows) = (len / c, (GROUP / c).max(MIN_ROWS));
    for row in (0..all).step_by(rows) {
        f(Group { offset: row * c, rows: rows.min(all - row), c });
    }
}

impl BatchNormKernels for Cpu {
    fn batch_norm_train(it: Training<'_>) {
        let c = it.gamma.len();
        if c == 0 || it.x.len() < SAMPLE * c {
            return Reference::batch_norm_train(it);
        }
        let Training { op, act, x, gamma, beta, running_mean, running_var, y, mean, inv_std } = it;
        assert!(x.len().is_multiple_of(c) && y.len() >= x.len());
        assert!(mean.len() >= c && inv_std.len() >= c && running_mean.len() >= c && running_var.len() >= c);
        // The output is not yet written: its first row is scratch memory.
        statistics(x, &mut y[..c], mean, inv_std);
        let rows = (x.len() / c) as f64;
        for j in 0..c {
            let (sum, squares) = (f64::from(mean[j]) / rows, f64::from(inv_std[j]) / rows);
            let (mu, var) = (f64::from(y[j]) + sum, (squares - sum * sum).max(0.0));
            mean[j] = mu as f32;
            inv_std[j] = (1.0 / (var + f64::from(op.eps)).sqrt()) as f32;
            running_mean[j] += op.momentum * (mu as f32 - running_mean[j]);
            running_var[j] += op.momentum * ((var * rows / (rows - 1.0)) as f32 - running_var[j]);
        }
        normalize(x, y, act, beta, mean, |j| gamma[j] * inv_std[j]);
    }

    fn batch_norm_eval(it: Inference<'_>) {
        let Inference { op, act, x, gamma, beta, mean, var, y } = it;
        let c = gamma.len();
        assert!(c > 0 && x.len().is_multiple_of(c) && y.len() >= x.len());
        assert!(mean.len() >= c && var.len() >= c);
        normalize(x, y, act, beta, mean, |j| gamma[j] / (var[j] + op.eps).sqrt());
    }

    fn batch_norm_backward(it: Backward<'_>) {
        let Backward { act, x, y, gamma, mean, inv_std, dy, dx, dgamma, dbeta } = it;
        let c = gamma.len();
        assert!(c > 0 && x.len().is_multiple_of(c) && dy.len() >= x.len() && dx.len() >= x.len());
        assert!(mean.len() >= c && inv_std.len() >= c && dgamma.len() >= c && dbeta.len() >= c);
        let (clamp, other) = activation::cpu::as_clamp(act);
        if let Some(act) = other {
            Self::activation_backward_in_place(act, y, dy);
        }
        assert!(clamp.is_none() || y.len() >= x.len());
        let mean = &mean[..c];
        sum_gradients(x, y, clamp, mean, dy, dgamma, dbeta);
        for (dgamma, inv_std) in dgamma[..c].iter_mut().zip(inv_std) {
            *dgamma *= inv_std;
        }
        let share = 1.0 / (x.len() / c) as f32;
        // dx = a·dy + b·(x − mean) + d.
        pass_back(x, y, clamp, mean, dy, dx, |j| {
            let a = gamma[j] * inv_std[j];
            [a, -a * inv_std[j] * dgamma[j] * share, -a * dbeta[j] * share]
        });
    }
}

/// `sums[j] = Σ (x − shift)` and `squares[j] = Σ (x − shift)²` of each channel, by one pass over `x`. The shift, the mean of
/// a few rows, keeps the variance from being the small difference of two large numbers (Chan, Golub and LeVeque 1983).
fn statistics(x: &[f32], shift: &mut [f32], sums: &mut [f32], squares: &mut [f32]) {
    let c = shift.len();
    let rows = x.len() / c;
    shift.fill(0.0);
    for i in 0..SAMPLE {
        let row = &x[i * (rows - 1) / (SAMPLE - 1) * c..][..c];
        for (shift, x) in shift.iter_mut().zip(row) {
            *shift += x / SAMPLE as f32;
        }
    }
    sums[..c].fill(0.0);
    squares[..c].fill(0.0);
    each_group(x.len(), c, |g| by_vectors!(2, 0, c, add_up(g, x, shift, sums, squares)));
}

#[inline(always)]
fn add_up<V: Simd, const NV: usize>(
    j: usize,
    g: Group,
    x: &[f32],
    shift: &[f32],
    sums: &mut [f32],
    squares: &mut [f32],
) {
    // SAFETY: NV vectors of channels from j on exist in each row of the group and in the buffers of one row, whose
    // lengths the entry of this kernel checked.
    unsafe {
        let shift: [V; NV] = vectors(shift, j);
        let (mut sum, mut square) = ([V::splat(0.0); NV], [V::splat(0.0); NV]);
        let mut p = x.as_ptr().add(g.offset + j);
        for _ in 0..g.rows {
            for v in 0..NV {
                let d = V::load(p.add(v * V::LANES)).sub(shift[v]);
                sum[v] = sum[v].add(d);
                square[v] = d.madd(d, square[v]);
            }
            p = p.wrapping_add(g.c);
        }
        add_to(sum, sums, j);
        add_to(square, squares, j);
    }
}

/// `y = act((x − mean) · scale + beta)`.
fn normalize(
    x: &[f32],
    y: &mut [f32],
    act: Option<Activation>,
    beta: &[f32],
    mean: &[f32],
    scale: impl Fn(usize) -> f32,
) {
    let (clamp, after) = activation::cpu::as_clamp(act);
    let c = beta.len();
    for first in (0..c).step_by(SLAB) {
        let end = (first + SLAB).min(c);
        let mut scales = [0.0; SLAB];
        for j in first..end {
            scales[j - first] = scale(j);
        }
        let factors = (&scales[..], first);
        each_group(x.len(), c, |g| by_vectors!(2, first, end, write(g, x, y, clamp, beta, mean, factors)));
    }
    Cpu::activate(after, y);
}

#[inline(always)]
fn write<V: Simd, const NV: usize>(
    j: usize,
    g: Group,
    x: &[f32],
    y: &mut [f32],
    clamp: Option<[f32; 2]>,
    beta: &[f32],
    mean: &[f32],
    (scales, first): (&[f32], usize),
) {
    let [low, high] = clamp.unwrap_or([f32::NEG_INFINITY, f32::INFINITY]).map(V::splat);
    // SAFETY: as in `add_up`; y has the length of x, and the slab's scales begin with channel `first`.
    unsafe {
        let (beta, mean): ([V; NV], [V; NV]) = (vectors(beta, j), vectors(mean, j));
        let scale: [V; NV] = vectors(scales, j - first);
        let (mut p, mut q) = (x.as_ptr().add(g.offset + j), y.as_mut_ptr().add(g.offset + j));
        for _ in 0..g.rows {
            for v in 0..NV {
                let sum = V::load(p.add(v * V::LANES)).sub(mean[v]).madd(scale[v], beta[v]);
                let sum = if clamp.is_some() { sum.max(low).min(high) } else { sum };
                sum.store(q.add(v * V::LANES));
            }
            p = p.wrapping_add(g.c);
            q = q.wrapping_add(g.c);
        }
    }
}

/// `dbeta = Σ dy` and `dgamma = Σ dy · (x − mean)`, by one pass over `x` and `dy`; where the activation has bounds, over the `dy`
/// whose `y` lies between them.
// A function by itself, which knows that its slices lie apart.
#[inline(never)]
fn sum_gradients(
    x: &[f32],
    y: &[f32],
    clamp: Option<[f32; 2]>,
    mean: &[f32],
    dy: &[f32],
    dgamma: &mut [f32],
    dbeta: &mut [f32],
) {
    let c = mean.len();
    dgamma[..c].fill(0.0);
    dbeta[..c].fill(0.0);
    match clamp {
        None => each_group(x.len(), c, |g| {
            by_vectors!(2, 0, c, sums(g, x, x, mean, dy, dgamma, dbeta, AsItIs));
        }),
        Some([low, high]) => each_group(x.len(), c, |g| {
            by_vectors!(2, 0, c, sums(g, x, y, mean, dy, dgamma, dbeta, Inside(low, high)));
        }),
    }
}

/// `dx = a·dy + b·(x − mean) + d`, with three `factors` of each channel; `dy` as in [`sum_gradients`].
// A function by itself, which knows that its slices lie apart.
#[inline(never)]
fn pass_back(
    x: &[f32],
    y: &[f32],
    clamp: Option<[f32; 2]>,
    mean: &[f32],
    dy: &[f32],
    dx: &mut [f32],
    factors: impl Fn(usize) -> [f32; 3],
) {
    let c = mean.len();
    for first in (0..c).step_by(SLAB) {
        let end = (first + SLAB).min(c);
        let mut slab = [[0.0; SLAB]; 3];
        for j in first..end {
            let [a, b, d] = factors(j);
            slab[0][j - first] = a;
            slab[1][j - first] = b;
            slab[2][j - first] = d;
        }
        let slab = (&slab, first);
        match clamp {
            None => each_group(x.len(), c, |g| {
                by_vectors!(2, first, end, input(g, x, x, mean, dy, dx, slab, AsItIs));
            }),
            Some([low, high]) => each_group(x.len(), c, |g| {
                by_vectors!(2, first, end, input(g, x, y, mean, dy, dx, slab, Inside(low, high)));
            }),
        }
    }
}

/// How the gradient passes back through the activation.
trait Mask: Copy {
    fn apply<V: Simd>(self, y: V, dy: V) -> V;
}

/// There is no activation.
#[derive(Clone, Copy)]
struct AsItIs;

impl Mask for AsItIs {
    #[inline(always)]
    fn apply<V: Simd>(self, _: V, dy: V) -> V {
        dy
    }
}

/// Where the output lies between these bounds.
#[derive(Clone, Copy)]
struct Inside(f32, f32);

impl Mask for Inside {
    #[inline(always)]
    fn apply<V: Simd>(self, y: V, dy: V) -> V {
        dy.where_gt(y, V::splat(self.0)).where_gt(V::splat(self.1), y)
    }
}

/// `dgamma += Σ dy · (x − mean)` and `dbeta += Σ dy`.
#[inline(always)]
fn sums<V: Simd, const NV: usize>(
    j: usize,
    g: Group,
    x: &[f32],
    y: &[f32],
    mean: &[f32],
    dy: &[f32],
    dgamma: &mut [f32],
    dbeta: &mut [f32],
    mask: impl Mask,
) {
    // SAFETY: as in `add_up`; y and dy have the length of x.
    unsafe {
        let mean: [V; NV] = vectors(mean, j);
        let (mut dot, mut sum) = ([V::splat(0.0); NV], [V::splat(0.0); NV]);
        let at = g.offset + j;
        let (mut p, mut q, mut r) = (x.as_ptr().add(at), y.as_ptr().add(at), dy.as_ptr().add(at));
        for _ in 0..g.rows {
            for v in 0..NV {
                let d = mask.apply(V::load(q.add(v * V::LANES)), V::load(r.add(v * V::LANES)));
                sum[v] = sum[v].add(d);
                dot[v] = V::load(p.add(v * V::LANES)).sub(mean[v]).madd(d, dot[v]);
            }
            (p, q, r) = (p.wrapping_add(g.c), q.wrapping_add(g.c), r.wrapping_add(g.c));
        }
        add_to(dot, dgamma, j);
        add_to(sum, dbeta, j);
    }
}

#[inline(always)]
fn input<V: Simd, const NV: usize>(
    j: usize,
    g: Group,
    x: &[f32],
    y: &[f32],
    mean: &[f32],
    dy: &[f32],
    dx: &mut [f32],
    (factors, first): (&[[f32; SLAB]; 3], usize),
    mask: impl Mask,
) {
    // SAFETY: as in `add_up`; y, dy and dx have the length of x, and the slab's factors begin with channel `first`.
    unsafe {
        let mean: [V; NV] = vectors(mean, j);
        let [a, b, d]: [[V; NV]; 3] = [0, 1, 2].map(|i| vectors(&factors[i], j - first));
        let at = g.offset + j;
        let (mut p, mut q, mut r) = (x.as_ptr().add(at), y.as_ptr().add(at), dy.as_ptr().add(at));
        let mut to = dx.as_mut_ptr().add(at);
        for _ in 0..g.rows {
            for v in 0..NV {
                let grad = mask.apply(V::load(q.add(v * V::LANES)), V::load(r.add(v * V::LANES)));
                let centered = V::load(p.add(v * V::LANES)).sub(mean[v]);
                grad.madd(a[v], centered.madd(b[v], d[v])).store(to.add(v * V::LANES));
            }
            (p, q, r) = (p.wrapping_add(g.c), q.wrapping_add(g.c), r.wrapping_add(g.c));
            to = to.wrapping_add(g.c);
        }
    }
}

/// # Safety
/// `values` has `NV` vectors from `j` on.
#[inline(always)]
unsafe fn vectors<V: Simd, const NV: usize>(values: &[f32], j: usize) -> [V; NV] {
    debug_assert!(values.len() >= j + NV * V::LANES);
    // SAFETY: the caller's promise.
    core::array::from_fn(|v| unsafe { V::load(values.as_ptr().add(j + v * V::LANES)) })
}

/// # Safety
/// `sums` has `NV` vectors from `j` on.
#[inline(always)]
unsafe fn add_to<V: Simd, const NV: usize>(part: [V; NV], sums: &mut [f32], j: usize) {
    debug_assert!(sums.len() >= j + NV * V::LANES);
    for (v, part) in part.into_iter().enumerate() {
        // SAFETY: the caller's promise.
        unsafe {
            let p = sums.as_mut_ptr().add(j + v * V::LANES);
            part.add(V::load(p)).store(p);
        }
    }
}
