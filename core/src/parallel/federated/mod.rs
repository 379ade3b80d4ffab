//! Federated learning (McMahan et al. 2017, "Communication-Efficient Learning of Deep Networks from Decentralized Data",
//! arXiv:1602.05629): examples stay with the clients; in each round some of them train the server's network on theirs, and the server
//! takes the mean of their weights. FedSGD is one pass with all of a client's examples in one step (E = 1, B = ∞).
//!
//! Who trains where is the caller's: [`Server`] says who is asked and averages what comes back, [`Client`] trains.

mod client;
mod partition;
pub mod privacy;

pub use client::{Client, Local, Update};
pub use partition::Division;

use crate::graph::{Graph, Weights};
use crate::rng::Rng;
use crate::{Error, Result};

/// What the clients of a round are drawn from.
const STREAM: u64 = 13;

/// Which clients take part in a round.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Selection {
    /// C, the part of the clients that is asked, 0 … 1; one at least.
    pub fraction: f32,
    /// The chance of a client that is asked not to report back, 0 … 1.
    pub drop_out: f32,
    /// What is drawn.
    pub seed: u32,
}

/// A client that is asked in a round.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asked {
    /// Who.
    pub client: usize,
    /// Whether nothing comes back.
    pub drops_out: bool,
}

/// The server: the network as it is, and which examples each client has (of which only their number matters here).
#[derive(Debug, Clone)]
pub struct Server {
    weights: Weights,
    parts: Vec<Vec<u32>>,
    selection: Selection,
    round: usize,
}

impl Server {
    /// With the initial weights of the seed; client k has the examples `parts[k]`.
    ///
    /// # Errors
    /// [`Error::Misuse`] for parts that are not 0 … 1, or where no client has an example.
    pub fn new(graph: &Graph, parts: Vec<Vec<u32>>, selection: Selection) -> Result<Self> {
        for (what, value) in [("fraction", selection.fraction), ("drop-out", selection.drop_out)] {
            if !(0.0..=1.0).contains(&value) {
                return Err(Error::misuse(what, "0 … 1", value.to_string()));
            }
        }
        if parts.iter().all(Vec::is_empty) {
            return Err(Error::misuse("clients", "one with examples at least", "none"));
        }
        Ok(Server { weights: Weights::init(graph, u64::from(selection.seed)), parts, selection, round: 0 })
    }

    /// The network as it is.
    pub fn weights(&self) -> &Weights {
        &self.weights
    }

    /// The examples of a client.
    pub fn examples(&self, client: usize) -> &[u32] {
        self.parts.get(client).map_or(&[], Vec::as_slice)
    }

    /// Rounds done.
    pub fn round(&self) -> usize {
        self.round
    }

    /// Who is asked in the coming round: max(C·K, 1) clients, rounded, of those that have examples. A function of seed and round alone.
    pub fn asked(&self) -> Vec<Asked> {
        let mut rng = Rng::new(u64::from(self.selection.seed) | (self.round as u64) << 32, STREAM);
        let mut clients: Vec<usize> = (0..self.parts.len()).filter(|&k| !self.parts[k].is_empty()).collect();
        rng.shuffle(&mut clients);
        let count = (self.selection.fraction * self.parts.len() as f32).round() as usize;
        clients.truncate(count.max(1));
        let mut asked = |client| Asked { client, drops_out: rng.uniform() < self.selection.drop_out };
        clients.into_iter().map(&mut asked).collect()
    }

