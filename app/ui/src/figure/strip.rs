//! A strip plot: each sample a dot over its value, the quartiles as a band, the median as a line.

use crate::ticks::{Ticks, ticks};

/// Width of the drawing; the figure scales it to its place.
pub const WIDTH: f64 = 320.0;
/// Height of the drawing.
pub const HEIGHT: f64 = 64.0;
/// Where the axis lies.
pub const AXIS: f64 = 44.0;

const MARGIN: f64 = 14.0;

/// Where everything is, in the drawing's units.
#[derive(Debug, Clone, PartialEq)]
pub struct Strip {
    /// A dot for each sample.
    pub dots: Vec<(f64, f64)>,
    /// The middle half of the samples: from, to.
    pub band: (f64, f64),
    /// The median.
    pub median: f64,
    /// Marks of the axis: place and value.
    pub marks: Vec<(f64, f64)>,
    /// Digits of the marks.
    pub digits: u32,
}

/// Lays out `samples` round their median; `spread` is half the distance between the quartiles. `None` for no samples.
pub fn strip(samples: &[f64], median: f64, spread: f64) -> Option<Strip> {
    let finite: Vec<f64> = samples.iter().copied().filter(|v| v.is_finite()).collect();
    let low = finite.iter().copied().fold(f64::INFINITY, f64::min);
    let high = finite.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    if finite.is_empty() {
        return None;
    }
    // A little air at both ends, and some width where all samples are equal.
    let air = ((high - low) * 0.06).max(high.abs() * 1e-3).max(1e-9);
    let (low, high) = (low - air, high + air);
    let x = |v: f64| MARGIN + (v - low) / (high - low) * (WIDTH - 2.0 * MARGIN);
    // Dots that would hide each other are spread over five heights in turn.
    let y = |i: usize| AXIS - 8.0 - 6.0 * ((i * 2) % 5) as f64;
    let Ticks { at, digits } = ticks(low, high, 5);
    Some(Strip {
        dots: finite.iter().enumerate().map(|(i, &v)| (x(v), y(i))).collect(),
        band: (x((median - spread).max(low)), x((median + spread).min(high))),
        median: x(median.clamp(low, high)),
        marks: at.into_iter().map(|v| (x(v), v)).collect(),
        digits,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_lies_inside_and_in_order() {
        let s = strip(&[1.0, 1.1, 1.2, 1.4, 9.0], 1.2, 0.15).unwrap();
        assert!(s.dots.iter().all(|(x, y)| (MARGIN..WIDTH - MARGIN).contains(x) && (0.0..AXIS).contains(y)));
        assert!(s.band.0 < s.median && s.median < s.band.1);
        assert!(s.marks.len() >= 2);
    }

    #[test]
    fn equal_samples_and_none_at_all() {
        let s = strip(&[2.0, 2.0], 2.0, 0.0).unwrap();
        assert!((s.median - WIDTH / 2.0).abs() < 1.0);
        assert_eq!(strip(&[], f64::NAN, 0.0), None);
        assert_eq!(strip(&[f64::NAN], f64::NAN, 0.0), None);
    }
}
