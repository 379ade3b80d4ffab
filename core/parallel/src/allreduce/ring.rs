//! Each worker sends to the next only. A chunk of the buffer starts at each worker and collects the sum on its way round; then the
//! sums go round once more (Patarasuk and Yuan 2009, "Bandwidth optimal all-reduce algorithms for clusters of workstations").

use super::How::{Add, Replace};
use super::chunk;
use super::plan::{Draft, Round};

/// Reduce-scatter, N−1 rounds, then all-gather, as many.
pub fn plan(workers: usize, len: usize) -> Vec<Vec<Round>> {
    let n = workers;
    let mut draft = Draft::new(n, 2 * (n - 1));
    for round in 0..n - 1 {
        for rank in 0..n {
            let next = (rank + 1) % n;
            // After the first half rank r has the sum of chunk r + 1.
            draft.transfer(round, rank, next, chunk(len, n, (rank + n - round) % n), Add);
            draft.transfer(n - 1 + round, rank, next, chunk(len, n, (rank + 1 + n - round) % n), Replace);
        }
    }
    draft.done()
}
