use crate::data::Images;
use crate::exec::{Cpu, Executor, Kernels, Mode};
use crate::graph::{Graph, Weights};
use crate::rng::Rng;
use crate::spec::OptimizerKind;
use crate::train::{Optimizer, check_loss};
use crate::{Error, Result};

/// Images that go through the network at a time; a larger batch's gradient is the mean of such pieces'.
const PIECE: usize = 100;
/// What the order of a client's examples is drawn from.
const STREAM: u64 = 12;

/// What a client does in a round.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Local {
    /// E, passes over its examples.
    pub epochs: usize,
    /// B, examples of a step; `None` for all it has (∞).
    pub batch: Option<usize>,
    /// The learning rate.
    pub lr: f32,
    /// How gradients become steps; it begins anew in each round.
    pub optimizer: OptimizerKind,
    /// The seed of the orders.
    pub seed: u32,
}

/// What leaves a client: its weights, not its examples.
#[derive(Debug, Clone, PartialEq)]
pub struct Update {
    /// Who it is.
    pub client: usize,
    /// n_k, how many examples it has.
    pub examples: usize,
    /// Its weights after the round, running statistics too.
    pub weights: Vec<f32>,
    /// Its mean loss over the steps.
    pub loss: f32,
    /// Steps done.
    pub steps: usize,
}

/// Trains as any client does: it keeps nothing of one for another.
#[derive(Debug)]
pub struct Client<K = Cpu> {
    graph: Graph,
    /// For whole pieces, and for the last, shorter one.
    executors: [Option<Executor<K>>; 2],
    images: Vec<f32>,
    labels: Vec<u8>,
    gradient: Vec<f32>,
    piece_gradient: Vec<f32>,
}

impl<K: Kernels> Client<K> {
    /// For this network.
    pub fn new(graph: &Graph) -> Self {
        let len = Weights::zeros(graph).trainable_len();
        Client {
            graph: graph.clone(),
            executors: [None, None],
            images: Vec::new(),
            labels: Vec::new(),
            gradient: vec![0.0; len],
            piece_gradient: vec![0.0; len],
        }
    }

    /// The network.
    pub fn graph(&self) -> &Graph {
        &self.graph
    }

    /// ClientUpdate of the paper (McMahan et al. 2017, algorithm 1): client `client` trains from `global` on its `examples` of `data`, in
    /// round `round`.
    ///
    /// # Errors
    /// [`Error::Misuse`] without examples, epochs or a batch; [`Error::Diverged`] for a loss that is no number; what `data` says.
    pub fn train(
        &mut self,
        data: &dyn Images,
        client: usize,
        examples: &[u32],
        global: &Weights,
        local: &Local,
        round: usize,
    ) -> Result<Update> {
        let batch = local.batch.unwrap_or(examples.len());
        if examples.is_empty() || batch == 0 || local.epochs == 0 {
            let got = format!("{} examples, batch {batch}, {} epochs", examples.len(), local.epochs);
            return Err(Error::misuse("client", "1 of each at least", got));
        }
        let mut weights = global.clone();
        let mut optimizer = Optimizer::new(local.optimizer, 0.0, weights.trainable_len());
        let mut order = examples.to_vec();
        let (mut loss, mut steps) = (0.0, 0);
        for epoch in 0..local.epochs {
            let at = (round * local.epochs + epoch) as u64;
            let mut rng = Rng::new(u64::from(local.seed) | (client as u64) << 32, STREAM + (at << 8));
            rng.shuffle(&mut order);
            for batch in order.chunks(batch) {
                loss += self.gradient(data, batch, &mut weights, &mut rng)?;
                optimizer.step(local.lr, weights.split_mut().0, &self.gradient);
                steps += 1;
            }
        }
        check_loss(loss, steps as u64)?;
        let weights = weights.values().to_vec();
        Ok(Update { client, examples: examples.len(), weights, loss: loss / steps as f32, steps })
    }

    /// The mean loss and gradient of a batch.
    fn gradient(&mut self, data: &dyn Images, batch: &[u32], weights: &mut Weights, rng: &mut Rng) -> Result<f32> {
        let len = self.graph.input_shape().len();
        self.gradient.fill(0.0);
        let mut loss = 0.0;
        let piece = batch.len().min(PIECE);
        for indices in batch.chunks(piece) {
            let n = indices.len();
            self.images.resize(n * len, 0.0);
            self.labels.resize(n, 0);
            data.batch(indices, &mut self.images, &mut self.labels)?;
            let kept = &mut self.executors[usize::from(n < piece)];
            let mut executor = match kept.take().filter(|executor| executor.batch() == n) {
                Some(executor) => executor,
                None => Executor::new(&self.graph, n, Mode::Training)?,
            };
            executor.forward_train(weights, &self.images, rng)?;
            let share = n as f32 / batch.len() as f32;
            loss += share * executor.loss(&self.labels, 0.0)?;
            executor.backward(weights, &mut self.piece_gradient)?;
            self.gradient.iter_mut().zip(&self.piece_gradient).for_each(|(sum, g)| *sum += share * g);
            *kept = Some(executor);
        }
        Ok(loss)
    }
}
