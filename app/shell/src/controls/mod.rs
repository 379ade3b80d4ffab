//! What goes in: data, network, training, and how it is computed. Each setting says in one line what it does and what
//! to watch; more is there for those who ask.

mod changed;
mod data;
mod engine;
mod field;
mod network;
mod training;

pub use changed::Changed;

use crate::i18n::{Message, PageTexts, Texts};
use crate::pages::Faults;
use karui_protocol::About;
use karui_ui::reactive::{flag, handler, list, text};
use karui_ui::{Terms, use_lang};
use leptos::prelude::*;

/// All settings, in the order in which things cause each other.
#[component]
pub fn Controls() -> impl IntoView {
    let lang = use_lang();
    let open = RwSignal::new(false);
    view! {
        <section class="controls" class:open=flag(move || open.get()) aria-label=text(move || lang.get().t().zone_controls)>
            // Only where the zones are stacked, and what is looked at is not the run.
            <button
                type="button"
                class="btn fold"
                aria-expanded=text(move || open.get().to_string())
                on:click=handler(move |_| open.update(|open| *open = !*open))
            >
                {text(move || lang.get().t().zone_controls)}
            </button>
            <Faults about=About::SETTINGS />
            <data::Data />
            <network::NetworkSettings />
            <training::Training />
            <engine::Computing />
        </section>
    }
    .into_any()
}

/// Settings that belong together.
#[component]
fn Group(
    /// The heading.
    title: Message,
    /// Terms and their explanations, shown on demand.
    #[prop(optional)]
    more: Option<fn(&Texts) -> Terms>,
    /// The settings.
    children: Children,
) -> impl IntoView {
    let lang = use_lang();
    let explained = move |more: fn(&Texts) -> Terms| {
        let terms = list(move || {
            let terms = more(lang.get().t()).iter();
            terms.map(|(term, text)| view! { <dt>{*term}</dt> <dd>{*text}</dd> }).collect()
        });
        view! {
            <details class="more">
                <summary>{text(move || lang.get().t().more)}</summary>
                <dl>{terms}</dl>
            </details>
        }
        .into_any()
    };
    view! {
        <section class="group">
            <h2>{text(move || title(lang.get().t()))}</h2>
            {children()}
            {more.map(explained)}
        </section>
    }
    .into_any()
}
