//! Training on several threads, which bring their gradients together as the plans of `karui_parallel` say: each thread is a worker with a
//! network of its own, and messages go straight from one to the other.

use crate::Failure;
use karui_core::data::{DataLoader, Images, shard_of};
use karui_core::exec::Cpu;
use karui_core::graph::{Graph, Weights};
use karui_core::parallel::weigh;
use karui_core::spec::Experiment;
use karui_core::train::{StepStats, Trainer};
use karui_core::{Error, Result};
use karui_parallel::allreduce::{AllReduce, Message, Plan, Rank};
use std::collections::VecDeque;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

/// What goes from worker to worker.
enum Mail {
    /// A part of the gradient of a step.
    Part(u64, Message<f32>),
    /// Somebody cannot go on.
    Stop,
}

/// What a worker tells who waits for all of them.
enum Told {
    /// A step is done.
    Step(usize, StepStats),
    /// It has failed.
    Failed(Error),
}

/// What came out of a run.
pub struct Trained {
    /// The weights, which all workers have alike; running statistics are worker 0's.
    pub weights: Weights,
    /// Bytes that each worker has sent, and the server where there is one.
    pub sent: Vec<u64>,
}

/// One rank's mailboxes.
struct Post {
    inbox: Receiver<Mail>,
    outboxes: Vec<Sender<Mail>>,
    /// Parts of a step that this worker has not come to.
    early: VecDeque<(u64, Message<f32>)>,
    sent: u64,
}

impl Post {
    /// Brings the `gradient`s of step `step` together; `None` where somebody has stopped.
    fn all_reduce(&mut self, plan: &Plan, rank: usize, step: u64, gradient: &mut [f32]) -> Result<Option<()>> {
        let mut machine = Rank::new(plan, rank)?;
        let out = machine.start(gradient)?;
        self.send(step, out);
        while !machine.is_done() {
            let waiting = self.early.iter().position(|(of, _)| *of == step);
            let message = match waiting.and_then(|at| self.early.remove(at)) {
                Some((_, message)) => message,
                None => match self.inbox.recv() {
                    Ok(Mail::Part(of, message)) if of == step => message,
                    Ok(Mail::Part(of, message)) => {
                        self.early.push_back((of, message));
                        continue;
                    }
                    Ok(Mail::Stop) | Err(_) => return Ok(None),
                },
            };
            let out = machine.receive(message, gradient)?;
            self.send(step, out);
        }
        Ok(Some(()))
    }

    fn send(&mut self, step: u64, messages: Vec<Message<f32>>) {
        for message in messages {
            self.sent += 4 * message.values.len() as u64;
            if let Some(to) = self.outboxes.get(message.to) {
                // Whoever has stopped needs nothing any more.
                let _ = to.send(Mail::Part(step, message));
            }
        }
    }
}

/// Trains `experiment` on `workers` threads; `see` is told of each step, in order, and may end the run by an error.
pub fn train(
    graph: &Graph,
    experiment: &Experiment,
    data: &(dyn Images + Sync),
    workers: usize,
    algorithm: AllReduce,
    mut see: impl FnMut(u64, StepStats) -> std::result::Result<(), Failure>,
) -> std::result::Result<Trained, Failure> {
    let batch = DataLoader::new(experiment, graph.input_shape()).batch_size();
    if !(1..=batch).contains(&workers) {
        return Err(Error::range("workers", [1, batch], workers).into());
    }
    let plan = Plan::new(algorithm, workers, Weights::zeros(graph).trainable_len())?;
    let sizes: Vec<usize> = (0..workers).map(|rank| shard_of(batch, rank, workers).len()).collect();
    let (outboxes, inboxes): (Vec<_>, Vec<_>) = plan.ranks.iter().map(|_| channel()).unzip();
    let (tell, told) = channel();
    thread::scope(|scope| {
        let (plan, sizes) = (&plan, &sizes);
        let mut threads = Vec::new();
        for (rank, inbox) in inboxes.into_iter().enumerate() {
            let mut post = Post { inbox, outboxes: outboxes.clone(), early: VecDeque::new(), sent: 0 };
            let tell = tell.clone();
            threads.push(scope.spawn(move || {
                let weights = if rank < workers {
                    work(graph, experiment, data, plan, sizes, rank, &mut post, &tell)
                } else {
                    serve(plan, rank, experiment.steps(), &mut post).map(|()| None)
                };
                let weights = weights.unwrap_or_else(|error| {
                    let _ = tell.send(Told::Failed(error));
                    None
                });
                (weights, post.sent)
            }));
        }
        drop(tell);
        let watched = watch(&told, sizes, experiment.steps(), &mut see);
        if watched.is_err() {
            outboxes.iter().for_each(|to| drop(to.send(Mail::Stop)));
        }
        let mut weights = None;
        let mut sent = Vec::new();
        for thread in threads {
            let (of, bytes) = thread.join().map_err(|_| "a worker has panicked")?;
            weights = weights.or(of);
            sent.push(bytes);
        }
        watched?;
        let weights = weights.ok_or("worker 0 has given no weights")?;
        Ok(Trained { weights, sent })
    })
}

