//! What a dispatch runs: a shader, its constants and how many workgroups. The `gpu.rs` of each op makes these.

use crate::{Error, Result};

/// Workgroups that WebGPU allows in each dimension (its default `maxComputeWorkgroupsPerDimension`).
pub(crate) const MOST_GROUPS: usize = 65_535;
/// Invocations in a workgroup that walks a list.
const LIST_GROUP: usize = 256;
/// Invocations in a workgroup each of which has more to do.
const PIECES_GROUP: usize = 64;
/// Invocations that a sum over rows is best spread over, and rows that each has at least.
const SUMMERS: usize = 4096;
const LEAST_ROWS: usize = 16;

/// A file of kernels in WGSL, after the files whose functions it calls.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Shader {
    /// Its op, which also is its name in a debugger.
    pub name: &'static str,
    /// The sizes that its kernels know as `s.NAME`; the recorder says where they come from.
    pub sizes: &'static [&'static str],
    /// Its source.
    pub parts: &'static [&'static str],
}

impl Shader {
    /// All of the source, with the sizes declared: `s` is a uniform, so that kernels of other sizes share a pipeline; or
    /// `s.NAME` becomes a constant of each pipeline, so that a compiler can reckon with it.
    pub fn source(&self, common: &str, uniform: bool) -> String {
        let body = self.parts.concat();
        if uniform {
            let fields = self.sizes.iter().map(|name| format!("{name}: u32, ")).collect::<String>();
            return format!(
                "{common}struct Sizes {{ {fields} }}\n@group(0) @binding(9) var<uniform> s: Sizes;\n{body}"
            );
        }
        let constants = self.sizes.iter().map(|name| format!("override {name}: u32 = 0u;\n")).collect::<String>();
        let mut pieces = body.split("s.");
        let mut source = format!("{common}{constants}{}", pieces.next().unwrap_or_default());
        for piece in pieces {
            // Not the end of a longer word, such as `groups.x`; sizes are in capitals.
            if !piece.starts_with(|c: char| c.is_ascii_uppercase()) {
                source.push_str("s.");
            }
            source.push_str(piece);
        }
        source
    }
}

/// What the kernels of a shader take at once as `V`: a stored value, or four neighbouring ones. `common.wgsl` says what the
/// others are.
pub(crate) const ONE: &str = "alias V = T; alias F = f32; alias U = u32; alias B = bool;\n";
pub(crate) const FOUR: &str = "alias V = vec4<T>; alias F = vec4<f32>; alias U = vec4<u32>; alias B = vec4<bool>;\n";

/// A shader in both widths: single values, and fours.
pub(crate) type Widths = [Shader; 2];

/// The shader for `c` values side by side, and how many of its `V` they are.
pub(crate) fn by_width(widths: &'static Widths, c: usize) -> (&'static Shader, usize) {
    if c.is_multiple_of(4) { (&widths[1], c / 4) } else { (&widths[0], c) }
}

/// A size or a pipeline-overridable constant, and its value.
pub(crate) type Constant = (&'static str, f64);

/// One kernel with everything but its buffers.
#[derive(Debug, Clone)]
pub(crate) struct Kernel {
    pub shader: &'static Shader,
    pub entry: &'static str,
    pub constants: Vec<Constant>,
    /// Workgroups in each dimension.
    pub grid: [usize; 3],
}

impl Kernel {
    /// A kernel with one invocation, in workgroups of 64, for each of `len` pieces of work, `deep` times.
    pub fn pieces(
        shader: &'static Shader,
        entry: &'static str,
        len: usize,
        deep: usize,
        constants: Vec<Constant>,
    ) -> Self {
        Kernel { shader, entry, constants, grid: folded(len.div_ceil(PIECES_GROUP), deep) }
    }

    /// A kernel with one invocation for each of `len` values.
    pub fn over(shader: &'static Shader, entry: &'static str, len: usize, constants: Vec<Constant>) -> Self {
        Kernel { shader, entry, constants, grid: folded(len.div_ceil(LIST_GROUP), 1) }
    }

    /// The grid in WebGPU's type; an error where it has more workgroups than WebGPU allows.
    pub fn checked_grid(&self) -> Result<[u32; 3]> {
        let grid = self.grid.map(|g| u32::try_from(g).unwrap_or(u32::MAX));
        match grid.iter().max() {
            Some(&most) if most as usize > MOST_GROUPS => Err(Error::limit("workgroups", MOST_GROUPS, most as usize)),
            _ => Ok(grid),
        }
    }
}

/// `groups` workgroups in the first two dimensions, `deep` in the third. There may be a few too many.
pub(crate) fn folded(groups: usize, deep: usize) -> [usize; 3] {
    let down = groups.div_ceil(MOST_GROUPS).max(1);
    [groups.div_ceil(down).max(1), down, deep]
}

/// In how many parts a sum over `rows` is made, of which there are `sums` side by side.
pub(crate) fn parts(rows: usize, sums: usize) -> usize {
    (SUMMERS / sums.max(1)).min(rows / LEAST_ROWS).max(1)
}

/// A flag as a constant.
pub(crate) fn flag(name: &'static str, on: bool) -> Constant {
    (name, f64::from(u8::from(on)))
}
