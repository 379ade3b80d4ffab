//! Kernels that memory bounds: activations, batch norm, poolings.

use super::*;

/// Every activation and its slope, at its kinks too.
pub(super) fn activation() -> Result<usize, String> {
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

/// A batch norm with its inputs.
struct Layer<'a> {
    op: &'a BatchNorm,
    act: Option<Activation>,
    x: &'a [f32],
    gamma: &'a [f32],
    beta: &'a [f32],
    running: &'a (Vec<f32>, Vec<f32>),
    dy: &'a [f32],
}

impl Layer<'_> {
    fn train<K: BatchNormKernels>(&self, act: Option<Activation>) -> [Vec<f32>; 5] {
        let (c, (mut running_mean, mut running_var)) = (self.gamma.len(), self.running.clone());
        let (mut y, mut mean, mut inv_std) = (output(self.x.len()), output(c), output(c));
        K::batch_norm_train(batch_norm::Training {
            op: self.op,
            act,
            x: self.x,
            gamma: self.gamma,
            beta: self.beta,
            running_mean: &mut running_mean,
            running_var: &mut running_var,
            y: &mut y,
            mean: &mut mean,
            inv_std: &mut inv_std,
        });
        [y, mean, inv_std, running_mean, running_var]
    }

    /// What the kernels `K` make of it.
    fn run<K: BatchNormKernels>(&self) -> [Vec<f32>; 8] {
        let (len, c) = (self.x.len(), self.gamma.len());
        let mut eval = output(len);
        K::batch_norm_eval(batch_norm::Inference {
            op: self.op,
            act: self.act,
            x: self.x,
            gamma: self.gamma,
            beta: self.beta,
            mean: &self.running.0,
            var: &self.running.1,
            y: &mut eval,
        });
        let [y, mean, inv_std, running_mean, running_var] = self.train::<K>(self.act);
        // Backward needs an activation whose slope the output tells. Both backward passes start from one forward pass, so that
        // no value falls on two sides of a kink.
        let back = self.act.filter(|a| a.slope_from_output());
        let [y0, mean0, inv_std0, ..] = self.train::<Reference>(back);
        let (mut dx, mut dgamma, mut dbeta) = (output(len), output(c), output(c));
        K::batch_norm_backward(batch_norm::Backward {
            act: back,
            x: self.x,
            y: &y0,
            gamma: self.gamma,
            mean: &mean0,
            inv_std: &inv_std0,
            dy: &mut self.dy.to_vec(),
            dx: &mut dx,
            dgamma: &mut dgamma,
            dbeta: &mut dbeta,
        });
        let dx_scale = dx.iter().enumerate().map(|(i, v)| v / (1.0 + inv_std[i % c])).collect();
        [eval, y, mean, running_mean, running_var, dx_scale, dgamma, dbeta]
    }
}

/// Batch norm with the activations that are fused behind it, tails of channels, few rows, and a mean far from zero.
pub(super) fn batch_norm() -> Result<usize, String> {
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
            let layer = Layer { op: &op, act, x: &x, gamma: &gamma, beta: &beta, running: &running, dy: &dy };
            let names = ["eval", "train", "mean", "running mean", "running variance", "dx", "dgamma", "dbeta"];
            let sums = vec![(rows as f32 + 10.0) * (1.0 + offset); c];
            let columns = vec![(4.0 + offset) * (1.0 + offset); c];
            for (k, ((got, want), name)) in
                layer.run::<Cpu>().iter().zip(&layer.run::<Reference>()).zip(names).enumerate()
            {
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
pub(super) fn pool() -> Result<usize, String> {
    let p = Pad::all;
    let pooled = |size: [usize; 4], kernel, stride, pad| window(size, size[3], kernel, stride, pad, size[3]);
    let cases = [
        pooled([2, 8, 8, 16], [2, 2], [2, 2], p(0)),
        pooled([2, 7, 9, 8], [2, 2], [2, 2], p(0)),
        pooled([1, 6, 6, 5], [2, 2], [2, 2], p(0)),
        pooled([1, 6, 6, 4], [2, 2], [1, 1], p(0)),
        pooled([1, 7, 7, 4], [3, 3], [2, 2], p(1)),
    ];
    let mut checked = 0;
    for (i, s) in cases.iter().enumerate() {
        let mut values = Values::new(700 + i);
        let (mut x, dy) = (values.take(s.input_len()), values.take(s.output_len()));
        // Ties, which the first one wins, and a NaN, which stays visible.
        x.iter_mut().step_by(3).for_each(|x| *x = 0.25);
        let magnitude = vec![4.0; x.len()];
        let what = format!("max pooling {s:?}");
        let (mut got, mut want) = (output(s.output_len()), vec![0.0; s.output_len()]);
        let (mut argmax, mut argmax_want) = (vec![u32::MAX; s.output_len()], vec![0; s.output_len()]);
        Cpu::max_pool2d(s, &x, &mut got, &mut argmax);
        Reference::max_pool2d(s, &x, &mut want, &mut argmax_want);
        checked += close(&what, &got, &want, &magnitude)?;
        if argmax != argmax_want {
            return Err(format!("{what}: argmax {argmax:?}, expected {argmax_want:?}"));
        }
        let (mut got, mut want) = (output(x.len()), vec![0.0; x.len()]);
        Cpu::max_pool2d_backward(s, &argmax_want, &dy, &mut got);
        Reference::max_pool2d_backward(s, &argmax_want, &dy, &mut want);
        checked += close(&format!("backward of {what}"), &got, &want, &magnitude)?;
        x[0] = f32::NAN;
        let (mut y, mut argmax) = (output(s.output_len()), vec![0; s.output_len()]);
        Cpu::max_pool2d(s, &x, &mut y, &mut argmax);
        if !y[0].is_nan() {
            return Err(format!("max pooling hid a NaN: {s:?}"));
        }
        checked += 1;
    }
    Ok(checked)
}

/// The mean over a whole activation.
pub(super) fn global_avg_pool() -> Result<usize, String> {
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
