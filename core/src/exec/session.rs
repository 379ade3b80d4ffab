use super::dynamic::how;
use super::float::{Choice, Dense, Floats};
use super::int8::Levels;
use super::plan::Plan;
use super::sparse;
use crate::graph::{Graph, Model, NodeId, Weights};
use crate::ops::{Cpu, Int8Kernels, Kernels};
use crate::quant::Activations;
use crate::{Error, Result};
use std::borrow::Cow;
use std::fmt::Debug;
use std::marker::PhantomData;

/// Runs a network that is trained and ready: images in, logits out. Whatever the numbers inside, the outside is the same, so
/// that accuracy and time are measured in one way. Which kernel computes an instruction is decided when the session is made,
/// and all memory is taken then.
#[derive(Debug)]
pub struct InferenceSession<K = Cpu> {
    kernel: &'static str,
    values: Box<dyn Values>,
    kernels: PhantomData<K>,
}

/// What flows between the kernels, and the kernels. A trait object, so that who only runs dense floats links no others.
pub(super) trait Values: Debug {
    /// What is computed.
    fn graph(&self) -> &Graph;
    /// How.
    fn plan(&self) -> &Plan;
    /// Takes in a batch.
    fn set_input(&mut self, input: &[f32]) -> Result<()>;
    /// Computes instruction `i`, which there is.
    fn run(&mut self, i: usize);
    /// The kernel of instruction `i`, which there is.
    fn kernel(&self, i: usize) -> KernelKind;
    /// The output of the batch last run.
    fn output(&mut self) -> &[f32];
    /// The value of node `id` for the batch last run as real numbers, as long as its buffer was not used again.
    fn value(&self, id: NodeId) -> Option<Cow<'_, [f32]>>;
    /// The levels of a node, where values are levels.
    fn levels(&self, _id: NodeId) -> Option<&[i8]> {
        None
    }
}

/// The kernels of one instruction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KernelKind {
    /// Floats, all weights.
    Dense,
    /// Floats, by a list of the weights that are not zero.
    Sparse,
    /// Integer weights, and an input that is rounded to the grid of each image's range.
    Dynamic,
    /// Floats, on an input that is rounded all the same.
    Rounded,
    /// Integers on fixed grids.
    Static,
}

