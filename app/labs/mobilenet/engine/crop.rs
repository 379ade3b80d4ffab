//! A small part of the maps on both sides of a convolution, to be followed step by step.

use crate::mobilenet::messages::Crop;
use karui_core::exec::{Cpu, Executor};
use karui_core::graph::{Graph, Shape};
use karui_core::ops::Op;
use karui_protocol::Maps;

/// Output positions down and across.
const SIDE: usize = 3;
/// Channels on each side.
const CHANNELS: usize = 3;

/// A region of maps: its upper left corner, which may lie outside, its rows and columns.
struct Region {
    top: isize,
    left: isize,
    h: usize,
    w: usize,
}

/// The part in the middle of the maps of `separable` (input, depthwise, pointwise), which `executor` has run on `x`.
/// The channels with the largest values there are shown.
pub fn crop(separable: &Graph, executor: &Executor<Cpu>, x: &[f32]) -> Option<Crop> {
    let Op::DepthwiseConv2d(op) = &separable.nodes()[1].op else { return None };
    let ([depthwise, output], input) = ([1, 2].map(|id| separable.nodes()[id].shape), separable.input_shape());
    let (h, w) = (SIDE.min(output.h), SIDE.min(output.w));
    let (top, left) = ((output.h - h) / 2, (output.w - w) / 2);
    let behind = Region { top: top as isize, left: left as isize, h, w };
    let before = Region {
        top: (top * op.stride[0]) as isize - op.pad.top as isize,
        left: (left * op.stride[1]) as isize - op.pad.left as isize,
        h: (h - 1) * op.stride[0] + op.kernel[0],
        w: (w - 1) * op.stride[1] + op.kernel[1],
    };
    let [d, y] = [executor.value(1)?, executor.value(2)?];
    let channels_in = strongest(x, input, &before);
    let channels_out = strongest(y, output, &behind);
    Some(Crop {
        input: cut(x, input, &before, &channels_in),
        depthwise: cut(d, depthwise, &behind, &channels_in),
        output: cut(y, output, &behind, &channels_out),
        channels_in,
        channels_out,
    })
}

/// The value at a position, zero outside.
fn at(values: &[f32], shape: Shape, y: isize, x: isize, c: usize) -> f32 {
    let inside = |at: isize, size: usize| usize::try_from(at).ok().filter(|&at| at < size);
    let place = inside(y, shape.h).zip(inside(x, shape.w)).map(|(y, x)| (y * shape.w + x) * shape.c + c);
    place.and_then(|place| values.get(place)).copied().unwrap_or(0.0)
}

/// The positions of a region, row by row.
fn places(region: &Region) -> impl Iterator<Item = (isize, isize)> + '_ {
    let (h, w) = (region.h as isize, region.w as isize);
    (0..h).flat_map(move |y| (0..w).map(move |x| (region.top + y, region.left + x)))
}

/// The channels with the largest values in a region, in their own order.
fn strongest(values: &[f32], shape: Shape, region: &Region) -> Vec<usize> {
    let strength = |c: usize| places(region).map(|(y, x)| at(values, shape, y, x, c).abs()).sum::<f32>();
    let mut found: Vec<(usize, f32)> = Vec::new();
    for c in 0..shape.c {
        let strength = strength(c);
        found.insert(found.partition_point(|(_, other)| *other >= strength), (c, strength));
        found.truncate(CHANNELS);
    }
    let mut channels: Vec<usize> = found.into_iter().map(|(c, _)| c).collect();
    channels.sort_unstable();
    channels
}

fn cut(values: &[f32], shape: Shape, region: &Region, channels: &[usize]) -> Maps {
    let data = places(region).flat_map(|(y, x)| channels.iter().map(move |&c| at(values, shape, y, x, c))).collect();
    Maps { shape: Shape::new(region.h, region.w, channels.len()), data }
}

#[cfg(test)]
mod tests {
    use super::*;
    use karui_core::exec::Mode;
    use karui_core::graph::{GraphBuilder, Weights};
    use karui_core::ops::Pad;

    #[test]
    fn each_shown_output_is_computed_from_the_shown_inputs() {
        let mut g = GraphBuilder::new(Shape::new(4, 4, 5));
        let x = g.depthwise("depthwise", 0, 3, 2, Pad::all(1)).unwrap();
        g.conv("pointwise", x, 4, 1, 1, Pad::default(), false).unwrap();
        let graph = g.build();
        let weights = Weights::init(&graph, 2);
        let x: Vec<f32> = (0..80).map(|i| (i as f32 * 0.7).sin()).collect();
        let mut executor = Executor::<Cpu>::new(&graph, 1, Mode::Inspect).unwrap();
        executor.forward(&weights, &x).unwrap();
        let crop = crop(&graph, &executor, &x).unwrap();
        // 2×2 outputs of stride 2 and kernel 3 read 5×5 inputs, of which the first row and column are padding.
        assert_eq!((crop.input.shape, crop.depthwise.shape), (Shape::new(5, 5, 3), Shape::new(2, 2, 3)));
        assert!(crop.input.data[..15].iter().all(|v| *v == 0.0));
        let dw = weights.view("depthwise.weight").unwrap();
        for (n, &c) in crop.channels_in.iter().enumerate() {
            for (oy, ox) in [(0, 0), (0, 1), (1, 0), (1, 1)] {
                let window = (0..3).flat_map(|i| (0..3).map(move |j| (i, j)));
                let sum: f32 = window
                    .map(|(i, j)| crop.input.data[((2 * oy + i) * 5 + 2 * ox + j) * 3 + n] * dw[[i, j, 0, c]])
                    .sum();
                assert!((sum - crop.depthwise.data[(oy * 2 + ox) * 3 + n]).abs() < 1e-5);
            }
        }
    }

    #[test]
    fn the_largest_channels_are_shown() {
        let shape = Shape::new(1, 1, 5);
        let all = Region { top: 0, left: 0, h: 1, w: 1 };
        assert_eq!(strongest(&[1.0, -9.0, 0.0, 3.0, 2.0], shape, &all), [1, 3, 4]);
    }
}
