//! Low-rank factorization: a layer becomes the product of two thinner ones (Denton et al. 2014, Sainath et al. 2013).

use super::Network;
use super::rewrite::{Rewrite, find_param, tensor};
use super::svd::{Decomposition, Svd};
use crate::graph::{NodeId, Weights};
use crate::ops::{Conv2d, Linear, Op, Pad, Role};
use crate::spec::recipe::LowRank;
use crate::{Error, Result};

/// `net` with each linear layer and each 1×1 convolution in one group, `W [C, K]`, as two: `<name>.u` of `W₁ [C, r]`,
/// without bias, and `<name>.v` of `W₂ [r, K]` with the layer's bias; `W₁W₂` is the matrix of rank r nearest to W (Eckart
/// & Young 1936). r is the least that keeps `settings.energy` of `Σσ²`; layers that would not become smaller by more than the part
/// `settings.saving`, `r(C + K) ≥ CK(1 − saving)`, stay.
pub fn low_rank(net: &Network, settings: &LowRank) -> Result<Network> {
    let mut work = Factoring::new(net, settings)?;
    while work.advance(net) {}
    work.finish(net)
}

/// [`low_rank`] at work, in pieces of some milliseconds between which the caller can stop. Every piece is of the same
/// network.
#[derive(Debug)]
pub struct Factoring {
    energy: f32,
    saving: f32,
    /// The layers that have a matrix, and those of them that are done.
    layers: Vec<NodeId>,
    done: Vec<Option<Factors>>,
    /// The next layer's.
    present: Option<Piece>,
}

#[derive(Debug)]
enum Piece {
    /// The singular values, which tell the rank.
    Values(Decomposition),
    /// The directions, of which so many will be used.
    Vectors(Decomposition, usize),
    /// The factors, direction by direction: so many are there.
    Filling(Svd, Factors, usize),
}

impl Factoring {
    /// Nothing done yet.
    pub fn new(net: &Network, settings: &LowRank) -> Result<Self> {
        let energy = settings.energy;
        if !(energy > 0.0 && energy <= 1.0) {
            return Err(Error::setting("energy", "0 < energy ≤ 1", energy.to_string()));
        }
        let saving = settings.saving;
        if !(0.0..1.0).contains(&saving) {
            return Err(Error::setting("saving", "0 ≤ saving < 1", saving.to_string()));
        }
        let layers = (1..net.graph.nodes().len()).filter(|&id| matrix(net, id).is_some()).collect();
        Ok(Factoring { energy, saving, layers, done: Vec::new(), present: None })
    }

    /// Does the next piece; whether there is more to do.
    pub fn advance(&mut self, net: &Network) -> bool {
        let Some(matrix) = self.layers.get(self.done.len()).and_then(|&id| matrix(net, id)) else { return false };
        self.present = match self.present.take() {
            None => Some(Piece::Values(matrix.decomposition())),
            Some(Piece::Values(mut it)) => match it.find_values() {
                true => Some(Piece::Values(it)),
                false => {
                    let rank = matrix.rank(&it.values(), self.energy, self.saving);
                    if rank.is_none() {
                        self.done.push(None);
                    }
                    rank.map(|rank| Piece::Vectors(it, rank))
                }
            },
            Some(Piece::Vectors(mut it, rank)) => match it.advance() {
                true => Some(Piece::Vectors(it, rank)),
                false => Some(Piece::Filling(it.finish(), matrix.room(rank), 0)),
            },
            Some(Piece::Filling(_, factors, r)) if r == factors.rank => {
                self.done.push(Some(factors));
                None
            }
            Some(Piece::Filling(svd, mut factors, r)) => {
                matrix.fill(&svd, &mut factors, r);
                Some(Piece::Filling(svd, factors, r + 1))
            }
        };
        true
    }

    /// Layers that are done, of how many.
    pub fn progress(&self) -> (usize, usize) {
        (self.done.len(), self.layers.len())
    }

    /// The network with its layers factored, as far as they are done.
    pub fn finish(self, net: &Network) -> Result<Network> {
        let mut rewrite = Rewrite::new(net)?;
        let mut found: Vec<Option<Factors>> = net.graph.nodes().iter().map(|_| None).collect();
        self.layers.iter().zip(self.done).for_each(|(&id, factors)| found[id] = factors);
        let mut factors = Vec::new();
        for (id, node) in net.graph.nodes().iter().enumerate().skip(1) {
            let Some(factored) = found[id].take() else {
                rewrite.keep(id)?;
                continue;
            };
            let (first, second) = thinner(&node.op, factored.rank);
            let inputs = rewrite.inputs(id);
            let u = rewrite.push(&format!("{}.u", node.name), first, &inputs)?;
            let v = rewrite.push(&format!("{}.v", node.name), second, &[u])?;
            rewrite.becomes(id, v);
            factors.push((id, u, v, factored));
        }
        let mut thin = rewrite.finish();
        for (old, u, v, factored) in factors {
            set(&mut thin.weights, u, Role::Weight, &factored.u);
            set(&mut thin.weights, v, Role::Weight, &factored.v);
            if let Some((_, bias)) = tensor(&net.weights, old, Role::Bias) {
                set(&mut thin.weights, v, Role::Bias, bias);
            }
        }
        Ok(thin)
    }
}

