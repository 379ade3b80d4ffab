//! The loss over a run, with the moment that is looked at; and beside that of a program that was not broken.

use super::breaks::{Measured, told};
use super::numbers::shown;
use super::state::{LibrariesState, Moment};
use super::test_ids;
use super::texts::{self, Texts};
use karui_ui::html::chart::{Frame, Scale};
use karui_ui::html::{HtmlRegion, HtmlWriter, step};
use karui_ui::reactive::{flag, maybe_view, text};
use karui_ui::{Lang, use_lang};
use leptos::prelude::*;

const FRAME: Frame = Frame { width: 560.0, height: 220.0, left: 58.0, right: 548.0, top: 22.0, bottom: 182.0 };
/// Points that a line has.
const POINTS: usize = 400;

/// The loss of the run.
pub fn view(state: LibrariesState, moment: Memo<Moment>) -> AnyView {
    let lang = use_lang();
    let count = move || state.trace.with(|trace| trace.loss().map_or(0, |(_, points)| points.len()));
    let title = move || {
        let name = state.trace.with(|trace| trace.loss().map(|(name, _)| name.to_owned()));
        (texts::of(lang.get()).loss)(&name.unwrap_or_default())
    };
    let region = HtmlRegion::new("y-plot", move |m| {
        let t = texts::of(lang.get());
        let done = moment.with(|moment| moment.done);
        state.trace.with(|trace| {
            let Some((_, points)) = trace.loss().filter(|(_, points)| points.len() > 1) else { return };
            let values: Vec<f64> = points.iter().map(|point| point.1).collect();
            let at = points.iter().rposition(|(at, _)| *at < done);
            draw(m, t, &[("y-line", &values)], at);
        });
    })
    .testid(test_ids::LOSS);
    view! {
        <div hidden=flag(move || count() < 2)>
            <h3>{text(title)}</h3>
            {region.view()}
        </div>
    }
    .into_any()
}

/// Draws lines of values, all of one length or not, and where on the first one is.
fn draw(m: &mut HtmlWriter, t: &Texts, lines: &[(&'static str, &[f64])], at: Option<usize>) {
    let finite = || lines.iter().flat_map(|(_, values)| values.iter().copied()).filter(|value| value.is_finite());
    let (low, high) = finite().fold((f64::MAX, f64::MIN), |(low, high), value| (low.min(value), high.max(value)));
    if low > high {
        return;
    }
    let is_log = low > 0.0 && high > 1e3 * low;
    let most = lines.iter().map(|(_, values)| values.len()).max().unwrap_or(0);
    let x = Scale { low: 1.0, high: most.max(2) as f64, from: FRAME.left, to: FRAME.right, is_log: false };
    let span = if is_log { (low, high) } else { (low.min(0.0), if high > low.min(0.0) { high } else { 1.0 }) };
    let y = Scale { low: span.0, high: span.1, from: FRAME.bottom, to: FRAME.top, is_log };
    FRAME.open(m, "r-chart", Some(t.loss_of));
    let named =
        |scale: &Scale| -> Vec<(f64, String)> { marks(scale).into_iter().map(|value| (value, shown(value))).collect() };
    let whole = |(value, _): &(f64, String)| value.fract() == 0.0;
    let x_marks: Vec<_> = named(&x).into_iter().filter(whole).collect();
    FRAME.axes(m, (&x, &x_marks, t.times), (&y, &named(&y), ""));
    for (class, values) in lines {
        let every = values.len().div_ceil(POINTS).max(1);
        let mut d = String::new();
        let mut is_on = false;
        for (i, value) in values.iter().enumerate().filter(|(i, _)| i.is_multiple_of(every) || i + 1 == values.len()) {
            if value.is_finite() {
                d.push_str(&step(if is_on { "L" } else { "M" }, x.within((i + 1) as f64), y.within(*value)));
            }
            is_on = value.is_finite();
        }
        m.path(class, &d);
    }
    if let Some((at, value)) = at.and_then(|at| Some((at, *lines.first()?.1.get(at)?))) {
        let place = x.within((at + 1) as f64);
        m.path("y-at", &[step("M", place, FRAME.top), step("L", place, FRAME.bottom)].concat());
        let anchor = if place > (FRAME.left + FRAME.right) / 2.0 { "end" } else { "start" };
        let gap = if anchor == "end" { -6.0 } else { 6.0 };
        m.label("y-here", anchor, place + gap, FRAME.top + 8.0, &(t.loss_at)(&(at + 1).to_string(), &shown(value)));
    }
    m.close("svg");
}

/// Round values on a scale; on one of many powers of ten some of these, as what diverges has dozens.
fn marks(scale: &Scale) -> Vec<f64> {
    let [from, to] = [scale.low.log10().ceil(), scale.high.log10().floor()];
    if !scale.is_log || to - from < 5.0 {
        return scale.marks(5);
    }
    let every = ((to - from) / 5.0).ceil() as usize;
    (from as i32..=to as i32).step_by(every).map(|power| 10f64.powi(power)).collect()
}

/// What came of a mistake.
pub fn compared(state: LibrariesState) -> AnyView {
    let lang = use_lang();
    let is_here = move || state.compared.with(Option::is_some) && !state.is_changed();
    let region = HtmlRegion::new("y-plot", move |m| {
        let t = texts::of(lang.get());
        state.compared.with(|compared| {
            let Some((_, whole, broken)) = compared else { return };
            if whole.losses.len() > 1 && broken.losses.len() > 1 {
                draw(m, t, &[("y-line broken", &broken.losses), ("y-line whole", &whole.losses)], None);
                legend(m, t, whole, broken);
            }
        });
    });
    let said = move || {
        let lang: Lang = lang.get();
        let words = state
            .compared
            .with(|compared| compared.as_ref().map(|(which, whole, broken)| told(lang, *which, whole, broken)));
        is_here().then(|| view! { <p data-testid=test_ids::TOLD>{words.unwrap_or_default()}</p> })
    };
    view! {
        <div role="status">{maybe_view(said)}</div>
        <div hidden=flag(move || !is_here())>{region.view()}</div>
    }
    .into_any()
}

fn legend(m: &mut HtmlWriter, t: &Texts, whole: &Measured, broken: &Measured) {
    m.open("p", &[("class", "y-legend")]);
    for (class, name, it) in [("y-key broken", t.with_it, broken), ("y-key whole", t.without, whole)] {
        m.open("span", &[("class", class)]);
        let last = it.loss.map(|loss| shown(loss[1])).unwrap_or_default();
        m.text(&[name, ": ", t.final_loss, " ", &last].concat());
        m.close("span");
    }
    m.close("p");
}
