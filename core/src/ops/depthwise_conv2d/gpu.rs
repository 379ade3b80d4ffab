//! Depthwise convolutions on the GPU; see `gpu.wgsl`.

use crate::gpu::kernel::{Constant, FOUR, Kernel, ONE, Shader, Widths, by_width, flag, parts};
use crate::ops::window::window_sizes;
use crate::ops::{Activation, Window, activation};

const SIZES: &[&str] = window_sizes!["N", "PARTS"];
static SHADERS: Widths = [
    Shader {
        name: "depthwise_conv2d",
        sizes: SIZES,
        parts: &[ONE, activation::gpu::FUNCTIONS, include_str!("gpu.wgsl")],
    },
    Shader {
        name: "depthwise_conv2d of fours",
        sizes: SIZES,
        parts: &[FOUR, activation::gpu::FUNCTIONS, include_str!("gpu.wgsl")],
    },
];

/// Columns that an invocation makes forward.
const STRIP: usize = 4;

fn plan(s: &Window, extra: &[Constant]) -> (&'static Shader, usize, Vec<Constant>) {
    let (shader, c) = by_width(&SHADERS, s.c);
    let mut constants = Window { c, ..*s }.constants();
    constants.push(("N", s.n as f64));
    constants.extend(extra);
    (shader, c, constants)
}

/// Reads x, then w and b; writes y through `act`.
pub(crate) fn forward(s: &Window, bias: bool, act: Option<Activation>) -> Kernel {
    let (shader, c, constants) = plan(s, &[activation::gpu::constant(act), flag("BIAS", bias)]);
    Kernel::pieces(shader, "forward", s.n * s.oh * s.ow.div_ceil(STRIP) * c, 1, constants)
}

/// Reads w and dy; writes dx, or adds to it.
pub(crate) fn backward_input(s: &Window, add: bool) -> Kernel {
    let (shader, c, constants) = plan(s, &[flag("ADD", add)]);
    Kernel::over(shader, "backward_input", s.n * s.h * s.w * c, constants)
}

/// Reads x and dy; writes dw and, behind it, db, in so many parts.
pub(crate) fn backward_params(s: &Window, bias: bool) -> (Kernel, usize) {
    let taps = s.kh * s.kw + usize::from(bias);
    let parts = parts(s.n * s.oh * s.ow, by_width(&SHADERS, s.c).1 * taps);
    let (shader, c, constants) = plan(s, &[("PARTS", parts as f64), flag("BIAS", bias)]);
    (Kernel::pieces(shader, "backward_params", c * parts, taps, constants), parts)
}
