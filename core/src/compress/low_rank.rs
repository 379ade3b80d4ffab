//! Low-rank factorization: a layer becomes the product of two thinner ones (Denton et al. 2014, Sainath et al. 2013).

use super::Model;
use super::rewrite::{Rewrite, find_param, tensor};
use super::svd::tridiagonalize;
use crate::graph::{NodeId, Weights};
use crate::ops::{Conv2d, Linear, Op, Pad, Role};
use crate::spec::recipe::LowRank;
use crate::task::{Context, block_on};
use crate::{Error, Result};
use ndarray::{Array1, Array2, ArrayView2};

/// `net` with each linear layer and each 1×1 convolution in one group, `W [C, K]`, as two: `<name>.u` of `W₁ [C, r]`,
/// without bias, and `<name>.v` of `W₂ [r, K]` with the layer's bias; `W₁W₂` is the matrix of rank r nearest to W (Eckart
/// & Young 1936). r is the least that keeps `settings.energy` of `Σσ²`; layers that would not become smaller by more than the part
/// `settings.saving`, `r(C + K) ≥ CK(1 − saving)`, stay.
///
/// It pauses after each row of a matrix, and reports how many layers are done, of how many.
///
/// # Errors
/// When a setting is out of its range, or activations are on grids already.
pub async fn factorize(net: &Model, settings: &LowRank, ctx: &Context<(usize, usize)>) -> Result<Model> {
    let &LowRank { energy, saving, .. } = settings;
    if !(energy > 0.0 && energy <= 1.0) {
        return Err(Error::misuse("energy", "0 < energy ≤ 1", energy.to_string()));
    }
    if !(0.0..1.0).contains(&saving) {
        return Err(Error::misuse("saving", "0 ≤ saving < 1", saving.to_string()));
    }
    let mut found = Vec::new();
    let layers: Vec<_> = matrices(net).collect();
    for (done, &(id, w)) in layers.iter().enumerate() {
        ctx.report((done, layers.len()));
        found.push((id, factors(w, settings, ctx).await));
    }
    ctx.report((layers.len(), layers.len()));
    rebuild(net, found)
}

/// [`factorize`], all at once.
///
/// # Errors
/// As there.
pub fn low_rank(net: &Model, settings: &LowRank) -> Result<Model> {
    block_on(factorize(net, settings, &Context::unobserved()))
}

/// Two factors, `u [C, r]` and `v [r, K]`.
#[derive(Debug)]
struct Factors {
    u: Array2<f32>,
    v: Array2<f32>,
}

/// The factors of `w`; `None` where they would not save enough.
async fn factors<P>(w: ArrayView2<'_, f32>, settings: &LowRank, ctx: &Context<P>) -> Option<Factors> {
    let found = tridiagonalize(columns(w).view(), ctx).await;
    let (c, k) = w.dim();
    let rank = rank(&found.values(), settings.energy, c.max(k));
    let (now, before) = ((rank * (c + k)) as f64, (c * k) as f64);
    if now >= before * (1.0 - f64::from(settings.saving)) {
        return None;
    }
    let vectors = found.vectors(ctx).await;
    let (mut u, mut v) = (Array2::zeros((c, rank)), Array2::zeros((rank, k)));
    for ((direction, mut u), mut v) in vectors.outer_iter().zip(u.columns_mut()).zip(v.rows_mut()) {
        if c >= k {
            // Tall: W ≈ (W V)·Vᵀ.
            for (u, row) in u.iter_mut().zip(w.rows()) {
                *u = row.iter().zip(direction).map(|(&w, v)| f64::from(w) * v).sum::<f64>() as f32;
            }
            v.assign(&direction.mapv(|v| v as f32));
        } else {
            // Wide: V are the left vectors of W, and W ≈ V·(Vᵀ W).
            let mut sums = Array1::<f64>::zeros(k);
            for (row, &x) in w.rows().into_iter().zip(direction) {
                sums.zip_mut_with(&row, |sum, &w| *sum += f64::from(w) * x);
            }
            u.assign(&direction.mapv(|v| v as f32));
            v.assign(&sums.mapv(|sum| sum as f32));
        }
        ctx.pause().await;
    }
    Some(Factors { u, v })
}

/// The network with factors in place of those layers that have some.
fn rebuild(net: &Model, mut found: Vec<(NodeId, Option<Factors>)>) -> Result<Model> {
    let mut rewrite = Rewrite::new(net)?;
    let mut placed = Vec::new();
    for (id, node) in net.graph.nodes().iter().enumerate().skip(1) {
        let factors = found.iter_mut().find(|(layer, _)| *layer == id).and_then(|(_, factors)| factors.take());
        let Some(factors) = factors else {
            rewrite.keep(id)?;
            continue;
        };
        let (first, second) = thinner(&node.op, factors.v.nrows());
        let inputs = rewrite.inputs(id);
        let u = rewrite.push(&format!("{}.u", node.name), first, &inputs)?;
        let v = rewrite.push(&format!("{}.v", node.name), second, &[u])?;
        rewrite.becomes(id, v);
        placed.push((id, u, v, factors));
    }
    let mut thin = rewrite.finish();
    for (old, u, v, factors) in placed {
        set(&mut thin.weights, u, Role::Weight, factors.u.iter());
        set(&mut thin.weights, v, Role::Weight, factors.v.iter());
        if let Some((_, bias)) = tensor(&net.weights, old, Role::Bias) {
            set(&mut thin.weights, v, Role::Bias, bias.iter());
        }
    }
    Ok(thin)
}

