//! Two networks timed in turn, so that whatever else the machine does meets both alike.

use super::examine::BATCH;
use super::{Comparison, Figure, Stopwatch, Unit};
use crate::Result;
use crate::exec::InferenceSession;
use crate::graph::Model;
use crate::task::Context;
use karui_spec::{Interval, MARGIN, Verdict, ascending};

/// Fewer pairs than these have no interval of 99 %.
const FEWEST: usize = 8;
/// More pairs than these make the interval little shorter.
const MOST: usize = 41;
/// Samples of one network that scatter by more than this part of their median come from a machine that does something else.
const BUSY: f64 = 0.1;

/// Two networks timed in turn.
#[derive(Debug, Clone, PartialEq)]
pub struct Pairs {
    /// Milliseconds of a call of the network before, sample by sample.
    pub before: Vec<f64>,
    /// Milliseconds of a call of the network now, each beside its sample of `before`.
    pub now: Vec<f64>,
}

/// How fast two networks are, timed in turn.
#[derive(Debug, Clone, PartialEq)]
pub struct Versus {
    /// One image at a time.
    pub latency: Comparison,
    /// [`BATCH`] images at a time.
    pub throughput: Comparison,
}

impl Pairs {
    /// How many times as fast it is now: the interval of the median of the pairs' ratios.
    pub fn speedup(&self) -> Interval {
        let ratios = self.before.iter().zip(&self.now).map(|(before, now)| before / now).collect();
        Interval::of_median(ratios).unwrap_or(Interval { low: 0.0, high: f64::INFINITY })
    }

    /// Faster ([`Verdict::More`]), slower, or not to be told apart.
    pub fn verdict(&self) -> Verdict {
        self.speedup().verdict(1.0, MARGIN)
    }

    /// As figures of images per second or of milliseconds, for calls of `batch` images.
    fn compared(self, unit: Unit, batch: usize, kernels: [String; 2]) -> Comparison {
        let (speedup, pairs) = (self.speedup(), self.now.len());
        let [before, now] = [self.before, self.now];
        let is_busy = [&before, &now].iter().any(|samples| scatter(samples) > BUSY);
        let [before, now] = [(before, 0), (now, 1)].map(|(samples, side)| {
            let value = |ms: f64| if unit == Unit::Milliseconds { ms } else { 1000.0 * batch as f64 / ms };
            Figure::timed(samples.into_iter().map(value).collect(), unit, kernels[side].clone(), batch)
        });
        Comparison { before, now, speedup, pairs, is_busy }
    }
}

/// Half the distance between the quartiles, as a part of the median.
fn scatter(samples: &[f64]) -> f64 {
    let sorted = ascending(samples.to_vec());
    let at = |quarter: usize| sorted.get(quarter * sorted.len() / 4).copied().unwrap_or(f64::NAN);
    (at(3) - at(1)) / 2.0 / at(2)
}

impl Stopwatch {
    /// Times calls of `before` and `now` in turn for about `budget` milliseconds, and for eight pairs at least. Which of the
    /// two comes first changes from pair to pair, so that a machine that grows slower favours neither. It pauses after each
    /// pair.
    ///
    /// # Errors
    /// When one of the two fails.
    pub async fn pairs<P>(
        &self,
        before: &mut dyn FnMut() -> Result<()>,
        now: &mut dyn FnMut() -> Result<()>,
        budget: f64,
        ctx: &Context<P>,
    ) -> Result<Pairs> {
        // The first calls fill caches and let a browser compile; they also say how many pairs there is time for. That must
        // not depend on what the pairs come to: measuring until a difference shows would find one in noise.
        before()?;
        now()?;
        let start = (self.now)();
        let first = self.sample(before)? + self.sample(now)?;
        let took = ((self.now)() - start).max(first);
        ctx.pause().await;
        let count = ((budget / took) as usize).clamp(FEWEST, MOST);
        let mut pairs = Pairs { before: Vec::with_capacity(count), now: Vec::with_capacity(count) };
        for pair in 0..count {
            // before, now, now, before, before, …
            if pair % 2 == 0 {
                pairs.before.push(self.sample(before)?);
                pairs.now.push(self.sample(now)?);
            } else {
                pairs.now.push(self.sample(now)?);
                pairs.before.push(self.sample(before)?);
            }
            ctx.pause().await;
        }
        Ok(pairs)
    }

    /// Times two networks in turn, for about `budget` milliseconds with one image and as long again with [`BATCH`].
    ///
    /// # Errors
    /// When one of them does not run.
    pub async fn versus<P>(&self, before: &Model, now: &Model, budget: f64, ctx: &Context<P>) -> Result<Versus> {
        let latency = self.side_by_side(before, now, (1, Unit::Milliseconds), budget, ctx).await?;
        let throughput = self.side_by_side(before, now, (BATCH, Unit::ImagesPerSecond), budget, ctx).await?;
        Ok(Versus { latency, throughput })
    }

