//! The address and the state say the same: reading it at the start and on back and forward, writing it after changes.

use super::{Lab, link::Link};
use leptos::prelude::*;
use std::time::Duration;
use wasm_bindgen::JsValue;

/// Changes closer together than this are one step of the history: typing a number is not ten.
const SETTLE: Duration = Duration::from_millis(250);

fn search() -> String {
    location().search().unwrap_or_default()
}

/// Takes the state from the address.
pub(super) fn read(lab: Lab) {
    let (link, problems) = Link::from_query(&search());
    let view = lab.view;
    lab.draft.set(link.experiment);
    lab.link_problems.set(problems);
    if let Some(lang) = link.lang {
        view.lang.set(lang);
    }
    view.lang_asked.set(link.lang.is_some());
    if link.theme.is_some() {
        view.theme_asked.set(link.theme);
    }
    view.tab.set(link.tab);
    view.image.set(link.image);
    view.layer.set(link.layer);
    lab.explorer.spec.set(link.explored);
    lab.explorer.block.set(link.block.unwrap_or(crate::explorer::FIRST_BLOCK));
    lab.real.wanted.set(link.network);
    lab.accelerate.task.set(link.task);
    lab.accelerate.way.set(link.kernel);
    lab.diet.bring(link.recipe);
}

/// The state as a link holds it.
fn link(lab: Lab) -> Link {
    let view = lab.view;
    Link {
        experiment: lab.draft.get(),
        lang: view.lang_asked.get().then(|| view.lang.get()),
        theme: view.theme_asked.get(),
        tab: view.tab.get(),
        image: view.image.get(),
        layer: view.layer.get(),
        explored: lab.explorer.spec.get(),
        block: Some(lab.explorer.block.get()).filter(|block| *block != crate::explorer::FIRST_BLOCK),
        network: lab.real.wanted.get(),
        task: lab.accelerate.task.get(),
        kernel: lab.accelerate.way.get(),
        recipe: lab.diet.json.get(),
    }
}

/// Keeps both in step from now on.
pub(super) fn keep(lab: Lab) {
    let mut write = debounce(SETTLE, move |()| write(untrack(|| link(lab))));
    Effect::new(move |ran: Option<()>| {
        link(lab);
        // A link that was just opened stays as it was written.
        if ran.is_some() {
            write(());
        }
    });
    let back_and_forward = window_event_listener(leptos::ev::popstate, move |_| {
        read(lab);
        lab.show_draft();
    });
    // As long-lived as the page.
    std::mem::forget(back_and_forward);
}

fn write(link: Link) {
    let (before, _) = Link::from_query(&search());
    if before == link {
        return;
    }
    // Relative to the document, as the page may lie below any path; a `<base>` does not enter into it.
    let path = location().pathname().unwrap_or_default();
    let address = format!("{path}?{}", link.to_query());
    let Ok(history) = window().history() else { return };
    // A browser that limits how often the address may change drops this one; the next change writes it.
    let _ = if link.is_another_place(&before) {
        history.push_state_with_url(&JsValue::NULL, "", Some(&address))
    } else {
        history.replace_state_with_url(&JsValue::NULL, "", Some(&address))
    };
}

impl Lab {
    /// The absolute link to the experiment as it stands. The reader's own language and theme decide there.
    pub fn link(self) -> String {
        let link = Link { lang: None, theme: None, ..untrack(|| link(self)) };
        let origin = location().origin().unwrap_or_default();
        let path = location().pathname().unwrap_or_default();
        format!("{origin}{path}?{}", link.to_query())
    }
}
