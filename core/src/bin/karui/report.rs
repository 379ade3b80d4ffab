//! What a command found, as JSON or for a person.

use serde_json::{Map, Value};

/// A JSON object; its top-level numbers and texts are what a person is shown.
pub struct Report(pub Map<String, Value>);

impl Report {
    /// Prints it on stdout: as one JSON object, or one fact a line and each table row by row.
    pub fn print(&self, json: bool) {
        if json {
            println!("{}", Value::Object(self.0.clone()));
            return;
        }
        for (name, value) in &self.0 {
            match value {
                Value::Array(rows) => {
                    println!("{name}:");
                    rows.iter().for_each(|row| println!("  {}", line(row)));
                }
                _ => println!("{name}: {}", line(value)),
            }
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
