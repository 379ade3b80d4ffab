//! What the accelerator page computes: a [`Task`] is what is computed, a [`Way`] how, a [`Form`] where a whole network runs.

mod form;
mod geometry;
mod kernel;
mod way;

pub use form::Form;
pub use geometry::{grid, inner, tile};
pub use kernel::KernelSpec;
pub use way::Way;

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
}
