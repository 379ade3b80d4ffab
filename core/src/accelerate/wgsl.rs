//! The kernels of the GPU, as the page shows them: each is a whole program that can be changed and run.

use super::operands::{PACK, STEP};
use super::{CHANNELS, KernelVariant, ROUNDS, Task, Workload};
pub use karui_spec::accelerate::{grid, inner, tile};

const BUFFERS: &str = include_str!("wgsl/buffers.wgsl");

/// The program for `way`; `None` for a way of the CPU, or one that the work does not have.
pub fn source(task: Task, way: KernelVariant) -> Option<String> {
    if !task.work.variants().contains(&way) {
        return None;
    }
    let body = match way {
        KernelVariant::Strided => include_str!("wgsl/strided.wgsl"),
        KernelVariant::Naive => include_str!("wgsl/naive.wgsl"),
        KernelVariant::Tiled => include_str!("wgsl/tiled.wgsl"),
        KernelVariant::Registers | KernelVariant::Half => include_str!("wgsl/registers.wgsl"),
        KernelVariant::Packed => include_str!("wgsl/packed.wgsl"),
        KernelVariant::Divergent => include_str!("wgsl/divergent.wgsl"),
        KernelVariant::Uniform => include_str!("wgsl/uniform.wgsl"),
        KernelVariant::Plain | KernelVariant::Blocked | KernelVariant::Simd | KernelVariant::Workers => return None,
    };
    // Directives come before everything else. A word of A or B holds `pack` values.
    let (directive, value, pack) = match way {
        KernelVariant::Half => ("// All values are stored and summed in 16 bits.\nenable f16;\n\n", "f16", 1),
        KernelVariant::Packed => ("requires packed_4x8_integer_dot_product;\n\n", "u32", PACK),
        _ => ("", "f32", 1),
    };
    let (depth, inner) = (CHANNELS.div_ceil(pack), inner(task).div_ceil(pack));
    let scale =
        if way == KernelVariant::Packed { format!("const SCALE = {:e}f;\n", STEP * STEP) } else { String::new() };
    let (constants, operands) = match task.work {
        Workload::Product => (format!("const INNER = {inner}u;\n"), include_str!("wgsl/product.wgsl")),
        Workload::Convolution => {
            (format!("const DEPTH = {depth}u;\nconst INNER = {inner}u;\n"), include_str!("wgsl/convolution.wgsl"))
        }
        Workload::Branches => (format!("const ROUNDS = {ROUNDS}u;\n"), ""),
    };
    let head = format!("{directive}const N = {}u;\n{constants}{scale}alias Value = {value};\n", task.size);
    Some([&head, BUFFERS, operands, body].concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_of_the_gpu_has_a_source_that_covers_the_result() {
        for work in Workload::ALL {
            let task = Task { work, size: work.sizes()[0] };
            for &way in work.variants() {
                let source = source(task, way);
                assert_eq!(source.is_some(), way.is_gpu(), "{work:?} {way:?}");
                let Some(source) = source else { continue };
                let ([across, down], [tall, wide]) = (grid(task, &source), tile(&source));
                assert_eq!(across * wide * down * tall, task.lens()[2].max(across * wide * down * tall));
                assert!(tall * wide > 1, "{way:?} says what a workgroup makes");
            }
        }
    }
}
