use super::dynamic::how;
use super::float::{Choice, Floats};
use super::int8::Levels;
use super::plan::Plan;
use super::sparse;
use crate::graph::{Graph, Model, NodeId, Weights};
use crate::ops::{Cpu, Int8Kernels, Kernels};
use crate::quant::Activations;
use crate::{Error, Result};

/// Runs a network that is trained and ready: images in, logits out. Whatever the numbers inside, the outside is the same, so
/// that accuracy and time are measured in one way. Which kernel computes an instruction is decided when the session is made,
/// and all memory is taken then.
#[derive(Debug)]
pub struct InferenceSession<K = Cpu> {
    kernel: &'static str,
    values: Values<K>,
}

/// What flows between the kernels.
#[derive(Debug)]
enum Values<K> {
    /// 32-bit floats.
    Floats(Box<Floats<K>>),
    /// Levels of fixed grids.
    Levels(Box<Levels<K>>),
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

impl<K: Kernels + Int8Kernels> InferenceSession<K> {
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
            Activations::Static(_) => {
                let levels = Box::new(Levels::new(net, batch)?);
                Ok(InferenceSession { kernel: <K as Int8Kernels>::NAME, values: Values::Levels(levels) })
            }
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
        Self::floats(<K as Kernels>::NAME, graph, weights.clone(), batch, |_| Ok(Choice::Dense))
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
        let floats = Box::new(Floats::new(graph, weights, batch, choose)?);
        Ok(InferenceSession { kernel, values: Values::Floats(floats) })
    }

    /// The kernels' name, as shown beside a speed.
    pub fn kernel(&self) -> &'static str {
        self.kernel
    }

    /// The graph that runs.
    pub fn graph(&self) -> &Graph {
        match &self.values {
            Values::Floats(it) => it.executor.graph(),
            Values::Levels(it) => it.graph(),
        }
    }

    fn plan(&self) -> &Plan {
        match &self.values {
            Values::Floats(it) => &it.executor.plan,
            Values::Levels(it) => it.plan(),
        }
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

    /// Takes in a batch without running it; for [`InferenceSession::run_instruction`].
    ///
    /// # Errors
    /// Where `input` is no batch of images.
    pub fn set_input(&mut self, input: &[f32]) -> Result<()> {
        match &mut self.values {
            Values::Floats(it) => it.executor.set_input(&it.weights, input),
            Values::Levels(it) => it.set_input(input),
        }
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
        match &self.values {
            Values::Floats(it) => it.choices.get(i).map(Choice::kind),
            Values::Levels(it) => it.plan().instructions.get(i).map(|_| KernelKind::Static),
        }
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
        match &mut self.values {
            Values::Floats(it) => it.run(i),
            Values::Levels(it) => it.run(i),
        }
    }

    /// The output of the batch last run.
    pub fn output(&mut self) -> &[f32] {
        match &mut self.values {
            Values::Floats(it) => it.executor.output(),
            Values::Levels(it) => it.output(),
        }
    }

    /// The levels of node `id` for the batch last run, as long as its buffer was not used again; `None` where values are floats.
    pub fn levels(&self, id: NodeId) -> Option<&[i8]> {
        match &self.values {
            Values::Floats(_) => None,
            Values::Levels(it) => it.levels(id),
        }
    }
}
