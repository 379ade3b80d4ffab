//! What a link holds of the lab: the part, the program that was begun with, its text where it is another, and the seed.

use super::PAIRS;
use super::programs::{PROGRAMS, Program};
use super::state::{Part, libraries_of};
use karui_protocol::Error;
use karui_shell::pages::pack::{pack, unpack};
use karui_shell::state::Lab;
use karui_shell::state::link::{LinkProblem, Said, chosen};
use karui_ui::reactive::effect;
use leptos::prelude::*;
use leptos::task::spawn_local;

fn program(value: &str) -> Result<&'static Program, Error> {
    Program::named(value).ok_or_else(|| Error::Choice {
        field: "program".into(),
        allowed: PROGRAMS.iter().map(|program| program.id.to_owned()).collect(),
        got: value.into(),
    })
}

fn seed(value: &str) -> Result<u32, Error> {
    value.parse().map_err(|_| Error::range("rng", [0, u32::MAX as usize], value))
}

/// Takes the state from a link; gives what is wrong. A program's text is unpacked a moment later.
pub fn read(lab: Lab, said: Said) -> Vec<Error> {
    let state = libraries_of(lab);
    let code = state.code;
    let (part, mut wrong) = said.one("libraries", |value| chosen("libraries", value, &Part::ALL, Part::id));
    let (program, errors) = said.one("program", program);
    wrong.extend(errors);
    let (number, errors) = said.one("rng", seed);
    wrong.extend(errors);
    let (packed, errors) = said.one("code", |value| Ok(value.to_owned()));
    wrong.extend(errors);
    state.part.set(part.unwrap_or_default());
    state.seed.set(number.unwrap_or(0));
    let program = program.unwrap_or(&PROGRAMS[0]);
    let packed = packed.unwrap_or_default();
    if packed.is_empty() {
        code.set(String::new());
        if !program.is(&state.source.get_untracked()) {
            state.open(program, lab.view.lang.get_untracked());
        }
    } else if packed != code.get_untracked() {
        code.set(packed.clone());
        state.preset.set(program.id);
        spawn_local(async move {
            match unpack(&packed).await {
                Some(text) => state.edit(text),
                None => {
                    code.set(String::new());
                    let error =
                        Error::misuse("code", "deflate, base64url", packed.chars().take(24).collect::<String>());
                    lab.link_problems.update(|problems| problems.push(LinkProblem::Value(error)));
                }
            }
        });
    }
    wrong
}

/// Keeps link and state in step.
pub fn bind(lab: Lab) {
    let state = libraries_of(lab);
    let code = state.code;
    lab.bind_pairs(
        PAIRS,
        move |said| read(lab, said),
        move || {
            let part = Some(state.part.get()).filter(|part| *part != Part::default());
            let program = Some(state.preset.get()).filter(|id| *id != PROGRAMS[0].id);
            let code = Some(code.get()).filter(|code| !code.is_empty());
            let seed = Some(state.seed.get()).filter(|seed| *seed != 0);
            let pairs = [
                part.map(|part| ("libraries", part.id().to_owned())),
                program.map(|program| ("program", program.to_owned())),
                code.map(|code| ("code", code)),
                seed.map(|seed| ("rng", seed.to_string())),
            ];
            pairs.into_iter().flatten().collect()
        },
    );
    // At once: a link may be copied the moment after a key.
    effect(move || {
        let text = state.source.get();
        spawn_local(async move {
            let is_preset = Program::named(state.preset.get_untracked()).is_some_and(|program| program.is(&text));
            let packed = if is_preset { Some(String::new()) } else { pack(&text).await };
            if let Some(packed) = packed
                && state.source.with_untracked(|source| *source == text)
                && code.get_untracked() != packed
            {
                code.set(packed);
            }
        });
    });
}
