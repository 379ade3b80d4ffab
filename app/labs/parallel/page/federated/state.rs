//! What is chosen of federated learning, and what is known of it.

use crate::parallel::choice::choice;
use crate::parallel::messages::{Ask, Federation, Told};
use karui_protocol::{DataKind, Error};
use karui_shell::state::Lab;
use karui_spec::Partition;
use leptos::prelude::*;

choice! {
    /// B, the images of a client's step.
    LocalBatch, "local-batch" {
        /// Ten.
        Ten = "10",
        /// Fifty.
        Fifty = "50",
        /// All that the client has.
        All = "all",
    }
}

choice! {
    /// z, the noise on the mean, in multiples of the clip.
    Noise, "noise" {
        /// None, and nothing is clipped.
        Off = "off",
        /// Clipped alone.
        Clip = "0",
        /// A little.
        Little = "0.05",
        /// More.
        More = "0.2",
        /// Much.
        Much = "0.5",
    }
}

choice! {
    /// What the server sees.
    Masked, "masked" {
        /// Each client's weights.
        Open = "open",
        /// Masked ones, and from them the sum alone.
        Masked = "masked",
    }
}

impl LocalBatch {
    const fn images(self) -> Option<usize> {
        match self {
            LocalBatch::Ten => Some(10),
            LocalBatch::Fifty => Some(50),
            LocalBatch::All => None,
        }
    }
}

impl Noise {
    /// The multiplier; nothing where updates are left as they are.
    pub fn multiplier(self) -> Option<f32> {
        self.id().parse().ok()
    }
}

/// Clients, C in tenths, E, and the clip's tenths.
pub const CLIENTS: [usize; 2] = [2, 50];
pub const TENTHS: [usize; 2] = [1, 10];
pub const EPOCHS: [usize; 2] = [1, 10];
pub const CLIP: [usize; 2] = [1, 50];
/// Shown at first.
pub const FIRST_CLIENTS: usize = 10;
pub const FIRST_TENTHS: usize = 5;
pub const FIRST_CLIP: usize = 10;
/// Rounds that a start does.
pub const ROUNDS: usize = 8;
/// The concentration of Dirichlet's shares, and the learning rate.
const CONCENTRATION: f32 = 0.3;
const LR: f32 = 0.1;
/// Earlier runs whose curves stay.
const PAST: usize = 3;

/// A run: what it was asked, and its accuracy after each round, from none on.
#[derive(Debug, Clone, PartialEq)]
pub struct Course {
    /// What was asked.
    pub federation: Federation,
    /// After each round.
    pub accuracies: Vec<f64>,
}

/// What is chosen and known.
#[derive(Clone, Copy)]
pub struct FederatedState {
    /// How images are divided.
    pub partition: RwSignal<Partition>,
    /// K.
    pub clients: RwSignal<usize>,
    /// C in tenths.
    pub tenths: RwSignal<usize>,
    /// E.
    pub epochs: RwSignal<usize>,
    /// B.
    pub batch: RwSignal<LocalBatch>,
    /// z.
    pub noise: RwSignal<Noise>,
    /// S in tenths.
    pub clip: RwSignal<usize>,
    /// What the server sees.
    pub masked: RwSignal<Masked>,
    /// Of the last round, where it sees sums alone: some weights of one client, and what the server sees of them.
    pub seen: RwSignal<Vec<(f32, u32)>>,
    /// For each client, how many images of each class it has.
    pub split: RwSignal<Vec<Vec<u32>>>,
    /// Bytes that leave a client in a round.
    pub bytes: RwSignal<Option<u64>>,
    /// Who has trained in the last round.
    pub trained: RwSignal<Vec<usize>>,
    /// Rounds asked for that are not done.
    pub left: RwSignal<usize>,
    /// The data that the last run divides.
    pub data: RwSignal<Option<DataKind>>,
    /// What went wrong.
    pub error: RwSignal<Option<Error>>,
    /// The last runs, the newest last.
    pub courses: RwSignal<Vec<Course>>,
    asked: StoredValue<u32>,
}

impl FederatedState {
    /// As at first.
    pub fn new() -> Self {
        FederatedState {
            partition: RwSignal::new(Partition::Iid),
            clients: RwSignal::new(FIRST_CLIENTS),
            tenths: RwSignal::new(FIRST_TENTHS),
            epochs: RwSignal::new(EPOCHS[0]),
            batch: RwSignal::new(LocalBatch::Ten),
            noise: RwSignal::new(Noise::Off),
            clip: RwSignal::new(FIRST_CLIP),
            masked: RwSignal::new(Masked::Open),
            seen: RwSignal::new(Vec::new()),
            split: RwSignal::new(Vec::new()),
            bytes: RwSignal::new(None),
            trained: RwSignal::new(Vec::new()),
            left: RwSignal::new(0),
            data: RwSignal::new(None),
            error: RwSignal::new(None),
            courses: RwSignal::new(Vec::new()),
            asked: StoredValue::new(0),
        }
    }

