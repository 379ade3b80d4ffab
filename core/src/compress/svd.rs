//! Singular values and the directions that belong to them: the eigenvalues and eigenvectors of AᵀA, by Householder
//! reflections to a tridiagonal matrix and implicit QL steps on that (Golub & Van Loan, Matrix Computations, §8.3; Martin,
//! Reinsch & Wilkinson 1968). Squaring loses what is below `σ₁·√ε` of f64, 10⁻⁸: less than the rounding of weights, which
//! are f32.

/// The right singular vectors of a matrix, with the greatest singular value first.
#[derive(Debug, Clone)]
pub(super) struct Svd {
    /// The vectors, one after another, each as long as the matrix has columns.
    pub vectors: Vec<f64>,
}

/// An eigenvalue takes so many QL steps at most; two are usual.
const MAX_STEPS: usize = 60;

/// The decomposition at work, in pieces of some milliseconds between which the caller can stop. Vectors cost four times
/// what the values do, so they come second, and only if they are wanted.
#[derive(Debug, Clone)]
pub(super) struct Decomposition {
    /// The matrix column by column, while AᵀA is made of it.
    columns: Vec<f64>,
    rows: usize,
    n: usize,
    /// AᵀA `[n, n]`; then in row i, right of the diagonal, the reflection that made row i tridiagonal; then the vectors.
    work: Vec<f64>,
    /// The lengths that each reflection takes off twice: `2 / vᵀv`, 0 for none.
    scales: Vec<f64>,
    tridiagonal: Tridiagonal,
    /// The same without its off-diagonal, once the values are known.
    squares: Vec<f64>,
    stage: Stage,
}

#[derive(Debug, Clone, Copy)]
enum Stage {
    /// The column that is multiplied with those from it on.
    Gram(usize),
    /// The row that is reflected next.
    Reduce(usize),
    /// The values are known.
    Values,
    /// The reflection, from the last one back, that is put into the vectors next.
    Basis(usize),
    /// The eigenvalue whose QL steps turn the vectors next.
    Turn(usize),
    Done,
}

/// A symmetric tridiagonal matrix: its diagonal, and what is right of it.
#[derive(Debug, Clone, Default)]
struct Tridiagonal {
    d: Vec<f64>,
    e: Vec<f64>,
}

impl Decomposition {
    /// Of the matrix whose columns, each of `rows` values, lie one after another in `columns`; it has at least as many
    /// rows as columns.
    pub fn new(columns: Vec<f64>, rows: usize) -> Self {
        let n = columns.len().checked_div(rows).unwrap_or(0);
        let tridiagonal = Tridiagonal { d: vec![0.0; n], e: vec![0.0; n] };
        let (work, scales) = (vec![0.0; n * n], vec![0.0; n]);
        Decomposition { columns, rows, n, work, scales, tridiagonal, squares: Vec::new(), stage: Stage::Gram(0) }
    }

    /// The next piece of the values; whether there is more to do for them.
    pub fn find_values(&mut self) -> bool {
        let n = self.n;
        self.stage = match self.stage {
            Stage::Gram(i) if i < n => {
                let column = &self.columns[i * self.rows..(i + 1) * self.rows];
                for (other, j) in self.columns.chunks_exact(self.rows).skip(i).zip(i..) {
                    let product = dot(column, other);
                    (self.work[i * n + j], self.work[j * n + i]) = (product, product);
                }
                Stage::Gram(i + 1)
            }
            Stage::Gram(_) => {
                self.columns = Vec::new();
                Stage::Reduce(0)
            }
            Stage::Reduce(i) if i < n => {
                self.reduce(i);
                Stage::Reduce(i + 1)
            }
            Stage::Reduce(_) => {
                let mut alone = self.tridiagonal.clone();
                (0..n).for_each(|l| alone.turn(l, |_, _, _| ()));
                self.squares = alone.d;
                Stage::Values
            }
            stage => stage,
        };
        matches!(self.stage, Stage::Gram(_) | Stage::Reduce(_))
    }

    /// The singular values, descending.
    pub fn values(&mut self) -> Vec<f64> {
        while self.find_values() {}
        let mut values: Vec<f64> = self.squares.iter().map(|square| square.max(0.0).sqrt()).collect();
        values.sort_by(|a, b| b.total_cmp(a));
        values
    }

    /// The next piece of the vectors; whether there is more to do.
    pub fn advance(&mut self) -> bool {
        let n = self.n;
        self.stage = match self.stage {
            Stage::Gram(_) | Stage::Reduce(_) => {
                self.find_values();
                self.stage
            }
            Stage::Values => Stage::Basis(n),
            Stage::Basis(0) => Stage::Turn(0),
            Stage::Basis(i) => {
                self.unfold(i - 1);
                Stage::Basis(i - 1)
            }
            Stage::Turn(l) if l < n => {
                let work = &mut self.work;
                self.tridiagonal.turn(l, |i, cos, sin| {
                    let (a, b) = work[i * n..(i + 2) * n].split_at_mut(n);
                    for (a, b) in a.iter_mut().zip(b) {
                        (*a, *b) = (cos * *a - sin * *b, sin * *a + cos * *b);
                    }
                });
                Stage::Turn(l + 1)
            }
            Stage::Turn(_) | Stage::Done => Stage::Done,
        };
        !matches!(self.stage, Stage::Done)
    }

