//! Times of what is over in microseconds: a sample is many runs, since clocks in a browser are coarse (Chromium rounds the
//! GPU's to 65.5 µs, its own to 100).

use crate::accelerate::messages::Ceiling;
use karui_protocol::{Figure, Unit};
use karui_runtime::clock::{now, yield_now};

/// A sample spans at least so many milliseconds; so many are taken.
const SPAN: f64 = 50.0;
const SAMPLES: usize = 5;
/// What takes so many milliseconds by itself is sampled less often.
const SLOW: f64 = 400.0;
/// Runs in a sample, at most.
const MOST: usize = 100_000;

/// Milliseconds of one run, in samples, and whose clock they are by.
pub struct Samples {
    pub times: Vec<f64>,
    pub is_by_device: bool,
}

/// Times `work`, which is given how many runs to make: as many as make up a sample. It gives the milliseconds that the
/// device's own clock counted meanwhile, where there is one; they count if every sample has them, since what is waited for
/// beside the work is not in them.
pub async fn samples<E>(mut work: impl AsyncFnMut(usize) -> Result<Option<f64>, E>) -> Result<Samples, E> {
    // The first run compiles what is compiled when it first runs.
    work(1).await?;
    let mut runs = 1;
    let mut sample = timed(&mut work, runs).await?;
    while sample.0 < SPAN && runs < MOST {
        runs = ((runs as f64 * (1.2 * SPAN / sample.0.max(0.1)).clamp(1.2, 20.0)).ceil() as usize).min(MOST);
        sample = timed(&mut work, runs).await?;
    }
    let count = if sample.0 > SLOW { 2 } else { SAMPLES };
    let mut found = vec![sample];
    while found.len() < count {
        yield_now().await;
        found.push(timed(&mut work, runs).await?);
    }
    // A clock that counts more than has passed is not to be trusted.
    let by_device = found.iter().map(|&(wall, device)| device.filter(|ms| (0.0..1.1 * wall).contains(ms)));
    let by_device: Option<Vec<f64>> = by_device.collect();
    let is_by_device = by_device.is_some();
    let spans = by_device.unwrap_or_else(|| found.iter().map(|(wall, _)| *wall).collect());
    Ok(Samples { times: spans.into_iter().map(|ms| ms / runs as f64).collect(), is_by_device })
}

async fn timed<E>(
    work: &mut impl AsyncFnMut(usize) -> Result<Option<f64>, E>,
    runs: usize,
) -> Result<(f64, Option<f64>), E> {
    let start = now();
    let by_device = work(runs).await?;
    Ok((now() - start, by_device))
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
