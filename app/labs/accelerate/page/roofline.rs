//! The roofline (Williams et al. 2009): what memory and arithmetic allow, and what each way makes of it.

use super::state::AccelerateState;
use super::texts::{self, Texts, say};
use crate::accelerate::messages::Ceiling;
use crate::accelerate::page::state::accelerator_of;
use crate::accelerate::page::test_ids;
use karui_shell::state::Lab;
use karui_ui::html::chart::{Frame, Scale, apart};
use karui_ui::html::{HtmlRegion, HtmlWriter, step};
use karui_ui::{Lang, number, use_lang};
use leptos::prelude::*;

const FRAME: Frame = Frame { width: 440.0, height: 300.0, left: 52.0, right: 428.0, top: 22.0, bottom: 262.0 };
/// Operations per byte that the drawing reaches to.
const REACH: [f64; 2] = [0.1, 1_000.0];

pub(super) fn view(lab: Lab) -> AnyView {
    let (lang, state) = (use_lang(), accelerator_of(lab));
    let plot = HtmlRegion::new("e-drawing r-plot", move |m| draw(m, lang.get(), texts::of(lang.get()), state))
        .testid(test_ids::ACCELERATOR_ROOFLINE);
    view! {
        <section class="part r-part" id="roofline">
            <h3>{say(|t| t.roofline_title)}</h3>
            <p class="help">{say(|t| t.roofline_note)}</p>
            {plot.view()}
        </section>
    }
    .into_any()
}

fn draw(m: &mut HtmlWriter, lang: Lang, t: &Texts, state: AccelerateState) {
    let task = state.task.get();
    let Some((cpu, gpu)) = state.ceilings.get() else {
        m.span("p", "help", t.roofline_waits);
        return;
    };
    let gpu = gpu.ok();
    let roofs: Vec<(&str, &Ceiling, &str)> =
        [Some(("CPU", &cpu, "cpu")), gpu.as_ref().map(|(_, ceiling)| ("GPU", ceiling, "gpu"))]
            .into_iter()
            .flatten()
            .collect();
    let timed: Vec<_> =
        task.work.variants().iter().filter_map(|way| state.of(*way)).filter(|timed| timed.is_right()).collect();
    let intensity = |way| task.operations() / task.bytes(way);
    let speeds = timed.iter().map(|it| it.speed.value);
    let tops = roofs.iter().map(|(_, roof, _)| roof.speed.value);
    let lows = roofs.iter().map(|(_, roof, _)| roof.bandwidth.value * REACH[0]);
    let x =
        Scale::over(REACH.into_iter().chain(timed.iter().map(|it| intensity(it.way))), (FRAME.left, FRAME.right), true);
    let y = Scale::over(speeds.chain(tops).chain(lows), (FRAME.bottom, FRAME.top), true);
    FRAME.open(m, "r-chart", Some(t.roofline_title));
    let x_marks: Vec<_> = x.marks(6).into_iter().map(|v| (v, number::significant(lang, v, 3))).collect();
    let y_marks: Vec<_> = y.marks(6).into_iter().map(|v| (v, number::significant(lang, v, 3))).collect();
    FRAME.axes(m, (&x, &x_marks, t.per_byte), (&y, &y_marks, "GFLOP/s"));
    for (name, roof, class) in &roofs {
        let (speed, bandwidth) = (roof.speed.value, roof.bandwidth.value);
        let ridge = speed / bandwidth;
        let begin = x.low.max(y.low / bandwidth);
        let line = [
            step("M", x.at(begin), y.within(begin * bandwidth)),
            step("L", x.within(ridge), y.within(speed)),
            step("L", FRAME.right, y.within(speed)),
        ];
        m.path(&["a-roof ", class].concat(), &line.concat());
        m.label("a-roof-name", "start", x.within(ridge) + 4.0, y.within(speed) - 5.0, name);
    }
    let dots: Vec<_> = timed.iter().map(|it| (x.at(intensity(it.way)), y.at(it.speed.value))).collect();
    let heights: Vec<f64> = dots.iter().map(|(_, up)| *up).collect();
    let named = apart(&heights, 13.0, FRAME.top + 4.0, FRAME.bottom - 4.0);
    let names = dots.iter().map(|(at, _)| *at).fold(0.0, f64::max) + 20.0;
    for ((it, &(at, up)), &name) in timed.iter().zip(&dots).zip(&named) {
        m.path("a-lead", &[step("M", at, up), step("L", names - 3.0, name)].concat());
        let class = if it.way.is_gpu() { "a-dot gpu" } else { "a-dot" };
        m.path(class, &[&step("M", at - 4.0, up), "a4 4 0 1 0 8 0a4 4 0 1 0 -8 0z"].concat());
        m.label("a-name", "start", names, name + 4.0, (t.short)(it.way));
    }
    m.close("svg");
    m.open("dl", &[("class", "facts")]);
    for (name, roof, _) in &roofs {
        for (figure, label) in [(&roof.speed, t.peak), (&roof.bandwidth, t.bandwidth)] {
            m.open("div", &[("class", "fact")]);
            m.span("dt", "", &[*name, " · ", label].concat());
            m.open("dd", &[]);
            m.figure(lang, figure, [*name, " · ", label].concat());
            m.close("dd");
            m.close("div");
        }
    }
    m.close("dl");
}
