//! The laws of speed: what they allow, and what runs of this page have reached.

mod texts;

use super::allreduce::head;
use super::fields::{count, field};
use super::state::parallel_of;
use super::test_ids;
use crate::parallel::messages::Training;
use karui_parallel::speed::{amdahl, efficiency, fit_amdahl, gustafson};
use karui_shell::state::Lab;
use karui_ui::html::chart::{Frame, Scale, apart};
use karui_ui::html::{HtmlRegion, HtmlWriter, step, units};
use karui_ui::reactive::{memo, optional, text};
use karui_ui::{Lang, number, use_lang};
use leptos::prelude::*;
use std::collections::BTreeMap;
use texts::{Texts, of, say};

/// The part that cannot be divided, in percent.
pub const SERIAL: [usize; 2] = [0, 50];
/// The same at first.
pub const FIRST: usize = 5;

const FRAME: Frame = Frame { width: 560.0, height: 300.0, left: 46.0, right: 430.0, top: 22.0, bottom: 256.0 };

/// `(workers, speed-up)` of the runs that differ from the last one in nothing but their number of workers; nothing where none of
/// them was of one worker.
pub fn points(runs: &[(Training, f64)]) -> Vec<(f64, f64)> {
    let Some((last, _)) = runs.last() else { return Vec::new() };
    let alike = |run: &Training| Training { id: last.id, workers: last.workers, ..*run } == *last;
    // The newest of each number of workers.
    let speeds: BTreeMap<usize, f64> =
        runs.iter().filter(|(run, _)| alike(run)).map(|(run, speed)| (run.workers, *speed)).collect();
    let Some(alone) = speeds.get(&1).copied().filter(|speed| *speed > 0.0) else { return Vec::new() };
    speeds.into_iter().map(|(workers, speed)| (workers as f64, speed / alone)).collect()
}

/// The part of the page.
pub fn view(lab: Lab) -> AnyView {
    let (lang, all) = (use_lang(), parallel_of(lab));
    let measured: Signal<Vec<(f64, f64)>> = memo(move || all.training.speeds.with(|runs| points(runs))).into();
    let serial = field("p-serial", |lang| &of(lang).serial).testid(test_ids::SPEED_SERIAL);
    let share = move || all.serial.get() as f64 / 100.0;
    let chart = HtmlRegion::new("p-drawing r-plot", move |m| {
        let lang = lang.get();
        draw(m, lang, of(lang), share(), &measured.get());
    })
    .testid(test_ids::SPEED_CHART);
    let table = HtmlRegion::new("w-scroll r-scroll", move |m| {
        let lang = lang.get();
        table(m, lang, of(lang), share());
    })
    .region(move || of(lang.get()).title.to_owned());
    let fitted = move || measured.with(|points| fit_amdahl(points).ok());
    let told = move || {
        let lang = lang.get();
        let t = of(lang);
        measured.with(|points| match (fit_amdahl(points), points.is_empty()) {
            (Ok(serial), _) => (t.fit)(&listed(lang, t, points), &number::percent(lang, serial, 1)),
            // More workers are slower: no share of the work explains that.
            (Err(karui_protocol::Error::Range { .. }), _) => (t.slower)(&listed(lang, t, points)),
            (Err(_), true) => t.none.to_owned(),
            (Err(_), false) => t.one.to_owned(),
        })
    };
    view! {
        <section class="part r-part">
            <h3>{say(|t| t.title)}</h3>
            <p class="help">{say(|t| t.note)}</p>
            <div class="p-live">
                <div class="p-controls">{count(serial, all.serial, SERIAL)}</div>
                <div class="p-view">
                    {chart.view()}
                    <p
                        class="p-told num"
                        data-testid=test_ids::SPEED_FIT
                        data-value=optional(move || fitted().map(|serial| serial.to_string()))
                    >
                        {text(told)}
                    </p>
                </div>
            </div>
            {table.view()}
        </section>
    }
    .into_any()
}

fn listed(lang: Lang, t: &Texts, points: &[(f64, f64)]) -> String {
    let point = |(n, speed): &(f64, f64)| {
        let share = number::percent(lang, efficiency(*speed, *n), 0);
        (t.point)(&n.to_string(), &number::exact(lang, *speed, 3), &share)
    };
    points.iter().map(point).collect::<Vec<_>>().join(t.comma)
}

