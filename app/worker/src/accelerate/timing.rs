//! Times of what is over in microseconds: a sample is many runs, since the browser's clock is coarse.

use crate::clock::{breathe, now};
use karui_core::Result;
use karui_protocol::{Ceiling, Figure, Unit};

/// A sample spans at least so many milliseconds; so many are taken.
const SPAN: f64 = 50.0;
const SAMPLES: usize = 5;
/// What takes so many milliseconds by itself is sampled less often.
const SLOW: f64 = 400.0;
/// Runs in a sample, at most.
const MOST: usize = 100_000;

/// Milliseconds of one run of `work`, which is given how many runs to make: as many as make up a sample.
pub async fn samples(mut work: impl AsyncFnMut(usize) -> Result<()>) -> Result<Vec<f64>> {
    // The first run compiles what is compiled when it first runs.
    work(1).await?;
    let mut runs = 1;
    let mut span = timed(&mut work, runs).await?;
    while span < SPAN && runs < MOST {
        runs = ((runs as f64 * (1.2 * SPAN / span.max(0.1)).clamp(1.2, 20.0)).ceil() as usize).min(MOST);
        span = timed(&mut work, runs).await?;
    }
    let count = if span > SLOW { 2 } else { SAMPLES };
    let mut found = vec![span / runs as f64];
    while found.len() < count {
        breathe().await;
        found.push(timed(&mut work, runs).await? / runs as f64);
    }
    Ok(found)
}

async fn timed(work: &mut impl AsyncFnMut(usize) -> Result<()>, runs: usize) -> Result<f64> {
    let start = now();
    work(runs).await?;
    Ok(now() - start)
}

/// Billions of `amount` a second, and milliseconds.
pub fn figures(times: Vec<f64>, amount: f64, unit: Unit, kernel: &str) -> (Figure, Figure) {
    let speeds = times.iter().map(|ms| amount / ms.max(f64::MIN_POSITIVE) / 1e6).collect();
    (Figure::timed(speeds, unit, kernel, 1), Figure::timed(times, Unit::Milliseconds, kernel, 1))
}

/// What a device can do at most, from the times of the two kernels that do nothing else.
pub fn ceiling(speed: Vec<f64>, operations: f64, copy: Vec<f64>, bytes: f64, kernel: &str) -> Ceiling {
    Ceiling {
        speed: figures(speed, operations, Unit::Gflops, kernel).0,
        bandwidth: figures(copy, bytes, Unit::GigabytesPerSecond, kernel).0,
    }
}
