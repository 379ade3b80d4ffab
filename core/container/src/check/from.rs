//! `FROM`: names, arguments and platforms.

use super::{Findings, Rule, Variables};
use crate::build::{Base, Options, PLATFORM, platform_arguments};
use crate::dockerfile::Dockerfile;
use crate::instruction::{GlobalArgs, Stage};
use crate::shell::{Lex, no_variables};
use std::collections::BTreeSet;

/// Names that mean something else.
const RESERVED: [&str; 2] = ["context", "scratch"];

/// Checks all `FROM`s, and gives the arguments before the first.
pub(super) fn check(
    file: &Dockerfile,
    global: &GlobalArgs,
    stages: &[Stage],
    options: &Options,
    found: &mut Findings,
) -> Variables {
    let lex = Lex::new(file.escape);
    let mut seen = BTreeSet::new();
    for stage in stages {
        let Some(name) = &stage.name else { continue };
        if RESERVED.contains(&&name[..]) {
            found.add(Rule::ReservedStageName, stage.line, [name]);
        }
        if !seen.insert(name) {
            found.add(Rule::DuplicateStageName, stage.line, [name]);
        }
    }
    let values = |given: &Variables| {
        let mut all = platform_arguments("");
        for (name, default) in global {
            let value = match (given.get(name), default) {
                (Some(given), _) => Some(given.clone()),
                (None, Some(default)) => lex.process(default, &|name| all.get(name).cloned()).ok().map(|it| it.word),
                (None, None) => None,
            };
            all.extend(value.map(|value| (name.clone(), value)));
        }
        all
    };
    let (now, by_default) = (values(&options.build_args), values(&Variables::new()));
    for stage in stages {
        let is_declared = |name: &String| global.iter().any(|(own, _)| own == name) || now.contains_key(name);
        for word in [Some(&stage.base), stage.platform.as_ref()].into_iter().flatten() {
            let Ok(expanded) = lex.process(word, &|name| now.get(name).cloned()) else { continue };
            for name in expanded.unmatched.iter().filter(|name| !is_declared(name)) {
                found.add(Rule::UndefinedArgInFrom, stage.line, [name]);
            }
        }
        if let Ok(expanded) = lex.process(&stage.base, &|name| by_default.get(name).cloned())
            && !is_reference(&expanded.word)
        {
            found.add(Rule::InvalidDefaultArgInFrom, stage.line, [&stage.base]);
        }
        platform(stage, &lex, &now, found);
    }
    now
}

fn platform(stage: &Stage, lex: &Lex, now: &Variables, found: &mut Findings) {
    let mut wanted = PLATFORM.to_owned();
    if let Some(written) = &stage.platform {
        let Ok(expanded) = lex.process(written, &|name| now.get(name).cloned()) else { return };
        let is_constant = lex.process(written, &no_variables).is_ok_and(|it| it.unmatched.is_empty());
        let (os, architecture) = parts(&expanded.word);
        let of_name = stage.name.as_deref().unwrap_or_default();
        if is_constant && !of_name.contains(&os) && !of_name.contains(&architecture) {
            found.add(Rule::FromPlatformFlagConstDisallowed, stage.line, [written]);
        }
        let is_target = expanded.matched.len() == 1 && expanded.matched.contains("TARGETPLATFORM");
        if is_target && expanded.unmatched.is_empty() && now.get("TARGETPLATFORM") == Some(&expanded.word) {
            found.add(Rule::RedundantTargetPlatform, stage.line, [written]);
        }
        wanted = format!("{os}/{architecture}");
    }
    let Ok(base) = lex.process(&stage.base, &|name| now.get(name).cloned()) else { return };
    match Base::platform(&base.word) {
        Some(actual) if actual != wanted => {
            found.add(Rule::InvalidBaseImagePlatform, stage.line, [&base.word, actual, &wanted]);
        }
        _ => {}
    }
}

/// System and architecture of `linux/arm64/v8`, `linux` or `arm64`.
fn parts(platform: &str) -> (String, String) {
    let mut parts = platform.split('/').map(str::to_lowercase);
    match (parts.next().unwrap_or_default(), parts.next()) {
        (os, Some(architecture)) => (os, architecture),
        (os, None) if ["linux", "windows", "darwin", "freebsd"].contains(&&os[..]) => (os, "amd64".to_owned()),
        (architecture, None) => ("linux".to_owned(), architecture),
    }
}

/// Whether a text can be the name of an image: `[host[:port]/]path[:tag][@digest]` (the grammar of distribution/reference).
fn is_reference(text: &str) -> bool {
    let is_word = |text: &str, also: &str| {
        !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || also.contains(c))
    };
    let (text, digest) = text.split_once('@').map_or((text, None), |(name, digest)| (name, Some(digest)));
    if digest.is_some_and(|digest| !digest.split_once(':').is_some_and(|(_, hex)| hex.len() >= 32 && is_word(hex, "")))
    {
        return false;
    }
    let slash = text.rfind('/').map_or(0, |at| at + 1);
    let (name, tag) = match text.get(slash..).and_then(|last| last.find(':')) {
        Some(at) => (text.get(..slash + at).unwrap_or_default(), text.get(slash + at + 1..)),
        None => (text, None),
    };
    if tag.is_some_and(|tag| !is_word(tag, "_.-") || tag.starts_with(['.', '-']) || tag.len() > 128) {
        return false;
    }
    let (host, path) = match name.split_once('/') {
        Some((host, path)) if host.contains(['.', ':']) || host == "localhost" => (Some(host), path),
        _ => (None, name),
    };
    let is_end = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    let is_part = |part: &str| {
        is_word(part, "_.-") && part.starts_with(is_end) && part.ends_with(is_end) && part == part.to_lowercase()
    };
    host.is_none_or(|host| is_word(host, ".:-")) && path.split('/').all(is_part)
}
