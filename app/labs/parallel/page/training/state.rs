//! What is chosen of a data-parallel run, and what is known of it.

use crate::parallel::choice::choice;
use crate::parallel::messages::{Ask, Division, End, Progress, Told, Training, Update};
use crate::parallel::page::state::parallel_of;
use karui_protocol::{DataKind, Error, Figure, ModelKind};
use karui_shell::pages::download::offer;
use karui_shell::state::Lab;
use leptos::prelude::*;
// The trait, whose name is also that of what is chosen.
use leptos::prelude::Update as _;

choice! {
    /// The network.
    Net, "net" {
        /// One hidden layer.
        Mlp = "mlp",
        /// Two convolutions.
        Lenet = "lenet",
        /// With batch norm.
        Mobilenet = "mobilenet",
    }
}

choice! {
    /// What the loss is drawn over.
    Axis, "axis" {
        /// Time.
        Seconds = "seconds",
        /// Images trained on.
        Images = "images",
    }
}

impl Net {
    /// Its family.
    pub const fn kind(self) -> ModelKind {
        match self {
            Net::Mlp => ModelKind::Mlp,
            Net::Lenet => ModelKind::Lenet,
            Net::Mobilenet => ModelKind::Mobilenet,
        }
    }
}

/// Images of a batch, and batches of a run.
pub const BATCH: usize = 64;
const BATCHES: u64 = 150;
/// The learning rate.
const LR: f32 = 0.1;
/// Which worker is slow, counted from 1; how many times as long it takes.
pub const SLOW: [usize; 2] = [1, 8];
pub const FACTOR: [usize; 2] = [1, 8];
/// Earlier runs whose curves stay.
const PAST: usize = 3;

/// A point of a curve.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    /// Since the first step.
    pub seconds: f64,
    /// Trained on.
    pub images: f64,
    /// The loss.
    pub loss: f64,
}

/// A run's curve.
#[derive(Debug, Clone, PartialEq)]
pub struct Curve {
    /// What it is of.
    pub training: Training,
    /// In order.
    pub points: Vec<Point>,
}

/// What is chosen and known. The algorithm and the number of workers are those of the all-reduce.
#[derive(Clone, Copy)]
pub struct TrainingState {
    /// When gradients become an update.
    pub update: RwSignal<Update>,
    /// How the batch is divided.
    pub division: RwSignal<Division>,
    /// The network.
    pub net: RwSignal<Net>,
    /// The slow worker, counted from 1.
    pub slow: RwSignal<usize>,
    /// How many times as long it takes.
    pub factor: RwSignal<usize>,
    /// What the loss is drawn over.
    pub axis: RwSignal<Axis>,
    /// What was asked for last, and the data then.
    pub run_of: RwSignal<Option<(Training, DataKind)>>,
    /// The run that goes on, or was asked for.
    pub running: RwSignal<Option<Training>>,
    /// How far the last run is.
    pub progress: RwSignal<Option<Progress>>,
    /// How it has ended.
    pub end: RwSignal<Option<(End, Option<Figure>)>>,
    /// The last runs, the newest last.
    pub curves: RwSignal<Vec<Curve>>,
    /// Why there is no script of what is chosen.
    pub no_script: RwSignal<Option<Error>>,
    /// Runs that came to their end, and the images per second of each.
    pub speeds: RwSignal<Vec<(Training, f64)>>,
    asked: StoredValue<u32>,
}

impl TrainingState {
    /// As at first.
    pub fn new() -> Self {
        TrainingState {
            update: RwSignal::new(Update::Synchronous),
            division: RwSignal::new(Division::Even),
            net: RwSignal::new(Net::Mlp),
            slow: RwSignal::new(SLOW[0]),
            factor: RwSignal::new(1),
            axis: RwSignal::new(Axis::Seconds),
            run_of: RwSignal::new(None),
            running: RwSignal::new(None),
            progress: RwSignal::new(None),
            end: RwSignal::new(None),
            curves: RwSignal::new(Vec::new()),
            no_script: RwSignal::new(None),
            speeds: RwSignal::new(Vec::new()),
            asked: StoredValue::new(0),
        }
    }

