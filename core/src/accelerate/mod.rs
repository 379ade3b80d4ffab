//! The same work in several ways: what the accelerator page runs, times and draws. A [`Task`] is what is computed, a
//! [`KernelVariant`] how; [`cpu`] holds the ways of the CPU, [`wgsl`] the kernels of the GPU, [`gpu`] what runs them.

pub mod cpu;
#[cfg(feature = "gpu")]
pub mod gpu;
mod operands;
pub mod wgsl;

pub use karui_spec::accelerate::{CHANNELS, KernelVariant, LARGEST, ROUNDS, Target, Task, WINDOW, Workload};
pub use operands::operands;

use crate::rng::Rng;

/// The seed of the inputs.
const SEED: u64 = 7;

/// The inputs A and B of `task`, the same on every worker: uniform in −[`LARGEST`] … [`LARGEST`].
pub fn inputs(task: Task) -> [Vec<f32>; 2] {
    let [a, b, _] = task.lens();
    [(a, 0), (b, 1)].map(|(len, stream)| {
        let mut rng = Rng::new(SEED, stream);
        (0..len).map(|_| rng.range(-LARGEST, LARGEST)).collect()
    })
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
            Task { work: Workload::Product, size: 1 },
            Task { work: Workload::Product, size: 70 },
            Task { work: Workload::Product, size: 131 },
            Task { work: Workload::Convolution, size: 1 },
            Task { work: Workload::Convolution, size: 13 },
        ] {
            let [a, b] = inputs(task);
            let expected = cpu::reference(task, &a, &b).unwrap();
            for way in [KernelVariant::Plain, KernelVariant::Blocked, KernelVariant::Simd] {
                let mut kernel = cpu::Kernel::new(task, way, 0..task.rows()[0]).unwrap();
                let mut got = vec![f32::NAN; expected.len()];
                kernel.run(&a, &b, &mut got).unwrap();
                assert!(difference(&expected, &got) < way.tolerance(), "{task:?} {way:?}");
            }
        }
    }

    #[test]
    fn shares_of_the_rows_make_the_whole() {
        for work in [Workload::Product, Workload::Convolution] {
            let task = Task { work, size: 14 };
            let [a, b] = inputs(task);
            let expected = cpu::reference(task, &a, &b).unwrap();
            for workers in [2, 3, 8, 16] {
                let mut got = Vec::new();
                // Sixteen workers for fourteen rows: some have none.
                for share in (0..workers).map(|rank| crate::data::shard_of(14, rank, workers)) {
                    let mut kernel = cpu::Kernel::new(task, KernelVariant::Simd, share.clone()).unwrap();
                    let mut part = vec![0.0; share.len() * task.rows()[1]];
                    kernel.run(&a, &b, &mut part).unwrap();
                    got.extend(part);
                }
                assert!(difference(&expected, &got) < KernelVariant::Workers.tolerance(), "{work:?} × {workers}");
            }
        }
    }

    #[test]
    fn a_wrong_result_is_seen() {
        assert!(difference(&[1.0, 2.0], &[1.0, 2.1]) > KernelVariant::Packed.tolerance());
        assert_eq!(difference(&[1.0], &[f32::NAN]), f32::INFINITY);
        assert_eq!(difference(&[1.0], &[1.0, 1.0]), f32::INFINITY);
    }
}
