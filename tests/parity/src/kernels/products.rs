//! Kernels that multiply: convolutions and linear layers.

use super::*;

/// Convolutions of every kind: first layers, the networks of the lab, tails of channels, strides, uneven padding,
/// windows larger than the image, groups, depths that are cut.
pub(super) fn conv2d() -> Result<usize, String> {
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
pub(super) fn linear() -> Result<usize, String> {
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

/// Depthwise convolutions: 3×3 in both strides with every padding, other windows, tails of channels, tiny images.
pub(super) fn depthwise() -> Result<usize, String> {
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
