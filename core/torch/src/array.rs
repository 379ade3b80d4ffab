//! Values with a shape: what a tensor holds. Views share their values, as PyTorch's do.

use crate::error::{Result, runtime};
pub(crate) use crate::memory::{MAX_AXES, Meter};
use std::cell::{Ref, RefCell};
use std::ops::Deref;
use std::rc::Rc;

/// What kind of numbers a tensor holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Dtype {
    Float32,
    Int64,
    Bool,
}

impl Dtype {
    pub const fn name(self) -> &'static str {
        match self {
            Dtype::Float32 => "float32",
            Dtype::Int64 => "int64",
            Dtype::Bool => "bool",
        }
    }

    /// The type of a result of both: the later in bool, int64, float32.
    pub fn with(self, other: Dtype) -> Dtype {
        match (self, other) {
            (Dtype::Float32, _) | (_, Dtype::Float32) => Dtype::Float32,
            (Dtype::Int64, _) | (_, Dtype::Int64) => Dtype::Int64,
            _ => Dtype::Bool,
        }
    }
}

#[derive(Debug)]
enum Values {
    Float(Vec<f32>),
    /// Integers, and truth values as 0 and 1.
    Int(Vec<i64>),
}

#[derive(Debug)]
struct Storage {
    values: Values,
    /// How often the values were changed in place.
    version: u64,
    bytes: usize,
    meter: Meter,
}

impl Drop for Storage {
    fn drop(&mut self) {
        self.meter.give(self.bytes);
    }
}

/// Values with a shape. A clone shares them.
#[derive(Debug, Clone)]
pub(crate) struct Array {
    storage: Rc<RefCell<Storage>>,
    dtype: Dtype,
    shape: Vec<usize>,
    strides: Vec<usize>,
    offset: usize,
}

/// Values of an array in the order of its shape: where they lie so, or copied.
pub(crate) enum Flat<'a, T> {
    Borrowed(Ref<'a, [T]>),
    Owned(Vec<T>),
}

impl<T> Deref for Flat<'_, T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        match self {
            Flat::Borrowed(values) => values,
            Flat::Owned(values) => values,
        }
    }
}

/// The strides of values that lie in the order of `shape`.
fn dense(shape: &[usize]) -> Vec<usize> {
    let mut strides = vec![1; shape.len()];
    for i in (1..shape.len()).rev() {
        strides[i - 1] = strides[i] * shape[i].max(1);
    }
    strides
}

/// Calls `f` with the offset of each value, in the order of the shape.
fn each_offset(shape: &[usize], strides: &[usize], offset: usize, f: &mut dyn FnMut(usize)) {
    if shape.contains(&0) {
        return;
    }
    let Some((&inner, outer)) = shape.split_last() else { return f(offset) };
    let step = strides[outer.len()];
    let mut at = vec![0; outer.len()];
    let mut start = offset;
    loop {
        for i in 0..inner {
            f(start + i * step);
        }
        let Some(axis) = (0..outer.len()).rev().find(|&axis| at[axis] + 1 < outer[axis]) else { return };
        for axis in axis + 1..outer.len() {
            start -= at[axis] * strides[axis];
            at[axis] = 0;
        }
        at[axis] += 1;
        start += strides[axis];
    }
}

impl Array {
    fn with(meter: &Meter, dtype: Dtype, values: Values, shape: Vec<usize>) -> Result<Self> {
        let len = match &values {
            Values::Float(v) => v.len(),
            Values::Int(v) => v.len(),
        };
        let expected: usize = shape.iter().product();
        if len != expected {
            return runtime(format!("shape {shape:?} has {expected} values, got {len}"));
        }
        let bytes = if dtype == Dtype::Float32 { 4 * len } else { 8 * len };
        meter.take(bytes)?;
        let strides = dense(&shape);
        let storage = Storage { values, version: 0, bytes, meter: meter.clone() };
        Ok(Array { storage: Rc::new(RefCell::new(storage)), dtype, shape, strides, offset: 0 })
    }

