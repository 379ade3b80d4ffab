//! What calls do with a session's tensors.

use crate::array::Array;
use crate::error::{Kind, Result, TorchError, runtime};
use crate::session::{FULL, MOST_TENSORS, SMALL, Session, Tensor};
use crate::tape::{self, Made, Node};
use crate::trace::NodeEntry;
use std::rc::Rc;

impl Session {
    /// A tensor, which the call at hand reads.
    pub(crate) fn tensor(&mut self, id: u64) -> Result<&mut Tensor> {
        if !self.inputs.contains(&id) {
            self.inputs.push(id);
        }
        let calls = self.calls;
        if self.evicted.contains(&id) {
            let message = "this tensor is the result of an old step, and was let go of to make room: \
                           keep what you need of it by .item() or .tolist()";
            return Err(TorchError::new(Kind::Memory, message));
        }
        match self.tensors.get_mut(&id) {
            Some(tensor) => {
                tensor.used = calls;
                Ok(tensor)
            }
            None => runtime(format!("there is no tensor {id}")),
        }
    }

    pub(crate) fn array(&mut self, id: u64) -> Result<Array> {
        Ok(self.tensor(id)?.array.clone())
    }

    /// Whether the gradient of what is made of these tensors is wanted.
    pub(crate) fn needs(&self, ids: &[u64]) -> Vec<bool> {
        let wanted = |id: &u64| self.grad_enabled && self.tensors.get(id).is_some_and(|t| t.requires_grad);
        ids.iter().map(wanted).collect()
    }

    /// A new tensor of values that nothing has led to.
    pub(crate) fn leaf(&mut self, array: Array, requires_grad: bool) -> Result<u64> {
        if requires_grad && !array.is_float() {
            return runtime(format!(
                "only tensors of floating point can require gradients, this one is {}",
                array.dtype().name()
            ));
        }
        Ok(self.insert(array, requires_grad, None, false))
    }

    /// A new tensor of an op without a gradient.
    pub(crate) fn result(&mut self, array: Array) -> u64 {
        self.insert(array, false, None, true)
    }

    fn insert(&mut self, array: Array, requires_grad: bool, node: Option<Rc<Node>>, made: bool) -> u64 {
        let id = self.next_id;
        self.next_id += 1;
        let tensor = Tensor {
            array,
            requires_grad,
            grad: None,
            grad_handle: None,
            node,
            accumulate: None,
            viewed: false,
            name: None,
            made,
            used: self.calls,
        };
        self.tensors.insert(id, tensor);
        self.changed.insert(id);
        id
    }

    /// The node that the gradient of tensor `id` goes to.
    fn edge(&mut self, id: u64) -> Option<Rc<Node>> {
        let tensor = self.tensors.get_mut(&id).filter(|t| t.requires_grad)?;
        if let Some(node) = tensor.node.as_ref().or(tensor.accumulate.as_ref()) {
            return Some(node.clone());
        }
        let node = Node::accumulate(self.next_node, id);
        self.next_node += 1;
        tensor.accumulate = Some(node.clone());
        self.note(&node, id);
        Some(node)
    }

    fn note(&mut self, node: &Node, tensor: u64) {
        if !self.trace.is_full() && self.entry.has_room() {
            self.entry.tape.added.push(NodeEntry { node: node.id, name: node.name, tensor, inputs: node.input_ids() });
        }
    }

    /// The tensor that an op made of `inputs`, on the tape where its gradient is wanted.
    pub(crate) fn record(&mut self, made: Made, inputs: &[u64]) -> u64 {
        let view = inputs.iter().any(|id| self.tensors.get(id).is_some_and(|t| t.array.shares(&made.value)));
        let id = if made.value.is_float() && self.needs(inputs).contains(&true) {
            let (array, node) = self.node(made, inputs);
            let id = self.insert(array, true, Some(node.clone()), true);
            self.note(&node, id);
            id
        } else {
            self.insert(made.value, false, None, true)
        };
        if view {
            for id in inputs.iter().chain([&id]) {
                if let Some(tensor) = self.tensors.get_mut(id) {
                    tensor.viewed = true;
                }
            }
        }
        id
    }

