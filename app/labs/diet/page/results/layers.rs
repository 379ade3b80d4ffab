//! What has become of each layer, as a table.

use super::texts::Texts;
use crate::diet::messages::LayerDiet;
use karui_protocol::{Figure, How};
use karui_ui::html::HtmlWriter;
use karui_ui::{Lang, number};

/// A row for each layer; pressing one chooses it.
pub fn table(m: &mut HtmlWriter, lang: Lang, t: &Texts, layers: &[LayerDiet], selected: &str) {
    m.open("table", &[("class", "r-table")]);
    m.open("thead", &[]);
    m.open("tr", &[]);
    m.element("th", &[("scope", "col")], t.layer);
    for head in [t.size, t.macs, t.time, t.density, t.sqnr] {
        m.element("th", &[("scope", "col"), ("class", "w-right")], head);
    }
    m.close("tr");
    m.close("thead");
    m.open("tbody", &[]);
    for (i, layer) in layers.iter().enumerate() {
        row(m, lang, t, layer, i, layer.name == selected);
    }
    m.close("tbody");
    m.close("table");
}

fn row(m: &mut HtmlWriter, lang: Lang, t: &Texts, layer: &LayerDiet, i: usize, is_selected: bool) {
    let at = i.to_string();
    let label = |what: &str| [what, " · ", &layer.name].concat();
    let class = if is_selected { "selected" } else { "" };
    m.open("tr", &[("class", class), ("data-do", "layer"), ("data-at", &at)]);
    m.open("th", &[("scope", "row")]);
    let pressed = if is_selected { "true" } else { "false" };
    let attrs =
        [("type", "button"), ("class", "r-link"), ("data-do", "layer"), ("data-at", &*at), ("aria-pressed", pressed)];
    m.element("button", &attrs, &layer.name);
    m.close("th");
    for (what, (before, now)) in [(t.size, &layer.size), (t.macs, &layer.macs)] {
        m.open("td", &[("class", "w-right")]);
        change(m, lang, t, before.as_ref(), now, &label(what));
        m.close("td");
    }
    m.open("td", &[("class", "w-right")]);
    if is_timed(&layer.time) {
        m.figure(lang, &layer.time, label(t.time));
    } else {
        m.text("—");
    }
    m.close("td");
    let density = f64::from(layer.density);
    m.open("td", &[("class", "w-right num")]);
    m.text(&number::percent(lang, density, 0));
    m.bar(density, None);
    m.close("td");
    m.span("td", "w-right num", &layer.sqnr.map_or("—".into(), |sqnr| decibels(lang, sqnr)));
    m.close("tr");
}

/// Whether a time was taken: a layer's come last, and one that runs within another has none.
fn is_timed(time: &Figure) -> bool {
    matches!(&time.how, How::Timed { samples, .. } if !samples.is_empty())
}

/// `before → now`, or one of them where nothing has changed.
fn change(m: &mut HtmlWriter, lang: Lang, t: &Texts, before: Option<&Figure>, now: &Figure, label: &str) {
    if let Some(before) = before.filter(|before| before.value != now.value) {
        m.open("span", &[("class", "r-was")]);
        m.figure(lang, before, [label, " · ", t.before].concat());
        m.close("span");
        m.text(" → ");
    }
    m.figure(lang, now, [label, " · ", t.now].concat());
}

/// A ratio in decibels.
pub fn decibels(lang: Lang, value: f32) -> String {
    number::decimal(lang, f64::from(value), 1) + " dB"
}
