//! The laws of speed on several workers, and their constants from points that somebody measured, by least squares.

use crate::allreduce::{AllReduce, Link, seconds};
use karui_spec::{Error, Result};

/// How many times as fast N workers do the same work, a share `serial` of which cannot be divided: 1 / (s + (1−s)/N) (Amdahl 1967).
pub fn amdahl(serial: f64, workers: f64) -> f64 {
    1.0 / (serial + (1.0 - serial) / workers)
}

/// How many times as much work N workers do in the same time, `serial` being the share of that time in which only one works:
/// s + (1−s)·N (Gustafson 1988).
pub fn gustafson(serial: f64, workers: f64) -> f64 {
    serial + (1.0 - serial) * workers
}

/// The speed-up of each worker: 1 where nothing is lost.
pub fn efficiency(speed_up: f64, workers: f64) -> f64 {
    speed_up / workers
}

/// How many times as many images per second N workers train on, each on as many as one would (weak scaling), where a step takes
/// `compute` seconds and then its gradient of `bytes` is brought together.
pub fn data_parallel(algorithm: AllReduce, workers: usize, compute: f64, bytes: f64, link: Link) -> f64 {
    let exchange = if workers < 2 { 0.0 } else { seconds(algorithm, workers, bytes, link) };
    workers as f64 * compute / (compute + exchange)
}

/// The share `serial` of Amdahl's law, 0 … 1, from `(workers, speed-up)`: 1/speed-up − 1/N = s·(1 − 1/N), the line through 0 of least
/// squares. Points above N times are as if nothing was serial: s is 0.
///
/// # Errors
/// [`Error::Misuse`] without a point of two workers or more, or with a point that is no number above 0; [`Error::Range`] where several
/// workers are slower than one. The law knows no such thing, the least of it is as fast as one: what is measured there is communication.
pub fn fit_amdahl(points: &[(f64, f64)]) -> Result<f64> {
    let serial = through_zero(points, |n, speed_up| (1.0 - 1.0 / n, 1.0 / speed_up - 1.0 / n))?.max(0.0);
    if serial > 1.0 { Err(Error::range("serial", [0, 1], serial)) } else { Ok(serial) }
}

/// The share `serial` of Gustafson's law from `(workers, scaled speed-up)`: N − speed-up = s·(N − 1), the same way.
///
/// # Errors
/// Those of [`fit_amdahl`].
pub fn fit_gustafson(points: &[(f64, f64)]) -> Result<f64> {
    through_zero(points, |n, speed_up| (n - 1.0, n - speed_up))
}

/// Latency and bandwidth from `(bytes, seconds)` of messages: seconds = α + bytes/B, the line of least squares. A latency that would
/// be below 0 is 0.
///
/// # Errors
/// [`Error::Misuse`] unless there are two lengths at least, all numbers are 0 or more, and longer messages take longer.
pub fn fit_link(points: &[(f64, f64)]) -> Result<Link> {
    check(points, |x, y| x >= 0.0 && y >= 0.0)?;
    let n = points.len() as f64;
    let mean = |of: fn(&(f64, f64)) -> f64| points.iter().map(of).sum::<f64>() / n;
    let (x, y) = (mean(|p| p.0), mean(|p| p.1));
    let spread: f64 = points.iter().map(|p| (p.0 - x).powi(2)).sum();
    let together: f64 = points.iter().map(|p| (p.0 - x) * (p.1 - y)).sum();
    if !(spread > 0.0 && together > 0.0) {
        return Err(Error::misuse("points", "messages of two lengths, of which the longer take longer", "others"));
    }
    let per_byte = together / spread;
    Ok(Link { latency: (y - per_byte * x).max(0.0), bandwidth: 1.0 / per_byte })
}

fn through_zero(points: &[(f64, f64)], line: impl Fn(f64, f64) -> (f64, f64)) -> Result<f64> {
    check(points, |n, speed_up| n >= 1.0 && speed_up > 0.0)?;
    let sums = points
        .iter()
        .map(|&(n, speed_up)| line(n, speed_up))
        .fold((0.0, 0.0), |(xy, xx), (x, y)| (xy + x * y, xx + x * x));
    if sums.1 > 0.0 { Ok(sums.0 / sums.1) } else { Err(Error::misuse("points", "one of two workers or more", "none")) }
}

