//! What a program did, line by line: the one source of everything that is drawn of it.
//!
//! A trace is a JSON array of entries, one for each statement that was executed, in order. An entry tells what that
//! statement changed and nothing else, so that the state behind step `k` is the fold of the entries `0..=k`:
//!
//! ```json
//! {"step": 17, "line": 12,
//!  "output": "0.25\n",
//!  "error": {"kind": "RuntimeError", "message": "…"},
//!  "variables": {"loss": {"tensor": 14}, "model": {"module": "Net"}, "epoch": 3, "name": "text"},
//!  "ops": [{"op": "linear", "inputs": [3, 1, 2], "output": 9}],
//!  "tensors": [{"id": 9, "name": "model.fc.weight", "shape": [100, 1], "dtype": "float32",
//!               "requires_grad": true, "is_leaf": false, "grad_fn": "AddmmBackward0",
//!               "values": [0.5, "nan"], "grad": [0.25, -1]}],
//!  "gone": [4, 5],
//!  "tape": {"added": [{"node": 6, "name": "AddmmBackward0", "tensor": 9, "inputs": [2, null, 1]}],
//!           "walked": [6, 2, 1], "freed": [6]},
//!  "optimizers": [{"id": 1, "kind": "Adam", "lr": 0.001, "step": 3,
//!                  "state": [{"tensor": 1, "exp_avg": [0.1], "exp_avg_sq": [0.01]}]}]}
//! ```
//!
//! - `step` counts entries from 0; `line` is the source line given to [`Session::line`](crate::Session::line), 0 for what happens
//!   before the first. `step` and `line` are always there; any other key is left out where it has nothing to say.
//! - `output`: what the statement printed.
//! - `error`: the exception that an op raised in this statement (a program may catch it and go on).
//! - `variables`: names of the program that mean something new: a tensor by its id, a module or optimizer by its class, a number,
//!   truth value, text or null as itself. A name that is gone is not told.
//! - `ops`: what the engine was asked, in order. `inputs` are the ids of the tensors it read, `output` that of the one it made,
//!   absent where it made none.
//! - `tensors`: each tensor that was made, or whose values, gradient, name or `requires_grad` changed, as it is *behind* the
//!   statement, whole: it replaces what was known of that id. `name` is there once it is known (`w`, `model.fc1.weight`).
//!   `values` are the first [`MAX_VALUES`] in the order of the shape, `grad` the same of `.grad`, left out while that is `None`;
//!   `grad_fn` is left out of leaves. Numbers that JSON has none for are the texts `"nan"`, `"inf"`, `"-inf"`.
//! - `gone`: tensors that were let go of.
//! - `tape`: nodes that forward added (`tensor` is what the node made, or the leaf that an `AccumulateGrad` adds to; `inputs` the
//!   nodes that its gradients go to, `null` where none goes), those that `backward` walked, in its order, and
//!   those whose saved tensors it freed.
//! - `optimizers`: each optimizer that was made or whose state changed, whole; `state` in the order of its parameters. `SGD` has
//!   `momentum_buffer` where momentum is not 0.
//!
//! Detail is bounded: a statement that does more than [`MAX_OPS`] things tells the first of them, the latest of the tensors, and
//! `"cut": true`. After [`MAX_ENTRIES`] entries or [`MAX_BYTES`] of text, an entry has only `step`, `line`, `output`, `error`
//! and `"brief": true`; beyond ten times as many entries nothing more is kept. [`Session::finish`](crate::Session::finish) closes the last statement.

use serde::{Serialize, Serializer};

/// The most values of a tensor that an entry tells.
pub const MAX_VALUES: usize = 64;
/// Entries that are told in full.
pub const MAX_ENTRIES: usize = 50_000;
/// Bytes of text of the entries that are told in full.
pub const MAX_BYTES: usize = 64 << 20;

/// What an entry tells at most: ops, nodes and tensors.
pub const MAX_OPS: usize = 4096;

/// A number of a tensor, in JSON.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Number(pub f64);

impl Serialize for Number {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            v if v.is_nan() => serializer.serialize_str("nan"),
            v if v.is_infinite() => serializer.serialize_str(if v > 0.0 { "inf" } else { "-inf" }),
            // Shortest forms: a float's own, not that of the double it widens to.
            v if f64::from(v as f32) == v => match v as f32 {
                v if v.fract() == 0.0 && v.abs() < 1e7 => serializer.serialize_i32(v as i32),
                v => serializer.serialize_f32(v),
            },
            v => serializer.serialize_f64(v),
        }
    }
}

