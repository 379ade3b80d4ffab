//! Inference in floats, each instruction by the kernel that was chosen for it.

use super::plan::{Instruction, Plan};
use super::session::{KernelKind, Values};
use super::sparse::{self, Planes};
use super::{Executor, Mode, dynamic};
use crate::Result;
use crate::graph::{Graph, NodeId, Weights};
use crate::int8::DynamicLayer;
use crate::ops::{Int8Kernels, Kernels};
use std::borrow::Cow;
use std::fmt::Debug;

/// How an instruction is computed.
#[derive(Debug)]
pub(super) enum Choice {
    /// As the executor does it.
    Dense,
    /// By a list of weights.
    Sparse(sparse::Layer),
    /// In integers.
    Dynamic(DynamicLayer),
    /// On a rounded input: a layer with a code book, or a grid that is not symmetric.
    Rounded,
}

impl Choice {
    pub const fn kind(&self) -> KernelKind {
        match self {
            Choice::Dense => KernelKind::Dense,
            Choice::Sparse(_) => KernelKind::Sparse,
            Choice::Dynamic(_) => KernelKind::Dynamic,
            Choice::Rounded => KernelKind::Rounded,
        }
    }
}

/// A plan with weights, all by the executor's own kernels.
#[derive(Debug)]
pub(super) struct Dense<K> {
    executor: Executor<K>,
    weights: Weights,
}

impl<K: Kernels> Dense<K> {
    /// For batches of up to `batch` images.
    pub fn new(graph: &Graph, weights: Weights, batch: usize) -> Result<Self> {
        Ok(Dense { executor: Executor::new(graph, batch, Mode::Inference)?, weights })
    }
}

impl<K: Kernels + Debug> Values for Dense<K> {
    fn graph(&self) -> &Graph {
        self.executor.graph()
    }

    fn plan(&self) -> &Plan {
        &self.executor.plan
    }

    fn set_input(&mut self, input: &[f32]) -> Result<()> {
        self.executor.set_input(&self.weights, input)
    }

    fn run(&mut self, i: usize) {
        self.executor.infer_instruction(&self.weights, i);
    }

    fn kernel(&self, _i: usize) -> KernelKind {
        KernelKind::Dense
    }

    fn output(&mut self) -> &[f32] {
        self.executor.output()
    }

    fn value(&self, id: NodeId) -> Option<Cow<'_, [f32]>> {
        self.executor.value(id).map(Cow::Borrowed)
    }
}

/// A plan with weights, and a kernel for each instruction.
#[derive(Debug)]
pub(super) struct Floats<K> {
    pub executor: Executor<K>,
    pub weights: Weights,
    /// One for each instruction.
    pub choices: Vec<Choice>,
    /// An image channel by channel, for lists of weights.
    planes: Vec<f32>,
    rounding: dynamic::Rounding,
}

impl<K: Kernels + Int8Kernels> Floats<K> {
    /// For batches of up to `batch` images.
    pub fn new(
        graph: &Graph,
        weights: Weights,
        batch: usize,
        choose: impl Fn(&Instruction) -> Result<Choice>,
    ) -> Result<Self> {
        let executor: Executor<K> = Executor::new(graph, batch, Mode::Inference)?;
        let choices: Vec<Choice> = executor.plan.instructions.iter().map(choose).collect::<Result<_>>()?;
        let planes = choices.iter().map(|choice| match choice {
            Choice::Sparse(layer) => Planes::of(&layer.s).len(layer.s.c),
            _ => 0,
        });
        let planes = vec![0.0; planes.max().unwrap_or(0)];
        let rounding = dynamic::Rounding::new::<K>(&executor, &choices);
        Ok(Floats { executor, weights, choices, planes, rounding })
    }
}

impl<K: Kernels + Int8Kernels + Debug> Values for Floats<K> {
    fn graph(&self) -> &Graph {
        self.executor.graph()
    }

    fn plan(&self) -> &Plan {
        &self.executor.plan
    }

    fn set_input(&mut self, input: &[f32]) -> Result<()> {
        self.executor.set_input(&self.weights, input)
    }

    fn run(&mut self, i: usize) {
        let Floats { executor, weights, choices, planes, rounding } = self;
        match &choices[i] {
            Choice::Dense => executor.infer_instruction(weights, i),
            Choice::Sparse(layer) => {
                executor.infer_by(weights, i, |x, bias, y| layer.forward(x, bias, y, planes));
            }
            Choice::Dynamic(layer) => rounding.integers(executor, weights, i, layer),
            Choice::Rounded => rounding.floats(executor, weights, i),
        }
    }

    fn kernel(&self, i: usize) -> KernelKind {
        self.choices[i].kind()
    }

    fn output(&mut self) -> &[f32] {
        self.executor.output()
    }

    fn value(&self, id: NodeId) -> Option<Cow<'_, [f32]>> {
        self.executor.value(id).map(Cow::Borrowed)
    }
}
