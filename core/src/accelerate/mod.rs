//! The same work in several ways: what the accelerator page runs, times and draws. A [`Task`] is what is computed, a
//! [`Way`] how; [`cpu`] holds the ways of the CPU, [`wgsl`] the kernels of the GPU, [`gpu`] what runs them.

pub mod cpu;
mod form;
#[cfg(feature = "gpu")]
pub mod gpu;
mod operands;
mod way;
pub mod wgsl;

pub use form::Form;
pub use operands::operands;
pub use way::Way;

use crate::rng::Rng;
use serde::{Deserialize, Serialize};

/// What is computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Work {
    /// A matrix product `C [n, n] = A [n, n] · B [n, n]`.
    Product,
    /// A 3 × 3 convolution of an image `[n, n, 32]` to as many channels, with stride 1 and a border of zeros.
    Convolution,
    /// `n · n` values, each multiplied and added to 512 times, by one of two formulas: every lane goes one of two ways.
    Branches,
}

impl Work {
    /// All, in the order of the page.
    pub const ALL: [Work; 3] = [Work::Product, Work::Convolution, Work::Branches];

    /// Its name in links.
    pub const fn id(self) -> &'static str {
        match self {
            Work::Product => "product",
            Work::Convolution => "convolution",
            Work::Branches => "branches",
        }
    }

    /// The sizes `n` that the page offers.
    pub const fn sizes(self) -> &'static [usize] {
        match self {
            Work::Product => &[128, 256, 512],
            Work::Convolution => &[28, 56, 112],
            Work::Branches => &[256, 512, 1024],
        }
    }

    /// The ways there are to do it, slowest idea first.
    pub const fn ways(self) -> &'static [Way] {
        match self {
            Work::Product | Work::Convolution => &[
                Way::Plain,
                Way::Blocked,
                Way::Simd,
                Way::Workers,
                Way::Strided,
                Way::Naive,
                Way::Tiled,
                Way::Registers,
                Way::Half,
                Way::Packed,
            ],
            Work::Branches => &[Way::Divergent, Way::Uniform],
        }
    }
}

/// Channels in and out of the convolution, and the width of its window.
pub const CHANNELS: usize = 32;
/// See [`CHANNELS`].
pub const WINDOW: usize = 3;
/// Multiply-adds for each value of [`Work::Branches`].
pub const ROUNDS: usize = 512;
/// No input is larger.
pub const LARGEST: f32 = 0.5;
/// The seed of the inputs.
const SEED: u64 = 7;

/// Work of a size.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Task {
    /// What.
    pub work: Work,
    /// Its `n`.
    pub size: usize,
}

impl Default for Task {
    fn default() -> Self {
        Task { work: Work::Product, size: 256 }
    }
}

impl Task {
    /// Work of its middle size.
    pub fn of(work: Work) -> Self {
        Task { work, size: work.sizes()[1] }
    }

    /// Lengths of A, B and the result, in values.
    pub const fn lens(self) -> [usize; 3] {
        let n2 = self.size * self.size;
        match self.work {
            Work::Product => [n2, n2, n2],
            Work::Convolution => [n2 * CHANNELS, WINDOW * WINDOW * CHANNELS * CHANNELS, n2 * CHANNELS],
            Work::Branches => [n2, 1, n2],
        }
    }

    /// Rows of the result, each computed by itself, and values in a row.
    pub const fn rows(self) -> [usize; 2] {
        match self.work {
            Work::Product | Work::Branches => [self.size, self.size],
            Work::Convolution => [self.size, self.size * CHANNELS],
        }
    }

    /// Floating-point operations: a multiply-add is two. A convolution's windows over the border are counted whole.
    pub const fn operations(self) -> f64 {
        let [_, _, out] = self.lens();
        let each = match self.work {
            Work::Product => self.size,
            Work::Convolution => WINDOW * WINDOW * CHANNELS,
            Work::Branches => ROUNDS,
        };
        2.0 * out as f64 * each as f64
    }

    /// Bytes that must move at least: every input read once, every result written once, as `way` stores them.
    pub const fn bytes(self, way: Way) -> f64 {
        let [a, b, c] = self.lens();
        (way.bytes_of_input() * (a + b) + 4 * c) as f64
    }

    /// The inputs A and B, the same on every worker: uniform in −[`LARGEST`] … [`LARGEST`].
    pub fn inputs(self) -> [Vec<f32>; 2] {
        let [a, b, _] = self.lens();
        [(a, 0), (b, 1)].map(|(len, stream)| {
            let mut rng = Rng::new(SEED, stream);
            (0..len).map(|_| rng.range(-LARGEST, LARGEST)).collect()
        })
    }
}

/// The largest difference of two results, as a part of the largest value of the first. Infinite where lengths differ or a
/// value is no number.
pub fn difference(expected: &[f32], got: &[f32]) -> f32 {
    if expected.len() != got.len() || got.iter().any(|v| !v.is_finite()) {
        return f32::INFINITY;
    }
    let largest = expected.iter().fold(f32::MIN_POSITIVE, |m, v| m.max(v.abs()));
    let apart = expected.iter().zip(got).fold(0.0f32, |m, (a, b)| m.max((a - b).abs()));
    apart / largest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_ways_of_the_cpu_agree() {
        for task in [
            Task { work: Work::Product, size: 1 },
            Task { work: Work::Product, size: 70 },
            Task { work: Work::Product, size: 131 },
            Task { work: Work::Convolution, size: 1 },
            Task { work: Work::Convolution, size: 13 },
        ] {
            let [a, b] = task.inputs();
            let expected = cpu::reference(task, &a, &b).unwrap();
            for way in [Way::Plain, Way::Blocked, Way::Simd] {
                let mut kernel = cpu::Kernel::new(task, way, 0..task.rows()[0]).unwrap();
                let mut got = vec![f32::NAN; expected.len()];
                kernel.run(&a, &b, &mut got).unwrap();
                assert!(difference(&expected, &got) < way.tolerance(), "{task:?} {way:?}");
            }
        }
    }

    #[test]
    fn shares_of_the_rows_make_the_whole() {
        for work in [Work::Product, Work::Convolution] {
            let task = Task { work, size: 14 };
            let [a, b] = task.inputs();
            let expected = cpu::reference(task, &a, &b).unwrap();
            for workers in [2, 3, 8, 16] {
                let mut got = Vec::new();
                // Sixteen workers for fourteen rows: some have none.
                for share in (0..workers).map(|rank| crate::data::shard_of(14, rank, workers)) {
                    let mut kernel = cpu::Kernel::new(task, Way::Simd, share.clone()).unwrap();
                    let mut part = vec![0.0; share.len() * task.rows()[1]];
                    kernel.run(&a, &b, &mut part).unwrap();
                    got.extend(part);
                }
                assert!(difference(&expected, &got) < Way::Workers.tolerance(), "{work:?} × {workers}");
            }
        }
    }

    #[test]
    fn a_wrong_result_is_seen() {
        assert!(difference(&[1.0, 2.0], &[1.0, 2.1]) > Way::Packed.tolerance());
        assert_eq!(difference(&[1.0], &[f32::NAN]), f32::INFINITY);
        assert_eq!(difference(&[1.0], &[1.0, 1.0]), f32::INFINITY);
    }
}
