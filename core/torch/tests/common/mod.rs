//! A session that tests speak to in values, as the shim does in Python.

#![allow(dead_code)]

use karui_torch::{Session, TorchError};
use serde_json::{Value, json};

pub struct Lab(pub Session);

impl Lab {
    pub fn new() -> Self {
        Lab(Session::new(0))
    }

    pub fn ask(&mut self, op: &str, args: &Value) -> Result<Value, TorchError> {
        let answer = self.0.call(op, &args.to_string())?;
        Ok(serde_json::from_str(&answer).unwrap())
    }

    pub fn call(&mut self, op: &str, args: Value) -> Value {
        self.ask(op, &args).unwrap_or_else(|error| panic!("{op} {args}: {error}"))
    }

    /// The tensor that `op` makes.
    pub fn make(&mut self, op: &str, args: Value) -> u64 {
        let made = self.call(op, args);
        // Values and places: the values.
        made.as_u64().or_else(|| made[0].as_u64()).unwrap_or_else(|| panic!("{op} made {made}"))
    }

    pub fn tensor(&mut self, values: &[f64], shape: &[usize], requires_grad: bool) -> u64 {
        let flat = self.make("tensor", json!([values, "float32", false]));
        let x = self.make("reshape", json!([flat, shape]));
        let x = self.make("clone", json!([x]));
        if requires_grad {
            self.call("requires_grad", json!([x, true]));
        }
        x
    }

    pub fn values(&mut self, id: u64) -> Vec<f64> {
        let flat = self.make("reshape", json!([id, [-1]]));
        numbers(&self.call("tolist", json!([flat])))
    }

    pub fn grad(&mut self, id: u64) -> Option<Vec<f64>> {
        let grad = self.call("grad", json!([id])).as_u64()?;
        Some(self.values(grad))
    }

    /// The trace so far.
    pub fn trace(&mut self) -> Vec<Value> {
        self.0.finish();
        serde_json::from_str(&self.0.trace(0)).unwrap()
    }
}

pub fn numbers(list: &Value) -> Vec<f64> {
    let number = |v: &Value| match v {
        Value::String(s) => s.parse().unwrap(),
        Value::Bool(b) => f64::from(u8::from(*b)),
        v => v.as_f64().unwrap(),
    };
    list.as_array().unwrap().iter().map(number).collect()
}

/// The greatest difference; NaN if lengths differ.
pub fn difference(a: &[f64], b: &[f64]) -> f64 {
    if a.len() != b.len() {
        return f64::NAN;
    }
    a.iter().zip(b).fold(0.0, |m, (a, b)| if a == b { m } else { f64::max(m, (a - b).abs()) })
}

pub fn greatest(values: &[f64]) -> f64 {
    values.iter().fold(0.0, |m, v| f64::max(m, v.abs()))
}
