//! Real networks: trained ones on photographs, dropped pictures and the camera, made light by the diet bench's
//! techniques, and taught the learner's own classes.

mod answers;
mod camera;
mod classes;
mod commands;
mod heard;
mod network;
mod pictures;
mod recipe;
mod state;
mod texts;
mod viewer;

pub use heard::failed;
pub use state::{FIRST_NETWORK, RealState};

use crate::i18n::use_lang;
use crate::live::{Live, act, flag, text};
use crate::state::Lab;
use karui_protocol::decode;
use leptos::{html, prelude::*};
use web_sys::HtmlInputElement;

/// The tab's content.
pub fn panel() -> AnyView {
    let lab = Lab::here();
    state::keep(lab);
    view! {
        {network::part(lab)}
        <div class="real-bench">
            {viewer::part(lab)}
            {answers::part(lab)}
        </div>
        {recipe::part(lab)}
        {classes::part(lab)}
        {recipe::take_away(lab)}
    }
    .into_any()
}

/// Takes in what the engine says to it: an encoded `Told`.
pub fn hear(lab: Lab, event: &[u8]) {
    if let Some(told) = decode(event) {
        heard::take(lab, told);
    }
}

/// A part of the tab: a heading, a line of help, and what there is.
fn section(
    title: fn(&texts::Texts) -> &'static str,
    note: fn(&texts::Texts) -> &'static str,
    body: AnyView,
) -> AnyView {
    view! {
        <section class="part real-part">
            <h3>{texts::say(title)}</h3>
            <p class="help">{texts::say(note)}</p>
            {body}
        </section>
    }
    .into_any()
}

/// A button.
fn button(
    class: &'static str,
    testid: Option<&'static str>,
    words: impl Fn() -> String + Send + 'static,
    is_off: impl Fn() -> bool + Send + 'static,
    press: impl Fn() + 'static,
) -> AnyView {
    fn boxed(
        class: &'static str,
        testid: Option<&'static str>,
        words: Live<String>,
        is_off: Live<bool>,
        press: Box<dyn Fn()>,
    ) -> AnyView {
        view! {
            <button type="button" class=class data-testid=testid disabled=is_off on:click=act(move |_| press())>
                {words}
            </button>
        }
        .into_any()
    }
    boxed(class, testid, text(words), flag(is_off), Box::new(press))
}

/// A button that opens files (which, and whether many); `take` is given the input.
fn file_button(
    class: &'static str,
    testid: &'static str,
    words: fn(&texts::Texts) -> &'static str,
    (accept, is_many): (&'static str, bool),
    is_off: impl Fn() -> bool + Send + 'static,
    take: fn(Lab, HtmlInputElement),
) -> AnyView {
    fn boxed(
        opener: AnyView,
        node: NodeRef<html::Input>,
        testid: &'static str,
        accept: &'static str,
        many: bool,
        take: fn(Lab, HtmlInputElement),
    ) -> AnyView {
        let lab = Lab::here();
        view! {
            {opener}
            <input
                type="file"
                node_ref=node
                hidden
                accept=accept
                multiple=many
                data-testid=testid
                on:change=act(move |_| node.get_untracked().into_iter().for_each(|input| take(lab, input)))
            />
        }
        .into_any()
    }
    let lang = use_lang();
    let node = NodeRef::<html::Input>::new();
    let open = move || node.get_untracked().iter().for_each(|input| input.click());
    let opener = button(class, None, move || words(texts::of(lang.get())).to_owned(), is_off, open);
    boxed(opener, node, testid, accept, is_many, take)
}
