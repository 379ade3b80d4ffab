//! What a program can ask for, by name.

mod data;
mod files;
mod gradients;
mod ops;

use crate::args::Args;
use crate::error::{Result, missing};
use crate::session::Session;
use serde_json::{Value, json};

/// What a call gave: the tensor it made, if it made one, and its answer.
pub(crate) struct Done {
    pub output: Option<u64>,
    pub json: String,
}

impl Done {
    fn tensor(id: u64) -> Result<Self> {
        Ok(Done { output: Some(id), json: id.to_string() })
    }

    fn answer(value: &Value) -> Result<Self> {
        Ok(Done { output: None, json: value.to_string() })
    }

    fn nothing() -> Result<Self> {
        Self::answer(&Value::Null)
    }
}

/// Whether a call only asks for what is known: such calls are not part of what a statement did.
pub(crate) fn is_question(op: &str) -> bool {
    matches!(
        op,
        "info"
            | "item"
            | "tolist"
            | "repr"
            | "shape"
            | "grad"
            | "variables"
            | "names"
            | "release"
            | "is_grad_enabled"
            | "set_grad_enabled"
            | "schedule"
            | "memory"
            | "requires_grad"
            | "seed"
            | "random_seed"
            | "random_bits"
    )
}

/// Whether a call is the doing of the line that makes it: something that its entry tells.
pub(crate) fn is_done_by_a_line(op: &str) -> bool {
    matches!(op, "variables" | "names" | "requires_grad") || !is_question(op)
}

/// Does `op`.
pub(crate) fn call(session: &mut Session, op: &str, args: &Args<'_>) -> Result<Done> {
    if let Some(done) = ops::call(session, op, args)? {
        return Ok(done);
    }
    if let Some(done) = data::call(session, op, args)? {
        return Ok(done);
    }
    if let Some(done) = gradients::call(session, op, args)? {
        return Ok(done);
    }
    match op {
        "backward" => {
            let gradient = if args.is_null(1) { None } else { Some(args.id(1)?) };
            session.backward(args.id(0)?, gradient, args.bool(2)?)?;
            Done::nothing()
        }
        "optimizer" => {
            let params = args.ids(1)?;
            let mut numbers = [0.0; 7];
            for (i, number) in numbers.iter_mut().enumerate() {
                *number = args.number_or(i + 2, 0.0)?;
            }
            for id in &params {
                let tensor = session.tensor(*id)?;
                if tensor.node.is_some() {
                    return crate::error::value(
                        "an optimizer changes leaves only: one of these tensors is the result of an op",
                    );
                }
            }
            let optim = crate::optimizer::Optim::new(args.text(0)?, params, numbers)?;
            let id = session.optimizers.keys().next_back().copied().unwrap_or(0) + 1;
            session.optimizers.insert(id, optim);
            session.changed_optimizers.insert(id);
            Done::answer(&json!(id))
        }
        "step" => {
            for (i, id) in args.ids(0)?.into_iter().enumerate() {
                let lr = args.get(1).get(i).and_then(crate::args::scalar).map_or(f64::NAN, |lr| lr.value);
                crate::optimizer::step(session, id, lr)?;
            }
            Done::nothing()
        }
        "zero_grad" => {
            for id in args.ids(0)? {
                let params = session.optimizers.get(&id).map(|optim| optim.params.clone()).unwrap_or_default();
                data::zero_grad(session, &params, args.bool(1)?)?;
            }
            Done::nothing()
        }
        "schedule" => {
            let numbers: Vec<f64> = args.get(4).as_array().into_iter().flatten().filter_map(Value::as_f64).collect();
            let lr =
                crate::optimizer::schedule(args.text(0)?, args.number(1)?, args.number(2)?, args.int(3)?, &numbers)?;
            Done::answer(&number(lr))
        }
        _ => missing(op),
    }
}

/// A number as JSON; what JSON has no number for as text.
fn number(v: f64) -> Value {
    serde_json::to_value(crate::trace::Exact(v)).unwrap_or(Value::Null)
}
