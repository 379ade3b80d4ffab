use crate::rng::Rng;
use crate::spec::Partition;
use crate::{Error, Result};
use karui_parallel::allreduce::chunk;

/// What the parts are drawn from.
const STREAM: u64 = 11;
/// Pieces of the sorted examples that each client has with [`Partition::Shards`].
const SHARDS: usize = 2;

/// How examples are divided among clients.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Division {
    /// By which rule.
    pub partition: Partition,
    /// How many clients there are.
    pub clients: usize,
    /// Dirichlet's α: the smaller, the more each class is with a few clients; without effect on the others.
    pub concentration: f32,
    /// What is drawn.
    pub seed: u32,
}

impl Division {
    /// Which of the examples with these labels each client has. Every example is with one client.
    ///
    /// - iid: shuffled and cut into parts of the same length, or of one example more;
    /// - shards: sorted by label and cut into two pieces for each client, which are dealt at random (McMahan et al. 2017,
    ///   arXiv:1602.05629, §3);
    /// - dirichlet: the examples of each class are shared out in proportions that are drawn from a Dirichlet distribution over the
    ///   clients (Yurochkin et al. 2019, arXiv:1905.12022, §4; Hsu et al. 2019, arXiv:1909.06335, draw each client's classes), so that
    ///   clients differ in how many they have too, and some may have none.
    ///
    /// # Errors
    /// [`Error::Range`] for no client or more clients than there are examples for, [`Error::Misuse`] for a concentration that is not
    /// above 0.
    pub fn parts(&self, labels: &[u8]) -> Result<Vec<Vec<u32>>> {
        let pieces = if self.partition == Partition::Shards { SHARDS } else { 1 };
        let most = (labels.len() / pieces).max(1);
        if !(1..=most).contains(&self.clients) {
            return Err(Error::range("clients", [1, most], self.clients));
        }
        let mut rng = Rng::new(u64::from(self.seed), STREAM);
        let mut order: Vec<u32> = (0..labels.len() as u32).collect();
        rng.shuffle(&mut order);
        let label = |i: &u32| labels[*i as usize];
        let mut parts = vec![Vec::new(); self.clients];
        match self.partition {
            Partition::Iid => {
                for (client, part) in parts.iter_mut().enumerate() {
                    part.extend_from_slice(&order[chunk(order.len(), self.clients, client)]);
                }
            }
            Partition::Shards => {
                // Shuffled before: which images of a class lie together is chance.
                order.sort_by_key(label);
                let count = SHARDS * self.clients;
                let mut shards: Vec<usize> = (0..count).collect();
                rng.shuffle(&mut shards);
                for (i, shard) in shards.into_iter().enumerate() {
                    parts[i / SHARDS].extend_from_slice(&order[chunk(order.len(), count, shard)]);
                }
            }
            Partition::Dirichlet => {
                let alpha = f64::from(self.concentration);
                if !(alpha > 0.0 && alpha.is_finite()) {
                    return Err(Error::misuse("concentration", "a number above 0", self.concentration.to_string()));
                }
                order.sort_by_key(label);
                for class in order.chunk_by(|a, b| label(a) == label(b)) {
                    let shares = dirichlet(alpha, self.clients, &mut rng);
                    let (mut start, mut before) = (0, 0.0);
                    for (part, share) in parts.iter_mut().zip(shares) {
                        before += share;
                        let end = ((before * class.len() as f64).round() as usize).clamp(start, class.len());
                        part.extend_from_slice(&class[start..end]);
                        start = end;
                    }
                    // What rounding has left.
                    if let Some(last) = parts.last_mut() {
                        last.extend_from_slice(&class[start..]);
                    }
                }
            }
        }
        Ok(parts)
    }
}

/// Shares of `n` that sum to 1, drawn from the symmetric Dirichlet distribution: gamma variates over their sum.
fn dirichlet(alpha: f64, n: usize, rng: &mut Rng) -> Vec<f64> {
    // In logarithms, since a gamma variate of small α may be below the least number.
    let logs: Vec<f64> = (0..n).map(|_| log_gamma_variate(alpha, rng)).collect();
    let greatest = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let weights: Vec<f64> = logs.iter().map(|log| (log - greatest).exp()).collect();
    let sum: f64 = weights.iter().sum();
    weights.into_iter().map(|w| w / sum).collect()
}