/// The layers of `before` that `after` has factors for, and all that have a matrix.
pub fn factored(before: &Model, after: &Model) -> (usize, usize) {
    let is_gone = |id: NodeId| {
        let name = &before.graph.nodes()[id].name;
        after.graph.nodes().iter().all(|node| node.name != *name)
    };
    (matrices(before).filter(|&(id, _)| is_gone(id)).count(), matrices(before).count())
}

/// The singular values of layer `name`'s matrix, descending; `None` for layers that cannot be factored.
pub fn singular_values(net: &Model, name: &str) -> Option<Vec<f32>> {
    let id = net.graph.nodes().iter().position(|n| n.name == name)?;
    let found = block_on(tridiagonalize(columns(matrix(net, id)?).view(), &Context::<()>::unobserved()));
    Some(found.values().iter().map(|&v| v as f32).collect())
}

/// The layers that can be factored, each with its weights `[C, K]`.
fn matrices(net: &Model) -> impl Iterator<Item = (NodeId, ArrayView2<'_, f32>)> {
    (1..net.graph.nodes().len()).filter_map(|id| Some((id, matrix(net, id)?)))
}

/// The weights of layer `id` as a matrix `[C, K]`.
fn matrix(net: &Model, id: NodeId) -> Option<ArrayView2<'_, f32>> {
    match &net.graph.nodes()[id].op {
        Op::Linear(_) => {}
        Op::Conv2d(op) if op.kernel == [1, 1] && op.groups == 1 => {}
        _ => return None,
    }
    let (_, w) = tensor(&net.weights, id, Role::Weight)?;
    let w = ArrayView2::from_shape((net.graph.in_shape(id).c, net.graph.nodes()[id].shape.c), w).ok()?;
    w.iter().all(|w| w.is_finite()).then_some(w)
}

/// The columns of W where it is tall, of its transpose where it is wide, one a row.
fn columns(w: ArrayView2<'_, f32>) -> Array2<f64> {
    let w = if w.nrows() >= w.ncols() { w.reversed_axes() } else { w };
    let mut columns = Array2::zeros(w.raw_dim());
    columns.zip_mut_with(&w, |to, &w| *to = f64::from(w));
    columns
}

/// The least rank whose singular values hold the part `energy` of `Σσ²`. Values within the rounding of the weights
/// (`σ₁ · longer side · ε`, as numpy.linalg.matrix_rank has it) count as zero.
fn rank(values: &[f64], energy: f32, longer: usize) -> usize {
    let noise = values.first().unwrap_or(&0.0) * longer as f64 * f64::from(f32::EPSILON);
    let squares: Vec<f64> = values.iter().filter(|&&v| v > noise).map(|v| v * v).collect();
    let goal = f64::from(energy) * squares.iter().sum::<f64>();
    let mut sum = 0.0;
    let enough = squares.iter().position(|square| {
        sum += square;
        sum >= goal
    });
    enough.map_or(squares.len(), |at| at + 1).max(1)
}

/// The ops of the two layers in place of `op`.
fn thinner(op: &Op, rank: usize) -> (Op, Op) {
    match op {
        // Padding and stride are the first one's: it has no bias, so what is padded stays zero.
        Op::Conv2d(op) => (
            Op::Conv2d(Conv2d { out_channels: rank, bias: false, ..op.clone() }),
            Op::Conv2d(Conv2d { stride: [1, 1], pad: Pad::default(), ..op.clone() }),
        ),
        op => (Op::Linear(Linear { out_features: rank, bias: false }), op.clone()),
    }
}

