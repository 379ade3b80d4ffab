//! The arguments of a call: a JSON array, read one by one. A tensor is its handle; a number beside tensors is in brackets, `[2.5]`.

use crate::Kind;
use crate::error::{Result, TorchError, type_error, value};
use serde_json::Value;

/// The most that a size, a count or a window's setting may be.
const MOST: i64 = 1 << 24;

/// The arguments of one call.
#[derive(Debug)]
pub(crate) struct Args<'a> {
    op: &'a str,
    values: Vec<Value>,
}

/// A number as Python has it: whole or not.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Scalar {
    pub value: f64,
    pub whole: bool,
}

impl<'a> Args<'a> {
    pub fn parse(op: &'a str, text: &str) -> Result<Self> {
        match serde_json::from_str(text) {
            Ok(Value::Array(values)) => Ok(Args { op, values }),
            Ok(_) => type_error(format!("{op}: expected a list of arguments")),
            Err(error) => type_error(format!("{op}: {error}")),
        }
    }

    fn wrong<T>(&self, i: usize, expected: &str) -> Result<T> {
        let got = self.get(i).to_string();
        let got: String = got.chars().take(60).collect();
        type_error(format!("{}(): argument {i} must be {expected}, not {got}", self.op))
    }

    pub fn get(&self, i: usize) -> &Value {
        self.values.get(i).unwrap_or(&Value::Null)
    }

    pub fn is_null(&self, i: usize) -> bool {
        self.get(i).is_null()
    }

    /// The handle of a tensor.
    pub fn id(&self, i: usize) -> Result<u64> {
        self.get(i).as_u64().map_or_else(|| self.wrong(i, "Tensor"), Ok)
    }

    pub fn ids(&self, i: usize) -> Result<Vec<u64>> {
        let ids = self.get(i).as_array().and_then(|list| list.iter().map(Value::as_u64).collect());
        ids.map_or_else(|| self.wrong(i, "a list of Tensors"), Ok)
    }

    /// A number in brackets, where a tensor could be too.
    pub fn boxed(&self, i: usize) -> Option<Scalar> {
        match self.get(i).as_array()?.as_slice() {
            [one] => scalar(one),
            _ => None,
        }
    }

    pub fn scalar(&self, i: usize) -> Result<Scalar> {
        scalar(self.get(i)).map_or_else(|| self.wrong(i, "a number"), Ok)
    }

    pub fn number(&self, i: usize) -> Result<f64> {
        Ok(self.scalar(i)?.value)
    }

    /// A number, or `default` where there is none.
    pub fn number_or(&self, i: usize, default: f64) -> Result<f64> {
        if self.is_null(i) { Ok(default) } else { self.number(i) }
    }

    pub fn int(&self, i: usize) -> Result<i64> {
        self.get(i).as_i64().map_or_else(|| self.wrong(i, "int"), Ok)
    }

    pub fn int_or_none(&self, i: usize) -> Result<Option<i64>> {
        if self.is_null(i) { Ok(None) } else { self.int(i).map(Some) }
    }

    pub fn ints(&self, i: usize) -> Result<Vec<i64>> {
        let ints = self.get(i).as_array().and_then(|list| list.iter().map(Value::as_i64).collect());
        ints.map_or_else(|| self.wrong(i, "a list of ints"), Ok)
    }

    /// A list of sizes.
    pub fn shape(&self, i: usize) -> Result<Vec<usize>> {
        let sizes = self.ints(i)?;
        if let Some(wrong) = sizes.iter().find(|size| !(0..=MOST << 8).contains(*size)) {
            let message = format!("{}: a size must be 0 or more and not too large, got {wrong}", self.op);
            return Err(TorchError::new(Kind::Runtime, message));
        }
        Ok(sizes.into_iter().map(|size| size as usize).collect())
    }

    /// A whole number from 0 on.
    pub fn size(&self, i: usize) -> Result<usize> {
        let size = self.int(i)?;
        if (0..=MOST).contains(&size) {
            Ok(size as usize)
        } else {
            value(format!("{}: expected a number between 0 and {MOST}, got {size}", self.op))
        }
    }

    /// Two sizes.
    pub fn pair(&self, i: usize) -> Result<[usize; 2]> {
        match self.ints(i)?.as_slice() {
            [a, b] if [a, b].iter().all(|v| (0..=1 << 14).contains(*v)) => Ok([*a as usize, *b as usize]),
            _ => self.wrong(i, "two sizes"),
        }
    }

    pub fn bool(&self, i: usize) -> Result<bool> {
        match self.get(i) {
            Value::Bool(b) => Ok(*b),
            Value::Null => Ok(false),
            Value::Number(n) if n.is_i64() || n.is_u64() => Ok(n.as_i64() != Some(0)),
            _ => self.wrong(i, "bool"),
        }
    }

    pub fn text(&self, i: usize) -> Result<&str> {
        self.get(i).as_str().map_or_else(|| self.wrong(i, "str"), Ok)
    }
}

/// A number, a truth value as 0 or 1, or one of the texts for what JSON has no number for.
pub(crate) fn scalar(value: &Value) -> Option<Scalar> {
    match value {
        Value::Bool(b) => Some(Scalar { value: f64::from(u8::from(*b)), whole: true }),
        Value::Number(n) => Some(Scalar { value: n.as_f64()?, whole: n.is_i64() || n.is_u64() }),
        Value::String(s) => {
            let value = match s.as_str() {
                "nan" => f64::NAN,
                "inf" => f64::INFINITY,
                "-inf" => f64::NEG_INFINITY,
                _ => return None,
            };
            Some(Scalar { value, whole: false })
        }
        _ => None,
    }
}
