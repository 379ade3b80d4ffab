//! Dropout on the GPU; see `gpu.wgsl`.

use crate::gpu::kernel::{Kernel, Shader, flag};

static SHADER: Shader = Shader { name: "dropout", sizes: &["LEN", "BEFORE"], parts: &[include_str!("gpu.wgsl")] };

/// The stream of random numbers that `gpu.wgsl` knows: [`crate::train::Trainer`]'s for masks.
pub(crate) const STREAM: u64 = 2;

/// Reads x or dy; writes it with the mask that begins `before` numbers into the step's, or adds it.
pub(crate) fn drop_out(p: f32, len: usize, before: usize, add: bool) -> Kernel {
    let constants = vec![
        ("LEN", len as f64),
        ("BEFORE", before as f64),
        ("P", f64::from(p)),
        ("KEEP", f64::from(1.0 / (1.0 - p))),
        flag("ADD", add),
    ];
    Kernel::over(&SHADER, "drop_out", len, constants)
}
