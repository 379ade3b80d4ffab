//! Which kernels each op runs, forward and backward.

use super::Gpu;
use super::kernel::Kernel;
use super::memory::Places;
use super::recorder::{Dispatch, Part, Recorder};
use crate::Result;
use crate::exec::forward::pad_end;
use crate::exec::plan::{GradTo, Plan, Step};
use crate::exec::{Mode, Saved};
use crate::gemm::gpu as gemm;
use crate::graph::{Graph, Shape};
use crate::ops::{Op, PoolKind, Window, batch_norm, conv2d, depthwise_conv2d, dropout, elementwise, pool};

/// The buffers of one network.
#[derive(Debug)]
pub(super) struct Buffers {
    pub trained: Places,
    pub running: Places,
    /// The trained weights, the running statistics and the weights' gradients.
    pub weights: wgpu::Buffer,
    pub statistics: wgpu::Buffer,
    pub gradients: wgpu::Buffer,
    pub values: Vec<wgpu::Buffer>,
    pub d_values: Vec<wgpu::Buffer>,
    /// What each step's forward pass keeps for its backward pass: places of maxima, or the batch's mean and 1/σ.
    pub saved: Vec<wgpu::Buffer>,
}

/// Turns the steps of a plan into dispatches.
pub(super) struct Passes<'a> {
    pub gpu: &'a Gpu,
    pub graph: &'a Graph,
    pub plan: &'a Plan,
    pub mode: Mode,
    pub buffers: &'a Buffers,
    pub recorder: &'a mut Recorder,
    /// Random numbers that the step's masks before this one take.
    pub drawn: usize,
    pub out: Vec<Dispatch>,
}

impl<'a> Passes<'a> {
    fn run(&mut self, kernel: Kernel, reads: &[Part<'_>], writes: &[Part<'_>]) -> Result<()> {
        self.out.push(self.recorder.dispatch(kernel, reads, writes)?);
        Ok(())
    }

