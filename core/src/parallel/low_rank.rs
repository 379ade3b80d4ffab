//! PowerSGD (Vogels, Karimireddy and Jaggi 2019, arXiv:1905.13727, algorithms 1 and 2): of a gradient's matrix M `[n, m]` two thin ones
//! travel, P `[n, r]` and Q `[m, r]`, r(n+m) numbers in place of nm. Both are averaged by an all-reduce, which is linear: so the workers
//! get the best that one power iteration finds for the mean of their gradients, and what is left out is added to the next.

use crate::graph::{Param, Weights};
use crate::rng::Rng;
use crate::{Error, Result};
use ndarray::{Array2, ArrayView2, ArrayViewMut2, s};
use std::ops::Range;

/// What the random start of Q is drawn from.
const STREAM: u64 = 7;

/// A tensor of two axes or more as a matrix: its outputs K are the columns.
#[derive(Debug, Clone)]
struct Matrix {
    range: Range<usize>,
    rows: usize,
    columns: usize,
    /// Q of the step before `[columns, r]`: where the next power iteration starts.
    q: Array2<f64>,
}

/// One worker's side of a step: [`PowerSgd::project`], a mean over the workers, [`PowerSgd::back_project`], another mean,
/// [`PowerSgd::finish`].
#[derive(Debug, Clone)]
pub struct PowerSgd {
    matrices: Vec<Matrix>,
    /// Tensors that travel whole: those of one axis, and those that would not become smaller.
    whole: Vec<Range<usize>>,
    /// What has been left out so far, and the gradient of this step.
    gradient: Vec<f32>,
    /// P of this step, orthonormal.
    p: Vec<Array2<f64>>,
}

impl PowerSgd {
    /// Of rank `rank`, for the gradients of such weights. All workers begin with the same `seed`.
    ///
    /// # Errors
    /// [`Error::Range`] for rank 0.
    pub fn new(weights: &Weights, rank: usize, seed: u64) -> Result<Self> {
        if rank == 0 {
            return Err(Error::range("rank", [1, usize::MAX], rank));
        }
        let (mut matrices, mut whole) = (Vec::new(), Vec::new());
        let mut rng = Rng::new(seed, STREAM);
        for Param { shape, range, role, .. } in weights.params() {
            if !role.is_trainable() {
                continue;
            }
            let columns = shape.last().copied().unwrap_or(1);
            let rows = range.len() / columns.max(1);
            if shape.len() > 1 && rank * (rows + columns) < range.len() {
                let q = Array2::from_shape_fn((columns, rank), |_| f64::from(rng.normal()));
                matrices.push(Matrix { range: range.clone(), rows, columns, q });
            } else {
                whole.push(range.clone());
            }
        }
        Ok(PowerSgd { matrices, whole, gradient: vec![0.0; weights.trainable_len()], p: Vec::new() })
    }

    /// Numbers that travel in a step: in the first exchange and in the second.
    pub fn exchanged(&self) -> [usize; 2] {
        let of = |rows: bool| {
            self.matrices.iter().map(|m| m.q.ncols() * if rows { m.rows } else { m.columns }).sum::<usize>()
        };
        [of(true) + self.whole.iter().map(Range::len).sum::<usize>(), of(false)]
    }

    /// P = MQ of each matrix, then the tensors that travel whole. The workers' mean of it is what [`PowerSgd::back_project`] wants.
    ///
    /// # Errors
    /// [`Error::Length`] for a gradient of another length.
    pub fn project(&mut self, gradient: &[f32]) -> Result<Vec<f32>> {
        Error::check_len("gradient", self.gradient.len(), gradient.len())?;
        self.gradient.iter_mut().zip(gradient).for_each(|(sum, g)| *sum += g);
        let mut out = Vec::with_capacity(self.exchanged()[0]);
        for matrix in &self.matrices {
            let p = view(&self.gradient, matrix).dot(&matrix.q);
            out.extend(p.iter().map(|v| *v as f32));
        }
        for range in &self.whole {
            out.extend_from_slice(&self.gradient[range.clone()]);
        }
        Ok(out)
    }

