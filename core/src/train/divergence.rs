//! Telling a run that comes to nothing from one that learns.

use super::StepStats;
use crate::{Divergence, Error, Result};

/// Steps that are judged together: an epoch, but so many at least and at most.
const BLOCK: std::ops::RangeInclusive<u64> = 50..=100;
/// A network that has never done better than guessing may still begin to: it is given so many blocks.
const PATIENCE: u32 = 3;
/// A mean loss this part of ln(classes) below it is no longer that of guessing.
const BAND: f64 = 0.01;
/// Hits are those of guessing up to so many standard deviations above their mean: one block in 30,000 by chance.
const DEVIATIONS: f64 = 4.0;

/// That the loss of step `step` is a number.
///
/// # Errors
/// [`Error::Diverged`] where it is not.
pub fn check_loss(loss: f32, step: u64) -> Result<()> {
    let kind = Divergence::NotANumber;
    if loss.is_finite() { Ok(()) } else { Err(Error::Diverged { step, kind }) }
}

/// Watches the steps of a run for one that has come to nothing: its loss is not finite, or it has fallen back to guessing
/// (ReLUs that a large step has pushed below zero for every image have no gradient, and do not come back), or it
/// has never done better. Steps are judged block by block: where the mean cross-entropy is that of guessing,
/// ln(classes), or above, and no more images are hit than by chance, the block is one of guessing.
#[derive(Debug, Clone)]
pub struct DivergenceWatch {
    classes: usize,
    batch: usize,
    block: u64,
    least_loss: f64,
    /// The first step that it has not seen.
    next: u64,
    /// Of the present block: steps, summed losses, hits.
    steps: u64,
    loss: f64,
    hits: u64,
    has_learned: bool,
    /// The last blocks that were of guessing.
    guessing: u32,
}

impl DivergenceWatch {
    /// For batches of `batch` images of `classes` classes, `epoch` steps to an epoch, and the cross-entropy as loss.
    pub fn new(classes: usize, batch: usize, epoch: u64) -> Self {
        DivergenceWatch {
            classes,
            batch,
            block: epoch.clamp(*BLOCK.start(), *BLOCK.end()),
            least_loss: (1.0 - BAND) * (classes.max(1) as f64).ln(),
            next: 0,
            steps: 0,
            loss: 0.0,
            hits: 0,
            has_learned: false,
            guessing: 0,
        }
    }

    /// For a loss that is not the cross-entropy with the labels: hits alone count.
    pub fn of_any_loss(self) -> Self {
        DivergenceWatch { least_loss: f64::NEG_INFINITY, ..self }
    }

    /// Takes in step `step`, counted from 0. One that is done again is known.
    ///
    /// # Errors
    /// [`Error::Diverged`] where the run has come to nothing.
    pub fn see(&mut self, step: u64, stats: StepStats) -> Result<()> {
        check_loss(stats.loss, step)?;
        if step < self.next {
            return Ok(());
        }
        self.next = step + 1;
        self.steps += 1;
        self.loss += f64::from(stats.loss);
        self.hits += u64::from(stats.hits);
        if self.steps == self.block {
            self.judge();
            if self.guessing >= if self.has_learned { 1 } else { PATIENCE } {
                return self.diverged();
            }
        }
        Ok(())
    }

    /// The run is over: there is no more to wait for.
    ///
    /// # Errors
    /// [`Error::Diverged`] where it ends with guessing.
    pub fn end(&mut self) -> Result<()> {
        if self.steps >= *BLOCK.start() {
            self.judge();
        }
        if self.guessing > 0 { self.diverged() } else { Ok(()) }
    }

    fn judge(&mut self) {
        let images = (self.steps * self.batch as u64) as f64;
        let chance = 1.0 / self.classes.max(1) as f64;
        let most = images * chance + DEVIATIONS * (images * chance * (1.0 - chance)).sqrt();
        let guesses = self.loss / self.steps.max(1) as f64 >= self.least_loss && self.hits as f64 <= most;
        self.guessing = if guesses { self.guessing + 1 } else { 0 };
        self.has_learned |= !guesses;
        (self.steps, self.loss, self.hits) = (0, 0.0, 0);
    }

    fn diverged(&self) -> Result<()> {
        let kind = Divergence::AtChance { classes: self.classes };
        Err(Error::Diverged { step: self.next.saturating_sub(1), kind })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GUESS: StepStats = StepStats { loss: 2.32, hits: 6 };
    const GOOD: StepStats = StepStats { loss: 0.5, hits: 52 };

    /// The step at which `stats(step)` is told to have come to nothing within `steps`, or at their end.
    fn told(steps: u64, stats: impl Fn(u64) -> StepStats) -> Option<(u64, Divergence)> {
        let mut watch = DivergenceWatch::new(10, 64, 156);
        let seen = (0..steps).try_for_each(|step| watch.see(step, stats(step))).and_then(|()| watch.end());
        match seen {
            Err(Error::Diverged { step, kind }) => Some((step, kind)),
            _ => None,
        }
    }

    #[test]
    fn what_learns_is_left_alone() {
        assert_eq!(told(1_000, |_| GOOD), None);
        // A slow start: the loss hardly moves, but more is hit than by chance.
        assert_eq!(told(1_000, |_| StepStats { loss: 2.30, hits: 9 }), None);
        // By chance little is hit, but the loss falls below that of guessing.
        assert_eq!(told(1_000, |_| StepStats { loss: 2.2, hits: 6 }), None);
        // A late start, and a short fit.
        assert_eq!(told(1_000, |step| if step < 210 { GUESS } else { GOOD }), None);
        assert_eq!(told(1_000, |step| if (320..370).contains(&step) { GUESS } else { GOOD }), None);
        // Too short to be judged.
        assert_eq!(told(40, |_| GUESS), None);
    }

    #[test]
    fn falling_back_to_guessing_is_told_within_two_blocks_and_never_learning_within_three() {
        let at_chance = Divergence::AtChance { classes: 10 };
        assert_eq!(told(1_000, |step| if step < 230 { GOOD } else { GUESS }), Some((399, at_chance)));
        assert_eq!(told(1_000, |_| GUESS), Some((299, at_chance)));
        // A recipe's training of an epoch, from a loss that clustering has left far out.
        let thrown = |step| StepStats { loss: if step == 0 { 293.0 } else { 2.31 }, hits: 6 };
        assert_eq!(told(156, thrown), Some((155, at_chance)));
        assert_eq!(told(160, |step| if step < 100 { GOOD } else { GUESS }), Some((159, at_chance)));
    }

    #[test]
    fn no_number_is_told_at_once() {
        let loss = |step| if step < 7 { 1.0 } else { f32::NAN };
        let seen = told(100, |step| StepStats { loss: loss(step), hits: 40 });
        assert_eq!(seen, Some((7, Divergence::NotANumber)));
    }

    #[test]
    fn of_another_loss_only_hits_count() {
        let low = StepStats { loss: 0.1, hits: 6 };
        let mut watch = DivergenceWatch::new(10, 64, 156).of_any_loss();
        assert!((0..299).all(|step| watch.see(step, low).is_ok()) && watch.see(299, low).is_err());
        assert_eq!(told(1_000, |_| low), None);
    }

    #[test]
    fn steps_done_again_count_once() {
        let mut watch = DivergenceWatch::new(10, 64, 156);
        for _ in 0..10 {
            assert!((0..99).all(|step| watch.see(step, GUESS).is_ok()));
        }
    }
}
