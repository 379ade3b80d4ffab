//! Round numbers for axes (Heckbert 1990, "Nice numbers for graph labels").

/// Marks of an axis.
#[derive(Debug, Clone, PartialEq)]
pub struct Ticks {
    /// Where, rising.
    pub at: Vec<f64>,
    /// Digits after the point that tell them apart.
    pub digits: u32,
}

/// About `count` round marks within `low ..= high`; none where that is no range.
pub fn ticks(low: f64, high: f64, count: usize) -> Ticks {
    let span = high - low;
    if !(span.is_finite() && span > 0.0) {
        return Ticks { at: Vec::new(), digits: 0 };
    }
    let step = nice(span / count.max(1) as f64);
    let first = (low / step - 1e-9).ceil() as i64;
    let last = (high / step + 1e-9).floor() as i64;
    let digits = (-step.log10().floor()).max(0.0) as u32;
    Ticks { at: (first..=last).map(|i| i as f64 * step).collect(), digits }
}

/// Marks on whole numbers only: steps, epochs.
pub fn whole_ticks(high: f64, count: usize) -> Ticks {
    let step = nice(high / count.max(1) as f64).max(1.0).round();
    let last = if high.is_finite() { (high / step + 1e-9).floor() as i64 } else { 0 };
    Ticks { at: (0..=last).map(|i| i as f64 * step).collect(), digits: 0 }
}

/// The least of 1, 2, 5 · 10ⁿ that is at least `step`.
fn nice(step: f64) -> f64 {
    let power = 10f64.powf(step.log10().floor());
    let lead = step / power;
    let round = [1.0, 2.0, 5.0].into_iter().find(|r| lead <= r * (1.0 + 1e-9)).unwrap_or(10.0);
    round * power
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(low: f64, high: f64, count: usize, expect: &[f64], digits: u32) {
        let got = ticks(low, high, count);
        assert_eq!(got.digits, digits, "{got:?}");
        assert_eq!(got.at.len(), expect.len(), "{got:?}");
        assert!(got.at.iter().zip(expect).all(|(a, b)| (a - b).abs() < 1e-9), "{got:?}");
    }

    #[test]
    fn marks_are_round() {
        check(0.0, 2.4, 5, &[0.0, 0.5, 1.0, 1.5, 2.0], 1);
        check(0.0, 1.0, 5, &[0.0, 0.2, 0.4, 0.6, 0.8, 1.0], 1);
        check(0.81, 0.93, 4, &[0.85, 0.9], 2);
        check(3.0, 97.0, 2, &[50.0], 0);
    }

    #[test]
    fn no_range_has_no_marks() {
        for (low, high) in [(1.0, 1.0), (2.0, 1.0), (f64::NAN, 1.0), (0.0, f64::INFINITY)] {
            assert!(ticks(low, high, 5).at.is_empty());
        }
    }

    #[test]
    fn epochs_are_whole() {
        assert_eq!(whole_ticks(3.0, 6).at, [0.0, 1.0, 2.0, 3.0]);
        assert_eq!(whole_ticks(468.0, 5).at, [0.0, 100.0, 200.0, 300.0, 400.0]);
        assert_eq!(whole_ticks(f64::NAN, 5).at, [0.0]);
    }
}
