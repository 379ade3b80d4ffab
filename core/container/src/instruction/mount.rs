//! `RUN --mount=…`.

use super::Refusal;
use crate::quote::quoted;

/// What is mounted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MountKind {
    /// Files of the context, a stage or an image.
    Bind,
    /// A folder that stays between builds and is no part of the image.
    Cache,
    /// A folder in memory.
    Tmpfs,
    /// A file that is no part of the image.
    Secret,
    /// The agent's socket.
    Ssh,
}

impl MountKind {
    const ALL: [(&'static str, Self); 5] = [
        ("bind", Self::Bind),
        ("cache", Self::Cache),
        ("tmpfs", Self::Tmpfs),
        ("secret", Self::Secret),
        ("ssh", Self::Ssh),
    ];

    /// Its name.
    pub fn name(self) -> &'static str {
        Self::ALL.into_iter().find(|(_, kind)| *kind == self).map_or("", |(name, _)| name)
    }
}

/// One `--mount`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mount {
    /// What.
    pub kind: MountKind,
    /// The stage or image that it comes from.
    pub from: Option<String>,
    /// The path there.
    pub source: Option<String>,
    /// Where it appears.
    pub target: Option<String>,
    /// Whether it can be written to.
    pub read_only: bool,
    /// The name of a cache or a secret.
    pub id: Option<String>,
    /// How a cache is shared.
    pub sharing: Option<String>,
}

/// Reads mounts, `expand` replacing their variables.
pub fn mounts_of(written: &[String], expand: &dyn Fn(&str) -> Result<String, Refusal>) -> Result<Vec<Mount>, Refusal> {
    written.iter().map(|text| mount(text, expand)).collect()
}

fn mount(text: &str, expand: &dyn Fn(&str) -> Result<String, Refusal>) -> Result<Mount, Refusal> {
    let wrong = |text: String| Err(Refusal::Mount(text));
    let mut mount = Mount {
        kind: MountKind::Bind,
        from: None,
        source: None,
        target: None,
        read_only: false,
        id: None,
        sharing: None,
    };
    let mut read_only = None;
    for field in fields(text) {
        let (key, value) = match field.split_once('=') {
            Some((key, value)) => (key.to_lowercase(), Some(expand(value)?)),
            None => (field.to_lowercase(), None),
        };
        let flag = match value.as_deref() {
            None | Some("1" | "t" | "T" | "true" | "TRUE" | "True") => Some(true),
            Some("0" | "f" | "F" | "false" | "FALSE" | "False") => Some(false),
            Some(_) => None,
        };
        match (&key[..], value) {
            ("readonly" | "ro" | "readwrite" | "rw" | "required", value) => {
                let Some(flag) = flag else {
                    return wrong(format!("invalid value for {key}: {}", value.unwrap_or_default()));
                };
                match &key[..] {
                    "required" if !matches!(mount.kind, MountKind::Secret | MountKind::Ssh) => {
                        return wrong(format!("unexpected key '{key}' for mount type '{}'", mount.kind.name()));
                    }
                    "required" => {}
                    "readonly" | "ro" => read_only = Some(flag),
                    _ => read_only = Some(!flag),
                }
            }
            (_, None) => return wrong(format!("invalid field '{field}' must be a key=value pair")),
            ("type", Some(value)) => {
                let Some((_, kind)) = MountKind::ALL.into_iter().find(|(name, _)| *name == value.to_lowercase()) else {
                    return wrong(format!("unsupported mount type {}", quoted(&value)));
                };
                mount.kind = kind;
            }
            ("from", value) => mount.from = value,
            ("source" | "src", value) => mount.source = value,
            ("target" | "dst" | "destination", value) => mount.target = value,
            ("id", value) => mount.id = value,
            ("sharing", Some(value)) => {
                if !["shared", "private", "locked"].contains(&&value.to_lowercase()[..]) {
                    return wrong(format!("unsupported sharing value {}", quoted(&value)));
                }
                mount.sharing = Some(value.to_lowercase());
            }
            ("mode", Some(value)) if u32::from_str_radix(&value, 8).is_err() => {
                return wrong(format!("invalid value {value} for mode"));
            }
            ("uid" | "gid", Some(value)) if value.parse::<u32>().is_err() => {
                return wrong(format!("invalid value {value} for {key}"));
            }
            ("mode" | "uid" | "gid" | "size" | "env", _) => {}
            _ => return wrong(format!("unexpected key '{key}' in '{field}'")),
        }
    }
    mount.read_only = read_only.unwrap_or(!matches!(mount.kind, MountKind::Cache | MountKind::Tmpfs));
    if mount.kind == MountKind::Secret && mount.source.is_none() && mount.target.is_none() && mount.id.is_none() {
        return wrong("invalid secret mount. one of source, target required".to_owned());
    }
    if mount.sharing.is_some() && mount.kind != MountKind::Cache {
        return wrong(format!("invalid cache sharing set for {} mount", mount.kind.name()));
    }
    Ok(mount)
}

/// A line of comma-separated values; a field in double quotes may hold commas.
fn fields(text: &str) -> Vec<String> {
    let mut fields = vec![String::new()];
    let mut quoted = false;
    for c in text.chars() {
        match (c, fields.last_mut()) {
            ('"', _) => quoted = !quoted,
            (',', _) if !quoted => fields.push(String::new()),
            (c, Some(field)) => field.push(c),
            (_, None) => {}
        }
    }
    fields
}
