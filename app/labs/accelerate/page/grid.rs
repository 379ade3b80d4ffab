//! Who computes what: the result cut into workgroups, one of them on its way along the inner dimension, and its lanes.

use super::state::AccelerateState;
use super::texts::{self, Texts, say};
use crate::accelerate::messages::{KernelVariant, Workload, grid, inner, tile};
use crate::accelerate::page::state::accelerator_of;
use crate::accelerate::page::test_ids;
use karui_shell::state::Lab;
use karui_ui::html::{HtmlRegion, HtmlWriter, units};
use karui_ui::reactive::{handler, memo, text};
use karui_ui::use_lang;
use leptos::prelude::*;
use web_sys::Event;

/// Width of the drawing, and of the largest of its three matrices.
const WIDTH: f64 = 440.0;
const SIDE: f64 = 150.0;
/// Steps along the inner dimension that the drawing shows.
const STEPS: u32 = 8;
/// Lines nearer than this would be a grey area.
const LEAST: f64 = 4.0;
/// Lanes of a warp.
const WARP: usize = 32;

pub(super) fn view(lab: Lab) -> AnyView {
    let (lang, state) = (use_lang(), accelerator_of(lab));
    let (group, at) = (RwSignal::new(0u32), RwSignal::new(0u32));
    let groups = memo(move || {
        let [across, down] = grid(state.task.get(), &state.source.get());
        (across * down) as u32
    });
    let region = HtmlRegion::new("e-drawing r-plot", move |m| {
        let shown = Shown { group: group.get().min(groups.get().saturating_sub(1)), at: at.get() };
        draw(m, texts::of(lang.get()), state, shown);
    })
    .testid(test_ids::ACCELERATOR_GRID);
    let slider = move |id: &'static str, label: fn(&Texts) -> &'static str, to: RwSignal<u32>, most: Signal<u32>| {
        view! {
            <div class="field">
                <label for=id>{say(label)}</label>
                <input
                    type="range"
                    id=id
                    min="0"
                    max=text(move || most.get().to_string())
                    prop:value=move || to.get().to_string()
                    on:input=handler(move |event: Event| to.set(event_target_value(&event).parse().unwrap_or(0)))
                />
            </div>
        }
        .into_any()
    };
    let told = move || {
        let (lang, task) = (lang.get(), state.task.get());
        let [across, down] = grid(task, &state.source.get());
        let [tall, wide] = tile(&state.source.get());
        (texts::of(lang).grid_told)([across, down], [tall, wide])
    };
    view! {
        <section class="part r-part" id="grid">
            <h3>{say(|t| t.grid_title)}</h3>
            <p class="help">{say(|t| t.grid_note)}</p>
            {region.view()}
            <div class="a-controls">
                {slider("a-group", |t| t.which_group, group, Signal::derive(move || groups.get().saturating_sub(1)))}
                {slider("a-step", |t| t.which_step, at, Signal::derive(|| STEPS - 1))}
            </div>
            <p class="help num">{text(told)}</p>
        </section>
    }
    .into_any()
}

#[derive(Clone, Copy)]
struct Shown {
    group: u32,
    at: u32,
}

