//! What the accelerator page computes: a [`Task`] is what is computed, a [`KernelVariant`] how, a [`Target`] where a whole network runs.

mod geometry;
mod kernel;
mod target;
mod variant;

pub use geometry::{grid, inner, tile};
pub use kernel::KernelSpec;
pub use target::Target;
pub use variant::KernelVariant;

use serde::{Deserialize, Serialize};

/// What is computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Workload {
    /// A matrix product `C [n, n] = A [n, n] · B [n, n]`.
    Product,
    /// A 3 × 3 convolution of an image `[n, n, 32]` to as many channels, with stride 1 and a border of zeros.
    Convolution,
    /// `n · n` values, each multiplied and added to 512 times, by one of two formulas: every lane goes one of two ways.
    Branches,
}

impl Workload {
    /// All, in the order of the page.
    pub const ALL: [Workload; 3] = [Workload::Product, Workload::Convolution, Workload::Branches];

    /// Its name in links.
    pub const fn id(self) -> &'static str {
        match self {
            Workload::Product => "product",
            Workload::Convolution => "convolution",
            Workload::Branches => "branches",
        }
    }

    /// The sizes `n` that the page offers.
    pub const fn sizes(self) -> &'static [usize] {
        match self {
            Workload::Product => &[128, 256, 512],
            Workload::Convolution => &[28, 56, 112],
            Workload::Branches => &[256, 512, 1024],
        }
    }

    /// The ways there are to do it, slowest idea first.
    pub const fn variants(self) -> &'static [KernelVariant] {
        match self {
            Workload::Product | Workload::Convolution => &[
                KernelVariant::Plain,
                KernelVariant::Blocked,
                KernelVariant::Simd,
                KernelVariant::Workers,
                KernelVariant::Strided,
                KernelVariant::Naive,
                KernelVariant::Tiled,
                KernelVariant::Registers,
                KernelVariant::Half,
                KernelVariant::Packed,
            ],
            Workload::Branches => &[KernelVariant::Divergent, KernelVariant::Uniform],
        }
    }
}

/// Channels in and out of the convolution, and the width of its window.
pub const CHANNELS: usize = 32;
/// See [`CHANNELS`].
pub const WINDOW: usize = 3;
/// Multiply-adds for each value of [`Workload::Branches`].
pub const ROUNDS: usize = 512;
/// No input is larger.
pub const LARGEST: f32 = 0.5;
/// Workload of a size.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Task {
    /// What.
    pub work: Workload,
    /// Its `n`.
    pub size: usize,
}

impl Default for Task {
    fn default() -> Self {
        Task { work: Workload::Product, size: 256 }
    }
}

impl Task {
    /// Workload of its middle size.
    pub fn of(work: Workload) -> Self {
        Task { work, size: work.sizes()[1] }
    }

    /// Lengths of A, B and the result, in values.
    pub const fn lens(self) -> [usize; 3] {
        let n2 = self.size * self.size;
        match self.work {
            Workload::Product => [n2, n2, n2],
            Workload::Convolution => [n2 * CHANNELS, WINDOW * WINDOW * CHANNELS * CHANNELS, n2 * CHANNELS],
            Workload::Branches => [n2, 1, n2],
        }
    }

    /// Rows of the result, each computed by itself, and values in a row.
    pub const fn rows(self) -> [usize; 2] {
        match self.work {
            Workload::Product | Workload::Branches => [self.size, self.size],
            Workload::Convolution => [self.size, self.size * CHANNELS],
        }
    }

    /// Floating-point operations: a multiply-add is two. A convolution's windows over the border are counted whole.
    pub const fn operations(self) -> f64 {
        let [_, _, out] = self.lens();
        let each = match self.work {
            Workload::Product => self.size,
            Workload::Convolution => WINDOW * WINDOW * CHANNELS,
            Workload::Branches => ROUNDS,
        };
        2.0 * out as f64 * each as f64
    }

    /// Bytes that must move at least: every input read once, every result written once, as `way` stores them.
    pub const fn bytes(self, way: KernelVariant) -> f64 {
        let [a, b, c] = self.lens();
        (way.bytes_of_input() * (a + b) + 4 * c) as f64
    }
}
