//! Containers: write a Dockerfile, build it, see why each step ran, what the layers hold, and what a container is.

mod beside;
mod build;
mod challenges;
mod changes;
mod checks;
mod editor;
mod graph;
mod kept;
mod layers;
pub mod link;
mod own;
mod problem;
mod scale;
mod scenes;
mod sections;
mod state;
mod steps;
mod test_ids;
mod texts;
mod time;
mod tree;
mod why;

use super::ID;
use karui_protocol::decode;
use karui_shell::labs::Tab;
use karui_shell::state::Lab;
use karui_shell::{LabPage, PageCode, Panel, TabRow};
use leptos::prelude::*;
use leptos::wasm_split::{SplitLoaderError, wasm_split};

#[cfg(test)]
pub(super) use texts::RULES;

const TAB: Tab = Tab::new("container");

const TABS: &[TabRow] =
    &[TabRow { tab: TAB, place: 130, title: |lang| lang.pick("コンテナ", "Containers"), panel: Panel::Later }];

/// What links say of it: the section; what was begun with: an example, or a Dockerfile and the files that it is for; and the Dockerfile
/// that the learner made of it, packed.
const PAIRS: &[&str] = &["view", "file", "text", "with", "dockerfile"];

/// The lab as the page knows it.
pub static PAGE: LabPage = LabPage { pairs: PAIRS, ..LabPage::new(ID, TABS, || Box::pin(code())) };

#[wasm_split(container, fallible, wasm_split_path = leptos::wasm_split)]
fn code() -> Result<PageCode, SplitLoaderError> {
    Ok(PageCode { view: |_| panel(), on_event })
}

/// The tab's content.
fn panel() -> AnyView {
    let lab = Lab::here();
    state::keep(lab);
    link::bind(lab);
    sections::view(lab)
}

/// Takes in what the engine says to it: an encoded `Told`.
fn on_event(lab: Lab, event: &[u8]) {
    if let Some(told) = decode(event) {
        state::container_of(lab).apply(told);
    }
}
