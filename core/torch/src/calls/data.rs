//! Calls that make tensors from nothing, read them, change what is known of them, and keep them in files.

use super::{Done, number};
use crate::args::{Args, scalar};
use crate::array::{Array, Dtype};
use crate::error::{Result, missing, runtime, type_error};
use crate::memory::MEMORY;
use crate::print;
use crate::random::Random;
use crate::session::Session;
use serde_json::{Value, json};

/// The type of number that PyTorch calls so.
pub(crate) fn dtype(name: &str) -> Result<Dtype> {
    match name {
        "float32" | "float" => Ok(Dtype::Float32),
        "int64" | "long" => Ok(Dtype::Int64),
        "bool" => Ok(Dtype::Bool),
        _ => missing(&format!("torch.{name}")),
    }
}

/// The values of nested lists, and their shape.
fn nested(value: &Value, shape: &mut Vec<usize>, depth: usize, out: &mut Vec<Value>) -> Result<()> {
    let ragged = || crate::error::value("the lists in a tensor must all have one length");
    match value {
        Value::Array(list) => {
            if depth >= 32 {
                return crate::error::value("a tensor of lists has at most 32 dimensions");
            }
            if shape.len() == depth && out.is_empty() {
                shape.push(list.len());
            }
            if shape.get(depth) != Some(&list.len()) {
                return ragged();
            }
            list.iter().try_for_each(|inner| nested(inner, shape, depth + 1, out))
        }
        _ if shape.len() != depth => ragged(),
        _ if scalar(value).is_none() => type_error("a tensor is made of numbers"),
        one => {
            out.push(one.clone());
            Ok(())
        }
    }
}

fn tensor(session: &mut Session, args: &Args<'_>) -> Result<u64> {
    let (mut shape, mut values) = (Vec::new(), Vec::new());
    nested(args.get(0), &mut shape, 0, &mut values)?;
    let dtype = if !args.is_null(1) {
        dtype(args.text(1)?)?
    } else if !values.is_empty() && values.iter().all(Value::is_boolean) {
        Dtype::Bool
    } else if !values.is_empty() && values.iter().all(|v| scalar(v).is_some_and(|s| s.whole)) {
        Dtype::Int64
    } else {
        Dtype::Float32
    };
    let numbers = values.iter().filter_map(scalar).map(|s| s.value);
    let array = match dtype {
        Dtype::Float32 => Array::float(&session.meter, numbers.map(|v| v as f32).collect(), &shape)?,
        Dtype::Int64 => {
            let whole = values.iter().map(|v| v.as_i64().unwrap_or_else(|| scalar(v).map_or(0, |s| s.value as i64)));
            Array::int(&session.meter, whole.collect(), &shape)?
        }
        Dtype::Bool => Array::bool(&session.meter, numbers.map(|v| i64::from(v != 0.0)).collect(), &shape)?,
    };
    session.leaf(array, args.bool(2)?)
}

/// `count` numbers from `start`, `step` apart.
fn arange(session: &mut Session, args: &Args<'_>) -> Result<Array> {
    let (start, end, step) = (args.scalar(0)?, args.scalar(1)?, args.scalar(2)?);
    let count = ((end.value - start.value) / step.value).ceil();
    if step.value == 0.0 || count.is_nan() || count < 0.0 {
        return runtime(format!(
            "arange: {} cannot be reached from {} by steps of {}",
            end.value, start.value, step.value
        ));
    }
    let len = session.meter.room(&[if count < 1e12 { count as usize } else { usize::MAX }])?;
    let whole = start.whole && end.whole && step.whole && args.is_null(3) || args.get(3).as_str() == Some("int64");
    if whole {
        let values = (0..len as i64).map(|i| start.value as i64 + i * step.value as i64).collect();
        return Array::int(&session.meter, values, &[len]);
    }
    let values = (0..len).map(|i| (start.value + i as f64 * step.value) as f32).collect();
    Array::float(&session.meter, values, &[len])
}

