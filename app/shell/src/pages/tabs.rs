use crate::i18n::PageTexts;
use crate::labs::{GroupRow, Tab, group_of, tabs};
use crate::state::Lab;
use crate::test_ids;
use karui_ui::reactive::{effect, flag, handler, text, views};
use karui_ui::{Lang, use_lang};
use leptos::{ev::KeyboardEvent, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// The id of a tab's panel.
pub(super) fn panel_id(tab: Tab) -> String {
    format!("panel-{}", tab)
}

/// The id of the row with a group's tabs.
fn row_id(group: &GroupRow) -> String {
    format!("views-{}", group.id)
}

/// A button: of one tab, or of a group.
#[derive(Clone)]
struct Button {
    id: String,
    /// The panel, or the row with the group's tabs.
    controls: String,
    title: fn(Lang) -> &'static str,
    /// What it stands for.
    tabs: Vec<Tab>,
}

/// What the stage shows: the groups of tabs, and below them the tabs of the current one, where it has several. The rows stay where
/// they are whatever stands below (WAI-ARIA, Tabs pattern): one stop each for the Tab key, arrows within.
#[component]
pub(super) fn Tabs() -> impl IntoView {
    let (lab, lang) = (Lab::here(), use_lang());
    let labs = lab.labs();
    // A group opens with what was looked at last.
    let seen = StoredValue::new(Vec::new());
    effect(move || {
        let tab = lab.view.tab.get();
        seen.update_value(|seen| {
            seen.retain(|it| *it != tab);
            seen.push(tab);
        });
    });
    let (mut first, mut groups) = (Vec::<Button>::new(), Vec::new());
    for row in tabs(labs) {
        let tab =
            Button { id: test_ids::tab(row.tab), controls: panel_id(row.tab), title: row.title, tabs: vec![row.tab] };
        let Some(group) = group_of(labs, row.tab) else {
            first.push(tab);
            continue;
        };
        let id = test_ids::group(group.id);
        if let Some(button) = first.iter_mut().find(|button| button.id == id) {
            button.tabs.push(row.tab);
        } else {
            first.push(Button { id, controls: row_id(group), title: group.title, tabs: vec![row.tab] });
            groups.push((group, Vec::new()));
        }
        groups.iter_mut().filter(|(it, _)| it.id == group.id).for_each(|(_, tabs)| tabs.push(tab.clone()));
    }
    let views_of = |(group, buttons): (&'static GroupRow, Vec<Button>)| {
        let keys = on_key(lab, seen, &buttons);
        view! {
            <div
                class="views"
                role="tablist"
                id=row_id(group)
                aria-label=text(move || (group.title)(lang.get()))
                hidden=flag(move || !group.tabs.contains(&lab.view.tab.get()))
                on:keydown=keys
            >
                {row(lab, seen, buttons)}
            </div>
        }
    };
    let keys = on_key(lab, seen, &first);
    view! {
        <div class="tabs">
            <div
                class="groups"
                role="tablist"
                aria-label=text(move || lang.get().t().zone_stage)
                on:keydown=keys
            >
                {row(lab, seen, first)}
            </div>
            {views(groups.into_iter().map(views_of))}
        </div>
    }
}

/// Shows what was looked at last of some tabs.
fn open(lab: Lab, seen: StoredValue<Vec<Tab>>, of: &[Tab]) {
    let last = seen.with_value(|seen| seen.iter().rev().find(|tab| of.contains(tab)).copied());
    if let Some(tab) = last.or(of.first().copied()) {
        lab.view.tab.set(tab);
    }
}

/// The buttons of a row.
fn row(lab: Lab, seen: StoredValue<Vec<Tab>>, buttons: Vec<Button>) -> Vec<AnyView> {
    let (lang, current) = (use_lang(), lab.view.tab);
    views(buttons.into_iter().map(move |Button { id, controls, title, tabs }| {
        let tabs = StoredValue::new(tabs);
        let is_current = move || tabs.with_value(|tabs| tabs.contains(&current.get()));
        view! {
            <button
                type="button"
                role="tab"
                id=id.clone()
                data-testid=id
                aria-controls=controls
                aria-selected=text(move || is_current().to_string())
                tabindex=text(move || if is_current() { "0" } else { "-1" })
                on:click=handler(move |_| tabs.with_value(|tabs| open(lab, seen, tabs)))
            >
                {text(move || title(lang.get()))}
            </button>
        }
    }))
}

/// Moves to another button of a row and to what it opens.
fn on_key(lab: Lab, seen: StoredValue<Vec<Tab>>, buttons: &[Button]) -> Box<dyn FnMut(KeyboardEvent)> {
    let buttons = buttons.to_vec();
    handler(move |event: KeyboardEvent| {
        let tab = lab.view.tab.get_untracked();
        let at = buttons.iter().position(|button| button.tabs.contains(&tab)).unwrap_or(0);
        let last = buttons.len().saturating_sub(1);
        let to = match event.key().as_str() {
            "ArrowRight" => (at + 1) % (last + 1),
            "ArrowLeft" => (at + last) % (last + 1),
            "Home" => 0,
            "End" => last,
            _ => return,
        };
        event.prevent_default();
        let Some(button) = buttons.get(to) else { return };
        open(lab, seen, &button.tabs);
        let element = document().get_element_by_id(&button.id);
        if let Some(element) = element.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
            // The focus follows the choice; an element in the document takes it.
            let _ = element.focus();
        }
    })
}
