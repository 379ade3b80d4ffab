//! A schedule in time: a row for each rank, its work as boxes, its bubbles dashed.

use super::texts::{Texts, place_name};
use karui_parallel::pipeline::{Slot, Timeline, Work};
use karui_ui::Lang;
use karui_ui::html::chart::{Frame, Scale};
use karui_ui::html::{HtmlWriter, step, units};

const WIDTH: f64 = 640.0;
const LEFT: f64 = 58.0;
const ROW: f64 = 30.0;
const TOP: f64 = 6.0;
/// Boxes narrower than this have no room for their number.
const LEAST: f64 = 11.0;

/// What of a drawing can be looked at.
pub struct Looked {
    /// Whether its bubbles do something.
    pub has_bubbles: bool,
    /// The bubble that is looked at.
    pub bubble: Option<(usize, usize)>,
}

/// Draws a timeline up to the time `end`; times are written by `time`.
pub fn draw(
    m: &mut HtmlWriter,
    lang: Lang,
    t: &Texts,
    timeline: &Timeline,
    end: f64,
    time: impl Fn(f64) -> String,
    looked: &Looked,
) {
    let rows = timeline.ranks.len() as f64;
    let bottom = TOP + rows * ROW;
    let frame = Frame { width: WIDTH, height: bottom + 34.0, left: LEFT, right: WIDTH - 8.0, top: TOP, bottom };
    let x = Scale { low: 0.0, high: end.max(1e-9), from: LEFT, to: frame.right, is_log: false };
    let label = if looked.has_bubbles { None } else { Some(t.timeline) };
    frame.open(m, "r-chart p-timeline", label);
    let marks: Vec<_> = x.marks(8).into_iter().map(|v| (v, time(v))).collect();
    frame.axes(m, (&x, &marks, t.time), (&x, &[], ""));
    for (rank, slots) in timeline.ranks.iter().enumerate() {
        let y = TOP + rank as f64 * ROW;
        m.label("title", "end", LEFT - 6.0, y + ROW / 2.0 + 4.0, &(t.rank)(rank));
        let mut before = 0.0;
        for (i, slot) in slots.iter().enumerate() {
            if slot.start > before + 1e-9 {
                bubble(m, lang, t, (&x, y), (rank, i), (before, slot), looked);
            }
            before = slot.end;
            work(m, &x, y, slot);
        }
    }
    m.close("svg");
}

fn work(m: &mut HtmlWriter, x: &Scale, y: f64, slot: &Slot) {
    let class = match slot.op.work {
        Work::F => "p-f",
        Work::B => "p-b",
        Work::W => "p-w",
    };
    let (left, right) = (x.at(slot.start), x.at(slot.end));
    let lighter = if slot.op.chunk % 2 == 1 { " odd" } else { "" };
    m.path(&[class, lighter].concat(), &outline(left, right, y));
    if right - left >= LEAST {
        let number = slot.op.microbatch.to_string();
        m.label("p-number", "middle", (left + right) / 2.0, y + ROW / 2.0 + 4.0, &number);
    }
}

fn bubble(
    m: &mut HtmlWriter,
    lang: Lang,
    t: &Texts,
    (x, y): (&Scale, f64),
    (rank, i): (usize, usize),
    (from, slot): (f64, &Slot),
    looked: &Looked,
) {
    let d = outline(x.at(from), x.at(slot.start), y);
    let is_looked_at = looked.bubble == Some((rank, i));
    let class = if is_looked_at { "p-bubble looked" } else { "p-bubble" };
    if !looked.has_bubbles {
        return m.path(class, &d);
    }
    let (at, part) = (rank.to_string(), i.to_string());
    let label = waits(lang, t, rank, slot);
    let attrs = [
        ("class", class),
        ("d", &*d),
        ("data-do", "bubble"),
        ("data-at", &*at),
        ("data-part", &*part),
        ("role", "button"),
        ("tabindex", "0"),
        ("aria-label", &*label),
    ];
    m.element("path", &attrs, "");
}

/// What a rank waits for before a piece of work.
pub fn waits(lang: Lang, t: &Texts, rank: usize, slot: &Slot) -> String {
    let needs = slot.waited_for.map(|place| place_name(lang, place));
    (t.waits)(needs.is_some(), rank, &super::texts::op_name(slot.op), &needs.unwrap_or_default())
}

fn outline(left: f64, right: f64, y: f64) -> String {
    [
        step("M", left + 0.5, y + 2.0),
        "H".into(),
        units((right - 0.5).max(left + 0.6)),
        "v".into(),
        units(ROW - 4.0),
        "H".into(),
        units(left + 0.5),
        "Z".into(),
    ]
    .concat()
}
