//! The border between the executor and the kernels: an executor is generic over one [`Kernels`].

use crate::ops::batch_norm::{self, BatchNorm};
use crate::ops::fake_quantize::{self, FakeQuantize};
use crate::ops::{Activation, Window, activation, conv2d, depthwise_conv2d, elementwise, linear, pool};
use crate::ops::{PoolKind, softmax_cross_entropy};

/// The sizes of a linear layer: `x [n, c]`, `w [c, k]`, `y [n, k]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Rows {
    pub n: usize,
    pub c: usize,
    pub k: usize,
}

/// One implementation of every op, forward and backward side by side. The provided methods are the reference kernels;
/// a faster set overrides them and is tested against them.
///
/// All lengths are those of the plan; results are overwritten, never added to. `ws` is scratch memory of at least
/// the length that the `*_workspace` method of the op asked for, with anything in it. A kernel with `act` writes its
/// output through that activation.
pub trait Kernels {
    /// The name shown beside a speed.
    const NAME: &'static str;

    /// Scratch values for `conv2d` and its backward passes.
    fn conv2d_workspace(_s: &Window) -> usize {
        0
    }

    /// Convolution; see [`conv2d::reference::forward`].
    fn conv2d(
        s: &Window,
        x: &[f32],
        w: &[f32],
        b: Option<&[f32]>,
        act: Option<Activation>,
        y: &mut [f32],
        _ws: &mut [f32],
    ) {
        conv2d::reference::forward(s, x, w, b, y);
        Self::activate(act, y);
    }

    /// Gradient of its input.
    fn conv2d_backward_input(s: &Window, w: &[f32], dy: &[f32], dx: &mut [f32], _ws: &mut [f32]) {
        conv2d::reference::backward_input(s, w, dy, dx);
    }

    /// Gradients of its weights and bias.
    fn conv2d_backward_params(
        s: &Window,
        x: &[f32],
        dy: &[f32],
        dw: &mut [f32],
        db: Option<&mut [f32]>,
        _ws: &mut [f32],
    ) {
        conv2d::reference::backward_params(s, x, dy, dw, db);
    }

    /// Scratch values for `depthwise_conv2d` and its backward passes.
    fn depthwise_workspace(_s: &Window) -> usize {
        0
    }

    /// Depthwise convolution.
    fn depthwise_conv2d(
        s: &Window,
        x: &[f32],
        w: &[f32],
        b: Option<&[f32]>,
        act: Option<Activation>,
        y: &mut [f32],
        _ws: &mut [f32],
    ) {
        depthwise_conv2d::reference::forward(s, x, w, b, y);
        Self::activate(act, y);
    }

    /// Gradient of its input.
    fn depthwise_backward_input(s: &Window, w: &[f32], dy: &[f32], dx: &mut [f32], _ws: &mut [f32]) {
        depthwise_conv2d::reference::backward_input(s, w, dy, dx);
    }

    /// Gradients of its weights and bias.
    fn depthwise_backward_params(
        s: &Window,
        x: &[f32],
        dy: &[f32],
        dw: &mut [f32],
        db: Option<&mut [f32]>,
        _ws: &mut [f32],
    ) {
        depthwise_conv2d::reference::backward_params(s, x, dy, dw, db);
    }

    /// Scratch values for `linear` and its backward passes.
    fn linear_workspace(_s: Rows) -> usize {
        0
    }

    /// Fully connected layer.
    fn linear(
        s: Rows,
        x: &[f32],
        w: &[f32],
        b: Option<&[f32]>,
        act: Option<Activation>,
        y: &mut [f32],
        _ws: &mut [f32],
    ) {
        linear::reference::forward(s.n, s.c, s.k, x, w, b, y);
        Self::activate(act, y);
    }

    /// Gradient of its input.
    fn linear_backward_input(s: Rows, w: &[f32], dy: &[f32], dx: &mut [f32], _ws: &mut [f32]) {
        linear::reference::backward_input(s.n, s.c, s.k, w, dy, dx);
    }

    /// Gradients of its weights and bias.
    fn linear_backward_params(s: Rows, x: &[f32], dy: &[f32], dw: &mut [f32], db: Option<&mut [f32]>, _ws: &mut [f32]) {
        linear::reference::backward_params(s.n, s.c, s.k, x, dy, dw, db);
    }

    /// Batch norm by the batch's own statistics; see [`batch_norm::reference::forward_train`].
    fn batch_norm_train(
        op: &BatchNorm,
        x: &[f32],
        gamma: &[f32],
        beta: &[f32],
        running_mean: &mut [f32],
        running_var: &mut [f32],
        act: Option<Activation>,
        y: &mut [f32],
        mean: &mut [f32],
        inv_std: &mut [f32],
    ) {
        batch_norm::reference::forward_train(op, x, gamma, beta, running_mean, running_var, y, mean, inv_std);
        Self::activate(act, y);
    }

    /// Batch norm by the running statistics.
    fn batch_norm_eval(
        op: &BatchNorm,
        x: &[f32],
        gamma: &[f32],
        beta: &[f32],
        running_mean: &[f32],
        running_var: &[f32],
        act: Option<Activation>,
        y: &mut [f32],
    ) {
        batch_norm::reference::forward_eval(op, x, gamma, beta, running_mean, running_var, y);
        Self::activate(act, y);
    }

