//! What a link holds: the experiment, how the page is looked at, and what the labs keep in it.

use super::{Lab, Source};
use crate::labs::{At, LabPage, Tab, tabs};
use karui_protocol::{Error, Experiment, Settings};
use karui_ui::{Lang, Theme};
use leptos::prelude::*;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

/// What a query leaves as it is everywhere.
const RESERVED: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b':').remove(b',');

/// What a link holds, as `name=value` pairs in the order in which they are written.
#[derive(Debug, Clone, PartialEq)]
pub struct Link {
    pairs: Vec<(&'static str, String)>,
    /// What of it a learner would want to come by again who goes back: not every image looked at.
    place: Vec<String>,
    /// The experiment's own query.
    experiment: String,
}

/// A part of a link that means nothing.
#[derive(Debug, Clone, PartialEq)]
pub enum LinkProblem {
    /// There is no such setting.
    Unknown(String),
    /// Its value is not allowed.
    Value(Error),
}

/// The reader's own choices: where to go does not follow from them.
const READER: [&str; 2] = ["lang", "theme"];

impl Link {
    /// The query without `?`. [`read`] takes it back.
    pub fn to_query(&self) -> String {
        let experiment = Some(&self.experiment).filter(|query| !query.is_empty()).cloned();
        let pairs = self.pairs.iter().map(|(name, value)| format!("{name}={}", encoded(value)));
        experiment.into_iter().chain(pairs).collect::<Vec<_>>().join("&")
    }

    /// Whether a learner who goes back would want to pass through `other`.
    pub fn is_another_place(&self, other: &Link) -> bool {
        (&self.experiment, &self.place) != (&other.experiment, &other.place)
    }

    /// The same for another reader: in the language in which it is seen here, in a theme of their own.
    pub fn to_share(mut self, lang: Lang) -> Self {
        self.pairs.retain(|(name, _)| !READER.contains(name));
        self.pairs.push(("lang", lang.id().into()));
        self
    }
}

/// The state as a link holds it; whoever calls it follows it.
pub fn of(lab: Lab) -> Link {
    let (view, at) = (lab.view, lab.view.at.get());
    let (mut pairs, mut place) = (Vec::new(), vec![at.id().to_owned()]);
    let mut add = |name, value: Option<String>| pairs.extend(value.map(|value| (name, value)));
    let (is_bench, kept) = (at == At::Bench, lab.pairs.get());
    if is_bench {
        let tab = view.tab.get();
        place.push(tab.to_string());
        add("tab", (tab != lab.first_tab()).then(|| in_links(tab)));
        add("image", view.image.get().map(|i| i.to_string()));
        add("layer", view.layer.get().map(|i| i.to_string()));
        add("weights", lab.source().map(|it| it.id().into()));
    } else {
        add("at", Some(at.id().into()));
    }
    // Each place's state is in its own link: what other places show follows from their own names.
    for row in lab.labs().iter().filter(|row| row.first_place() == at) {
        place.push((row.link.place)(lab));
        (row.link.write)(lab).into_iter().for_each(|(name, value)| add(name, Some(value)));
        let own = kept.iter().filter(|(name, _)| row.pairs.contains(name));
        own.for_each(|(name, value)| add(name, Some(value.clone())));
    }
    add("lang", view.lang_asked.get().then(|| view.lang.get().id().into()));
    add("theme", view.theme_asked.get().map(|theme| theme.id().into()));
    let experiment = if is_bench { lab.draft.get().to_query() } else { String::new() };
    Link { pairs, place, experiment }
}

/// `name=value` pairs.
pub type Pairs = Vec<(&'static str, String)>;

/// The pairs of a link that is read.
#[derive(Clone, Copy)]
pub struct Said<'a>(pub(super) &'a [(String, String)]);

impl Said<'_> {
    /// The value of a name, the last one where it stands twice.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().rev().find(|(other, _)| other == name).map(|(_, value)| &value[..])
    }

    /// Those of `names` that it says, in the order of `names`.
    pub(super) fn among<'n>(&self, names: impl Iterator<Item = &'n &'static str>) -> Pairs {
        names.filter_map(|name| Some((*name, self.get(name)?.to_owned()))).collect()
    }

    /// A choice or a number of its own: what `parse` makes of the value, and what is wrong with it.
    pub fn one<T>(&self, name: &str, parse: impl FnOnce(&str) -> Result<T, Error>) -> (Option<T>, Vec<Error>) {
        match self.get(name).map(parse) {
            None => (None, Vec::new()),
            Some(Ok(value)) => (Some(value), Vec::new()),
            Some(Err(error)) => (None, vec![error]),
        }
    }

    /// All settings of a table, in the table's order; and what is wrong.
    pub fn settings<S: Settings + Default>(&self) -> (S, Vec<Error>) {
        let mut all = S::default();
        let mut set = |row: &karui_protocol::Setting<S>| row.set(&mut all, self.get(row.name)?).err();
        let errors = S::TABLE.iter().filter_map(&mut set).collect();
        (all, errors)
    }
}

