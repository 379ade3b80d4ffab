//! A text in a link: as it is where it is short, otherwise compressed by the browser (deflate, base64url).

use js_sys::{Array, Function, Promise, Reflect, Uint8Array, global};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// What a compressed text begins with; a text that begins so is compressed, however short.
const MARK: char = '~';
/// Texts up to so many bytes stand in links as they are.
const SHORT: usize = 120;
/// Bytes of a text that a link may bring: what grows beyond was not made by this page.
pub const MOST: usize = 200_000;

/// A text as a link has it.
pub async fn pack(text: &str) -> Option<String> {
    if text.len() <= SHORT && !text.starts_with(MARK) {
        return Some(text.to_owned());
    }
    let bytes = through("CompressionStream", text.as_bytes()).await?;
    Some([MARK.to_string(), base64(&bytes)].concat())
}

/// The text that a link has; `None` where it is none.
pub async fn unpack(packed: &str) -> Option<String> {
    match packed.strip_prefix(MARK) {
        None => Some(packed.to_owned()),
        Some(packed) => {
            let bytes = through("DecompressionStream", &from_base64(packed)?).await?;
            String::from_utf8(bytes).ok()
        }
    }
}

/// Bytes through one of the browser's streams, as far as they are not too many.
async fn through(stream: &str, bytes: &[u8]) -> Option<Vec<u8>> {
    let make = |name: &str, arguments: &Array| {
        let class: Function = Reflect::get(&global(), &name.into()).ok()?.dyn_into().ok()?;
        Reflect::construct(&class, arguments).ok()
    };
    let blob = make("Blob", &Array::of1(&Array::of1(&Uint8Array::from(bytes))))?;
    let stream = make(stream, &Array::of1(&"deflate-raw".into()))?;
    let through = call(&call(&blob, "stream", &[])?, "pipeThrough", &[&stream])?;
    let reader = call(&through, "getReader", &[])?;
    let mut all = Vec::new();
    loop {
        let part = JsFuture::from(call(&reader, "read", &[])?.dyn_into::<Promise>().ok()?).await.ok()?;
        if Reflect::get(&part, &"done".into()).ok()?.is_truthy() {
            return Some(all);
        }
        let bytes: Uint8Array = Reflect::get(&part, &"value".into()).ok()?.dyn_into().ok()?;
        all.extend(bytes.to_vec());
        if all.len() > MOST {
            call(&reader, "cancel", &[])?;
            return None;
        }
    }
}

fn call(of: &JsValue, name: &str, arguments: &[&JsValue]) -> Option<JsValue> {
    let function: Function = Reflect::get(of, &name.into()).ok()?.dyn_into().ok()?;
    let all: Array = arguments.iter().map(|it| (*it).clone()).collect();
    function.apply(of, &all).ok()
}

const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// Base64url without padding (RFC 4648, section 5).
fn base64(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for part in bytes.chunks(3) {
        let word = part.iter().fold(0u32, |word, byte| word << 8 | u32::from(*byte)) << (8 * (3 - part.len()));
        for i in 0..=part.len() {
            text.push(char::from(DIGITS[(word >> (18 - 6 * i)) as usize & 63]));
        }
    }
    text
}

fn from_base64(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    for part in text.as_bytes().chunks(4) {
        let mut word = 0u32;
        for digit in part {
            word = word << 6 | DIGITS.iter().position(|it| it == digit)? as u32;
        }
        word <<= 6 * (4 - part.len());
        let count = part.len().checked_sub(1).filter(|count| *count > 0)?;
        bytes.extend(&word.to_be_bytes()[1..=count]);
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_that_of_the_rfc_and_comes_back() {
        let cases = [
            ("", ""),
            ("f", "Zg"),
            ("fo", "Zm8"),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg"),
            ("fooba", "Zm9vYmE"),
            ("foobar", "Zm9vYmFy"),
        ];
        for (bytes, text) in cases {
            assert_eq!(base64(bytes.as_bytes()), text);
            assert_eq!(from_base64(text).as_deref(), Some(bytes.as_bytes()));
        }
        let all: Vec<u8> = (0..=255).collect();
        assert_eq!(from_base64(&base64(&all)), Some(all));
        for wrong in ["A", "Zg==", "あ", "Z m8"] {
            assert_eq!(from_base64(wrong), None, "{wrong}");
        }
    }
}
