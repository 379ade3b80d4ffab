//! Checks that only a browser can make: that what this flavour's kernels compute there is what the reference and PyTorch
//! compute. The checks themselves are `karui-parity`'s, the same ones that `cargo test` runs natively.

use karui_core::exec::Cpu;
use karui_parity::{kernels, ops, steps};

/// Inputs of each kind; natively there are more.
const INPUTS: u64 = 2_000;

/// A check by name.
pub struct Case {
    /// What is shown when it fails.
    pub name: String,
    /// The number of comparisons; `Err` says what differs, with the first values and the largest difference.
    pub run: fn() -> Result<usize, String>,
}

/// Every check, in the order in which they run.
pub fn cases() -> Vec<Case> {
    let case = |name: &str, run| Case { name: name.into(), run };
    let mut all = vec![case("flavour", flavour)];
    all.extend(kernels::CHECKS.iter().map(|(name, run)| case(&format!("fast {name} against plain"), *run)));
    all.push(case("ops against PyTorch", ops::check::<Cpu>));
    all.push(case("training steps against PyTorch", steps::check::<Cpu>));
    all.push(case("bytes that mean harm", hostile));
    all
}

/// That bytes that mean harm do none where a pointer has 32 bits; a panic ends the instance, and is told with its place.
fn hostile() -> Result<usize, String> {
    let targets = karui_fuzz::targets();
    targets.iter().try_for_each(|target| target.try_few(INPUTS, karui_fuzz::Target::meet).map(drop))?;
    Ok(targets.len() * INPUTS as usize)
}

/// That the build has the vector instructions without which the others would prove nothing.
fn flavour() -> Result<usize, String> {
    if cfg!(all(target_arch = "wasm32", not(target_feature = "simd128"))) {
        return Err("built without simd128".into());
    }
    Ok(1)
}
