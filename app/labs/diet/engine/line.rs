//! A layer's weights on a number line, with a grid that can be moved by hand.

use super::cells::weights_of;
use crate::diet::line::{BITS, ErrorPart, LineAsk, QuantLine, Steps, Worked};
use karui_core::Result;
use karui_core::compress::Model;
use karui_core::compress::quantize::{QParamsRule, Range, histogram};
use karui_core::graph::{by_channel, fold_bn::fold_bn};
use karui_core::ops::Role;
use karui_core::quant::{Affine, Noise, noise};
use karui_core::spec::recipe::{Observer, Quantize, TechniqueSettings};

/// Weights that are each shown, at most.
const RUG: usize = 160;
const BINS: usize = 64;
/// Of more weights an observer that searches is asked only for the bits that are looked at: each search takes a moment.
const SEARCHED: usize = 20_000;

/// What the last answer was made of, which the next one mostly shares.
#[derive(Default)]
pub struct Lines {
    made: Option<Made>,
}

/// Weights, and what the observer makes of them.
struct Made {
    of: (String, Option<u32>, Quantize, u32),
    layers: Vec<(String, u32)>,
    layer: usize,
    /// Ascending; those that are no numbers are left out.
    values: Vec<f32>,
    /// Bits, and the grid that was found for them.
    grids: Vec<(u32, Affine, Noise)>,
}

impl Lines {
    /// The answer to `ask` by the weights of `net`, which are of that version; `None` where there is no such weight.
    pub fn answer(&mut self, net: &Model, version: u32, ask: LineAsk) -> Result<Option<QuantLine>> {
        let of = (ask.layer.clone(), ask.channel, ask.settings, version);
        if self.made.as_ref().is_none_or(|made| made.of != of) {
            self.made = make(net, of)?;
        }
        self.made.as_mut().map(|made| made.tell(ask)).transpose()
    }
}

fn make(net: &Model, of: (String, Option<u32>, Quantize, u32)) -> Result<Option<Made>> {
    let folded = if of.2.needs_folding() { Some(fold_bn(net)?) } else { None };
    let net = folded.as_ref().unwrap_or(net);
    let weights: Vec<_> = net.weights.params().iter().filter(|p| p.role == Role::Weight).collect();
    // Where none is named, the one with the most to see.
    let largest = (0..weights.len()).max_by_key(|&i| weights[i].range.len()).unwrap_or(0);
    let channels = |shape: &[usize]| shape.last().map_or(1, |&k| k as u32);
    let layers: Vec<_> = weights.iter().map(|p| (net.graph.nodes()[p.node].name.clone(), channels(&p.shape))).collect();
    let layer = layers.iter().position(|(name, _)| *name == of.0).unwrap_or(largest);
    let Some((name, channels)) = layers.get(layer) else { return Ok(None) };
    let Some((_, all)) = weights_of(net, name) else { return Ok(None) };
    let mut values: Vec<f32> = match of.1 {
        Some(channel) => {
            let at = channel.min(channels.saturating_sub(1)) as usize;
            by_channel(all, *channels as usize).column(at).to_vec()
        }
        None => all.to_vec(),
    };
    values.retain(|v| v.is_finite());
    values.sort_unstable_by(f32::total_cmp);
    Ok((!values.is_empty()).then_some(Made { of, layers, layer, values, grids: Vec::new() }))
}

impl Made {
    /// What the observer chooses for so many bits, and what comes of it.
    fn grid(&mut self, rule: &QParamsRule, bits: u32) -> (Affine, Noise) {
        if let Some((_, grid, noise)) = self.grids.iter().find(|(known, ..)| *known == bits) {
            return (*grid, *noise);
        }
        let grid = rule.fit(rule.range(&self.values));
        let noise = noise(self.values.iter().copied(), grid, rule.levels);
        self.grids.push((bits, grid, noise));
        (grid, noise)
    }