    /// From the mean of what [`PowerSgd::project`] gave: Q = MᵀP of each matrix, P made orthonormal. The workers' mean of it is what
    /// [`PowerSgd::finish`] wants, beside the first.
    ///
    /// # Errors
    /// [`Error::Length`] for what is of another length.
    pub fn back_project(&mut self, mean: &[f32]) -> Result<Vec<f32>> {
        let [first, second] = self.exchanged();
        Error::check_len("projections", first, mean.len())?;
        let (mut at, mut out) = (0, Vec::with_capacity(second));
        self.p.clear();
        for matrix in &self.matrices {
            let rank = matrix.q.ncols();
            let values = mean[at..at + matrix.rows * rank].iter().map(|v| f64::from(*v));
            at += matrix.rows * rank;
            let mut p = Array2::from_shape_vec((matrix.rows, rank), values.collect())
                .map_err(|e| Error::misuse("projections", "a matrix", e.to_string()))?;
            orthonormalize(&mut p);
            let q = view(&self.gradient, matrix).t().dot(&p);
            out.extend(q.iter().map(|v| *v as f32));
            self.p.push(p);
        }
        Ok(out)
    }

    /// From both means: PQᵀ of each matrix and the tensors that travelled whole, into `gradient`. What that leaves out of this worker's
    /// own gradient is kept for its next.
    ///
    /// # Errors
    /// [`Error::Length`] for what is of another length; [`Error::Misuse`] before [`PowerSgd::back_project`].
    pub fn finish(&mut self, projections: &[f32], back: &[f32], gradient: &mut [f32]) -> Result<()> {
        let [first, second] = self.exchanged();
        Error::check_len("projections", first, projections.len())?;
        Error::check_len("back projections", second, back.len())?;
        Error::check_len("gradient", self.gradient.len(), gradient.len())?;
        if self.p.len() != self.matrices.len() {
            return Err(Error::misuse("finish", "a step whose back projections are there", "none"));
        }
        let (mut at, mut whole_at) = (0, 0);
        for (matrix, p) in self.matrices.iter_mut().zip(&self.p) {
            let len = matrix.q.len();
            matrix.q.iter_mut().zip(&back[at..at + len]).for_each(|(q, v)| *q = f64::from(*v));
            at += len;
            whole_at += p.len();
            let approximation = p.dot(&matrix.q.t());
            let own = &mut self.gradient[matrix.range.clone()];
            for ((got, own), value) in gradient[matrix.range.clone()].iter_mut().zip(own).zip(&approximation) {
                *got = *value as f32;
                *own -= *value as f32;
            }
        }
        for range in &self.whole {
            gradient[range.clone()].copy_from_slice(&projections[whole_at..whole_at + range.len()]);
            self.gradient[range.clone()].fill(0.0);
            whole_at += range.len();
        }
        self.p.clear();
        Ok(())
    }
}

/// The gradient of a matrix, in 64 bits.
fn view(gradient: &[f32], matrix: &Matrix) -> Array2<f64> {
    let of = gradient.get(matrix.range.clone()).unwrap_or_default();
    let view = ArrayView2::from_shape((matrix.rows, matrix.columns), of);
    view.map_or_else(|_| Array2::zeros((matrix.rows, matrix.columns)), |view| view.mapv(f64::from))
}

