//! One step of the forward pass: which kernel an op calls.

use super::{Executor, Kernels, Rows, Saved};
use crate::graph::Weights;
use crate::ops::{Op, Pool2d, dropout};
use crate::rng::Rng;
use std::mem::take;

impl<K: Kernels> Executor<K> {
    /// Step `i` as inference does it.
    pub(super) fn forward_step(&mut self, weights: &Weights, i: usize) {
        let (step, n, w) = (&self.plan.steps[i], self.n, weights.values());
        let (x_shape, y_shape) = (self.in_shape(step.node), self.graph.nodes()[step.node].shape);
        let mut y_buffer = take(&mut self.values[step.output]);
        let y = &mut y_buffer[..n * y_shape.len()];
        let x = &self.values[step.inputs[0]][..n * x_shape.len()];
        let param = |j: usize| step.params.get(j).map(|r| &w[r.clone()]);
        let (first, second) = (param(0).unwrap_or(&[]), param(1));
        let ws = &mut self.workspace;
        match &self.graph.nodes()[step.node].op {
            Op::Conv2d(op) => K::conv2d(&op.window(n, x_shape, y_shape), x, first, second, step.act, y, ws),
            Op::DepthwiseConv2d(op) => {
                K::depthwise_conv2d(&op.window(n, x_shape, y_shape), x, first, second, step.act, y, ws);
            }
            Op::Linear(_) => {
                K::linear(Rows { n, c: x_shape.c, k: y_shape.c }, x, first, second, step.act, y, ws);
            }
            Op::BatchNorm(op) => {
                let [beta, mean, var] = [second, param(2), param(3)].map(Option::unwrap_or_default);
                K::batch_norm_eval(op, x, first, beta, mean, var, step.act, y);
            }
            Op::Activation(f) => K::activation(*f, x, y),
            Op::Pool2d(op) => {
                let argmax = match &mut self.saved[i] {
                    Saved::Argmax(argmax) => &mut argmax[..y.len()],
                    _ => &mut [],
                };
                K::pool2d(&op.window(n, x_shape, y_shape), op.kind, pad_end(op), x, y, argmax);
            }
            Op::GlobalAvgPool => K::global_avg_pool(n, x_shape.area(), x_shape.c, x, y),
            Op::Add => K::add(x, &self.values[step.inputs[1]][..y.len()], y),
            Op::Multiply => {
                let (area, b_len) = self.repetition(i);
                K::multiply(area, x_shape.c, x, &self.values[step.inputs[1]][..n * b_len], y);
            }
            Op::FakeQuantize(op) => K::fake_quantize(op, x, y),
            // Aliases have no step of their own.
            Op::Input | Op::Flatten | Op::Dropout(_) => y.copy_from_slice(x),
        }
        let output = step.output;
        self.values[output] = y_buffer;
    }

    /// Step `i` as training does it.
    pub(super) fn forward_train_step(&mut self, weights: &mut Weights, i: usize, rng: &mut Rng) {
        let (step, n) = (&self.plan.steps[i], self.n);
        let len = n * self.graph.nodes()[step.node].shape.len();
        match (&self.graph.nodes()[step.node].op, &mut self.saved[i]) {
            (Op::BatchNorm(op), Saved::Statistics { mean, inv_std }) => {
                let mut y = take(&mut self.values[step.output]);
                let x = &self.values[step.inputs[0]][..len];
                let start = weights.trainable_len();
                let (trained, running) = weights.split_mut();
                let [gamma, beta] = [0, 1].map(|j| &trained[step.params[j].clone()]);
                let (means, vars) = running[step.params[2].start - start..].split_at_mut(step.params[2].len());
                let vars = &mut vars[..step.params[3].len()];
                K::batch_norm_train(op, x, gamma, beta, means, vars, step.act, &mut y[..len], mean, inv_std);
                self.values[step.output] = y;
            }
            (Op::Dropout(op), Saved::Mask(mask)) => {
                let mut y = take(&mut self.values[step.output]);
                dropout::draw_mask(op.p, rng, &mut mask[..len]);
                K::multiply(1, len, &self.values[step.inputs[0]][..len], &mask[..len], &mut y[..len]);
                self.values[step.output] = y;
            }
            _ => self.forward_step(weights, i),
        }
    }

    /// Over how many positions the second factor of step `i` is repeated, and its values per image.
    pub(super) fn repetition(&self, i: usize) -> (usize, usize) {
        let nodes = self.graph.nodes();
        let inputs = &nodes[self.plan.steps[i].node].inputs;
        let (a, b) = (nodes[inputs[0]].shape, nodes[inputs[1]].shape);
        (if a == b { 1 } else { a.area() }, b.len())
    }
}

/// The padding below and right.
pub(super) fn pad_end(op: &Pool2d) -> [usize; 2] {
    [op.pad.bottom, op.pad.right]
}
