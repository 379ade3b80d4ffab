//! The stage's figures in a lesson's text.

use super::{scroll, texts};
use karui_protocol::{Figure, Scores};
use karui_shell::state::Lab;
use karui_ui::{Lang, number};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::Element;

/// What the stage has measured: the scoreboard's figures, before and now where there is a comparison.
struct Measured {
    compared: Option<[Scores; 2]>,
    size: Option<Figure>,
    latency: Option<Figure>,
    throughput: Option<Figure>,
    accuracy: Option<Figure>,
}

fn measured(lab: Lab) -> Measured {
    let compared = lab.labs().iter().find_map(|row| row.scores.as_ref().and_then(|scores| (scores.figures)(lab)));
    match compared.clone() {
        Some([_, now]) => Measured {
            compared,
            size: Some(now.size),
            latency: Some(now.latency),
            throughput: Some(now.throughput),
            accuracy: Some(now.accuracy),
        },
        // It is being compared: the session's own figures are not those of the stage.
        None if lab.labs().iter().filter_map(|row| row.scores.as_ref()).any(|it| (it.done)(lab).is_some()) => {
            Measured { compared: None, size: None, latency: None, throughput: None, accuracy: None }
        }
        // No lab compares: what is known of the session itself.
        None => Measured {
            compared: None,
            size: lab.weights.with(|weights| weights.as_ref().map(|(_, size)| size.clone())),
            latency: lab.latency.get(),
            throughput: lab.throughput.get(),
            accuracy: lab.evaluation.with(|evaluation| evaluation.as_ref().map(|it| it.accuracy.clone())),
        },
    }
}

/// A figure by its name in lessons, as it is read and as a raw number.
fn written(lang: Lang, name: &str, of: &Measured) -> Option<(String, f64)> {
    let figure = |figure: &Option<Figure>| figure.as_ref().map(|it| (number::figure(lang, it), it.value));
    let values = |of_scores: fn(&Scores) -> &Figure| {
        of.compared.as_ref().map(|[before, now]| (of_scores(before).value, of_scores(now).value))
    };
    let share =
        |of_scores| values(of_scores).map(|(before, now)| (number::percent(lang, now / before, 1), now / before));
    match name {
        "size" => figure(&of.size),
        "latency" => figure(&of.latency),
        "throughput" => figure(&of.throughput),
        "accuracy" => figure(&of.accuracy),
        "size-ratio" => share(|scores| &scores.size),
        "macs-ratio" => share(|scores| &scores.macs),
        "accuracy-change" => values(|scores| &scores.accuracy).map(|(before, now)| {
            let by = (now - before) * 100.0;
            let sign = if by < 0.0 { "−" } else { "+" };
            let by_text = [sign, &number::decimal(lang, by.abs(), 2)].concat();
            ((texts::of(lang).points)(&by_text), now - before)
        }),
        _ => None,
    }
}

/// Writes the figures into the places that the text of these steps has for them, once that stands as it will; a figure that was
/// never known is `…`. Whoever calls it follows the figures.
pub fn fill(lab: Lab, lang: Lang, steps: Vec<String>) {
    let measured = measured(lab);
    request_animation_frame(move || {
        let elements = steps.iter().filter_map(|step| document().get_element_by_id(&scroll::element_id(step)));
        elements.for_each(|element| write(lang, &element, &measured));
    });
}

fn write(lang: Lang, root: &Element, measured: &Measured) {
    let Ok(places) = root.query_selector_all("[data-measured]") else { return };
    for place in (0..places.length()).filter_map(|i| places.item(i)) {
        let Ok(place) = place.dyn_into::<Element>() else { continue };
        let name = place.get_attribute("data-measured").unwrap_or_default();
        let (text, value) = match written(lang, &name, measured) {
            Some((text, value)) => (text, value.to_string()),
            // What was known of this stage stays while it is measured anew: the reader may go on meanwhile.
            None if place.get_attribute("data-value").is_some_and(|value| !value.is_empty()) => continue,
            None => ("…".into(), String::new()),
        };
        if place.text_content().as_deref() != Some(&text[..]) {
            place.set_text_content(Some(&text));
        }
        // An attribute of this name can always be set.
        let _ = place.set_attribute("data-value", &value);
    }
}
