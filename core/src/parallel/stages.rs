//! A network cut into the stages of a pipeline. A [`Stage`] computes its part for one microbatch after another, forward and backward, in
//! whatever order a schedule says; what goes from stage to stage is given and taken as plain numbers. [`run`] carries a schedule out in
//! one place.
//!
//! The gradient is the mean over the microbatches, each computed as if it were a batch: without batch norm that of the whole batch; with
//! it, that of a worker who does the same microbatches one after another, since statistics are those of a microbatch.

use crate::exec::{Cpu, Executor, Kernels, Mode};
use crate::graph::{Graph, GraphBuilder, NodeId, Weights};
use crate::measure::accuracy::argmax;
use crate::ops::Op;
use crate::rng::Rng;
use crate::train::StepStats;
use crate::{Error, Result};
use karui_parallel::pipeline::{Op as Piece, Schedule, Work};
use std::collections::HashMap;
use std::ops::Range;

/// The nodes after which a network can be cut: nothing behind reads what is before, something is computed on either side, and a layer
/// keeps its batch norm and activation.
pub fn cuts(graph: &Graph) -> Vec<NodeId> {
    let nodes = graph.nodes();
    // The first node that anything behind `id` reads.
    let mut earliest = vec![usize::MAX; nodes.len()];
    for id in (0..graph.output()).rev() {
        let next = nodes[id + 1].inputs.iter().copied().min().unwrap_or(0);
        earliest[id] = earliest[id + 1].min(next);
    }
    let computes = |id: NodeId| !matches!(nodes[id].op, Op::Input | Op::Flatten);
    let belongs =
        |id: NodeId| matches!(nodes[id].op, Op::BatchNorm(_) | Op::Activation(_) | Op::Flatten | Op::Dropout(_));
    (1..graph.output())
        .filter(|&id| earliest[id] == id && !belongs(id + 1))
        .filter(|&id| (1..=id).any(computes) && (id + 1..nodes.len()).any(computes))
        .collect()
}

/// The part of a network behind node `from` up to node `to`; its input is `from`'s value.
fn part(graph: &Graph, from: NodeId, to: NodeId) -> Result<Graph> {
    let mut builder = GraphBuilder::new(graph.nodes()[from].shape);
    for node in &graph.nodes()[from + 1..=to] {
        let inputs: Vec<NodeId> = node.inputs.iter().map(|&input| input - from).collect();
        builder.push(node.name.as_str(), node.op.clone(), &inputs)?;
    }
    Ok(builder.build())
}

/// One stage, and what it keeps of the microbatches that are under way.
#[derive(Debug)]
pub struct Stage<K = Cpu> {
    graph: Graph,
    weights: Weights,
    /// Where each of its tensors is among the whole network's.
    places: Vec<(Range<usize>, Range<usize>)>,
    microbatch: usize,
    mode: Mode,
    /// The sum over the microbatches done.
    gradient: Vec<f32>,
    done: usize,
    scratch: Vec<f32>,
    free: Vec<Executor<K>>,
    under_way: HashMap<usize, Executor<K>>,
}

impl<K: Kernels> Stage<K> {
    /// The stages of a network that is cut after the nodes `at`, for microbatches of `microbatch` images.
    ///
    /// # Errors
    /// [`Error::Misuse`] where it cannot be cut there or the cuts are not in order.
    pub fn cut(graph: &Graph, weights: &Weights, at: &[NodeId], microbatch: usize) -> Result<Vec<Self>> {
        let allowed = cuts(graph);
        if let Some(wrong) = at.iter().find(|id| !allowed.contains(id)) {
            let name = graph.nodes().get(*wrong).map_or_else(|| wrong.to_string(), |node| node.name.clone());
            return Err(Error::misuse("cut", "a node whose value alone goes on", name));
        }
        if !at.is_sorted_by(|a, b| a < b) {
            return Err(Error::misuse("cuts", "rising nodes", format!("{at:?}")));
        }
        let starts = std::iter::once(0).chain(at.iter().copied());
        let ends = at.iter().copied().chain([graph.output()]);
        starts.zip(ends).map(|(from, to)| Self::new(part(graph, from, to)?, weights, microbatch, from == 0)).collect()
    }

