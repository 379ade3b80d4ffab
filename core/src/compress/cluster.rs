//! Weight sharing: the weights of a layer take few values (Han et al. 2016, Deep Compression, §3).

use crate::graph::Model;
use crate::ops::{Op, Role};
use crate::quant::Encoding;
use crate::spec::recipe::{Cluster, TechniqueSettings};
use crate::{Error, Result};
use ndarray::Array1;
use std::ops::Range;

/// Lloyd's algorithm stops after so many rounds at the latest.
const MAX_ROUNDS: usize = 50;

/// `net` with the weights of each convolution and linear layer replaced by at most `2^bits` values of their own, found
/// by k-means from values spread evenly between the least and the greatest (§3.2, linear initialization). Zeros of a
/// sparse tensor stay zeros and are no entry of its code book. Biases and batch norms stay floats.
pub fn cluster(net: &Model, settings: &Cluster) -> Result<Model> {
    settings.check()?;
    let mut shared = net.clone();
    for (p, storage) in net.weights.params().iter().zip(&mut shared.storage) {
        let is_layer = matches!(net.graph.nodes()[p.node].op, Op::Conv2d(_) | Op::DepthwiseConv2d(_) | Op::Linear(_));
        if p.role != Role::Weight || !is_layer {
            continue;
        }
        let values = &mut shared.weights.values_mut()[p.range.clone()];
        if let Some(bad) = values.iter().find(|w| !w.is_finite()) {
            return Err(Error::misuse("weights", "finite values", bad.to_string()));
        }
        let stays = |w: f32| storage.sparse && w == 0.0;
        let mut sorted: Vec<f32> = values.iter().copied().filter(|&w| !stays(w)).collect();
        sorted.sort_unstable_by(f32::total_cmp);
        let centroids = k_means(&sorted, 1 << settings.bits);
        for w in values.iter_mut().filter(|w| !stays(**w)) {
            *w = centroids[nearest(&centroids, *w)];
        }
        storage.encoding = Encoding::Codebook { centroids: used(values, storage.sparse) };
    }
    Ok(shared)
}

/// At most `k` centroids of `sorted` values, ascending. Values that are `k` or fewer are their own centroids.
fn k_means(sorted: &[f32], k: usize) -> Vec<f32> {
    let mut distinct = sorted.to_vec();
    distinct.dedup();
    let (Some(&low), Some(&high), true) = (sorted.first(), sorted.last(), distinct.len() > k) else {
        return distinct;
    };
    // Sums of the values before each place give the sum of any stretch of them.
    let mut sums = vec![0.0f64];
    sums.extend(sorted.iter().scan(0.0, |sum, &w| {
        *sum += f64::from(w);
        Some(*sum)
    }));
    let mut centroids: Vec<f32> =
        Array1::linspace(f64::from(low), f64::from(high), k).iter().map(|&centroid| centroid as f32).collect();
    for _ in 0..MAX_ROUNDS {
        let mut moved = false;
        let mut start = 0;
        for i in 0..k {
            // A centroid has the values up to the middle between it and the next one.
            let end = centroids.get(i + 1).map_or(sorted.len(), |&next| {
                let middle = middle(centroids[i], next);
                start + sorted[start..].partition_point(|&w| f64::from(w) <= middle)
            });
            if end > start {
                let mean = ((sums[end] - sums[start]) / (end - start) as f64) as f32;
                moved |= mean != centroids[i];
                // Its left neighbour has moved, but the stretch was cut by where both had been.
                centroids[i] = mean;
            }
            start = end;
        }
        if !moved {
            break;
        }
    }
    centroids
}

const fn middle(a: f32, b: f32) -> f64 {
    (a as f64 + b as f64) / 2.0
}

/// The place of the centroid nearest to `w`; of two equally near, the lower.
fn nearest(centroids: &[f32], w: f32) -> usize {
    let above = centroids.partition_point(|&c| c < w);
    match (above.checked_sub(1).map(|i| centroids[i]), centroids.get(above)) {
        (Some(low), Some(&high)) if f64::from(w) <= middle(low, high) => above - 1,
        (_, Some(_)) => above,
        _ => above.saturating_sub(1),
    }
}

