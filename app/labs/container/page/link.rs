//! What a link holds of the lab: `view`, the section, and `file`, the Dockerfile that was begun with.

use super::PAIRS;
use super::state::{Part, container_of};
use crate::container::presets::{PRESETS, Preset};
use karui_protocol::Error;
use karui_shell::state::Lab;
use karui_shell::state::link::{Said, chosen};
use leptos::prelude::*;

fn preset(value: &str) -> Result<&'static Preset, Error> {
    Preset::named(value).ok_or_else(|| Error::Choice {
        field: "file".into(),
        allowed: PRESETS.iter().map(|preset| preset.id.to_owned()).collect(),
        got: value.into(),
    })
}

/// Takes the state from a link; gives what is wrong.
pub fn read(lab: Lab, said: Said) -> Vec<Error> {
    let state = container_of(lab);
    let (part, mut wrong) = said.one("view", |value| chosen("view", value, &Part::ALL, Part::id));
    let (file, errors) = said.one("file", preset);
    wrong.extend(errors);
    state.part.set(part.unwrap_or_default());
    let file = file.unwrap_or(&PRESETS[0]);
    if state.preset.get_untracked() != file.id {
        state.open(file);
    }
    wrong
}

/// Keeps link and state in step.
pub(super) fn bind(lab: Lab) {
    let state = container_of(lab);
    lab.bind_pairs(
        PAIRS,
        move |said| read(lab, said),
        move || {
            let (part, file) = (state.part.get(), state.preset.get());
            let part = (part != Part::default()).then(|| ("view", part.id().to_owned()));
            let file = (file != PRESETS[0].id).then(|| ("file", file.to_owned()));
            part.into_iter().chain(file).collect()
        },
    );
}
