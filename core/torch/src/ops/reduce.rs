//! Sums, means, extremes over some axes or all.

use super::elementwise::without_gradient;
use super::{axis, map, zip};
use crate::array::{Array, Dtype};
use crate::error::{Kind, Result, TorchError, index, runtime};
use crate::tape::{Backward, Made};
use karui_core::ops::softmax_cross_entropy::reference;

/// The axes that a reduction goes over, in order: all where none are given.
pub fn axes(dims: &[i64], rank: usize) -> Result<Vec<usize>> {
    if dims.is_empty() {
        return Ok((0..rank).collect());
    }
    let mut axes = dims.iter().map(|dim| axis(*dim, rank)).collect::<Result<Vec<_>>>()?;
    axes.sort_unstable();
    if axes.windows(2).any(|pair| pair[0] == pair[1]) {
        return runtime(format!("a dimension is named twice among {dims:?}"));
    }
    axes.retain(|axis| *axis < rank);
    Ok(axes)
}

/// `x`'s shape with 1 for each of `axes`, and without them.
fn reduced(shape: &[usize], axes: &[usize]) -> (Vec<usize>, Vec<usize>) {
    let kept = shape.iter().enumerate().map(|(i, n)| if axes.contains(&i) { 1 } else { *n }).collect();
    let gone = shape.iter().enumerate().filter(|(i, _)| !axes.contains(i)).map(|(_, n)| *n).collect();
    (kept, gone)
}

/// The axes to reduce behind the others, as rows: `[rows, of each]`.
fn rows(x: &Array, axes: &[usize]) -> (Array, usize) {
    let rank = x.shape().len();
    let order: Vec<usize> = (0..rank).filter(|i| !axes.contains(i)).chain(axes.iter().copied()).collect();
    (x.permute(&order), axes.iter().map(|axis| x.shape()[*axis]).product())
}

/// The sum of each row, in doubles; 0 for rows of nothing.
fn row_sums(x: &Array, axes: &[usize], out: usize) -> Vec<f64> {
    let (rows, width) = rows(x, axes);
    if width == 0 {
        return vec![0.0; out];
    }
    rows.floats().chunks_exact(width).map(|row| row.iter().map(|v| f64::from(*v)).sum()).collect()
}

/// The sum or the mean over `dims`.
pub fn sum(x: &Array, dims: &[i64], keep: bool, mean: bool) -> Result<Made> {
    let rank = x.shape().len();
    let axes = axes(dims, rank)?;
    let (kept, gone) = reduced(x.shape(), &axes);
    let shape = if keep { &kept } else { &gone };
    let all = dims.is_empty();
    if !x.is_float() {
        if mean {
            let message = format!("the mean of {} is not a number of that type: use .float()", x.dtype().name());
            return Err(TorchError::new(Kind::NotImplemented, message));
        }
        let (rows, width) = rows(x, &axes);
        let out = shape.iter().product();
        let values = rows.ints();
        let sums = if width == 0 {
            vec![0; out]
        } else {
            values.chunks_exact(width).map(|row| row.iter().fold(0_i64, |a, b| a.wrapping_add(*b))).collect()
        };
        let value = Array::int(&x.meter(), sums, shape)?;
        return Ok(Made::new(value, "SumBackward0", Vec::new(), without_gradient()));
    }
    let count: usize = axes.iter().map(|axis| x.shape()[*axis]).product();
    let over = if mean { count as f64 } else { 1.0 };
    let sums = row_sums(x, &axes, shape.iter().product());
    let value = x.make(sums.into_iter().map(|v| (v / over) as f32).collect(), shape)?;
    let from = x.shape().to_vec();
    let backward: Backward = Box::new(move |dy, _, _| {
        let share = if mean { map(dy, &|dy| dy / count as f32)? } else { dy.clone() };
        Ok(vec![Some(share.reshape(&kept)?.expand(&from)?.copy()?)])
    });
    let name = match (mean, all) {
        (true, true) => "MeanBackward0",
        (true, false) => "MeanBackward1",
        (false, true) => "SumBackward0",
        (false, false) => "SumBackward1",
    };
    Ok(Made::new(value, name, Vec::new(), backward))
}

