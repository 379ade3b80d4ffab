//! Trainings that are set beside each other, one after the other: what begins and ends them, and their curves.

pub mod state;
mod texts;

use super::start::{Buttons, buttons};
use crate::parallel::messages::Ask;
use karui_shell::state::Lab;
use karui_ui::html::chart::{Frame, Scale, apart};
use karui_ui::html::{HtmlWriter, step};
use karui_ui::reactive::text;
use karui_ui::{Lang, number, use_lang};
use leptos::prelude::*;
use state::{ContestState, Row};
use texts::of;

const FRAME: Frame = Frame { width: 560.0, height: 260.0, left: 46.0, right: 400.0, top: 22.0, bottom: 218.0 };

/// The buttons, and how far it all is; `start` asks for it.
pub fn controls(
    lab: Lab,
    state: ContestState,
    [start_id, stop_id, status_id]: [&'static str; 3],
    start: impl Fn() + Clone + Send + Sync + 'static,
) -> AnyView {
    let lang = use_lang();
    let told = move || {
        let (lang, t) = (lang.get(), of(lang.get()));
        if let Some(error) = state.error.get() {
            return crate::parallel::page::texts::fault(lang, &error);
        }
        let done = state.rows.with(|rows| rows.iter().filter(|row| row.accuracy().is_some()).count());
        let all = state.rows.with(Vec::len);
        match (state.is_running.get(), all) {
            (_, 0) => t.not_begun.to_owned(),
            (true, _) => (t.stands)(done, all),
            (false, _) => (t.done)(done, all),
        }
    };
    let words = Buttons { start: |lang| of(lang).start, stop: |lang| of(lang).stop };
    let status = move || if state.is_running.get() { "running" } else { "" };
    view! {
        {buttons(
            lab,
            words,
            [start_id, stop_id],
            move || state.is_running.get(),
            start,
            move || lab.ask(&Ask::Stop),
            ().into_any(),
        )}
        <p class="p-told num" role="status" data-testid=status_id data-state=text(move || status().to_owned())>{text(told)}</p>
    }
    .into_any()
}

/// The loss of each over the images it was trained on, by their names.
pub fn curves(m: &mut HtmlWriter, lang: Lang, rows: &[Row], names: &[String]) {
    let t = of(lang);
    let most = |of: fn(&(f64, f64)) -> f64| rows.iter().flat_map(|row| &row.points).map(of).fold(1e-9, f64::max);
    let x = Scale { low: 0.0, high: most(|p| p.0), from: FRAME.left, to: FRAME.right, is_log: false };
    let y = Scale { low: 0.0, high: most(|p| p.1).min(4.0), from: FRAME.bottom, to: FRAME.top, is_log: false };
    FRAME.open(m, "r-chart", Some(t.curves));
    let x_marks: Vec<_> = x.marks(4).into_iter().map(|v| (v, number::integer(lang, v))).collect();
    let y_marks: Vec<_> = y.marks(5).into_iter().map(|v| (v, number::significant(lang, v, 2))).collect();
    FRAME.axes(m, (&x, &x_marks, t.images), (&y, &y_marks, t.loss));
    let ends: Vec<f64> = rows.iter().map(|row| row.points.last().map_or(FRAME.bottom, |p| y.within(p.1))).collect();
    let places = apart(&ends, 18.0, FRAME.top, FRAME.bottom);
    for (i, (row, name)) in rows.iter().zip(names).enumerate().filter(|(_, (row, _))| !row.points.is_empty()) {
        let point = |(k, p): (usize, &(f64, f64))| step(if k == 0 { "M" } else { "L" }, x.within(p.0), y.within(p.1));
        let d: String = row.points.iter().enumerate().map(point).collect();
        m.path(&["p-line p-c", &(i % 8).to_string()].concat(), &d);
        m.label("p-name", "start", FRAME.right + 6.0, places[i] + 4.0, name);
    }
    m.close("svg");
}
