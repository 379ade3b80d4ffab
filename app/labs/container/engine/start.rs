//! A container of the last image, by the line that was typed.

use crate::container::messages::{LineKind, LineProblem, Project, Started};
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
        CommandError::NoCommand => LineKind::NoCommand,
        CommandError::User(_) => LineKind::User,
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
    told.is_shell = container.argv.first().is_some_and(|word| word.ends_with("sh"))
        && container.argv.get(1).is_some_and(|word| word == "-c");
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
    // PyTorch's wheels for Linux bring the CUDA libraries along.
    let is_torch = |path: &str| path.contains("site-packages/torch/");
    told.has_cuda = image.layers.iter().any(|blob| blob.layer.entries().any(|(path, _)| is_torch(path)));
    Ok(())
}
