//! The data sets' facts against the images themselves: those shipped under www/data and those drawn.

mod shipped;

use karui_core::data::{Dataset, Split, info};
use karui_core::spec::DataKind;
use shipped::images;

/// Mean and standard deviation of each channel, values in 0 … 1.
fn moments(set: &Dataset) -> Vec<(f64, f64)> {
    let c = set.shape().c;
    let mut counts = vec![[0u64; 256]; c];
    for pixel in set.images().chunks_exact(c) {
        for (channel, &v) in pixel.iter().enumerate() {
            counts[channel][usize::from(v)] += 1;
        }
    }
    let of = |counts: &[u64; 256]| {
        let n = counts.iter().sum::<u64>() as f64;
        let sum = |f: &dyn Fn(f64) -> f64| -> f64 {
            counts.iter().enumerate().map(|(v, &k)| k as f64 * f(v as f64 / 255.0)).sum()
        };
        let mean = sum(&|v| v) / n;
        (mean, (sum(&|v| (v - mean) * (v - mean)) / n).sqrt())
    };
    counts.iter().map(of).collect()
}

fn check(kind: DataKind, train: &Dataset, test: &Dataset) {
    let facts = info(kind);
    for (part, set) in [("train", train), ("test", test)] {
        assert_eq!(set.shape(), facts.shape);
        let mut per_class = vec![0; facts.classes.len()];
        set.labels().iter().for_each(|&l| per_class[usize::from(l)] += 1);
        let fair = set.len() / facts.classes.len();
        assert!(per_class.iter().all(|n| (fair * 4 / 5..=fair * 6 / 5).contains(n)), "{kind} {part}: {per_class:?}");
    }
    for (c, (mean, std)) in moments(train).into_iter().enumerate() {
        let close = |got: f64, told: f32| (got - f64::from(told)).abs() <= 0.6e-4;
        assert!(close(mean, facts.mean[c]) && close(std, facts.std[c]), "{kind} channel {c}: {mean:.5} {std:.5}");
    }
}

#[test]
fn shipped_images_have_the_moments_told() {
    for kind in [DataKind::FashionMnist, DataKind::Mnist] {
        let facts = info(kind);
        let (train, test) = (images(kind, Split::Train, facts.train_len), images(kind, Split::Test, facts.test_len));
        assert_eq!((train.len(), test.len()), (facts.train_len, facts.test_len));
        check(kind, &train, &test);
    }
}

#[test]
fn drawn_images_have_the_moments_told() {
    let kind = DataKind::Shapes;
    check(kind, &images(kind, Split::Train, 10_000), &images(kind, Split::Test, info(kind).test_len));
}
