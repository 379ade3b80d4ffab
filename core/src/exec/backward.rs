//! One instruction of the backward pass: which kernels an op calls.

use super::plan::GradTo;
use super::{Executor, Kernels, Rows, Saved};
use crate::graph::Weights;
use crate::ops::{Op, batch_norm, elementwise, fake_quantize};
use std::mem::take;
use std::ops::Range;

impl<K: Kernels> Executor<K> {
    /// From the gradient of instruction `i`'s output: the gradients of its parameters into `grads`, and those of its inputs
    /// to where the plan sends them.
    pub(super) fn backward_instruction(&mut self, weights: &Weights, grads: &mut [f32], i: usize) {
        let instruction = &self.plan.instructions[i];
        let (node, d_output) = (instruction.node, instruction.d_output);
        let (x_shape, y_shape) = (self.in_shape(node), self.graph.nodes()[node].shape);
        let y_len = self.n * y_shape.len();
        let mut dy_buffer = take(&mut self.grads[d_output]);
        let dy = &mut dy_buffer[..y_len];
        let n = self.n;
        if let Some(tap) = self.tap.as_ref().filter(|tap| tap.instruction == i) {
            elementwise::reference::add_assign(dy, &tap.gradient[..y_len]);
        }
        if let (Some(act), false) = (instruction.act, matches!(self.graph.nodes()[node].op, Op::BatchNorm(_))) {
            K::activation_backward_in_place(act, &self.values[instruction.output][..y_len], dy);
        }
        let first = instruction.params.first().map_or(&[][..], |r| &weights.values()[r.clone()]);
        match &self.graph.nodes()[node].op {
            Op::Conv2d(op) => {
                let s = op.window(n, x_shape, y_shape);
                let (dw, db) = split(grads, &instruction.params);
                let x = &self.values[instruction.inputs[0]][..s.input_len()];
                K::conv2d_backward_params(&s, x, dy, dw, db, &mut self.workspace);
                self.d_input(i, 0, |_, dx, ws| K::conv2d_backward_input(&s, first, dy, dx, ws));
            }
            Op::DepthwiseConv2d(op) => {
                let s = op.window(n, x_shape, y_shape);
                let (dw, db) = split(grads, &instruction.params);
                let x = &self.values[instruction.inputs[0]][..s.input_len()];
                K::depthwise_backward_params(&s, x, dy, dw, db, &mut self.workspace);
                self.d_input(i, 0, |_, dx, ws| K::depthwise_backward_input(&s, first, dy, dx, ws));
            }
            Op::Linear(_) => {
                let s = Rows { n, c: x_shape.c, k: y_shape.c };
                let (dw, db) = split(grads, &instruction.params);
                let x = &self.values[instruction.inputs[0]][..n * s.c];
                K::linear_backward_params(s, x, dy, dw, db, &mut self.workspace);
                self.d_input(i, 0, |_, dx, ws| K::linear_backward_input(s, first, dy, dx, ws));
            }
            Op::BatchNorm(_) => self.batch_norm_backward(i, first, dy, grads),
            Op::Activation(f) => {
                let f = *f;
                self.d_input(i, 0, |e, dx, _| {
                    K::activation_backward(f, &e.values[e.plan.instructions[i].inputs[0]][..y_len], dy, dx);
                });
            }
            Op::MaxPool2d(op) => {
                let s = op.window(n, x_shape, y_shape);
                self.d_input(i, 0, |e, dx, _| {
                    if let Saved::Argmax(argmax) = &e.saved[i] {
                        K::max_pool2d_backward(&s, &argmax[..y_len], dy, dx);
                    }
                });
            }
            Op::GlobalAvgPool => {
                self.d_input(i, 0, |_, dx, _| {
                    K::global_avg_pool_backward(n, x_shape.area(), x_shape.c, dy, dx);
                });
            }
            Op::Add => {
                for input in 0..2 {
                    self.d_input(i, input, |_, dx, _| dx.copy_from_slice(dy));
                }
            }
            Op::Multiply => {
                let ((area, b_len), c) = (self.repetition(i), x_shape.c);
                self.d_input(i, 0, |e, da, _| {
                    let b = &e.values[e.plan.instructions[i].inputs[1]][..n * b_len];
                    elementwise::reference::multiply_backward_a(area, c, b, dy, da);
                });
                self.d_input(i, 1, |e, db, _| {
                    let a = &e.values[e.plan.instructions[i].inputs[0]][..y_len];
                    elementwise::reference::multiply_backward_b(area, c, a, dy, db);
                });
            }
            Op::Dropout(_) => self.d_input(i, 0, |e, dx, _| {
                if let Saved::Mask(mask) = &e.saved[i] {
                    elementwise::reference::multiply(1, y_len, dy, &mask[..y_len], dx);
                }
            }),
            Op::FakeQuantize(op) => {
                let op = *op;
                self.d_input(i, 0, |e, dx, _| {
                    fake_quantize::reference::backward(
                        &op,
                        &e.values[e.plan.instructions[i].inputs[0]][..y_len],
                        dy,
                        dx,
                    );
                });
            }
            // Aliases have no instruction of their own.
            Op::Input | Op::Flatten => {}
        }
        self.grads[d_output] = dy_buffer;
    }