    /// `kernel` writes parts, whose sum goes `to`.
    fn run_in_parts(&mut self, kernel: Kernel, parts: usize, reads: &[Part<'_>], to: Part<'_>) -> Result<()> {
        if parts == 1 {
            return self.run(kernel, reads, &[to]);
        }
        let partial = self.gpu.buffer(parts * to.len)?;
        self.run(kernel, reads, &[Part::all(&partial)])?;
        self.run(gemm::sum(to.len, parts), &[Part::all(&partial)], &[to])
    }

    fn shapes(&self, step: &Step) -> (Shape, Shape) {
        (self.graph.in_shape(step.node), self.graph.nodes()[step.node].shape)
    }

    /// The sizes of a convolution or linear layer.
    fn window(&self, step: &Step) -> Option<Window> {
        let ((x, y), n) = (self.shapes(step), self.plan.batch);
        match &self.graph.nodes()[step.node].op {
            Op::Conv2d(op) => Some(op.window(n, x, y)),
            Op::DepthwiseConv2d(op) => Some(op.window(n, x, y)),
            Op::Linear(_) => Some(conv2d::gpu::linear(n, x.c, y.c)),
            _ => None,
        }
    }

    fn norm<'b>(&self, op: &'b batch_norm::BatchNorm, step: &Step) -> batch_norm::gpu::Kernels<'b> {
        let x = self.graph.in_shape(step.node);
        batch_norm::gpu::Kernels { op, rows: self.plan.batch * x.area(), c: x.c, act: step.act }
    }

    /// Over how many positions a product's second factor is repeated.
    fn repetition(&self, step: &Step) -> usize {
        let inputs = &self.graph.nodes()[step.node].inputs;
        let (a, b) = (self.graph.nodes()[inputs[0]].shape, self.graph.nodes()[inputs[1]].shape);
        if a == b { 1 } else { a.area() }
    }

    /// The forward pass of step `i`.
    pub fn forward(&mut self, i: usize) -> Result<()> {
        let (buffers, step) = (self.buffers, &self.plan.steps[i]);
        let ((x_shape, y_shape), n) = (self.shapes(step), self.plan.batch);
        let len = n * y_shape.len();
        let x = Part::all(&buffers.values[step.inputs[0]]);
        let y = Part::all(&buffers.values[step.output]);
        let saved = Part::all(&buffers.saved[i]);
        let w = buffers.trained.part(&buffers.weights, step.node).unwrap_or(x);
        let bias = step.params.len() > 1;
        match &self.graph.nodes()[step.node].op {
            Op::Conv2d(_) | Op::Linear(_) => {
                let Some(s) = self.window(step) else { return Ok(()) };
                self.run(conv2d::gpu::forward(self.gpu.tuning(), &s, bias, step.act), &[x, w], &[y])
            }
            Op::DepthwiseConv2d(_) => {
                let Some(s) = self.window(step) else { return Ok(()) };
                self.run(depthwise_conv2d::gpu::forward(&s, bias, step.act), &[x, w], &[y])
            }
            Op::BatchNorm(op) => {
                let kernels = self.norm(op, step);
                let Some(running) = buffers.running.part(&buffers.statistics, step.node) else { return Ok(()) };
                if !self.mode.trains() {
                    return self.run(kernels.normalize(true), &[x, w, running], &[y]);
                }
                let partial = self.gpu.buffer(kernels.parts() * 2 * x_shape.c)?;
                let partial = Part::all(&partial);
                self.run(kernels.forward_sums(), &[x], &[partial])?;
                self.run(kernels.forward_statistics(), &[x, w, w, partial], &[saved, running])?;
                self.run(kernels.normalize(false), &[x, w, saved], &[y])
            }
            Op::Activation(f) => self.run(elementwise::gpu::activation(*f, len), &[x], &[y]),
            Op::Pool2d(op) => {
                let kernel = pool::gpu::forward(&op.window(n, x_shape, y_shape), op.kind, pad_end(op));
                let both = [y, saved];
                self.run(kernel, &[x], if op.kind == PoolKind::Max { &both } else { &both[..1] })
            }
            Op::GlobalAvgPool => self.run(pool::gpu::global_forward(n, x_shape.area(), x_shape.c), &[x], &[y]),
            Op::Add => self.run(elementwise::gpu::add(len), &[x, Part::all(&buffers.values[step.inputs[1]])], &[y]),
            Op::Multiply => {
                let kernel = elementwise::gpu::multiply(len, self.repetition(step), x_shape.c, false);
                self.run(kernel, &[x, Part::all(&buffers.values[step.inputs[1]])], &[y])
            }
            Op::Dropout(op) => {
                let before = self.drawn;
                self.drawn += len;
                self.run(dropout::gpu::drop_out(op.p, len, before, false), &[x], &[y])
            }
            Op::FakeQuantize(op) => self.run(elementwise::gpu::fake_quantize(op, len), &[x], &[y]),
            // Aliases have no step of their own.
            Op::Input | Op::Flatten => Ok(()),
        }
    }

    /// The backward pass of step `i`, after those of all later steps.
    pub fn backward(&mut self, i: usize) -> Result<()> {
        let (buffers, step) = (self.buffers, &self.plan.steps[i]);
        let ((x_shape, y_shape), n) = (self.shapes(step), self.plan.batch);
        let len = n * y_shape.len();
        let x = Part::all(&buffers.values[step.inputs[0]]);
        let y = Part::all(&buffers.values[step.output]);
        let dy = Part::all(&buffers.d_values[step.d_output]);
        let saved = Part::all(&buffers.saved[i]);
        let bias = step.params.len() > 1;
        let input = |j: usize| match step.d_inputs.get(j) {
            Some(GradTo::Set(b)) => Some((Part::all(&buffers.d_values[*b]), false)),
            Some(GradTo::Add(b)) => Some((Part::all(&buffers.d_values[*b]), true)),
            _ => None,
        };
        let places = buffers.trained.part(&buffers.weights, step.node);
        if let (Some(w), Some(dw)) = (places, buffers.trained.part(&buffers.gradients, step.node)) {
            if let Op::BatchNorm(op) = &self.graph.nodes()[step.node].op {
                let kernels = self.norm(op, step);
                self.run_in_parts(kernels.backward_sums(), kernels.parts(), &[x, w, saved, dy, dy, y], dw)?;
                if let Some((dx, add)) = input(0) {
                    self.run(kernels.backward_input(add), &[x, w, saved, dw, dy, y], &[dx])?;
                }
            }
            let Some(s) = self.window(step) else { return Ok(()) };
            let depthwise = matches!(self.graph.nodes()[step.node].op, Op::DepthwiseConv2d(_));
            if let Some(act) = step.act {
                // Nobody else reads the output's gradient.
                self.run(elementwise::gpu::through_slope(act, len), &[y], &[dy])?;
            }
            let tuning = self.gpu.tuning();
            let (kernel, parts) = if depthwise {
                depthwise_conv2d::gpu::backward_params(&s, bias)
            } else {
                conv2d::gpu::backward_params(tuning, &s, bias)
            };
            self.run_in_parts(kernel, parts, &[x, dy], dw)?;
            let Some((dx, add)) = input(0) else { return Ok(()) };
            let kernel = if depthwise {
                depthwise_conv2d::gpu::backward_input(&s, add)
            } else {
                conv2d::gpu::backward_input(tuning, &s, add)
            };
            return self.run(kernel, &[w, dy], &[dx]);
        }
        let op = &self.graph.nodes()[step.node].op;
        if let Op::Dropout(op) = op {
            // The masks are drawn in the order of the forward pass.
            self.drawn -= len;
            let Some((dx, add)) = input(0) else { return Ok(()) };
            return self.run(dropout::gpu::drop_out(op.p, len, self.drawn, add), &[dy], &[dx]);
        }
        if let (Op::Add | Op::Multiply, Some((db, add))) = (op, input(1)) {
            // The second input's gradient after the first's, as the plan has it: this is only its kernel.
            let b_len = n * self.graph.nodes()[self.graph.nodes()[step.node].inputs[1]].shape.len();
            self.first_input(i, input(0))?;
            let kernel = match op {
                Op::Add => elementwise::gpu::pass_on(len, add),
                _ => elementwise::gpu::multiply_repeated(b_len, self.repetition(step), x_shape.c, add),
            };
            let pair = [x, dy];
            return self.run(kernel, if matches!(op, Op::Add) { &pair[1..] } else { &pair }, &[db]);
        }
        self.first_input(i, input(0))
    }

    /// The gradient of the first input of a step without parameters.
    fn first_input(&mut self, i: usize, to: Option<(Part<'_>, bool)>) -> Result<()> {
        let Some((dx, add)) = to else { return Ok(()) };
        let (buffers, step) = (self.buffers, &self.plan.steps[i]);
        let ((x_shape, y_shape), n) = (self.shapes(step), self.plan.batch);
        let len = n * y_shape.len();
        let x = Part::all(&buffers.values[step.inputs[0]]);
        let dy = Part::all(&buffers.d_values[step.d_output]);
        let saved = Part::all(&buffers.saved[i]);
        match &self.graph.nodes()[step.node].op {
            Op::Activation(f) => self.run(elementwise::gpu::activation_backward(*f, len, add), &[x, dy], &[dx]),
            Op::FakeQuantize(op) => self.run(elementwise::gpu::fake_quantize_backward(op, len, add), &[x, dy], &[dx]),
            Op::Pool2d(op) => {
                let kernel = pool::gpu::backward(&op.window(n, x_shape, y_shape), op.kind, pad_end(op), add);
                let both = [dy, saved];
                self.run(kernel, if op.kind == PoolKind::Max { &both } else { &both[..1] }, &[dx])
            }
            Op::GlobalAvgPool => self.run(pool::gpu::global_backward(n, x_shape.area(), x_shape.c, add), &[dy], &[dx]),
            Op::Add => self.run(elementwise::gpu::pass_on(len, add), &[dy], &[dx]),
            Op::Multiply => {
                let b = Part::all(&buffers.values[step.inputs[1]]);
                let kernel = elementwise::gpu::multiply(len, self.repetition(step), x_shape.c, add);
                self.run(kernel, &[dy, b], &[dx])
            }
            _ => Ok(()),
        }
    }
}

/// Numbers that a step keeps for its backward pass: as many as [`Saved`] holds.
pub(super) fn saved_len(saved: &Saved) -> usize {
    match saved {
        Saved::Argmax(places) => places.len(),
        Saved::Statistics { mean, inv_std } => mean.len() + inv_std.len(),
        // The mask is drawn again.
        Saved::Mask(_) | Saved::Nothing => 0,
    }
}