/// A number of the program's: a double as it is.
pub(crate) struct Exact(pub f64);

impl Serialize for Exact {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.0.is_finite() { serializer.serialize_f64(self.0) } else { Number(self.0).serialize(serializer) }
    }
}

/// What the engine was asked.
#[derive(Debug, Serialize)]
pub(crate) struct OpEntry {
    pub op: String,
    pub inputs: Vec<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub output: Option<u64>,
}

/// A tensor as it is behind a statement.
#[derive(Debug, Serialize)]
pub(crate) struct TensorEntry {
    pub id: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    pub shape: Vec<usize>,
    pub dtype: &'static str,
    pub requires_grad: bool,
    pub is_leaf: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub grad_fn: Option<&'static str>,
    pub values: Vec<Number>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub grad: Option<Vec<Number>>,
}

/// A node that forward added.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct NodeEntry {
    pub node: u64,
    pub name: &'static str,
    pub tensor: u64,
    pub inputs: Vec<Option<u64>>,
}

/// What happened to the tape.
#[derive(Debug, Default, Serialize)]
pub(crate) struct TapeEntry {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub added: Vec<NodeEntry>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub walked: Vec<u64>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub freed: Vec<u64>,
}

impl TapeEntry {
    fn is_empty(&self) -> bool {
        self.added.is_empty() && self.walked.is_empty() && self.freed.is_empty()
    }
}

/// An optimizer's numbers for one parameter.
#[derive(Debug, Serialize)]
pub(crate) struct MomentsEntry {
    pub tensor: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub momentum_buffer: Option<Vec<Number>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exp_avg: Option<Vec<Number>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exp_avg_sq: Option<Vec<Number>>,
}

/// An optimizer as it is behind a statement.
#[derive(Debug, Serialize)]
pub(crate) struct OptimizerEntry {
    pub id: u64,
    pub kind: &'static str,
    pub lr: Number,
    pub step: u64,
    pub state: Vec<MomentsEntry>,
}

/// An exception.
#[derive(Debug, Serialize)]
pub(crate) struct ErrorEntry {
    pub kind: &'static str,
    pub message: String,
}

/// What a statement did.
#[derive(Debug, Default, Serialize)]
pub(crate) struct Entry {
    pub step: usize,
    pub line: u32,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub brief: bool,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub cut: bool,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub output: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<ErrorEntry>,
    #[serde(skip_serializing_if = "serde_json::Map::is_empty")]
    pub variables: serde_json::Map<String, serde_json::Value>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub ops: Vec<OpEntry>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tensors: Vec<TensorEntry>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub gone: Vec<u64>,
    #[serde(skip_serializing_if = "TapeEntry::is_empty")]
    pub tape: TapeEntry,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub optimizers: Vec<OptimizerEntry>,
}

impl Entry {
    /// Whether it can tell more; if not, it says so.
    pub fn has_room(&mut self) -> bool {
        let told = self.ops.len().max(self.tape.added.len()).max(self.tape.walked.len());
        self.cut |= told >= MAX_OPS;
        told < MAX_OPS
    }
}

/// The entries that are closed.
#[derive(Debug, Default)]
pub(crate) struct Trace {
    entries: Vec<String>,
    bytes: usize,
}

impl Trace {
    /// Whether the next entry is told in full.
    pub fn is_full(&self) -> bool {
        self.entries.len() >= MAX_ENTRIES || self.bytes >= MAX_BYTES
    }

    /// Whether nothing more is kept.
    pub fn is_closed(&self) -> bool {
        self.entries.len() >= 10 * MAX_ENTRIES || self.bytes >= 2 * MAX_BYTES
    }

    pub fn len(&self) -> usize {
        self.entries.len()
    }

    pub fn push(&mut self, entry: &Entry) {
        // Numbers, texts and lists: there is nothing in an entry that JSON cannot say.
        if let Ok(text) = serde_json::to_string(entry) {
            self.bytes += text.len();
            self.entries.push(text);
        }
    }

    /// The entries from `from` on, as a JSON array.
    pub fn json(&self, from: usize) -> String {
        format!("[{}]", self.entries.get(from..).unwrap_or_default().join(","))
    }
}
