//! Layers of pruned networks run without their zeros, by a list of the weights that are left.
//!
//! A list holds, output by output, where each weight's input lies and the weight. Positions are the lanes: an image is
//! first copied channel by channel with its padding, so that the inputs of neighbouring outputs lie side by side.

use crate::Shape;
use crate::graph::{Model, NodeId};
use crate::ops::{Conv2d, Op, Pad, Role, Window};

/// The part of zeros above which a layer's list is taken; below it the dense product is faster.
///
/// From `./lab bench --filter "pruned weights"` (Chromium, relaxed SIMD, Zen 4), how many times as fast as the dense product:
///
/// | zeros                                  | 50 % | 80 % | 90 % | 95 % |
/// |----------------------------------------|-----:|-----:|-----:|-----:|
/// | linear 784 → 300, one image            | 0.73 | 1.65 | 2.97 | 5.06 |
/// | linear 1568 → 128, one image           | 0.61 | 1.27 | 1.80 | 3.01 |
/// | pointwise 256 → 256, 6×6               | 0.62 | 1.58 | 2.47 | 2.95 |
/// | pointwise 512 → 512, 3×3               | 0.55 | 0.91 | 1.93 | 2.86 |
/// | convolution 3×3, 16 → 32, 14×14        | 0.28 | 0.60 | 0.96 | 1.34 |
/// | pointwise 32 → 64, 48×48               | 0.61 | 0.49 | 0.83 | 0.82 |
/// | first convolution 3×3, 1 → 16, 28×28   | 0.35 | 0.45 | 0.48 | 0.54 |
///
/// A weight of a list costs as much for 16 positions as four of the dense product do, and each image has to be copied
/// channel by channel first: that takes longer than all the work of a layer whose outputs see few inputs.
pub(super) fn min_zeros(s: &Window) -> f32 {
    match (s.kh * s.kw, s.kh * s.kw * s.c) {
        (_, ..64) => 1.0,
        (1, _) => 0.75,
        _ => 0.92,
    }
}

/// Positions of a layer without neighbourhood (linear, 1×1) that are copied at a time.
const STRETCH: usize = 64;

/// The weights of one layer that are not zero.
#[derive(Debug)]
pub(super) struct Layer {
    /// The geometry of one image; of a row of [`STRETCH`] positions where each output is computed from one position.
    pub s: Window,
    /// For each output where its weights begin, and where the last one's end.
    starts: Vec<u32>,
    /// For each weight how far its input lies from the upper left corner of the window in the first plane.
    offsets: Vec<u32>,
    weights: Vec<f32>,
}

/// The copy of one image: a plane for each channel, of `h` rows of `phases` stretches of `w` values. A stretch holds
/// every `phases`-th column, so that a window's steps to the right are steps of one.
#[derive(Debug, Clone, Copy)]
pub(super) struct Planes {
    h: usize,
    phases: usize,
    w: usize,
}

impl Planes {
    pub const fn of(s: &Window) -> Self {
        Planes { h: (s.oh - 1) * s.sh + s.kh, phases: s.sw, w: s.ow + (s.kw - 1) / s.sw }
    }

    /// Where column `col` of row `row` of channel `c` lies, both counted from the padding on.
    const fn at(self, c: usize, row: usize, col: usize) -> usize {
        ((c * self.h + row) * self.phases + col % self.phases) * self.w + col / self.phases
    }

    pub const fn len(self, channels: usize) -> usize {
        channels * self.h * self.phases * self.w
    }
}

