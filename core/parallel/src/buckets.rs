//! Gradients are exchanged in buckets while the backward pass still goes on (Li et al. 2020, "PyTorch Distributed: Experiences on
//! accelerating data parallel training", arXiv:2006.15704, §3.2).

use std::ops::Range;

/// Puts tensors of `bytes`, in the order in which their gradients are there (the last layer's first), into buckets: one is full when it
/// holds `limit` bytes or more, the first of them `first` (PyTorch: 1 MiB, so that the exchange begins early, then 25 MiB).
pub fn buckets(bytes: &[usize], first: usize, limit: usize) -> Vec<Range<usize>> {
    let (mut out, mut start, mut held) = (Vec::new(), 0, 0);
    for (i, size) in bytes.iter().enumerate() {
        held += size;
        if held >= if out.is_empty() { first } else { limit } {
            out.push(start..i + 1);
            (start, held) = (i + 1, 0);
        }
    }
    if start < bytes.len() {
        out.push(start..bytes.len());
    }
    out
}

/// When each bucket's exchange begins and ends. Tensor i's gradient is there at `ready[i]` seconds, rising; a bucket goes when all of its
/// are there and the one before is through; it takes `exchange` of its bytes.
pub fn overlapped(
    buckets: &[Range<usize>],
    bytes: &[usize],
    ready: &[f64],
    exchange: impl Fn(usize) -> f64,
) -> Vec<(f64, f64)> {
    let mut free: f64 = 0.0;
    let slot = |bucket: &Range<usize>| {
        let there = ready.get(bucket.clone()).unwrap_or_default().iter().copied().fold(0.0, f64::max);
        let start = free.max(there);
        free = start + exchange(bytes.get(bucket.clone()).unwrap_or_default().iter().sum());
        (start, free)
    };
    buckets.iter().map(slot).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bucket_is_full_when_it_has_reached_the_limit() {
        assert_eq!(buckets(&[4, 4, 4, 4, 4, 4], 4, 8), [0..1, 1..3, 3..5, 5..6]);
        assert_eq!(buckets(&[100, 1, 1, 100], 1, 25), [0..1, 1..4]);
        assert_eq!(buckets(&[1, 2, 3], 1000, 1000), vec![0..3]);
        assert!(buckets(&[], 1, 1).is_empty());
    }

    #[test]
    fn what_is_exchanged_meanwhile_costs_no_time() {
        let (bytes, ready) = ([10, 10, 10, 10], [1.0, 2.0, 3.0, 4.0]);
        let cost = |bytes: usize| 0.1 + bytes as f64 * 0.05;
        let each = overlapped(&buckets(&bytes, 10, 10), &bytes, &ready, cost);
        assert_eq!(each.len(), 4);
        assert!((each[3].1 - 4.6).abs() < 1e-12 && each[1].0 == 2.0);
        // All at once begins when the last is there; a slow link makes a queue.
        let whole = overlapped(&buckets(&bytes, 100, 100), &bytes, &ready, cost);
        assert!(whole.len() == 1 && (whole[0].1 - 6.1).abs() < 1e-12);
        let slow = overlapped(&buckets(&bytes, 10, 10), &bytes, &ready, |bytes| bytes as f64 * 0.3);
        assert_eq!(slow, [(1.0, 4.0), (4.0, 7.0), (7.0, 10.0), (10.0, 13.0)]);
    }
}
