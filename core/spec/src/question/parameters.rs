//! What was drawn for a question.

use serde::{Deserialize, Serialize};

/// The value of a parameter.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Value {
    /// A whole number.
    Int(i64),
    /// A number.
    Real(f64),
    /// Several numbers.
    List(Vec<f64>),
    /// A name.
    Name(String),
}

impl From<i64> for Value {
    fn from(value: i64) -> Self {
        Value::Int(value)
    }
}

impl From<f64> for Value {
    fn from(value: f64) -> Self {
        Value::Real(value)
    }
}

impl From<&str> for Value {
    fn from(value: &str) -> Self {
        Value::Name(value.into())
    }
}

/// What was drawn, by name, in the order in which it was drawn.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Parameters(pub Vec<(String, Value)>);

impl Parameters {
    fn get(&self, name: &str) -> &Value {
        let found = self.0.iter().find(|(other, _)| other == name);
        // A template that asks for what it did not draw fails its first test.
        &found.unwrap_or_else(|| panic!("no parameter {name}")).1
    }

    /// The number called `name`.
    ///
    /// # Panics
    /// Where none was drawn: a mistake in the template, which its test shows.
    pub fn number(&self, name: &str) -> f64 {
        match self.get(name) {
            Value::Int(value) => *value as f64,
            Value::Real(value) => *value,
            other => panic!("{name} is {other:?}"),
        }
    }

    /// The whole number called `name`. Panics as [`number`](Self::number) does.
    pub fn int(&self, name: &str) -> i64 {
        match self.get(name) {
            Value::Int(value) => *value,
            other => panic!("{name} is {other:?}"),
        }
    }

    /// The numbers called `name`. Panics as [`number`](Self::number) does.
    pub fn list(&self, name: &str) -> &[f64] {
        match self.get(name) {
            Value::List(values) => values,
            other => panic!("{name} is {other:?}"),
        }
    }

    /// The name called `name`. Panics as [`number`](Self::number) does.
    pub fn name(&self, name: &str) -> &str {
        match self.get(name) {
            Value::Name(value) => value,
            other => panic!("{name} is {other:?}"),
        }
    }
}
