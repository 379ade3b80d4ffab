use crate::rng::Rng;
use std::ops::Range;

/// The stream of [`Rng`] that puts images in order; 0 draws weights, 2 dropout, 3 the shapes.
const STREAM: u64 = 1;

/// The order in which epoch `epoch` (from 0) of a run visits `n` images: a function of its arguments alone, so that a
/// resumed run and every worker of a parallel one see the same.
pub fn epoch_order(seed: u32, epoch: usize, n: usize) -> Vec<u32> {
    let mut order: Vec<u32> = (0..n as u32).collect();
    Rng::new(mix(u64::from(seed) | (epoch as u64) << 32), STREAM).shuffle(&mut order);
    order
}

/// Spreads `x` over all bits (the finalizer of SplitMix64; Steele, Lea & Flood 2014), so that neighbouring numbers give
/// unrelated generators.
pub(super) const fn mix(x: u64) -> u64 {
    let x = x.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

/// The part of a batch of `batch` images that worker `rank` of `workers` computes: consecutive, in rank order, the
/// first ones larger by one image where the batch does not divide. `batch ≥ workers` leaves none without an image.
pub fn shard_of(batch: usize, rank: usize, workers: usize) -> Range<usize> {
    let workers = workers.max(1);
    let (base, extra) = (batch / workers, batch % workers);
    let start = rank * base + rank.min(extra);
    start..start + base + usize::from(rank < extra)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn epochs_and_seeds_differ_and_repeat() {
        let first = epoch_order(1, 0, 1_000);
        assert_eq!(first, epoch_order(1, 0, 1_000));
        assert_ne!(first, epoch_order(1, 1, 1_000));
        assert_ne!(first, epoch_order(2, 0, 1_000));
    }

    proptest! {
        #[test]
        fn every_image_comes_once(seed: u32, epoch in 0usize..200, n in 0usize..500) {
            let mut order = epoch_order(seed, epoch, n);
            order.sort_unstable();
            prop_assert!(order.iter().copied().eq(0..n as u32));
        }

        #[test]
        fn shards_cover_the_batch_in_rank_order(batch in 0usize..1_100, workers in 1usize..17) {
            let shards: Vec<_> = (0..workers).map(|rank| shard_of(batch, rank, workers)).collect();
            let all: Vec<usize> = shards.iter().cloned().flatten().collect();
            prop_assert!(all.into_iter().eq(0..batch));
            let longest = shards.iter().map(ExactSizeIterator::len).max().unwrap_or(0);
            prop_assert!(shards.iter().all(|s| s.len() + 1 >= longest));
        }
    }
}