    /// What it has come to.
    pub fn finish(mut self) -> Svd {
        while self.advance() {}
        let mut order: Vec<usize> = (0..self.n).collect();
        order.sort_by(|&a, &b| self.tridiagonal.d[b].total_cmp(&self.tridiagonal.d[a]));
        Svd { vectors: order.into_iter().flat_map(|i| &self.work[i * self.n..(i + 1) * self.n]).copied().collect() }
    }

    /// Makes row `i` tridiagonal: a reflection `I − s·v·vᵀ` from both sides leaves of it the diagonal and one value.
    fn reduce(&mut self, i: usize) {
        let n = self.n;
        let (done, rest) = self.work.split_at_mut((i + 1) * n);
        let row = &mut done[i * n..];
        self.tridiagonal.d[i] = row[i];
        let v = &mut row[i + 1..];
        let norm = dot(v, v).sqrt();
        // What is left is tridiagonal as it is.
        if v.len() < 2 || norm == 0.0 {
            self.tridiagonal.e[i] = v.first().copied().unwrap_or(0.0);
            v.fill(0.0);
            return;
        }
        let beside = if v[0] > 0.0 { -norm } else { norm };
        v[0] -= beside;
        let scale = 2.0 / dot(v, v);
        (self.tridiagonal.e[i], self.scales[i]) = (beside, scale);
        let inner = |row: &[f64]| scale * dot(&row[i + 1..], v);
        let mut w: Vec<f64> = rest.chunks_exact(n).map(inner).collect();
        let along = 0.5 * scale * dot(&w, v);
        w.iter_mut().zip(&*v).for_each(|(w, v)| *w -= along * v);
        for ((row, &vi), &wi) in rest.chunks_exact_mut(n).zip(&*v).zip(&w) {
            row[i + 1..].iter_mut().zip(&*v).zip(&w).for_each(|((a, v), w)| *a -= vi * w + wi * v);
        }
    }

    /// Puts reflection `i` into the vectors, of which those behind it are there.
    fn unfold(&mut self, i: usize) {
        let n = self.n;
        let (done, rest) = self.work.split_at_mut((i + 1) * n);
        let row = &mut done[i * n..];
        let v: Vec<f64> = row[i + 1..].to_vec();
        row.fill(0.0);
        row[i] = 1.0;
        // The vectors lie in rows, so the reflection comes from the right.
        for row in rest.chunks_exact_mut(n) {
            row[i] = 0.0;
            let along = self.scales[i] * dot(&row[i + 1..], &v);
            row[i + 1..].iter_mut().zip(&v).for_each(|(a, v)| *a -= along * v);
        }
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
fn dot(a: &[f64], b: &[f64]) -> f64 {
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

    /// `A` of `rows` by `n`, column by column; with `rank` below n its columns depend on each other.
    fn matrix(rows: usize, n: usize, rank: usize) -> Vec<f64> {
        let mut rng = Rng::new(7, rank as u64);
        let mut draw = |count: usize| (0..count).map(|_| f64::from(rng.normal())).collect::<Vec<_>>();
        let (left, right) = (draw(rows * rank), draw(rank * n));
        let at = |r: usize, c: usize| (0..rank).map(|k| left[r * rank + k] * right[k * n + c]).sum::<f64>();
        (0..n).flat_map(|c| (0..rows).map(move |r| (r, c))).map(|(r, c)| at(r, c)).collect()
    }

    #[test]
    fn vectors_are_orthonormal_and_map_to_lengths_that_are_the_values() {
        for (rows, n, rank) in [(1, 1, 1), (3, 2, 2), (9, 9, 9), (40, 17, 17), (64, 64, 64), (30, 20, 5), (8, 8, 0)] {
            let columns = matrix(rows, n, rank);
            let mut work = Decomposition::new(columns.clone(), rows);
            let values = work.values();
            let svd = work.finish();
            let top = values.first().copied().unwrap_or(0.0).max(1.0);
            assert!(values.is_sorted_by(|a, b| a >= b) && values[rank.min(n)..].iter().all(|v| *v < 1e-6 * top));
            let vectors: Vec<&[f64]> = svd.vectors.chunks_exact(n).collect();
            for (i, v) in vectors.iter().enumerate() {
                for (j, other) in vectors.iter().enumerate() {
                    let product = dot(v, other);
                    assert!((product - f64::from(u8::from(i == j))).abs() < 1e-12, "{rows}×{n}: {i} {j} {product}");
                }
                let image = (0..rows).map(|r| (0..n).map(|c| columns[c * rows + r] * v[c]).sum::<f64>());
                let length = image.map(|x| x * x).sum::<f64>().sqrt();
                assert!((length - values[i]).abs() < 1e-6 * top, "{rows}×{n}: {i} {length} {}", values[i]);
            }
            let all: f64 = columns.iter().map(|v| v * v).sum();
            assert!((values.iter().map(|v| v * v).sum::<f64>() - all).abs() <= 1e-10 * all);
        }
    }
}
