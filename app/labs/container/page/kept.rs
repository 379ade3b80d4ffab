//! A Dockerfile of the learner's own that was left, or stood there when the page was closed: it is kept in the browser, and there is a way
//! back to it.

use super::state::{ContainerState, container_of};
use super::test_ids;
use super::texts::say;
use crate::container::messages::{Challenge, Project};
use crate::container::presets::Preset;
use karui_shell::state::Lab;
use karui_ui::reactive::{effect, handler, maybe_view};
use leptos::leptos_dom::helpers::debounce;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// The browser keeps it by this name.
const NAME: &str = "karui-container";
/// What is typed is kept when the keys have rested so long.
const REST: Duration = Duration::from_millis(400);
/// Bytes that are kept: browsers refuse a few megabytes. Files of a large folder are better chosen again.
const MOST: usize = 500_000;

/// A project with changes of the learner's own.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Kept {
    /// The example that it was begun with.
    pub preset: String,
    /// The challenge that it answers.
    pub challenge: Option<Challenge>,
    /// As it is.
    pub project: Project,
}

/// What the browser has.
pub fn stored() -> Option<Kept> {
    let text = window().local_storage().ok().flatten()?.get_item(NAME).ok().flatten()?;
    serde_json::from_str(&text).ok()
}

fn store(kept: &Kept) {
    let Ok(text) = serde_json::to_string(kept) else { return };
    if let (true, Ok(Some(storage))) = (text.len() <= MOST, window().local_storage()) {
        // A browser that refuses has it for as long as the page is open.
        let _ = storage.set_item(NAME, &text);
    }
}

impl ContainerState {
    /// The project, where the learner has changed it since it was begun.
    fn own(self) -> Option<Kept> {
        let project = self.project.get_untracked();
        let is_own = self.begun.with_value(|begun| *begun != project);
        let preset = self.preset.get_untracked().to_owned();
        is_own.then(|| Kept { preset, challenge: self.challenge.get_untracked(), project })
    }

    /// Keeps what the learner has written, before something else takes its place.
    pub fn keep_own(self) {
        if let Some(own) = self.own() {
            self.kept.set(Some(own));
        }
    }

    /// Goes back to what was kept; what stands there is kept in its place, where it is the learner's.
    pub fn back(self) {
        let Some(Kept { preset, challenge, project }) = self.kept.get_untracked() else { return };
        self.kept.set(None);
        self.keep_own();
        let preset = Preset::named(&preset).unwrap_or(&crate::container::presets::PRESETS[0]);
        self.preset.set(preset.id);
        self.given.set(None);
        self.taken.set(None);
        self.begin(preset.project());
        self.challenge.set(challenge);
        self.project.set(project);
    }
}

/// Keeps what is typed. Call it once, in the panel's body.
pub(super) fn keep(lab: Lab) {
    let state = container_of(lab);
    let mut write = debounce(REST, move |()| {
        if let Some(own) = state.own() {
            store(&own);
        }
    });
    effect(move || {
        state.project.track();
        write(());
    });
    effect(move || {
        if let Some(kept) = state.kept.get() {
            store(&kept);
        }
    });
}

/// The way back, where there is something to go back to.
pub(super) fn view(lab: Lab) -> AnyView {
    let state = container_of(lab);
    let is_there = move || {
        state.kept.with(|kept| kept.as_ref().is_some_and(|kept| state.project.with(|project| kept.project != *project)))
    };
    let row = move || {
        is_there().then(|| {
            view! {
                <div class="row">
                    <button
                        type="button"
                        class="btn small"
                        data-testid=test_ids::BACK
                        on:click=handler(move |_: web_sys::MouseEvent| state.back())
                    >
                        {say(|t| t.back)}
                    </button>
                    <span class="help">{say(|t| t.back_note)}</span>
                </div>
            }
        })
    };
    view! { {maybe_view(row)} }.into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::container::presets::PRESETS;

    #[test]
    fn what_was_written_is_kept_before_something_else_takes_its_place_and_comes_back() {
        Owner::new().with(|| {
            let state = container_of(Lab::new(&[]));
            assert_eq!(state.own(), None, "nothing was written");
            state.project.update(|project| project.dockerfile.push_str("RUN echo mine\n"));
            let mine = state.project.get_untracked();
            state.open(&PRESETS[1]);
            assert_ne!(state.project.get_untracked(), mine);
            state.project.update(|project| project.dockerfile.push_str("RUN echo two\n"));
            let two = state.project.get_untracked();
            state.back();
            assert_eq!((state.project.get_untracked(), state.preset.get_untracked()), (mine, PRESETS[0].id));
            assert_eq!(state.kept.get_untracked().map(|kept| kept.project), Some(two));
        });
    }
}
