use crate::{Figure, Interval, Verdict};
use serde::{Deserialize, Serialize};

/// A difference below this part is no verdict on speed, however sure it is: where memory happens to lie decides as much.
pub const MARGIN: f64 = 0.03;

/// The speed of two networks that were timed in turn.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Comparison {
    /// The network before.
    pub before: Figure,
    /// The network now.
    pub now: Figure,
    /// How many times as fast it is now: where the median over all pairs of samples lies.
    pub speedup: Interval,
    /// Pairs of samples that it rests on.
    pub pairs: usize,
    /// Whether the samples scatter as on a machine that does something else meanwhile.
    pub is_busy: bool,
}

impl Comparison {
    /// Whether it is faster now ([`Verdict::More`]), slower, or not to be told apart.
    pub fn verdict(&self) -> Verdict {
        self.speedup.verdict(1.0, MARGIN)
    }
}
