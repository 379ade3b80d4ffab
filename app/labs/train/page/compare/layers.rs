//! What has become of each layer, as a table: bytes, and how far its weights and its outputs are off.

use super::state::compare_of;
use super::texts::{self, Texts};
use super::{FLOAT, NOW, part};
use crate::train::messages::{LayerPair, TrainRequest};
use karui_shell::state::Lab;
use karui_ui::html::{HtmlRegion, HtmlWriter, RegionEvent};
use karui_ui::{Lang, number, use_lang};
use leptos::prelude::*;

/// Decibels at which the error of a layer fills its bar: as much noise as signal; each 6 dB more halve the error.
const LOUDEST: f64 = 0.0;
const QUIETEST: f64 = 48.0;

/// The table, for two networks only.
pub fn layers_part(lab: Lab) -> AnyView {
    let (lang, it) = (use_lang(), compare_of(lab));
    it.ask(|| Some(TrainRequest::Layers));
    let table = HtmlRegion::new("w-scroll r-scroll", move |m| {
        let lang = lang.get();
        let selected = lab.network.with(|network| {
            network.as_ref().and_then(|it| it.layers.get(lab.inspected_layer())).map(|layer| layer.name.clone())
        });
        it.layers.with(|layers| table(m, lang, layers, selected.as_deref().unwrap_or_default()));
    })
    .region(move || texts::of(lang.get()).layers.to_owned())
    .on_event(move |event: RegionEvent| {
        if event.action == "layer" && !event.is_look {
            let name = it.layers.with_untracked(|layers| layers.get(event.at).map(|layer| layer.name.clone()));
            let at = lab.network.with_untracked(|network| {
                network.as_ref()?.layers.iter().position(|layer| Some(&layer.name) == name.as_ref())
            });
            lab.view.layer.set(at);
        }
    });
    part(|t| t.layers, Box::new(move || texts::of(lang.get()).layers_note.to_owned()), table.view())
}

fn table(m: &mut HtmlWriter, lang: Lang, layers: &[LayerPair], selected: &str) {
    let t: &Texts = texts::of(lang);
    let was = |layer: &LayerPair| layer.size.0.as_ref().map_or(0.0, |figure| figure.value);
    let largest = layers.iter().flat_map(|layer| [was(layer), layer.size.1.value]).fold(1.0, f64::max);
    m.open("table", &[("class", "r-table")]);
    m.open("thead", &[]);
    m.open("tr", &[]);
    m.element("th", &[("scope", "col")], t.layer);
    for head in [t.size_float, t.size_now, t.left, t.weights_error, t.outputs_error] {
        m.element("th", &[("scope", "col"), ("class", "w-right")], head);
    }
    m.close("tr");
    m.close("thead");
    m.open("tbody", &[]);
    for (i, layer) in layers.iter().enumerate() {
        let (at, is_selected) = (i.to_string(), layer.name == selected);
        let label = |what: &str| [what, " · ", &layer.name].concat();
        m.open("tr", &[("class", if is_selected { "selected" } else { "" }), ("data-do", "layer"), ("data-at", &at)]);
        m.open("th", &[("scope", "row")]);
        let pressed = if is_selected { "true" } else { "false" };
        let attrs = [
            ("type", "button"),
            ("class", "r-link"),
            ("data-do", "layer"),
            ("data-at", &*at),
            ("aria-pressed", pressed),
        ];
        m.element("button", &attrs, &layer.name);
        m.close("th");
        let sizes =
            [("c-float", FLOAT, t.size_float, layer.size.0.as_ref()), ("c-now", NOW, t.size_now, Some(&layer.size.1))];
        for (class, testid, name, figure) in sizes {
            let value = figure.map_or(String::new(), |figure| figure.value.to_string());
            let class = ["w-right ", class].concat();
            m.open("td", &[("class", &*class), ("data-testid", testid), ("data-value", &value)]);
            match figure {
                Some(figure) => m.figure(lang, figure, label(name)),
                None => m.text("—"),
            }
            m.bar(figure.map_or(0.0, |figure| figure.value / largest), None);
            m.close("td");
        }
        m.span("td", "w-right num", &number::percent(lang, f64::from(layer.density), 0));
        for ratio in [layer.weights, layer.outputs] {
            m.open("td", &[("class", "w-right num c-error")]);
            m.text(&ratio.map_or("—".into(), |ratio| [&*number::decimal(lang, f64::from(ratio), 1), " dB"].concat()));
            if let Some(ratio) = ratio {
                m.bar(loudness(f64::from(ratio)), None);
            }
            m.close("td");
        }
        m.close("tr");
    }
    m.close("tbody");
    m.close("table");
}

/// How much of its bar an error fills.
fn loudness(ratio: f64) -> f64 {
    ((QUIETEST - ratio) / (QUIETEST - LOUDEST)).clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_louder_the_error_the_longer_its_bar() {
        assert_eq!([loudness(60.0), loudness(24.0), loudness(-3.0)], [0.0, 0.5, 1.0]);
    }
}
