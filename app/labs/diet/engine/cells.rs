//! Which weights of a layer the picture shows.

use crate::diet::picture::{Cells, spread};
use karui_core::graph::{Graph, NodeId, Param, by_channel};
use karui_core::ops::Role;

/// Rows and columns of [`Cells`] at most.
const MOST: (usize, usize) = (24, 40);

/// A layer's tensor of weights: the tensor, and its values.
pub type Tensor<'a> = (&'a Param, &'a [f32]);

/// Which of a tensor's output channels and of its inputs are left.
struct Left {
    rows: Vec<bool>,
    columns: Vec<bool>,
}

/// Some of the weights of a layer now. `before` are those that it had, on the graph that it was in; of channels that were
/// removed since, `kept` says which have stayed. A layer that cannot be followed is shown as one that has always been so.
pub fn cells(before: Option<(&Graph, Tensor)>, now: Tensor, kept: &[(String, Vec<bool>)]) -> Cells {
    let followed = before.and_then(|(graph, was)| left(graph, was.0, now.0, kept));
    let (of_rows, of_columns) = shape(before.filter(|_| followed.is_some()).map_or(now.0, |(_, was)| was.0));
    let whole = || Left { rows: vec![true; of_rows], columns: vec![true; of_columns] };
    let left = followed.unwrap_or_else(whole);
    let weights = by_channel(now.1, shape(now.0).0);
    let (rows, columns) = (places(&left.rows, MOST.0), places(&left.columns, MOST.1));
    let value = |row: Option<usize>, column: Option<usize>| {
        row.zip(column).and_then(|(k, i)| weights.get((i, k))).copied().unwrap_or(0.0)
    };
    Cells {
        values: rows.iter().flat_map(|&row| columns.iter().map(move |&column| value(row, column))).collect(),
        rows: rows.iter().map(Option::is_some).collect(),
        columns: columns.iter().map(Option::is_some).collect(),
        of: (of_rows, of_columns),
        limit: limit(now.1),
    }
}

/// Output channels, and inputs of each.
fn shape(p: &Param) -> (usize, usize) {
    let channels = p.shape.last().copied().unwrap_or(1).max(1);
    (channels, p.range.len() / channels)
}

/// What is left of the tensor `was` in `now`; `None` where `now` is not what removing the channels not in `kept` makes of it.
fn left(graph: &Graph, was: &Param, now: &Param, kept: &[(String, Vec<bool>)]) -> Option<Left> {
    let (of_rows, of_columns) = shape(was);
    if was.shape == now.shape {
        return Some(Left { rows: vec![true; of_rows], columns: vec![true; of_columns] });
    }
    let of = |node: NodeId| kept.iter().find(|(name, _)| *name == graph.nodes()[node].name).map(|(_, kept)| &kept[..]);
    let rows = of(was.node).filter(|kept| kept.len() == of_rows)?.to_vec();
    // The channels read run fastest among the inputs; behind a flatten each position has all of them.
    let read = source(graph, was.node, &of).filter(|kept| of_columns.is_multiple_of(kept.len().max(1)))?;
    let reads_one = was.shape.iter().rev().nth(1) == Some(&1);
    let columns: Vec<bool> = (0..of_columns).map(|i| reads_one || read[i % read.len()]).collect();
    let count = |left: &[bool]| left.iter().filter(|left| **left).count();
    ((count(&rows), count(&columns)) == shape(now)).then_some(Left { rows, columns })
}

/// Which channels have stayed of what `node` reads; of the image all.
fn source<'a>(graph: &Graph, node: NodeId, of: &impl Fn(NodeId) -> Option<&'a [bool]>) -> Option<Vec<bool>> {
    let mut at = *graph.nodes()[node].inputs.first()?;
    loop {
        if let Some(kept) = of(at) {
            return Some(kept.to_vec());
        }
        match graph.nodes()[at].inputs.first() {
            Some(&input) => at = input,
            None => return Some(vec![true; graph.nodes()[at].shape.c]),
        }
    }
}

/// Some of the places where something is left: of each chosen one its place among those that are, or `None`.
fn places(left: &[bool], most: usize) -> Vec<Option<usize>> {
    let mut before = 0;
    let counted: Vec<Option<usize>> = left
        .iter()
        .map(|&is_left| {
            before += usize::from(is_left);
            is_left.then(|| before - 1)
        })
        .collect();
    spread(counted.len(), most).map(|i| counted[i]).collect()
}

