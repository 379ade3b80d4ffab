//! The list of a downloaded data set's files, `data/<set>/manifest.json`.

use js_sys::{Array, JSON, Reflect};
use wasm_bindgen::{JsCast, JsValue};

/// One file of a data set.
#[derive(Clone)]
pub struct Entry {
    /// Its name in the set's folder.
    pub file: String,
    /// Its length.
    pub bytes: u64,
    /// Its length unpacked.
    pub unpacked_bytes: u64,
    /// The SHA-256 of the packed file, in hexadecimal.
    pub sha256: String,
}

/// One part of a data set.
pub struct Part {
    /// Shards of images, in order.
    pub images: Vec<Entry>,
    /// The labels of all of them.
    pub labels: Entry,
}

/// The list.
pub struct Manifest {
    /// The training part.
    pub train: Part,
    /// The held-out part.
    pub test: Part,
}

impl Manifest {
    /// Reads the list; `None` when it is none. The browser's own JSON reader does it: one of our own would make the
    /// worker larger.
    pub fn read(text: &str) -> Option<Self> {
        let json = JSON::parse(text).ok()?;
        Some(Manifest { train: part(&get(&json, "train")?)?, test: part(&get(&json, "test")?)? })
    }
}

fn part(json: &JsValue) -> Option<Part> {
    let images = get(json, "images")?.dyn_into::<Array>().ok()?;
    Some(Part {
        images: images.iter().map(|e| entry(&e)).collect::<Option<_>>()?,
        labels: entry(&get(json, "labels")?)?,
    })
}

fn entry(json: &JsValue) -> Option<Entry> {
    let number = |name| Some(get(json, name)?.as_f64()? as u64);
    Some(Entry {
        file: get(json, "file")?.as_string()?,
        bytes: number("bytes")?,
        unpacked_bytes: number("unpacked_bytes")?,
        sha256: get(json, "sha256")?.as_string()?,
    })
}

fn get(json: &JsValue, name: &str) -> Option<JsValue> {
    Reflect::get(json, &name.into()).ok().filter(|v| !v.is_undefined())
}