    /// What is chosen, as a run; whoever calls it follows it.
    fn chosen(self, lab: Lab) -> Training {
        let reduce = parallel_of(lab).reduce;
        Training {
            id: self.asked.get_value(),
            workers: reduce.workers.get(),
            algorithm: reduce.algorithm.get(),
            update: self.update.get(),
            division: self.division.get(),
            network: self.net.get().kind(),
            batch: BATCH,
            batches: BATCHES,
            lr: LR,
            slow: (self.slow.get() - 1, self.factor.get() as u32),
        }
    }

    /// The last run with its data, and whether something else is chosen by now. What can be changed while a run goes on makes no other
    /// run of it.
    pub fn last(self, lab: Lab) -> Option<(Training, DataKind, bool)> {
        let (training, data) = self.run_of.get()?;
        let now = Training { id: training.id, slow: training.slow, ..self.chosen(lab) };
        Some((training, data, now != training || lab.shown().data != data))
    }

    /// Asks for what is chosen as a script.
    pub fn export(self, lab: Lab) {
        self.no_script.set(None);
        lab.ask(&Ask::Script(untrack(|| self.chosen(lab))));
    }

    /// Has a run begin with what is chosen.
    pub fn start(self, lab: Lab) {
        self.asked.update_value(|id| *id += 1);
        let (training, data) = untrack(|| (self.chosen(lab), lab.shown().data));
        self.run_of.set(Some((training, data)));
        self.running.set(Some(training));
        self.progress.set(None);
        self.end.set(None);
        self.curves.update(|curves| {
            curves.retain(|curve| !curve.points.is_empty());
            curves.push(Curve { training, points: Vec::new() });
            let extra = curves.len().saturating_sub(PAST + 1);
            curves.drain(..extra);
        });
        lab.ask(&Ask::Train(training));
    }

    /// Takes in what the engine tells.
    pub fn apply(self, told: Told) {
        let is_late = |id: u32| id != self.asked.get_value();
        match told {
            Told::Step(progress) if !is_late(progress.id) => {
                let Progress { seconds, images, loss, .. } = progress;
                if loss.is_finite() {
                    let point = Point { seconds, images: images as f64, loss: f64::from(loss) };
                    self.curves.update(|curves| {
                        if let Some(curve) = curves.last_mut() {
                            curve.points.push(point);
                        }
                    });
                }
                self.progress.set(Some(progress));
            }
            Told::Script(Ok(text)) => offer("karui_ddp.py", text.as_bytes()),
            Told::Script(Err(error)) => self.no_script.set(Some(error)),
            Told::Ended { id, end, accuracy } if !is_late(id) => {
                let speed = self.progress.with_untracked(|it| it.as_ref().map(|it| it.images as f64 / it.seconds));
                if let (End::Done, Some(speed), Some(training)) = (&end, speed, self.running.get_untracked()) {
                    self.speeds.update(|speeds| speeds.push((training, speed)));
                }
                self.running.set(None);
                self.end.set(Some((end, accuracy)));
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn progress(id: u32, loss: f32) -> Told {
        let (updates, images, seconds, counted, formula) = (1, 64, 0.5, 8, 8);
        let (workers, staleness, difference, lost) = (Vec::new(), 0.0, None, Vec::new());
        Told::Step(Progress {
            id,
            updates,
            images,
            seconds,
            loss,
            workers,
            counted,
            formula,
            staleness,
            difference,
            lost,
        })
    }

    #[test]
    fn a_curve_grows_by_its_own_runs_points_alone() {
        Owner::new().with(|| {
            let (lab, state) = (Lab::new(&[]), TrainingState::new());
            state.start(lab);
            state.apply(progress(1, 2.0));
            state.apply(progress(1, f32::NAN));
            state.start(lab);
            state.apply(progress(1, 1.0));
            state.apply(progress(2, 1.5));
            state.apply(Told::Ended { id: 1, end: End::Done, accuracy: None });
            assert!(state.running.get_untracked().is_some());
            state.apply(Told::Ended { id: 2, end: End::Done, accuracy: None });
            assert!(state.running.get_untracked().is_none());
            let losses: Vec<Vec<f64>> = state
                .curves
                .get_untracked()
                .iter()
                .map(|curve| curve.points.iter().map(|point| point.loss).collect())
                .collect();
            assert_eq!(losses, [[2.0], [1.5]]);
        });
    }
}
