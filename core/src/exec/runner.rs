use super::{Cpu, Executor, Kernels, Mode};
use crate::Result;
use crate::compress::Network;
use crate::graph::{Graph, NodeId, Weights};

/// What runs a network that is trained and ready: images in, logits out. Whatever the numbers inside, the outside is
/// the same, so that accuracy and time are measured in one way.
pub trait Runner: std::fmt::Debug {
    /// The kernels, as shown beside a speed.
    fn kernel(&self) -> &'static str;

    /// The graph that runs.
    fn graph(&self) -> &Graph;

    /// Images in its largest batch.
    fn batch(&self) -> usize;

    /// The logits `[N, classes]` of `input [N, H, W, C]`, N being at most [`Runner::batch`].
    fn forward(&mut self, input: &[f32]) -> Result<&[f32]>;

    /// The node that step `i` computes, and the last of those fused into it; `None` past the last step.
    fn step_nodes(&self, i: usize) -> Option<(NodeId, NodeId)>;

    /// Runs step `i` alone, on what the steps before it left: for timing one layer.
    fn run_step(&mut self, i: usize) -> Result<()>;
}

/// The runner for `net` in batches of up to `batch` images: the one whose kernels its numbers ask for.
pub fn runner(net: &Network, batch: usize) -> Result<Box<dyn Runner>> {
    Ok(Box::new(Dense::<Cpu>::new(net.graph.clone(), net.weights.clone(), batch)?))
}

/// 32-bit floats with nothing left out.
#[derive(Debug)]
struct Dense<K> {
    executor: Executor<K>,
    weights: Weights,
}

impl<K: Kernels> Dense<K> {
    fn new(graph: Graph, weights: Weights, batch: usize) -> Result<Self> {
        Ok(Dense { executor: Executor::new(&graph, batch, Mode::Inference)?, weights })
    }
}

impl<K: Kernels + std::fmt::Debug> Runner for Dense<K> {
    fn kernel(&self) -> &'static str {
        K::NAME
    }

    fn graph(&self) -> &Graph {
        self.executor.graph()
    }

    fn batch(&self) -> usize {
        self.executor.batch()
    }

    fn forward(&mut self, input: &[f32]) -> Result<&[f32]> {
        self.executor.forward(&self.weights, input)
    }

    fn step_nodes(&self, i: usize) -> Option<(NodeId, NodeId)> {
        self.executor.step_nodes(i)
    }

    fn run_step(&mut self, i: usize) -> Result<()> {
        self.executor.run_step(&self.weights, i)
    }
}
