//! What may know what. The engine's modules lie in layers: each may import those of the rows above its own in [`LAYERS`] and
//! nothing else. Labs (`app/labs`) may not import each other at all. Both are told from the sources' own paths (`crate::…`, and
//! `super::…` where it leads out of a module); code under `#[cfg(test)]` may import anything.

use std::fs;
use std::path::{Path, PathBuf};

/// The modules of the engine from the ground up. Those of one row do not know each other.
const LAYERS: &[&[&str]] = &[
    &["rng", "spec", "task"],
    &["data", "quant", "simd"],
    &["gpu"],
    &["gemm"],
    &["int8"],
    &["ops"],
    &["graph"],
    &["exec"],
    &["format"],
    &["measure"],
    &["models", "train"],
    &["accelerate", "compress", "parallel"],
];

/// A module that a source names, and where.
#[derive(Debug, PartialEq)]
struct Import {
    line: usize,
    /// The module's name at the root of its crate.
    module: String,
}

/// A source without its comments and its tests, each line where it was.
fn without_tests(source: &str) -> String {
    let mut out = String::new();
    // Of the test module that is being left out: the line that closes it.
    let mut closing: Option<String> = None;
    let mut is_test = false;
    for line in source.lines() {
        let code = line.split("//").next().unwrap_or_default();
        let indent = &line[..line.len() - line.trim_start().len()];
        if closing.is_none() && is_test && code.trim_end().ends_with('{') {
            closing = Some(format!("{indent}}}"));
        }
        if closing.is_none() && !is_test {
            out.push_str(code);
        }
        if closing.as_deref() == Some(line) {
            closing = None;
        }
        // Attributes may stand between `#[cfg(test)]` and what it is of.
        is_test = code.trim() == "#[cfg(test)]" || is_test && code.trim().starts_with("#[");
        out.push('\n');
    }
    out
}

/// The first names of what follows a `::`: one, or those of a group in braces.
fn heads(path: &str) -> Vec<String> {
    let name = |s: &str| s.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
    let Some(group) = path.strip_prefix('{') else { return vec![name(path)] };
    let (mut depth, mut heads, mut fresh) = (0, Vec::new(), true);
    for (i, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => fresh = true,
            c if fresh && !c.is_whitespace() => {
                heads.push(name(&group[i..]));
                fresh = false;
            }
            _ => {}
        }
    }
    heads
}

/// What the source of the module `path` (`["ops", "conv2d"]`) names at the root of its crate.
fn imports(path: &[&str], source: &str) -> Vec<Import> {
    let code = without_tests(source);
    let mut found = Vec::new();
    let mut add = |at: usize, rest: &str| {
        let line = code[..at].matches('\n').count() + 1;
        found.extend(heads(rest).into_iter().map(|module| Import { line, module }));
    };
    let starts_word = |at: usize| !code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ':');
    for (at, word) in code.match_indices("crate::").filter(|(at, _)| starts_word(*at)) {
        add(at, &code[at + word.len()..]);
    }
    for (at, _) in code.match_indices("super::").filter(|(at, _)| starts_word(*at)) {
        let mut rest = &code[at..];
        let mut up = 0;
        while let Some(shorter) = rest.strip_prefix("super::") {
            (rest, up) = (shorter, up + 1);
        }
        if up >= path.len() {
            add(at, rest);
        }
    }
    found.retain(|import| !import.module.is_empty());
    found.sort_by_key(|import| import.line);
    found
}

/// Which row of [`LAYERS`] a module lies in.
fn row(module: &str) -> Option<usize> {
    LAYERS.iter().position(|row| row.contains(&module))
}

/// What is wrong with a module of the engine that names another: nothing, if that lies in a row above its own.
fn against_layers(from: &str, to: &str) -> Option<String> {
    // Types at the root are those of karui-spec.
    if from == to || to.starts_with(char::is_uppercase) {
        return None;
    }
    match (row(from), row(to)) {
        (Some(from_row), Some(to_row)) if to_row < from_row => None,
        (Some(from_row), Some(to_row)) => {
            let place = if to_row == from_row { "beside" } else { "above" };
            Some(format!("`{from}` may not import `{to}`, which lies {place} it in LAYERS (core/tests/layers.rs)"))
        }
        (None, _) => Some(format!("`{from}` is not in LAYERS (core/tests/layers.rs): say where it lies")),
        (_, None) => Some(format!("`{from}` imports `{to}`, which is not in LAYERS (core/tests/layers.rs)")),
    }
}

