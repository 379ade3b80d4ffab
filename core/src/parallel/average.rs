use crate::{Error, Result};

/// The share of worker `rank` in the mean over all images, where worker i has `sizes[i]` of them.
fn share(sizes: &[usize], rank: usize) -> f32 {
    let total: usize = sizes.iter().sum();
    sizes.get(rank).map_or(0.0, |&size| size as f32 / total.max(1) as f32)
}

/// Makes the mean gradient of a worker's images its part of the mean over the images of all workers, so that the sum of all workers'
/// is that mean: what goes into an all-reduce. Uneven shards would weigh too much or too little without it.
pub fn weigh(gradient: &mut [f32], sizes: &[usize], rank: usize) {
    let share = share(sizes, rank);
    gradient.iter_mut().for_each(|g| *g *= share);
}

/// The mean gradient of a batch from those of its shards, each the mean over `sizes[rank]` images: summed in rank
/// order, so that the result does not depend on who was first. Written over `gradients[0]`.
pub fn average(gradients: &mut [&mut [f32]], sizes: &[usize]) -> Result<()> {
    Error::check_len("gradients", sizes.len(), gradients.len())?;
    let Some((first, rest)) = gradients.split_first_mut() else {
        return Ok(());
    };
    weigh(first, sizes, 0);
    for (i, other) in rest.iter().enumerate() {
        Error::check_len("gradient", first.len(), other.len())?;
        let share = share(sizes, i + 1);
        for (sum, g) in first.iter_mut().zip(other.iter()) {
            *sum += share * g;
        }
    }
    Ok(())
}
