//! For `tests/goldens/fuzz_dockerfiles.py`: reads Dockerfiles as JSON strings, one a line, and prints what the parser says.

use std::io::{BufRead, stdin};

fn main() {
    for line in stdin().lock().lines() {
        let source: String = serde_json::from_str(&line.unwrap_or_default()).unwrap_or_default();
        let told = match karui_container::dockerfile::parse(source.as_bytes()) {
            Ok(file) => serde_json::json!({ "commands": file.commands }),
            Err(error) => serde_json::json!({ "error": error.reason.to_string() }),
        };
        println!("{told}");
    }
}
