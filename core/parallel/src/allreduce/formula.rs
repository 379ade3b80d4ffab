//! What the algorithms cost by formula. That the plans cost the same is tested.

use super::clock::Link;
use super::halving::Core;
use super::{AllReduce, chunk, tree};

/// ⌈log₂ n⌉.
pub(super) fn log2_up(n: usize) -> usize {
    n.max(1).next_power_of_two().ilog2() as usize
}

/// Rounds, one after another: 2 with a machine in the middle, 2⌈log₂N⌉ up and down the tree, 2(N−1) around the ring, 2⌊log₂N⌋ with
/// halving and 2 more where N is no power of two.
pub fn steps(algorithm: AllReduce, workers: usize) -> usize {
    match algorithm {
        AllReduce::Server => 2,
        _ if workers < 2 => 0,
        AllReduce::Naive => 2,
        AllReduce::Tree => 2 * log2_up(workers),
        AllReduce::Ring => 2 * (workers - 1),
        AllReduce::Halving => {
            let core = Core::new(workers);
            2 * core.log2 + 2 * usize::from(core.folded > 0)
        }
    }
}

/// What one rank moves, in the unit of the buffer's length.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Traffic {
    /// Out of it.
    pub sent: usize,
    /// Into it.
    pub received: usize,
}

/// What `rank` of `workers` (the server: `rank == workers`) moves for a buffer of `len` = S:
///
/// - naive: (N−1)·S each way at worker 0, S at the others; server: N·S each way at the server, S at the others;
/// - tree: S to the one above and from it, S to each child and from it;
/// - ring: 2S but for two chunks of N, which is 2(N−1)/N·S where N divides S;
/// - halving: S but for the own chunk, and the blocks that double up to S/2: 2(P−1)/P·S for N = P = 2ᵏ; S more each way for who
///   takes another's buffer in, S alone for who gives it away.
pub fn traffic(algorithm: AllReduce, workers: usize, len: usize, rank: usize) -> Traffic {
    let both = |n| Traffic { sent: n, received: n };
    let n = workers;
    match algorithm {
        AllReduce::Server if rank == n => both(n * len),
        AllReduce::Server if rank < n => both(len),
        _ if n < 2 || rank >= n => Traffic::default(),
        AllReduce::Naive if rank == 0 => both((n - 1) * len),
        AllReduce::Naive | AllReduce::Server => both(len),
        AllReduce::Tree => {
            let children = (1..n).filter(|&other| tree::parent(other, n) == Some(rank)).count();
            both((children + usize::from(rank > 0)) * len)
        }
        AllReduce::Ring => {
            let of = |i: usize| chunk(len, n, i % n).len();
            Traffic { sent: 2 * len - of(rank + 1) - of(rank + 2), received: 2 * len - of(rank) - of(rank + 1) }
        }
        AllReduce::Halving => {
            let core = Core::new(n);
            let Some(i) = core.participant(rank) else { return both(len) };
            let other = if rank < 2 * core.folded { len } else { 0 };
            let given = len - chunk(len, core.size, i).len();
            let kept: usize = (0..core.log2).map(|level| core.block(len, i, 1 << level).len()).sum();
            both(other + given + kept)
        }
    }
}

/// The time of an all-reduce of `bytes` by the α–β law, where N divides them (halving and tree: where N is a power of two): rounds
/// times the latency, and what goes through the busiest machine over the bandwidth.
pub fn seconds(algorithm: AllReduce, workers: usize, bytes: f64, link: Link) -> f64 {
    let n = workers as f64;
    let through = match algorithm {
        AllReduce::Server => 2.0 * n,
        _ if workers < 2 => 0.0,
        AllReduce::Naive => 2.0 * (n - 1.0),
        // The top has one child, everybody else two, which are served one after the other.
        AllReduce::Tree => 2.0 * (2.0 * log2_up(workers) as f64 - 1.0),
        AllReduce::Ring => 2.0 * (n - 1.0) / n,
        AllReduce::Halving => {
            let size = Core::new(workers).size as f64;
            2.0 * (size - 1.0) / size + if size < n { 2.0 } else { 0.0 }
        }
    };
    steps(algorithm, workers) as f64 * link.latency + through * bytes / link.bandwidth
}
