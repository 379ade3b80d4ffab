//! The worker's own place: its global scope, its name, and the addresses of its neighbours.

use js_sys::global;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{DedicatedWorkerGlobalScope, Url, Worker, WorkerOptions, WorkerType};

/// The name of a replica.
pub const REPLICA: &str = "karui-replica";

/// The build of this worker; the page refuses another than its own.
pub const BUILD_ID: &str = match option_env!("KARUI_BUILD_ID") {
    Some(id) => id,
    None => "dev",
};

/// The vector instructions that this build is made for.
pub const FLAVOUR: &str = if cfg!(target_feature = "relaxed-simd") { "relaxed-simd" } else { "simd128" };

/// The float kernels, as named beside every speed.
pub const KERNEL: &str = if cfg!(target_feature = "relaxed-simd") { "cpu · relaxed-simd" } else { "cpu · simd128" };

/// The kernels called `name` in the engine, as named beside a speed.
pub fn kernel(name: &str) -> String {
    [name, FLAVOUR].join(" · ")
}

/// The global scope.
pub fn scope() -> DedicatedWorkerGlobalScope {
    global().unchecked_into()
}

/// This worker's name, which says what it is for.
pub fn name() -> String {
    scope().name()
}

/// A worker of this same file, of the same build, under another name.
pub fn spawn(name: &str) -> Result<Worker, JsValue> {
    spawn_at(&scope().location().href(), name)
}

/// A worker by another file of this one's folder, of the same build. It takes its part once the code of this file is there.
pub fn spawn_from(file: &str, name: &str) -> Result<Worker, JsValue> {
    let location = scope().location();
    let address = Url::new_with_base(&[file, &location.search()].concat(), &location.href())?;
    spawn_at(&address.href(), name)
}

fn spawn_at(address: &str, name: &str) -> Result<Worker, JsValue> {
    let options = WorkerOptions::new();
    options.set_type(WorkerType::Module);
    options.set_name(name);
    Worker::new_with_options(address, &options)
}

/// The address of a file of the page. The worker lies two folders below the page.
pub fn address(path: &str) -> Result<String, JsValue> {
    let here = scope().location().href();
    Ok(Url::new_with_base(&format!("../../{path}"), &here)?.href())
}

/// The folder of the page: what tells apart two Karuis of one host.
pub fn home() -> String {
    address("").unwrap_or_default()
}
