//! What the drawings share: scales, round marks and a frame with its axes.

use super::{HtmlWriter, step, units};
use crate::ticks::ticks;

/// A scale from values to a drawing's coordinates.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scale {
    /// The value at `from`.
    pub low: f64,
    /// The value at `to`.
    pub high: f64,
    /// The coordinate of `low`.
    pub from: f64,
    /// The coordinate of `high`.
    pub to: f64,
    /// Whether equal ways are equal factors.
    pub is_log: bool,
}

impl Scale {
    /// A scale on which all of `values` lie, with a little air at both ends; some range where they are all the same.
    pub fn over(values: impl Iterator<Item = f64>, (from, to): (f64, f64), is_log: bool) -> Self {
        let known = values.filter(|v| v.is_finite() && (!is_log || *v > 0.0)).map(|v| if is_log { v.ln() } else { v });
        let (low, high) = known.fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), v| (l.min(v), h.max(v)));
        let (low, high) = if low <= high { (low, high) } else { (0.0, 1.0) };
        let least = if is_log { 0.5 } else { 0.02 };
        let air = ((high - low) * 0.08).max((least - (high - low)) / 2.0).max(1e-9);
        let back = |v: f64| if is_log { v.exp() } else { v };
        Scale { low: back(low - air), high: back(high + air), from, to, is_log }
    }

    /// Where `value` lies.
    pub fn at(&self, value: f64) -> f64 {
        let part = if self.is_log {
            (value / self.low).ln() / (self.high / self.low).ln()
        } else {
            (value - self.low) / (self.high - self.low)
        };
        self.from + part * (self.to - self.from)
    }

    /// The same, within the drawing.
    pub fn within(&self, value: f64) -> f64 {
        self.at(value).clamp(self.from.min(self.to), self.from.max(self.to))
    }

    /// Round values on it, about `count`.
    pub fn marks(&self, count: usize) -> Vec<f64> {
        if !self.is_log {
            return ticks(self.low, self.high, count).at;
        }
        let decades = self.low.log10().floor() as i32..=self.high.log10().ceil() as i32;
        let on = |leads: &[f64]| -> Vec<f64> {
            let all = decades.clone().flat_map(|d| leads.iter().map(move |lead| lead * 10f64.powi(d)));
            all.filter(|v| (self.low..=self.high).contains(v)).collect()
        };
        // The most marks that are not too many; a narrow range has round numbers of its own.
        let choices = [on(&[1.0, 2.0, 3.0, 5.0, 7.0]), on(&[1.0, 2.0, 5.0]), on(&[1.0, 3.0]), on(&[1.0])];
        match choices.into_iter().find(|marks| marks.len() <= count + 1) {
            Some(marks) if marks.len() >= 3 => marks,
            _ => ticks(self.low, self.high, count).at,
        }
    }
}

/// A drawing's frame: where its axes lie.
#[derive(Debug, Clone, Copy)]
pub struct Frame {
    /// Width of the whole drawing.
    pub width: f64,
    /// Height of the whole drawing.
    pub height: f64,
    /// The vertical axis.
    pub left: f64,
    /// The right end of what is drawn.
    pub right: f64,
    /// The upper end of what is drawn.
    pub top: f64,
    /// The horizontal axis.
    pub bottom: f64,
}

impl Frame {
    /// Begins a drawing; `label` tells what it shows. Without one it is no picture but holds what can be pressed.
    pub fn open(&self, m: &mut HtmlWriter, class: &str, label: Option<&str>) {
        let size = ["0 0 ", &units(self.width), " ", &units(self.height)].concat();
        let attrs = [("class", class), ("viewBox", &*size), ("role", "img"), ("aria-label", label.unwrap_or_default())];
        m.open("svg", if label.is_some() { &attrs } else { &attrs[..2] });
    }

    /// Draws both axes with their marks (values with their texts) and titles.
    pub fn axes(&self, m: &mut HtmlWriter, x: (&Scale, &[(f64, String)], &str), y: (&Scale, &[(f64, String)], &str)) {
        for (value, text) in y.1 {
            let at = y.0.at(*value);
            m.path("grid", &[&step("M", self.left, at), "H", &units(self.right)].concat());
            m.label("", "end", self.left - 6.0, at + 4.0, text);
        }
        m.path("axis", &[&step("M", self.left, self.bottom), "H", &units(self.right)].concat());
        for (value, text) in x.1 {
            let at = x.0.at(*value);
            m.path("axis", &[&step("M", at, self.bottom), "v4"].concat());
            m.label("", "middle", at, self.bottom + 16.0, text);
        }
        m.label("title", "end", self.right, self.bottom + 31.0, x.2);
        m.label("title", "start", 2.0, 11.0, y.2);
    }
}

