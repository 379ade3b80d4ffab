//! Functions of single values and of pairs, with broadcasting.

use super::{map, zip};
use crate::array::{Array, Dtype, broadcast, sum_to};
use crate::error::{Result, runtime};
use crate::tape::{Backward, Made};
use karui_core::ops::{Activation, ActivationKernels, Cpu};

/// What a way back is told from.
enum From {
    /// `dx = f(dy)`.
    Nothing,
    /// `dx = f(dy, x)`.
    Input,
    /// `dx = f(dy, y)`.
    Output,
}

/// A function of one value: PyTorch's name of its node, its value, what its slope is told from, `dx` from `dy` and that.
type Unary = (&'static str, fn(f32) -> f32, From, fn(f32, f32) -> f32);

/// The function called `name`.
fn unary_by_name(name: &str) -> Option<Unary> {
    Some(match name {
        "neg" => ("NegBackward0", |x| -x, From::Nothing, |dy, _| -dy),
        "exp" => ("ExpBackward0", f32::exp, From::Output, |dy, y| dy * y),
        "log" => ("LogBackward0", f32::ln, From::Input, |dy, x| dy / x),
        "sqrt" => ("SqrtBackward0", f32::sqrt, From::Output, |dy, y| dy / (2.0 * y)),
        "abs" => ("AbsBackward0", f32::abs, From::Input, |dy, x| dy * sign(x)),
        "tanh" => ("TanhBackward0", f32::tanh, From::Output, |dy, y| dy * (1.0 - y * y)),
        "sin" => ("SinBackward0", f32::sin, From::Input, |dy, x| dy * x.cos()),
        "cos" => ("CosBackward0", f32::cos, From::Input, |dy, x| -dy * x.sin()),
        "sign" => ("SignBackward0", sign, From::Nothing, |_, _| 0.0),
        "floor" => ("FloorBackward0", f32::floor, From::Nothing, |_, _| 0.0),
        "ceil" => ("CeilBackward0", f32::ceil, From::Nothing, |_, _| 0.0),
        "round" => ("RoundBackward0", f32::round_ties_even, From::Nothing, |_, _| 0.0),
        "reciprocal" => ("ReciprocalBackward0", f32::recip, From::Output, |dy, y| -dy * y * y),
        _ => return None,
    })
}

fn sign(x: f32) -> f32 {
    if x > 0.0 {
        1.0
    } else if x < 0.0 {
        -1.0
    } else {
        // Zero's is zero; no number stays none.
        x + 0.0
    }
}

/// The activation of the engine called `name`, and PyTorch's name of its node.
fn activation_by_name(name: &str) -> Option<(Activation, &'static str)> {
    Some(match name {
        "relu" => (Activation::Relu, "ReluBackward0"),
        "relu6" => (Activation::Relu6, "HardtanhBackward0"),
        "sigmoid" => (Activation::Sigmoid, "SigmoidBackward0"),
        "silu" => (Activation::Silu, "SiluBackward0"),
        "hardsigmoid" => (Activation::HardSigmoid, "HardsigmoidBackward0"),
        "hardswish" => (Activation::HardSwish, "HardswishBackward0"),
        _ => return None,
    })
}

/// The function called `name` of each value; none by that name is `None`.
pub fn unary(name: &str, x: &Array) -> Result<Option<Made>> {
    if let Some((f, node)) = activation_by_name(name) {
        return activation(f, node, x).map(Some);
    }
    let Some((node, f, from, slope)) = unary_by_name(name) else { return Ok(None) };
    if !x.is_float() && matches!(name, "neg" | "abs" | "sign" | "floor" | "ceil" | "round") {
        let values = x.ints().into_iter().map(|v| match name {
            "neg" => v.wrapping_neg(),
            "abs" => v.wrapping_abs(),
            "sign" => v.signum(),
            _ => v,
        });
        let value = Array::int(&x.meter(), values.collect(), x.shape())?;
        return Ok(Some(Made::new(value, node, Vec::new(), without_gradient())));
    }
    let y = map(x, &f)?;
    let saved = match from {
        From::Nothing => Vec::new(),
        From::Input => vec![x.clone()],
        From::Output => vec![y.clone()],
    };
    let backward: Backward = Box::new(move |dy, saved, _| {
        Ok(vec![Some(match saved.first() {
            Some(of) => zip(dy, of, &slope)?,
            None => map(dy, &|dy| slope(dy, 0.0))?,
        })])
    });
    Ok(Some(Made::new(y, node, saved, backward)))
}

/// The way back of what has none: integers and truth values.
pub fn without_gradient() -> Backward {
    Box::new(|_, _, needs| Ok(needs.iter().map(|_| None).collect()))
}

fn activation(f: Activation, node: &'static str, x: &Array) -> Result<Made> {
    let mut y = x.meter().zeros(x.shape())?;
    Cpu::activation(f, &x.floats(), &mut y);
    let y = x.make(y, x.shape())?;
    // What PyTorch keeps: the output where the slope can be told from it.
    let from_output = f.slope_from_output() || f == Activation::Sigmoid;
    let saved = if from_output { y.clone() } else { x.clone() };
    let backward: Backward = Box::new(move |dy, saved, _| {
        if f == Activation::Sigmoid {
            return Ok(vec![Some(zip(dy, &saved[0], &|dy, y| dy * y * (1.0 - y))?)]);
        }
        let mut dx = dy.meter().zeros(dy.shape())?;
        Cpu::activation_backward(f, &saved[0].floats(), &dy.floats(), &mut dx);
        Ok(vec![Some(dy.make(dx, dy.shape())?)])
    });
    Ok(Made::new(y, node, vec![saved], backward))
}

/// `x` no less than `low` and no more than `high`; the gradient passes within and at both.
pub fn clamp(x: &Array, low: f64, high: f64) -> Result<Made> {
    if !x.is_float() {
        let values = x.ints().into_iter().map(|v| (v as f64).max(low).min(high) as i64).collect();
        let value = Array::int(&x.meter(), values, x.shape())?;
        return Ok(Made::new(value, "ClampBackward1", Vec::new(), without_gradient()));
    }
    let (low, high) = (low as f32, high as f32);
    // Not f32::clamp, which panics where low > high; there PyTorch gives high.
    let y = map(x, &|v| if v.is_nan() { v } else { v.max(low).min(high) })?;
    let backward: Backward = Box::new(move |dy, saved, _| {
        Ok(vec![Some(zip(dy, &saved[0], &|dy, x| if x >= low && x <= high { dy } else { 0.0 })?)])
    });
    Ok(Made::new(y, "ClampBackward1", vec![x.clone()], backward))
}

/// `x` to the power `p`.
pub fn pow(x: &Array, p: f64, whole: bool) -> Result<Made> {
    if !x.is_float() && whole && p >= 0.0 {
        let values = x.ints().into_iter().map(|v| v.wrapping_pow(p.min(64.0) as u32)).collect();
        let value = Array::int(&x.meter(), values, x.shape())?;
        return Ok(Made::new(value, "PowBackward0", Vec::new(), without_gradient()));
    }
    let y = map(x, &|v| power(v, p))?;
    let backward: Backward = Box::new(move |dy, saved, _| {
        let slope = |dy: f32, x: f32| if p == 0.0 { 0.0 } else { dy * (p as f32 * power(x, p - 1.0)) };
        Ok(vec![Some(zip(dy, &saved[0], &slope)?)])
    });
    Ok(Made::new(y, "PowBackward0", vec![x.clone()], backward))
}

fn power(x: f32, p: f64) -> f32 {
    match p {
        1.0 => x,
        2.0 => x * x,
        3.0 => x * x * x,
        0.5 => x.sqrt(),
        p => x.powf(p as f32),
    }
}

/// Whether an operand is a number of the program: it does not make floats of integers unless it is one, and has no gradient.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operand {
    Tensor,
    Number,
}

