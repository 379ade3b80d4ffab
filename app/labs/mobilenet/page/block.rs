//! The open block: a picture in it, and what its parts are good for.

use super::blocks::{name, shape};
use super::subject;
use super::texts::{self, Texts, say};
use super::tiles::{scale, span, tiles, use_colours};
use crate::mobilenet::messages::{BlockForm, Comparison, Function, OpenBlock, PERSON};
use crate::mobilenet::page::state::explorer_of;
use karui_protocol::{Figure, Formula};
use karui_shell::i18n::op_name;
use karui_shell::state::Lab;
use karui_ui::figure::mathml;
use karui_ui::html::chart::{Frame, Scale, outline};
use karui_ui::html::{HtmlRegion, HtmlWriter, step};
use karui_ui::reactive::{flag, handler, memo, text};
use karui_ui::{Lang, number, use_lang};
use leptos::prelude::*;

/// The open block.
pub(super) fn view(lab: Lab) -> AnyView {
    let (lang, state) = (use_lang(), explorer_of(lab));
    let of_block = move |of: fn(&Texts, &str, BlockForm) -> String| {
        text(move || {
            let t = texts::of(lang.get());
            let block = state.block.get();
            let told =
                state.built.with(|b| b.as_ref().and_then(|b| b.blocks.get(block)).map(|b| of(t, &name(b), b.kind)));
            told.unwrap_or_default()
        })
    };
    let is_behind = move || state.open.with(|open| open.as_ref().map(|open| open.block)) != Some(state.block.get());
    let go = move |by: isize| handler(move |_| state.block.update(|block| *block = block.saturating_add_signed(by)));
    view! {
        <section class="part r-part e-open" data-testid="explorer-block" data-value=text(move || state.block.get().to_string())>
            <div class="e-head">
                <h3 hidden=flag(move || state.built.with(Option::is_none))>{of_block(|t, name, form| (t.open_title)(name, (t.form)(form)))}</h3>
                <span class="row">
                    <button
                        type="button"
                        class="btn small"
                        aria-label=say(|t| t.previous)
                        disabled=flag(move || state.block.get() == 0)
                        on:click=go(-1)
                    >
                        "‹"
                    </button>
                    <button type="button" class="btn small" aria-label=say(|t| t.next) on:click=go(1)>"›"</button>
                </span>
            </div>
            <p class="help">{of_block(|t, _, form| (t.about_form)(form).to_owned())}</p>
            {subject::view(lab)}
            <div class="e-filled" aria-busy=text(move || is_behind().to_string())>
                {stages(lab)}
                {compared(lab)}
                {bottleneck(lab)}
                {gates(lab)}
                {function(lab)}
            </div>
        </section>
    }
    .into_any()
}

/// A heading, a line of explanation and a region; there only while the open block has what it is about.
fn part(
    lab: Lab,
    has: fn(&OpenBlock) -> bool,
    title: impl Fn(&Texts) -> String + Send + 'static,
    note: fn(&Texts) -> &'static str,
    body: AnyView,
) -> AnyView {
    let (lang, state) = (use_lang(), explorer_of(lab));
    let is_there = memo(move || state.open.with(|open| open.as_ref().is_some_and(has)));
    view! {
        <div class="e-part" hidden=flag(move || !is_there.get())>
            <h4>{text(move || title(texts::of(lang.get())))}</h4>
            <p class="help">{say(note)}</p>
            {body}
        </div>
    }
    .into_any()
}

/// A region about the open block, drawn again with the theme's colours.
fn region(lab: Lab, class: &'static str, draw: fn(&mut HtmlWriter, Lang, &Texts, &OpenBlock, &str)) -> HtmlRegion {
    let (lang, state, colours) = (use_lang(), explorer_of(lab), use_colours());
    HtmlRegion::new(class, move |m| {
        let lang = lang.get();
        let colours = colours.get();
        state.open.with(|open| {
            if let Some(open) = open {
                let mark = [open.id.to_string(), colours.to_string()].join("-");
                draw(m, lang, texts::of(lang), open, &mark);
            }
        });
    })
}

