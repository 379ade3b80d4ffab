use crate::i18n::PageTexts;
use crate::labs::{Tab, TabRow, tabs};
use crate::state::Lab;
use crate::test_ids;
use karui_ui::reactive::{handler, text, views};
use karui_ui::use_lang;
use leptos::{ev::KeyboardEvent, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// The id of a tab's panel.
pub(super) fn panel_id(tab: Tab) -> String {
    format!("panel-{}", tab)
}

/// What the stage shows: a row above all zones, which stays where it is whatever stands below (WAI-ARIA, Tabs pattern):
/// one stop for the Tab key, arrows within.
#[component]
pub(super) fn Tabs() -> impl IntoView {
    let (lab, lang) = (Lab::here(), use_lang());
    let current = lab.view.tab;
    let rows = StoredValue::new(tabs(lab.labs()));
    let on_key = move |event: KeyboardEvent| {
        let all = rows.with_value(|rows| rows.iter().map(|row| row.tab).collect::<Vec<Tab>>());
        let at = all.iter().position(|tab| *tab == current.get_untracked()).unwrap_or(0);
        let last = all.len().saturating_sub(1);
        let to = match event.key().as_str() {
            "ArrowRight" => (at + 1) % (last + 1),
            "ArrowLeft" => (at + last) % (last + 1),
            "Home" => 0,
            "End" => last,
            _ => return,
        };
        event.prevent_default();
        current.set(all[to]);
        let button = document().get_element_by_id(&test_ids::tab(all[to]));
        if let Some(button) = button.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
            // The focus follows the choice; an element in the document takes it.
            let _ = button.focus();
        }
    };
    let button = move |row: &'static TabRow| {
        let tab = row.tab;
        let is_current = move || current.get() == tab;
        view! {
            <button
                type="button"
                role="tab"
                id=test_ids::tab(tab)
                data-testid=test_ids::tab(tab)
                aria-controls=panel_id(tab)
                aria-selected=text(move || is_current().to_string())
                tabindex=text(move || if is_current() { "0" } else { "-1" })
                on:click=handler(move |_| current.set(tab))
            >
                {text(move || (row.title)(lang.get()))}
            </button>
        }
    };
    view! {
        <div class="tabs" role="tablist" aria-label=text(move || lang.get().t().zone_stage) on:keydown=handler(on_key)>
            {views(rows.get_value().into_iter().map(button))}
        </div>
    }
}
