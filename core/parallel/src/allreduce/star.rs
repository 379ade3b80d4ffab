//! One rank in the middle, to which all others send. It adds in rank order.

use super::How::{Add, Replace};
use super::plan::{Draft, Round};

/// All to worker 0 and back.
pub fn naive(workers: usize, len: usize) -> Vec<Vec<Round>> {
    let mut draft = Draft::new(workers, if workers > 1 { 2 } else { 0 });
    for rank in 1..workers {
        draft.transfer(0, rank, 0, 0..len, Add);
        draft.transfer(1, 0, rank, 0..len, Replace);
    }
    draft.done()
}

/// All to one rank more, which has nothing of its own, and back.
pub fn server(workers: usize, len: usize) -> Vec<Vec<Round>> {
    let mut draft = Draft::new(workers + 1, 2);
    for rank in 0..workers {
        draft.transfer(0, rank, workers, 0..len, if rank == 0 { Replace } else { Add });
        draft.transfer(1, workers, rank, 0..len, Replace);
    }
    draft.done()
}
