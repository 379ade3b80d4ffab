//! Convolution as matrix products over windows read in place ("indirect" convolution, Dukhan 2019, without its table:
//! a zero-padded copy of one image makes the windows of a row overlapping rows of one matrix).

use super::Conv2dKernels;
use crate::gemm::{
    self, Epilogue, Runs, View, Weights, add_column_sums, gradient_workspace, multiply_workspace, pack, panels_len,
};
use crate::ops::{Activation, ActivationKernels, Cpu, Window, activation};

impl Conv2dKernels for Cpu {
    fn conv2d_workspace(s: &Window) -> usize {
        let (cg, kg, taps) = (s.c / s.groups, s.k / s.groups, s.kh * s.kw);
        if is_matrix(s) {
            let m = s.n * s.h * s.w;
            let products = multiply_workspace(m, cg, kg).max(multiply_workspace(m, kg, cg));
            return products.max(gradient_workspace(1, m, cg));
        }
        let [h, w] = padded_input(s);
        let [dh, dw] = padded_output(s);
        let forward = panels_len(taps * cg, kg).max(gradient_workspace(s.oh, s.ow, taps * cg)) + h * w * cg;
        forward.max(panels_len(taps * kg, cg) + dh * dw * kg)
    }

    fn conv2d(
        s: &Window,
        x: &[f32],
        w: &[f32],
        b: Option<&[f32]>,
        act: Option<Activation>,
        y: &mut [f32],
        ws: &mut [f32],
    ) {
        let (clamp, after) = activation::cpu::as_clamp(act);
        if is_matrix(s) {
            let rows = View::matrix(x, s.n * s.h * s.w, s.c);
            gemm::multiply(rows, s.k, Weights::Plain { w, stride: s.k }, Epilogue { bias: b, clamp }, y, s.k, ws);
            return Self::activate(after, y);
        }
        let (cg, kg, depth) = (s.c / s.groups, s.k / s.groups, s.kh * s.kw * (s.c / s.groups));
        let (panels, image) = ws.split_at_mut(panels_len(depth, kg));
        for g in 0..s.groups {
            pack(Weights::Plain { w: &w[g * kg..], stride: s.k }, depth, kg, panels);
            let bias = b.map(|b| &b[g * kg..]);
            for (x, y) in x.chunks_exact(s.h * s.w * s.c).zip(y.chunks_exact_mut(s.oh * s.ow * s.k)) {
                let windows = windows(s, x, g * cg, image);
                let b = gemm::Panels::Packed(panels);
                gemm::product(windows, kg, b, Epilogue { bias, clamp }, &mut y[g * kg..], s.k);
            }
        }
        Self::activate(after, y);
    }

    /// The convolution of `dy`, its strides filled with zeros, with the weights turned by 180°.
    fn conv2d_backward_input(s: &Window, w: &[f32], dy: &[f32], dx: &mut [f32], ws: &mut [f32]) {
        let taps = s.kh * s.kw;
        if is_matrix(s) {
            let rows = View::matrix(dy, s.n * s.h * s.w, s.k);
            let weights = Weights::Turned { w, stride: s.k, taps };
            return gemm::multiply(rows, s.c, weights, Epilogue::default(), dx, s.c, ws);
        }
        let (cg, kg) = (s.c / s.groups, s.k / s.groups);
        let [ph, pw] = padded_output(s);
        let (panels, image) = ws.split_at_mut(panels_len(taps * kg, cg));
        let image = &mut image[..ph * pw * kg];
        image.fill(0.0);
        for g in 0..s.groups {
            pack(Weights::Turned { w: &w[g * kg..], stride: s.k, taps }, taps * kg, cg, panels);
            for (dy, dx) in dy.chunks_exact(s.oh * s.ow * s.k).zip(dx.chunks_exact_mut(s.h * s.w * s.c)) {
                for p in 0..s.oh {
                    // A window wholly in the padding above or left of the input reaches none of it.
                    let Some(row) = (p * s.sh + s.kh - 1).checked_sub(s.pt).filter(|&r| r < ph) else {
                        continue;
                    };
                    for q in 0..s.ow {
                        let Some(col) = (q * s.sw + s.kw - 1).checked_sub(s.pl).filter(|&c| c < pw) else {
                            continue;
                        };
                        let from = &dy[(p * s.ow + q) * s.k + g * kg..][..kg];
                        image[(row * pw + col) * kg..][..kg].copy_from_slice(from);
                    }
                }
                let windows = View {
                    data: image,
                    lines: s.h,
                    per_line: s.w,
                    line_stride: pw * kg,
                    row_stride: kg,
                    runs: Runs { segments: s.kh, len: s.kw * kg, stride: pw * kg },
                };
                let b = gemm::Panels::Packed(panels);
                gemm::product(windows, cg, b, Epilogue::default(), &mut dx[g * cg..], s.c);
            }
        }
    }

