//! What a link holds of the lab: `view`, the section, and what was begun with: `file`, an example, or `text`, a Dockerfile, `with` its
//! files.

use super::PAIRS;
use super::state::{Given, Part, container_of};
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
    let given =
        said.get("text").map(|text| Given { text: text.into(), with: said.get("with").unwrap_or_default().into() });
    match given {
        Some(given) if state.given.with_untracked(|now| now.as_ref() != Some(&given)) => state.open_given(given),
        Some(_) => {}
        None if state.preset.get_untracked() != file.id || state.given.with_untracked(Option::is_some) => {
            state.open(file);
        }
        None => {}
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
            let given = state.given.get().map(|Given { text, with }| [("text", text), ("with", with)]);
            let given = given.into_iter().flatten().filter(|(_, value)| !value.is_empty());
            part.into_iter().chain(file).chain(given).collect()
        },
    );
}
