//! The ways of the CPU.

use super::{CHANNELS, KernelVariant, ROUNDS, Task, WINDOW, Workload};
use crate::gemm::{Epilogue, Runs, View, Weights, multiply, multiply_workspace};
use crate::simd::{F32x4, Simd};
use crate::{Error, Result};
use std::hint::black_box;
use std::ops::Range;

/// Values along each side of a block that [`KernelVariant::Blocked`] keeps in the cache: three blocks are 48 kB.
const BLOCK: usize = 64;

/// Some rows of a task's result, computed one way.
#[derive(Debug)]
pub struct Kernel {
    task: Task,
    way: KernelVariant,
    rows: Range<usize>,
    /// The image with its border of zeros, and the engine's scratch values.
    padded: Vec<f32>,
    scratch: Vec<f32>,
}

impl Kernel {
    /// Fails where the way is not one of the CPU, or there are no such rows.
    pub fn new(task: Task, way: KernelVariant, rows: Range<usize>) -> Result<Self> {
        let is_one = matches!(way, KernelVariant::Plain | KernelVariant::Blocked | KernelVariant::Simd)
            && task.work != Workload::Branches;
        if !is_one || rows.start > rows.end || rows.end > task.rows()[0] {
            return Err(Error::misuse(
                "kernel",
                "a kernel of the CPU and rows of its result",
                format!("{way:?} {rows:?}"),
            ));
        }
        let (n, side) = (task.size, task.size + 2);
        let (padded, scratch) = match (task.work, way) {
            (Workload::Product, KernelVariant::Simd) => (0, multiply_workspace(rows.len(), n, n)),
            (Workload::Convolution, KernelVariant::Simd) => {
                let inner = WINDOW * WINDOW * CHANNELS;
                (side * side * CHANNELS, multiply_workspace(rows.len() * n, inner, CHANNELS))
            }
            (Workload::Convolution, KernelVariant::Blocked) => (side * side * CHANNELS, 0),
            _ => (0, 0),
        };
        Ok(Kernel { task, way, rows, padded: vec![0.0; padded], scratch: vec![0.0; scratch] })
    }

    /// Computes the rows from the task's inputs into `out`, `[rows, values in a row]`.
    pub fn run(&mut self, a: &[f32], b: &[f32], out: &mut [f32]) -> Result<()> {
        let [len_a, len_b, _] = self.task.lens();
        Error::check_len("A", len_a, a.len())?;
        Error::check_len("B", len_b, b.len())?;
        Error::check_len("result", self.rows.len() * self.task.rows()[1], out.len())?;
        match (self.task.work, self.way) {
            (Workload::Product, KernelVariant::Plain) => product_plain(self.task.size, &self.rows, a, b, out),
            (Workload::Product, KernelVariant::Blocked) => product_blocked(self.task.size, &self.rows, a, b, out),
            (Workload::Product, _) => self.product_simd(a, b, out),
            (Workload::Convolution, KernelVariant::Plain) => convolution_plain(self.task.size, &self.rows, a, b, out),
            (Workload::Convolution, KernelVariant::Blocked) => self.convolution_blocked(a, b, out),
            (Workload::Convolution, _) => self.convolution_simd(a, b, out),
            (Workload::Branches, _) => {}
        }
        Ok(())
    }

    fn product_simd(&mut self, a: &[f32], b: &[f32], out: &mut [f32]) {
        let n = self.task.size;
        let view = View::matrix(&a[self.rows.start * n..], self.rows.len(), n);
        multiply(view, n, Weights::Plain { w: b, stride: n }, Epilogue::default(), out, n, &mut self.scratch);
    }

