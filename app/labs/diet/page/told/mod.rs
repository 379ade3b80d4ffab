//! What has come of a recipe, in words made of the measured figures: never of what was to be expected.

mod texts;

use karui_protocol::recipe::{Cluster, Distill, FoldBn, LowRank, Prune, PruneUnit, Quantize};
use karui_protocol::{Figure, Interval, Recipe, Verdict};
use karui_spec::tour::{Band, Measured, Quantity, SAME};
use karui_ui::{Lang, number};
use texts::Texts;

/// A factor from which on it is told as one: below it is a percentage.
const FACTOR: f64 = number::AS_RATIO;

/// What has become of a network: its size, its multiply-adds where they or the weights have changed, and its accuracy, as far as
/// the images can tell.
pub fn told(lang: Lang, before: &Measured, now: &Measured) -> String {
    let t = texts::of(lang);
    [counted(lang, t, before, now), accuracy(lang, t, before, now)].join(t.space)
}

/// The same of a recipe, with what of its techniques has made the counts what they are.
pub fn result(lang: Lang, recipe: &Recipe, before: &Measured, now: &Measured) -> String {
    let t = texts::of(lang);
    let parts = [counted(lang, t, before, now), because(lang, recipe, before, now), accuracy(lang, t, before, now)];
    parts.into_iter().filter(|it| !it.is_empty()).collect::<Vec<_>>().join(t.space)
}

/// What of the techniques of `recipe` has made the figures what they are; empty where they do not show it.
fn because(lang: Lang, recipe: &Recipe, before: &Measured, now: &Measured) -> String {
    let t = texts::of(lang);
    let factor = |of: Quantity| of.change(before, now);
    let (is_smaller, is_cheaper) = (factor(Quantity::Size) > 1.0, factor(Quantity::Macs) >= SAME);
    let is_sparser = factor(Quantity::Weights) >= SAME;
    let mut reasons: Vec<String> = Vec::new();
    if recipe.get::<Distill>().is_some() && is_smaller {
        reasons.push(t.by_distill.into());
    }
    if recipe.get::<LowRank>().is_some() {
        reasons.push(if is_cheaper { t.by_low_rank } else { t.by_no_low_rank }.into());
    }
    if let Some(prune) = recipe.get::<Prune>().filter(|_| is_sparser) {
        let why = match (prune.unit, prune.remove) {
            (PruneUnit::Channel, true) if is_cheaper => t.by_removal,
            (PruneUnit::Channel, false) if !is_cheaper => t.by_mask,
            (PruneUnit::Element | PruneUnit::TwoOfFour, _) if !is_cheaper => t.by_zeros,
            _ => "",
        };
        reasons.push(why.into());
    }
    if recipe.get::<FoldBn>().is_some() && recipe.kinds().count() == 1 {
        reasons.push(if is_smaller { t.by_folding } else { t.by_nothing_to_fold }.into());
    }
    if let Some(cluster) = recipe.get::<Cluster>().filter(|_| is_smaller) {
        let values = 1u32 << u32::from(cluster.bits.min(16));
        reasons.push((t.by_cluster)(&number::integer(lang, f64::from(values))));
    }
    if let Some(quantize) = recipe.get::<Quantize>().filter(|_| is_smaller && recipe.get::<Cluster>().is_none()) {
        reasons.push((t.by_quantize)(&quantize.dtype.bits().to_string()));
    }
    reasons.retain(|reason| !reason.is_empty());
    reasons.join(t.space)
}

/// Counts are exact.
fn counted(lang: Lang, t: &Texts, before: &Measured, now: &Measured) -> String {
    let factor = |of: Quantity| of.change(before, now);
    let bytes = |it: &Measured| number::bytes(lang, it.bytes);
    let size = match factor(Quantity::Size) {
        1.0 => (t.size_same)(&bytes(now)),
        size => (t.size)(&change(lang, t, true, size), &bytes(before), &bytes(now)),
    };
    let (macs, weights) = (factor(Quantity::Macs), factor(Quantity::Weights));
    let is_same = |it: f64| (1.0 / SAME..SAME).contains(&it);
    match () {
        () if !is_same(macs) => [&*size, &*(t.macs)(&change(lang, t, false, macs))].join(t.space),
        () if weights >= FACTOR => [&*size, &*(t.weights_alone)(&change(lang, t, false, weights))].join(t.space),
        () => size,
    }
}

