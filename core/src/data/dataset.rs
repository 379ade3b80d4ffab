use super::{Info, info};
use crate::Shape;
use crate::spec::DataKind;
use crate::{Error, Result};

/// Images with their labels, as bytes. It grows shard by shard; a batch is turned into numbers only when it is used,
/// since 60,000 images as `f32` would take four times the memory.
#[derive(Debug, Clone)]
pub struct Dataset {
    shape: Shape,
    classes: usize,
    /// `[N, H, W, C]`.
    images: Vec<u8>,
    labels: Vec<u8>,
    /// For each channel, what each byte becomes.
    table: Vec<[f32; 256]>,
}

impl Dataset {
    /// An empty data set of this kind.
    pub fn new(kind: DataKind) -> Self {
        let Info { shape, classes, mean, std, .. } = info(kind);
        Self::of(shape, classes.len(), mean, std)
    }

    /// An empty data set of images of `shape` in `classes` classes; `mean` and `std` are those of each channel, values in
    /// 0 … 1.
    pub fn of(shape: Shape, classes: usize, mean: &[f32], std: &[f32]) -> Self {
        let table = mean.iter().zip(std).map(|(&mean, &std)| normalization(mean, std)).collect();
        Dataset { shape, classes, images: Vec::new(), labels: Vec::new(), table }
    }

    /// Adds images `[n, H, W, C]` and their labels.
    pub fn append(&mut self, images: &[u8], labels: &[u8]) -> Result<()> {
        Error::check_len("images", labels.len() * self.shape.len(), images.len())?;
        if let Some(label) = labels.iter().find(|&&l| usize::from(l) >= self.classes) {
            return Err(Error::format("labels", format!("0 … {}", self.classes - 1), label.to_string()));
        }
        self.images.extend_from_slice(images);
        self.labels.extend_from_slice(labels);
        Ok(())
    }

    /// Makes room for `n` images in all, so that appending does not copy what is there.
    pub fn reserve(&mut self, n: usize) {
        let more = n.saturating_sub(self.len());
        self.images.reserve_exact(more * self.shape.len());
        self.labels.reserve_exact(more);
    }

    /// Images held.
    pub fn len(&self) -> usize {
        self.labels.len()
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.labels.is_empty()
    }

    /// The shape of one image.
    pub fn shape(&self) -> Shape {
        self.shape
    }

    /// The number of classes.
    pub fn classes(&self) -> usize {
        self.classes
    }

    /// All images, `[N, H, W, C]`.
    pub fn images(&self) -> &[u8] {
        &self.images
    }

    /// All labels.
    pub fn labels(&self) -> &[u8] {
        &self.labels
    }

    /// Image `i`, `[H, W, C]`; `None` past the end.
    pub fn image(&self, i: usize) -> Option<&[u8]> {
        let len = self.shape.len();
        (i < self.len()).then(|| &self.images[i * len..(i + 1) * len])
    }

    /// Writes the images at `indices` as the network reads them into `images [n, H, W, C]`, and their labels.
    ///
    /// # Errors
    /// When a buffer has the wrong length or there is no such image.
    pub fn batch(&self, indices: &[u32], images: &mut [f32], labels: &mut [u8]) -> Result<()> {
        let len = self.shape.len();
        Error::check_len("batch images", indices.len() * len, images.len())?;
        Error::check_len("batch labels", indices.len(), labels.len())?;
        for ((&i, image), label) in indices.iter().zip(images.chunks_exact_mut(len)).zip(labels) {
            let bytes = self.image(i as usize).ok_or_else(|| Error::Length {
                what: "data set".into(),
                expected: i as usize + 1,
                got: self.len(),
            })?;
            self.normalize(bytes, image);
            *label = self.labels[i as usize];
        }
        Ok(())
    }

    /// Writes `image [H, W, C]` as the network reads it: `(v/255 − mean)/std` of its channel.
    pub fn normalize(&self, image: &[u8], out: &mut [f32]) {
        match &self.table[..] {
            [grey] => {
                for (y, &v) in out.iter_mut().zip(image) {
                    *y = grey[usize::from(v)];
                }
            }
            table => {
                let c = table.len();
                for (ys, vs) in out.chunks_exact_mut(c).zip(image.chunks_exact(c)) {
                    for ((y, &v), t) in ys.iter_mut().zip(vs).zip(table) {
                        *y = t[usize::from(v)];
                    }
                }
            }
        }
    }
}

fn normalization(mean: f32, std: f32) -> [f32; 256] {
    let mut table = [0.0; 256];
    for (v, y) in table.iter_mut().enumerate() {
        *y = (v as f32 / 255.0 - mean) / std;
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn grows_by_shards_and_normalizes() {
        let mut set = Dataset::new(DataKind::Mnist);
        set.append(&[0; 784], &[3]).unwrap();
        set.append(&[255; 2 * 784], &[4, 5]).unwrap();
        let (mut images, mut labels) = (vec![0.0; 2 * 784], [0; 2]);
        set.batch(&[2, 0], &mut images, &mut labels).unwrap();
        assert_eq!(labels, [5, 3]);
        assert_eq!((images[0], images[784]), ((1.0 - 0.1307) / 0.3081, -0.1307 / 0.3081));
    }

    #[test]
    fn each_channel_has_its_own_mean() {
        let set = Dataset::new(DataKind::Shapes);
        let Info { mean, std, .. } = info(DataKind::Shapes);
        let mut out = vec![9.0; 3072];
        set.normalize(&[0; 3072], &mut out);
        for c in 0..3 {
            assert_eq!(out[3 * 1023 + c], -mean[c] / std[c]);
        }
    }

    #[test]
    fn refuses_what_does_not_fit() {
        let mut set = Dataset::new(DataKind::Mnist);
        assert!(set.append(&[0; 783], &[1]).is_err());
        assert!(set.append(&[0; 784], &[10]).is_err());
        assert!(set.is_empty());
        assert!(set.batch(&[0], &mut [0.0; 784], &mut [0]).is_err());
    }

    proptest! {
        #[test]
        fn any_shard_is_appended_or_refused(n in 0usize..4, labels in proptest::collection::vec(any::<u8>(), 0..4)) {
            let mut set = Dataset::new(DataKind::Mnist);
            let fits = labels.len() == n && labels.iter().all(|&l| l < 10);
            prop_assert_eq!(set.append(&vec![0; n * 784], &labels).is_ok(), fits);
            prop_assert_eq!(set.len(), if fits { n } else { 0 });
        }
    }
}