    pub fn float(meter: &Meter, values: Vec<f32>, shape: &[usize]) -> Result<Self> {
        Array::with(meter, Dtype::Float32, Values::Float(values), shape.to_vec())
    }

    pub fn int(meter: &Meter, values: Vec<i64>, shape: &[usize]) -> Result<Self> {
        Array::with(meter, Dtype::Int64, Values::Int(values), shape.to_vec())
    }

    pub fn bool(meter: &Meter, values: Vec<i64>, shape: &[usize]) -> Result<Self> {
        Array::with(meter, Dtype::Bool, Values::Int(values), shape.to_vec())
    }

    /// Floats of `shape` in the session of this array.
    pub fn make(&self, values: Vec<f32>, shape: &[usize]) -> Result<Self> {
        Array::float(&self.meter(), values, shape)
    }

    pub fn meter(&self) -> Meter {
        self.storage.borrow().meter.clone()
    }

    pub fn dtype(&self) -> Dtype {
        self.dtype
    }

    pub fn is_float(&self) -> bool {
        self.dtype == Dtype::Float32
    }

    pub fn shape(&self) -> &[usize] {
        &self.shape
    }

    pub fn len(&self) -> usize {
        self.shape.iter().product()
    }

    pub fn version(&self) -> u64 {
        self.storage.borrow().version
    }

    /// Whether both are views of the same values.
    pub fn shares(&self, other: &Array) -> bool {
        Rc::ptr_eq(&self.storage, &other.storage)
    }

    /// How many arrays share the values, this one among them.
    pub fn holders(&self) -> usize {
        Rc::strong_count(&self.storage)
    }

    /// Bytes of the values that it is a view of.
    pub fn bytes(&self) -> usize {
        self.storage.borrow().bytes
    }

    pub fn is_contiguous(&self) -> bool {
        let mut expected = 1;
        for (axis, stride) in self.shape.iter().zip(&self.strides).rev() {
            if *axis != 1 && *stride != expected {
                return false;
            }
            expected *= axis;
        }
        true
    }

