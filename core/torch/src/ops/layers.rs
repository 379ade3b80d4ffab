//! Layers by the engine's kernels. Tensors here are N C H W, weights K C KH KW, as the program has them; kernels take N H W C and
//! KH KW C K.

use crate::array::Array;
use crate::error::{Result, TorchError, runtime, value};
use crate::random::Random;
use crate::tape::{Backward, Made};
use karui_core::Shape;
use karui_core::ops::batch_norm::{self, BatchNormKernels};
use karui_core::ops::{BatchNorm, Conv2d, Conv2dKernels, Cpu, DepthwiseConv2d, DepthwiseKernels, Op, Pad, Window};

/// N C H W to N H W C, and the other way round.
pub const TO_LAST: [usize; 4] = [0, 2, 3, 1];
pub const TO_FIRST: [usize; 4] = [0, 3, 1, 2];
/// K C KH KW to KH KW C K, and the other way round.
const WEIGHTS: [usize; 4] = [2, 3, 1, 0];
const WEIGHTS_BACK: [usize; 4] = [3, 2, 0, 1];

/// The sizes of `x [N, C, H, W]`; a batch of one where there is no N.
pub fn images(x: &Array, layer: &str) -> Result<(usize, Shape, bool)> {
    if !x.is_float() {
        return runtime(format!("{layer}: the input must be float32, got {}", x.dtype().name()));
    }
    match *x.shape() {
        [n, c, h, w] => Ok((n, Shape::new(h, w, c), true)),
        [c, h, w] => Ok((1, Shape::new(h, w, c), false)),
        _ => runtime(format!("{layer}: expected an input of shape [N, C, H, W] or [C, H, W], got {:?}", x.shape())),
    }
}

/// As a batch of images.
pub fn batch(x: &Array, n: usize, s: Shape) -> Result<Array> {
    x.reshape(&[n, s.c, s.h, s.w])
}

/// The shape of a result of `n` images, without N where the input had none.
pub fn result_shape(n: usize, s: Shape, batched: bool) -> Vec<usize> {
    let shape = [n, s.c, s.h, s.w];
    shape[usize::from(!batched)..].to_vec()
}

/// What a shape of the engine's op says, as the layer's error.
pub fn infer(layer: &str, op: &Op, x: Shape) -> Result<Shape> {
    op.infer(&[x]).map_err(|(expected, got)| {
        TorchError::new(
            crate::Kind::Runtime,
            format!("{layer}: expected {expected}, got {got} (height × width × channels)"),
        )
    })
}

/// The settings of a convolution that PyTorch's layer has and its tensors do not say.
#[derive(Debug, Clone, Copy)]
pub struct ConvSettings {
    pub stride: [usize; 2],
    pub padding: [usize; 2],
    pub groups: usize,
}

/// The two ways in which the engine convolves.
#[derive(Clone, Copy)]
struct Geometry {
    window: Window,
    depthwise: bool,
}

impl Geometry {
    fn workspace(&self) -> Vec<f32> {
        vec![
            0.0;
            if self.depthwise { Cpu::depthwise_workspace(&self.window) } else { Cpu::conv2d_workspace(&self.window) }
        ]
    }
}

