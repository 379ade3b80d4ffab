//! Products of matrices and vectors, by the engine's linear layer: `y = x·w`.

use crate::array::Array;
use crate::error::{Result, runtime};
use crate::tape::{Backward, Made};
use karui_core::ops::{Cpu, LinearKernels, Rows};

/// `a [n, c] · b [c, k]`.
fn product(a: &Array, b: &Array) -> Result<Array> {
    let (n, c, k) = (a.shape()[0], a.shape()[1], b.shape()[1]);
    let mut y = a.meter().zeros(&[n, k])?;
    if n * c * k > 0 {
        let rows = Rows { n, c, k };
        let mut ws = vec![0.0; Cpu::linear_workspace(rows)];
        Cpu::linear(rows, &a.floats(), &b.floats(), None, None, &mut y, &mut ws);
    }
    a.make(y, &[n, k])
}

/// Gradients of [`product`]: `dy·bᵀ` and `aᵀ·dy`.
fn gradients(a: Option<&Array>, b: Option<&Array>, dy: &Array, [n, c, k]: [usize; 3]) -> Result<Vec<Option<Array>>> {
    let rows = Rows { n, c, k };
    let empty = n * c * k == 0;
    let mut ws = vec![0.0; if empty { 0 } else { Cpu::linear_workspace(rows) }];
    let mut out = vec![None, None];
    if let Some(b) = b {
        let mut da = dy.meter().zeros(&[n, c])?;
        if !empty {
            Cpu::linear_backward_input(rows, &b.floats(), &dy.floats(), &mut da, &mut ws);
        }
        out[0] = Some(dy.make(da, &[n, c])?);
    }
    if let Some(a) = a {
        let mut db = dy.meter().zeros(&[c, k])?;
        if !empty {
            Cpu::linear_backward_params(rows, &a.floats(), &dy.floats(), &mut db, None, &mut ws);
        }
        out[1] = Some(dy.make(db, &[c, k])?);
    }
    Ok(out)
}

/// `a @ b`: matrices, vectors, a batch of matrices with one matrix or with as many.
pub fn matmul(a: &Array, b: &Array, needs: [bool; 2]) -> Result<Made> {
    if !a.is_float() || !b.is_float() {
        if a.dtype() != b.dtype() {
            return runtime(format!("matmul: {} and {} differ", a.dtype().name(), b.dtype().name()));
        }
        return runtime("matmul of integers is not in this lab: use .float()");
    }
    let (sa, sb) = (a.shape().to_vec(), b.shape().to_vec());
    let misfit =
        || runtime(format!("matmul: shapes {sa:?} and {sb:?} cannot be multiplied: the inner sizes must be equal"));
    let name = match (sa.len(), sb.len()) {
        (1, 1) => "DotBackward0",
        (2, 1) => "MvBackward0",
        (1, 2) => "SqueezeBackward4",
        (2, 2) => "MmBackward0",
        (3, 3) => return batched(a, b, needs),
        (n, 1 | 2) if n > 2 => "UnsafeViewBackward0",
        (0, _) | (_, 0) => return runtime("matmul: both must have at least one dimension"),
        _ => return runtime(format!("matmul of shapes {sa:?} and {sb:?} is not in this lab")),
    };
    // As matrices [n, c] and [c, k].
    let c = sa[sa.len() - 1];
    if sb[0] != c {
        return misfit();
    }
    let n: usize = sa[..sa.len() - 1].iter().product();
    let k = sb.get(1).copied().unwrap_or(1);
    let (ma, mb) = (a.reshape(&[n, c])?, b.reshape(&[c, k])?);
    let shape = [&sa[..sa.len() - 1], &sb[1..]].concat();
    let value = product(&ma, &mb)?.reshape(&shape)?;
    // Each is saved for the other's gradient only.
    let mut saved = Vec::new();
    saved.extend(needs[0].then(|| mb.clone()));
    saved.extend(needs[1].then(|| ma.clone()));
    let backward: Backward = Box::new(move |dy, saved, n_| {
        let (b, a) = (if n_[0] { saved.first() } else { None }, if n_[1] { saved.last() } else { None });
        let parts = gradients(a, b, &dy.reshape(&[n, k])?, [n, c, k])?;
        let shapes = [&sa, &sb];
        parts.into_iter().zip(shapes).map(|(part, shape)| part.map(|p| p.reshape(shape)).transpose()).collect()
    });
    Ok(Made::new(value, name, saved, backward))
}