/// The variance over `dims`, or its root, over the count less `correction`.
pub fn variance(x: &Array, dims: &[i64], keep: bool, correction: f64, root: bool) -> Result<Made> {
    if !x.is_float() {
        return runtime("the variance needs floats: use .float()");
    }
    let axes = axes(dims, x.shape().len())?;
    let (kept, gone) = reduced(x.shape(), &axes);
    let (arranged, width) = rows(x, &axes);
    let of = width as f64 - correction;
    let values = arranged.floats();
    let variances: Vec<f64> = if width == 0 {
        vec![f64::NAN; gone.iter().product()]
    } else {
        let variance = |row: &[f32]| {
            let mean = row.iter().map(|v| f64::from(*v)).sum::<f64>() / width as f64;
            row.iter().map(|v| (f64::from(*v) - mean).powi(2)).sum::<f64>() / of.max(0.0)
        };
        values.chunks_exact(width).map(variance).collect()
    };
    drop(values);
    let y = variances.into_iter().map(|v| if root { v.sqrt() } else { v } as f32).collect();
    let value = x.make(y, if keep { &kept } else { &gone })?;
    let saved = if root { vec![x.clone(), value.clone()] } else { vec![x.clone()] };
    let backward: Backward = Box::new(move |dy, saved, _| {
        let x = &saved[0];
        let means = row_sums(x, &axes, dy.len()).into_iter().map(|v| (v / width as f64) as f32).collect();
        let means = x.make(means, &kept)?.expand(x.shape())?;
        // The root's slope is 1/(2y), and 0 where y is 0, as in PyTorch; the variance's is 2(x − mean)/of.
        let scaled = match saved.get(1) {
            Some(y) => zip(dy, &y.reshape(dy.shape())?, &|dy, y| if y == 0.0 { 0.0 } else { dy / (2.0 * y) })?,
            None => dy.clone(),
        };
        let dy = scaled.reshape(&kept)?.expand(x.shape())?;
        let from_mean = zip(x, &means, &|x, m| x - m)?;
        Ok(vec![Some(zip(&dy, &from_mean, &|dy, d| dy * 2.0 / of as f32 * d)?)])
    });
    Ok(Made::new(value, if root { "StdBackward0" } else { "VarBackward0" }, saved, backward))
}

/// The root of the sum of squares over all.
pub fn norm(x: &Array) -> Result<Made> {
    let sum: f64 = x.floats().iter().map(|v| f64::from(*v).powi(2)).sum();
    let value = x.make(vec![sum.sqrt() as f32], &[])?;
    let backward: Backward = Box::new(|dy, saved, _| {
        let (dy, y) = (dy.floats()[0], saved[1].floats()[0]);
        let slope = |x: f32| if y == 0.0 { 0.0 } else { dy * x / y };
        Ok(vec![Some(map(&saved[0], &slope)?)])
    });
    Ok(Made::new(value.clone(), "LinalgVectorNormBackward0", vec![x.clone(), value], backward))
}

/// The place of each row's extreme: the first, and a value that is no number before all others.
fn extremes(x: &Array, axes: &[usize], greatest: bool) -> Result<(Vec<usize>, usize)> {
    let (rows, width) = rows(x, axes);
    if width == 0 {
        return index("the extreme of no values");
    }
    let values = rows.doubles(usize::MAX);
    let place = |row: &[f64]| {
        let mut best = 0;
        for (i, v) in row.iter().enumerate() {
            let b = row[best];
            if !b.is_nan() && (v.is_nan() || if greatest { *v > b } else { *v < b }) {
                best = i;
            }
        }
        best
    };
    Ok((values.chunks_exact(width).map(place).collect(), width))
}

