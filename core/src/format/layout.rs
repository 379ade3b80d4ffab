//! Between Karui's order of values and PyTorch's. Nowhere else are they converted.

use crate::graph::{Graph, Param};
use crate::ops::Role;
use crate::{Error, Result};

/// A parameter's shape in PyTorch: `[K, C/groups, KH, KW]` for convolutions, `[K, C]` for linear layers.
pub fn torch_shape(p: &Param) -> Vec<usize> {
    match (p.role, p.shape.as_slice()) {
        (Role::Weight, &[kh, kw, c, k]) => vec![k, c, kh, kw],
        (Role::Weight, &[c, k]) => vec![k, c],
        _ => p.shape.clone(),
    }
}

/// A parameter's values in PyTorch's order.
///
/// A linear layer behind a flattened `H × W × C` activation reads its features in the order C, H, W there.
pub fn to_torch(graph: &Graph, p: &Param, values: &[f32]) -> Result<Vec<f32>> {
    permuted(values, four_axes(graph, p), [3, 2, 0, 1])
}

/// The inverse of [`to_torch`].
pub fn from_torch(graph: &Graph, p: &Param, values: &[f32]) -> Result<Vec<f32>> {
    let [h, w, c, k] = four_axes(graph, p);
    permuted(values, [k, c, h, w], [2, 3, 1, 0])
}

/// `[N, C, H, W]` to `[N, H, W, C]`.
pub fn nchw_to_nhwc(n: usize, c: usize, h: usize, w: usize, values: &[f32]) -> Result<Vec<f32>> {
    permuted(values, [n, c, h, w], [0, 2, 3, 1])
}

/// `[N, H, W, C]` to `[N, C, H, W]`.
pub fn nhwc_to_nchw(n: usize, h: usize, w: usize, c: usize, values: &[f32]) -> Result<Vec<f32>> {
    permuted(values, [n, h, w, c], [0, 3, 1, 2])
}

/// A weight's shape as height, width, inputs, outputs. The order of any other parameter is the same everywhere: one axis.
fn four_axes(graph: &Graph, p: &Param) -> [usize; 4] {
    match (p.role, p.shape.as_slice(), graph.flattened_from(p.node)) {
        (Role::Weight, &[h, w, c, k], _) => [h, w, c, k],
        (Role::Weight, &[_, k], Some(from)) => [from.h, from.w, from.c, k],
        (Role::Weight, &[c, k], None) => [1, 1, c, k],
        _ => [1, 1, 1, p.shape.iter().product()],
    }
}

/// `values` of `shape` with its axes in another order: axis `i` of the result is axis `axes[i]` of `shape`.
fn permuted(values: &[f32], shape: [usize; 4], axes: [usize; 4]) -> Result<Vec<f32>> {
    Error::check_len("layout", shape.iter().product(), values.len())?;
    let [_, b, c, d] = shape;
    let strides = [b * c * d, c * d, d, 1];
    let ([n0, n1, n2, n3], [s0, s1, s2, s3]) = (axes.map(|axis| shape[axis]), axes.map(|axis| strides[axis]));
    let mut out = Vec::with_capacity(values.len());
    for i in 0..n0 {
        for j in 0..n1 {
            for k in 0..n2 {
                out.extend((0..n3).map(|l| values[i * s0 + j * s1 + k * s2 + l * s3]));
            }
        }
    }
    Ok(out)
}
