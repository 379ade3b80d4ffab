//! One instruction of the forward pass: which kernel an op calls.

use super::{Executor, Kernels, Rows, Saved};
use crate::graph::Weights;
use crate::ops::{Op, batch_norm, dropout, elementwise, fake_quantize};
use crate::rng::Rng;
use std::mem::take;

impl<K: Kernels> Executor<K> {
    /// Instruction `i` as inference does it.
    pub(super) fn infer_instruction(&mut self, weights: &Weights, i: usize) {
        let (instruction, n, w) = (&self.plan.instructions[i], self.n, weights.values());
        let (x_shape, y_shape) = (self.in_shape(instruction.node), self.graph.nodes()[instruction.node].shape);
        let mut y_buffer = take(&mut self.values[instruction.output]);
        let y = &mut y_buffer[..n * y_shape.len()];
        let x = &self.values[instruction.inputs[0]][..n * x_shape.len()];
        let param = |j: usize| instruction.params.get(j).map(|r| &w[r.clone()]);
        let (first, second) = (param(0).unwrap_or(&[]), param(1));
        let ws = &mut self.workspace;
        match &self.graph.nodes()[instruction.node].op {
            Op::Conv2d(op) => K::conv2d(&op.window(n, x_shape, y_shape), x, first, second, instruction.act, y, ws),
            Op::DepthwiseConv2d(op) => {
                K::depthwise_conv2d(&op.window(n, x_shape, y_shape), x, first, second, instruction.act, y, ws);
            }
            Op::Linear(_) => {
                K::linear(Rows { n, c: x_shape.c, k: y_shape.c }, x, first, second, instruction.act, y, ws);
            }
            Op::BatchNorm(op) => {
                let [beta, mean, var] = [second, param(2), param(3)].map(Option::unwrap_or_default);
                K::batch_norm_eval(batch_norm::Inference {
                    op,
                    act: instruction.act,
                    x,
                    gamma: first,
                    beta,
                    mean,
                    var,
                    y,
                });
            }
            Op::Activation(f) => K::activation(*f, x, y),
            Op::MaxPool2d(op) => {
                if let Saved::Argmax(argmax) = &mut self.saved[i] {
                    K::max_pool2d(&op.window(n, x_shape, y_shape), x, y, &mut argmax[..y.len()]);
                }
            }
            Op::GlobalAvgPool => K::global_avg_pool(n, x_shape.area(), x_shape.c, x, y),
            Op::Add => elementwise::reference::add(x, &self.values[instruction.inputs[1]][..y.len()], y),
            Op::Multiply => {
                let (area, b_len) = self.repetition(i);
                elementwise::reference::multiply(
                    area,
                    x_shape.c,
                    x,
                    &self.values[instruction.inputs[1]][..n * b_len],
                    y,
                );
            }
            Op::FakeQuantize(op) => fake_quantize::reference::forward(op, x, y),
            // Aliases have no instruction of their own.
            Op::Input | Op::Flatten | Op::Dropout(_) => y.copy_from_slice(x),
        }
        let output = instruction.output;
        self.values[output] = y_buffer;
    }

    /// Instruction `i` by `kernel`, which is given the input, the bias and the output; the activation behind it follows.
    pub(super) fn infer_by(
        &mut self,
        weights: &Weights,
        i: usize,
        kernel: impl FnOnce(&[f32], Option<&[f32]>, &mut [f32]),
    ) {
        let (instruction, n) = (&self.plan.instructions[i], self.n);
        let (x_shape, y_shape) = (self.in_shape(instruction.node), self.graph.nodes()[instruction.node].shape);
        let mut buffer = take(&mut self.values[instruction.output]);
        let y = &mut buffer[..n * y_shape.len()];
        let bias = instruction.params.get(1).map(|r| &weights.values()[r.clone()]);
        kernel(&self.values[instruction.inputs[0]][..n * x_shape.len()], bias, y);
        K::activate(instruction.act, y);
        let output = instruction.output;
        self.values[output] = buffer;
    }

    /// Instruction `i` as training does it.
    pub(super) fn train_instruction(&mut self, weights: &mut Weights, i: usize, rng: &mut Rng) {
        let (instruction, n) = (&self.plan.instructions[i], self.n);
        let len = n * self.graph.nodes()[instruction.node].shape.len();
        match (&self.graph.nodes()[instruction.node].op, &mut self.saved[i]) {
            (Op::BatchNorm(op), Saved::Statistics { mean, inv_std }) => {
                let mut y = take(&mut self.values[instruction.output]);
                let x = &self.values[instruction.inputs[0]][..len];
                let start = weights.trainable_len();
                let (trained, running) = weights.split_mut();
                let [gamma, beta] = [0, 1].map(|j| &trained[instruction.params[j].clone()]);
                let (means, vars) =
                    running[instruction.params[2].start - start..].split_at_mut(instruction.params[2].len());
                let vars = &mut vars[..instruction.params[3].len()];
                K::batch_norm_train(batch_norm::Training {
                    op,
                    act: instruction.act,
                    x,
                    gamma,
                    beta,
                    running_mean: means,
                    running_var: vars,
                    y: &mut y[..len],
                    mean,
                    inv_std,
                });
                self.values[instruction.output] = y;
            }
            (Op::Dropout(op), Saved::Mask(mask)) => {
                let mut y = take(&mut self.values[instruction.output]);
                dropout::draw_mask(op.p, rng, &mut mask[..len]);
                elementwise::reference::multiply(
                    1,
                    len,
                    &self.values[instruction.inputs[0]][..len],
                    &mask[..len],
                    &mut y[..len],
                );
                self.values[instruction.output] = y;
            }
            _ => self.infer_instruction(weights, i),
        }
    }

    /// Over how many positions the second factor of instruction `i` is repeated, and its values per image.
    pub(super) fn repetition(&self, i: usize) -> (usize, usize) {
        let nodes = self.graph.nodes();
        let inputs = &nodes[self.plan.instructions[i].node].inputs;
        let (a, b) = (nodes[inputs[0]].shape, nodes[inputs[1]].shape);
        (if a == b { 1 } else { a.area() }, b.len())
    }
}
