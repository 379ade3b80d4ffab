//! Images: layers as tars, the configuration with its history, manifests, and one tar that holds both the OCI layout and what
//! `docker load` reads (OCI image-spec v1.1: `config.md`, `manifest.md`, `image-layout.md`; `docker save` since version 25).

use crate::fs::tar::Writer;
use crate::fs::{Layer, sha256};
use crate::instruction::Health;
use serde::Serialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The time of everything in an image: the beginning of 1970. The same build gives the same bytes.
const CREATED: &str = "1970-01-01T00:00:00Z";

/// A layer and its tar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Blob {
    /// sha256 of the tar.
    pub diff_id: String,
    /// The tar, not compressed.
    pub tar: Vec<u8>,
    /// What is in it.
    pub layer: Layer,
}

impl Blob {
    /// The tar of a layer.
    pub fn new(layer: Layer) -> Self {
        let tar = layer.to_tar();
        Self { diff_id: sha256(&tar), tar, layer }
    }
}

/// What a container of the image runs, and how. Empty fields are left out.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Config {
    /// As whom it runs: `user[:group]`; empty: as root.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub user: String,
    /// The ports that it listens on.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub exposed_ports: BTreeMap<String, Empty>,
    /// Its environment, `NAME=value`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub env: Vec<String>,
    /// What it runs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entrypoint: Option<Vec<String>>,
    /// The arguments of that, or what it runs where there is nothing else.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cmd: Option<Vec<String>>,
    /// Folders that outlive it.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub volumes: BTreeMap<String, Empty>,
    /// Where it runs.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub working_dir: String,
    /// Labels.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub labels: BTreeMap<String, String>,
    /// The signal that ends it.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub stop_signal: String,
    /// How to tell whether it is well.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub healthcheck: Option<Health>,
    /// Instructions for images that begin with this one.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub on_build: Vec<String>,
    /// The shell of the shell form.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub shell: Vec<String>,
}

/// `{}`: a name in a set of names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Empty {}

impl Config {
    pub(crate) fn set_env(&mut self, name: &str, value: &str) {
        let own = format!("{name}={value}");
        match self.env.iter_mut().find(|old| old.split('=').next() == Some(name)) {
            Some(old) => *old = own,
            None => self.env.push(own),
        }
    }

    pub(crate) fn env(&self, name: &str) -> Option<&str> {
        self.env.iter().find_map(|own| own.split_once('=').filter(|(own, _)| *own == name)).map(|(_, value)| value)
    }
}

/// A line of the history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct History {
    /// What made it, as BuildKit writes it.
    pub created_by: String,
    /// Whether there is a layer to it.
    pub has_layer: bool,
}

/// A file of the layout.
struct File {
    digest: String,
    bytes: Vec<u8>,
}

impl File {
    fn json(value: &Value) -> Self {
        let bytes = value.to_string().into_bytes();
        Self { digest: sha256(&bytes), bytes }
    }
}

/// An image.
#[derive(Debug, Clone)]
pub struct Image {
    /// sha256 of its configuration.
    pub id: String,
    /// `name:tag`, if it has one.
    pub name: Option<String>,
    /// Its layers, the lowest first.
    pub layers: Vec<Arc<Blob>>,
    /// Its history, the oldest line first.
    pub history: Vec<History>,
    /// The configuration, as its digest has it.
    pub config: String,
    /// The part of it that says what a container runs, and how.
    pub settings: Config,
}

impl Image {
    pub(crate) fn new(
        layers: Vec<Arc<Blob>>,
        settings: &Config,
        history: Vec<History>,
        author: &str,
        name: Option<String>,
    ) -> Self {
        let lines: Vec<Value> = history
            .iter()
            .map(|line| {
                let mut told =
                    json!({ "created": CREATED, "created_by": line.created_by, "comment": "buildkit.dockerfile.v0" });
                if let (false, Some(told)) = (line.has_layer, told.as_object_mut()) {
                    told.insert("empty_layer".to_owned(), true.into());
                }
                told
            })
            .collect();
        let diff_ids: Vec<&str> = layers.iter().map(|layer| &layer.diff_id[..]).collect();
        let mut whole = json!({
            "architecture": "amd64",
            "config": settings,
            "created": CREATED,
            "history": lines,
            "os": "linux",
            "rootfs": { "type": "layers", "diff_ids": diff_ids },
        });
        if let (false, Some(whole)) = (author.is_empty(), whole.as_object_mut()) {
            whole.insert("author".to_owned(), author.into());
        }
        let config = whole.to_string();
        Self { id: sha256(config.as_bytes()), name, layers, history, settings: settings.clone(), config }
    }

