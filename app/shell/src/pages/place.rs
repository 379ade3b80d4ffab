use crate::i18n::PageTexts;
use crate::labs::{At, place_of};
use crate::lazy::from_lab;
use crate::state::Lab;
use crate::test_ids;
use karui_ui::reactive::{flag, handler, maybe_view, memo, optional, text, views};
use karui_ui::use_lang;
use leptos::ev::MouseEvent;
use leptos::prelude::*;

/// The places of the page. Those that nobody shows are not there yet.
#[component]
pub(super) fn Places() -> impl IntoView {
    let (lab, lang) = (Lab::here(), use_lang());
    let is_there = |at: &At| *at == At::Bench || place_of(lab.labs(), *at).is_some();
    let link = move |at: At| {
        let go = move |event: MouseEvent| {
            // With a key held the browser opens a page of its own.
            if !(event.ctrl_key() || event.meta_key() || event.shift_key()) {
                event.prevent_default();
                lab.view.at.set(at);
            }
        };
        view! {
            <a
                href=format!("?at={}", at.id())
                data-testid=test_ids::nav(at)
                aria-current=optional(move || (lab.view.at.get() == at).then_some("page"))
                on:click=handler(go)
            >
                {text(move || (lang.get().t().place)(at))}
            </a>
        }
    };
    view! {
        <nav class="places" aria-label=text(move || lang.get().t().places)>
            {views(At::ALL.into_iter().filter(is_there).map(link))}
        </nav>
    }
    .into_any()
}

/// What stands at the place where the learner is, if it is not the bench.
#[component]
pub(super) fn AtPlace() -> impl IntoView {
    let lab = Lab::here();
    let shown = memo(move || place_of(lab.labs(), lab.view.at.get()).map(|(row, place)| (row.id, place.view)));
    view! {
        <div class="place" hidden=flag(move || shown.get().is_none())>
            {maybe_view(move || shown.get().map(|(id, view)| from_lab(lab, id, view)))}
        </div>
    }
    .into_any()
}

/// What the page shows, for styles: a place's name, and what of the bench stands beside it.
pub(super) fn layout(lab: Lab) -> String {
    let at = lab.view.at.get();
    let beside = place_of(lab.labs(), at).map_or("", |(_, place)| (place.beside)(lab));
    [at.id(), beside].concat()
}
