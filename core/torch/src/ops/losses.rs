//! Losses: one value for each example, their mean or their sum.

use super::{map, zip};
use crate::array::{Array, broadcast, sum_to};
use crate::error::{Result, missing, runtime, value as value_error};
use crate::tape::{Backward, Made};
use karui_core::ops::softmax_cross_entropy::reference;

/// What becomes of the values of a loss.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reduction {
    None,
    Mean,
    Sum,
    /// The sum over the number of examples, KL divergence's.
    BatchMean,
}

impl Reduction {
    pub fn named(name: &str) -> Result<Self> {
        match name {
            "none" => Ok(Reduction::None),
            "mean" => Ok(Reduction::Mean),
            "sum" => Ok(Reduction::Sum),
            "batchmean" => Ok(Reduction::BatchMean),
            _ => value_error(format!("{name} is no reduction: expected none, mean or sum")),
        }
    }

    /// By what the sum over a tensor of `shape` is divided.
    fn over(self, shape: &[usize]) -> f64 {
        match self {
            Reduction::None | Reduction::Sum => 1.0,
            Reduction::Mean => shape.iter().product::<usize>() as f64,
            Reduction::BatchMean => shape.first().copied().unwrap_or(1) as f64,
        }
    }
}

/// A loss of pairs of values: of a prediction and a target, and its slopes after each.
struct Pair {
    name: &'static str,
    loss: fn(f64, f64) -> f64,
    slopes: [fn(f64, f64) -> f64; 2],
}

/// The losses of pairs by their PyTorch names; see each line for the formula.
fn pair(name: &str) -> Option<Pair> {
    Some(match name {
        // (x − t)²
        "mse" => Pair {
            name: "MseLossBackward0",
            loss: |x, t| (x - t) * (x - t),
            slopes: [|x, t| 2.0 * (x - t), |x, t| 2.0 * (t - x)],
        },
        // |x − t|
        "l1" => {
            Pair { name: "MeanBackward0", loss: |x, t| (x - t).abs(), slopes: [|x, t| sign(x - t), |x, t| sign(t - x)] }
        }
        // −(t·ln x + (1 − t)·ln(1 − x)), each logarithm no less than −100
        "bce" => Pair {
            name: "BinaryCrossEntropyBackward0",
            loss: |x, t| -(t * x.ln().max(-100.0) + (1.0 - t) * (1.0 - x).ln().max(-100.0)),
            slopes: [
                |x, t| (x - t) / ((1.0 - x) * x).max(1e-12),
                |x, _| (1.0 - x).ln().max(-100.0) - x.ln().max(-100.0),
            ],
        },
        // The same of sigmoid(x): max(x, 0) − x·t + ln(1 + e^−|x|)
        "bce_with_logits" => Pair {
            name: "BinaryCrossEntropyWithLogitsBackward0",
            loss: |x, t| x.max(0.0) - x * t + (-x.abs()).exp().ln_1p(),
            slopes: [|x, t| 1.0 / (1.0 + (-x).exp()) - t, |x, _| -x],
        },
        // t·(ln t − x), 0 where t is: x is a logarithm of probabilities
        "kl_div" => Pair {
            name: "KlDivBackward0",
            loss: |x, t| if t > 0.0 { t * (t.ln() - x) } else { 0.0 },
            slopes: [|_, t| -t, |x, t| if t > 0.0 { t.ln() + 1.0 - x } else { 0.0 }],
        },
        // The same of a target that is a logarithm too
        "kl_div_log" => Pair {
            name: "KlDivBackward0",
            loss: |x, t| t.exp() * (t - x),
            slopes: [|_, t| -t.exp(), |x, t| t.exp() * (t - x + 1.0)],
        },
        _ => return None,
    })
}

fn sign(v: f64) -> f64 {
    if v == 0.0 { 0.0 } else { v.signum() }
}