fn draw(m: &mut HtmlWriter, t: &Texts, state: AccelerateState, shown: Shown) {
    let (task, source) = (state.task.get(), state.source.get());
    if task.work == Workload::Branches {
        return lanes(m, t, state.way.get());
    }
    let ([across, _], [tall, wide]) = (grid(task, &source), tile(&source));
    let (rows, cols) = match task.work {
        Workload::Convolution => (task.size * task.size, task.lens()[2] / (task.size * task.size)),
        _ => (task.size, task.size),
    };
    let depth = inner(task);
    // Each matrix to the scale of its larger side, none too thin to be seen.
    let most = rows.max(cols).max(depth) as f64;
    let side = |n: usize| (SIDE * n as f64 / most).max(28.0);
    let (tall_c, wide_c, deep) = (side(rows), side(cols), side(depth));
    let (x, y) = (16.0 + deep + 18.0, 24.0 + deep + 18.0);
    let height = y + tall_c + 24.0;
    let size = ["0 0 ", &units(WIDTH), " ", &units(height)].concat();
    let label = (t.grid_drawing)(shown.group as usize + 1);
    m.open("svg", &[("class", "r-chart"), ("viewBox", &size), ("role", "img"), ("aria-label", &label)]);
    let [row, col] = [shown.group as usize / across * tall, shown.group as usize % across * wide];
    let span = |at: usize, len: usize, of: usize, side: f64| {
        let begin = at as f64 / of as f64 * side;
        (begin, ((at + len).min(of) as f64 / of as f64 * side - begin).max(1.5))
    };
    let (top, high) = span(row, tall, rows, tall_c);
    let (left, broad) = span(col, wide, cols, wide_c);
    let step = (deep / f64::from(STEPS)).max(1.5);
    let along = f64::from(shown.at) * deep / f64::from(STEPS);
    rect(m, "a-box", 16.0, y, deep, tall_c);
    rect(m, "a-box", x, 24.0, wide_c, deep);
    rect(m, "a-box", x, y, wide_c, tall_c);
    rect(m, "a-band", 16.0, y + top, deep, high);
    rect(m, "a-band", x + left, 24.0, broad, deep);
    rect(m, "a-now", 16.0 + along, y + top, step, high);
    rect(m, "a-now", x + left, 24.0 + along, broad, step);
    let gap = |n: usize, len: usize, side: f64| side * len as f64 / n as f64;
    let mut at = gap(rows, tall, tall_c);
    if at >= LEAST {
        let by = at;
        while at < tall_c - 0.5 {
            m.path("grid", &["M", &units(x), " ", &units(y + at), "h", &units(wide_c)].concat());
            at += by;
        }
    }
    let mut at = gap(cols, wide, wide_c);
    if at >= LEAST {
        let by = at;
        while at < wide_c - 0.5 {
            m.path("grid", &["M", &units(x + at), " ", &units(y), "v", &units(tall_c)].concat());
            at += by;
        }
    }
    rect(m, "a-now", x + left, y + top, broad, high);
    m.label("title", "start", 16.0, y + tall_c + 16.0, (t.matrix)((task.work, 'A')));
    m.label("title", "start", x, 16.0, (t.matrix)((task.work, 'B')));
    m.label("title", "start", x, y + tall_c + 16.0, (t.matrix)((task.work, 'C')));
    // Beside the name of B, however narrow B is.
    tile_of_lanes(m, t, state.way.get(), [tall, wide], x + wide_c.max(56.0) + 30.0);
    m.close("svg");
}

/// The workgroup's tile, larger: which of it an invocation makes.
fn tile_of_lanes(m: &mut HtmlWriter, t: &Texts, way: KernelVariant, [tall, wide]: [usize; 2], x: f64) {
    let room = WIDTH - x - 8.0;
    if room < 60.0 {
        return;
    }
    let cell = (room / wide.max(1) as f64).min(room / tall.max(1) as f64).min(10.0);
    let y = 24.0;
    rect(m, "a-box", x, y, cell * wide as f64, cell * tall as f64);
    let each =
        if matches!(way, KernelVariant::Registers | KernelVariant::Half | KernelVariant::Packed) { 4 } else { 1 };
    let mut at = each;
    while at < wide && cell * each as f64 >= LEAST {
        m.path("grid", &["M", &units(x + at as f64 * cell), " ", &units(y), "v", &units(cell * tall as f64)].concat());
        at += each;
    }
    let mut at = each;
    while at < tall && cell * each as f64 >= LEAST {
        m.path("grid", &["M", &units(x), " ", &units(y + at as f64 * cell), "h", &units(cell * wide as f64)].concat());
        at += each;
    }
    // The first neighbours: down a column where reads are strided, else along a row.
    for lane in 0..4 {
        let (dx, dy) = if way == KernelVariant::Strided { (0, lane) } else { (lane, 0) };
        let (dx, dy) = ((dx * each) as f64 * cell, (dy * each) as f64 * cell);
        rect(m, if lane == 0 { "a-now" } else { "a-band" }, x + dx, y + dy, cell * each as f64, cell * each as f64);
    }
    m.label("title", "start", x, y - 8.0, t.one_group);
}

/// A warp's lanes, each with the branch that it takes.
fn lanes(m: &mut HtmlWriter, t: &Texts, way: KernelVariant) {
    let size = ["0 0 ", &units(WIDTH), " 120"].concat();
    m.open("svg", &[("class", "r-chart"), ("viewBox", &size), ("role", "img"), ("aria-label", t.lanes_drawing)]);
    let cell = (WIDTH - 32.0) / WARP as f64;
    for (row, (name, is_active)) in [("if", 0), ("else", 1)].into_iter().enumerate() {
        let y = 30.0 + 36.0 * row as f64;
        m.label("title", "start", 16.0, y - 6.0, name);
        for lane in 0..WARP {
            let branch = if way == KernelVariant::Divergent { lane % 2 } else { 0 };
            let class = if branch == is_active { "a-now" } else { "a-box" };
            rect(m, class, 16.0 + cell * lane as f64, y, cell - 2.0, 18.0);
        }
    }
    m.label("", "start", 16.0, 112.0, (t.lanes_told)(way == KernelVariant::Divergent));
    m.close("svg");
}

fn rect(m: &mut HtmlWriter, class: &str, x: f64, y: f64, width: f64, height: f64) {
    let attrs = [
        ("class", class),
        ("x", &*units(x)),
        ("y", &*units(y)),
        ("width", &*units(width.max(0.0))),
        ("height", &*units(height.max(0.0))),
    ];
    m.element("rect", &attrs, "");
}