/// The logarithm of a gamma variate of shape α and scale 1 (Marsaglia and Tsang 2000; for α < 1 a variate of α + 1 times U^(1/α)).
fn log_gamma_variate(alpha: f64, rng: &mut Rng) -> f64 {
    if alpha < 1.0 {
        let u = 1.0 - f64::from(rng.uniform());
        return log_gamma_variate(alpha + 1.0, rng) + u.ln() / alpha;
    }
    let d = alpha - 1.0 / 3.0;
    let c = 1.0 / (9.0 * d).sqrt();
    loop {
        let x = f64::from(rng.normal());
        let v = (1.0 + c * x).powi(3);
        let u = 1.0 - f64::from(rng.uniform());
        if v > 0.0 && u.ln() < 0.5 * x * x + d - d * v + d * v.ln() {
            return d.ln() + v.ln();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::Rng;
    use proptest::prelude::*;

    fn division(partition: Partition, clients: usize, concentration: f32) -> Division {
        Division { partition, clients, concentration, seed: 1 }
    }

    /// Ten classes by turns.
    fn labels(n: usize) -> Vec<u8> {
        (0..n).map(|i| (i % 10) as u8).collect()
    }

    fn classes(part: &[u32], labels: &[u8]) -> Vec<usize> {
        (0..10).map(|class| part.iter().filter(|i| labels[**i as usize] == class).count()).collect()
    }

    /// The paper's MNIST: 60,000 examples, 100 clients, 200 shards of 300.
    #[test]
    fn the_papers_two_partitions() {
        let labels = labels(60_000);
        for part in division(Partition::Iid, 100, 0.0).parts(&labels).unwrap() {
            assert_eq!(part.len(), 600);
            assert!(classes(&part, &labels).iter().all(|n| (25..100).contains(n)));
        }
        let parts = division(Partition::Shards, 100, 0.0).parts(&labels).unwrap();
        for part in &parts {
            assert_eq!(part.len(), 600);
            let classes = classes(part, &labels);
            assert!(classes.iter().all(|n| [0, 300, 600].contains(n)) && classes.iter().sum::<usize>() == 600);
        }
        // Most have two digits.
        assert!(parts.iter().filter(|part| classes(part, &labels).contains(&300)).count() > 75);
    }

    /// A share's mean is 1/K and its variance (1/K)(1 − 1/K)/(Kα + 1).
    #[test]
    fn dirichlets_moments() {
        for alpha in [0.1, 0.5, 1.0, 5.0] {
            let mut rng = Rng::new(3, 3);
            let (n, k) = (4_000, 5);
            let draws: Vec<Vec<f64>> = (0..n).map(|_| dirichlet(alpha, k, &mut rng)).collect();
            assert!(draws.iter().all(|shares| (shares.iter().sum::<f64>() - 1.0).abs() < 1e-12));
            let first: Vec<f64> = draws.iter().map(|shares| shares[0]).collect();
            let mean = first.iter().sum::<f64>() / n as f64;
            let variance = first.iter().map(|v| (v - mean).powi(2)).sum::<f64>() / n as f64;
            let expected = 0.2 * 0.8 / (k as f64 * alpha + 1.0);
            assert!(
                (mean - 0.2).abs() < 0.02 && (variance / expected - 1.0).abs() < 0.1,
                "{alpha}: {mean} {variance} {expected}"
            );
        }
    }

    #[test]
    fn a_small_concentration_gives_clients_of_few_classes() {
        let labels = labels(10_000);
        let most = |concentration| {
            let parts = division(Partition::Dirichlet, 10, concentration).parts(&labels).unwrap();
            let share = |part: &Vec<u32>| {
                let classes = classes(part, &labels);
                *classes.iter().max().unwrap() as f64 / part.len().max(1) as f64
            };
            parts.iter().map(share).sum::<f64>() / 10.0
        };
        assert!(most(0.05) > 0.5 && most(100.0) < 0.15, "{} {}", most(0.05), most(100.0));
    }

    #[test]
    fn what_cannot_be_divided_is_refused() {
        let labels = labels(20);
        for (partition, clients, concentration) in [
            (Partition::Iid, 0, 1.0),
            (Partition::Iid, 21, 1.0),
            (Partition::Shards, 11, 1.0),
            (Partition::Dirichlet, 5, 0.0),
            (Partition::Dirichlet, 5, f32::NAN),
        ] {
            assert!(division(partition, clients, concentration).parts(&labels).is_err(), "{partition} {clients}");
        }
        assert!(division(Partition::Iid, 2, 1.0).parts(&[]).is_err());
    }

    proptest! {
        #[test]
        fn every_example_is_with_one_client(which in 0usize..3, clients in 1usize..20, n in 40usize..200, concentration in 0.01f32..10.0, seed: u32) {
            let division = Division { partition: Partition::ALL[which], clients, concentration, seed };
            let parts = division.parts(&labels(n)).unwrap();
            prop_assert_eq!(parts.len(), clients);
            let mut all = parts.concat();
            all.sort_unstable();
            prop_assert!(all.into_iter().eq(0..n as u32));
            prop_assert_eq!(division.parts(&labels(n)).unwrap(), parts);
        }
    }
}