    /// As floats, whatever they are.
    pub fn floats(&self) -> Flat<'_, f32> {
        let storage = self.storage.borrow();
        let dense = self.is_contiguous();
        let (from, to) = (self.offset, self.offset + self.len());
        match &storage.values {
            Values::Float(_) if dense => Flat::Borrowed(Ref::map(storage, |s| match &s.values {
                Values::Float(v) => v.get(from..to).unwrap_or_default(),
                Values::Int(_) => &[],
            })),
            Values::Float(v) => Flat::Owned(self.gather(v, |v| *v)),
            Values::Int(v) => Flat::Owned(self.gather(v, |v| *v as f32)),
        }
    }

    /// As integers; floats lose what is behind the point.
    pub fn ints(&self) -> Vec<i64> {
        match &self.storage.borrow().values {
            Values::Float(v) => self.gather(v, |v| *v as i64),
            Values::Int(v) => self.gather(v, |v| *v),
        }
    }

    /// As doubles, exact for floats and for integers below 2⁵³.
    pub fn doubles(&self, most: usize) -> Vec<f64> {
        let mut out = Vec::with_capacity(most.min(self.len()));
        let mut offsets = Vec::new();
        // Few values are asked for: no need to walk through all.
        if self.is_contiguous() {
            offsets.extend(self.offset..self.offset + self.len().min(most));
        } else {
            each_offset(&self.shape, &self.strides, self.offset, &mut |at| {
                if offsets.len() < most {
                    offsets.push(at);
                }
            });
        }
        match &self.storage.borrow().values {
            Values::Float(v) => out.extend(offsets.iter().filter_map(|at| v.get(*at)).map(|v| f64::from(*v))),
            Values::Int(v) => out.extend(offsets.iter().filter_map(|at| v.get(*at)).map(|v| *v as f64)),
        }
        out
    }

    fn gather<S, T>(&self, values: &[S], read: impl Fn(&S) -> T) -> Vec<T> {
        let mut out = Vec::with_capacity(self.len());
        each_offset(&self.shape, &self.strides, self.offset, &mut |at| out.extend(values.get(at).map(&read)));
        out
    }

    /// Writes `values`, one for each place, and counts a change.
    pub fn write(&self, values: &Array) -> Result<()> {
        if values.shape != self.shape {
            return runtime(format!("values of shape {:?} for a tensor of {:?}", values.shape, self.shape));
        }
        let mut i = 0;
        if self.is_float() {
            // Read first: both may be views of the same values.
            let new = values.floats().to_vec();
            let storage = &mut *self.storage.borrow_mut();
            storage.version += 1;
            if let Values::Float(old) = &mut storage.values {
                each_offset(&self.shape, &self.strides, self.offset, &mut |at| {
                    if let (Some(old), Some(new)) = (old.get_mut(at), new.get(i)) {
                        *old = *new;
                    }
                    i += 1;
                });
            }
        } else {
            let new = values.ints();
            let truth = self.dtype == Dtype::Bool;
            let storage = &mut *self.storage.borrow_mut();
            storage.version += 1;
            if let Values::Int(old) = &mut storage.values {
                each_offset(&self.shape, &self.strides, self.offset, &mut |at| {
                    if let (Some(old), Some(new)) = (old.get_mut(at), new.get(i)) {
                        *old = if truth { i64::from(*new != 0) } else { *new };
                    }
                    i += 1;
                });
            }
        }
        Ok(())
    }

    /// Changes floats that lie in order, and counts a change: what optimizers do.
    pub fn update(&self, change: &mut dyn FnMut(&mut [f32])) -> Result<()> {
        if !self.is_contiguous() || !self.is_float() {
            let dense = self.copy()?;
            dense.update(change)?;
            return self.write(&dense);
        }
        let (from, to) = (self.offset, self.offset + self.len());
        let storage = &mut *self.storage.borrow_mut();
        storage.version += 1;
        if let Values::Float(values) = &mut storage.values {
            change(values.get_mut(from..to).unwrap_or_default());
        }
        Ok(())
    }

    /// Values of its own, in order.
    pub fn copy(&self) -> Result<Array> {
        let meter = self.meter();
        meter.room(&self.shape)?;
        match self.dtype {
            Dtype::Float32 => Array::float(&meter, self.floats().to_vec(), &self.shape),
            Dtype::Int64 => Array::int(&meter, self.ints(), &self.shape),
            Dtype::Bool => Array::bool(&meter, self.ints(), &self.shape),
        }
    }

    /// As another type of number.
    pub fn cast(&self, dtype: Dtype) -> Result<Array> {
        let meter = self.meter();
        meter.room(&self.shape)?;
        match dtype {
            Dtype::Float32 => Array::float(&meter, self.floats().to_vec(), &self.shape),
            Dtype::Int64 => Array::int(&meter, self.ints(), &self.shape),
            Dtype::Bool => {
                let values = self.doubles(usize::MAX).iter().map(|v| i64::from(*v != 0.0)).collect();
                Array::bool(&meter, values, &self.shape)
            }
        }
    }

    /// A view of the same values with other axes. The caller has checked that they lie within.
    fn view_as(&self, shape: Vec<usize>, strides: Vec<usize>, offset: usize) -> Array {
        Array { storage: self.storage.clone(), dtype: self.dtype, shape, strides, offset }
    }

    /// Another shape for the same values: a view where they lie in order, else a copy.
    pub fn reshape(&self, shape: &[usize]) -> Result<Array> {
        let len = shape.iter().try_fold(1_usize, |n, axis| n.checked_mul(*axis));
        if len != Some(self.len()) || shape.len() > MAX_AXES {
            return runtime(format!("shape {shape:?} is not one of a tensor of {} values", self.len()));
        }
        let from = if self.is_contiguous() { self.clone() } else { self.copy()? };
        Ok(from.view_as(shape.to_vec(), dense(shape), from.offset))
    }

    /// The axes in another order.
    pub fn permute(&self, axes: &[usize]) -> Array {
        let shape = axes.iter().map(|&axis| self.shape[axis]).collect();
        let strides = axes.iter().map(|&axis| self.strides[axis]).collect();
        self.view_as(shape, strides, self.offset)
    }

    /// Repeated along axes of one value and along new axes in front, without a copy.
    pub fn expand(&self, shape: &[usize]) -> Result<Array> {
        let fits = shape.len() >= self.shape.len()
            && self.shape.iter().rev().zip(shape.iter().rev()).all(|(have, want)| have == want || *have == 1);
        if !fits {
            return runtime(format!("a tensor of shape {:?} cannot be expanded to {shape:?}", self.shape));
        }
        self.meter().room(shape)?;
        let new = shape.len() - self.shape.len();
        let strides = (0..shape.len()).map(|i| {
            let old = i.checked_sub(new).filter(|&i| self.shape[i] == shape[i + new]);
            old.map_or(0, |i| self.strides[i])
        });
        Ok(self.view_as(shape.to_vec(), strides.collect(), self.offset))
    }

    /// `count` places of `axis` from `start` on, `step` apart. The caller has checked that they are there.
    pub fn slice(&self, axis: usize, start: usize, count: usize, step: usize) -> Array {
        let (mut shape, mut strides) = (self.shape.clone(), self.strides.clone());
        shape[axis] = count;
        let offset = self.offset + start * strides[axis];
        strides[axis] *= step;
        self.view_as(shape, strides, offset)
    }

    /// One place of `axis`, which is gone. The caller has checked that it is there.
    pub fn select(&self, axis: usize, at: usize) -> Array {
        let mut view = self.slice(axis, at, 1, 1);
        view.shape.remove(axis);
        view.strides.remove(axis);
        view
    }

    /// With an axis of one value at `axis`.
    pub fn unsqueeze(&self, axis: usize) -> Array {
        let (mut shape, mut strides) = (self.shape.clone(), self.strides.clone());
        shape.insert(axis, 1);
        strides.insert(axis, 1);
        self.view_as(shape, strides, self.offset)
    }
}

