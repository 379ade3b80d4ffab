//! The kernels of the GPU, as the page shows them: each is a whole program that can be changed and run.

use super::operands::{PACK, STEP};
use super::{CHANNELS, ROUNDS, Task, WINDOW, Way, Work};

const BUFFERS: &str = include_str!("wgsl/buffers.wgsl");

/// The program for `way`; `None` for a way of the CPU, or one that the work does not have.
pub fn source(task: Task, way: Way) -> Option<String> {
    if !task.work.ways().contains(&way) {
        return None;
    }
    let body = match way {
        Way::Strided => include_str!("wgsl/strided.wgsl"),
        Way::Naive => include_str!("wgsl/naive.wgsl"),
        Way::Tiled => include_str!("wgsl/tiled.wgsl"),
        Way::Registers | Way::Half => include_str!("wgsl/registers.wgsl"),
        Way::Packed => include_str!("wgsl/packed.wgsl"),
        Way::Divergent => include_str!("wgsl/divergent.wgsl"),
        Way::Uniform => include_str!("wgsl/uniform.wgsl"),
        Way::Plain | Way::Blocked | Way::Simd | Way::Workers => return None,
    };
    // Directives come before everything else. A word of A or B holds `pack` values.
    let (directive, value, pack) = match way {
        Way::Half => ("// All values are stored and summed in 16 bits.\nenable f16;\n\n", "f16", 1),
        Way::Packed => ("requires packed_4x8_integer_dot_product;\n\n", "u32", PACK),
        _ => ("", "f32", 1),
    };
    let (depth, inner) = (CHANNELS.div_ceil(pack), inner(task).div_ceil(pack));
    let scale = if way == Way::Packed { format!("const SCALE = {:e}f;\n", STEP * STEP) } else { String::new() };
    let (constants, operands) = match task.work {
        Work::Product => (format!("const INNER = {inner}u;\n"), include_str!("wgsl/product.wgsl")),
        Work::Convolution => {
            (format!("const DEPTH = {depth}u;\nconst INNER = {inner}u;\n"), include_str!("wgsl/convolution.wgsl"))
        }
        Work::Branches => (format!("const ROUNDS = {ROUNDS}u;\n"), ""),
    };
    let head = format!("{directive}const N = {}u;\n{constants}{scale}alias Value = {value};\n", task.size);
    Some([&head, BUFFERS, operands, body].concat())
}

/// Rows and columns of the result as the kernels see it.
const fn shape(task: Task) -> [usize; 2] {
    let n = task.size;
    match task.work {
        Work::Product => [n, n],
        Work::Convolution => [n * n, CHANNELS],
        Work::Branches => [1, n * n],
    }
}

/// Rows and columns of the result that a workgroup makes, as a source says in its constants `GROUP_ROWS` and `GROUP_COLS`,
/// which a learner may change; 1 where it does not say.
pub fn tile(source: &str) -> [usize; 2] {
    ["GROUP_ROWS", "GROUP_COLS"].map(|name| {
        let after = source.split(&format!("const {name} = ")).nth(1).unwrap_or_default();
        let digits: String = after.chars().take_while(char::is_ascii_digit).collect();
        digits.parse().ok().filter(|n| *n > 0).unwrap_or(1)
    })
}

/// Workgroups across and down that make the whole result.
pub fn grid(task: Task, source: &str) -> [usize; 2] {
    let [rows, cols] = shape(task);
    let [tall, wide] = tile(source);
    [cols.div_ceil(wide), rows.div_ceil(tall)]
}

/// Values that the kernels' inner loops run over for each value of the result.
pub const fn inner(task: Task) -> usize {
    match task.work {
        Work::Product => task.size,
        Work::Convolution => WINDOW * WINDOW * CHANNELS,
        Work::Branches => ROUNDS,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_of_the_gpu_has_a_source_that_covers_the_result() {
        for work in Work::ALL {
            let task = Task { work, size: work.sizes()[0] };
            for &way in work.ways() {
                let source = source(task, way);
                assert_eq!(source.is_some(), way.is_gpu(), "{work:?} {way:?}");
                let Some(source) = source else { continue };
                let ([across, down], [tall, wide]) = (grid(task, &source), tile(&source));
                assert_eq!(across * wide * down * tall, task.lens()[2].max(across * wide * down * tall));
                assert!(tall * wide > 1, "{way:?} says what a workgroup makes");
            }
        }
    }

    #[test]
    fn a_tile_is_read_from_whatever_a_learner_writes() {
        assert_eq!(tile("const GROUP_ROWS = 8u;\nconst GROUP_COLS = 32u;"), [8, 32]);
        assert_eq!(tile("const GROUP_ROWS = 0u; const GROUP_COLS = x"), [1, 1]);
        assert_eq!(tile(""), [1, 1]);
    }
}
