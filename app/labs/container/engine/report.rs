//! A build as the page shows it.

use crate::container::messages::{Built, Change, Command, Entry, EntryKind, Fate, Image, Layer, Step, Unneeded, Why};
use karui_container::build::{Build, Reason};
use karui_container::run::Done;
use karui_container::{image, stack};

pub fn built(id: u32, build: &Build, milliseconds: f64) -> Built {
    let steps = build.steps.iter().map(|step| Step {
        stage: step.stage.clone(),
        line: step.line as u32,
        instruction: step.instruction.clone(),
        cached: step.cached,
        why: why(&step.reason),
        key: step.key.clone(),
        fields: build
            .cache
            .records
            .iter()
            .find(|it| it.key == step.key)
            .map(|it| it.fields.clone())
            .unwrap_or_default(),
        layer: step.layer.as_ref().map(|layer| layer.size),
        declared: step.declared.map(|declared| (declared.bytes, declared.unknown)),
        download: step.declared.map_or(0, |declared| declared.download),
        milliseconds: step.milliseconds,
        needs: step.needs.clone(),
        commands: step.done.iter().map(command).collect(),
    });
    let unneeded = build.unneeded.iter().map(|step| Unneeded {
        stage: step.stage.clone(),
        line: step.line as u32,
        instruction: step.instruction.clone(),
    });
    Built {
        id,
        build: build.cache.builds,
        steps: steps.collect(),
        unneeded: unneeded.collect(),
        image: self::image(&build.image),
        milliseconds,
    }
}

fn why(reason: &Reason) -> Why {
    match reason {
        Reason::Hit => Why::Hit,
        Reason::New => Why::New,
        Reason::Changed(changes) => Why::Changed(
            changes
                .iter()
                .map(|it| Change { field: it.field.clone(), old: it.old.clone(), new: it.new.clone() })
                .collect(),
        ),
    }
}

fn command(done: &Done) -> Command {
    match done {
        Done::Executed(text) => Command { text: text.clone(), declared: None },
        Done::Declared { command, effects } => {
            let effects = effects.iter().map(|it| (it.path.clone(), it.bytes, it.source.clone()));
            Command { text: command.clone(), declared: Some(effects.collect()) }
        }
    }
}

fn image(image: &image::Image) -> Image {
    let stack = stack::Stack::of(&image.layers.iter().map(|blob| &blob.layer).collect::<Vec<_>>());
    let mut made = image.history.iter().filter(|line| line.has_layer).map(|line| line.created_by.clone());
    let layers = image.layers.iter().zip(&stack.layers).map(|(blob, entries)| Layer {
        diff_id: blob.diff_id.clone(),
        bytes: blob.tar.len() as u64,
        declared: blob.layer.declared(),
        created_by: made.next().unwrap_or_default(),
        entries: entries.iter().map(entry).collect(),
    });
    let config = &image.settings;
    Image {
        id: image.id.clone(),
        bytes: image.size(),
        layers: layers.collect(),
        efficiency: stack.efficiency(),
        seen: stack.bytes(),
        user: config.user.clone(),
        entrypoint: config.entrypoint.clone().unwrap_or_default(),
        cmd: config.cmd.clone().unwrap_or_default(),
        ports: config.exposed_ports.keys().cloned().collect(),
        env: config.env.clone(),
        volumes: config.volumes.keys().cloned().collect(),
        folder: config.working_dir.clone(),
    }
}

fn entry(entry: &stack::Entry) -> Entry {
    Entry {
        path: entry.path.clone(),
        kind: match entry.kind {
            stack::EntryKind::File => EntryKind::File,
            stack::EntryKind::Folder => EntryKind::Folder,
            stack::EntryKind::Link => EntryKind::Link,
            stack::EntryKind::HardLink => EntryKind::HardLink,
            stack::EntryKind::Whiteout => EntryKind::Whiteout,
        },
        mode: entry.mode,
        uid: entry.uid,
        bytes: entry.declared.as_ref().map_or(Some(entry.bytes), |(bytes, _)| *bytes),
        source: entry.declared.as_ref().map(|(_, source)| source.clone()),
        fate: match entry.fate {
            stack::Fate::Seen => Fate::Seen,
            stack::Fate::Replaced(by) => Fate::Replaced(by),
            stack::Fate::Removed(by) => Fate::Removed(by),
        },
        is_copied_up: entry.over.is_some_and(|over| over.is_same_content),
    }
}