    /// Ends the round with what came back: the weights become Σ n_k/n·w_k, n being the examples of those that reported. They stay as
    /// they are where nobody did.
    ///
    /// # Errors
    /// [`Error::Length`] for weights of another network, [`Error::Misuse`] for an update without examples; then the round is not ended.
    pub fn finish(&mut self, updates: &[Update]) -> Result<()> {
        let len = self.weights.values().len();
        for update in updates {
            Error::check_len("update", len, update.weights.len())?;
            if update.examples == 0 {
                return Err(Error::misuse("update", "one of examples", format!("client {} has none", update.client)));
            }
        }
        let total: usize = updates.iter().map(|update| update.examples).sum();
        if total > 0 {
            // In 64 bits: a hundred clients' sum is not to depend on their order in any digit that is kept.
            let mut mean = vec![0.0f64; len];
            for update in updates {
                let share = update.examples as f64 / total as f64;
                mean.iter_mut().zip(&update.weights).for_each(|(sum, w)| *sum += share * f64::from(*w));
            }
            self.weights.values_mut().iter_mut().zip(mean).for_each(|(w, mean)| *w = mean as f32);
        }
        self.round += 1;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::{Dataset, Split, shapes};
    use crate::exec::Cpu;
    use crate::models::MlpConfig;
    use crate::spec::{DataKind, Experiment, OptimizerKind, Partition, TrainSpec};
    use crate::train::Trainer;

    fn data(n: usize) -> Dataset {
        let mut data = Dataset::new(DataKind::Shapes);
        shapes::extend(&mut data, Split::Train, n, n).unwrap();
        data
    }

    fn graph(data: &Dataset) -> Graph {
        MlpConfig { input: data.shape(), hidden: vec![16], classes: 10 }.build().unwrap()
    }

    const LOCAL: Local = Local { epochs: 1, batch: None, lr: 0.1, optimizer: OptimizerKind::Sgd, seed: 1 };

    fn server(data: &Dataset, clients: usize, fraction: f32, drop_out: f32, partition: Partition) -> Server {
        let division = Division { partition, clients, concentration: 0.5, seed: 1 };
        let selection = Selection { fraction, drop_out, seed: 1 };
        Server::new(&graph(data), division.parts(data.labels()).unwrap(), selection).unwrap()
    }

    /// A round in one place.
    fn round(server: &mut Server, client: &mut Client, data: &Dataset, local: &Local) -> Vec<Update> {
        let reports = server.asked().into_iter().filter(|asked| !asked.drops_out);
        let train = |asked: Asked| {
            client
                .train(data, asked.client, server.examples(asked.client), server.weights(), local, server.round())
                .unwrap()
        };
        let updates: Vec<Update> = reports.map(train).collect();
        server.finish(&updates).unwrap();
        updates
    }

    #[track_caller]
    fn close(a: &[f32], b: &[f32], tolerance: f32) {
        let worst = a.iter().zip(b).fold(0.0f32, |worst, (a, b)| worst.max((a - b).abs()));
        assert!(worst <= tolerance, "{worst}");
    }

    /// The paper, §2: with E = 1, B = ∞ and every client asked, a round is a step of gradient descent on all examples, however unevenly
    /// they are divided, since each client weighs n_k.
    #[test]
    fn fedsgd_of_all_clients_is_gradient_descent() {
        let data = data(150);
        let graph = graph(&data);
        let train = TrainSpec {
            optimizer: OptimizerKind::Sgd,
            lr: 0.1,
            seed: 1,
            weight_decay: 0.0,
            label_smoothing: 0.0,
            ..Experiment::default().train
        };
        let (mut images, mut labels) = (vec![0.0; 150 * data.shape().len()], vec![0; 150]);
        data.batch(&(0..150).collect::<Vec<_>>(), &mut images, &mut labels).unwrap();
        for partition in [Partition::Iid, Partition::Shards, Partition::Dirichlet] {
            let mut server = server(&data, 7, 1.0, 0.0, partition);
            let spec = TrainSpec { schedule: crate::spec::ScheduleKind::Constant, ..train };
            let mut trainer = Trainer::<Cpu>::new(&graph, &spec, 150, 3).unwrap();
            let mut client = Client::new(&graph);
            for _ in 0..3 {
                round(&mut server, &mut client, &data, &LOCAL);
                trainer.step(&images, &labels).unwrap();
            }
            close(server.weights().values(), trainer.weights().values(), 2e-6);
        }
    }

    #[test]
    fn a_client_sees_each_example_once_in_an_epoch_in_steps_of_b() {
        let data = data(50);
        let mut server = server(&data, 2, 0.5, 0.0, Partition::Iid);
        let mut client = Client::<Cpu>::new(&graph(&data));
        let local = Local { epochs: 3, batch: Some(10), ..LOCAL };
        let updates = round(&mut server, &mut client, &data, &local);
        // 25 examples: two steps of ten and one of five.
        assert_eq!((updates.len(), updates[0].examples, updates[0].steps), (1, 25, 9));
        assert_eq!(server.weights().values(), updates[0].weights);
        // More local work moves the weights further.
        let more = Local { epochs: 6, ..local };
        let start = Weights::init(&graph(&data), 1);
        let moved = |w: &[f32]| w.iter().zip(start.values()).map(|(a, b)| (a - b).powi(2)).sum::<f32>();
        let of = |client: &mut Client, local: &Local| {
            let examples: Vec<u32> = (0..25).collect();
            moved(&client.train(&data, 0, &examples, &start, local, 0).unwrap().weights)
        };
        assert!(of(&mut client, &more) > of(&mut client, &local));
    }

    #[test]
    fn who_is_asked_is_drawn_by_round_and_some_drop_out() {
        let data = data(200);
        let server = server(&data, 50, 0.2, 0.3, Partition::Iid);
        let mut server = server;
        let (mut asked, mut dropped) = (0, 0);
        let mut seen = [0; 50];
        for _ in 0..200 {
            let round = server.asked();
            assert_eq!(round, server.asked());
            asked += round.len();
            dropped += round.iter().filter(|a| a.drops_out).count();
            round.iter().for_each(|a| seen[a.client] += 1);
            server.finish(&[]).unwrap();
        }
        assert_eq!((asked, server.round()), (2000, 200));
        assert!((500..700).contains(&dropped), "{dropped}");
        // 40 each, of a deviation of 5.7.
        assert!(seen.iter().all(|n| (15..70).contains(n)), "{seen:?}");
        assert_eq!(server.weights(), &Weights::init(&graph(&data), 1), "nobody has reported");
    }

    #[test]
    fn uneven_clients_weigh_by_their_examples() {
        let data = data(30);
        let parts = vec![(0..20).collect(), (20..30).collect(), vec![]];
        let selection = Selection { fraction: 1.0, drop_out: 0.0, seed: 1 };
        let mut server = Server::new(&graph(&data), parts, selection).unwrap();
        assert_eq!(server.asked().len(), 2, "who has nothing is not asked");
        let len = server.weights().values().len();
        let update =
            |client, examples, value| Update { client, examples, weights: vec![value; len], loss: 0.0, steps: 1 };
        server.finish(&[update(0, 20, 3.0), update(1, 10, 0.0)]).unwrap();
        assert!(server.weights().values().iter().all(|w| *w == 2.0));
        assert!(server.finish(&[update(0, 0, 3.0)]).is_err());
        assert!(server.finish(&[Update { weights: vec![0.0; 3], ..update(0, 20, 3.0) }]).is_err());
        assert_eq!(server.round(), 1);
        assert!(Server::new(&graph(&data), vec![vec![]], selection).is_err());
        assert!(Server::new(&graph(&data), vec![vec![0]], Selection { fraction: 1.5, ..selection }).is_err());
    }

    #[test]
    fn it_learns() {
        let data = data(600);
        let mut server = server(&data, 10, 0.5, 0.1, Partition::Shards);
        let mut client = Client::<Cpu>::new(&graph(&data));
        let local = Local { epochs: 2, batch: Some(10), lr: 0.02, ..LOCAL };
        let loss = |updates: Vec<Update>| updates.iter().map(|u| u.loss).sum::<f32>() / updates.len() as f32;
        let mut losses: Vec<f32> = (0..20).map(|_| loss(round(&mut server, &mut client, &data, &local))).collect();
        let last = losses.split_off(15).iter().sum::<f32>() / 5.0;
        assert!(last < 0.8 * losses[0], "{last} {losses:?}");
    }
}
