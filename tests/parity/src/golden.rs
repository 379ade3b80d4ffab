//! Reads a golden: a JSON file that describes and a safetensors file that holds. Made by `tests/parity/goldens/*.py`.

use safetensors::{Dtype, SafeTensors};
use serde_json::Value;
use std::collections::BTreeMap;

/// One tensor: its shape and values, integers as floats.
#[derive(Debug, Clone)]
pub struct Tensor {
    /// Its shape, in PyTorch's order.
    pub shape: Vec<usize>,
    /// Its values.
    pub values: Vec<f32>,
}

/// The tensors of a golden by name.
#[derive(Debug)]
pub struct Tensors(BTreeMap<String, Tensor>);

impl Tensors {
    /// The tensors in a safetensors file.
    pub fn read(bytes: &[u8]) -> Result<Self, String> {
        let file = SafeTensors::deserialize(bytes).map_err(|e| e.to_string())?;
        let tensors = file.iter().map(|(name, t)| {
            let values = match t.dtype() {
                Dtype::F32 => t.data().as_chunks().0.iter().map(|b| f32::from_le_bytes(*b)).collect(),
                Dtype::I64 => t.data().as_chunks().0.iter().map(|b| i64::from_le_bytes(*b) as f32).collect(),
                other => return Err(format!("{name}: {other:?}")),
            };
            Ok((name.to_string(), Tensor { shape: t.shape().to_vec(), values }))
        });
        Ok(Tensors(tensors.collect::<Result<_, _>>()?))
    }

    /// The tensor called `name`, which must be there.
    pub fn get(&self, name: &str) -> Result<&Tensor, String> {
        self.0.get(name).ok_or_else(|| format!("no tensor {name}"))
    }
}

/// The JSON in `text`.
pub fn json(text: &str) -> Result<Value, String> {
    serde_json::from_str(text).map_err(|e| e.to_string())
}

/// The number under `key`.
pub fn number(value: &Value, key: &str) -> Result<f64, String> {
    value[key].as_f64().ok_or_else(|| format!("no number {key}"))
}

/// The text under `key`.
pub fn text<'a>(value: &'a Value, key: &str) -> Result<&'a str, String> {
    value[key].as_str().ok_or_else(|| format!("no text {key}"))
}

/// The whole numbers under `key`.
pub fn sizes<const N: usize>(value: &Value, key: &str) -> Result<[usize; N], String> {
    let list = value[key].as_array().ok_or_else(|| format!("no list {key}"))?;
    let sizes: Vec<usize> = list.iter().filter_map(|v| v.as_u64()).map(|v| v as usize).collect();
    sizes.try_into().map_err(|_| format!("{key} is not {N} numbers"))
}