/// `a + b`, `a − b`, `a · b`, `a / b`, the greater or the less of both, each pair of values.
pub fn binary(op: &str, a: &Array, b: &Array, kinds: [Operand; 2], needs: [bool; 2]) -> Result<Made> {
    let shape = broadcast(a.shape(), b.shape())?;
    a.meter().room(&shape)?;
    let dtype = a.dtype().with(b.dtype());
    let (wide_a, wide_b) = (a.expand(&shape)?, b.expand(&shape)?);
    let number = kinds.contains(&Operand::Number);
    if dtype != Dtype::Float32 && op != "div" {
        let f: fn(i64, i64) -> i64 = match op {
            "add" => i64::wrapping_add,
            "sub" => i64::wrapping_sub,
            "mul" => i64::wrapping_mul,
            "maximum" => Ord::max,
            "minimum" => Ord::min,
            _ => return runtime(format!("no op of pairs is called {op}")),
        };
        if dtype == Dtype::Bool && op == "sub" {
            return runtime("truth values cannot be subtracted: use ^ or ~");
        }
        let values = wide_a.ints().into_iter().zip(wide_b.ints()).map(|(a, b)| f(a, b));
        let value = if dtype == Dtype::Bool {
            Array::bool(&a.meter(), values.map(|v| i64::from(v != 0)).collect(), &shape)?
        } else {
            Array::int(&a.meter(), values.collect(), &shape)?
        };
        return Ok(Made::new(value, "IntBackward0", Vec::new(), without_gradient()));
    }
    let f: fn(f32, f32) -> f32 = match op {
        "add" => |a, b| a + b,
        "sub" => |a, b| a - b,
        "mul" => |a, b| a * b,
        "div" => |a, b| a / b,
        "maximum" => |a, b| if a.is_nan() || a > b { a } else { b },
        "minimum" => |a, b| if a.is_nan() || a < b { a } else { b },
        _ => return runtime(format!("no op of pairs is called {op}")),
    };
    let values = wide_a.floats().iter().zip(wide_b.floats().iter()).map(|(a, b)| f(*a, *b)).collect();
    let value = a.make(values, &shape)?;
    // Integers take part as floats.
    let float = |x: &Array| if x.is_float() { Ok(x.clone()) } else { x.cast(Dtype::Float32) };
    let (shapes, scalar) =
        ([a.shape().to_vec(), b.shape().to_vec()], |x: &Array| x.doubles(1).first().map_or(0.0, |v| *v as f32));
    let sums = move |da: Option<Array>, db: Option<Array>| -> Result<Vec<Option<Array>>> {
        let fit = |d: Option<Array>, shape: &[usize]| d.map(|d| sum_to(&d, shape)).transpose();
        Ok(vec![fit(da, &shapes[0])?, fit(db, &shapes[1])?])
    };
    let (name, saved, backward): (_, _, Backward) = match op {
        "add" => {
            ("AddBackward0", vec![], Box::new(move |dy, _, n| sums(n[0].then(|| dy.clone()), n[1].then(|| dy.clone()))))
        }
        "sub" => {
            let name = if kinds[0] == Operand::Number { "RsubBackward1" } else { "SubBackward0" };
            let backward: Backward = Box::new(move |dy, _, n| {
                let db = if n[1] { Some(map(dy, &|v| -v)?) } else { None };
                sums(n[0].then(|| dy.clone()), db)
            });
            (name, vec![], backward)
        }
        // A number is not saved: such a graph can be walked twice.
        "mul" if number => {
            let of = if kinds[0] == Operand::Number { scalar(a) } else { scalar(b) };
            let backward: Backward = Box::new(move |dy, _, n| {
                let d = Some(map(dy, &|v| v * of)?);
                if n[0] { sums(d, None) } else { sums(None, d) }
            });
            ("MulBackward0", vec![], backward)
        }
        "mul" => {
            // Each factor is saved only for the other's gradient.
            let (a, b) = (float(a)?, float(b)?);
            let mut saved = Vec::new();
            if needs[0] {
                saved.push(b);
            }
            if needs[1] {
                saved.push(a);
            }
            let backward: Backward = Box::new(move |dy, saved, n| {
                let times = |x: &Array| zip(dy, &x.expand(dy.shape())?, &|dy, x| dy * x);
                let da = if n[0] { saved.first().map(times).transpose()? } else { None };
                let db = if n[1] { saved.last().map(times).transpose()? } else { None };
                sums(da, db)
            });
            ("MulBackward0", saved, backward)
        }
        "div" if kinds[1] == Operand::Number => {
            let of = scalar(b);
            let backward: Backward = Box::new(move |dy, _, _| sums(Some(map(dy, &|v| v / of)?), None));
            ("DivBackward0", vec![], backward)
        }
        "div" => {
            let mut saved = vec![float(b)?];
            if needs[1] {
                saved.push(float(a)?);
            }
            let backward: Backward = Box::new(move |dy, saved, n| {
                let b = saved[0].expand(dy.shape())?;
                let da = zip(dy, &b, &|dy, b| dy / b)?;
                let db = match saved.get(1).filter(|_| n[1]) {
                    Some(a) => {
                        let q = zip(&a.expand(dy.shape())?, &b, &|a, b| a / (b * b))?;
                        Some(zip(dy, &q, &|dy, q| -dy * q)?)
                    }
                    None => None,
                };
                sums(n[0].then_some(da), db)
            });
            // A number over a tensor is its reciprocal times the number.
            let name = if kinds[0] == Operand::Number { "MulBackward0" } else { "DivBackward0" };
            (name, saved, backward)
        }
        _ => {
            let greater = op == "maximum";
            let backward: Backward = Box::new(move |dy, saved, n| {
                let (a, b) = (saved[0].expand(dy.shape())?, saved[1].expand(dy.shape())?);
                // Where both are equal each gets half, as in PyTorch.
                let share = |a: f32, b: f32| if a == b { 0.5 } else { f32::from(u8::from((a > b) == greater)) };
                let to_a = zip(&a, &b, &share)?;
                let da = zip(dy, &to_a, &|dy, s| dy * s)?;
                let db = zip(dy, &to_a, &|dy, s| dy * (1.0 - s))?;
                sums(n[0].then_some(da), n[1].then_some(db))
            });
            let name = if greater { "MaximumBackward0" } else { "MinimumBackward0" };
            (name, vec![float(a)?, float(b)?], backward)
        }
    };
    Ok(Made::new(value, name, saved, backward))
}

