//! What an executor will do, decided once: the order, which activations are fused into the op before them, which
//! buffer each value and each gradient lives in, and how large everything is.

use super::{Kernels, Mode, Rows};
use crate::graph::{Graph, NodeId, Weights};
use crate::ops::{Activation, Op};
use std::ops::Range;

/// One kernel call of the forward pass, and its counterpart in the backward pass.
#[derive(Debug, Clone)]
pub(super) struct Instruction {
    /// The node it computes.
    pub node: NodeId,
    /// The node whose value it writes: `node`, or the activation fused behind it.
    pub last: NodeId,
    /// The activation fused behind it.
    pub act: Option<Activation>,
    /// Buffers of its inputs' values.
    pub inputs: Vec<usize>,
    /// Buffer of its output's value.
    pub output: usize,
    /// Places of its parameters in [`Weights::values`], in the op's order.
    pub params: Vec<Range<usize>>,
    /// Buffer of its output's gradient.
    pub d_output: usize,
    /// What to do with the gradient of each input.
    pub d_inputs: Vec<GradTo>,
}

/// Where the gradient of a instruction's input goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum GradTo {
    /// Nobody asks for it.
    Nowhere,
    /// The first one to be written into this gradient buffer.
    Set(usize),
    /// Another consumer has written there already: add to it.
    Add(usize),
}

/// From when to when a value is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Life {
    /// The node whose value it is.
    pub node: NodeId,
    /// The instruction that writes it; the first one for the input, which is there before.
    pub from: usize,
    /// The last instruction that reads it; the plan's last one for the output.
    pub to: usize,
}

#[derive(Debug, Clone)]
pub(super) struct Plan {
    pub batch: usize,
    pub instructions: Vec<Instruction>,
    /// The buffer of each node's value, if it is written at all.
    pub value_of: Vec<Option<usize>>,
    /// Values per image in each value buffer.
    pub value_len: Vec<usize>,
    /// Values per image in each gradient buffer.
    pub grad_len: Vec<usize>,
    /// The gradient buffer of the network's input, where it is wanted.
    pub d_input: Option<usize>,
    /// Values per image of the largest gradient that is first written aside, then added.
    pub aside_len: usize,
    /// Scratch values for kernels.
    pub workspace: usize,
}

/// Buffers that are handed out, given back, and handed out again.
#[derive(Default)]
struct Pool {
    len: Vec<usize>,
    free: Vec<usize>,
}

impl Pool {
    fn take(&mut self, len: usize) -> usize {
        let best = (0..self.free.len()).max_by_key(|&i| self.len[self.free[i]]);
        let buffer = best.map_or_else(
            || {
                self.len.push(0);
                self.len.len() - 1
            },
            |i| self.free.swap_remove(i),
        );
        self.len[buffer] = self.len[buffer].max(len);
        buffer
    }
}

impl Plan {
    pub fn new<K: Kernels>(graph: &Graph, weights: &Weights, batch: usize, mode: Mode) -> Plan {
        let plan = Self::fusing(graph, weights, batch, mode, |_| true);
        let workspace = plan.instructions.iter().map(|s| workspace::<K>(graph, s.node, batch)).max().unwrap_or(0);
        Plan { workspace, ..plan }
    }

    /// A plan without workspace that fuses such activations as `fuses` says.
    pub fn fusing(
        graph: &Graph,
        weights: &Weights,
        batch: usize,
        mode: Mode,
        fuses: impl Fn(Activation) -> bool,
    ) -> Plan {
        let nodes = graph.nodes();
        let fused = fusions(graph, mode, fuses);
        let owner = owners(graph, &fused, mode);
        let needed = needed(graph, mode);
        let mut instructions: Vec<Instruction> = (1..nodes.len())
            .filter(|&node| needed[node] && owner[node] == node && !fused.contains(&Some(node)))
            .map(|node| Instruction {
                node,
                last: fused[node].unwrap_or(node),
                act: fused[node].and_then(|a| match nodes[a].op {
                    Op::Activation(f) => Some(f),
                    _ => None,
                }),
                inputs: nodes[node].inputs.iter().map(|&i| owner[i]).collect(),
                output: fused[node].unwrap_or(node),
                params: weights.params().iter().filter(|p| p.node == node).map(|p| p.range.clone()).collect(),
                d_output: 0,
                d_inputs: Vec::new(),
            })
            .collect();

        let mut grads = Pool::default();
        let (d_input, aside_len) = if mode.trains() {
            plan_gradients(graph, &mut instructions, owner[graph.output()], mode, &mut grads)
        } else {
            (None, 0)
        };
        let (value_of, value_len) = plan_values(graph, &mut instructions, &owner, mode);
        Plan { batch, instructions, value_of, value_len, grad_len: grads.len, d_input, aside_len, workspace: 0 }
    }

