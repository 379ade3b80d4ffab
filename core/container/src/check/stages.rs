//! What instructions of stages say: variables, secrets, folders, commands, ports.

use super::{Findings, Rule, Variables};
use crate::build::{Base, Options, exposed};
use crate::dockerfile::{Command, Dockerfile};
use crate::instruction::{Instruction, Kind, Stage, mounts_of};
use crate::shell::Lex;
use std::collections::{BTreeMap, BTreeSet};

/// Words of a name that is that of a secret, and those by which it is not.
const SECRET: [&str; 10] =
    ["apikey", "auth", "credential", "credentials", "key", "password", "pword", "passwd", "secret", "token"];
const OPEN: [&str; 3] = ["public", "file", "version"];

/// What is known of a stage where an instruction stands; a stage that begins with another goes on with it.
#[derive(Debug, Clone, Default)]
struct Known {
    variables: Variables,
    /// Arguments that were named, with or without a value.
    arguments: BTreeSet<String>,
    has_folder: bool,
    has_shell: bool,
}

pub(super) fn check(file: &Dockerfile, stages: &[Stage], global: &Variables, options: &Options, found: &mut Findings) {
    let lex = Lex::new(file.escape);
    let commands: BTreeMap<usize, &Command> = file.commands.iter().map(|it| (it.start_line, it)).collect();
    let mut done: Vec<Known> = Vec::new();
    for (index, stage) in stages.iter().enumerate() {
        let base = lex.process(&stage.base, &|name| global.get(name).cloned()).map(|it| it.word).unwrap_or_default();
        let earlier = stages.iter().take(index).rposition(|earlier| earlier.name.as_deref() == Some(&base));
        let mut known = earlier.and_then(|at| done.get(at).cloned()).unwrap_or_else(|| Known {
            variables: Base::known(&base).variables().into_iter().collect(),
            ..Known::default()
        });
        let mut once: BTreeMap<&str, usize> = BTreeMap::new();
        for instruction in &stage.instructions {
            variables(&lex, instruction, &known, found);
            single(instruction, &mut once, found);
            let command = commands.get(&instruction.line);
            if command
                .is_some_and(|command| ["env", "label"].contains(&&command.cmd[..]) && command.is_old_pair(file.escape))
            {
                let name = instruction.kind.name();
                found.add(Rule::LegacyKeyValueFormat, instruction.line, [name, name]);
            }
            own(&lex, instruction, &mut known, global, options, found);
        }
        done.push(known);
    }
}

/// The words of an instruction in which variables are replaced.
fn words(kind: &Kind) -> Vec<&str> {
    match kind {
        Kind::Copy(copy) => {
            let flags = [&copy.chown, &copy.chmod].into_iter().flatten().map(String::as_str);
            copy.sources.iter().map(String::as_str).chain([&copy.destination[..]]).chain(flags).collect()
        }
        Kind::Env(pairs) | Kind::Label(pairs) => {
            pairs.iter().flat_map(|(name, value)| [&name[..], &value[..]]).collect()
        }
        Kind::Arg(pairs) => pairs.iter().filter_map(|(_, value)| value.as_deref()).collect(),
        Kind::Expose(words) | Kind::Volume(words) => words.iter().map(String::as_str).collect(),
        Kind::Workdir(word) | Kind::User(word) | Kind::StopSignal(word) => vec![word],
        _ => Vec::new(),
    }
}

