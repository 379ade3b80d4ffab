use super::accuracy::Score;
use crate::Result;
use crate::data::Images;
use crate::graph::Graph;

/// Scores a network on held-out images, batch by batch. The caller owns the loop and runs the network, wherever that is.
#[derive(Debug)]
pub struct Evaluator {
    /// Values of one image.
    len: usize,
    images: Vec<f32>,
    labels: Vec<u8>,
    /// Images that are loaded and not scored yet.
    loaded: usize,
    end: usize,
    score: Score,
}

impl Evaluator {
    /// Of `graph` on the first `end` images, in batches of up to `batch`.
    pub fn new(graph: &Graph, batch: usize, end: usize) -> Self {
        let len = graph.input_shape().len();
        let score = Score::new(graph.output_shape().len());
        Evaluator { len, images: vec![0.0; batch * len], labels: vec![0; batch], loaded: 0, end, score }
    }

    /// The next images `[n, H, W, C]`, as many as fit and as there are in `data` by now; none at the end.
    ///
    /// # Errors
    /// When `data` has images of another shape.
    pub fn load(&mut self, data: &dyn Images) -> Result<&[f32]> {
        let start = self.score.count() as usize;
        let n = self.end.min(data.len()).saturating_sub(start).min(self.labels.len());
        let indices: Vec<u32> = (start as u32..(start + n) as u32).collect();
        data.batch(&indices, &mut self.images[..n * self.len], &mut self.labels[..n])?;
        self.loaded = n;
        Ok(&self.images[..n * self.len])
    }

    /// Scores what the network says of the images last loaded: `logits [n, classes]`.
    pub fn count(&mut self, logits: &[f32]) {
        let n = std::mem::take(&mut self.loaded);
        self.score.add(logits, &self.labels[..n]);
    }

    /// Loads the next images, has `forward` run the network on them, and scores it; whether there were any.
    ///
    /// # Errors
    /// When one of the two fails.
    pub fn advance<'a>(
        &mut self,
        data: &dyn Images,
        forward: impl FnOnce(&[f32]) -> Result<&'a [f32]>,
    ) -> Result<bool> {
        let images = self.load(data)?;
        if images.is_empty() {
            return Ok(false);
        }
        let logits = forward(images)?;
        self.count(logits);
        Ok(true)
    }

    /// The score so far.
    pub fn score(&self) -> &Score {
        &self.score
    }

    /// Whether all images are scored.
    pub fn is_finished(&self) -> bool {
        self.score.count() as usize >= self.end
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::{Dataset, Split, shapes};
    use crate::exec::InferenceSession;
    use crate::graph::{GraphBuilder, Weights};
    use crate::spec::DataKind;

    #[test]
    fn images_that_arrive_meanwhile_are_scored_up_to_the_end() {
        let mut data = Dataset::new(DataKind::Shapes);
        let mut graph = GraphBuilder::new(data.shape());
        let flat = graph.flatten(0).unwrap();
        graph.linear("fc", flat, 10).unwrap();
        let graph = graph.build();
        let mut session: InferenceSession = InferenceSession::dense(&graph, &Weights::init(&graph, 1), 8).unwrap();
        let mut evaluator = Evaluator::new(&graph, 8, 20);
        assert!(!evaluator.advance(&data, |images| session.forward(images)).unwrap());
        let mut counts = Vec::new();
        for there in [10, 30] {
            shapes::extend(&mut data, Split::Test, there, there).unwrap();
            while evaluator.advance(&data, |images| session.forward(images)).unwrap() {
                counts.push(evaluator.score().count());
            }
        }
        assert_eq!(counts, [8, 10, 18, 20]);
        assert!(evaluator.is_finished());
        let mut whole = Evaluator::new(&graph, 5, 20);
        while whole.advance(&data, |images| session.forward(images)).unwrap() {}
        assert_eq!(whole.score(), evaluator.score());
    }
}
