//! What the browser tells of its adapter, which wgpu does not pass on.

use crate::scope::scope;
use js_sys::{Function, Promise, Reflect};
use karui_protocol::{NoGpu, is_software};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

fn gpu() -> Option<JsValue> {
    let gpu = Reflect::get(&scope().navigator(), &"gpu".into()).ok()?;
    gpu.is_object().then_some(gpu)
}

/// The adapter's name, where there is an adapter.
pub async fn look() -> Result<String, NoGpu> {
    let gpu = gpu().ok_or(NoGpu::NotOffered)?;
    name(&gpu).await.ok_or_else(|| NoGpu::NoDevice { reason: "navigator.gpu.requestAdapter(): null".into() })
}

/// Whether its kernels may use the WGSL language feature `name`.
pub fn speaks(name: &str) -> bool {
    let has = || {
        let features = Reflect::get(&gpu()?, &"wgslLanguageFeatures".into()).ok()?;
        let has: Function = Reflect::get(&features, &"has".into()).ok()?.dyn_into().ok()?;
        has.call1(&features, &name.into()).ok()?.as_bool()
    };
    has().unwrap_or(false)
}

/// Browsers blur the name on purpose: often it is a vendor and a family of chips, or nothing. A processor that plays a GPU is known
/// by it: [`is_software`].
async fn name(gpu: &JsValue) -> Option<String> {
    let request: Function = Reflect::get(gpu, &"requestAdapter".into()).ok()?.dyn_into().ok()?;
    let promise: Promise = request.call0(gpu).ok()?.dyn_into().ok()?;
    let adapter = JsFuture::from(promise).await.ok().filter(JsValue::is_object)?;
    let info = Reflect::get(&adapter, &"info".into()).unwrap_or_default();
    let word = |key: &str| Reflect::get(&info, &key.into()).ok()?.as_string().filter(|it| !it.is_empty());
    let name = word("description").unwrap_or_else(|| {
        let words: Vec<String> = ["vendor", "architecture"].into_iter().filter_map(word).collect();
        words.join(" ")
    });
    // Where its name does not say so, the browser may.
    let is_fallback = || Reflect::get(&info, &"isFallbackAdapter".into()).ok()?.as_bool();
    Some(if is_fallback() == Some(true) && !is_software(&name) { name + " (software)" } else { name })
}
