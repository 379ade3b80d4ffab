use crate::diet::page::state::diet_of;
use karui_protocol::recipe::{Preset, presets};
use karui_shell::recipe::texts::{say, use_texts};
use karui_shell::state::Lab;
use karui_ui::reactive::{flag, handler, text, views};
use leptos::prelude::*;

/// Recipes that run with one click.
#[component]
pub(super) fn Presets() -> impl IntoView {
    view! {
        <section class="part">
            <h3 id="presets">{say(|t| t.presets)}</h3>
            <div class="d-presets" role="group" aria-labelledby="presets">
                {views(presets().into_iter().map(button))}
            </div>
        </section>
    }
    .into_any()
}

fn button(Preset { id, recipe }: Preset) -> AnyView {
    let (lab, t) = (Lab::here(), use_texts());
    view! {
        <button
            type="button"
            class="btn d-preset"
            data-testid=["preset-", id].concat()
            title=text(move || (t.get().preset)(id).1)
            disabled=flag(move || !diet_of(lab).can_compress())
            on:click=handler(move |_| diet_of(lab).run_recipe(&recipe))
        >
            <strong>{text(move || (t.get().preset)(id).0)}</strong>
            <span class="muted">{text(move || (t.get().preset)(id).1)}</span>
        </button>
    }
    .into_any()
}
