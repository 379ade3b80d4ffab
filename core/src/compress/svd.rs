//! Singular values and the directions that belong to them, by one-sided Jacobi rotations (Hestenes 1958; Golub & Van
//! Loan, Matrix Computations) behind a Householder triangularization, which leaves less to rotate (Drmač &
//! Veselić 2008).

/// The singular values of a matrix, and its right singular vectors.
#[derive(Debug, Clone)]
pub(super) struct Svd {
    /// σ, descending.
    pub values: Vec<f64>,
    /// The vectors, one after another, each as long as the matrix has columns.
    pub vectors: Vec<f64>,
}

/// Rotations turn back and forth over all pairs of columns at most so often; six to ten times are usual.
const MAX_SWEEPS: usize = 40;

/// Columns whose cosine is below this count as orthogonal: far below the rounding of weights, which are f32.
const ORTHOGONAL: f64 = 1e-10;

/// The decomposition at work, in pieces of some milliseconds between which the caller can stop.
#[derive(Debug, Clone)]
pub(super) struct Decomposition {
    /// The matrix column by column, while it becomes a triangle.
    columns: Vec<f64>,
    rows: usize,
    n: usize,
    /// What is rotated: Rᵀ.
    work: Vec<f64>,
    /// The squares of its columns' lengths.
    squares: Vec<f64>,
    stage: Stage,
}

#[derive(Debug, Clone, Copy)]
enum Stage {
    /// The column that is reflected next.
    Triangle(usize),
    /// The sweep, the column that is next in it, and whether the sweep has rotated anything.
    Sweep(usize, usize, bool),
    Done,
}

impl Decomposition {
    /// Of the matrix whose columns, each of `rows` values, lie one after another in `columns`; it has at least as many
    /// rows as columns.
    pub fn new(columns: Vec<f64>, rows: usize) -> Self {
        let n = columns.len().checked_div(rows).unwrap_or(0);
        let stage = if n == 0 { Stage::Done } else { Stage::Triangle(0) };
        Decomposition { columns, rows, n, work: Vec::new(), squares: Vec::new(), stage }
    }

    /// One column against all behind it; whether there is more to do.
    pub fn advance(&mut self) -> bool {
        let n = self.n;
        self.stage = match self.stage {
            Stage::Triangle(i) if i < n => {
                reflect(&mut self.columns, self.rows, i);
                Stage::Triangle(i + 1)
            }
            Stage::Triangle(_) => {
                // A = QR has the singular values of R and its right vectors; those are the left ones of Rᵀ = VΣWᵀ, which
                // are what is left of Rᵀ's columns once rotations have made them orthogonal: VΣ.
                self.work = vec![0.0; n * n];
                for i in 0..n {
                    for j in i..n {
                        self.work[i * n + j] = self.columns[j * self.rows + i];
                    }
                }
                self.columns = Vec::new();
                Stage::Sweep(0, 0, false)
            }
            Stage::Sweep(sweep, i, rotated) if i < n => {
                if i == 0 {
                    // A rotation moves `t·ab` from one square to the other; rounding in that lasts for one sweep at most.
                    self.squares = self.work.chunks_exact(n).map(|c| dot(c, c)).collect();
                }
                Stage::Sweep(sweep, i + 1, rotated | rotate(&mut self.work, &mut self.squares, n, i))
            }
            Stage::Sweep(sweep, _, true) if sweep + 1 < MAX_SWEEPS => Stage::Sweep(sweep + 1, 0, false),
            Stage::Sweep(..) | Stage::Done => Stage::Done,
        };
        !matches!(self.stage, Stage::Done)
    }

    /// What it has come to.
    pub fn finish(mut self) -> Svd {
        while self.advance() {}
        let (n, work) = (self.n, self.work);
        if n == 0 {
            return Svd { values: Vec::new(), vectors: Vec::new() };
        }
        let norms: Vec<f64> = work.chunks_exact(n).map(|v| dot(v, v).sqrt()).collect();
        let mut order: Vec<usize> = (0..n).collect();
        order.sort_by(|&a, &b| norms[b].total_cmp(&norms[a]));
        let mut result = Svd { values: Vec::with_capacity(n), vectors: Vec::with_capacity(n * n) };
        for i in order {
            let scale = if norms[i] > 0.0 { 1.0 / norms[i] } else { 0.0 };
            result.values.push(norms[i]);
            result.vectors.extend(work[i * n..(i + 1) * n].iter().map(|v| v * scale));
        }
        result
    }
}

/// A Householder reflection: column `i` of what will be the upper triangle R. What lies below it is left over.
fn reflect(columns: &mut [f64], rows: usize, i: usize) {
    let (done, rest) = columns.split_at_mut((i + 1) * rows);
    let v = &mut done[i * rows + i..];
    let norm = dot(v, v).sqrt();
    if norm == 0.0 {
        return;
    }
    let diagonal = if v[0] > 0.0 { -norm } else { norm };
    v[0] -= diagonal;
    let scale = 2.0 / dot(v, v);
    for column in rest.chunks_exact_mut(rows) {
        let column = &mut column[i..];
        let along = scale * dot(v, column);
        column.iter_mut().zip(&*v).for_each(|(c, v)| *c -= along * v);
    }
    v[0] = diagonal;
}

/// Rotates column `i` of length `n` with each behind it until they are orthogonal; whether any was not.
fn rotate(columns: &mut [f64], squares: &mut [f64], n: usize, i: usize) -> bool {
    let mut rotated = false;
    let (left, rest) = columns.split_at_mut((i + 1) * n);
    let a = &mut left[i * n..];
    for (b, j) in rest.chunks_exact_mut(n).zip(i + 1..) {
        let (aa, bb, ab) = (squares[i], squares[j], dot(a, b));
        if ab == 0.0 || ab * ab <= ORTHOGONAL * ORTHOGONAL * aa * bb {
            continue;
        }
        rotated = true;
        // The smaller of the two angles that make them orthogonal.
        let zeta = (bb - aa) / (2.0 * ab);
        let t = zeta.signum() / (zeta.abs() + (1.0 + zeta * zeta).sqrt());
        let cos = 1.0 / (1.0 + t * t).sqrt();
        let sin = cos * t;
        for (a, b) in a.iter_mut().zip(b) {
            (*a, *b) = (cos * *a - sin * *b, sin * *a + cos * *b);
        }
        squares[i] = (aa - t * ab).max(0.0);
        squares[j] = bb + t * ab;
    }
    rotated
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
