use super::Affine;

/// What a grid does to values: the squares of the errors, of values that lie on it and of those beyond its ends apart (the
/// rounding and the clipping error of Nagel et al. 2021, "A White Paper on Neural Network Quantization", section 2.1).
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Noise {
    /// The values' own sum of squares.
    pub signal: f64,
    /// The sum of the squared errors of values that went to their nearest level.
    pub rounding: f64,
    /// The same of those for which the grid ends too early: their nearest level would lie beyond it.
    pub clipping: f64,
    /// How many those are.
    pub clipped: usize,
}

impl Noise {
    /// `10·log₁₀(signal / error)` in dB; infinite where there is no error.
    pub fn sqnr(&self, error: f64) -> f64 {
        if error == 0.0 { f64::INFINITY } else { 10.0 * (self.signal / error).log10() }
    }

    /// Both errors together.
    pub fn error(&self) -> f64 {
        self.rounding + self.clipping
    }
}

/// The noise of `grid` with the levels `levels`, the least and the greatest, on the finite ones of `values`.
pub fn noise(values: impl IntoIterator<Item = f32>, grid: Affine, levels: (i32, i32)) -> Noise {
    let mut noise = Noise::default();
    for value in values.into_iter().filter(|v| v.is_finite()) {
        let (wanted, level) = (grid.unclamped(value), grid.level(value, levels));
        let error = (f64::from(value) - f64::from(grid.value(level))).powi(2);
        noise.signal += f64::from(value).powi(2);
        if wanted == level {
            noise.rounding += error;
        } else {
            noise.clipping += error;
            noise.clipped += 1;
        }
    }
    noise
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compress::quantize::sqnr;
    use crate::quant::{Grid, QParamsRule, Range};
    use crate::spec::recipe::{Observer, Quantize, Scheme};

    const LEVELS: (i32, i32) = (-7, 7);

    #[test]
    fn rounding_and_clipping_are_told_apart() {
        let grid = Affine { scale: 0.5, zero_point: 0 };
        // 0.6 is rounded to 0.5, 3.6 still to 3.5; 4 would be level 8.
        let noise = noise([0.6, 3.6, 4.0, f32::NAN], grid, LEVELS);
        assert!((noise.rounding - 0.02).abs() < 1e-6, "{noise:?}");
        assert!((noise.clipping - 0.25).abs() < 1e-9 && noise.clipped == 1, "{noise:?}");
        assert!((noise.signal - (0.36 + 12.96 + 16.0)).abs() < 1e-5);
    }

    #[test]
    fn a_zero_point_moves_the_ends_and_not_the_steps() {
        let grid = Affine { scale: 0.5, zero_point: -7 };
        assert_eq!((grid.value(-7), grid.value(7)), (0.0, 7.0));
        let noise = noise([7.0, -0.5], grid, LEVELS);
        assert_eq!((noise.rounding, noise.clipping, noise.clipped), (0.0, 0.25, 1));
    }

    #[test]
    fn a_range_of_all_values_clips_hardly_any_and_its_ratio_is_that_of_the_report() {
        let values: Vec<f32> = (0..500).map(|i| ((i * 37 % 500) as f32 / 125.0 - 1.7).sin() * 0.3).collect();
        for scheme in [Scheme::Symmetric, Scheme::Affine] {
            let settings = Quantize { scheme, observer: Observer::MinMax, ..Quantize::default() };
            for bits in [2, 3, 4, 8] {
                let rule = QParamsRule::weights_of_bits(&settings, bits).unwrap();
                let grid = rule.fit(Range::of_slice(&values));
                let noise = noise(values.iter().copied(), grid, rule.levels);
                // Rounding an affine grid's zero point to a level moves its ends by half a step at most.
                let most = if scheme == Scheme::Symmetric { 0.0 } else { f64::from(grid.scale).powi(2) };
                assert!(noise.clipping <= most * noise.clipped as f64, "{bits} {scheme:?} {noise:?}");
                assert!(scheme == Scheme::Affine || noise.clipped == 0);
                let back: Vec<f32> = values.iter().map(|&v| grid.value(grid.level(v, rule.levels))).collect();
                assert!((noise.sqnr(noise.error()) - sqnr(&values, &back)).abs() < 1e-9);
            }
        }
    }

    #[test]
    fn levels_of_bits_are_those_of_the_number_types() {
        use crate::spec::recipe::NumberType;
        for symmetric in [false, true] {
            for dtype in [NumberType::Int8, NumberType::Int4, NumberType::Int2] {
                assert_eq!(Grid::levels_of_bits(dtype.bits(), symmetric), Grid::levels(dtype, symmetric));
            }
        }
        assert!(QParamsRule::weights_of_bits(&Quantize::default(), 1).is_err());
    }
}
