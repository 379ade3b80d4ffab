//! What a link holds of the lab: `view`, the section, and what was begun with: `file`, an example, or `text`, a Dockerfile, `with` its
//! files; `dockerfile` is what the learner made of it.

use super::PAIRS;
use super::state::{Given, Part, container_of};
use crate::container::presets::{PRESETS, Preset};
use karui_protocol::Error;
use karui_shell::pages::pack::{pack, unpack};
use karui_shell::state::Lab;
use karui_shell::state::link::{LinkProblem, Said, chosen};
use karui_ui::reactive::effect;
use leptos::leptos_dom::helpers::debounce;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::time::Duration;

/// What is typed goes into the link when the keys have rested so long.
const REST: Duration = Duration::from_millis(400);
/// Letters of a packed Dockerfile that a link has room for: messengers cut longer links.
const MOST: usize = 1_500;

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
    let (packed, errors) = said.one("dockerfile", |value| Ok(value.to_owned()));
    wrong.extend(errors);
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
    take(lab, packed.unwrap_or_default());
    wrong
}

/// Takes the learner's Dockerfile from a link, a moment later; without one it is that which was begun with.
fn take(lab: Lab, packed: String) {
    let state = container_of(lab);
    if packed.is_empty() && !state.packed.with_untracked(String::is_empty) {
        state.keep_own();
        state.begin(state.begun.get_value());
    }
    if packed.is_empty() || state.packed.with_untracked(|now| *now == packed) {
        return;
    }
    state.packed.set(packed.clone());
    spawn_local(async move {
        match unpack(&packed).await {
            Some(text) => {
                state.forget();
                state.project.update(|project| project.dockerfile = text);
            }
            None => {
                state.packed.set(String::new());
                let got: String = packed.chars().take(24).collect();
                let error = Error::misuse("dockerfile", "deflate, base64url", got);
                lab.link_problems.update(|problems| problems.push(LinkProblem::Value(error)));
            }
        }
    });
}

/// Puts the learner's Dockerfile into the link once the keys have rested, where it is short enough for one. A challenge is in no link.
fn keep_packed(lab: Lab) {
    let state = container_of(lab);
    let mut write = debounce(REST, move |()| {
        let text = state.project.with_untracked(|project| project.dockerfile.clone());
        let is_begun = state.begun.with_value(|begun| begun.dockerfile == text);
        let has_place = state.challenge.get_untracked().is_none();
        spawn_local(async move {
            let packed = if is_begun || !has_place { None } else { pack(&text).await };
            let packed = packed.filter(|packed| packed.len() <= MOST).unwrap_or_default();
            let is_now = state.project.with_untracked(|project| project.dockerfile == text);
            if is_now && state.packed.with_untracked(|now| *now != packed) {
                state.packed.set(packed);
            }
        });
    });
    effect(move || {
        state.project.track();
        write(());
    });
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
            let packed = Some(("dockerfile", state.packed.get())).filter(|(_, packed)| !packed.is_empty());
            part.into_iter().chain(file).chain(given).chain(packed).collect()
        },
    );
    keep_packed(lab);
}
