//! Convolutions and linear layers on the GPU; see `gpu.wgsl`.

use crate::exec::gpu::kernel::{Kernel, Shader, flag, window};
use crate::gemm::gpu::{PRODUCT, Product};
use crate::ops::{Activation, Window, activation};

static SHADER: Shader =
    Shader { name: "conv2d", parts: &[activation::gpu::FUNCTIONS, PRODUCT, include_str!("gpu.wgsl")] };

/// A linear layer of `n` rows, `c` features and `k` outputs as a convolution.
pub(crate) const fn linear(n: usize, c: usize, k: usize) -> Window {
    Window { n, h: 1, w: 1, c, oh: 1, ow: 1, k, kh: 1, kw: 1, sh: 1, sw: 1, pt: 0, pl: 0, groups: 1 }
}

fn kernel(s: &Window, pass: u8, product: Product, splits: usize, act: Option<Activation>, flags: [bool; 2]) -> Kernel {
    let (mut constants, grid) = product.plan(splits);
    constants.extend(window(s));
    constants.extend([("PASS", f64::from(pass)), ("K", s.k as f64), ("GROUPS", s.groups as f64)]);
    constants.extend([activation::gpu::constant(act), flag("BIAS", flags[0]), flag("ADD", flags[1])]);
    Kernel { shader: &SHADER, entry: "product", constants, grid }
}

/// Reads x, then w and b; writes y through `act`.
pub(crate) fn forward(s: &Window, bias: bool, act: Option<Activation>) -> Kernel {
    let inner = s.kh * s.kw * s.c / s.groups;
    let product = Product { rows: s.n * s.oh * s.ow, cols: s.k / s.groups, inner, groups: s.groups };
    kernel(s, 0, product, 1, act, [bias, false])
}

/// Reads w, dy, y; writes dx, or adds to it.
pub(crate) fn backward_input(s: &Window, act: Option<Activation>, add: bool) -> Kernel {
    let inner = s.kh * s.kw * s.k / s.groups;
    let product = Product { rows: s.n * s.h * s.w, cols: s.c / s.groups, inner, groups: s.groups };
    kernel(s, 1, product, 1, act, [false, add])
}

/// Reads x, dy, y; writes dw and, behind it, db, in so many parts.
pub(crate) fn backward_params(s: &Window, bias: bool, act: Option<Activation>) -> (Kernel, usize) {
    let rows = s.kh * s.kw * s.c / s.groups + usize::from(bias);
    let product = Product { rows, cols: s.k / s.groups, inner: s.n * s.oh * s.ow, groups: s.groups };
    let splits = product.splits();
    (kernel(s, 2, product, splits, act, [bias, false]), splits)
}
