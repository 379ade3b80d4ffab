//! Other shapes for the same values. Views share them; the way back is another view.

use super::axis;
use crate::array::{Array, Dtype, sum_to};
use crate::error::{Result, runtime};
use crate::tape::{Backward, Made};

/// A shape with at most one −1, for `len` values.
pub fn resolve(dims: &[i64], len: usize) -> Result<Vec<usize>> {
    let mut shape = Vec::with_capacity(dims.len());
    let (mut open, mut known) = (None, 1_usize);
    for (i, dim) in dims.iter().enumerate() {
        match dim {
            -1 if open.is_none() => open = Some(i),
            -1 => return runtime(format!("only one dimension can be found out, got {dims:?}")),
            dim if *dim < 0 => return runtime(format!("shape {dims:?} has a negative size")),
            dim => known = known.saturating_mul(*dim as usize),
        }
        shape.push((*dim).max(0) as usize);
    }
    if let Some(i) = open {
        if known == 0 || !len.is_multiple_of(known) {
            return runtime(format!("shape {dims:?} is not one of a tensor of {len} values"));
        }
        shape[i] = len / known;
    } else if known != len {
        return runtime(format!("shape {dims:?} is not one of a tensor of {len} values"));
    }
    Ok(shape)
}

fn reshaped(x: &Array, shape: &[usize], name: &'static str) -> Result<Made> {
    let from = x.shape().to_vec();
    let backward: Backward = Box::new(move |dy, _, _| Ok(vec![Some(dy.reshape(&from)?)]));
    Ok(Made::new(x.reshape(shape)?, name, Vec::new(), backward))
}

/// Another shape; a view must be one of the same values.
pub fn reshape(x: &Array, dims: &[i64], view: bool) -> Result<Made> {
    let shape = resolve(dims, x.len())?;
    if view && !x.is_contiguous() {
        return runtime(format!("view of shape {dims:?}: the values do not lie in order; use .reshape(...)"));
    }
    reshaped(x, &shape, if x.is_contiguous() { "ViewBackward0" } else { "UnsafeViewBackward0" })
}

/// The axes from `start` to `end` as one.
pub fn flatten(x: &Array, start: i64, end: i64) -> Result<Made> {
    let rank = x.shape().len();
    if rank == 0 {
        return reshaped(x, &[1], "ViewBackward0");
    }
    let (from, to) = (axis(start, rank)?, axis(end, rank)?);
    if from > to {
        return runtime(format!("flatten: start_dim {start} lies behind end_dim {end}"));
    }
    let shape = [&x.shape()[..from], &[x.shape()[from..=to].iter().product()], &x.shape()[to + 1..]].concat();
    reshaped(x, &shape, if x.is_contiguous() { "ViewBackward0" } else { "UnsafeViewBackward0" })
}

/// The axes in another order.
pub fn permute(x: &Array, dims: &[i64], name: &'static str) -> Result<Made> {
    let rank = x.shape().len();
    let order = dims.iter().map(|dim| axis(*dim, rank)).collect::<Result<Vec<_>>>()?;
    let mut back = vec![usize::MAX; rank];
    for (i, axis) in order.iter().enumerate() {
        if let Some(place) = back.get_mut(*axis) {
            *place = i;
        }
    }
    if order.len() != rank || back.contains(&usize::MAX) {
        return runtime(format!("permute: {dims:?} is no order of {rank} dimensions"));
    }
    let backward: Backward = Box::new(move |dy, _, _| Ok(vec![Some(dy.permute(&back).copy()?)]));
    Ok(Made::new(x.permute(&order), name, Vec::new(), backward))
}

/// Two axes exchanged.
pub fn transpose(x: &Array, a: i64, b: i64, name: &'static str) -> Result<Made> {
    let rank = x.shape().len();
    let (a, b) = (axis(a, rank)?, axis(b, rank)?);
    let mut order: Vec<i64> = (0..rank as i64).collect();
    if rank > 0 {
        order.swap(a, b);
    }
    permute(x, &order, name)
}

/// Without the axes of one value: all such, or `dim` if it is.
pub fn squeeze(x: &Array, dim: Option<i64>) -> Result<Made> {
    let at = dim.map(|dim| axis(dim, x.shape().len())).transpose()?;
    let keep = |i: usize, n: usize| n != 1 || at.is_some_and(|at| at != i);
    let shape: Vec<usize> = x.shape().iter().enumerate().filter(|(i, n)| keep(*i, **n)).map(|(_, n)| *n).collect();
    reshaped(x, &shape, if at.is_some() { "SqueezeBackward1" } else { "SqueezeBackward0" })
}

