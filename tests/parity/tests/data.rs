//! The data sets' facts against the images themselves: those shipped under www/data and those drawn.

use karui_core::data::{Dataset, Info, Split, idx, info, shapes};
use karui_core::spec::DataKind;
use std::io::Read;
use std::path::{Path, PathBuf};

fn folder(kind: DataKind) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../www/data").join(kind.id())
}

fn unpacked(path: PathBuf) -> Vec<u8> {
    let packed = std::fs::read(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let mut bytes = Vec::new();
    flate2::read::GzDecoder::new(&packed[..]).read_to_end(&mut bytes).unwrap();
    bytes
}

/// The shards of one part, appended as the page appends them.
fn shipped(kind: DataKind, part: &str, len: usize) -> Dataset {
    let Info { shape, shard, .. } = info(kind);
    let shard = shard.unwrap();
    let labels = unpacked(folder(kind).join(format!("{part}-labels.idx.gz")));
    let labels = idx::labels(&labels).unwrap();
    let mut set = Dataset::new(kind);
    for i in 0..len / shard {
        let file = unpacked(folder(kind).join(format!("{part}-images-{i:02}.idx.gz")));
        let (got, images) = idx::images(&file).unwrap();
        assert_eq!(got, shape);
        set.append(images, &labels[i * shard..(i + 1) * shard]).unwrap();
    }
    set
}

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
        let (train, test) = (shipped(kind, "train", facts.train_len), shipped(kind, "test", facts.test_len));
        assert_eq!((train.len(), test.len()), (facts.train_len, facts.test_len));
        check(kind, &train, &test);
    }
}

#[test]
fn drawn_images_have_the_moments_told() {
    let mut train = shapes::dataset();
    shapes::extend(&mut train, Split::Train, 10_000, usize::MAX).unwrap();
    let mut test = shapes::dataset();
    shapes::extend(&mut test, Split::Test, info(DataKind::Shapes).test_len, usize::MAX).unwrap();
    check(DataKind::Shapes, &train, &test);
}