impl<K: Kernels + Int8Kernels + Debug + 'static> InferenceSession<K> {
    /// A session of `net` for batches of up to `batch` images, with the kernels that its numbers ask for: integers where its
    /// activations have fixed grids; integers layer by layer where each image has its own; lists of weights where zeros are
    /// left out and that is faster; else dense products of floats.
    ///
    /// # Errors
    /// Where `batch` is 0. With fixed grids also where one has no meaning, where a convolution's or linear layer's weights are
    /// not on a symmetric integer grid, and where batch norm was not folded; with each image's own, where a grid of weights
    /// has no meaning, or so many weights that their sum needs more than 32 bits.
    pub fn new(net: &Model, batch: usize) -> Result<Self> {
        match net.activations {
            Activations::Static(_) => Ok(Self::of(<K as Int8Kernels>::NAME, Levels::<K>::new(net, batch)?)),
            Activations::Dynamic => {
                super::int8::prepare::check_layout(net)?;
                Self::floats(K::DYNAMIC_NAME, &net.graph, net.weights.clone(), batch, |instruction| {
                    how::<K>(net, instruction)
                })
            }
            Activations::Float if net.storage.iter().any(|s| s.sparse) => Self::by_lists(net, batch, sparse::min_zeros),
            Activations::Float => Self::dense(&net.graph, &net.weights, batch),
        }
    }

    /// A session of floats with nothing left out.
    ///
    /// # Errors
    /// Where `batch` is 0.
    pub fn dense(graph: &Graph, weights: &Weights, batch: usize) -> Result<Self> {
        Ok(Self::of(<K as Kernels>::NAME, Dense::<K>::new(graph, weights.clone(), batch)?))
    }

    /// A session of floats with lists for all layers with more than the part `zeros` of zeros, whether that is faster or not:
    /// for the benchmark that finds out.
    ///
    /// # Errors
    /// Where `batch` is 0.
    pub fn with_lists_above(net: &Model, batch: usize, zeros: f32) -> Result<Self> {
        Self::by_lists(net, batch, |_| zeros)
    }

    fn by_lists(net: &Model, batch: usize, min_zeros: impl Fn(&crate::ops::Window) -> f32) -> Result<Self> {
        Self::floats("sparse", &net.graph, net.weights.clone(), batch, |instruction| {
            Ok(sparse::Layer::of(net, instruction.node, &min_zeros).map_or(Choice::Dense, Choice::Sparse))
        })
    }

    fn floats(
        kernel: &'static str,
        graph: &Graph,
        weights: Weights,
        batch: usize,
        choose: impl Fn(&super::plan::Instruction) -> Result<Choice>,
    ) -> Result<Self> {
        Ok(Self::of(kernel, Floats::<K>::new(graph, weights, batch, choose)?))
    }

    fn of(kernel: &'static str, values: impl Values + 'static) -> Self {
        InferenceSession { kernel, values: Box::new(values), kernels: PhantomData }
    }

    /// The kernels' name, as shown beside a speed.
    pub fn kernel(&self) -> &'static str {
        self.kernel
    }

    /// The graph that runs.
    pub fn graph(&self) -> &Graph {
        self.values.graph()
    }

    fn plan(&self) -> &Plan {
        self.values.plan()
    }

    /// Images in its largest batch.
    pub fn batch(&self) -> usize {
        self.plan().batch
    }

    /// The logits `[N, classes]` of `input [N, H, W, C]`, N being at most [`InferenceSession::batch`].
    ///
    /// # Errors
    /// Where `input` is no such batch.
    pub fn forward(&mut self, input: &[f32]) -> Result<&[f32]> {
        self.set_input(input)?;
        for i in 0..self.instruction_count() {
            self.run(i);
        }
        Ok(self.output())
    }

    /// Runs `input` as [`InferenceSession::forward`] does and shows `look` what each instruction gives, as soon as it is
    /// computed: the node whose value that is (the activation fused behind a layer, where there is one), and the values
    /// `[N, H, W, C]` as real numbers, whatever they are computed in.
    ///
    /// # Errors
    /// Where `input` is no such batch.
    pub fn inspect(&mut self, input: &[f32], look: &mut dyn FnMut(NodeId, &[f32])) -> Result<()> {
        self.set_input(input)?;
        for i in 0..self.instruction_count() {
            self.run(i);
            let last = self.plan().instructions[i].last;
            if let Some(value) = self.values.value(last) {
                look(last, &value);
            }
        }
        Ok(())
    }

    /// Takes in a batch without running it; for [`InferenceSession::run_instruction`].
    ///
    /// # Errors
    /// Where `input` is no batch of images.
    pub fn set_input(&mut self, input: &[f32]) -> Result<()> {
        self.values.set_input(input)
    }

    /// How many kernel calls a pass has.
    pub fn instruction_count(&self) -> usize {
        self.plan().instructions.len()
    }

    /// The node that instruction `i` computes, and the last of those fused into it; `None` past the last instruction.
    pub fn instruction_nodes(&self, i: usize) -> Option<(NodeId, NodeId)> {
        self.plan().instructions.get(i).map(|it| (it.node, it.last))
    }

    /// The kernel of instruction `i`.
    pub fn instruction_kernel(&self, i: usize) -> Option<KernelKind> {
        (i < self.instruction_count()).then(|| self.values.kernel(i))
    }

    /// Runs instruction `i` alone, on what those before it left: for timing one layer.
    ///
    /// # Errors
    /// Where there is none.
    pub fn run_instruction(&mut self, i: usize) -> Result<()> {
        let count = self.instruction_count();
        if i >= count {
            return Err(Error::misuse("instruction", format!("below {count}"), i.to_string()));
        }
        self.run(i);
        Ok(())
    }

    fn run(&mut self, i: usize) {
        self.values.run(i);
    }

    /// The output of the batch last run.
    pub fn output(&mut self) -> &[f32] {
        self.values.output()
    }

    /// The levels of node `id` for the batch last run, as long as its buffer was not used again; `None` where values are floats.
    pub fn levels(&self, id: NodeId) -> Option<&[i8]> {
        self.values.levels(id)
    }
}
