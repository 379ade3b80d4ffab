//! The kernels of 8-bit integers with their constants; see the WGSL files beside this one.

use super::words::{Panels, repeated};
use crate::gpu::kernel::{Constant, Kernel, Shader};
use crate::int8::{Layer, Scales};
use crate::ops::Window;
use crate::ops::elementwise::int8::Join;
use crate::ops::pool::int8::Mean;
use crate::ops::window::window_sizes;

const LEVELS: &str = include_str!("levels.wgsl");
const FINISH: &str = include_str!("finish.wgsl");
const TABLE: &str = include_str!("table.wgsl");

const PRODUCT: &str = include_str!("product.wgsl");
const PRODUCT_SIZES: &[&str] =
    window_sizes!["ROWS", "K", "KG", "CG", "SPAN", "PANELS", "X_ZERO", "SHIFT", "Y_ZERO", "LEAST", "GREATEST"];
/// Without and with the packed dot product.
static PRODUCTS: [Shader; 2] = [
    Shader {
        name: "int8 conv2d by shifts",
        sizes: PRODUCT_SIZES,
        parts: &[LEVELS, include_str!("shifts.wgsl"), FINISH, PRODUCT],
    },
    Shader { name: "int8 conv2d", sizes: PRODUCT_SIZES, parts: &[LEVELS, include_str!("dot.wgsl"), FINISH, PRODUCT] },
];
static DEPTHWISE: Shader = Shader {
    name: "int8 depthwise_conv2d",
    sizes: window_sizes!["N", "X_ZERO", "SHIFT", "Y_ZERO", "LEAST", "GREATEST"],
    parts: &[LEVELS, FINISH, include_str!("depthwise.wgsl")],
};
static POOL: Shader = Shader {
    name: "int8 pool",
    sizes: window_sizes!["N", "TABLE", "MULTIPLIERS", "SHIFT", "X_ZERO", "Y_ZERO"],
    parts: &[LEVELS, TABLE, include_str!("pool.wgsl")],
};
static ELEMENTWISE: Shader = Shader {
    name: "int8 elementwise",
    sizes: &["LEN", "AREA", "C", "A_ZERO", "B_ZERO", "A_SCALE", "B_SCALE", "SHIFT", "Y_ZERO"],
    parts: &[LEVELS, TABLE, include_str!("elementwise.wgsl")],
};

/// Positions that an invocation of `product.wgsl` makes, and columns that one of `depthwise.wgsl` does.
const ROWS: usize = 8;
const STRIP: usize = 4;

/// The bits of a number, which the kernel reads as signed.
fn signed(name: &'static str, value: i32) -> Constant {
    (name, f64::from(value as u32))
}

fn size(name: &'static str, size: usize) -> Constant {
    (name, size as f64)
}

/// The sizes of a window whose input's channels are in words.
fn sizes(s: &Window) -> Vec<Constant> {
    Window { c: s.c.div_ceil(4), ..*s }.constants()
}

fn ends(layer: &Layer) -> [Constant; 5] {
    [
        ("X_ZERO", f64::from(repeated(layer.x_zero))),
        ("SHIFT", f64::from(layer.shift)),
        signed("Y_ZERO", layer.y_zero.into()),
        signed("LEAST", layer.clamp[0].into()),
        signed("GREATEST", layer.clamp[1].into()),
    ]
}

/// Reads x, weights in `panels` and the constants of [`super::words::finish`]; writes y.
pub(super) fn product(s: &Window, panels: Panels, layer: &Layer, packed_dots: bool) -> Kernel {
    let rows = s.n * s.oh * s.ow;
    let mut constants = sizes(s);
    constants.extend(ends(layer));
    constants.extend([
        size("ROWS", rows),
        size("K", s.k.div_ceil(4)),
        size("KG", s.k / s.groups),
        size("CG", s.c / s.groups),
        size("SPAN", panels.span),
        size("PANELS", panels.count),
    ]);
    let shader = &PRODUCTS[usize::from(packed_dots)];
    Kernel::pieces(shader, "product", rows.div_ceil(ROWS) * panels.count, 1, constants)
}

/// Reads x, words of weights `[KH·KW, C]` and the constants of [`super::words::finish`]; writes y.
pub(super) fn depthwise(s: &Window, layer: &Layer) -> Kernel {
    let mut constants = sizes(s);
    constants.extend(ends(layer));
    constants.push(size("N", s.n));
    let strips = s.n * s.oh * s.ow.div_ceil(STRIP) * s.c.div_ceil(4);
    Kernel::pieces(&DEPTHWISE, "depthwise", strips, 1, constants)
}

fn pool(entry: &'static str, s: &Window, more: impl IntoIterator<Item = Constant>) -> Kernel {
    let mut constants = sizes(s);
    constants.push(size("N", s.n));
    constants.extend(more);
    Kernel::over(&POOL, entry, s.n * s.oh * s.ow * s.c.div_ceil(4), constants)
}

/// Reads x and, where `table` says so, the table that takes maxima to another grid; writes y.
pub(super) fn max_pool(s: &Window, table: bool) -> Kernel {
    pool("most", s, [size("TABLE", table.into())])
}

/// Reads x and the multiplier of `mean`, if it has one; writes y, for the window `s` of all of a picture.
pub(super) fn mean_pool(s: &Window, mean: &Mean) -> Kernel {
    let (multipliers, shift) = mean.scales.as_ref().map_or((0, 1), |it| (it.multiplier.len(), it.shift));
    let more = [
        size("MULTIPLIERS", multipliers),
        ("SHIFT", f64::from(shift)),
        signed("X_ZERO", mean.x_zero.into()),
        signed("Y_ZERO", mean.y_zero.into()),
    ];
    pool("mean", s, more)
}

/// Reads x and a table; writes y, all of `len` words.
pub(super) fn look_up(len: usize) -> Kernel {
    Kernel::over(&ELEMENTWISE, "look_up", len, vec![size("LEN", len)])
}

fn join(entry: &'static str, j: &Join, len: usize, area: usize, c: usize) -> Kernel {
    let Scales { multiplier, shift } = &j.scales;
    let scale = |i: usize| multiplier.get(i).copied().unwrap_or(0);
    let constants = vec![
        size("LEN", len),
        size("AREA", area),
        size("C", c),
        signed("A_ZERO", j.zeros[0].into()),
        signed("B_ZERO", j.zeros[1].into()),
        signed("A_SCALE", scale(0)),
        signed("B_SCALE", scale(1)),
        ("SHIFT", f64::from(*shift)),
        signed("Y_ZERO", j.y_zero.into()),
    ];
    Kernel::over(&ELEMENTWISE, entry, len, constants)
}

/// Reads a and b; writes their sum, all of `len` words.
pub(super) fn add(j: &Join, len: usize) -> Kernel {
    join("add", j, len, 1, 1)
}

/// Reads a and b; writes their product. Each image's `c` words of b are repeated over `area` positions.
pub(super) fn multiply(j: &Join, len: usize, area: usize, c: usize) -> Kernel {
    join("multiply", j, len, area, c)
}

/// Reads `n` pictures of `area` positions of `c` channels; writes them as vectors.
pub(super) fn flatten(n: usize, area: usize, c: usize) -> Kernel {
    let len = n * (area * c).div_ceil(4);
    Kernel::over(&ELEMENTWISE, "flatten", len, vec![size("LEN", len), size("AREA", area), size("C", c)])
}
