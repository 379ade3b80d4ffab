//! A container of the last image, by the line that was typed.

use crate::container::messages::{First, LineKind, LineProblem, Project, Started};
use karui_container::container::{CommandError, RunLine, Volumes, start};
use karui_container::fs::{Content, LayerEntry};
use karui_container::image::Image;

pub fn started(line: &str, project: &Project, image: Option<&Image>, volumes: &mut Volumes) -> Started {
    let mut told = Started { line: line.to_owned(), ..Started::default() };
    let Some(image) = image else {
        told.problem = Some(LineProblem { text: String::new(), kind: LineKind::NoImage });
        return told;
    };
    match RunLine::parse(line).and_then(|read| run(&read, project, image, volumes, &mut told)) {
        Ok(()) => {}
        Err(error) => told.problem = Some(LineProblem { text: error.to_string(), kind: kind(&error) }),
    }
    told
}

fn kind(error: &CommandError) -> LineKind {
    match error {
        CommandError::NotRun => LineKind::NotRun,
        CommandError::Flag(_) => LineKind::Flag,
        CommandError::Value { .. } => LineKind::Value,
        CommandError::NoImage => LineKind::NoName,
        CommandError::Quote => LineKind::Quote,
        CommandError::NoCommand => LineKind::NoCommand,
        CommandError::NoProgram(_) => LineKind::NoProgram,
        CommandError::User(_) => LineKind::User,
    }
}

/// Who process number 1 is.
fn first(line: &RunLine, argv: &[String]) -> First {
    let program = argv.first().and_then(|word| word.rsplit('/').next()).unwrap_or_default();
    let is_shell = ["sh", "bash", "dash", "ash", "zsh"].contains(&program);
    match argv.get(1) {
        _ if line.init => First::Init,
        Some(flag) if is_shell && flag == "-c" => First::Shell(program.to_owned()),
        _ => First::Program,
    }
}

fn run(
    line: &RunLine,
    project: &Project,
    image: &Image,
    volumes: &mut Volumes,
    told: &mut Started,
) -> Result<(), CommandError> {
    // A folder of the host begins with the project's files.
    for mount in line.mounts.iter().filter(|mount| mount.is_bind()) {
        let folder = mount.source.trim_start_matches("./").trim_matches('/');
        let inside = |path: &str| match folder {
            "" | "." => Some(path.to_owned()),
            _ => path.strip_prefix(folder)?.strip_prefix('/').map(str::to_owned),
        };
        let files = project.files.iter().filter_map(|file| Some((inside(&file.path)?, super::node(file))));
        let files: Vec<_> = files.filter(|(path, _)| !path.is_empty()).collect();
        volumes.insert(mount.source.clone(), files);
    }
    let container = start(image, line, volumes)?;
    told.of_entrypoint = container.of_entrypoint;
    told.first = first(line, &container.argv);
    told.argv = container.argv;
    told.has_arguments = !line.arguments.is_empty();
    told.env = container.env;
    told.user = container.user;
    told.folder = container.folder;
    told.ports = container.ports.into_iter().map(|port| (port.container, port.host, port.is_exposed)).collect();
    told.mounts = line
        .mounts
        .iter()
        .map(|mount| {
            let held = volumes.get(&mount.source).into_iter().flatten();
            let files = held.filter(|(path, node)| !path.is_empty() && matches!(node.content, Content::File(..)));
            (mount.source.clone(), mount.target.clone(), mount.is_bind(), files.map(|(path, _)| path.clone()).collect())
        })
        .collect();
    told.gpus = line.gpus.is_some();
    told.output = container.output;
    told.failure = container.failure;
    told.wrote = container.layer.map(|layer| {
        let sign = |entry: &LayerEntry| if *entry == LayerEntry::Whiteout { "- /" } else { "+ /" };
        layer.entries().map(|(path, entry)| [sign(entry), path].concat()).collect()
    });
    // With PyTorch's wheel for Linux pip installs the wheels of NVIDIA's libraries; of a version that is not known here all the same.
    let is_cuda = |path: &str| path.contains("site-packages/torch/") || path.contains("site-packages/nvidia-");
    told.has_cuda = image.layers.iter().any(|blob| blob.layer.entries().any(|(path, _)| is_cuda(path)));
    Ok(())
}
