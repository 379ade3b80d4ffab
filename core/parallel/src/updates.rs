//! When the gradients of several workers become updates: together, one by one, or in between. [`Coordinator`] decides as gradients
//! arrive; [`simulate`] lets them arrive on a virtual clock.

use karui_spec::{Error, Result};

/// Which gradients make an update, and who may go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// An update is the mean of all workers' gradients of the same weights but for `backup` of them: the last ones are not waited for,
    /// and thrown away when they come (Chen et al. 2016, arXiv:1604.00981). With 0 everybody waits for everybody.
    Synchronous {
        /// Workers that are not waited for.
        backup: usize,
    },
    /// Each gradient is an update, nobody waits; the weights that it was computed with may be old (Dean et al. 2012).
    Asynchronous,
    /// The same, but who is more than `staleness` gradients ahead of the slowest waits for it (Ho et al. 2013, stale synchronous
    /// parallel). With 0 workers keep in step.
    Bounded {
        /// Gradients that the fastest may be ahead.
        staleness: usize,
    },
}

/// What follows from a gradient that has arrived.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Decision {
    /// Whose gradients make an update now, with the number of updates since each had its weights; empty for none.
    pub update: Vec<(usize, usize)>,
    /// Whether this gradient came too late and is thrown away.
    pub is_dropped: bool,
    /// Who takes the weights as they are now and goes on.
    pub go: Vec<usize>,
}

/// Decides what becomes of gradients. It holds no weights.
#[derive(Debug, Clone)]
pub struct Coordinator {
    mode: Mode,
    /// Updates made.
    version: usize,
    /// For each worker, the version of the weights that it has.
    has: Vec<usize>,
    /// For each worker, the gradients it has delivered.
    delivered: Vec<usize>,
    /// Who has delivered and waits.
    waiting: Vec<usize>,
}

impl Coordinator {
    /// Of `workers`, all of which have begun with the initial weights.
    ///
    /// # Errors
    /// [`Error::Range`] without a worker, or where no worker but backups would be left.
    pub fn new(mode: Mode, workers: usize) -> Result<Self> {
        if workers == 0 {
            return Err(Error::range("workers", [1, usize::MAX], workers));
        }
        if let Mode::Synchronous { backup } = mode
            && backup >= workers
        {
            return Err(Error::range("backup", [0, workers - 1], backup));
        }
        Ok(Coordinator { mode, version: 0, has: vec![0; workers], delivered: vec![0; workers], waiting: Vec::new() })
    }

    /// Updates made.
    pub fn version(&self) -> usize {
        self.version
    }

    /// Who has delivered and waits for others.
    pub fn waiting(&self) -> &[usize] {
        &self.waiting
    }

    /// A gradient of `worker` has arrived, computed with the weights that it had.
    ///
    /// # Errors
    /// [`Error::Misuse`] for no worker, or one that waits.
    pub fn arrived(&mut self, worker: usize) -> Result<Decision> {
        if worker >= self.has.len() || self.waiting.contains(&worker) {
            return Err(Error::misuse("worker", "one that is at work", worker.to_string()));
        }
        self.delivered[worker] += 1;
        let mut decision = Decision::default();
        match self.mode {
            Mode::Synchronous { .. } if self.has[worker] < self.version => {
                decision.is_dropped = true;
                decision.go = vec![worker];
            }
            Mode::Synchronous { backup } => {
                self.waiting.push(worker);
                if self.waiting.len() >= self.has.len() - backup {
                    let mut all = std::mem::take(&mut self.waiting);
                    all.sort_unstable();
                    decision.update = all.iter().map(|&worker| (worker, 0)).collect();
                    decision.go = all;
                }
            }
            Mode::Asynchronous => {
                decision.update = vec![(worker, self.version - self.has[worker])];
                decision.go = vec![worker];
            }
            Mode::Bounded { staleness } => {
                decision.update = vec![(worker, self.version - self.has[worker])];
                self.waiting.push(worker);
                let slowest = self.delivered.iter().copied().min().unwrap_or(0);
                let may_go = |worker: &usize| self.delivered[*worker] - slowest <= staleness;
                decision.go = self.waiting.iter().copied().filter(may_go).collect();
                self.waiting.retain(|worker| !decision.go.contains(worker));
                decision.go.sort_unstable();
            }
        }
        self.version += usize::from(!decision.update.is_empty());
        decision.go.iter().for_each(|&worker| self.has[worker] = self.version);
        Ok(decision)
    }
}

/// A gradient on the virtual clock.
#[derive(Debug, Clone, PartialEq)]
pub struct Arrival {
    /// Whose.
    pub worker: usize,
    /// When it was begun, seconds.
    pub start: f64,
    /// When it arrived.
    pub end: f64,
    /// What followed.
    pub decision: Decision,
}

