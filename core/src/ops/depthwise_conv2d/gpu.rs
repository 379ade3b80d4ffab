//! Depthwise convolutions on the GPU; see `gpu.wgsl`.

use crate::exec::gpu::kernel::{Constant, Kernel, Shader, cut_rows, flag, window};
use crate::ops::{Activation, Window, activation};

static SHADER: Shader =
    Shader { name: "depthwise_conv2d", parts: &[activation::gpu::FUNCTIONS, include_str!("gpu.wgsl")] };

fn constants(s: &Window, act: Option<Activation>, bias: bool, add: bool) -> Vec<Constant> {
    let mut constants = window(s);
    constants.extend([("N", s.n as f64), activation::gpu::constant(act), flag("BIAS", bias), flag("ADD", add)]);
    constants
}

/// Reads x, then w and b; writes y through `act`.
pub(crate) fn forward(s: &Window, bias: bool, act: Option<Activation>) -> Kernel {
    Kernel::over(&SHADER, "forward", s.output_len(), constants(s, act, bias, false))
}

/// Reads w, dy, y; writes dx, or adds to it.
pub(crate) fn backward_input(s: &Window, act: Option<Activation>, add: bool) -> Kernel {
    Kernel::over(&SHADER, "backward_input", s.input_len(), constants(s, act, false, add))
}

/// Reads x, dy, y; writes dw and, behind it, db, in so many parts.
pub(crate) fn backward_params(s: &Window, bias: bool, act: Option<Activation>) -> (Kernel, usize) {
    let (chunk, parts) = cut_rows(s.n * s.oh * s.ow);
    let mut constants = constants(s, act, bias, false);
    constants.push(("CHUNK", chunk as f64));
    let grid = [s.c.div_ceil(16), parts, s.kh * s.kw + usize::from(bias)];
    (Kernel { shader: &SHADER, entry: "backward_params", constants, grid }, parts)
}