/// The loss called `name` of predictions `x` and targets `t`, which are repeated to one shape; sums are in doubles.
pub fn of_pairs(name: &str, x: &Array, t: &Array, reduction: Reduction) -> Result<Made> {
    let Some(Pair { name: node, loss, slopes }) = pair(name) else { return missing(name) };
    if !x.is_float() || !t.is_float() {
        return runtime(format!("{name}: expected float32, got {} and {}", x.dtype().name(), t.dtype().name()));
    }
    if name.starts_with("bce") && x.shape() != t.shape() {
        return value_error(format!(
            "{name}: prediction {:?} and target {:?} must have one shape",
            x.shape(),
            t.shape()
        ));
    }
    if name == "bce" && x.floats().iter().any(|v| !(0.0..=1.0).contains(v)) {
        return runtime("binary cross-entropy: predictions must lie between 0 and 1");
    }
    let shape = broadcast(x.shape(), t.shape())?;
    x.meter().room(&shape)?;
    let (wide_x, wide_t) = (x.expand(&shape)?, t.expand(&shape)?);
    let value = if reduction == Reduction::None {
        zip(&wide_x, &wide_t, &|x, t| loss(f64::from(x), f64::from(t)) as f32)?
    } else {
        let (x_values, t_values) = (wide_x.floats(), wide_t.floats());
        let sum: f64 = x_values.iter().zip(t_values.iter()).map(|(x, t)| loss(f64::from(*x), f64::from(*t))).sum();
        x.make(vec![(sum / reduction.over(&shape)) as f32], &[])?
    };
    let shapes = [x.shape().to_vec(), t.shape().to_vec()];
    let backward: Backward = Box::new(move |dy, saved, needs| {
        let (x, t) = (saved[0].expand(&shape)?, saved[1].expand(&shape)?);
        let (dy, over) = (dy.expand(&shape)?, reduction.over(&shape));
        let mut out = Vec::with_capacity(2);
        for ((slope, shape), needed) in slopes.iter().zip(&shapes).zip(needs) {
            out.push(if *needed {
                let slopes = zip(&x, &t, &|x, t| (slope(f64::from(x), f64::from(t)) / over) as f32)?;
                Some(sum_to(&zip(&slopes, &dy, &|s, dy| s * dy)?, shape)?)
            } else {
                None
            });
        }
        Ok(out)
    });
    // These two are several ops there, and called by the last.
    let node = match (name, reduction) {
        ("l1", Reduction::None) => "AbsBackward0",
        ("kl_div", Reduction::None) => "SubBackward0",
        ("kl_div_log", Reduction::None) => "MulBackward0",
        ("l1" | "kl_div" | "kl_div_log", Reduction::Sum) => "SumBackward0",
        ("l1" | "kl_div" | "kl_div_log", Reduction::Mean) => "MeanBackward0",
        (_, Reduction::BatchMean) => "DivBackward0",
        _ => node,
    };
    Ok(Made::new(value, node, vec![x.clone(), t.clone()], backward))
}

/// Cross-entropy of logits `[N, K]` (or `[K]`) and classes `[N]`, by the engine's own loss.
pub fn cross_entropy(x: &Array, t: &Array, reduction: Reduction, smoothing: f32) -> Result<Made> {
    if !x.is_float() {
        return runtime(format!("cross_entropy: expected float32 logits, got {}", x.dtype().name()));
    }
    if t.is_float() {
        return probabilities(x, t, reduction, smoothing);
    }
    let (n, k) = match *x.shape() {
        [n, k] => (n, k),
        [k] => (1, k),
        _ => return missing(&format!("cross_entropy of logits {:?}", x.shape())),
    };
    if t.shape() != &x.shape()[..x.shape().len() - 1] {
        return value_error(format!(
            "cross_entropy: logits {:?} need classes of shape {:?}, got {:?}",
            x.shape(),
            &x.shape()[..x.shape().len() - 1],
            t.shape()
        ));
    }
    if !(0.0..=1.0).contains(&smoothing) {
        return runtime(format!("label_smoothing must lie between 0 and 1, got {smoothing}"));
    }
    if k == 0 || k > 256 {
        return missing(&format!("cross_entropy of {k} classes: 1 to 256 are possible"));
    }
    let classes = t.ints();
    if let Some(wrong) = classes.iter().find(|class| !(0..k as i64).contains(class)) {
        return crate::error::index(format!("cross_entropy: class {wrong} of {k}: expected 0 … {}", k - 1));
    }
    let labels: Vec<u8> = classes.iter().map(|class| *class as u8).collect();
    let factor = match reduction {
        Reduction::Mean => 1.0,
        Reduction::Sum => n as f32,
        _ => return missing("cross_entropy(reduction='none')"),
    };
    let mut dx = x.meter().zeros(x.shape())?;
    let loss = reference::loss_and_gradient(k, &x.floats(), &labels, smoothing, &mut dx);
    let slope = x.make(dx, x.shape())?;
    let value = x.make(vec![loss * factor], &[])?;
    let backward: Backward = Box::new(move |dy, saved, _| {
        let dy = dy.floats().first().copied().unwrap_or(0.0) * factor;
        Ok(vec![Some(map(&saved[0], &|d| d * dy)?)])
    });
    let name = if smoothing > 0.0 { "AddBackward0" } else { "NllLossBackward0" };
    Ok(Made::new(value, name, vec![slope], backward))
}

