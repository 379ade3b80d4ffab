//! Each kernel by itself, on the shapes of the lab's networks: GFLOP/s, and the share of what a loop of nothing but
//! multiply-adds in registers reaches in the same run.

use crate::bench::{Clock, Row, per_call_ms};
use karui_core::accelerate::cpu::multiply_adds;
use karui_core::ops::{
    Activation, ActivationKernels, BatchNorm, BatchNormKernels, Conv2dKernels, Cpu, DepthwiseKernels, LinearKernels,
    PoolKernels, Rows, Window, batch_norm,
};

/// Images in a batch.
const N: usize = 64;

/// GFLOP/s of multiply-adds on sums in registers.
fn ceiling(now: Clock) -> f64 {
    const ROUNDS: usize = 20_000;
    let mut operations = 0.0;
    let ms = per_call_ms(now, || operations = multiply_adds(ROUNDS));
    operations / ms / 1e6
}

struct Bench<'a> {
    now: Clock<'a>,
    ceiling: f64,
    rows: Vec<Row>,
}

impl<'a> Bench<'a> {
    fn new(now: Clock<'a>) -> Self {
        let ceiling = ceiling(now);
        let note = "multiply-adds in registers".into();
        Bench { now, ceiling, rows: vec![Row { name: "ceiling".into(), value: ceiling, unit: "GFLOP/s", note }] }
    }

    /// Times `work` of `macs` multiply-adds.
    fn flops(&mut self, name: String, macs: usize, work: impl FnMut()) {
        let ms = per_call_ms(self.now, work);
        let value = (2 * macs) as f64 / ms / 1e6;
        let note = format!("{:.0} % of the ceiling, {ms:.2} ms", value / self.ceiling * 100.0);
        self.rows.push(Row { name, value, unit: "GFLOP/s", note });
    }

    /// Times `work` that reads and writes `values` f32 in all.
    fn bytes(&mut self, name: String, values: usize, work: impl FnMut()) {
        let ms = per_call_ms(self.now, work);
        let note = format!("{ms:.2} ms");
        self.rows.push(Row { name, value: (4 * values) as f64 / ms / 1e6, unit: "GB/s", note });
    }
}

fn filled(n: usize) -> Vec<f32> {
    (0..n).map(|i| ((i * 7919) % 257) as f32 / 257.0 - 0.5).collect()
}

fn window(size: usize, c: usize, k: usize, kernel: usize, stride: usize, groups: usize) -> Window {
    let pad = kernel / 2;
    let out = (size + 2 * pad - kernel) / stride + 1;
    Window {
        n: N,
        h: size,
        w: size,
        c,
        oh: out,
        ow: out,
        k,
        kh: kernel,
        kw: kernel,
        sh: stride,
        sw: stride,
        pt: pad,
        pl: pad,
        groups,
    }
}

/// Convolutions and linear layers.
pub fn products(now: Clock) -> Vec<Row> {
    let mut bench = Bench::new(now);
    for s in [
        window(28, 1, 16, 3, 1, 1),
        window(14, 16, 32, 3, 1, 1),
        window(32, 3, 16, 3, 1, 1),
        window(32, 16, 32, 1, 1, 1),
        window(16, 64, 64, 1, 1, 1),
        window(8, 128, 128, 1, 1, 1),
        window(4, 256, 256, 1, 1, 1),
    ] {
        let name = format!("conv2d {}×{}×{} → {} ({}×{})", s.h, s.w, s.c, s.k, s.kh, s.kw);
        let macs = s.output_len() * s.kh * s.kw * s.c;
        let (x, w, b) = (filled(s.input_len()), filled(s.kh * s.kw * s.c * s.k), filled(s.k));
        let (mut y, mut dx, mut dw, mut db) = (filled(s.output_len()), x.clone(), w.clone(), b.clone());
        let (dy, mut ws) = (filled(s.output_len()), vec![0.0; Cpu::conv2d_workspace(&s)]);
        let act = Some(Activation::Relu);
        bench.flops(name.clone(), macs, || Cpu::conv2d(&s, &x, &w, Some(&b), act, &mut y, &mut ws));
        bench.flops(format!("{name}, dx"), macs, || Cpu::conv2d_backward_input(&s, &w, &dy, &mut dx, &mut ws));
        bench.flops(format!("{name}, dw"), macs, || {
            Cpu::conv2d_backward_params(&s, &x, &dy, &mut dw, Some(&mut db), &mut ws);
        });
    }
    let s = Rows { n: N, c: 1568, k: 128 };
    let (x, w, dy) = (filled(s.n * s.c), filled(s.c * s.k), filled(s.n * s.k));
    let (mut y, mut dx, mut dw) = (dy.clone(), x.clone(), w.clone());
    let mut ws = vec![0.0; Cpu::linear_workspace(s)];
    let (name, macs) = (format!("linear {} → {}", s.c, s.k), s.n * s.c * s.k);
    bench.flops(name.clone(), macs, || Cpu::linear(s, &x, &w, None, None, &mut y, &mut ws));
    bench.flops(format!("{name}, dx"), macs, || Cpu::linear_backward_input(s, &w, &dy, &mut dx, &mut ws));
    bench.flops(format!("{name}, dw"), macs, || {
        Cpu::linear_backward_params(s, &x, &dy, &mut dw, None, &mut ws);
    });
    bench.rows
}

