//! Reads the data sets from the files that the page is served with.

use crate::Failure;
use crate::args::DataArgs;
use flate2::read::GzDecoder;
use karui_core::data::{Dataset, idx, info, shapes};
use std::fs;
use std::io::Read;
use std::path::Path;

/// Which part of a data set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    Train,
    Test,
}

/// The first `n` images of a part, or all of it.
pub fn load(args: &DataArgs, part: Part, n: Option<usize>) -> Result<Dataset, Failure> {
    let info = info(args.data);
    let len = if part == Part::Train { info.train_len } else { info.test_len };
    let n = n.unwrap_or(len).min(len);
    let mut data = Dataset::new(args.data);
    data.reserve(n);
    let Some(shard) = info.shard else {
        let part = if part == Part::Train { shapes::Part::Train } else { shapes::Part::Test };
        shapes::extend(&mut data, part, n, n)?;
        return Ok(data);
    };
    let name = if part == Part::Train { "train" } else { "test" };
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