/// The greatest or least of all values; equal ones share the gradient.
pub fn extreme(x: &Array, greatest: bool) -> Result<Made> {
    let all: Vec<usize> = (0..x.shape().len()).collect();
    let (places, _) = extremes(x, &all, greatest)?;
    let flat = x.reshape(&[x.len()])?;
    let value = flat.select(0, places[0]).copy()?;
    let name = if greatest { "MaxBackward1" } else { "MinBackward1" };
    let backward: Backward = Box::new(|dy, saved, _| {
        let (x, y, dy) = (&saved[0], saved[1].floats()[0], dy.floats()[0]);
        let equal = x.floats().iter().filter(|v| **v == y).count().max(1) as f32;
        Ok(vec![Some(map(x, &|v| if v == y { dy / equal } else { 0.0 })?)])
    });
    Ok(Made::new(value.clone(), name, vec![x.clone(), value], backward))
}

/// The greatest or least along one axis, and where it is.
pub fn extreme_along(x: &Array, dim: i64, keep: bool, greatest: bool) -> Result<(Made, Array)> {
    let at = axis(dim, x.shape().len())?;
    if x.shape().is_empty() {
        let places = Array::int(&x.meter(), vec![0], &[])?;
        return Ok((extreme(x, greatest)?, places));
    }
    let (places, width) = extremes(x, &[at], greatest)?;
    let (kept, gone) = reduced(x.shape(), &[at]);
    let shape = if keep { kept } else { gone };
    let (rows, _) = rows(x, &[at]);
    let value = if x.is_float() {
        let values = rows.floats();
        x.make(places.iter().enumerate().map(|(row, at)| values[row * width + at]).collect(), &shape)?
    } else {
        let values = rows.ints();
        Array::int(&x.meter(), places.iter().enumerate().map(|(row, at)| values[row * width + at]).collect(), &shape)?
    };
    let indices = Array::int(&x.meter(), places.iter().map(|at| *at as i64).collect(), &shape)?;
    let from = x.shape().to_vec();
    let backward: Backward = Box::new(move |dy, _, _| {
        // Rows as above, then the axis back in its place.
        let mut arranged: Vec<usize> = from.clone();
        arranged.remove(at);
        arranged.push(width);
        let mut dx = dy.meter().zeros(&arranged)?;
        for ((row, at), dy) in places.iter().enumerate().zip(dy.floats().iter()) {
            dx[row * width + at] = *dy;
        }
        let rank = from.len();
        let order: Vec<usize> = (0..rank)
            .map(|i| {
                if i < at {
                    i
                } else if i == at {
                    rank - 1
                } else {
                    i - 1
                }
            })
            .collect();
        Ok(vec![Some(dy.make(dx, &arranged)?.permute(&order).copy()?)])
    });
    Ok((Made::new(value, if greatest { "MaxBackward0" } else { "MinBackward0" }, Vec::new(), backward), indices))
}

/// Where the extreme is: along an axis, or among all values in their order.
pub fn arg_extreme(x: &Array, dim: Option<i64>, keep: bool, greatest: bool) -> Result<Array> {
    if let Some(dim) = dim {
        return Ok(extreme_along(x, dim, keep, greatest)?.1);
    }
    let all: Vec<usize> = (0..x.shape().len()).collect();
    let (places, _) = extremes(x, &all, greatest)?;
    Array::int(&x.meter(), vec![places[0] as i64], &[])
}

/// Where the `k` greatest values along an axis are, or the least, the first of them first; NaN is greater than all.
pub fn top_places(x: &Array, k: usize, dim: i64, greatest: bool) -> Result<(Array, i64)> {
    let at = axis(dim, x.shape().len())?;
    let width = x.shape().get(at).copied().unwrap_or(1);
    if k > width {
        return runtime(format!("topk: k = {k} of {width} values along dimension {dim}"));
    }
    if x.shape().is_empty() {
        // One value is its own greatest.
        return match k {
            1 => Ok((Array::int(&x.meter(), vec![0], &[])?, 0)),
            _ => runtime(format!("topk: k = {k} of a tensor without dimensions")),
        };
    }
    let (arranged, _) = rows(x, &[at]);
    let values = arranged.doubles(usize::MAX);
    let mut places = Vec::with_capacity(values.len() / width.max(1) * k);
    for row in values.chunks(width.max(1)) {
        let mut order: Vec<usize> = (0..row.len()).collect();
        let rank = |v: f64| if v.is_nan() { f64::INFINITY } else { v };
        order.sort_by(|a, b| {
            let ascending = rank(row[*a]).total_cmp(&rank(row[*b]));
            if greatest { ascending.reverse() } else { ascending }
        });
        places.extend(order.into_iter().take(k).map(|place| place as i64));
    }
    // Rows have the axis last: back into its place.
    let rank = x.shape().len();
    let mut shape: Vec<usize> = x.shape().to_vec();
    shape.remove(at);
    shape.push(k);
    let back = (0..rank)
        .map(|i| {
            if i < at {
                i
            } else if i == at {
                rank - 1
            } else {
                i - 1
            }
        })
        .collect::<Vec<_>>();
    let places = Array::int(&x.meter(), places, &shape)?.permute(&back).copy()?;
    Ok((places, at as i64))
}