fn linspace(session: &mut Session, args: &Args<'_>) -> Result<Array> {
    let (start, end, steps) = (args.number(0)? as f32, args.number(1)? as f32, args.size(2)?);
    let len = session.meter.room(&[steps])?;
    let step = (end - start) / (len.max(2) - 1) as f32;
    // From both ends, as in PyTorch, so that the last is the end itself.
    let value = |i: usize| if i < len / 2 { start + step * i as f32 } else { end - step * (len - 1 - i) as f32 };
    let values = (0..len).map(|i| if len == 1 { start } else { value(i) }).collect();
    Array::float(&session.meter, values, &[len])
}

/// Sets gradients to none, or to zeros.
pub(crate) fn zero_grad(session: &mut Session, params: &[u64], to_none: bool) -> Result<()> {
    for id in params {
        let tensor = session.tensor(*id)?;
        let Some(grad) = tensor.grad.clone() else { continue };
        if to_none {
            (tensor.grad, tensor.grad_handle) = (None, None);
        } else {
            grad.update(&mut |values| values.fill(0.0))?;
        }
        let array = tensor.array.clone();
        session.touch(*id, &array);
    }
    Ok(())
}

/// Does `op` if it is one of these.
pub(crate) fn call(session: &mut Session, op: &str, args: &Args<'_>) -> Result<Option<Done>> {
    let made = match op {
        "tensor" => {
            let id = tensor(session, args)?;
            return Done::tensor(id).map(Some);
        }
        // shape, value, dtype
        "full" => {
            let shape = args.shape(0)?;
            let len = session.meter.room(&shape)?;
            let of = args.scalar(1)?;
            let kind = if args.is_null(2) {
                if of.whole { Dtype::Int64 } else { Dtype::Float32 }
            } else {
                dtype(args.text(2)?)?
            };
            match kind {
                Dtype::Float32 => Array::float(&session.meter, vec![of.value as f32; len], &shape)?,
                Dtype::Int64 => Array::int(&session.meter, vec![of.value as i64; len], &shape)?,
                Dtype::Bool => Array::bool(&session.meter, vec![i64::from(of.value != 0.0); len], &shape)?,
            }
        }
        "eye" => {
            let n = args.size(0)?;
            let mut values = session.meter.zeros(&[n, n])?;
            (0..n).for_each(|i| values[i * n + i] = 1.0);
            Array::float(&session.meter, values, &[n, n])?
        }
        "arange" => arange(session, args)?,
        "linspace" => linspace(session, args)?,
        "rand" => {
            // shape, low, high
            let (shape, low, high) = (args.shape(0)?, args.number_or(1, 0.0)? as f32, args.number_or(2, 1.0)? as f32);
            let values = session.random.uniforms(&session.meter, &shape, low, high)?;
            Array::float(&session.meter, values, &shape)?
        }
        "randn" => {
            // shape, mean, standard deviation
            let (shape, mean, std) = (args.shape(0)?, args.number_or(1, 0.0)? as f32, args.number_or(2, 1.0)? as f32);
            let values = session.random.normals(&session.meter, &shape)?;
            Array::float(&session.meter, values.into_iter().map(|v| v * std + mean).collect(), &shape)?
        }
        "randint" => {
            let (low, high, shape) = (args.int(0)?, args.int(1)?, args.shape(2)?);
            if low >= high {
                return runtime(format!("randint: expected low < high, got {low} and {high}"));
            }
            let values = session.random.integers(&session.meter, &shape, low, high)?;
            Array::int(&session.meter, values, &shape)?
        }
        "randperm" => {
            let n = args.size(0)?;
            let order = session.random.permutation(&session.meter, n)?;
            Array::int(&session.meter, order, &[n])?
        }
        _ => return known(session, op, args),
    };
    let id = session.leaf(made, false)?;
    Done::tensor(id).map(Some)
}

