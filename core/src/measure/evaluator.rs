use super::accuracy::Score;
use crate::Result;
use crate::data::Dataset;
use crate::exec::{Cpu, Executor, InferenceSession, Kernels, Mode};
use crate::graph::{Graph, Weights};

/// Runs a network over a data set batch by batch; the caller owns the loop.
#[derive(Debug)]
pub struct Evaluator<K = Cpu> {
    executor: Executor<K>,
    batch: Batch,
}

/// Images and labels on their way into a network.
#[derive(Debug)]
struct Batch {
    /// Values of one image.
    len: usize,
    images: Vec<f32>,
    labels: Vec<u8>,
}

impl Batch {
    fn new(graph: &Graph, batch: usize) -> Self {
        let len = graph.input_shape().len();
        Batch { len, images: vec![0.0; batch * len], labels: vec![0; batch] }
    }

    /// Takes in the images of `data` that `score` has not seen, up to `end` or as many as fit; gives how many.
    fn fill(&mut self, data: &Dataset, end: usize, score: &Score) -> Result<usize> {
        let start = score.count() as usize;
        let n = end.min(data.len()).saturating_sub(start).min(self.labels.len());
        let indices: Vec<u32> = (start as u32..(start + n) as u32).collect();
        data.batch(&indices, &mut self.images[..n * self.len], &mut self.labels[..n])?;
        Ok(n)
    }

    fn first(&self, n: usize) -> (&[f32], &[u8]) {
        (&self.images[..n * self.len], &self.labels[..n])
    }
}

/// Runs a session over a data set, batch by batch; the caller owns the loop.
#[derive(Debug)]
pub struct Examiner {
    session: InferenceSession,
    batch: Batch,
    /// Images that [`Examiner::load`] has put into the batch.
    loaded: usize,
    score: Score,
}

impl Examiner {
    /// An examination of `session` that has not begun.
    pub fn new(session: InferenceSession) -> Self {
        let batch = Batch::new(session.graph(), session.batch());
        let score = Score::new(session.graph().output_shape().len());
        Examiner { session, batch, loaded: 0, score }
    }

    /// Examines the next images of `data`, up to image `end`; gives whether there were any.
    pub fn advance(&mut self, data: &Dataset, end: usize) -> Result<bool> {
        let n = self.load(data, end)?;
        self.run()?;
        Ok(n > 0)
    }

    /// Makes the next images of `data`, up to image `end`, ready for [`Examiner::run`]; gives how many. The two are apart so
    /// that the caller can time the network alone.
    pub fn load(&mut self, data: &Dataset, end: usize) -> Result<usize> {
        self.loaded = self.batch.fill(data, end, &self.score)?;
        Ok(self.loaded)
    }

    /// Runs the network on the images that are ready, and counts what it says of them.
    pub fn run(&mut self) -> Result<()> {
        let n = std::mem::take(&mut self.loaded);
        if n > 0 {
            let (images, labels) = self.batch.first(n);
            self.score.add(self.session.forward(images)?, labels);
        }
        Ok(())
    }

    /// The score so far.
    pub fn score(&self) -> &Score {
        &self.score
    }

    /// What is examined.
    pub fn session_mut(&mut self) -> &mut InferenceSession {
        &mut self.session
    }
}

impl<K: Kernels> Evaluator<K> {
    /// An evaluator of `graph` for batches of up to `batch` images.
    pub fn new(graph: &Graph, batch: usize) -> Result<Self> {
        let executor = Executor::new(graph, batch, Mode::Inference)?;
        Ok(Evaluator { executor, batch: Batch::new(graph, batch) })
    }

    /// An empty score for this network.
    pub fn score(&self) -> Score {
        Score::new(self.executor.graph().output_shape().len())
    }

    /// Images in its largest batch.
    pub fn batch(&self) -> usize {
        self.executor.batch()
    }

    /// The next images of `data` (from where `score` stands, up to `end`, as many as fit) `[n, H, W, C]` and their labels:
    /// for who runs the network elsewhere, and then adds what it says to `score`.
    pub fn load(&mut self, data: &Dataset, end: usize, score: &Score) -> Result<(&[f32], &[u8])> {
        let n = self.batch.fill(data, end, score)?;
        Ok(self.batch.first(n))
    }

    /// Adds the next images of `data` (from where `score` stands, up to `end`) to `score`. Gives the logits of those
    /// images; none when `end` is reached.
    pub fn advance(&mut self, weights: &Weights, data: &Dataset, end: usize, score: &mut Score) -> Result<&[f32]> {
        let n = self.batch.fill(data, end, score)?;
        if n == 0 {
            return Ok(&[]);
        }
        let (images, labels) = self.batch.first(n);
        let logits = self.executor.forward(weights, images)?;
        score.add(logits, labels);
        Ok(logits)
    }

    /// The score over all of `data`.
    pub fn run(&mut self, weights: &Weights, data: &Dataset) -> Result<Score> {
        let mut score = self.score();
        while !self.advance(weights, data, data.len(), &mut score)?.is_empty() {}
        Ok(score)
    }
}
