//! Which kernels each op runs, forward and backward.
//!
//! A batch whose values have no room in one binding is cut into [`MicroBatches`] of images: what works on images by themselves runs
//! once for each slice, what sums over the batch adds the slices up. The numbers are those of the whole batch.

use super::params::ParamLayout;
use crate::Result;
use crate::exec::Mode;
use crate::exec::plan::{GradTo, Instruction, Plan};
use crate::gemm::gpu as gemm;
use crate::gpu::kernel::Kernel;
use crate::gpu::{BufferSlice, Dispatch, Gpu, MicroBatch, MicroBatches, Recorder};
use crate::graph::{Graph, Shape};
use crate::ops::{Op, Window, batch_norm, conv2d, depthwise_conv2d, dropout, elementwise, pool};

/// The buffers of one network.
#[derive(Debug)]
pub(super) struct Buffers {
    pub trained: ParamLayout,
    pub running: ParamLayout,
    /// The trained weights, the running statistics and the weights' gradients.
    pub weights: wgpu::Buffer,
    pub statistics: wgpu::Buffer,
    pub gradients: wgpu::Buffer,
    /// Each of the plan's buffers of values and of gradients, in slices.
    pub values: Vec<Vec<wgpu::Buffer>>,
    pub d_values: Vec<Vec<wgpu::Buffer>>,
    /// What each instruction's forward pass keeps for its backward pass: places of maxima, in slices, or the batch's mean and 1/σ.
    pub saved: Vec<Vec<wgpu::Buffer>>,
}

impl Buffers {
    fn value(&self, i: usize, slice: MicroBatch) -> BufferSlice<'_> {
        BufferSlice::all(&self.values[i][slice.index])
    }

    fn d_value(&self, i: usize, slice: MicroBatch) -> BufferSlice<'_> {
        BufferSlice::all(&self.d_values[i][slice.index])
    }

    fn saved(&self, i: usize, slice: MicroBatch) -> BufferSlice<'_> {
        BufferSlice::all(self.saved[i].get(slice.index).unwrap_or(&self.saved[i][0]))
    }

    /// Bytes of all of them.
    pub fn bytes(&self) -> u64 {
        let whole = [&self.weights, &self.statistics, &self.gradients];
        let sliced = [&self.values, &self.d_values, &self.saved].into_iter().flatten().flatten();
        whole.into_iter().chain(sliced).map(wgpu::Buffer::size).sum()
    }
}

/// Turns the instructions of a plan into dispatches.
pub(super) struct Lowering<'a> {
    pub gpu: &'a Gpu,
    pub graph: &'a Graph,
    pub plan: &'a Plan,
    pub mode: Mode,
    pub slices: &'a MicroBatches,
    pub buffers: &'a Buffers,
    pub recorder: &'a mut Recorder,
    /// Random numbers that the masks before this instruction's take.
    pub drawn: usize,
    pub out: Vec<Dispatch>,
}

impl<'a> Lowering<'a> {
    fn run(&mut self, kernel: Kernel, reads: &[BufferSlice<'_>], writes: &[BufferSlice<'_>]) -> Result<()> {
        self.out.push(self.recorder.dispatch(kernel, reads, writes)?);
        Ok(())
    }

