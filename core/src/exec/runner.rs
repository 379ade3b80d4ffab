use super::{Cpu, DynamicExecutor, Executor, Int8Executor, Int8Kernels, Kernels, Mode, SparseExecutor};
use crate::Result;
use crate::compress::{Activations, Network};
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
    match net.activations {
        Activations::Static(_) => Ok(Box::new(Int8Executor::<Cpu>::new(net, batch)?)),
        Activations::Dynamic => Ok(Box::new(DynamicExecutor::<Cpu>::new(net, batch)?)),
        _ if net.storage.iter().any(|s| s.sparse) => Ok(Box::new(SparseExecutor::new(net, batch)?)),
        _ => dense(&net.graph, &net.weights, batch),
    }
}

/// The runner for floats with nothing left out.
pub fn dense(graph: &Graph, weights: &Weights, batch: usize) -> Result<Box<dyn Runner>> {
    Ok(Box::new(Dense::<Cpu>::new(graph.clone(), weights.clone(), batch)?))
}

/// Executors that hold their weights, by their own methods.
macro_rules! runs_by_itself {
    ($name:ident $(<$k:ident: $($bound:ident),+>)?, $run_step:expr) => {
        impl $(<$k: $($bound +)+ std::fmt::Debug>)? Runner for $name $(<$k>)? {
            fn kernel(&self) -> &'static str {
                Self::NAME
            }

            fn graph(&self) -> &Graph {
                self.graph()
            }

            fn batch(&self) -> usize {
                self.batch()
            }

            fn forward(&mut self, input: &[f32]) -> Result<&[f32]> {
                self.forward(input)
            }

            fn step_nodes(&self, i: usize) -> Option<(NodeId, NodeId)> {
                self.step_nodes(i)
            }

            fn run_step(&mut self, i: usize) -> Result<()> {
                $run_step(self, i)
            }
        }
    };
}

runs_by_itself!(SparseExecutor, SparseExecutor::run_step);
runs_by_itself!(DynamicExecutor<K: Kernels, Int8Kernels>, |it: &mut Self, i| {
    it.run_step(i);
    Ok(())
});
runs_by_itself!(Int8Executor<K: Int8Kernels>, |it: &mut Self, i| {
    it.run_step(i);
    Ok(())
});

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
