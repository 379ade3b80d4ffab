//! The matrices cut into blocks, a colour for each worker.

use super::texts::of;
use crate::parallel::messages::{Divided, Joined};
use karui_ui::Lang;
use karui_ui::html::{HtmlWriter, units};

const WIDTH: f64 = 560.0;
const HEIGHT: f64 = 190.0;
const TOP: f64 = 30.0;
/// The height of a matrix's inputs, and the width of what has many columns.
const TALL: f64 = 110.0;
const WIDE: f64 = 140.0;
/// Of what has few.
const SMALL: f64 = 56.0;

/// A rectangle.
#[derive(Clone, Copy)]
struct At {
    x: f64,
    y: f64,
    width: f64,
    height: f64,
}

/// Draws X, the blocks of each matrix and the output.
pub fn draw(m: &mut HtmlWriter, lang: Lang, (divided, joined): (&Divided, &Joined), looked: Option<usize>) {
    let t = of(lang);
    let Some(&(_, units_in_all)) = joined.sizes.first() else { return };
    let size = ["0 0 ", &units(WIDTH), " ", &units(HEIGHT)].concat();
    let label = t.drawing;
    m.open("svg", &[("class", "r-chart"), ("viewBox", &size), ("role", "group"), ("aria-label", label)]);
    let mut x = 4.0;
    plain(m, At { x, y: TOP + 30.0, width: SMALL, height: SMALL }, t.input);
    x += SMALL + 50.0;
    let part = |from: usize, to: usize, length: f64| {
        let of = |units: usize| length * units as f64 / units_in_all.max(1) as f64;
        (of(from), of(to) - of(from))
    };
    let blocks = |m: &mut HtmlWriter, at: At, is_row: bool, name: &str, words: &str| {
        m.label("title", "middle", at.x + at.width / 2.0, at.y - 8.0, name);
        for (rank, block) in joined.blocks.iter().enumerate() {
            let (from, long) = part(block.units.0, block.units.1, if is_row { at.height } else { at.width });
            let own = match is_row {
                true => At { y: at.y + from, height: long, ..at },
                false => At { x: at.x + from, width: long, ..at },
            };
            let held = super::held(lang, t, block);
            piece(m, own, rank, looked == Some(rank), &[&(t.worker)(rank), ": ", &held].concat());
        }
        m.label("p-name", "middle", at.x + at.width / 2.0, at.y + at.height + 16.0, words);
    };
    let matrix =
        |i: usize| joined.sizes.get(i).map(|(inputs, outputs)| (t.size)(*inputs, *outputs)).unwrap_or_default();
    let name = |i: usize| joined.layers.get(i).cloned().unwrap_or_default();
    blocks(m, At { x, y: TOP, width: WIDE, height: TALL }, false, &name(0), &matrix(0));
    x += WIDE + 26.0;
    if !divided.is_convolution {
        let middle = At { x, y: TOP + 30.0, width: SMALL, height: 40.0 };
        blocks(m, middle, false, t.between, "");
        x += SMALL + 26.0;
        blocks(m, At { x, y: TOP, width: SMALL, height: TALL }, true, &name(1), &matrix(1));
        x += SMALL + 36.0;
        // All of them hold a part of every number: a pile.
        for rank in (0..joined.blocks.len()).rev() {
            let off = 7.0 * rank as f64;
            let at = At { x: x + off, y: TOP + 30.0 + off, width: SMALL - 12.0, height: 40.0 };
            piece(m, at, rank, looked == Some(rank), &(t.worker)(rank));
        }
        m.label("title", "start", x, TOP + 22.0, (t.output)(true));
    } else {
        blocks(m, At { x, y: TOP + 20.0, width: WIDE, height: 60.0 }, false, (t.output)(false), "");
    }
    m.close("svg");
}

fn plain(m: &mut HtmlWriter, at: At, name: &str) {
    rect(m, "p-box", at);
    m.label("title", "start", at.x, at.y - 8.0, name);
}

fn rect(m: &mut HtmlWriter, class: &str, at: At) {
    let [x, y, width, height] = [at.x, at.y, at.width, at.height].map(units);
    m.element("rect", &[("class", class), ("x", &*x), ("y", &*y), ("width", &*width), ("height", &*height)], "");
}

fn piece(m: &mut HtmlWriter, at: At, rank: usize, is_looked_at: bool, name: &str) {
    let whole = if is_looked_at { " whole" } else { "" };
    let number = rank.to_string();
    let attrs = [
        ("class", &*["p-c", &number].concat()),
        ("data-do", "block"),
        ("data-at", &*number),
        ("role", "button"),
        ("tabindex", "0"),
        ("aria-label", name),
    ];
    m.open("g", &attrs);
    m.element("title", &[], name);
    rect(m, &["p-box p-piece", whole].concat(), at);
    if at.width > 12.0 && at.height > 14.0 {
        m.label("p-count", "middle", at.x + at.width / 2.0, at.y + at.height / 2.0 + 4.0, &number);
    }
    m.close("g");
}