fn set<'a>(weights: &mut Weights, node: NodeId, role: Role, values: impl Iterator<Item = &'a f32>) {
    if let Some(at) = find_param(weights, node, role) {
        let range = weights.params()[at].range.clone();
        weights.values_mut()[range].iter_mut().zip(values).for_each(|(to, value)| *to = *value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compress::test_networks::{close, lenet, mobilenet, outputs, random, residual};
    use crate::graph::{GraphBuilder, Shape};
    use crate::rng::Rng;

    fn with(energy: f32) -> LowRank {
        LowRank { energy, saving: 0.0, ..LowRank::default() }
    }

    /// A network whose layers, one tall and one wide, and a pointwise convolution have rank 2.
    fn of_rank_two() -> Model {
        let mut g = GraphBuilder::new(Shape::new(5, 5, 12));
        let conv = Conv2d { out_channels: 8, kernel: [1, 1], stride: [2, 2], pad: Pad::all(1), groups: 1, bias: true };
        let x = g.push("conv", Op::Conv2d(conv), &[0]).unwrap();
        let x = g.flatten(x).unwrap();
        let x = g.linear("tall", x, 9).unwrap();
        g.linear("wide", x, 30).unwrap();
        let mut net = random(g.build(), 1);
        let mut rng = Rng::new(1, 1);
        for name in ["conv.weight", "tall.weight", "wide.weight"] {
            let mut w = net.weights.view_mut(name).unwrap();
            let k = *w.shape().last().unwrap();
            let c = w.len() / k;
            let (a, b): (Vec<f32>, Vec<f32>) =
                ((0..2 * c).map(|_| rng.normal()).collect(), (0..2 * k).map(|_| rng.normal()).collect());
            for (i, w) in w.iter_mut().enumerate() {
                *w = (0..2).map(|r| a[r * c + i / k] * b[r * k + i % k]).sum();
            }
        }
        net
    }

    #[test]
    fn all_energy_of_a_thin_matrix_gives_the_same_outputs() {
        let net = of_rank_two();
        let thin = low_rank(&net, &with(1.0)).unwrap();
        let names: Vec<_> = thin.weights.params().iter().map(|p| (p.name.as_str(), p.shape.clone())).collect();
        assert_eq!(
            names,
            [
                ("conv.u.weight", vec![1, 1, 12, 2]),
                ("conv.v.weight", vec![1, 1, 2, 8]),
                ("conv.v.bias", vec![8]),
                ("tall.u.weight", vec![128, 2]),
                ("tall.v.weight", vec![2, 9]),
                ("tall.v.bias", vec![9]),
                ("wide.u.weight", vec![9, 2]),
                ("wide.v.weight", vec![2, 30]),
                ("wide.v.bias", vec![30]),
            ]
        );
        close(&outputs(&thin, 2), &outputs(&net, 2), 1e-5);
    }

    #[test]
    fn the_error_is_the_energy_that_is_left_out() {
        for net in [lenet(1), mobilenet(2), residual(3)] {
            let thin = low_rank(&net, &with(0.8)).unwrap();
            let mut factored = 0;
            for p in net.weights.params() {
                let name = &net.graph.nodes()[p.node].name;
                let Some(u) = thin.weights.view(&format!("{name}.u.weight")) else { continue };
                let v = thin.weights.view(&format!("{name}.v.weight")).unwrap();
                let (r, k) = (u.shape()[u.ndim() - 1], v.shape()[v.ndim() - 1]);
                let (u, v): (Vec<f32>, Vec<f32>) = (u.iter().copied().collect(), v.iter().copied().collect());
                if p.role != Role::Weight {
                    continue;
                }
                let w = &net.weights.values()[p.range.clone()];
                let error: f64 = (0..w.len())
                    .map(|i| f64::from(w[i] - (0..r).map(|j| u[i / k * r + j] * v[j * k + i % k]).sum::<f32>()).powi(2))
                    .sum();
                let squares: Vec<f64> =
                    singular_values(&net, name).unwrap().iter().map(|&s| f64::from(s).powi(2)).collect();
                let all: f64 = squares.iter().sum();
                let left: f64 = squares[r..].iter().sum();
                assert!((error - left).abs() < 1e-4 * all && left <= 0.2 * all, "{name}: {error} for {left} of {all}");
                assert!(squares[r - 1..].iter().sum::<f64>() > 0.2 * all, "{name}: rank {r} is more than needed");
                assert!(u.len() + v.len() < w.len());
                factored += 1;
            }
            assert!(factored > 0);
            outputs(&thin, 1);
        }
    }

    #[test]
    fn a_layer_that_saves_little_stays() {
        let net = lenet(1);
        let of = |saving: f32| {
            let thin = low_rank(&net, &LowRank { saving, ..with(0.8) }).unwrap();
            let (some, all) = factored(&net, &thin);
            (some, all, thin.weights.trainable_len())
        };
        let (every, all, len) = of(0.0);
        let whole = net.weights.trainable_len();
        assert!(every > 0 && every <= all && len < whole);
        // Where a layer stays, it saves nothing; those that do not save that part each.
        for saving in [0.1, 0.3, 0.6] {
            let (some, of_all, len) = of(saving);
            assert!(some <= every && of_all == all && (some == 0) == (len == whole), "{saving}: {some} of {every}");
        }
        assert_eq!(of(0.99), (0, all, whole));
        assert!(low_rank(&net, &LowRank { saving: 1.0, ..with(0.8) }).is_err());
    }

    #[test]
    fn full_rank_stays_and_energy_has_its_range() {
        let net = lenet(1);
        assert_eq!(low_rank(&net, &with(1.0)), Ok(net.clone()));
        assert!(low_rank(&net, &with(f32::NAN)).is_err() && low_rank(&net, &with(0.0)).is_err());
    }

    #[test]
    fn a_matrix_of_zeros_has_rank_one() {
        let mut net = lenet(1);
        net.weights.view_mut("fc1.weight").unwrap().fill(0.0);
        let thin = low_rank(&net, &with(0.9)).unwrap();
        assert_eq!(thin.weights.view("fc1.u.weight").unwrap().shape(), [36, 1]);
        assert!(thin.weights.values().iter().all(|w| w.is_finite()));
    }
}
