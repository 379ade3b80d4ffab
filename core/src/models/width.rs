//! How many channels a network of width α has.

use crate::{Error, Result};

/// `value` rounded to a multiple of `divisor`, at least one of it and never more than a tenth below `value`
/// (the MobileNet authors' `_make_divisible`).
pub fn make_divisible(value: f32, divisor: usize) -> usize {
    let d = divisor.max(1) as f32;
    let rounded = ((value + d / 2.0) / d).floor() as usize * divisor.max(1);
    let at_least = rounded.max(divisor);
    if (at_least as f32) < 0.9 * value { at_least + divisor } else { at_least }
}

/// `channels` at width `alpha`, as V2's and V3's code has them: a multiple of 8.
pub(super) fn eights(channels: usize, alpha: f32) -> usize {
    make_divisible(channels as f32 * alpha, 8)
}

/// Fails unless a network can be built with width `alpha`.
pub(super) fn check_alpha(alpha: f32) -> Result<()> {
    if alpha > 0.0 && alpha <= 16.0 {
        return Ok(());
    }
    Err(Error::misuse("alpha", "0 < α ≤ 16", alpha.to_string()))
}
