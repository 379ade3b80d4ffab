//! What the page knows of the course.

use super::fetched::Fetched;
use crate::course::messages::Done;
use karui_protocol::lesson::{CourseMap, Lesson};
use karui_shell::state::{Lab, LabState};
use leptos::prelude::*;
use std::sync::Arc;

/// What links hold of the course: known before its code is here, so that it is small.
#[derive(Clone, Copy)]
pub struct OpenState {
    /// The lesson that is open; empty for the map.
    pub lesson: RwSignal<String>,
    /// The step that is read; empty before one is.
    pub step: RwSignal<String>,
}

/// What is open.
pub fn open_of(lab: Lab) -> OpenState {
    lab.state()
}

impl LabState for OpenState {
    fn new(_: Lab) -> Self {
        OpenState { lesson: RwSignal::new(String::new()), step: RwSignal::new(String::new()) }
    }
}

/// The course's part of the page's state. A small bundle of handles: copy it freely.
#[derive(Clone, Copy)]
pub struct CourseState {
    /// The lesson that is open; empty for the map.
    pub lesson: RwSignal<String>,
    /// The step that is read; empty before one is.
    pub step: RwSignal<String>,
    /// The map.
    pub map: RwSignal<Fetched<CourseMap>>,
    /// The open lesson, in the page's language.
    pub text: RwSignal<Fetched<Lesson>>,
    /// What the learner did.
    pub done: RwSignal<Arc<Vec<Done>>>,
    /// Whether that outlives this visit.
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
        let OpenState { lesson, step } = open_of(lab);
        CourseState {
            lesson,
            step,
            map: RwSignal::new(Fetched::Awaited),
            text: RwSignal::new(Fetched::Awaited),
            done: RwSignal::new(Arc::default()),
            is_stored: RwSignal::new(true),
            is_kept: StoredValue::new(false),
            scope: RwSignal::new("2026".into()),
            path: RwSignal::new("all".into()),
            told: RwSignal::new(None),
        }
    }
}

impl CourseState {
    /// Opens a lesson at one of its steps, or at its beginning.
    pub fn open(self, lesson: &str, step: &str) {
        self.step.set(step.into());
        self.lesson.set(lesson.into());
    }

    /// The position of the step that is read.
    pub fn position(self, lesson: &Lesson) -> usize {
        self.step.with(|id| lesson.steps.iter().position(|step| step.id == *id)).unwrap_or(0)
    }
}