/// Depthwise convolutions.
pub fn depthwise(now: Clock) -> Vec<Row> {
    let mut bench = Bench::new(now);
    for (size, c, kernel, stride) in [(32, 16, 3, 1), (32, 32, 3, 2), (16, 64, 3, 1), (8, 128, 3, 1), (14, 96, 5, 1)] {
        let s = window(size, c, c, kernel, stride, c);
        let name = format!("depthwise {size}×{size}×{c} ({kernel}×{kernel}, stride {stride})");
        let macs = s.output_len() * kernel * kernel;
        let (x, w, dy) = (filled(s.input_len()), filled(kernel * kernel * c), filled(s.output_len()));
        let (mut y, mut dx, mut dw) = (dy.clone(), x.clone(), w.clone());
        let mut ws = vec![0.0; Cpu::depthwise_workspace(&s)];
        bench.flops(name.clone(), macs, || Cpu::depthwise_conv2d(&s, &x, &w, None, None, &mut y, &mut ws));
        bench.flops(format!("{name}, dx"), macs, || Cpu::depthwise_backward_input(&s, &w, &dy, &mut dx, &mut ws));
        bench.flops(format!("{name}, dw"), macs, || {
            Cpu::depthwise_backward_params(&s, &x, &dy, &mut dw, None, &mut ws);
        });
    }
    bench.rows
}

/// Kernels that memory limits: bytes that have to be read and written, at the least.
pub fn memory(now: Clock) -> Vec<Row> {
    let mut bench = Bench::new(now);
    for (rows, c) in [(N * 32 * 32, 32), (N * 16 * 16, 64), (N * 4 * 4, 256)] {
        let (op, act, len) = (BatchNorm::default(), Some(Activation::Relu), rows * c);
        let (x, mut y, mut dy, mut dx) = (filled(len), filled(len), filled(len), filled(len));
        let (gamma, beta, mut mean, mut inv_std) = (vec![1.0; c], vec![0.1; c], vec![0.0; c], vec![1.0; c]);
        let (mut rm, mut rv) = (mean.clone(), inv_std.clone());
        bench.bytes(format!("batch norm [{rows}, {c}]"), 3 * len, || {
            Cpu::batch_norm_train(batch_norm::Training {
                op: &op,
                act,
                x: &x,
                gamma: &gamma,
                beta: &beta,
                running_mean: &mut rm,
                running_var: &mut rv,
                y: &mut y,
                mean: &mut mean,
                inv_std: &mut inv_std,
            });
        });
        let (mut dgamma, mut dbeta) = (vec![0.0; c], vec![0.0; c]);
        bench.bytes(format!("batch norm [{rows}, {c}], backward"), 7 * len, || {
            Cpu::batch_norm_backward(batch_norm::Backward {
                act,
                x: &x,
                y: &y,
                gamma: &gamma,
                mean: &mean,
                inv_std: &inv_std,
                dy: &mut dy,
                dx: &mut dx,
                dgamma: &mut dgamma,
                dbeta: &mut dbeta,
            });
        });
    }
    let mut s = window(28, 16, 16, 2, 2, 16);
    (s.pt, s.pl, s.oh, s.ow) = (0, 0, 14, 14);
    let (x, mut y, mut argmax) = (filled(s.input_len()), filled(s.output_len()), vec![0; s.output_len()]);
    let (dy, mut dx) = (y.clone(), x.clone());
    bench.bytes("max pool 28×28×16 (2×2)".into(), s.input_len() + 2 * s.output_len(), || {
        Cpu::max_pool2d(&s, &x, &mut y, &mut argmax);
    });
    bench.bytes("max pool 28×28×16 (2×2), backward".into(), s.input_len() + 2 * s.output_len(), || {
        Cpu::max_pool2d_backward(&s, &argmax, &dy, &mut dx);
    });
    let mut dy = x.clone();
    bench.bytes("ReLU backward".into(), 3 * x.len(), || {
        Cpu::activation_backward_in_place(Activation::Relu, &x, &mut dy)
    });
    bench.rows
}
