//! Names of GPUs, as browsers tell them.

/// Whether an adapter of this name, or kernels named after it, are a processor's that plays a GPU: Chromium's SwiftShader,
/// Mesa's lavapipe and others by llvmpipe or softpipe, Windows' WARP, and whatever its browser calls a fallback.
pub fn is_software(adapter: &str) -> bool {
    // ASCII alone: the tables of all letters would be 12 kB.
    let name = adapter.to_ascii_lowercase();
    ["swiftshader", "lavapipe", "llvmpipe", "softpipe", "basic render", "software"].iter().any(|it| name.contains(it))
}

#[cfg(test)]
mod tests {
    use super::is_software;

    #[test]
    fn software_is_known_by_its_name() {
        for name in [
            "SwiftShader Device (Subzero)",
            "llvmpipe (LLVM 17.0.6, 256 bits)",
            "webgpu · SwiftShader driver · performance.now()",
            "Microsoft Basic Render Driver",
            "google (software)",
        ] {
            assert!(is_software(name), "{name}");
        }
        for name in ["", "NVIDIA GeForce RTX 4070", "apple metal-3", "webgpu · intel gen-12lp · timestamp-query"] {
            assert!(!is_software(name), "{name}");
        }
    }
}
