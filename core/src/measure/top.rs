/// The `n` classes with the highest probability (softmax of the `logits`), best first; of equals the first.
pub fn top(logits: &[f32], n: usize) -> Vec<(usize, f32)> {
    let max = logits.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let sum: f64 = logits.iter().map(|&z| f64::from(z - max).exp()).sum();
    // Few are kept, so each is put in its place.
    let mut best: Vec<(usize, f32)> = Vec::with_capacity(n + 1);
    for (class, &z) in logits.iter().enumerate() {
        let p = (f64::from(z - max).exp() / sum) as f32;
        let at = best.partition_point(|other| other.1 >= p);
        if at < n {
            best.truncate(n - 1);
            best.insert(at, (class, p));
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_come_first_with_their_probabilities() {
        let logits = [1.0, 3.0, 2.0, 3.0];
        let best = top(&logits, 3);
        assert_eq!(best.iter().map(|b| b.0).collect::<Vec<_>>(), [1, 3, 2]);
        let sum: f64 = logits.iter().map(|&z| f64::from(z).exp()).sum();
        assert!((f64::from(best[2].1) - 2f64.exp() / sum).abs() < 1e-6);
        assert_eq!(top(&logits, 9).len(), 4);
        assert!(top(&logits, 0).is_empty() && top(&[], 5).is_empty());
        assert_eq!(top(&[1e30, -1e30], 1), [(0, 1.0)]);
    }
}
