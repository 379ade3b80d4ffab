//! Calls about gradients as a whole, and about what optimizers keep.

use super::Done;
use crate::args::Args;
use crate::error::{Result, missing, runtime, value};
use crate::session::Session;
use serde_json::{Value, json};

/// Does `op` if it is one of these.
pub(crate) fn call(session: &mut Session, op: &str, args: &Args<'_>) -> Result<Option<Done>> {
    let done = match op {
        // output, inputs, the output's gradient, whether the tape is kept, whether an input may be unused
        "gradients" => {
            let gradient = if args.is_null(2) { None } else { Some(args.id(2)?) };
            let found = session.gradients(args.id(0)?, &args.ids(1)?, gradient, args.bool(3)?)?;
            if !args.bool(4)? && found.contains(&None) {
                return runtime(
                    "one of the tensors is not used in the graph: give allow_unused=True to get None for it",
                );
            }
            Done::answer(&json!(found))
        }
        // tensors, the greatest norm, which norm: 1, 2 …, infinity as text
        "clip_grad_norm" => {
            let id = clip_norm(session, args)?;
            return Done::tensor(id).map(Some);
        }
        // tensors, the greatest magnitude
        "clip_grad_value" => {
            let most = args.number(1)? as f32;
            scale(session, &args.ids(0)?, |g| g.clamp(-most.abs(), most.abs()))?;
            Done::nothing()
        }
        "optimizer_state" => {
            let id = args.id(0)?;
            let Some(optim) = session.optimizers.get(&id) else {
                return runtime(format!("there is no optimizer {id}"));
            };
            let (state, params) = (optim.state(), optim.params.clone());
            let mut told = Vec::new();
            for (known, param) in state.into_iter().zip(params) {
                let Some((steps, moments)) = known else {
                    told.push(Value::Null);
                    continue;
                };
                let like = session.array(param)?;
                let mut handles = Vec::new();
                for moment in moments {
                    let array = like.make(moment, like.shape())?;
                    handles.push(session.result(array));
                }
                told.push(json!([steps, handles]));
            }
            Done::answer(&Value::Array(told))
        }
        "load_optimizer_state" => {
            load(session, args)?;
            Done::nothing()
        }
        _ => return Ok(None),
    };
    done.map(Some)
}

/// Changes each number of the gradients of these tensors.
fn scale(session: &mut Session, ids: &[u64], of: impl Fn(f32) -> f32) -> Result<()> {
    for id in ids {
        let tensor = session.tensor(*id)?;
        let Some(grad) = tensor.grad.clone() else { continue };
        let array = tensor.array.clone();
        grad.update(&mut |values| values.iter_mut().for_each(|v| *v = of(*v)))?;
        session.touch(*id, &array);
    }
    Ok(())
}

/// Scales gradients down so that the norm of all of them together is `most` at most; gives the norm that they had.
fn clip_norm(session: &mut Session, args: &Args<'_>) -> Result<u64> {
    let (ids, most) = (args.ids(0)?, args.number(1)?);
    let kind = match args.get(2).as_str() {
        Some("inf") => f64::INFINITY,
        Some(other) => return missing(&format!("clip_grad_norm_(norm_type={other})")),
        None => args.number(2)?,
    };
    if kind.is_nan() || kind <= 0.0 {
        return value(format!("clip_grad_norm_: norm_type is greater than 0, not {kind}"));
    }
    let mut norms = Vec::new();
    for id in &ids {
        if let Some(grad) = &session.tensor(*id)?.grad {
            norms.push(norm(grad.floats().iter().map(|v| f64::from(*v)), kind));
        }
    }
    let total = norm(norms.into_iter(), kind);
    // Not exactly one where it just fits, as PyTorch has it.
    let factor = (most / (total + 1e-6)).min(1.0) as f32;
    scale(session, &ids, |g| g * factor)?;
    let total = crate::array::Array::float(&session.meter, vec![total as f32], &[])?;
    Ok(session.result(total))
}

fn norm(values: impl Iterator<Item = f64>, kind: f64) -> f64 {
    if kind.is_infinite() {
        // Not `max`, which would lose what is no number.
        return values.fold(0.0, |most, v| if v.abs() > most || v.is_nan() { v.abs() } else { most });
    }
    values.map(|v| v.abs().powf(kind)).sum::<f64>().powf(1.0 / kind)
}

/// Takes over what an optimizer has kept: for each parameter nothing, or the steps and the moments as tensors.
fn load(session: &mut Session, args: &Args<'_>) -> Result<()> {
    let id = args.id(0)?;
    let Some(optim) = session.optimizers.get(&id) else { return runtime(format!("there is no optimizer {id}")) };
    let params = optim.params.clone();
    let known = args.get(1).as_array().cloned().unwrap_or_default();
    if known.len() != params.len() {
        return value("loaded state dict contains a parameter group that doesn't match the size of optimizer's group");
    }
    for (at, (known, param)) in known.iter().zip(params).enumerate() {
        let len = session.array(param)?.len();
        let state = match (known.get(0).and_then(Value::as_f64), known.get(1).and_then(Value::as_array)) {
            (Some(steps), Some(handles)) => {
                let mut moments = Vec::new();
                for handle in handles {
                    let array = session.array(handle.as_u64().unwrap_or(u64::MAX))?;
                    if !array.is_float() {
                        return value("an optimizer keeps floats");
                    }
                    moments.push(array.floats().to_vec());
                }
                Some((steps.max(0.0) as u64, moments))
            }
            _ => None,
        };
        if let Some(optim) = session.optimizers.get_mut(&id) {
            optim.set_state(at, state, len)?;
        }
    }
    session.changed_optimizers.insert(id);
    Ok(())
}
