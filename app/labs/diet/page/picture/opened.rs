//! The layer that was touched: more of its weights, where they lie, their grid, and how much of it is pruned.

use super::cells::paint;
use super::texts::{Texts, of, say, use_texts};
use crate::diet::page::results::{decibels, details};
use crate::diet::picture::LayerPicture;
use karui_protocol::Histograms;
use karui_shell::i18n::op_name;
use karui_ui::canvas::use_canvas;
use karui_ui::html::{HtmlRegion, HtmlWriter, units};
use karui_ui::reactive::{flag, handler, memo, text};
use karui_ui::{Lang, number, use_lang};
use leptos::prelude::*;

/// Scales drawn at most.
const SCALES: usize = 256;
const WIDTH: f64 = 600.0;
const HEIGHT: f64 = 56.0;

/// The opened layer; hidden while there is none.
#[component]
pub fn Opened(
    /// The layer.
    #[prop(into)]
    layer: Signal<Option<LayerPicture>>,
    /// Its outputs before and now, where they are known.
    #[prop(into)]
    activations: Signal<Option<Histograms>>,
    /// Told to close it.
    #[prop(into)]
    on_close: Callback<()>,
    /// What can be set of it.
    children: Children,
) -> impl IntoView {
    let (lang, t) = (use_lang(), use_texts());
    let read = move |of: fn(&LayerPicture, Lang) -> String| {
        text(move || layer.with(|layer| layer.as_ref().map_or(String::new(), |layer| of(layer, lang.get()))))
    };
    let cells = memo(move || layer.with(|layer| layer.as_ref().map(|layer| layer.cells.clone())));
    let canvas = use_canvas(
        move || cells.track(),
        move |on| {
            cells.with_untracked(|cells| {
                if let Some(cells) = cells {
                    paint(&on, cells, [cells.rows.len(), cells.columns.len()]);
                }
            });
        },
    );
    let shown = move || {
        let whole = |n: usize| number::integer(lang.get(), n as f64);
        cells.with(|cells| {
            let Some(it) = cells else { return String::new() };
            let [rows, columns, of_rows, of_columns] = [it.rows.len(), it.columns.len(), it.of.0, it.of.1].map(whole);
            (t.get().cells)([&rows, &columns, &of_rows, &of_columns])
        })
    };
    let told = HtmlRegion::new("n-told", move |m| {
        let lang = lang.get();
        layer.with(|layer| {
            if let Some(layer) = layer {
                facts(m, lang, of(lang), layer);
            }
        });
    });
    let region = HtmlRegion::new("r-details", move |m| {
        let lang = lang.get();
        layer.with(|layer| {
            if let Some(layer) = layer {
                activations.with(|activations| details(m, lang, layer, activations.as_ref()));
                scales(m, lang, of(lang), &layer.scales);
            }
        });
    });
    view! {
        <section class="n-open" hidden=flag(move || layer.with(Option::is_none)) aria-label=read(|layer, _| layer.name.clone())>
            <header>
                <h4>
                    {read(|layer, _| layer.name.clone())} " "
                    <span class="muted">{read(|layer, lang| [op_name(lang, &layer.op), " → ", &layer.output.to_string()].concat())}</span>
                </h4>
                <button type="button" class="btn quiet small" on:click=handler(move |_| on_close.run(()))>{say(|t| t.close)}</button>
            </header>
            <div class="n-inside">
                <div>
                    <canvas
                        class="n-cells"
                        node_ref=canvas
                        role="img"
                        aria-label=text(move || layer.with(|l| l.as_ref().map_or(String::new(), |l| (t.get().cells_of)(&l.name))))
                    ></canvas>
                    <p class="help">{text(shown)}</p>
                </div>
                <div class="n-facts">{told.view()} {children()}</div>
            </div>
            {region.view()}
        </section>
    }
    .into_any()
}

/// What is known of the layer in numbers.
fn facts(m: &mut HtmlWriter, lang: Lang, t: &Texts, layer: &LayerPicture) {
    let mut fact = |name: &str, value: &dyn Fn(&mut HtmlWriter)| {
        m.open("div", &[]);
        m.span("dt", "", name);
        m.open("dd", &[("class", "num")]);
        value(m);
        m.close("dd");
        m.close("div");
    };
    let label = |what: &str| [what, " · ", &layer.name].concat();
    fact(t.size, &|m| {
        if let Some(before) = layer.size.0.as_ref().filter(|before| before.value != layer.size.1.value) {
            m.figure(lang, before, [&label(t.size), " · ", t.before].concat());
            m.text(" → ");
        }
        m.figure(lang, &layer.size.1, label(t.size));
    });
    fact(t.sqnr, &|m| m.text(&layer.sqnr.map_or("—".into(), |sqnr| decibels(lang, sqnr))));
    fact(t.density, &|m| {
        m.text(&number::percent(lang, f64::from(layer.density), 1));
        m.bar(f64::from(layer.density), None);
    });
    fact(t.levels, &|m| {
        let count = layer.levels.map(|n| number::integer(lang, n as f64));
        m.text(&count.map_or(t.floats.into(), |n| (t.levels_count)(&n)));
    });
    if let [scale] = layer.scales[..] {
        fact(t.scales, &|m| m.text(&number::significant(lang, f64::from(scale), 3)));
    }
}

/// A bar for each channel's scale.
fn scales(m: &mut HtmlWriter, lang: Lang, t: &Texts, scales: &[f32]) {
    if scales.len() < 2 {
        return;
    }
    let most = scales.iter().copied().fold(f32::MIN_POSITIVE, f32::max);
    let least = scales.iter().copied().fold(most, f32::min);
    let ends = [least, most].map(|scale| number::significant(lang, f64::from(scale), 3));
    let words = (t.scales_told)(&number::integer(lang, scales.len() as f64), [&ends[0], &ends[1]]);
    m.span("h4", "", t.scales_title);
    m.span("p", "help", &words);
    let size = ["0 0 ", &units(WIDTH), " ", &units(HEIGHT)].concat();
    m.open("svg", &[("class", "r-chart n-scales"), ("viewBox", &size), ("role", "img"), ("aria-label", &words)]);
    let shown = &scales[..scales.len().min(SCALES)];
    let step = WIDTH / shown.len() as f64;
    for (i, scale) in shown.iter().enumerate() {
        let height = f64::from(scale / most) * (HEIGHT - 2.0);
        let place = [step * (i as f64 + 0.12), HEIGHT - height, step * 0.76, height].map(units);
        let attrs = [("x", &*place[0]), ("y", &place[1]), ("width", &place[2]), ("height", &place[3])];
        m.element("rect", &attrs, "");
    }
    m.close("svg");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_scale_is_a_number_and_more_are_bars() {
        let mut m = HtmlWriter::default();
        scales(&mut m, Lang::En, of(Lang::En), &[0.5]);
        assert!(m.html.is_empty());
    }
}
