//! Poolings on the GPU; see `gpu.wgsl`.

use super::PoolKind;
use crate::exec::gpu::kernel::{Constant, Kernel, Shader, flag, window};
use crate::ops::Window;

static SHADER: Shader = Shader { name: "pool", parts: &[include_str!("gpu.wgsl")] };

fn constants(s: &Window, kind: PoolKind, pad_end: [usize; 2], add: bool) -> Vec<Constant> {
    let mut constants = window(s);
    constants.extend([("N", s.n as f64), ("PB", pad_end[0] as f64), ("PR", pad_end[1] as f64)]);
    constants.extend([flag("COUNT_PAD", kind == PoolKind::Average { count_pad: true }), flag("ADD", add)]);
    constants
}

/// Reads x; writes y and, for maxima, their places.
pub(crate) fn forward(s: &Window, kind: PoolKind, pad_end: [usize; 2]) -> Kernel {
    let entry = if kind == PoolKind::Max { "max_forward" } else { "mean_forward" };
    Kernel::over(&SHADER, entry, s.output_len(), constants(s, kind, pad_end, false))
}

/// Reads dy and, for maxima, their places; writes dx, or adds to it.
pub(crate) fn backward(s: &Window, kind: PoolKind, pad_end: [usize; 2], add: bool) -> Kernel {
    let entry = if kind == PoolKind::Max { "max_backward" } else { "mean_backward" };
    Kernel::over(&SHADER, entry, s.input_len(), constants(s, kind, pad_end, add))
}

fn global(entry: &'static str, len: usize, [n, area, c]: [usize; 3], add: bool) -> Kernel {
    let constants = vec![("N", n as f64), ("H", area as f64), ("C", c as f64), flag("ADD", add)];
    Kernel::over(&SHADER, entry, len, constants)
}

/// Reads x `[N, area, C]`; writes y `[N, C]`.
pub(crate) fn global_forward(n: usize, area: usize, c: usize) -> Kernel {
    global("global_forward", n * c, [n, area, c], false)
}

/// Reads dy `[N, C]`; writes dx `[N, area, C]`, or adds to it.
pub(crate) fn global_backward(n: usize, area: usize, c: usize, add: bool) -> Kernel {
    global("global_backward", n * area * c, [n, area, c], add)
}
