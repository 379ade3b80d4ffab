//! Poolings on the GPU; see `gpu.wgsl`.

use super::PoolKind;
use crate::gpu::kernel::{Constant, FOUR, Kernel, ONE, Shader, Widths, by_width, flag};
use crate::ops::Window;
use crate::ops::window::window_sizes;

const SIZES: &[&str] = window_sizes!["N", "PB", "PR"];
static SHADERS: Widths = [
    Shader { name: "pool", sizes: SIZES, parts: &[ONE, include_str!("gpu.wgsl")] },
    Shader { name: "pool of fours", sizes: SIZES, parts: &[FOUR, include_str!("gpu.wgsl")] },
];

fn constants(s: &Window, c: usize, kind: PoolKind, pad_end: [usize; 2], add: bool) -> Vec<Constant> {
    let mut constants = Window { c, ..*s }.constants();
    constants.extend([("N", s.n as f64), ("PB", pad_end[0] as f64), ("PR", pad_end[1] as f64)]);
    constants.extend([flag("COUNT_PAD", kind == PoolKind::Average { count_pad: true }), flag("ADD", add)]);
    constants
}

/// Reads x; writes y and, for maxima whose places are `kept`, those.
pub(crate) fn forward(s: &Window, kind: PoolKind, pad_end: [usize; 2], kept: bool) -> Kernel {
    let entry = match kind {
        PoolKind::Max if kept => "max_forward",
        PoolKind::Max => "max_inference",
        PoolKind::Average { .. } => "mean_forward",
    };
    let (shader, c) = by_width(&SHADERS, s.c);
    Kernel::over(shader, entry, s.n * s.oh * s.ow * c, constants(s, c, kind, pad_end, false))
}

/// Reads dy and, for maxima, their places; writes dx, or adds to it.
pub(crate) fn backward(s: &Window, kind: PoolKind, pad_end: [usize; 2], add: bool) -> Kernel {
    let entry = if kind == PoolKind::Max { "max_backward" } else { "mean_backward" };
    let (shader, c) = by_width(&SHADERS, s.c);
    Kernel::over(shader, entry, s.n * s.h * s.w * c, constants(s, c, kind, pad_end, add))
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