/// With an axis of one value at `dim`.
pub fn unsqueeze(x: &Array, dim: i64) -> Result<Made> {
    let at = axis(dim, x.shape().len() + 1)?;
    let from = x.shape().to_vec();
    let backward: Backward = Box::new(move |dy, _, _| Ok(vec![Some(dy.reshape(&from)?)]));
    Ok(Made::new(x.unsqueeze(at), "UnsqueezeBackward0", Vec::new(), backward))
}

/// Repeated along axes of one value; −1 leaves an axis as it is.
pub fn expand(x: &Array, dims: &[i64]) -> Result<Made> {
    let rank = x.shape().len();
    let shape = dims.iter().enumerate().map(|(i, dim)| match dim {
        -1 => (i + rank).checked_sub(dims.len()).map(|i| x.shape()[i]),
        dim => usize::try_from(*dim).ok(),
    });
    let Some(shape) = shape.collect::<Option<Vec<_>>>().filter(|shape| shape.len() >= rank) else {
        return runtime(format!("a tensor of shape {:?} cannot be expanded to {dims:?}", x.shape()));
    };
    let from = x.shape().to_vec();
    let backward: Backward = Box::new(move |dy, _, _| Ok(vec![Some(sum_to(dy, &from)?)]));
    Ok(Made::new(x.expand(&shape)?, "ExpandBackward0", Vec::new(), backward))
}

/// One behind the other along an axis.
pub fn cat(parts: &[Array], dim: i64) -> Result<Made> {
    let Some(first) = parts.first() else { return runtime("cat: expected at least one tensor") };
    let at = axis(dim, first.shape().len())?;
    let rank = first.shape().len();
    let fits = |x: &Array| {
        x.shape().len() == rank && x.shape().iter().zip(first.shape()).enumerate().all(|(i, (a, b))| i == at || a == b)
    };
    if rank == 0 || !parts.iter().all(fits) {
        let shapes: Vec<_> = parts.iter().map(Array::shape).collect();
        return runtime(format!("cat: sizes must be equal but in dimension {at}, got shapes {shapes:?}"));
    }
    let widths: Vec<usize> = parts.iter().map(|x| x.shape()[at]).collect();
    let mut shape = first.shape().to_vec();
    shape[at] = widths.iter().sum();
    let dtype = parts.iter().fold(Dtype::Bool, |dtype, x| dtype.with(x.dtype()));
    let meter = first.meter();
    meter.room(&shape)?;
    let value = match dtype {
        Dtype::Float32 => Array::float(&meter, vec![0.0; shape.iter().product()], &shape)?,
        Dtype::Int64 => Array::int(&meter, vec![0; shape.iter().product()], &shape)?,
        Dtype::Bool => Array::bool(&meter, vec![0; shape.iter().product()], &shape)?,
    };
    let mut from = 0;
    for (x, width) in parts.iter().zip(&widths) {
        value.slice(at, from, *width, 1).write(x)?;
        from += width;
    }
    let backward: Backward = Box::new(move |dy, _, needs| {
        let mut from = 0;
        let parts = widths.iter().zip(needs).map(|(width, needed)| {
            let part = dy.slice(at, from, *width, 1);
            from += width;
            if *needed { part.copy().map(Some) } else { Ok(None) }
        });
        parts.collect()
    });
    Ok(Made::new(value, "CatBackward0", Vec::new(), backward))
}

/// Side by side along a new axis.
pub fn stack(parts: &[Array], dim: i64) -> Result<Made> {
    let Some(first) = parts.first() else { return runtime("stack: expected at least one tensor") };
    let at = axis(dim, first.shape().len() + 1)?;
    if let Some(other) = parts.iter().find(|x| x.shape() != first.shape()) {
        return runtime(format!("stack: sizes must be equal, got shapes {:?} and {:?}", first.shape(), other.shape()));
    }
    let wide: Vec<Array> = parts.iter().map(|x| x.unsqueeze(at)).collect();
    let Made { value, backward, .. } = cat(&wide, at as i64)?;
    let shape = first.shape().to_vec();
    let backward: Backward = Box::new(move |dy, saved, needs| {
        let parts = backward(dy, saved, needs)?;
        parts.into_iter().map(|part| part.map(|part| part.reshape(&shape)).transpose()).collect()
    });
    Ok(Made::new(value, "StackBackward0", Vec::new(), backward))
}
