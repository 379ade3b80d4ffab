//! Convolutions and linear layers on the GPU; see `gpu.wgsl` and `quads.wgsl`.

use crate::gemm::gpu::{Product, REGISTERS, TILED, product_sizes};
use crate::gpu::Tuning;
use crate::gpu::kernel::{FOUR, Kernel, ONE, Shader, flag};
use crate::ops::{Activation, Window, activation};

const SIZES: &[&str] = product_sizes!["H", "W", "C", "OH", "OW", "KH", "KW", "SH", "SW", "PT", "PL", "K", "GROUPS"];
static SHARED: Shader = Shader {
    name: "conv2d in tiles",
    sizes: SIZES,
    parts: &[ONE, activation::gpu::FUNCTIONS, TILED, include_str!("gpu.wgsl")],
};
static SINGLE: Shader = Shader {
    name: "conv2d",
    sizes: SIZES,
    parts: &[ONE, activation::gpu::FUNCTIONS, REGISTERS, include_str!("gpu.wgsl")],
};
static QUADS: Shader = Shader {
    name: "conv2d of fours",
    sizes: SIZES,
    parts: &[FOUR, activation::gpu::FUNCTIONS, include_str!("quads.wgsl")],
};

/// Whether both channels of a group come in fours.
fn in_fours(s: &Window) -> bool {
    (s.c / s.groups).is_multiple_of(4) && (s.k / s.groups).is_multiple_of(4)
}

/// What a pass is made of besides its product.
#[derive(Default)]
struct Pass {
    number: u8,
    splits: usize,
    act: Option<Activation>,
    bias: bool,
    add: bool,
}

fn kernel(s: &Window, product: Product, pass: Pass) -> Kernel {
    let (mut constants, grid) = product.plan(pass.splits);
    constants.extend(s.constants());
    constants.extend([("PASS", f64::from(pass.number)), ("K", s.k as f64), ("GROUPS", s.groups as f64)]);
    constants.extend([activation::gpu::constant(pass.act), flag("BIAS", pass.bias), flag("ADD", pass.add)]);
    if product.tiled || !in_fours(s) {
        let shader = if product.tiled { &SHARED } else { &SINGLE };
        return Kernel { shader, entry: "product", constants, grid };
    }
    let whole = s.oh == s.h && s.ow == s.w;
    constants.push(flag("POINT", whole && [s.kh, s.kw, s.sh, s.sw] == [1; 4] && s.pt + s.pl == 0));
    let entry = if pass.number == 2 { "gradient" } else { "product" };
    Kernel { shader: &QUADS, entry, constants, grid }
}

/// Reads x, then w and b; writes y through `act`.
pub(crate) fn forward(tuning: Tuning, s: &Window, bias: bool, act: Option<Activation>) -> Kernel {
    let product = Product {
        rows: s.n * s.oh * s.ow,
        cols: s.k / s.groups,
        inner: s.kh * s.kw * s.c / s.groups,
        groups: s.groups,
        tiled: tuning.tiles,
    };
    kernel(s, product, Pass { number: 0, splits: 1, act, bias, add: false })
}

/// Reads w and dy; writes dx, or adds to it.
pub(crate) fn backward_input(tuning: Tuning, s: &Window, add: bool) -> Kernel {
    let product = Product {
        rows: s.n * s.h * s.w,
        cols: s.c / s.groups,
        inner: s.kh * s.kw * s.k / s.groups,
        groups: s.groups,
        tiled: tuning.tiles,
    };
    kernel(s, product, Pass { number: 1, splits: 1, add, ..Pass::default() })
}

/// Reads x and dy; writes dw and, behind it, db, in so many parts.
pub(crate) fn backward_params(tuning: Tuning, s: &Window, bias: bool) -> (Kernel, usize) {
    let product = Product {
        rows: s.kh * s.kw * s.c / s.groups + usize::from(bias),
        cols: s.k / s.groups,
        inner: s.n * s.oh * s.ow,
        groups: s.groups,
        tiled: tuning.tiles,
    };
    let splits = product.splits();
    (kernel(s, product, Pass { number: 2, splits, bias, ..Pass::default() }), splits)
}