/// What worker `rank` does; worker 0 gives its weights in the end.
fn work(
    graph: &Graph,
    experiment: &Experiment,
    data: &(dyn Images + Sync),
    plan: &Plan,
    sizes: &[usize],
    rank: usize,
    post: &mut Post,
    tell: &Sender<Told>,
) -> Result<Option<Weights>> {
    let mut loader = DataLoader::shared(experiment, graph.input_shape(), rank, sizes.len());
    let mut trainer = Trainer::<Cpu>::new(graph, &experiment.train, loader.len(), experiment.steps())?;
    for step in 0..experiment.steps() {
        let (images, labels) = loader.load(data, step)?;
        let stats = trainer.gradients(images, labels)?;
        weigh(trainer.gradient_mut(), sizes, rank);
        if post.all_reduce(plan, rank, step, trainer.gradient_mut())?.is_none() {
            return Ok(None);
        }
        trainer.apply();
        let _ = tell.send(Told::Step(rank, stats));
    }
    Ok((rank == 0).then(|| trainer.weights().clone()))
}

/// What a parameter server does: it has no images.
fn serve(plan: &Plan, rank: usize, steps: u64, post: &mut Post) -> Result<()> {
    let mut sum = vec![0.0; plan.len];
    for step in 0..steps {
        if post.all_reduce(plan, rank, step, &mut sum)?.is_none() {
            break;
        }
    }
    Ok(())
}

