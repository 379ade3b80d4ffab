//! `karui dockerfile` and `karui build`: containers on the command line.

use crate::Failure;
use crate::report::Report;
use clap::Args as ClapArgs;
use karui_container::build::{self, Base, Cache, Context, Options};
use karui_container::check::{Finding, check};
use karui_container::dockerfile::parse;
use karui_container::fs::{Content, Node};
use karui_container::ignore::Ignore;
use karui_container::run::{Declaration, Effect};
use serde_json::json;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

#[derive(Debug, ClapArgs)]
pub struct DockerfileArgs {
    /// The Dockerfile.
    pub file: PathBuf,
    /// Say what is worth a warning: BuildKit's build checks. With --json, [{"rule", "line", "message", "experimental"}].
    #[arg(long)]
    pub check: bool,
}

#[derive(Debug, ClapArgs)]
pub struct BuildArgs {
    /// The build context: a folder. Its .dockerignore is heeded.
    pub dir: PathBuf,
    /// The Dockerfile; by default Dockerfile in the folder.
    #[arg(short = 'f', long = "file")]
    pub file: Option<PathBuf>,
    /// The stage to build, by name or number; by default the last.
    #[arg(long)]
    pub target: Option<String>,
    /// A build argument, NAME=VALUE. May be repeated.
    #[arg(long = "build-arg")]
    pub build_args: Vec<String>,
    /// The image's name, NAME:TAG.
    #[arg(short = 't', long = "tag")]
    pub tag: Option<String>,
    /// Records of earlier builds: read if the file is there, and written.
    #[arg(long)]
    pub cache: Option<PathBuf>,
    /// Where the image goes: one tar for docker load, podman load and skopeo.
    #[arg(short = 'o', long = "out")]
    pub out: Option<PathBuf>,
    /// Build nothing, but say what is worth a warning: BuildKit's build checks.
    #[arg(long)]
    pub check: bool,
    /// What a command leaves behind that is not executed: "COMMAND=PATH:BYTES", or "COMMAND=" for nothing. May be repeated.
    #[arg(long)]
    pub declare: Vec<String>,
    /// The compressed size of an image that a stage begins with: NAME=BYTES. May be repeated.
    #[arg(long)]
    pub declare_base: Vec<String>,
}

/// A file's bytes; an error names it.
fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    Ok(fs::read(path).map_err(|error| format!("{}: {error}", path.display()))?)
}

/// With `--json`, the form of the PyPI package `dockerfile`: an array, an object per instruction.
pub fn dockerfile(args: &DockerfileArgs) -> Result<Report, Failure> {
    let source = read(&args.file)?;
    if args.check {
        let folder = args.file.parent().unwrap_or(Path::new(""));
        return checked(&args.file, &source, &ignore(folder, &args.file)?, &Options::default());
    }
    let file = parse(&source)?;
    let text =
        file.commands.iter().map(|command| format!("{:>5}  {}\n", command.start_line, command.original.trim_end()));
    Ok(Report::Told { text: text.collect(), json: json!(file.commands) })
}

/// What is worth a warning, a line each.
fn checked(path: &Path, source: &[u8], ignore: &Ignore, options: &Options) -> Result<Report, Failure> {
    let found = check(source, ignore, options).map_err(|error| format!("{}: {error}", path.display()))?;
    let line = |it: &Finding| {
        let more = if it.rule.is_experimental() { " (experimental)" } else { "" };
        format!("{}:{}: {}: {}{more}\n", path.display(), it.line, it.rule.name(), it.message())
    };
    let text = if found.is_empty() { "no warnings\n".to_owned() } else { found.iter().map(line).collect() };
    Ok(Report::Told { text, json: found.iter().map(Finding::to_json).collect() })
}

/// Builds an image.
pub fn build(args: &BuildArgs) -> Result<Report, Failure> {
    let path = args.file.clone().unwrap_or_else(|| args.dir.join("Dockerfile"));
    let source = read(&path)?;
    let ignore = ignore(&args.dir, &path)?;
    let options = Options {
        target: args.target.clone(),
        build_args: args.build_args.iter().map(|pair| name_and_value(pair)).collect::<Result<_, _>>()?,
        declarations: args.declare.iter().map(|text| declaration(text)).collect::<Result<_, _>>()?,
        bases: args.declare_base.iter().map(|text| base(text)).collect::<Result<_, _>>()?,
        name: args.tag.clone(),
        clock: None,
    };
    if args.check {
        return checked(&path, &source, &ignore, &options);
    }
    let mut files = Vec::new();
    walk(&args.dir, "", &mut files)?;
    let context = Context::new(files, &ignore);
    let cache = match &args.cache {
        Some(file) if file.exists() => {
            Cache::from_json(&fs::read_to_string(file)?).map_err(|error| format!("{}: {error}", file.display()))?
        }
        _ => Cache::default(),
    };
    let built =
        build::build(&source, &context, &options, &cache).map_err(|error| format!("{}: {error}", path.display()))?;
    if let Some(out) = &args.out {
        fs::write(out, built.image.to_tar()).map_err(|error| format!("{}: {error}", out.display()))?;
    }
    if let Some(file) = &args.cache {
        fs::write(file, built.cache.to_json()).map_err(|error| format!("{}: {error}", file.display()))?;
    }
    Ok(Report::Told { text: text(&built), json: built.to_json() })
}

