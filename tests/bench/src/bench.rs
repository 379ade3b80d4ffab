//! The benchmarks. A new one is a function from a clock to rows, and a line in [`CASES`].

use crate::{int8, kernels, pruned, training};
use std::fmt::Write;

/// Milliseconds, from any starting point. 100 µs coarse in a page that is not isolated: see [`per_call_ms`].
pub type Clock<'a> = &'a dyn Fn() -> f64;

/// One measured figure.
pub struct Row {
    /// What was measured, with its shape.
    pub name: String,
    /// The figure.
    pub value: f64,
    /// Its unit, such as `GFLOP/s`.
    pub unit: &'static str,
    /// Kernel, share of the ceiling, or whatever makes the figure readable.
    pub note: String,
}

/// A benchmark by name.
pub struct Case {
    /// What `--filter` looks at.
    pub name: &'static str,
    /// Measures and returns its rows.
    pub run: fn(Clock) -> Vec<Row>,
}

/// Every benchmark, in the order in which they run.
pub const CASES: &[Case] = &[
    Case { name: "clock", run: clock },
    Case { name: "products", run: kernels::products },
    Case { name: "depthwise", run: kernels::depthwise },
    Case { name: "memory", run: kernels::memory },
    Case { name: "lenet", run: training::lenet },
    Case { name: "mobilenet", run: training::mobilenet },
    Case { name: "int8 kernels", run: int8::kernels },
    Case { name: "int8 lenet", run: int8::lenet },
    Case { name: "int8 mobilenet-v1", run: int8::mobilenet_v1 },
    Case { name: "int8 person detector", run: int8::person },
    Case { name: "int8 layers of lenet", run: int8::lenet_layers },
    Case { name: "int8 layers of mobilenet-v1", run: int8::layers },
    Case { name: "pruned weights", run: pruned::zeros },
    Case { name: "pruned channels", run: pruned::channels },
];

/// Milliseconds per call of `work`: loops of at least 50 ms, seven times after one to warm up, the median of them.
pub fn per_call_ms(now: Clock, mut work: impl FnMut()) -> f64 {
    in_turn_ms(now, [&mut work])[0]
}

/// [`per_call_ms`] of several works in turn, so that a machine that is slower for a while is so for all of them: for
/// ratios.
pub fn in_turn_ms<const N: usize>(now: Clock, mut works: [&mut dyn FnMut(); N]) -> [f64; N] {
    let mut calls = [1_u32; N];
    let mut samples: [Vec<f64>; N] = std::array::from_fn(|_| Vec::with_capacity(7));
    while samples[N - 1].len() < 7 {
        for (i, work) in works.iter_mut().enumerate() {
            while !sample(now, work, &mut calls[i], &mut samples[i]) {}
        }
    }
    samples.map(|mut samples| {
        samples.sort_by(f64::total_cmp);
        samples[3]
    })
}

/// Takes one sample, if `calls` are enough for it; else makes them more.
fn sample(now: Clock, work: &mut dyn FnMut(), calls: &mut u32, samples: &mut Vec<f64>) -> bool {
    let start = now();
    for _ in 0..*calls {
        work();
    }
    let ms = now() - start;
    if ms >= 50.0 {
        samples.push(ms / f64::from(*calls));
        return true;
    }
    // Long enough in one step where the first loop was long enough to tell, else twice as long.
    let factor = if ms < 5.0 { 4.0 } else { 60.0 / ms };
    *calls = (f64::from(*calls) * factor).ceil() as u32;
    false
}

/// The cost of reading the clock: a floor below which nothing here can be timed call by call.
fn clock(now: Clock) -> Vec<Row> {
    let ms = per_call_ms(now, || {
        std::hint::black_box(now());
    });
    vec![Row { name: "read the clock".into(), value: ms * 1e6, unit: "ns", note: String::new() }]
}

/// The rows as a JSON array.
pub fn to_json(rows: &[Row]) -> String {
    let mut out = String::from("[");
    for (i, r) in rows.iter().enumerate() {
        let comma = if i == 0 { "" } else { "," };
        let value = if r.value.is_finite() { r.value } else { 0.0 };
        let _ =
            write!(out, r#"{comma}{{"name":{:?},"value":{value},"unit":{:?},"note":{:?}}}"#, r.name, r.unit, r.note);
    }
    out.push(']');
    out
}