/// Of so many fewer, or more, as a factor or a percentage.
fn change(lang: Lang, t: &Texts, is_size: bool, factor: f64) -> String {
    let percent = |part: f64| number::percent(lang, part, if part < 0.1 { 1 } else { 0 });
    match factor {
        _ if factor >= FACTOR => (t.times_less)(is_size, &number::times_less(lang, factor)),
        _ if factor > 1.0 => (t.less)(&percent(1.0 - 1.0 / factor)),
        _ if 1.0 / factor >= FACTOR => (t.times_more)(is_size, &number::times(lang, 1.0 / factor)),
        _ => (t.more)(&percent(1.0 / factor - 1.0)),
    }
}

/// Accuracy is of some images, so its change has an interval.
fn accuracy(lang: Lang, t: &Texts, before: &Measured, now: &Measured) -> String {
    let images = number::integer(lang, now.right.len() as f64);
    if now.right.is_empty() {
        return String::new();
    }
    let share = |figure: Figure| number::percent(lang, figure.value, 1);
    let (was, is) = (share(before.accuracy()), share(now.accuracy()));
    if before.right == now.right {
        return (t.accuracy_equal)(&is, &images);
    }
    let gain = now.gain_since(before);
    let points = points(lang, Quantity::Accuracy.change(before, now).abs());
    match gain.verdict(0.0, 0.0) {
        Verdict::Noise => (t.accuracy_noise)(&was, &is, &images, &self::points(lang, gain.half() * 100.0)),
        Verdict::More => (t.accuracy_up)(&was, &is, &points, &interval(lang, t, gain)),
        Verdict::Less => (t.accuracy_down)(&was, &is, &points, &interval(lang, t, gain)),
    }
}

/// Where a difference of shares lies, in points of a percent.
pub fn interval(lang: Lang, t: &Texts, Interval { low, high }: Interval) -> String {
    let end = |by: f64| number::decimal(lang, by * 100.0, 1).replace('-', "−");
    (t.interval)(&end(low), &end(high))
}

fn points(lang: Lang, points: f64) -> String {
    number::decimal(lang, points, 1)
}

/// How accurate `now` is beside `before`, both counted on images of which nothing more is known: what a teacher is worth. With
/// the points it differs by.
pub fn worth(lang: Lang, [before, now]: [[u64; 2]; 2]) -> (f64, String) {
    let t = texts::of(lang);
    let share = |[hits, of]: [u64; 2]| hits as f64 / of.max(1) as f64;
    let points = (share(now) - share(before)) * 100.0;
    let gain = Interval::between_shares(before, now);
    let signed = [if points < 0.0 { "−" } else { "+" }, &number::decimal(lang, points.abs(), 2)].concat();
    (points, (t.worth)(&signed, &interval(lang, t, gain)))
}

/// That a network has no batch norm.
pub fn nothing_to_fold(lang: Lang) -> &'static str {
    texts::of(lang).by_nothing_to_fold
}

/// What is asked of a quantity.
pub fn question(lang: Lang, of: Quantity, is_of_step: bool) -> String {
    let t = texts::of(lang);
    (t.question)((of, is_of_step))
}

