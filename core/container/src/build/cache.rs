//! Keys, the records of earlier builds, and why a step was found among them or not.
//!
//! A key is the digest of its fields. They follow BuildKit's cache maps (`solver/llbsolver/ops`): of `RUN` the arguments behind
//! the shell, the environment, folder, user, platform and mounts; of `COPY` and `ADD` the base names of the sources, the
//! destination, owner, mode and flags, and a checksum of the content in which no time counts; and the key of the step before,
//! which stands for the files that are there.

use super::LayerInfo;
use crate::fs::sha256;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;

/// A field of a key: its name (`command`, `env PATH`, `content`, `parent` …) and its value.
pub(super) type Fields = Vec<(String, String)>;

/// What is kept of a step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// The digest of the fields.
    pub key: String,
    /// The stage's name, or its number.
    pub stage: String,
    /// The instruction's name.
    pub kind: String,
    /// The instruction as it was written.
    pub instruction: String,
    /// The fields of the key.
    pub fields: Vec<(String, String)>,
    /// Of copied files: path, and permissions with the digest of the bytes. They are not in the key by themselves: `content` is.
    pub files: BTreeMap<String, String>,
    /// The layer's digest.
    pub diff_id: Option<String>,
    /// The layer's length.
    pub size: Option<u64>,
    /// In which build it was made or found last, from 1.
    pub build: u64,
}

/// The records of earlier builds.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Cache {
    /// The records, a key once.
    pub records: Vec<Record>,
    /// How many builds there were.
    pub builds: u64,
}

/// Why a step was found in the cache, or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// A record with the same key is there.
    Hit,
    /// No such step was built before.
    New,
    /// Fields of the key changed.
    Changed(Vec<Change>),
}

/// A field that changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    /// The field: `command`, `env NAME`, `folder`, `user`, `content`, `file PATH`, `parent` …
    pub field: String,
    /// What it was; nothing, where it was not there.
    pub old: Option<String>,
    /// What it is; nothing, where it is not there.
    pub new: Option<String>,
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Digests are told by their beginnings.
        let short = |text: &Option<String>| match text {
            None => "none".to_owned(),
            Some(text) => text
                .split(' ')
                .map(|word| if word.starts_with("sha256:") { word.chars().take(19).collect() } else { word.to_owned() })
                .collect::<Vec<_>>()
                .join(" "),
        };
        if self.field == "parent" {
            return write!(f, "the step before it is another");
        }
        write!(f, "{}: {} -> {}", self.field, short(&self.old), short(&self.new))
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Hit => write!(f, "found: nothing that the key holds has changed"),
            Self::New => write!(f, "never built before"),
            Self::Changed(changes) => {
                let changes: Vec<String> = changes.iter().map(Change::to_string).collect();
                write!(f, "{}", changes.join("; "))
            }
        }
    }
}

impl Serialize for Reason {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// The digest of a key's fields.
pub(super) fn key_of(kind: &str, fields: &Fields) -> String {
    sha256(serde_json::json!([kind, fields]).to_string().as_bytes())
}

impl Cache {
    /// Reads what [`Cache::to_json`] wrote.
    ///
    /// # Errors
    /// A text that is no cache.
    pub fn from_json(text: &str) -> Result<Self, serde_json::Error> {
        serde_json::from_str(text)
    }

    /// As JSON.
    pub fn to_json(&self) -> String {
        serde_json::json!(self).to_string()
    }

    /// Whether a key is there.
    pub(super) fn has(&self, key: &str) -> bool {
        self.records.iter().any(|record| record.key == key)
    }

    /// Why a step is not there: what differs from the record that is most like it.
    pub(super) fn why(&self, record: &Record) -> Reason {
        // The same text first, then the latest, then the most similar; fields are compared of those alone that come into question.
        let rank = |old: &Record| (old.instruction == record.instruction, old.build);
        let alike = || self.records.iter().filter(|old| old.stage == record.stage && old.kind == record.kind);
        let Some(best) = alike().map(rank).max() else { return Reason::New };
        let differs = |old: &&Record| changes(&old.fields, &record.fields).len();
        let Some(old) = alike().rev().filter(|old| rank(old) == best).min_by_key(differs) else { return Reason::New };
        let mut changes = changes(&old.fields, &record.fields);
        if let Some(at) = changes.iter().position(|change| change.field == "content") {
            let pairs = |files: &BTreeMap<String, String>| -> Fields {
                files.iter().map(|(path, text)| (format!("file {path}"), text.clone())).collect()
            };
            changes.splice(at..=at, self::changes(&pairs(&old.files), &pairs(&record.files)));
        }
        // What happened here before what happened above.
        changes.sort_by_key(|change| change.field == "parent");
        Reason::Changed(changes)
    }

    /// Adds the records of a build.
    pub(super) fn with(&self, records: Vec<Record>) -> Self {
        let build = self.builds + 1;
        let mut all: Vec<Record> = self.records.clone();
        let mut places: BTreeMap<String, usize> =
            all.iter().enumerate().map(|(i, record)| (record.key.clone(), i)).collect();
        for record in records {
            let record = Record { build, ..record };
            match places.get(&record.key).and_then(|place| all.get_mut(*place)) {
                Some(old) => *old = record,
                None => {
                    places.insert(record.key.clone(), all.len());
                    all.push(record);
                }
            }
        }
        Self { records: all, builds: build }
    }
}

/// The fields that are not the same.
fn changes(old: &Fields, new: &Fields) -> Vec<Change> {
    let (old_map, new_map): (BTreeMap<_, _>, BTreeMap<_, _>) =
        (old.iter().cloned().collect(), new.iter().cloned().collect());
    let names = new.iter().chain(old.iter().filter(|(name, _)| !new_map.contains_key(name))).map(|(name, _)| name);
    names
        .filter(|name| old_map.get(*name) != new_map.get(*name))
        .map(|name| Change { field: name.clone(), old: old_map.get(name).cloned(), new: new_map.get(name).cloned() })
        .collect()
}

impl Record {
    /// A record that no build has yet.
    pub(super) fn new(stage: &str, kind: &str, instruction: &str, fields: Fields) -> Self {
        Self {
            key: key_of(kind, &fields),
            stage: stage.to_owned(),
            kind: kind.to_owned(),
            instruction: instruction.to_owned(),
            fields,
            files: BTreeMap::new(),
            diff_id: None,
            size: None,
            build: 0,
        }
    }

    /// With its layer.
    pub(super) fn with_layer(self, layer: Option<&LayerInfo>) -> Self {
        Self { diff_id: layer.map(|layer| layer.diff_id.clone()), size: layer.map(|layer| layer.size), ..self }
    }
}