    fn tell(&mut self, ask: LineAsk) -> Result<QuantLine> {
        let bits = ask.bits.clamp(BITS.0, BITS.1);
        let rule = QParamsRule::weights_of_bits(&ask.settings, bits)?;
        let (chosen, _) = self.grid(&rule, bits);
        let searches = matches!(ask.settings.observer, Observer::Mse | Observer::Entropy);
        if !searches || self.values.len() <= SEARCHED {
            for bits in BITS.0..=BITS.1 {
                let rule = QParamsRule::weights_of_bits(&ask.settings, bits)?;
                self.grid(&rule, bits);
            }
        }
        let (low, high) = rule.levels;
        let scale = ask.scale.filter(|s| s.is_finite() && *s > 0.0).unwrap_or(chosen.scale);
        let now = Affine { scale, zero_point: ask.zero_point.unwrap_or(chosen.zero_point).clamp(low, high) };
        let values = &self.values;
        let noise = noise(values.iter().copied(), now, rule.levels);
        let part = |squares| ErrorPart { squares, sqnr: noise.sqnr(squares) };
        let range = Range::of_slice(values);
        let value = values[(values.len() - 1) * ask.pick.min(1000) as usize / 1000];
        let level = now.level(value, rule.levels);
        let steps = |grid: Affine| Steps { scale: grid.scale, zero_point: grid.zero_point };
        let mut by_bits: Vec<_> =
            self.grids.iter().map(|(bits, _, noise)| (*bits, noise.sqnr(noise.error()))).collect();
        by_bits.sort_unstable_by_key(|(bits, _)| *bits);
        Ok(QuantLine {
            layers: self.layers.clone(),
            layer: self.layer,
            count: values.len(),
            rug: if values.len() <= RUG { values.clone() } else { Vec::new() },
            range: (range.min, range.max),
            counts: histogram(values, BINS).counts,
            levels: rule.levels,
            chosen: steps(chosen),
            now: steps(now),
            ends: (now.value(low), now.value(high)),
            rounding: part(noise.rounding),
            clipping: part(noise.clipping),
            clipped: noise.clipped,
            error: part(noise.error()),
            by_bits,
            worked: Worked {
                value,
                quotient: value / now.scale,
                unclamped: now.unclamped(value),
                level,
                back: now.value(level),
            },
            ask,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use karui_core::compress::quantize::{layer_sqnr, quantize_weights};
    use karui_core::graph::Weights;
    use karui_core::models::LenetConfig;
    use karui_core::spec::recipe::{Granularity, NumberType, QuantMethod, Scheme};

    fn lenet() -> Model {
        let graph = LenetConfig::default().build().unwrap();
        let weights = Weights::init(&graph, 3);
        Model::float(graph, weights)
    }

    fn answer(ask: LineAsk) -> QuantLine {
        Lines::default().answer(&lenet(), 1, ask).unwrap().unwrap()
    }

    /// Whatever the page shows of the observer's grid is what quantization does.
    #[test]
    fn the_observers_grid_is_that_of_quantization() {
        for scheme in [Scheme::Symmetric, Scheme::Affine] {
            for observer in [Observer::MinMax, Observer::Percentile, Observer::Mse] {
                for (dtype, granularity) in
                    [(NumberType::Int8, Granularity::Tensor), (NumberType::Int4, Granularity::Channel)]
                {
                    let settings = Quantize {
                        method: QuantMethod::Weights,
                        dtype,
                        granularity,
                        scheme,
                        observer,
                        ..Quantize::default()
                    };
                    let (net, by_channel) = (lenet(), granularity == Granularity::Channel);
                    let quantized = quantize_weights(&net, &settings).unwrap();
                    let at = net.weights.params().iter().position(|p| p.name == "conv2.weight").unwrap();
                    let grid = quantized.storage[at].encoding.grid().unwrap();
                    let channel = by_channel.then_some(5);
                    let ask =
                        LineAsk { layer: "conv2".into(), channel, settings, bits: dtype.bits(), ..LineAsk::default() };
                    let line = answer(ask);
                    let k = channel.map_or(0, |k| k as usize);
                    assert_eq!((line.chosen.scale, line.chosen.zero_point), (grid.scale[k], grid.zero_point[k]));
                    assert_eq!(line.now, line.chosen);
                    if !by_channel {
                        let of_layer = layer_sqnr(&net, &quantized).unwrap();
                        let sqnr = of_layer.iter().find(|layer| layer.name == "conv2.weight").unwrap().sqnr;
                        assert!((line.error.sqnr - sqnr).abs() < 1e-6, "{} {sqnr}", line.error.sqnr);
                    }
                }
            }
        }
    }

    #[test]
    fn a_grid_that_was_set_by_hand_is_what_is_shown() {
        let chosen = answer(LineAsk { layer: "fc1".into(), ..LineAsk::default() });
        let scale = chosen.chosen.scale / 4.0;
        let line =
            answer(LineAsk { layer: "fc1".into(), scale: Some(scale), zero_point: Some(3), ..LineAsk::default() });
        assert_eq!(line.now, Steps { scale, zero_point: 3 });
        assert_eq!(line.ends, (scale * -10.0, scale * 4.0));
        assert!(line.clipped > chosen.clipped && line.clipping.squares > 0.0);
        assert!(line.rounding.squares < chosen.rounding.squares);
        let Worked { value, level, back, unclamped, .. } = line.worked;
        assert!(unclamped >= level && back == scale * (level - 3) as f32 && value > 0.0);
    }

    #[test]
    fn more_bits_are_less_noise_and_what_cannot_be_is_refused_or_mended() {
        let line = answer(LineAsk { layer: "no such layer".into(), channel: Some(999), ..LineAsk::default() });
        assert_eq!((line.layer, line.count, line.rug.len()), (2, 1568, 0));
        let few = answer(LineAsk { layer: "conv1".into(), channel: Some(999), ..LineAsk::default() });
        assert_eq!((few.layer, few.count, few.rug.len()), (0, 9, 9));
        assert_eq!(line.by_bits.len(), 7);
        let all = answer(LineAsk { bits: 99, scale: Some(f32::NAN), zero_point: Some(1 << 30), ..LineAsk::default() });
        assert!(all.by_bits.windows(2).all(|w| w[0].1 < w[1].1), "{:?}", all.by_bits);
        assert_eq!((all.levels, all.now), ((-127, 127), Steps { zero_point: 127, ..all.chosen }));
        assert_eq!(all.counts.iter().sum::<u32>() as usize, all.count);
        let settings = Quantize { percentile: -1.0, ..Quantize::default() };
        assert!(Lines::default().answer(&lenet(), 1, LineAsk { settings, ..LineAsk::default() }).is_err());
    }
}
