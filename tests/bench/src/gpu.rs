//! What runs on a GPU, in a browser that has one or a software adapter.

use karui_core::exec::gpu::Gpu;
use karui_parity::gpu::checks;
use wasm_bindgen::prelude::*;

/// The names of the checks on a GPU, or of the few that are always run.
pub fn names(quick: bool) -> Vec<String> {
    checks().into_iter().filter(|check| check.quick || !quick).map(|check| check.name).collect()
}

/// Runs the check `name` on a device of its own: the empty string if it holds, else what differs.
#[wasm_bindgen(js_name = checkGpu)]
pub async fn check_gpu(name: String) -> String {
    let Some(check) = checks().into_iter().find(|check| check.name == name) else {
        return format!("no check is called {name}");
    };
    match Gpu::request().await {
        Ok(gpu) => {
            let outcome = check.run(&gpu).await;
            gpu.device().destroy();
            outcome.err().unwrap_or_default()
        }
        Err(error) => error.to_string(),
    }
}
