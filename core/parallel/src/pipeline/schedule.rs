use super::{PipelineKind, kinds, timeline};
use karui_spec::{Error, Result};
use std::collections::HashSet;
use std::fmt;

/// What is done with a microbatch at a stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Work {
    /// The forward pass.
    F,
    /// The backward pass; the gradient of the stage's input alone where the schedule has [`Work::W`].
    B,
    /// The gradient of the stage's weights.
    W,
}

/// One piece of a rank's work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Op {
    /// What is done.
    pub work: Work,
    /// With which microbatch.
    pub microbatch: usize,
    /// At which of the rank's stages, counted along the network.
    pub chunk: usize,
}

impl fmt::Display for Op {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}{}", self.work, self.microbatch)?;
        if self.chunk > 0 { write!(f, " of chunk {}", self.chunk) } else { Ok(()) }
    }
}

/// A piece of work and whose it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Place {
    /// The worker.
    pub rank: usize,
    /// Its work.
    pub op: Op,
}

/// How large a pipeline is, and of what kind its backward pass is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    /// Workers, p.
    pub ranks: usize,
    /// Microbatches of a batch, m.
    pub microbatches: usize,
    /// Stages on each rank, v: rank r has stages r, r + p, r + 2p, …
    pub chunks: usize,
    /// Whether the gradient of the weights is work of its own.
    pub splits_backward: bool,
}

impl Size {
    /// The most of each.
    const MOST: usize = 1024;

    /// # Errors
    /// [`Error::Range`] where there is none of something, or there are too many.
    pub fn check(&self) -> Result<()> {
        for (name, value) in [("stages", self.ranks), ("microbatches", self.microbatches), ("chunks", self.chunks)] {
            if !(1..=Self::MOST).contains(&value) {
                return Err(Error::range(name, [1, Self::MOST], value));
            }
        }
        Ok(())
    }

    /// Stages of all ranks.
    pub fn stages(&self) -> usize {
        self.ranks * self.chunks
    }

    /// A rank's place along the network.
    pub fn stage(&self, rank: usize, chunk: usize) -> usize {
        chunk * self.ranks + rank
    }

    /// The work of this kind with this microbatch at a stage.
    pub fn place(&self, stage: usize, work: Work, microbatch: usize) -> Place {
        Place { rank: stage % self.ranks, op: Op { work, microbatch, chunk: stage / self.ranks } }
    }

    /// What has to be done before: forward, the stage before; backward, the forward pass here and the backward pass of the stage
    /// after; the weights' gradient, the input's. What another rank does comes as a message: activations, or their gradient.
    pub fn needs(&self, place: Place) -> impl Iterator<Item = Place> {
        let Op { work, microbatch, chunk } = place.op;
        let stage = self.stage(place.rank, chunk);
        let before = (stage > 0).then(|| self.place(stage.saturating_sub(1), Work::F, microbatch));
        let after = (stage + 1 < self.stages()).then(|| self.place(stage + 1, Work::B, microbatch));
        let here = |work| Some(self.place(stage, work, microbatch));
        let needs = match work {
            Work::F => [before, None],
            Work::B => [here(Work::F), after],
            Work::W => [here(Work::B), None],
        };
        needs.into_iter().flatten()
    }

    /// The work after which nothing needs a stage's activations of a microbatch any more.
    pub fn last_work(&self) -> Work {
        if self.splits_backward { Work::W } else { Work::B }
    }

    /// All work of a rank, microbatch by microbatch.
    pub fn all(&self, rank: usize) -> impl Iterator<Item = Place> {
        let works = if self.splits_backward { &[Work::F, Work::B, Work::W][..] } else { &[Work::F, Work::B] };
        let chunks = self.chunks;
        let of = move |microbatch| (0..chunks).map(move |chunk| (microbatch, chunk));
        (0..self.microbatches).flat_map(of).flat_map(move |(microbatch, chunk)| {
            works.iter().map(move |&work| Place { rank, op: Op { work, microbatch, chunk } })
        })
    }
}