    async fn side_by_side<P>(
        &self,
        before: &Model,
        now: &Model,
        (batch, unit): (usize, Unit),
        budget: f64,
        ctx: &Context<P>,
    ) -> Result<Comparison> {
        let [mut old, mut new]: [InferenceSession; 2] =
            [InferenceSession::new(before, batch)?, InferenceSession::new(now, batch)?];
        let images = |network: &Model| vec![0.5; batch * network.graph.input_shape().len()];
        let (input, input_now) = (images(before), images(now));
        let kernels = [(self.kernel)(old.kernel()), (self.kernel)(new.kernel())];
        let (mut run_old, mut run_new) = (|| old.forward(&input).map(drop), || new.forward(&input_now).map(drop));
        let pairs = self.pairs(&mut run_old, &mut run_new, budget, ctx).await?;
        Ok(pairs.compared(unit, batch, kernels))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compress::test_networks::lenet;
    use crate::task::block_on;
    use std::cell::{Cell, RefCell};

    thread_local! {
        static TIME: Cell<f64> = const { Cell::new(0.0) };
        static LOAD: RefCell<Load> = const { RefCell::new(Load { state: 1, slow: 1.0 }) };
    }

    /// What else the machine does: now and then, for a while, everything takes up to five times as long; each call scatters,
    /// and some wait for the scheduler.
    struct Load {
        state: u64,
        slow: f64,
    }

    impl Load {
        fn random(&mut self) -> f64 {
            self.state ^= self.state << 13;
            self.state ^= self.state >> 7;
            self.state ^= self.state << 17;
            (self.state >> 11) as f64 / (1u64 << 53) as f64
        }

        fn time(&mut self, ms: f64) -> f64 {
            if self.random() < 0.01 {
                self.slow = 1.0 + 4.0 * self.random();
            }
            let late = if self.random() < 0.03 { 8.0 * self.random() } else { 0.0 };
            ms * self.slow * (1.0 + 0.3 * self.random()) + late
        }
    }

    fn stopwatch() -> Stopwatch {
        Stopwatch { now: || TIME.get(), span: 10.0, samples: 5, kernel: str::to_owned }
    }

    /// The verdict on something that took `before` milliseconds and takes `now`, on a busy machine.
    fn verdict(before: f64, now: f64) -> Verdict {
        let work = |ms: f64| {
            move || {
                TIME.set(TIME.get() + LOAD.with_borrow_mut(|load| load.time(ms)));
                Ok(())
            }
        };
        let ctx = Context::<()>::unobserved();
        block_on(stopwatch().pairs(&mut work(before), &mut work(now), 600.0, &ctx)).unwrap().verdict()
    }

    fn count(verdicts: &[Verdict], wanted: Verdict) -> usize {
        verdicts.iter().filter(|verdict| **verdict == wanted).count()
    }

    #[test]
    fn nothing_is_no_verdict_under_load() {
        let verdicts: Vec<Verdict> = (0..200).map(|_| verdict(0.4, 0.4)).collect();
        assert!(count(&verdicts, Verdict::Noise) >= 195, "{}", count(&verdicts, Verdict::Noise));
    }

    #[test]
    fn what_is_twice_as_fast_is_found_under_load() {
        let verdicts: Vec<Verdict> = (0..200).map(|_| verdict(0.4, 0.2)).collect();
        // A calm machine is not needed, but nothing helps where the load changes within every pair.
        assert_eq!(count(&verdicts, Verdict::Less), 0);
        assert!(count(&verdicts, Verdict::More) >= 180, "{}", count(&verdicts, Verdict::More));
        let verdicts: Vec<Verdict> = (0..200).map(|_| verdict(0.2, 0.4)).collect();
        assert_eq!(count(&verdicts, Verdict::More), 0);
        assert!(count(&verdicts, Verdict::Less) >= 180, "{}", count(&verdicts, Verdict::Less));
    }

    #[test]
    fn a_slow_network_is_timed_in_eight_pairs_and_a_fast_one_in_no_more_than_helps() {
        let of = |ms: f64| {
            let mut work = || {
                TIME.set(TIME.get() + ms);
                Ok(())
            };
            let mut other = || {
                TIME.set(TIME.get() + ms);
                Ok(())
            };
            let (watch, ctx) = (stopwatch(), Context::<()>::unobserved());
            let pairs = block_on(watch.pairs(&mut work, &mut other, 600.0, &ctx)).unwrap();
            assert_eq!((pairs.verdict(), pairs.before.len()), (Verdict::Noise, pairs.now.len()));
            pairs.before.len()
        };
        assert_eq!((of(400.0), of(15.0), of(0.1)), (FEWEST, 20, 29));
    }

    #[test]
    fn two_networks_are_compared_in_both_ways_of_running() {
        let net = lenet(1);
        let watch = Stopwatch {
            now: || {
                TIME.set(TIME.get() + 1.0);
                TIME.get()
            },
            ..stopwatch()
        };
        let versus = block_on(watch.versus(&net, &net, 10.0, &Context::<()>::unobserved())).unwrap();
        for (side, unit) in [(&versus.latency, Unit::Milliseconds), (&versus.throughput, Unit::ImagesPerSecond)] {
            assert_eq!((side.before.unit, side.now.unit), (unit, unit));
            assert_eq!(side.speedup, Interval { low: 1.0, high: 1.0 });
            assert!(!side.is_busy);
        }
    }
}
