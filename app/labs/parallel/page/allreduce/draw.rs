//! The ranks with their buffers, and what is on its way between them.

use super::layout::{HALF, SIZE, places};
use super::replay::{Frame, Transfer, pieces};
use super::state::ReduceState;
use super::steps::told;
use super::texts::{Texts, of, say};
use super::{Played, test_ids};
use karui_parallel::allreduce::Plan;
use karui_ui::html::{HtmlRegion, HtmlWriter, step, units};
use karui_ui::use_lang;
use leptos::prelude::*;
use std::ops::Range;

/// A buffer's strip in its box.
const STRIP: (f64, f64) = (94.0, 24.0);
/// Side of a piece on its way.
const BLOCK: f64 = 15.0;

pub fn view(state: ReduceState, played: Signal<Option<Played>>) -> AnyView {
    let lang = use_lang();
    let region = HtmlRegion::new("p-drawing r-plot", move |m| {
        let (lang, hop) = (lang.get(), state.hop.get());
        played.with(|played| {
            if let Some(played) = played {
                draw(m, of(lang), played, played.shown(hop), &told(lang, played, hop));
            }
        });
    })
    .testid(test_ids::PARALLEL_DRAWING);
    view! {
        {region.view()}
        <p class="help">{say(|t| t.drawing_note)}</p>
    }
    .into_any()
}

fn draw(m: &mut HtmlWriter, t: &Texts, played: &Played, shown: usize, label: &str) {
    let Some(frame) = played.frames.get(shown) else { return };
    let (plan, places) = (&played.plan, places(&played.plan));
    let pieces = pieces(plan);
    let size = ["0 0 ", &units(SIZE.0), " ", &units(SIZE.1)].concat();
    m.open("svg", &[("class", "r-chart p-ranks"), ("viewBox", &size), ("role", "img"), ("aria-label", label)]);
    for transfer in &frame.sent {
        let (Some(&from), Some(&to)) = (places.get(transfer.from), places.get(transfer.to)) else { continue };
        let is_answered = frame.sent.iter().any(|other| (other.from, other.to) == (transfer.to, transfer.from));
        arrow(m, transfer, from, to, is_answered, &pieces);
    }
    for (rank, place) in places.iter().enumerate() {
        node(m, t, plan, frame, rank, *place, &pieces);
    }
    m.close("svg");
}

/// A rank's box: its name, and its buffer, each piece filled as far as its sum is complete.
fn node(
    m: &mut HtmlWriter,
    t: &Texts,
    plan: &Plan,
    frame: &Frame,
    rank: usize,
    (x, y): (f64, f64),
    pieces: &[Range<usize>],
) {
    rect(m, "p-box", (x - HALF.0, y - HALF.1), (2.0 * HALF.0, 2.0 * HALF.1));
    let name = if rank == plan.workers { t.server.to_owned() } else { (t.rank)(rank) };
    m.label("title", "middle", x, y - HALF.1 + 14.0, &name);
    let (left, top) = (x - STRIP.0 / 2.0, y + HALF.1 - STRIP.1 - 6.0);
    for (i, piece) in pieces.iter().enumerate() {
        let at = |n: usize| left + STRIP.0 * n as f64 / plan.len.max(1) as f64;
        let width = at(piece.end) - at(piece.start);
        let held = frame.held.get(rank).and_then(|held| held.get(piece.start)).copied().unwrap_or_default();
        let share = f64::from(held.count()) / plan.workers as f64;
        let is_whole = held.count() as usize == plan.workers;
        rect(m, "p-empty", (at(piece.start), top), (width, STRIP.1));
        let high = STRIP.1 * share;
        rect(m, &color(i, is_whole), (at(piece.start), top + STRIP.1 - high), (width, high));
        if width >= 16.0 {
            m.label("p-count", "middle", at(piece.start) + width / 2.0, top + 16.0, &held.count().to_string());
        }
    }
}

/// A message: a line from box to box with the pieces that it carries.
fn arrow(
    m: &mut HtmlWriter,
    transfer: &Transfer,
    from: (f64, f64),
    to: (f64, f64),
    is_answered: bool,
    pieces: &[Range<usize>],
) {
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let long = dx.hypot(dy).max(1.0);
    let (ux, uy) = (dx / long, dy / long);
    // Two that go to and fro keep to their right.
    let aside = if is_answered { 10.0 } else { 0.0 };
    let (sx, sy) = (-uy * aside, ux * aside);
    // From the edge of one box to that of the other.
    let edge = (HALF.0 / ux.abs().max(1e-9)).min(HALF.1 / uy.abs().max(1e-9)) + 3.0;
    let point = |along: f64| (from.0 + ux * along + sx, from.1 + uy * along + sy);
    let ((x0, y0), (x1, y1)) = (point(edge), point((long - edge).max(edge + 4.0)));
    let class = if transfer.is_added { "p-arrow" } else { "p-arrow back" };
    m.path(class, &[step("M", x0, y0), step("L", x1, y1)].concat());
    let wing = |side: f64| (x1 - ux * 9.0 - uy * side, y1 - uy * 9.0 + ux * side);
    let (a, b) = (wing(4.5), wing(-4.5));
    let head = [step("M", x1, y1), step("L", a.0, a.1), step("L", b.0, b.1), "Z".into()].concat();
    m.path("p-head", &head);
    let own: Vec<usize> = (0..pieces.len())
        .filter(|&i| transfer.range.start <= pieces[i].start && pieces[i].end <= transfer.range.end)
        .collect();
    // Nearer to the sender than to the crossing in the middle.
    let (mx, my) = (x0 + (x1 - x0) * 0.36, y0 + (y1 - y0) * 0.36);
    let left = mx - BLOCK * own.len() as f64 / 2.0;
    for (k, &i) in own.iter().enumerate() {
        let at = (left + BLOCK * k as f64, my - BLOCK / 2.0);
        rect(m, &color(i, true), at, (BLOCK, BLOCK));
        m.label("p-count", "middle", at.0 + BLOCK / 2.0, my + 4.0, &letter(i));
    }
}

/// A piece's name.
pub fn letter(i: usize) -> String {
    char::from(b'A' + (i % 26) as u8).to_string()
}

fn color(i: usize, is_whole: bool) -> String {
    ["p-piece p-c", &(i % 8).to_string(), if is_whole { " whole" } else { "" }].concat()
}

pub fn rect(m: &mut HtmlWriter, class: &str, (x, y): (f64, f64), (width, height): (f64, f64)) {
    let attrs = [
        ("class", class),
        ("x", &*units(x)),
        ("y", &*units(y)),
        ("width", &*units(width.max(0.0))),
        ("height", &*units(height.max(0.0))),
    ];
    m.element("rect", &attrs, "");
}
