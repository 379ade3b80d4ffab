//! Poolings by the engine's kernels: the maximum, the mean over everything, and other means as depthwise convolutions.

use super::layers::{ConvSettings, TO_FIRST, TO_LAST, batch, conv2d, images, infer, result_shape};
use crate::array::Array;
use crate::error::{Result, missing, runtime};
use crate::tape::{Backward, Made};
use karui_core::Shape;
use karui_core::ops::{Cpu, MaxPool2d, Op, Pad, PoolKernels};

/// The greatest of each window.
pub fn max_pool2d(x: &Array, kernel: [usize; 2], stride: [usize; 2], padding: [usize; 2]) -> Result<Made> {
    let (n, s, batched) = images(x, "max_pool2d")?;
    let [ph, pw] = padding;
    if ph > kernel[0] / 2 || pw > kernel[1] / 2 {
        return runtime(format!(
            "max_pool2d: padding of at most half the window {kernel:?} is possible, got {padding:?}"
        ));
    }
    let op = MaxPool2d { kernel, stride, pad: Pad { top: ph, bottom: ph, left: pw, right: pw } };
    let y = infer("max_pool2d", &Op::MaxPool2d(op.clone()), s)?;
    let window = op.window(n, s, y);
    let last = batch(x, n, s)?.permute(&TO_LAST).copy()?;
    let shape = [n, y.h, y.w, y.c];
    let mut out = x.meter().zeros(&shape)?;
    let mut argmax = vec![0; out.len()];
    if n > 0 {
        Cpu::max_pool2d(&window, &last.floats(), &mut out, &mut argmax);
    }
    let value = x.make(out, &shape)?.permute(&TO_FIRST).copy()?.reshape(&result_shape(n, y, batched))?;
    let (from, last_shape) = (x.shape().to_vec(), last.shape().to_vec());
    let backward: Backward = Box::new(move |dy, _, _| {
        let dy = batch(dy, n, y)?.permute(&TO_LAST).copy()?;
        let mut dx = dy.meter().zeros(&last_shape)?;
        if n > 0 {
            Cpu::max_pool2d_backward(&window, &argmax, &dy.floats(), &mut dx);
        }
        Ok(vec![Some(dy.make(dx, &last_shape)?.permute(&TO_FIRST).copy()?.reshape(&from)?)])
    });
    // PyTorch saves its input and the places.
    Ok(Made::new(value, "MaxPool2DWithIndicesBackward0", vec![x.clone()], backward))
}

/// The mean of each window, the padding's zeros among it: a depthwise convolution whose weights are all 1/(KH·KW).
pub fn avg_pool2d(
    x: &Array,
    kernel: [usize; 2],
    stride: [usize; 2],
    padding: [usize; 2],
    name: &'static str,
) -> Result<Made> {
    let (_, s, _) = images(x, "avg_pool2d")?;
    let [kh, kw] = kernel;
    if kh == 0 || kw == 0 || padding[0] > kh / 2 || padding[1] > kw / 2 {
        return runtime(format!(
            "avg_pool2d: padding of at most half the window {kernel:?} is possible, got {padding:?}"
        ));
    }
    let shape = [s.c, 1, kh, kw];
    let len = x.meter().room(&shape)?;
    let weights = x.make(vec![1.0 / (kh as f32 * kw as f32); len], &shape)?;
    let made = conv2d(x, &weights, None, ConvSettings { stride, padding, groups: s.c })?;
    let backward = made.backward;
    let backward: Backward = Box::new(move |dy, saved, _| {
        let mut parts = backward(dy, saved, &[true, false])?;
        parts.truncate(1);
        Ok(parts)
    });
    Ok(Made::new(made.value, name, made.saved, backward))
}

/// The mean over windows that divide the image into `to` parts.
pub fn adaptive_avg_pool2d(x: &Array, to: [usize; 2]) -> Result<Made> {
    let (n, s, batched) = images(x, "adaptive_avg_pool2d")?;
    if to == [1, 1] {
        return global(x, n, s, batched);
    }
    if to.contains(&0) || s.h % to[0] != 0 || s.w % to[1] != 0 {
        return missing(&format!(
            "AdaptiveAvgPool2d({}, {}) of {} × {}: sizes that do not divide",
            to[0], to[1], s.h, s.w
        ));
    }
    let kernel = [s.h / to[0], s.w / to[1]];
    avg_pool2d(x, kernel, kernel, [0, 0], "AdaptiveAvgPool2DBackward0")
}

fn global(x: &Array, n: usize, s: Shape, batched: bool) -> Result<Made> {
    let area = s.h * s.w;
    if area == 0 {
        return runtime("adaptive_avg_pool2d: the mean of no values");
    }
    let last = batch(x, n, s)?.permute(&TO_LAST).copy()?;
    let mut out = x.meter().zeros(&[n, s.c])?;
    if n * s.c > 0 {
        Cpu::global_avg_pool(n, area, s.c, &last.floats(), &mut out);
    }
    let value = x.make(out, &result_shape(n, Shape::new(1, 1, s.c), batched))?;
    let (from, last_shape) = (x.shape().to_vec(), last.shape().to_vec());
    let backward: Backward = Box::new(move |dy, _, _| {
        let mut dx = dy.meter().zeros(&last_shape)?;
        if n * s.c > 0 {
            Cpu::global_avg_pool_backward(n, area, s.c, &dy.floats(), &mut dx);
        }
        Ok(vec![Some(dy.make(dx, &last_shape)?.permute(&TO_FIRST).copy()?.reshape(&from)?)])
    });
    Ok(Made::new(value, "MeanBackward1", Vec::new(), backward))
}