    /// What is chosen; whoever calls it follows it.
    fn chosen(self) -> Federation {
        let clip = self.clip.get() as f32 / 10.0;
        Federation {
            id: self.asked.get_value(),
            partition: self.partition.get(),
            clients: self.clients.get(),
            concentration: CONCENTRATION,
            fraction: self.tenths.get() as f32 / 10.0,
            epochs: self.epochs.get(),
            batch: self.batch.get().images(),
            lr: LR,
            noise: self.noise.get().multiplier().map(|multiplier| (clip, multiplier)),
            is_masked: self.masked.get() == Masked::Masked,
        }
    }

    /// The last run with its data, and whether something else is chosen by now.
    pub fn last(self, lab: Lab) -> Option<(Federation, DataKind, bool)> {
        let data = self.data.get()?;
        let federation = self.courses.with(|courses| courses.last().map(|course| course.federation))?;
        Some((federation, data, self.chosen() != federation || lab.shown().data != data))
    }

    /// Begins anew with what is chosen, and does some rounds.
    pub fn start(self, lab: Lab) {
        self.asked.update_value(|id| *id += 1);
        let federation = untrack(|| self.chosen());
        self.data.set(Some(untrack(|| lab.shown().data)));
        self.error.set(None);
        self.trained.set(Vec::new());
        self.seen.set(Vec::new());
        self.courses.update(|courses| {
            courses.retain(|course| course.accuracies.len() > 1);
            courses.push(Course { federation, accuracies: Vec::new() });
            let extra = courses.len().saturating_sub(PAST + 1);
            courses.drain(..extra);
        });
        lab.ask(&Ask::Federate(federation));
        self.more(lab, ROUNDS);
    }

    /// Some more rounds of the same.
    pub fn more(self, lab: Lab, rounds: usize) {
        self.left.update(|left| *left += rounds);
        lab.ask(&Ask::Rounds(rounds));
    }

    /// No more rounds.
    pub fn stop(self, lab: Lab) {
        self.left.set(0);
        lab.ask(&Ask::Rounds(0));
    }

    /// Rounds done; nothing before the first start.
    pub fn round(self) -> Option<usize> {
        self.courses.with(|courses| courses.last()?.accuracies.len().checked_sub(1))
    }

    /// Takes in what the engine tells.
    pub fn apply(self, told: Told) {
        let is_late = |id: u32| id != self.asked.get_value();
        match told {
            Told::Clients { id, split, bytes } if !is_late(id) => {
                self.split.set(split);
                self.bytes.set(Some(bytes));
            }
            Told::Round { id, round, accuracy, clients, masked, .. } if !is_late(id) => {
                self.seen.set(masked);
                if round > 0 {
                    self.left.update(|left| *left = left.saturating_sub(1));
                }
                self.trained.set(clients);
                self.courses.update(|courses| {
                    if let Some(course) = courses.last_mut() {
                        course.accuracies.truncate(round);
                        course.accuracies.push(accuracy.value);
                    }
                });
            }
            Told::NotFederated { id, error } if !is_late(id) => {
                self.left.set(0);
                self.error.set(Some(error));
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use karui_protocol::Figure;

    #[test]
    fn rounds_are_counted_from_the_network_that_nobody_has_trained() {
        Owner::new().with(|| {
            let (lab, state) = (Lab::new(&[]), FederatedState::new());
            assert_eq!(untrack(|| state.round()), None);
            state.start(lab);
            assert_eq!(state.left.get_untracked(), ROUNDS);
            let told = |id, round, hits| Told::Round {
                id,
                round,
                accuracy: Figure::counted(hits, 10),
                loss: 0.0,
                clients: vec![round],
                masked: vec![],
            };
            state.apply(told(1, 0, 1));
            state.apply(told(1, 1, 5));
            state.apply(told(2, 1, 9));
            assert_eq!((untrack(|| state.round()), state.left.get_untracked()), (Some(1), ROUNDS - 1));
            assert_eq!(state.courses.get_untracked()[0].accuracies, [0.1, 0.5]);
        });
    }

    #[test]
    fn noise_is_off_or_a_number() {
        assert_eq!(Noise::Off.multiplier(), None);
        assert_eq!(Noise::Clip.multiplier(), Some(0.0));
        assert_eq!(Noise::Much.multiplier(), Some(0.5));
    }
}