    /// The windows are read where they lie in the padded image: no matrix of them is built.
    fn convolution_simd(&mut self, a: &[f32], b: &[f32], out: &mut [f32]) {
        let n = self.task.size;
        self.pad(a);
        let line = (n + 2) * CHANNELS;
        let view = View {
            data: &self.padded[self.rows.start * line..],
            lines: self.rows.len(),
            per_line: n,
            line_stride: line,
            row_stride: CHANNELS,
            runs: Runs { segments: WINDOW, len: WINDOW * CHANNELS, stride: line },
        };
        let weights = Weights::Plain { w: b, stride: CHANNELS };
        multiply(view, CHANNELS, weights, Epilogue::default(), out, CHANNELS, &mut self.scratch);
    }

    /// All output channels of a pixel at once, one input value after the other: each value read is used 32 times.
    fn convolution_blocked(&mut self, a: &[f32], b: &[f32], out: &mut [f32]) {
        let n = self.task.size;
        self.pad(a);
        let line = (n + 2) * CHANNELS;
        for (y, out) in self.rows.clone().zip(out.chunks_exact_mut(n * CHANNELS)) {
            for (x, out) in out.chunks_exact_mut(CHANNELS).enumerate() {
                out.fill(0.0);
                for row in 0..WINDOW {
                    let run = &self.padded[(y + row) * line + x * CHANNELS..][..WINDOW * CHANNELS];
                    let weights = &b[row * WINDOW * CHANNELS * CHANNELS..];
                    for (value, weights) in run.iter().zip(weights.chunks_exact(CHANNELS)) {
                        out.iter_mut().zip(weights).for_each(|(o, w)| *o += value * w);
                    }
                }
            }
        }
    }

    fn pad(&mut self, a: &[f32]) {
        let line = self.task.size * CHANNELS;
        let to = self.padded.chunks_exact_mut(line + 2 * CHANNELS).skip(1);
        to.zip(a.chunks_exact(line)).for_each(|(to, from)| to[CHANNELS..][..line].copy_from_slice(from));
    }
}

fn product_plain(n: usize, rows: &Range<usize>, a: &[f32], b: &[f32], out: &mut [f32]) {
    for (i, out) in rows.clone().zip(out.chunks_exact_mut(n)) {
        for (j, out) in out.iter_mut().enumerate() {
            let mut sum = 0.0;
            for k in 0..n {
                sum += a[i * n + k] * b[k * n + j];
            }
            *out = sum;
        }
    }
}

fn product_blocked(n: usize, rows: &Range<usize>, a: &[f32], b: &[f32], out: &mut [f32]) {
    out.fill(0.0);
    for i0 in rows.clone().step_by(BLOCK) {
        for k0 in (0..n).step_by(BLOCK) {
            for j0 in (0..n).step_by(BLOCK) {
                let j1 = (j0 + BLOCK).min(n);
                for i in i0..(i0 + BLOCK).min(rows.end) {
                    let out = &mut out[(i - rows.start) * n..][j0..j1];
                    for k in k0..(k0 + BLOCK).min(n) {
                        let (value, b) = (a[i * n + k], &b[k * n..][j0..j1]);
                        out.iter_mut().zip(b).for_each(|(o, b)| *o += value * b);
                    }
                }
            }
        }
    }
}

fn convolution_plain(n: usize, rows: &Range<usize>, a: &[f32], b: &[f32], out: &mut [f32]) {
    for (y, out) in rows.clone().zip(out.chunks_exact_mut(n * CHANNELS)) {
        for (x, out) in out.chunks_exact_mut(CHANNELS).enumerate() {
            for (k, out) in out.iter_mut().enumerate() {
                let mut sum = 0.0;
                for row in 0..WINDOW {
                    for col in 0..WINDOW {
                        let (y, x) = (y + row, x + col);
                        if (1..=n).contains(&y) && (1..=n).contains(&x) {
                            for c in 0..CHANNELS {
                                let value = a[((y - 1) * n + x - 1) * CHANNELS + c];
                                sum += value * b[((row * WINDOW + col) * CHANNELS + c) * CHANNELS + k];
                            }
                        }
                    }
                }
                *out = sum;
            }
        }
    }
}

