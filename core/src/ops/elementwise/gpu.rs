//! Ops on single values on the GPU; see `gpu.wgsl`. Each writes as many values as it is asked for; with `add`, it adds.

use crate::gpu::kernel::{FOUR, Kernel, ONE, Shader, Widths, by_width, flag};
use crate::ops::{Activation, FakeQuantize, activation};

const SIZES: &[&str] = &["LEN", "AREA", "C"];
static SHADERS: Widths = [
    Shader { name: "elementwise", sizes: SIZES, parts: &[ONE, activation::gpu::FUNCTIONS, include_str!("gpu.wgsl")] },
    Shader {
        name: "elementwise of fours",
        sizes: SIZES,
        parts: &[FOUR, activation::gpu::FUNCTIONS, include_str!("gpu.wgsl")],
    },
];

fn kernel(entry: &'static str, len: usize, add: bool) -> Kernel {
    // Buffers end with a whole four.
    let len = len.div_ceil(4);
    Kernel::over(&SHADERS[1], entry, len, vec![("LEN", len as f64), flag("ADD", add)])
}

/// A kernel that knows `c` channels apart.
fn by_channel(entry: &'static str, rows: usize, area: usize, c: usize, add: bool) -> Kernel {
    let (shader, c) = by_width(&SHADERS, c);
    let len = rows * c;
    let sizes = [("LEN", len as f64), ("AREA", area as f64), ("C", c as f64)];
    Kernel::over(shader, entry, len, [&sizes[..], &[flag("ADD", add)]].concat())
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
    by_channel("multiply", len / c, area, c, add)
}

/// Reads a and dy; writes the gradient of b, of `len` values.
pub(crate) fn multiply_repeated(len: usize, area: usize, c: usize, add: bool) -> Kernel {
    by_channel("multiply_repeated", len / c, area, c, add)
}

/// Reads x.
pub(crate) fn activation(f: Activation, len: usize) -> Kernel {
    with(kernel("activation", len, false), &[activation::gpu::constant(Some(f))])
}

/// Reads x and dy.
pub(crate) fn activation_backward(f: Activation, len: usize, add: bool) -> Kernel {
    with(kernel("activation_backward", len, add), &[activation::gpu::constant(Some(f))])
}

/// Reads y; changes dy, which is that of the activation behind a layer, to that of the layer.
pub(crate) fn through_slope(f: Activation, len: usize) -> Kernel {
    with(kernel("through_slope", len, false), &[activation::gpu::constant(Some(f))])
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
