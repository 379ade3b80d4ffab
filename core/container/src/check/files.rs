//! Empty lines, comments that describe, and sources that are left out.

use super::{Findings, Rule};
use crate::dockerfile::{Command, Dockerfile};
use crate::ignore::Ignore;
use crate::instruction::{Copy, Kind, instruction};

pub(super) fn check(source: &[u8], file: &Dockerfile, ignore: &Ignore, found: &mut Findings) {
    for line in &file.empty_continuations {
        found.add(Rule::NoEmptyContinuation, *line, []);
    }
    let source = String::from_utf8_lossy(source);
    let lines: Vec<&str> = source.lines().collect();
    for command in &file.commands {
        described(&lines, file, command, found);
        let Ok(own) = instruction(command) else { continue };
        if let Kind::Copy(Copy { from: None, sources, .. }) = &own.kind {
            // What comes back by `!` cannot be told from the pattern alone.
            for source in sources.iter().filter(|_| !ignore.takes_back()) {
                if ignore.is_ignored(&crate::paths::inside(source)) {
                    found.add(Rule::CopyIgnoredFile, command.start_line, [own.kind.name(), source]);
                }
            }
        }
    }
}

/// The comment right above `FROM` or `ARG`.
fn described(lines: &[&str], file: &Dockerfile, command: &Command, found: &mut Findings) {
    let names: Vec<&str> = match (&command.cmd[..], &command.value[..]) {
        ("from", [_, _, name]) => vec![name],
        ("arg", names) => names.iter().filter_map(|name| name.split('=').next()).collect(),
        _ => return,
    };
    let above = command.start_line.saturating_sub(1);
    let Some(line) = above.checked_sub(1).and_then(|at| lines.get(at)) else { return };
    let Some(comment) = line.trim_start().strip_prefix('#') else { return };
    if file.directives.iter().any(|directive| directive.line == above) {
        return;
    }
    let word = comment.trim_start().split(' ').next().unwrap_or_default().trim_end();
    let (what, name) = (command.cmd.to_uppercase(), names.first().copied().unwrap_or_default());
    if !word.is_empty() && !names.contains(&word) {
        found.add(Rule::InvalidDefinitionDescription, command.start_line, [&what, name]);
    }
}