/// The names of a table's settings.
pub fn names<S: Settings>() -> Vec<&'static str> {
    S::TABLE.iter().map(|row| row.name).collect()
}

/// The settings of a table as pairs.
pub fn pairs<S: Settings>(all: &S) -> Vec<(&'static str, String)> {
    S::TABLE.iter().map(|row| (row.name, row.get(all))).collect()
}

/// The names that are the page's own.
const OWN: [&str; 8] = ["at", "tab", "part", "image", "layer", "weights", "lang", "theme"];

/// Takes the state from a query, with or without `?`. What it does not say has its default; nonsense has too, and is told.
pub fn read(lab: Lab, query: &str) -> Vec<LinkProblem> {
    let mut problems = Vec::new();
    let pairs = pairs_of(query);
    let mut known: Vec<&str> = names::<Experiment>().into_iter().chain(OWN).collect();
    known.extend(lab.labs().iter().flat_map(|row| [&(row.link.names)()[..], row.pairs].concat()));
    // What mail and networks add to links to count clicks is no mistake of the learner's.
    let unknown = pairs.iter().filter(|(name, _)| !known.contains(&&name[..]) && !name.starts_with("utm_"));
    problems.extend(unknown.map(|(name, _)| LinkProblem::Unknown(name.clone())));
    let said = Said(&pairs);
    let mut wrong: Vec<Error> = Vec::new();
    let mut take = |errors: Vec<Error>| wrong.extend(errors);
    let view = lab.view;
    let (lang, errors) = said.one("lang", |value| chosen("lang", value, &Lang::ALL, Lang::id));
    take(errors);
    if let Some(lang) = lang {
        view.lang.set(lang);
    }
    view.lang_asked.set(lang.is_some());
    let (theme, errors) = said.one("theme", |value| chosen("theme", value, &Theme::ALL, Theme::id));
    take(errors);
    if theme.is_some() {
        view.theme_asked.set(theme);
    }
    let (at, errors) = said.one("at", |value| chosen("at", value, &At::ALL, At::id));
    take(errors);
    view.at.set(at.unwrap_or_else(|| meant(lab, said)));
    keep_pairs(lab, said, false);
    // A lab with a place of its own knows it by its own names, too.
    lab.labs().iter().filter(|row| !row.places.is_empty()).for_each(|row| take((row.link.read)(lab, said)));
    if untrack(|| view.at.get()) == At::Bench {
        take(read_bench(lab, said));
    }
    problems.extend(wrong.into_iter().map(LinkProblem::Value));
    problems
}

fn pairs_of(query: &str) -> Vec<(String, String)> {
    let pairs = query.trim_start_matches('?').split('&').filter(|pair| !pair.is_empty());
    let pairs = pairs.map(|pair| pair.split_once('=').unwrap_or((pair, "")));
    pairs.map(|(name, value)| (decoded(name), decoded(value))).collect()
}

/// Where a link leads that does not say it: to the place of a lab whose names it has, else to the bench, as links always did;
/// one that says nothing of either opens the front door.
fn meant(lab: Lab, said: Said) -> At {
    let says_nothing = said.0.iter().all(|(name, _)| READER.contains(&&name[..]));
    let has_door = lab.labs().iter().filter(|row| !row.places.is_empty());
    let of = |row: &&&LabPage| says_nothing || row.pairs.iter().any(|name| said.get(name).is_some());
    has_door.filter(of).map(|row| row.first_place()).next().unwrap_or_default()
}

/// Keeps what a link says to labs' own code: to those of the bench, or to those with places of their own.
fn keep_pairs(lab: Lab, said: Said, is_bench: bool) {
    let rows = lab.labs().iter().filter(|row| row.places.is_empty() == is_bench);
    let names: Vec<_> = rows.flat_map(|row| row.pairs).copied().collect();
    lab.pairs.update(|pairs| {
        pairs.retain(|(name, _)| !names.contains(name));
        pairs.extend(said.among(names.iter()));
    });
}