/// The different values that occur, ascending; without zero where zeros are left out.
pub(super) fn used(values: &[f32], without_zero: bool) -> Vec<f32> {
    let mut centroids: Vec<f32> = values.iter().copied().filter(|&w| !(without_zero && w == 0.0)).collect();
    centroids.sort_unstable_by(f32::total_cmp);
    centroids.dedup();
    centroids
}

/// Which weights share a value, for training the shared values (§3.3), so that they move together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clusters {
    tensors: Vec<Shared>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Shared {
    /// Its place among the tensors, and that of its values.
    param: usize,
    range: Range<usize>,
    /// For each weight the place of its centroid; [`ZERO`] for zeros that are left out.
    codes: Vec<u16>,
    centroids: usize,
}

const ZERO: u16 = u16::MAX;

/// What many weights share may move faster than each by itself: the few directions that are left are far flatter than the
/// steepest of all weights, which bounds the rate. With 2 bits, from the shipped LeNet (Fashion-MNIST, 5,000 images once):
/// 84.1 % untrained, 87.4 % with 1, 88.8 % with 10.
const SHARING: f64 = 10.0;

impl Clusters {
    /// The clusters of a network that [`cluster`] has made; none in other tensors.
    pub fn of(net: &Model) -> Self {
        let all = net.weights.params().iter().zip(&net.storage).enumerate();
        let tensors = all.filter_map(|(param, (p, storage))| {
            let Encoding::Codebook { centroids } = &storage.encoding else { return None };
            let code = |w: &f32| match storage.sparse && *w == 0.0 {
                true => ZERO,
                false => nearest(centroids, *w) as u16,
            };
            let codes = net.weights.values()[p.range.clone()].iter().map(code).collect();
            Some(Shared { param, range: p.range.clone(), codes, centroids: centroids.len() })
        });
        Clusters { tensors: tensors.collect() }
    }

    /// Gives each weight of `gradient`, laid out like the trained weights, what its centroid moves by; a left-out zero
    /// gets nothing. Equal steps from equal values then keep them equal.
    ///
    /// The gradient of a centroid is the sum of its weights' gradients (eq. 3), which is that of a weight times some ten
    /// thousand where so many share a value: a rate that suits weights throws centroids out of all bounds at the first
    /// step. Their mean is the gradient projected onto weights that are equal (gradient projection, Goldstein 1964), along
    /// which the loss is nowhere steeper than along the weights': one rate suits both. A centroid moves by [`SHARING`] times
    /// the mean, and never by more than the sum.
    pub fn average(&self, gradient: &mut [f32]) {
        for shared in &self.tensors {
            let Some(gradient) = gradient.get_mut(shared.range.clone()) else { continue };
            let mut sums = vec![(0.0f64, 0u32); shared.centroids];
            for (&code, g) in shared.codes.iter().zip(&*gradient) {
                if let Some((sum, count)) = sums.get_mut(usize::from(code)) {
                    *sum += f64::from(*g);
                    *count += 1;
                }
            }
            for (&code, g) in shared.codes.iter().zip(gradient) {
                *g = sums
                    .get(usize::from(code))
                    .map_or(0.0, |&(sum, count)| (sum / (f64::from(count) / SHARING).max(1.0)) as f32);
            }
        }
    }

