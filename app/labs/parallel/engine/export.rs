//! The same experiment as a script for `torchrun`, for who outgrows one machine.

use super::train::{HELD_OUT, LOCAL};
use super::wire::IMAGES;
use crate::parallel::messages::{Training, Update};
use karui_core::data::info;
use karui_core::{Error, Result};
use karui_protocol::{DataKind, ModelKind};

/// The script, with marks in place of what is chosen. `tests/parity/goldens/check_torchrun.py` runs it.
const SCRIPT: &str = include_str!("ddp.py");

/// The script of a run on these data.
///
/// # Errors
/// [`Error::Choice`] for updates of one gradient at a time, which no collective of PyTorch's does, [`Error::Misuse`] for a network with batch
/// norm and for data that are no files.
pub fn script(training: &Training, data: DataKind) -> Result<String> {
    let network = match training.network {
        ModelKind::Mlp => "mlp",
        ModelKind::Lenet => "lenet",
        other => return Err(Error::misuse("network", "mlp or lenet", other.id())),
    };
    if !matches!(training.update, Update::Synchronous | Update::Local) {
        let allowed = [Update::Synchronous, Update::Local].map(|update| update.id().to_owned()).to_vec();
        return Err(Error::Choice { field: "update".into(), allowed, got: training.update.id().into() });
    }
    let facts = info(data);
    let (&[mean], &[std], Some(_)) = (facts.mean, facts.std, facts.shard) else {
        return Err(Error::misuse("data", "grey images in files", data.id()));
    };
    let marks = [
        ("@WORKERS@", training.workers.to_string()),
        ("@DATA@", data.id().to_owned()),
        ("@ALGORITHM@", training.algorithm.to_string()),
        ("@BATCH@", training.batch.to_string()),
        ("@BATCHES@", training.batches.to_string()),
        ("@LR@", training.lr.to_string()),
        ("@NETWORK@", network.to_owned()),
        ("@UPDATE@", training.update.id().to_owned()),
        ("@LOCAL@", LOCAL.to_string()),
        ("@DIVISION@", training.division.id().to_owned()),
        ("@IMAGES@", IMAGES.to_string()),
        ("@HELD_OUT@", HELD_OUT.to_string()),
        ("@MEAN@", mean.to_string()),
        ("@STD@", std.to_string()),
    ];
    Ok(marks.iter().fold(SCRIPT.to_owned(), |text, (mark, value)| text.replace(mark, value)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parallel::messages::Division;
    use karui_spec::AllReduce;

    fn training(update: Update, network: ModelKind) -> Training {
        Training {
            id: 1,
            workers: 4,
            algorithm: AllReduce::Ring,
            update,
            division: Division::Even,
            network,
            batch: 64,
            batches: 150,
            lr: 0.1,
            slow: (0, 1),
        }
    }

    #[test]
    fn every_mark_gets_its_value_and_what_torch_does_not_do_is_refused() {
        let text = script(&training(Update::Synchronous, ModelKind::Lenet), DataKind::FashionMnist).unwrap();
        assert!(!text.contains('@'), "{text}");
        for line in ["--nproc-per-node 4 karui_ddp.py", "LR = 0.1 ", "NETWORK = \"lenet\"", "MEAN, STD = 0.286, 0.353"]
        {
            assert!(text.contains(line), "{line}");
        }
        assert!(script(&training(Update::Asynchronous, ModelKind::Mlp), DataKind::Mnist).is_err());
        assert!(script(&training(Update::Local, ModelKind::Mobilenet), DataKind::Mnist).is_err());
        assert!(script(&training(Update::Local, ModelKind::Mlp), DataKind::Shapes).is_err());
    }

    /// `check_torchrun.py` has run it, this very text, with PyTorch.
    #[test]
    fn the_script_is_the_one_that_was_checked() {
        let told = include_str!("../../../../tests/parity/goldens/torchrun.json");
        let digest = karui_container::fs::sha256(SCRIPT.as_bytes());
        assert!(
            told.contains(digest.trim_start_matches("sha256:")),
            "run tests/parity/goldens/check_torchrun.py again"
        );
    }
}