/// `a // b` and `a % b`, rounded down as in Python; they have no gradient here.
pub fn floor_division(op: &str, a: &Array, b: &Array) -> Result<Array> {
    let shape = broadcast(a.shape(), b.shape())?;
    a.meter().room(&shape)?;
    let (wide_a, wide_b) = (a.expand(&shape)?, b.expand(&shape)?);
    if a.dtype().with(b.dtype()) != Dtype::Float32 {
        let (a_values, b_values) = (wide_a.ints(), wide_b.ints());
        if b_values.contains(&0) {
            return runtime("integers divided by zero");
        }
        let down = |a: i64, b: i64| a.wrapping_div(b) - i64::from(a.wrapping_rem(b) != 0 && (a < 0) != (b < 0));
        let pairs = a_values.into_iter().zip(b_values);
        let values =
            pairs.map(|(a, b)| if op == "remainder" { a.wrapping_sub(down(a, b).wrapping_mul(b)) } else { down(a, b) });
        return Array::int(&a.meter(), values.collect(), &shape);
    }
    let f = |a: f32, b: f32| {
        let rest = a % b;
        let rest = if rest != 0.0 && (rest < 0.0) != (b < 0.0) { rest + b } else { rest };
        if op == "remainder" { rest } else { ((a - rest) / b).round() }
    };
    let values = wide_a.floats().iter().zip(wide_b.floats().iter()).map(|(a, b)| f(*a, *b)).collect();
    a.make(values, &shape)
}

