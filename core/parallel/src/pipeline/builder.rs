use super::schedule::{Illegal, Op, Place, Schedule, Size, Work, check_exists};
use super::{Timeline, Times};
use karui_spec::Result;
use std::collections::HashSet;

/// A schedule that is put together by hand, piece by piece. A piece can be placed when what it needs has been placed, so that what
/// is there is always the beginning of a schedule that can be carried out.
#[derive(Debug, Clone)]
pub struct Builder {
    size: Size,
    /// The most microbatches whose activations a rank has room for.
    most: Option<usize>,
    ranks: Vec<Vec<Op>>,
    done: HashSet<Place>,
    moves: Vec<Place>,
}

impl Builder {
    /// Nothing placed. Each rank has room for the activations of `most` microbatches of a stage.
    ///
    /// # Errors
    /// Those of [`Size::check`].
    pub fn new(size: Size, most: Option<usize>) -> Result<Self> {
        size.check()?;
        Ok(Builder { size, most, ranks: vec![Vec::new(); size.ranks], done: HashSet::new(), moves: Vec::new() })
    }

    /// Its size.
    pub fn size(&self) -> Size {
        self.size
    }

    /// What is placed so far, in time: stage s takes `times[s]`.
    ///
    /// # Errors
    /// Those of [`Timeline::new`].
    pub fn timeline(&self, times: &[Times], transfer: f64) -> Result<Timeline> {
        Timeline::new(&Schedule::part(self.size, self.ranks.clone()), times, transfer)
    }

    /// What each rank does so far.
    pub fn ranks(&self) -> &[Vec<Op>] {
        &self.ranks
    }

    /// Whether `place` can be placed now.
    ///
    /// # Errors
    /// Why not.
    pub fn check(&self, place: Place) -> std::result::Result<(), Illegal> {
        check_exists(&self.size, place)?;
        if self.done.contains(&place) {
            return Err(Illegal::Done(place));
        }
        if let Some(needs) = self.size.needs(place).find(|needed| !self.done.contains(needed)) {
            return Err(Illegal::Needs { place, needs });
        }
        match self.most {
            Some(most) if place.op.work == Work::F && self.held(place.rank) >= most => {
                Err(Illegal::NoRoom { place, most })
            }
            _ => Ok(()),
        }
    }

    /// Places it after what its rank does so far.
    ///
    /// # Errors
    /// Those of [`Builder::check`]; then nothing is placed.
    pub fn place(&mut self, place: Place) -> std::result::Result<(), Illegal> {
        self.check(place)?;
        self.ranks[place.rank].push(place.op);
        self.done.insert(place);
        self.moves.push(place);
        Ok(())
    }

    /// Takes the last placed back.
    pub fn undo(&mut self) -> Option<Place> {
        let place = self.moves.pop()?;
        self.ranks[place.rank].pop();
        self.done.remove(&place);
        Some(place)
    }

    /// What a rank could do now.
    pub fn ready(&self, rank: usize) -> Vec<Op> {
        self.size.all(rank).filter(|place| self.check(*place).is_ok()).map(|place| place.op).collect()
    }

    /// Microbatches of a stage whose activations a rank holds.
    pub fn held(&self, rank: usize) -> usize {
        let last = self.size.last_work();
        let count = |work| self.ranks.get(rank).map_or(0, |ops| ops.iter().filter(|op| op.work == work).count());
        count(Work::F) - count(last)
    }

    /// The whole schedule.
    ///
    /// # Errors
    /// [`Illegal::Missing`] while something is left to be placed.
    pub fn finish(&self) -> std::result::Result<Schedule, Illegal> {
        Schedule::of(self.size, self.ranks.clone())
    }
}