fn variables(lex: &Lex, instruction: &Instruction, known: &Known, found: &mut Findings) {
    let mut unmatched = BTreeSet::new();
    let lookup = |name: &str| known.variables.get(name).cloned();
    for word in words(&instruction.kind) {
        if let Ok(expanded) = lex.process(word, &lookup) {
            unmatched.extend(expanded.unmatched);
        }
    }
    if let Kind::Run(run) = &instruction.kind {
        let seen = std::cell::RefCell::new(&mut unmatched);
        let expand = |word: &str| {
            let expanded = lex.process(word, &lookup)?;
            seen.borrow_mut().extend(expanded.unmatched);
            Ok(expanded.word)
        };
        // What is wrong with a mount is told when it is built.
        let _ = mounts_of(&run.mounts, &expand);
    }
    // Of several in one `ARG`, a later one sees those before it.
    let own: Vec<&str> = match &instruction.kind {
        Kind::Arg(pairs) => pairs.iter().map(|(name, _)| &name[..]).collect(),
        _ => Vec::new(),
    };
    for name in unmatched.iter().filter(|name| !known.arguments.contains(*name) && !own.contains(&&name[..])) {
        found.add(Rule::UndefinedVar, instruction.line, [&["$", name].concat()]);
    }
}

/// Of `CMD`, `ENTRYPOINT` and `HEALTHCHECK` only the last counts: those before it are told.
fn single<'a>(instruction: &'a Instruction, once: &mut BTreeMap<&'a str, usize>, found: &mut Findings) {
    if matches!(instruction.kind, Kind::Cmd(_) | Kind::Entrypoint(_) | Kind::Healthcheck(_)) {
        let name = instruction.kind.name();
        if let Some(earlier) = once.insert(name, instruction.line) {
            found.add(Rule::MultipleInstructionsDisallowed, earlier, [name]);
        }
    }
}

/// Whether a name has one of `words` as a part between underscores.
fn has_part(name: &str, words: &[&str]) -> bool {
    name.split('_').any(|part| words.iter().any(|word| part.eq_ignore_ascii_case(word)))
}

/// What an instruction is by itself, and what is known behind it.
fn own(
    lex: &Lex,
    instruction: &Instruction,
    known: &mut Known,
    global: &Variables,
    options: &Options,
    found: &mut Findings,
) {
    let (line, name) = (instruction.line, instruction.kind.name());
    let secret = |variable: &str, found: &mut Findings| {
        if has_part(variable, &SECRET) && !has_part(variable, &OPEN) {
            found.add(Rule::SecretsUsedInArgOrEnv, line, [name, variable]);
        }
    };
    let variables = known.variables.clone();
    let expand =
        |word: &str| lex.process(word, &|name| variables.get(name).cloned()).map(|it| it.word).unwrap_or_default();
    match &instruction.kind {
        Kind::Arg(pairs) => {
            for (variable, default) in pairs {
                secret(variable, found);
                let value = match (options.build_args.get(variable), default) {
                    (Some(given), _) => Some(given.clone()),
                    (None, Some(default)) => Some(expand(default)),
                    (None, None) => global.get(variable).cloned(),
                };
                known.arguments.insert(variable.clone());
                known.variables.extend(value.map(|value| (variable.clone(), value)));
            }
        }
        Kind::Env(pairs) => {
            for (variable, value) in pairs {
                secret(variable, found);
                known.variables.insert(expand(variable), expand(value));
            }
        }
        Kind::Workdir(folder) => {
            if !known.has_folder && !expand(folder).starts_with('/') {
                found.add(Rule::WorkdirRelativePath, line, [folder]);
            }
            known.has_folder = true;
        }
        Kind::Shell(_) => known.has_shell = true,
        Kind::Cmd(command) | Kind::Entrypoint(command) if command.shell && !known.has_shell => {
            found.add(Rule::JSONArgsRecommended, line, [name]);
        }
        Kind::Maintainer(_) => found.add(Rule::MaintainerDeprecated, line, []),
        Kind::Expose(ports) => {
            for port in ports.iter().map(|port| expand(port)).flat_map(|ports| words_of(&ports)) {
                let (of_host, protocol) = exposed(&port);
                if protocol != protocol.to_lowercase() {
                    found.add(Rule::ExposeProtoCasing, line, [&port]);
                }
                if of_host {
                    found.add(Rule::ExposeInvalidFormat, line, [&port]);
                }
            }
        }
        _ => {}
    }
}

fn words_of(text: &str) -> Vec<String> {
    text.split_whitespace().map(str::to_owned).collect()
}