    fn conv2d_backward_params(
        s: &Window,
        x: &[f32],
        dy: &[f32],
        dw: &mut [f32],
        db: Option<&mut [f32]>,
        ws: &mut [f32],
    ) {
        dw.fill(0.0);
        if let Some(db) = db {
            db.fill(0.0);
            add_column_sums(dy, db);
        }
        if is_matrix(s) {
            return gemm::gradient(View::matrix(x, s.n * s.h * s.w, s.c), s.k, dy, s.k, dw, s.k, ws);
        }
        let (cg, kg) = (s.c / s.groups, s.k / s.groups);
        let [h, w] = padded_input(s);
        let (image, scratch) = ws.split_at_mut(h * w * cg);
        for g in 0..s.groups {
            for (x, dy) in x.chunks_exact(s.h * s.w * s.c).zip(dy.chunks_exact(s.oh * s.ow * s.k)) {
                let windows = windows(s, x, g * cg, image);
                gemm::gradient(windows, kg, &dy[g * kg..], s.k, &mut dw[g * kg..], s.k, scratch);
            }
        }
    }
}

/// A pointwise convolution is a plain matrix product over all positions of the batch.
const fn is_matrix(s: &Window) -> bool {
    s.groups == 1 && s.kh == 1 && s.kw == 1 && s.sh == 1 && s.sw == 1 && s.oh == s.h && s.ow == s.w
}

/// Height and width of what the windows of one image cover.
const fn padded_input(s: &Window) -> [usize; 2] {
    [(s.oh - 1) * s.sh + s.kh, (s.ow - 1) * s.sw + s.kw]
}

/// Height and width of the gradient of one image's output, spread out by the strides, with room for the turned window.
const fn padded_output(s: &Window) -> [usize; 2] {
    [s.h + s.kh - 1, s.w + s.kw - 1]
}

/// The windows of one image `x [H, W, C]` over `C / groups` channels from `channel` on, by way of a padded copy in
/// `image` where they are not all inside.
fn windows<'a>(s: &Window, x: &'a [f32], channel: usize, image: &'a mut [f32]) -> View<'a> {
    let cg = s.c / s.groups;
    let [ph, pw] = padded_input(s);
    let inside = s.groups == 1 && s.pt == 0 && s.pl == 0 && ph <= s.h && pw <= s.w;
    let (data, width) = if inside { (x, s.w) } else { (&*pad(s, x, channel, [ph, pw], image), pw) };
    View {
        data,
        lines: s.oh,
        per_line: s.ow,
        line_stride: s.sh * width * cg,
        row_stride: s.sw * cg,
        runs: Runs { segments: s.kh, len: s.kw * cg, stride: width * cg },
    }
}

/// Copies one image's channels into the middle of zeros.
fn pad<'a>(s: &Window, x: &[f32], channel: usize, [ph, pw]: [usize; 2], image: &'a mut [f32]) -> &'a mut [f32] {
    let cg = s.c / s.groups;
    let image = &mut image[..ph * pw * cg];
    let left = s.pl.min(pw);
    let cols = s.w.min(pw - left);
    for (row, line) in image.chunks_exact_mut(pw * cg).enumerate() {
        let Some(from) = row.checked_sub(s.pt).filter(|&r| r < s.h) else {
            line.fill(0.0);
            continue;
        };
        let (before, rest) = line.split_at_mut(left * cg);
        let (inner, after) = rest.split_at_mut(cols * cg);
        before.fill(0.0);
        after.fill(0.0);
        let from = &x[from * s.w * s.c..][..s.w * s.c];
        if s.groups == 1 {
            inner.copy_from_slice(&from[..cols * cg]);
        } else {
            for (to, from) in inner.chunks_exact_mut(cg).zip(from.chunks_exact(s.c)) {
                to.copy_from_slice(&from[channel..channel + cg]);
            }
        }
    }
    image
}
