//! The curves of a run.

use karui_core::train::StepStats;
use karui_protocol::{CurvePoint, CurveSet};
use serde::{Deserialize, Serialize};

/// Points of the training curve of a run, at most about.
const POINTS: u64 = 500;

/// All points so far, and the steps since the last of the training curve, whose mean will be the next.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Curve {
    points: Vec<CurvePoint>,
    loss: f64,
    hits: u64,
    images: u64,
    steps: u64,
    /// How many points the page knows.
    #[serde(skip)]
    told: usize,
    /// The last step taken in during this visit.
    #[serde(skip)]
    last: u64,
}

impl Curve {
    /// Takes in step number `step` (from 1) of `steps`. One that is done again, after a device was lost, is known.
    pub fn add_step(&mut self, step: u64, steps: u64, stats: StepStats, images: usize, lr: f32) {
        if step <= self.last {
            return;
        }
        self.last = step;
        self.loss += f64::from(stats.loss);
        self.hits += u64::from(stats.hits);
        self.images += images as u64;
        self.steps += 1;
        if step.is_multiple_of(steps.div_ceil(POINTS)) || step == steps {
            self.points.push(CurvePoint {
                step,
                on: CurveSet::Train,
                loss: (self.loss / self.steps as f64) as f32,
                accuracy: self.hits as f32 / self.images.max(1) as f32,
                lr,
            });
            (self.loss, self.hits, self.images, self.steps) = (0.0, 0, 0, 0);
        }
    }

    /// Takes in a validation after step `step`.
    pub fn add_validation(&mut self, step: u64, loss: f64, accuracy: f64) {
        let point =
            CurvePoint { step, on: CurveSet::Validation, loss: loss as f32, accuracy: accuracy as f32, lr: 0.0 };
        self.points.push(point);
    }

    /// The share classified rightly at the last validation.
    pub fn accuracy(&self) -> Option<f32> {
        let last = self.points.iter().rev().find(|point| point.on == CurveSet::Validation);
        last.map(|point| point.accuracy)
    }

    /// The points that the page has not been told.
    pub fn news(&mut self) -> Vec<CurvePoint> {
        let news = self.points[self.told.min(self.points.len())..].to_vec();
        self.told = self.points.len();
        news
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn add(curve: &mut Curve, range: std::ops::RangeInclusive<u64>, steps: u64) {
        for step in range {
            let stats = StepStats { loss: step as f32, hits: 32 };
            curve.add_step(step, steps, stats, 64, 0.1);
        }
    }

    #[test]
    fn a_long_run_has_few_points_and_each_is_a_mean() {
        let mut curve = Curve::default();
        add(&mut curve, 1..=10_007, 10_007);
        let points = curve.news();
        assert!((400..=501).contains(&points.len()), "{}", points.len());
        assert_eq!((points[0].step, points[0].loss, points[0].accuracy), (21, 11.0, 0.5));
        assert_eq!(points.last().map(|p| p.step), Some(10_007));
        assert!(curve.news().is_empty());
    }

    #[test]
    fn steps_done_again_count_once() {
        let (mut once, mut again) = (Curve::default(), Curve::default());
        add(&mut once, 1..=900, 2_000);
        add(&mut again, 1..=600, 2_000);
        add(&mut again, 401..=900, 2_000);
        assert_eq!(again.news(), once.news());
    }

    #[test]
    fn a_stored_curve_goes_on_in_the_middle_of_a_mean() {
        let (mut whole, mut first) = (Curve::default(), Curve::default());
        add(&mut whole, 1..=2_000, 2_000);
        add(&mut first, 1..=1_001, 2_000);
        first.news();
        let mut second: Curve = karui_protocol::decode(&karui_protocol::encode(&first)).unwrap();
        add(&mut second, 1_002..=2_000, 2_000);
        // The page of the second visit is told all of it.
        assert_eq!(second.news(), whole.news());
    }
}
