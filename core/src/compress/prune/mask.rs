//! Which weights are zero and stay zero.

use super::{Basis, count, is_layer, least};
use crate::compress::Model;
use crate::graph::{Param, by_channel};
use crate::ops::{Op, Role};
use crate::spec::recipe::Scope;
use std::ops::Range;

/// The pruned weights of a network: those that are zero and stay so.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Mask {
    /// Their places in [`crate::graph::Weights::values`], ascending.
    zeros: Vec<u32>,
}

impl Mask {
    /// A mask of the given places.
    pub(super) fn new(mut zeros: Vec<u32>) -> Self {
        zeros.sort_unstable();
        Mask { zeros }
    }

    /// The zeros of the tensors that `net` stores sparsely: what keeps them while a pruned network is trained.
    pub fn of(net: &Model) -> Self {
        let sparse = net.weights.params().iter().zip(&net.storage).filter(|(_, s)| s.sparse);
        let values = net.weights.values();
        Mask::new(sparse.flat_map(|(p, _)| p.range.clone()).filter(|&i| values[i] == 0.0).map(|i| i as u32).collect())
    }

    /// Sets the pruned ones of `values` to zero: all values of the network, or something as long as the trained ones,
    /// such as gradients or an optimizer's momentum.
    pub fn apply(&self, values: &mut [f32]) {
        for &i in &self.zeros {
            if let Some(value) = values.get_mut(i as usize) {
                *value = 0.0;
            }
        }
    }

    /// The places of the pruned weights in [`crate::graph::Weights::values`], ascending.
    pub fn zeros(&self) -> &[u32] {
        &self.zeros
    }

    /// Whether any of the values in `range` is pruned.
    pub fn touches(&self, range: &Range<usize>) -> bool {
        let at = self.zeros.partition_point(|&i| (i as usize) < range.start);
        self.zeros.get(at).is_some_and(|&i| range.contains(&(i as usize)))
    }
}

impl Basis<'_> {
    /// The weights that are pruned one by one, with the amount of their own that their layer may have.
    fn tensors(&self) -> impl Iterator<Item = (&Param, Option<f32>)> {
        let nodes = self.net.graph.nodes();
        let weights =
            self.net.weights.params().iter().filter(|p| p.role == Role::Weight && is_layer(&nodes[p.node].op));
        weights.filter_map(|p| match self.own_amount(p.node) {
            None if matches!(nodes[p.node].op, Op::DepthwiseConv2d(_)) => None,
            own => Some((p, own)),
        })
    }

    fn scores(&self, p: &Param) -> impl Iterator<Item = (f32, u32)> {
        self.of_weights(p).into_iter().zip(p.range.start as u32..)
    }
}

/// The least important weights: exactly `⌊amount·n⌉` of all whose layers compete, or of each layer's.
pub(super) fn elements(basis: &Basis<'_>) -> Mask {
    let (mut zeros, mut together) = (Vec::new(), Vec::new());
    for (p, own) in basis.tensors() {
        if own.is_none() && basis.settings.scope == Scope::Global {
            together.extend(basis.scores(p));
        } else {
            let scores: Vec<_> = basis.scores(p).collect();
            zeros.extend(least(&scores, count(own.unwrap_or(basis.amount), scores.len())));
        }
    }
    zeros.extend(least(&together, count(basis.amount, together.len())));
    Mask::new(zeros)
}

/// The two least important of each four neighbours along the inputs C, the axis that is summed over: for a
/// convolution at each place of its kernel, as NVIDIA's sparse tensor cores want it (Mishra et al. 2021, §3). What is
/// left of C after the last whole four stays, and so does a layer whose own amount is 0.
pub(super) fn two_of_four(basis: &Basis<'_>) -> Mask {
    let mut zeros = Vec::new();
    for (p, _) in basis.tensors().filter(|(_, own)| *own != Some(0.0)) {
        let scores: Vec<_> = basis.scores(p).collect();
        // Weights have two axes at least, the last of them [C, K].
        let [c, k] = [p.shape[p.shape.len() - 2], p.shape[p.shape.len() - 1]];
        for place in scores.chunks_exact(c * k) {
            for four in by_channel(place, k).exact_chunks((4, 1)) {
                zeros.extend(least(&four.iter().copied().collect::<Vec<_>>(), 2));
            }
        }
    }
    Mask::new(zeros)
}