/// A path's outline of bars of equal width: up at the first one's left end, along the tops, down at the last one's right.
pub fn outline(tops: &[f64], (left, right): (f64, f64), bottom: f64) -> String {
    let width = (right - left) / tops.len().max(1) as f64;
    let mut d = step("M", left, bottom);
    for (i, top) in tops.iter().enumerate() {
        d.push_str(&["V", &units(*top), "H", &units(left + width * (i + 1) as f64)].concat());
    }
    d.push_str(&["V", &units(bottom)].concat());
    d
}

/// Moves labels that would cover each other apart: as near as can be to where they should be, in the same order, `gap`
/// between neighbours, from `low` on. Gives a place for each in the order given.
pub fn apart(wanted: &[f64], gap: f64, low: f64, high: f64) -> Vec<f64> {
    let mut order: Vec<usize> = (0..wanted.len()).collect();
    order.sort_by(|&a, &b| wanted[a].total_cmp(&wanted[b]));
    let mut places = wanted.to_vec();
    let mut free = low;
    for &i in &order {
        places[i] = places[i].max(free);
        free = places[i] + gap;
    }
    // What was pushed over the end is pushed back.
    let mut end = high;
    for &i in order.iter().rev() {
        places[i] = places[i].min(end).max(low);
        end = places[i] - gap;
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scale(values: &[f64], is_log: bool) -> Scale {
        Scale::over(values.iter().copied(), (10.0, 110.0), is_log)
    }

    #[test]
    fn everything_lies_on_its_scale() {
        for is_log in [false, true] {
            for values in [&[0.9, 0.91, 0.95][..], &[5.0, 5.0], &[1.0, 1e6], &[f64::NAN], &[]] {
                let scale = scale(values, is_log);
                assert!(scale.low < scale.high, "{scale:?}");
                for v in values.iter().filter(|v| v.is_finite()) {
                    assert!((10.0..=110.0).contains(&scale.at(*v)), "{v} on {scale:?}");
                }
            }
        }
        let log = Scale { low: 1.0, high: 100.0, from: 0.0, to: 10.0, is_log: true };
        assert!((log.at(10.0) - 5.0).abs() < 1e-9);
        assert_eq!(log.within(1e9), 10.0);
    }

    #[test]
    fn marks_of_a_factor_are_round_and_few() {
        for (low, high) in [(900.0, 250_000.0), (0.011, 0.013), (1.0, 9.0), (1.0, 1e9)] {
            let scale = Scale { low, high, from: 0.0, to: 1.0, is_log: true };
            let marks = scale.marks(6);
            assert!((2..=12).contains(&marks.len()), "{marks:?}");
            assert!(
                marks.windows(2).all(|m| m[0] < m[1]) && marks.iter().all(|m| (low * 0.999..=high * 1.001).contains(m)),
                "{marks:?}"
            );
        }
        let scale = Scale { low: 900.0, high: 250_000.0, from: 0.0, to: 1.0, is_log: true };
        assert_eq!(scale.marks(4), [1e3, 3e3, 1e4, 3e4, 1e5].map(|v: f64| v));
    }

    #[test]
    fn bars_have_an_outline() {
        assert_eq!(outline(&[5.0, 2.0], (0.0, 4.0), 9.0), "M0 9V5H2V2H4V9");
        assert_eq!(outline(&[], (0.0, 4.0), 9.0), "M0 9V9");
    }

    #[test]
    fn labels_make_room() {
        assert_eq!(apart(&[10.0, 50.0], 12.0, 0.0, 100.0), [10.0, 50.0]);
        assert_eq!(apart(&[50.0, 49.0, 48.0], 12.0, 0.0, 100.0), [72.0, 60.0, 48.0]);
        assert_eq!(apart(&[99.0, 98.0, 97.0], 12.0, 0.0, 100.0), [100.0, 88.0, 76.0]);
    }
}
