//! Times by the clock: of one image, of a batch, of each layer.

use crate::clock::now;
use crate::scope::KERNEL;
use karui_core::Result;
use karui_core::exec::{Cpu, Executor, Mode};
use karui_core::graph::{Graph, Weights};
use karui_protocol::{Figure, How, Unit};

/// A sample of a latency spans at least so many milliseconds, a hundred times the step of the browser's clock; five
/// of them make the fifty that a figure needs at least.
const SAMPLE: f64 = 10.0;
const SAMPLES: usize = 5;
/// The batch for throughput.
pub const BATCH: usize = 64;

/// Milliseconds of one call of `work`: the median of several samples.
fn time(batch: usize, samples: usize, mut work: impl FnMut() -> Result<()>) -> Result<Figure> {
    // The first call fills caches and lets the browser compile.
    work()?;
    let mut found = Vec::with_capacity(samples);
    for _ in 0..samples {
        let (start, mut calls) = (now(), 0u32);
        let elapsed = loop {
            work()?;
            calls += 1;
            let elapsed = now() - start;
            if elapsed >= SAMPLE {
                break elapsed;
            }
        };
        found.push(elapsed / f64::from(calls));
    }
    Ok(Figure::timed(found, Unit::Milliseconds, KERNEL, batch))
}

/// Milliseconds of one image through the whole network.
pub fn latency(one: &mut Executor<Cpu>, weights: &Weights, image: &[f32]) -> Result<Figure> {
    time(1, SAMPLES, || one.forward(weights, image).map(drop))
}

/// Images per second in batches of [`BATCH`].
pub fn throughput(graph: &Graph, weights: &Weights, images: &[f32]) -> Result<Figure> {
    let mut many = Executor::<Cpu>::new(graph, BATCH, Mode::Inference)?;
    let Figure { how, .. } = time(BATCH, 3, || many.forward(weights, images).map(drop))?;
    let How::Timed { samples, .. } = how else {
        return Ok(Figure::timed(vec![], Unit::ImagesPerSecond, KERNEL, BATCH));
    };
    let per_second = samples.iter().map(|ms| 1000.0 * BATCH as f64 / ms).collect();
    Ok(Figure::timed(per_second, Unit::ImagesPerSecond, KERNEL, BATCH))
}

/// The times of a network's layers, taken one after the other so that requests can come between.
pub struct LayerTimes {
    executor: Executor<Cpu>,
    times: Vec<Figure>,
    next: usize,
}

impl LayerTimes {
    /// None taken yet.
    pub fn new(graph: &Graph, weights: &Weights, image: &[f32]) -> Result<Self> {
        let mut executor = Executor::new(graph, 1, Mode::Inference)?;
        executor.forward(weights, image)?;
        Ok(LayerTimes { executor, times: vec![not_run(""); graph.nodes().len()], next: 0 })
    }

    /// Takes one layer's time; gives all of them when that was the last.
    pub fn advance(&mut self, weights: &Weights) -> Result<Option<Vec<Figure>>> {
        let Some((node, last)) = self.executor.step_nodes(self.next) else {
            return Ok(Some(std::mem::take(&mut self.times)));
        };
        let (executor, step) = (&mut self.executor, self.next);
        self.times[node] = time(1, SAMPLES, || executor.run_step(weights, step))?;
        if last != node {
            self.times[last] = not_run(&executor.graph().nodes()[node].name);
        }
        self.next += 1;
        Ok(None)
    }
}

/// The figure of a layer that does not run by itself: no samples, and where its work is done in place of a kernel.
fn not_run(within: &str) -> Figure {
    let how = How::Timed { samples: Vec::new(), spread: 0.0, kernel: within.into(), batch: 1 };
    Figure { value: 0.0, unit: Unit::Milliseconds, how }
}
