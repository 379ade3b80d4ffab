//! Which part of a range is worth its levels. A narrower range has finer steps, but clips what lies outside.

use super::Affine;
use super::observer::Range;

/// Ranges are tried in steps of this part of the greatest magnitude.
const PARTS: u32 = 128;

/// The narrowest range tried, in parts: a sixteenth, the least that Migacz 2017 tries (128 of 2048 bins).
const LEAST_PARTS: u32 = 8;

/// The range with the least `cost` among `full` and those that clip it at smaller magnitudes; the widest of equals.
pub(super) fn least(full: Range, cost: impl Fn(Range) -> f64) -> Range {
    let top = full.magnitude();
    let mut best = (full, f64::INFINITY);
    for parts in (LEAST_PARTS..=PARTS).rev() {
        let magnitude = top * (parts as f32 / PARTS as f32);
        let range = Range { min: full.min.max(-magnitude), max: full.max.min(magnitude) };
        let cost = cost(range);
        if cost < best.1 {
            best = (range, cost);
        }
    }
    best.0
}

/// The range without the outermost values: `percent` of them stay, and both tails lose the same number.
pub(super) fn percentile(full: Range, points: &[(f32, u32)], percent: f32) -> Range {
    let total: u64 = points.iter().map(|p| u64::from(p.1)).sum();
    let tail = (total as f64 * (100.0 - f64::from(percent)) / 200.0) as u64;
    let kept = |mut points: std::slice::Iter<(f32, u32)>, reversed: bool| {
        let mut left = tail;
        let mut next = || if reversed { points.next_back() } else { points.next() };
        while let Some(&(value, count)) = next() {
            if u64::from(count) > left {
                return Some(value);
            }
            left -= u64::from(count);
        }
        None
    };
    match (kept(points.iter(), false), kept(points.iter(), true)) {
        (Some(min), Some(max)) => Range { min, max },
        _ => full,
    }
}

/// `Σ count · (value − its nearest on the grid)²`.
pub(super) fn squared_error(points: &[(f32, u32)], grid: Affine, (low, high): (i32, i32)) -> f64 {
    let per_step = 1.0 / grid.scale;
    let (low, high) = ((low - grid.zero_point) as f32, (high - grid.zero_point) as f32);
    let of = |&(value, count): &(f32, u32)| {
        let error = value - grid.scale * (value * per_step).round_ties_even().clamp(low, high);
        f64::from(error * error) * f64::from(count)
    };
    points.iter().map(of).sum()
}

/// The Kullback–Leibler divergence `Σ p·ln(p/q)` of Migacz 2017 ("8-bit Inference with TensorRT"). p is the histogram
/// with what lies outside `range` put into its outermost bins; q has the values inside only, and each level's share
/// spread evenly over the bins that fall on it and are not empty. Zeros are left out: every grid has them.
///
/// Less what chance alone would give for so few values, (bins − levels) / 2N (Miller 1955, "Note on the bias of
/// information estimates"): with a thousand values it is most of the divergence, and falls with the range.
pub(super) fn divergence(points: &[(f32, u32)], range: Range, grid: Affine, (low, high): (i32, i32)) -> f64 {
    let points = || points.iter().filter(|p| p.0 != 0.0);
    let is_inside = |value: f32| value >= range.min && value <= range.max;
    let Some(last) = points().rfind(|p| is_inside(p.0)) else {
        return f64::INFINITY;
    };
    let count =
        |side: fn(f32, Range) -> bool| -> f64 { points().filter(|p| side(p.0, range)).map(|p| f64::from(p.1)).sum() };
    let (below, above) = (count(|v, r| v < r.min), count(|v, r| v > r.max));
    let (mut inside, mut p_ln_p, mut p_ln_q, mut by_chance) = (0.0, 0.0, 0.0, 0.0);
    let mut level = Level::default();
    let mut outside = below;
    for point in points().filter(|p| is_inside(p.0)) {
        let q = f64::from(point.1);
        // The first bin inside takes what lies below, the last what lies above; one bin alone takes both.
        let p = q + outside + if std::ptr::eq(point, last) { above } else { 0.0 };
        outside = 0.0;
        let at = ((point.0 / grid.scale).round_ties_even() as i32).saturating_add(grid.zero_point).clamp(low, high);
        if at != level.at {
            p_ln_q += level.p_ln_q();
            by_chance += (level.bins - 1.0).max(0.0);
            level = Level { at, ..Level::default() };
        }
        level.p += p;
        level.q += q;
        level.bins += 1.0;
        inside += q;
        p_ln_p += p * p.ln();
    }
    p_ln_q += level.p_ln_q();
    by_chance += (level.bins - 1.0).max(0.0);
    let all = inside + below + above;
    (p_ln_p - p_ln_q - by_chance / 2.0) / all - (all / inside).ln()
}

