//! Calls that make a tensor of others.

use super::Done;
use crate::args::Args;
use crate::array::{Array, Dtype};
use crate::error::{Result, runtime};
use crate::ops::elementwise::{self, Operand};
use crate::ops::index::{self, Item};
use crate::ops::layers::{self, ConvSettings};
use crate::ops::losses::{self, Reduction};
use crate::ops::{matmul, pool, reduce, shape};
use crate::session::Session;
use crate::tape::Made;
use serde_json::{Value, json};

/// A tensor, or a number that becomes one beside `other`.
fn operand(
    session: &mut Session,
    args: &Args<'_>,
    i: usize,
    other: Option<Dtype>,
) -> Result<(Array, Operand, Option<u64>)> {
    let Some(number) = args.boxed(i) else {
        let id = args.id(i)?;
        return Ok((session.array(id)?, Operand::Tensor, Some(id)));
    };
    // A whole number beside integers stays one; every other is a float.
    let array = if number.whole && other != Some(Dtype::Float32) {
        Array::int(&session.meter, vec![number.value as i64], &[])?
    } else {
        Array::float(&session.meter, vec![number.value as f32], &[])?
    };
    Ok((array, Operand::Number, None))
}

/// Both operands of a pair and the handles of those that are tensors.
struct Operands {
    arrays: [Array; 2],
    kinds: [Operand; 2],
    ids: [u64; 2],
}

fn operands(session: &mut Session, args: &Args<'_>, i: usize) -> Result<Operands> {
    let of = |session: &mut Session, i: usize| match args.boxed(i) {
        Some(_) => Ok(None),
        None => Ok(Some(session.array(args.id(i)?)?.dtype())),
    };
    let dtypes = [of(session, i)?, of(session, i + 1)?];
    let (a, kind_a, id_a) = operand(session, args, i, dtypes[1])?;
    let (b, kind_b, id_b) = operand(session, args, i + 1, dtypes[0])?;
    // Handle 0 is no tensor: nothing leads to a number.
    Ok(Operands { arrays: [a, b], kinds: [kind_a, kind_b], ids: [id_a.unwrap_or(0), id_b.unwrap_or(0)] })
}

fn items(session: &mut Session, list: &Value) -> Result<Vec<Item>> {
    let Some(list) = list.as_array() else { return runtime("an index is a list of items") };
    let item = |item: &Value| match item {
        Value::Null => Ok(Item::New),
        Value::String(s) if s == "..." => Ok(Item::Rest),
        Value::Number(n) => n.as_i64().map_or_else(|| runtime("an index is a whole number"), |at| Ok(Item::At(at))),
        Value::Array(parts) if parts.len() == 3 => {
            let part = |i: usize| parts.get(i).and_then(Value::as_i64);
            Ok(Item::Slice(part(0), part(1), part(2)))
        }
        // Places as a list: whole numbers, or truth values.
        Value::Object(places) if places.contains_key("l") => {
            let list = places.get("l").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
            let numbers: Option<Vec<i64>> = list.iter().map(|v| v.as_i64().or(v.as_bool().map(i64::from))).collect();
            let Some(numbers) = numbers else { return runtime("a list as an index holds whole numbers") };
            let len = numbers.len();
            let mask = len > 0 && list.iter().all(Value::is_boolean);
            let meter = &session.meter;
            Ok(Item::Tensor(if mask {
                Array::bool(meter, numbers, &[len])?
            } else {
                Array::int(meter, numbers, &[len])?
            }))
        }
        Value::Object(tensor) => {
            let id = tensor.get("t").and_then(Value::as_u64).unwrap_or(0);
            Ok(Item::Tensor(session.array(id)?))
        }
        _ => runtime("only numbers, slices, None, ... and tensors can be indices"),
    };
    list.iter().map(item).collect()
}

/// The op of pairs that `name` means, and whether it changes its first operand.
fn pair_name(name: &str) -> Option<(&str, bool)> {
    let (name, inplace) = name.strip_suffix('_').map_or((name, false), |name| (name, true));
    matches!(name, "add" | "sub" | "mul" | "div" | "maximum" | "minimum").then_some((name, inplace))
}

