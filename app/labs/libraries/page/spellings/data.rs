//! What `core/torch/spellings` has found: texts, roles of lines, and what each library did. Its form is told in the README there.

use serde::{Deserialize, Deserializer};
use std::sync::OnceLock;

/// All of it.
#[derive(Debug, Default, Deserialize)]
pub struct Spellings {
    /// What lines can mean.
    pub roles: Vec<Role>,
    /// The spellings.
    pub spellings: Vec<Spelling>,
    /// A model with an `if` on its data, in the libraries that have one.
    pub branches: Vec<Branch>,
}

/// What a line can mean.
#[derive(Debug, Deserialize)]
pub struct Role {
    /// Its name.
    pub id: String,
    /// The same in Japanese.
    pub ja: String,
    /// The same in English.
    pub en: String,
    /// What the engine does for it.
    pub ops: Vec<String>,
}

/// A text in both languages.
#[derive(Debug, Default, Deserialize)]
pub struct Note {
    /// In Japanese.
    pub ja: String,
    /// In English.
    pub en: String,
}

/// The computation in a library's words.
#[derive(Debug, Deserialize)]
pub struct Spelling {
    /// Its name for tests.
    pub id: String,
    /// The library.
    pub name: String,
    /// When its graph is made: `define-by-run`, `traced`, `define-and-run`, `file`.
    pub execution: String,
    /// What is particular of it.
    pub note: Note,
    /// Its files.
    pub files: Vec<File>,
    /// What came of it.
    pub runs: Vec<Run>,
}

/// A file of a spelling.
#[derive(Debug, Deserialize)]
pub struct File {
    /// Its name.
    pub name: String,
    /// Its text.
    pub text: String,
    /// What its lines mean.
    pub roles: Vec<Roles>,
    /// What happened, in order.
    pub trace: Vec<Event>,
    /// Its place among the files.
    #[serde(skip)]
    pub at: usize,
}

/// What a line means.
#[derive(Debug, Deserialize)]
pub struct Roles {
    /// The line, counted from 1.
    pub line: usize,
    /// Its roles.
    pub roles: Vec<String>,
}

/// What a library did at a line.
#[derive(Debug, Deserialize)]
pub struct Event {
    /// In which round of the loop; `None` outside of it.
    pub step: Option<usize>,
    /// The line.
    pub line: Option<usize>,
    /// `node`: nodes appeared; `run`: numbers flowed; `walk`: backward passed; `free`: nodes went; `print`: Python printed.
    pub kind: String,
    /// Each of them.
    #[serde(deserialize_with = "items")]
    pub items: Vec<String>,
}

/// One running of a spelling.
#[derive(Debug, Deserialize)]
pub struct Run {
    /// The file.
    pub file: String,
    /// What it ran on, where there is a choice.
    pub backend: Option<String>,
    /// Its losses.
    pub losses: Option<Vec<f64>>,
    /// The largest relative difference of its losses from PyTorch's.
    pub loss_difference: Option<f64>,
    /// The same of its predictions.
    pub prediction_difference: Option<f64>,
}

/// A model with an `if` on its data.
#[derive(Debug, Deserialize)]
pub struct Branch {
    /// The library.
    pub id: String,
    /// The program.
    pub text: String,
    /// What happened.
    pub trace: Vec<Event>,
}

/// An operation by its name, or a line that was printed.
fn items<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Item {
        Op { op: String },
        Text(String),
    }
    let all = Vec::<Item>::deserialize(deserializer)?;
    Ok(all
        .into_iter()
        .map(|item| match item {
            Item::Op { op } => op,
            Item::Text(text) => text,
        })
        .collect())
}

const TEXT: &str = include_str!("../../../../../core/torch/spellings/spellings.json");

/// The spellings.
pub fn spellings() -> &'static Spellings {
    static ALL: OnceLock<Spellings> = OnceLock::new();
    ALL.get_or_init(|| {
        // A test reads it; were it broken, nothing would be shown.
        let mut all: Spellings = serde_json::from_str(TEXT).unwrap_or_default();
        for spelling in &mut all.spellings {
            spelling.files.iter_mut().enumerate().for_each(|(at, file)| file.at = at);
        }
        all
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_eight_and_their_lines_have_roles_that_there_are() {
        let all: Spellings = serde_json::from_str(TEXT).unwrap();
        assert_eq!(all.spellings.len(), 8);
        let files = all.spellings.iter().flat_map(|it| &it.files);
        for roles in files.flat_map(|file| &file.roles).flat_map(|roles| &roles.roles) {
            assert!(all.roles.iter().any(|role| role.id == *roles), "{roles}");
        }
    }

    #[test]
    fn graphs_appear_when_they_are_said_to() {
        let all = spellings();
        for it in &all.spellings {
            let nodes = |step: Option<usize>| {
                let events = it.files.iter().flat_map(|file| &file.trace);
                events
                    .filter(|event| event.kind == "node" && event.step == step)
                    .map(|event| event.items.len())
                    .sum::<usize>()
            };
            match it.execution.as_str() {
                "define-by-run" => assert!(nodes(Some(0)) > 0 && nodes(Some(0)) == nodes(Some(1)), "{}", it.id),
                "define-and-run" => assert!(nodes(None) > 0 && nodes(Some(0)) + nodes(Some(1)) == 0, "{}", it.id),
                "traced" => assert!(nodes(Some(1)) < nodes(Some(0)) + nodes(None), "{}", it.id),
                _ => {}
            }
        }
    }
}