/// The sources below `root` with the paths of their modules, but those that are tests as a whole.
fn sources(root: &Path) -> Vec<(PathBuf, Vec<String>, String)> {
    let (mut open, mut files) = (vec![root.to_path_buf()], Vec::new());
    while let Some(dir) = open.pop() {
        for entry in fs::read_dir(&dir).unwrap().map(|entry| entry.unwrap().path()) {
            if entry.is_dir() {
                open.push(entry);
            } else if entry.extension().is_some_and(|e| e == "rs") {
                files.push(entry);
            }
        }
    }
    files.sort();
    let read: Vec<(PathBuf, Vec<String>, String)> = files
        .into_iter()
        .map(|file| {
            let relative = file.strip_prefix(root).unwrap().with_extension("");
            let mut path: Vec<String> = relative.iter().map(|part| part.to_string_lossy().into_owned()).collect();
            path.pop_if(|last| ["mod", "lib", "main"].contains(&last.as_str()));
            let source = fs::read_to_string(&file).unwrap();
            (file, path, source)
        })
        .collect();
    let is_test = |path: &[String]| {
        let Some((name, parents)) = path.split_last() else { return false };
        let parent = read.iter().find(|(_, of, _)| of == parents).map_or("", |(.., source)| source);
        let mut lines = parent.lines().map(str::trim).skip_while(|line| *line != "#[cfg(test)]");
        lines.any(|line| line.ends_with(&format!("mod {name};")))
            && !without_tests(parent).contains(&format!("mod {name};"))
    };
    read.iter().filter(|(_, path, _)| !is_test(path)).cloned().collect()
}

/// Everything below `root` that `wrong` objects to, one line each.
fn objections(root: &Path, wrong: impl Fn(&str, &str) -> Option<String>) -> Vec<String> {
    let mut found = Vec::new();
    for (file, path, source) in sources(root) {
        let Some(from) = path.first() else { continue };
        let path: Vec<&str> = path.iter().map(String::as_str).collect();
        for import in imports(&path, &source) {
            if let Some(why) = wrong(from, &import.module) {
                found.push(format!("{}:{}: {why}", file.display(), import.line));
            }
        }
    }
    found
}

fn repository() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}

#[test]
fn the_engine_imports_downwards_only() {
    let root = repository().join("core/src");
    let found = objections(&root, against_layers);
    assert!(found.is_empty(), "\n{}\n", found.join("\n"));
    // That something was read.
    assert!(sources(&root).len() > 100);
    for module in LAYERS.iter().flat_map(|row| row.iter()).filter(|module| **module != "spec") {
        let there = root.join(module).is_dir() || root.join(format!("{module}.rs")).is_file();
        assert!(there, "LAYERS names `{module}`, which is no module of core");
    }
}

#[test]
fn labs_do_not_import_each_other() {
    let root = repository().join("app/labs");
    let Ok(entries) = fs::read_dir(&root) else { return };
    let labs: Vec<String> = entries
        .map(|entry| entry.unwrap())
        .filter(|entry| entry.path().join("mod.rs").is_file())
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    let found = objections(&root, |from, to| {
        let other = from != to && [from, to].iter().all(|it| labs.iter().any(|lab| lab == it));
        other.then(|| format!("the lab `{from}` may not import the lab `{to}`: what both need moves down"))
    });
    assert!(found.is_empty(), "\n{}\n", found.join("\n"));
}

#[test]
fn an_import_against_the_layers_is_found() {
    let named = |path: &[&str], source: &str| -> Vec<(usize, String)> {
        imports(path, source).into_iter().map(|import| (import.line, import.module)).collect()
    };
    let source = "use crate::exec::Executor;\nuse crate::{\n    Error,\n    train::{Trainer, Sampler},\n    rng,\n};\n";
    let all = ["exec", "Error", "train", "rng"].map(String::from);
    assert_eq!(named(&["ops", "conv2d"], source), [1, 2, 2, 2].into_iter().zip(all).collect::<Vec<_>>());
    let objections = |from: &str, source: &str| -> Vec<String> {
        imports(&[from], source).iter().filter_map(|import| against_layers(from, &import.module)).collect()
    };
    assert_eq!(objections("ops", source).len(), 2);
    assert!(objections("compress", source).is_empty());
    assert_eq!(
        objections("ops", "fn f(_: crate::exec::Mode) {}"),
        ["`ops` may not import `exec`, which lies above it in LAYERS (core/tests/layers.rs)"]
    );
    assert!(objections("gemm", "use crate::gemm::View;\nuse super::simd::Simd;").is_empty());
    assert_eq!(objections("simd", "use super::gemm::View;").len(), 1);
    assert!(objections("quant", "use crate::simd::Simd;")[0].contains("beside"));
    assert!(objections("quant", "use crate::newcomer::Thing;")[0].contains("not in LAYERS"));
    assert!(objections("newcomer", "use crate::rng::Rng;")[0].contains("not in LAYERS"));
    // Two steps up from a file are the root; one is not.
    assert_eq!(named(&["exec", "plan"], "use super::super::models;\nuse super::Mode;"), [(1, "models".to_string())]);
}

#[test]
fn tests_and_comments_may_name_anything() {
    let source = "/// See [`crate::exec`].\nuse crate::rng::Rng; // crate::train\n#[cfg(test)]\nmod tests {\n    use crate::models;\n}\n\
                  fn f() { crate::graph::g() }\n#[cfg(test)]\nuse crate::compress;\n#[cfg(test)]\npub(crate) mod networks;\nuse crate::data;\n";
    let expected =
        [(2, "rng"), (7, "graph"), (12, "data")].map(|(line, module)| Import { line, module: module.into() });
    assert_eq!(imports(&["quant"], source), expected);
}
