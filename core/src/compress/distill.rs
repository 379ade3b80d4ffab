//! Distillation: a small network learns from a large one.

use crate::exec::{Cpu, Executor, Mode};
use crate::graph::{Graph, NodeId, Shape, Weights};
use crate::ops::Op;
use crate::ops::softmax_cross_entropy::reference::{loss_and_gradient, softmax};
use crate::rng::Rng;
use crate::spec::recipe::{Distill, Hint};
use crate::{Error, Result};

/// The stream of [`Rng`] that draws the map between a student's and a teacher's features.
const STREAM: u64 = 5;
/// The learning rate of that map: small, as its loss is a mean over all features.
const MAP_LR: f32 = 0.1;

/// The loss of a batch of logits `[N, k]` against a teacher's (Hinton et al. 2015, §2) and the labels,
/// `α·T²·KL(softmax(teacher/T) ‖ softmax(student/T)) + (1 − α)·CE`, each a mean over the batch. Its gradient goes into
/// `d_student`. T² keeps the two parts in proportion, as the gradient of the first shrinks with 1/T².
pub fn soft_target_loss(
    settings: &Distill,
    k: usize,
    student: &[f32],
    teacher: &[f32],
    labels: &[u8],
    d_student: &mut [f32],
) -> f32 {
    let hard = loss_and_gradient(k, student, labels, 0.0, d_student);
    let (t, alpha) = (settings.temperature, settings.alpha);
    let (p, q) = (soft_targets(k, teacher, t), soft_targets(k, student, t));
    let n = labels.len().max(1) as f32;
    let divergence = |(&p, &q): (&f32, &f32)| match p {
        0.0 => 0.0,
        _ => f64::from(p) * (f64::from(p).ln() - f64::from(q.max(f32::MIN_POSITIVE)).ln()),
    };
    let soft = p.iter().zip(&q).map(divergence).sum::<f64>() as f32 / n;
    for ((d, p), q) in d_student.iter_mut().zip(&p).zip(&q) {
        // ∂(T²·KL)/∂z = T·(q − p).
        *d = (1.0 - alpha) * *d + alpha * t * (q - p) / n;
    }
    alpha * t * t * soft + (1.0 - alpha) * hard
}

/// The probabilities of each row of `k` logits, softened by `temperature`: what the student is shown.
pub fn soft_targets(k: usize, logits: &[f32], temperature: f32) -> Vec<f32> {
    let scaled: Vec<f32> = logits.iter().map(|z| z / temperature).collect();
    let mut p = vec![0.0; logits.len()];
    softmax(k, &scaled, &mut p);
    p
}

/// The loss of a student that learns from a teacher, made ready for batches of one size.
#[derive(Debug)]
pub struct DistillationLoss {
    settings: Distill,
    teacher: Executor<Cpu>,
    weights: Weights,
    hint: Option<HintLoss>,
}

impl DistillationLoss {
    /// That of the teacher, graph and weights, for the student that `student` runs, in batches of its size.
    pub fn new(settings: Distill, teacher: (&Graph, &Weights), student: &mut Executor<Cpu>, seed: u32) -> Result<Self> {
        let (graph, weights) = teacher;
        if graph.input_shape() != student.graph().input_shape()
            || graph.output_shape() != student.graph().output_shape()
        {
            let form = |g: &Graph| format!("{} to {}", g.input_shape(), g.output_shape());
            return Err(Error::misuse("student", form(graph), form(student.graph())));
        }
        let hint = match settings.hint {
            Hint::None => None,
            kind => Some(HintLoss::new(kind, settings.beta, graph, student, seed)?),
        };
        let mode = if hint.is_some() { Mode::Inspect } else { Mode::Inference };
        let teacher = Executor::new(graph, student.batch(), mode)?;
        Ok(DistillationLoss { settings, teacher, weights: weights.clone(), hint })
    }

    /// The loss of the batch that `student` has just run forward, with its gradients set.
    pub fn of(&mut self, student: &mut Executor<Cpu>, images: &[f32], labels: &[u8]) -> Result<f32> {
        let k = student.graph().output_shape().len();
        let soft = self.teacher.forward(&self.weights, images)?;
        let mut d_student = vec![0.0; soft.len()];
        let mut loss = soft_target_loss(&self.settings, k, student.output(), soft, labels, &mut d_student);
        student.set_output_gradient(&d_student)?;
        if let Some(hint) = &mut self.hint {
            loss += hint.loss(&self.teacher, student);
        }
        Ok(loss)
    }
}

/// Learning from the teacher's features.
#[derive(Debug)]
struct HintLoss {
    kind: Hint,
    beta: f32,
    /// The teacher's node that is looked at.
    node: NodeId,
    from: Shape,
    to: Shape,
    /// For features: what the student's are multiplied by, `[C of the student, C of the teacher]`. It learns too.
    map: Vec<f32>,
}