/// All gradients in the order of their arrival until `updates` updates are made; worker w's gradient number i takes `seconds(w, i)`.
///
/// # Errors
/// Those of [`Coordinator::new`], and [`Error::Misuse`] for times that are not above 0.
pub fn simulate(
    mode: Mode,
    workers: usize,
    updates: usize,
    seconds: impl Fn(usize, usize) -> f64,
) -> Result<Vec<Arrival>> {
    let mut coordinator = Coordinator::new(mode, workers)?;
    let time = |worker, i| {
        let time = seconds(worker, i);
        if time > 0.0 && time.is_finite() {
            Ok(time)
        } else {
            Err(Error::misuse("time", "more than 0", time.to_string()))
        }
    };
    let mut counts = vec![0; workers];
    // Who is at work: since when and until when.
    let mut busy = Vec::new();
    for worker in 0..workers {
        busy.push((worker, 0.0, time(worker, 0)?));
    }
    let mut out = Vec::new();
    while coordinator.version() < updates {
        // Of simultaneous ones the lowest rank first. Somebody is always at work: whoever is slowest never waits.
        let next = (0..busy.len()).min_by(|&a, &b| busy[a].2.total_cmp(&busy[b].2).then(busy[a].0.cmp(&busy[b].0)));
        let Some(next) = next else { break };
        let (worker, start, end) = busy.swap_remove(next);
        let decision = coordinator.arrived(worker)?;
        for &worker in &decision.go {
            counts[worker] += 1;
            busy.push((worker, end, end + time(worker, counts[worker])?));
        }
        out.push(Arrival { worker, start, end, decision });
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Worker 3 takes four times as long.
    fn straggler(worker: usize, _: usize) -> f64 {
        if worker == 3 { 4.0 } else { 1.0 }
    }

    fn run(mode: Mode, updates: usize) -> Vec<Arrival> {
        simulate(mode, 4, updates, straggler).unwrap()
    }

    fn end(arrivals: &[Arrival]) -> f64 {
        arrivals.last().unwrap().end
    }

    #[test]
    fn together_everybody_waits_for_the_slowest() {
        let arrivals = run(Mode::Synchronous { backup: 0 }, 5);
        assert_eq!((arrivals.len(), end(&arrivals)), (20, 20.0));
        assert_eq!(arrivals[3].decision.update, [(0, 0), (1, 0), (2, 0), (3, 0)]);
        assert!(arrivals.iter().all(|a| !a.decision.is_dropped));
    }

    #[test]
    fn with_a_backup_the_slowest_is_not_waited_for() {
        let arrivals = run(Mode::Synchronous { backup: 1 }, 5);
        assert_eq!(end(&arrivals), 5.0);
        let late: Vec<_> = arrivals.iter().filter(|a| a.decision.is_dropped).collect();
        assert_eq!((late.len(), late[0].worker, late[0].end), (1, 3, 4.0));
        // It goes on with the weights of now.
        assert_eq!(late[0].decision.go, [3]);
    }

    #[test]
    fn alone_nobody_waits_and_gradients_are_stale() {
        let arrivals = run(Mode::Asynchronous, 13);
        // Three workers make three updates a second, the slow one's comes after twelve of theirs.
        assert_eq!(end(&arrivals), 4.0);
        assert_eq!(arrivals.last().unwrap().decision.update, [(3, 12)]);
        let stale: Vec<usize> = arrivals[3..6].iter().map(|a| a.decision.update[0].1).collect();
        assert_eq!(stale, [2, 2, 2]);
        // One worker alone is never stale.
        let one = simulate(Mode::Asynchronous, 1, 5, |_, _| 1.0).unwrap();
        assert!(one.iter().all(|a| a.decision.update == [(0, 0)]));
    }

    #[test]
    fn a_bound_holds_the_fast_ones_back() {
        for staleness in 0..4 {
            let arrivals = run(Mode::Bounded { staleness }, 40);
            let mut counts = [0usize; 4];
            for arrival in &arrivals {
                counts[arrival.worker] += 1;
                let slowest = *counts.iter().min().unwrap();
                // One more may be on its way when it is stopped.
                assert!(counts.iter().all(|n| n - slowest <= staleness + 1), "{staleness}: {counts:?}");
            }
            assert!(end(&arrivals) <= end(&run(Mode::Synchronous { backup: 0 }, 10)), "{staleness}");
        }
        let in_step = run(Mode::Bounded { staleness: 0 }, 8);
        assert_eq!(end(&in_step), 8.0);
        // Everybody waits for the slow one, so no gradient is older than the others of its round.
        assert!(in_step.iter().all(|a| a.decision.update[0].1 < 4));
    }

    #[test]
    fn what_cannot_be_is_refused() {
        assert!(Coordinator::new(Mode::Asynchronous, 0).is_err());
        assert!(Coordinator::new(Mode::Synchronous { backup: 4 }, 4).is_err());
        assert!(simulate(Mode::Asynchronous, 2, 1, |_, _| 0.0).is_err());
        let mut coordinator = Coordinator::new(Mode::Synchronous { backup: 0 }, 2).unwrap();
        coordinator.arrived(1).unwrap();
        assert_eq!(coordinator.waiting(), [1]);
        assert!(coordinator.arrived(1).is_err() && coordinator.arrived(2).is_err());
        assert_eq!(coordinator.arrived(0).unwrap().go, [0, 1]);
    }
}
