//! Recursive halving, then recursive doubling (Thakur, Rabenseifner and Gropp 2005, "Optimization of collective communication
//! operations in MPICH", §4.5). Where N is no power of two, the first ranks go in pairs: the even one of each gives its buffer to
//! the odd one before and gets the sum back after.

use super::How::{Add, Replace};
use super::chunk;
use super::plan::{Draft, Round};
use std::ops::Range;

/// Who takes part in the halving: the greatest power of two that is not more than N, and its logarithm.
#[derive(Debug, Clone, Copy)]
pub struct Core {
    /// Workers that take part.
    pub size: usize,
    /// log₂ of it.
    pub log2: usize,
    /// Workers that do not.
    pub folded: usize,
}

impl Core {
    pub fn new(workers: usize) -> Self {
        let log2 = workers.max(1).ilog2() as usize;
        Core { size: 1 << log2, log2, folded: workers - (1 << log2) }
    }

    /// The rank of participant `i`.
    pub fn rank(self, i: usize) -> usize {
        if i < self.folded { 2 * i + 1 } else { i + self.folded }
    }

    /// Which participant a rank is; `None` for one that gives its buffer away.
    pub fn participant(self, rank: usize) -> Option<usize> {
        if rank < 2 * self.folded { (rank % 2 == 1).then_some(rank / 2) } else { Some(rank - self.folded) }
    }

    /// The `count` neighbouring chunks, a power of two, among which participant `i`'s own is.
    pub fn block(self, len: usize, i: usize, count: usize) -> Range<usize> {
        let first = i - i % count;
        chunk(len, self.size, first).start..chunk(len, self.size, first + count - 1).end
    }
}

/// A round for each halving and each doubling, and one before and after where N is no power of two.
pub fn plan(workers: usize, len: usize) -> Vec<Vec<Round>> {
    let core = Core::new(workers);
    let before = usize::from(core.folded > 0);
    let last = 2 * core.log2 + before;
    let mut draft = Draft::new(workers, last + before);
    for even in (0..core.folded).map(|pair| 2 * pair) {
        draft.transfer(0, even, even + 1, 0..len, Add);
        draft.transfer(last, even + 1, even, 0..len, Replace);
    }
    for level in 0..core.log2 {
        let half = core.size >> (level + 1);
        for i in 0..core.size {
            let (from, to) = (core.rank(i), core.rank(i ^ half));
            // It gives away the half in which its own chunk is not; doubling goes the same way back.
            draft.transfer(before + level, from, to, core.block(len, i ^ half, half), Add);
            draft.transfer(last - 1 - level, from, to, core.block(len, i, half), Replace);
        }
    }
    draft.done()
}
