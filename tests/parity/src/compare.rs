//! One way to compare numbers, with a message that shows where they part.

/// How far apart two values may lie: `absolute + relative · |expected|`.
#[derive(Debug, Clone, Copy)]
pub struct Tolerance {
    /// Independent of size.
    pub absolute: f64,
    /// In proportion to the expected value.
    pub relative: f64,
}

/// Fails unless every value of `got` is within `tolerance` of `expected`. NaN is never near anything.
pub fn near(what: &str, got: &[f32], expected: &[f32], tolerance: Tolerance) -> Result<(), String> {
    if got.len() != expected.len() {
        return Err(format!("{what}: {} values, expected {}", got.len(), expected.len()));
    }
    let excess = |(g, e): (&f32, &f32)| {
        let (g, e) = (f64::from(*g), f64::from(*e));
        let excess = (g - e).abs() - (tolerance.absolute + tolerance.relative * e.abs());
        if excess.is_nan() && g != e { f64::INFINITY } else { excess }
    };
    let worst = got.iter().zip(expected).map(excess).enumerate().max_by(|a, b| a.1.total_cmp(&b.1));
    match worst {
        Some((at, excess)) if excess > 0.0 => Err(format!(
            "{what}: at {at} got {}, expected {} (tolerance {tolerance:?})\n  got      {:?}\n  expected {:?}",
            got[at],
            expected[at],
            &got[..got.len().min(8)],
            &expected[..expected.len().min(8)],
        )),
        _ => Ok(()),
    }
}
