//! How Japanese is written on the page: what every text in the sources of the app is held to.

use std::fs;
use std::path::{Path, PathBuf};

/// What is not said, since something else is said everywhere.
const UNSAID: &[(&str, &str)] = &[
    ("もとに戻", "元に戻"),
    ("いまの", "今の"),
    ("実験台", "本文"),
    ("持ち帰", "書き出す"),
    ("全部のせ", "組み合わせ"),
    (" ポイント", " pt"),
];

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|end| end == "rs") && !path.ends_with("tests/japanese.rs") {
            found.push(path);
        }
    }
}

fn is_japanese(c: char) -> bool {
    matches!(c, '\u{3001}'..='\u{30ff}' | '\u{4e00}'..='\u{9fff}')
}

/// The string literals of a source, but for those in comments.
fn literals(source: &str) -> Vec<String> {
    let code: String =
        source.lines().filter(|line| !line.trim_start().starts_with("//")).flat_map(|line| [line, "\n"]).collect();
    // A quotation mark that is a letter begins no text.
    let code = code.replace("'\"'", "' '");
    let (mut found, mut now, mut is_escaped) = (Vec::new(), None::<String>, false);
    for c in code.chars() {
        match (&mut now, c) {
            (Some(text), _) if is_escaped => {
                text.push(c);
                is_escaped = false;
            }
            (Some(_), '\\') => is_escaped = true,
            (Some(_), '"') => found.extend(now.take()),
            (Some(text), _) => text.push(c),
            (None, '"') => now = Some(String::new()),
            (None, _) => {}
        }
    }
    found
}

/// The first half-width bracket that stands beside a Japanese letter.
fn narrow_bracket(text: &str) -> Option<String> {
    let letters: Vec<char> = text.chars().collect();
    let pairs = letters.windows(2);
    pairs
        .filter(|pair| pair.iter().any(|c| is_japanese(*c)) && pair.iter().any(|c| matches!(c, '(' | ')')))
        .map(|pair| pair.iter().collect())
        .next()
}

fn check(wrong: impl Fn(&str) -> Option<String>) {
    let mut files = Vec::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join(".."), &mut files);
    assert!(files.len() > 100);
    let mut told = Vec::new();
    for file in files {
        let source = fs::read_to_string(&file).unwrap();
        let texts = literals(&source).into_iter().filter(|text| text.chars().any(is_japanese));
        told.extend(texts.filter_map(|text| Some(format!("{}: {} in {text}", file.display(), wrong(&text)?))));
    }
    assert!(told.is_empty(), "{}", told.join("\n"));
}

#[test]
fn brackets_beside_japanese_are_full_width() {
    check(narrow_bracket);
}

#[test]
fn one_idea_has_one_word() {
    check(|text| {
        let found = UNSAID.iter().find(|(unsaid, _)| text.contains(unsaid));
        found.map(|(unsaid, said)| format!("「{unsaid}」 for 「{said}」"))
    });
}

#[test]
fn the_check_sees_what_it_is_for() {
    let narrow = |source: &str| literals(source).iter().find_map(|text| narrow_bracket(text));
    assert_eq!(narrow("// \"量子化(QAT)\"\nlet a = \"量子化（QAT）\", \"q(x)\";"), None);
    assert_eq!(narrow("\"量子化(QAT)\"").as_deref(), Some("化("));
    assert_eq!(narrow("\"a \\\"(層) b\"").as_deref(), Some("(層"));
}
