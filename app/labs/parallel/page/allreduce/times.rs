//! How long it takes by the α–β law, for as many machines and bytes as one likes: on the virtual clock, and by formula.

use super::state::{MACHINES, MESSAGE, ReduceState, Wire};
use super::table::head;
use super::test_ids;
use super::texts::{Texts, algorithm_name, of, say, wire_name};
use crate::parallel::page::fields::{choice, count, field};
use karui_parallel::allreduce::{AllReduce, Link, Plan, seconds, simulate};
use karui_ui::fields::options;
use karui_ui::html::chart::{Frame, Scale, apart};
use karui_ui::html::{HtmlRegion, HtmlWriter, step, units};
use karui_ui::reactive::{memo, optional, text};
use karui_ui::{Lang, number, use_lang};
use leptos::prelude::*;

const FRAME: Frame = Frame { width: 560.0, height: 300.0, left: 62.0, right: 440.0, top: 22.0, bottom: 256.0 };
/// Messages that the virtual clock follows one by one.
const MOST_MESSAGES: usize = 100_000;

/// Seconds of an all-reduce of about `bytes` among `machines`, a power of two: message by message on the virtual clock; nothing
/// where that would be too many.
pub fn simulated(algorithm: AllReduce, machines: usize, bytes: f64, link: Link) -> Option<f64> {
    if algorithm == AllReduce::Ring && 2 * machines * machines > MOST_MESSAGES {
        return None;
    }
    // As many units as machines: every part of the buffer is a whole number of them.
    let plan = Plan::new(algorithm, machines, machines).ok()?;
    let each = (bytes / machines as f64).round().max(1.0) as usize;
    Some(simulate(&plan, each, link, &[]).ok()?.seconds())
}

/// The bytes from which on the ring is faster than the tree, by their formulas, both straight lines; nothing where it always is.
pub fn crossing(machines: usize, link: Link) -> Option<f64> {
    let line = |algorithm| {
        let latency = seconds(algorithm, machines, 0.0, link);
        (latency, seconds(algorithm, machines, link.bandwidth, link) - latency)
    };
    let ((ring, ring_each), (tree, tree_each)) = (line(AllReduce::Ring), line(AllReduce::Tree));
    (ring > tree && tree_each > ring_each).then(|| (ring - tree) / (tree_each - ring_each) * link.bandwidth)
}

pub fn view(state: ReduceState) -> AnyView {
    let lang = use_lang();
    let chosen =
        memo(move || (state.wire.get(), 1usize << state.machines.get(), 10f64.powi(state.message.get() as i32)));
    let wire = field("p-wire", |lang| &of(lang).wire).testid(test_ids::PARALLEL_LINK);
    let machines = field("p-machines", |lang| &of(lang).machines).testid(test_ids::PARALLEL_MACHINES);
    let size = field("p-message", |lang| &of(lang).size).testid(test_ids::PARALLEL_SIZE);
    let constants = move || {
        let (lang, (wire, machines, bytes)) = (lang.get(), chosen.get());
        let Link { latency, bandwidth } = wire.link();
        let (number, unit) = number::duration_parts(lang, latency * 1e3);
        let rate = [&number::bytes(lang, bandwidth), "/s"].concat();
        (of(lang).constants)(
            &[&number, " ", unit].concat(),
            &rate,
            &number::integer(lang, machines as f64),
            &number::bytes(lang, bytes),
        )
    };
    let chart = HtmlRegion::new("p-drawing r-plot", move |m| {
        let (lang, (wire, machines, bytes)) = (lang.get(), chosen.get());
        draw(m, lang, of(lang), wire.link(), machines, bytes, state.algorithm.get());
    })
    .testid(test_ids::PARALLEL_CHART);
    let times = HtmlRegion::new("w-scroll r-scroll", move |m| {
        let (lang, (wire, machines, bytes)) = (lang.get(), chosen.get());
        table(m, lang, of(lang), wire.link(), machines, bytes);
    })
    .region(move || of(lang.get()).times_title.to_owned())
    .testid(test_ids::PARALLEL_TIMES);
    let crosses = Signal::derive(move || {
        let (wire, machines, _) = chosen.get();
        crossing(machines, wire.link())
    });
    let told = move || {
        let lang = lang.get();
        crosses
            .get()
            .map_or_else(|| of(lang).no_crossing.to_owned(), |bytes| (of(lang).crossing)(&number::bytes(lang, bytes)))
    };
    view! {
        <section class="part r-part">
            <h3>{say(|t| t.times_title)}</h3>
            <p class="help">{say(|t| t.times_note)}</p>
            <div class="p-live">
                <div class="p-controls">
                    {choice(wire, options(Wire::ALL, Wire::id, wire_name), state.wire)}
                    {count(machines, state.machines, MACHINES)}
                    {count(size, state.message, MESSAGE)}
                </div>
                <div class="p-view">
                    <p class="help num">{text(constants)}</p>
                    {chart.view()}
                    <p
                        class="p-told num"
                        data-testid=test_ids::PARALLEL_CROSSING
                        data-value=optional(move || crosses.get().map(|bytes| bytes.to_string()))
                    >
                        {text(told)}
                    </p>
                </div>
            </div>
            {times.view()}
        </section>
    }
    .into_any()
}

