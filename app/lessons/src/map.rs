//! The files beside the lessons: the map of the course, its sources, the exceptions.

use crate::{Fault, Lang, Problem};
use karui_spec::lesson::Scope;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;
use std::path::Path;

/// The versions of the syllabus, the oldest first.
pub(crate) const VERSIONS: [&str; 3] = ["2022", "2024", "2026"];
/// The paths through the course, the shortest first.
pub(crate) const PATHS: [&str; 3] = ["30min", "2h", "all"];
/// How many minutes those take at most that say it.
const AT_MOST: [(&str, u32); 2] = [("30min", 30), ("2h", 120)];

pub(crate) const MAP: &str = "course.toml";
pub(crate) const SOURCES: &str = "sources.toml";
pub(crate) const EXCEPTIONS: &str = "exceptions.toml";

/// `course.toml`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct MapFile {
    #[serde(default)]
    pub station: Vec<StationRow>,
    #[serde(default)]
    pub lesson: BTreeMap<String, LessonRow>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct StationRow {
    pub id: String,
    pub ja: String,
    pub en: String,
    #[serde(default)]
    pub lessons: Vec<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct LessonRow {
    pub minutes: u32,
    #[serde(default)]
    pub paths: Vec<String>,
    pub scope: BTreeMap<String, Scope>,
}

/// An entry of `sources.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Source {
    authors: Authors,
    year: Year,
    title: String,
    /// The venue, an arXiv id, an address.
    #[serde(rename = "where")]
    place: String,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
enum Authors {
    Line(String),
    List(Vec<String>),
}

#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
enum Year {
    Number(u32),
    Text(String),
}

/// `exceptions.toml`: numbers that are typed, and why.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ExceptionsFile {
    #[serde(default)]
    pub exception: Vec<Exception>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Exception {
    /// The lesson, or `*`.
    pub lesson: String,
    /// The number with its unit, as the check names it.
    pub number: String,
    pub reason: String,
}

/// Reads `name` below `root`; a file that is not there is empty.
pub(crate) fn read<T: DeserializeOwned + Default>(root: &Path, name: &str) -> Result<(T, String), Problem> {
    let path = root.join(name);
    if !path.exists() {
        return Ok((T::default(), String::new()));
    }
    let text = std::fs::read_to_string(path).map_err(|error| Problem::new(name, 0, Fault::File(error.to_string())))?;
    let value = toml::from_str(&text).map_err(|error| {
        let line = error.span().map_or(0, |span| 1 + text[..span.start].matches('\n').count());
        Problem::new(name, line, Fault::Toml(error.message().to_owned()))
    })?;
    Ok((value, text))
}

/// The line of `text` on which `word` first stands.
pub(crate) fn line_of(text: &str, word: &str) -> usize {
    text.lines().position(|line| line.contains(word)).map_or(0, |at| at + 1)
}

/// What of the map means nothing.
pub(crate) fn check(map: &MapFile, text: &str) -> Vec<Problem> {
    let mut wrong = Vec::new();
    let mut tell = |word: &str, fault| wrong.push(Problem::new(MAP, line_of(text, word), fault));
    for (id, row) in &map.lesson {
        let table = format!("lesson.{id}");
        let places = map.station.iter().flat_map(|station| &station.lessons).filter(|it| *it == id).count();
        match places {
            0 => tell(&table, Fault::NotOnMap),
            1 => {}
            _ => tell(&table, Fault::TwiceOnMap),
        }
        let versions: Vec<&str> = row.scope.keys().map(|version| &version[..]).collect();
        if versions != VERSIONS {
            let (expected, got) = (VERSIONS.join(", "), versions.join(", "));
            tell(&table, Fault::Map { field: format!("{table}.scope"), expected, got });
        }
        for path in row.paths.iter().filter(|path| !PATHS.contains(&&path[..])) {
            let expected = PATHS.join(" | ");
            tell(&table, Fault::Map { field: format!("{table}.paths"), expected, got: path.clone() });
        }
        if !(1..=30).contains(&row.minutes) {
            let (expected, got) = ("1 … 30".into(), row.minutes.to_string());
            tell(&table, Fault::Map { field: format!("{table}.minutes"), expected, got });
        }
    }
    for (path, most) in AT_MOST {
        let on_it = map.lesson.values().filter(|row| row.paths.iter().any(|of| of == path));
        let minutes: u32 = on_it.map(|row| row.minutes).sum();
        if minutes > most {
            let expected = format!("{most} minutes at most");
            tell("lesson", Fault::Map { field: format!("path {path}"), expected, got: minutes.to_string() });
        }
    }
    for id in map.station.iter().flat_map(|station| &station.lessons) {
        if !map.lesson.contains_key(id) {
            tell(id, Fault::NoTarget(format!("[lesson.{id}]")));
        }
    }
    wrong
}

impl Source {
    /// The source as HTML.
    pub fn html(&self, lang: Lang) -> String {
        let authors = match &self.authors {
            Authors::Line(line) => line.clone(),
            Authors::List(all) => all.join(", "),
        };
        let year = match &self.year {
            Year::Number(year) => year.to_string(),
            Year::Text(year) => year.clone(),
        };
        let [authors, title] = [&authors, &self.title].map(|text| escaped(text));
        let title = match lang {
            Lang::Ja => format!("<cite>{title}</cite>"),
            Lang::En => format!("<cite>{title}</cite>."),
        };
        format!("{authors} ({}). {title} {}", escaped(&year), linked(&self.place))
    }
}

/// `text` with its addresses and arXiv's ids as links.
fn linked(text: &str) -> String {
    let words = text.split(' ').map(|word| {
        let inner = word.trim_end_matches([',', ';', '.']);
        let address = match inner.strip_prefix("arXiv:") {
            Some(id) => format!("https://arxiv.org/abs/{id}"),
            None if inner.starts_with("https://") => inner.to_owned(),
            None => return escaped(word),
        };
        let rest = escaped(&word[inner.len()..]);
        format!("<a href=\"{}\" rel=\"noreferrer\" target=\"_blank\">{}</a>{rest}", escaped(&address), escaped(inner))
    });
    words.collect::<Vec<_>>().join(" ")
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
