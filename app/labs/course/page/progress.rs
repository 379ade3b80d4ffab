//! What the learner did: told to the engine, which keeps it.

use super::state::{CourseState, course_of};
use super::texts;
use crate::course::messages::{CourseRequest, Done, Kept, merge};
use karui_protocol::lesson::Entry;
use karui_shell::state::keeping::{FORM, Keeper, Keeping};
use karui_shell::state::{EngineState, Lab, Persistence};
use karui_ui::reactive::effect;
use leptos::prelude::*;
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What is kept is asked for once, when there is an engine.
pub fn keep(lab: Lab) {
    let course = course_of(lab);
    if course.is_kept.get_value() {
        return;
    }
    course.is_kept.set_value(true);
    effect(move || {
        if matches!(lab.engine_state.get(), EngineState::Ready(_)) {
            // What was done before that goes with it.
            let done = untrack(|| course.done.get());
            lab.ask(&if done.is_empty() { CourseRequest::Tell } else { CourseRequest::Add(done.to_vec()) });
        }
    });
}

/// Takes in what the engine keeps.
pub fn apply(lab: Lab, kept: Kept) {
    let course = course_of(lab);
    course.done.set(Arc::new(kept.done));
    course.is_stored.set(kept.is_stored);
}

/// Keeps that a step was reached, or a question of it answered.
pub fn add(lab: Lab, lesson: &str, step: &str, answer: Option<(u8, u8)>) {
    let course = course_of(lab);
    let done = Done { lesson: lesson.into(), step: step.into(), answer, at: js_sys::Date::now() };
    let mut all = course.done.get_untracked().to_vec();
    if all.is_empty() {
        // The first thing worth keeping. A browser that refuses keeps it while it has room.
        lab.state::<Persistence>().ask();
    }
    let is_first = answer.is_some()
        || !all.iter().any(|it| it.answer.is_none() && (&it.lesson, &it.step) == (&done.lesson, &done.step));
    merge(&mut all, [done.clone()]);
    course.done.set(Arc::new(all));
    // Reading a step again is nothing new to keep.
    if is_first && untrack(|| matches!(lab.engine_state.get(), EngineState::Ready(_))) {
        lab.ask(&CourseRequest::Add(vec![done]));
    }
}

/// How many of a lesson's steps were reached.
pub fn reached(course: CourseState, entry: &Entry) -> usize {
    let is_reached =
        |step: &&String| course.done.with(|all| all.iter().any(|it| (&it.lesson, &it.step) == (&entry.id, *step)));
    entry.steps.iter().filter(is_reached).count()
}

/// How many questions of a lesson were answered.
pub fn answered(course: CourseState, entry: &Entry) -> usize {
    let is_of = |it: &&Done| it.lesson == entry.id && it.answer.is_some() && entry.steps.contains(&it.step);
    course.done.with(|all| all.iter().filter(is_of).count()).min(entry.questions)
}

/// The answer that was given to a question.
pub fn answer(course: CourseState, lesson: &str, step: &str, question: u8) -> Option<u8> {
    course.done.with(|all| {
        let of_step = all.iter().filter(|it| it.lesson == lesson && it.step == step);
        of_step.filter_map(|it| it.answer).find(|(asked, _)| *asked == question).map(|(_, given)| given)
    })
}

/// A file of all that was done: the course's, and what labs keep, by their names.
#[derive(serde::Serialize, serde::Deserialize)]
pub struct File {
    form: String,
    /// What was done of the course.
    pub done: Vec<Done>,
    #[serde(default)]
    labs: BTreeMap<String, Value>,
}

/// Whether all is here that belongs into a file; whoever calls it follows it.
pub fn is_complete(lab: Lab) -> bool {
    lab.state::<Keeping>().all().iter().all(|keeper| (keeper.is_ready)(lab))
}

/// All that was done, as a file.
pub fn export(lab: Lab) {
    let keepers = untrack(|| lab.state::<Keeping>().all());
    let of = |keeper: &Keeper| Some((keeper.name.to_owned(), serde_json::from_str(&(keeper.write)(lab)).ok()?));
    let labs = keepers.iter().filter_map(of).collect();
    let file = File { form: FORM.into(), done: course_of(lab).done.get_untracked().to_vec(), labs };
    if let Ok(bytes) = serde_json::to_vec(&file) {
        karui_shell::pages::download::offer("karui-progress.json", &bytes);
    }
}

/// What a file of a record holds; `None` where it is none.
pub fn read(bytes: &[u8]) -> Option<File> {
    serde_json::from_slice::<File>(bytes).ok().filter(|file| file.form == FORM)
}

/// Joins what a file holds.
pub fn import(lab: Lab, bytes: Vec<u8>) {
    let course = course_of(lab);
    let lang = lab.view.lang.get_untracked();
    let t = texts::of(lang);
    course.told.set(Some(match read(&bytes) {
        Some(File { done, labs, .. }) => {
            let mut count = done.len();
            let mut all = course.done.get_untracked().to_vec();
            merge(&mut all, done.clone());
            course.done.set(Arc::new(all));
            lab.ask(&CourseRequest::Add(done));
            for keeper in untrack(|| lab.state::<Keeping>().all()) {
                let taken = labs.get(keeper.name).and_then(|value| (keeper.take)(lab, &value.to_string()));
                count += taken.unwrap_or(0);
            }
            (t.imported)(&count.to_string())
        }
        None => t.not_progress.into(),
    }));
}

/// Deletes all of it.
pub fn forget(lab: Lab) {
    course_of(lab).done.set(Arc::default());
    course_of(lab).told.set(None);
    lab.ask(&CourseRequest::Forget);
}
