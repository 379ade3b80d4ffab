//! The steps that make files: `RUN`, `COPY` and `ADD`.

use super::Options;
use super::arguments::PLATFORM;
use super::cache::{Fields, Record};
use super::config::with_shell;
use super::copy::{Copying, Selection, select, unknown};
use super::stage::{Builder, Made, State};
use crate::fs::{Content, Declared, Node, Overlay, sha256, subtree};
use crate::image::History;
use crate::instruction::{Copy, Instruction, MountKind, Refusal, Run, mounts_of};
use crate::paths::{base, inside, join};
use crate::run::{Done, RunError, run};
use crate::shell::Lex;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A field of a key.
fn field(name: impl Into<String>, value: impl Into<String>) -> (String, String) {
    (name.into(), value.into())
}

impl Builder<'_> {
    pub(super) fn run(
        &self,
        state: &mut State,
        own: &Run,
        instruction: &Instruction,
        index: usize,
        stage: &str,
    ) -> Result<Made, Refusal> {
        let lex = Lex::new(self.plan.escape);
        let expand = |word: &str| Ok(lex.process(word, &|name| state.variables.get(name).cloned())?.word);
        let mounts = mounts_of(&own.mounts, &expand)?;
        let arguments = with_shell(state, &own.command);
        let folder = join("/", &state.config.working_dir);
        let mut fields: Fields = vec![field("command", serde_json::json!(arguments).to_string())];
        // The environment in the order of its names, arguments in it, used or not.
        fields.extend(state.variables.iter().map(|(name, value)| field(format!("env {name}"), value)));
        fields.push(field("folder", &folder));
        fields.push(field("user", &state.config.user));
        fields.push(field("network", own.network.clone().unwrap_or_default()));
        fields.push(field("security", own.security.clone().unwrap_or_default()));
        fields.push(field("platform", PLATFORM));
        let mut overlay = Overlay::new(Arc::clone(&state.tree));
        let mut read_only = Vec::new();
        let mut needs: Vec<usize> = state.step.into_iter().collect();
        let mut files = BTreeMap::new();
        for mount in &mounts {
            let target = match (&mount.target, mount.kind, &mount.id) {
                (Some(target), ..) => target.clone(),
                (None, MountKind::Secret, id) => {
                    let source = mount.source.clone();
                    format!("/run/secrets/{}", base(&id.clone().or(source).unwrap_or_default()))
                }
                _ => return Err(Refusal::Mount("invalid mount: no target".to_owned())),
            };
            let at = inside(&join(&folder, &target));
            if at.is_empty() {
                return Err(Refusal::Mount("invalid mount target \"/\"".to_owned()));
            }
            let access = if mount.read_only { ",ro" } else { "" };
            fields.push(field(format!("mount /{at}"), format!("{}{access}", mount.kind.name())));
            let nodes = match mount.kind {
                MountKind::Bind => {
                    let (tree, stand_in) = match &mount.from {
                        None => (Arc::new(self.context.tree().clone()), None),
                        Some(from) => {
                            let from = self.source(from, index)?;
                            needs.extend(from.step);
                            (from.tree, from.stand_in)
                        }
                    };
                    let source = mount.source.clone().unwrap_or_else(|| "/".to_owned());
                    let selection = select(&tree, &source, &[], stand_in.as_deref())?;
                    fields.push(field("content", &selection.checksum));
                    files.extend(selection.files);
                    selection.paths.first().map(|path| subtree(&tree, path)).unwrap_or_default()
                }
                MountKind::Secret | MountKind::Ssh => vec![(String::new(), Node::file(&b"secret\n"[..], 0o400))],
                MountKind::Cache | MountKind::Tmpfs => Vec::new(),
            };
            overlay.mount(&at, nodes);
            if mount.read_only {
                read_only.push(at);
            }
        }
        fields.push(field("parent", &state.key));
        let user = self.user(state)?;
        let failed = |reason: RunError| Refusal::Failed { command: arguments.join(" "), reason };
        let ran =
            run(&mut overlay, &arguments, &state.variables, &folder, user, &self.options.declarations, &read_only)
                .map_err(failed)?;
        overlay.unmount();
        let layer = state.commit(overlay);
        let pairs: Vec<String> = state
            .arguments
            .iter()
            .map(|name| format!("{name}={}", state.variables.get(name).map(String::as_str).unwrap_or_default()))
            .collect();
        let shown = if pairs.is_empty() { String::new() } else { format!("|{} {} ", pairs.len(), pairs.join(" ")) };
        state
            .history
            .push(History { created_by: format!("RUN {shown}{} # buildkit", arguments.join(" ")), has_layer: true });
        let record = Record { files, ..Record::new(stage, "RUN", &instruction.original, fields) };
        Ok(Made { record, layer: Some(layer), needs, done: ran.done })
    }

    pub(super) fn copy(
        &self,
        state: &mut State,
        own: &Copy,
        instruction: &Instruction,
        index: usize,
        stage: &str,
    ) -> Result<Made, Refusal> {
        let name = instruction.kind.name();
        let lex = Lex::new(self.plan.escape);
        let expand = |word: &str| -> Result<String, Refusal> {
            Ok(lex.process(word, &|name| state.variables.get(name).cloned())?.word)
        };
        let all = |words: &[String]| words.iter().map(|word| expand(word)).collect::<Result<Vec<_>, _>>();
        let (sources, exclude) = (all(&own.sources)?, all(&own.exclude)?);
        let written = expand(&own.destination)?;
        let mode = own.chmod.as_deref().map(expand).transpose()?;
        let chown = own.chown.as_deref().map(expand).transpose()?;
        if let Some(mode) = &mode {
            let is_octal = u32::from_str_radix(mode, 8).is_ok_and(|mode| mode <= 0o7777);
            if !is_octal
                && (mode.starts_with(|c: char| c.is_ascii_digit()) || crate::run::parse_mode(mode, 0, false).is_none())
            {
                return Err(Refusal::Chmod(mode.clone()));
            }
        }
        // As BuildKit has it, --chmod takes --link away.
        let link = own.link && mode.is_none();
        let destination = join(&state.config.working_dir, &written);
        let is_folder =
            own.parents || written.ends_with('/') || written.ends_with("/.") || written == "." || written.is_empty();
        let destination = if is_folder && destination != "/" { format!("{destination}/") } else { destination };
        let (tree, stand_in, from_step) = match &own.from {
            None => (Arc::new(self.context.tree().clone()), None, None),
            Some(from) => {
                let from = self.source(from, index)?;
                (from.tree, from.stand_in, from.step)
            }
        };
        let owner = match (&chown, link) {
            (None, _) => None,
            // A linked copy knows no files but its own.
            (Some(text), true) => Some(State::default().owner(text)?),
            (Some(text), false) => Some(state.owner(text)?),
        };
        let checksum = own.checksum.as_deref().map(expand).transpose()?;
        if checksum.is_some() && sources.len() != 1 {
            return Err(Refusal::Flag {
                problem: "checksum can't be specified for multiple sources",
                flag: "--checksum".to_owned(),
            });
        }
        let mut fields: Fields = Vec::new();
        let (mut selections, mut remotes) = (Vec::new(), Vec::new());
        for source in &sources {
            let is_remote = ["http://", "https://", "git://", "git@"].iter().any(|start| source.starts_with(start));
            if is_remote && !own.add {
                return Err(Refusal::NotModelled(
                    "a URL as the source of COPY, which BuildKit refuses, too".to_owned(),
                ));
            }
            if is_remote {
                let file = remote(source, checksum.as_deref(), self.options)?;
                fields.push(field(format!("source {}", selections.len() + remotes.len() + 1), source));
                remotes.push(file);
                continue;
            }
            let selection = select(&tree, source, &exclude, stand_in.as_deref())?;
            // Its folder is not in the key.
            fields.push(field(format!("source {}", selections.len() + 1), base(&inside(source))));
            // What stands before `/./` is left away; without it nothing is.
            let pivot = source.split_once("/./").map_or(String::new(), |(pivot, _)| inside(pivot));
            selections.push((inside(source), selection, pivot));
        }
        let count: usize = selections
            .iter()
            .map(|(_, selection, _): &(String, Selection, String)| selection.paths.len())
            .sum::<usize>()
            + own.inline.len()
            + remotes.len();
        if sources.len() + own.inline.len() > 1 && !destination.ends_with('/')
            || count > 1 && !destination.ends_with('/')
        {
            return Err(Refusal::NotFolder(name));
        }
        let plain = Lex { plain_quotes: true, ..Lex::new('\\') };
        let mut inline = Vec::new();
        for text in &own.inline {
            let content = if text.expand {
                plain.process(&text.content, &|name| state.variables.get(name).cloned())?.word
            } else {
                text.content.clone()
            };
            fields.push(field(format!("heredoc {}", text.name), &content));
            inline.push((text.name.clone(), content));
        }
        fields.push(field("destination", &destination));
        fields.push(field("owner", chown.clone().unwrap_or_default()));
        fields.push(field("mode", mode.clone().unwrap_or_default()));
        fields.push(field("exclude", exclude.join(" ")));
        fields.push(field("unpack", own.add.to_string()));
        if own.parents {
            let pivots = selections.iter().map(|(path, _, pivot)| format!("{path} from {pivot}"));
            fields.push(field("parents", pivots.collect::<Vec<_>>().join(" ")));
        }
        let mut checksums: BTreeMap<&str, &str> = BTreeMap::new();
        checksums.extend(selections.iter().map(|(path, selection, _)| (&path[..], &selection.checksum[..])));
        if !checksums.is_empty() {
            let joined = checksums.values().copied().collect::<Vec<_>>().join("\0");
            fields.push(field("content", sha256(joined.as_bytes())));
        }
        fields.extend(checksum.into_iter().map(|checksum| field("checksum", checksum)));
        let mut needs: Vec<usize> = from_step.into_iter().collect();
        if link {
            fields.push(field("link", "true"));
        } else {
            fields.push(field("parent", &state.key));
            needs.extend(state.step);
        }
        let copying =
            Copying { destination: &destination, owner, mode: mode.as_deref(), unpack: own.add, exclude: &exclude };
        let below = if link { Arc::default() } else { Arc::clone(&state.tree) };
        let mut overlay = Overlay::new(below);
        for (path, selection, pivot) in &selections {
            if let (true, Some(image)) = (selection.paths.is_empty(), &stand_in) {
                copying.file(&mut overlay, base(path), &unknown(image, &format!("/{path}")))?;
            }
            for path in &selection.paths {
                match own.parents {
                    true => copying.copy_with_parents(&mut overlay, &tree, path, pivot)?,
                    false => copying.copy(&mut overlay, &tree, path)?,
                }
            }
        }
        for Remote { name, node, .. } in &remotes {
            copying.file(&mut overlay, name, node)?;
        }
        for (file, content) in &inline {
            copying.file(&mut overlay, file, &Node::file(content.clone().into_bytes(), 0o644))?;
        }
        let layer = if link {
            let (layer, _) = overlay.finish();
            let blob = Arc::new(crate::image::Blob::new(layer));
            let mut tree = (*state.tree).clone();
            blob.layer.apply(&mut tree);
            state.tree = Arc::new(tree);
            state.layers.push(Arc::clone(&blob));
            blob
        } else {
            state.commit(overlay)
        };
        let mut line = name.to_owned();
        for (flag, value) in [("chown", &chown), ("chmod", &mode)] {
            line.extend(value.iter().map(|value| format!(" --{flag}={value}")));
        }
        line.extend(sources.iter().map(|source| format!(" {source}")));
        line.extend(inline.iter().map(|(name, _)| format!(" <<{name}")));
        state.history.push(History { created_by: format!("{line} {written} # buildkit"), has_layer: true });
        let files = selections.into_iter().flat_map(|(_, selection, _)| selection.files).collect();
        let record = Record { files, ..Record::new(stage, name, &instruction.original, fields) };
        let done = remotes.into_iter().map(|remote| remote.done).collect();
        Ok(Made { record, layer: Some(layer), needs, done })
    }
}

