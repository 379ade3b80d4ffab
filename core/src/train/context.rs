use crate::data::{Images, Sampling};
use std::fmt;

/// What training within a longer piece of work is done with: not which network, nor how it learns.
#[derive(Clone, Copy)]
pub struct TrainContext<'a> {
    /// How many images, in which batches, from which seed. The seed is also that of all else that is drawn.
    pub sampling: Sampling,
    /// The training images.
    pub images: &'a dyn Images,
}

impl fmt::Debug for TrainContext<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TrainContext").field("sampling", &self.sampling).finish_non_exhaustive()
    }
}
