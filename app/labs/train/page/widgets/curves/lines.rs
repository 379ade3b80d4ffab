//! The curves' points, made ready to be drawn.

use karui_protocol::{CurvePoint, CurveSet};

/// The weight of the past in the smoothed curve.
pub const SMOOTHING: f64 = 0.85;

/// One drawn value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Dot {
    /// Steps done.
    pub step: f64,
    /// As measured.
    pub raw: f64,
    /// The exponential moving average up to here; for validation the same as `raw`.
    pub smooth: f64,
}

/// Which value of a point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quantity {
    /// Mean cross-entropy.
    Loss,
    /// Share classified rightly.
    Accuracy,
    /// Learning rate.
    Rate,
}

impl Quantity {
    /// That value of `point`.
    pub fn of(self, point: &CurvePoint) -> f64 {
        f64::from(match self {
            Quantity::Loss => point.loss,
            Quantity::Accuracy => point.accuracy,
            Quantity::Rate => point.lr,
        })
    }
}

/// The points of one curve. The average starts unbiased, as Adam's do: divided by 1 − βᵗ (Kingma and Ba 2015, §3).
pub fn line(points: &[CurvePoint], on: CurveSet, quantity: Quantity) -> Vec<Dot> {
    let (mut average, mut weight) = (0.0, 0.0);
    let finite = points.iter().filter(|p| p.on == on && quantity.of(p).is_finite());
    finite
        .map(|p| {
            let raw = quantity.of(p);
            average = SMOOTHING * average + (1.0 - SMOOTHING) * raw;
            weight = SMOOTHING * weight + (1.0 - SMOOTHING);
            let smooth = if on == CurveSet::Train && quantity != Quantity::Rate { average / weight } else { raw };
            Dot { step: p.step as f64, raw, smooth }
        })
        .collect()
}

/// The dots that share a pixel column.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Column {
    /// The place of the first of them.
    pub x: f64,
    /// The least raw value.
    pub low: f64,
    /// The greatest raw value.
    pub high: f64,
    /// The last smoothed value.
    pub smooth: f64,
}

/// At most one column for each pixel: a long run has far more points than pixels, and the extremes are what one sees.
pub fn columns(line: &[Dot], x: impl Fn(f64) -> f64) -> Vec<Column> {
    let mut columns: Vec<Column> = Vec::new();
    for dot in line {
        let at = x(dot.step);
        match columns.last_mut() {
            Some(last) if at - last.x < 1.0 => {
                last.low = last.low.min(dot.raw);
                last.high = last.high.max(dot.raw);
                last.smooth = dot.smooth;
            }
            _ => columns.push(Column { x: at, low: dot.raw, high: dot.raw, smooth: dot.smooth }),
        }
    }
    columns
}

/// A small number as a power of ten, `3.6×10⁻⁶`; `None` for one that reads better in full.
pub fn power_of_ten(value: f64) -> Option<String> {
    if !(value > 0.0 && value < 1e-4) {
        return None;
    }
    let text = format!("{value:.1e}");
    let (mantissa, exponent) = text.split_once("e-")?;
    let raised = exponent.chars().filter_map(|c| "⁰¹²³⁴⁵⁶⁷⁸⁹".chars().nth(c.to_digit(10)? as usize));
    Some(format!("{mantissa}×10⁻{}", raised.collect::<String>()))
}

/// The point nearest to `step`.
pub fn nearest(points: &[CurvePoint], on: CurveSet, step: f64) -> Option<CurvePoint> {
    let of_set = points.iter().filter(|p| p.on == on);
    of_set.min_by(|a, b| (a.step as f64 - step).abs().total_cmp(&(b.step as f64 - step).abs())).copied()
}

/// The recorded step after `step`, or before it.
pub fn neighbour(points: &[CurvePoint], step: u64, forward: bool) -> Option<u64> {
    let steps = points.iter().filter(|p| p.on == CurveSet::Train).map(|p| p.step);
    if forward { steps.filter(|&s| s > step).min() } else { steps.filter(|&s| s < step).max() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(values: &[f32]) -> Vec<CurvePoint> {
        let point = |(i, &loss)| CurvePoint { step: i as u64, on: CurveSet::Train, loss, accuracy: 0.5, lr: 0.1 };
        values.iter().enumerate().map(point).collect()
    }

    #[test]
    fn the_average_of_equals_is_the_same_from_the_first_point_on() {
        let line = line(&run(&[2.0; 30]), CurveSet::Train, Quantity::Loss);
        assert!(line.iter().all(|d| (d.smooth - 2.0).abs() < 1e-9));
    }

    #[test]
    fn the_average_weighs_the_past() {
        let line = line(&run(&[1.0, 0.0]), CurveSet::Train, Quantity::Loss);
        assert!((line[1].smooth - 0.85 / 1.85).abs() < 1e-9, "{line:?}");
    }

    #[test]
    fn what_is_no_number_is_left_out() {
        let line = line(&run(&[1.0, f32::NAN, f32::INFINITY, 3.0]), CurveSet::Train, Quantity::Loss);
        assert_eq!(line.iter().map(|d| d.step).collect::<Vec<_>>(), [0.0, 3.0]);
    }

    #[test]
    fn a_pixel_column_keeps_its_extremes() {
        let line = line(&run(&[5.0, 1.0, 9.0, 4.0]), CurveSet::Train, Quantity::Loss);
        let columns = columns(&line, |step| step / 3.0);
        assert_eq!(columns.len(), 2);
        assert_eq!((columns[0].low, columns[0].high, columns[1].x), (1.0, 9.0, 1.0));
    }

    #[test]
    fn the_end_of_a_cosine_stays_short() {
        assert_eq!(power_of_ten(3.64e-6).as_deref(), Some("3.6×10⁻⁶"));
        assert_eq!(power_of_ten(9.99e-12).as_deref(), Some("1.0×10⁻¹¹"));
        assert_eq!([0.0, 1e-4, 0.05, f64::NAN].map(power_of_ten), [None, None, None, None]);
    }

    #[test]
    fn neighbours_are_recorded_steps() {
        let points = run(&[0.0; 4]);
        assert_eq!(neighbour(&points, 1, true), Some(2));
        assert_eq!(neighbour(&points, 0, false), None);
        assert_eq!(nearest(&points, CurveSet::Train, 2.4).map(|p| p.step), Some(2));
    }
}
