//! Federated learning, client by client: the server's side and all clients', in turns with whatever else goes on.

use super::train::Images;
use super::wire::IMAGES;
use crate::parallel::messages::{Federation, Told};
use karui_core::data::info;
use karui_core::exec::{Cpu, Executor, Mode};
use karui_core::measure::Evaluator;
use karui_core::parallel::federated::privacy::{Noise, aggregate, masked};
use karui_core::parallel::federated::{Client, Division, Local, Selection, Server, Update};
use karui_core::spec::{ModelKind, ModelSpec, OptimizerKind};
use karui_core::{Result, models};
use karui_protocol::Figure;
use karui_runtime::post::post_to_lab;

/// The seed of all that is drawn.
const SEED: u32 = 1;
/// Held-out images that are looked at after a round, so many at a time.
const HELD_OUT: usize = 1000;
const BATCH: usize = 100;
/// Weights that are shown under their mask.
const SHOWN: usize = 6;
/// Bytes of a number.
const BYTES: u64 = 4;

/// Clients and their server, and the round that goes on.
pub struct Federated {
    federation: Federation,
    images: Images,
    server: Server,
    client: Client<Cpu>,
    executor: Executor<Cpu>,
    /// Clients asked in this round who have not trained yet; what the others have sent.
    asked: Vec<usize>,
    updates: Vec<Update>,
    /// Rounds to be done, this one among them.
    rounds: usize,
}

impl Federated {
    /// Divides the images, and tells who has what.
    ///
    /// # Errors
    /// Where they cannot be divided so.
    pub fn new(federation: Federation, images: Images) -> Result<Self> {
        let facts = info(images.kind);
        let graph = models::build(ModelSpec::new(ModelKind::Mlp), facts.shape, facts.classes.len())?;
        let Federation { partition, clients, concentration, fraction, .. } = federation;
        let labels = images.train.labels();
        let division = Division { partition, clients, concentration, seed: SEED };
        let parts = division.parts(&labels[..IMAGES.min(labels.len())])?;
        let classes = |part: &Vec<u32>| {
            let mut counts = vec![0; facts.classes.len()];
            for &i in part {
                let class = labels.get(i as usize).map_or(0, |label| usize::from(*label));
                if let Some(count) = counts.get_mut(class) {
                    *count += 1;
                }
            }
            counts
        };
        let split = parts.iter().map(classes).collect();
        let server = Server::new(&graph, parts, Selection { fraction, drop_out: 0.0, seed: SEED })?;
        let bytes = BYTES * server.weights().values().len() as u64;
        post_to_lab(&Told::Clients { id: federation.id, split, bytes });
        let executor = Executor::new(&graph, BATCH, Mode::Inference)?;
        let (client, asked, updates) = (Client::new(&graph), Vec::new(), Vec::new());
        let mut it = Federated { federation, images, server, client, executor, asked, updates, rounds: 0 };
        // How good it is before anybody has trained.
        it.tell(Vec::new(), f32::NAN, Vec::new())?;
        Ok(it)
    }

    /// Asks for more rounds.
    pub fn go_on(&mut self, rounds: usize) {
        self.rounds += rounds;
    }

    /// After the present client nothing more is done.
    pub fn stop(&mut self) {
        self.rounds = 0;
        self.asked.clear();
        self.updates.clear();
    }

    /// Has one client train, or ends the round; gives whether there was anything to do.
    ///
    /// # Errors
    /// What training says, a loss that is no number above all.
    pub fn advance(&mut self) -> Result<bool> {
        if self.rounds == 0 {
            return Ok(false);
        }
        if self.asked.is_empty() && self.updates.is_empty() {
            self.asked = self.server.asked().into_iter().map(|asked| asked.client).collect();
        }
        if let Some(client) = self.asked.pop() {
            let Federation { epochs, batch, lr, .. } = self.federation;
            let local = Local { epochs, batch, lr, optimizer: OptimizerKind::Sgd, seed: SEED };
            let (server, data) = (&self.server, &self.images.train);
            let examples = server.examples(client);
            let update = self.client.train(data, client, examples, server.weights(), &local, server.round())?;
            self.updates.push(update);
        }
        if self.asked.is_empty() {
            let mut updates = std::mem::take(&mut self.updates);
            let who = updates.iter().map(|update| update.client).collect();
            let loss = updates.iter().map(|update| update.loss).sum::<f32>() / updates.len().max(1) as f32;
            if let Some((clip, multiplier)) = self.federation.noise {
                let noise = Noise { clip, multiplier, seed: SEED };
                noise.apply(&mut updates, self.server.weights(), self.server.round())?;
            }
            let mut seen = Vec::new();
            if self.federation.is_masked {
                let round = self.server.round();
                if let Some(first) = updates.first() {
                    let examples: usize = updates.iter().map(|update| update.examples).sum();
                    let share = first.examples as f32 / examples.max(1) as f32;
                    let own: Vec<f32> = first.weights.iter().take(SHOWN).map(|w| share * w).collect();
                    let clients: Vec<usize> = updates.iter().map(|update| update.client).collect();
                    let sent = masked(&own, first.client, &clients, SEED, round)?;
                    seen = own.into_iter().zip(sent).collect();
                }
                updates = aggregate(&updates, SEED, round)?.into_iter().collect();
            }
            self.server.finish(&updates)?;
            self.rounds -= 1;
            self.tell(who, loss, seen)?;
        }
        Ok(true)
    }

    /// Tells how good the network is after the round.
    fn tell(&mut self, clients: Vec<usize>, loss: f32, masked: Vec<(f32, u32)>) -> Result<()> {
        let mut evaluator = Evaluator::new(self.client.graph(), BATCH, HELD_OUT);
        let (executor, weights) = (&mut self.executor, self.server.weights());
        while evaluator.advance(&self.images.test, |pixels| executor.forward(weights, pixels))? {}
        let accuracy = Figure::counted(evaluator.score().hits(), evaluator.score().count());
        let (id, round) = (self.federation.id, self.server.round());
        post_to_lab(&Told::Round { id, round, accuracy, loss, clients, masked });
        Ok(())
    }
}
