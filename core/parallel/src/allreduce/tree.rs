//! Sums go up a binary tree and the result comes down. The tree is NCCL's (src/graph/trees.cc, `ncclGetBtree`): worker 0 at the
//! top has one child, every other at most two, and ⌈log₂ N⌉ levels lie below the top.

use super::How::{Add, Replace};
use super::plan::{Draft, Round};

/// Who is above a rank; `None` for rank 0.
pub fn parent(rank: usize, workers: usize) -> Option<usize> {
    if rank == 0 {
        return None;
    }
    let lowest = 1 << rank.trailing_zeros();
    let up = (rank ^ lowest) | lowest << 1;
    Some(if up < workers { up } else { rank ^ lowest })
}

/// How many levels a rank lies below the top.
pub fn depth(rank: usize, workers: usize) -> usize {
    std::iter::successors(parent(rank, workers), |&rank| parent(rank, workers)).count()
}

/// A level in each round, from the lowest up and then down again.
pub fn plan(workers: usize, len: usize) -> Vec<Vec<Round>> {
    let levels = super::formula::log2_up(workers);
    let mut draft = Draft::new(workers, 2 * levels);
    for rank in 1..workers {
        if let Some(parent) = parent(rank, workers) {
            let depth = depth(rank, workers);
            draft.transfer(levels - depth, rank, parent, 0..len, Add);
            draft.transfer(levels + depth - 1, parent, rank, 0..len, Replace);
        }
    }
    draft.done()
}
