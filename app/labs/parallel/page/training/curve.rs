//! The loss of the run and of those before it.

use super::state::{Axis, Curve};
use super::texts::{Texts, axis_name, of, say, update_name};
use crate::parallel::page::fields::{choice, field};
use crate::parallel::page::state::parallel_of;
use crate::parallel::page::test_ids;
use karui_shell::state::Lab;
use karui_ui::fields::options;
use karui_ui::html::chart::{Frame, Scale, apart};
use karui_ui::html::{HtmlRegion, HtmlWriter, step};
use karui_ui::{Lang, number, use_lang};
use leptos::prelude::*;

const FRAME: Frame = Frame { width: 560.0, height: 260.0, left: 46.0, right: 420.0, top: 22.0, bottom: 218.0 };

pub fn view(lab: Lab) -> AnyView {
    let (lang, state) = (use_lang(), parallel_of(lab).training);
    let axis = field("p-axis", |lang| &of(lang).axis).testid(test_ids::PARALLEL_AXIS);
    let region = HtmlRegion::new("p-drawing r-plot", move |m| {
        let (lang, axis) = (lang.get(), state.axis.get());
        state.curves.with(|curves| {
            if curves.iter().any(|curve| curve.points.len() > 1) {
                draw(m, lang, of(lang), curves, axis);
            }
        });
    })
    .testid(test_ids::PARALLEL_CURVE);
    view! {
        <h4>{say(|t| t.curve)}</h4>
        <div class="p-controls">{choice(axis, options(Axis::ALL, Axis::id, axis_name), state.axis)}</div>
        {region.view()}
        <p class="help">{say(|t| t.curve_note)}</p>
    }
    .into_any()
}

fn draw(m: &mut HtmlWriter, lang: Lang, t: &Texts, curves: &[Curve], axis: Axis) {
    let across = |curve: &Curve| -> Vec<(f64, f64)> {
        let of = |point: &super::state::Point| match axis {
            Axis::Seconds => (point.seconds, point.loss),
            Axis::Images => (point.images, point.loss),
        };
        curve.points.iter().map(of).collect()
    };
    let lines: Vec<Vec<(f64, f64)>> = curves.iter().map(across).collect();
    let most = |of: fn(&(f64, f64)) -> f64| lines.iter().flatten().map(of).fold(1e-9, f64::max);
    let x = Scale { low: 0.0, high: most(|p| p.0), from: FRAME.left, to: FRAME.right, is_log: false };
    let y = Scale { low: 0.0, high: most(|p| p.1).min(4.0), from: FRAME.bottom, to: FRAME.top, is_log: false };
    FRAME.open(m, "r-chart", Some(t.curve));
    let x_marks: Vec<_> = x.marks(5).into_iter().map(|v| (v, number::significant(lang, v, 3))).collect();
    let y_marks: Vec<_> = y.marks(5).into_iter().map(|v| (v, number::significant(lang, v, 2))).collect();
    FRAME.axes(m, (&x, &x_marks, lang.of(axis_name(axis))), (&y, &y_marks, t.loss));
    let ends: Vec<f64> = lines.iter().map(|line| line.last().map_or(FRAME.bottom, |p| y.within(p.1))).collect();
    let places = apart(&ends, 18.0, FRAME.top, FRAME.bottom);
    for (i, (curve, line)) in curves.iter().zip(&lines).enumerate() {
        let d: String = line
            .iter()
            .enumerate()
            .map(|(i, (px, py))| step(if i == 0 { "M" } else { "L" }, x.within(*px), y.within(*py)))
            .collect();
        let is_last = i + 1 == curves.len();
        let color = curve.training.id % 5;
        let class = if is_last { " chosen" } else { "" };
        m.path(&["p-line p-s", &color.to_string(), class].concat(), &d);
        let name = [lang.of(update_name(curve.training.update)), " × ", &curve.training.workers.to_string()].concat();
        m.label(&["p-name", class].concat(), "start", FRAME.right + 6.0, places[i] + 4.0, &name);
    }
    m.close("svg");
}