/// Takes the bench's state from the pairs of a link; gives what is wrong.
fn read_bench(lab: Lab, said: Said) -> Vec<Error> {
    let view = lab.view;
    let (experiment, mut wrong) = said.settings();
    let mut take = |errors: Vec<Error>| wrong.extend(errors);
    lab.draft.set(experiment);
    let (shown, errors) = said.one("tab", |value| tab(lab, value));
    take(errors);
    view.tab.set(shown.unwrap_or(lab.first_tab()));
    view.part.set(said.get("part").unwrap_or_default().into());
    let (image, errors) = said.one("image", |value| index("image", value, 9_999));
    take(errors);
    view.image.set(image);
    let (layer, errors) = said.one("layer", |value| index("layer", value, 999));
    take(errors);
    view.layer.set(layer);
    let (source, errors) = said.one("weights", |value| chosen("weights", value, &Source::ALL, Source::id));
    take(errors);
    lab.asked_source.set(source);
    lab.labs().iter().filter(|row| row.places.is_empty()).for_each(|row| take((row.link.read)(lab, said)));
    keep_pairs(lab, said, true);
    wrong
}

impl Lab {
    /// Brings the bench into the state that a query says, wherever on the page the learner is.
    pub fn set_stage(self, query: &str) {
        // What a test of the course has read means something.
        read_bench(self, Said(&pairs_of(query)));
        self.show_draft();
    }
}

/// Tabs that links name by another word than the page's code does; that word is read too, as links were once written.
const RENAMED: &[(&str, &str)] = &[("diet", "compress")];

fn in_links(tab: Tab) -> String {
    let renamed = RENAMED.iter().find(|(name, _)| *name == tab.as_str());
    renamed.map_or_else(|| tab.to_string(), |(_, said)| (*said).into())
}

fn tab(lab: Lab, value: &str) -> Result<Tab, Error> {
    let all: Vec<_> = tabs(lab.labs()).into_iter().map(|row| row.tab).collect();
    all.iter().copied().find(|tab| tab.as_str() == value || in_links(*tab) == value).ok_or_else(|| Error::Choice {
        field: "tab".into(),
        allowed: all.iter().copied().map(in_links).collect(),
        got: value.into(),
    })
}

/// The one of `all` whose id is `value`.
///
/// # Errors
/// [`Error::Choice`] where there is none.
pub fn chosen<T: Copy>(name: &str, value: &str, all: &[T], id: fn(T) -> &'static str) -> Result<T, Error> {
    all.iter().copied().find(|it| id(*it) == value).ok_or_else(|| {
        let allowed = all.iter().map(|it| id(*it).to_owned()).collect();
        Error::Choice { field: name.into(), allowed, got: value.into() }
    })
}

/// A number from 0 to `most`.
///
/// # Errors
/// [`Error::Range`] where it is none.
pub fn index(name: &str, value: &str, most: usize) -> Result<usize, Error> {
    value.parse().ok().filter(|i| *i <= most).ok_or_else(|| {
        let (field, max) = (name.into(), most as f64);
        Error::Range { field, min: 0.0, max, multiple_of: 1, got: value.into() }
    })
}

/// Percent-encodes all but what a query leaves as it is everywhere.
fn encoded(text: &str) -> String {
    utf8_percent_encode(text, RESERVED).to_string()
}

