//! Small networks of given weights, pruned by the engine.

use karui_core::compress::prune::prune;
use karui_core::graph::{GraphBuilder, Model, Weights};
use karui_core::{Result, Shape};
use karui_spec::recipe::Prune;

/// The weights of two linear layers, as many inputs to one and one to as many outputs, after a round of pruning; `gradients`, where
/// the criterion asks for them, in the same form.
pub fn pruned(layers: [&[f64]; 2], gradients: Option<[&[f64]; 2]>, settings: &Prune) -> Result<[Vec<f64>; 2]> {
    let mut g = GraphBuilder::new(Shape::vector(layers[0].len()));
    let x = g.linear("a", g.input(), 1)?;
    g.linear("b", x, layers[1].len())?;
    let graph = g.build();
    let put = |values: [&[f64]; 2]| {
        let mut weights = Weights::zeros(&graph);
        for (name, values) in ["a.weight", "b.weight"].into_iter().zip(values) {
            if let Some(mut tensor) = weights.view_mut(name) {
                tensor.iter_mut().zip(values).for_each(|(to, &from)| *to = from as f32);
            }
        }
        weights
    };
    let slopes = gradients.map(put);
    let slopes = slopes.as_ref().map(|slopes| &slopes.values()[..slopes.trainable_len()]);
    let (net, _) = prune(&Model::float(graph.clone(), put(layers)), settings, settings.amount, slopes, 0)?;
    let of = |name: &str| {
        let tensor = net.weights.view(name);
        // Two decimals, as they were given: floats of 32 bits have more.
        tensor.map_or(Vec::new(), |t| t.iter().map(|&w| (f64::from(w) * 100.0).round() / 100.0).collect())
    };
    Ok(["a.weight", "b.weight"].map(of))
}

/// Whether no two magnitudes are the same.
pub fn no_ties(values: &[f64]) -> bool {
    let mut magnitudes: Vec<f64> = values.iter().map(|w| w.abs()).collect();
    magnitudes.sort_by(f64::total_cmp);
    magnitudes.windows(2).all(|pair| pair[0] < pair[1]) && magnitudes.first().is_some_and(|least| *least > 0.0)
}

/// Numbers with commas between them.
pub fn joined(values: &[f64]) -> String {
    values.iter().map(f64::to_string).collect::<Vec<_>>().join(", ")
}
