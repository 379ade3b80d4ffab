//! What `docker run` makes of an image: its command, environment, ports and mounts, and a layer more, which goes with the container.
//!
//! Scripts of a shell are executed as far as `RUN` executes them; other programs are named, not run.

use crate::build::{PATH, STAND_IN};
use crate::fs::{Layer, Node, Overlay, Tree, subtree};
use crate::image::Image;
use crate::paths::{inside, join};
use crate::run::{Done, Users, owner_of, run};
use crate::shell::Lex;
use std::collections::BTreeMap;
use std::sync::Arc;
use thiserror::Error;

/// A command line that is none of `docker run`.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum CommandError {
    /// It does not begin with `docker run`.
    #[error("`docker run` is expected")]
    NotRun,
    /// An option that is not modelled here.
    #[error("unknown flag: {0}")]
    Flag(String),
    /// An option without its value, or with one that means nothing.
    #[error("invalid argument for {flag}: {value}")]
    Value {
        /// The option.
        flag: String,
        /// What it says.
        value: String,
    },
    /// No image.
    #[error("`docker run` requires at least 1 argument: the image")]
    NoImage,
    /// A quote that is not closed.
    #[error("unexpected end of the line while looking for a matching quote")]
    Quote,
    /// Neither the image nor the line says what to run.
    #[error("no command specified")]
    NoCommand,
    /// A program that the image has not.
    #[error("exec: \"{0}\": executable file not found in $PATH")]
    NoProgram(String),
    /// A user that the image does not know.
    #[error("unable to find user {0}: no matching entries in passwd file")]
    User(String),
}

/// What is mounted into a container.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MountPoint {
    /// The volume's name, or the folder of the host where it begins with `/` or `.`.
    pub source: String,
    /// Where it is seen.
    pub target: String,
    /// `:ro`.
    pub read_only: bool,
}

impl MountPoint {
    /// Whether it is a folder of the host, not a volume of the engine's.
    pub fn is_bind(&self) -> bool {
        self.source.starts_with(['/', '.', '~'])
    }
}

/// A line of `docker run`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RunLine {
    /// `-p`: the host's port (`None`: any), and the container's with its protocol.
    pub publish: Vec<(Option<u16>, String)>,
    /// `-P`.
    pub publish_all: bool,
    /// `-e`.
    pub env: Vec<(String, String)>,
    /// `-v`.
    pub mounts: Vec<MountPoint>,
    /// `--gpus`.
    pub gpus: Option<String>,
    /// `--entrypoint`.
    pub entrypoint: Option<String>,
    /// `--init`: a small program is process number 1 and passes signals on.
    pub init: bool,
    /// `--user`.
    pub user: Option<String>,
    /// `--workdir`.
    pub folder: Option<String>,
    /// The image.
    pub image: String,
    /// What stands behind it.
    pub arguments: Vec<String>,
}

impl RunLine {
    /// Reads a line as a shell would split it.
    ///
    /// # Errors
    /// What is no `docker run`, and options that are not modelled.
    pub fn parse(line: &str) -> Result<Self, CommandError> {
        let lex = Lex { skip_unset: true, ..Lex::new('\\') };
        let words = lex.process(line, &|_| None).map_err(|_| CommandError::Quote)?.words;
        let mut words = words.into_iter();
        match (words.next().as_deref(), words.next().as_deref()) {
            (Some("docker" | "podman"), Some("run")) => {}
            _ => return Err(CommandError::NotRun),
        }
        let mut own = Self::default();
        while let Some(word) = words.next() {
            if !word.starts_with('-') {
                own.image = word;
                own.arguments = words.collect();
                return Ok(own);
            }
            let (flag, given) = match word.split_once('=').filter(|_| word.starts_with("--")) {
                Some((flag, value)) => (flag.to_owned(), Some(value.to_owned())),
                None => (word.clone(), None),
            };
            match &flag[..] {
                "--rm" | "-d" | "--detach" | "-i" | "-t" | "-it" | "-ti" | "--interactive" | "--tty" => {
                    continue;
                }
                "--init" => {
                    own.init = true;
                    continue;
                }
                "-P" | "--publish-all" => {
                    own.publish_all = true;
                    continue;
                }
                _ => {}
            }
            let known = [
                "-p",
                "--publish",
                "-e",
                "--env",
                "-v",
                "--volume",
                "--gpus",
                "--entrypoint",
                "-u",
                "--user",
                "-w",
                "--workdir",
                "--name",
            ];
            if !known.contains(&&flag[..]) {
                return Err(CommandError::Flag(flag));
            }
            let value = given.or_else(|| words.next()).unwrap_or_default();
            own.set(&flag, &value).ok_or(CommandError::Value { flag, value })?;
        }
        Err(CommandError::NoImage)
    }

