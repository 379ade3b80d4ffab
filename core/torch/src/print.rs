//! How a tensor is printed: the form of PyTorch's `_tensor_str.py`, with its default options.

use crate::array::{Array, Dtype};

const PRECISION: usize = 4;
const THRESHOLD: usize = 1000;
const EDGE: usize = 3;
const WIDTH: usize = 80;
/// `tensor(`.
const PREFIX: &str = "tensor(";

/// The form that all values of a tensor are printed in.
struct Form {
    float: bool,
    whole: bool,
    scientific: bool,
    width: usize,
    truth: bool,
}

impl Form {
    fn of(values: &[f64], dtype: Dtype) -> Self {
        let float = dtype == Dtype::Float32;
        let mut form = Form { float, whole: true, scientific: false, width: 1, truth: dtype == Dtype::Bool };
        if !float {
            form.width = values.iter().map(|v| form.text(*v).len()).max().unwrap_or(1).max(1);
            return form;
        }
        let shown: Vec<f64> = values.iter().copied().filter(|v| v.is_finite() && *v != 0.0).collect();
        if shown.is_empty() {
            return form;
        }
        let greatest = shown.iter().fold(0.0_f64, |m, v| m.max(v.abs()));
        let least = shown.iter().fold(f64::INFINITY, |m, v| m.min(v.abs()));
        form.whole = shown.iter().all(|v| v.fract() == 0.0);
        // PyTorch divides the floats as they are.
        let ratio = f64::from(greatest as f32 / least as f32);
        form.scientific = ratio > 1000.0 || greatest > 1e8 || !form.whole && least < 1e-4;
        form.width = shown.iter().map(|v| form.text(*v).len()).max().unwrap_or(1).max(1);
        form
    }

    fn text(&self, v: f64) -> String {
        if self.truth {
            return if v == 0.0 { "False" } else { "True" }.into();
        }
        if !self.float {
            return format!("{v:.0}");
        }
        if v.is_nan() {
            return "nan".into();
        }
        if v.is_infinite() {
            return if v > 0.0 { "inf" } else { "-inf" }.into();
        }
        if self.scientific {
            scientific(v)
        } else if self.whole {
            format!("{v:.0}.")
        } else {
            format!("{v:.PRECISION$}")
        }
    }

    fn padded(&self, v: f64) -> String {
        format!("{:>1$}", self.text(v), self.width)
    }
}

/// `1.2345e-06`, as Python writes it.
fn scientific(v: f64) -> String {
    let text = format!("{v:.PRECISION$e}");
    match text.split_once('e') {
        Some((digits, power)) => {
            let (sign, power) = power.strip_prefix('-').map_or(('+', power), |power| ('-', power));
            format!("{digits}e{sign}{power:0>2}")
        }
        None => text,
    }
}

/// The places of an axis that are shown; `None` for what is left out.
fn shown(n: usize, summary: bool) -> Vec<Option<usize>> {
    if summary && n > 2 * EDGE {
        (0..EDGE).map(Some).chain([None]).chain((n - EDGE..n).map(Some)).collect()
    } else {
        (0..n).map(Some).collect()
    }
}

fn collect(x: &Array, summary: bool, out: &mut Vec<f64>) {
    match x.shape().first() {
        Some(_) if !summary => out.extend(x.doubles(usize::MAX)),
        None => out.extend(x.doubles(1)),
        Some(&n) => {
            for at in shown(n, summary).into_iter().flatten() {
                collect(&x.select(0, at), summary, out);
            }
        }
    }
}

fn body(x: &Array, form: &Form, indent: usize, summary: bool) -> String {
    let Some(&n) = x.shape().first() else {
        return x.doubles(1).first().map(|v| form.padded(*v)).unwrap_or_default();
    };
    let inner = " ".repeat(indent + 1);
    if x.shape().len() == 1 {
        let values = x.doubles(usize::MAX);
        let texts: Vec<String> = shown(n, summary)
            .into_iter()
            .map(|at| at.and_then(|at| values.get(at)).map_or(" ...".into(), |v| form.padded(*v)))
            .collect();
        let each = (WIDTH.saturating_sub(indent) / (form.width + 2)).max(1);
        let lines: Vec<String> = texts.chunks(each).map(|line| line.join(", ")).collect();
        return format!("[{}]", lines.join(&format!(",\n{inner}")));
    }
    let parts: Vec<String> = shown(n, summary)
        .into_iter()
        .map(|at| at.map_or("...".into(), |at| body(&x.select(0, at), form, indent + 1, summary)))
        .collect();
    let between = format!(",{}{inner}", "\n".repeat(x.shape().len() - 1));
    format!("[{}]", parts.join(&between))
}

/// `tensor([1., 2.], requires_grad=True)`; of a result, `grad_fn` is the name of its node.
pub(crate) fn tensor(x: &Array, requires_grad: bool, grad_fn: Option<&str>) -> String {
    let mut suffixes = Vec::new();
    let mut text = String::from(PREFIX);
    if x.len() == 0 {
        text.push_str("[]");
        if x.shape().len() != 1 {
            suffixes.push(format!("size={}", tuple(x.shape())));
        }
        if x.dtype() != Dtype::Float32 {
            suffixes.push(format!("dtype=torch.{}", x.dtype().name()));
        }
    } else {
        let summary = x.len() > THRESHOLD;
        let mut values = Vec::new();
        collect(x, summary, &mut values);
        let form = Form::of(&values, x.dtype());
        text.push_str(&body(x, &form, PREFIX.len(), summary));
    }
    match grad_fn {
        Some(name) => suffixes.push(format!("grad_fn=<{name}>")),
        None if requires_grad => suffixes.push("requires_grad=True".into()),
        None => {}
    }
    let mut line = text.rfind('\n').map_or(text.len() + 2, |at| text.len() - at + 1);
    for suffix in suffixes {
        if line + suffix.len() + 2 > WIDTH {
            text.push_str(&format!(",\n{}{suffix}", " ".repeat(PREFIX.len())));
            line = PREFIX.len() + suffix.len();
        } else {
            text.push_str(&format!(", {suffix}"));
            line += suffix.len() + 2;
        }
    }
    text + ")"
}

/// A shape as Python prints a tuple.
pub(crate) fn tuple(shape: &[usize]) -> String {
    let sizes: Vec<String> = shape.iter().map(usize::to_string).collect();
    if sizes.len() == 1 { format!("({},)", sizes[0]) } else { format!("({})", sizes.join(", ")) }
}