fn duration(lang: Lang, seconds: f64) -> String {
    if seconds >= 1.0 {
        return (of(lang).seconds)(&number::significant(lang, seconds, 3));
    }
    let (number, unit) = number::duration_parts(lang, seconds * 1e3);
    [&number, " ", unit].concat()
}

fn draw(m: &mut HtmlWriter, lang: Lang, t: &Texts, link: Link, machines: usize, bytes: f64, chosen: AllReduce) {
    let sizes: Vec<f64> = (6..=20).map(|half| 10f64.powf(f64::from(half) / 2.0)).collect();
    let lines: Vec<(AllReduce, Vec<f64>)> = AllReduce::ALL
        .iter()
        .map(|&algorithm| (algorithm, sizes.iter().map(|&s| seconds(algorithm, machines, s, link)).collect()))
        .collect();
    let x = Scale { low: 1e3, high: 1e10, from: FRAME.left, to: FRAME.right, is_log: true };
    let y = Scale::over(lines.iter().flat_map(|(_, line)| line.iter().copied()), (FRAME.bottom, FRAME.top), true);
    FRAME.open(m, "r-chart", Some(t.chart));
    let x_marks: Vec<_> = [1e3, 1e5, 1e7, 1e9].into_iter().map(|v| (v, number::bytes(lang, v))).collect();
    // Every other decade.
    let decades = (-9..=9).map(|d| 10f64.powi(d)).filter(|v| (y.low..=y.high).contains(v));
    let y_marks: Vec<_> = decades.step_by(2).map(|v| (v, duration(lang, v))).collect();
    FRAME.axes(m, (&x, &x_marks, t.size_axis), (&y, &y_marks, t.time_axis));
    m.path("p-now", &[&step("M", x.within(bytes), FRAME.top), "V", &units(FRAME.bottom)].concat());
    if let Some(at) = crossing(machines, link).filter(|at| (1e3..=1e10).contains(at)) {
        m.path("p-crossing", &[&step("M", x.at(at), FRAME.top), "V", &units(FRAME.bottom)].concat());
    }
    let ends: Vec<f64> = lines.iter().map(|(_, line)| y.at(line.last().copied().unwrap_or(1.0))).collect();
    let places = apart(&ends, 18.0, FRAME.top, FRAME.bottom);
    for (i, (algorithm, line)) in lines.iter().enumerate() {
        let d: String = sizes
            .iter()
            .zip(line)
            .enumerate()
            .map(|(i, (s, v))| step(if i == 0 { "M" } else { "L" }, x.at(*s), y.at(*v)))
            .collect();
        let class = if *algorithm == chosen { " chosen" } else { "" };
        m.path(&["p-line p-s", &i.to_string(), class].concat(), &d);
        m.label(&["p-name", class].concat(), "start", FRAME.right + 6.0, places[i] + 4.0, (t.short)(*algorithm));
    }
    m.close("svg");
}

fn table(m: &mut HtmlWriter, lang: Lang, t: &Texts, link: Link, machines: usize, bytes: f64) {
    m.open("table", &[("class", "r-table num")]);
    head(m, &[t.algorithm.label, t.on_clock, t.by_formula, t.time_head]);
    m.open("tbody", &[]);
    for &algorithm in AllReduce::ALL {
        let formula = seconds(algorithm, machines, bytes, link);
        let clock = simulated(algorithm, machines, bytes, link);
        m.open("tr", &[("data-algorithm", algorithm.id())]);
        m.element("th", &[("scope", "row")], lang.of(algorithm_name(algorithm)));
        let value = clock.map(|v| v.to_string()).unwrap_or_default();
        let shown = clock.map_or_else(|| t.too_many.to_owned(), |v| duration(lang, v));
        m.element("td", &[("data-value", &value)], &shown);
        m.element("td", &[("data-value", &formula.to_string())], &duration(lang, formula));
        m.element("td", &[], (t.time_formula)(algorithm));
        m.close("tr");
    }
    m.close("tbody");
    m.close("table");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_virtual_clock_and_the_formula_agree() {
        for &wire in Wire::ALL {
            for machines in [2, 8, 64, 1024] {
                for &algorithm in AllReduce::ALL {
                    let bytes = 4096e3;
                    let Some(clock) = simulated(algorithm, machines, bytes, wire.link()) else { continue };
                    let formula = seconds(algorithm, machines, bytes, wire.link());
                    assert!((clock / formula - 1.0).abs() < 1e-6, "{wire} {algorithm} {machines}: {clock} {formula}");
                }
            }
        }
        assert_eq!(simulated(AllReduce::Ring, 1024, 1e6, Wire::Wifi.link()), None);
    }

    #[test]
    fn at_the_crossing_ring_and_tree_take_as_long() {
        for machines in [8, 64, 1024] {
            let link = Wire::Ethernet.link();
            let at = crossing(machines, link).unwrap();
            let [ring, tree] = [AllReduce::Ring, AllReduce::Tree].map(|a| seconds(a, machines, at, link));
            assert!((ring / tree - 1.0).abs() < 1e-9);
            assert!(
                seconds(AllReduce::Ring, machines, at / 2.0, link) > seconds(AllReduce::Tree, machines, at / 2.0, link)
            );
        }
        // Two machines: both take two rounds.
        assert_eq!(crossing(2, Wire::Ethernet.link()), None);
    }
}
