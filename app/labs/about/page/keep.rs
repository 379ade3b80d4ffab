//! What is kept on this device, and a button that keeps the rest.

use super::kept::{Kept, keep_all, use_kept};
use super::texts::{of, say, use_texts};
use karui_ui::html::HtmlRegion;
use karui_ui::reactive::{flag, handler, optional, text};
use karui_ui::{number, use_lang};
use leptos::prelude::*;

/// What of Karui needs no network any more.
#[component]
pub fn Keep() -> impl IntoView {
    let (lang, t) = (use_lang(), use_texts());
    let (kept, is_possible) = use_kept();
    // What was pressed shows before the first word about it.
    let pressed = RwSignal::new(false);
    let size = move |bytes: f64| number::bytes(lang.get(), bytes);
    let read = move |of: fn(&Kept) -> bool| move || kept.with(|kept| kept.as_ref().is_some_and(of));
    let is_done = read(|kept| kept.bytes().0 >= kept.bytes().1);
    let is_under_way = read(|kept| kept.is_under_way);
    let label = move || {
        let t = t.get();
        kept.with(|kept| match kept {
            None => t.keep_looks.to_owned(),
            Some(kept) if kept.is_under_way => (t.keep_under_way)(&size(kept.bytes().0), &size(kept.bytes().1)),
            Some(kept) if kept.bytes().0 >= kept.bytes().1 => t.keep_done.to_owned(),
            Some(kept) => (t.keep_all)(&size(kept.bytes().1 - kept.bytes().0)),
        })
    };
    let press = move |_| {
        pressed.set(true);
        keep_all();
    };
    let groups = HtmlRegion::new("a-kept", move |m| {
        let (lang, t) = (lang.get(), of(lang.get()));
        kept.with(|kept| {
            let Some(kept) = kept else { return };
            m.open("table", &[("class", "r-table")]);
            m.open("tr", &[]);
            m.element("th", &[("scope", "col")], t.what_of);
            m.element("th", &[("scope", "col"), ("class", "w-right")], t.is_kept);
            m.close("tr");
            for group in &kept.groups {
                m.open("tr", &[]);
                m.element("th", &[("scope", "row")], (t.group)(&group.folder));
                let done = if group.kept >= group.of { "✓ " } else { "" };
                let bytes = [done, &number::bytes(lang, group.kept), " / ", &number::bytes(lang, group.of)].concat();
                m.span("td", "w-right num", &bytes);
                m.close("tr");
            }
            m.close("table");
        });
    });
    let share = move || kept.with(|kept| kept.as_ref().map_or(0.0, |kept| kept.bytes().0 / kept.bytes().1.max(1.0)));
    view! {
        <section>
            <h2>{say(|t| t.keep_title)}</h2>
            <p>{say(|t| t.keep_note)}</p>
            <p hidden=is_possible>{say(|t| t.keep_cannot)}</p>
            <div hidden=!is_possible class="a-keep">
                <button
                    type="button"
                    class="btn primary"
                    data-testid="keep-offline"
                    data-value=optional(move || kept.with(|kept| kept.as_ref().map(|kept| kept.bytes().0.to_string())))
                    data-of=optional(move || kept.with(|kept| kept.as_ref().map(|kept| kept.bytes().1.to_string())))
                    disabled=flag(move || kept.with(Option::is_none) || is_done() || is_under_way())
                    on:click=handler(press)
                >
                    {text(label)}
                </button>
                <progress max="1" hidden=flag(move || !is_under_way()) aria-label=say(|t| t.keep_title) prop:value=text(move || share().to_string())></progress>
                <p class="bad" role="status">
                    {text(move || if pressed.get() && kept.with(|kept| kept.as_ref().is_some_and(|kept| kept.has_failed)) { t.get().keep_failed } else { "" })}
                </p>
                {groups.view()}
            </div>
        </section>
    }
    .into_any()
}
