//! Singular values and the directions that belong to them: the eigenvalues and eigenvectors of AᵀA, by Householder
//! reflections to a tridiagonal matrix and implicit QL steps on that (Golub & Van Loan, Matrix Computations, §8.3; Martin,
//! Reinsch & Wilkinson 1968). Squaring loses what is below `σ₁·√ε` of f64, 10⁻⁸: less than the rounding of weights, which
//! are f32.

use crate::task::Context;
use ndarray::{Array1, Array2, ArrayView1, ArrayView2, ArrayViewMut1, Axis, Zip, s};

/// An eigenvalue takes so many QL steps at most; two are usual.
const MAX_STEPS: usize = 60;

/// The tridiagonal matrix that AᵀA becomes by reflections from both sides. The singular values follow from it at once; the
/// directions cost four times as much, so they are found only if they are wanted.
#[derive(Debug, Clone)]
pub(super) struct Tridiagonalized {
    /// In row i, right of the diagonal, the reflection that made row i tridiagonal.
    reflections: Array2<f64>,
    /// By what each reflection is scaled: `2 / vᵀv`, 0 for none.
    scales: Array1<f64>,
    tridiagonal: Tridiagonal,
}

/// A symmetric tridiagonal matrix: its diagonal, and what is right of it.
#[derive(Debug, Clone)]
struct Tridiagonal {
    d: Vec<f64>,
    e: Vec<f64>,
}

/// Makes AᵀA `[n, n]` tridiagonal; row i of `columns` is column i of A, which has at least as many rows as columns.
pub(super) async fn tridiagonalize<P>(columns: ArrayView2<'_, f64>, ctx: &Context<P>) -> Tridiagonalized {
    let n = columns.nrows();
    let mut a = Array2::zeros((n, n));
    for (i, column) in columns.outer_iter().enumerate() {
        for (j, other) in columns.outer_iter().enumerate().skip(i) {
            let product = dot(column, other);
            (a[[i, j]], a[[j, i]]) = (product, product);
        }
        ctx.pause().await;
    }
    let mut scales = Array1::zeros(n);
    let mut tridiagonal = Tridiagonal { d: vec![0.0; n], e: vec![0.0; n] };
    for i in 0..n {
        tridiagonal.d[i] = a[[i, i]];
        (tridiagonal.e[i], scales[i]) = reflect(&mut a, i);
        ctx.pause().await;
    }
    Tridiagonalized { reflections: a, scales, tridiagonal }
}

/// Makes row `i` of `a` tridiagonal: a reflection `I − s·v·vᵀ` from both sides leaves of it the diagonal and one value, which
/// is given with s. In their place the row keeps v.
fn reflect(a: &mut Array2<f64>, i: usize) -> (f64, f64) {
    let (mut done, rest) = a.view_mut().split_at(Axis(0), i + 1);
    let mut v = done.slice_mut(s![i, i + 1..]);
    let norm = dot(v.view(), v.view()).sqrt();
    // What is left is tridiagonal as it is.
    if v.len() < 2 || norm == 0.0 {
        let beside = v.first().copied().unwrap_or(0.0);
        v.fill(0.0);
        return (beside, 0.0);
    }
    let beside = if v[0] > 0.0 { -norm } else { norm };
    v[0] -= beside;
    let v = v.view();
    let scale = 2.0 / dot(v, v);
    let (_, mut rest) = rest.split_at(Axis(1), i + 1);
    let mut w: Array1<f64> = rest.outer_iter().map(|row| scale * dot(row, v)).collect();
    let along = 0.5 * scale * dot(w.view(), v);
    w.zip_mut_with(&v, |w, v| *w -= along * v);
    for ((row, &vi), &wi) in rest.outer_iter_mut().zip(v).zip(&w) {
        Zip::from(row).and(v).and(&w).for_each(|a, v, w| *a -= vi * w + wi * v);
    }
    (beside, scale)
}

impl Tridiagonalized {
    /// The singular values, descending.
    pub fn values(&self) -> Vec<f64> {
        let mut tridiagonal = self.tridiagonal.clone();
        (0..tridiagonal.d.len()).for_each(|l| tridiagonal.turn(l, |_, _, _| ()));
        let mut values: Vec<f64> = tridiagonal.d.iter().map(|square| square.max(0.0).sqrt()).collect();
        values.sort_by(|a, b| b.total_cmp(a));
        values
    }

    /// The right singular vectors of A `[n, n]`, one a row, that of the greatest singular value first.
    pub async fn vectors<P>(self, ctx: &Context<P>) -> Array2<f64> {
        let Tridiagonalized { reflections: mut q, scales, mut tridiagonal } = self;
        let n = scales.len();
        // The product of all reflections, from the last one back.
        for i in (0..n).rev() {
            unfold(&mut q, i, scales[i]);
            ctx.pause().await;
        }
        for l in 0..n {
            tridiagonal.turn(l, |i, cos, sin| {
                let (a, b) = q.multi_slice_mut((s![i, ..], s![i + 1, ..]));
                Zip::from(a).and(b).for_each(|a, b| (*a, *b) = (cos * *a - sin * *b, sin * *a + cos * *b));
            });
            ctx.pause().await;
        }
        let mut order: Vec<usize> = (0..n).collect();
        order.sort_by(|&a, &b| tridiagonal.d[b].total_cmp(&tridiagonal.d[a]));
        q.select(Axis(0), &order)
    }
}