/// A change that lies in a band, in words: an answer to a question.
pub fn answer(lang: Lang, of: Quantity, band: Band) -> String {
    let t = texts::of(lang);
    let short = |value: f64| number::significant(lang, value.abs(), 3);
    if of == Quantity::Accuracy {
        return match (band.from, band.to) {
            (None, Some(to)) if to <= 0.0 => (t.falls_more)(&short(to)),
            (None, Some(to)) => (t.rises_not)(&short(to)),
            (Some(from), Some(to)) if from < 0.0 && to > 0.0 => (t.stays_within)(&short(from.min(-to))),
            (Some(from), Some(to)) if to <= 0.0 => (t.falls_between)(&short(to), &short(from)),
            (Some(from), Some(to)) => (t.rises_between)(&short(from), &short(to)),
            (Some(from), None) if from < 0.0 => (t.falls_not)(&short(from)),
            (Some(from), None) => (t.rises_more)(&short(from)),
            (None, None) => String::new(),
        };
    }
    match (band.from.filter(|from| *from > SAME), band.to) {
        (None, Some(to)) if to <= SAME => t.stays.into(),
        (None, Some(to)) => (t.less_not)(&short(to)),
        (Some(from), Some(to)) => (t.less_between)(&short(from), &short(to)),
        (Some(from), None) => (t.less_more)(&short(from)),
        (None, None) => t.gets_less.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use karui_protocol::recipe::presets;
    use karui_spec::tour::TOURS;

    fn measured(bytes: f64, macs: f64, weights: f64, hits: usize) -> Measured {
        Measured { bytes, macs, weights, right: (0..2_000).map(|i| i < hits).collect() }
    }

    #[test]
    fn what_is_told_is_what_was_measured() {
        let before = measured(827_840.0, 1e6, 2e5, 1_844);
        let of = |now: &Measured| told(Lang::En, &before, now);
        let words = of(&measured(208_403.0, 1e6, 2e5, 1_846));
        assert!(words.contains("4.0× smaller") && words.contains("within the error of 2,000 images"), "{words}");
        let words = of(&measured(20_781.0, 1e6, 4e3, 1_624));
        assert!(words.contains("40× smaller") && words.contains("fell by 11.0 points"), "{words}");
        assert!(words.contains("as many multiply-adds"), "{words}");
        let words = of(&measured(20_781.0, 2e5, 4e3, 1_900));
        assert!(words.contains("5.0× fewer") && words.contains("rose by 2.8 points"), "{words}");
        let words = of(&before);
        assert!(words.contains("has not changed") && words.contains("exactly the same"), "{words}");
    }

    #[test]
    fn words_say_a_direction_only_where_the_images_can_tell() {
        for was in [200usize, 1_000, 1_900] {
            for is in (was.saturating_sub(100)..was + 100).step_by(7) {
                let (before, now) = (measured(1.0, 1.0, 1.0, was), measured(1.0, 1.0, 1.0, is));
                let (gain, words) = (now.gain_since(&before), told(Lang::En, &before, &now));
                assert_eq!(words.contains("rose"), gain.low > 0.0, "{words}");
                assert_eq!(words.contains("fell"), gain.high < 0.0, "{words}");
            }
        }
    }

    #[test]
    fn a_reason_is_given_only_for_what_is_there() {
        let before = measured(100.0, 100.0, 100.0, 1_800);
        for preset in presets() {
            // Zeros and fewer bits save no multiply-adds; removed channels and students do.
            let macs = if ["half-channels", "student-t4", "everything"].contains(&preset.id) { 25.0 } else { 100.0 };
            for lang in Lang::ALL {
                let reason = because(lang, &preset.recipe, &before, &measured(20.0, macs, 25.0, 1_800));
                assert!(!reason.is_empty(), "{}", preset.id);
            }
        }
        let zeros = Recipe::default().with(Prune::default());
        assert!(because(Lang::En, &zeros, &before, &measured(50.0, 100.0, 50.0, 1_800)).contains("zero"));
        assert_eq!(because(Lang::En, &zeros, &before, &before), "");
        let fold = Recipe::default().with(FoldBn);
        assert!(because(Lang::En, &fold, &before, &before).contains("no batch normalization"));
    }

    #[test]
    fn every_answer_of_every_tour_has_words_of_its_own() {
        for step in TOURS.iter().flat_map(|tour| tour.steps) {
            for lang in Lang::ALL {
                let of = step.question.of;
                let words: Vec<_> = step.question.answers().into_iter().map(|band| answer(lang, of, band)).collect();
                assert!(
                    words.iter().enumerate().all(|(i, it)| !it.is_empty() && !words[..i].contains(it)),
                    "{words:?}"
                );
            }
        }
    }

    #[test]
    fn a_teachers_worth_is_the_difference_from_the_control() {
        let (points, words) = worth(Lang::En, [[1_536, 2_000], [1_604, 2_000]]);
        assert!((points - 3.4).abs() < 1e-9 && words.contains("+3.40"), "{words}");
    }
}
