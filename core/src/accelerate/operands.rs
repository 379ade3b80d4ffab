//! A task's inputs as the kernels of the GPU read them.

use super::{CHANNELS, KernelVariant, LARGEST, Task, Workload};
use crate::quant::number;
use crate::spec::recipe::NumberType;

/// What one step of the 8-bit integers stands for.
pub(super) const STEP: f32 = LARGEST / 127.0;
/// 8-bit integers in a word.
pub(super) const PACK: usize = 4;

/// A and B in bytes, in whole words: as they are; as 16-bit floats; or as 8-bit integers, four neighbours along the inner
/// dimension in a word, so that a word of A and one of B are four products of one sum.
pub fn operands(task: Task, way: KernelVariant, a: &[f32], b: &[f32]) -> [Vec<u8>; 2] {
    match way {
        KernelVariant::Half => [a, b].map(|values| {
            let halves = values.iter().flat_map(|v| number::to_bits(NumberType::Fp16, *v).to_le_bytes());
            whole(halves.collect())
        }),
        KernelVariant::Packed => {
            let (run, cols) = match task.work {
                Workload::Convolution => (CHANNELS, CHANNELS),
                Workload::Product | Workload::Branches => (task.size, task.size),
            };
            [along_rows(a, run), down_columns(b, cols)]
        }
        _ => [a, b].map(|values| values.iter().flat_map(|v| v.to_le_bytes()).collect()),
    }
}

fn whole(mut bytes: Vec<u8>) -> Vec<u8> {
    bytes.resize(bytes.len().next_multiple_of(4), 0);
    bytes
}

fn level(value: f32) -> u8 {
    (value / STEP).round_ties_even().clamp(-127.0, 127.0) as i8 as u8
}

/// Each run of `len` values in words of its own; zeros fill the last.
fn along_rows(values: &[f32], len: usize) -> Vec<u8> {
    let run = |run: &[f32]| whole(run.iter().copied().map(level).collect());
    values.chunks(len.max(1)).flat_map(run).collect()
}

/// A matrix with `cols` columns: the four values below each other are a word, words lie in rows.
fn down_columns(values: &[f32], cols: usize) -> Vec<u8> {
    let mut out = Vec::with_capacity(values.len());
    for rows in values.chunks(PACK * cols.max(1)) {
        for col in 0..cols {
            out.extend((0..PACK).map(|k| rows.get(k * cols + col).copied().map_or(0, level)));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn four_products_of_a_sum_share_a_word() {
        let task = Task { work: Workload::Product, size: 5 };
        let step = |n: usize| (n as f32 - 12.0) * STEP;
        let matrix: Vec<f32> = (0..25).map(step).collect();
        let [a, b] = operands(task, KernelVariant::Packed, &matrix, &matrix);
        let [a, b] = [a, b].map(|bytes| bytes.into_iter().map(|v| v as i8).collect::<Vec<_>>());
        // Two words a row; the second holds the fifth value.
        assert_eq!(a[..8], [-12, -11, -10, -9, -8, 0, 0, 0]);
        // Values 0, 5, 10 and 15 stand below each other.
        assert_eq!(b[..8], [-12, -7, -2, 3, -11, -6, -1, 4]);
        assert_eq!((a.len(), b.len()), (5 * 8, 2 * 5 * 4));
    }

    #[test]
    fn halves_fill_whole_words() {
        let task = Task { work: Workload::Product, size: 1 };
        assert_eq!(
            operands(task, KernelVariant::Half, &[1.0], &[-2.0]),
            [vec![0x00, 0x3c, 0, 0], vec![0x00, 0xc0, 0, 0]]
        );
        assert_eq!(
            operands(task, KernelVariant::Naive, &[1.0], &[-2.0]),
            [1f32, -2.0].map(|v| v.to_le_bytes().to_vec())
        );
    }
}