    /// Writes the code books of `net` anew from its weights, after they have moved.
    pub fn refresh(&self, net: &mut Model) {
        for shared in &self.tensors {
            let Some(storage) = net.storage.get_mut(shared.param) else { continue };
            let Some(values) = net.weights.values().get(shared.range.clone()) else { continue };
            storage.encoding = Encoding::Codebook { centroids: used(values, storage.sparse) };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compress::prune::{Mask, prune};
    use crate::compress::test_networks::{lenet, mobilenet, outputs};
    use crate::spec::recipe::Prune;
    use proptest::prelude::*;

    fn with(bits: u8) -> Cluster {
        Cluster { bits, ..Cluster::default() }
    }

    /// The code books of `net`, each checked to hold exactly the values of its tensor.
    #[track_caller]
    fn books(net: &Model) -> Vec<Vec<f32>> {
        let all = net.weights.params().iter().zip(&net.storage);
        let books = all.filter_map(|(p, storage)| {
            let Encoding::Codebook { centroids } = &storage.encoding else { return None };
            assert!(centroids.is_sorted() && !(storage.sparse && centroids.contains(&0.0)));
            for w in &net.weights.values()[p.range.clone()] {
                assert!(centroids.contains(w) || storage.sparse && *w == 0.0, "{}: {w}", p.name);
            }
            Some(centroids.clone())
        });
        books.collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]

        #[test]
        fn few_values_are_left(bits in 1u8..=8, seed in 0u64..9, amount in 0f32..=1.0, big: bool) {
            let net = if big { mobilenet(seed) } else { lenet(seed) };
            let (pruned, mask) = prune(&net, &Prune::default(), amount, None, 0).unwrap();
            let shared = cluster(&pruned, &with(bits)).unwrap();
            let books = books(&shared);
            prop_assert_eq!(books.len(), if big { 16 } else { 4 });
            prop_assert!(books.iter().all(|book| book.len() <= 1 << bits));
            // A centroid can become zero by itself, but no zero becomes something else.
            let zeros = Mask::of(&shared);
            prop_assert!(mask.unwrap().zeros().iter().all(|i| zeros.zeros().binary_search(i).is_ok()));
            outputs(&shared, 1);
            prop_assert_eq!(cluster(&shared, &with(bits)), Ok(shared));
        }

        /// No value lies nearer to another centroid, and each centroid is the mean of its values.
        #[test]
        fn k_means_has_settled(mut values in prop::collection::vec(-9f32..9.0, 20..60), k in 2usize..6) {
            values.sort_unstable_by(f32::total_cmp);
            let centroids = k_means(&values, k);
            prop_assert!(centroids.len() == k && centroids.is_sorted());
            for (i, &c) in centroids.iter().enumerate() {
                let own: Vec<f64> =
                    values.iter().filter(|&&v| nearest(&centroids, v) == i).map(|&v| f64::from(v)).collect();
                let mean = own.iter().sum::<f64>() / own.len() as f64;
                prop_assert!(own.is_empty() || (mean - f64::from(c)).abs() < 1e-5, "{mean} {c}");
                for v in own {
                    let distance = |c: f32| (v - f64::from(c)).abs();
                    prop_assert!(centroids.iter().all(|&other| distance(c) <= distance(other)));
                }
            }
        }
    }

    #[test]
    fn two_heaps_have_two_centroids() {
        assert_eq!(k_means(&[-1.25, -1.0, -0.75, 3.0, 4.0, 5.0], 2), [-1.0, 4.0]);
        assert_eq!(k_means(&[1.0, 1.0, 2.0], 2), [1.0, 2.0]);
        assert!(k_means(&[], 4).is_empty());
    }

    #[test]
    fn a_step_moves_centroids_and_keeps_them_shared() {
        let (pruned, _) = prune(&lenet(1), &Prune::default(), 0.7, None, 0).unwrap();
        let mut net = cluster(&pruned, &with(3)).unwrap();
        let before = books(&net);
        let clusters = Clusters::of(&net);
        let mut gradient: Vec<f32> = (0..net.weights.trainable_len()).map(|i| (i % 7) as f32 * 0.01 - 0.02).collect();
        let raw = gradient.clone();
        clusters.average(&mut gradient);
        // The first code book's first centroid: ten times the mean over its weights, or their sum where they are fewer.
        let w = net.weights.view("conv1.weight").unwrap();
        let own: Vec<usize> = w.iter().enumerate().filter(|(_, w)| **w == before[0][0]).map(|(i, _)| i).collect();
        let start = net.weights.params()[0].range.start;
        let shared = own.iter().map(|i| raw[start + i]).sum::<f32>() / (own.len() as f32 / 10.0).max(1.0);
        assert!(!own.is_empty() && own.iter().all(|i| (gradient[start + i] - shared).abs() < 1e-6));
        for (w, g) in net.weights.values_mut().iter_mut().zip(&gradient) {
            *w -= 0.01 * g;
        }
        assert_eq!(Mask::of(&net), Mask::of(&pruned));
        clusters.refresh(&mut net);
        let after = books(&net);
        assert!(after.iter().zip(&before).all(|(a, b)| a.len() == b.len()) && after != before);
    }

    #[test]
    fn bits_have_their_range() {
        assert!(cluster(&lenet(1), &with(0)).is_err() && cluster(&lenet(1), &with(9)).is_err());
    }
}
