use super::{Graph, NodeId};
use crate::ops::Role;
use crate::rng::Rng;
use crate::{Error, Result};
use ndarray::{ArrayView2, ArrayViewD, ArrayViewMut2, ArrayViewMutD, IxDyn, aview2};
use std::ops::Range;

/// One named tensor of a network.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Param {
    /// The node it belongs to.
    pub node: NodeId,
    /// What it is for.
    pub role: Role,
    /// Its name, PyTorch's: `conv1.weight`.
    pub name: String,
    /// Its shape in Karui's order.
    pub shape: Vec<usize>,
    /// Inputs summed into one output.
    pub fan_in: usize,
    /// Its place among the values: [`Weights::values`].
    pub range: Range<usize>,
}

/// `values` as `[n, channels]`: the last axis, a layer's outputs K or an activation's C, stays one, all others become the
/// first. What is left of an incomplete row is left out.
pub fn by_channel<T>(values: &[T], channels: usize) -> ArrayView2<'_, T> {
    let n = values.len().checked_div(channels).unwrap_or(0);
    ArrayView2::from_shape((n, channels), &values[..n * channels]).unwrap_or_else(|_| aview2::<T, 0>(&[]))
}

/// [`by_channel`], to change.
pub fn by_channel_mut<T>(values: &mut [T], channels: usize) -> ArrayViewMut2<'_, T> {
    let n = values.len().checked_div(channels).unwrap_or(0);
    let whole = &mut values[..n * channels];
    ArrayViewMut2::from_shape((n, channels), whole).unwrap_or_else(|_| ArrayViewMut2::from(&mut [] as &mut [[T; 0]]))
}

/// All tensors of a network in one buffer: first those that are trained, then the running statistics. One buffer is
/// what an optimizer walks, what workers exchange and what a checkpoint stores.
#[derive(Debug, Clone, PartialEq)]
pub struct Weights {
    params: Vec<Param>,
    values: Vec<f32>,
    trainable: usize,
}

impl Weights {
    /// The tensors of `graph`, in graph order, without room for their values; and how many values there are: those that are trained,
    /// and all.
    pub fn layout(graph: &Graph) -> (Vec<Param>, [usize; 2]) {
        let mut params = Vec::new();
        for (node, n) in graph.nodes().iter().enumerate() {
            for p in n.op.params(graph.in_shape(node)) {
                let name = format!("{}.{}", n.name, p.role.suffix());
                params.push(Param { node, role: p.role, name, shape: p.shape, fan_in: p.fan_in, range: 0..0 });
            }
        }
        let mut end = 0;
        let mut trainable = 0;
        for of_trainable in [true, false] {
            for p in params.iter_mut().filter(|p| p.role.is_trainable() == of_trainable) {
                // A file may speak of a network that no memory holds: whoever makes room asks for the bytes first.
                let len = p.shape.iter().fold(1, |len: usize, &axis| len.saturating_mul(axis));
                p.range = end..end.saturating_add(len);
                end = p.range.end;
            }
            if of_trainable {
                trainable = end;
            }
        }
        (params, [trainable, end])
    }

    /// The layout for `graph`, with zeros, γ = 1 and running variance 1.
    pub fn zeros(graph: &Graph) -> Self {
        let (params, [trainable, end]) = Self::layout(graph);
        let mut weights = Weights { params, values: vec![0.0; end], trainable };
        for i in 0..weights.params.len() {
            if matches!(weights.params[i].role, Role::Scale | Role::RunningVar) {
                let range = weights.params[i].range.clone();
                weights.values[range].fill(1.0);
            }
        }
        weights
    }

    /// Initial values from a seed, distributed as PyTorch's defaults: weights and biases of convolutions and linear
    /// layers uniform within ±1/√fan_in (Kaiming uniform with a = √5; torch.nn.Linear, torch.nn.Conv2d), γ = 1, β = 0.
    pub fn init(graph: &Graph, seed: u64) -> Self {
        let mut weights = Self::zeros(graph);
        let mut rng = Rng::new(seed, 0);
        for p in &weights.params {
            if matches!(p.role, Role::Weight | Role::Bias) {
                let bound = 1.0 / (p.fan_in.max(1) as f32).sqrt();
                for v in &mut weights.values[p.range.clone()] {
                    *v = rng.range(-bound, bound);
                }
            }
        }
        weights
    }

    /// The tensors in graph order.
    pub fn params(&self) -> &[Param] {
        &self.params
    }

    /// All values.
    pub fn values(&self) -> &[f32] {
        &self.values
    }

    /// All values, to change.
    pub fn values_mut(&mut self) -> &mut [f32] {
        &mut self.values
    }

    /// How many values are trained; they come first.
    pub fn trainable_len(&self) -> usize {
        self.trainable
    }

    /// Trained values and running statistics, to change.
    pub fn split_mut(&mut self) -> (&mut [f32], &mut [f32]) {
        self.values.split_at_mut(self.trainable)
    }

    /// Takes all values from a buffer of the same layout.
    pub fn set_values(&mut self, values: &[f32]) -> Result<()> {
        Error::check_len("weights", self.values.len(), values.len())?;
        self.values.copy_from_slice(values);
        Ok(())
    }

    /// The tensor called `name`.
    pub fn view(&self, name: &str) -> Option<ArrayViewD<'_, f32>> {
        let p = self.params.iter().find(|p| p.name == name)?;
        ArrayViewD::from_shape(IxDyn(&p.shape), &self.values[p.range.clone()]).ok()
    }

    /// The tensor called `name`, to change.
    pub fn view_mut(&mut self, name: &str) -> Option<ArrayViewMutD<'_, f32>> {
        let p = self.params.iter().find(|p| p.name == name)?;
        ArrayViewMutD::from_shape(IxDyn(&p.shape), &mut self.values[p.range.clone()]).ok()
    }
}
