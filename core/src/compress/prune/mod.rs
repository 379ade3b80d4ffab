//! Pruning: single weights, two of each four, or whole channels are taken out (Han et al. 2015, Li et al. 2017).

pub mod channels;
pub mod dependency;
mod importance;
mod mask;
pub mod schedule;
mod sensitivity;

pub use mask::Mask;
pub use sensitivity::{sensitivity_amounts, sensitivity_layers, with_one_layer};

use super::Model;
use crate::graph::NodeId;
use crate::ops::Op;
use crate::spec::recipe::{Prune, PruneUnit};
use crate::{Error, Result};

/// What a choice is made from.
#[derive(Debug, Clone, Copy)]
struct Basis<'a> {
    net: &'a Model,
    settings: &'a Prune,
    /// The part to take out, of layers that have no amount of their own.
    amount: f32,
    /// ∂L/∂w in the layout of the trained weights.
    gradient: Option<&'a [f32]>,
    seed: u64,
}

/// One round: takes out the part `amount` (0 … 1) of what `net` has, by `settings.unit`, `criterion`, `scope` and
/// `layers`; the caller walks the rounds ([`schedule::cubic`]), trains in between, and rewinds where that is asked for.
/// Amounts of single layers grow along: they are multiplied by `amount / settings.amount`.
///
/// `gradient` is ∂L/∂w, laid out like the trained weights; criteria that [ask for it](crate::spec::recipe::Criterion::needs_gradient) need it. What has been pruned
/// before is the least important, so that a round's mask holds all of the last one's.
///
/// Single weights are those of convolutions and linear layers; of depthwise ones only where `settings.layers` names
/// them, as they are few and each feeds a whole channel (Zhu & Gupta 2017, §4.1). Biases stay. The mask that comes
/// back keeps them at zero while training; there is none where channels were removed. With channels, walk the rounds
/// with `remove` off and switch it on for the last one: an amount is always that of the network it is given.
///
/// # Errors
/// When a setting is out of its range, a gradient is missing, or channels are to go from a network of which none may: grouped
/// convolutions keep theirs.
pub fn prune(
    net: &Model,
    settings: &Prune,
    amount: f32,
    gradient: Option<&[f32]>,
    seed: u64,
) -> Result<(Model, Option<Mask>)> {
    let basis = Basis { net, settings, amount, gradient, seed };
    basis.check()?;
    match settings.unit {
        PruneUnit::Element | PruneUnit::TwoOfFour => {
            let mask = match settings.unit {
                PruneUnit::TwoOfFour => mask::two_of_four(&basis),
                _ => mask::elements(&basis),
            };
            let mut pruned = net.clone();
            mask.apply(pruned.weights.values_mut());
            for (storage, p) in pruned.storage.iter_mut().zip(net.weights.params()) {
                storage.sparse |= mask.touches(&p.range);
            }
            Ok((pruned, Some(mask)))
        }
        PruneUnit::Channel => {
            let chosen = channels::choose(&basis);
            if settings.remove {
                Ok((channels::remove_channels(net, &chosen)?, None))
            } else {
                let (masked, mask) = channels::mask_channels(net, &chosen);
                Ok((masked, Some(mask)))
            }
        }
    }
}

/// The channels that [`prune`] would take out, for those who want to show them or to mask and remove them.
///
/// # Errors
/// As there.
pub fn choose_channels(
    net: &Model,
    settings: &Prune,
    amount: f32,
    gradient: Option<&[f32]>,
    seed: u64,
) -> Result<channels::Chosen> {
    let basis = Basis { net, settings, amount, gradient, seed };
    basis.check()?;
    Ok(channels::choose(&basis))
}

/// How many of `n` things the part `amount` is: `⌊amount·n⌉`, a half to the even number (as in torch.nn.utils.prune).
pub fn count(amount: f32, n: usize) -> usize {
    // The decimal that was meant: 0.7 as a float is a little less, and half of an odd count would fall the other way.
    let meant = (f64::from(amount) * 1e7).round() / 1e7;
    (meant * n as f64).round_ties_even().clamp(0.0, n as f64) as usize
}

impl Basis<'_> {
    fn check(&self) -> Result<()> {
        if self.settings.unit == PruneUnit::Channel && channels::none_may_go(&self.net.graph) {
            let units = [PruneUnit::Element, PruneUnit::TwoOfFour].map(PruneUnit::id);
            return Err(Error::choice("unit", &units, PruneUnit::Channel.id()));
        }
        let within = |field: &str, amount: f32| match (0.0..=1.0).contains(&amount) {
            true => Ok(()),
            false => Err(Error::misuse(field, "0 … 1", amount.to_string())),
        };
        within("amount", self.amount)?;
        for (name, amount) in &self.settings.layers {
            within("layers", *amount)?;
            if !self.net.graph.nodes().iter().any(|n| n.name == *name && is_layer(&n.op)) {
                return Err(Error::misuse("layers", "names of convolutions and linear layers", name.as_str()));
            }
        }
        match self.gradient {
            None if self.settings.criterion.needs_gradient() => {
                Err(Error::misuse("criterion", "a gradient to prune by", "none"))
            }
            Some(g) => Error::check_len("gradient", self.net.weights.trainable_len(), g.len()),
            None => Ok(()),
        }
    }

    /// The amount of its own that layer `node` has in this round.
    fn own_amount(&self, node: NodeId) -> Option<f32> {
        let name = &self.net.graph.nodes()[node].name;
        let own = self.settings.layers.iter().find(|(layer, _)| layer == name)?.1;
        let part = if self.settings.amount > 0.0 { self.amount / self.settings.amount } else { 1.0 };
        Some((own * part).clamp(0.0, 1.0))
    }
}

/// Whether the op multiplies by weights.
const fn is_layer(op: &Op) -> bool {
    matches!(op, Op::Conv2d(_) | Op::DepthwiseConv2d(_) | Op::Linear(_))
}

/// Scores (≥ 0) and their places as numbers in the order of scores, then of places; the lower half is the place.
fn keys(scores: &[(f32, u32)]) -> Vec<u64> {
    // The bits of floats that are not negative are ordered as they are.
    scores.iter().map(|&(score, place)| u64::from(score.to_bits()) << 32 | u64::from(place)).collect()
}

/// The places of the `count` least scores, ties in the order of places; in no particular order.
fn least(scores: &[(f32, u32)], count: usize) -> Vec<u32> {
    let mut keys = keys(scores);
    if count < keys.len() {
        keys.select_nth_unstable(count);
    }
    keys.iter().take(count).map(|&key| key as u32).collect()
}

#[cfg(test)]
mod tests;