/// The dims of a reduction: none for all.
fn dims(args: &Args<'_>, i: usize) -> Result<Vec<i64>> {
    match args.get(i) {
        Value::Null => Ok(Vec::new()),
        Value::Number(_) => Ok(vec![args.int(i)?]),
        _ => args.ints(i),
    }
}

/// A result of one tensor.
fn of_one(session: &mut Session, id: u64, made: Made) -> Result<Option<Done>> {
    let id = session.record(made, &[id]);
    Done::tensor(id).map(Some)
}

fn plain(session: &mut Session, array: Array) -> Result<Option<Done>> {
    let id = session.result(array);
    Done::tensor(id).map(Some)
}

/// Does `op` if it is one of these.
pub(crate) fn call(session: &mut Session, op: &str, args: &Args<'_>) -> Result<Option<Done>> {
    if let Some((name, inplace)) = pair_name(op) {
        let it = operands(session, args, 0)?;
        let needs = session.needs(&it.ids);
        let [a, b] = &it.arrays;
        let made = elementwise::binary(name, a, b, it.kinds, [needs[0], needs[1]])?;
        if inplace {
            let target = args.id(0)?;
            session.assign(target, made, &it.ids)?;
            return Done::tensor(target).map(Some);
        }
        let id = session.record(made, &it.ids);
        return Done::tensor(id).map(Some);
    }
    match op {
        "eq" | "ne" | "lt" | "le" | "gt" | "ge" | "and" | "or" | "xor" => {
            let it = operands(session, args, 0)?;
            let [a, b] = &it.arrays;
            plain(session, elementwise::compare(op, a, b)?)
        }
        "floor_divide" | "remainder" => {
            let it = operands(session, args, 0)?;
            if session.needs(&it.ids).contains(&true) {
                return crate::error::missing(&format!("the gradient of {op}"));
            }
            let [a, b] = &it.arrays;
            plain(session, elementwise::floor_division(op, a, b)?)
        }
        "where" => {
            let condition = session.array(args.id(0)?)?;
            let it = operands(session, args, 1)?;
            let [a, b] = &it.arrays;
            let made = elementwise::choose(&condition, a, b)?;
            let id = session.record(made, &it.ids);
            Done::tensor(id).map(Some)
        }
        "matmul" => {
            let ids = [args.id(0)?, args.id(1)?];
            let (a, b) = (session.array(ids[0])?, session.array(ids[1])?);
            let needs = session.needs(&ids);
            let made = matmul::matmul(&a, &b, [needs[0], needs[1]])?;
            let id = session.record(made, &ids);
            Done::tensor(id).map(Some)
        }
        "linear" | "conv2d" => weighted(session, op, args),
        "batch_norm" => {
            // x, weight, bias, running_mean, running_var, training, momentum, eps
            let ids = [args.id(0)?, args.id(1)?, args.id(2)?];
            let (x, gamma, beta) = (session.array(ids[0])?, session.array(ids[1])?, session.array(ids[2])?);
            let (mean, var) = (session.array(args.id(3)?)?, session.array(args.id(4)?)?);
            let (momentum, eps) = (args.number(6)? as f32, args.number(7)? as f32);
            let made = layers::batch_norm(&x, [&gamma, &beta], [&mean, &var], args.bool(5)?, momentum, eps)?;
            if args.bool(5)? {
                session.touch(args.id(3)?, &mean);
                session.touch(args.id(4)?, &var);
            }
            let id = session.record(made, &ids);
            Done::tensor(id).map(Some)
        }
        "cat" | "stack" => {
            let ids = args.ids(0)?;
            let parts = ids.iter().map(|id| session.array(*id)).collect::<Result<Vec<_>>>()?;
            let dim = args.int_or_none(1)?.unwrap_or(0);
            let made = if op == "cat" { shape::cat(&parts, dim)? } else { shape::stack(&parts, dim)? };
            let id = session.record(made, &ids);
            Done::tensor(id).map(Some)
        }
        "mse" | "l1" | "bce" | "bce_with_logits" | "kl_div" | "kl_div_log" | "cross_entropy" | "nll" => {
            let ids = [args.id(0)?, args.id(1)?];
            let (x, t) = (session.array(ids[0])?, session.array(ids[1])?);
            let reduction = Reduction::named(args.text(2)?)?;
            let made = match op {
                "cross_entropy" => losses::cross_entropy(&x, &t, reduction, args.number_or(3, 0.0)? as f32)?,
                "nll" => losses::nll(&x, &t, reduction)?,
                _ => losses::of_pairs(op, &x, &t, reduction)?,
            };
            let id = session.record(made, &ids);
            Done::tensor(id).map(Some)
        }
        "setitem" => {
            let target = args.id(0)?;
            let x = session.array(target)?;
            let items = items(session, args.get(1))?;
            let (value, _, id) = operand(session, args, 2, Some(x.dtype()))?;
            if session.needs(&[target, id.unwrap_or(0)]).contains(&true) {
                if session.tensor(target)?.node.is_none() && session.needs(&[target]) == [true] {
                    return runtime("a leaf that requires a gradient is changed in place: do it under torch.no_grad()");
                }
                return crate::error::missing("x[...] = value with gradients");
            }
            index::set(&x, &items, &value)?;
            session.touch(target, &x);
            Done::nothing().map(Some)
        }
        _ => one(session, op, args),
    }
}

