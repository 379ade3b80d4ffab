//! A program's trace as the page reads it. Its form is told in `core/torch/src/trace.rs`; the state behind any statement is the fold of
//! the entries up to it.

mod entry;
mod state;

pub use entry::{Entry, Moments, Node, Number, Optimizer, Tensor, Value};
pub use state::State;

use std::collections::BTreeMap;

/// A state is kept once in so many entries, so that any other is a few entries away.
const KEPT_EVERY: usize = 128;

/// What a program did, as far as it is known.
#[derive(Debug, Default)]
pub struct Trace {
    /// Its statements, in order.
    pub entries: Vec<Entry>,
    /// The states before entries 0, [`KEPT_EVERY`], and so on.
    kept: Vec<State>,
    /// The state behind the last entry.
    last: State,
    /// All that was printed, and how much of it behind each entry.
    output: String,
    printed: Vec<usize>,
    /// Of each name that stood for a single number: the entries at which it was given one, and which.
    series: BTreeMap<String, Vec<(usize, f64)>>,
}

impl Trace {
    /// Takes in more of it: a JSON array of entries. Gives whether it was one.
    pub fn push(&mut self, json: &str) -> bool {
        let Ok(entries) = serde_json::from_str::<Vec<Entry>>(json) else { return false };
        for entry in entries {
            // What is before the first line is nothing that a learner wrote.
            if entry.line == 0 && entry.tensors.is_empty() && entry.output.is_empty() {
                continue;
            }
            self.add(entry);
        }
        true
    }

    fn add(&mut self, entry: Entry) {
        let at = self.entries.len();
        if at.is_multiple_of(KEPT_EVERY) {
            self.kept.push(self.last.clone());
        }
        self.output.push_str(&entry.output);
        self.printed.push(self.output.len());
        self.last.apply(at, &entry);
        self.entries.push(entry);
        let entry = &self.entries[at];
        for (name, value) in &entry.variables {
            let number = match value {
                Value::Tensor { tensor } => self.last.tensor(self, *tensor).and_then(Tensor::item),
                _ => None,
            };
            if let Some(number) = number {
                self.series.entry(name.clone()).or_default().push((at, number));
            }
        }
    }

    /// How many statements it has.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// The state behind the first `done` statements.
    pub fn state(&self, done: usize) -> State {
        let done = done.min(self.len());
        if done == self.len() {
            return self.last.clone();
        }
        let from = done / KEPT_EVERY;
        let mut state = self.kept.get(from).cloned().unwrap_or_default();
        for at in from * KEPT_EVERY..done {
            state.apply(at, &self.entries[at]);
        }
        state
    }

    /// What the first `done` statements have printed.
    pub fn output(&self, done: usize) -> &str {
        let end = done.checked_sub(1).and_then(|last| self.printed.get(last)).copied().unwrap_or(0);
        self.output.get(..end).unwrap_or_default()
    }

    /// The loss: of the names that stood for single numbers the one called so, or the one that did most often.
    pub fn loss(&self) -> Option<(&str, &[(usize, f64)])> {
        let most = self.series.iter().max_by_key(|(_, points)| points.len());
        let (name, points) = self.series.get_key_value("loss").or(most)?;
        Some((name, points))
    }

    /// The numbers that a name stood for.
    pub fn number(&self, name: &str) -> &[(usize, f64)] {
        self.series.get(name).map_or(&[], Vec::as_slice)
    }

    /// The names of tensors that the program trains, in the order in which they came.
    pub fn trained(&self) -> Vec<&str> {
        let mut names: Vec<&str> = Vec::new();
        for tensor in self.entries.iter().flat_map(|entry| &entry.tensors) {
            if let Some(name) = tensor.name.as_deref().filter(|_| tensor.grad.is_some())
                && !names.contains(&name)
            {
                names.push(name);
            }
        }
        names
    }

    /// The next number of done statements after `done` at which the gradient of a tensor called `name` is another; before it, where
    /// `is_back`.
    pub fn change(&self, name: &str, done: usize, is_back: bool) -> Option<usize> {
        let changes = |at: usize| {
            let tensor = self.entries[at].tensors.iter().find(|tensor| tensor.name.as_deref() == Some(name))?;
            let before = self.state(at);
            let before = before.tensor(self, tensor.id).and_then(|tensor| tensor.grad.as_ref());
            (before != tensor.grad.as_ref()).then_some(at + 1)
        };
        if is_back { (0..done.saturating_sub(1)).rev().find_map(changes) } else { (done..self.len()).find_map(changes) }
    }
}

#[cfg(test)]
mod tests;
