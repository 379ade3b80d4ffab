//! Training on several workers: the algorithms, not the transport. [`crate::data::shard_of`] tells which images of a
//! batch each worker takes.

use crate::{Error, Result};

/// The mean gradient of a batch from those of its shards, each the mean over `sizes[rank]` images: summed in rank
/// order, so that the result does not depend on who was first. Written over `gradients[0]`.
pub fn average(gradients: &mut [&mut [f32]], sizes: &[usize]) -> Result<()> {
    Error::check_len("gradients", sizes.len(), gradients.len())?;
    let total: usize = sizes.iter().sum();
    let Some((first, rest)) = gradients.split_first_mut() else {
        return Ok(());
    };
    let share = |rank: usize| sizes[rank] as f32 / total.max(1) as f32;
    for g in first.iter_mut() {
        *g *= share(0);
    }
    for (i, other) in rest.iter().enumerate() {
        Error::check_len("gradient", first.len(), other.len())?;
        let share = share(i + 1);
        for (sum, g) in first.iter_mut().zip(other.iter()) {
            *sum += share * g;
        }
    }
    Ok(())
}
