//! The parser against BuildKit's own: what the PyPI package `dockerfile` 3.4.0 (BuildKit 0.12.5) said of each file of
//! `goldens/dockerfiles.json`, which `goldens/make_dockerfiles.py` wrote.

use karui_container::dockerfile::parse;
use serde_json::{Value, json};

/// A command in the package's form: there the name is as written, here it is in lower case.
fn lower(mut command: Value) -> Value {
    for key in ["cmd", "sub_cmd"] {
        if let Some(name) = command[key].as_str() {
            command[key] = name.to_lowercase().into();
        }
    }
    command
}

#[test]
fn the_parser_says_what_buildkit_says() {
    let goldens: Vec<Value> = serde_json::from_str(include_str!("goldens/dockerfiles.json")).unwrap();
    assert!(goldens.len() >= 300, "{} files", goldens.len());
    let (mut accepted, mut differ) = (0, Vec::new());
    for golden in &goldens {
        let source = golden["source"].as_str().unwrap();
        let expected = match &golden["commands"] {
            Value::Array(commands) => Ok(commands.iter().cloned().map(lower).collect::<Vec<_>>()),
            _ => Err(golden["error"].as_str().unwrap().to_owned()),
        };
        accepted += usize::from(expected.is_ok());
        let got = match parse(source.as_bytes()) {
            Ok(file) => Ok(file.commands.iter().map(|command| json!(command)).collect::<Vec<_>>()),
            Err(error) => Err(error.reason.to_string()),
        };
        if got != expected {
            differ.push(format!("{source:?}\n  expected {expected:?}\n  got      {got:?}"));
        }
    }
    assert!(
        differ.is_empty(),
        "{} of {} differ:\n{}",
        differ.len(),
        goldens.len(),
        differ[..differ.len().min(5)].join("\n")
    );
    assert!(accepted > 200 && accepted < goldens.len() - 30, "{accepted} of {} accepted", goldens.len());
}

/// How long a line may be: the same package said so of these. A line break counts, a file's end does not.
#[test]
fn lines_may_be_as_long_as_buildkits_scanner_takes() {
    let run = |letters: usize, end: &str| parse(format!("FROM a\nRUN {}{end}", "x".repeat(letters)).as_bytes());
    for (letters, end) in [(65_531, "\n"), (65_531, "")] {
        assert_eq!(run(letters, end).unwrap().commands.len(), 2, "{letters} {end:?}");
    }
    for (letters, end) in [(65_532, "\n"), (65_532, "")] {
        let error = run(letters, end).unwrap_err();
        assert_eq!(
            error.to_string(),
            "dockerfile parse error on line 2: dockerfile line greater than max allowed size of 65535"
        );
    }
    assert_eq!(parse("x".repeat(70_000).as_bytes()).unwrap_err().reason.to_string(), "file with no instructions");
}
