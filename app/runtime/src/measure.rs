//! Times by the clock: of one image, of a batch, of each layer.

use crate::clock::now;
use crate::scope::kernel;
use crate::speed::Speed;
use karui_core::Result;
use karui_core::exec::InferenceSession;
use karui_protocol::{Figure, How, Unit};

/// A sample of a latency spans at least so many milliseconds, a hundred times the step of the browser's clock; five
/// of them make the fifty that a figure needs at least.
const SAMPLE: f64 = 10.0;
const SAMPLES: usize = 5;
/// The batch for throughput.
pub const BATCH: usize = 64;

/// Milliseconds of one call of `work`, which is of one image: the median of several samples.
fn time(kernel: &str, work: &mut dyn FnMut() -> Result<()>) -> Result<Figure> {
    // The first call fills caches and lets the browser compile.
    work()?;
    let samples = (0..SAMPLES).map(|_| sample(SAMPLE, work)).collect::<Result<_>>()?;
    Ok(Figure::timed(samples, Unit::Milliseconds, kernel, 1))
}

/// Milliseconds of one call of `work`, which is called over and over for `span` milliseconds at least.
pub fn sample(span: f64, work: &mut dyn FnMut() -> Result<()>) -> Result<f64> {
    let (start, mut calls) = (now(), 0u32);
    loop {
        work()?;
        calls += 1;
        let elapsed = now() - start;
        if elapsed >= span {
            return Ok(elapsed / f64::from(calls));
        }
    }
}

/// Milliseconds of one image through the whole network: of `forward`.
pub fn latency(kernel: &str, forward: &mut dyn FnMut() -> Result<()>) -> Result<Figure> {
    time(kernel, forward)
}

/// What a figure rests on at least, in milliseconds.
const LEAST: f64 = SAMPLE * SAMPLES as f64;

/// A speed in batches of [`BATCH`] of which nothing is known yet.
pub fn pace() -> Speed {
    Speed::by(SAMPLE)
}

/// Images per second in batches of [`BATCH`]: by what `pace` has seen of them, and by further calls of `forward`, which
/// runs one, where that is too little.
pub fn throughput(pace: &mut Speed, kernel: &str, forward: &mut dyn FnMut() -> Result<()>) -> Result<Figure> {
    while pace.spent() < LEAST {
        let start = now();
        forward()?;
        pace.add(BATCH, now() - start);
    }
    let nothing = || Figure::timed(Vec::new(), Unit::ImagesPerSecond, kernel, BATCH);
    Ok(pace.figure(kernel, BATCH).unwrap_or_else(nothing))
}

/// The times of a network's layers, taken one after the other so that requests can come between.
pub struct LayerTimes {
    session: InferenceSession,
    kernel: String,
    times: Vec<Figure>,
    next: usize,
}

impl LayerTimes {
    /// None taken yet.
    pub fn new(mut session: InferenceSession) -> Result<Self> {
        let image = vec![0.5; session.graph().input_shape().len()];
        session.forward(&image)?;
        let times = vec![not_run(""); session.graph().nodes().len()];
        Ok(LayerTimes { kernel: kernel(session.kernel()), session, times, next: 0 })
    }

    /// Takes one layer's time; gives all of them when that was the last.
    pub fn advance(&mut self) -> Result<Option<Vec<Figure>>> {
        let Some((node, last)) = self.session.instruction_nodes(self.next) else {
            return Ok(Some(std::mem::take(&mut self.times)));
        };
        let (session, instruction) = (&mut self.session, self.next);
        self.times[node] = time(&self.kernel, &mut || session.run_instruction(instruction))?;
        if last != node {
            self.times[last] = not_run(&session.graph().nodes()[node].name);
        }
        self.next += 1;
        Ok(None)
    }
}

/// The figure of a time that has not been taken.
pub fn not_taken() -> Figure {
    not_run("")
}

/// The figure of a layer that does not run by itself: no samples, and where its work is done in place of a kernel.
fn not_run(within: &str) -> Figure {
    let how = How::Timed { samples: Vec::new(), spread: 0.0, kernel: within.into(), batch: 1 };
    Figure { value: 0.0, unit: Unit::Milliseconds, how }
}
