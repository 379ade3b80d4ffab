//! Poolings on the GPU; see `gpu.wgsl`.

use crate::gpu::kernel::{Constant, FOUR, Kernel, ONE, Shader, Widths, by_width, flag};
use crate::ops::Window;
use crate::ops::window::window_sizes;

const SIZES: &[&str] = window_sizes!["N"];
static SHADERS: Widths = [
    Shader { name: "pool", sizes: SIZES, parts: &[ONE, include_str!("gpu.wgsl")] },
    Shader { name: "pool of fours", sizes: SIZES, parts: &[FOUR, include_str!("gpu.wgsl")] },
];

fn constants(s: &Window, c: usize, add: bool) -> Vec<Constant> {
    let mut constants = Window { c, ..*s }.constants();
    constants.extend([("N", s.n as f64), flag("ADD", add)]);
    constants
}

/// Reads x; writes y and, where they are `kept`, the places of the maxima.
pub(crate) fn forward(s: &Window, kept: bool) -> Kernel {
    let entry = if kept { "max_forward" } else { "max_inference" };
    let (shader, c) = by_width(&SHADERS, s.c);
    Kernel::over(shader, entry, s.n * s.oh * s.ow * c, constants(s, c, false))
}

/// Reads dy and the places of the maxima; writes dx, or adds to it.
pub(crate) fn backward(s: &Window, add: bool) -> Kernel {
    let (shader, c) = by_width(&SHADERS, s.c);
    Kernel::over(shader, "max_backward", s.n * s.h * s.w * c, constants(s, c, add))
}

fn global(entry: &'static str, positions: usize, [n, area, c]: [usize; 3], add: bool) -> Kernel {
    let (shader, c) = by_width(&SHADERS, c);
    let constants = vec![("N", n as f64), ("H", area as f64), ("W", 1.0), ("C", c as f64), flag("ADD", add)];
    Kernel::over(shader, entry, positions * c, constants)
}

/// Reads x `[N, area, C]`; writes y `[N, C]`.
pub(crate) fn global_forward(n: usize, area: usize, c: usize) -> Kernel {
    global("global_forward", n, [n, area, c], false)
}

/// Reads dy `[N, C]`; writes dx `[N, area, C]`, or adds to it.
pub(crate) fn global_backward(n: usize, area: usize, c: usize, add: bool) -> Kernel {
    global("global_backward", n * area, [n, area, c], add)
}