/// Whether all values, or any, are other than 0.
pub fn truth(x: &Array, all: bool) -> Result<Array> {
    let values = x.doubles(usize::MAX);
    let holds = if all { values.iter().all(|v| *v != 0.0) } else { values.iter().any(|v| *v != 0.0) };
    Array::bool(&x.meter(), vec![i64::from(holds)], &[])
}

/// The order of axes that puts `at` last, which is also the way back.
fn last(at: usize, rank: usize) -> Vec<usize> {
    let mut order: Vec<usize> = (0..rank).collect();
    order.swap(at, rank.saturating_sub(1));
    order
}

/// Softmax along an axis, or its logarithm.
pub fn softmax(x: &Array, dim: i64, log: bool) -> Result<Made> {
    if x.dtype() != Dtype::Float32 {
        return runtime(format!("softmax of {}: it needs floats", x.dtype().name()));
    }
    let at = axis(dim, x.shape().len())?;
    let x = if x.shape().is_empty() { x.reshape(&[1])? } else { x.clone() };
    let scalar = x.shape().len() == 1 && x.len() == 1;
    let order = last(at, x.shape().len());
    let arranged = x.permute(&order);
    let k = *arranged.shape().last().unwrap_or(&1);
    let mut y = x.meter().zeros(arranged.shape())?;
    if k > 0 {
        let logits = arranged.floats();
        if log {
            for (z, y) in logits.chunks_exact(k).zip(y.chunks_exact_mut(k)) {
                let max = f64::from(z.iter().copied().fold(f32::NEG_INFINITY, f32::max));
                let sum = max + z.iter().map(|z| (f64::from(*z) - max).exp()).sum::<f64>().ln();
                for (z, y) in z.iter().zip(y) {
                    *y = (f64::from(*z) - sum) as f32;
                }
            }
        } else {
            reference::softmax(k, &logits, &mut y);
        }
    }
    let value = x.make(y, arranged.shape())?.permute(&order).copy()?;
    let value = if scalar && x.shape().is_empty() { value.reshape(&[])? } else { value };
    let backward: Backward = Box::new(move |dy, saved, _| {
        let (y, dy) = (saved[0].permute(&order), dy.permute(&order));
        let mut dx = dy.meter().zeros(y.shape())?;
        {
            let (y, dy) = (y.floats(), dy.floats());
            for ((y, dy), dx) in
                y.chunks_exact(k.max(1)).zip(dy.chunks_exact(k.max(1))).zip(dx.chunks_exact_mut(k.max(1)))
            {
                // With the logarithm: dx = dy − softmax · Σdy; without: dx = y · (dy − Σ y·dy).
                let sum: f64 =
                    y.iter().zip(dy).map(|(y, dy)| f64::from(*dy) * if log { 1.0 } else { f64::from(*y) }).sum();
                for ((y, dy), dx) in y.iter().zip(dy).zip(dx) {
                    let (y, dy) = (f64::from(*y), f64::from(*dy));
                    *dx = if log { dy - y.exp() * sum } else { y * (dy - sum) } as f32;
                }
            }
        }
        Ok(vec![Some(dy.make(dx, y.shape())?.permute(&order).copy()?)])
    });
    let name = if log { "LogSoftmaxBackward0" } else { "SoftmaxBackward0" };
    Ok(Made::new(value.clone(), name, vec![value], backward))
}