fn stages(lab: Lab) -> AnyView {
    let (lang, state) = (use_lang(), explorer_of(lab));
    let region = region(lab, "e-stages", |m, lang, t, open, mark| {
        m.open("figure", &[("class", "e-picture"), ("data-mark", mark)]);
        m.picture(&open.picture);
        m.span("figcaption", "", &(t.seen_by)(open.picture.shape.w));
        m.close("figure");
        // Each layer has a scale of its own: what a batch norm makes is smaller than what it is given.
        for (i, stage) in open.stages.iter().enumerate() {
            m.open("figure", &[("class", "e-stage")]);
            m.open("figcaption", &[]);
            let ops = stage.ops.iter().map(|op| op_name(lang, op)).collect::<Vec<_>>().join(" → ");
            m.span("strong", "", if i == 0 { t.block_input } else { &ops });
            let of = stage.maps.shape;
            m.span("span", "muted num", &shape(karui_protocol::Shape { c: stage.channels, ..of }));
            m.span("span", "muted", &(t.channels)(of.c, stage.channels));
            m.close("figcaption");
            let limit = span(&stage.maps);
            tiles(m, &stage.maps, limit, mark);
            scale(m, lang, limit);
            m.close("figure");
        }
    });
    let is_empty = memo(move || state.open.with(Option::is_none));
    let note = move || {
        let t = texts::of(lang.get());
        let is_trained = state.open.with(|open| open.as_ref().is_some_and(|open| open.is_trained));
        if is_trained { t.trained_note } else { t.weights_note }
    };
    view! {
        <p class="muted" hidden=flag(move || !is_empty.get())>{say(|t| t.waiting)}</p>
        {region.view()}
        <p class="help">{text(note)}</p>
        <p hidden=flag(move || state.spec.get() == PERSON)>
            <button type="button" class="btn small" on:click=handler(move |_| state.spec.set(PERSON))>
                {say(|t| t.use_trained)}
            </button>
        </p>
    }
    .into_any()
}

fn compared(lab: Lab) -> AnyView {
    let (lang, state) = (use_lang(), explorer_of(lab));
    let costs = HtmlRegion::new("w-scroll r-scroll", move |m| {
        let lang = lang.get();
        let times = state.times.get();
        state.open.with(|open| {
            if let Some(it) = open.as_ref().and_then(|open| open.comparison.as_ref()) {
                cost_table(m, lang, texts::of(lang), it, times.as_ref());
            }
        });
    })
    .region(move || texts::of(lang.get()).compare_title.to_owned());
    let ratio = HtmlRegion::new("e-ratio", move |m| {
        let lang = lang.get();
        let times = state.times.get();
        state.open.with(|open| {
            if let Some(it) = open.as_ref().and_then(|open| open.comparison.as_ref()) {
                told(m, lang, texts::of(lang), it, times.as_ref());
            }
        });
    });
    let body = view! {
        {super::steps::view(lab)}
        {costs.view()}
        <div class="e-formula" inner_html=mathml(Formula::SeparableRatio)></div>
        {ratio.view()}
    };
    let has = |open: &OpenBlock| open.comparison.is_some();
    part(lab, has, |t| t.compare_title.to_owned(), |t| t.compare_note, body.into_any())
}

fn cost_table(m: &mut HtmlWriter, lang: Lang, t: &Texts, it: &Comparison, times: Option<&[Figure; 2]>) {
    m.open("table", &[("class", "r-table e-costs")]);
    m.open("thead", &[]);
    m.open("tr", &[]);
    m.element("td", &[], "");
    for head in [t.params, t.macs, t.milliseconds] {
        m.element("th", &[("scope", "col"), ("class", "w-right")], head);
    }
    m.close("tr");
    m.close("thead");
    m.open("tbody", &[]);
    let rows = [(t.standard, Some(0)), (t.depthwise, None), (t.pointwise, None), (t.separable, Some(1))];
    for ((name, time), costs) in rows.into_iter().zip(&it.costs) {
        m.open("tr", &[("class", if time.is_some() { "e-sum" } else { "" })]);
        m.element("th", &[("scope", "row")], name);
        for (what, figure) in [t.params, t.macs].into_iter().zip(costs) {
            m.open("td", &[("class", "w-right")]);
            m.figure(lang, figure, [what, " · ", name].concat());
            m.close("td");
        }
        m.open("td", &[("class", "w-right")]);
        match (time, times) {
            (Some(which), Some(times)) => m.figure(lang, &times[which], [t.milliseconds, " · ", name].concat()),
            (Some(_), None) => m.span("span", "muted", t.timing),
            (None, _) => {}
        }
        m.close("td");
        m.close("tr");
    }
    m.close("tbody");
    m.close("table");
}