fn draw(m: &mut HtmlWriter, lang: Lang, t: &Texts, serial: f64, measured: &[(f64, f64)]) {
    let numbers: Vec<f64> = (0..=10).map(|k| f64::from(1 << k)).collect();
    type Law = Box<dyn Fn(f64) -> f64>;
    let laws: [(&str, Law); 3] = [
        (t.ideal, Box::new(|n| n)),
        (t.amdahl, Box::new(move |n| amdahl(serial, n))),
        (t.gustafson, Box::new(move |n| gustafson(serial, n))),
    ];
    let x = Scale { low: 1.0, high: 1024.0, from: FRAME.left, to: FRAME.right, is_log: true };
    let low = measured.iter().map(|p| p.1).fold(1.0, f64::min).max(0.011);
    // A decade lower where workers slow each other down, so that such points lie among marks.
    let low = if low < 1.0 { 10f64.powf(low.log10().floor()) } else { 0.9 };
    let y = Scale { low, high: 1100.0, from: FRAME.bottom, to: FRAME.top, is_log: true };
    FRAME.open(m, "r-chart", Some(t.chart));
    let marks = |all: &[f64]| all.iter().map(|v| (*v, number::significant(lang, *v, 4))).collect::<Vec<_>>();
    let decades: Vec<f64> = [0.01, 0.1, 1.0, 10.0, 100.0, 1000.0].into_iter().filter(|v| *v >= low).collect();
    let (x_marks, y_marks) = (marks(&[1.0, 4.0, 16.0, 64.0, 256.0, 1024.0]), marks(&decades));
    FRAME.axes(m, (&x, &x_marks, t.workers), (&y, &y_marks, t.speed_up));
    let ends: Vec<f64> = laws.iter().map(|(_, law)| y.within(law(1024.0))).collect();
    let places = apart(&ends, 18.0, FRAME.top, FRAME.bottom);
    for (i, (name, law)) in laws.iter().enumerate() {
        let point = |(k, n): (usize, &f64)| step(if k == 0 { "M" } else { "L" }, x.at(*n), y.within(law(*n)));
        let d: String = numbers.iter().enumerate().map(point).collect();
        m.path(&["p-line p-s", &i.to_string()].concat(), &d);
        m.label("p-name", "start", FRAME.right + 6.0, places[i] + 4.0, name);
    }
    for (n, speed) in measured {
        let (cx, cy) = (units(x.at(*n)), units(y.within(*speed)));
        m.element("circle", &[("class", "p-point"), ("cx", &*cx), ("cy", &*cy), ("r", "4")], "");
    }
    m.close("svg");
}

fn table(m: &mut HtmlWriter, lang: Lang, t: &Texts, serial: f64) {
    m.open("table", &[("class", "r-table num")]);
    head(m, &[t.workers, t.amdahl, t.efficiency, t.gustafson]);
    m.open("tbody", &[]);
    for n in [2.0, 8.0, 64.0, 1024.0] {
        let speed = amdahl(serial, n);
        m.open("tr", &[]);
        m.element("th", &[("scope", "row")], &number::integer(lang, n));
        m.element("td", &[], &number::exact(lang, speed, 3));
        m.element("td", &[], &number::percent(lang, efficiency(speed, n), 0));
        m.element("td", &[], &number::exact(lang, gustafson(serial, n), 3));
        m.close("tr");
    }
    m.close("tbody");
    m.close("table");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parallel::messages::{Division, Update};
    use karui_protocol::ModelKind;
    use karui_spec::AllReduce;

    #[test]
    fn only_runs_of_the_same_kind_are_compared_and_against_one_worker() {
        let run = |id, workers, network| Training {
            id,
            workers,
            algorithm: AllReduce::Ring,
            update: Update::Synchronous,
            division: Division::Even,
            network,
            batch: 64,
            batches: 1,
            lr: 0.1,
            slow: (0, 1),
        };
        let mlp = |id, workers| run(id, workers, ModelKind::Mlp);
        assert!(points(&[]).is_empty());
        assert!(points(&[(mlp(1, 2), 100.0)]).is_empty());
        let runs = [
            (mlp(1, 1), 100.0),
            (run(2, 1, ModelKind::Lenet), 10.0),
            (mlp(3, 2), 150.0),
            (mlp(4, 2), 160.0),
            (mlp(5, 4), 200.0),
        ];
        assert_eq!(points(&runs), [(1.0, 1.0), (2.0, 1.6), (4.0, 2.0)]);
        assert_eq!(points(&runs[..2]), [(1.0, 1.0)]);
    }
}
