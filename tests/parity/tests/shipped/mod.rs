//! What is shipped below `www/`: data sets and trained networks; and what is told of a network on held-out images.
#![allow(dead_code, reason = "not every test asks for all of it")]

use karui_core::compress::Model;
use karui_core::data::{Dataset, Info, Split, idx, info, shapes};
use karui_core::format::safetensors;
use karui_core::models;
use karui_core::spec::{DataKind, ModelKind, ModelSpec};
use std::io::Read;
use std::path::{Path, PathBuf};

fn www() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../www")
}

fn unpacked(path: PathBuf) -> Vec<u8> {
    let packed = std::fs::read(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let mut bytes = Vec::new();
    flate2::read::GzDecoder::new(&packed[..]).read_to_end(&mut bytes).unwrap();
    bytes
}

/// The first `len` images of a split, shard by shard as the page appends them; synthetic ones are drawn.
pub fn images(kind: DataKind, split: Split, len: usize) -> Dataset {
    let Info { shape, shard, .. } = info(kind);
    let mut set = Dataset::new(kind);
    let Some(shard) = shard else {
        shapes::extend(&mut set, split, len, len).unwrap();
        return set;
    };
    let folder = www().join("data").join(kind.id());
    let labels = unpacked(folder.join(format!("{}-labels.idx.gz", split.id())));
    let labels = idx::labels(&labels).unwrap();
    for i in 0..len.div_ceil(shard) {
        let file = unpacked(folder.join(format!("{}-images-{i:02}.idx.gz", split.id())));
        let (got, images) = idx::images(&file).unwrap();
        assert_eq!(got, shape);
        let labels = &labels[set.len()..len.min(set.len() + shard)];
        set.append(&images[..labels.len() * shape.len()], labels).unwrap();
    }
    set
}

/// The network of a family that is shipped for a data set.
pub fn network(data: DataKind, kind: ModelKind) -> Model {
    let Info { shape, classes, .. } = info(data);
    let graph = models::build(ModelSpec::new(kind), shape, classes.len()).unwrap();
    let file = std::fs::read(path(data, kind)).unwrap();
    let weights = safetensors::load(&graph, &file).unwrap();
    Model::float(graph, weights)
}

/// Whether a network of the family is shipped for a data set.
pub fn has_network(data: DataKind, kind: ModelKind) -> bool {
    path(data, kind).exists()
}

fn path(data: DataKind, kind: ModelKind) -> PathBuf {
    www().join(format!("weights/{}-{}.safetensors", data.id(), kind.id()))
}
