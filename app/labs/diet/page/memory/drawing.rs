//! The arena over time as a drawing, and the plan as tables.

use super::texts::Texts;
use super::{bytes, help_name};
use crate::diet::memory::MemoryTold;
use karui_spec::Board;
use karui_ui::html::chart::{Frame, Scale};
use karui_ui::html::{HtmlWriter, step, units};
use karui_ui::{Lang, number};

/// A limit that lies so many times above what is needed is not drawn: nothing else could be seen.
const FAR: u64 = 3;

/// The step at which `ram` bytes are first too few.
pub fn first_over(told: &MemoryTold, ram: u64) -> Option<usize> {
    told.steps.iter().position(|step| step.live > ram)
}

/// The step at which most is there, the first of equals.
pub fn peak(told: &MemoryTold) -> Option<usize> {
    (0..told.steps.len()).rev().max_by_key(|&i| told.steps[i].live)
}

/// Each value as a box, from when to when it is there and where it lies; the board's memory as a line.
pub fn drawing(m: &mut HtmlWriter, lang: Lang, t: &Texts, told: &MemoryTold, board: &Board, width: f64) {
    let is_near = board.ram <= told.arena.saturating_mul(FAR);
    // Nothing at all is drawn on some scale, too.
    let top = if is_near { told.arena.max(board.ram) } else { told.arena }.max(1);
    let frame = Frame { width, height: 250.0, left: 62.0, right: width - 6.0, top: 24.0, bottom: 206.0 };
    let steps = told.steps.len().max(1);
    let x = Scale { low: 0.0, high: steps as f64, from: frame.left, to: frame.right, is_log: false };
    let y = Scale { low: 0.0, high: top as f64 * 1.06, from: frame.bottom, to: frame.top, is_log: false };
    let counts = [told.values.len(), told.steps.len()].map(|n| number::integer(lang, n as f64));
    let words = (t.told)([&counts[0], &counts[1], &bytes(lang, told.arena)]);
    frame.open(m, "r-chart m-chart", Some(&words));
    let marks: Vec<(f64, String)> =
        [0.0, 0.5, 1.0].map(|part| (part * top as f64, bytes(lang, (part * top as f64) as u64))).into();
    frame.axes(m, (&x, &[], t.time), (&y, &marks, t.address));
    let over = first_over(told, board.ram);
    for (i, marked) in [(peak(told), "m-peak"), (over, "m-peak over")] {
        if let Some(i) = i {
            let [left, right] = [i, i + 1].map(|i| x.at(i as f64));
            m.path(marked, &column(left, right, frame.top, frame.bottom));
        }
    }
    for value in &told.values {
        let (left, right) = (x.at(f64::from(value.from)), x.at(f64::from(value.to) + 1.0));
        let (low, high) = (y.at(value.offset as f64), y.at((value.offset + value.bytes) as f64));
        let is_over = value.offset + value.bytes > board.ram;
        let class = if is_over { "m-value over" } else { "m-value" };
        m.path(class, &column(left + 0.4, (right - 0.4).max(left + 0.8), high.min(low - 0.6), low));
    }
    if is_near {
        let at = y.at(board.ram as f64);
        m.path("m-limit", &[&step("M", frame.left, at), "H", &units(frame.right)].concat());
        m.label("m-limit-name", "end", frame.right, at - 5.0, &(t.limit)(&bytes(lang, board.ram)));
    }
    m.close("svg");
}

fn column(left: f64, right: f64, top: f64, bottom: f64) -> String {
    [&step("M", left, bottom), "V", &units(top), "H", &units(right), "V", &units(bottom), "Z"].concat()
}

