//! What an entry of a trace tells. Whatever is left out has nothing to say.

use serde::{Deserialize, Deserializer, de};
use std::collections::BTreeMap;
use std::fmt;

/// What a statement did.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Entry {
    /// Its line.
    pub line: u32,
    /// Whether its detail was left out: there is too much of it.
    pub brief: bool,
    /// What it printed.
    pub output: String,
    /// Names that mean something new.
    pub variables: BTreeMap<String, Value>,
    /// What the engine was asked.
    pub ops: Vec<Op>,
    /// Tensors that were made or changed, whole.
    pub tensors: Vec<Tensor>,
    /// Tensors that were let go of.
    pub gone: Vec<u64>,
    /// What happened to the tape.
    pub tape: Tape,
    /// Optimizers that were made or changed, whole.
    pub optimizers: Vec<Optimizer>,
}

/// What a name means.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(untagged)]
pub enum Value {
    /// A tensor.
    Tensor {
        /// Which.
        tensor: u64,
    },
    /// A module.
    Module {
        /// Its class.
        module: String,
    },
    /// An optimizer.
    Optimizer {
        /// Its class.
        optimizer: String,
    },
    /// Anything else, as it is.
    Plain(serde_json::Value),
}

/// What the engine was asked.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Op {
    /// What.
    pub op: String,
    /// The tensors that it read.
    pub inputs: Vec<u64>,
    /// The one that it made.
    pub output: Option<u64>,
}

/// A tensor as it is behind a statement.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct Tensor {
    /// Its number.
    pub id: u64,
    /// What the program calls it, where that is known.
    pub name: Option<String>,
    /// Its shape.
    pub shape: Vec<usize>,
    /// Its type of numbers.
    pub dtype: String,
    /// Whether gradients are wanted for it.
    pub requires_grad: bool,
    /// Whether no op made it.
    pub is_leaf: bool,
    /// The node that made it.
    pub grad_fn: Option<String>,
    /// Its first values.
    pub values: Vec<Number>,
    /// The first of its gradient's.
    pub grad: Option<Vec<Number>>,
}

impl Tensor {
    /// Its only number.
    pub fn item(&self) -> Option<f64> {
        (self.shape.iter().product::<usize>() == 1).then(|| self.values.first().map(|value| value.0)).flatten()
    }
}

/// What happened to the tape.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Tape {
    /// Nodes that forward added.
    pub added: Vec<Node>,
    /// Nodes that backward walked, in its order.
    pub walked: Vec<u64>,
    /// Nodes that let go of what they had kept.
    pub freed: Vec<u64>,
}

/// A node of the tape.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Node {
    /// Its number.
    pub node: u64,
    /// Its class.
    pub name: String,
    /// The tensor that it made, or the leaf that it adds gradients to.
    pub tensor: u64,
    /// The nodes that its gradients go to.
    pub inputs: Vec<Option<u64>>,
}

/// An optimizer as it is behind a statement.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Optimizer {
    /// Its number.
    pub id: u64,
    /// Its class.
    pub kind: String,
    /// Its learning rate.
    pub lr: Number,
    /// Its steps so far.
    pub step: u64,
    /// What it keeps of each parameter.
    pub state: Vec<Moments>,
}

/// What an optimizer keeps of a parameter.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Moments {
    /// The parameter.
    pub tensor: u64,
    /// SGD's momentum.
    pub momentum_buffer: Option<Vec<Number>>,
    /// Adam's mean of gradients.
    pub exp_avg: Option<Vec<Number>>,
    /// Adam's mean of their squares.
    pub exp_avg_sq: Option<Vec<Number>>,
}

/// A number: JSON's own, or a text for those that it has none for.
#[derive(Debug, Clone, Copy, Default)]
pub struct Number(pub f64);

impl PartialEq for Number {
    /// What is no number stays as it was.
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0 || self.0.is_nan() && other.0.is_nan()
    }
}

impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl de::Visitor<'_> for Visitor {
            type Value = Number;

            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("a number")
            }

            fn visit_f64<E>(self, value: f64) -> Result<Number, E> {
                Ok(Number(value))
            }

            fn visit_i64<E>(self, value: i64) -> Result<Number, E> {
                Ok(Number(value as f64))
            }

            fn visit_u64<E>(self, value: u64) -> Result<Number, E> {
                Ok(Number(value as f64))
            }

            fn visit_bool<E>(self, value: bool) -> Result<Number, E> {
                Ok(Number(f64::from(u8::from(value))))
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Number, E> {
                text.parse().map(Number).map_err(|_| E::invalid_value(de::Unexpected::Str(text), &self))
            }
        }
        deserializer.deserialize_any(Visitor)
    }
}
