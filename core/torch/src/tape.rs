//! The tape: what forward leaves behind so that backward can walk through it.
//!
//! A node is what one op did. Its inputs are the nodes that its gradients go to; a leaf has an `AccumulateGrad`. Backward starts at
//! the loss and takes, of the nodes whose consumers are all done, the latest first, as PyTorch's engine does.

use crate::array::Array;
use crate::error::{Result, runtime};
use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt;
use std::rc::Rc;

/// From the output's gradient, the saved tensors, and which inputs ask for a gradient: a gradient for each of these.
pub(crate) type Backward = Box<dyn Fn(&Array, &[Array], &[bool]) -> Result<Vec<Option<Array>>>>;

/// What an op made: its value, and how its gradient goes back.
pub(crate) struct Made {
    pub value: Array,
    /// PyTorch's name of the node, as `MulBackward0`.
    pub name: &'static str,
    /// What backward needs of forward.
    pub saved: Vec<Array>,
    pub backward: Backward,
}

impl Made {
    pub fn new(value: Array, name: &'static str, saved: Vec<Array>, backward: Backward) -> Self {
        Made { value, name, saved, backward }
    }
}

/// What one op did.
pub(crate) struct Node {
    pub id: u64,
    pub name: &'static str,
    /// The leaf that an `AccumulateGrad` adds to.
    pub leaf: Option<u64>,
    /// A tensor of which the program wants the gradient although it is no leaf.
    pub retained: RefCell<Option<u64>>,
    inputs: RefCell<Vec<Option<Rc<Node>>>>,
    /// Saved tensors with the version they had; none once freed.
    saved: RefCell<Option<Vec<(Array, u64)>>>,
    backward: Option<Backward>,
}

impl fmt::Debug for Node {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<{} {}>", self.name, self.id)
    }
}

impl Drop for Node {
    /// One after the other: a long graph would else be dropped as deep as it is long.
    fn drop(&mut self) {
        let mut open: Vec<_> = self.inputs.get_mut().drain(..).flatten().collect();
        while let Some(node) = open.pop() {
            if let Some(mut node) = Rc::into_inner(node) {
                open.extend(node.inputs.get_mut().drain(..).flatten());
            }
        }
    }
}

impl Node {
    /// The node of an op.
    pub fn new(id: u64, made: Made, inputs: Vec<Option<Rc<Node>>>) -> (Array, Rc<Node>) {
        let saved = made.saved.into_iter().map(|a| (a.clone(), a.version())).collect();
        let node = Node {
            id,
            name: made.name,
            leaf: None,
            retained: RefCell::new(None),
            inputs: RefCell::new(inputs),
            saved: RefCell::new(Some(saved)),
            backward: Some(made.backward),
        };
        (made.value, Rc::new(node))
    }

    /// The node that adds to the gradient of leaf `tensor`.
    pub fn accumulate(id: u64, tensor: u64) -> Rc<Node> {
        Rc::new(Node {
            id,
            name: "AccumulateGrad",
            leaf: Some(tensor),
            retained: RefCell::new(None),
            inputs: RefCell::new(Vec::new()),
            saved: RefCell::new(None),
            backward: None,
        })
    }

    /// The numbers of the nodes that its gradients go to.
    pub fn input_ids(&self) -> Vec<Option<u64>> {
        self.inputs.borrow().iter().map(|input| input.as_ref().map(|node| node.id)).collect()
    }

    fn gradients(&self, dy: &Array) -> Result<Vec<Option<Array>>> {
        let Some(backward) = &self.backward else { return Ok(Vec::new()) };
        let saved = self.saved.borrow();
        let Some(saved) = saved.as_ref() else {
            return runtime(
                "backward through this graph a second time: its saved tensors are freed by the first backward. \
                 Give retain_graph=True to the first where you need the graph twice",
            );
        };
        if saved.iter().any(|(array, version)| array.version() != *version) {
            return runtime(format!(
                "a tensor that {} needs for its gradient has been changed in place since forward",
                self.name
            ));
        }
        let saved: Vec<Array> = saved.iter().map(|(array, _)| array.clone()).collect();
        let needs: Vec<bool> = self.inputs.borrow().iter().map(Option::is_some).collect();
        backward(dy, &saved, &needs)
    }

    /// Lets go of the saved tensors; whether there were any.
    fn free(&self) -> bool {
        let mut saved = self.saved.borrow_mut();
        let some = saved.as_ref().is_some_and(|saved| !saved.is_empty());
        if some {
            *saved = None;
        }
        some
    }
}

/// What a backward pass did.
#[derive(Debug, Default)]
pub(crate) struct Walk {
    pub walked: Vec<u64>,
    pub freed: Vec<u64>,
    /// For each leaf reached, what is to be added to its gradient.
    pub leaves: Vec<(u64, Array)>,
}

/// Walks back from `root`, whose output has the gradient `seed`.
pub(crate) fn backward(root: &Rc<Node>, seed: Array, retain: bool) -> Result<Walk> {
    // How many consumers of each node have yet to be done.
    let mut waiting: HashMap<u64, usize> = HashMap::new();
    let mut open = vec![root.clone()];
    let mut seen = HashSet::from([root.id]);
    while let Some(node) = open.pop() {
        for input in node.inputs.borrow().iter().flatten() {
            *waiting.entry(input.id).or_default() += 1;
            if seen.insert(input.id) {
                open.push(input.clone());
            }
        }
    }
    let mut walk = Walk::default();
    let mut sums: HashMap<u64, Option<Array>> = HashMap::from([(root.id, Some(seed))]);
    // Leaves at once, then the latest.
    let rank = |node: &Node| (node.leaf.is_some(), node.id);
    let mut ready = BTreeMap::from([(rank(root), root.clone())]);
    while let Some((_, node)) = ready.pop_last() {
        walk.walked.push(node.id);
        let dy = sums.remove(&node.id).flatten();
        let mut gradients = Vec::new();
        if let Some(dy) = dy {
            for tensor in node.leaf.into_iter().chain(*node.retained.borrow()) {
                walk.leaves.push((tensor, dy.clone()));
            }
            gradients = node.gradients(&dy)?;
            if !retain && node.free() {
                walk.freed.push(node.id);
            }
        }
        for (i, input) in node.inputs.borrow().iter().enumerate() {
            let Some(input) = input else { continue };
            let sum = sums.entry(input.id).or_default();
            if let Some(new) = gradients.get_mut(i).and_then(Option::take) {
                *sum = Some(match sum.take() {
                    None => new,
                    Some(old) => plus(&old, &new)?,
                });
            }
            let waiting = waiting.entry(input.id).or_default();
            *waiting = waiting.saturating_sub(1);
            if *waiting == 0 {
                ready.insert(rank(input), input.clone());
            }
        }
    }
    Ok(walk)
}

/// The sum of two gradients of one tensor.
pub(crate) fn plus(a: &Array, b: &Array) -> Result<Array> {
    let sum = a.floats().iter().zip(b.floats().iter()).map(|(a, b)| a + b).collect();
    a.make(sum, a.shape())
}
