//! Files of the page: fetched in pieces with progress, checked, unpacked.

use crate::clock::sleep;
use crate::manifest::Entry;
use crate::scope::{address, scope};
use futures_util::future::{Either, select};
use js_sys::{ArrayBuffer, Boolean, Promise, Reflect, Uint8Array};
use karui_protocol::Problem;
use std::pin::pin;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{ReadableStreamDefaultReader, Request, RequestCache, RequestInit, Response};

#[wasm_bindgen]
extern "C" {
    /// web-sys counts it among the unstable ones and leaves it out.
    type DecompressionStream;
    #[wasm_bindgen(constructor, catch)]
    fn new(format: &str) -> Result<DecompressionStream, JsValue>;
}

const GZIP: [u8; 2] = [0x1f, 0x8b];
/// A host that says nothing for so long is not waited for any longer; a slow one says something now and then.
pub(crate) const SILENCE_MS: i32 = 30_000;
/// What is said of it.
pub(crate) const TIMEOUT: &str = "timeout";

/// Why a file is not there.
enum Miss {
    /// The host has none under this name.
    Absent,
    /// Anything else, in the browser's words.
    Failed(String),
}

impl Miss {
    fn reason(self) -> String {
        match self {
            Miss::Absent => "404".into(),
            Miss::Failed(reason) => reason,
        }
    }
}

/// A small file as it is, or `None` where the host has none.
pub async fn small(path: &str) -> Result<Option<Vec<u8>>, Problem> {
    match get(path, false, &mut |_, _| {}).await {
        Ok(bytes) => Ok(Some(bytes.to_vec())),
        Err(Miss::Absent) => Ok(None),
        Err(Miss::Failed(reason)) => Err(Problem::NotFetched { file: name(path), reason }),
    }
}

/// A large file as it is. `on_progress` is told how many bytes have arrived, of how many; 0 where the host does not say.
pub async fn large(path: &str, on_progress: &mut dyn FnMut(u64, u64)) -> Result<Vec<u8>, Problem> {
    match get(path, false, on_progress).await {
        Ok(bytes) => Ok(bytes.to_vec()),
        Err(miss) => Err(Problem::NotFetched { file: name(path), reason: miss.reason() }),
    }
}

/// A file of a data set, checked against its entry and unpacked. Tried twice, since a line may fail for a moment and a
/// cache may hold half a file. `on_progress` is told how many bytes have arrived.
pub async fn shard(folder: &str, entry: &Entry, on_progress: &mut dyn FnMut(u64)) -> Result<Vec<u8>, Problem> {
    match once(folder, entry, false, on_progress).await {
        Err(_) => {
            on_progress(0);
            once(folder, entry, true, on_progress).await
        }
        done => done,
    }
}

async fn once(folder: &str, entry: &Entry, anew: bool, on_progress: &mut dyn FnMut(u64)) -> Result<Vec<u8>, Problem> {
    let path = format!("{folder}/{}", entry.file);
    let bytes = get(&path, anew, &mut |received, _| on_progress(received))
        .await
        .map_err(|miss| Problem::NotFetched { file: entry.file.clone(), reason: miss.reason() })?;
    let damaged = || Problem::Damaged { file: entry.file.clone() };
    let head = bytes.subarray(0, 2).to_vec();
    // A host may have unpacked it on the way (Content-Encoding); then it is not the file that was hashed.
    let unpacked = if head == GZIP {
        let is_whole = u64::from(bytes.length()) == entry.bytes && has_hash(&bytes, &entry.sha256).await;
        if !is_whole {
            return Err(damaged());
        }
        gunzip(&bytes).await.map_err(|_| damaged())?
    } else {
        bytes
    };
    if u64::from(unpacked.length()) == entry.unpacked_bytes { Ok(unpacked.to_vec()) } else { Err(damaged()) }
}

