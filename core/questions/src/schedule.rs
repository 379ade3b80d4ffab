//! When to ask again: FSRS-6 (Ye, Su & Cao 2022, "A Stochastic Shortest Path Algorithm for Optimizing Spaced Repetition Scheduling";
//! version 6 with its default weights, as the Open Spaced Repetition project publishes it). What is remembered are skills: every review
//! of a template draws fresh numbers. With the date of an examination, what is reviewed today is what raises the expected recall on
//! that day most for its time.

use crate::table::of_topic;
use karui_spec::Interval;
use karui_spec::question::{Cause, Grade, Planned, Review, Standing, Topic};

/// The default weights of FSRS-6.
const W: [f64; 21] = [
    0.212, 1.2931, 2.3065, 8.2956, 6.4133, 0.8334, 3.0194, 0.001, 1.8722, 0.1666, 0.796, 1.4835, 0.0614, 0.2629,
    1.6483, 0.6014, 1.8729, 0.5425, 0.0912, 0.0658, 0.1542,
];
/// Stabilities are kept within these, in days.
const STABILITY: [f64; 2] = [0.001, 36_500.0];
/// Recall at which a skill is due where there is no date: the scheduler's own default.
const DESIRED: f64 = 0.9;
/// Seconds that a question takes in the examination: 120 minutes for 104 of them.
pub const SECONDS: f64 = 120.0 * 60.0 / 104.0;
/// What a skill that was never asked is taken to be answered with right, among four choices.
const UNKNOWN: f64 = 0.25;
const DAY: f64 = 86_400_000.0;
/// What was answered wrong so many days ago at most comes again at once: a learning step, as the programs have it that schedule by
/// FSRS. A forgetting curve says nothing of what has not been right yet.
const STEP: f64 = 0.5;

/// What is remembered of a skill.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Memory {
    /// Days until recall has fallen to 90 %.
    pub stability: f64,
    /// 1 … 10.
    pub difficulty: f64,
}

impl Memory {
    /// After the first review.
    pub fn first(grade: Grade) -> Memory {
        Memory { stability: W[grade as usize - 1], difficulty: first_difficulty(grade).clamp(1.0, 10.0) }
    }

    /// The probability of recall after so many days.
    pub fn recall(self, days: f64) -> f64 {
        let factor = 0.9f64.powf(-1.0 / W[20]) - 1.0;
        (1.0 + factor * days.max(0.0) / self.stability).powf(-W[20])
    }

    /// After another review, `days` after the last one; less than a day is the same day.
    pub fn reviewed(self, grade: Grade, days: f64) -> Memory {
        let (s, d, r) = (self.stability, self.difficulty, self.recall(days));
        let g = grade as usize as f64;
        let stability = if days < 1.0 {
            let growth = (W[17] * (g - 3.0 + W[18])).exp() * s.powf(-W[19]);
            s * if grade >= Grade::Hard { growth.max(1.0) } else { growth }
        } else if grade == Grade::Again {
            let lapse = W[11] * d.powf(-W[12]) * ((s + 1.0).powf(W[13]) - 1.0) * ((1.0 - r) * W[14]).exp();
            lapse.min(s / (W[17] * W[18]).exp())
        } else {
            let hard = if grade == Grade::Hard { W[15] } else { 1.0 };
            let easy = if grade == Grade::Easy { W[16] } else { 1.0 };
            let growth = W[8].exp() * (11.0 - d) * s.powf(-W[9]) * (((1.0 - r) * W[10]).exp() - 1.0);
            s * (1.0 + growth * hard * easy)
        };
        let moved = d - W[6] * (g - 3.0) * (10.0 - d) / 9.0;
        let difficulty = W[7] * first_difficulty(Grade::Easy) + (1.0 - W[7]) * moved;
        Memory { stability: stability.clamp(STABILITY[0], STABILITY[1]), difficulty: difficulty.clamp(1.0, 10.0) }
    }
}

fn first_difficulty(grade: Grade) -> f64 {
    W[4] - (W[5] * (grade as usize as f64 - 1.0)).exp() + 1.0
}

/// What is remembered of a skill after its reviews, and when the last one was.
pub fn memory(reviews: &[Review], id: &str) -> Option<(Memory, f64)> {
    let mut of: Vec<&Review> = reviews.iter().filter(|review| review.id == id).collect();
    of.sort_by(|a, b| a.at.total_cmp(&b.at));
    of.into_iter().fold(None, |known: Option<(Memory, f64)>, review| {
        let memory = match known {
            None => Memory::first(review.grade()),
            Some((memory, at)) => memory.reviewed(review.grade(), (review.at - at) / DAY),
        };
        Some((memory, review.at))
    })
}

/// What to review now, the most worthwhile first, as far as `minutes` go. `now` and `exam` are milliseconds since 1970. Without a date,
/// what has fallen below 90 % is due, the least remembered first, then what was never asked. Before all that comes what was wrong
/// today and has not been right since.
pub fn plan(reviews: &[Review], ids: &[&str], now: f64, exam: Option<f64>, minutes: f64) -> Vec<Planned> {
    let room = (minutes * 60.0 / SECONDS).floor().max(0.0) as usize;
    let days = exam.map(|exam| ((exam - now) / DAY).max(0.0));
    let mut all: Vec<Planned> = ids.iter().filter_map(|id| planned(reviews, id, now, days)).collect();
    all.sort_by(|a, b| (b.is_step, b.gain).partial_cmp(&(a.is_step, a.gain)).unwrap_or(std::cmp::Ordering::Equal));
    all.truncate(room);
    // Which ones is a matter of recall; of those, what was wrong and taken for sure comes first.
    all.sort_by_key(|it| (!it.is_step, !last(reviews, &it.id).is_some_and(|last| !last.is_right && last.is_sure)));
    all
}