    /// Takes an option; `None` where its value means nothing.
    fn set(&mut self, flag: &str, value: &str) -> Option<()> {
        if value.is_empty() && flag != "--entrypoint" {
            return None;
        }
        match flag {
            "-p" | "--publish" => {
                let (rest, protocol) = value.split_once('/').unwrap_or((value, "tcp"));
                let mut parts = rest.rsplit(':');
                let container: u16 = parts.next()?.parse().ok()?;
                let host = match parts.next() {
                    None | Some("") => None,
                    Some(host) => Some(host.parse().ok()?),
                };
                self.publish.push((host, format!("{container}/{protocol}")));
            }
            "-e" | "--env" => {
                let (name, value) = value.split_once('=').unwrap_or((value, ""));
                self.env.push((name.to_owned(), value.to_owned()));
            }
            "-v" | "--volume" => {
                let mut parts = value.split(':');
                let (source, target) = (parts.next()?, parts.next()?);
                if source.is_empty() || !target.starts_with('/') {
                    return None;
                }
                let read_only = match parts.next() {
                    None | Some("rw") => false,
                    Some("ro") => true,
                    Some(_) => return None,
                };
                self.mounts.push(MountPoint { source: source.to_owned(), target: target.to_owned(), read_only });
            }
            "--gpus" => self.gpus = Some(value.to_owned()),
            "--entrypoint" => self.entrypoint = Some(value.to_owned()),
            "-u" | "--user" => self.user = Some(value.to_owned()),
            "-w" | "--workdir" => self.folder = Some(value.to_owned()),
            _ => {}
        }
        Some(())
    }
}

/// What outlives containers: volumes by their names, and folders of the host by their paths.
pub type Volumes = BTreeMap<String, Vec<(String, Node)>>;

/// A port of a container.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Port {
    /// With its protocol, `80/tcp`.
    pub container: String,
    /// Where the host listens for it; nothing, where it does not.
    pub host: Option<u16>,
    /// Whether the image names it by `EXPOSE`.
    pub is_exposed: bool,
}

/// A container that was run once.
#[derive(Debug, Clone, PartialEq)]
pub struct Container {
    /// The process with number 1: its words.
    pub argv: Vec<String>,
    /// How many of them are the image's `ENTRYPOINT`, or that of the line.
    pub of_entrypoint: usize,
    /// Its environment.
    pub env: Vec<(String, String)>,
    /// As whom it runs; empty: as root.
    pub user: String,
    /// Where it runs.
    pub folder: String,
    /// Its ports.
    pub ports: Vec<Port>,
    /// What it put out.
    pub output: String,
    /// What it wrote into its own layer; `None` where its program is not executed here.
    pub layer: Option<Layer>,
    /// Why it failed.
    pub failure: Option<String>,
}

/// The first port that the engine gives of its own accord (Linux: `ip_local_port_range`).
const EPHEMERAL: u16 = 32768;

