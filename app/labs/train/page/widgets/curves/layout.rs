//! Where the three panels lie: loss and accuracy side by side or, in little width, one below the other; the learning
//! rate below both. Each has its own axis of steps, all of one length.

use super::lines::Dot;
use karui_ui::ticks::{Ticks, ticks, whole_ticks};

/// From this width on, loss and accuracy lie side by side; the style sheet has the same.
const WIDE: f64 = 560.0;
/// Room for the numbers of a value axis.
const LEFT: f64 = 42.0;
/// Room for the names and values at the curves' ends.
const RIGHT: f64 = 74.0;
/// Room for a panel's heading.
const HEAD: f64 = 22.0;
/// Room for the numbers of the axis of steps.
const FOOT: f64 = 24.0;
/// Between stacked panels, beside the heading.
const GAP: f64 = 8.0;
/// Height of the learning rate's panel.
const RATE: f64 = 24.0;

/// A panel in CSS pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Panel {
    /// Left edge: step 0.
    pub left: f64,
    /// Right edge: the last step.
    pub right: f64,
    /// Upper edge.
    pub top: f64,
    /// Lower edge.
    pub bottom: f64,
    /// The value at the lower edge.
    pub low: f64,
    /// The value at the upper edge.
    pub high: f64,
    /// The last step of the axis.
    pub steps: f64,
}

impl Panel {
    /// The height at which `value` is drawn.
    pub fn y(&self, value: f64) -> f64 {
        self.bottom - (value - self.low) / (self.high - self.low) * (self.bottom - self.top)
    }

    /// Where `step` is drawn.
    pub fn x(&self, step: f64) -> f64 {
        self.left + step / self.steps * (self.right - self.left)
    }

    /// The step drawn at `x`, within the axis.
    fn step(&self, x: f64) -> f64 {
        ((x - self.left) / (self.right - self.left)).clamp(0.0, 1.0) * self.steps
    }

    /// Marks of the axis of steps, in epochs where there are several.
    pub fn step_marks(&self, steps_per_epoch: f64) -> StepMarks {
        let count = ((self.right - self.left) / 60.0) as usize;
        let epochs = self.steps / steps_per_epoch.max(1.0);
        let in_epochs = epochs >= 2.0;
        let (scale, high) = if in_epochs { (steps_per_epoch, epochs) } else { (1.0, self.steps) };
        let Ticks { at, .. } = whole_ticks(high, count);
        StepMarks { in_epochs, at: at.into_iter().map(|v| (self.x(v * scale), v)).collect() }
    }
}

/// Marks of the axis of steps.
#[derive(Debug, Clone, PartialEq)]
pub struct StepMarks {
    /// Whether the numbers count epochs.
    pub in_epochs: bool,
    /// Place and number.
    pub at: Vec<(f64, f64)>,
}

/// The ends of the axes: the last step, and from [`loss_top`] and [`accuracy_floor`] the values.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ranges {
    /// The last step.
    pub steps: f64,
    /// The greatest loss.
    pub loss_top: f64,
    /// The least accuracy.
    pub accuracy_floor: f64,
    /// The greatest learning rate.
    pub rate_top: f64,
}

/// The whole chart.
#[derive(Debug, Clone, PartialEq)]
pub struct Layout {
    /// Loss.
    pub loss: Panel,
    /// Accuracy.
    pub accuracy: Panel,
    /// Learning rate.
    pub rate: Panel,
    /// Whether loss and accuracy lie side by side: each then has numbers at its axis of steps, else only the lowest.
    pub wide: bool,
}

impl Layout {
    /// For a chart of `width × height`.
    pub fn new(width: f64, height: f64, ranges: Ranges) -> Self {
        let wide = width >= WIDE;
        let steps = ranges.steps.max(1.0);
        let panel = |(left, right): (f64, f64), top: f64, height: f64, low: f64, high: f64| {
            let (right, bottom) = ((right - RIGHT).max(left + LEFT + 40.0), top + height);
            Panel { left: left + LEFT, right, top, bottom, low, high, steps }
        };
        let all = (0.0, width);
        let (first, second, high, below) = if wide {
            let high = (height - HEAD - FOOT - HEAD - RATE - GAP).max(40.0);
            ((0.0, width / 2.0), ((width / 2.0), width), high, FOOT)
        } else {
            let high = ((height - 3.0 * HEAD - 2.0 * GAP - RATE - FOOT) / 2.0).max(40.0);
            (all, all, high, GAP)
        };
        let loss = panel(first, HEAD, high, 0.0, ranges.loss_top);
        let top = if wide { HEAD } else { loss.bottom + GAP + HEAD };
        let accuracy = panel(second, top, high, ranges.accuracy_floor, 1.0);
        let rate = panel(all, accuracy.bottom + below + HEAD, RATE, 0.0, ranges.rate_top);
        Layout { loss, accuracy, rate, wide }
    }

