//! The lab's own small navigation, and the section that is shown.

use super::state::{Part, container_of};
use super::texts::{self, say};
use super::{build, challenges, layers, scale, scenes, test_ids};
use karui_shell::state::Lab;
use karui_ui::reactive::{handler, maybe_view, memo, text, views};
use karui_ui::use_lang;
use leptos::prelude::*;

pub(super) fn view(lab: Lab) -> AnyView {
    let (lang, state) = (use_lang(), container_of(lab));
    let button = move |part: Part| {
        view! {
            <button
                type="button"
                data-part=part.id()
                aria-pressed=text(move || (state.part.get() == part).to_string())
                on:click=handler(move |_| state.part.set(part))
            >
                {text(move || (texts::of(lang.get()).part)(part))}
            </button>
        }
    };
    // Told only when it is another: a section that is drawn over itself would lose its listeners.
    let part = memo(move || state.part.get());
    let shown = move || {
        Some(match part.get() {
            Part::Build => build::view(lab),
            Part::Layers => layers::view(lab),
            Part::Scale => scale::view(),
            Part::Run => scenes::view(lab),
            Part::Challenges => challenges::view(lab),
        })
    };
    view! {
        <nav class="k-sections" data-testid=test_ids::SECTIONS aria-label=text(move || texts::of(lang.get()).sections)>
            {views(Part::ALL.map(button))}
        </nav>
        <p class="help">{say(|t| t.note)}</p>
        {maybe_view(shown)}
    }
    .into_any()
}
