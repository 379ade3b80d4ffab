//! What the page is told of a recipe's result.

use super::benchmark::{Benchmark, HELD_OUT};
use crate::diet::messages::{Changed, Diet, LayerDiet};
use karui_core::compress::{Model, report};
use karui_core::data::Dataset;
use karui_core::format::packed;
use karui_core::measure::not_taken;
use karui_core::spec::tour::Measured;
use karui_core::{Error, Result};
use karui_protocol::{Figure, Pixels, Recipe, Unit};
use karui_runtime::network::describe;

/// Which output channels of each layer have stayed.
pub type Kept = Vec<(String, Vec<bool>)>;

/// Images shown whose class has changed.
const CHANGED: usize = 12;
/// Held-out images whose activations are shown.
const ACTIVATIONS: usize = 16;

/// The result of a recipe without the layers' times, which come last.
pub fn diet(recipe: &Recipe, json: &str, before: &Benchmark, now: (&Benchmark, &Kept), test: &Dataset) -> Result<Diet> {
    let (now, kept) = now;
    let (then, after) = (before.network(), now.network());
    let nothing = || Error::Length { what: "scores".into(), expected: 1, got: 0 };
    let (before_scores, scores) = (before.scores().ok_or_else(nothing)?, now.scores().ok_or_else(nothing)?);
    let all: Vec<usize> = (0..before.predicted().len().min(now.predicted().len()).min(test.len())).collect();
    let differs = |&i: &usize| before.predicted()[i] != now.predicted()[i];
    let right = |exam: &Benchmark| all.iter().map(|&i| exam.predicted()[i] == test.labels()[i]).collect();
    let changed: Vec<usize> = all.iter().copied().filter(differs).collect();
    let shown = changed.iter().take(CHANGED).filter_map(|&index| {
        let pixels = Pixels { shape: test.shape(), data: test.image(index)?.to_vec() };
        let said = (before.predicted()[index], now.predicted()[index]);
        Some(Changed { index, pixels, label: test.labels()[index], said })
    });
    let is_unchanged = then == after;
    // What was not changed has no speed of its own.
    let after_scores = if is_unchanged { before_scores } else { scores };
    Ok(Diet {
        recipe: recipe.clone(),
        json: json.into(),
        before: before_scores.clone(),
        after: after_scores.clone(),
        measured: [Measured::new(before_scores, right(before)), Measured::new(after_scores, right(now))],
        is_unchanged,
        timed: None,
        network: describe(&after.graph),
        layers: layers((then, after), kept, test)?,
        changed: shown.collect(),
        changed_count: Figure { unit: Unit::Count, ..count(changed.len(), all.len().min(HELD_OUT)) },
    })
}

/// Puts in each layer's time, now that the examination has taken them.
pub fn put_times(diet: &mut Diet, now: &Benchmark) {
    let nodes = now.network().graph.nodes();
    for layer in &mut diet.layers {
        let node = nodes.iter().position(|node| node.name == layer.name);
        if let Some(time) = node.and_then(|node| now.times().get(node)) {
            layer.time = time.clone();
        }
    }
}

fn count(hits: usize, of: usize) -> Figure {
    Figure { value: hits as f64, ..Figure::counted(hits as u64, of as u64) }
}

fn layers((before, after): (&Model, &Model), kept: &Kept, test: &Dataset) -> Result<Vec<LayerDiet>> {
    let layers = report::report(before, after, kept)?;
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
        time: not_taken(),
        density: layer.density,
        sqnr: layer.sqnr,
        activations,
    });
    Ok(told.collect())
}