impl HintLoss {
    fn new(kind: Hint, beta: f32, teacher: &Graph, student: &mut Executor<Cpu>, seed: u32) -> Result<Self> {
        let pairs = feature_nodes(teacher).into_iter().rev();
        let mut pairs = pairs.flat_map(|t| feature_nodes(student.graph()).into_iter().rev().map(move |s| (t, s)));
        let same_area = |&(t, s): &(NodeId, NodeId)| {
            let (t, s) = (teacher.nodes()[t].shape, student.graph().nodes()[s].shape);
            (t.h, t.w) == (s.h, s.w)
        };
        let Some((node, at)) = pairs.find(same_area) else {
            return Err(Error::misuse("hint", "features of one height and width in teacher and student", "none"));
        };
        student.tap(at)?;
        let (from, to) = (student.graph().nodes()[at].shape, teacher.nodes()[node].shape);
        let mut rng = Rng::new(u64::from(seed), STREAM);
        let bound = 1.0 / (from.c as f32).sqrt();
        let map = (0..from.c * to.c).map(|_| rng.range(-bound, bound)).collect();
        Ok(HintLoss { kind, beta, node, from, to, map })
    }

    fn loss(&mut self, teacher: &Executor<Cpu>, student: &mut Executor<Cpu>) -> f32 {
        let (Some(target), Some((features, gradient))) = (teacher.value(self.node), student.tapped()) else {
            return 0.0;
        };
        match self.kind {
            Hint::Feature => self.feature_loss(features, target, gradient),
            Hint::Attention => attention_loss(self.beta, self.from, self.to.c, features, target, gradient),
            Hint::None => 0.0,
        }
    }

    /// `β` times the mean squared distance of the mapped features from the teacher's. The map takes its own step.
    fn feature_loss(&mut self, features: &[f32], target: &[f32], gradient: &mut [f32]) -> f32 {
        let (c, k) = (self.from.c, self.to.c);
        let scale = 2.0 * self.beta / target.len().max(1) as f32;
        let mut loss = 0.0;
        let mut d_map = vec![0.0; self.map.len()];
        let mut distance = vec![0.0; k];
        for ((x, t), d) in features.chunks_exact(c).zip(target.chunks_exact(k)).zip(gradient.chunks_exact_mut(c)) {
            for (d, t) in distance.iter_mut().zip(t) {
                *d = -t;
            }
            for (x, row) in x.iter().zip(self.map.chunks_exact(k)) {
                distance.iter_mut().zip(row).for_each(|(d, m)| *d += x * m);
            }
            loss += distance.iter().map(|d| d * d).sum::<f32>();
            for (((x, row), d_row), d) in x.iter().zip(self.map.chunks_exact(k)).zip(d_map.chunks_exact_mut(k)).zip(d) {
                *d = scale * distance.iter().zip(row).map(|(e, m)| e * m).sum::<f32>();
                d_row.iter_mut().zip(&distance).for_each(|(g, e)| *g += scale * x * e);
            }
        }
        self.map.iter_mut().zip(&d_map).for_each(|(m, g)| *m -= MAP_LR * g);
        0.5 * scale * loss
    }
}

/// `β/2` times the squared distance between the two attention maps of each image, a mean over the batch
/// (Zagoruyko & Komodakis 2017, eq. 2). A map is the sum of squares over the channels of `shape`, divided by its norm.
fn attention_loss(beta: f32, shape: Shape, k: usize, x: &[f32], target: &[f32], gradient: &mut [f32]) -> f32 {
    let (area, c) = (shape.area(), shape.c);
    let n = (x.len() / shape.len().max(1)).max(1) as f32;
    let map = |image: &[f32], c: usize| {
        let sums: Vec<f32> = image.chunks_exact(c).map(|v| v.iter().map(|v| v * v).sum()).collect();
        let norm = sums.iter().map(|a| a * a).sum::<f32>().sqrt().max(1e-12);
        (sums, norm)
    };
    let images = x.chunks_exact(area * c).zip(target.chunks_exact(area * k)).zip(gradient.chunks_exact_mut(area * c));
    let mut loss = 0.0;
    for ((x, t), d) in images {
        let ((a, norm), (b, b_norm)) = (map(x, c), map(t, k));
        let distance: Vec<f32> = a.iter().zip(&b).map(|(a, b)| a / norm - b / b_norm).collect();
        loss += distance.iter().map(|d| d * d).sum::<f32>();
        // Through the division by the norm: (e − â·(â·e)) / norm, with â the divided map.
        let along = distance.iter().zip(&a).map(|(e, a)| e * a / norm).sum::<f32>();
        for (((x, d), e), a) in x.chunks_exact(c).zip(d.chunks_exact_mut(c)).zip(&distance).zip(&a) {
            let d_sum = beta * (e - along * a / norm) / (norm * n);
            d.iter_mut().zip(x).for_each(|(d, x)| *d = 2.0 * x * d_sum);
        }
    }
    0.5 * beta * loss / n
}

