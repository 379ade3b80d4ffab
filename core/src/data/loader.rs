use super::{Dataset, Sampler, Sampling, shard_of};
use crate::{Result, Shape};
use std::ops::Range;

/// Where images and their labels come from. A [`Dataset`] is one; whoever shares theirs with others has its own.
pub trait Images {
    /// The shape of one image.
    fn shape(&self) -> Shape;

    /// Images there are.
    fn len(&self) -> usize;

    /// Whether there are none.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Writes the images at `indices` as a network reads them into `images [n, H, W, C]`, and their labels.
    ///
    /// # Errors
    /// When a buffer has the wrong length or there is no such image.
    fn batch(&self, indices: &[u32], images: &mut [f32], labels: &mut [u8]) -> Result<()>;

    /// The first `n` images `[n, H, W, C]` and their labels, or all where there are fewer.
    ///
    /// # Errors
    /// When the source fails.
    fn first(&self, n: usize) -> Result<(Vec<f32>, Vec<u8>)> {
        let n = n.min(self.len());
        let (mut images, mut labels) = (vec![0.0; n * self.shape().len()], vec![0; n]);
        self.batch(&(0..n as u32).collect::<Vec<_>>(), &mut images, &mut labels)?;
        Ok((images, labels))
    }
}

impl Images for Dataset {
    fn shape(&self) -> Shape {
        self.shape()
    }

    fn len(&self) -> usize {
        self.len()
    }

    fn batch(&self, indices: &[u32], images: &mut [f32], labels: &mut [u8]) -> Result<()> {
        self.batch(indices, images, labels)
    }
}

/// Brings each training step its images.
#[derive(Debug, Clone)]
pub struct DataLoader {
    sampler: Sampler,
    /// The part of each batch that is loaded.
    share: Range<usize>,
    /// `[n, H, W, C]`.
    images: Vec<f32>,
    labels: Vec<u8>,
    /// The step whose images these are.
    loaded: Option<u64>,
}

impl DataLoader {
    /// Of whole batches of images of `shape`.
    pub fn new(sampling: impl Into<Sampling>, shape: Shape) -> Self {
        Self::shared(sampling, shape, 0, 1)
    }

    /// Of the part of each batch that worker `rank` of `workers` computes.
    pub fn shared(sampling: impl Into<Sampling>, shape: Shape, rank: usize, workers: usize) -> Self {
        let sampler = Sampler::new(sampling);
        let share = shard_of(sampler.batch_size(), rank, workers);
        let (images, labels) = (vec![0.0; share.len() * shape.len()], vec![0; share.len()]);
        DataLoader { sampler, share, images, labels, loaded: None }
    }

    /// Images of a whole batch.
    pub fn batch_size(&self) -> usize {
        self.sampler.batch_size()
    }

    /// Images that are loaded for each step.
    pub fn len(&self) -> usize {
        self.share.len()
    }

    /// Whether no image is.
    pub fn is_empty(&self) -> bool {
        self.share.is_empty()
    }

    /// The images `[n, H, W, C]` of step `step` and their labels, read from `data` if that has not been done.
    ///
    /// # Errors
    /// When `data` has not all of them, or images of another shape.
    pub fn load(&mut self, data: &dyn Images, step: u64) -> Result<(&[f32], &[u8])> {
        if self.loaded != Some(step) {
            self.loaded = None;
            let indices = self.sampler.batch(step).get(self.share.clone()).unwrap_or_default();
            data.batch(indices, &mut self.images, &mut self.labels)?;
            self.loaded = Some(step);
        }
        Ok(self.batch())
    }

    /// The images and labels last loaded.
    pub fn batch(&self) -> (&[f32], &[u8]) {
        (&self.images, &self.labels)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::{Split, shapes};
    use crate::spec::DataKind;

    const SAMPLING: Sampling = Sampling { images: 50, batch: 16, seed: 3 };

    fn data(n: usize) -> Dataset {
        let mut data = Dataset::new(DataKind::Shapes);
        shapes::extend(&mut data, Split::Train, n, n).unwrap();
        data
    }

    #[test]
    fn the_shares_of_all_workers_are_the_batch() {
        let data = data(50);
        let mut whole = DataLoader::new(SAMPLING, data.shape());
        let mut shares: Vec<_> = (0..3).map(|rank| DataLoader::shared(SAMPLING, data.shape(), rank, 3)).collect();
        for step in [0, 2, 3, 7] {
            let (images, labels) = whole.load(&data, step).unwrap();
            let parts: Vec<_> = shares.iter_mut().map(|share| share.load(&data, step).unwrap()).collect();
            assert_eq!(parts.iter().map(|part| part.0).collect::<Vec<_>>().concat(), images);
            assert_eq!(parts.iter().map(|part| part.1).collect::<Vec<_>>().concat(), labels);
            let mut expected = vec![0.0; images.len()];
            data.batch(Sampler::new(SAMPLING).batch(step), &mut expected, &mut [0; 16]).unwrap();
            assert_eq!(images, expected);
        }
    }

    #[test]
    fn a_step_is_read_once_and_again_after_a_failure() {
        let all = data(50);
        let mut loader = DataLoader::new(SAMPLING, all.shape());
        let (_, labels) = loader.load(&all, 0).unwrap();
        let labels = labels.to_vec();
        // It has them already, so it does not ask.
        let none = Dataset::new(DataKind::Shapes);
        assert_eq!(loader.load(&none, 0).unwrap().1, labels);
        assert!(loader.load(&none, 1).is_err());
        assert_eq!(loader.load(&all, 0).unwrap().1, labels);
    }
}
