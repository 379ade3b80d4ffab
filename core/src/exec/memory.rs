//! How much memory a network needs on a device that has little: when each value of a [`Plan`] is there, and where it lies in
//! one block (the *arena*). The exported C program runs in that very block.

use super::Mode;
use super::plan::{Life, Plan};
use crate::graph::fold_bn::fold_bn;
use crate::graph::{Graph, Model, Node, NodeId, Weights};
use crate::ops::activation::int8::is_bounds;
use crate::ops::{Op, Role};
use crate::quant::Activations;
use crate::{Error, Result};
use std::cmp::Reverse;

/// What values are on the device.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Element {
    /// 32-bit floats.
    Float32,
    /// 8-bit integers.
    Int8,
}

impl Element {
    /// Bytes of one.
    pub const fn bytes(self) -> usize {
        match self {
            Element::Float32 => 4,
            Element::Int8 => 1,
        }
    }

    /// What the activations of `net` are, computed on a device.
    pub const fn of(net: &Model) -> Self {
        match net.activations {
            Activations::Static(_) => Element::Int8,
            Activations::Float | Activations::Dynamic => Element::Float32,
        }
    }
}

/// A value in the arena.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlacedValue {
    /// The node whose value it is.
    pub node: NodeId,
    /// Its bytes.
    pub bytes: usize,
    /// Where it begins.
    pub offset: usize,
    /// The first step at which it is there.
    pub from: usize,
    /// The last one.
    pub to: usize,
}

/// One kernel call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MemoryStep {
    /// The node it computes, of the network with its batch norms folded.
    pub node: NodeId,
    /// That node's name.
    pub name: String,
    /// The places of what it reads in [`MemoryPlan::values`].
    pub inputs: Vec<usize>,
    /// The place of what it writes.
    pub output: usize,
    /// Bytes of all values that are there while it runs.
    pub live_bytes: usize,
    /// Bytes of its constants: weights, biases, multipliers, tables.
    pub flash_bytes: usize,
}

/// The memory of a network that sees one image at a time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MemoryPlan {
    /// What values are.
    pub element: Element,
    /// The input, then what each step writes, in order.
    pub values: Vec<PlacedValue>,
    /// The kernel calls, in order.
    pub steps: Vec<MemoryStep>,
    /// The size of the block that holds every value in its time.
    pub arena_bytes: usize,
}

impl MemoryPlan {
    /// The memory of `net` with its batch norms folded, in the numbers that its activations are. `in_place` lets an op on single
    /// values write over an input that nobody reads again.
    ///
    /// # Errors
    /// Where a batch norm has no layer before it, or there is an op of training.
    pub fn new(net: &Model, in_place: bool) -> Result<Self> {
        Self::of_untrained(&net.graph, Element::of(net), in_place)
    }

    /// The memory of a network of this structure, trained or not, with its batch norms folded and all values `element`s.
    ///
    /// # Errors
    /// As [`MemoryPlan::new`].
    pub fn of_untrained(graph: &Graph, element: Element, in_place: bool) -> Result<Self> {
        let folded = fold_bn(&Model::float(graph.clone(), Weights::zeros(graph)))?.graph;
        let graph = &folded;
        let refused = |node: &&Node| matches!(node.op, Op::BatchNorm(_) | Op::FakeQuantize(_));
        if let Some(node) = graph.nodes().iter().find(refused) {
            return Err(Error::misuse(
                "memory plan",
                "ops of inference, each batch norm behind a layer",
                node.name.as_str(),
            ));
        }
        let fuses = |act| element == Element::Float32 || is_bounds(act);
        let plan = Plan::fusing(graph, &Weights::zeros(graph), 1, Mode::Inference, fuses);
        Ok(Self::of_plan(graph, &plan, element, in_place))
    }

    /// The memory of a plan for one image.
    pub(super) fn of_plan(graph: &Graph, plan: &Plan, element: Element, in_place: bool) -> Self {
        let (lives, reads) = plan.lives(graph);
        let bytes: Vec<usize> =
            lives.iter().map(|life| graph.nodes()[life.node].shape.len() * element.bytes()).collect();
        let block_of = blocks(graph, plan, &lives, &reads, &bytes, in_place);
        let mut blocks: Vec<Block> = Vec::new();
        for (value, &at) in block_of.iter().enumerate() {
            let Life { from, to, .. } = lives[value];
            match blocks.get_mut(at) {
                Some(block) => block.to = block.to.max(to),
                None => blocks.push(Block { bytes: bytes[value], from, to, offset: 0 }),
            }
        }
        let arena_bytes = place(&mut blocks);
        let live = |step: usize| blocks.iter().filter(|b| b.from <= step && step <= b.to).map(|b| b.bytes).sum();
        let steps = plan.instructions.iter().zip(reads).enumerate();
        let steps = steps.map(|(i, (it, inputs))| MemoryStep {
            node: it.node,
            name: graph.nodes()[it.node].name.clone(),
            inputs,
            output: i + 1,
            live_bytes: live(i),
            flash_bytes: flash(graph, it.node, element),
        });
        let values = lives.iter().zip(&bytes).zip(&block_of).map(|((life, &bytes), &block)| PlacedValue {
            node: life.node,
            bytes,
            offset: blocks[block].offset,
            from: life.from,
            to: life.to,
        });
        MemoryPlan { element, steps: steps.collect(), values: values.collect(), arena_bytes }
    }

