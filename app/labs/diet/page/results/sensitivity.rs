//! How much accuracy each layer loses when it alone is pruned.

use super::texts::Texts;
use crate::diet::messages::LayerSensitivity;
use karui_protocol::Recipe;
use karui_protocol::recipe::Prune;
use karui_ui::html::chart::{Frame, Scale, apart};
use karui_ui::html::{HtmlWriter, step, units};
use karui_ui::{Lang, number};

/// Between two names at the lines' ends.
const LINE: f64 = 13.0;
/// Lines differ by these, so that they can be told apart without colour.
const DASHES: usize = 4;

/// A line for each layer. Pressing a point prunes the layer so much; the layer that is chosen in the table stands out.
pub fn drawing(
    m: &mut HtmlWriter,
    lang: Lang,
    t: &Texts,
    layers: &[LayerSensitivity],
    amounts: &[(String, f32)],
    selected: &str,
    width: f64,
) {
    let width = width.clamp(280.0, 900.0);
    let longest = layers.iter().map(|layer| layer.name.len()).max().unwrap_or(0);
    let names = (longest as f64 * 6.4 + 12.0).min(width * 0.36);
    let height = (layers.len() as f64 * LINE + 60.0).max(260.0);
    let frame = Frame { width, height, left: 44.0, right: width - names, top: 20.0, bottom: height - 36.0 };
    let points = || layers.iter().flat_map(|layer| &layer.points);
    let most = points().map(|p| f64::from(p.0)).fold(0.0, f64::max);
    let x =
        Scale { low: 0.0, high: if most > 0.0 { most } else { 1.0 }, from: frame.left, to: frame.right, is_log: false };
    let y = Scale::over(points().map(|p| p.1.value), (frame.bottom, frame.top), false);
    let marks = |scale: &Scale, count| -> Vec<(f64, String)> {
        scale.marks(count).into_iter().map(|v| (v, number::percent(lang, v, 0))).collect()
    };
    frame.open(m, "r-chart r-lines", Some(&(t.sensitivity_drawing)(layers.len())));
    frame.axes(m, (&x, &marks(&x, 6), t.amount), (&y, &marks(&y, 5), t.accuracy));
    let end = |layer: &LayerSensitivity| layer.points.last().map_or(frame.bottom, |p| y.at(p.1.value));
    let places = apart(&layers.iter().map(end).collect::<Vec<_>>(), LINE, frame.top, height - 8.0);
    for (i, layer) in layers.iter().enumerate() {
        let is_selected = layer.name == selected;
        let class = ["r-line dash-", &(i % DASHES).to_string(), if is_selected { " selected" } else { "" }].concat();
        let mut d = String::new();
        for (n, (amount, accuracy)) in layer.points.iter().enumerate() {
            d.push_str(&step(if n == 0 { "M" } else { "L" }, x.at(f64::from(*amount)), y.at(accuracy.value)));
        }
        m.open("g", &[("class", &*class)]);
        m.path("", &d);
        // From the line's end to its name.
        m.path("lead", &[step("M", frame.right + 2.0, end(layer)), step("L", frame.right + 9.0, places[i])].concat());
        m.label("", "start", frame.right + 12.0, places[i] + 4.0, &layer.name);
        for (n, (amount, accuracy)) in layer.points.iter().enumerate() {
            let (cx, cy) = (x.at(f64::from(*amount)), y.at(accuracy.value));
            let is_set = amount_of(amounts, &layer.name) == Some(*amount);
            point(m, (i, n), (cx, cy), is_set, &told(lang, t, layer, n));
        }
        m.close("g");
    }
    m.close("svg");
}

fn point(m: &mut HtmlWriter, (layer, part): (usize, usize), (x, y): (f64, f64), is_set: bool, title: &str) {
    let (at, part) = (layer.to_string(), part.to_string());
    let class = if is_set { "r-point set" } else { "r-point" };
    m.open("g", &[("class", class), ("data-do", "amount"), ("data-at", &at), ("data-part", &part)]);
    m.element("title", &[], title);
    for (class, r) in [("dot", if is_set { "6" } else { "3" }), ("hit", "10")] {
        m.element("circle", &[("class", class), ("cx", &units(x)), ("cy", &units(y)), ("r", r)], "");
    }
    m.close("g");
}

/// A point in words.
fn told(lang: Lang, t: &Texts, layer: &LayerSensitivity, point: usize) -> String {
    let Some((amount, accuracy)) = layer.points.get(point) else { return String::new() };
    let [amount, accuracy] = [f64::from(*amount), accuracy.value].map(|v| number::percent(lang, v, 1));
    (t.sensitivity_point)(&layer.name, &amount, &accuracy)
}

