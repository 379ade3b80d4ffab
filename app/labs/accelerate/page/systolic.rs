//! A systolic array, step by step: what a TPU has where a GPU has lanes.

use super::texts::{self, Texts, say};
use karui_ui::html::{HtmlRegion, HtmlWriter, units};
use karui_ui::reactive::{handler, text};
use karui_ui::use_lang;
use leptos::prelude::*;
use web_sys::Event;

/// Cells along each side; the product of two such matrices.
const N: usize = 3;
/// From the first value entering to the last one leaving.
const STEPS: usize = 3 * N - 2;
const CELL: f64 = 92.0;

pub(super) fn view() -> AnyView {
    let (lang, step) = (use_lang(), RwSignal::new(0usize));
    let region = HtmlRegion::new("e-drawing r-plot a-systolic", move |m| draw(m, texts::of(lang.get()), step.get()));
    view! {
        <section class="part r-part" id="systolic">
            <h3>{say(|t| t.systolic_title)}</h3>
            <p class="help">{say(|t| t.systolic_note)}</p>
            {region.view()}
            <div class="field">
                <label for="a-beat">{say(|t| t.beat)}</label>
                <input
                    type="range"
                    id="a-beat"
                    min="0"
                    max=(STEPS - 1).to_string()
                    prop:value=move || step.get().to_string()
                    on:input=handler(move |event: Event| step.set(event_target_value(&event).parse().unwrap_or(0)))
                />
            </div>
            <p class="help num" role="status">{text(move || (texts::of(lang.get()).beat_told)(step.get() + 1, STEPS, busy(step.get())))}</p>
        </section>
    }
    .into_any()
}

/// The term that cell (i, j) adds at a step: number k of its sum, if any.
fn term(step: usize, i: usize, j: usize) -> Option<usize> {
    step.checked_sub(i + j).filter(|k| *k < N)
}

fn busy(step: usize) -> usize {
    (0..N * N).filter(|at| term(step, at / N, at % N).is_some()).count()
}

fn draw(m: &mut HtmlWriter, t: &Texts, step: usize) {
    let side = CELL * N as f64;
    let size = ["0 0 ", &units(side + 56.0), " ", &units(side + 56.0)].concat();
    m.open("svg", &[("class", "r-chart"), ("viewBox", &size), ("role", "img"), ("aria-label", t.systolic_drawing)]);
    for lane in 0..N {
        let at = 40.0 + CELL * (lane as f64 + 0.5);
        m.label("title", "middle", 18.0, at + 4.0, &format!("A{}→", lane + 1));
        m.label("title", "middle", at, 20.0, &format!("B{}↓", lane + 1));
    }
    for i in 0..N {
        for j in 0..N {
            let (x, y) = (40.0 + CELL * j as f64, 40.0 + CELL * i as f64);
            let now = term(step, i, j);
            let attrs = [
                ("class", if now.is_some() { "a-now" } else { "a-box" }),
                ("x", &*units(x + 3.0)),
                ("y", &*units(y + 3.0)),
                ("width", &*units(CELL - 6.0)),
                ("height", &*units(CELL - 6.0)),
            ];
            m.element("rect", &attrs, "");
            let name = format!("c{}{}", i + 1, j + 1);
            m.label("title", "middle", x + CELL / 2.0, y + CELL / 2.0 - 6.0, &name);
            let adds = now.map_or_else(
                || (if step < i + j { "" } else { "✓" }).to_owned(),
                |k| format!("+= a{}{}·b{}{}", i + 1, k + 1, k + 1, j + 1),
            );
            m.label("", "middle", x + CELL / 2.0, y + CELL / 2.0 + 14.0, &adds);
        }
    }
    m.close("svg");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_cell_adds_each_term_once() {
        for at in 0..N * N {
            let terms: Vec<_> = (0..STEPS).filter_map(|step| term(step, at / N, at % N)).collect();
            assert_eq!(terms, [0, 1, 2]);
        }
        assert_eq!((0..STEPS).map(busy).sum::<usize>(), N * N * N);
    }
}