    /// Bytes of its layers' tars.
    pub fn size(&self) -> u64 {
        self.layers.iter().map(|layer| layer.tar.len() as u64).sum()
    }

    /// The digests of its chains of layers (`config.md`, "Layer ChainID").
    pub fn chain_ids(&self) -> Vec<String> {
        let mut chains: Vec<String> = Vec::new();
        for layer in &self.layers {
            chains.push(match chains.last() {
                None => layer.diff_id.clone(),
                Some(below) => sha256(format!("{below} {}", layer.diff_id).as_bytes()),
            });
        }
        chains
    }

    /// One tar: `oci-layout`, `index.json`, `blobs/`, and `manifest.json` for `docker load`.
    pub fn to_tar(&self) -> Vec<u8> {
        let config = File { digest: self.id.clone(), bytes: self.config.clone().into_bytes() };
        let describe =
            |media: &str, digest: &str, size: usize| json!({ "mediaType": media, "digest": digest, "size": size });
        let layers: Vec<Value> = self
            .layers
            .iter()
            .map(|layer| describe("application/vnd.oci.image.layer.v1.tar", &layer.diff_id, layer.tar.len()))
            .collect();
        let manifest = File::json(&json!({
            "schemaVersion": 2,
            "mediaType": "application/vnd.oci.image.manifest.v1+json",
            "config": describe("application/vnd.oci.image.config.v1+json", &config.digest, config.bytes.len()),
            "layers": layers,
        }));
        let mut own = describe("application/vnd.oci.image.manifest.v1+json", &manifest.digest, manifest.bytes.len());
        let (name, tag) = match self.name.as_deref() {
            None => (None, "latest".to_owned()),
            Some(name) => {
                // A colon behind the last slash begins the tag; one before it is a port.
                let tag = name.rsplit('/').next().and_then(|last| last.split_once(':')).map(|(_, tag)| tag.to_owned());
                let whole = if tag.is_some() { name.to_owned() } else { format!("{name}:latest") };
                (Some(whole), tag.unwrap_or_else(|| "latest".to_owned()))
            }
        };
        let mut annotations = json!({ "org.opencontainers.image.ref.name": tag });
        if let (Some(name), Some(annotations)) = (&name, annotations.as_object_mut()) {
            annotations.insert("io.containerd.image.name".to_owned(), name.clone().into());
        }
        if let Some(own) = own.as_object_mut() {
            own.insert("annotations".to_owned(), annotations);
            own.insert("platform".to_owned(), json!({ "architecture": "amd64", "os": "linux" }));
        }
        let index = json!({
            "schemaVersion": 2,
            "mediaType": "application/vnd.oci.image.index.v1+json",
            "manifests": [own],
        });
        let path = |digest: &str| format!("blobs/{}", digest.replacen(':', "/", 1));
        let for_docker = json!([{
            "Config": path(&config.digest),
            "RepoTags": name.map(|name| vec![name]),
            "Layers": self.layers.iter().map(|layer| path(&layer.diff_id)).collect::<Vec<_>>(),
        }]);
        let mut writer = Writer::default();
        for folder in ["blobs", "blobs/sha256"] {
            writer.node(folder, &crate::fs::Node::folder(0o755));
        }
        let mut file = |path: &str, bytes: &[u8]| writer.file(path, bytes, 0o644, 0, 0);
        let mut blobs: BTreeMap<&str, &[u8]> =
            self.layers.iter().map(|layer| (&layer.diff_id[..], &layer.tar[..])).collect();
        blobs.insert(&config.digest, &config.bytes);
        blobs.insert(&manifest.digest, &manifest.bytes);
        blobs.iter().for_each(|(digest, bytes)| file(&path(digest), bytes));
        file("index.json", index.to_string().as_bytes());
        file("manifest.json", for_docker.to_string().as_bytes());
        file("oci-layout", br#"{"imageLayoutVersion":"1.0.0"}"#);
        writer.finish()
    }
}
