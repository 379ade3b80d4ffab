//! The fast kernels against the reference ones, on shapes chosen to reach every tail, edge and special path. Native
//! tests and the browser's checks both call [`check_all`]; a case is one line.

use karui_core::exec::{Cpu, Kernels, Reference, Rows};
use karui_core::ops::{Activation, BatchNorm, Pad, PoolKind, Window};
use karui_core::rng::Rng;

/// The difference allowed, relative to the sum of the magnitudes of the terms: two orders of adding up f32.
const TOLERANCE: f32 = 1e-5;

/// Runs every check and gives the number of comparisons made.
pub fn check_all() -> Result<usize, String> {
    let mut checked = 0;
    for (_, check) in CHECKS {
        checked += check()?;
    }
    Ok(checked)
}

/// A check by name, giving the number of comparisons made.
pub type Check = (&'static str, fn() -> Result<usize, String>);

/// The checks, one per op.
pub const CHECKS: &[Check] = &[
    ("conv2d", conv2d),
    ("depthwise_conv2d", depthwise),
    ("linear", linear),
    ("batch_norm", batch_norm),
    ("activation", activation),
    ("pool", pool),
    ("global_avg_pool", global_avg_pool),
];

const ACTIVATIONS: [Activation; 6] = [
    Activation::Relu,
    Activation::Relu6,
    Activation::Sigmoid,
    Activation::HardSigmoid,
    Activation::HardSwish,
    Activation::Silu,
];

/// Random values in −1…1.
struct Values(Rng);

impl Values {
    fn new(seed: usize) -> Self {
        Values(Rng::new(seed as u64, 0))
    }

    fn take(&mut self, n: usize) -> Vec<f32> {
        (0..n).map(|_| self.0.range(-1.0, 1.0)).collect()
    }
}

fn magnitudes(values: &[f32]) -> Vec<f32> {
    values.iter().map(|v| v.abs()).collect()
}

/// Scratch memory as a kernel may find it.
fn scratch(len: usize) -> Vec<f32> {
    vec![f32::NAN; len]
}

/// An output buffer as a kernel may find it, with a rim behind it that must stay as it is.
fn output(len: usize) -> Vec<f32> {
    vec![f32::NAN; len]
}

/// `Err` with the first values and the largest difference unless `|got − want| ≤ TOLERANCE · magnitude` everywhere.
fn close(what: &str, got: &[f32], want: &[f32], magnitude: &[f32]) -> Result<usize, String> {
    let excess = |i: usize| {
        let difference = (got[i] - want[i]).abs();
        // Written so that NaN, which a kernel leaves where it wrote nothing, is an excess.
        if difference <= TOLERANCE * (magnitude[i] + 1e-3) { 0.0 } else { difference.max(f32::MIN_POSITIVE) }
    };
    if got.len() != want.len() {
        return Err(format!("{what}: {} values, expected {}", got.len(), want.len()));
    }
    let worst = (0..got.len()).max_by(|&a, &b| excess(a).total_cmp(&excess(b)));
    match worst {
        Some(i) if excess(i) > 0.0 => Err(format!(
            "{what}: value {i} of {} is {} for {} (difference {:e}, allowed {:e}); first values {:?} for {:?}",
            got.len(),
            got[i],
            want[i],
            (got[i] - want[i]).abs(),
            TOLERANCE * (magnitude[i] + 1e-3),
            &got[..got.len().min(8)],
            &want[..want.len().min(8)],
        )),
        _ => Ok(1),
    }
}

/// A window over `[n, h, w, c]` with everything else as given.
fn window(
    [n, h, w, c]: [usize; 4],
    k: usize,
    kernel: [usize; 2],
    stride: [usize; 2],
    pad: Pad,
    groups: usize,
) -> Window {
    Window {
        n,
        h,
        w,
        c,
        oh: (h + pad.top + pad.bottom - kernel[0]) / stride[0] + 1,
        ow: (w + pad.left + pad.right - kernel[1]) / stride[1] + 1,
        k,
        kh: kernel[0],
        kw: kernel[1],
        sh: stride[0],
        sw: stride[1],
        pt: pad.top,
        pl: pad.left,
        groups,
    }
}

/// Convolutions of every kind: first layers, the networks of the lab, tails of channels, strides, uneven padding,
/// windows larger than the image, groups, depths that are cut.
fn conv2d() -> Result<usize, String> {
    let p = Pad::all;
    let uneven = Pad { top: 0, bottom: 2, left: 1, right: 0 };
    let cases = [
        window([2, 9, 9, 1], 16, [3, 3], [1, 1], p(1), 1),
        window([3, 14, 14, 16], 32, [3, 3], [1, 1], p(1), 1),
        window([2, 8, 8, 3], 16, [3, 3], [1, 1], p(1), 1),
        window([2, 9, 7, 3], 8, [3, 3], [2, 2], p(1), 1),
        window([2, 8, 8, 3], 16, [3, 3], [2, 2], Pad::same(8, 8, [3, 3], [2, 2]), 1),
        window([1, 6, 5, 5], 7, [3, 2], [1, 1], uneven, 1),
        window([1, 6, 5, 5], 7, [3, 2], [2, 3], uneven, 1),
        window([2, 5, 5, 4], 6, [5, 5], [1, 1], p(2), 1),
        window([1, 3, 3, 2], 3, [5, 5], [1, 1], p(2), 1),
        window([1, 7, 7, 3], 9, [7, 7], [1, 1], p(0), 1),
        window([2, 12, 10, 1], 6, [5, 5], [1, 1], p(0), 1),
        window([5, 8, 8, 16], 32, [1, 1], [1, 1], p(0), 1),
        window([5, 8, 8, 32], 16, [1, 1], [1, 1], p(0), 1),
        window([2, 5, 5, 67], 41, [1, 1], [1, 1], p(0), 1),
        window([1, 3, 3, 600], 130, [1, 1], [1, 1], p(0), 1),
        window([9, 6, 6, 600], 10, [1, 1], [1, 1], p(0), 1),
        window([2, 7, 7, 8], 12, [1, 1], [2, 2], p(0), 1),
        window([1, 4, 4, 5], 6, [1, 1], [1, 1], p(1), 1),
        window([1, 4, 4, 64], 33, [3, 3], [1, 1], p(1), 1),
        window([1, 3, 4, 200], 9, [3, 3], [1, 1], p(1), 1),
        window([2, 6, 6, 8], 12, [3, 3], [1, 1], p(1), 4),
        window([2, 6, 6, 6], 9, [3, 3], [2, 2], p(1), 3),
        window([2, 6, 6, 6], 8, [1, 1], [1, 1], p(0), 2),
        window([1, 40, 40, 4], 5, [3, 3], [1, 1], p(1), 1),
    ];
    let mut checked = 0;
    for (i, s) in cases.iter().enumerate() {
        let mut values = Values::new(i);
        let (x, w) = (values.take(s.input_len()), values.take(s.kh * s.kw * s.c / s.groups * s.k));
        let (b, dy) = (values.take(s.k), values.take(s.output_len()));
        let (xm, wm, bm, dym) = (magnitudes(&x), magnitudes(&w), magnitudes(&b), magnitudes(&dy));
        let (mut want, mut magnitude) = (vec![0.0; s.output_len()], vec![0.0; s.output_len()]);
        let mut ws = scratch(Cpu::conv2d_workspace(s));
        Reference::conv2d(s, &xm, &wm, Some(&bm), None, &mut magnitude, &mut []);
        for act in [None, Some(Activation::Relu), Some(Activation::Relu6), Some(Activation::HardSwish)] {
            for b in [None, Some(&b[..])] {
                let mut got = output(s.output_len());
                Reference::conv2d(s, &x, &w, b, act, &mut want, &mut []);
                Cpu::conv2d(s, &x, &w, b, act, &mut got, &mut ws);
                checked += close(&format!("conv2d {act:?} {s:?}"), &got, &want, &magnitude)?;
            }
        }
        let (mut got, mut want, mut magnitude) = (output(x.len()), vec![0.0; x.len()], vec![0.0; x.len()]);
        Reference::conv2d_backward_input(s, &wm, &dym, &mut magnitude, &mut []);
        Reference::conv2d_backward_input(s, &w, &dy, &mut want, &mut []);
        Cpu::conv2d_backward_input(s, &w, &dy, &mut got, &mut ws);
        checked += close(&format!("conv2d_backward_input {s:?}"), &got, &want, &magnitude)?;

        let (mut got, mut want, mut magnitude) = (output(w.len()), vec![0.0; w.len()], vec![0.0; w.len()]);
        let (mut got_b, mut want_b, mut magnitude_b) = (output(s.k), vec![0.0; s.k], vec![0.0; s.k]);
        Reference::conv2d_backward_params(s, &xm, &dym, &mut magnitude, Some(&mut magnitude_b), &mut []);
        Reference::conv2d_backward_params(s, &x, &dy, &mut want, Some(&mut want_b), &mut []);
        Cpu::conv2d_backward_params(s, &x, &dy, &mut got, Some(&mut got_b), &mut ws);
        checked += close(&format!("conv2d_backward_params {s:?}"), &got, &want, &magnitude)?;
        checked += close(&format!("conv2d bias gradient {s:?}"), &got_b, &want_b, &magnitude_b)?;
    }
    Ok(checked)
}

/// Linear layers: of the lab's networks, with tails, few and many rows, and depths that are cut.
fn linear() -> Result<usize, String> {
    let sizes = [
        [1, 1, 1],
        [2, 3, 5],
        [64, 1568, 128],
        [64, 128, 10],
        [7, 700, 33],
        [300, 40, 24],
        [5, 513, 8],
        [3, 16, 12],
        [257, 9, 7],
        [600, 5, 70],
    ];
    let mut checked = 0;
    for (i, [n, c, k]) in sizes.into_iter().enumerate() {
        let s = Rows { n, c, k };
        let mut values = Values::new(100 + i);
        let (x, w, b, dy) = (values.take(n * c), values.take(c * k), values.take(k), values.take(n * k));
        let (xm, wm, bm, dym) = (magnitudes(&x), magnitudes(&w), magnitudes(&b), magnitudes(&dy));
        let mut ws = scratch(Cpu::linear_workspace(s));
        let (mut want, mut magnitude) = (vec![0.0; n * k], vec![0.0; n * k]);
        Reference::linear(s, &xm, &wm, Some(&bm), None, &mut magnitude, &mut []);
        for act in [None, Some(Activation::Relu), Some(Activation::Sigmoid)] {
            let mut got = output(n * k);
            Reference::linear(s, &x, &w, Some(&b), act, &mut want, &mut []);
            Cpu::linear(s, &x, &w, Some(&b), act, &mut got, &mut ws);
            checked += close(&format!("linear {act:?} {s:?}"), &got, &want, &magnitude)?;
        }
        let (mut got, mut want, mut magnitude) = (output(n * c), vec![0.0; n * c], vec![0.0; n * c]);
        Reference::linear_backward_input(s, &wm, &dym, &mut magnitude, &mut []);
        Reference::linear_backward_input(s, &w, &dy, &mut want, &mut []);
        Cpu::linear_backward_input(s, &w, &dy, &mut got, &mut ws);
        checked += close(&format!("linear_backward_input {s:?}"), &got, &want, &magnitude)?;

        let (mut got, mut want, mut magnitude) = (output(c * k), vec![0.0; c * k], vec![0.0; c * k]);
        let (mut got_b, mut want_b, mut magnitude_b) = (output(k), vec![0.0; k], vec![0.0; k]);
        Reference::linear_backward_params(s, &xm, &dym, &mut magnitude, Some(&mut magnitude_b), &mut []);
        Reference::linear_backward_params(s, &x, &dy, &mut want, Some(&mut want_b), &mut []);
        Cpu::linear_backward_params(s, &x, &dy, &mut got, Some(&mut got_b), &mut ws);
        checked += close(&format!("linear_backward_params {s:?}"), &got, &want, &magnitude)?;
        checked += close(&format!("linear bias gradient {s:?}"), &got_b, &want_b, &magnitude_b)?;
    }
    Ok(checked)
}

/// Every activation and its slope, at its kinks too.
fn activation() -> Result<usize, String> {
    let mut checked = 0;
    for len in [0, 1, 3, 4, 21, 64] {
        let mut values = Values::new(200 + len);
        let mut x: Vec<f32> = values.take(len).iter().map(|v| v * 8.0).collect();
        for (x, kink) in x.iter_mut().zip([0.0, 3.0, -3.0, 6.0, -0.0]) {
            *x = kink;
        }
        let dy = values.take(len);
        let magnitude = vec![8.0; len];
        for f in ACTIVATIONS {
            let (mut got, mut want) = (output(len), vec![0.0; len]);
            Reference::activation(f, &x, &mut want);
            Cpu::activation(f, &x, &mut got);
            checked += close(&format!("{f:?}"), &got, &want, &magnitude)?;
            got.copy_from_slice(&x);
            Cpu::activate(Some(f), &mut got);
            checked += close(&format!("{f:?} in place"), &got, &want, &magnitude)?;
            Reference::activation_backward(f, &x, &dy, &mut want);
            Cpu::activation_backward(f, &x, &dy, &mut got);
            checked += close(&format!("{f:?} backward"), &got, &want, &magnitude)?;
            if f.slope_from_output() {
                let y: Vec<f32> = x.iter().map(|&x| f.apply(x)).collect();
                got.copy_from_slice(&dy);
                Cpu::activation_backward_in_place(f, &y, &mut got);
                checked += close(&format!("{f:?} backward in place"), &got, &want, &magnitude)?;
            }
        }
    }
    Ok(checked)
}

/// Depthwise convolutions: 3×3 in both strides with every padding, other windows, tails of channels, tiny images.
fn depthwise() -> Result<usize, String> {
    let p = Pad::all;
    let depthwise = |size: [usize; 4], kernel, stride, pad| window(size, size[3], kernel, stride, pad, size[3]);
    let mut cases = vec![
        depthwise([2, 8, 8, 16], [5, 5], [1, 1], p(2)),
        depthwise([2, 8, 9, 20], [5, 5], [2, 2], p(2)),
        depthwise([1, 7, 7, 6], [3, 5], [2, 1], p(1)),
        depthwise([1, 9, 8, 33], [3, 3], [3, 3], p(1)),
        depthwise([1, 6, 6, 8], [2, 2], [2, 2], p(0)),
        depthwise([1, 5, 5, 4], [1, 1], [2, 2], p(0)),
        depthwise([1, 2, 2, 5], [3, 3], [1, 1], p(1)),
        depthwise([1, 1, 1, 8], [3, 3], [1, 1], p(1)),
        depthwise([1, 4, 4, 8], [3, 3], [1, 1], p(3)),
    ];
    let pads =
        [p(0), p(1), p(2), Pad { top: 0, bottom: 1, left: 0, right: 1 }, Pad { top: 2, bottom: 0, left: 1, right: 2 }];
    for (i, pad) in pads.into_iter().enumerate() {
        for stride in [[1, 1], [2, 2], [1, 2], [2, 1]] {
            let c = [8, 4, 20, 7, 3][i];
            cases.push(depthwise([2, 7, 6, c], [3, 3], stride, pad));
            cases.push(depthwise([1, 4, 9, c], [3, 3], stride, pad));
            cases.push(depthwise([1, 3, 3, c], [3, 3], stride, pad));
        }
    }
    let mut checked = 0;
    for (i, s) in cases.iter().enumerate() {
        let mut values = Values::new(300 + i);
        let (x, w) = (values.take(s.input_len()), values.take(s.kh * s.kw * s.c));
        let (b, dy) = (values.take(s.c), values.take(s.output_len()));
        let (xm, wm, bm, dym) = (magnitudes(&x), magnitudes(&w), magnitudes(&b), magnitudes(&dy));
        let mut ws = scratch(Cpu::depthwise_workspace(s));
        let (mut want, mut magnitude) = (vec![0.0; s.output_len()], vec![0.0; s.output_len()]);
        Reference::depthwise_conv2d(s, &xm, &wm, Some(&bm), None, &mut magnitude, &mut []);
        for act in [None, Some(Activation::Relu), Some(Activation::Relu6), Some(Activation::HardSwish)] {
            for b in [None, Some(&b[..])] {
                let mut got = output(s.output_len());
                Reference::depthwise_conv2d(s, &x, &w, b, act, &mut want, &mut []);
                Cpu::depthwise_conv2d(s, &x, &w, b, act, &mut got, &mut ws);
                checked += close(&format!("depthwise {act:?} {s:?}"), &got, &want, &magnitude)?;
            }
        }
        let (mut got, mut want, mut magnitude) = (output(x.len()), vec![0.0; x.len()], vec![0.0; x.len()]);
        Reference::depthwise_backward_input(s, &wm, &dym, &mut magnitude, &mut []);
        Reference::depthwise_backward_input(s, &w, &dy, &mut want, &mut []);
        Cpu::depthwise_backward_input(s, &w, &dy, &mut got, &mut ws);
        checked += close(&format!("depthwise_backward_input {s:?}"), &got, &want, &magnitude)?;

        let (mut got, mut want, mut magnitude) = (output(w.len()), vec![0.0; w.len()], vec![0.0; w.len()]);
        let (mut got_b, mut want_b, mut magnitude_b) = (output(s.c), vec![0.0; s.c], vec![0.0; s.c]);
        Reference::depthwise_backward_params(s, &xm, &dym, &mut magnitude, Some(&mut magnitude_b), &mut []);
        Reference::depthwise_backward_params(s, &x, &dy, &mut want, Some(&mut want_b), &mut []);
        Cpu::depthwise_backward_params(s, &x, &dy, &mut got, Some(&mut got_b), &mut ws);
        checked += close(&format!("depthwise_backward_params {s:?}"), &got, &want, &magnitude)?;
        checked += close(&format!("depthwise bias gradient {s:?}"), &got_b, &want_b, &magnitude_b)?;
    }
    Ok(checked)
}

/// Batch norm with the activations that are fused behind it, tails of channels, few rows, and a mean far from zero.
fn batch_norm() -> Result<usize, String> {
    let op = BatchNorm::default();
    let mut checked = 0;
    let sizes = [(1, 3), (2, 4), (7, 5), (8, 8), (64, 16), (333, 20), (50, 300), (4000, 7), (9, 1)];
    for (i, (rows, c)) in sizes.into_iter().enumerate() {
        let mut values = Values::new(500 + i);
        let offset = if i % 2 == 0 { 0.0 } else { 30.0 };
        let x: Vec<f32> = values.take(rows * c).iter().map(|v| v * 2.0 + offset).collect();
        let (gamma, beta, dy) = (values.take(c), values.take(c), values.take(rows * c));
        let running = (values.take(c), values.take(c).iter().map(|v| v.abs() + 0.1).collect::<Vec<_>>());
        // 1/σ is known only as well as the inputs are, relative to their spread.
        let magnitude = vec![(6.0 + offset) * if rows < 8 { 300.0 } else { 2.0 }; rows * c];
        for act in [None, Some(Activation::Relu), Some(Activation::Relu6), Some(Activation::HardSwish)] {
            let run = |fast: bool| {
                let (mut rm, mut rv) = running.clone();
                let (mut y, mut mean, mut inv_std) = (output(rows * c), output(c), output(c));
                let (mut dx, mut dgamma, mut dbeta) = (output(rows * c), output(c), output(c));
                let mut eval = output(rows * c);
                let mut grad = dy.clone();
                // Backward needs an activation whose slope the output tells.
                let back = act.filter(|a| a.slope_from_output());
                if fast {
                    Cpu::batch_norm_eval(&op, &x, &gamma, &beta, &rm, &rv, act, &mut eval);
                    Cpu::batch_norm_train(
                        &op,
                        &x,
                        &gamma,
                        &beta,
                        &mut rm,
                        &mut rv,
                        act,
                        &mut y,
                        &mut mean,
                        &mut inv_std,
                    );
                } else {
                    Reference::batch_norm_eval(&op, &x, &gamma, &beta, &rm, &rv, act, &mut eval);
                    Reference::batch_norm_train(
                        &op,
                        &x,
                        &gamma,
                        &beta,
                        &mut rm,
                        &mut rv,
                        act,
                        &mut y,
                        &mut mean,
                        &mut inv_std,
                    );
                }
                // Both backward passes start from one forward pass, so that no value falls on two sides of a kink.
                let (mut y0, mut mean0, mut inv_std0) = (output(rows * c), output(c), output(c));
                let (mut rm0, mut rv0) = running.clone();
                Reference::batch_norm_train(
                    &op,
                    &x,
                    &gamma,
                    &beta,
                    &mut rm0,
                    &mut rv0,
                    back,
                    &mut y0,
                    &mut mean0,
                    &mut inv_std0,
                );
                let (dx0, dg, db) = (&mut dx, &mut dgamma, &mut dbeta);
                if fast {
                    Cpu::batch_norm_backward(&x, &y0, &gamma, &mean0, &inv_std0, back, &mut grad, dx0, dg, db);
                } else {
                    Reference::batch_norm_backward(&x, &y0, &gamma, &mean0, &inv_std0, back, &mut grad, dx0, dg, db);
                }
                let dx_scale: Vec<f32> = dx.iter().enumerate().map(|(i, v)| v / (1.0 + inv_std[i % c])).collect();
                [eval, y, mean, rm, rv, dx_scale, dgamma, dbeta]
            };
            let names = ["eval", "train", "mean", "running mean", "running variance", "dx", "dgamma", "dbeta"];
            let sums = vec![(rows as f32 + 10.0) * (1.0 + offset); c];
            let columns = vec![(4.0 + offset) * (1.0 + offset); c];
            for (k, ((got, want), name)) in run(true).iter().zip(&run(false)).zip(names).enumerate() {
                let magnitude = if k >= 6 {
                    &sums
                } else if got.len() == c {
                    &columns
                } else {
                    &magnitude
                };
                checked += close(&format!("batch_norm {name} {act:?} [{rows}, {c}]"), got, want, magnitude)?;
            }
        }
    }
    Ok(checked)
}

/// Poolings: 2×2 side by side on even and odd images, and all others.
fn pool() -> Result<usize, String> {
    let p = Pad::all;
    let pooled = |size: [usize; 4], kernel, stride, pad| (window(size, size[3], kernel, stride, pad, size[3]), pad);
    let cases = [
        pooled([2, 8, 8, 16], [2, 2], [2, 2], p(0)),
        pooled([2, 7, 9, 8], [2, 2], [2, 2], p(0)),
        pooled([1, 6, 6, 5], [2, 2], [2, 2], p(0)),
        pooled([1, 6, 6, 4], [2, 2], [1, 1], p(0)),
        pooled([1, 7, 7, 4], [3, 3], [2, 2], p(1)),
    ];
    let mut checked = 0;
    for (i, (s, pad)) in cases.iter().enumerate() {
        let mut values = Values::new(700 + i);
        let (mut x, dy) = (values.take(s.input_len()), values.take(s.output_len()));
        // Ties, which the first one wins, and a NaN, which stays visible.
        x.iter_mut().step_by(3).for_each(|x| *x = 0.25);
        let magnitude = vec![4.0; x.len()];
        let end = [pad.bottom, pad.right];
        for kind in [PoolKind::Max, PoolKind::Average { count_pad: true }, PoolKind::Average { count_pad: false }] {
            let what = format!("{kind:?} {s:?}");
            let (mut got, mut want) = (output(s.output_len()), vec![0.0; s.output_len()]);
            let (mut argmax, mut argmax_want) = (vec![u32::MAX; s.output_len()], vec![0; s.output_len()]);
            Cpu::pool2d(s, kind, end, &x, &mut got, &mut argmax);
            Reference::pool2d(s, kind, end, &x, &mut want, &mut argmax_want);
            checked += close(&what, &got, &want, &magnitude)?;
            if kind == PoolKind::Max && argmax != argmax_want {
                return Err(format!("{what}: argmax {argmax:?}, expected {argmax_want:?}"));
            }
            let (mut got, mut want) = (output(x.len()), vec![0.0; x.len()]);
            Cpu::pool2d_backward(s, kind, end, &argmax_want, &dy, &mut got);
            Reference::pool2d_backward(s, kind, end, &argmax_want, &dy, &mut want);
            checked += close(&format!("backward of {what}"), &got, &want, &magnitude)?;
        }
        x[0] = f32::NAN;
        let (mut y, mut argmax) = (output(s.output_len()), vec![0; s.output_len()]);
        Cpu::pool2d(s, PoolKind::Max, end, &x, &mut y, &mut argmax);
        if !y[0].is_nan() {
            return Err(format!("max pooling hid a NaN: {s:?}"));
        }
        checked += 1;
    }
    Ok(checked)
}

/// The mean over a whole activation.
fn global_avg_pool() -> Result<usize, String> {
    let mut checked = 0;
    for (n, area, c) in [(2, 16, 256), (3, 49, 21), (1, 1, 3), (2, 5, 4)] {
        let mut values = Values::new(800 + area);
        let (x, dy) = (values.take(n * area * c), values.take(n * c));
        let (mut got, mut want) = (output(n * c), vec![0.0; n * c]);
        Cpu::global_avg_pool(n, area, c, &x, &mut got);
        Reference::global_avg_pool(n, area, c, &x, &mut want);
        checked += close("global_avg_pool", &got, &want, &vec![1.0; n * c])?;
        let (mut got, mut want) = (output(x.len()), vec![0.0; x.len()]);
        Cpu::global_avg_pool_backward(n, area, c, &dy, &mut got);
        Reference::global_avg_pool_backward(n, area, c, &dy, &mut want);
        checked += close("global_avg_pool_backward", &got, &want, &vec![1.0; x.len()])?;
    }
    Ok(checked)
}
