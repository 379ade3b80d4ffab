use super::accuracy::Score;
use crate::Result;
use crate::data::Dataset;
use crate::exec::{Cpu, Executor, Kernels, Mode};
use crate::graph::{Graph, Weights};

/// Runs a network over a data set batch by batch; the caller owns the loop.
#[derive(Debug)]
pub struct Evaluator<K = Cpu> {
    executor: Executor<K>,
    images: Vec<f32>,
    labels: Vec<u8>,
}

impl<K: Kernels> Evaluator<K> {
    /// An evaluator of `graph` for batches of up to `batch` images.
    pub fn new(graph: &Graph, batch: usize) -> Result<Self> {
        let executor = Executor::new(graph, batch, Mode::Inference)?;
        Ok(Evaluator { executor, images: vec![0.0; batch * graph.input_shape().len()], labels: vec![0; batch] })
    }

    /// An empty score for this network.
    pub fn score(&self) -> Score {
        Score::new(self.executor.graph().output_shape().len())
    }

    /// Images in its largest batch.
    pub fn batch(&self) -> usize {
        self.executor.batch()
    }

    /// Adds the next images of `data` (from where `score` stands, up to `end`) to `score`. Gives the logits of those
    /// images; none when `end` is reached.
    pub fn advance(&mut self, weights: &Weights, data: &Dataset, end: usize, score: &mut Score) -> Result<&[f32]> {
        let start = score.count() as usize;
        let n = end.min(data.len()).saturating_sub(start).min(self.batch());
        if n == 0 {
            return Ok(&[]);
        }
        let indices: Vec<u32> = (start as u32..(start + n) as u32).collect();
        let images = &mut self.images[..n * self.executor.graph().input_shape().len()];
        data.batch(&indices, images, &mut self.labels[..n])?;
        let logits = self.executor.forward(weights, images)?;
        score.add(logits, &self.labels[..n]);
        Ok(logits)
    }

    /// The score over all of `data`.
    pub fn run(&mut self, weights: &Weights, data: &Dataset) -> Result<Score> {
        let mut score = self.score();
        while !self.advance(weights, data, data.len(), &mut score)?.is_empty() {}
        Ok(score)
    }
}
