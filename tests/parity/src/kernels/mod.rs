//! The fast kernels against the reference ones, on shapes chosen to reach every tail, edge and special path. Native
//! tests and the browser's checks both call [`check_all`]; a case is one line.

mod int8;
mod memory;
mod products;

use karui_core::ops::{
    Activation, ActivationKernels, BatchNorm, BatchNormKernels, Conv2dKernels, Cpu, DepthwiseKernels, LinearKernels,
    Pad, PoolKernels, Reference, Rows, Window, batch_norm,
};
use karui_core::rng::Rng;

/// The difference allowed, relative to the sum of the magnitudes of the terms: two orders of adding up f32.
const TOLERANCE: f32 = 1e-5;

/// Runs every check and gives the number of comparisons made.
pub fn check_all() -> Result<usize, String> {
    let mut checked = 0;
    for (_, check) in CHECKS {
        checked += check()?;
    }
    Ok(checked)
}

/// A check by name, giving the number of comparisons made.
pub type Check = (&'static str, fn() -> Result<usize, String>);

/// The checks, one per op.
pub const CHECKS: &[Check] = &[
    ("conv2d", products::conv2d),
    ("depthwise_conv2d", products::depthwise),
    ("linear", products::linear),
    ("batch_norm", memory::batch_norm),
    ("activation", memory::activation),
    ("pool", memory::pool),
    ("global_avg_pool", memory::global_avg_pool),
    ("int8 conv2d", int8::conv2d),
    ("int8 depthwise_conv2d", int8::depthwise),
    ("int8 linear", int8::linear),
    ("int8 dot products", int8::dots),
];

const ACTIVATIONS: [Activation; 6] = [
    Activation::Relu,
    Activation::Relu6,
    Activation::Sigmoid,
    Activation::HardSigmoid,
    Activation::HardSwish,
    Activation::Silu,
];

/// Random values in −1…1.
struct Values(Rng);

impl Values {
    fn new(seed: usize) -> Self {
        Values(Rng::new(seed as u64, 0))
    }

    fn take(&mut self, n: usize) -> Vec<f32> {
        (0..n).map(|_| self.0.range(-1.0, 1.0)).collect()
    }
}

fn magnitudes(values: &[f32]) -> Vec<f32> {
    values.iter().map(|v| v.abs()).collect()
}

/// Scratch memory as a kernel may find it.
fn scratch(len: usize) -> Vec<f32> {
    vec![f32::NAN; len]
}

/// An output buffer as a kernel may find it, with a rim behind it that must stay as it is.
fn output(len: usize) -> Vec<f32> {
    vec![f32::NAN; len]
}

/// `Err` with the first values and the largest difference unless `|got − want| ≤ TOLERANCE · magnitude` everywhere.
fn close(what: &str, got: &[f32], want: &[f32], magnitude: &[f32]) -> Result<usize, String> {
    let excess = |i: usize| {
        let difference = (got[i] - want[i]).abs();
        // Written so that NaN, which a kernel leaves where it wrote nothing, is an excess.
        if difference <= TOLERANCE * (magnitude[i] + 1e-3) { 0.0 } else { difference.max(f32::MIN_POSITIVE) }
    };
    if got.len() != want.len() {
        return Err(format!("{what}: {} values, expected {}", got.len(), want.len()));
    }
    let worst = (0..got.len()).max_by(|&a, &b| excess(a).total_cmp(&excess(b)));
    match worst {
        Some(i) if excess(i) > 0.0 => Err(format!(
            "{what}: value {i} of {} is {} for {} (difference {:e}, allowed {:e}); first values {:?} for {:?}",
            got.len(),
            got[i],
            want[i],
            (got[i] - want[i]).abs(),
            TOLERANCE * (magnitude[i] + 1e-3),
            &got[..got.len().min(8)],
            &want[..want.len().min(8)],
        )),
        _ => Ok(1),
    }
}

/// A window over `[n, h, w, c]` with everything else as given.
fn window(
    [n, h, w, c]: [usize; 4],
    k: usize,
    kernel: [usize; 2],
    stride: [usize; 2],
    pad: Pad,
    groups: usize,
) -> Window {
    Window {
        n,
        h,
        w,
        c,
        oh: (h + pad.top + pad.bottom - kernel[0]) / stride[0] + 1,
        ow: (w + pad.left + pad.right - kernel[1]) / stride[1] + 1,
        k,
        kh: kernel[0],
        kw: kernel[1],
        sh: stride[0],
        sw: stride[1],
        pt: pad.top,
        pl: pad.left,
        groups,
    }
}
