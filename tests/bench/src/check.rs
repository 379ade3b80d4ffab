//! Checks that only a browser can make: that what this flavour's kernels compute there is what the reference computes.

/// A check by name.
pub struct Case {
    /// What is shown when it fails.
    pub name: &'static str,
    /// `Err` says what differs, with the first values and the largest difference.
    pub run: fn() -> Result<(), String>,
}

/// Every check, in the order in which they run.
pub const CASES: &[Case] = &[Case { name: "flavour", run: flavour }];

/// That the build has the vector instructions its flavour promises.
fn flavour() -> Result<(), String> {
    if cfg!(all(target_arch = "wasm32", not(target_feature = "simd128"))) {
        return Err("built without simd128".into());
    }
    Ok(())
}
