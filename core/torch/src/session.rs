//! One run of a program: its tensors, its tape, and what it did.

use crate::args::Args;
use crate::array::Array;
use crate::calls;
use crate::error::Result;
use crate::memory::{MEMORY, Meter};
use crate::optimizer::Optim;
use crate::random::Random;
use crate::tape::Node;
use crate::trace::{Entry, ErrorEntry, MAX_OPS, MAX_VALUES, Number, OpEntry, TensorEntry, Trace};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// Tensors that a session keeps at most; the results that were not used for the longest time go first.
pub(crate) const MOST_TENSORS: usize = 200_000;
/// Bytes above which old results are let go of.
pub(crate) const FULL: usize = MEMORY / 2;
/// A result of no more bytes is not worth letting go of.
pub(crate) const SMALL: usize = 1024;

/// A tensor of the program.
#[derive(Debug)]
pub(crate) struct Tensor {
    pub array: Array,
    pub requires_grad: bool,
    pub grad: Option<Array>,
    /// The handle that the program has of `.grad`.
    pub grad_handle: Option<u64>,
    /// What made it; none for leaves.
    pub node: Option<Rc<Node>>,
    /// A leaf's own node.
    pub accumulate: Option<Rc<Node>>,
    /// Whether it is a view of another, or another one of it.
    pub viewed: bool,
    /// What the program calls it.
    pub name: Option<String>,
    /// Whether an op made it: such a one may be let go of when memory is short.
    pub made: bool,
    /// The call that used it last.
    pub used: u64,
}

/// One run of a program.
#[derive(Debug)]
pub struct Session {
    pub(crate) meter: Meter,
    pub(crate) tensors: BTreeMap<u64, Tensor>,
    /// Tensors that were let go of for want of memory, though the program may still have them.
    pub(crate) evicted: BTreeSet<u64>,
    pub(crate) next_id: u64,
    pub(crate) next_node: u64,
    pub(crate) calls: u64,
    /// The call from which on old results are looked for again.
    next_sweep: u64,
    pub(crate) grad_enabled: bool,
    pub(crate) random: Random,
    /// Python's own module `random`.
    pub(crate) python_random: Random,
    pub(crate) optimizers: BTreeMap<u64, Optim>,
    pub(crate) files: BTreeMap<String, Vec<u8>>,
    /// Tensors that the call at hand reads.
    pub(crate) inputs: Vec<u64>,
    pub(crate) trace: Trace,
    pub(crate) entry: Entry,
    /// The line that goes on when a function has returned, until it does something.
    resumed: Option<u32>,
    pub(crate) changed: BTreeSet<u64>,
    pub(crate) changed_optimizers: BTreeSet<u64>,
}

impl Session {
    /// A session whose random numbers start from `seed` until the program calls `manual_seed`.
    pub fn new(seed: u64) -> Self {
        Session {
            meter: Meter::default(),
            tensors: BTreeMap::new(),
            evicted: BTreeSet::new(),
            next_id: 1,
            next_node: 1,
            calls: 0,
            next_sweep: 0,
            grad_enabled: true,
            random: Random::new(seed),
            python_random: Random::of_key(&[seed as u32]),
            optimizers: BTreeMap::new(),
            files: BTreeMap::new(),
            inputs: Vec::new(),
            trace: Trace::default(),
            entry: Entry::default(),
            resumed: None,
            changed: BTreeSet::new(),
            changed_optimizers: BTreeSet::new(),
        }
    }

    /// Does `op` with `args`, a JSON array, and returns its result as JSON: a tensor is its handle, a number.
    ///
    /// # Errors
    /// The Python exception that the program is to get.
    pub fn call(&mut self, op: &str, args: &str) -> Result<String> {
        self.calls += 1;
        self.inputs.clear();
        if calls::is_done_by_a_line(op) {
            self.resume();
        }
        let full = self.meter.used() > FULL || self.tensors.len() > MOST_TENSORS;
        // A look at all tensors is not for every call: what there is may all be needed.
        if full && (self.calls >= self.next_sweep || self.meter.used() > FULL + FULL / 2) {
            self.let_go();
            self.next_sweep = self.calls + 64;
        }
        let result = Args::parse(op, args).and_then(|args| calls::call(self, op, &args));
        match result {
            Ok(done) => {
                if !calls::is_question(op) && !self.trace.is_full() {
                    let inputs = std::mem::take(&mut self.inputs);
                    if self.entry.has_room() {
                        self.entry.ops.push(OpEntry { op: op.into(), inputs, output: done.output });
                    }
                }
                Ok(done.json)
            }
            Err(error) => {
                self.entry.error = Some(ErrorEntry { kind: error.kind.name(), message: error.message.clone() });
                Err(error)
            }
        }
    }