/// Where the scale of colours ends: a few weights may lie beyond it, or one large weight would leave the others grey.
fn limit(values: &[f32]) -> f32 {
    let present = values.iter().filter(|v| v.is_finite() && **v != 0.0);
    let (sum, n) = present.fold((0.0, 0u32), |(sum, n), v| (sum + f64::from(*v).powi(2), n + 1));
    2.2 * (sum / f64::from(n.max(1))).sqrt() as f32
}

/// The tensor of weights of a network's node.
pub fn weights_of<'a>(net: &'a karui_core::compress::Model, name: &str) -> Option<Tensor<'a>> {
    let is_it = |p: &&Param| p.role == Role::Weight && net.graph.nodes()[p.node].name == name;
    let param = net.weights.params().iter().find(is_it)?;
    Some((param, &net.weights.values()[param.range.clone()]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use karui_core::compress::Model;
    use karui_core::compress::prune::{channels, choose_channels};
    use karui_core::graph::Weights;
    use karui_core::models::LenetConfig;
    use karui_core::spec::recipe::{Prune, PruneUnit};

    fn lenet() -> Model {
        let graph = LenetConfig::default().build().unwrap();
        let weights = Weights::init(&graph, 1);
        Model::float(graph, weights)
    }

    fn of(before: &Model, now: &Model, name: &str, kept: &[(String, Vec<bool>)]) -> Cells {
        cells(weights_of(before, name).map(|was| (&before.graph, was)), weights_of(now, name).unwrap(), kept)
    }

    #[test]
    fn cells_are_weights_of_the_layer() {
        let net = lenet();
        let conv1 = of(&net, &net, "conv1", &[]);
        // 16 filters of 3×3 on one channel: all of them.
        assert_eq!((conv1.rows.len(), conv1.columns.len(), conv1.of), (16, 9, (16, 9)));
        let view = net.weights.view("conv1.weight").unwrap();
        assert_eq!(conv1.values[5 * 9 + 4], view[[1, 1, 0, 5]]);
        let fc1 = of(&net, &net, "fc1", &[]);
        assert_eq!((fc1.rows.len(), fc1.columns.len(), fc1.of), (24, 40, (128, 1568)));
        let view = net.weights.view("fc1.weight").unwrap();
        let (k, i) = (spread(128, 24).nth(3).unwrap(), spread(1568, 40).nth(7).unwrap());
        assert_eq!(fc1.values[3 * 40 + 7], view[[i, k]]);
    }

    #[test]
    fn a_cell_is_the_same_weight_after_channels_have_gone() {
        let net = lenet();
        let settings = Prune { unit: PruneUnit::Channel, ..Prune::default() };
        let chosen = choose_channels(&net, &settings, 0.5, None, 1).unwrap();
        let cut = channels::remove_channels(&net, &chosen).unwrap();
        let kept = chosen.of_layers(&net.graph);
        let mut gone = 0;
        for name in ["conv1", "conv2", "fc1", "fc2"] {
            let (was, is) = (of(&net, &net, name, &[]), of(&net, &cut, name, &kept));
            assert_eq!((was.of, was.rows.len(), was.columns.len()), (is.of, is.rows.len(), is.columns.len()), "{name}");
            for (i, (was, is_now)) in was.values.iter().zip(&is.values).enumerate() {
                let is_left = is.rows[i / is.columns.len()] && is.columns[i % is.columns.len()];
                assert_eq!(*is_now, if is_left { *was } else { 0.0 }, "{name} {i}");
            }
            gone += is.rows.iter().chain(&is.columns).filter(|left| !**left).count();
        }
        assert!(gone > 10, "{gone}");
    }

    #[test]
    fn a_layer_of_another_form_is_shown_as_it_is() {
        let graph = LenetConfig { hidden: 7, ..LenetConfig::default() }.build().unwrap();
        let weights = Weights::init(&graph, 2);
        let other = of(&lenet(), &Model::float(graph, weights), "fc1", &[]);
        assert_eq!((other.of, other.rows.len()), ((7, 1568), 7));
        assert!(other.rows.iter().all(|left| *left));
    }
}