/// What would need less.
pub fn helps(m: &mut HtmlWriter, lang: Lang, t: &Texts, told: &MemoryTold, board: &Board) {
    if told.helps.is_empty() {
        return;
    }
    head(m, [t.change, t.arena, t.flash, t.fit]);
    for &(help, arena, flash) in &told.helps {
        m.open("tr", &[]);
        m.element("th", &[("scope", "row")], &help_name(lang, t, help));
        for value in [arena, flash] {
            m.span("td", "w-right num", &bytes(lang, value));
        }
        m.span("td", "w-right", if board.holds(arena, flash) { t.yes } else { t.no });
        m.close("tr");
    }
    m.close("tbody");
    m.close("table");
}

/// Each kernel call.
pub fn table(m: &mut HtmlWriter, lang: Lang, t: &Texts, told: &MemoryTold, board: &Board) {
    head(m, [t.layer, t.live, t.constants]);
    for step in &told.steps {
        let class = if step.live > board.ram { "over" } else { "" };
        m.open("tr", &[("class", class)]);
        m.element("th", &[("scope", "row")], &step.name);
        for value in [step.live, step.flash] {
            m.span("td", "w-right num", &bytes(lang, value));
        }
        m.close("tr");
    }
    m.close("tbody");
    m.close("table");
}

fn head<const N: usize>(m: &mut HtmlWriter, names: [&str; N]) {
    m.open("table", &[("class", "r-table m-table")]);
    m.open("thead", &[]);
    m.open("tr", &[]);
    for (i, name) in names.into_iter().enumerate() {
        m.element("th", &[("scope", "col"), ("class", if i > 0 { "w-right" } else { "" })], name);
    }
    m.close("tr");
    m.close("thead");
    m.open("tbody", &[]);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diet::memory::{Help, MemoryAsk, StepMemory, ValueMemory};
    use crate::diet::page::memory::texts;
    use karui_spec::BOARDS;

    fn told(scale: u64) -> MemoryTold {
        let step = |name: &str, live: u64| StepMemory { name: name.into(), live: live * scale, flash: 10 };
        let value = |bytes: u64, offset: u64, from, to| {
            let [bytes, offset] = [bytes, offset].map(|n| n * scale);
            ValueMemory { bytes, offset, from, to }
        };
        MemoryTold {
            ask: MemoryAsk::default(),
            is_int8: false,
            steps: vec![step("a<b", 300), step("b", 300), step("c", 120)],
            values: vec![value(100, 200, 0, 0), value(200, 0, 0, 1), value(100, 200, 1, 2), value(20, 0, 2, 2)],
            arena: 300 * scale,
            flash: 30,
            helps: vec![(Help::Int8, 75 * scale, 12), (Help::Alpha(0.5), 150 * scale, 9)],
        }
    }

    fn drawn(told: &MemoryTold, board: &Board) -> String {
        let (mut m, lang) = (HtmlWriter::default(), Lang::En);
        drawing(&mut m, lang, texts::of(lang), told, board, 600.0);
        helps(&mut m, lang, texts::of(lang), told, board);
        table(&mut m, lang, texts::of(lang), told, board);
        m.html
    }

    #[test]
    fn what_lies_above_the_boards_memory_is_marked_and_the_first_layer_named() {
        let nano = &BOARDS[0];
        let fits = drawn(&told(100), nano);
        assert!(!fits.contains("over") && !fits.contains("m-limit"), "a limit far away is not drawn");
        let bursts = told(1_000);
        assert_eq!((first_over(&bursts, nano.ram), peak(&bursts)), (Some(0), Some(0)));
        let html = drawn(&bursts, nano);
        assert!(html.contains("m-limit") && html.contains("m-value over") && html.contains("a&lt;b"), "{html}");
        // Integers would fit, and half the width.
        assert_eq!(html.matches(">yes<").count(), 2);
    }

    #[test]
    fn nothing_to_run_is_drawn_all_the_same() {
        let empty = MemoryTold { steps: Vec::new(), values: Vec::new(), arena: 0, helps: Vec::new(), ..told(1) };
        assert_eq!(peak(&empty), None);
        assert!(!drawn(&empty, &BOARDS[4]).contains("NaN"));
    }
}
