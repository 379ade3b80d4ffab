use super::{Illegal, Op, Place, Schedule, Work};
use karui_spec::{Error, Result};
use std::collections::HashMap;

/// How long the work of one stage takes with one microbatch, in any unit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Times {
    /// Its forward pass.
    pub forward: f64,
    /// Its backward pass; the input's gradient alone where the weights' is work of its own.
    pub backward: f64,
    /// The gradient of its weights; without effect where the backward pass has it.
    pub weight: f64,
}

impl Times {
    fn of(self, work: Work) -> f64 {
        match work {
            Work::F => self.forward,
            Work::B => self.backward,
            Work::W => self.weight,
        }
    }

    /// A `1/parts` of it.
    fn divided(self, parts: usize) -> Self {
        let n = parts.max(1) as f64;
        Times { forward: self.forward / n, backward: self.backward / n, weight: self.weight / n }
    }
}

/// A piece of work with its times.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Slot {
    /// The work.
    pub op: Op,
    /// When it begins.
    pub start: f64,
    /// When it is done.
    pub end: f64,
    /// Where the rank was idle before: what it waited for.
    pub waited_for: Option<Place>,
}

/// A schedule in time: every piece of work begins as soon as its rank is free and what it needs is there.
#[derive(Debug, Clone, PartialEq)]
pub struct Timeline {
    /// Each rank's work in order.
    pub ranks: Vec<Vec<Slot>>,
    /// From the beginning to the end of the last work.
    pub makespan: f64,
}

impl Timeline {
    /// Where every rank takes `times` for all its stages together, a `1/chunks` of it for each.
    ///
    /// # Errors
    /// [`Error::Misuse`] for times that are negative or no numbers.
    pub fn even(schedule: &Schedule, times: Times) -> Result<Self> {
        let size = schedule.size();
        Self::new(schedule, &vec![times.divided(size.chunks); size.stages()], 0.0)
    }

    /// Where stage s takes `times[s]`, and what a stage sends to one of another rank is there `transfer` later.
    ///
    /// # Errors
    /// [`Error::Length`] where there are not as many times as stages, [`Error::Misuse`] for times that are negative or no numbers.
    pub fn new(schedule: &Schedule, times: &[Times], transfer: f64) -> Result<Self> {
        let size = schedule.size();
        Error::check_len("times", size.stages(), times.len())?;
        let all = times.iter().flat_map(|t| [t.forward, t.backward, t.weight]).chain([transfer]);
        for time in all {
            if !(time >= 0.0 && time.is_finite()) {
                return Err(Error::misuse("time", "0 or more", time.to_string()));
            }
        }
        let of = |stage: usize, work| times.get(stage).map_or(0.0, |times: &Times| times.of(work));
        let ranks = slots(schedule, of, transfer)
            .map_err(|illegal| Error::misuse("schedule", "one that comes to an end", illegal.to_string()))?;
        let makespan = ranks.iter().flatten().map(|slot| slot.end).fold(0.0, f64::max);
        Ok(Timeline { ranks, makespan })
    }

    /// The time in which a rank does something.
    pub fn busy(&self, rank: usize) -> f64 {
        self.ranks.get(rank).into_iter().flatten().map(|slot| slot.end - slot.start).sum()
    }

    /// The share of all ranks' time in which they wait: 0 … 1.
    pub fn bubble_fraction(&self) -> f64 {
        let all = self.makespan * self.ranks.len() as f64;
        if all > 0.0 { 1.0 - (0..self.ranks.len()).map(|rank| self.busy(rank)).sum::<f64>() / all } else { 0.0 }
    }

    /// The waiting over the work, which the literature calls the bubble fraction too: with b of all time it is b / (1 − b).
    pub fn bubble_over_ideal(&self) -> f64 {
        let share = self.bubble_fraction();
        share / (1.0 - share)
    }
}

/// The times of each rank's work.
///
/// # Errors
/// [`Illegal::Deadlock`] where ranks wait for each other.
pub(super) fn slots(
    schedule: &Schedule,
    time: impl Fn(usize, Work) -> f64,
    transfer: f64,
) -> std::result::Result<Vec<Vec<Slot>>, Illegal> {
    let size = schedule.size();
    let mut done: HashMap<Place, f64> = HashMap::new();
    let mut ranks: Vec<Vec<Slot>> = schedule.ranks().iter().map(|ops| Vec::with_capacity(ops.len())).collect();
    loop {
        let mut stuck = None;
        let mut has_moved = false;
        for (rank, ops) in schedule.ranks().iter().enumerate() {
            while let Some(&op) = ops.get(ranks[rank].len()) {
                let place = Place { rank, op };
                let missing = size.needs(place).find(|needed| !done.contains_key(needed));
                if let Some(needs) = missing {
                    stuck.get_or_insert(Illegal::Deadlock { place, needs });
                    break;
                }
                let free = ranks[rank].last().map_or(0.0, |slot| slot.end);
                let there = |needed: Place| done[&needed] + if needed.rank == rank { 0.0 } else { transfer };
                let latest = size.needs(place).map(|needed| (there(needed), needed)).max_by(|a, b| a.0.total_cmp(&b.0));
                let late = latest.filter(|(at, _)| *at > free);
                let start = late.map_or(free, |(at, _)| at);
                let end = start + time(size.stage(rank, op.chunk), op.work);
                ranks[rank].push(Slot { op, start, end, waited_for: late.map(|(_, needed)| needed) });
                done.insert(place, end);
                has_moved = true;
            }
        }
        match stuck {
            None => return Ok(ranks),
            Some(illegal) if !has_moved => return Err(illegal),
            Some(_) => {}
        }
    }
}
