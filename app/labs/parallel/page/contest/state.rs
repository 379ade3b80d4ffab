//! Trainings beside each other: what was asked, and how far each is.

use crate::parallel::messages::{Ask, Contest, Standing, Told};
use karui_protocol::{Error, ModelKind};
use karui_shell::state::Lab;
use karui_spec::Variant;
use leptos::prelude::*;

/// One of them.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// What it is.
    pub variant: Variant,
    /// Images trained on, and the loss.
    pub points: Vec<(f64, f64)>,
    /// How far it is.
    pub standing: Option<Standing>,
}

impl Row {
    /// Bytes that each worker sends in a step.
    pub fn bytes(&self) -> Option<u64> {
        self.standing.as_ref().filter(|it| it.updates > 0).map(|it| it.sent / it.updates)
    }

    /// On held-out images, where it is done.
    pub fn accuracy(&self) -> Option<f64> {
        Some(self.standing.as_ref()?.accuracy.as_ref()?.value)
    }

    /// Whether its loss is no number any more.
    pub fn has_diverged(&self) -> bool {
        self.standing.as_ref().is_some_and(|it| it.accuracy.is_some() && !it.loss.is_finite())
    }
}

/// What is known of them.
#[derive(Clone, Copy)]
pub struct ContestState {
    /// The trainings, in their order.
    pub rows: RwSignal<Vec<Row>>,
    /// Whether they go on.
    pub is_running: RwSignal<bool>,
    /// Why they could not go on.
    pub error: RwSignal<Option<Error>>,
    asked: StoredValue<u32>,
}

impl ContestState {
    /// Nothing yet. Two contests of a page differ by `first`, which is 0 or 1: the engine does one at a time, and numbers are not to be taken
    /// for the other's.
    pub fn new(first: u32) -> Self {
        ContestState {
            rows: RwSignal::new(Vec::new()),
            is_running: RwSignal::new(false),
            error: RwSignal::new(None),
            asked: StoredValue::new(first),
        }
    }

    /// Has them begin.
    pub fn start(self, lab: Lab, network: ModelKind, images: usize, epochs: usize, variants: Vec<Variant>) {
        self.asked.update_value(|id| *id += 2);
        let row = |&variant: &Variant| Row { variant, points: Vec::new(), standing: None };
        self.rows.set(variants.iter().map(row).collect());
        self.error.set(None);
        self.is_running.set(true);
        lab.ask(&Ask::Contest(Contest { id: self.asked.get_value(), network, images, epochs, variants }));
    }

    /// Takes in what the engine tells.
    pub fn apply(self, told: &Told) {
        match told {
            Told::Standing { id, variant, standing } if *id == self.asked.get_value() => self.rows.update(|rows| {
                let Some(row) = rows.get_mut(*variant) else { return };
                if standing.loss.is_finite() {
                    row.points.push((standing.images as f64, f64::from(standing.loss)));
                }
                row.standing = Some(standing.clone());
            }),
            Told::Judged { id, error } if *id == self.asked.get_value() => {
                self.is_running.set(false);
                self.error.set(error.clone());
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use karui_spec::{Rate, Sent};

    #[test]
    fn rows_grow_by_their_own_contests_standings_alone() {
        Owner::new().with(|| {
            let (lab, a, b) = (Lab::new(&[]), ContestState::new(0), ContestState::new(1));
            let variant = Variant { sent: Sent::Whole, workers: 1, batch: 10, rate: Rate::constant(0.1) };
            for state in [a, b] {
                state.start(lab, ModelKind::Mlp, 100, 1, vec![variant; 2]);
            }
            let standing = |loss| Standing { updates: 2, images: 20, loss, sent: 80, accuracy: None };
            let told = |id, loss| Told::Standing { id, variant: 1, standing: standing(loss) };
            for told in [told(2, 1.0), told(3, 2.0), told(2, f32::NAN), Told::Judged { id: 2, error: None }] {
                a.apply(&told);
                b.apply(&told);
            }
            let points = |state: ContestState| state.rows.with_untracked(|rows| rows[1].points.clone());
            assert_eq!((points(a), points(b)), (vec![(20.0, 1.0)], vec![(20.0, 2.0)]));
            assert_eq!(a.rows.with_untracked(|rows| rows[1].bytes()), Some(40));
            assert!(!a.is_running.get_untracked() && b.is_running.get_untracked());
        });
    }
}