/// A line per step, for a person.
fn text(built: &build::Build) -> String {
    let mut text = String::new();
    for step in &built.steps {
        let found = if step.cached { "cached" } else { "built " };
        let first = step.instruction.lines().next().unwrap_or_default();
        text.push_str(&format!("{found} {}:{:<4} {first}\n", step.stage, step.line));
        if !step.cached {
            text.push_str(&format!("         why: {}\n", step.reason));
        }
        if let Some(layer) = &step.layer {
            text.push_str(&format!("         layer {} {} bytes\n", layer.diff_id, layer.size));
        }
        if let Some(declared) = step.declared {
            let more = if declared.unknown { " and others that are not known" } else { "" };
            text.push_str(&format!("         declared, not computed: {} bytes{more}\n", declared.bytes));
        }
    }
    for step in &built.unneeded {
        text.push_str(&format!("unused {}:{:<4} {}\n", step.stage, step.line, step.instruction));
    }
    text.push_str(&format!("image {} {} bytes\n", built.image.id, built.image.size()));
    text
}

fn name_and_value(pair: &str) -> Result<(String, String), Failure> {
    match pair.split_once('=') {
        Some((name, value)) => Ok((name.to_owned(), value.to_owned())),
        // As docker build: the value is that of the environment.
        None => Ok((
            pair.to_owned(),
            std::env::var(pair).map_err(|_| format!("--build-arg {pair}: NAME=VALUE is expected"))?,
        )),
    }
}

fn declaration(text: &str) -> Result<Declaration, Failure> {
    let wrong = || format!("--declare {text}: COMMAND=PATH:BYTES is expected");
    let (command, rest) = text.rsplit_once('=').ok_or_else(wrong)?;
    let effects = match rest.rsplit_once(':') {
        None if rest.is_empty() => Vec::new(),
        None => return Err(wrong().into()),
        Some((path, bytes)) => {
            let bytes = Some(bytes.parse().map_err(|_| wrong())?);
            let source = "declared on the command line".to_owned();
            vec![Effect { path: path.to_owned(), bytes, download: None, source }]
        }
    };
    Ok(Declaration { command: command.to_owned(), effects })
}

fn base(text: &str) -> Result<Base, Failure> {
    let parsed = text.rsplit_once('=').and_then(|(name, bytes)| Some((name, bytes.parse().ok()?)));
    let (name, bytes) = parsed.ok_or_else(|| format!("--declare-base {text}: NAME=BYTES is expected"))?;
    let source = "declared on the command line".to_owned();
    Ok(Base { name: name.to_owned(), bytes: Some(bytes), download: None, source, revision: String::new() })
}

/// `NAME.dockerignore` of the Dockerfile, or `.dockerignore` of the folder.
fn ignore(dir: &Path, dockerfile: &Path) -> Result<Ignore, Failure> {
    let mut own = dockerfile.as_os_str().to_owned();
    own.push(".dockerignore");
    for path in [PathBuf::from(own), dir.join(".dockerignore")] {
        match fs::read(&path) {
            Ok(bytes) => return Ok(Ignore::parse(&bytes).map_err(|error| format!("{}: {error}", path.display()))?),
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(error) => return Err(format!("{}: {error}", path.display()).into()),
        }
    }
    Ok(Ignore::default())
}

/// The files, folders and links below `dir`.
fn walk(dir: &Path, below: &str, files: &mut Vec<(String, Node)>) -> Result<(), Failure> {
    let told = |error: std::io::Error| format!("{}: {error}", dir.display());
    for entry in fs::read_dir(dir).map_err(told)? {
        let entry = entry.map_err(told)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = if below.is_empty() { name } else { format!("{below}/{name}") };
        let about = entry.metadata().map_err(told)?;
        let content = if about.is_symlink() {
            Content::Link(fs::read_link(entry.path())?.to_string_lossy().into_owned())
        } else if about.is_dir() {
            Content::Folder
        } else if about.is_file() {
            Content::File(read(&entry.path())?.into(), None)
        } else {
            continue;
        };
        let is_folder = content == Content::Folder;
        files.push((path.clone(), Node { content, mode: mode(&about), uid: 0, gid: 0 }));
        if is_folder {
            walk(&entry.path(), &path, files)?;
        }
    }
    Ok(())
}

#[cfg(unix)]
fn mode(about: &fs::Metadata) -> u32 {
    use std::os::unix::fs::MetadataExt;
    about.mode() & 0o7777
}

/// Where files have no permissions, those that Docker gives them there.
#[cfg(not(unix))]
fn mode(_: &fs::Metadata) -> u32 {
    0o755
}