/// The nodes whose features can be compared: what follows an activation within the picture part of a network, up to
/// where it is flattened or averaged.
fn feature_nodes(graph: &Graph) -> Vec<NodeId> {
    let is_feature =
        |&id: &NodeId| matches!(graph.nodes()[id].op, Op::Activation(_)) && graph.nodes()[id].shape.area() > 1;
    (0..graph.nodes().len()).filter(is_feature).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::models::LenetConfig;

    fn of(temperature: f32, alpha: f32) -> Distill {
        Distill { temperature, alpha, ..Distill::default() }
    }

    #[test]
    fn the_gradient_is_that_of_the_loss() {
        let mut rng = Rng::new(3, 0);
        let mut draw = || (0..20).map(|_| rng.range(-3.0, 3.0)).collect::<Vec<f32>>();
        let (student, teacher, labels) = (draw(), draw(), [3, 9]);
        for settings in [of(1.0, 1.0), of(4.0, 0.7), of(20.0, 0.5)] {
            let mut d = vec![0.0; 20];
            soft_target_loss(&settings, 10, &student, &teacher, &labels, &mut d);
            for i in 0..20 {
                let at = |step: f32| {
                    let mut moved = student.clone();
                    moved[i] += step;
                    f64::from(soft_target_loss(&settings, 10, &moved, &teacher, &labels, &mut [0.0; 20]))
                };
                let slope = (at(1e-2) - at(-1e-2)) / 2e-2;
                assert!((slope - f64::from(d[i])).abs() < 2e-3, "{settings:?} {i}: {slope} {}", d[i]);
            }
        }
    }

    #[test]
    fn a_student_like_its_teacher_has_nothing_to_learn_from_it() {
        let logits = [1.0, -2.0, 0.5];
        let mut d = [1.0; 3];
        assert!(soft_target_loss(&of(4.0, 1.0), 3, &logits, &logits, &[0], &mut d).abs() < 1e-6);
        assert!(d.iter().all(|d| d.abs() < 1e-6));
    }

    #[test]
    fn attention_and_feature_gradients_are_those_of_their_losses() {
        let (shape, k) = (Shape::new(2, 3, 2), 4);
        let mut rng = Rng::new(5, 0);
        let x: Vec<f32> = (0..2 * shape.len()).map(|_| rng.range(0.1, 1.0)).collect();
        let target: Vec<f32> = (0..2 * 6 * k).map(|_| rng.range(0.1, 1.0)).collect();
        let map: Vec<f32> = (0..2 * k).map(|_| rng.range(-1.0, 1.0)).collect();
        let feature = |x: &[f32], d: &mut [f32]| {
            let to = Shape { c: k, ..shape };
            HintLoss { kind: Hint::Feature, beta: 3.0, node: 0, from: shape, to, map: map.clone() }
                .feature_loss(x, &target, d)
        };
        let attention = |x: &[f32], d: &mut [f32]| attention_loss(3.0, shape, k, x, &target, d);
        for loss in [&feature as &dyn Fn(&[f32], &mut [f32]) -> f32, &attention] {
            let mut d = vec![0.0; x.len()];
            loss(&x, &mut d);
            for i in 0..x.len() {
                let at = |step: f32| {
                    let mut moved = x.clone();
                    moved[i] += step;
                    f64::from(loss(&moved, &mut vec![0.0; x.len()]))
                };
                let slope = (at(1e-2) - at(-1e-2)) / 2e-2;
                assert!((slope - f64::from(d[i])).abs() < 2e-3, "{i}: {slope} {}", d[i]);
            }
        }
    }

    #[test]
    fn hints_need_features_of_one_size() {
        let teacher = LenetConfig::default().build().unwrap();
        let weights = Weights::init(&teacher, 1);
        let student = LenetConfig { channels: vec![4, 8], hidden: 16, ..LenetConfig::default() }.build().unwrap();
        let settings = Distill { hint: Hint::Attention, ..Distill::default() };
        let mut executor = Executor::new(&student, 2, Mode::Training).unwrap();
        assert!(DistillationLoss::new(settings, (&teacher, &weights), &mut executor, 1).is_ok());
        let mlp = crate::models::MlpConfig { input: Shape::new(28, 28, 1), hidden: vec![8], classes: 10 };
        let mut executor = Executor::new(&mlp.build().unwrap(), 2, Mode::Training).unwrap();
        assert!(DistillationLoss::new(settings, (&teacher, &weights), &mut executor, 1).is_err());
    }
}