/// Calls about tensors that there are.
fn known(session: &mut Session, op: &str, args: &Args<'_>) -> Result<Option<Done>> {
    let done = match op {
        "manual_seed" => {
            // Negative seeds wrap, as in PyTorch.
            let seed = args.get(0).as_u64().map_or_else(|| args.int(0).map(|seed| seed as u64), Ok)?;
            session.random = Random::new(seed);
            Done::nothing()
        }
        // Python's own `random`: its key, then as many upper bits of a word.
        "random_seed" => {
            let word = |key: &i64| u32::try_from(*key).or_else(|_| crate::error::value("a key is words of 32 bits"));
            let key = args.ints(0)?.iter().map(word).collect::<Result<Vec<u32>>>()?;
            session.python_random = Random::of_key(&key);
            Done::nothing()
        }
        "random_bits" => {
            let bits = args.size(0)?.clamp(1, 32);
            Done::answer(&json!(session.python_random.bits() >> (32 - bits)))
        }
        // A seed, and the order of `n` that a generator of that seed gives: a DataLoader's shuffle.
        "seed" => Done::answer(&json!(session.random.seed())),
        "shuffle" => {
            let (n, seed) = (args.size(0)?, session.random.seed());
            let order = Random::new(seed).permutation(&session.meter, n)?;
            Done::answer(&json!(order))
        }
        "set_grad_enabled" => {
            let before = std::mem::replace(&mut session.grad_enabled, args.bool(0)?);
            Done::answer(&json!(before))
        }
        "is_grad_enabled" => Done::answer(&json!(session.grad_enabled)),
        "memory" => Done::answer(&json!([session.memory(), MEMORY])),
        "info" => {
            let t = session.tensor(args.id(0)?)?;
            let grad_fn = t.node.as_ref().map(|node| node.name);
            let info = json!([
                t.array.shape(),
                t.array.dtype().name(),
                t.requires_grad,
                t.node.is_none(),
                grad_fn,
                t.array.is_contiguous()
            ]);
            Done::answer(&info)
        }
        "shape" => {
            let t = session.tensor(args.id(0)?)?;
            let shape = json!(t.array.shape());
            Done::answer(&shape)
        }
        "item" => {
            let x = session.array(args.id(0)?)?;
            if x.len() != 1 {
                return runtime(format!("a tensor of shape {:?} is no single number", x.shape()));
            }
            Done::answer(&one(&x, x.doubles(1).first().copied().unwrap_or(f64::NAN)))
        }
        "tolist" => {
            let x = session.array(args.id(0)?)?;
            session.meter.room(&[x.len().saturating_mul(8)])?;
            let values: Vec<Value> = x.doubles(usize::MAX).into_iter().map(|v| one(&x, v)).collect();
            Done::answer(&lists(x.shape(), &values))
        }
        "repr" => {
            let t = session.tensor(args.id(0)?)?;
            let text = print::tensor(&t.array, t.requires_grad, t.node.as_ref().map(|node| node.name));
            Done::answer(&json!(text))
        }
        "grad" => {
            let grad = session.grad(args.id(0)?)?;
            Done::answer(&json!(grad))
        }
        "set_grad" => {
            let grad = if args.is_null(1) { None } else { Some(session.array(args.id(1)?)?) };
            let tensor = session.tensor(args.id(0)?)?;
            if grad.as_ref().is_some_and(|grad| grad.shape() != tensor.array.shape() || !grad.is_float()) {
                return runtime("a gradient has the shape of its tensor, and is float32");
            }
            (tensor.grad, tensor.grad_handle) = (grad, None);
            let array = tensor.array.clone();
            session.touch(args.id(0)?, &array);
            Done::nothing()
        }
        "set_data" => {
            let array = session.array(args.id(1)?)?;
            let tensor = session.tensor(args.id(0)?)?;
            if array.dtype() != tensor.array.dtype() {
                return runtime("data of another type of number");
            }
            tensor.array = array.clone();
            session.touch(args.id(0)?, &array);
            Done::nothing()
        }
        "requires_grad" => {
            let on = args.bool(1)?;
            let tensor = session.tensor(args.id(0)?)?;
            if tensor.node.is_some() && !on {
                return runtime("only a leaf can be told not to require a gradient: use .detach()");
            }
            if on && !tensor.array.is_float() {
                return runtime(format!(
                    "only tensors of floating point can require gradients, this one is {}",
                    tensor.array.dtype().name()
                ));
            }
            tensor.requires_grad = on;
            let array = tensor.array.clone();
            session.touch(args.id(0)?, &array);
            Done::nothing()
        }
        "retain_grad" => {
            let id = args.id(0)?;
            let tensor = session.tensor(id)?;
            if !tensor.requires_grad {
                return runtime("retain_grad of a tensor that does not require a gradient");
            }
            if let Some(node) = &tensor.node {
                *node.retained.borrow_mut() = Some(id);
            }
            Done::nothing()
        }
        "detach" => {
            let array = session.array(args.id(0)?)?;
            let id = session.result(array);
            return Done::tensor(id).map(Some);
        }
        "detach_" => {
            let tensor = session.tensor(args.id(0)?)?;
            (tensor.node, tensor.requires_grad) = (None, false);
            let array = tensor.array.clone();
            session.touch(args.id(0)?, &array);
            return Done::tensor(args.id(0)?).map(Some);
        }
        // In place, without a gradient: another tensor's values, or one number.
        "copy_" | "fill_" | "uniform_" | "normal_" => {
            let id = args.id(0)?;
            change(session, op, id, args)?;
            return Done::tensor(id).map(Some);
        }
        "zero_grad_of" => {
            let params = args.ids(0)?;
            zero_grad(session, &params, args.bool(1)?)?;
            Done::nothing()
        }
        "names" => {
            for pair in args.get(0).as_array().into_iter().flatten() {
                if let (Some(name), Some(id)) =
                    (pair.get(0).and_then(Value::as_str), pair.get(1).and_then(Value::as_u64))
                {
                    session.name(id, name);
                }
            }
            Done::nothing()
        }
        "variables" => {
            for (name, meaning) in args.get(0).as_object().into_iter().flatten() {
                if let Some(id) = meaning.get("tensor").and_then(Value::as_u64) {
                    session.name(id, name);
                }
                session.variable(name, meaning.clone());
            }
            Done::nothing()
        }
        "release" => {
            session.release(&args.ids(0)?);
            Done::nothing()
        }
        "save" => super::files::save(session, args),
        "load" => super::files::load(session, args),
        _ => return Ok(None),
    };
    done.map(Some)
}

