//! The record's one file: what labs put into it, each under its own name, and take from it.

use super::{Lab, LabState};
use leptos::prelude::*;

/// What the file says of itself.
pub const FORM: &str = "karui-progress 1";

/// A lab that keeps something of the learner's.
#[derive(Clone, Copy)]
pub struct Keeper {
    /// Its name in the file.
    pub name: &'static str,
    /// Whether what it keeps is here yet; whoever calls it follows it.
    pub is_ready: fn(Lab) -> bool,
    /// All that it keeps, as JSON.
    pub write: fn(Lab) -> String,
    /// Joins what a file has under its name, JSON again; how many entries those are, or `None` where it cannot be.
    pub take: fn(Lab, &str) -> Option<usize>,
}

/// The labs that keep something, as far as their code is here.
#[derive(Clone, Copy)]
pub struct Keeping(RwSignal<Vec<Keeper>>);

impl LabState for Keeping {
    fn new(_: Lab) -> Self {
        Keeping(RwSignal::new(Vec::new()))
    }
}

impl Keeping {
    /// A lab's code is here.
    pub fn add(self, keeper: Keeper) {
        if !self.0.with_untracked(|all| all.iter().any(|it| it.name == keeper.name)) {
            self.0.update(|all| all.push(keeper));
        }
    }

    /// All of them; whoever calls it follows it.
    pub fn all(self) -> Vec<Keeper> {
        self.0.get()
    }
}
