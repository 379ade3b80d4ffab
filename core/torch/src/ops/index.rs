//! `x[…]`: numbers, slices, new axes, and places named by tensors.

use super::axis;
use crate::array::{Array, Dtype, broadcast};
use crate::error::{Result, index as index_error, runtime};
use crate::tape::{Backward, Made};

/// One item between the brackets.
#[derive(Debug, Clone)]
pub enum Item {
    /// One place of an axis, which is gone then.
    At(i64),
    /// A slice `start:stop:step`.
    Slice(Option<i64>, Option<i64>, Option<i64>),
    /// `None`: a new axis.
    New,
    /// `…`: all axes that the other items do not name.
    Rest,
    /// Places, or a mask.
    Tensor(Array),
}

/// The place that Python's `at` means among `len`.
fn place(at: i64, len: usize) -> Result<usize> {
    let place = if at < 0 { at.saturating_add(len as i64) } else { at };
    match usize::try_from(place).ok().filter(|place| *place < len) {
        Some(place) => Ok(place),
        None => index_error(format!("index {at} is outside of a dimension of size {len}")),
    }
}

/// Start and count of a slice of `len` places, as Python has it.
fn range(start: Option<i64>, stop: Option<i64>, step: i64, len: usize) -> Result<(usize, usize)> {
    if step <= 0 {
        return crate::error::value(format!("a slice's step must be greater than 0, got {step}"));
    }
    let within = |at: i64| (if at < 0 { at.saturating_add(len as i64) } else { at }).clamp(0, len as i64) as usize;
    let (start, stop) = (start.map_or(0, within), stop.map_or(len, within));
    Ok((start, stop.saturating_sub(start).div_ceil(step as usize)))
}

/// What an index means: a view, and, where it names places by tensors, the offsets of those in the view.
pub struct Meaning {
    pub view: Array,
    pub places: Option<(Vec<usize>, Vec<usize>)>,
    /// The items that change something: PyTorch's node for each.
    pub name: &'static str,
}

/// The view that the items mean, and the places in it.
pub fn meaning(x: &Array, items: &[Item]) -> Result<Meaning> {
    let named: usize = items
        .iter()
        .map(|item| match item {
            Item::New | Item::Rest => 0,
            Item::Tensor(t) if t.dtype() == Dtype::Bool => t.shape().len(),
            _ => 1,
        })
        .sum();
    let rank = x.shape().len();
    if named > rank {
        return index_error(format!("too many indices: {named} for a tensor of {rank} dimensions"));
    }
    let mut view = x.clone();
    let mut at = 0;
    // Axes that tensors name: where, and the places along each.
    let mut tensors: Vec<(usize, Array)> = Vec::new();
    let mut name = "AliasBackward0";
    for item in items {
        match item {
            Item::New => {
                view = view.unsqueeze(at);
                (at, name) = (at + 1, "UnsqueezeBackward0");
            }
            Item::Rest => at += rank - named,
            Item::At(i) => {
                view = view.select(at, place(*i, view.shape()[at])?);
                name = "SelectBackward0";
            }
            Item::Slice(start, stop, step) => {
                let step = step.unwrap_or(1);
                let (start, count) = range(*start, *stop, step, view.shape()[at])?;
                if count != view.shape()[at] || step != 1 {
                    name = "SliceBackward0";
                    view = view.slice(at, start.min(view.shape()[at]), count, step as usize);
                }
                at += 1;
            }
            Item::Tensor(t) => {
                name = "IndexBackward0";
                if t.is_float() {
                    return index_error("tensors used as indices must be int64 or bool");
                }
                if t.dtype() == Dtype::Bool {
                    let axes = view.shape().get(at..at + t.shape().len());
                    if axes != Some(t.shape()) {
                        return index_error(format!(
                            "a mask of shape {:?} for axes {:?}",
                            t.shape(),
                            axes.unwrap_or_default()
                        ));
                    }
                    for (i, places) in mask_places(t)?.into_iter().enumerate() {
                        tensors.push((at + i, places));
                    }
                    at += t.shape().len();
                } else {
                    tensors.push((at, t.clone()));
                    at += 1;
                }
            }
        }
    }
    let places = if tensors.is_empty() { None } else { Some(places(&view, &tensors)?) };
    Ok(Meaning { view, places, name })
}

/// For each axis of a mask, the places where it holds.
fn mask_places(mask: &Array) -> Result<Vec<Array>> {
    let shape = mask.shape().to_vec();
    let mut places = vec![Vec::new(); shape.len()];
    for (i, holds) in mask.ints().into_iter().enumerate() {
        if holds != 0 {
            let mut rest = i;
            for (axis, n) in shape.iter().enumerate().rev() {
                places[axis].push((rest % n) as i64);
                rest /= n;
            }
        }
    }
    places.into_iter().map(|at| Array::int(&mask.meter(), at.clone(), &[at.len()])).collect()
}

