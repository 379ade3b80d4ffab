//! What a link holds: the experiment, how the page is looked at, and what the labs keep in it.

use super::Lab;
use crate::labs::{Tab, tabs};
use karui_protocol::{Error, Experiment};
use karui_ui::{Lang, Theme};
use leptos::prelude::*;

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

/// The reader's own choices, which a link that is copied leaves to whoever opens it.
const READER: [&str; 2] = ["lang", "theme"];

impl Link {
    /// The query without `?`. [`read`] takes it back.
    pub fn to_query(&self) -> String {
        let mut query = self.experiment.clone();
        for (name, value) in &self.pairs {
            query.push_str(&format!("&{name}={}", encoded(value)));
        }
        query
    }

    /// Whether a learner who goes back would want to pass through `other`.
    pub fn is_another_place(&self, other: &Link) -> bool {
        (&self.experiment, &self.place) != (&other.experiment, &other.place)
    }

    /// The same without the reader's language and theme.
    pub fn without_reader(mut self) -> Self {
        self.pairs.retain(|(name, _)| !READER.contains(name));
        self
    }
}

/// The state as a link holds it; whoever calls it follows it.
pub fn of(lab: Lab) -> Link {
    let view = lab.view;
    let tab = view.tab.get();
    let (mut pairs, mut place) = (Vec::new(), vec![tab.to_string()]);
    let mut add = |name, value: Option<String>| pairs.extend(value.map(|value| (name, value)));
    add("tab", (tab != lab.first_tab()).then(|| tab.to_string()));
    add("image", view.image.get().map(|i| i.to_string()));
    add("layer", view.layer.get().map(|i| i.to_string()));
    for param in lab.labs().iter().flat_map(|row| row.params) {
        let value = (param.get)(lab);
        if param.is_place {
            place.push(value.clone().unwrap_or_default());
        }
        add(param.name, value);
    }
    add("lang", view.lang_asked.get().then(|| view.lang.get().id().into()));
    add("theme", view.theme_asked.get().map(|theme| theme.id().into()));
    Link { pairs, place, experiment: lab.draft.get().to_query() }
}

/// The names of the experiment's settings, as its own query writes them.
fn is_setting(name: &str) -> bool {
    Experiment::default().to_query().split('&').any(|pair| pair.split('=').next() == Some(name))
}

/// Takes the state from a query, with or without `?`. What it does not say has its default; nonsense has too, and is told.
pub fn read(lab: Lab, query: &str) -> Vec<LinkProblem> {
    let mut problems = Vec::new();
    let pairs: Vec<(String, String)> = query
        .trim_start_matches('?')
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .map(|(name, value)| (decoded(name), decoded(value)))
        .collect();
    let params = || lab.labs().iter().flat_map(|row| row.params);
    let mut experiment = Experiment::default();
    for (name, value) in &pairs {
        let done = match &name[..] {
            name if is_setting(name) => experiment.set(name, value),
            "tab" | "image" | "layer" | "lang" | "theme" => Ok(()),
            name if params().any(|param| param.name == name) => Ok(()),
            _ => {
                problems.push(LinkProblem::Unknown(name.clone()));
                Ok(())
            }
        };
        problems.extend(done.err().map(LinkProblem::Value));
    }
    lab.draft.set(experiment);
    let said = |name: &str| pairs.iter().rev().find(|(other, _)| other == name).map(|(_, value)| &value[..]);
    let mut kept = |error: Error| problems.push(LinkProblem::Value(error));
    let view = lab.view;
    let lang = said("lang").and_then(|value| chosen("lang", value, &Lang::ALL, Lang::id).map_err(&mut kept).ok());
    if let Some(lang) = lang {
        view.lang.set(lang);
    }
    view.lang_asked.set(lang.is_some());
    let theme = said("theme").and_then(|value| chosen("theme", value, &Theme::ALL, Theme::id).map_err(&mut kept).ok());
    if theme.is_some() {
        view.theme_asked.set(theme);
    }
    view.tab.set(said("tab").and_then(|value| tab(lab, value).map_err(&mut kept).ok()).unwrap_or(lab.first_tab()));
    view.image.set(said("image").and_then(|value| index("image", value, 9_999).map_err(&mut kept).ok()));
    view.layer.set(said("layer").and_then(|value| index("layer", value, 999).map_err(&mut kept).ok()));
    for param in params() {
        if let Err(error) = (param.set)(lab, said(param.name)) {
            kept(error);
        }
    }
    problems
}

fn tab(lab: Lab, value: &str) -> Result<Tab, Error> {
    let all: Vec<_> = tabs(lab.labs()).into_iter().map(|row| row.tab).collect();
    all.iter().copied().find(|tab| tab.as_str() == value).ok_or_else(|| {
        let ids: Vec<_> = all.iter().map(|tab| tab.as_str()).collect();
        wrong("tab", ids.join(" | "), value)
    })
}

/// The one of `all` whose id is `value`.
///
/// # Errors
/// Where there is none.
pub fn chosen<T: Copy>(name: &str, value: &str, all: &[T], id: fn(T) -> &'static str) -> Result<T, Error> {
    all.iter().copied().find(|it| id(*it) == value).ok_or_else(|| {
        let ids: Vec<_> = all.iter().map(|it| id(*it)).collect();
        wrong(name, ids.join(" | "), value)
    })
}

/// A number from 0 to `most`.
///
/// # Errors
/// Where it is none.
pub fn index(name: &str, value: &str, most: usize) -> Result<usize, Error> {
    value.parse().ok().filter(|i| *i <= most).ok_or_else(|| wrong(name, format!("0 … {most}"), value))
}

/// That a value is not allowed.
pub fn wrong(name: &str, expected: String, got: &str) -> Error {
    Error::Setting { field: name.into(), expected, got: got.into() }
}

/// Percent-encodes all but what a query leaves as it is everywhere.
fn encoded(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        match byte {
            b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' | b'-' | b'.' | b'_' | b'~' | b':' | b',' => out.push(byte.into()),
            _ => {
                out.push('%');
                out.extend([byte >> 4, byte & 15].map(|digit| char::from(b"0123456789ABCDEF"[usize::from(digit)])));
            }
        }
    }
    out
}

/// Undoes percent-encoding; what is not valid UTF-8 or not complete stays readable.
fn decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut i = 0;
    while i < bytes.len() {
        let code = (bytes[i] == b'%')
            .then(|| bytes.get(i + 1..i + 3))
            .flatten()
            .and_then(|hex| std::str::from_utf8(hex).ok())
            .and_then(|hex| u8::from_str_radix(hex, 16).ok());
        out.push(code.unwrap_or(if bytes[i] == b'+' { b' ' } else { bytes[i] }));
        i += if code.is_some() { 3 } else { 1 };
    }
    String::from_utf8_lossy(&out).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use karui_protocol::{DataKind, ModelKind};

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
        let query = format!("{}&image=12&layer=3&lang=en&theme=dark", experiment.to_query());
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
                "lr: expected 0.000001 … 10, got `<b>`",
                "lang: expected ja | en, got ``",
                "theme: expected light | dark, got `pink`",
                "image: expected 0 … 9999, got `-1`",
            ]
        );
    }

    #[test]
    fn broken_encoding_is_kept_as_it_is() {
        assert_eq!(decoded("%E8%BB%BD%zz%4"), "軽%zz%4");
        let (query, _) = reread("model=%6d%6C%70");
        assert!(query.contains(&format!("model={}", ModelKind::Mlp)));
    }
}