impl Layer {
    /// The list of weights of `node`, if it is a layer of which more than the part `min_zeros` are zero.
    pub fn of(net: &Model, node: NodeId, min_zeros: &impl Fn(&Window) -> f32) -> Option<Self> {
        let (x, y) = (net.graph.in_shape(node), net.graph.nodes()[node].shape);
        let row = |c| Shape::new(1, STRETCH, c);
        let s = match &net.graph.nodes()[node].op {
            Op::Conv2d(op) if op.groups != 1 => return None,
            Op::Conv2d(op) if op.kernel == [1, 1] && op.stride == [1, 1] && op.pad == Pad::default() => {
                op.window(1, row(x.c), row(y.c))
            }
            Op::Conv2d(op) => op.window(1, x, y),
            // A 1×1 convolution over the batch.
            Op::Linear(op) => {
                let (kernel, stride, pad) = ([1; 2], [1; 2], Pad::default());
                Conv2d { out_channels: op.out_features, kernel, stride, pad, groups: 1, bias: op.bias }.window(
                    1,
                    row(x.c),
                    row(y.c),
                )
            }
            _ => return None,
        };
        let p = net.weights.params().iter().find(|p| p.node == node && p.role == Role::Weight)?;
        let w = &net.weights.values()[p.range.clone()];
        let zeros = w.iter().filter(|&&w| w == 0.0).count();
        if zeros as f32 <= min_zeros(&s) * w.len() as f32 {
            return None;
        }
        let planes = Planes::of(&s);
        let len = w.len() - zeros;
        let mut layer =
            Layer { s, starts: vec![0], offsets: Vec::with_capacity(len), weights: Vec::with_capacity(len) };
        for k in 0..s.k {
            // In the order of places, so that one reads on from where the last one has read.
            for (at, &w) in w.iter().skip(k).step_by(s.k).enumerate().filter(|(_, w)| **w != 0.0) {
                let (place, c) = (at / s.c, at % s.c);
                layer.offsets.push(planes.at(c, place / s.kw, place % s.kw) as u32);
                layer.weights.push(w);
            }
            layer.starts.push(layer.weights.len() as u32);
        }
        Some(layer)
    }

    /// `y = conv(x, w) + b`, `x [N,H,W,C]`, `y [N,OH,OW,K]`.
    pub fn forward(&self, x: &[f32], bias: Option<&[f32]>, y: &mut [f32], planes: &mut [f32]) {
        let s = &self.s;
        let geometry = Planes::of(s);
        let planes = &mut planes[..geometry.len(s.c)];
        // The padding is written here once; images only ever fill what lies between.
        planes.fill(0.0);
        for (x, y) in x.chunks(s.input_len()).zip(y.chunks_mut(s.output_len())) {
            self.copy(geometry, x, planes);
            // The last stretch may be shorter; whole images never are.
            let ow = if s.oh == 1 { y.len() / s.k } else { s.ow };
            for (p, y) in y.chunks_exact_mut(ow * s.k).enumerate() {
                for k in 0..s.k {
                    let base = geometry.at(0, p * s.sh, 0);
                    let bias = bias.map_or(0.0, |b| b[k]);
                    let mut q = 0;
                    while q < ow {
                        // The last four lanes may cover what is done already: the same values again.
                        q = match ow - q {
                            16.. => self.lanes::<16>(&planes[base + q..], k, bias, &mut y[q * s.k..]) + q,
                            _ if ow >= 4 => {
                                let from = q.min(ow - 4);
                                self.lanes::<4>(&planes[base + from..], k, bias, &mut y[from * s.k..]) + from
                            }
                            _ => self.lanes::<1>(&planes[base + q..], k, bias, &mut y[q * s.k..]) + q,
                        };
                    }
                }
            }
        }
    }

    /// Output `k` of `R` positions side by side, the first of them at the start of `planes` and `y`; gives `R`.
    fn lanes<const R: usize>(&self, planes: &[f32], k: usize, bias: f32, y: &mut [f32]) -> usize {
        let list = self.starts[k] as usize..self.starts[k + 1] as usize;
        let mut sums = [bias; R];
        for (&offset, &w) in self.offsets[list.clone()].iter().zip(&self.weights[list]) {
            let Some(x) = planes.get(offset as usize..).and_then(|x| x.first_chunk::<R>()) else { continue };
            for (sum, x) in sums.iter_mut().zip(x) {
                *sum += w * x;
            }
        }
        for (y, sum) in y.iter_mut().skip(k).step_by(self.s.k).zip(sums) {
            *y = sum;
        }
        R
    }