    /// `kernel` writes parts, whose sum goes `to`; that of a later slice is added.
    fn run_in_parts(
        &mut self,
        kernel: Kernel,
        parts: usize,
        reads: &[BufferSlice<'_>],
        to: BufferSlice<'_>,
        slice: MicroBatch,
    ) -> Result<()> {
        let add = slice.index > 0;
        if parts == 1 && !add {
            return self.run(kernel, reads, &[to]);
        }
        let partial = self.gpu.buffer(parts * to.len)?;
        self.run(kernel, reads, &[BufferSlice::all(&partial)])?;
        self.run(gemm::sum(to.len, parts, add), &[BufferSlice::all(&partial)], &[to])
    }

    fn shapes(&self, instruction: &Instruction) -> (Shape, Shape) {
        (self.graph.in_shape(instruction.node), self.graph.nodes()[instruction.node].shape)
    }

    /// The sizes of a convolution or linear layer on `n` images.
    fn window(&self, instruction: &Instruction, n: usize) -> Option<Window> {
        let (x, y) = self.shapes(instruction);
        match &self.graph.nodes()[instruction.node].op {
            Op::Conv2d(op) => Some(op.window(n, x, y)),
            Op::DepthwiseConv2d(op) => Some(op.window(n, x, y)),
            Op::Linear(_) => Some(Window::linear(n, x.c, y.c)),
            _ => None,
        }
    }

    fn norm<'b>(&self, op: &'b batch_norm::BatchNorm, instruction: &Instruction) -> batch_norm::gpu::Kernels<'b> {
        let x = self.graph.in_shape(instruction.node);
        batch_norm::gpu::Kernels { op, area: x.area(), c: x.c, act: instruction.act, slices: *self.slices }
    }

    /// Over how many positions a product's second factor is repeated.
    fn repetition(&self, instruction: &Instruction) -> usize {
        let inputs = &self.graph.nodes()[instruction.node].inputs;
        let (a, b) = (self.graph.nodes()[inputs[0]].shape, self.graph.nodes()[inputs[1]].shape);
        if a == b { 1 } else { a.area() }
    }

    /// The forward pass of instruction `i`.
    pub fn forward(&mut self, i: usize) -> Result<()> {
        let instruction = &self.plan.instructions[i];
        match &self.graph.nodes()[instruction.node].op {
            Op::BatchNorm(op) if self.mode.trains() => self.normalize(op, i)?,
            _ => self.slices.iter().try_for_each(|slice| self.forward_slice(i, slice))?,
        }
        if let Op::Dropout(_) = &self.graph.nodes()[instruction.node].op {
            self.drawn += self.plan.batch * self.shapes(instruction).1.len();
        }
        Ok(())
    }

    /// Batch norm by the statistics of the whole batch.
    fn normalize(&mut self, op: &batch_norm::BatchNorm, i: usize) -> Result<()> {
        let (buffers, instruction) = (self.buffers, &self.plan.instructions[i]);
        let kernels = self.norm(op, instruction);
        let w = buffers.trained.part(&buffers.weights, instruction.node);
        let (Some(w), Some(running)) = (w, buffers.running.part(&buffers.statistics, instruction.node)) else {
            return Ok(());
        };
        let partial = self.gpu.buffer(kernels.all_parts() * 2 * kernels.c)?;
        let partial = BufferSlice::all(&partial);
        let x = |slice| buffers.value(instruction.inputs[0], slice);
        let first = self.slices.first();
        for slice in self.slices.iter() {
            self.run(kernels.forward_sums(slice), &[x(slice), x(first)], &[partial])?;
        }
        let saved = buffers.saved(i, first);
        self.run(kernels.forward_statistics(), &[x(first), w, w, partial], &[saved, running])?;
        for slice in self.slices.iter() {
            self.run(
                kernels.normalize(slice, false),
                &[x(slice), w, saved],
                &[buffers.value(instruction.output, slice)],
            )?;
        }
        Ok(())
    }

    fn forward_slice(&mut self, i: usize, slice: MicroBatch) -> Result<()> {
        let (buffers, instruction) = (self.buffers, &self.plan.instructions[i]);
        let ((x_shape, y_shape), n) = (self.shapes(instruction), slice.n);
        let len = n * y_shape.len();
        let x = buffers.value(instruction.inputs[0], slice);
        let y = buffers.value(instruction.output, slice);
        let saved = buffers.saved(i, slice);
        let w = buffers.trained.part(&buffers.weights, instruction.node).unwrap_or(x);
        let bias = instruction.params.len() > 1;
        match &self.graph.nodes()[instruction.node].op {
            Op::Conv2d(_) | Op::Linear(_) => {
                let Some(s) = self.window(instruction, n) else { return Ok(()) };
                self.run(conv2d::gpu::forward(self.gpu.tuning(), &s, bias, instruction.act), &[x, w], &[y])
            }
            Op::DepthwiseConv2d(_) => {
                let Some(s) = self.window(instruction, n) else { return Ok(()) };
                self.run(depthwise_conv2d::gpu::forward(&s, bias, instruction.act), &[x, w], &[y])
            }
            Op::BatchNorm(op) => {
                let Some(running) = buffers.running.part(&buffers.statistics, instruction.node) else { return Ok(()) };
                self.run(self.norm(op, instruction).normalize(slice, true), &[x, w, running], &[y])
            }
            Op::Activation(f) => self.run(elementwise::gpu::activation(*f, len), &[x], &[y]),
            Op::MaxPool2d(op) => {
                let kept = self.mode.trains();
                let kernel = pool::gpu::forward(&op.window(n, x_shape, y_shape), kept);
                let both = [y, saved];
                self.run(kernel, &[x], if kept { &both } else { &both[..1] })
            }
            Op::GlobalAvgPool => self.run(pool::gpu::global_forward(n, x_shape.area(), x_shape.c), &[x], &[y]),
            Op::Add => self.run(elementwise::gpu::add(len), &[x, buffers.value(instruction.inputs[1], slice)], &[y]),
            Op::Multiply => {
                let kernel = elementwise::gpu::multiply(len, self.repetition(instruction), x_shape.c, false);
                self.run(kernel, &[x, buffers.value(instruction.inputs[1], slice)], &[y])
            }
            Op::Dropout(op) => {
                let before = self.drawn + slice.first * y_shape.len();
                self.run(dropout::gpu::drop_out(op.p, len, before, false), &[x], &[y])
            }
            Op::FakeQuantize(op) => self.run(elementwise::gpu::fake_quantize(op, len), &[x], &[y]),
            // Aliases have no instruction of their own.
            Op::Input | Op::Flatten => Ok(()),
        }
    }

    /// The backward pass of instruction `i`, after those of all later instructions.
    pub fn backward(&mut self, i: usize) -> Result<()> {
        let (buffers, instruction) = (self.buffers, &self.plan.instructions[i]);
        if let Op::Dropout(_) = &self.graph.nodes()[instruction.node].op {
            // The masks are drawn in the order of the forward pass.
            self.drawn -= self.plan.batch * self.shapes(instruction).1.len();
        }
        let places = buffers.trained.part(&buffers.weights, instruction.node);
        let (Some(w), Some(dw)) = (places, buffers.trained.part(&buffers.gradients, instruction.node)) else {
            return self.slices.iter().try_for_each(|slice| self.backward_slice(i, slice));
        };
        match &self.graph.nodes()[instruction.node].op {
            Op::BatchNorm(op) => self.norm_backward(op, i, w, dw),
            _ => self.slices.iter().try_for_each(|slice| self.layer_backward(i, slice, w, dw)),
        }
    }

    /// Where the gradient of input `j` goes, and whether it is added there.
    fn d_input(&self, instruction: &Instruction, j: usize, slice: MicroBatch) -> Option<(BufferSlice<'a>, bool)> {
        match instruction.d_inputs.get(j) {
            Some(GradTo::Set(b)) => Some((self.buffers.d_value(*b, slice), false)),
            Some(GradTo::Add(b)) => Some((self.buffers.d_value(*b, slice), true)),
            _ => None,
        }
    }

    fn norm_backward(
        &mut self,
        op: &batch_norm::BatchNorm,
        i: usize,
        w: BufferSlice<'_>,
        dw: BufferSlice<'_>,
    ) -> Result<()> {
        let (buffers, instruction) = (self.buffers, &self.plan.instructions[i]);
        let kernels = self.norm(op, instruction);
        let saved = buffers.saved(i, self.slices.first());
        let of = |slice| {
            let (x, y) = (buffers.value(instruction.inputs[0], slice), buffers.value(instruction.output, slice));
            (x, buffers.d_value(instruction.d_output, slice), y)
        };
        for slice in self.slices.iter() {
            let ((x, dy, y), parts) = (of(slice), kernels.parts(slice));
            self.run_in_parts(kernels.backward_sums(slice), parts, &[x, w, saved, dy, dy, y], dw, slice)?;
        }
        for slice in self.slices.iter() {
            let (x, dy, y) = of(slice);
            let Some((dx, add)) = self.d_input(instruction, 0, slice) else { return Ok(()) };
            self.run(kernels.backward_input(slice, add), &[x, w, saved, dw, dy, y], &[dx])?;
        }
        Ok(())
    }

    /// The gradients of a convolution or linear layer.
    fn layer_backward(&mut self, i: usize, slice: MicroBatch, w: BufferSlice<'_>, dw: BufferSlice<'_>) -> Result<()> {
        let (buffers, instruction) = (self.buffers, &self.plan.instructions[i]);
        let Some(s) = self.window(instruction, slice.n) else { return Ok(()) };
        let depthwise = matches!(self.graph.nodes()[instruction.node].op, Op::DepthwiseConv2d(_));
        let (x, dy) = (buffers.value(instruction.inputs[0], slice), buffers.d_value(instruction.d_output, slice));
        if let Some(act) = instruction.act {
            // Nobody else reads the output's gradient.
            let len = slice.n * self.shapes(instruction).1.len();
            self.run(elementwise::gpu::through_slope(act, len), &[buffers.value(instruction.output, slice)], &[dy])?;
        }
        let (tuning, bias) = (self.gpu.tuning(), instruction.params.len() > 1);
        let (kernel, parts) = if depthwise {
            depthwise_conv2d::gpu::backward_params(&s, bias)
        } else {
            conv2d::gpu::backward_params(tuning, &s, bias)
        };
        self.run_in_parts(kernel, parts, &[x, dy], dw, slice)?;
        let Some((dx, add)) = self.d_input(instruction, 0, slice) else { return Ok(()) };
        let kernel = if depthwise {
            depthwise_conv2d::gpu::backward_input(&s, add)
        } else {
            conv2d::gpu::backward_input(tuning, &s, add)
        };
        self.run(kernel, &[w, dy], &[dx])
    }

    /// The gradients of the inputs of a instruction without parameters.
    fn backward_slice(&mut self, i: usize, slice: MicroBatch) -> Result<()> {
        let (buffers, instruction) = (self.buffers, &self.plan.instructions[i]);
        self.first_input(i, slice)?;
        let op = &self.graph.nodes()[instruction.node].op;
        let (Op::Add | Op::Multiply, Some((db, add))) = (op, self.d_input(instruction, 1, slice)) else {
            return Ok(());
        };
        let (x_shape, y_shape) = self.shapes(instruction);
        let (x, dy) = (buffers.value(instruction.inputs[0], slice), buffers.d_value(instruction.d_output, slice));
        if *op == Op::Add {
            return self.run(elementwise::gpu::pass_on(slice.n * y_shape.len(), add), &[dy], &[db]);
        }
        let b_len = slice.n * self.graph.nodes()[self.graph.nodes()[instruction.node].inputs[1]].shape.len();
        let kernel = elementwise::gpu::multiply_repeated(b_len, self.repetition(instruction), x_shape.c, add);
        self.run(kernel, &[x, dy], &[db])
    }

    fn first_input(&mut self, i: usize, slice: MicroBatch) -> Result<()> {
        let (buffers, instruction) = (self.buffers, &self.plan.instructions[i]);
        let Some((dx, add)) = self.d_input(instruction, 0, slice) else { return Ok(()) };
        let ((x_shape, y_shape), n) = (self.shapes(instruction), slice.n);
        let len = n * y_shape.len();
        let x = buffers.value(instruction.inputs[0], slice);
        let dy = buffers.d_value(instruction.d_output, slice);
        match &self.graph.nodes()[instruction.node].op {
            Op::Activation(f) => self.run(elementwise::gpu::activation_backward(*f, len, add), &[x, dy], &[dx]),
            Op::FakeQuantize(op) => self.run(elementwise::gpu::fake_quantize_backward(op, len, add), &[x, dy], &[dx]),
            Op::MaxPool2d(op) => {
                let kernel = pool::gpu::backward(&op.window(n, x_shape, y_shape), add);
                self.run(kernel, &[dy, buffers.saved(i, slice)], &[dx])
            }
            Op::GlobalAvgPool => self.run(pool::gpu::global_backward(n, x_shape.area(), x_shape.c, add), &[dy], &[dx]),
            Op::Add => self.run(elementwise::gpu::pass_on(len, add), &[dy], &[dx]),
            Op::Multiply => {
                let b = buffers.value(instruction.inputs[1], slice);
                let kernel = elementwise::gpu::multiply(len, self.repetition(instruction), x_shape.c, add);
                self.run(kernel, &[dy, b], &[dx])
            }
            Op::Dropout(op) => {
                let before = self.drawn + slice.first * y_shape.len();
                self.run(dropout::gpu::drop_out(op.p, len, before, add), &[dy], &[dx])
            }
            _ => Ok(()),
        }
    }
}