    /// Gradients of the training form. `act` is the activation that was fused behind it and `y` its output; `dy`
    /// may be changed.
    fn batch_norm_backward(
        x: &[f32],
        y: &[f32],
        gamma: &[f32],
        mean: &[f32],
        inv_std: &[f32],
        act: Option<Activation>,
        dy: &mut [f32],
        dx: &mut [f32],
        dgamma: &mut [f32],
        dbeta: &mut [f32],
    ) {
        if let Some(act) = act {
            Self::activation_backward_in_place(act, y, dy);
        }
        batch_norm::reference::backward(x, gamma, mean, inv_std, dy, dx, dgamma, dbeta);
    }

    /// `y = f(x)`.
    fn activation(f: Activation, x: &[f32], y: &mut [f32]) {
        activation::reference::forward(f, x, y);
    }

    /// `y ← f(y)`, for epilogues.
    fn activate(f: Option<Activation>, y: &mut [f32]) {
        if let Some(f) = f {
            activation::reference::forward_in_place(f, y);
        }
    }

    /// `dx = dy · f′(x)`.
    fn activation_backward(f: Activation, x: &[f32], dy: &[f32], dx: &mut [f32]) {
        activation::reference::backward(f, x, dy, dx);
    }

    /// `dy ← dy · f′`, told from the output `y`.
    fn activation_backward_in_place(f: Activation, y: &[f32], dy: &mut [f32]) {
        activation::reference::backward_in_place(f, y, dy);
    }

    /// Pooling; `argmax` is written by maximum poolings only. `pad_end` is the padding below and right.
    fn pool2d(s: &Window, kind: PoolKind, pad_end: [usize; 2], x: &[f32], y: &mut [f32], argmax: &mut [u32]) {
        match kind {
            PoolKind::Max => pool::reference::max_forward(s, x, y, argmax),
            PoolKind::Average { count_pad } => pool::reference::avg_forward(s, count_pad, pad_end, x, y),
        }
    }

    /// Gradient of its input.
    fn pool2d_backward(s: &Window, kind: PoolKind, pad_end: [usize; 2], argmax: &[u32], dy: &[f32], dx: &mut [f32]) {
        match kind {
            PoolKind::Max => pool::reference::max_backward(argmax, dy, dx),
            PoolKind::Average { count_pad } => pool::reference::avg_backward(s, count_pad, pad_end, dy, dx),
        }
    }

    /// `y [n,c] = mean` of `x [n,area,c]`.
    fn global_avg_pool(n: usize, area: usize, c: usize, x: &[f32], y: &mut [f32]) {
        pool::reference::global_avg_forward(n, area, c, x, y);
    }

    /// Gradient of its input.
    fn global_avg_pool_backward(n: usize, area: usize, c: usize, dy: &[f32], dx: &mut [f32]) {
        pool::reference::global_avg_backward(n, area, c, dy, dx);
    }

    /// `y = a + b`.
    fn add(a: &[f32], b: &[f32], y: &mut [f32]) {
        elementwise::reference::add(a, b, y);
    }

    /// `y ← y + x`.
    fn add_assign(y: &mut [f32], x: &[f32]) {
        elementwise::reference::add_assign(y, x);
    }

    /// `y [n,area,c] = a · b`, `b` being `[n,c]`, or `[n,area,c]` with `area` given as 1.
    fn multiply(area: usize, c: usize, a: &[f32], b: &[f32], y: &mut [f32]) {
        elementwise::reference::multiply(area, c, a, b, y);
    }

    /// Gradient of its first input.
    fn multiply_backward_a(area: usize, c: usize, b: &[f32], dy: &[f32], da: &mut [f32]) {
        elementwise::reference::multiply_backward_a(area, c, b, dy, da);
    }

    /// Gradient of its second input.
    fn multiply_backward_b(area: usize, c: usize, a: &[f32], dy: &[f32], db: &mut [f32]) {
        elementwise::reference::multiply_backward_b(area, c, a, dy, db);
    }

    /// `y = x` on an 8-bit grid; see [`fake_quantize::reference::forward`].
    fn fake_quantize(op: &FakeQuantize, x: &[f32], y: &mut [f32]) {
        fake_quantize::reference::forward(op, x, y);
    }

    /// Gradient of its input, straight through the rounding.
    fn fake_quantize_backward(op: &FakeQuantize, x: &[f32], dy: &[f32], dx: &mut [f32]) {
        fake_quantize::reference::backward(op, x, dy, dx);
    }

    /// Mean loss of a batch of `k` logits each, and its gradient.
    fn softmax_cross_entropy(k: usize, logits: &[f32], labels: &[u8], smoothing: f32, dlogits: &mut [f32]) -> f32 {
        softmax_cross_entropy::reference::loss_and_gradient(k, logits, labels, smoothing, dlogits)
    }
}

/// The plain kernels: the definition of every op, kept for ever.
#[derive(Debug, Clone, Copy)]
pub struct Reference;

impl Kernels for Reference {
    const NAME: &'static str = "reference";
}