/// The ratio by the formula and by the clock, and that both computed the same.
fn told(m: &mut HtmlWriter, lang: Lang, t: &Texts, it: &Comparison, times: Option<&[Figure; 2]>) {
    m.open("p", &[]);
    m.span("strong", "", t.ratio);
    m.text(" ");
    m.figure(lang, &it.ratio, t.ratio.to_owned());
    m.close("p");
    m.span("p", "help", t.ratio_note);
    if let Some([standard, separable]) = times.filter(|[standard, _]| standard.value > 0.0) {
        let ratio = number::percent(lang, separable.value / standard.value, 1);
        m.span("p", "help", &(t.measured_ratio)(&ratio));
    }
    let [difference, largest] = [it.difference.0, it.difference.1].map(|v| number::significant(lang, f64::from(v), 2));
    m.span("p", "help", &(t.same_output)(&difference, &largest));
}

fn bottleneck(lab: Lab) -> AnyView {
    let region = region(lab, "e-stages", |m, lang, t, open, mark| {
        let Some(it) = &open.bottleneck else { return };
        let limit = span(&it.maps);
        for (name, maps) in [(t.without_relu, &it.maps), (t.with_relu, &it.rectified)] {
            m.open("figure", &[("class", "e-stage")]);
            m.open("figcaption", &[]);
            m.span("strong", "", name);
            m.close("figcaption");
            tiles(m, maps, limit, mark);
            m.close("figure");
        }
        scale(m, lang, limit);
        let [lost, of] = [it.lost, it.of].map(|n| number::integer(lang, n as f64));
        let share = number::percent(lang, it.lost as f64 / it.of.max(1) as f64, 1);
        m.span("p", "e-told", &(t.lost)(&lost, &of, &share));
    });
    let has = |open: &OpenBlock| open.bottleneck.is_some();
    part(lab, has, |t| t.bottleneck_title.to_owned(), |t| t.bottleneck_note, region.view())
}

const FRAME: Frame = Frame { width: 440.0, height: 190.0, left: 44.0, right: 430.0, top: 20.0, bottom: 152.0 };

fn gates(lab: Lab) -> AnyView {
    let region = region(lab, "e-drawing", |m, lang, t, open, _| {
        if open.gates.is_empty() {
            return;
        }
        let x = Scale { low: 0.0, high: open.gates.len() as f64, from: FRAME.left, to: FRAME.right, is_log: false };
        // Bars stand on 0.5: the gate of a channel of which nothing is known.
        let values = open.gates.iter().map(|v| f64::from(*v));
        let y = Scale::over(values.chain([0.5]), (FRAME.bottom, FRAME.top), false);
        let of = |f: fn(f32, f32) -> f32, from| f64::from(open.gates.iter().copied().fold(from, f));
        let [low, high] = [of(f32::min, 1.0), of(f32::max, 0.0)].map(|v| number::decimal(lang, v, 3));
        FRAME.open(m, "r-chart e-gates", Some(&(t.gates_drawing)(open.gates.len(), &low, &high)));
        let tops: Vec<f64> = open.gates.iter().map(|v| y.at(f64::from(*v))).collect();
        m.path("e-fill", &outline(&tops, (FRAME.left, FRAME.right), y.at(0.5)));
        let whole = |v: f64| number::integer(lang, v);
        let x_marks: Vec<_> = x.marks(6).into_iter().map(|v| (v, whole(v))).collect();
        let y_marks: Vec<_> = y.marks(4).into_iter().map(|v| (v, number::significant(lang, v, 3))).collect();
        FRAME.axes(m, (&x, &x_marks, lang.pick("チャネル", "channel")), (&y, &y_marks, t.gate));
        m.close("svg");
    });
    let has = |open: &OpenBlock| !open.gates.is_empty();
    part(lab, has, |t| t.gates_title.to_owned(), |t| t.gates_note, region.view())
}

