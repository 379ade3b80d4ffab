//! Paints the curves.

use super::layout::{Layout, Panel, Ranges, accuracy_floor, loss_top, spread};
use super::lines::{Dot, Quantity, columns, line, power_of_ten};
use crate::train::page::widgets::texts::Texts;
use karui_protocol::{CurvePoint, CurveSet};
use karui_ui::canvas::{Context, Paint, Palette, Rgb};
use karui_ui::ticks::ticks;
use karui_ui::{Lang, number};

/// What is painted.
pub struct Scene<'a> {
    /// All points so far.
    pub points: &'a [CurvePoint],
    /// Steps of the whole run.
    pub steps: f64,
    /// Steps of an epoch.
    pub steps_per_epoch: f64,
    /// Whether the steep beginning may leave the view.
    pub close: bool,
    /// The step that is pointed at.
    pub cursor: Option<f64>,
    /// The language.
    pub lang: Lang,
    /// The messages.
    pub t: &'static Texts,
}

/// The two curves of a quantity.
struct Pair {
    train: Vec<Dot>,
    valid: Vec<Dot>,
}

impl Pair {
    fn new(points: &[CurvePoint], quantity: Quantity) -> Self {
        let of = |on| line(points, on, quantity);
        Pair { train: of(CurveSet::Train), valid: of(CurveSet::Validation) }
    }
}

/// A learning rate.
pub fn rate_text(lang: Lang, rate: f64) -> String {
    power_of_ten(rate).unwrap_or_else(|| number::significant(lang, rate, 3))
}

/// Paints everything and gives the layout, for the pointer to be read by.
pub fn paint(on: &Paint<'_>, scene: &Scene<'_>) -> Layout {
    let loss = Pair::new(scene.points, Quantity::Loss);
    let accuracy = Pair::new(scene.points, Quantity::Accuracy);
    let rate = line(scene.points, CurveSet::Train, Quantity::Rate);
    let last = loss.train.last().map_or(0.0, |d| d.step);
    let steps = scene.steps.max(last);
    let rate_top = rate.iter().map(|d| d.raw).fold(0.0, f64::max);
    let ranges = Ranges {
        steps,
        loss_top: loss_top(&[&loss.train, &loss.valid], steps, scene.close),
        accuracy_floor: accuracy_floor(&[&accuracy.train, &accuracy.valid], steps, scene.close),
        rate_top: if rate_top > 0.0 { rate_top * 1.15 } else { 1.0 },
    };
    let layout = Layout::new(on.width, on.height, ranges);
    let brush = Brush { c: on.context, p: on.palette, layout: &layout, scene };
    for (panel, numbered) in
        [(&layout.loss, layout.wide), (&layout.accuracy, layout.wide), (&layout.rate, !layout.wide)]
    {
        brush.step_axis(panel, numbered);
    }
    brush.value_axis(&layout.loss, scene.t.loss, |v, digits| number::decimal(scene.lang, v, digits));
    brush.value_axis(&layout.accuracy, scene.t.accuracy, |v, digits| {
        number::percent(scene.lang, v, digits.saturating_sub(2))
    });
    brush.pair(&layout.loss, &loss, |v| number::decimal(scene.lang, v, 3));
    brush.pair(&layout.accuracy, &accuracy, |v| number::percent(scene.lang, v, 1));
    brush.rate(&rate);
    brush.cursor();
    layout
}

struct Brush<'a> {
    c: &'a Context,
    p: &'a Palette,
    layout: &'a Layout,
    scene: &'a Scene<'a>,
}