/// Makes the columns orthonormal (modified Gram–Schmidt). One that depends on those before becomes 0: it has nothing to add.
fn orthonormalize(p: &mut Array2<f64>) {
    for j in 0..p.ncols() {
        let (done, mut rest): (ArrayViewMut2<'_, f64>, _) = p.multi_slice_mut((s![.., ..j], s![.., j]));
        let before = rest.dot(&rest).sqrt();
        for column in done.columns() {
            let along = column.dot(&rest);
            rest.zip_mut_with(&column, |a, b| *a -= along * b);
        }
        let norm = rest.dot(&rest).sqrt();
        let scale = if norm > 1e-7 * before { 1.0 / norm } else { 0.0 };
        rest.mapv_inplace(|a| a * scale);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::models::MlpConfig;
    use crate::{Shape, graph::Graph};

    fn network() -> (Graph, Weights) {
        let graph = MlpConfig { input: Shape::vector(20), hidden: vec![30], classes: 3 }.build().unwrap();
        let weights = Weights::init(&graph, 1);
        (graph, weights)
    }

    fn mean(of: &[Vec<f32>]) -> Vec<f32> {
        (0..of[0].len()).map(|i| of.iter().map(|v| v[i]).sum::<f32>() / of.len() as f32).collect()
    }

    /// One step of all workers: what each has in the end.
    fn step(workers: &mut [PowerSgd], gradients: &[Vec<f32>]) -> Vec<Vec<f32>> {
        let p: Vec<_> = workers.iter_mut().zip(gradients).map(|(w, g)| w.project(g).unwrap()).collect();
        let p = mean(&p);
        let q: Vec<_> = workers.iter_mut().map(|w| w.back_project(&p).unwrap()).collect();
        let q = mean(&q);
        let finish = |w: &mut PowerSgd| {
            let mut out = vec![f32::NAN; gradients[0].len()];
            w.finish(&p, &q, &mut out).unwrap();
            out
        };
        workers.iter_mut().map(finish).collect()
    }

    /// A gradient whose matrices have rank `rank`, the same directions with another seed for their lengths.
    fn gradient(weights: &Weights, rank: usize, seed: u64) -> Vec<f32> {
        let mut rng = Rng::new(seed, 1);
        let mut g: Vec<f32> = (0..weights.trainable_len()).map(|_| rng.normal()).collect();
        for p in weights.params().iter().filter(|p| p.shape.len() > 1) {
            let (rows, columns) = (p.shape[0], p.shape[1]);
            let mut thin = |n| Array2::from_shape_fn((n, rank), |_| rng.normal());
            let product = thin(rows).dot(&thin(columns).t());
            g[p.range.clone()].copy_from_slice(product.as_standard_layout().as_slice().unwrap());
        }
        g
    }

    #[track_caller]
    fn close(a: &[f32], b: &[f32], tolerance: f32) {
        let worst = a.iter().zip(b).map(|(a, b)| (a - b).abs()).fold(0.0, f32::max);
        assert!(worst <= tolerance, "{worst}");
    }

    #[test]
    fn a_gradient_of_low_rank_is_exact_and_every_worker_has_the_same() {
        let (_, weights) = network();
        // Each worker's has rank 1, so their mean has rank 2.
        let gradients: Vec<_> = (0..2).map(|seed| gradient(&weights, 1, seed)).collect();
        let mut workers: Vec<_> = (0..2).map(|_| PowerSgd::new(&weights, 2, 5).unwrap()).collect();
        let got = step(&mut workers, &gradients);
        assert_eq!(got[0], got[1]);
        close(&got[0], &mean(&gradients), 2e-5);
        // 2·(20 + 30) in place of 600; of [30, 3] 2·33 in place of 90; 33 biases.
        assert_eq!(workers[0].exchanged(), [2 * 20 + 2 * 30 + 33, 2 * 30 + 2 * 3]);
    }

    #[test]
    fn what_is_left_out_comes_later() {
        let (_, weights) = network();
        let mut workers = [PowerSgd::new(&weights, 1, 5).unwrap()];
        let g = gradient(&weights, 6, 3);
        let mut sum = vec![0.0; g.len()];
        for _ in 0..60 {
            step(&mut workers, std::slice::from_ref(&g))[0].iter().zip(&mut sum).for_each(|(g, sum)| *sum += g);
        }
        // Sent and left is what there was; and what is left does not grow with the steps.
        let left = workers[0].gradient.clone();
        let all: Vec<f32> = sum.iter().zip(&left).map(|(sum, left)| sum + left).collect();
        close(&all, &g.iter().map(|g| 60.0 * g).collect::<Vec<_>>(), 2e-2);
        let norm = |v: &[f32]| v.iter().map(|v| v * v).sum::<f32>().sqrt();
        assert!(norm(&left) < 15.0 * norm(&g), "{} {}", norm(&left), norm(&g));
    }

    #[test]
    fn the_power_iteration_finds_the_greatest_direction() {
        let (_, weights) = network();
        // 9·u₁v₁ᵀ + u₂v₂ᵀ with unit vectors at places of their own.
        let mut g = vec![0.0; weights.trainable_len()];
        g[weights.params()[0].range.start] = 9.0;
        g[weights.params()[0].range.start + 31] = 1.0;
        let mut workers = [PowerSgd::new(&weights, 1, 2).unwrap()];
        let mut first = Vec::new();
        for _ in 0..4 {
            // Without what was left out before, so that the matrix stays the same.
            workers[0].gradient.fill(0.0);
            first = step(&mut workers, std::slice::from_ref(&g)).remove(0);
        }
        assert!((first[0] - 9.0).abs() < 1e-3 && first[31].abs() < 1e-2, "{} {}", first[0], first[31]);
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        let (_, weights) = network();
        assert!(PowerSgd::new(&weights, 0, 0).is_err());
        let mut it = PowerSgd::new(&weights, 2, 0).unwrap();
        let len = weights.trainable_len();
        assert!(it.project(&[0.0; 3]).is_err() && it.back_project(&[0.0; 3]).is_err());
        let [first, second] = it.exchanged();
        assert!(it.finish(&vec![0.0; first], &vec![0.0; second], &mut vec![0.0; len]).is_err());
        // Zeros stay zeros.
        let p = it.project(&vec![0.0; len]).unwrap();
        let q = it.back_project(&p).unwrap();
        let mut out = vec![1.0; len];
        it.finish(&p, &q, &mut out).unwrap();
        assert!(out.iter().all(|v| *v == 0.0));
    }
}
