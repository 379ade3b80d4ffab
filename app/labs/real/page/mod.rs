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

use super::ID;
use karui_protocol::{Pretrained, decode};
use karui_shell::labs::Tab;
use karui_shell::state::Lab;
use karui_shell::state::link::chosen;
use karui_shell::{LabPage, LinkPart, PageCode, Panel, TabRow};
use karui_ui::reactive::{Reactive, flag, handler, text};
use karui_ui::use_lang;
use leptos::wasm_split::{SplitLoaderError, wasm_split};
use leptos::{html, prelude::*};
use state::{FIRST_NETWORK, real_of};
use web_sys::HtmlInputElement;

const TAB: Tab = Tab::new("real");

const TABS: &[TabRow] = &[TabRow {
    tab: TAB,
    place: 90,
    title: |lang| lang.pick("実際のネットワーク", "Real networks"),
    panel: Panel::Later,
}];

/// The lab as the page knows it.
pub static PAGE: LabPage = LabPage {
    link: LinkPart {
        names: || vec!["network"],
        write: |lab| {
            let chosen = Some(real_of(lab).wanted.get()).filter(|it| *it != FIRST_NETWORK);
            chosen.map(|it| ("network", it.id().into())).into_iter().collect()
        },
        read: |lab, said| {
            let (network, errors) =
                said.one("network", |value| chosen("network", value, Pretrained::ALL, Pretrained::id));
            real_of(lab).wanted.set(network.unwrap_or(FIRST_NETWORK));
            errors
        },
        place: |lab| real_of(lab).wanted.get().id().into(),
    },
    failed: heard::failed,
    ..LabPage::new(ID, TABS, || Box::pin(code()))
};

#[wasm_split(real, fallible, wasm_split_path = leptos::wasm_split)]
fn code() -> Result<PageCode, SplitLoaderError> {
    Ok(PageCode { view: |_| panel(), on_event })
}

/// The tab's content.
fn panel() -> AnyView {
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
fn on_event(lab: Lab, event: &[u8]) {
    if let Some(told) = decode(event) {
        heard::apply(lab, told);
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
        words: Reactive<String>,
        is_off: Reactive<bool>,
        press: Box<dyn Fn()>,
    ) -> AnyView {
        view! {
            <button type="button" class=class data-testid=testid disabled=is_off on:click=handler(move |_| press())>
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
                on:change=handler(move |_| node.get_untracked().into_iter().for_each(|input| take(lab, input)))
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