    /// When each value is there in a plan for inference: the input's first, then what each instruction writes, in order; and for
    /// each instruction the places among them of what it reads.
    pub fn lives(&self, graph: &Graph) -> (Vec<Life>, Vec<Vec<usize>>) {
        let mut lives = vec![Life { node: 0, from: 0, to: 0 }];
        lives.extend(self.instructions.iter().enumerate().map(|(i, it)| Life { node: it.last, from: i, to: i }));
        // What no instruction writes lies where its input does.
        let mut value_of: Vec<usize> = Vec::with_capacity(graph.nodes().len());
        for (id, node) in graph.nodes().iter().enumerate() {
            let written = self.instructions.iter().position(|it| it.last == id).map(|i| i + 1);
            let passed = node.inputs.first().map_or(0, |&input| value_of[input]);
            value_of.push(written.unwrap_or(passed));
        }
        let mut reads = Vec::with_capacity(self.instructions.len());
        for (i, it) in self.instructions.iter().enumerate() {
            let inputs: Vec<usize> = graph.nodes()[it.node].inputs.iter().map(|&input| value_of[input]).collect();
            inputs.iter().for_each(|&value| lives[value].to = i);
            reads.push(inputs);
        }
        // Whoever runs the network reads its output afterwards.
        lives[value_of[graph.output()]].to = self.instructions.len().saturating_sub(1);
        (lives, reads)
    }
}

/// For each node the activation behind it that its kernel applies in the same pass over memory: the only consumer,
/// and, where the slope is needed later, one that tells it from its output.
fn fusions(graph: &Graph, mode: Mode, fuses: impl Fn(Activation) -> bool) -> Vec<Option<NodeId>> {
    let nodes = graph.nodes();
    let fuse = |node: NodeId| {
        let takes = matches!(nodes[node].op, Op::Conv2d(_) | Op::DepthwiseConv2d(_) | Op::Linear(_) | Op::BatchNorm(_));
        let mut consumers = graph.consumers(node);
        match (takes && mode != Mode::Inspect, consumers.next(), consumers.next()) {
            (true, Some(next), None) => match nodes[next].op {
                Op::Activation(f) if fuses(f) && (!mode.trains() || f.slope_from_output()) => Some(next),
                _ => None,
            },
            _ => None,
        }
    };
    (0..nodes.len()).map(fuse).collect()
}

/// Whether the op leaves every value where it is.
fn is_alias(op: &Op, mode: Mode) -> bool {
    matches!(op, Op::Flatten) || matches!(op, Op::Dropout(_)) && !mode.trains()
}

/// The nodes that the output depends on; all of them where they are to be looked at.
fn needed(graph: &Graph, mode: Mode) -> Vec<bool> {
    let mut needed = vec![mode == Mode::Inspect; graph.nodes().len()];
    needed[graph.output()] = true;
    for (node, n) in graph.nodes().iter().enumerate().rev() {
        if needed[node] {
            n.inputs.iter().for_each(|&i| needed[i] = true);
        }
    }
    needed
}

/// For each node the node whose buffer holds its value.
fn owners(graph: &Graph, fused: &[Option<NodeId>], mode: Mode) -> Vec<NodeId> {
    let mut owner: Vec<NodeId> = (0..graph.nodes().len()).collect();
    for (node, n) in graph.nodes().iter().enumerate() {
        if is_alias(&n.op, mode) {
            owner[node] = owner[n.inputs[0]];
        }
    }
    debug_assert!(fused.iter().flatten().all(|&act| owner[act] == act));
    owner
}

/// Gives each instruction its gradient buffers, walking backwards. `inputs` and `output` still name nodes here.
fn plan_gradients(
    graph: &Graph,
    instructions: &mut [Instruction],
    output: NodeId,
    mode: Mode,
    pool: &mut Pool,
) -> (Option<usize>, usize) {
    let nodes = graph.nodes();
    let mut grad_of: Vec<Option<usize>> = vec![None; nodes.len()];
    grad_of[output] = Some(pool.take(nodes[output].shape.len()));
    let mut aside_len = 0;
    for instruction in instructions.iter_mut().rev() {
        // Every instruction is needed, so a later one, or the loss, has given its output a gradient.
        instruction.d_output = grad_of[instruction.output].unwrap_or(0);
        instruction.d_inputs = instruction
            .inputs
            .iter()
            .map(|&input| match grad_of[input] {
                _ if input == 0 && mode != Mode::InputGradient => {
                    // Batch norm's kernel computes its input's gradient together with its parameters'.
                    if matches!(nodes[instruction.node].op, Op::BatchNorm(_)) {
                        aside_len = aside_len.max(nodes[input].shape.len());
                    }
                    GradTo::Nowhere
                }
                Some(buffer) => {
                    aside_len = aside_len.max(nodes[input].shape.len());
                    GradTo::Add(buffer)
                }
                None => {
                    let buffer = pool.take(nodes[input].shape.len());
                    grad_of[input] = Some(buffer);
                    GradTo::Set(buffer)
                }
            })
            .collect();
        pool.free.push(instruction.d_output);
    }
    (grad_of[0], aside_len)
}

