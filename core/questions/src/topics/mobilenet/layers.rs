//! Single layers as the engine counts them.

use karui_core::graph::{GraphBuilder, NodeId};
use karui_core::measure::cost::cost;
use karui_core::ops::{Conv2d, Op, Pad};
use karui_core::{Result, Shape};

/// Parameters and multiply-adds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Counted {
    pub params: f64,
    pub macs: f64,
}

/// A convolution of odd size without bias, padded so that stride 1 keeps the picture's size.
#[derive(Debug, Clone, Copy)]
pub enum Layer {
    /// Of so many channels out, in so many groups.
    Standard { kernel: i64, out: i64, groups: i64 },
    /// One filter for each channel.
    Depthwise { kernel: i64, stride: i64 },
}

/// 1×1, of so many channels out.
pub const fn pointwise(out: i64) -> Layer {
    Layer::Standard { kernel: 1, out, groups: 1 }
}

/// What layers cost, one behind the other, on pictures of `size × size` and so many channels; no numbers where they do not fit.
pub fn count(size: i64, channels: i64, layers: &[Layer]) -> Counted {
    let built = build(size, channels, layers);
    built.unwrap_or(Counted { params: f64::NAN, macs: f64::NAN })
}

fn build(size: i64, channels: i64, layers: &[Layer]) -> Result<Counted> {
    let mut g = GraphBuilder::new(Shape::new(size as usize, size as usize, channels as usize));
    let mut x = g.input();
    for (i, layer) in layers.iter().enumerate() {
        x = add(&mut g, &format!("layer{i}"), x, *layer)?;
    }
    let cost = cost(&g.build());
    Ok(Counted { params: cost.params.value, macs: cost.macs.value })
}

fn add(g: &mut GraphBuilder, name: &str, x: NodeId, layer: Layer) -> Result<NodeId> {
    match layer {
        Layer::Standard { kernel, out, groups } => {
            let op = Conv2d {
                out_channels: out as usize,
                kernel: [kernel as usize; 2],
                stride: [1; 2],
                pad: Pad::all(kernel as usize / 2),
                groups: groups as usize,
                bias: false,
            };
            g.push(name, Op::Conv2d(op), &[x])
        }
        Layer::Depthwise { kernel, stride } => {
            g.depthwise(name, x, kernel as usize, stride as usize, Pad::all(kernel as usize / 2))
        }
    }
}

/// The multiply-adds of a convolution, counted one output at a time.
pub fn one_by_one(size: i64, out: i64, per_output: i64) -> i64 {
    (0..size).map(|_| (0..size).map(|_| out * per_output).sum::<i64>()).sum()
}
