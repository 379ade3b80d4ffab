//! What a learner answered, and what to ask again.

use super::{Level, Topic};
use crate::Interval;
use serde::{Deserialize, Serialize};

/// An answer that was given. What is kept is the list of them; all else follows from it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Review {
    /// The template.
    pub id: String,
    /// Which of its questions.
    pub seed: u64,
    /// How hard it was.
    pub level: Level,
    /// Whether the answer was right.
    pub is_right: bool,
    /// Whether the learner was sure of it.
    pub is_sure: bool,
    /// When, in milliseconds since 1970.
    pub at: f64,
}

/// How well something was remembered, as FSRS grades it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Grade {
    /// Not at all.
    Again = 1,
    /// With doubt.
    Hard = 2,
    /// Well.
    Good = 3,
    /// At once.
    Easy = 4,
}

impl Review {
    /// Wrong is wrong; what was right without being sure was hard.
    pub fn grade(&self) -> Grade {
        match (self.is_right, self.is_sure) {
            (false, _) => Grade::Again,
            (true, false) => Grade::Hard,
            (true, true) => Grade::Good,
        }
    }
}

/// Adds `more` to `all`: each answer once, in the order of time. So two devices' answers join, whichever is joined to the other.
pub fn merge(all: &mut Vec<Review>, more: Vec<Review>) {
    let key = |it: &Review| (it.at.to_bits(), it.id.clone(), it.seed, it.level, it.is_right, it.is_sure);
    all.extend(more);
    all.retain(|it| it.at.is_finite() && it.at >= 0.0);
    all.sort_by_key(key);
    all.dedup_by_key(|it| key(it));
}

/// A skill to be reviewed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Planned {
    /// The template.
    pub id: String,
    /// The expected recall now.
    pub recall: f64,
    /// Expected recall that a review now adds on the day of the examination.
    pub gain: f64,
    /// Whether it was never asked.
    pub is_new: bool,
}

/// How a learner stands in a topic.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Standing {
    /// The topic.
    pub topic: Topic,
    /// Answers that were right, and all.
    pub right: [u32; 2],
    /// The share of right answers, 95 %, where there is any answer.
    pub share: Option<Interval>,
    /// Templates that were asked, and all.
    pub asked: [u32; 2],
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_of_two_devices_join_in_either_order_and_nothing_is_lost() {
        let review = |id: &str, at: f64| Review {
            id: id.into(),
            seed: 3,
            level: Level::One,
            is_right: true,
            is_sure: false,
            at,
        };
        let (here, there) = (vec![review("Q1", 5.0), review("K1", 1.0)], vec![review("Q1", 5.0), review("P1", 2.0)]);
        let joined = |a: &[Review], b: &[Review]| {
            let mut all = a.to_vec();
            merge(&mut all, b.to_vec());
            all
        };
        let all = joined(&here, &there);
        assert_eq!(all, joined(&there, &here));
        assert_eq!(all.iter().map(|it| &it.id[..]).collect::<Vec<_>>(), ["K1", "P1", "Q1"]);
        assert_eq!(joined(&all, &here), all);
        assert_eq!(joined(&all, &[review("no time", f64::NAN)]), all);
    }
}