/// Why some work cannot be done, or not now.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Illegal {
    /// There is no such rank.
    #[error("there is no rank {rank}: there are {ranks}")]
    NoRank {
        /// The one named.
        rank: usize,
        /// How many there are.
        ranks: usize,
    },
    /// There is no such microbatch, or the rank has no such stage, or weights have no work of their own here.
    #[error("rank {} has no {}", .0.rank, .0.op)]
    NoSuchWork(Place),
    /// It has been done.
    #[error("rank {} has done {} already", .0.rank, .0.op)]
    Done(Place),
    /// Something has to be done before.
    #[error("rank {}: {} needs {} of rank {} first", .place.rank, .place.op, .needs.op, .needs.rank)]
    Needs {
        /// The work.
        place: Place,
        /// What it needs.
        needs: Place,
    },
    /// The rank would hold the activations of more microbatches than it has room for.
    #[error("rank {}: {} needs room for more than {most} activations", .place.rank, .place.op)]
    NoRoom {
        /// The work.
        place: Place,
        /// How many there is room for.
        most: usize,
    },
    /// Something is left undone.
    #[error("rank {} never does {}", .0.rank, .0.op)]
    Missing(Place),
    /// Ranks wait for each other.
    #[error("rank {}: {} waits for {} of rank {}, which is never done", .place.rank, .place.op, .needs.op, .needs.rank)]
    Deadlock {
        /// The work.
        place: Place,
        /// What it waits for.
        needs: Place,
    },
}

/// In which order each rank does its work. Every schedule comes to an end: that is checked when it is made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Schedule {
    size: Size,
    ranks: Vec<Vec<Op>>,
}

impl Schedule {
    /// A schedule of the literature. [`PipelineKind::Interleaved`] takes any number of `chunks` from 2, [`PipelineKind::ZbH1`] from 1
    /// (with more it is PyTorch's interleaved zero-bubble schedule), the others 1.
    ///
    /// # Errors
    /// [`Error::Range`] for sizes of 0 and above 1024, and for other chunks; [`Error::Misuse`] where chunks cannot be interleaved: with
    /// R = max(1, ⌊m/p⌋) rounds, R has to divide m.
    pub fn new(kind: PipelineKind, ranks: usize, microbatches: usize, chunks: usize) -> Result<Self> {
        let size = Size { ranks, microbatches, chunks, splits_backward: kind == PipelineKind::ZbH1 };
        size.check()?;
        let ranks = kinds::orders(kind, size)?;
        Self::of(size, ranks)
            .map_err(|illegal| Error::misuse("schedule", "one that comes to an end", illegal.to_string()))
    }

    /// A schedule that somebody else made.
    ///
    /// # Errors
    /// What is wrong with it: the first such thing.
    pub fn of(size: Size, ranks: Vec<Vec<Op>>) -> std::result::Result<Self, Illegal> {
        if size.check().is_err() || ranks.len() != size.ranks {
            return Err(Illegal::NoRank { rank: ranks.len(), ranks: size.ranks });
        }
        for (rank, ops) in ranks.iter().enumerate() {
            let mut done = HashSet::new();
            for &op in ops {
                let place = Place { rank, op };
                check_exists(&size, place)?;
                if !done.insert(op) {
                    return Err(Illegal::Done(place));
                }
            }
            if let Some(missing) = size.all(rank).find(|place| !done.contains(&place.op)) {
                return Err(Illegal::Missing(missing));
            }
        }
        let schedule = Schedule { size, ranks };
        timeline::slots(&schedule, |_, _| 1.0, 0.0)?;
        Ok(schedule)
    }

    /// The beginning of one, whose pieces have all that they need.
    pub(super) fn part(size: Size, ranks: Vec<Vec<Op>>) -> Self {
        Schedule { size, ranks }
    }

    /// Its size.
    pub fn size(&self) -> Size {
        self.size
    }

    /// Each rank's work in order.
    pub fn ranks(&self) -> &[Vec<Op>] {
        &self.ranks
    }

    /// The most that each rank holds at a time of what its stages keep between a forward pass and the last work that reads it;
    /// `kept` says how much a stage keeps of one microbatch (bytes, or 1 to count).
    pub fn peaks(&self, kept: impl Fn(usize) -> u64) -> Vec<u64> {
        let last = self.size.last_work();
        let peak = |(rank, ops): (usize, &Vec<Op>)| {
            let (mut held, mut most) = (0, 0);
            for op in ops {
                let kept = kept(self.size.stage(rank, op.chunk));
                if op.work == Work::F {
                    held += kept;
                    most = most.max(held);
                } else if op.work == last {
                    held -= kept;
                }
            }
            most
        };
        self.ranks.iter().enumerate().map(peak).collect()
    }
}

/// That there is such work.
pub(super) fn check_exists(size: &Size, place: Place) -> std::result::Result<(), Illegal> {
    let Place { rank, op } = place;
    if rank >= size.ranks {
        return Err(Illegal::NoRank { rank, ranks: size.ranks });
    }
    let is_known = op.microbatch < size.microbatches && op.chunk < size.chunks;
    if is_known && (op.work != Work::W || size.splits_backward) { Ok(()) } else { Err(Illegal::NoSuchWork(place)) }
}