    fn new(graph: Graph, whole: &Weights, microbatch: usize, is_first: bool) -> Result<Self> {
        if microbatch == 0 {
            return Err(Error::misuse("microbatch", "1 image at least", "0"));
        }
        let weights = Weights::zeros(&graph);
        let mut places = Vec::new();
        for p in weights.params() {
            let of = whole.params().iter().find(|other| other.name == p.name && other.shape == p.shape);
            let of = of.ok_or_else(|| Error::misuse("weights", "those of the network", p.name.as_str()))?;
            places.push((p.range.clone(), of.range.clone()));
        }
        let len = weights.trainable_len();
        let mut stage = Stage {
            graph,
            weights,
            places,
            microbatch,
            mode: if is_first { Mode::Training } else { Mode::InputGradient },
            gradient: vec![0.0; len],
            done: 0,
            scratch: vec![0.0; len],
            free: Vec::new(),
            under_way: HashMap::new(),
        };
        stage.take_weights(whole.values())?;
        Ok(stage)
    }

    /// Its part of the network.
    pub fn graph(&self) -> &Graph {
        &self.graph
    }

    /// Takes its weights from those of the whole network.
    ///
    /// # Errors
    /// [`Error::Length`] for too few.
    pub fn take_weights(&mut self, whole: &[f32]) -> Result<()> {
        let own = self.weights.values_mut();
        for (to, from) in &self.places {
            let missing = || Error::Length { what: "weights".into(), expected: from.end, got: whole.len() };
            own[to.clone()].copy_from_slice(whole.get(from.clone()).ok_or_else(missing)?);
        }
        Ok(())
    }

    /// Puts its running statistics among the weights of the whole network.
    pub fn give_statistics(&self, whole: &mut [f32]) {
        let trained = self.weights.trainable_len();
        for (from, to) in self.places.iter().filter(|(from, _)| from.start >= trained) {
            if let Some(to) = whole.get_mut(to.clone()) {
                to.copy_from_slice(&self.weights.values()[from.clone()]);
            }
        }
    }

    /// Bytes that it keeps of each microbatch that is under way.
    ///
    /// # Errors
    /// None that [`Stage::cut`] has not found.
    pub fn kept_bytes(&self) -> Result<usize> {
        match self.free.first().or_else(|| self.under_way.values().next()) {
            Some(executor) => Ok(executor.kept_bytes()),
            None => Ok(Executor::<K>::new(&self.graph, self.microbatch, self.mode)?.kept_bytes()),
        }
    }

    /// Its forward pass of a microbatch: what the next stage reads `[n, …]`.
    ///
    /// # Errors
    /// [`Error::Misuse`] where the microbatch is under way; [`Error::Length`] for another length than that of its input.
    pub fn forward(&mut self, microbatch: usize, input: &[f32], rng: &mut Rng) -> Result<Vec<f32>> {
        if self.under_way.contains_key(&microbatch) {
            return Err(Error::misuse("microbatch", "one that is not under way", microbatch.to_string()));
        }
        let mut executor = match self.free.pop() {
            Some(executor) => executor,
            None => Executor::new(&self.graph, self.microbatch, self.mode)?,
        };
        let output = executor.forward_train(&mut self.weights, input, rng)?.to_vec();
        self.under_way.insert(microbatch, executor);
        Ok(output)
    }

    /// The mean loss of a microbatch at the last stage, and how many images are classified rightly; its [`Stage::backward`] begins here.
    ///
    /// # Errors
    /// [`Error::Misuse`] where the microbatch is not under way, and those of [`Executor::loss`].
    pub fn loss(&mut self, microbatch: usize, labels: &[u8], smoothing: f32) -> Result<StepStats> {
        let executor = self.under_way.get_mut(&microbatch).ok_or_else(|| not_under_way(microbatch))?;
        let loss = executor.loss(labels, smoothing)?;
        let logits = executor.output().chunks_exact(self.graph.output_shape().len());
        let hits = logits.zip(labels).filter(|(z, l)| argmax(z) == usize::from(**l)).count() as u32;
        Ok(StepStats { loss, hits })
    }

