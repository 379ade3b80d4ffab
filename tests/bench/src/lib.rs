//! What runs in Chromium outside the page: benchmarks ([`bench`]) and checks of the fast kernels against the reference
//! ones ([`check`]). `./lab bench` and `./lab test` build this crate twice, with SIMD128 and with relaxed SIMD, and
//! `tests/bench/run.mjs` runs it: a case at a time, because a panic in WebAssembly ends the instance.

pub mod bench;
pub mod check;
#[cfg(target_arch = "wasm32")]
mod gpu;
mod int8;
mod kernels;
pub mod peers;
mod pruned;
mod training;

use wasm_bindgen::prelude::*;

/// The names of the benchmarks or checks that contain `filter`, one a line.
///
/// `kind` is `bench`, `check`, `gpu` (the checks on a GPU) or `gpu-quick` (a few of them).
#[wasm_bindgen]
pub fn names(kind: &str, filter: &str) -> String {
    let all: Vec<String> = match kind {
        "bench" => bench::CASES.iter().map(|c| c.name.into()).collect(),
        #[cfg(target_arch = "wasm32")]
        "gpu" | "gpu-quick" => gpu::names(kind == "gpu-quick"),
        _ => check::cases().into_iter().map(|c| c.name).collect(),
    };
    let kept: Vec<String> = all.into_iter().filter(|n| n.contains(filter)).collect();
    kept.join("\n")
}

/// Runs the benchmark `name` and returns its rows as JSON: `[{"name", "value", "unit", "note"}]`.
///
/// `now` is a clock in milliseconds (`performance.now`).
#[wasm_bindgen]
pub fn run(name: &str, now: &js_sys::Function) -> String {
    let clock = move || now.call0(&JsValue::NULL).ok().and_then(|v| v.as_f64()).unwrap_or(0.0);
    let rows: Vec<bench::Row> = bench::CASES.iter().filter(|c| c.name == name).flat_map(|c| (c.run)(&clock)).collect();
    bench::to_json(&rows)
}

/// Runs the check `name`: the empty string if it holds, else what differs.
///
/// A check that compares nothing fails: it would hold whatever the kernels did.
#[wasm_bindgen(js_name = check)]
pub fn run_check(name: &str) -> String {
    let Some(case) = check::cases().into_iter().find(|c| c.name == name) else {
        return format!("no check is called {name}");
    };
    match (case.run)() {
        Ok(0) => "nothing was compared".into(),
        Ok(_) => String::new(),
        Err(difference) => difference,
    }
}

/// Sends a panic's words to the console, where `run.mjs` reads them.
#[wasm_bindgen(start)]
pub fn start() {
    std::panic::set_hook(Box::new(|panic| error(&panic.to_string())));
}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = console)]
    fn error(text: &str);
}
