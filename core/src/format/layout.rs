//! Between Karui's order of values and PyTorch's. Nowhere else are they converted.

use crate::graph::{Graph, Param};
use crate::ops::Role;
use ndarray::{ArrayD, ArrayView, ArrayViewD, IxDyn, ShapeError};

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
pub fn to_torch(graph: &Graph, p: &Param, values: &[f32]) -> Result<Vec<f32>, ShapeError> {
    let view = ArrayView::from_shape(IxDyn(&four_axes(graph, p)), values)?;
    Ok(permuted(view, p.role, [3, 2, 0, 1]))
}

/// The inverse of [`to_torch`].
pub fn from_torch(graph: &Graph, p: &Param, values: &[f32]) -> Result<Vec<f32>, ShapeError> {
    let shape = four_axes(graph, p);
    let torch = match shape.as_slice() {
        &[h, w, c, k] => vec![k, c, h, w],
        _ => shape,
    };
    let view = ArrayView::from_shape(IxDyn(&torch), values)?;
    Ok(permuted(view, p.role, [2, 3, 1, 0]))
}

/// `[N, C, H, W]` to `[N, H, W, C]`.
pub fn nchw_to_nhwc(n: usize, c: usize, h: usize, w: usize, values: &[f32]) -> Result<Vec<f32>, ShapeError> {
    let view = ArrayView::from_shape((n, c, h, w), values)?;
    Ok(contiguous(view.permuted_axes([0, 2, 3, 1]).into_dyn()))
}

/// `[N, H, W, C]` to `[N, C, H, W]`.
pub fn nhwc_to_nchw(n: usize, h: usize, w: usize, c: usize, values: &[f32]) -> Result<Vec<f32>, ShapeError> {
    let view = ArrayView::from_shape((n, h, w, c), values)?;
    Ok(contiguous(view.permuted_axes([0, 3, 1, 2]).into_dyn()))
}

/// A weight's shape as height, width, inputs, outputs; other parameters as they are.
fn four_axes(graph: &Graph, p: &Param) -> Vec<usize> {
    match (p.role, p.shape.as_slice(), graph.flattened_from(p.node)) {
        (Role::Weight, &[_, k], Some(from)) => vec![from.h, from.w, from.c, k],
        (Role::Weight, &[c, k], None) => vec![1, 1, c, k],
        _ => p.shape.clone(),
    }
}

fn permuted(view: ArrayViewD<'_, f32>, role: Role, axes: [usize; 4]) -> Vec<f32> {
    match role {
        Role::Weight => contiguous(view.permuted_axes(IxDyn(&axes))),
        _ => contiguous(view),
    }
}

fn contiguous(view: ArrayViewD<'_, f32>) -> Vec<f32> {
    let owned: ArrayD<f32> = view.as_standard_layout().into_owned();
    owned.into_raw_vec_and_offset().0
}
