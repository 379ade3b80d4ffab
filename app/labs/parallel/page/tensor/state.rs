//! What is chosen of layers divided among workers.

use crate::parallel::choice::choice;
use crate::parallel::messages::{Ask, Divided, Joined, Told};
use karui_protocol::Error;
use karui_shell::state::Lab;
use leptos::prelude::*;

choice! {
    /// What is divided.
    What, "what" {
        /// A pair of linear layers, by columns and then by rows.
        Pair = "pair",
        /// A convolution, by its output channels.
        Convolution = "conv",
    }
}

/// Workers.
pub const WORKERS: [usize; 2] = [2, 4];

/// What is chosen, and what came out.
#[derive(Clone, Copy)]
pub struct TensorState {
    /// What is divided.
    pub what: RwSignal<What>,
    /// Among how many.
    pub workers: RwSignal<usize>,
    /// The worker that is looked at.
    pub looked: RwSignal<Option<usize>>,
    /// What was computed last.
    pub joined: RwSignal<Option<Result<(Divided, Joined), Error>>>,
    asked: StoredValue<Option<Divided>>,
}

impl TensorState {
    /// As at first.
    pub fn new() -> Self {
        TensorState {
            what: RwSignal::new(What::Pair),
            workers: RwSignal::new(WORKERS[0]),
            looked: RwSignal::new(None),
            joined: RwSignal::new(None),
            asked: StoredValue::new(None),
        }
    }

    /// Has it computed as it is chosen; follows what is chosen.
    pub fn ask(self, lab: Lab) {
        let is_convolution = self.what.get() == What::Convolution;
        let id = self.asked.get_value().map_or(0, |before| before.id) + 1;
        let divided = Divided { id, workers: self.workers.get(), is_convolution };
        self.asked.set_value(Some(divided));
        lab.ask(&Ask::Divide(divided));
    }

    /// Takes in what the engine tells.
    pub fn apply(self, told: Told) {
        let Some(asked) = self.asked.get_value() else { return };
        match told {
            Told::Joined { id, joined } if id == asked.id => self.joined.set(Some(Ok((asked, joined)))),
            Told::NotJoined { id, error } if id == asked.id => self.joined.set(Some(Err(error))),
            _ => {}
        }
    }
}