/// `conv2d(x [N,C,H,W], w [K,C/groups,KH,KW], b [K])`.
pub fn conv2d(x: &Array, w: &Array, b: Option<&Array>, set: ConvSettings) -> Result<Made> {
    let (n, s, batched) = images(x, "conv2d")?;
    let &[k, cg, kh, kw] = w.shape() else {
        return runtime(format!("conv2d: expected a weight of shape [K, C/groups, KH, KW], got {:?}", w.shape()));
    };
    if set.groups == 0 || cg.saturating_mul(set.groups) != s.c || k % set.groups.max(1) != 0 {
        return runtime(format!(
            "conv2d: weight {:?} with {} groups needs {} input channels and outputs that are a multiple of the groups, got an input of {:?}",
            w.shape(),
            set.groups,
            cg.saturating_mul(set.groups),
            x.shape()
        ));
    }
    if !w.is_float() || b.is_some_and(|b| !b.is_float() || b.shape() != [k]) {
        return runtime(format!("conv2d: expected a float32 weight and bias [{k}]"));
    }
    let [ph, pw] = set.padding;
    let pad = Pad { top: ph, bottom: ph, left: pw, right: pw };
    let (kernel, stride) = ([kh, kw], set.stride);
    // The sizes of the padded input must be numbers.
    x.meter().room(&[
        n.max(1),
        s.c.max(1),
        s.h.saturating_add(ph.saturating_mul(2)),
        s.w.saturating_add(pw.saturating_mul(2)),
    ])?;
    let depthwise = set.groups == s.c && k == s.c && s.c > 1;
    let (y, window) = if depthwise {
        let op = DepthwiseConv2d { kernel, stride, pad, bias: b.is_some() };
        let y = infer("conv2d", &Op::DepthwiseConv2d(op.clone()), s)?;
        (y, op.window(n, s, y))
    } else {
        let op = Conv2d { out_channels: k, kernel, stride, pad, groups: set.groups, bias: b.is_some() };
        let y = infer("conv2d", &Op::Conv2d(op.clone()), s)?;
        (y, op.window(n, s, y))
    };
    let geometry = Geometry { window, depthwise };
    let images = batch(x, n, s)?.permute(&TO_LAST).copy()?;
    let weights = w.permute(&WEIGHTS).copy()?;
    let mut out = x.meter().zeros(&[n, y.h, y.w, y.c])?;
    if n > 0 {
        let mut ws = geometry.workspace();
        let bias = b.map(Array::floats);
        let (images, weights) = (images.floats(), weights.floats());
        if depthwise {
            Cpu::depthwise_conv2d(&window, &images, &weights, bias.as_deref(), None, &mut out, &mut ws);
        } else {
            Cpu::conv2d(&window, &images, &weights, bias.as_deref(), None, &mut out, &mut ws);
        }
    }
    let out = x.make(out, &[n, y.h, y.w, y.c])?.permute(&TO_FIRST).copy()?;
    let out = out.reshape(&result_shape(n, y, batched))?;
    let (from, bias_len) = (x.shape().to_vec(), b.map(|_| k));
    let backward: Backward = Box::new(move |dy, saved, needs| {
        let (images, w) = (&saved[0], &saved[1]);
        let dy = batch(dy, n, y)?.permute(&TO_LAST).copy()?;
        let dy = dy.floats();
        let mut ws = geometry.workspace();
        let window = &geometry.window;
        let meter = images.meter();
        let mut out = vec![None, None];
        if needs[0] {
            let mut dx = meter.zeros(images.shape())?;
            let weights = w.permute(&WEIGHTS).copy()?;
            if n > 0 && geometry.depthwise {
                Cpu::depthwise_backward_input(window, &weights.floats(), &dy, &mut dx, &mut ws);
            } else if n > 0 {
                Cpu::conv2d_backward_input(window, &weights.floats(), &dy, &mut dx, &mut ws);
            }
            out[0] = Some(images.make(dx, images.shape())?.permute(&TO_FIRST).copy()?.reshape(&from)?);
        }
        if needs[1] || needs.get(2) == Some(&true) {
            let shape = [kh, kw, cg, k];
            let mut dw = meter.zeros(&shape)?;
            let mut db = bias_len.map(|k| vec![0.0; k]);
            if n > 0 && geometry.depthwise {
                Cpu::depthwise_backward_params(window, &images.floats(), &dy, &mut dw, db.as_deref_mut(), &mut ws);
            } else if n > 0 {
                Cpu::conv2d_backward_params(window, &images.floats(), &dy, &mut dw, db.as_deref_mut(), &mut ws);
            }
            out[1] = Some(images.make(dw, &shape)?.permute(&WEIGHTS_BACK).copy()?);
            out.push(db.map(|db| images.make(db, &[k])).transpose()?);
        }
        Ok(out)
    });
    Ok(Made::new(out, "ConvolutionBackward0", vec![images, w.clone()], backward))
}