fn function(lab: Lab) -> AnyView {
    let (lang, state) = (use_lang(), explorer_of(lab));
    let region = region(lab, "e-drawing", |m, lang, t, open, _| {
        if let Some(it) = &open.function {
            graph(m, lang, t, it);
        }
    });
    let title = move |t: &Texts| {
        let lang = lang.get();
        let op = state.open.with(|open| open.as_ref().and_then(|open| open.function.as_ref()).map(|f| f.op.clone()));
        (t.function_title)(op_name(lang, &op.unwrap_or_default()))
    };
    part(lab, |open| open.function.is_some(), title, |t| t.function_note, region.view())
}

/// The function, others to compare, and the distribution of what comes to it.
fn graph(m: &mut HtmlWriter, lang: Lang, t: &Texts, it: &Function) {
    let frame = Frame { height: 290.0, bottom: 250.0, ..FRAME };
    let (low, high) = (f64::from(it.range.0), f64::from(it.range.1));
    let x = Scale { low, high, from: frame.left, to: frame.right, is_log: false };
    let values = it.curves.iter().flat_map(|(_, values)| values).map(|v| f64::from(*v));
    let y = Scale::over(values, (frame.bottom, frame.top), false);
    let all: f64 = it.counts.iter().map(|n| f64::from(*n)).sum::<f64>() + f64::from(it.outside);
    let middle = ((-low) / (high - low) * it.counts.len() as f64) as usize;
    let below: f64 = it.counts.iter().take(middle).map(|n| f64::from(*n)).sum();
    let name = op_name(lang, &it.op);
    let told = (t.function_drawing)(name, &number::percent(lang, below / all.max(1.0), 0));
    frame.open(m, "r-chart e-function", Some(&told));
    let most = it.counts.iter().copied().max().unwrap_or(0).max(1);
    let top = |n: &u32| frame.bottom - f64::from(*n) / f64::from(most) * (frame.bottom - frame.top) * 0.6;
    let tops: Vec<f64> = it.counts.iter().map(top).collect();
    m.path("e-fill", &outline(&tops, (frame.left, frame.right), frame.bottom));
    let marks = |scale: &Scale, n| -> Vec<(f64, String)> {
        scale.marks(n).into_iter().map(|v| (v, number::significant(lang, v, 2))).collect()
    };
    frame.axes(m, (&x, &marks(&x, 7), t.argument), (&y, &marks(&y, 5), t.value));
    for (i, (_, values)) in it.curves.iter().enumerate().rev() {
        let mut d = String::new();
        let last = values.len().saturating_sub(1).max(1) as f64;
        for (n, v) in values.iter().enumerate() {
            let at = low + (high - low) * n as f64 / last;
            d.push_str(&step(if n == 0 { "M" } else { "L" }, x.at(at), y.at(f64::from(*v))));
        }
        m.path(["e-curve own", "e-curve dash-1", "e-curve dash-2", "e-curve dash-3"][i.min(3)], &d);
    }
    m.close("svg");
    m.open("p", &[("class", "r-legend")]);
    for (i, (op, _)) in it.curves.iter().enumerate() {
        m.open("span", &[("class", "e-key")]);
        m.open("svg", &[("viewBox", "0 0 26 8"), ("aria-hidden", "true"), ("class", "e-function")]);
        m.path(["e-curve own", "e-curve dash-1", "e-curve dash-2", "e-curve dash-3"][i.min(3)], "M0 4H26");
        m.close("svg");
        m.text(op_name(lang, op));
        m.close("span");
    }
    m.span("span", "e-key e-key-fill", t.histogram);
    if it.outside > 0 {
        m.span("span", "muted", &(t.outside)(&number::integer(lang, f64::from(it.outside))));
    }
    m.close("p");
}