/// One value as Python has it.
fn one(x: &Array, v: f64) -> Value {
    match x.dtype() {
        Dtype::Float32 => number(v),
        Dtype::Int64 => json!(v as i64),
        Dtype::Bool => json!(v != 0.0),
    }
}

fn lists(shape: &[usize], values: &[Value]) -> Value {
    match shape.split_first() {
        None => values.first().cloned().unwrap_or(Value::Null),
        Some((n, rest)) => {
            let each: usize = rest.iter().product();
            let part = |i: usize| lists(rest, values.get(i * each..(i + 1) * each).unwrap_or_default());
            Value::Array((0..*n).map(part).collect())
        }
    }
}

fn change(session: &mut Session, op: &str, id: u64, args: &Args<'_>) -> Result<()> {
    let x = session.array(id)?;
    let tensor = session.tensor(id)?;
    let (leaf, wants) = (tensor.node.is_none(), tensor.requires_grad);
    let source = if op == "copy_" { Some(args.id(1)?) } else { None };
    let needs = session.needs(&[id, source.unwrap_or(0)]);
    if needs[0] && leaf && wants {
        return runtime("a leaf that requires a gradient is changed in place: do it under torch.no_grad()");
    }
    if needs.contains(&true) {
        return missing(&format!("{op} with gradients"));
    }
    let new = match source {
        Some(source) => session.array(source)?.expand(x.shape())?.copy()?,
        None if op == "uniform_" => {
            let values = session.random.uniforms(
                &session.meter,
                x.shape(),
                args.number_or(1, 0.0)? as f32,
                args.number_or(2, 1.0)? as f32,
            )?;
            x.make(values, x.shape())?
        }
        None if op == "normal_" => {
            let (mean, std) = (args.number_or(1, 0.0)? as f32, args.number_or(2, 1.0)? as f32);
            let values = session.random.normals(&session.meter, x.shape())?;
            x.make(values.into_iter().map(|v| v * std + mean).collect(), x.shape())?
        }
        None => {
            let v = args.number(1)?;
            let len = session.meter.room(x.shape())?;
            if x.is_float() {
                x.make(vec![v as f32; len], x.shape())?
            } else {
                Array::int(&x.meter(), vec![v as i64; len], x.shape())?
            }
        }
    };
    if new.is_float() && !x.is_float() && op != "fill_" {
        x.write(&new.cast(x.dtype())?)?;
    } else {
        x.write(&new)?;
    }
    session.touch(id, &x);
    Ok(())
}