/// Undoes percent-encoding; what is not valid UTF-8 or not complete stays readable.
fn decoded(text: &str) -> String {
    percent_decode_str(&text.replace('+', " ")).decode_utf8_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::labs::{LabPage, Labs, PlaceRow};
    use karui_protocol::{DataKind, LabId, ModelKind};

    /// Reads `query` into a page without labs, and gives what it would write and what meant nothing.
    fn reread(query: &str) -> (String, Vec<String>) {
        Owner::new().with(|| {
            let lab = Lab::new(&[]);
            let problems = read(lab, query).into_iter().map(|problem| match problem {
                LinkProblem::Unknown(name) => name,
                LinkProblem::Value(error) => error.to_string(),
            });
            let problems = problems.collect();
            (untrack(|| of(lab)).to_query(), problems)
        })
    }

    #[test]
    fn a_link_says_how_the_page_is_looked_at() {
        let experiment = Experiment { data: DataKind::Mnist, ..Default::default() };
        let query = format!("{}&image=12&layer=3&weights=trained&lang=en&theme=dark", experiment.to_query());
        assert_eq!(reread(&format!("?{query}")), (query, vec![]));
        assert_eq!(reread(""), (Experiment::default().to_query(), vec![]));
    }

    #[test]
    fn every_part_that_means_nothing_is_named() {
        let (query, problems) = reread("?theme=pink&image=-1&foo=1&lr=%3Cb%3E&lang");
        assert_eq!(query, Experiment::default().to_query());
        assert_eq!(
            problems,
            [
                "foo",
                "lang: expected ja | en, got ``",
                "theme: expected light | dark, got `pink`",
                "lr: expected 0.000001 … 10, got `<b>`",
                "image: expected 0 … 9999, got `-1`",
            ]
        );
    }

    #[test]
    fn a_place_has_an_address_of_its_own_and_the_bench_the_one_it_had() {
        assert_eq!(reread("?at=record&lang=en"), ("at=record&lang=en".into(), vec![]));
        assert_eq!(reread("?at=bench"), (Experiment::default().to_query(), vec![]));
        assert_eq!(reread("?at=home").1, ["at: expected learn | bench | practice | record, got `home`"]);
    }

    #[test]
    fn a_stage_is_the_benchs_state_wherever_the_learner_is() {
        Owner::new().with(|| {
            let lab = Lab::new(&[]);
            read(lab, "?at=learn&lang=en");
            lab.set_stage("data=mnist&model=mlp");
            let draft = lab.draft.get_untracked();
            assert_eq!((draft.data, draft.model.kind), (DataKind::Mnist, ModelKind::Mlp));
            assert_eq!(untrack(|| of(lab)).to_query(), "at=learn&lang=en");
            lab.view.at.set(At::Bench);
            assert_eq!(untrack(|| of(lab)).to_query(), format!("{}&lang=en", draft.to_query()));
        });
    }

    #[test]
    fn what_only_a_labs_own_code_understands_is_kept_as_it_is() {
        static ROW: LabPage =
            LabPage { pairs: &["cut", "ways"], ..LabPage::new(LabId::new("other"), &[], || unreachable!()) };
        static ROWS: Labs = &[&ROW];
        Owner::new().with(|| {
            let lab = Lab::new(ROWS);
            assert_eq!(read(lab, "?ways=a%20b&cut=3&cuts=1"), [LinkProblem::Unknown("cuts".into())]);
            let link = format!("{}&cut=3&ways=a%20b", Experiment::default().to_query());
            assert_eq!(untrack(|| of(lab)).to_query(), link);
        });
    }

    #[test]
    fn a_link_that_says_nothing_opens_the_front_door_and_old_ones_the_bench() {
        const DOOR: &[PlaceRow] =
            &[PlaceRow { at: At::Learn, view: karui_protocol::Name::new("door"), beside: |_| "" }];
        static ROW: LabPage =
            LabPage { places: DOOR, pairs: &["lesson"], ..LabPage::new(LabId::new("course"), &[], || unreachable!()) };
        static ROWS: Labs = &[&ROW];
        let led = |query: &str| {
            Owner::new().with(|| {
                let lab = Lab::new(ROWS);
                let problems = read(lab, query);
                (lab.view.at.get_untracked().id(), untrack(|| of(lab)).to_query(), problems.len())
            })
        };
        assert_eq!(led(""), ("learn", "at=learn".into(), 0));
        assert_eq!(led("?lang=en"), ("learn", "at=learn&lang=en".into(), 0));
        assert_eq!(led("?lesson=grid"), ("learn", "at=learn&lesson=grid".into(), 0));
        for old in ["?data=mnist", "?tab=images", "?foo=1", "?at=bench"] {
            assert_eq!(led(old).0, "bench", "{old}");
        }
        // The bench's link does not name the lesson that one came from.
        assert!(!led("?at=bench&lesson=grid").1.contains("lesson"));
    }

    #[test]
    fn broken_encoding_is_kept_as_it_is() {
        assert_eq!(decoded("%E8%BB%BD%zz%4"), "軽%zz%4");
        let (query, _) = reread("model=%6d%6C%70");
        assert!(query.contains(&format!("model={}", ModelKind::Mlp)));
    }
}
