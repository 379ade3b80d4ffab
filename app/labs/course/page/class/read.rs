//! The files that learners export: the record's, and the bench's kept results.

use crate::course::page::progress;
use karui_shell::pages::who;
use serde::Deserialize;
use std::collections::BTreeSet;

/// What one learner has shared.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Shared {
    /// Who: the file's name, without what only says which kind of file it is.
    pub who: String,
    /// The results kept at the bench.
    pub results: Vec<Dot>,
    /// Steps reached and questions answered; `None` before a record came.
    pub progress: Option<(usize, usize)>,
    /// Results that were left out, as there were too many.
    pub left_out: usize,
}

/// As many results of a learner are shown at most: more dots than a plot can tell apart.
pub const MOST: usize = 200;

/// A kept result.
#[derive(Debug, Clone, PartialEq)]
pub struct Dot {
    /// What it is called, or the network's name.
    pub name: String,
    /// Bytes of the packed file.
    pub size: f64,
    /// The share of hits.
    pub accuracy: f64,
}

impl Shared {
    /// Takes in what the same learner has shared in another file; in the same one a second time, nothing.
    pub fn join(&mut self, other: Shared) {
        let new: Vec<Dot> = other.results.into_iter().filter(|dot| !self.results.contains(dot)).collect();
        self.results.extend(new);
        self.left_out += other.left_out + self.results.len().saturating_sub(MOST);
        self.results.truncate(MOST);
        self.progress = other.progress.or(self.progress);
    }
}

/// A kept result as the bench writes it.
#[derive(Deserialize)]
struct Trial {
    name: String,
    model: String,
    after: Scores,
}

#[derive(Deserialize)]
struct Scores {
    size_bytes: f64,
    accuracy: f64,
}

/// What a file holds; `None` where it is neither of the two, or holds what cannot be.
pub fn read(file: &str, text: &str) -> Option<Shared> {
    let who = who(file);
    if let Some(done) = progress::read(text.as_bytes()).map(|file| file.done) {
        let steps: BTreeSet<_> = done.iter().map(|it| (&it.lesson, &it.step)).collect();
        let answers = done.iter().filter(|it| it.answer.is_some()).count();
        return Some(Shared { who, progress: Some((steps.len(), answers)), ..Shared::default() });
    }
    let trials: Vec<Trial> = serde_json::from_str(text).ok()?;
    let dot = |it: Trial| {
        let Trial { name, model, after: Scores { size_bytes: size, accuracy } } = it;
        let can_be = size > 0.0 && size.is_finite() && (0.0..=1.0).contains(&accuracy);
        can_be.then_some(Dot { name: if name.is_empty() { model } else { name }, size, accuracy })
    };
    let mut results: Vec<Dot> = trials.into_iter().map(dot).collect::<Option<_>>()?;
    // The last ones.
    let left_out = results.len().saturating_sub(MOST);
    results.drain(..left_out);
    Some(Shared { who, results, progress: None, left_out })
}

#[cfg(test)]
mod tests {
    use super::*;

    const TRIALS: &str = r#"[{"name":"","data":"mnist","model":"lenet","alpha":1,"groups":1,"recipe":{"quantize":{}},"kernel":"k",
        "made_at":1,"before":{"size_bytes":4e5,"accuracy":0.9},"after":{"size_bytes":1e5,"latency_ms":1,"accuracy":0.88}}]"#;
    const RECORD: &str = r#"{"form":"karui-progress 1","done":[{"lesson":"a","step":"b","answer":null,"at":1.0},
        {"lesson":"a","step":"b","answer":[0,1],"at":2.0}]}"#;

    #[test]
    fn both_kinds_of_file_are_read_and_joined_by_learner() {
        let mut sato = read("sato-karui-trials.json", TRIALS).unwrap();
        assert_eq!(sato.results, [Dot { name: "lenet".into(), size: 1e5, accuracy: 0.88 }]);
        let record = read("sato karui-progress.json", RECORD).unwrap();
        assert_eq!((&*record.who, record.progress), ("sato", Some((1, 1))));
        sato.join(record);
        sato.join(read("sato.json", TRIALS).unwrap());
        assert_eq!((sato.results.len(), sato.progress), (1, Some((1, 1))));
        assert_eq!(read("karui-trials.json", "[]").unwrap().who, "karui-trials");
    }

    #[test]
    fn of_a_great_many_results_the_last_ones_are_shown() {
        let one =
            |at: usize| format!(r#"{{"name":"n{at}","model":"m","after":{{"size_bytes":{},"accuracy":0.5}}}}"#, at + 1);
        let file = format!("[{}]", (0..20_000).map(one).collect::<Vec<_>>().join(","));
        let mut read = read("x.json", &file).unwrap();
        assert_eq!((read.results.len(), read.left_out, &*read.results[0].name), (MOST, 19_800, "n19800"));
        read.join(super::read("x.json", TRIALS).unwrap());
        assert_eq!((read.results.len(), read.left_out), (MOST, 19_801));
    }

    #[test]
    fn what_is_no_such_file_is_refused() {
        let negative = TRIALS.replace("1e5", "-1");
        let unlikely = TRIALS.replace("0.88", "88");
        for text in ["", "{}", "[1]", r#"{"form":"karui-progress 9","done":[]}"#, &negative, &unlikely] {
            assert_eq!(read("x.json", text), None, "{text}");
        }
    }
}
