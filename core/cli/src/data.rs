//! Reads the data sets from the files that the page is served with.

use crate::Failure;
use crate::args::DataArgs;
use flate2::read::GzDecoder;
use karui_core::data::{Dataset, Split, idx, info, shapes};
use std::fs;
use std::io::Read;
use std::path::Path;

/// The first `n` images of a split, or all of it.
pub fn load(args: &DataArgs, split: Split, n: Option<usize>) -> Result<Dataset, Failure> {
    let info = info(args.data);
    let len = if split == Split::Train { info.train_len } else { info.test_len };
    let n = n.unwrap_or(len).min(len);
    let mut data = Dataset::new(args.data);
    data.reserve(n);
    let Some(shard) = info.shard else {
        shapes::extend(&mut data, split, n, n)?;
        return Ok(data);
    };
    let name = split.id();
    let dir = args.data_dir.join(args.data.id());
    let labels = read(&dir.join(format!("{name}-labels.idx.gz")))?;
    let labels = idx::labels(&labels)?;
    for i in 0..n.div_ceil(shard) {
        let file = read(&dir.join(format!("{name}-images-{i:02}.idx.gz")))?;
        let (shape, images) = idx::images(&file)?;
        let of_shard = data.len()..(data.len() + images.len() / shape.len().max(1)).min(n);
        let Some(labels) = labels.get(of_shard.clone()) else {
            return Err(format!("{}: fewer labels than images", dir.display()).into());
        };
        data.append(&images[..labels.len() * shape.len()], labels)?;
    }
    Ok(data)
}

fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    let bytes = fs::read(path).map_err(|e| format!("{}: {e}", path.display()))?;
    let mut unpacked = Vec::new();
    GzDecoder::new(&bytes[..]).read_to_end(&mut unpacked).map_err(|e| format!("{}: {e}", path.display()))?;
    Ok(unpacked)
}
