//! What hides a client's part in the sum. Weights that leave a client tell of its examples, even though the examples stay: noise bounds
//! what can be told from the network (differential privacy), masks what the server sees (secure aggregation).

use super::Update;
use crate::graph::Weights;
use crate::rng::Rng;
use crate::{Error, Result};

/// What noise is drawn from.
const NOISE: u64 = 14;
/// What a pair of clients draws its masks from.
const MASKS: u64 = 15;
/// A sum of masked updates is exact to 2⁻²⁰, and right while it stays below 2¹¹.
const FRACTION: f64 = (1u32 << 20) as f64;

/// Noise on the mean (McMahan et al. 2018, "Learning differentially private recurrent language models", arXiv:1710.06963, algorithm 1).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Noise {
    /// S: what a client changes is scaled down to this length, if it is longer.
    pub clip: f32,
    /// z: the noise of the mean has the deviation z·S / number of clients in each number.
    pub multiplier: f32,
    /// What is drawn.
    pub seed: u32,
}

impl Noise {
    /// Clips what each update changes of `global`, gives all the same weight, and adds noise, so that their mean
    /// ([`super::Server::finish`]) is the private one. Running statistics are clipped and noisy with the rest.
    ///
    /// # Errors
    /// [`Error::Misuse`] for a clip that is not above 0 or a multiplier below it, [`Error::Length`] for updates of another network.
    pub fn apply(&self, updates: &mut [Update], global: &Weights, round: usize) -> Result<()> {
        if !(self.clip > 0.0 && self.multiplier >= 0.0 && self.clip.is_finite() && self.multiplier.is_finite()) {
            return Err(Error::misuse(
                "noise",
                "clip > 0, multiplier ≥ 0",
                format!("{} and {}", self.clip, self.multiplier),
            ));
        }
        let global = global.values();
        for update in updates.iter() {
            Error::check_len("update", global.len(), update.weights.len())?;
        }
        let count = updates.len() as f64;
        // The same noise in each: their mean then has it once.
        let mut rng = Rng::new(u64::from(self.seed) | (round as u64) << 32, NOISE);
        let deviation = f64::from(self.multiplier) * f64::from(self.clip) / count.max(1.0);
        let noise: Vec<f64> = global.iter().map(|_| deviation * f64::from(rng.normal())).collect();
        for update in updates {
            let square: f64 = update.weights.iter().zip(global).map(|(w, g)| f64::from(w - g).powi(2)).sum();
            let scale = (f64::from(self.clip) / square.sqrt()).min(1.0);
            for ((w, g), noise) in update.weights.iter_mut().zip(global).zip(&noise) {
                *w = (f64::from(*g) + scale * f64::from(*w - g) + noise) as f32;
            }
            update.examples = 1;
        }
        Ok(())
    }
}

/// What a client sends under its masks: whole numbers, each the fixed-point value plus one mask for each other client of the round, all
/// modulo 2³². Of each pair one adds and the other subtracts the same mask, so the sum of all is that of the values, and of fewer is noise
/// (Bonawitz et al. 2017, "Practical secure aggregation for privacy-preserving machine learning", §4, without its provisions for clients
/// that drop out).
///
/// # Errors
/// [`Error::Misuse`] where `client` is not one of `clients`, [`Error::Range`] for values that fixed point cannot hold.
pub fn masked(values: &[f32], client: usize, clients: &[usize], seed: u32, round: usize) -> Result<Vec<u32>> {
    if !clients.contains(&client) {
        return Err(Error::misuse("client", "one of the round", client.to_string()));
    }
    let most = f64::from(1u32 << 11);
    let fixed = |value: &f32| {
        let value = f64::from(*value);
        if value.abs() < most {
            Ok((value * FRACTION).round() as i64 as u32)
        } else {
            Err(Error::range("value", [0, 1 << 11], value))
        }
    };
    let mut out = values.iter().map(fixed).collect::<Result<Vec<u32>>>()?;
    for &other in clients.iter().filter(|&&other| other != client) {
        // What only the two know: here a seed, in the protocol a key that they agree on.
        let (low, high) = (client.min(other) as u64, client.max(other) as u64);
        let mut rng = Rng::new(u64::from(seed) << 32 | low, MASKS + (high << 8) + ((round as u64) << 32));
        for value in &mut out {
            let mask = rng.next_u32();
            *value = if client < other { value.wrapping_add(mask) } else { value.wrapping_sub(mask) };
        }
    }
    Ok(out)
}

/// The sum of what all clients of a round have sent under their masks.
///
/// # Errors
/// [`Error::Length`] where one has another length.
pub fn unmasked_sum(sent: &[Vec<u32>]) -> Result<Vec<f32>> {
    let len = sent.first().map_or(0, Vec::len);
    let mut sum = vec![0u32; len];
    for values in sent {
        Error::check_len("masked values", len, values.len())?;
        sum.iter_mut().zip(values).for_each(|(sum, value)| *sum = sum.wrapping_add(*value));
    }
    Ok(sum.into_iter().map(|value| (f64::from(value as i32) / FRACTION) as f32).collect())
}

