//! Federated learning on the command line.

use crate::Failure;
use crate::args::{DataArgs, ModelArgs};
use crate::data;
use crate::network::BATCH;
use crate::report::Report;
use clap::Args;
use karui_core::data::Split;
use karui_core::exec::{Cpu, InferenceSession};
use karui_core::graph::{Graph, Weights};
use karui_core::measure::Evaluator;
use karui_core::measure::accuracy::Score;
use karui_core::parallel::federated::privacy::{Noise, aggregate};
use karui_core::parallel::federated::{Client, Division, Local, Selection, Server};
use karui_core::spec::{OptimizerKind, Partition};
use karui_core::{Error, compress::Model, data::Dataset};
use serde_json::json;

/// Which clients, and what they do in a round.
#[derive(Debug, Args)]
pub struct FederateArgs {
    #[command(flatten)]
    pub data: DataArgs,
    #[command(flatten)]
    pub model: ModelArgs,
    /// How many of the training images there are, all clients together.
    #[arg(long, default_value_t = 60_000)]
    pub train: usize,
    /// How many of the held-out images the network is tested on after each round.
    #[arg(long, default_value_t = 10_000)]
    pub test: usize,
    /// K, clients.
    #[arg(long, default_value_t = 100)]
    pub clients: usize,
    /// C, the part of the clients that trains in a round, 0 … 1; one at least.
    #[arg(long, default_value_t = 0.1)]
    pub fraction: f32,
    /// E, passes of a client over its images in a round.
    #[arg(long, default_value_t = 1)]
    pub epochs: usize,
    /// B, images of a client's step; 0 for all that it has (∞; with E = 1 that is FedSGD).
    #[arg(long, default_value_t = 10)]
    pub batch: usize,
    /// How images are divided: iid, shards (two of the sorted images for each client) or dirichlet.
    #[arg(long, default_value = "iid")]
    pub split: Partition,
    /// Dirichlet's α: the smaller, the more each class is with a few clients.
    #[arg(long, default_value_t = 0.5)]
    pub concentration: f32,
    /// The chance that a client which is asked does not report back, 0 … 1.
    #[arg(long, default_value_t = 0.0)]
    pub drop_out: f32,
    /// Rounds.
    #[arg(long, default_value_t = 10)]
    pub rounds: usize,
    /// The clients' learning rate.
    #[arg(long, default_value_t = 0.1)]
    pub lr: f32,
    /// How the clients' gradients become steps: sgd, momentum, adam or adamw.
    #[arg(long, default_value = "sgd")]
    pub optimizer: OptimizerKind,
    /// S: what a client changes is scaled down to this length, and all clients weigh the same.
    #[arg(long)]
    pub clip: Option<f32>,
    /// z: noise of deviation z·S / clients on each number of the mean (differential privacy).
    #[arg(long, default_value_t = 0.0, requires = "clip")]
    pub noise: f32,
    /// The server sees masked weights, and from them the sum alone (secure aggregation).
    #[arg(long)]
    pub secure: bool,
    /// Seed of all that is drawn.
    #[arg(long, default_value_t = 1)]
    pub seed: u32,
}

/// `karui federate`: accuracy on the held-out images after each round.
pub fn federate(args: &FederateArgs) -> Result<Report, Failure> {
    for (name, most, value) in [("epochs", 10_000, args.epochs), ("rounds", 100_000, args.rounds)] {
        if !(1..=most).contains(&value) {
            return Err(Error::range(name, [1, most], value).into());
        }
    }
    let graph = args.data.graph(&args.model)?;
    let train = data::load(&args.data, Split::Train, Some(args.train))?;
    let test = data::load(&args.data, Split::Test, Some(args.test))?;
    let division =
        Division { partition: args.split, clients: args.clients, concentration: args.concentration, seed: args.seed };
    let selection = Selection { fraction: args.fraction, drop_out: args.drop_out, seed: args.seed };
    let local = Local {
        epochs: args.epochs,
        batch: Some(args.batch).filter(|batch| *batch > 0),
        lr: args.lr,
        optimizer: args.optimizer,
        seed: args.seed,
    };
    let mut server = Server::new(&graph, division.parts(train.labels())?, selection)?;
    let mut client = Client::<Cpu>::new(&graph);
    let (mut accuracies, mut losses, mut rounds) = (Vec::new(), Vec::new(), Vec::new());
    for round in 0..args.rounds {
        let asked = server.asked();
        let mut updates = Vec::new();
        for one in asked.iter().filter(|one| !one.drops_out) {
            let examples = server.examples(one.client);
            updates.push(client.train(&train, one.client, examples, server.weights(), &local, round)?);
        }
        let (reported, steps) = (updates.len(), updates.iter().map(|update| update.steps).sum::<usize>());
        let examples = updates.iter().map(|update| update.examples).sum::<usize>();
        if let Some(clip) = args.clip {
            let noise = Noise { clip, multiplier: args.noise, seed: args.seed };
            noise.apply(&mut updates, server.weights(), round)?;
        }
        if args.secure {
            updates = aggregate(&updates, args.seed, round)?.into_iter().collect();
        }
        server.finish(&updates)?;
        let score = tested(&graph, server.weights(), &test)?;
        let accuracy = score.hits() as f64 / score.count().max(1) as f64;
        accuracies.push(accuracy);
        losses.push(score.mean_loss());
        rounds.push(json!({
            "asked": asked.len(),
            "reported": reported,
            "examples": examples,
            "steps": steps,
        }));
        eprintln!("round {} of {}: {:.2} % of the held-out images", round + 1, args.rounds, 100.0 * accuracy);
    }
    let examples: Vec<usize> = (0..args.clients).map(|client| server.examples(client).len()).collect();
    Report::of(json!({
        "data": args.data.data.id(),
        "model": args.model.model,
        "split": args.split.id(),
        "accuracy": accuracies,
        "loss": losses,
        "rounds": rounds,
        "clients_examples": examples,
        // The weights, down to each client and back.
        "bytes_per_client": 2 * 4 * server.weights().values().len(),
    }))
}

/// The score of the server's network.
fn tested(graph: &Graph, weights: &Weights, data: &Dataset) -> Result<Score, Failure> {
    let net = Model::float(graph.clone(), weights.clone());
    let mut session: InferenceSession = InferenceSession::new(&net, BATCH)?;
    let mut evaluator = Evaluator::new(graph, BATCH, data.len());
    while evaluator.advance(data, |images| session.forward(images))? {}
    Ok(evaluator.score().clone())
}
