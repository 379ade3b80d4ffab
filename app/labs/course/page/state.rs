//! What the page knows of the course.

use super::fetched::Fetched;
use crate::course::messages::{Done, Seen};
use karui_protocol::lesson::{CourseMap, Lesson};
use karui_shell::state::link::Pairs;
use karui_shell::state::{Lab, LabState};
use leptos::prelude::*;
use std::sync::Arc;

/// The names of what links hold of the course.
pub const LINKS: &[&str] = &[LESSON, PLAN, TEACH, STEP, PRESENT];
/// The open lesson.
pub const LESSON: &str = "lesson";
/// The sequence of steps that a teacher has put together.
pub const PLAN: &str = "plan";
/// Whether a sequence is being put together.
pub const TEACH: &str = "teach";
const STEP: &str = "step";
const PRESENT: &str = "present";
/// What a switch is in links.
const ON: &str = "1";

/// The course's part of the page's state. A small bundle of handles: copy it freely.
#[derive(Clone, Copy)]
pub struct CourseState {
    /// The lesson that is open; empty for the map.
    pub lesson: RwSignal<String>,
    /// The step that is read; empty before one is.
    pub step: RwSignal<String>,
    /// The sequence that is open, as links have it: `plan.rs`; empty for none.
    pub plan: RwSignal<String>,
    /// Whether it is being put together.
    pub teaches: RwSignal<bool>,
    /// Whether one step at a time is shown, large.
    pub presents: RwSignal<bool>,
    /// The map.
    pub map: RwSignal<Fetched<CourseMap>>,
    /// The open lesson, in the page's language.
    pub text: RwSignal<Fetched<Lesson>>,
    /// What the learner did.
    pub done: RwSignal<Arc<Vec<Done>>>,
    /// What the network says of some images under the front door's sliders.
    pub seen: RwSignal<Option<Seen>>,
    /// Whether what is kept outlives this visit.
    pub is_stored: RwSignal<bool>,
    /// Whether it was asked for.
    pub(super) is_kept: StoredValue<bool>,
    /// The version of the syllabus that the map shows; empty for none.
    pub scope: RwSignal<String>,
    /// The path that the map shows.
    pub path: RwSignal<String>,
    /// What is said of the last import.
    pub told: RwSignal<Option<String>>,
}

/// What the course knows on this page.
pub fn course_of(lab: Lab) -> CourseState {
    lab.state()
}

impl LabState for CourseState {
    fn new(lab: Lab) -> Self {
        let said = |name: &str| untrack(|| lab.pair(name));
        let course = CourseState {
            lesson: RwSignal::new(said(LESSON)),
            step: RwSignal::new(said(STEP)),
            plan: RwSignal::new(said(PLAN)),
            teaches: RwSignal::new(said(TEACH) == ON),
            presents: RwSignal::new(said(PRESENT) == ON),
            map: RwSignal::new(Fetched::Awaited),
            text: RwSignal::new(Fetched::Awaited),
            done: RwSignal::new(Arc::default()),
            seen: RwSignal::new(None),
            is_stored: RwSignal::new(true),
            is_kept: StoredValue::new(false),
            scope: RwSignal::new("2026".into()),
            path: RwSignal::new("all".into()),
            told: RwSignal::new(None),
        };
        // Here, and not with a view: as long-lived as the page.
        let read = move |said: karui_shell::state::link::Said| {
            let of = |name| said.get(name).unwrap_or_default();
            put(course.step, of(STEP).to_owned());
            put(course.plan, of(PLAN).to_owned());
            put(course.lesson, of(LESSON).to_owned());
            put(course.teaches, of(TEACH) == ON);
            put(course.presents, of(PRESENT) == ON);
            Vec::new()
        };
        lab.bind_pairs(LINKS, read, move || course.pairs());
        course
    }
}

/// Sets a signal, and tells whoever follows it only of another value.
fn put<T: PartialEq + Send + Sync + 'static>(signal: RwSignal<T>, value: T) {
    if signal.with_untracked(|now| *now != value) {
        signal.set(value);
    }
}

impl CourseState {
    /// What links hold of it; whoever calls it follows it.
    fn pairs(self) -> Pairs {
        let switch = |is_on: bool| if is_on { ON.to_owned() } else { String::new() };
        let is_read = self.is_reading();
        let all = [
            (LESSON, self.lesson.get()),
            (PLAN, self.plan.get()),
            (TEACH, switch(self.teaches.get())),
            (STEP, self.step.get()),
            (PRESENT, switch(self.presents.get())),
        ];
        // The map has no steps.
        let is_said =
            |(name, value): &(&str, String)| !value.is_empty() && (is_read || ![STEP, PRESENT].contains(name));
        all.into_iter().filter(is_said).collect()
    }

    /// Whether a lesson is open, or a sequence as one; whoever calls it follows it.
    pub fn is_reading(self) -> bool {
        let is_open = |name: RwSignal<String>| name.with(|name| !name.is_empty());
        !self.teaches.get() && (is_open(self.lesson) || is_open(self.plan))
    }

    /// Opens a lesson at one of its steps, or at its beginning; nothing by an empty name.
    pub fn open(self, lesson: &str, step: &str) {
        put(self.teaches, false);
        put(self.plan, String::new());
        self.step.set(step.into());
        self.lesson.set(lesson.into());
    }

    /// The position of the step that is read.
    pub fn position(self, lesson: &Lesson) -> usize {
        self.step.with(|id| lesson.steps.iter().position(|step| step.id == *id)).unwrap_or(0)
    }
}