    fn batch_norm_backward(&mut self, i: usize, gamma: &[f32], dy: &mut [f32], grads: &mut [f32]) {
        self.d_input(i, 0, |e, dx, _| {
            let instruction = &e.plan.instructions[i];
            let x = &e.values[instruction.inputs[0]][..dy.len()];
            let y = &e.values[instruction.output][..dy.len()];
            let (dgamma, dbeta) = split(grads, &instruction.params);
            let (Saved::Statistics { mean, inv_std }, Some(dbeta)) = (&e.saved[i], dbeta) else {
                return;
            };
            K::batch_norm_backward(batch_norm::Backward {
                act: instruction.act,
                x,
                y,
                gamma,
                mean,
                inv_std,
                dy,
                dx,
                dgamma,
                dbeta,
            });
        });
    }

    /// Lets `write` fill the gradient of instruction `i`'s input number `input`, wherever the plan wants it.
    fn d_input(&mut self, i: usize, input: usize, write: impl FnOnce(&Self, &mut [f32], &mut [f32])) {
        let instruction = &self.plan.instructions[i];
        let to = instruction.d_inputs[input];
        let len = self.n * self.graph.nodes()[self.graph.nodes()[instruction.node].inputs[input]].shape.len();
        let mut ws = take(&mut self.workspace);
        match to {
            GradTo::Nowhere => {
                // Batch norm's parameters come with its input's gradient; nothing else needs to run.
                if matches!(self.graph.nodes()[instruction.node].op, Op::BatchNorm(_)) {
                    let mut aside = take(&mut self.aside);
                    write(self, &mut aside[..len], &mut ws);
                    self.aside = aside;
                }
            }
            GradTo::Set(buffer) => {
                let mut dx = take(&mut self.grads[buffer]);
                write(self, &mut dx[..len], &mut ws);
                self.grads[buffer] = dx;
            }
            GradTo::Add(buffer) => {
                let mut aside = take(&mut self.aside);
                write(self, &mut aside[..len], &mut ws);
                elementwise::reference::add_assign(&mut self.grads[buffer][..len], &aside[..len]);
                self.aside = aside;
            }
        }
        self.workspace = ws;
    }
}

/// The gradients of an op's first two parameters, which lie side by side.
fn split<'a>(grads: &'a mut [f32], params: &[Range<usize>]) -> (&'a mut [f32], Option<&'a mut [f32]>) {
    let first = &params[0];
    match params.get(1) {
        Some(second) => {
            let (a, b) = grads[first.start..second.end].split_at_mut(first.len());
            (a, Some(b))
        }
        None => (&mut grads[first.clone()], None),
    }
}