/// The same as a table, where each number can be pressed and any amount be typed.
pub fn table(m: &mut HtmlWriter, lang: Lang, t: &Texts, layers: &[LayerSensitivity], amounts: &[(String, f32)]) {
    let Some(first) = layers.first() else { return };
    m.open("table", &[("class", "r-table")]);
    m.open("thead", &[]);
    m.open("tr", &[]);
    m.element("th", &[("scope", "col")], t.layer);
    for (amount, _) in &first.points {
        m.element("th", &[("scope", "col"), ("class", "w-right")], &number::percent(lang, f64::from(*amount), 0));
    }
    m.element("th", &[("scope", "col"), ("class", "w-right")], t.own_amount);
    m.close("tr");
    m.close("thead");
    m.open("tbody", &[]);
    for (i, layer) in layers.iter().enumerate() {
        let at = i.to_string();
        let set = amount_of(amounts, &layer.name);
        m.open("tr", &[]);
        m.element("th", &[("scope", "row")], &layer.name);
        for (n, (amount, accuracy)) in layer.points.iter().enumerate() {
            let pressed = if set == Some(*amount) { "true" } else { "false" };
            m.open("td", &[("class", "w-right")]);
            let attrs = [
                ("type", "button"),
                ("class", "r-link num"),
                ("data-do", "amount"),
                ("data-at", &*at),
                ("data-part", &n.to_string()),
                ("aria-pressed", pressed),
                ("aria-label", &told(lang, t, layer, n)),
            ];
            m.element("button", &attrs, &number::percent(lang, accuracy.value, 1));
            m.close("td");
        }
        m.open("td", &[("class", "w-right")]);
        let attrs = [
            ("type", "number"),
            ("class", "r-amount num"),
            ("min", "0"),
            ("max", "99"),
            ("step", "any"),
            ("inputmode", "decimal"),
            ("data-do", "typed"),
            ("data-at", &*at),
            ("value", &*set.map_or(String::new(), |v| units(f64::from(v) * 100.0))),
            ("aria-label", &(t.amount_of)(&layer.name)),
        ];
        m.open("input", &attrs);
        m.text(" %");
        m.close("td");
        m.close("tr");
    }
    m.close("tbody");
    m.close("table");
}

/// The amount that a layer has for itself.
fn amount_of(amounts: &[(String, f32)], layer: &str) -> Option<f32> {
    amounts.iter().find(|(name, _)| name == layer).map(|(_, amount)| *amount)
}

/// A typed percentage as an amount; `None` where it is none. An empty one is no amount of its own.
pub fn typed(text: &str) -> Option<Option<f32>> {
    match text.trim() {
        "" => Some(None),
        text => text.parse::<f32>().ok().filter(|v| (0.0..=99.0).contains(v)).map(|v| Some(v / 100.0)),
    }
}

/// Gives a layer an amount of its own, or takes it back. Where pruning was off, it is on for this layer alone.
pub fn set_amount(recipe: &mut Recipe, layer: &str, amount: Option<f32>) {
    if amount.is_none() && recipe.get::<Prune>().is_none() {
        return;
    }
    let mut prune = recipe.get().cloned().unwrap_or(Prune { amount: 0.0, ..Prune::default() });
    prune.layers.retain(|(name, _)| name != layer);
    prune.layers.extend(amount.map(|amount| (layer.to_owned(), amount)));
    recipe.put(prune);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chosen_amount_turns_pruning_on_for_that_layer_alone() {
        let mut recipe = Recipe::default();
        set_amount(&mut recipe, "conv1", None);
        assert_eq!(recipe.get::<Prune>(), None);
        set_amount(&mut recipe, "conv1", Some(0.3));
        set_amount(&mut recipe, "fc1", Some(0.9));
        set_amount(&mut recipe, "conv1", Some(0.5));
        assert_eq!(recipe.get::<Prune>().map(|prune| prune.amount), Some(0.0));
        let layers = |recipe: &Recipe| recipe.get::<Prune>().map(|p| p.layers.clone()).unwrap_or_default();
        assert_eq!(layers(&recipe), [("fc1".to_owned(), 0.9), ("conv1".to_owned(), 0.5)]);
        set_amount(&mut recipe, "fc1", None);
        assert_eq!(layers(&recipe), [("conv1".to_owned(), 0.5)]);
        assert_eq!(amount_of(&layers(&recipe), "conv1"), Some(0.5));
    }

    #[test]
    fn typed_amounts_are_percentages() {
        assert_eq!(typed(" 45 "), Some(Some(0.45)));
        assert_eq!(typed(""), Some(None));
        for wrong in ["100", "-1", "viel", "NaN"] {
            assert_eq!(typed(wrong), None, "{wrong}");
        }
    }
}
