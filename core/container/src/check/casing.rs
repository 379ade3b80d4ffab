//! Capitals and small letters.

use super::{Findings, Rule};
use crate::dockerfile::{Command, Dockerfile};

pub(super) fn check(file: &Dockerfile, found: &mut Findings) {
    let is_lower = |text: &str| text == text.to_lowercase();
    let is_upper = |text: &str| text == text.to_uppercase();
    let first = file.commands.iter().position(|command| command.cmd == "from").unwrap_or_default();
    // Arguments before the first stage do not count.
    let commands: Vec<&Command> = file.commands.iter().skip(first).collect();
    let count = |is: &dyn Fn(&str) -> bool| commands.iter().filter(|command| is(command.written())).count();
    let mostly_lower = count(&is_lower) > count(&is_upper);
    for command in &commands {
        let written = command.written();
        if mostly_lower && !is_lower(written) {
            found.add(Rule::ConsistentInstructionCasing, command.start_line, [written, "small letters"]);
        } else if !mostly_lower && !is_upper(written) {
            found.add(Rule::ConsistentInstructionCasing, command.start_line, [written, "capitals"]);
        }
        let (true, [_, word, name]) = (command.cmd == "from", &command.value[..]) else { continue };
        if !is_lower(name) {
            found.add(Rule::StageNameCasing, command.start_line, [name]);
        }
        // Of a `From` that is neither, the other rule speaks.
        if is_lower(written) && !is_lower(word) || is_upper(written) && !is_upper(word) {
            found.add(Rule::FromAsCasing, command.start_line, [written, word]);
        }
    }
}