impl Brush<'_> {
    fn text(&self, text: &str, x: f64, y: f64, align: &str, color: Rgb, bold: bool) {
        let weight = if bold { "600 " } else { "" };
        self.c.set_font(&format!("{weight}12px {}", self.p.font));
        self.c.set_text_align(align);
        self.c.set_text_baseline("middle");
        self.c.set_fill_style_str(&color.css());
        // Fails for no text that the page writes.
        let _ = self.c.fill_text(text, x, y);
    }

    /// A crisp line one pixel wide.
    fn rule(&self, from: (f64, f64), to: (f64, f64), color: Rgb) {
        let crisp = |(x, y): (f64, f64)| (x.round() + 0.5, y.round() + 0.5);
        let ((x0, y0), (x1, y1)) = (crisp(from), crisp(to));
        self.c.set_line_width(1.0);
        self.c.set_stroke_style_str(&color.css());
        self.c.begin_path();
        self.c.move_to(x0, y0);
        self.c.line_to(x1, y1);
        self.c.stroke();
    }

    fn step_axis(&self, panel: &Panel, numbered: bool) {
        let marks = panel.step_marks(self.scene.steps_per_epoch);
        let y = panel.bottom + 12.0;
        for &(x, value) in &marks.at {
            self.rule((x, panel.top), (x, panel.bottom), self.p.line);
            if numbered {
                self.text(&number::integer(self.scene.lang, value), x, y, "center", self.p.muted, false);
            }
        }
        if numbered {
            let name = if marks.in_epochs { self.scene.t.epochs } else { self.scene.t.steps };
            self.text(name, panel.right + 10.0, y, "left", self.p.muted, false);
        }
    }

    fn value_axis(&self, panel: &Panel, name: &str, text: impl Fn(f64, u32) -> String) {
        let marks = ticks(panel.low, panel.high, ((panel.bottom - panel.top) / 36.0) as usize);
        for &value in &marks.at {
            let y = panel.y(value);
            self.rule((panel.left, y), (panel.right, y), self.p.line);
            self.text(&text(value, marks.digits), panel.left - 6.0, y, "right", self.p.muted, false);
        }
        self.text(name, panel.left, panel.top - 13.0, "left", self.p.ink, true);
    }

    /// The curves of one panel, clipped to it, each with its name and last value at its end.
    fn pair(&self, panel: &Panel, pair: &Pair, text: impl Fn(f64) -> String) {
        self.c.save();
        self.c.begin_path();
        self.c.rect(panel.left - 1.0, panel.top - 1.0, panel.right - panel.left + 4.0, panel.bottom - panel.top + 2.0);
        self.c.clip();
        let train = columns(&pair.train, |step| panel.x(step));
        // Each batch, pale: a stroke from the least to the greatest of its pixel column.
        self.c.set_line_width(1.0);
        self.c.set_stroke_style_str(&self.p.train.alpha(0.28));
        self.c.begin_path();
        for (i, column) in train.iter().enumerate() {
            if i == 0 {
                self.c.move_to(column.x, panel.y(column.low));
            }
            self.c.line_to(column.x, panel.y(column.low));
            self.c.line_to(column.x, panel.y(column.high));
        }
        self.c.stroke();
        self.curve(train.iter().map(|c| (c.x, panel.y(c.smooth))), self.p.train);
        let valid: Vec<(f64, f64)> = pair.valid.iter().map(|d| (panel.x(d.step), panel.y(d.raw))).collect();
        self.curve(valid.iter().copied(), self.p.valid);
        self.c.restore();
        let all_dots = valid.len() <= 60;
        for &(x, y) in valid.iter().filter(|_| all_dots) {
            if (panel.top - 1.0..=panel.bottom + 1.0).contains(&y) {
                self.disc(x, y, 3.0, self.p.valid);
            }
        }
        self.cursor_dots(panel, pair);
        self.end_labels(panel, pair, text);
    }

    /// The values that the cursor reads.
    fn cursor_dots(&self, panel: &Panel, pair: &Pair) {
        let Some(step) = self.scene.cursor else { return };
        for (line, color) in [(&pair.train, self.p.train), (&pair.valid, self.p.valid)] {
            let near = line.iter().min_by(|a, b| (a.step - step).abs().total_cmp(&(b.step - step).abs()));
            if let Some(dot) = near.filter(|d| (panel.low..=panel.high).contains(&d.raw)) {
                self.disc(panel.x(dot.step), panel.y(dot.raw), 4.5, self.p.ink);
                self.disc(panel.x(dot.step), panel.y(dot.raw), 3.0, color);
            }
        }
    }

    fn curve(&self, points: impl Iterator<Item = (f64, f64)>, color: Rgb) {
        self.c.set_line_width(2.0);
        self.c.set_line_join("round");
        self.c.set_stroke_style_str(&color.css());
        self.c.begin_path();
        for (i, (x, y)) in points.enumerate() {
            if i == 0 { self.c.move_to(x, y) } else { self.c.line_to(x, y) }
        }
        self.c.stroke();
    }

    fn disc(&self, x: f64, y: f64, radius: f64, color: Rgb) {
        self.c.set_fill_style_str(&color.css());
        self.c.begin_path();
        // Fails for a negative radius only.
        let _ = self.c.arc(x, y, radius, 0.0, std::f64::consts::TAU);
        self.c.fill();
    }

    fn end_labels(&self, panel: &Panel, pair: &Pair, text: impl Fn(f64) -> String) {
        let ends = [(&pair.train, self.scene.t.train, self.p.train), (&pair.valid, self.scene.t.valid, self.p.valid)];
        let inside = |v: f64| panel.y(v).clamp(panel.top + 6.0, panel.bottom - 6.0);
        // Two lines each: name, value.
        let [train, valid] = [&pair.train, &pair.valid].map(|line| line.last().map(|d| inside(d.smooth)));
        let at = match (train, valid) {
            (Some(a), Some(b)) => spread([a, b], 30.0, panel.bottom - 16.0),
            _ => [train.or(valid).unwrap_or(0.0); 2],
        };
        // Both begin where the longer curve ends.
        let last = ends.iter().filter_map(|(line, ..)| line.last()).map(|d| d.step).fold(0.0, f64::max);
        let x = (panel.x(last) + 8.0).max(panel.left + 30.0);
        for ((line, name, color), y) in ends.into_iter().zip(at) {
            let Some(end) = line.last() else { continue };
            self.halo(name, x, y - 7.0, color, false);
            self.halo(&text(end.smooth), x, y + 7.0, color, true);
        }
    }

    /// Text that stays readable on a curve.
    fn halo(&self, text: &str, x: f64, y: f64, color: Rgb, bold: bool) {
        let weight = if bold { "600 " } else { "" };
        self.c.set_font(&format!("{weight}12px {}", self.p.font));
        self.c.set_text_align("left");
        self.c.set_text_baseline("middle");
        self.c.set_line_width(4.0);
        self.c.set_line_join("round");
        self.c.set_stroke_style_str(&self.p.surface.css());
        // Fails for no text that the page writes.
        let _ = self.c.stroke_text(text, x, y);
        self.text(text, x, y, "left", color, bold);
    }

    fn rate(&self, rate: &[Dot]) {
        let panel = &self.layout.rate;
        self.rule((panel.left, panel.bottom), (panel.right, panel.bottom), self.p.line);
        self.text(self.scene.t.rate, panel.left, panel.top - 12.0, "left", self.p.ink, true);
        let columns = columns(rate, |step| panel.x(step));
        let (Some(first), Some(last), Some(end)) = (columns.first(), columns.last(), rate.last()) else { return };
        self.c.set_fill_style_str(&self.p.muted.alpha(0.25));
        self.c.begin_path();
        self.c.move_to(first.x, panel.bottom);
        for column in &columns {
            self.c.line_to(column.x, panel.y(column.smooth));
        }
        self.c.line_to(last.x, panel.bottom);
        self.c.fill();
        self.curve(columns.iter().map(|c| (c.x, panel.y(c.smooth))), self.p.muted);
        let text = rate_text(self.scene.lang, end.raw);
        self.halo(&text, last.x + 8.0, panel.y(end.raw).min(panel.bottom - 7.0), self.p.muted, true);
    }

    fn cursor(&self) {
        let Some(step) = self.scene.cursor else { return };
        for panel in [&self.layout.loss, &self.layout.accuracy, &self.layout.rate] {
            let x = panel.x(step);
            self.rule((x, panel.top), (x, panel.bottom), self.p.ink);
        }
    }
}