/// The layers of `before` that `after` has factors for, and all that have a matrix.
pub fn factored(before: &Network, after: &Network) -> (usize, usize) {
    let all = || (1..before.graph.nodes().len()).filter(|&id| matrix(before, id).is_some());
    let is_gone = |id: &NodeId| {
        let name = &before.graph.nodes()[*id].name;
        after.graph.nodes().iter().all(|node| node.name != *name)
    };
    (all().filter(is_gone).count(), all().count())
}

/// The singular values of layer `name`'s matrix, descending; `None` for layers that cannot be factored.
pub fn singular_values(net: &Network, name: &str) -> Option<Vec<f32>> {
    let id = net.graph.nodes().iter().position(|n| n.name == name)?;
    Some(matrix(net, id)?.decomposition().values().iter().map(|&v| v as f32).collect())
}

/// A layer's weights as a matrix `[c, k]`.
#[derive(Debug, Clone, Copy)]
struct Matrix<'a> {
    w: &'a [f32],
    c: usize,
    k: usize,
}

/// Two factors, `u [c, rank]` and `v [rank, k]`.
#[derive(Debug)]
struct Factors {
    rank: usize,
    u: Vec<f32>,
    v: Vec<f32>,
}

fn matrix(net: &Network, id: NodeId) -> Option<Matrix<'_>> {
    match &net.graph.nodes()[id].op {
        Op::Linear(_) => {}
        Op::Conv2d(op) if op.kernel == [1, 1] && op.groups == 1 => {}
        _ => return None,
    }
    let (_, w) = tensor(&net.weights, id, Role::Weight)?;
    let (c, k) = (net.graph.in_shape(id).c, net.graph.nodes()[id].shape.c);
    (w.iter().all(|w| w.is_finite())).then_some(Matrix { w, c, k })
}

impl Matrix<'_> {
    /// Of W where it is tall, of its transpose where it is wide.
    fn decomposition(self) -> Decomposition {
        let at = |c: usize, k: usize| f64::from(self.w[c * self.k + k]);
        if self.c >= self.k {
            let columns = (0..self.k).flat_map(|k| (0..self.c).map(move |c| at(c, k)));
            Decomposition::new(columns.collect(), self.c)
        } else {
            Decomposition::new(self.w.iter().map(|&w| f64::from(w)).collect(), self.k)
        }
    }

    /// The rank that keeps the part `energy` of `Σσ²`, if two factors of it save more than the part `saving` of the matrix.
    fn rank(self, values: &[f64], energy: f32, saving: f32) -> Option<usize> {
        let Matrix { c, k, .. } = self;
        let rank = rank(values, energy, c.max(k));
        let (now, before) = ((rank * (c + k)) as f64, (c * k) as f64);
        (now < before * (1.0 - f64::from(saving))).then_some(rank)
    }

    /// Room for factors of this rank.
    fn room(self, rank: usize) -> Factors {
        Factors { rank, u: vec![0.0; self.c * rank], v: vec![0.0; rank * self.k] }
    }

    /// Direction `r` of the factors. Tall: W ≈ (W V)·Vᵀ. Wide: V are the left vectors of W, and W ≈ V·(Vᵀ W). The sum is
    /// over W's shorter side.
    fn fill(self, svd: &Svd, Factors { rank, u, v }: &mut Factors, r: usize) {
        let Matrix { w, c, k } = self;
        let Some(vector) = svd.vectors.chunks_exact(c.min(k)).nth(r) else { return };
        if c >= k {
            for (i, row) in w.chunks_exact(k).enumerate() {
                u[i * *rank + r] = row.iter().zip(vector).map(|(&w, v)| f64::from(w) * v).sum::<f64>() as f32;
            }
            v[r * k..(r + 1) * k].iter_mut().zip(vector).for_each(|(to, &v)| *to = v as f32);
        } else {
            let mut sums = vec![0.0f64; k];
            for ((i, row), &x) in w.chunks_exact(k).enumerate().zip(vector) {
                u[i * *rank + r] = x as f32;
                sums.iter_mut().zip(row).for_each(|(s, &w)| *s += f64::from(w) * x);
            }
            v[r * k..(r + 1) * k].iter_mut().zip(sums).for_each(|(to, s)| *to = s as f32);
        }
    }
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

fn set(weights: &mut Weights, node: NodeId, role: Role, values: &[f32]) {
    if let Some(at) = find_param(weights, node, role) {
        let range = weights.params()[at].range.clone();
        weights.values_mut()[range].copy_from_slice(values);
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
    fn of_rank_two() -> Network {
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
