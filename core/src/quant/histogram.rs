//! How values spread: a histogram that takes in a stream in one pass.

use super::observer::Range;

/// Bins on each side of zero. After the last one grown, the outermost values lie in the outer half of them, so that
/// 1024 at least are in use (Migacz 2017 has 2048 on one side).
const BINS: usize = 2048;

/// A histogram whose bins are a power of two wide. Where a value lies outside, bins are merged in pairs until it fits:
/// so the counts do not depend on the order in which values came, nor on how they were cut into batches.
#[derive(Debug, Clone)]
pub(super) struct Histogram {
    /// Of the bins `[i·width, (i+1)·width)` for i from −BINS; empty before there is a value.
    counts: Vec<u32>,
    width: f32,
    /// Zeros are on every grid; they would drown the bin above them behind a ReLU.
    zeros: u32,
}

impl Default for Histogram {
    fn default() -> Self {
        // What lies within 2⁻²⁹ of zero shares one bin with it: no grid tells them apart, see the least scale.
        Histogram { counts: Vec::new(), width: 2f32.powi(-40), zeros: 0 }
    }
}

impl Histogram {
    /// Counts the finite ones of `values`, whose range is `range`.
    pub fn add(&mut self, values: &[f32], range: Range) {
        while range.magnitude() >= BINS as f32 * self.width {
            self.merge();
        }
        self.counts.resize(2 * BINS, 0);
        let per_width = 1.0 / self.width;
        for &v in values.iter().filter(|v| v.is_finite()) {
            if v == 0.0 {
                self.zeros += 1;
            } else {
                self.counts[((v * per_width).floor() as isize + BINS as isize) as usize] += 1;
            }
        }
    }

    /// Makes the bins twice as wide.
    fn merge(&mut self) {
        self.width *= 2.0;
        if !self.counts.is_empty() {
            let mut merged = vec![0; 2 * BINS];
            for (i, pair) in self.counts.as_chunks::<2>().0.iter().enumerate() {
                merged[BINS / 2 + i] = pair[0] + pair[1];
            }
            self.counts = merged;
        }
    }

    /// The middle of each bin that holds anything, within `range`, and its count; ascending, zero among them.
    pub fn points(&self, range: Range) -> Vec<(f32, u32)> {
        let mut points = Vec::new();
        for (i, &count) in self.counts.iter().enumerate() {
            if i == BINS && self.zeros > 0 {
                points.push((0.0, self.zeros));
            }
            if count > 0 {
                let middle = (i as f32 + 0.5 - BINS as f32) * self.width;
                points.push((middle.max(range.min).min(range.max), count));
            }
        }
        points
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::Rng;

    #[test]
    fn counts_do_not_depend_on_the_order_of_batches() {
        let mut rng = Rng::new(1, 0);
        let values: Vec<f32> = (0..3000).map(|i| rng.normal() * (i as f32 + 1.0).powi(2) * 1e-4).collect();
        let of = |parts: &mut dyn Iterator<Item = &[f32]>| {
            let mut spread = Histogram::default();
            parts.for_each(|part| spread.add(part, Range::of(part.iter().copied())));
            (spread.width, spread.counts)
        };
        let whole = of(&mut std::iter::once(&values[..]));
        assert_eq!(whole, of(&mut values.chunks(7)));
        assert_eq!(whole, of(&mut values.rchunks(500)));
        assert_eq!(whole.1.iter().sum::<u32>(), 3000);
        let top = Range::of(values.iter().copied()).magnitude() / whole.0;
        assert!((1024.0..2048.0).contains(&top), "{top}");
    }

    #[test]
    fn points_hold_every_value_and_zeros_apart() {
        let values = [-1.0, 0.0, 0.0, 0.25, 3.0, f32::NAN, f32::INFINITY];
        let range = Range::of(values.into_iter());
        let mut spread = Histogram::default();
        spread.add(&values, range);
        let points = spread.points(range);
        assert_eq!(points.iter().map(|p| p.1).collect::<Vec<_>>(), [1, 2, 1, 1]);
        assert!((points[0].0 + 1.0).abs() < 0.01 && points[1].0 == 0.0 && points[3].0 <= 3.0);
    }
}
