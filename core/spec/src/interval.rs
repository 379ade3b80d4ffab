use crate::figure::ascending;
use serde::{Deserialize, Serialize};

/// The standard normal deviate of 95 % in the middle.
const Z95: f64 = 1.959_964;

/// Where a quantity lies, as far as a measurement can tell.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Interval {
    /// Its lower end.
    pub low: f64,
    /// Its upper end.
    pub high: f64,
}

/// What a comparison can say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Verdict {
    /// More than before.
    More,
    /// Less than before.
    Less,
    /// The measurement cannot tell them apart.
    Noise,
}

impl Interval {
    /// The 95 % confidence interval of a share of which `hits` of `of` were seen: Wilson's score interval (Wilson 1927;
    /// Brown, Cai & DasGupta 2001, §3.1.1). All of 0..1 where nothing was seen.
    pub fn of_share(hits: u64, of: u64) -> Self {
        if of == 0 {
            return Interval { low: 0.0, high: 1.0 };
        }
        let (n, z2) = (of as f64, Z95 * Z95);
        let share = hits as f64 / n;
        let middle = (share + z2 / (2.0 * n)) / (1.0 + z2 / n);
        let half = Z95 / (1.0 + z2 / n) * (share * (1.0 - share) / n + z2 / (4.0 * n * n)).sqrt();
        Interval { low: (middle - half).max(0.0), high: (middle + half).min(1.0) }
    }

    /// The 95 % confidence interval of the difference of two shares that were counted on the same `of` images, of which
    /// `gained` are right only now and `lost` were right only before: Wald's interval with half a case added to each of the
    /// four cells (Agresti & Min 2005, Statistics in Medicine 24, §2).
    pub fn of_difference(gained: u64, lost: u64, of: u64) -> Self {
        let (gained, lost, n) = (gained as f64 + 0.5, lost as f64 + 0.5, of as f64 + 2.0);
        let middle = (gained - lost) / n;
        let half = Z95 * ((gained + lost) - (gained - lost).powi(2) / n).max(0.0).sqrt() / n;
        Interval { low: (middle - half).max(-1.0), high: (middle + half).min(1.0) }
    }

    /// The same by whether each image was right before and is right now.
    pub fn of_hits(before: &[bool], now: &[bool]) -> Self {
        let count = |is: fn(bool, bool) -> bool| before.iter().zip(now).filter(|(a, b)| is(**a, **b)).count() as u64;
        Self::of_difference(count(|a, b| !a && b), count(|a, b| a && !b), count(|_, _| true))
    }

    /// The 95 % confidence interval of the difference of two shares, each counted on images of which nothing more is known:
    /// Wald's interval with a hit and a miss added to each (Agresti & Caffo 2000, The American Statistician 54).
    pub fn between_shares([hits, of]: [u64; 2], [hits_now, of_now]: [u64; 2]) -> Self {
        let share = |hits: u64, of: u64| (hits as f64 + 1.0) / (of as f64 + 2.0);
        let (was, is) = (share(hits, of), share(hits_now, of_now));
        let variance = was * (1.0 - was) / (of as f64 + 2.0) + is * (1.0 - is) / (of_now as f64 + 2.0);
        let half = Z95 * variance.sqrt();
        Interval { low: (is - was - half).max(-1.0), high: (is - was + half).min(1.0) }
    }

    /// The 99 % confidence interval of the median of what `samples` are drawn from, whatever its distribution: between two
    /// of the samples in order, as many from either end as the sign test allows (Conover 1999, Practical Nonparametric
    /// Statistics, §3.2). `None` for fewer than eight samples, which do not reach 99 %.
    pub fn of_median(samples: Vec<f64>) -> Option<Self> {
        let samples = ascending(samples);
        let n = samples.len();
        // The chance that at most `k` of n fair coins show heads, added up while it stays below half of 1 %.
        let (mut term, mut sum, mut k) = (0.5f64.powi(n as i32), 0.0, 0);
        while sum + term <= 0.005 && k < n / 2 {
            sum += term;
            term *= (n - k) as f64 / (k + 1) as f64;
            k += 1;
        }
        (k > 0).then(|| Interval { low: samples[k - 1], high: samples[n - k] })
    }