    /// The statement at source line `line` begins, and with it an entry of the trace.
    pub fn line(&mut self, line: u32) {
        self.resumed = None;
        self.finish();
        self.entry.line = line;
    }

    /// A function has returned to source line `line`. What is done from now on is an entry of that line again; there is none if
    /// nothing is done.
    pub fn back(&mut self, line: u32) {
        self.resumed = Some(line).filter(|line| *line != self.entry.line);
    }

    fn resume(&mut self) {
        if let Some(line) = self.resumed.take() {
            self.finish();
            self.entry.line = line;
        }
    }

    /// The program printed `text`.
    pub fn print(&mut self, text: &str) {
        self.resume();
        if !self.trace.is_closed() {
            self.entry.output.push_str(text);
        }
    }

    /// The last statement has ended.
    pub fn finish(&mut self) {
        let mut entry = std::mem::take(&mut self.entry);
        let changed = std::mem::take(&mut self.changed);
        let optimizers = std::mem::take(&mut self.changed_optimizers);
        if self.trace.is_closed() {
            return;
        }
        // Before the first line there may be nothing to tell.
        let silent = entry.ops.is_empty() && entry.output.is_empty() && entry.variables.is_empty();
        let nothing = entry.line == 0 && silent && changed.is_empty();
        if nothing {
            return;
        }
        entry.step = self.trace.len();
        if self.trace.is_full() {
            let brief = Entry {
                step: entry.step,
                line: entry.line,
                brief: true,
                output: entry.output,
                error: entry.error,
                ..Entry::default()
            };
            self.trace.push(&brief);
            return;
        }
        entry.cut |= changed.len() > MAX_OPS;
        entry.tensors = changed.iter().rev().take(MAX_OPS).rev().filter_map(|id| self.told(*id)).collect();
        entry.optimizers = optimizers.iter().filter_map(|id| Some(self.optimizers.get(id)?.told(*id))).collect();
        self.trace.push(&entry);
    }

    fn told(&self, id: u64) -> Option<TensorEntry> {
        let t = self.tensors.get(&id)?;
        let numbers = |array: &Array| array.doubles(MAX_VALUES).into_iter().map(Number).collect();
        Some(TensorEntry {
            id,
            name: t.name.clone(),
            shape: t.array.shape().to_vec(),
            dtype: t.array.dtype().name(),
            requires_grad: t.requires_grad,
            is_leaf: t.node.is_none(),
            grad_fn: t.node.as_ref().map(|node| node.name),
            values: numbers(&t.array),
            grad: t.grad.as_ref().map(numbers),
        })
    }

    /// How many entries the trace has.
    pub fn trace_len(&self) -> usize {
        self.trace.len()
    }

    /// The trace's entries from `from` on, as a JSON array; its form is told in [`crate::trace`].
    pub fn trace(&self, from: usize) -> String {
        self.trace.json(from)
    }

    /// The names of the files that the program saved.
    pub fn files(&self) -> Vec<&str> {
        self.files.keys().map(String::as_str).collect()
    }

    /// A file that the program saved: safetensors.
    pub fn file(&self, name: &str) -> Option<&[u8]> {
        self.files.get(name).map(Vec::as_slice)
    }

    /// A file that the program may load: safetensors.
    pub fn put_file(&mut self, name: &str, bytes: Vec<u8>) {
        self.files.insert(name.into(), bytes);
    }

    /// Bytes of values that are held, of at most [`MEMORY`].
    pub fn memory(&self) -> usize {
        self.meter.used()
    }
}
