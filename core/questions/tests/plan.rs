//! Learners who remember as FSRS-6 says, with an examination in 30 days and a quarter of an hour a day: what is planned for its day
//! beside what plain FSRS asks for, with the same minutes. `KARUI_LEARNERS=1000 cargo test -p karui-questions --test plan -- --nocapture`
//! prints the figures of README.

use karui_core::rng::Rng;
use karui_questions::schedule::{SECONDS, memory, plan};
use karui_spec::question::{Level, Review};

const DAY: f64 = 86_400_000.0;
const DAYS: usize = 30;
const MINUTES: f64 = 15.0;
const SKILLS: usize = 120;

/// Expected share of skills that one learner can do on the day, and questions answered.
fn learner(seed: u64, is_for_the_day: bool) -> (f64, usize) {
    let ids: Vec<String> = (0..SKILLS).map(|i| format!("S{i}")).collect();
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    let exam = DAYS as f64 * DAY;
    let mut rng = Rng::new(seed, 1);
    let mut reviews: Vec<Review> = Vec::new();
    for day in 0..DAYS {
        let now = day as f64 * DAY;
        let planned = plan(&reviews, &ids, now, is_for_the_day.then_some(exam), MINUTES);
        for (i, skill) in planned.into_iter().enumerate() {
            let at = now + i as f64 * SECONDS * 1e3;
            let is_right = f64::from(rng.uniform()) < skill.recall;
            reviews.push(Review { id: skill.id, seed: 1, level: Level::Two, is_right, is_sure: true, at });
        }
    }
    let recall = |id: &&str| memory(&reviews, id).map_or(0.25, |(memory, at)| memory.recall((exam - at) / DAY));
    (ids.iter().map(recall).sum::<f64>() / SKILLS as f64, reviews.len())
}

#[test]
fn a_plan_for_the_day_leaves_more_on_the_day() {
    let learners: u64 = std::env::var("KARUI_LEARNERS").ok().and_then(|n| n.parse().ok()).unwrap_or(40);
    let of = |is_for_the_day: bool| {
        let all: Vec<(f64, usize)> = (0..learners).map(|seed| learner(seed, is_for_the_day)).collect();
        let mean = all.iter().map(|(recall, _)| recall).sum::<f64>() / learners as f64;
        let answered = all.iter().map(|(_, answered)| answered).sum::<usize>() as f64 / learners as f64;
        (mean, answered)
    };
    let ((plain, asked), (planned, asked_for_the_day)) = (of(false), of(true));
    println!(
        "{learners} learners: plain FSRS {plain:.4} of {asked:.0}, for the day {planned:.4} of {asked_for_the_day:.0}"
    );
    assert!(asked > 0.0 && asked_for_the_day > 0.0);
    assert!(planned > plain + 0.01, "for the day {planned}, plain {plain}");
}