/// Gives each node its value buffer and turns the instructions' node names into buffers. While training every value is
/// kept for the backward pass; otherwise a buffer is used again once its last reader has run.
fn plan_values(
    graph: &Graph,
    instructions: &mut [Instruction],
    owner: &[NodeId],
    mode: Mode,
) -> (Vec<Option<usize>>, Vec<usize>) {
    let nodes = graph.nodes();
    let mut last_read = vec![0; nodes.len()];
    for (i, instruction) in instructions.iter().enumerate() {
        for &input in &instruction.inputs {
            last_read[input] = i;
        }
    }
    last_read[owner[graph.output()]] = usize::MAX;
    let mut pool = Pool::default();
    let mut buffer_of: Vec<Option<usize>> = vec![None; nodes.len()];
    buffer_of[0] = Some(pool.take(nodes[0].shape.len()));
    for (i, instruction) in instructions.iter_mut().enumerate() {
        let buffer = pool.take(nodes[instruction.output].shape.len());
        buffer_of[instruction.output] = Some(buffer);
        let mut read = instruction.inputs.clone();
        read.dedup();
        if mode == Mode::Inference {
            pool.free.extend(read.iter().filter(|&&n| last_read[n] == i).filter_map(|&n| buffer_of[n]));
        }
        for input in &mut instruction.inputs {
            *input = buffer_of[*input].unwrap_or(0);
        }
        instruction.output = buffer;
    }
    let value_of = owner.iter().map(|&o| buffer_of[o]).collect();
    (value_of, pool.len)
}

fn workspace<K: Kernels>(graph: &Graph, node: NodeId, batch: usize) -> usize {
    let (x, y) = (graph.in_shape(node), graph.nodes()[node].shape);
    match &graph.nodes()[node].op {
        Op::Conv2d(op) => K::conv2d_workspace(&op.window(batch, x, y)),
        Op::DepthwiseConv2d(op) => K::depthwise_workspace(&op.window(batch, x, y)),
        Op::Linear(_) => K::linear_workspace(Rows { n: batch, c: x.c, k: y.c }),
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::GraphBuilder;
    use crate::ops::Conv2d;
    use crate::ops::Pad;

    /// A block with a branch around it, behind which the picture is flattened.
    fn branched() -> Graph {
        let mut g = GraphBuilder::new(crate::Shape::new(4, 4, 2));
        let conv = || {
            let pad = Pad::all(1);
            Op::Conv2d(Conv2d { out_channels: 2, kernel: [3; 2], stride: [1; 2], pad, groups: 1, bias: true })
        };
        let a = g.push("a", conv(), &[0]).unwrap();
        let relu = g.push("relu", Op::Activation(Activation::Relu), &[a]).unwrap();
        let b = g.push("b", conv(), &[relu]).unwrap();
        let sum = g.push("sum", Op::Add, &[b, relu]).unwrap();
        g.push("flat", Op::Flatten, &[sum]).unwrap();
        g.build()
    }

    #[test]
    fn values_live_until_their_last_reader_and_buffers_are_used_again_only_then() {
        let graph = branched();
        let plan = Plan::fusing(&graph, &Weights::zeros(&graph), 1, Mode::Inference, |_| true);
        let (lives, reads) = plan.lives(&graph);
        let spans: Vec<(usize, usize, usize)> = lives.iter().map(|life| (life.node, life.from, life.to)).collect();
        assert_eq!(spans, [(0, 0, 0), (2, 0, 2), (3, 1, 2), (4, 2, 2)]);
        assert_eq!(reads, [vec![0], vec![1], vec![2, 1]]);
        // The executor's own buffers keep to the same lives.
        let buffer = |life: &Life| plan.value_of[life.node];
        for (i, a) in lives.iter().enumerate() {
            for b in &lives[..i] {
                let meet = a.from <= b.to && b.from <= a.to;
                assert!(!meet || buffer(a) != buffer(b), "{a:?} {b:?}");
            }
        }
    }
}
