//! Drawing parameters from a seed, each noted by its name.

use crate::{Level, Parameters, Plot, Value};
use karui_core::rng::Rng;
use std::ops::RangeInclusive;

/// Draws the parameters of one question.
#[derive(Debug, Clone)]
pub struct Draw {
    rng: Rng,
    level: Level,
    parameters: Parameters,
    figure: Option<Plot>,
}

impl Draw {
    /// For a seed; `stream` tells templates, levels and repeated draws apart.
    pub(crate) fn new(seed: u64, stream: u64, level: Level) -> Self {
        Draw { rng: Rng::new(seed, stream), level, parameters: Parameters::default(), figure: None }
    }

    /// How hard the question is to be.
    pub fn level(&self) -> Level {
        self.level
    }

    /// What was drawn, and what is shown of it.
    pub(crate) fn done(self) -> (Parameters, Option<Plot>) {
        (self.parameters, self.figure)
    }

    /// Shows a drawing with the question.
    pub fn show(&mut self, figure: Plot) {
        self.figure = Some(figure);
    }

    /// Notes what follows from other parameters, or was drawn by [`below`](Self::below).
    pub fn note(&mut self, name: &str, value: impl Into<Value>) {
        self.parameters.0.push((name.into(), value.into()));
    }

    /// A whole number below `n`, not noted; 0 for 0.
    pub fn below(&mut self, n: usize) -> usize {
        self.rng.below(n as u32) as usize
    }

    /// A whole number of a range.
    pub fn int(&mut self, name: &str, range: RangeInclusive<i64>) -> i64 {
        let span = (range.end() - range.start() + 1).max(1) as usize;
        let value = range.start() + self.below(span) as i64;
        self.note(name, value);
        value
    }

    /// A number of so many decimals within a range of its last decimal's units: `tenths("x", 1, -30..=30)` is −3.0 … 3.0.
    pub fn decimal(&mut self, name: &str, decimals: i32, units: RangeInclusive<i64>) -> f64 {
        let span = (units.end() - units.start() + 1).max(1) as usize;
        // Divided, not multiplied by a tenth: so it is the number nearest to what is written.
        let value = (units.start() + self.below(span) as i64) as f64 / 10f64.powi(decimals);
        self.note(name, value);
        value
    }

    /// One of several.
    pub fn pick<T: Copy + Into<Value>>(&mut self, name: &str, of: &[T]) -> T {
        let value = of[self.below(of.len())];
        self.note(name, value);
        value
    }

    /// So many numbers like [`decimal`](Self::decimal)'s, all different.
    pub fn list(&mut self, name: &str, n: usize, decimals: i32, units: RangeInclusive<i64>) -> Vec<f64> {
        let span = (units.end() - units.start() + 1).max(n as i64) as usize;
        let mut drawn: Vec<i64> = Vec::with_capacity(n);
        while drawn.len() < n {
            let value = units.start() + self.below(span) as i64;
            if !drawn.contains(&value) {
                drawn.push(value);
            }
        }
        let values: Vec<f64> = drawn.into_iter().map(|value| value as f64 / 10f64.powi(decimals)).collect();
        self.note(name, Value::List(values.clone()));
        values
    }

    /// Puts `items` into an order at random (Fisher and Yates).
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for i in (1..items.len()).rev() {
            items.swap(i, self.below(i + 1));
        }
    }

    /// `n` of `items` at random, or all where there are fewer.
    pub fn some<'a, T>(&mut self, items: &'a [T], n: usize) -> Vec<&'a T> {
        let mut all: Vec<&T> = items.iter().collect();
        self.shuffle(&mut all);
        all.truncate(n);
        all
    }
}
