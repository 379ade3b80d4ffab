//! What a learner answered, and what to ask again.

use super::{Level, Topic};
use crate::Interval;
use crate::choices::choice;
use serde::{Deserialize, Serialize};

choice! {
    /// What a wrong answer came from, as the learner sees it.
    Cause, "cause" {
        /// A term was not known.
        Term = "term",
        /// The formula was not known.
        Formula = "formula",
        /// A slip of arithmetic.
        Arithmetic = "arithmetic",
        /// The question was read wrongly.
        Misread = "misread",
        /// Two things were taken for each other.
        Confused = "confused",
    }
}

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
    /// What a wrong one came from, and when that was said.
    #[serde(default)]
    pub cause: Option<(Cause, f64)>,
}

/// An answer as it was kept before causes were.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Review1 {
    id: String,
    seed: u64,
    level: Level,
    is_right: bool,
    is_sure: bool,
    at: f64,
}

impl From<Review1> for Review {
    fn from(it: Review1) -> Self {
        let Review1 { id, seed, level, is_right, is_sure, at } = it;
        Review { id, seed, level, is_right, is_sure, at, cause: None }
    }
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

/// Adds `more` to `all`: each answer once, in the order of time, with the cause that was said last. So two devices' answers join,
/// whichever is joined to the other.
pub fn merge(all: &mut Vec<Review>, more: Vec<Review>) {
    let key = |it: &Review| (it.at.to_bits(), it.id.clone(), it.seed, it.level, it.is_right, it.is_sure);
    let is_time = |at: f64| at.is_finite() && at >= 0.0;
    all.extend(more);
    all.retain(|it| is_time(it.at));
    all.iter_mut().for_each(|it| it.cause = it.cause.filter(|(_, at)| is_time(*at)));
    // Of the same answer the last one said is the last in this order, too.
    let said = |it: &Review| it.cause.map(|(cause, at)| (at.to_bits(), cause as u8));
    all.sort_by_cached_key(|it| (key(it), said(it)));
    all.reverse();
    all.dedup_by_key(|it| key(it));
    all.reverse();
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
    /// Whether it was wrong today and has not been right since.
    pub is_step: bool,
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
    /// What wrong answers came from, as far as it was said: how many of each of [`Cause::ALL`].
    pub causes: [u32; 5],
}

#[cfg(test)]
mod tests {
    use super::*;

    fn joined(a: &[Review], b: &[Review]) -> Vec<Review> {
        let mut all = a.to_vec();
        merge(&mut all, b.to_vec());
        all
    }

    /// Some answers of few kinds, so that two lists have many in common; of one of them causes may differ.
    fn drawn(seed: &mut u64) -> Vec<Review> {
        let mut below = |n: u64| {
            *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (*seed >> 33) % n
        };
        (0..below(12))
            .map(|_| Review {
                id: ["Q1", "K1", "P1"][below(3) as usize].into(),
                seed: below(2),
                level: Level::ALL[below(2) as usize],
                is_right: below(2) == 0,
                is_sure: below(2) == 0,
                at: [0.0, 1.0, 2.5, 1e12, f64::NAN, -1.0][below(6) as usize],
                cause: (below(2) == 0)
                    .then(|| (Cause::ALL[below(5) as usize], [3.0, 4.0, f64::INFINITY][below(3) as usize])),
            })
            .collect()
    }

    #[test]
    fn lists_join_in_any_order_and_nothing_is_lost() {
        let mut seed = 19;
        for _ in 0..5_000 {
            let [a, b, c] = [(); 3].map(|()| drawn(&mut seed));
            let all = joined(&a, &b);
            assert_eq!(all, joined(&b, &a), "commutative");
            assert_eq!(joined(&all, &c), joined(&a, &joined(&b, &c)), "associative");
            assert_eq!(joined(&all, &a), all, "nothing comes twice");
            for it in a.iter().chain(&b).filter(|it| it.at >= 0.0) {
                let is_it = |other: &&Review| {
                    let same = |it: &Review| (it.at, it.id.clone(), it.seed, it.level, it.is_right, it.is_sure);
                    same(other) == same(it)
                };
                let [kept] = all.iter().filter(is_it).collect::<Vec<_>>()[..] else { panic!("{it:?} in {all:?}") };
                let is_said = |at: f64| kept.cause.is_some_and(|(_, last)| last >= at);
                assert!(it.cause.is_none_or(|(_, at)| !at.is_finite() || is_said(at)), "{it:?} {kept:?}");
            }
            assert!(all.is_sorted_by_key(|it| it.at));
        }
    }

    #[test]
    fn a_cause_said_later_takes_the_place_of_the_earlier() {
        let of = |cause| Review {
            id: "Q1".into(),
            seed: 3,
            level: Level::One,
            is_right: false,
            is_sure: true,
            at: 5.0,
            cause,
        };
        let (term, slip) = (Some((Cause::Term, 7.0)), Some((Cause::Arithmetic, 9.0)));
        assert_eq!(joined(&[of(slip)], &[of(term), of(None)]), [of(slip)]);
    }
}
