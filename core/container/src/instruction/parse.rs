//! From the parser's commands to instructions and stages.

use super::flags::{Flags, Sort};
use super::{BuildError, CommandLine, Copy, Inline, Instruction, Kind, Pair, Refusal, Run, Stage, health, mount};
use crate::dockerfile::{Command, Dockerfile, Heredoc, chomp, heredoc_word};

/// The arguments before the first stage, with their values where they have one.
pub type GlobalArgs = Vec<Pair<Option<String>>>;

/// The arguments before the first `FROM`, and the stages.
///
/// # Errors
/// What BuildKit refuses, with the line.
pub fn stages(file: &Dockerfile) -> Result<(GlobalArgs, Vec<Stage>), BuildError> {
    let mut global = Vec::new();
    let mut stages: Vec<Stage> = Vec::new();
    for command in &file.commands {
        let instruction = instruction(command)?;
        match (instruction.kind, stages.last_mut()) {
            (Kind::From(stage), _) => stages.push(*stage),
            (Kind::Arg(arguments), None) => global.extend(arguments),
            (_, None) => return Err(BuildError::new(command.start_line, Refusal::NoStage)),
            (kind, Some(stage)) => stage.instructions.push(Instruction { kind, ..instruction }),
        }
    }
    if stages.is_empty() {
        return Err(BuildError::new(0, Refusal::NoStages));
    }
    Ok((global, stages))
}

/// What a command means.
///
/// # Errors
/// As [`stages`].
pub fn instruction(command: &Command) -> Result<Instruction, BuildError> {
    let kind = kind(command).map_err(|reason| BuildError::new(command.start_line, reason))?;
    Ok(Instruction { line: command.start_line, original: command.original.trim().to_owned(), kind })
}

fn kind(command: &Command) -> Result<Kind, Refusal> {
    let arguments = &command.value;
    Ok(match &command.cmd[..] {
        "from" => Kind::From(Box::new(from(command)?)),
        "arg" => Kind::Arg(args(arguments)?),
        "env" => Kind::Env(pairs(command, "ENV")?),
        "label" => Kind::Label(pairs(command, "LABEL")?),
        "run" => Kind::Run(run(command)?),
        "copy" => Kind::Copy(copy(command, "COPY")?),
        "add" => Kind::Copy(copy(command, "ADD")?),
        "workdir" => Kind::Workdir(one(command, "WORKDIR")?),
        "user" => Kind::User(one(command, "USER")?),
        "stopsignal" => Kind::StopSignal(one(command, "STOPSIGNAL")?),
        "maintainer" => Kind::Maintainer(one(command, "MAINTAINER")?),
        "expose" => Kind::Expose(some(command, "EXPOSE")?),
        "volume" => {
            let volumes: Vec<String> = some(command, "VOLUME")?.iter().map(|volume| volume.trim().to_owned()).collect();
            if volumes.iter().any(String::is_empty) {
                return Err(Refusal::EmptyVolume);
            }
            Kind::Volume(volumes)
        }
        "cmd" => Kind::Cmd(plain_command(command)?),
        "entrypoint" => Kind::Entrypoint(plain_command(command)?),
        "healthcheck" => Kind::Healthcheck(health::health(command)?),
        "shell" => {
            Flags::read(&command.flags, &[])?;
            let words = some(command, "SHELL")?;
            if !command.json {
                return Err(Refusal::ShellForm);
            }
            Kind::Shell(words)
        }
        "onbuild" => Kind::Onbuild(onbuild(command)?),
        _ => return Err(Refusal::UnknownInstruction(command.written().to_owned())),
    })
}

fn some(command: &Command, instruction: &'static str) -> Result<Vec<String>, Refusal> {
    if command.value.is_empty() {
        return Err(Refusal::Arguments { instruction, expected: "at least one argument" });
    }
    Flags::read(&command.flags, &[])?;
    Ok(command.value.clone())
}

fn one(command: &Command, instruction: &'static str) -> Result<String, Refusal> {
    let [value] = &command.value[..] else {
        return Err(Refusal::Arguments { instruction, expected: "exactly one argument" });
    };
    Flags::read(&command.flags, &[])?;
    Ok(value.clone())
}

fn from(command: &Command) -> Result<Stage, Refusal> {
    let (base, name) = match &command.value[..] {
        [base] => (base, None),
        [base, word, name] if word.eq_ignore_ascii_case("as") => {
            let lower = name.to_lowercase();
            let is_valid = lower.starts_with(|c: char| c.is_ascii_lowercase())
                && lower.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "-_.".contains(c));
            if !is_valid {
                return Err(Refusal::StageName(name.clone()));
            }
            (base, Some(lower))
        }
        _ => return Err(Refusal::FromArguments),
    };
    let flags = Flags::read(&command.flags, &[("platform", Sort::Text)])?;
    Ok(Stage {
        name,
        base: base.clone(),
        platform: flags.text("platform"),
        line: command.start_line,
        original: command.original.trim().to_owned(),
        instructions: Vec::new(),
    })
}

