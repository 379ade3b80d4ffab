//! Quantization: against PyTorch's fake quantization and observers, and the properties that any grid has.

mod aware;
mod oracles;
mod properties;
mod storage;

use karui_core::compress::{Encoding, Grid, Model, number};
use karui_core::exec::{Cpu, Executor, Mode};
use karui_core::graph::{Graph, GraphBuilder, Shape, Weights};
use karui_core::models::LenetConfig;
use karui_core::ops::{FakeQuantize, Linear, Op, fake_quantize};
use karui_core::rng::Rng;
use karui_parity::compare::Tolerance;

const EXACT: Tolerance = Tolerance { absolute: 0.0, relative: 0.0 };
/// One rounding of a scale: PyTorch multiplies by the inverse of a scale where we divide.
const LAST_DIGIT: Tolerance = Tolerance { absolute: 0.0, relative: 2e-7 };

fn rounded(x: &[f32], scale: f32, zero_point: i32) -> Vec<f32> {
    let mut y = vec![0.0; x.len()];
    fake_quantize::reference::forward(&FakeQuantize { scale, zero_point }, x, &mut y);
    y
}

/// `net` with its values written in their encodings and read again.
fn on_storage(net: &Model) -> Model {
    let mut again = net.clone();
    for (param, storage) in net.weights.params().iter().zip(&net.storage) {
        let channels = *param.shape.last().unwrap();
        for (i, v) in again.weights.values_mut()[param.range.clone()].iter_mut().enumerate() {
            *v = match &storage.encoding {
                _ if storage.sparse && *v == 0.0 => 0.0,
                Encoding::Grid(grid) => {
                    let at = grid.channel(i, channels);
                    // All that its bits hold: what is on the grid needs no clamping.
                    let levels = Grid::levels(grid.dtype, false);
                    grid.value(grid.level(*v, at, levels), at)
                }
                Encoding::Float { dtype, scale } => {
                    scale * number::from_bits(*dtype, number::to_bits(*dtype, *v / scale))
                }
                Encoding::Float32 | Encoding::CodedGrid(_) | Encoding::Codebook { .. } => *v,
            };
        }
    }
    again
}

fn lenet(seed: u64) -> Model {
    let graph = LenetConfig::default().build().unwrap();
    let weights = Weights::init(&graph, seed);
    Model::float(graph, weights)
}

fn images(rng: &mut Rng, graph: &Graph, n: usize) -> Vec<f32> {
    (0..n * graph.input_shape().len()).map(|_| rng.uniform()).collect()
}

fn logits(net: &Model, images: &[f32]) -> Vec<f32> {
    let n = images.len() / net.graph.input_shape().len();
    Executor::<Cpu>::new(&net.graph, n, Mode::Inference).unwrap().forward(&net.weights, images).unwrap().to_vec()
}

fn values(rng: &mut Rng, n: usize, size: f32) -> Vec<f32> {
    (0..n).map(|_| size * rng.normal()).collect()
}

/// A linear layer of `w [C, K]`.
fn linear(w: &[f32], k: usize) -> Model {
    let mut g = GraphBuilder::new(Shape::vector(w.len() / k));
    g.push("fc", Op::Linear(Linear { out_features: k, bias: false }), &[0]).unwrap();
    let graph = g.build();
    let mut weights = Weights::zeros(&graph);
    weights.set_values(w).unwrap();
    Model::float(graph, weights)
}

fn choose<T: Copy>(rng: &mut Rng, from: &[T]) -> T {
    from[rng.below(from.len() as u32) as usize]
}
