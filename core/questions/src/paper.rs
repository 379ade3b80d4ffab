//! A sheet of questions: sets that share a stem, and questions that stand alone, of as many topics as there are.

use crate::lessons;
use crate::table::TEMPLATES;
use crate::template::{Kind, Template};
use karui_core::rng::Rng;
use karui_spec::question::{Filter, Level, Paper, Topic};

/// The stream of random numbers that sheets are drawn by.
const STREAM: u64 = 0x5eed_5e75;
/// Of so many questions one set is among them: two sets among eight.
const PER_SET: u32 = 4;
/// Questions that stand alone for each topic of a sheet of the whole chapter.
const ALONE: usize = 2;

/// The templates that a filter leaves, topic by topic.
pub fn filtered(filter: &Filter) -> impl Iterator<Item = &'static Template> {
    let is_of = |template: &&'static Template| {
        filter.has(template.topic, lessons::of_template(template.id), template.kind.framework())
    };
    TEMPLATES.into_iter().flatten().copied().filter(is_of)
}

/// Questions that stand together: a set, or one alone.
type Unit = Vec<&'static Template>;

/// The questions of a sheet: template, seed, level. The same seed gives the same sheet. A set is there as a whole, its questions
/// one behind the other with one seed. Where there are too few templates, some come again with other numbers.
pub fn draw(paper: &Paper, seed: u64) -> Vec<(&'static str, u64, Level)> {
    let mut rng = Rng::new(seed, STREAM);
    let all: Vec<&'static Template> = filtered(&paper.filter).collect();
    let mut sets: Vec<Unit> = Vec::new();
    for template in all.iter().copied() {
        let Some((set, at)) = template.kind.set() else { continue };
        let is_its = |unit: &&mut Unit| unit[0].kind.set().is_some_and(|(other, _)| other == set);
        match sets.iter_mut().find(is_its) {
            Some(unit) => unit.push(template),
            None if at == 0 => sets.push(vec![template]),
            None => {}
        }
    }
    sets.retain(|unit| unit.len() >= 3);
    let mut alone: Vec<Unit> = all.iter().filter(|it| it.kind.set().is_none()).map(|it| vec![*it]).collect();
    shuffle(&mut rng, &mut sets);
    shuffle(&mut rng, &mut alone);
    let (sets, alone) = (by_topic(sets), by_topic(alone));
    let mut units: Vec<Unit> = match paper.count {
        0 => of_every_topic(sets, alone),
        count => of_count(count as usize, sets, alone),
    };
    shuffle(&mut rng, &mut units);
    let mut asked = Vec::new();
    for unit in units {
        let seed = u64::from(rng.next_u32() % 1_000_000);
        asked.extend(unit.into_iter().map(|template| (template.id, seed, paper.level)));
    }
    asked
}

/// Some of every topic: a set and questions that stand alone.
fn of_every_topic(sets: Vec<Unit>, alone: Vec<Unit>) -> Vec<Unit> {
    let of = |units: &[Unit], topic: Topic, n: usize| {
        units.iter().filter(|unit| unit[0].topic == topic).take(n).cloned().collect::<Vec<_>>()
    };
    Topic::ALL.into_iter().flat_map(|topic| [of(&sets, topic, 1), of(&alone, topic, ALONE)].concat()).collect()
}

/// So many, with sets among them.
fn of_count(count: usize, sets: Vec<Unit>, mut alone: Vec<Unit>) -> Vec<Unit> {
    let mut units = Vec::new();
    let mut left = count;
    for set in sets.into_iter().take(count / PER_SET as usize) {
        if set.len() <= left {
            left -= set.len();
            units.push(set);
        }
    }
    // Other topics than the sets' come first, and before all one that is code, where there is any.
    let has = |unit: &Unit| units.iter().any(|set| set[0].topic == unit[0].topic);
    alone.sort_by_cached_key(has);
    if let Some(code) = alone.iter().position(|unit| matches!(unit[0].kind, Kind::Code { .. })) {
        alone[..=code].rotate_right(1);
    }
    units.extend(alone.iter().cycle().take(if alone.is_empty() { 0 } else { left }).cloned());
    units
}

/// The same units, so that each topic has had one before any has a second.
fn by_topic(units: Vec<Unit>) -> Vec<Unit> {
    let mut ranked: Vec<(usize, Unit)> = Vec::new();
    for unit in units {
        let before = ranked.iter().filter(|(_, other)| other[0].topic == unit[0].topic).count();
        ranked.push((before, unit));
    }
    ranked.sort_by_key(|(before, _)| *before);
    ranked.into_iter().map(|(_, unit)| unit).collect()
}

fn shuffle<T>(rng: &mut Rng, items: &mut [T]) {
    for i in (1..items.len()).rev() {
        items.swap(i, rng.below(i as u32 + 1) as usize);
    }
}