/// Tells `see` of each step once all workers have done it: the mean loss of the batch and its hits.
fn watch(
    told: &Receiver<Told>,
    sizes: &[usize],
    steps: u64,
    see: &mut dyn FnMut(u64, StepStats) -> std::result::Result<(), Failure>,
) -> std::result::Result<(), Failure> {
    let total = sizes.iter().sum::<usize>().max(1) as f32;
    // What each worker has told and nobody has seen.
    let mut open: Vec<VecDeque<StepStats>> = vec![VecDeque::new(); sizes.len()];
    for step in 0..steps {
        while open.iter().any(VecDeque::is_empty) {
            match told.recv() {
                Ok(Told::Step(rank, stats)) => open[rank].push_back(stats),
                Ok(Told::Failed(error)) => return Err(error.into()),
                Err(_) => return Err("the workers have stopped".into()),
            }
        }
        let (mut loss, mut hits) = (0.0, 0);
        for (stats, &size) in open.iter_mut().filter_map(VecDeque::pop_front).zip(sizes) {
            loss += stats.loss * size as f32 / total;
            hits += stats.hits;
        }
        see(step, StepStats { loss, hits })?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use karui_core::data::{Dataset, Split, shapes};
    use karui_core::models;
    use karui_core::parallel::average;
    use karui_core::spec::{DataKind, ModelKind, ModelSpec, TrainSpec};
    use karui_parallel::allreduce::traffic;

    const STEPS: u64 = 5;

    fn setting(batch: usize, lr: f32) -> (Dataset, Experiment) {
        let mut data = Dataset::new(DataKind::Shapes);
        shapes::extend(&mut data, Split::Train, 60, 60).unwrap();
        let train = TrainSpec { batch, lr, epochs: 1, ..Experiment::default().train };
        (
            data,
            Experiment { data: DataKind::Shapes, train_size: batch * STEPS as usize, train, ..Experiment::default() },
        )
    }

    /// N trainers in one place whose gradients are averaged in rank order, as the page's replicas do: losses and weights.
    fn replicas(graph: &Graph, experiment: &Experiment, data: &Dataset, workers: usize) -> (Vec<f32>, Weights) {
        let mut loaders: Vec<_> =
            (0..workers).map(|rank| DataLoader::shared(experiment, graph.input_shape(), rank, workers)).collect();
        let sizes: Vec<usize> = loaders.iter().map(DataLoader::len).collect();
        let mut trainers: Vec<_> =
            sizes.iter().map(|n| Trainer::<Cpu>::new(graph, &experiment.train, *n, STEPS).unwrap()).collect();
        let mut losses = Vec::new();
        for step in 0..STEPS {
            let mut loss = 0.0;
            for ((trainer, loader), n) in trainers.iter_mut().zip(&mut loaders).zip(&sizes) {
                let (images, labels) = loader.load(data, step).unwrap();
                let total = sizes.iter().sum::<usize>() as f32;
                loss += trainer.gradients(images, labels).unwrap().loss * *n as f32 / total;
            }
            losses.push(loss);
            let mut gradients: Vec<Vec<f32>> = trainers.iter().map(|t| t.gradient().to_vec()).collect();
            let mut views: Vec<&mut [f32]> = gradients.iter_mut().map(Vec::as_mut_slice).collect();
            average(&mut views, &sizes).unwrap();
            for trainer in &mut trainers {
                trainer.gradient_mut().copy_from_slice(&gradients[0]);
                trainer.apply();
            }
        }
        (losses, trainers[0].weights().clone())
    }

    #[test]
    fn threads_do_what_replicas_do_by_every_algorithm() {
        // With batch norm too; 12 images on 5 workers are uneven shares.
        for (kind, workers) in [(ModelKind::Mlp, 1), (ModelKind::Mlp, 3), (ModelKind::Mlp, 4), (ModelKind::Cnn, 5)] {
            let (data, experiment) = setting(12, 0.05);
            let spec = ModelSpec { alpha: 0.25, ..ModelSpec::new(kind) };
            let graph = models::build(spec, data.shape(), 10).unwrap();
            let (losses, weights) = replicas(&graph, &experiment, &data, workers);
            for &algorithm in AllReduce::ALL {
                let mut seen = Vec::new();
                let mut see = |step, stats: StepStats| {
                    assert_eq!(step as usize, seen.len());
                    seen.push(stats.loss);
                    Ok(())
                };
                let trained = train(&graph, &experiment, &data, workers, algorithm, &mut see).unwrap();
                let worst =
                    |a: &[f32], b: &[f32]| a.iter().zip(b).fold(0.0f32, |worst, (a, b)| worst.max((a - b).abs()));
                let differs = worst(trained.weights.values(), weights.values());
                assert_eq!(seen.len(), losses.len());
                if matches!(algorithm, AllReduce::Naive | AllReduce::Server) {
                    // In rank order as well: bit for bit.
                    assert!(differs == 0.0 && seen == losses, "{kind} {workers} {algorithm}: {differs}");
                } else {
                    assert!(differs < 1e-4 && worst(&seen, &losses) < 1e-4, "{kind} {workers} {algorithm}: {differs}");
                }
                let len = weights.trainable_len();
                for (rank, sent) in trained.sent.iter().enumerate() {
                    assert_eq!(*sent, STEPS * 4 * traffic(algorithm, workers, len, rank).sent as u64, "{algorithm}");
                }
            }
        }
    }

    #[test]
    fn a_run_that_ends_early_ends_for_everybody() {
        let (data, experiment) = setting(12, 0.05);
        let graph = models::build(ModelSpec::new(ModelKind::Mlp), data.shape(), 10).unwrap();
        let go = |experiment: &Experiment,
                  workers,
                  see: &mut dyn FnMut(u64, StepStats) -> std::result::Result<(), Failure>| {
            AllReduce::ALL
                .iter()
                .map(|&a| train(&graph, experiment, &data, workers, a, &mut *see).err())
                .collect::<Vec<_>>()
        };
        let stop = |step: u64, _: StepStats| if step == 2 { Err("enough".into()) } else { Ok(()) };
        for error in go(&experiment, 4, &mut { stop }) {
            assert_eq!(error.unwrap().to_string(), "enough");
        }
        // A worker whose loss is no number.
        let wild = Experiment { train: TrainSpec { lr: 1e30, ..experiment.train }, ..experiment };
        for error in go(&wild, 4, &mut |_, _| Ok(())) {
            assert!(error.unwrap().to_string().contains("diverged"));
        }
        for workers in [0, 13] {
            assert!(go(&experiment, workers, &mut |_, _| Ok(())).iter().all(Option::is_some));
        }
    }
}
