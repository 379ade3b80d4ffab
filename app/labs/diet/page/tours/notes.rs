//! What is known of the tours on this visit: what was predicted, and what came.

use crate::diet::messages::Diet;
use karui_spec::tour::{Measured, Step, Tour};

/// What was predicted and what came. It outlives the networks that the steps are shown on.
#[derive(Default)]
pub struct TourNotes {
    predicted: Vec<(String, usize)>,
    /// What each step's network was as it is shipped, and what it was then.
    measured: Vec<(String, [Measured; 2])>,
    running: Option<Running>,
}

/// Steps that are being done: the one that is looked at last, and before it what it is compared with.
#[derive(Clone)]
pub struct Running {
    /// Of which tour.
    pub tour: &'static Tour,
    /// Those that are still to come, the present one first.
    pub steps: Vec<&'static Step>,
    /// When the present training's first progress was told, in milliseconds, and at which step.
    pub pace: Option<(f64, u64)>,
}

impl TourNotes {
    /// The answer that a learner expects of a step.
    pub fn predicted(&self, tour: &Tour, step: &Step) -> Option<usize> {
        find(&self.predicted, tour, step).copied()
    }

    /// Notes an answer.
    pub fn predict(&mut self, tour: &Tour, step: &Step, answer: usize) {
        put(&mut self.predicted, tour, step, answer);
    }

    /// What a step has come to: what it is compared with, and what it is now. `None` before it was done.
    pub fn came(&self, tour: &Tour, step: &Step) -> Option<[&Measured; 2]> {
        let [shipped, now] = find(&self.measured, tour, step)?;
        let before = match step.against {
            Some(id) => &find(&self.measured, tour, tour.step(id)?)?[1],
            None => shipped,
        };
        Some([before, now])
    }

    /// The steps that are being done.
    pub fn running(&self) -> Option<&Running> {
        self.running.as_ref()
    }

    /// Begins a step: what it is compared with is done first, where that is not known.
    pub fn begin(&mut self, tour: &'static Tour, step: &'static Step) {
        let other = step.against.and_then(|id| tour.step(id)).filter(|it| find(&self.measured, tour, it).is_none());
        self.running = Some(Running { tour, steps: other.into_iter().chain([step]).collect(), pace: None });
    }

    /// Takes in a result, and gives whether another step is to follow. One of another recipe ends what is being done.
    pub fn take(&mut self, diet: &Diet) -> bool {
        let Some(running) = &mut self.running else { return false };
        match running.steps.first() {
            Some(step) if (step.recipe)() == diet.recipe => {
                put(&mut self.measured, running.tour, step, diet.measured.clone());
                running.steps.remove(0);
                running.pace = None;
                let goes_on = !running.steps.is_empty();
                self.running.take_if(|_| !goes_on);
                goes_on
            }
            _ => {
                self.running = None;
                false
            }
        }
    }

    /// Gives up what is being done.
    pub fn give_up(&mut self) {
        self.running = None;
    }

    /// Milliseconds until the present training ends, at its pace so far: at `step` of `steps`, `now`.
    pub fn left(&mut self, now: f64, step: u64, steps: u64) -> Option<f64> {
        let running = self.running.as_mut()?;
        let (began, first) = *running.pace.get_or_insert((now, step));
        let done = step.checked_sub(first).filter(|done| *done > 0)?;
        Some((now - began) / done as f64 * steps.saturating_sub(step) as f64)
    }
}

fn find<'a, T>(all: &'a [(String, T)], tour: &Tour, step: &Step) -> Option<&'a T> {
    let address = tour.address(step);
    all.iter().find(|(of, _)| *of == address).map(|(_, it)| it)
}

fn put<T>(all: &mut Vec<(String, T)>, tour: &Tour, step: &Step, it: T) {
    let address = tour.address(step);
    all.retain(|(of, _)| *of != address);
    all.push((address, it));
}

#[cfg(test)]
mod tests {
    use super::*;
    use karui_protocol::recipe::TechniqueKind;

    #[test]
    fn what_a_step_is_compared_with_is_done_first_and_once() {
        let tour = Tour::of(TechniqueKind::Quantize).unwrap();
        let (first, aware) = (tour.step("int4").unwrap(), tour.step("aware").unwrap());
        let ids = |notes: &TourNotes| notes.running().map(|it| it.steps.iter().map(|step| step.id).collect::<Vec<_>>());
        let mut notes = TourNotes::default();
        notes.begin(tour, aware);
        assert_eq!(ids(&notes), Some(vec!["int4", "aware"]));
        let measured = |hits: usize| {
            let right = (0..10).map(|i| i < hits).collect();
            Measured { bytes: 1.0, macs: 1.0, weights: 1.0, right }
        };
        put(&mut notes.measured, tour, first, [measured(9), measured(5)]);
        assert!(notes.came(tour, aware).is_none());
        notes.begin(tour, aware);
        assert_eq!(ids(&notes), Some(vec!["aware"]));
        put(&mut notes.measured, tour, aware, [measured(9), measured(8)]);
        assert_eq!(notes.came(tour, aware).map(|all| all.map(Measured::hits)), Some([5, 8]));
        assert_eq!(notes.came(tour, first).map(|all| all.map(Measured::hits)), Some([9, 5]));
    }

    #[test]
    fn what_is_left_follows_from_the_pace() {
        let tour = Tour::of(TechniqueKind::Prune).unwrap();
        let mut notes = TourNotes::default();
        assert_eq!(notes.left(0.0, 1, 10), None);
        notes.begin(tour, tour.step("weights").unwrap());
        assert_eq!(notes.left(1_000.0, 2, 10), None);
        assert_eq!(notes.left(3_000.0, 6, 10), Some(2_000.0));
    }
}