    /// Its backward pass of a microbatch from the gradient of its output, or after [`Stage::loss`] without one: the gradient of its
    /// input, empty at the first stage. Its activations are given up.
    ///
    /// # Errors
    /// [`Error::Misuse`] where the microbatch is not under way, [`Error::Length`] for a gradient of another length.
    pub fn backward(&mut self, microbatch: usize, d_output: Option<&[f32]>) -> Result<Vec<f32>> {
        let executor = self.under_way.get_mut(&microbatch).ok_or_else(|| not_under_way(microbatch))?;
        if let Some(d_output) = d_output {
            executor.set_output_gradient(d_output)?;
        }
        executor.backward(&self.weights, &mut self.scratch)?;
        self.gradient.iter_mut().zip(&self.scratch).for_each(|(sum, g)| *sum += g);
        self.done += 1;
        let d_input = executor.input_gradient().unwrap_or_default().to_vec();
        self.free.extend(self.under_way.remove(&microbatch));
        Ok(d_input)
    }

    /// Microbatches whose activations it holds.
    pub fn held(&self) -> usize {
        self.under_way.len()
    }

    /// Puts the mean gradient of the microbatches done into that of the whole network, and begins again.
    ///
    /// # Errors
    /// [`Error::Length`] for too short a gradient.
    pub fn finish(&mut self, whole: &mut [f32]) -> Result<()> {
        let (trained, len) = (self.weights.trainable_len(), whole.len());
        let scale = 1.0 / self.done.max(1) as f32;
        for (from, to) in self.places.iter().filter(|(from, _)| from.end <= trained) {
            let missing = || Error::Length { what: "gradient".into(), expected: to.end, got: len };
            let to = whole.get_mut(to.clone()).ok_or_else(missing)?;
            to.iter_mut().zip(&self.gradient[from.clone()]).for_each(|(to, g)| *to = scale * g);
        }
        self.gradient.fill(0.0);
        self.done = 0;
        Ok(())
    }
}

fn not_under_way(microbatch: usize) -> Error {
    Error::misuse("microbatch", "one that is under way", microbatch.to_string())
}