/// The shape that both are repeated to.
pub(crate) fn broadcast(a: &[usize], b: &[usize]) -> Result<Vec<usize>> {
    let rank = a.len().max(b.len());
    let at = |shape: &[usize], i: usize| (i + shape.len()).checked_sub(rank).map_or(1, |i| shape[i]);
    (0..rank)
        .map(|i| match (at(a, i), at(b, i)) {
            (a, b) if a == b => Ok(a),
            (1, n) | (n, 1) => Ok(n),
            (x, y) => runtime(format!(
                "the sizes {x} and {y} do not meet in dimension {i} (shapes {a:?} and {b:?}): they must be equal, or one of them 1"
            )),
        })
        .collect()
}

/// `x` summed over what broadcasting had repeated, so that it has `shape`. Sums are in doubles.
pub(crate) fn sum_to(x: &Array, shape: &[usize]) -> Result<Array> {
    if x.shape() == shape {
        return Ok(x.clone());
    }
    let target: usize = shape.iter().product();
    let mut sums = vec![0.0_f64; target];
    // Where each value of x goes: the strides of the small shape, 0 along what is summed.
    let small = dense(shape);
    let new = x.shape().len() - shape.len();
    let strides: Vec<usize> =
        (0..x.shape().len()).map(|i| i.checked_sub(new).filter(|&i| shape[i] != 1).map_or(0, |i| small[i])).collect();
    let values = x.floats();
    let mut i = 0;
    each_offset(x.shape(), &strides, 0, &mut |to| {
        if let (Some(sum), Some(v)) = (sums.get_mut(to), values.get(i)) {
            *sum += f64::from(*v);
        }
        i += 1;
    });
    drop(values);
    x.make(sums.into_iter().map(|v| v as f32).collect(), shape)
}