    fn node(&mut self, made: Made, inputs: &[u64]) -> (Array, Rc<Node>) {
        let edges = inputs.iter().map(|id| self.edge(*id)).collect();
        let id = self.next_node;
        self.next_node += 1;
        Node::new(id, made, edges)
    }

    /// Puts what an op made of `inputs` in the place of tensor `id`'s values, as `x += y` does.
    pub(crate) fn assign(&mut self, id: u64, made: Made, inputs: &[u64]) -> Result<()> {
        let wanted = self.needs(inputs).contains(&true);
        let grad_enabled = self.grad_enabled;
        let tensor = self.tensor(id)?;
        let array = tensor.array.clone();
        if made.value.shape() != array.shape() {
            return runtime(format!(
                "a result of shape {:?} does not fit in place into {:?}",
                made.value.shape(),
                array.shape()
            ));
        }
        if made.value.is_float() && !array.is_float() {
            return runtime(format!("a float result cannot be put in place into {}", array.dtype().name()));
        }
        if grad_enabled && tensor.requires_grad && tensor.node.is_none() {
            return runtime("a leaf that requires a gradient is changed in place: do it under torch.no_grad()");
        }
        let viewed = tensor.viewed;
        if wanted {
            if viewed {
                return crate::error::missing("an in-place change, with gradients, of a tensor that has views");
            }
            let mut made = made;
            // The way back needs what was here before.
            for saved in made.saved.iter_mut().filter(|saved| saved.shares(&array)) {
                *saved = saved.copy()?;
            }
            let (value, node) = self.node(made, inputs);
            array.write(&value)?;
            let tensor = self.tensor(id)?;
            (tensor.requires_grad, tensor.node) = (true, Some(node.clone()));
            self.note(&node, id);
        } else {
            array.write(&made.value)?;
        }
        self.touch(id, &array);
        Ok(())
    }

    /// Says that the values of `array`, which is tensor `id`'s, changed, so that the trace tells all tensors that have a part in them.
    pub(crate) fn touch(&mut self, id: u64, array: &Array) {
        self.changed.insert(id);
        // The tensor's own and the one at hand.
        if array.holders() <= 2 {
            return;
        }
        let of = |t: &Tensor| t.array.shares(array) || t.grad.as_ref().is_some_and(|grad| grad.shares(array));
        let ids: Vec<u64> = self.tensors.iter().filter(|(_, t)| of(t)).map(|(id, _)| *id).collect();
        self.changed.extend(ids);
    }

    /// Adds the gradients of everything that tensor `id` was made of.
    pub(crate) fn backward(&mut self, id: u64, gradient: Option<u64>, retain: bool) -> Result<()> {
        for (leaf, gradient) in self.walk(id, gradient, retain)? {
            self.accumulate(leaf, &gradient)?;
        }
        Ok(())
    }

    /// Walks the tape back from a tensor; gives what comes to each tensor that asks for its gradient.
    fn walk(&mut self, id: u64, gradient: Option<u64>, retain: bool) -> Result<Vec<(u64, Array)>> {
        let tensor = self.tensor(id)?;
        let array = tensor.array.clone();
        if !tensor.requires_grad {
            return runtime("this tensor does not require a gradient and has no grad_fn: nothing leads back from it");
        }
        let seed = match gradient {
            Some(gradient) => {
                let seed = self.array(gradient)?;
                if seed.shape() != array.shape() || !seed.is_float() {
                    return runtime(format!(
                        "backward: the gradient has shape {:?}, the tensor {:?}",
                        seed.shape(),
                        array.shape()
                    ));
                }
                seed.copy()?
            }
            None if array.len() == 1 => array.make(vec![1.0], array.shape())?,
            None => {
                return runtime(format!(
                    "the gradient is known without being given for scalars only, this tensor has shape {:?}: use .sum() or .mean()",
                    array.shape()
                ));
            }
        };
        let Some(root) = self.edge(id) else { return runtime("this tensor has no place on the tape") };
        let walk = tape::backward(&root, seed, retain)?;
        if !self.trace.is_full() && self.entry.has_room() {
            self.entry.tape.walked.extend(walk.walked);
            self.entry.tape.freed.extend(walk.freed);
        }
        Ok(walk.leaves)
    }

