//! With a clock, and panics that can be caught.

use crate::Target;
use std::time::{Duration, Instant};

/// So long one input may take.
const PATIENCE: Duration = Duration::from_secs(2);

/// [`Target::meet`], where a panic and more than two seconds are faults, too.
///
/// # Errors
/// What is wrong with how the input is met.
pub fn patient(target: &Target, bytes: &[u8]) -> Result<bool, String> {
    let start = Instant::now();
    let met = std::panic::catch_unwind(|| target.meet(bytes)).unwrap_or_else(|_| Err("panics".to_owned()));
    let took = start.elapsed();
    if took > PATIENCE {
        return Err(format!("takes {:.1} s", took.as_secs_f64()));
    }
    met
}