/// A file that `ADD` fetches: it is not fetched here, what is said of it stands for it.
struct Remote {
    name: String,
    node: Node,
    done: Done,
}

/// What a URL gives: a file of 0600 by the URL's last name, whose size a declaration of `ADD URL` says.
fn remote(url: &str, checksum: Option<&str>, options: &Options) -> Result<Remote, Refusal> {
    let command = format!("ADD {url}");
    // Also what is fetched over the web is a repository by its name (BuildKit's `gitutil.ParseGitRef`).
    let address = url.split(['#', '?']).next().unwrap_or_default();
    let is_web = (url.starts_with("http://") || url.starts_with("https://")) && !address.ends_with(".git");
    if !is_web {
        return Err(Refusal::NotModelled(format!("ADD from a git repository ({url})")));
    }
    let is_digest = |text: &str| {
        let digits = text.strip_prefix("sha256:").unwrap_or_default();
        digits.len() == 64 && digits.chars().all(|c| c.is_ascii_hexdigit())
    };
    if let Some(wrong) = checksum.filter(|checksum| !is_digest(checksum)) {
        return Err(Refusal::Flag { problem: "invalid checksum digest format", flag: format!("--checksum={wrong}") });
    }
    let declared = options.declarations.iter().rev().find(|own| own.command == command);
    let unknown = || Refusal::Failed { command: command.clone(), reason: RunError::Unknown(command.clone()) };
    let effect = declared.and_then(|own| own.effects.first()).ok_or_else(unknown)?;
    let path = url.split(['?', '#']).next().unwrap_or_default();
    let name = path.splitn(4, '/').nth(3).and_then(|path| path.rsplit('/').next()).filter(|name| !name.is_empty());
    // A URL without a name is refused where the destination is a folder; here it keeps one that says what it is.
    let name = name.unwrap_or("download").to_owned();
    let size = effect.bytes.map_or("a number of bytes that is not known".to_owned(), |bytes| format!("{bytes} bytes"));
    let digest = checksum.map(|digest| format!("checksum: {digest}\n")).unwrap_or_default();
    let note = format!("declared, not fetched\nurl: {url}\nstands for: {size}\n{digest}source: {}\n", effect.source);
    let told = Declared { bytes: effect.bytes, source: effect.source.clone() };
    let content = Content::File(note.into_bytes().into(), Some(Arc::new(told)));
    let node = Node { content, mode: 0o600, uid: 0, gid: 0 };
    // All of it comes over the line.
    let effect = crate::run::Effect { download: effect.bytes, ..effect.clone() };
    Ok(Remote { name, node, done: Done::Declared { command, effects: vec![effect] } })
}