/// Layers with a weight and perhaps a bias.
fn weighted(session: &mut Session, op: &str, args: &Args<'_>) -> Result<Option<Done>> {
    let mut ids = vec![args.id(0)?, args.id(1)?];
    if !args.is_null(2) {
        ids.push(args.id(2)?);
    }
    let (x, w) = (session.array(ids[0])?, session.array(ids[1])?);
    let b = ids.get(2).copied().map(|id| session.array(id)).transpose()?;
    let made = if op == "linear" {
        let needs = session.needs(&ids);
        matmul::linear(&x, &w, b.as_ref(), [needs[0], needs[1]])?
    } else {
        let set = ConvSettings { stride: args.pair(3)?, padding: args.pair(4)?, groups: args.size(5)? };
        layers::conv2d(&x, &w, b.as_ref(), set)?
    };
    let id = session.record(made, &ids);
    Done::tensor(id).map(Some)
}

/// Calls with one tensor in front.
fn one(session: &mut Session, op: &str, args: &Args<'_>) -> Result<Option<Done>> {
    const NAMES: &[&str] = &[
        "clamp",
        "pow",
        "sum",
        "mean",
        "var",
        "std",
        "norm",
        "max",
        "min",
        "max_along",
        "min_along",
        "topk",
        "argmax",
        "argmin",
        "all",
        "any",
        "softmax",
        "log_softmax",
        "view",
        "reshape",
        "flatten",
        "permute",
        "transpose",
        "t",
        "squeeze",
        "unsqueeze",
        "expand",
        "getitem",
        "gather",
        "max_pool2d",
        "avg_pool2d",
        "adaptive_avg_pool2d",
        "dropout",
        "to",
        "clone",
        "not",
    ];
    if !NAMES.contains(&op) {
        // The functions of single values have many names: asked only where there is a tensor.
        let Ok(id) = args.id(0) else { return Ok(None) };
        let (name, inplace) = op.strip_suffix('_').map_or((op, false), |name| (name, true));
        if matches!(name, "detach" | "fill" | "copy" | "zero" | "requires_grad") {
            return Ok(None);
        }
        let Ok(x) = session.array(id) else { return Ok(None) };
        let Some(made) = elementwise::unary(name, &x)? else { return Ok(None) };
        if inplace {
            session.assign(id, made, &[id])?;
            return Done::tensor(id).map(Some);
        }
        return of_one(session, id, made);
    }
    let id = args.id(0)?;
    let x = session.array(id)?;
    let made = match op {
        "clamp" => elementwise::clamp(&x, args.number_or(1, f64::NEG_INFINITY)?, args.number_or(2, f64::INFINITY)?)?,
        "pow" => {
            let p = args.scalar(1)?;
            elementwise::pow(&x, p.value, p.whole)?
        }
        "sum" | "mean" => reduce::sum(&x, &dims(args, 1)?, args.bool(2)?, op == "mean")?,
        "var" | "std" => reduce::variance(&x, &dims(args, 1)?, args.bool(2)?, args.number_or(3, 1.0)?, op == "std")?,
        "norm" => reduce::norm(&x)?,
        "max" | "min" => reduce::extreme(&x, op == "max")?,
        "max_along" | "min_along" => {
            let (made, places) = reduce::extreme_along(&x, args.int(1)?, args.bool(2)?, op == "max_along")?;
            let values = session.record(made, &[id]);
            let places = session.result(places);
            return Ok(Some(Done { output: Some(values), json: json!([values, places]).to_string() }));
        }
        "topk" => {
            let (places, at) = reduce::top_places(&x, args.size(1)?, args.int(2)?, args.bool(3)?)?;
            let made = Made { name: "TopkBackward0", ..index::gather(&x, at, &places)? };
            let values = session.record(made, &[id]);
            let places = session.result(places);
            return Ok(Some(Done { output: Some(values), json: json!([values, places]).to_string() }));
        }
        "argmax" | "argmin" => {
            return plain(session, reduce::arg_extreme(&x, args.int_or_none(1)?, args.bool(2)?, op == "argmax")?);
        }
        "all" | "any" => return plain(session, reduce::truth(&x, op == "all")?),
        "not" => {
            let values = x.doubles(usize::MAX).into_iter().map(|v| i64::from(v == 0.0)).collect();
            return plain(session, Array::bool(&session.meter.clone(), values, x.shape())?);
        }
        "softmax" | "log_softmax" => reduce::softmax(&x, args.int(1)?, op == "log_softmax")?,
        "view" | "reshape" => shape::reshape(&x, &args.ints(1)?, op == "view")?,
        "flatten" => shape::flatten(&x, args.int_or_none(1)?.unwrap_or(0), args.int_or_none(2)?.unwrap_or(-1))?,
        "permute" => shape::permute(&x, &args.ints(1)?, "PermuteBackward0")?,
        "transpose" => shape::transpose(&x, args.int(1)?, args.int(2)?, "TransposeBackward0")?,
        "t" => match x.shape().len() {
            0 | 1 => shape::transpose(&x, 0, 0, "TBackward0")?,
            2 => shape::transpose(&x, 0, 1, "TBackward0")?,
            rank => return runtime(format!("t() expects a tensor with at most 2 dimensions, this one has {rank}")),
        },
        "squeeze" => shape::squeeze(&x, args.int_or_none(1)?)?,
        "unsqueeze" => shape::unsqueeze(&x, args.int(1)?)?,
        "expand" => shape::expand(&x, &args.ints(1)?)?,
        "getitem" => {
            let items = items(session, args.get(1))?;
            index::get(&x, &items)?
        }
        "gather" => {
            let at = session.array(args.id(2)?)?;
            index::gather(&x, args.int(1)?, &at)?
        }
        "max_pool2d" => pool::max_pool2d(&x, args.pair(1)?, args.pair(2)?, args.pair(3)?)?,
        "avg_pool2d" => pool::avg_pool2d(&x, args.pair(1)?, args.pair(2)?, args.pair(3)?, "AvgPool2DBackward0")?,
        "adaptive_avg_pool2d" => pool::adaptive_avg_pool2d(&x, args.pair(1)?)?,
        "dropout" => {
            let p = args.number(1)?;
            layers::dropout(&x, p, &mut session.random)?
        }
        "to" => {
            let dtype = super::data::dtype(args.text(1)?)?;
            if dtype == x.dtype() {
                return Done::tensor(id).map(Some);
            }
            return plain(session, x.cast(dtype)?);
        }
        _ => Made::new(x.copy()?, "CloneBackward0", Vec::new(), Box::new(|dy, _, _| Ok(vec![Some(dy.clone())]))),
    };
    of_one(session, id, made)
}