/// The bins that fall on one level.
#[derive(Default)]
struct Level {
    at: i32,
    /// Their counts with what lies outside.
    p: f64,
    /// Their counts without.
    q: f64,
    bins: f64,
}

impl Level {
    fn p_ln_q(&self) -> f64 {
        if self.bins == 0.0 { 0.0 } else { self.p * (self.q / self.bins).ln() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LEVELS: (i32, i32) = (-128, 127);

    fn points(values: &[f32]) -> Vec<(f32, u32)> {
        values.iter().map(|&v| (v, 1)).collect()
    }

    #[test]
    fn both_tails_lose_the_same() {
        let values: Vec<f32> = (0..1000).map(|i| i as f32 - 500.0).collect();
        let full = Range { min: -500.0, max: 499.0 };
        assert_eq!(percentile(full, &points(&values), 99.0), Range { min: -495.0, max: 494.0 });
        assert_eq!(percentile(full, &points(&values), 100.0), full);
        assert_eq!(percentile(full, &[], 99.0), full);
    }

    /// Against the definition, bin by bin.
    #[test]
    fn the_divergence_is_its_definition() {
        let points: Vec<(f32, u32)> =
            (-20i32..40).filter(|&i| i != 0).map(|i| (i as f32, (i * i % 7 + 1) as u32)).collect();
        let range = Range { min: -15.0, max: 30.0 };
        let grid = Affine { scale: 4.0, zero_point: -3 };
        let inside: Vec<&(f32, u32)> = points.iter().filter(|p| p.0 >= -15.0 && p.0 <= 30.0).collect();
        let outside = |side: fn(f32) -> bool| points.iter().filter(|p| side(p.0)).map(|p| f64::from(p.1)).sum::<f64>();
        let mut p: Vec<f64> = inside.iter().map(|p| f64::from(p.1)).collect();
        p[0] += outside(|v| v < -15.0);
        *p.last_mut().unwrap() += outside(|v| v > 30.0);
        let level = |i: usize| (inside[i].0 / 4.0).round_ties_even();
        let q = |i: usize| {
            let same: Vec<f64> =
                (0..p.len()).filter(|&j| level(j) == level(i)).map(|j| f64::from(inside[j].1)).collect();
            same.iter().sum::<f64>() / same.len() as f64
        };
        let all_p: f64 = p.iter().sum();
        let all_q: f64 = (0..p.len()).map(q).sum();
        let expected: f64 = (0..p.len()).map(|i| p[i] / all_p * (p[i] / all_p / (q(i) / all_q)).ln()).sum();
        let levels = (0..p.len()).filter(|&i| i == 0 || level(i) != level(i - 1)).count();
        let expected = expected - (p.len() - levels) as f64 / (2.0 * all_p);
        let got = divergence(&points, range, grid, LEVELS);
        assert!((got - expected).abs() < 1e-12 && levels == 13, "{got} {expected}");
    }

    #[test]
    fn a_lone_outlier_is_clipped_where_the_error_says_so() {
        // A thousand values within ±1 and one at 16: sixteen levels over ±16 would leave the thousand three of them.
        let mut values: Vec<f32> = (0..1000).map(|i| i as f32 / 500.0 - 1.0).collect();
        values.push(16.0);
        let (points, full) = (points(&values), Range { min: -1.0, max: 16.0 });
        let grid = |range: Range| Affine { scale: (range.max - range.min) / 15.0, zero_point: 0 };
        let range = least(full, |range| squared_error(&points, grid(range), (-8, 7)));
        assert!(range.max < 16.0 && range.min == -1.0, "{range:?}");
        assert_eq!(least(full, |_| 1.0), full);
    }
}
