//! The network as a picture: what the engine tells of it, and the page draws. Of a layer that is all that is seen when it
//! is opened.

use karui_protocol::{Figure, Histograms, Pixels, Recipe, Shape};
use serde::{Deserialize, Serialize};

/// A network as it is after a recipe, beside what it was.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NetworkPicture {
    /// The recipe.
    pub recipe: Recipe,
    /// Whether the recipe trains and that has not been done: its weights are those that training would begin with.
    pub is_untrained: bool,
    /// The shape of one image.
    pub input: Shape,
    /// How many classes it tells apart.
    pub classes: usize,
    /// The layers that have weights now, in order.
    pub layers: Vec<LayerPicture>,
    /// Bytes of the packed file that are of no such layer, before and now: batch norm, the graph, and layers that there are
    /// no more.
    pub rest: (Figure, Figure),
}

/// A layer of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LayerPicture {
    /// Its name, the same before and after.
    pub name: String,
    /// The op's name, as in `karui_core::ops::Op::name`.
    pub op: String,
    /// Its output's shape for one image.
    pub output: Shape,
    /// Bytes in the packed file, before (`None` where there was no such layer) and now.
    pub size: (Option<Figure>, Figure),
    /// The part of its weights that is not zero.
    pub density: f32,
    /// Signal to noise of its weights in decibels, where some have changed and none has gone.
    pub sqnr: Option<f32>,
    /// How many values a weight can have, or those that share a scale; `None` for floats.
    pub levels: Option<usize>,
    /// The scale of the grid of its weights: one, or one for each output channel; none where there is no grid.
    pub scales: Vec<f32>,
    /// Some of its weights.
    pub cells: Cells,
    /// Its weights before and now, in the same bins; `None` where there was no such layer.
    pub weights: Option<Histograms>,
    /// The output channels with the lowest signal to noise, worst first, each with its decibels.
    pub worst_channels: Vec<(u32, f32)>,
    /// Each output channel that there was, where weights have gone: the mean magnitude of its weights before, and the part of
    /// them that is left.
    pub filters: Vec<(f32, f32)>,
}

/// Some of a layer's weights, at equal distances: a row for an output channel, a column for one of its inputs. They are
/// chosen among those that there were, so that the same cell is the same weight whatever becomes of it.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Cells {
    /// Whether each row's output channel is still there.
    pub rows: Vec<bool>,
    /// Whether each column's input is.
    pub columns: Vec<bool>,
    /// The weights now, row by row; 0 where a channel has gone.
    pub values: Vec<f32>,
    /// Output channels in all, and inputs of each.
    pub of: (usize, usize),
    /// The magnitude at both ends of their scale of colours.
    pub limit: f32,
}

/// A held-out image on its way through the network, before a recipe and after it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Flow {
    /// The recipe.
    pub recipe: Recipe,
    /// Which image.
    pub image: usize,
    /// Its pixels.
    pub pixels: Pixels,
    /// The layers that have weights now, in order; none where what is there before and now cannot be compared.
    pub layers: Vec<LayerFlow>,
}

/// What a layer gives for the image: some channels of it, or of a vector some features, as one map.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LayerFlow {
    /// The layer's name.
    pub name: String,
    /// Whose value it is: the layer itself, or what follows it and is computed with it.
    pub at: String,
    /// Its shape.
    pub shape: Shape,
    /// Height and width of a map.
    pub side: (usize, usize),
    /// The maps before, one after the other, row by row. What is no number is not there.
    pub float: Vec<f32>,
    /// The same now; none where the network now does not give it.
    pub now: Vec<f32>,
    /// The greatest magnitude of all maps.
    pub limit: f32,
    /// Signal to noise of all its values in decibels, where some differ and none has gone.
    pub sqnr: Option<f32>,
}

impl NetworkPicture {
    /// Bytes of the packed file, before and now.
    pub fn bytes(&self) -> (f64, f64) {
        let layers = self.layers.iter().map(LayerPicture::bytes);
        layers.fold((self.rest.0.value, self.rest.1.value), |sum, layer| (sum.0 + layer.0, sum.1 + layer.1))
    }
}

impl LayerPicture {
    /// Bytes before (0 where there was no such layer) and now.
    pub fn bytes(&self) -> (f64, f64) {
        (self.size.0.as_ref().map_or(0.0, |figure| figure.value), self.size.1.value)
    }
}

/// `count` of `0..n` at equal distances, each in the middle of its part; all where there are no more.
pub fn spread(n: usize, count: usize) -> impl Iterator<Item = usize> {
    let count = count.min(n);
    (0..count).map(move |i| (2 * i + 1) * n / (2 * count))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_chosen_is_spread_evenly() {
        let chosen = |n, count| spread(n, count).collect::<Vec<_>>();
        assert_eq!(chosen(3, 9), [0, 1, 2]);
        assert_eq!(chosen(10, 2), [2, 7]);
        assert_eq!(chosen(0, 4), [0; 0]);
        for (n, count) in [(1568, 40), (41, 40), (128, 24)] {
            let chosen = chosen(n, count);
            assert!(chosen.len() == count && chosen.windows(2).all(|w| w[0] < w[1]) && chosen[count - 1] < n);
        }
    }
}