/// The result that the others are held against, all rows of it, summed in f64.
pub fn reference(task: Task, a: &[f32], b: &[f32]) -> Result<Vec<f32>> {
    let [len_a, len_b, _] = task.lens();
    Error::check_len("A", len_a, a.len())?;
    Error::check_len("B", len_b, b.len())?;
    let n = task.size;
    if task.work == Workload::Branches {
        return Ok(a.iter().enumerate().map(|(i, v)| branch(i, *v)).collect());
    }
    let wide: Vec<f64> = b.iter().map(|v| f64::from(*v)).collect();
    let mut out = vec![0.0; task.lens()[2]];
    let cols = if task.work == Workload::Product { n } else { CHANNELS };
    let mut sums = vec![0.0f64; cols];
    for (i, out) in out.chunks_exact_mut(cols).enumerate() {
        sums.fill(0.0);
        let mut add = |value: f32, row: usize| {
            let value = f64::from(value);
            sums.iter_mut().zip(&wide[row * cols..]).for_each(|(sum, b)| *sum += value * b);
        };
        match task.work {
            Workload::Product => (0..n).for_each(|k| add(a[i * n + k], k)),
            _ => {
                for tap in 0..WINDOW * WINDOW {
                    let (y, x) = (i / n + tap / WINDOW, i % n + tap % WINDOW);
                    if (1..=n).contains(&y) && (1..=n).contains(&x) {
                        (0..CHANNELS).for_each(|c| add(a[((y - 1) * n + x - 1) * CHANNELS + c], tap * CHANNELS + c));
                    }
                }
            }
        }
        out.iter_mut().zip(&sums).for_each(|(o, sum)| *o = *sum as f32);
    }
    Ok(out)
}

/// What becomes of value number `i` of [`Workload::Branches`]: even ones go one way, odd ones the other.
fn branch(i: usize, value: f32) -> f32 {
    (0..ROUNDS).fold(value, |v, _| if i.is_multiple_of(2) { v * 0.999 + 0.001 } else { v * v + 0.1 })
}

/// Sums in registers that [`multiply_adds`] works on: enough that none has to wait for its own last one, and few enough
/// for the sixteen registers of x86-64.
const SUMS: usize = 12;

/// Multiply-adds on sums in registers, `rounds` times: nothing that loads its operands can be faster. Gives how many
/// operations those were.
pub fn multiply_adds(rounds: usize) -> f64 {
    // Somebody may look at them, so the compiler cannot leave them out.
    black_box(sums(rounds, black_box(0.5), black_box(1.0)));
    (SUMS * rounds * 4 * 2) as f64
}

/// In each lane: the sum over k = 1 … [`SUMS`] of what becomes of k when it is multiplied by `factor` and `term` is
/// added, `rounds` times. Each depends on itself alone, so that no other instruction is needed in the loop.
fn sums(rounds: usize, factor: f32, term: f32) -> [f32; 4] {
    let (factor, term) = (F32x4::splat(factor), F32x4::splat(term));
    let mut sums: [F32x4; SUMS] = std::array::from_fn(|k| F32x4::splat((k + 1) as f32));
    for _ in 0..rounds {
        for sum in &mut sums {
            *sum = sum.madd(factor, term);
        }
    }
    let total = sums.into_iter().fold(F32x4::splat(0.0), F32x4::add);
    let mut out = [0.0; 4];
    // SAFETY: `out` has room for four values.
    unsafe { total.store(out.as_mut_ptr()) }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ceilings_loop_adds_what_it_says() {
        // 0.5 k + 1, then 0.25 k + 1.5: over k = 1 … 12, 0.25 · 78 + 12 · 1.5.
        assert_eq!(sums(2, 0.5, 1.0), [37.5; 4]);
        assert_eq!(sums(0, 0.5, 1.0), [78.0; 4]);
        assert_eq!(multiply_adds(3), 288.0);
    }
}
