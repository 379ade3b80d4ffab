use super::{halving, ring, star, tree};
use karui_spec::{AllReduce, Error, Result};
use std::ops::Range;

/// The most ranks that a plan is made for.
const MOST: usize = 4096;

/// Part `i` of `0..len` cut into `parts`: consecutive, the first ones longer by one where it does not divide.
pub fn chunk(len: usize, parts: usize, i: usize) -> Range<usize> {
    let parts = parts.max(1);
    let (base, extra) = (len / parts, len % parts);
    let start = i * base + i.min(extra);
    start..start + base + usize::from(i < extra)
}

/// A part of the buffer that goes to another rank.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Send {
    /// Who gets it.
    pub to: usize,
    /// Which part.
    pub range: Range<usize>,
}

/// What is done with a part that has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// It is added to the receiver's own.
    Add,
    /// It takes its place.
    Replace,
}

/// A part of the buffer that comes from another rank.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receive {
    /// Who sends it.
    pub from: usize,
    /// Which part.
    pub range: Range<usize>,
    /// What is done with it.
    pub how: How,
}

/// What a rank does in one round: it sends from its buffer as it is when the round begins, then takes in what it receives, in
/// this order, whatever the order of arrival; so the sums do not depend on who was first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Round {
    /// What leaves.
    pub sends: Vec<Send>,
    /// What is awaited.
    pub receives: Vec<Receive>,
}

/// What every rank does, round by round. Empty parts are not sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// By which algorithm.
    pub algorithm: AllReduce,
    /// Ranks with a gradient. A parameter server is one rank more, the last.
    pub workers: usize,
    /// Numbers in the buffer.
    pub len: usize,
    /// The rounds of each rank; all have as many.
    pub ranks: Vec<Vec<Round>>,
}

impl Plan {
    /// The plan of `algorithm` for `workers` buffers of `len` numbers.
    ///
    /// # Errors
    /// [`Error::Range`] where there is no worker or there are too many.
    pub fn new(algorithm: AllReduce, workers: usize, len: usize) -> Result<Self> {
        if !(1..=MOST).contains(&workers) {
            return Err(Error::range("workers", [1, MOST], workers));
        }
        // What all of them send is counted, twice the whole for each at most.
        let most = usize::MAX / (2 * workers);
        if len > most {
            return Err(Error::range("numbers", [0, most], len));
        }
        let ranks = match algorithm {
            AllReduce::Naive => star::naive(workers, len),
            AllReduce::Server => star::server(workers, len),
            AllReduce::Tree => tree::plan(workers, len),
            AllReduce::Ring => ring::plan(workers, len),
            AllReduce::Halving => halving::plan(workers, len),
        };
        Ok(Plan { algorithm, workers, len, ranks })
    }

    /// Rounds that there are.
    pub fn steps(&self) -> usize {
        self.ranks.first().map_or(0, Vec::len)
    }

    /// Numbers that each rank sends, counted.
    pub fn sent(&self) -> Vec<usize> {
        self.count(|round| round.sends.iter().map(|send| send.range.len()).sum())
    }

    /// Numbers that each rank receives, counted.
    pub fn received(&self) -> Vec<usize> {
        self.count(|round| round.receives.iter().map(|receive| receive.range.len()).sum())
    }

    fn count(&self, of: impl Fn(&Round) -> usize) -> Vec<usize> {
        self.ranks.iter().map(|rounds| rounds.iter().map(&of).sum()).collect()
    }
}

/// Rounds of ranks as an algorithm writes them down: transfer by transfer.
pub(super) struct Draft(Vec<Vec<Round>>);

impl Draft {
    /// Nothing yet, for so many ranks and rounds.
    pub fn new(ranks: usize, rounds: usize) -> Self {
        Draft(vec![vec![Round::default(); rounds]; ranks])
    }

    /// In this round, this part goes from one rank to another; nothing, where it is empty.
    pub fn transfer(&mut self, round: usize, from: usize, to: usize, range: Range<usize>, how: How) {
        if !range.is_empty() {
            self.0[from][round].sends.push(Send { to, range: range.clone() });
            self.0[to][round].receives.push(Receive { from, range, how });
        }
    }

    pub fn done(self) -> Vec<Vec<Round>> {
        self.0
    }
}
