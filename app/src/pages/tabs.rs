use crate::hooks;
use crate::i18n::{Message, use_lang};
use crate::live::{act, parts, text};
use crate::state::{Lab, Tab};
use leptos::{ev::KeyboardEvent, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

fn name(tab: Tab) -> Message {
    match tab {
        Tab::Curves => |t| t.tab_curves,
        Tab::Diet => |t| t.tab_diet,
        Tab::Trials => |t| t.tab_trials,
        Tab::Layers => |t| t.tab_layers,
        Tab::Filters => |t| t.tab_filters,
        Tab::Images => |t| t.tab_images,
        Tab::Draw => |t| t.tab_draw,
        Tab::Mobilenet => |t| t.tab_mobilenet,
        Tab::Real => |t| t.tab_real,
        Tab::Accelerate => |t| t.tab_accelerate,
    }
}

/// The id of a tab's panel.
pub(super) fn panel_id(tab: Tab) -> String {
    format!("panel-{}", tab.id())
}

/// What the stage shows: a row above all zones, which stays where it is whatever stands below (WAI-ARIA, Tabs pattern):
/// one stop for the Tab key, arrows within.
#[component]
pub(super) fn Tabs() -> impl IntoView {
    let (lab, lang) = (Lab::here(), use_lang());
    let current = lab.view.tab;
    let on_key = move |event: KeyboardEvent| {
        let at = Tab::ALL.iter().position(|tab| *tab == current.get_untracked()).unwrap_or(0);
        let last = Tab::ALL.len() - 1;
        let to = match event.key().as_str() {
            "ArrowRight" => (at + 1) % (last + 1),
            "ArrowLeft" => (at + last) % (last + 1),
            "Home" => 0,
            "End" => last,
            _ => return,
        };
        event.prevent_default();
        current.set(Tab::ALL[to]);
        let button = document().get_element_by_id(&hooks::tab(Tab::ALL[to]));
        if let Some(button) = button.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
            // The focus follows the choice; an element in the document takes it.
            let _ = button.focus();
        }
    };
    let button = move |tab: Tab| {
        let is_current = move || current.get() == tab;
        view! {
            <button
                type="button"
                role="tab"
                id=hooks::tab(tab)
                data-testid=hooks::tab(tab)
                aria-controls=panel_id(tab)
                aria-selected=text(move || is_current().to_string())
                tabindex=text(move || if is_current() { "0" } else { "-1" })
                on:click=act(move |_| current.set(tab))
            >
                {text(move || name(tab)(lang.get().t()))}
            </button>
        }
    };
    view! {
        <div class="tabs" role="tablist" aria-label=text(move || lang.get().t().zone_stage) on:keydown=act(on_key)>
            {parts(Tab::ALL.map(button))}
        </div>
    }
}
