//! What a command found, as JSON or for a person.

use crate::Failure;
use serde_json::{Map, Value};
use std::io::{self, Write};

/// What a person is shown are the top-level numbers and texts.
pub enum Report {
    /// A JSON object.
    Facts(Map<String, Value>),
    /// A JSON array of objects.
    Rows(Vec<Value>),
    /// Any JSON, and a text for a person.
    Told {
        /// With `--json`.
        json: Value,
        /// Without; whole lines.
        text: String,
    },
}

impl Report {
    /// A report of the fields of a JSON object.
    pub fn of(value: Value) -> Result<Self, Failure> {
        match value {
            Value::Object(fields) => Ok(Report::Facts(fields)),
            other => Err(format!("not an object: {other}").into()),
        }
    }

    /// Writes it: as one JSON value, or one fact a line and each table row by row.
    pub fn write(self, to: &mut dyn Write, json: bool) -> io::Result<()> {
        match self {
            Report::Facts(facts) if json => writeln!(to, "{}", Value::Object(facts)),
            Report::Rows(rows) if json => writeln!(to, "{}", Value::Array(rows)),
            Report::Told { json: value, .. } if json => writeln!(to, "{value}"),
            Report::Told { text, .. } => write!(to, "{text}"),
            Report::Rows(rows) => rows.iter().try_for_each(|row| writeln!(to, "{}", line(row))),
            Report::Facts(facts) => facts.iter().try_for_each(|(name, value)| match value {
                Value::Array(rows) => {
                    writeln!(to, "{name}:")?;
                    rows.iter().try_for_each(|row| writeln!(to, "  {}", line(row)))
                }
                _ => writeln!(to, "{name}: {}", line(value)),
            }),
        }
    }
}

fn line(value: &Value) -> String {
    match value {
        Value::Object(fields) => fields.values().map(|v| format!("{:<18}", line(v))).collect::<String>(),
        Value::Array(items) => items.iter().map(line).collect::<Vec<_>>().join(" "),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