    /// Whether it lies wholly above or below `neutral`, by more than `margin` as a part of it or, where `neutral` is 0, as it
    /// is.
    pub fn verdict(self, neutral: f64, margin: f64) -> Verdict {
        let (low, high) =
            if neutral == 0.0 { (-margin, margin) } else { (neutral / (1.0 + margin), neutral * (1.0 + margin)) };
        match () {
            () if self.low > high => Verdict::More,
            () if self.high < low => Verdict::Less,
            () => Verdict::Noise,
        }
    }

    /// Half its length.
    pub fn half(self) -> f64 {
        (self.high - self.low) / 2.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(interval: Interval, low: f64, high: f64) {
        assert!((interval.low - low).abs() < 5e-5 && (interval.high - high).abs() < 5e-5, "{interval:?}");
    }

    #[test]
    fn shares_have_wilsons_interval() {
        // Newcombe 1998, Statistics in Medicine 17, table I, method 3: 81 of 263, 0 of 20, 29 of 29.
        near(Interval::of_share(81, 263), 0.2553, 0.3662);
        near(Interval::of_share(0, 20), 0.0, 0.1611);
        near(Interval::of_share(29, 29), 0.8830, 1.0);
        assert_eq!(Interval::of_share(0, 0), Interval { low: 0.0, high: 1.0 });
    }

    #[test]
    fn one_image_of_two_thousand_is_no_difference_and_forty_are() {
        assert_eq!(Interval::of_difference(1, 0, 2_000).verdict(0.0, 0.0), Verdict::Noise);
        assert_eq!(Interval::of_difference(0, 40, 2_000).verdict(0.0, 0.0), Verdict::Less);
        assert_eq!(Interval::of_difference(60, 20, 2_000).verdict(0.0, 0.0), Verdict::More);
        let right = |hits: usize| (0..2_000).map(|i| i < hits).collect::<Vec<_>>();
        assert_eq!(Interval::of_hits(&right(1_840), &right(1_800)), Interval::of_difference(0, 40, 2_000));
        // As many changed both ways: the shares are equal.
        let even = Interval::of_difference(30, 30, 2_000);
        assert!(even.low == -even.high && (even.half() - 0.0076).abs() < 2e-4, "{even:?}");
    }

    #[test]
    fn shares_of_which_nothing_more_is_known_lie_further_apart() {
        // By hand for 8 of 10 and 2 of 10: (9/12 − 3/12) ± 1.96·√(2·(3/4·1/4)/12).
        near(Interval::between_shares([2, 10], [8, 10]), 0.15352, 0.84648);
        let paired = Interval::of_difference(60, 20, 2_000);
        let apart = Interval::between_shares([1_500, 2_000], [1_540, 2_000]);
        assert!(apart.half() > 2.0 * paired.half());
    }

    #[test]
    fn a_median_needs_eight_samples_and_lies_between_two_of_them() {
        let of = |n: i32| Interval::of_median((1..=n).map(f64::from).collect());
        assert_eq!(of(7), None);
        assert_eq!(of(8), Some(Interval { low: 1.0, high: 8.0 }));
        // Conover, table A3: the binomial of 20 at 0.5 has 0.0013 up to 3 and 0.0059 up to 4.
        assert_eq!(of(20), Some(Interval { low: 4.0, high: 17.0 }));
    }

    #[test]
    fn what_lies_across_the_margin_is_noise() {
        let is = |low, high| Interval { low, high }.verdict(1.0, 0.05);
        assert_eq!(is(0.90, 1.10), Verdict::Noise);
        assert_eq!(is(1.01, 1.20), Verdict::Noise);
        assert_eq!(is(1.06, 1.20), Verdict::More);
        assert_eq!(is(0.50, 0.90), Verdict::Less);
    }
}
