//! Core's tasks in the worker: worked on for a slice of time after another, and told of now and then.

use crate::clock::{SLICE, now};
use crate::mail::Inbox;
use karui_core::Result;
use karui_core::task::{Context, Task};
use std::cell::Cell;
use std::rc::Rc;

/// How often the page is told how a task comes on, where nothing else is said, in milliseconds.
const TELL_EVERY: f64 = 200.0;

/// A task whose slice ends after some milliseconds, or when there is mail.
pub struct SlicedTask<T, P> {
    task: Task<T, P>,
    slice_end: Rc<Cell<f64>>,
    tell_every: f64,
    told_at: f64,
}

impl<T, P: 'static> SlicedTask<T, P> {
    /// The work that `begin` makes of its context; nothing of it is done yet.
    pub fn new<W>(inbox: &Inbox, begin: impl FnOnce(Context<P>) -> W) -> Self
    where
        W: Future<Output = Result<T>> + 'static,
    {
        let slice_end = Rc::new(Cell::new(0.0));
        let (end, inbox) = (slice_end.clone(), inbox.clone());
        let is_slice_over = move || now() >= end.get() || !inbox.is_empty();
        SlicedTask {
            task: Task::new(is_slice_over, begin),
            slice_end,
            tell_every: TELL_EVERY,
            told_at: f64::NEG_INFINITY,
        }
    }

    /// The same, told of so often, in milliseconds.
    pub fn telling_every(self, ms: f64) -> Self {
        SlicedTask { tell_every: ms, ..self }
    }

    /// Works for a slice of time; gives the result when that is there, once.
    pub fn advance(&mut self) -> Option<Result<T>> {
        self.slice_end.set(now() + SLICE);
        self.task.advance()
    }

    /// How far it has come, where that is news and time to tell it, which at the end it always is.
    pub fn progress(&mut self) -> Option<P> {
        if now() - self.told_at < self.tell_every && !self.task.is_finished() {
            return None;
        }
        let progress = self.task.progress()?;
        self.told_at = now();
        Some(progress)
    }

    /// Asks it to end soon, with the best that it has.
    pub fn finish_early(&self) {
        self.task.finish_early();
    }
}
