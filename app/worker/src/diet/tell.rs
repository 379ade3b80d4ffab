//! What the page is told of a recipe's result.

use super::exam::{Exam, HELD_OUT};
use crate::network::describe;
use karui_core::compress::{Network, report};
use karui_core::data::Dataset;
use karui_core::format::packed;
use karui_core::{Error, Result};
use karui_protocol::{Changed, Diet, Figure, LayerDiet, Pixels, Recipe, Unit};

/// Images shown whose class has changed.
const CHANGED: usize = 12;
/// Held-out images whose activations are shown.
const ACTIVATIONS: usize = 16;

/// The result of a recipe; each layer's time is there once the examination has taken it.
pub fn diet(recipe: &Recipe, json: &str, before: (&Network, &Exam), now: &Exam, test: &Dataset) -> Result<Diet> {
    let (then, after) = (before.0, now.network());
    let nothing = || Error::Length { what: "scores".into(), expected: 1, got: 0 };
    let (before_scores, scores) = (before.1.scores().ok_or_else(nothing)?, now.scores().ok_or_else(nothing)?);
    let all: Vec<usize> = (0..before.1.predicted().len().min(now.predicted().len()).min(test.len())).collect();
    let differs = |&i: &usize| before.1.predicted()[i] != now.predicted()[i];
    let changed: Vec<usize> = all.iter().copied().filter(differs).collect();
    let shown = changed.iter().take(CHANGED).filter_map(|&index| {
        let pixels = Pixels { shape: test.shape(), data: test.image(index)?.to_vec() };
        let said = (before.1.predicted()[index], now.predicted()[index]);
        Some(Changed { index, pixels, label: test.labels()[index], said })
    });
    Ok(Diet {
        recipe: recipe.clone(),
        json: json.into(),
        before: before_scores.clone(),
        after: scores.clone(),
        network: describe(&after.graph),
        layers: layers(then, now, test)?,
        changed: shown.collect(),
        changed_count: Figure { unit: Unit::Count, ..count(changed.len(), all.len().min(HELD_OUT)) },
    })
}

fn count(hits: usize, of: usize) -> Figure {
    Figure { value: hits as f64, ..Figure::counted(hits as u64, of as u64) }
}

fn layers(before: &Network, now: &Exam, test: &Dataset) -> Result<Vec<LayerDiet>> {
    let after = now.network();
    let layers = report::report(before, after)?;
    let n = ACTIVATIONS.min(test.len());
    let mut images = vec![0.0; n * test.shape().len()];
    test.batch(&(0..n as u32).collect::<Vec<_>>(), &mut images, &mut vec![0; n])?;
    let activations = report::activations(before, after, &layers, &images)?;
    let (sizes_before, sizes) = (packed::layer_sizes(before)?, packed::layer_sizes(after)?);
    let size = |sizes: &[(usize, usize)], node| {
        let bytes = sizes.iter().filter(|(n, _)| *n == node).map(|(_, bytes)| bytes).sum();
        Figure::stored(bytes, "karui")
    };
    let (costs_before, costs) = (describe(&before.graph), describe(&after.graph));
    let told = layers.into_iter().zip(activations).map(|(layer, activations)| LayerDiet {
        name: after.graph.nodes()[layer.node].name.clone(),
        size: (layer.before.map(|node| size(&sizes_before, node)), size(&sizes, layer.node)),
        macs: (layer.before.map(|node| costs_before.layers[node].macs.clone()), costs.layers[layer.node].macs.clone()),
        time: now.times().get(layer.node).cloned().unwrap_or_else(crate::measure::not_taken),
        density: layer.density,
        sqnr: layer.sqnr,
        weights: layer.weights,
        activations,
        worst_channels: layer.worst_channels,
    });
    Ok(told.collect())
}