/// `[n, i, c] @ [n, c, k]`, each with its own.
fn batched(a: &Array, b: &Array, needs: [bool; 2]) -> Result<Made> {
    let (sa, sb) = (a.shape().to_vec(), b.shape().to_vec());
    let (n, i, c, k) = (sa[0], sa[1], sa[2], sb[2]);
    if sb[0] != n || sb[1] != c {
        return runtime(format!("bmm: shapes {sa:?} and {sb:?} cannot be multiplied"));
    }
    a.meter().room(&[n, i, k])?;
    let mut y = Vec::with_capacity(n * i * k);
    for at in 0..n {
        y.extend_from_slice(&product(&a.select(0, at), &b.select(0, at))?.floats());
    }
    let value = a.make(y, &[n, i, k])?;
    let mut saved = Vec::new();
    saved.extend(needs[0].then(|| b.clone()));
    saved.extend(needs[1].then(|| a.clone()));
    let backward: Backward = Box::new(move |dy, saved, needs| {
        let (b, a) = (if needs[0] { saved.first() } else { None }, if needs[1] { saved.last() } else { None });
        let mut sums: [Vec<f32>; 2] = [Vec::new(), Vec::new()];
        for at in 0..n {
            let (a, b) = (a.map(|a| a.select(0, at)), b.map(|b| b.select(0, at)));
            let parts = gradients(a.as_ref(), b.as_ref(), &dy.select(0, at), [i, c, k])?;
            for (sum, part) in sums.iter_mut().zip(parts) {
                if let Some(part) = part {
                    sum.extend_from_slice(&part.floats());
                }
            }
        }
        let [da, db] = sums;
        Ok(vec![
            if needs[0] { Some(dy.make(da, &sa)?) } else { None },
            if needs[1] { Some(dy.make(db, &sb)?) } else { None },
        ])
    });
    Ok(Made::new(value, "UnsafeViewBackward0", saved, backward))
}

/// PyTorch's `linear`: `x [.., c] · wᵀ + b` with `w [k, c]`, `b [k]`.
pub fn linear(x: &Array, w: &Array, b: Option<&Array>, needs: [bool; 2]) -> Result<Made> {
    let (sx, sw) = (x.shape().to_vec(), w.shape().to_vec());
    let floats = x.is_float() && w.is_float() && b.is_none_or(Array::is_float);
    if !floats {
        return runtime("linear: input, weight and bias must be float32: use .float()");
    }
    let fits = sw.len() == 2 && sx.last() == sw.get(1) && b.is_none_or(|b| b.shape() == [sw[0]]);
    if !fits {
        let bias = b.map(Array::shape);
        return runtime(format!(
            "linear: input {sx:?}, weight {sw:?} and bias {bias:?} cannot be multiplied: the input's last size must be the weight's second"
        ));
    }
    let (k, c) = (sw[0], sw[1]);
    let n: usize = sx[..sx.len() - 1].iter().product();
    let rows = Rows { n, c, k };
    let (mx, mw) = (x.reshape(&[n, c])?, w.permute(&[1, 0]).copy()?);
    let shape = [&sx[..sx.len() - 1], &[k]].concat();
    let mut y = x.meter().zeros(&shape)?;
    if n * c * k > 0 {
        let mut ws = vec![0.0; Cpu::linear_workspace(rows)];
        let bias = b.map(Array::floats);
        Cpu::linear(rows, &mx.floats(), &mw.floats(), bias.as_deref(), None, &mut y, &mut ws);
    } else if let Some(b) = b {
        y = b.expand(&shape)?.floats().to_vec();
    }
    let value = x.make(y, &shape)?;
    let name = match (sx.len(), b.is_some()) {
        (2, true) => "AddmmBackward0",
        (2, false) => "MmBackward0",
        (1, false) => "SqueezeBackward4",
        _ => "UnsafeViewBackward0",
    };
    let mut saved = Vec::new();
    // The weight itself, so that a change of it in place is seen.
    saved.extend(needs[0].then(|| w.clone()));
    saved.extend(needs[1].then(|| mx.clone()));
    let has_bias = b.is_some();
    let backward: Backward = Box::new(move |dy, saved, needs| {
        let dy = dy.reshape(&[n, k])?;
        let w = if needs[0] { saved.first().map(|w| w.permute(&[1, 0]).copy()).transpose()? } else { None };
        let x = if needs[1] { saved.last() } else { None };
        let mut parts = gradients(x, w.as_ref(), &dy, [n, c, k])?.into_iter();
        let dx = parts.next().flatten().map(|dx| dx.reshape(&sx)).transpose()?;
        let dw = parts.next().flatten().map(|dw| dw.permute(&[1, 0]).copy()).transpose()?;
        let mut out = vec![dx, dw];
        if has_bias {
            let wanted = needs.get(2).copied().unwrap_or(false);
            out.push(if wanted { Some(crate::array::sum_to(&dy, &[k])?) } else { None });
        }
        Ok(out)
    });
    Ok(Made::new(value, name, saved, backward))
}
