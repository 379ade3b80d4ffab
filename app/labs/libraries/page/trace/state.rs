//! What a program has made of things so far: where in the trace each is told of last.

use super::{Entry, Node, Optimizer, Tensor, Trace, Value};
use std::collections::BTreeMap;

/// Where something is told: an entry, and its place there.
type Place = (u32, u32);

/// The state behind some statements.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct State {
    /// What names mean.
    pub variables: BTreeMap<String, Value>,
    tensors: BTreeMap<u64, Place>,
    nodes: BTreeMap<u64, Place>,
    optimizers: BTreeMap<u64, Place>,
    /// Nodes that the last statement freed: they are gone with the next one.
    pub freed: Vec<u64>,
}

impl State {
    /// Goes on by the entry at `at`.
    pub fn apply(&mut self, at: usize, entry: &Entry) {
        for node in self.freed.drain(..) {
            self.nodes.remove(&node);
        }
        let place = |i: usize| (at as u32, i as u32);
        self.variables.extend(entry.variables.iter().map(|(name, value)| (name.clone(), value.clone())));
        self.tensors.extend(entry.tensors.iter().enumerate().map(|(i, tensor)| (tensor.id, place(i))));
        self.nodes.extend(entry.tape.added.iter().enumerate().map(|(i, node)| (node.node, place(i))));
        self.optimizers.extend(entry.optimizers.iter().enumerate().map(|(i, it)| (it.id, place(i))));
        for id in &entry.gone {
            self.tensors.remove(id);
        }
        self.freed.clone_from(&entry.tape.freed);
    }

    /// A tensor by its number.
    pub fn tensor<'a>(&self, trace: &'a Trace, id: u64) -> Option<&'a Tensor> {
        let (entry, i) = *self.tensors.get(&id)?;
        trace.entries.get(entry as usize)?.tensors.get(i as usize)
    }

    /// The nodes of the tape, in the order in which they were added.
    pub fn nodes<'a>(&self, trace: &'a Trace) -> Vec<&'a Node> {
        let of = |(entry, i): &Place| trace.entries.get(*entry as usize)?.tape.added.get(*i as usize);
        self.nodes.values().filter_map(of).collect()
    }

    /// The optimizers.
    pub fn optimizers<'a>(&self, trace: &'a Trace) -> Vec<&'a Optimizer> {
        let of = |(entry, i): &Place| trace.entries.get(*entry as usize)?.optimizers.get(*i as usize);
        self.optimizers.values().filter_map(of).collect()
    }

    /// The sum of the absolute values of what is known of the gradient of a tensor called `name`.
    pub fn gradient(&self, trace: &Trace, name: &str) -> Option<f64> {
        let tensors = self.tensors.keys().filter_map(|id| self.tensor(trace, *id));
        let named = tensors.into_iter().find(|tensor| tensor.name.as_deref() == Some(name))?;
        Some(named.grad.as_ref()?.iter().map(|value| value.0.abs()).sum())
    }

    /// What the program calls a tensor.
    pub fn name(&self, trace: &Trace, id: u64) -> Option<String> {
        let own = self.tensor(trace, id).and_then(|tensor| tensor.name.clone());
        own.or_else(|| {
            let is_it = |value: &Value| matches!(value, Value::Tensor { tensor } if *tensor == id);
            self.variables.iter().find(|(_, value)| is_it(value)).map(|(name, _)| name.clone())
        })
    }
}
