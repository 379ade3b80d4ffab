//! Files of named tensors.

use super::Done;
use crate::args::Args;
use crate::array::Array;
use crate::error::{Kind, Result, TorchError, missing, type_error, value};
use crate::memory::MEMORY;
use crate::session::Session;
use karui_core::format::safetensors;
use serde_json::{Value, json};

/// Keeps named tensors as a safetensors file. Counts of batches, which PyTorch does not need to load a network, are left out.
pub(crate) fn save(session: &mut Session, args: &Args<'_>) -> Result<Done> {
    let mut tensors = Vec::new();
    for pair in args.get(1).as_array().into_iter().flatten() {
        let (Some(name), Some(id)) = (pair.get(0).and_then(Value::as_str), pair.get(1).and_then(Value::as_u64)) else {
            return type_error("save: expected names and tensors");
        };
        let array = session.array(id)?;
        if name.ends_with("num_batches_tracked") {
            continue;
        }
        if !array.is_float() {
            return missing(&format!("torch.save of {} (`{name}`)", array.dtype().name()));
        }
        tensors.push((name.to_owned(), array.shape().to_vec(), array.floats().to_vec()));
    }
    if session.files.len() >= 32 && !session.files.contains_key(args.text(0)?) {
        return Err(TorchError::new(Kind::Memory, "the lab keeps at most 32 files"));
    }
    let held: usize = session.files.values().map(Vec::len).sum();
    if held > MEMORY / 4 {
        return Err(TorchError::new(Kind::Memory, format!("the lab keeps at most {} MiB of files", MEMORY >> 22)));
    }
    let name = args.text(0)?.to_owned();
    session.files.insert(name, safetensors::write(&tensors));
    Done::nothing()
}

/// The tensors of a file, by their names.
pub(crate) fn load(session: &mut Session, args: &Args<'_>) -> Result<Done> {
    let name = args.text(0)?;
    let Some(bytes) = session.files.get(name) else {
        return value(format!("there is no file {name}: torch.save(model.state_dict(), \"{name}\") makes it"));
    };
    let tensors = safetensors::read_floats(bytes).map_err(|error| TorchError::new(Kind::Runtime, error.to_string()))?;
    let mut pairs = Vec::new();
    for (name, shape, values) in tensors {
        let array = Array::float(&session.meter, values, &shape)?;
        pairs.push(json!([name, session.leaf(array, false)?]));
    }
    Done::answer(&Value::Array(pairs))
}
