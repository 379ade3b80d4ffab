//! How much is pruned after each round.

/// The amount after round `round` (1 … `rounds`) on the way from `initial` to `last`:
/// `s_t = s_f + (s_i − s_f)(1 − t/n)³` (Zhu & Gupta 2017, eq. 1): much at first, little when few weights are left.
pub fn cubic(initial: f32, last: f32, round: usize, rounds: usize) -> f32 {
    if round >= rounds {
        return last;
    }
    let left = 1.0 - round as f32 / rounds as f32;
    last + (initial - last) * left * left * left
}

#[cfg(test)]
mod tests {
    use super::cubic;

    #[test]
    fn starts_and_ends_where_it_should() {
        assert!((cubic(0.1, 0.9, 0, 4) - 0.1).abs() < 1e-6);
        assert_eq!((cubic(0.1, 0.9, 4, 4), cubic(0.0, 0.5, 1, 1)), (0.9, 0.5));
        // 0.8 − 0.8·(1/2)³
        assert!((cubic(0.0, 0.8, 2, 4) - 0.7).abs() < 1e-6);
        assert_eq!(cubic(0.0, 0.3, 0, 0), 0.3);
    }
}