/// A round's updates as a server knows them that sees masked ones alone: their mean weighted by n_k, as the update of one who has all their
/// examples; nothing where there is none. Each client scales its weights by its share before it masks them.
///
/// # Errors
/// Those of [`masked`] and [`unmasked_sum`].
pub fn aggregate(updates: &[Update], seed: u32, round: usize) -> Result<Option<Update>> {
    let Some(first) = updates.first() else { return Ok(None) };
    let clients: Vec<usize> = updates.iter().map(|update| update.client).collect();
    let examples: usize = updates.iter().map(|update| update.examples).sum();
    let sent = updates.iter().map(|update| {
        let share = update.examples as f32 / examples.max(1) as f32;
        let own: Vec<f32> = update.weights.iter().map(|w| share * w).collect();
        masked(&own, update.client, &clients, seed, round)
    });
    let weights = unmasked_sum(&sent.collect::<Result<Vec<_>>>()?)?;
    let loss = updates.iter().map(|update| update.loss).sum::<f32>() / updates.len() as f32;
    let steps = updates.iter().map(|update| update.steps).sum();
    Ok(Some(Update { client: first.client, examples, weights, loss, steps }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Shape;
    use crate::models::MlpConfig;

    fn global() -> Weights {
        let graph = MlpConfig { input: Shape::vector(40), hidden: vec![50], classes: 10 }.build().unwrap();
        Weights::init(&graph, 2)
    }

    fn updates(global: &Weights, lengths: &[f32]) -> Vec<Update> {
        let n = (global.values().len() as f32).sqrt();
        let update = |(client, length): (usize, &f32)| {
            let weights = global.values().iter().map(|w| w + length / n).collect();
            Update { client, examples: 10 + client, weights, loss: 0.0, steps: 1 }
        };
        lengths.iter().enumerate().map(update).collect()
    }

    fn change(update: &Update, global: &Weights) -> Vec<f64> {
        update.weights.iter().zip(global.values()).map(|(w, g)| f64::from(w - g)).collect()
    }

    #[test]
    fn long_changes_are_clipped_and_short_ones_are_not() {
        let global = global();
        let mut updates = updates(&global, &[0.5, 4.0]);
        Noise { clip: 1.0, multiplier: 0.0, seed: 1 }.apply(&mut updates, &global, 0).unwrap();
        for (update, expected) in updates.iter().zip([0.5, 1.0]) {
            let length = change(update, &global).iter().map(|d| d * d).sum::<f64>().sqrt();
            assert!((length - expected).abs() < 1e-4, "{length}");
            assert_eq!(update.examples, 1, "a client with more examples must not weigh more");
        }
    }

    #[test]
    fn the_means_noise_has_the_deviation() {
        let global = global();
        let mut updates = updates(&global, &[0.0; 4]);
        Noise { clip: 2.0, multiplier: 0.6, seed: 1 }.apply(&mut updates, &global, 3).unwrap();
        let len = global.values().len() as f64;
        let mean: Vec<f64> = (0..global.values().len())
            .map(|i| updates.iter().map(|u| change(u, &global)[i]).sum::<f64>() / 4.0)
            .collect();
        let deviation = (mean.iter().map(|d| d * d).sum::<f64>() / len).sqrt();
        // z·S/n = 0.3, of 2,560 draws.
        assert!((deviation / 0.3 - 1.0).abs() < 0.05, "{deviation}");
        for (clip, multiplier) in [(0.0, 1.0), (1.0, -1.0), (f32::NAN, 1.0)] {
            assert!(Noise { clip, multiplier, seed: 1 }.apply(&mut updates, &global, 0).is_err());
        }
    }

    #[test]
    fn masks_cancel_in_the_sum_and_hide_in_a_part_of_it() {
        let clients = [3, 7, 8, 20];
        let values: Vec<Vec<f32>> =
            clients.iter().map(|&k| (0..500).map(|i| (i as f32 - 250.0) * 0.01 * k as f32).collect()).collect();
        let send = |i: usize| masked(&values[i], clients[i], &clients, 5, 0).unwrap();
        let sent: Vec<_> = (0..4).map(send).collect();
        let exact: Vec<f32> = (0..500).map(|i| values.iter().map(|v| v[i]).sum()).collect();
        let worst = |got: &[f32]| got.iter().zip(&exact).fold(0.0f32, |worst, (a, b)| worst.max((a - b).abs()));
        assert!(worst(&unmasked_sum(&sent).unwrap()) < 1e-4);
        // Without one of them, nothing is left but noise: over the whole range, on average 0 to within a tenth of it.
        let part = unmasked_sum(&sent[..3]).unwrap();
        assert!(worst(&part) > 1000.0 && (part.iter().sum::<f32>() / 500.0).abs() < 200.0);
        assert!(masked(&[0.0], 4, &clients, 5, 0).is_err() && masked(&[1e9], 3, &clients, 5, 0).is_err());
        assert!(unmasked_sum(&[vec![0], vec![]]).is_err());
    }

    #[test]
    fn a_server_that_sees_sums_has_the_weighted_mean() {
        let global = global();
        let updates = updates(&global, &[0.5, -1.0, 3.0]);
        let one = aggregate(&updates, 4, 2).unwrap().unwrap();
        let total = updates.iter().map(|update| update.examples).sum::<usize>();
        assert_eq!(one.examples, total);
        for (i, got) in one.weights.iter().enumerate() {
            let mean: f32 = updates.iter().map(|it| it.weights[i] * it.examples as f32 / total as f32).sum();
            assert!((got - mean).abs() < 1e-5, "{got} {mean}");
        }
        // Another round, other masks.
        let sent = |round| masked(&updates[0].weights, 0, &[0, 1], 4, round).unwrap();
        assert_ne!(sent(0), sent(1));
        assert_eq!(aggregate(&[], 4, 2).unwrap(), None);
    }
}
