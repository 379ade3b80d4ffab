//! What a command found, as JSON or for a person.

use crate::Failure;
use serde_json::{Map, Value};
use std::io::{self, Write};

/// A JSON object; its top-level numbers and texts are what a person is shown.
pub struct Report(pub Map<String, Value>);

impl Report {
    /// A report of the fields of a JSON object.
    pub fn of(value: Value) -> Result<Self, Failure> {
        match value {
            Value::Object(fields) => Ok(Report(fields)),
            other => Err(format!("not an object: {other}").into()),
        }
    }

    /// Writes it: as one JSON object, or one fact a line and each table row by row.
    pub fn write(&self, to: &mut dyn Write, json: bool) -> io::Result<()> {
        if json {
            return writeln!(to, "{}", Value::Object(self.0.clone()));
        }
        for (name, value) in &self.0 {
            match value {
                Value::Array(rows) => {
                    writeln!(to, "{name}:")?;
                    rows.iter().try_for_each(|row| writeln!(to, "  {}", line(row)))?;
                }
                _ => writeln!(to, "{name}: {}", line(value))?,
            }
        }
        Ok(())
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