/// The last answer of a skill.
fn last<'r>(reviews: &'r [Review], id: &str) -> Option<&'r Review> {
    reviews.iter().filter(|review| review.id == id).max_by(|a, b| a.at.total_cmp(&b.at))
}

/// What reviewing a skill now is worth: recall that is gained on the day of the examination, or lost already where there is none.
fn planned(reviews: &[Review], id: &str, now: f64, days: Option<f64>) -> Option<Planned> {
    let known = memory(reviews, id);
    let elapsed = known.map_or(0.0, |(_, at)| (now - at) / DAY);
    let recall = known.map_or(UNKNOWN, |(memory, _)| memory.recall(elapsed));
    let is_step = elapsed < STEP && last(reviews, id).is_some_and(|last| !last.is_right);
    let after = |grade| known.map_or(Memory::first(grade), |(memory, _)| memory.reviewed(grade, elapsed));
    let gain = match days {
        Some(days) => {
            let unasked = known.map_or(UNKNOWN, |(memory, _)| memory.recall(elapsed + days));
            let [right, wrong] = [Grade::Good, Grade::Again].map(|grade| after(grade).recall(days));
            recall * right + (1.0 - recall) * wrong - unasked
        }
        None if known.is_some() && recall > DESIRED && !is_step => return None,
        None => known.map_or(0.0, |_| DESIRED - recall),
    };
    Some(Planned { id: id.into(), recall, gain, is_step })
}

/// Where a learner stands in each topic: the share of right answers with its 95 % interval, and of the templates how many were asked.
pub fn standings(reviews: &[Review]) -> Vec<Standing> {
    let of = |topic: Topic| {
        let answers = || reviews.iter().filter(move |it| of_topic(topic).any(|template| template.id == it.id));
        let (right, all) = (answers().filter(|it| it.is_right).count(), answers().count());
        let asked = of_topic(topic).filter(|template| reviews.iter().any(|it| it.id == template.id)).count();
        let share = (all > 0).then(|| Interval::of_share(right as u64, all as u64));
        let templates = of_topic(topic).count();
        let mut causes = [0; 5];
        for (cause, count) in Cause::ALL.iter().zip(&mut causes) {
            *count = answers().filter(|it| it.cause.is_some_and(|(said, _)| said == *cause)).count() as u32;
        }
        Standing { topic, right: [right as u32, all as u32], share, asked: [asked as u32, templates as u32], causes }
    };
    Topic::ALL.map(of).to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_skill_is_remembered_as_the_published_examples_say() {
        let first = Memory::first(Grade::Good);
        assert!((first.stability - 2.3065).abs() < 1e-9 && (first.difficulty - 2.118).abs() < 1e-3, "{first:?}");
        assert!((first.recall(2.0) - 0.9095).abs() < 1e-4);
        assert!((first.reviewed(Grade::Good, 2.0).stability - 10.96).abs() < 0.01);
        let ten = Memory { stability: 10.0, difficulty: 5.0 };
        assert!((ten.recall(30.0) - 0.809).abs() < 1e-3 && (ten.recall(90.0) - 0.703).abs() < 1e-3);
        assert!((ten.recall(10.0) - 0.9).abs() < 1e-9, "a stability is the days until recall is 90 %");
    }

    #[test]
    fn with_a_date_what_would_be_forgotten_by_then_comes_first() {
        let review = |id: &str, days: f64, is_right| Review {
            id: id.into(),
            seed: 1,
            level: karui_spec::question::Level::Two,
            is_right,
            is_sure: true,
            at: -days * DAY,
            cause: None,
        };
        let reviews = [review("known", 1.0, true), review("known", 0.0, true), review("weak", 3.0, false)];
        let ids = ["known", "weak", "new"];
        let order = |exam| plan(&reviews, &ids, 0.0, exam, 60.0).into_iter().map(|it| it.id).collect::<Vec<_>>();
        assert_eq!(order(Some(10.0 * DAY))[2], "known");
        assert_eq!(order(None), ["weak", "new"]);
        assert_eq!(plan(&reviews, &ids, 0.0, None, 1.5).len(), 1, "a minute and a half is one question");
    }

    #[test]
    fn what_was_wrong_today_comes_before_all_else_until_it_is_right() {
        let review = |id: &str, minutes: f64, is_right| Review {
            id: id.into(),
            seed: 1,
            level: karui_spec::question::Level::Two,
            is_right,
            is_sure: true,
            at: DAY - minutes * 60e3,
            cause: None,
        };
        let ids: Vec<String> = (0..40).map(|i| format!("S{i}")).collect();
        let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
        let mut reviews: Vec<Review> = ids[..20].iter().map(|id| review(id, 30.0, false)).collect();
        reviews.extend(ids[10..20].iter().map(|id| review(id, 10.0, true)));
        for exam in [None, Some(10.0 * DAY)] {
            let planned = plan(&reviews, &ids, DAY, exam, 15.0);
            let steps: Vec<_> = planned.iter().map(|it| it.is_step).collect();
            assert!(steps[..10].iter().all(|is| *is) && !steps[10..].contains(&true), "{exam:?}: {planned:?}");
            assert!(planned[..10].iter().all(|it| ids[..10].contains(&&it.id[..])), "{planned:?}");
            // The next day it is a matter of recall alone.
            assert!(plan(&reviews, &ids, 2.0 * DAY, exam, 60.0).iter().all(|it| !it.is_step));
        }
    }
}
