//! Times by a clock that the caller brings: core has none.

use super::{Figure, How, Speed, Unit};
use crate::Result;
use crate::exec::InferenceSession;
use crate::task::Context;

/// A clock, and how it is used.
#[derive(Debug, Clone, Copy)]
pub struct Stopwatch {
    /// Milliseconds since some moment.
    pub now: fn() -> f64,
    /// What a sample spans at least, in milliseconds: many steps of the clock.
    pub span: f64,
    /// How many samples a figure is the median of.
    pub samples: usize,
    /// The kernels of that name, as they are called beside a time.
    pub kernel: fn(&str) -> String,
}

impl Stopwatch {
    /// Milliseconds of one call of `work`, which is called over and over for a sample's span.
    ///
    /// # Errors
    /// When `work` fails.
    pub fn sample(&self, work: &mut dyn FnMut() -> Result<()>) -> Result<f64> {
        let (start, mut calls) = ((self.now)(), 0u32);
        loop {
            work()?;
            calls += 1;
            let elapsed = (self.now)() - start;
            if elapsed >= self.span {
                return Ok(elapsed / f64::from(calls));
            }
        }
    }

    /// Milliseconds of one call of `work`, which is of one image, by the kernels called `kernel`.
    ///
    /// # Errors
    /// When `work` fails.
    pub fn latency(&self, kernel: &str, work: &mut dyn FnMut() -> Result<()>) -> Result<Figure> {
        // The first call fills caches and lets a browser compile.
        work()?;
        let samples = (0..self.samples).map(|_| self.sample(work)).collect::<Result<_>>()?;
        Ok(Figure::timed(samples, Unit::Milliseconds, (self.kernel)(kernel), 1))
    }

    /// Nothing known yet of a speed that [`throughput`](Stopwatch::throughput) completes.
    pub fn speed(&self) -> Speed {
        Speed::by(self.span)
    }

    /// Images per second in batches of `batch`: by what `speed` has seen of them, and by further calls of `forward`, which
    /// runs one, where that is too little.
    ///
    /// # Errors
    /// When `forward` fails.
    pub fn throughput(
        &self,
        speed: &mut Speed,
        kernel: &str,
        batch: usize,
        forward: &mut dyn FnMut() -> Result<()>,
    ) -> Result<Figure> {
        while speed.spent() < self.span * self.samples as f64 {
            let start = (self.now)();
            forward()?;
            speed.add(batch, (self.now)() - start);
        }
        let kernel = (self.kernel)(kernel);
        let nothing = || Figure::timed(Vec::new(), Unit::ImagesPerSecond, kernel.clone(), batch);
        Ok(speed.figure(&kernel, batch).unwrap_or_else(nothing))
    }

    /// The milliseconds of each node of one image through `session`, one after the other; it pauses after each.
    ///
    /// # Errors
    /// When the network does not run.
    pub async fn layers<P>(&self, mut session: InferenceSession, ctx: &Context<P>) -> Result<Vec<Figure>> {
        session.forward(&vec![0.5; session.graph().input_shape().len()])?;
        let mut times = vec![not_taken(); session.graph().nodes().len()];
        let kernel = session.kernel();
        for instruction in 0..session.instruction_count() {
            let Some((node, last)) = session.instruction_nodes(instruction) else { break };
            times[node] = self.latency(kernel, &mut || session.run_instruction(instruction))?;
            if last != node {
                times[last] = not_run(&session.graph().nodes()[node].name);
            }
            ctx.pause().await;
        }
        Ok(times)
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compress::test_networks::lenet;
    use crate::task::block_on;
    use std::cell::Cell;

    thread_local!(static TIME: Cell<f64> = const { Cell::new(0.0) });

    /// A clock that stands still unless work moves it, or it is read: half a millisecond each.
    fn now() -> f64 {
        TIME.set(TIME.get() + 0.5);
        TIME.get()
    }

    fn stopwatch() -> Stopwatch {
        Stopwatch { now, span: 10.0, samples: 3, kernel: str::to_owned }
    }

    #[test]
    fn a_sample_spans_what_it_is_asked_to() {
        let mut calls = 0;
        let mut work = || {
            calls += 1;
            TIME.set(TIME.get() + 3.5);
            Ok(())
        };
        // Three calls of 4 milliseconds each, the clock's reading with them.
        assert_eq!(stopwatch().sample(&mut work), Ok(4.0));
        let figure = stopwatch().latency("plain", &mut work).unwrap();
        assert!(matches!(&figure.how, How::Timed { samples, kernel, .. } if samples.len() == 3 && kernel == "plain"));
        assert_eq!((figure.value, calls), (4.0, 3 + 1 + 9));
    }

    #[test]
    fn a_speed_that_rests_on_enough_is_not_measured_again() {
        let it = stopwatch();
        let mut speed = it.speed();
        (0..3).for_each(|_| speed.add(64, 10.0));
        let mut refuse = || -> Result<()> { panic!("there was enough") };
        assert_eq!(it.throughput(&mut speed, "plain", 64, &mut refuse).unwrap().value, 6_400.0);
        let mut calls = 0;
        let mut work = || {
            calls += 1;
            TIME.set(TIME.get() + 9.5);
            Ok(())
        };
        assert_eq!(it.throughput(&mut it.speed(), "plain", 64, &mut work).unwrap().value, 6_400.0);
        assert_eq!(calls, 3);
    }

    #[test]
    fn every_layer_has_a_time_or_says_where_it_runs() {
        let net = lenet(1);
        let ctx = Context::<()>::unobserved();
        let times = block_on(stopwatch().layers(InferenceSession::new(&net, 1).unwrap(), &ctx)).unwrap();
        assert_eq!(times.len(), net.graph.nodes().len());
        for (node, time) in net.graph.nodes().iter().zip(&times).skip(1) {
            let How::Timed { samples, kernel, .. } = &time.how else { panic!("{}", node.name) };
            let is_within = net.graph.nodes().iter().any(|other| other.name == *kernel);
            assert!(samples.len() == 3 || is_within || kernel.is_empty(), "{}: {kernel}", node.name);
        }
    }
}
