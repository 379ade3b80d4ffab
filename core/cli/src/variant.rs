//! Trainings that differ in what workers send, or in batch and learning rate, on the command line.

use crate::Failure;
use crate::args::{DataArgs, ModelArgs};
use crate::data;
use crate::network::BATCH;
use crate::report::Report;
use clap::{Args, ValueEnum};
use karui_core::Error;
use karui_core::compress::Model;
use karui_core::data::Split;
use karui_core::exec::{Cpu, InferenceSession};
use karui_core::measure::Evaluator;
use karui_core::parallel::variant::VariantTrainer;
use karui_core::spec::{Rate, Sent, Variant};
use serde_json::json;

/// What is sent of gradients.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum What {
    /// All of them.
    Whole,
    /// The greatest, what is left out being added to the next.
    TopK,
    /// The greatest, what is left out being lost.
    TopKPlain,
    /// Signs.
    Sign,
    /// Eight bits.
    Int8,
    /// Two narrow matrices (PowerSGD).
    LowRank,
}

/// One training.
#[derive(Debug, Args)]
pub struct VariantArgs {
    #[command(flatten)]
    pub data: DataArgs,
    #[command(flatten)]
    pub model: ModelArgs,
    /// Training images, from the first on.
    #[arg(long)]
    pub train: Option<usize>,
    /// Held-out images.
    #[arg(long)]
    pub test: Option<usize>,
    /// Passes over the training images.
    #[arg(long, default_value_t = 5)]
    pub epochs: usize,
    /// Images of a step, of all workers together.
    #[arg(long, default_value_t = 64)]
    pub batch: usize,
    /// Workers, each with an equal part of the batch.
    #[arg(long, default_value_t = 1)]
    pub workers: usize,
    /// What is sent of gradients.
    #[arg(long, default_value = "whole")]
    pub sent: What,
    /// Which part of the numbers is sent by top-k, 0 < share ≤ 1.
    #[arg(long, default_value_t = 0.01)]
    pub share: f32,
    /// How narrow PowerSGD's matrices are.
    #[arg(long, default_value_t = 2)]
    pub rank: usize,
    /// The learning rate of plain gradient descent.
    #[arg(long, default_value_t = 0.1)]
    pub lr: f32,
    /// k: the learning rate is k times as large (linear scaling).
    #[arg(long, default_value_t = 1.0)]
    pub times: f32,
    /// Passes over the images in which it rises from once to k times.
    #[arg(long, default_value_t = 0.0)]
    pub warm_up: f32,
    /// Seed of weights and orders.
    #[arg(long, default_value_t = 1)]
    pub seed: u32,
}

/// `karui variant`: loss after each pass, accuracy in the end, bytes that each worker has sent.
pub fn variant(args: &VariantArgs) -> Result<Report, Failure> {
    let graph = args.data.graph(&args.model)?;
    let train = data::load(&args.data, Split::Train, args.train)?;
    let test = data::load(&args.data, Split::Test, args.test)?;
    let top = |feedback| Sent::TopK { share: args.share, feedback };
    let sent = match args.sent {
        What::Whole => Sent::Whole,
        What::TopK => top(true),
        What::TopKPlain => top(false),
        What::Sign => Sent::Sign,
        What::Int8 => Sent::Int8,
        What::LowRank => Sent::LowRank { rank: args.rank },
    };
    let epoch = (train.len() / args.batch.max(1)) as u64;
    let warm_up = (f64::from(args.warm_up.max(0.0)) * epoch as f64).round() as u64;
    let rate = Rate { base: args.lr, times: args.times, warm_up };
    let variant = Variant { sent, workers: args.workers, batch: args.batch, rate };
    let mut trainer = VariantTrainer::<Cpu>::new(&graph, train.len(), variant, args.seed)?;
    let (mut losses, mut has_diverged) = (Vec::new(), false);
    'run: for _ in 0..args.epochs {
        let mut loss = 0.0;
        for _ in 0..epoch {
            match trainer.step(&train) {
                Ok(stats) => loss += stats.loss,
                Err(Error::Diverged { .. }) => {
                    has_diverged = true;
                    break 'run;
                }
                Err(error) => return Err(error.into()),
            }
        }
        losses.push(loss / epoch.max(1) as f32);
    }
    let net = Model::float(graph.clone(), trainer.weights().clone());
    let mut session: InferenceSession = InferenceSession::new(&net, BATCH)?;
    let mut evaluator = Evaluator::new(&graph, BATCH, test.len());
    while evaluator.advance(&test, |images| session.forward(images))? {}
    let score = evaluator.score();
    Report::of(json!({
        "data": args.data.data.id(),
        "model": args.model.model,
        "steps": trainer.steps(),
        "loss": losses,
        "diverged": has_diverged,
        "accuracy": score.hits() as f64 / score.count().max(1) as f64,
        "bytes_per_worker": trainer.sent(),
    }))
}