async fn get(path: &str, anew: bool, on_progress: &mut dyn FnMut(u64, u64)) -> Result<Uint8Array, Miss> {
    let failed = |error: JsValue| Miss::Failed(words(&error));
    let init = RequestInit::new();
    if anew {
        init.set_cache(RequestCache::Reload);
    }
    let url = address(path).map_err(failed)?;
    let request = Request::new_with_str_and_init(&url, &init).map_err(failed)?;
    let response: Response = answered(scope().fetch_with_request(&request)).await?.unchecked_into();
    if !response.ok() {
        return Err(if response.status() == 404 { Miss::Absent } else { Miss::Failed(response.status().to_string()) });
    }
    let total = response.headers().get("Content-Length").ok().flatten().and_then(|total| total.parse().ok());
    let Some(body) = response.body() else { return Ok(Uint8Array::new_with_length(0)) };
    let reader: ReadableStreamDefaultReader = body.get_reader().unchecked_into();
    let (mut pieces, mut length) = (Vec::<Uint8Array>::new(), 0);
    loop {
        let read = answered(reader.read()).await?;
        let done = Reflect::get(&read, &"done".into()).map_err(failed)?;
        if done.unchecked_into::<Boolean>().value_of() {
            break;
        }
        let piece: Uint8Array = Reflect::get(&read, &"value".into()).map_err(failed)?.unchecked_into();
        length += piece.length();
        // A host that packs the file on its way says the packed length.
        on_progress(u64::from(length), total.filter(|&total| total >= u64::from(length)).unwrap_or(0));
        pieces.push(piece);
    }
    let whole = Uint8Array::new_with_length(length);
    let mut at = 0;
    for piece in pieces {
        whole.set(&piece, at);
        at += piece.length();
    }
    Ok(whole)
}

/// What a host answers. One that accepts and then says nothing would be waited for without end.
async fn answered(promise: Promise) -> Result<JsValue, Miss> {
    match select(pin!(JsFuture::from(promise)), pin!(sleep(SILENCE_MS))).await {
        Either::Left((answer, _)) => answer.map_err(|error| Miss::Failed(words(&error))),
        Either::Right(_) => Err(Miss::Failed(TIMEOUT.into())),
    }
}

async fn gunzip(bytes: &Uint8Array) -> Result<Uint8Array, JsValue> {
    let packed = Response::new_with_opt_js_u8_array(Some(bytes))?.body().ok_or(JsValue::NULL)?;
    let unpacker = DecompressionStream::new("gzip")?;
    let unpacked = packed.pipe_through(unpacker.unchecked_ref());
    let response = Response::new_with_opt_readable_stream(Some(&unpacked))?;
    let buffer: ArrayBuffer = JsFuture::from(response.array_buffer()?).await?.unchecked_into();
    Ok(Uint8Array::new(&buffer))
}

/// Whether `bytes` have this SHA-256. Where the browser offers no hash (a page that is not served securely), lengths
/// and the format's own checks must do.
async fn has_hash(bytes: &Uint8Array, expected: &str) -> bool {
    let Some(subtle) = Reflect::get(&scope(), &"crypto".into())
        .and_then(|crypto| Reflect::get(&crypto, &"subtle".into()))
        .ok()
        .filter(JsValue::is_object)
    else {
        return true;
    };
    let subtle: web_sys::SubtleCrypto = subtle.unchecked_into();
    let Ok(promise) = subtle.digest_with_str_and_js_u8_array("SHA-256", bytes) else { return true };
    let Ok(hash) = JsFuture::from(promise).await else { return true };
    let hex: String = Uint8Array::new(&hash).to_vec().iter().map(|b| format!("{b:02x}")).collect();
    hex == expected
}

/// What the browser says of an error.
pub fn words(error: &JsValue) -> String {
    let message = Reflect::get(error, &"message".into()).ok().and_then(|m| m.as_string());
    message.unwrap_or_else(|| format!("{error:?}"))
}

fn name(path: &str) -> String {
    path.rsplit('/').next().unwrap_or(path).into()
}
