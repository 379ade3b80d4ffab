//! Ops on single values on the GPU; see `gpu.wgsl`. Each writes as many values as it is asked for; with `add`, it adds.

use crate::exec::gpu::kernel::{Kernel, Shader, flag};
use crate::ops::{Activation, FakeQuantize, activation};

static SHADER: Shader = Shader { name: "elementwise", parts: &[activation::gpu::FUNCTIONS, include_str!("gpu.wgsl")] };

fn kernel(entry: &'static str, len: usize, add: bool) -> Kernel {
    Kernel::over(&SHADER, entry, len, vec![("LEN", len as f64), flag("ADD", add)])
}

fn with(mut kernel: Kernel, constants: &[(&'static str, f64)]) -> Kernel {
    kernel.constants.extend(constants);
    kernel
}

/// Reads a and b.
pub(crate) fn add(len: usize) -> Kernel {
    kernel("add", len, false)
}

/// Reads dy.
pub(crate) fn pass_on(len: usize, add: bool) -> Kernel {
    kernel("pass_on", len, add)
}

/// Reads a and b, which is repeated over `area` positions of `c` channels; or dy and b.
pub(crate) fn multiply(len: usize, area: usize, c: usize, add: bool) -> Kernel {
    with(kernel("multiply", len, add), &[("AREA", area as f64), ("C", c as f64)])
}

/// Reads a and dy; writes the gradient of b, of `len` values.
pub(crate) fn multiply_repeated(len: usize, area: usize, c: usize, add: bool) -> Kernel {
    with(kernel("multiply_repeated", len, add), &[("AREA", area as f64), ("C", c as f64)])
}

/// Reads x.
pub(crate) fn activation(f: Activation, len: usize) -> Kernel {
    with(kernel("activation", len, false), &[activation::gpu::constant(Some(f))])
}

/// Reads x and dy.
pub(crate) fn activation_backward(f: Activation, len: usize, add: bool) -> Kernel {
    with(kernel("activation_backward", len, add), &[activation::gpu::constant(Some(f))])
}

fn grid(op: &FakeQuantize) -> [(&'static str, f64); 3] {
    let zero = f64::from(op.zero_point);
    [("SCALE", f64::from(op.scale)), ("LOW", -128.0 - zero), ("HIGH", 127.0 - zero)]
}

/// Reads x.
pub(crate) fn fake_quantize(op: &FakeQuantize, len: usize) -> Kernel {
    with(kernel("fake_quantize", len, false), &grid(op))
}

/// Reads x and dy.
pub(crate) fn fake_quantize_backward(op: &FakeQuantize, len: usize, add: bool) -> Kernel {
    with(kernel("fake_quantize_backward", len, add), &grid(op))
}