fn args(arguments: &[String]) -> Result<Vec<Pair<Option<String>>>, Refusal> {
    if arguments.is_empty() {
        return Err(Refusal::Arguments { instruction: "ARG", expected: "at least one argument" });
    }
    let pair = |argument: &String| match argument.split_once('=') {
        Some(("", _)) => Err(Refusal::BlankName("ARG")),
        Some((name, value)) => Ok((name.to_owned(), Some(value.to_owned()))),
        None => Ok((argument.clone(), None)),
    };
    arguments.iter().map(pair).collect()
}

fn pairs(command: &Command, instruction: &'static str) -> Result<Vec<Pair>, Refusal> {
    let values = some(command, instruction)?;
    let mut pairs = Vec::new();
    for pair in values.chunks(2) {
        match pair {
            [name, _] if name.is_empty() => return Err(Refusal::BlankName(instruction)),
            [name, value] => pairs.push((name.clone(), value.clone())),
            _ => {}
        }
    }
    Ok(pairs)
}

fn plain_command(command: &Command) -> Result<CommandLine, Refusal> {
    Flags::read(&command.flags, &[])?;
    Ok(CommandLine { words: command.value.clone(), shell: !command.json })
}

/// The command with its heredocs put in, as `dispatchRun` does it.
fn run(command: &Command) -> Result<Run, Refusal> {
    let known = [("mount", Sort::Texts), ("network", Sort::Text), ("security", Sort::Text), ("device", Sort::Texts)];
    let flags = Flags::read(&command.flags, &known)?;
    let mounts = flags.texts("mount");
    // What is wrong with them is told even if the step is not needed.
    mount::mounts_of(&mounts, &|value| Ok(value.to_owned())).or_else(|refusal| {
        if mounts.iter().any(|mount| mount.contains('$')) { Ok(Vec::new()) } else { Err(refusal) }
    })?;
    let mut words = command.value.clone();
    if let (Some(first), [text]) = (command.heredocs.first(), &mut words[..]) {
        if heredoc_word(text).ok().flatten().is_some() {
            *text = content(first);
        } else {
            for Heredoc { name, content, .. } in &command.heredocs {
                text.push('\n');
                text.push_str(content);
                text.push_str(name);
            }
        }
    }
    Ok(Run {
        command: CommandLine { words, shell: !command.json },
        mounts,
        network: flags.text("network"),
        security: flags.text("security"),
    })
}

fn content(heredoc: &Heredoc) -> String {
    if heredoc.chomp { chomp(&heredoc.content) } else { heredoc.content.clone() }
}

fn copy(command: &Command, instruction: &'static str) -> Result<Copy, Refusal> {
    let add = instruction == "ADD";
    let Some((destination, given)) = command.value.split_last().filter(|(_, given)| !given.is_empty()) else {
        let expected = "at least two arguments, but only one was provided. Destination could not be determined";
        return Err(Refusal::Arguments { instruction, expected });
    };
    let mut known = vec![("chown", Sort::Text), ("chmod", Sort::Text), ("link", Sort::Bool), ("exclude", Sort::Texts)];
    known.extend(if add {
        vec![("keep-git-dir", Sort::Bool), ("checksum", Sort::Text), ("unpack", Sort::Bool)]
    } else {
        vec![("from", Sort::Text), ("parents", Sort::Bool)]
    });
    let flags = Flags::read(&command.flags, &known)?;
    for flag in ["unpack", "keep-git-dir"] {
        if flags.is_set(flag) || flags.text(flag).is_some() {
            return Err(Refusal::NotModelled(format!("--{flag}")));
        }
    }
    if heredoc_word(destination).ok().flatten().is_some() {
        return Err(Refusal::HeredocDestination(instruction));
    }
    let (mut sources, mut inline) = (Vec::new(), Vec::new());
    for source in given {
        let Some(word) = heredoc_word(source).ok().flatten() else {
            sources.push(source.clone());
            continue;
        };
        // Of two with the same name, the later text is taken.
        let text = command.heredocs.iter().rev().find(|heredoc| heredoc.name == word.name);
        let content = text.map(content).unwrap_or_default();
        inline.push(Inline { name: word.name, content, expand: word.expand });
    }
    Ok(Copy {
        add,
        sources,
        inline,
        destination: destination.clone(),
        from: flags.text("from"),
        chown: flags.text("chown"),
        chmod: flags.text("chmod"),
        link: flags.is_set("link"),
        parents: flags.is_set("parents"),
        exclude: flags.texts("exclude"),
        checksum: flags.text("checksum"),
    })
}

/// What the instruction holds, as a Dockerfile of its own.
fn onbuild(command: &Command) -> Result<String, Refusal> {
    let Some(sub) = &command.sub_cmd else {
        return Err(Refusal::Arguments { instruction: "ONBUILD", expected: "at least one argument" });
    };
    Flags::read(&command.flags, &[])?;
    match &sub.to_uppercase()[..] {
        "ONBUILD" => return Err(Refusal::OnbuildChain),
        name @ ("FROM" | "MAINTAINER") => return Err(Refusal::OnbuildTrigger(name.to_owned())),
        _ => {}
    }
    let original = command.original.trim_start();
    let mut text = original.get("ONBUILD".len()..).unwrap_or_default().trim_start().to_owned();
    for Heredoc { name, content, .. } in &command.sub_heredocs {
        text.push('\n');
        text.push_str(content);
        text.push_str(name);
    }
    Ok(text)
}
