//! How Japanese is written on the page: what every text of the app, of its questions and of its lessons is held to.

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
    ("分散学習", "分散深層学習"),
    ("局所エポック", "ローカルエポック"),
];

/// What is only said as a part of longer words: the syllabus writes long vowels at the end (ハイパーバイザー型), and activations are
/// 活性値.
const PARTS: &[(&str, &[&str])] = &[
    ("活性", &["活性値", "活性化"]),
    ("サーバ", &["サーバー"]),
    ("ブラウザ", &["ブラウザー"]),
    ("ドライバ", &["ドライバー"]),
    ("レイヤ", &["レイヤー"]),
    ("オブザーバ", &["オブザーバー"]),
    ("ハイパーバイザ", &["ハイパーバイザー"]),
];

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|end| end == "rs" || end == "md") && !path.ends_with("tests/japanese.rs")
        {
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

fn check(folders: &[&str], wrong: impl Fn(&str) -> Option<String>) {
    let mut files = Vec::new();
    for folder in folders {
        sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(folder), &mut files);
    }
    assert!(files.len() > 100);
    let mut told = Vec::new();
    for file in files {
        let source = fs::read_to_string(&file).unwrap();
        let texts = if file.extension().is_some_and(|end| end == "md") {
            // What stands in double brackets is computed.
            source
                .lines()
                .map(|line| line.split("{{").map(|part| part.rsplit("}}").next().unwrap_or_default()).collect())
                .collect()
        } else {
            literals(&source)
        };
        let texts = texts.into_iter().filter(|text| text.chars().any(is_japanese));
        told.extend(texts.filter_map(|text| Some(format!("{}: {} in {text}", file.display(), wrong(&text)?))));
    }
    assert!(told.is_empty(), "{}", told.join("\n"));
}

/// All that a learner reads.
const READ: &[&str] = &["app", "core/questions/src", "core/spec/src", "www/lessons/ja"];

/// A word that is not said, or only as a part of others.
fn other_word(text: &str) -> Option<String> {
    let found = UNSAID.iter().find(|(unsaid, _)| text.contains(unsaid));
    let other = found.map(|(unsaid, said)| format!("「{unsaid}」 for 「{said}」"));
    let alone = |(part, words): &&(&str, &[&str])| {
        let rest = words.iter().fold(text.to_owned(), |text, word| text.replace(word, ""));
        rest.contains(part)
    };
    other.or_else(|| PARTS.iter().find(alone).map(|(part, words)| format!("「{part}」 for 「{}」", words[0])))
}

/// A space before the sign of per cent: 25% as in English.
fn wide_percent(text: &str) -> Option<String> {
    let letters: Vec<char> = text.chars().collect();
    let is_wide = |of: &[char]| (of[0].is_ascii_digit() || matches!(of[0], '}' | '）')) && of[1] == ' ' && of[2] == '%';
    // The sign of a remainder has a number or a name behind it.
    let is_last = |at: usize| {
        let behind = letters.iter().skip(at + 3).find(|c| **c != ' ');
        behind.is_none_or(|c| !c.is_ascii_alphanumeric() && *c != '{')
    };
    let mut windows = letters.windows(3).enumerate();
    windows.find(|(at, of)| is_wide(of) && is_last(*at)).map(|(_, of)| of.iter().collect())
}

#[test]
fn brackets_beside_japanese_are_full_width() {
    check(&["app"], narrow_bracket);
}

#[test]
fn one_idea_has_one_word() {
    check(READ, other_word);
}

#[test]
fn per_cent_stand_beside_their_number() {
    check(READ, wide_percent);
}

#[test]
fn the_check_sees_what_it_is_for() {
    let narrow = |source: &str| literals(source).iter().find_map(|text| narrow_bracket(text));
    assert_eq!(narrow("// \"量子化(QAT)\"\nlet a = \"量子化（QAT）\", \"q(x)\";"), None);
    assert_eq!(narrow("\"量子化(QAT)\"").as_deref(), Some("化("));
    assert_eq!(narrow("\"a \\\"(層) b\"").as_deref(), Some("(層"));
    assert_eq!(other_word("活性値と活性化関数をサーバーへ、ブラウザーで"), None);
    assert!(["各層の活性を", "サーバへ", "分散学習"].iter().all(|text| other_word(text).is_some()));
    assert_eq!((wide_percent("精度 25% と a % b"), wide_percent("25 % です").as_deref()), (None, Some("5 %")));
}
