//! Axes of the drawings that questions show.

use crate::{Axis, Text};

/// An axis from `low` to `high` with these values written beside it.
pub(crate) fn axis(name: impl Into<Text>, low: f64, high: f64, ticks: impl IntoIterator<Item = f64>) -> Axis {
    let ticks = ticks.into_iter().map(|value| (value, Text::same(shown(value)))).collect();
    Axis { name: name.into(), low, high, is_log: false, ticks }
}

/// The same, on which equal ways are equal factors.
pub(crate) fn log_axis(name: impl Into<Text>, low: f64, high: f64, ticks: impl IntoIterator<Item = f64>) -> Axis {
    Axis { is_log: true, ..axis(name, low, high, ticks) }
}

/// A number as it is written beside an axis.
pub(crate) fn shown(value: f64) -> String {
    // Not 0.30000000000000004; and a minus, not a hyphen.
    ((value * 1e6).round() / 1e6).to_string().replace('-', "−")
}

/// The numbers 1, 2 and 5 times powers of ten within a range.
pub(crate) fn decades(low: f64, high: f64) -> Vec<f64> {
    let powers = (-3..6).map(|power| 10f64.powi(power));
    powers
        .flat_map(|ten| [1.0, 2.0, 5.0].map(|n| n * ten))
        .filter(|n| (low * 0.999..=high * 1.001).contains(n))
        .collect()
}