/// The offsets in `view` (in its order) of all that `tensors` name, and the shape of the result.
fn places(view: &Array, tensors: &[(usize, Array)]) -> Result<(Vec<usize>, Vec<usize>)> {
    let first = tensors[0].0;
    if tensors.iter().enumerate().any(|(i, (axis, _))| *axis != first + i) {
        return runtime("tensors as indices of axes that are not side by side are not in this lab");
    }
    let mut shape: Vec<usize> = Vec::new();
    for (_, t) in tensors {
        shape = broadcast(&shape, t.shape())?;
    }
    let count: usize = shape.iter().product();
    let sizes = view.shape();
    let (before, after) = (&sizes[..first], &sizes[first + tensors.len()..]);
    let full = [before, &shape, after].concat();
    view.meter().room(&full)?;
    // One number for each named place: its offset among the named axes.
    let mut named = vec![0_usize; count];
    for (axis, t) in tensors {
        for (sum, at) in named.iter_mut().zip(t.expand(&shape)?.ints()) {
            *sum = *sum * sizes[*axis] + place(at, sizes[*axis])?;
        }
    }
    let inner: usize = after.iter().product();
    let middle: usize = sizes[first..first + tensors.len()].iter().product();
    let outer: usize = before.iter().product();
    let mut offsets = Vec::with_capacity(outer * count * inner);
    for o in 0..outer {
        for at in &named {
            let start = (o * middle + at) * inner;
            offsets.extend(start..start + inner);
        }
    }
    Ok((offsets, full))
}

/// The values of `x` at `places` of its order, in another shape.
pub fn take(x: &Array, places: Vec<usize>, shape: &[usize], name: &'static str) -> Result<Made> {
    let value = if x.is_float() {
        let values = x.floats();
        let taken = places.iter().filter_map(|at| values.get(*at)).copied().collect();
        x.make(taken, shape)?
    } else {
        let values = x.ints();
        let taken = places.iter().filter_map(|at| values.get(*at)).copied().collect();
        if x.dtype() == Dtype::Bool {
            Array::bool(&x.meter(), taken, shape)?
        } else {
            Array::int(&x.meter(), taken, shape)?
        }
    };
    let from = x.shape().to_vec();
    let backward: Backward = Box::new(move |dy, _, _| {
        let mut dx = dy.meter().zeros(&from)?;
        for (at, dy) in places.iter().zip(dy.floats().iter()) {
            if let Some(dx) = dx.get_mut(*at) {
                *dx += dy;
            }
        }
        Ok(vec![Some(dy.make(dx, &from)?)])
    });
    Ok(Made::new(value, name, Vec::new(), backward))
}

/// `x[items]`.
pub fn get(x: &Array, items: &[Item]) -> Result<Made> {
    let Meaning { view, places, name } = meaning(x, items)?;
    let items = items.to_vec();
    let from = x.shape().to_vec();
    let (value, inner) = match places {
        None => (view, None),
        Some((offsets, shape)) => {
            let made = take(&view, offsets, &shape, name)?;
            (made.value, Some(made.backward))
        }
    };
    let backward: Backward = Box::new(move |dy, _, _| {
        let dx = dy.make(dy.meter().zeros(&from)?, &from)?;
        let view = meaning(&dx, &items)?.view;
        match &inner {
            None => view.write(dy)?,
            Some(inner) => {
                if let Some(Some(dv)) = inner(dy, &[], &[true])?.pop() {
                    view.write(&dv)?;
                }
            }
        }
        Ok(vec![Some(dx)])
    });
    Ok(Made::new(value, name, Vec::new(), backward))
}

/// `x[items] = value`, in place and without a gradient.
pub fn set(x: &Array, items: &[Item], value: &Array) -> Result<()> {
    let Meaning { view, places, .. } = meaning(x, items)?;
    let cast = |v: &Array| if v.dtype() == x.dtype() { Ok(v.clone()) } else { v.cast(x.dtype()) };
    let Some((offsets, shape)) = places else {
        // Leading axes of one value may be more than the view has.
        let extra = value.shape().len().saturating_sub(view.shape().len());
        let value = if value.shape()[..extra].iter().all(|n| *n == 1) {
            value.reshape(&value.shape()[extra..])?
        } else {
            value.clone()
        };
        return view.write(&cast(&value.expand(view.shape())?)?);
    };
    let value = cast(&value.expand(&shape)?.copy()?)?;
    let changed = view.copy()?;
    let flat = changed.reshape(&[changed.len()])?;
    let values = value.reshape(&[value.len()])?;
    for (i, at) in offsets.into_iter().enumerate() {
        flat.slice(0, at, 1, 1).write(&values.slice(0, i, 1, 1))?;
    }
    view.write(&changed)
}

/// `torch.gather(x, dim, index)`.
pub fn gather(x: &Array, dim: i64, at: &Array) -> Result<Made> {
    let along = axis(dim, x.shape().len())?;
    if at.shape().len() != x.shape().len() || at.is_float() || x.shape().is_empty() {
        return runtime(format!(
            "gather: an int64 index with {} dimensions is needed, got shape {:?}",
            x.shape().len(),
            at.shape()
        ));
    }
    let fits = at.shape().iter().zip(x.shape()).enumerate().all(|(i, (a, b))| i == along || a <= b);
    if !fits {
        return runtime(format!("gather: index of shape {:?} is larger than the input's {:?}", at.shape(), x.shape()));
    }
    let (sizes, shape) = (x.shape(), at.shape());
    let mut places = Vec::with_capacity(at.len());
    for (i, to) in at.ints().into_iter().enumerate() {
        let (mut rest, mut stride, mut offset) = (i, 1, 0);
        for axis in (0..shape.len()).rev() {
            let here = if axis == along { place(to, sizes[axis])? } else { rest % shape[axis] };
            offset += here * stride;
            rest /= shape[axis];
            stride *= sizes[axis];
        }
        places.push(offset);
    }
    take(x, places, at.shape(), "GatherBackward0")
}