/// Carries a schedule out, one piece of work after another, for a batch of `images` with `labels`: the mean loss and the hits. Dropout's
/// masks of each microbatch are drawn from what `rng` gives for it. The stages have their gradients then ([`Stage::finish`]).
///
/// # Errors
/// [`Error::Misuse`] for a schedule whose backward pass is split (the executor's is one) or that has other stages; [`Error::Length`]
/// where the batch is not as many microbatches; and those of the stages.
pub fn run<K: Kernels>(
    schedule: &Schedule,
    stages: &mut [Stage<K>],
    images: &[f32],
    labels: &[u8],
    smoothing: f32,
    rng: impl Fn(usize) -> Rng,
) -> Result<StepStats> {
    let size = schedule.size();
    if size.splits_backward {
        return Err(Error::misuse("schedule", "a backward pass in one piece", "one for inputs and one for weights"));
    }
    Error::check_len("stages", size.stages(), stages.len())?;
    let (Some(first), Some(n)) = (stages.first(), stages.first().map(|stage| stage.microbatch)) else {
        return Err(Error::misuse("stages", "1 at least", "0"));
    };
    let image = first.graph.input_shape().len();
    Error::check_len("labels", n * size.microbatches, labels.len())?;
    Error::check_len("images", n * size.microbatches * image, images.len())?;
    let last = size.stages() - 1;
    // What waits to be read: a stage's output, or the gradient of one's input.
    let mut mail: HashMap<(usize, Piece), Vec<f32>> = HashMap::new();
    let mut next = vec![0; size.ranks];
    let (mut loss, mut hits, mut left) = (0.0, 0, schedule.ranks().iter().map(Vec::len).sum::<usize>());
    while left > 0 {
        let before = left;
        for (rank, ops) in schedule.ranks().iter().enumerate() {
            while let Some(&op) = ops.get(next[rank]) {
                let (stage, microbatch) = (size.stage(rank, op.chunk), op.microbatch);
                let neighbour =
                    if op.work == Work::F { stage.checked_sub(1) } else { (stage < last).then_some(stage + 1) };
                let message = neighbour.map(|of| {
                    let place = size.place(of, op.work, microbatch);
                    mail.remove(&(place.rank, place.op))
                });
                if let Some(None) = message {
                    break;
                }
                let message = message.flatten();
                let own = microbatch * n..(microbatch + 1) * n;
                let at = &mut stages[stage];
                let out = if op.work == Work::F {
                    let input = message.as_deref().unwrap_or(&images[own.start * image..own.end * image]);
                    let output = at.forward(microbatch, input, &mut rng(microbatch))?;
                    if stage == last {
                        let stats = at.loss(microbatch, &labels[own], smoothing)?;
                        loss += stats.loss / size.microbatches as f32;
                        hits += stats.hits;
                    }
                    output
                } else {
                    at.backward(microbatch, message.as_deref())?
                };
                mail.insert((rank, op), out);
                next[rank] += 1;
                left -= 1;
            }
        }
        if left == before {
            return Err(Error::misuse("schedule", "one that comes to an end", "one that does not"));
        }
    }
    Ok(StepStats { loss, hits })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Shape;
    use crate::models;
    use crate::spec::{ModelKind, ModelSpec, PipelineKind};

    const MICROBATCHES: usize = 4;
    const MICROBATCH: usize = 2;

    fn batch(graph: &Graph) -> (Vec<f32>, Vec<u8>) {
        let mut rng = Rng::new(4, 4);
        let n = MICROBATCHES * MICROBATCH;
        let images = (0..n * graph.input_shape().len()).map(|_| rng.normal()).collect();
        (images, (0..n).map(|_| rng.below(10) as u8).collect())
    }

    /// One worker's loss and gradient for the same images in microbatches of `n`, and its weights afterwards.
    fn alone(graph: &Graph, weights: &Weights, images: &[f32], labels: &[u8], n: usize) -> (f32, Vec<f32>, Weights) {
        let mut weights = weights.clone();
        let mut executor = Executor::<Cpu>::new(graph, n, Mode::Training).unwrap();
        let parts = labels.len() / n;
        let (mut loss, mut sum) = (0.0, vec![0.0; weights.trainable_len()]);
        let mut gradient = sum.clone();
        for (i, labels) in labels.chunks(n).enumerate() {
            let len = n * graph.input_shape().len();
            executor.forward_train(&mut weights, &images[i * len..(i + 1) * len], &mut rng(i)).unwrap();
            loss += executor.loss(labels, 0.1).unwrap() / parts as f32;
            executor.backward(&weights, &mut gradient).unwrap();
            sum.iter_mut().zip(&gradient).for_each(|(sum, g)| *sum += g / parts as f32);
        }
        (loss, sum, weights)
    }

    fn rng(microbatch: usize) -> Rng {
        Rng::new(microbatch as u64, 2)
    }

    /// The largest difference over the largest number.
    fn difference(a: &[f32], b: &[f32]) -> f32 {
        let largest = b.iter().fold(0.0f32, |max, v| max.max(v.abs()));
        a.iter().zip(b).fold(0.0f32, |max, (a, b)| max.max((a - b).abs())) / largest
    }

    /// `count` cuts, spread over those that there are.
    fn spread(graph: &Graph, count: usize) -> Vec<NodeId> {
        let all = cuts(graph);
        assert!(all.len() >= count, "{} cuts", all.len());
        (1..=count).map(|i| all[i * all.len() / (count + 1)]).collect()
    }

    #[test]
    fn every_network_cut_into_stages_has_one_workers_gradient() {
        for &kind in ModelKind::ALL {
            let graph = models::build(ModelSpec::new(kind), Shape::new(28, 28, 1), 10).unwrap();
            let weights = Weights::init(&graph, 3);
            let (images, labels) = batch(&graph);
            let (loss, expected, moved) = alone(&graph, &weights, &images, &labels, MICROBATCH);
            for (schedule, ranks, chunks) in [
                (PipelineKind::GPipe, 2, 1),
                (PipelineKind::OneFOneB, 2, 1),
                (PipelineKind::OneFOneB, 3, 1),
                (PipelineKind::Interleaved, 2, 2),
            ] {
                if ranks * chunks > cuts(&graph).len() + 1 {
                    continue;
                }
                let schedule = Schedule::new(schedule, ranks, MICROBATCHES, chunks).unwrap();
                let at = spread(&graph, ranks * chunks - 1);
                let mut stages = Stage::<Cpu>::cut(&graph, &weights, &at, MICROBATCH).unwrap();
                let stats = run(&schedule, &mut stages, &images, &labels, 0.1, rng).unwrap();
                let mut gradient = vec![f32::NAN; expected.len()];
                let mut after = weights.clone();
                for stage in &mut stages {
                    assert_eq!(stage.held(), 0);
                    stage.finish(&mut gradient).unwrap();
                    stage.give_statistics(after.values_mut());
                }
                assert!((stats.loss - loss).abs() < 1e-6, "{kind}: {} {loss}", stats.loss);
                // The same kernels in the same order; where a cut undoes the fusion of two, they may round differently.
                assert!(
                    difference(&gradient, &expected) < 1e-6,
                    "{kind} at {at:?}: {}",
                    difference(&gradient, &expected)
                );
                assert!(after.values() == moved.values(), "{kind}: running statistics");
            }
            // Without batch norm the gradient of the whole batch, but for the order of sums.
            if !graph.nodes().iter().any(|node| matches!(node.op, Op::BatchNorm(_))) {
                let (_, whole, _) = alone(&graph, &weights, &images, &labels, MICROBATCH * MICROBATCHES);
                assert!(difference(&expected, &whole) < 1e-5, "{kind}: {}", difference(&expected, &whole));
            }
        }
    }

    #[test]
    fn cuts_leave_residuals_and_layers_whole() {
        let names = |kind| {
            let graph = models::build(ModelSpec::new(kind), Shape::new(28, 28, 1), 10).unwrap();
            cuts(&graph).into_iter().map(|id| graph.nodes()[id].name.clone()).collect::<Vec<_>>()
        };
        assert_eq!(names(ModelKind::Mlp), ["fc1.relu"]);
        assert_eq!(names(ModelKind::Lenet), ["conv1.relu", "pool1", "conv2.relu", "flatten", "fc1.relu"]);
        // No cut between a residual block's input and its sum.
        let graph = models::build(ModelSpec::new(ModelKind::MobilenetV2), Shape::new(28, 28, 1), 10).unwrap();
        let at = cuts(&graph);
        for (id, node) in graph.nodes().iter().enumerate().filter(|(_, node)| node.op == Op::Add) {
            let start = node.inputs.iter().copied().min().unwrap();
            assert!(!at.iter().any(|cut| (start + 1..id).contains(cut)), "{}", node.name);
        }
    }

    #[test]
    fn what_cannot_be_done_is_said() {
        let graph = models::build(ModelSpec::new(ModelKind::Lenet), Shape::new(28, 28, 1), 10).unwrap();
        let weights = Weights::init(&graph, 3);
        let cut = |at: &[NodeId]| Stage::<Cpu>::cut(&graph, &weights, at, MICROBATCH);
        let all = cuts(&graph);
        assert!(
            cut(&[1]).is_err()
                && cut(&[99]).is_err()
                && cut(&[all[1], all[0]]).is_err()
                && cut(&[all[0], all[0]]).is_err()
        );
        let mut stages = cut(&[all[1]]).unwrap();
        // Behind pool1, of two images: the input 28·28, conv1 16·28·28, pool1 16·14·14 and the places of its maxima.
        assert_eq!(stages[0].kept_bytes(), Ok(4 * 2 * (784 + 16 * 784 + 2 * 16 * 196)));
        let (images, labels) = batch(&graph);
        let mut go = |kind, ranks, images: &[f32], labels: &[u8]| {
            run(&Schedule::new(kind, ranks, MICROBATCHES, 1).unwrap(), &mut stages, images, labels, 0.0, rng)
        };
        assert!(go(PipelineKind::ZbH1, 2, &images, &labels).is_err());
        assert!(go(PipelineKind::GPipe, 3, &images, &labels).is_err());
        assert!(go(PipelineKind::GPipe, 2, &images[1..], &labels).is_err());
        assert!(go(PipelineKind::GPipe, 2, &images, &labels[1..]).is_err());
        let stage = &mut stages[1];
        let input = vec![0.0; MICROBATCH * stage.graph().input_shape().len()];
        assert!(stage.backward(0, None).is_err() && stage.loss(0, &[0, 0], 0.0).is_err());
        stage.forward(0, &input, &mut rng(0)).unwrap();
        assert!(stage.forward(0, &input, &mut rng(0)).is_err() && stage.backward(0, Some(&[0.0])).is_err());
    }
}