    /// The step drawn at a place, read on the axis of the panel there.
    pub fn step(&self, x: f64, y: f64) -> f64 {
        let below = y > self.rate.top - HEAD;
        let panel = if below {
            &self.rate
        } else if x < self.accuracy.left - LEFT {
            &self.loss
        } else {
            &self.accuracy
        };
        panel.step(x)
    }
}

/// The part of a run that the close view leaves out: its steep beginning.
const BEGINNING: f64 = 0.1;

/// The top of the loss axis: a round number above all smoothed values (`close`: above those after the beginning).
pub fn loss_top(lines: &[&[Dot]], steps: f64, close: bool) -> f64 {
    let max = late(lines, steps, close).fold(0.0, f64::max);
    if max <= 0.0 {
        return 2.5;
    }
    let step = ticks(0.0, max, 5).at.get(1).copied().unwrap_or(max);
    (max * 1.02 / step).ceil() * step
}

/// The bottom of the accuracy axis: 0, or (`close`) the ten percent below all values after the beginning.
pub fn accuracy_floor(lines: &[&[Dot]], steps: f64, close: bool) -> f64 {
    if !close {
        return 0.0;
    }
    let min = late(lines, steps, true).fold(f64::INFINITY, f64::min);
    if min.is_finite() { ((min * 10.0).floor() / 10.0).clamp(0.0, 0.9) } else { 0.0 }
}

fn late<'a>(lines: &'a [&'a [Dot]], steps: f64, close: bool) -> impl Iterator<Item = f64> + 'a {
    let from = if close { steps * BEGINNING } else { 0.0 };
    lines.iter().flat_map(|l| l.iter()).filter(move |d| d.step >= from).map(|d| d.smooth)
}

/// Moves labels apart that want to be at `at`, keeping their order: at least `gap` between two, none below `bottom`.
pub fn spread(at: [f64; 2], gap: f64, bottom: f64) -> [f64; 2] {
    let [a, b] = at;
    let missing = gap - (a - b).abs();
    let [mut a, mut b] = match missing > 0.0 {
        true if a <= b => [a - missing / 2.0, b + missing / 2.0],
        true => [a + missing / 2.0, b - missing / 2.0],
        false => at,
    };
    let over = (a.max(b) - bottom).max(0.0);
    a -= over;
    b -= over;
    [a, b]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dots(values: &[(f64, f64)]) -> Vec<Dot> {
        values.iter().map(|&(step, v)| Dot { step, raw: v, smooth: v }).collect()
    }

    fn chart(width: f64, height: f64) -> Layout {
        Layout::new(width, height, Ranges { steps: 468.0, loss_top: 2.5, accuracy_floor: 0.0, rate_top: 0.05 })
    }

    #[test]
    fn a_narrow_chart_is_stacked() {
        let l = chart(358.0, 440.0);
        assert!(l.loss.bottom < l.accuracy.top && l.accuracy.bottom < l.rate.top && l.rate.bottom < 440.0);
        assert_eq!((l.loss.y(0.0), l.loss.y(2.5)), (l.loss.bottom, l.loss.top));
        assert!((l.step(l.loss.x(123.0), l.loss.top) - 123.0).abs() < 1e-9);
        assert_eq!(l.step(-5.0, l.rate.top), 0.0);
    }

    #[test]
    fn a_wide_chart_lies_side_by_side() {
        let l = chart(670.0, 280.0);
        assert!(l.loss.right < l.accuracy.left && l.accuracy.right < 670.0);
        assert!(l.loss.bottom < l.rate.top && l.rate.bottom < 280.0);
        for panel in [&l.loss, &l.accuracy, &l.rate] {
            assert!((l.step(panel.x(400.0), panel.bottom) - 400.0).abs() < 1e-9, "{panel:?}");
        }
    }

    #[test]
    fn axes_end_on_round_numbers() {
        let line = dots(&[(0.0, 2.31), (50.0, 0.6), (100.0, 0.41)]);
        assert_eq!(loss_top(&[&line], 100.0, false), 2.5);
        assert!((loss_top(&[&line], 100.0, true) - 0.8).abs() < 1e-9);
        assert_eq!(loss_top(&[&[]], 100.0, false), 2.5);
        let line = dots(&[(0.0, 0.1), (50.0, 0.78), (100.0, 0.9)]);
        assert_eq!(accuracy_floor(&[&line], 100.0, false), 0.0);
        assert_eq!(accuracy_floor(&[&line], 100.0, true), 0.7);
    }

    #[test]
    fn steps_are_told_in_epochs_where_there_are_several() {
        let panel = chart(800.0, 280.0).loss;
        assert_eq!(panel.step_marks(156.0).at.iter().map(|m| m.1).collect::<Vec<_>>(), [0.0, 1.0, 2.0, 3.0]);
        assert!(!panel.step_marks(468.0).in_epochs);
    }

    #[test]
    fn labels_do_not_touch() {
        assert_eq!(spread([10.0, 12.0], 14.0, 100.0), [4.0, 18.0]);
        assert_eq!(spread([50.0, 10.0], 14.0, 100.0), [50.0, 10.0]);
        assert_eq!(spread([99.0, 99.0], 14.0, 100.0), [86.0, 100.0]);
    }
}