/// Puts reflection `i`, which row i holds, into the rows below it: what is there of the product. They are vectors, so it comes
/// from the right.
fn unfold(q: &mut Array2<f64>, i: usize, scale: f64) {
    let (mut done, mut rest) = q.view_mut().split_at(Axis(0), i + 1);
    let mut row: ArrayViewMut1<'_, f64> = done.row_mut(i);
    let v = row.slice(s![i + 1..]).to_owned();
    row.fill(0.0);
    row[i] = 1.0;
    rest.column_mut(i).fill(0.0);
    let (_, mut rest) = rest.split_at(Axis(1), i + 1);
    for mut row in rest.outer_iter_mut() {
        let along = scale * dot(row.view(), v.view());
        row.zip_mut_with(&v, |a, v| *a -= along * v);
    }
}

impl Tridiagonal {
    /// QL steps until place `l` holds an eigenvalue; `rotate(i, cos, sin)` is told each rotation of i and i + 1.
    fn turn(&mut self, l: usize, mut rotate: impl FnMut(usize, f64, f64)) {
        let Tridiagonal { d, e } = self;
        for _ in 0..MAX_STEPS {
            let is_small = |m: &usize| e[*m].abs() <= f64::EPSILON * (d[*m].abs() + d[*m + 1].abs());
            let m = (l..d.len().saturating_sub(1)).find(is_small).unwrap_or(d.len() - 1);
            if m == l {
                return;
            }
            // The shift: the eigenvalue of the upper 2 × 2 block that is nearer to its first value.
            let half = (d[l + 1] - d[l]) / (2.0 * e[l]);
            let root = half.hypot(1.0);
            let mut g = d[m] - d[l] + e[l] / (half + root.copysign(half));
            let (mut sin, mut cos, mut p) = (1.0, 1.0, 0.0);
            let mut split = false;
            for i in (l..m).rev() {
                let (f, b) = (sin * e[i], cos * e[i]);
                let r = f.hypot(g);
                e[i + 1] = r;
                if r == 0.0 {
                    // It has come apart here.
                    d[i + 1] -= p;
                    e[m] = 0.0;
                    split = true;
                    break;
                }
                (sin, cos) = (f / r, g / r);
                g = d[i + 1] - p;
                let r = (d[i] - g) * sin + 2.0 * cos * b;
                p = sin * r;
                d[i + 1] = g + p;
                g = cos * r - b;
                rotate(i, cos, sin);
            }
            if !split {
                d[l] -= p;
                e[l] = g;
                e[m] = 0.0;
            }
        }
    }
}

/// Four sums side by side, which the compiler makes vectors of.
fn dot(a: ArrayView1<'_, f64>, b: ArrayView1<'_, f64>) -> f64 {
    let (Some(a), Some(b)) = (a.to_slice(), b.to_slice()) else { return a.dot(&b) };
    let ((a4, a_rest), (b4, b_rest)) = (a.as_chunks::<4>(), b.as_chunks::<4>());
    let mut sums = [0.0; 4];
    for (a, b) in a4.iter().zip(b4) {
        for i in 0..4 {
            sums[i] += a[i] * b[i];
        }
    }
    sums.iter().sum::<f64>() + a_rest.iter().zip(b_rest).map(|(a, b)| a * b).sum::<f64>()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::Rng;
    use crate::task::block_on;

    /// The transpose of an `A` of `rows` by `n`; with `rank` below n its columns depend on each other.
    fn matrix(rows: usize, n: usize, rank: usize) -> Array2<f64> {
        let mut rng = Rng::new(7, rank as u64);
        let left = Array2::from_shape_simple_fn((rows, rank), || f64::from(rng.normal()));
        let right = Array2::from_shape_simple_fn((rank, n), || f64::from(rng.normal()));
        let mut columns = Array2::zeros((n, rows));
        columns.assign(&left.dot(&right).t());
        columns
    }

    #[test]
    fn vectors_are_orthonormal_and_map_to_lengths_that_are_the_values() {
        for (rows, n, rank) in [(1, 1, 1), (3, 2, 2), (9, 9, 9), (40, 17, 17), (64, 64, 64), (30, 20, 5), (8, 8, 0)] {
            let columns = matrix(rows, n, rank);
            let ctx = Context::<()>::unobserved();
            let found = block_on(tridiagonalize(columns.view(), &ctx));
            let values = found.values();
            let vectors = block_on(found.vectors(&ctx));
            let top = values.first().copied().unwrap_or(0.0).max(1.0);
            assert!(values.is_sorted_by(|a, b| a >= b) && values[rank.min(n)..].iter().all(|v| *v < 1e-6 * top));
            let distance = (vectors.dot(&vectors.t()) - Array2::<f64>::eye(n)).mapv(f64::abs);
            assert!(distance.iter().all(|d| *d < 1e-12), "{rows}×{n}: {distance}");
            for (v, value) in vectors.outer_iter().zip(&values) {
                let image = columns.t().dot(&v);
                let length = image.dot(&image).sqrt();
                assert!((length - value).abs() < 1e-6 * top, "{rows}×{n}: {length} {value}");
            }
            let all: f64 = columns.iter().map(|v| v * v).sum();
            assert!((values.iter().map(|v| v * v).sum::<f64>() - all).abs() <= 1e-10 * all);
        }
    }
}
