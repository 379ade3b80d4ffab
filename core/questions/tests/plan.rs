//! Learners who remember as FSRS-6 says, with an examination in 30 days and a quarter of an hour a day: what is planned for its day
//! beside what FSRS alone asks for in the same minutes, plain (what is due first, then new ones) and mixed (as many new ones each day
//! as bring all in until the day, which is how learners set up their programs). `KARUI_LEARNERS=1000 cargo test -p karui-questions --test plan -- --nocapture`
//! prints the figures of README.

use karui_core::rng::Rng;
use karui_questions::schedule::{SECONDS, memory, plan};
use karui_spec::question::{Level, Review};

const DAY: f64 = 86_400_000.0;
const DAYS: usize = 30;
const MINUTES: f64 = 15.0;
const SKILLS: usize = 120;

/// What is asked each day.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Way {
    /// What is due, then what is new.
    Plain,
    /// The day's share of new ones, then what is due, then more new ones.
    Mixed,
    /// What raises the expected recall on the day most.
    ForTheDay,
}

/// The skills of a day's minutes, with their recall.
fn asked(way: Way, reviews: &[Review], ids: &[&str], now: f64) -> Vec<(String, f64)> {
    let exam = DAYS as f64 * DAY;
    let of = |exam, minutes| plan(reviews, ids, now, exam, minutes).into_iter().map(|it| (it.id, it.recall)).collect();
    match way {
        Way::Plain => of(None, MINUTES),
        Way::ForTheDay => of(Some(exam), MINUTES),
        Way::Mixed => {
            let room = (MINUTES * 60.0 / SECONDS) as usize;
            let all: Vec<(String, f64)> = of(None, f64::MAX);
            let is_new = |(id, _): &(String, f64)| reviews.iter().all(|review| review.id != *id);
            let (new, due): (Vec<_>, Vec<_>) = all.into_iter().partition(is_new);
            let share = SKILLS.div_ceil(DAYS).min(new.len());
            let mut day: Vec<_> = new[..share].iter().chain(&due).chain(&new[share..]).cloned().collect();
            day.truncate(room);
            day
        }
    }
}

/// Expected share of skills that one learner can do on the day, and questions answered.
fn learner(seed: u64, way: Way) -> (f64, usize) {
    let ids: Vec<String> = (0..SKILLS).map(|i| format!("S{i}")).collect();
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    let exam = DAYS as f64 * DAY;
    let mut rng = Rng::new(seed, 1);
    let mut reviews: Vec<Review> = Vec::new();
    for day in 0..DAYS {
        let now = day as f64 * DAY;
        for (i, (id, recall)) in asked(way, &reviews, &ids, now).into_iter().enumerate() {
            let at = now + i as f64 * SECONDS * 1e3;
            let is_right = f64::from(rng.uniform()) < recall;
            reviews.push(Review { id, seed: 1, level: Level::Two, is_right, is_sure: true, at, cause: None });
        }
    }
    let recall = |id: &&str| memory(&reviews, id).map_or(0.25, |(memory, at)| memory.recall((exam - at) / DAY));
    (ids.iter().map(recall).sum::<f64>() / SKILLS as f64, reviews.len())
}

#[test]
fn a_plan_for_the_day_leaves_more_on_the_day() {
    let learners: u64 = std::env::var("KARUI_LEARNERS").ok().and_then(|n| n.parse().ok()).unwrap_or(40);
    let of = |way: Way| {
        let all: Vec<(f64, usize)> = (0..learners).map(|seed| learner(seed, way)).collect();
        let mean = all.iter().map(|(recall, _)| recall).sum::<f64>() / learners as f64;
        let answered = all.iter().map(|(_, answered)| answered).sum::<usize>() as f64 / learners as f64;
        println!("{learners} learners, {way:?}: {mean:.4} of {answered:.0} questions");
        (mean, answered)
    };
    let [(plain, a), (mixed, b), (planned, c)] = [Way::Plain, Way::Mixed, Way::ForTheDay].map(of);
    assert!(a > 0.0 && a == b && b == c, "the same minutes: {a}, {b}, {c}");
    assert!(planned > plain + 0.01, "for the day {planned}, plain {plain}");
    assert!(planned > mixed + 0.01, "for the day {planned}, mixed {mixed}");
}
