//! Held-out images with what both say of them.

use super::part;
use super::state::compare_of;
use super::texts::{self, Texts};
use crate::train::messages::{Pair, TrainRequest};
use crate::train::page::widgets::top;
use karui_protocol::DataKind;
use karui_shell::i18n::class_name;
use karui_shell::state::Lab;
use karui_ui::html::{HtmlRegion, HtmlWriter, RegionEvent};
use karui_ui::{Lang, number, use_lang};
use leptos::prelude::*;

/// Images shown whose class has changed.
const CHANGED: usize = 12;

/// The images whose class has changed, and those that the original network gets most wrong. `on_select` is told the index of
/// one that is chosen.
pub fn images(lab: Lab, on_select: Callback<usize>) -> AnyView {
    let (lang, it) = (use_lang(), compare_of(lab));
    let changed =
        move || it.with(|it| it.changed.iter().take(CHANGED).copied().collect::<Vec<_>>()).unwrap_or_default();
    let worst = move || {
        lab.evaluation
            .with(|it| it.as_ref().map_or(Vec::new(), |it| it.worst.iter().map(|s| s.index).collect::<Vec<_>>()))
    };
    it.ask(move || {
        let mut all = changed();
        all.extend(worst());
        all.sort_unstable();
        all.dedup();
        Some(TrainRequest::Images(all))
    });
    let count = move || {
        let lang = lang.get();
        let say = |n: usize| number::integer(lang, n as f64);
        it.with(|it| (texts::of(lang).changed_note)(&say(it.changed.len()), &say(it.count))).unwrap_or_default()
    };
    view! {
        {part(|t| t.changed, Box::new(count), grid(lab, on_select, changed))}
        {part(|t| t.worst, Box::new(move || texts::of(lang.get()).worst_note.to_owned()), grid(lab, on_select, worst))}
    }
    .into_any()
}

/// The first held-out images, in place of those of one network.
#[component]
pub fn Strip(
    /// How many.
    count: usize,
    /// Told the index of an image that is chosen.
    on_select: Callback<usize>,
) -> impl IntoView {
    let lab = Lab::here();
    let first = move || lab.samples.with(|all| all.iter().take(count).map(|it| it.index).collect::<Vec<_>>());
    compare_of(lab).ask(move || Some(TrainRequest::Images(first())));
    grid(lab, on_select, first)
}

fn grid(lab: Lab, on_select: Callback<usize>, wanted: impl Fn() -> Vec<usize> + 'static) -> AnyView {
    let (lang, it) = (use_lang(), compare_of(lab));
    HtmlRegion::new("c-images", move |m| {
        let (lang, data, chosen) = (lang.get(), lab.shown().data, lab.view.image.get());
        let wanted = wanted();
        it.images.with(|images| {
            m.open("ul", &[("class", "w-images")]);
            for pair in wanted.iter().filter_map(|index| images.iter().find(|pair| pair.sample.index == *index)) {
                tile(m, lang, data, pair, chosen == Some(pair.sample.index));
            }
            m.close("ul");
        });
    })
    .on_event(move |event: RegionEvent| {
        if event.action == "image" && !event.is_look {
            on_select.run(event.at);
        }
    })
    .view()
}

/// An image: what it is, and what both take it for.
fn tile(m: &mut HtmlWriter, lang: Lang, data: DataKind, pair: &Pair, is_chosen: bool) {
    let t: &Texts = texts::of(lang);
    let Pair { sample, now } = pair;
    let (Some(was), Some(is)) = (top(&sample.probabilities), top(now)) else { return };
    let name = |class: usize| class_name(lang, data, class);
    let label = usize::from(sample.label);
    let differs = was.0 != is.0;
    m.open("li", &[]);
    let attrs = [
        ("type", "button"),
        ("class", if differs { "w-tile c-changed" } else { "w-tile" }),
        ("data-do", "image"),
        ("data-at", &*sample.index.to_string()),
        ("aria-pressed", if is_chosen { "true" } else { "false" }),
        ("aria-description", &(t.tile)(name(label), name(was.0), name(is.0))),
    ];
    m.open("button", &attrs);
    m.open("span", &[("class", "w-tile-image")]);
    m.picture(&sample.pixels);
    m.close("span");
    m.span("span", "w-tile-label", &(t.really)(name(label)));
    for (class, title, (guess, p)) in [("c-float", t.short_float, was), ("c-now", t.short_now, is)] {
        let is_wrong = guess != label;
        m.open("span", &[("class", &*["c-guess ", class, if is_wrong { " w-wrong" } else { "" }].concat())]);
        m.span("span", "c-who muted", title);
        m.span("span", "w-mark", if is_wrong { "✗ " } else { "✓ " });
        m.span("span", "c-class", name(guess));
        m.span("span", "num muted", &number::percent(lang, f64::from(p), 0));
        m.close("span");
    }
    m.close("button");
    m.close("li");
}
