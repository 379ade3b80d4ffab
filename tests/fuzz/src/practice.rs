//! What practice reads: a sheet in a teacher's link, and numbers that a learner types.

use crate::Target;
use karui_spec::question::{self, Paper};

pub fn targets() -> Vec<Target> {
    let texts = |texts: &[&str]| texts.iter().map(|text| text.as_bytes().to_vec()).collect::<Vec<_>>();
    vec![
        Target::new(
            "sheets in links",
            texts(&["8.2.pytorch.all.all.42", "20.1.tensorflow.2024.distributed.7"]),
            |bytes| Paper::read(&String::from_utf8_lossy(bytes)).is_ok(),
        ),
        Target::new("numbers typed", texts(&["1/3", "１２．５k", "-4e-3", "3,059", "2^10", "25 %"]), |bytes| {
            question::read(&String::from_utf8_lossy(bytes)).is_some()
        })
        .with_pieces(&["−", "／", "²", "M", "µ", "e", "(", ")", "×", "10", "０"]),
    ]
}