/// Cross-entropy with a distribution for each example: `−Σ_k t_k · ln softmax(x)_k`.
fn probabilities(x: &Array, t: &Array, reduction: Reduction, smoothing: f32) -> Result<Made> {
    let &[n, k] = x.shape() else { return missing(&format!("cross_entropy of logits {:?}", x.shape())) };
    if t.shape() != x.shape() || n == 0 || k == 0 {
        return runtime(format!(
            "cross_entropy: logits {:?} need probabilities of that shape, got {:?}",
            x.shape(),
            t.shape()
        ));
    }
    let over = match reduction {
        Reduction::Mean => n as f64,
        Reduction::Sum => 1.0,
        _ => return missing("cross_entropy(reduction='none')"),
    };
    let smooth = map(t, &|t| t * (1.0 - smoothing) + smoothing / k as f32)?;
    let log = super::reduce::softmax(x, 1, true)?;
    let sum: f64 =
        log.value.floats().iter().zip(smooth.floats().iter()).map(|(l, t)| -f64::from(*l) * f64::from(*t)).sum();
    let value = x.make(vec![(sum / over) as f32], &[])?;
    let through = log.backward;
    let backward: Backward = Box::new(move |dy, saved, needs| {
        let dy = dy.floats().first().copied().unwrap_or(0.0) / over as f32;
        let dlog = map(&saved[1], &|t| -t * dy)?;
        let mut out = through(&dlog, &saved[..1], &[true])?;
        if needs.get(1) == Some(&true) {
            out.push(Some(map(&saved[0], &|l| -l * dy * (1.0 - smoothing))?));
        }
        Ok(out)
    });
    Ok(Made::new(value, "DivBackward1", vec![log.value, smooth], backward))
}

/// The negative of each example's logarithm at its class: `x [N, K]` are logarithms of probabilities.
pub fn nll(x: &Array, t: &Array, reduction: Reduction) -> Result<Made> {
    let &[n, k] = x.shape() else { return missing(&format!("nll_loss of {:?}", x.shape())) };
    if t.is_float() || t.shape() != [n] || !x.is_float() {
        return runtime(format!(
            "nll_loss: float32 of shape [{n}, {k}] and int64 classes [{n}] are needed, got classes {:?}",
            t.shape()
        ));
    }
    let classes = t.ints();
    if let Some(wrong) = classes.iter().find(|class| !(0..k as i64).contains(class)) {
        return crate::error::index(format!("nll_loss: class {wrong} of {k}"));
    }
    let over = match reduction {
        Reduction::Mean => n as f64,
        Reduction::Sum => 1.0,
        _ => return missing("nll_loss(reduction='none')"),
    };
    let places: Vec<usize> = classes.iter().enumerate().map(|(i, class)| i * k + *class as usize).collect();
    let sum: f64 = {
        let values = x.floats();
        places.iter().map(|at| -f64::from(values[*at])).sum()
    };
    let value = x.make(vec![(sum / over) as f32], &[])?;
    let backward: Backward = Box::new(move |dy, saved, _| {
        let dy = f64::from(dy.floats().first().copied().unwrap_or(0.0));
        let mut dx = saved[0].meter().zeros(&[n, k])?;
        for at in &places {
            dx[*at] = (-dy / over) as f32;
        }
        Ok(vec![Some(saved[0].make(dx, &[n, k])?)])
    });
    Ok(Made::new(value, "NllLossBackward0", vec![x.clone()], backward))
}