    /// The gradients of `inputs` alone, as tensors; nothing for one that the output does not come from. No `.grad` changes.
    pub(crate) fn gradients(
        &mut self,
        id: u64,
        inputs: &[u64],
        gradient: Option<u64>,
        retain: bool,
    ) -> Result<Vec<Option<u64>>> {
        let mut before = Vec::new();
        for input in inputs {
            let tensor = self.tensor(*input)?;
            if !tensor.requires_grad {
                return runtime("one of the tensors does not require a gradient");
            }
            // What is no leaf is told of by its node.
            if let Some(node) = tensor.node.clone() {
                let old = node.retained.replace(Some(*input));
                before.push((node, old));
            }
        }
        let reached = self.walk(id, gradient, retain);
        for (node, old) in before.into_iter().rev() {
            node.retained.replace(old);
        }
        let reached = reached?;
        let mut found = Vec::new();
        for input in inputs {
            let mut sum: Option<Array> = None;
            for (_, gradient) in reached.iter().filter(|(tensor, _)| tensor == input) {
                sum = Some(match sum {
                    None => gradient.copy()?,
                    Some(sum) => tape::plus(&sum, gradient)?,
                });
            }
            found.push(sum.map(|sum| self.result(sum)));
        }
        Ok(found)
    }

    fn accumulate(&mut self, leaf: u64, gradient: &Array) -> Result<()> {
        // The program may have let go of the leaf.
        let Some(tensor) = self.tensors.get_mut(&leaf) else { return Ok(()) };
        match &tensor.grad {
            // In place: whoever holds .grad sees it.
            Some(grad) => grad.write(&tape::plus(grad, gradient)?)?,
            None => {
                tensor.grad = Some(gradient.copy()?);
                tensor.grad_handle = None;
            }
        }
        if let Some(handle) = tensor.grad_handle {
            self.changed.insert(handle);
        }
        self.changed.insert(leaf);
        Ok(())
    }

    /// The handle of tensor `id`'s gradient.
    pub(crate) fn grad(&mut self, id: u64) -> Result<Option<u64>> {
        let tensor = self.tensor(id)?;
        let Some(grad) = tensor.grad.clone() else { return Ok(None) };
        let known = tensor.grad_handle;
        if let Some(known) = known.filter(|known| self.tensors.get(known).is_some_and(|t| t.array.shares(&grad))) {
            return Ok(Some(known));
        }
        let handle = self.insert(grad, false, None, true);
        self.tensor(id)?.grad_handle = Some(handle);
        Ok(Some(handle))
    }

    /// The program calls tensor `id` so.
    pub(crate) fn name(&mut self, id: u64, name: &str) {
        if let Some(tensor) = self.tensors.get_mut(&id).filter(|t| t.name.as_deref() != Some(name)) {
            tensor.name = Some(name.into());
            self.changed.insert(id);
        }
    }

    /// A name of the program means something else now.
    pub(crate) fn variable(&mut self, name: &str, value: serde_json::Value) {
        if !self.trace.is_full() {
            self.entry.variables.insert(name.into(), value);
        }
    }

    /// The program has no handle of these tensors any more.
    pub(crate) fn release(&mut self, ids: &[u64]) {
        for id in ids {
            self.evicted.remove(id);
            if self.tensors.remove(id).is_some() && !self.trace.is_full() {
                self.entry.gone.push(*id);
            }
        }
    }

    /// Lets go of results that were not used for the longest time, until half of the room is free, and of other unnamed
    /// tensors if that is not enough. Parameters, small tensors and those of the last calls stay.
    pub(crate) fn let_go(&mut self) {
        let recent = self.calls.saturating_sub(64);
        let crowded = self.tensors.len() > MOST_TENSORS;
        let mut old: Vec<(bool, u64, u64)> = self
            .tensors
            .iter()
            .filter(|(_, t)| t.used < recent && t.name.is_none() && !(t.requires_grad && t.node.is_none()))
            .filter(|(_, t)| crowded || t.array.bytes() > SMALL)
            .map(|(id, t)| (!t.made, t.used, *id))
            .collect();
        old.sort_unstable();
        for (_, _, id) in old {
            if self.meter.used() <= FULL / 2 && self.tensors.len() <= MOST_TENSORS / 2 {
                break;
            }
            self.release(&[id]);
            self.evicted.insert(id);
        }
    }
}