    /// Bytes of all constants.
    pub fn flash_bytes(&self) -> usize {
        self.steps.iter().map(|step| step.flash_bytes).sum()
    }

    /// The most bytes that are there at a time: no arena can be smaller.
    pub fn peak_live_bytes(&self) -> usize {
        let input = self.values.first().map_or(0, |input| input.bytes);
        self.steps.iter().map(|step| step.live_bytes).max().unwrap_or(input)
    }

    /// The step at which most is there.
    pub fn peak_step(&self) -> Option<usize> {
        (0..self.steps.len()).rev().max_by_key(|&i| self.steps[i].live_bytes)
    }
}

/// Memory that one value has, or several one after the other.
struct Block {
    bytes: usize,
    from: usize,
    to: usize,
    offset: usize,
}

/// For each value its block, numbered in order of their first values. Values share one where an op may work in place.
fn blocks(
    graph: &Graph,
    plan: &Plan,
    lives: &[Life],
    reads: &[Vec<usize>],
    bytes: &[usize],
    in_place: bool,
) -> Vec<usize> {
    let mut block_of: Vec<usize> = Vec::with_capacity(lives.len());
    let mut count = 0;
    for value in 0..lives.len() {
        let over = value.checked_sub(1).filter(|_| in_place).and_then(|i| {
            let single =
                matches!(graph.nodes()[plan.instructions[i].node].op, Op::Activation(_) | Op::Add | Op::Multiply);
            let dies = |&&input: &&usize| lives[input].to == i && bytes[input] == bytes[value];
            // The output of the network is read once more, but nothing reads its input then.
            if single { reads[i].iter().find(dies) } else { None }
        });
        block_of.push(match over {
            Some(&input) => block_of[input],
            None => {
                count += 1;
                count - 1
            }
        });
    }
    block_of
}

/// Lays blocks into one arena and gives its size: the largest first, each at the lowest place where it meets none that is there
/// at the same time (Pisarchyk and Lee 2020, "Greedy by Size").
fn place(blocks: &mut [Block]) -> usize {
    let mut order: Vec<usize> = (0..blocks.len()).collect();
    order.sort_by_key(|&i| Reverse(blocks[i].bytes));
    let mut end = 0;
    for (n, &i) in order.iter().enumerate() {
        let (from, to, bytes) = (blocks[i].from, blocks[i].to, blocks[i].bytes);
        let mut taken: Vec<(usize, usize)> = order[..n]
            .iter()
            .map(|&j| &blocks[j])
            .filter(|b| b.from <= to && from <= b.to)
            .map(|b| (b.offset, b.offset + b.bytes))
            .collect();
        taken.sort_unstable();
        let mut offset = 0;
        for (start, stop) in taken {
            if offset + bytes <= start {
                break;
            }
            offset = offset.max(stop);
        }
        blocks[i].offset = offset;
        end = end.max(offset + bytes);
    }
    end
}

/// Bytes of the constants of node `node`'s kernel. In integers a weight has one, an output channel a bias and a multiplier of
/// four each, and a function that is more than bounds a table of 256 results.
fn flash(graph: &Graph, node: NodeId, element: Element) -> usize {
    let node_of = &graph.nodes()[node];
    let len = |role: Role| -> usize {
        let params = node_of.op.params(graph.in_shape(node));
        params.iter().filter(|p| p.role == role).map(|p| p.shape.iter().product::<usize>()).sum()
    };
    match (element, &node_of.op) {
        (Element::Float32, _) => 4 * (len(Role::Weight) + len(Role::Bias)),
        (Element::Int8, Op::Activation(_)) => 256,
        (Element::Int8, _) if len(Role::Weight) > 0 => len(Role::Weight) + 8 * node_of.shape.c,
        (Element::Int8, _) => 0,
    }
}