/// Whether a relation holds for each pair of values; `and`, `or`, `xor` of truth values.
pub fn compare(op: &str, a: &Array, b: &Array) -> Result<Array> {
    let shape = broadcast(a.shape(), b.shape())?;
    a.meter().room(&shape)?;
    let f: fn(f64, f64) -> bool = match op {
        "eq" => |a, b| a == b,
        "ne" => |a, b| a != b,
        "lt" => |a, b| a < b,
        "le" => |a, b| a <= b,
        "gt" => |a, b| a > b,
        "ge" => |a, b| a >= b,
        "and" => |a, b| a != 0.0 && b != 0.0,
        "or" => |a, b| a != 0.0 || b != 0.0,
        "xor" => |a, b| (a != 0.0) != (b != 0.0),
        _ => return runtime(format!("no relation is called {op}")),
    };
    let (a_values, b_values) = (a.expand(&shape)?.doubles(usize::MAX), b.expand(&shape)?.doubles(usize::MAX));
    let values = a_values.into_iter().zip(b_values).map(|(a, b)| i64::from(f(a, b))).collect();
    Array::bool(&a.meter(), values, &shape)
}

/// `a` where `condition` holds, else `b`.
pub fn choose(condition: &Array, a: &Array, b: &Array) -> Result<Made> {
    let shape = broadcast(condition.shape(), &broadcast(a.shape(), b.shape())?)?;
    let c = condition.expand(&shape)?.copy()?;
    let (wide_a, wide_b) = (a.expand(&shape)?, b.expand(&shape)?);
    let value = if a.is_float() || b.is_float() {
        let (a, b) = (wide_a.floats(), wide_b.floats());
        let values = c.ints().iter().enumerate().map(|(i, c)| if *c != 0 { a[i] } else { b[i] }).collect();
        condition.make(values, &shape)?
    } else {
        let (a, b) = (wide_a.ints(), wide_b.ints());
        let values = c.ints().iter().enumerate().map(|(i, c)| if *c != 0 { a[i] } else { b[i] }).collect();
        Array::int(&condition.meter(), values, &shape)?
    };
    let shapes = [a.shape().to_vec(), b.shape().to_vec()];
    let backward: Backward = Box::new(move |dy, saved, n| {
        let da = zip(dy, &saved[0], &|dy, c| if c != 0.0 { dy } else { 0.0 })?;
        let db = zip(dy, &saved[0], &|dy, c| if c != 0.0 { 0.0 } else { dy })?;
        Ok(vec![
            if n[0] { Some(sum_to(&da, &shapes[0])?) } else { None },
            if n[1] { Some(sum_to(&db, &shapes[1])?) } else { None },
        ])
    });
    Ok(Made::new(value, "WhereBackward0", vec![c], backward))
}
