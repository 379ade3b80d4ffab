use crate::Shape;
use crate::spec::DataKind;

/// The facts of a data set.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Info {
    /// The shape of one image.
    pub shape: Shape,
    /// The classes in the order of their labels, as stable ids for the page to name.
    pub classes: &'static [&'static str],
    /// Training images.
    pub train_len: usize,
    /// Held-out images.
    pub test_len: usize,
    /// Mean of each channel over the training images, values in 0 … 1.
    pub mean: &'static [f32],
    /// Standard deviation of each channel over the training images, values in 0 … 1.
    pub std: &'static [f32],
    /// Images in each file of a downloaded set; `None` for a set that is made on the spot.
    pub shard: Option<usize>,
}

/// The facts of data set `kind`. Means and deviations are recomputed from the images by a test of `tests/parity`.
pub const fn info(kind: DataKind) -> Info {
    match kind {
        DataKind::FashionMnist => Info {
            shape: Shape::new(28, 28, 1),
            classes: &[
                "t-shirt",
                "trouser",
                "pullover",
                "dress",
                "coat",
                "sandal",
                "shirt",
                "sneaker",
                "bag",
                "ankle-boot",
            ],
            train_len: 60_000,
            test_len: 10_000,
            // Computed from the 60,000 training images; the values in common use.
            mean: &[0.2860],
            std: &[0.3530],
            shard: Some(5_000),
        },
        DataKind::Mnist => Info {
            shape: Shape::new(28, 28, 1),
            classes: &["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"],
            train_len: 60_000,
            test_len: 10_000,
            // As in PyTorch's examples/mnist.
            mean: &[0.1307],
            std: &[0.3081],
            shard: Some(5_000),
        },
        DataKind::Shapes => Info {
            shape: Shape::new(32, 32, 3),
            classes: &super::shapes::CLASSES,
            train_len: 60_000,
            test_len: 5_000,
            // Computed from the first 10,000 training images.
            mean: &super::shapes::MEAN,
            std: &super::shapes::STD,
            shard: None,
        },
    }
}