/// Runs a container of `image` once. What it writes into its mounts is in `volumes` afterwards; a new volume begins with what the image
/// has in its place.
///
/// # Errors
/// Nothing to run, a program that is not there, or a user that the image does not know.
pub fn start(image: &Image, line: &RunLine, volumes: &mut Volumes) -> Result<Container, CommandError> {
    let settings = &image.settings;
    let entrypoint = match &line.entrypoint {
        Some(own) => Some(own.clone()).filter(|own| !own.is_empty()).into_iter().collect(),
        None => settings.entrypoint.clone().unwrap_or_default(),
    };
    // Another entrypoint has no use for the arguments that were meant for the image's.
    let arguments = match (&line.arguments[..], &line.entrypoint) {
        ([], None) => settings.cmd.clone().unwrap_or_default(),
        (own, _) => own.to_vec(),
    };
    let of_entrypoint = entrypoint.len();
    let argv: Vec<String> = entrypoint.into_iter().chain(arguments).collect();
    if argv.is_empty() {
        return Err(CommandError::NoCommand);
    }
    let mut env: BTreeMap<String, String> = BTreeMap::new();
    env.extend(settings.env.iter().filter_map(|pair| pair.split_once('=')).map(|(n, v)| (n.to_owned(), v.to_owned())));
    env.extend(line.env.iter().cloned());
    let mut tree = Tree::default();
    image.layers.iter().for_each(|blob| blob.layer.apply(&mut tree));
    if let Some(program) = argv.first().filter(|program| is_missing(&tree, program)) {
        return Err(CommandError::NoProgram(program.clone()));
    }
    let user = line.user.clone().unwrap_or_else(|| settings.user.clone());
    let users = if user.is_empty() { Some(Users::default()) } else { owner_of(&tree, &user) };
    let users = users.ok_or_else(|| CommandError::User(user.clone()))?;
    let folder = join("/", line.folder.as_deref().unwrap_or(&settings.working_dir));
    let mut container = Container {
        argv,
        of_entrypoint,
        env: env.iter().map(|(name, value)| (name.clone(), value.clone())).collect(),
        user,
        ports: ports(image, line),
        output: String::new(),
        layer: None,
        failure: None,
        folder,
    };
    for mount in &line.mounts {
        volumes
            .entry(mount.source.clone())
            .or_insert_with(|| if mount.is_bind() { Vec::new() } else { subtree(&tree, &inside(&mount.target)) });
    }
    let mut overlay = Overlay::new(Arc::new(tree));
    for mount in &line.mounts {
        let nodes = volumes.get(&mount.source).cloned().unwrap_or_default();
        overlay.mount(&inside(&mount.target), nodes);
    }
    let read_only: Vec<String> =
        line.mounts.iter().filter(|mount| mount.read_only).map(|mount| inside(&mount.target)).collect();
    match run(&mut overlay, &container.argv, &env, &container.folder, users, &[], &read_only) {
        Ok(ran) if ran.done.iter().all(|done| matches!(done, Done::Executed(_))) => {
            container.output = ran.output;
            for mount in line.mounts.iter().filter(|mount| !mount.read_only) {
                volumes.insert(mount.source.clone(), overlay.copy_of(&inside(&mount.target)));
            }
            overlay.unmount();
            container.layer = Some(overlay.finish().0);
        }
        // A program that this model does not execute: its ports, mounts and environment are told all the same.
        Ok(_) | Err(crate::run::RunError::Unknown(_)) => {}
        Err(error) => container.failure = Some(error.to_string()),
    }
    Ok(container)
}

/// Whether `program` is surely none of the image's. Of an image that has a stand-in for its base not all files are known; but no program's
/// name begins with a hyphen: arguments stand there for a program where an image has `CMD` alone.
fn is_missing(tree: &Tree, program: &str) -> bool {
    let is_whole = tree.get(STAND_IN).is_none();
    let is_there = |path: &str| tree.follow(&inside(path)).is_ok();
    let in_path = || PATH.split(':').any(|folder| is_there(&format!("{folder}/{program}")));
    program.starts_with('-') || is_whole && !(if program.contains('/') { is_there(program) } else { in_path() })
}

fn ports(image: &Image, line: &RunLine) -> Vec<Port> {
    let mut ports: Vec<Port> = Vec::new();
    let exposed = &image.settings.exposed_ports;
    let mut next = EPHEMERAL;
    let mut any = || {
        next += 1;
        next - 1
    };
    for (host, container) in &line.publish {
        let host = Some(host.unwrap_or_else(&mut any));
        ports.push(Port { container: container.clone(), host, is_exposed: exposed.contains_key(container) });
    }
    for container in exposed.keys() {
        if !line.publish.iter().any(|(_, own)| own == container) {
            let host = line.publish_all.then(&mut any);
            ports.push(Port { container: container.clone(), host, is_exposed: true });
        }
    }
    ports
}