fn check(points: &[(f64, f64)], fits: impl Fn(f64, f64) -> bool) -> Result<()> {
    match points.iter().find(|(x, y)| !(fits(*x, *y) && x.is_finite() && y.is_finite())) {
        Some((x, y)) => Err(Error::misuse("points", "numbers that can be measured", format!("{x}, {y}"))),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn close(got: f64, expected: f64, digits: i32) {
        assert!((got - expected).abs() <= 0.5 * 10f64.powi(-digits), "{got}, expected {expected}");
    }

    #[test]
    fn the_laws() {
        close(amdahl(0.05, 8.0), 5.93, 2);
        close(amdahl(0.05, 1e12), 20.0, 6);
        close(gustafson(0.1, 10.0), 9.1, 9);
        // Gustafson 1988 on 1024 processors: a serial share of 0.8 % was measured to give 1016; Amdahl's law would allow 111.
        close(gustafson(0.008, 1024.0), 1016.0, 0);
        close(amdahl(0.008, 1024.0), 111.0, 0);
        close(efficiency(6.0, 8.0), 0.75, 9);
    }

    #[test]
    fn constants_come_back_from_points() {
        let sizes = [1.0, 2.0, 3.0, 4.0, 8.0];
        let points = |law: fn(f64, f64) -> f64| sizes.map(|n| (n, law(0.07, n)));
        close(fit_amdahl(&points(amdahl)).unwrap(), 0.07, 12);
        close(fit_gustafson(&points(gustafson)).unwrap(), 0.07, 12);
        let link = fit_link(&[1e3, 1e5, 1e6, 4e6].map(|bytes| (bytes, 3e-4 + bytes / 2e8))).unwrap();
        close(link.latency, 3e-4, 12);
        close(link.bandwidth / 2e8, 1.0, 9);
        // By hand: (0, 1), (1, 2), (2, 4) give 1.5 to a byte and 5/6 at nothing.
        let link = fit_link(&[(0.0, 1.0), (1.0, 2.0), (2.0, 4.0)]).unwrap();
        close(link.latency, 5.0 / 6.0, 12);
        close(link.bandwidth, 2.0 / 3.0, 12);
    }

    #[test]
    fn what_cannot_be_fitted_is_refused() {
        for points in [&[][..], &[(1.0, 1.0)], &[(2.0, 0.0)], &[(0.5, 1.0)], &[(2.0, f64::NAN)]] {
            assert!(fit_amdahl(points).is_err() && fit_gustafson(points).is_err(), "{points:?}");
        }
        for points in [&[][..], &[(1.0, 1.0)], &[(1.0, 2.0), (2.0, 1.0)], &[(-1.0, 1.0), (2.0, 2.0)]] {
            assert!(fit_link(points).is_err(), "{points:?}");
        }
    }

    /// Four workers that are twelve times slower than one are no serial share of 1,557 %.
    #[test]
    fn a_share_is_none_above_all_of_the_work() {
        assert!(matches!(fit_amdahl(&[(1.0, 1.0), (4.0, 0.0838)]), Err(Error::Range { .. })));
        assert!(matches!(fit_amdahl(&[(2.0, 0.99)]), Err(Error::Range { .. })));
        close(fit_amdahl(&[(1.0, 1.0), (2.0, 1.0)]).unwrap(), 1.0, 12);
        close(fit_amdahl(&[(2.0, 2.1)]).unwrap(), 0.0, 12);
    }

    /// Ten milliseconds of work and a megabyte over 10 Gbit/s: 8 workers on a ring keep more than four fifths, and with the
    /// whole gradient through worker 0 less.
    #[test]
    fn an_exchange_costs_efficiency() {
        let link = Link { latency: 2e-5, bandwidth: 1.25e9 };
        let of = |algorithm, n| efficiency(data_parallel(algorithm, n, 0.01, 1e6, link), n as f64);
        assert!(of(AllReduce::Ring, 8) > 0.8 && of(AllReduce::Naive, 8) < 0.5);
        close(of(AllReduce::Ring, 1), 1.0, 12);
        close(of(AllReduce::Server, 1), 1.0, 12);
        close(data_parallel(AllReduce::Ring, 4, 0.01, 1e6, link), 4.0 * 0.01 / (0.01 + 6.0 * 2e-5 + 1.5 * 8e-4), 9);
    }
}
