//! A question's drawing, and the same in words.

use super::answer::in_lang;
use super::{test_ids, texts};
use karui_spec::question::{Axis, Mark, Plot};
use karui_ui::html::chart::{Frame, Scale};
use karui_ui::html::{HtmlRegion, HtmlWriter, step, units};
use karui_ui::reactive::text;
use karui_ui::{Lang, use_lang};
use leptos::prelude::*;

/// As wide as a phone's column, so that what is written in it is as large there as it is said.
const FRAME: Frame = Frame { width: 360.0, height: 250.0, left: 46.0, right: 346.0, top: 22.0, bottom: 210.0 };
/// Without a vertical axis.
const LINE: Frame = Frame { height: 130.0, left: 14.0, bottom: 90.0, ..FRAME };

/// The drawing.
pub fn view(plot: Plot) -> AnyView {
    let (lang, t) = (use_lang(), texts::use_texts());
    let words = plot.words.clone();
    let drawn = HtmlRegion::new("quiz-plot", move |m| draw(m, lang.get(), &plot)).testid(test_ids::PLOT);
    view! {
        <figure class="quiz-figure">
            {drawn.view()}
            <details>
                <summary>{text(move || t.get().in_words)}</summary>
                <p>{text(move || in_lang(lang.get(), &words))}</p>
            </details>
        </figure>
    }
    .into_any()
}

fn scale(axis: &Axis, (from, to): (f64, f64)) -> Scale {
    Scale { low: axis.low, high: axis.high, from, to, is_log: axis.is_log }
}

fn draw(m: &mut HtmlWriter, lang: Lang, plot: &Plot) {
    let frame = if plot.y.is_some() { FRAME } else { LINE };
    // The words below say what is there; a picture needs a name.
    frame.open(m, "chart", Some(&in_lang(lang, &plot.words)));
    let x = scale(&plot.x, (frame.left, frame.right));
    let y =
        plot.y.as_ref().map_or(Scale { low: 0.0, high: 1.0, from: frame.bottom, to: frame.top, is_log: false }, |y| {
            scale(y, (frame.bottom, frame.top))
        });
    let ticks = |axis: &Axis| axis.ticks.iter().map(|(at, text)| (*at, in_lang(lang, text))).collect::<Vec<_>>();
    let (x_ticks, y_ticks) = (ticks(&plot.x), plot.y.as_ref().map(ticks).unwrap_or_default());
    for (at, _) in &x_ticks {
        m.path("grid", &[&step("M", x.at(*at), frame.top), "V", &units(frame.bottom)].concat());
    }
    let y_name = plot.y.as_ref().map(|y| in_lang(lang, &y.name)).unwrap_or_default();
    frame.axes(m, (&x, &x_ticks, &in_lang(lang, &plot.x.name)), (&y, &y_ticks, &y_name));
    let mut lines = 0;
    for mark in &plot.marks {
        match mark {
            Mark::Line { name, points, is_dotted } => {
                line(m, (&x, &y), &in_lang(lang, name), points, (*is_dotted, lines));
                lines += 1;
            }
            Mark::Dot { name, at: [at_x, at_y] } => {
                let (px, py) = (x.at(*at_x), y.at(*at_y));
                dot(m, "dot", (px, py), 5.0);
                let name = in_lang(lang, name);
                match (plot.y.is_some(), px > (frame.left + frame.right) / 2.0) {
                    (false, _) => m.label("name", "middle", px, py - 10.0, &name),
                    (true, true) => m.label("name", "end", px - 9.0, py + 14.0, &name),
                    (true, false) => m.label("name", "start", px + 9.0, py + 14.0, &name),
                }
            }
            Mark::Rule { name, at } => {
                let at = x.at(*at);
                m.path("rule", &[&step("M", at, frame.top), "V", &units(frame.bottom)].concat());
                m.label("name", "middle", at, frame.top - 6.0, &in_lang(lang, name));
            }
            Mark::Block { from, to, text, kind } => block(m, (&x, &y), (*from, *to), text, *kind),
        }
    }
    m.close("svg");
}

fn line(m: &mut HtmlWriter, (x, y): (&Scale, &Scale), name: &str, points: &[[f64; 2]], (is_dotted, n): (bool, usize)) {
    let class = ["line line-", &n.to_string()].concat();
    let at = |[a, b]: [f64; 2]| (x.within(a), y.within(b));
    let d = points.iter().enumerate().map(|(i, point)| {
        let (a, b) = at(*point);
        step(if i == 0 { "M" } else { "L" }, a, b)
    });
    m.path(&class, &d.collect::<String>());
    if is_dotted {
        points.iter().for_each(|point| dot(m, &class, at(*point), 3.0));
        // Where the lines are still apart.
        if let Some(point) = points.get(1) {
            let (a, b) = at(*point);
            m.label(
                "name",
                if n == 0 { "end" } else { "start" },
                a + if n == 0 { -6.0 } else { 7.0 },
                b - if n == 0 { -12.0 } else { 4.0 },
                name,
            );
        }
    }
}

fn dot(m: &mut HtmlWriter, class: &str, (x, y): (f64, f64), r: f64) {
    m.element("circle", &[("class", class), ("cx", &units(x)), ("cy", &units(y)), ("r", &units(r))], "");
}

fn block(m: &mut HtmlWriter, (x, y): (&Scale, &Scale), (from, to): ([f64; 2], [f64; 2]), text: &str, kind: u8) {
    let (left, right, bottom, top) = (x.at(from[0]), x.at(to[0]), y.at(from[1]), y.at(to[1]));
    let class = ["block kind-", &kind.to_string()].concat();
    let attrs = [
        ("class", &*class),
        ("x", &units(left)),
        ("y", &units(top)),
        ("width", &units((right - left).max(0.0))),
        ("height", &units((bottom - top).max(0.0))),
    ];
    m.element("rect", &attrs, "");
    if !text.is_empty() {
        m.label("in", "middle", (left + right) / 2.0, (top + bottom) / 2.0 + 4.0, text);
    }
}