    /// Image `x [H,W,C]` channel by channel, between its padding.
    fn copy(&self, geometry: Planes, x: &[f32], planes: &mut [f32]) {
        let s = &self.s;
        for (position, x) in x.chunks_exact(s.c).enumerate() {
            let (row, col) = (position / s.w + s.pt, position % s.w + s.pl);
            // The last rows and columns may lie behind the last window.
            if row < geometry.h && col / geometry.phases < geometry.w {
                for (c, &x) in x.iter().enumerate() {
                    planes[geometry.at(c, row, col)] = x;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compress::prune::prune;
    use crate::compress::test_networks::{close, images, lenet, mlp, mobilenet, random, residual};
    use crate::exec::{Executor, InferenceSession, KernelKind, Mode};
    use crate::graph::GraphBuilder;
    use crate::ops::{Activation, Cpu};
    use crate::spec::recipe::{Prune, Scope};

    /// Convolutions with strides, uneven padding and kernels of several sizes.
    fn strided(seed: u64) -> Model {
        let mut g = GraphBuilder::new(Shape::new(11, 23, 3));
        let mut x = g.input();
        for (i, (kernel, stride, pad)) in [
            ([3, 3], [2, 2], Pad { top: 0, bottom: 1, left: 0, right: 1 }),
            ([1, 5], [1, 3], Pad::all(2)),
            ([2, 3], [3, 2], Pad::default()),
            ([1, 1], [2, 1], Pad::default()),
        ]
        .into_iter()
        .enumerate()
        {
            let op = Conv2d { out_channels: 5 + i, kernel, stride, pad, groups: 1, bias: i % 2 == 0 };
            x = g.push(format!("conv{i}"), Op::Conv2d(op), &[x]).unwrap();
            x = g.act(&format!("conv{i}"), x, Activation::Silu).unwrap();
        }
        let x = g.flatten(x).unwrap();
        g.linear("fc", x, 4).unwrap();
        random(g.build(), seed)
    }

    #[test]
    fn gives_what_the_dense_executor_gives() {
        for (net, amount) in [
            (mlp(1), 0.8),
            (lenet(2), 0.9),
            (mobilenet(3), 0.7),
            (residual(4), 0.65),
            (strided(5), 0.75),
            (lenet(6), 1.0),
            (lenet(7), 0.1),
        ] {
            let settings = Prune { scope: Scope::Layer, ..Prune::default() };
            let (pruned, _) = prune(&net, &settings, amount, None, 0).unwrap();
            // 1, and more rows than one stretch, with a rest of less than four.
            for n in [1, 3, 67] {
                let mut dense = Executor::<Cpu>::new(&net.graph, n, Mode::Inference).unwrap();
                let mut sparse = InferenceSession::<Cpu>::with_lists_above(&pruned, n, 0.6).unwrap();
                let is_sparse = |i: &usize| sparse.instruction_kernel(*i) == Some(KernelKind::Sparse);
                let lists = (0..sparse.instruction_count()).filter(is_sparse).count();
                assert_eq!(lists > 0, amount > 0.6);
                let x = images(&pruned, n);
                let expected = dense.forward(&pruned.weights, &x).unwrap();
                close(sparse.forward(&x).unwrap(), expected, 1e-5);
                // A smaller batch afterwards, step by step.
                let one = &x[..net.graph.input_shape().len()];
                sparse.set_input(one).unwrap();
                (0..sparse.instruction_count()).for_each(|i| sparse.run_instruction(i).unwrap());
                close(sparse.output(), dense.forward(&pruned.weights, one).unwrap(), 1e-5);
            }
        }
    }

    #[test]
    fn lists_are_taken_where_they_are_faster() {
        let graph = crate::models::named("lenet", crate::models::Options::default()).unwrap();
        for (amount, conv2, fc1) in [(0.5, false, false), (0.8, false, true), (0.95, true, true)] {
            let settings = Prune { scope: Scope::Layer, ..Prune::default() };
            let (pruned, _) = prune(&random(graph.clone(), 8), &settings, amount, None, 0).unwrap();
            let sparse = InferenceSession::<Cpu>::new(&pruned, 1).unwrap();
            for (name, listed) in [("conv1", false), ("conv2", conv2), ("fc1", fc1)] {
                let named =
                    |i: usize| sparse.instruction_nodes(i).is_some_and(|(node, _)| graph.nodes()[node].name == name);
                let i = (0..sparse.instruction_count()).find(|&i| named(i)).unwrap();
                let kernel = if listed { KernelKind::Sparse } else { KernelKind::Dense };
                assert_eq!(sparse.instruction_kernel(i), Some(kernel), "{name} with {amount} zeros");
            }
        }
    }

    #[test]
    fn inputs_of_another_length_are_errors() {
        let net = lenet(1);
        assert!(InferenceSession::<Cpu>::new(&net, 0).is_err());
        assert!(InferenceSession::<Cpu>::new(&net, 2).unwrap().forward(&[0.0; 7]).is_err());
    }
}