/// Batch norm over all axes but the second: `x [N,C]`, `[N,C,L]` or `[N,C,H,W]`, everything else `[C]`. In training the running
/// statistics move.
pub fn batch_norm(
    x: &Array,
    affine: [&Array; 2],
    running: [&Array; 2],
    training: bool,
    momentum: f32,
    eps: f32,
) -> Result<Made> {
    let [gamma, beta] = affine;
    let shape = x.shape().to_vec();
    let c = shape.get(1).copied().unwrap_or(0);
    let fits = (2..=4).contains(&shape.len())
        && x.is_float()
        && [gamma, beta, running[0], running[1]].iter().all(|p| p.shape() == [c] && p.is_float());
    if !fits || c == 0 {
        return runtime(format!(
            "batch_norm: expected float32 of shape [N, {0}, …] for {0} features, got {shape:?}",
            gamma.shape().first().copied().unwrap_or(0)
        ));
    }
    let rows = x.len() / c;
    if training && rows < 2 {
        return value(format!(
            "batch_norm: more than one value for each channel is needed in training, got an input of {shape:?}"
        ));
    }
    // The channels behind everything else, and back.
    let rank = shape.len();
    let order: Vec<usize> = [0].into_iter().chain(2..rank).chain([1]).collect();
    let back: Vec<usize> = [0, rank - 1].into_iter().chain(1..rank - 1).collect();
    let last = x.permute(&order).copy()?;
    let last_shape = last.shape().to_vec();
    let op = BatchNorm { eps, momentum };
    let mut y = x.meter().zeros(&last_shape)?;
    let (mut mean, mut inv_std) = (vec![0.0; c], vec![0.0; c]);
    let [mut running_mean, mut running_var] = running.map(|r| r.floats().to_vec());
    if training {
        Cpu::batch_norm_train(batch_norm::Training {
            op: &op,
            act: None,
            x: &last.floats(),
            gamma: &gamma.floats(),
            beta: &beta.floats(),
            running_mean: &mut running_mean,
            running_var: &mut running_var,
            y: &mut y,
            mean: &mut mean,
            inv_std: &mut inv_std,
        });
        for (kept, new) in running.iter().zip([running_mean, running_var]) {
            kept.update(&mut |values| values.copy_from_slice(&new))?;
        }
    } else {
        Cpu::batch_norm_eval(batch_norm::Inference {
            op: &op,
            act: None,
            x: &last.floats(),
            gamma: &gamma.floats(),
            beta: &beta.floats(),
            mean: &running_mean,
            var: &running_var,
            y: &mut y,
        });
        inv_std = running_var.iter().map(|v| 1.0 / (v + eps).sqrt()).collect();
        mean = running_mean;
    }
    let value = x.make(y, &last_shape)?.permute(&back).copy()?;
    let backward: Backward = Box::new(move |dy, saved, _| {
        let (x, gamma) = (saved[0].floats(), saved[1].floats());
        let last = dy.permute(&order).copy()?;
        let mut dy_values = last.floats().to_vec();
        let mut dx = dy.meter().zeros(&last_shape)?;
        let (mut dgamma, mut dbeta) = (vec![0.0; c], vec![0.0; c]);
        if training {
            Cpu::batch_norm_backward(batch_norm::Backward {
                act: None,
                x: &x,
                y: &[],
                gamma: &gamma,
                mean: &mean,
                inv_std: &inv_std,
                dy: &mut dy_values,
                dx: &mut dx,
                dgamma: &mut dgamma,
                dbeta: &mut dbeta,
            });
        } else {
            // The running statistics are constants.
            for (i, (dy, dx)) in dy_values.iter().zip(&mut dx).enumerate() {
                let j = i % c;
                *dx = dy * gamma[j] * inv_std[j];
                dgamma[j] += dy * (x[i] - mean[j]) * inv_std[j];
                dbeta[j] += dy;
            }
        }
        Ok(vec![
            Some(dy.make(dx, &last_shape)?.permute(&back).copy()?),
            Some(dy.make(dgamma, &[c])?),
            Some(dy.make(dbeta, &[c])?),
        ])
    });
    Ok(Made::new(value, "NativeBatchNormBackward0", vec![last, gamma.clone()], backward))
}

/// Dropout in training: what stays is scaled by 1/(1 − p).
pub fn dropout(x: &Array, p: f64, random: &mut Random) -> Result<Made> {
    if !(0.0..=1.0).contains(&p) {
        return value(format!("dropout: expected a probability between 0 and 1, got {p}"));
    }
    let mask = random.mask(&x.meter(), x.shape(), p)?;
    let mask = x.make(mask, x.shape())?;
    let y = super::zip(x, &mask, &|x, m| x * m)?;
    let backward: Backward = Box::new(|dy, saved, _| Ok(vec![Some(super::zip(dy, &saved[0], &|dy, m| dy * m)?)]));
    Ok(Made::new(y, "MulBackward0", vec![mask], backward))
}
