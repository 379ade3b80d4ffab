//! The definition, sums in f64, each row shifted by its maximum so that no exponential overflows.

/// `p = softmax(logits)` of each row of `k` logits.
pub fn softmax(k: usize, logits: &[f32], p: &mut [f32]) {
    for (z, p) in logits.chunks_exact(k).zip(p.chunks_exact_mut(k)) {
        let max = z.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        let mut sum = 0.0;
        for (z, p) in z.iter().zip(p.iter_mut()) {
            *p = (z - max).exp();
            sum += f64::from(*p);
        }
        for p in p {
            *p = (f64::from(*p) / sum) as f32;
        }
    }
}

/// The mean over the batch of `−Σ_k q_k · ln softmax(z)_k`, where `q` is the label's one-hot vector mixed with
/// `smoothing` of the uniform one (Szegedy et al. 2016, §7), and its gradient `(softmax(z) − q)/N` into `dlogits`.
pub fn loss_and_gradient(k: usize, logits: &[f32], labels: &[u8], smoothing: f32, dlogits: &mut [f32]) -> f32 {
    softmax(k, logits, dlogits);
    let n = labels.len() as f64;
    let (off, on) = (smoothing / k as f32, 1.0 - smoothing + smoothing / k as f32);
    let mut loss = 0.0;
    for ((z, d), &label) in logits.chunks_exact(k).zip(dlogits.chunks_exact_mut(k)).zip(labels) {
        let max = f64::from(z.iter().copied().fold(f32::NEG_INFINITY, f32::max));
        let log_sum = max + z.iter().map(|&z| (f64::from(z) - max).exp()).sum::<f64>().ln();
        for (j, (z, d)) in z.iter().zip(d).enumerate() {
            let q = if j == usize::from(label) { on } else { off };
            if q != 0.0 {
                loss -= f64::from(q) * (f64::from(*z) - log_sum);
            }
            *d = ((f64::from(*d) - f64::from(q)) / n) as f32;
        }
    }
    (loss / n) as f32
}
