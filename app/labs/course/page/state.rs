//! What the page knows of the course.

use super::fetched::Fetched;
use crate::course::messages::{Done, Seen};
use karui_protocol::lesson::{CourseMap, Lesson};
use karui_shell::state::link::Pairs;
use karui_shell::state::{Lab, LabState};
use leptos::prelude::*;
use std::sync::Arc;

/// The names of what links hold of the course.
pub const LINKS: &[&str] = &[LESSON, PLAN, TEACH, STEP, PRESENT, PATH, SCOPE];
/// The open lesson.
pub const LESSON: &str = "lesson";
/// The sequence of steps that a teacher has put together.
pub const PLAN: &str = "plan";
/// Whether a sequence is being put together.
pub const TEACH: &str = "teach";
const STEP: &str = "step";
const PRESENT: &str = "present";
const PATH: &str = "path";
const SCOPE: &str = "syllabus";
/// What a switch is in links.
const ON: &str = "1";
/// The version of the syllabus that is shown where nothing is said, and what says that none is.
const NEWEST: &str = "2026";
const NONE: &str = "none";
/// The path of all lessons.
pub const WHOLE: &str = "all";

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
    /// Whether the code by which a class opens this is shown over it.
    pub shows_code: RwSignal<bool>,
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
            shows_code: RwSignal::new(false),
            map: RwSignal::new(Fetched::Awaited),
            text: RwSignal::new(Fetched::Awaited),
            done: RwSignal::new(Arc::default()),
            seen: RwSignal::new(None),
            is_stored: RwSignal::new(true),
            is_kept: StoredValue::new(false),
            scope: RwSignal::new(scope(&said(SCOPE))),
            path: RwSignal::new(path(&said(PATH))),
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
            put(course.scope, scope(of(SCOPE)));
            put(course.path, path(of(PATH)));
            Vec::new()
        };
        lab.bind_pairs(LINKS, read, move || course.pairs());
        course
    }
}

/// The version of the syllabus that a link says, with the newest where it says none; empty for none.
fn scope(said: &str) -> String {
    match said {
        "" => NEWEST.into(),
        NONE => String::new(),
        version => version.into(),
    }
}

/// The path that a link says.
fn path(said: &str) -> String {
    if said.is_empty() { WHOLE.into() } else { said.into() }
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
            (PATH, self.path.with(|path| if path == WHOLE { String::new() } else { path.clone() })),
            (
                SCOPE,
                self.scope.with(|scope| match &scope[..] {
                    NEWEST => String::new(),
                    "" => NONE.into(),
                    version => version.into(),
                }),
            ),
        ];
        // The map has no steps, and a lesson no paths.
        let is_said = |(name, value): &(&str, String)| {
            !value.is_empty() && if is_read { ![PATH, SCOPE].contains(name) } else { ![STEP, PRESENT].contains(name) }
        };
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
