//! What a dispatch runs: a shader, its constants and how many workgroups. The `gpu.rs` of each op makes these.

use crate::ops::Window;
use crate::{Error, Result};

/// Workgroups that WebGPU allows in each dimension (its default `maxComputeWorkgroupsPerDimension`).
const MOST_GROUPS: usize = 65_535;
/// Invocations in a workgroup that walks a list.
const LIST_GROUP: usize = 256;
/// Rows that a part of a sum over rows has at least, and how many parts there are at most.
const ROWS_PER_PART: usize = 64;
const MOST_PARTS: usize = 128;

/// A file of kernels in WGSL, after the files whose functions it calls.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Shader {
    /// Its op, which also is its name in a debugger.
    pub name: &'static str,
    /// Its source.
    pub parts: &'static [&'static str],
}

/// A pipeline-overridable constant and its value.
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
    /// A kernel with one invocation for each of `len` values.
    pub fn over(shader: &'static Shader, entry: &'static str, len: usize, constants: Vec<Constant>) -> Self {
        Kernel { shader, entry, constants, grid: folded(len.div_ceil(LIST_GROUP), 1) }
    }

    /// The grid in WebGPU's type; an error where it has more workgroups than WebGPU allows.
    pub fn checked_grid(&self) -> Result<[u32; 3]> {
        let grid = self.grid.map(|g| u32::try_from(g).unwrap_or(u32::MAX));
        match grid.iter().max() {
            Some(&most) if most as usize > MOST_GROUPS => {
                Err(Error::setting("workgroups", format!("{MOST_GROUPS} at most"), most.to_string()))
            }
            _ => Ok(grid),
        }
    }
}

/// `groups` workgroups in the first two dimensions, `deep` in the third. There may be a few too many.
pub(crate) fn folded(groups: usize, deep: usize) -> [usize; 3] {
    let down = groups.div_ceil(MOST_GROUPS).max(1);
    [groups.div_ceil(down).max(1), down, deep]
}

/// How a sum over `rows` is cut: rows in a part, and parts.
pub(crate) fn cut_rows(rows: usize) -> (usize, usize) {
    let chunk = rows.div_ceil(MOST_PARTS).max(ROWS_PER_PART);
    (chunk, rows.div_ceil(chunk).max(1))
}

/// The constants of a sliding window, by their names in WGSL.
pub(crate) fn window(s: &Window) -> Vec<Constant> {
    let sizes = [
        ("H", s.h),
        ("W", s.w),
        ("C", s.c),
        ("OH", s.oh),
        ("OW", s.ow),
        ("KH", s.kh),
        ("KW", s.kw),
        ("SH", s.sh),
        ("SW", s.sw),
        ("PT", s.pt),
        ("PL", s.pl),
    ];
    sizes.map(|(name, size)| (name, size as f64)).into()
}

/// A flag as a constant.
pub(crate) fn flag(name: &'static str, on: bool) -> Constant {
    (name, f64::from(u8::from(on)))
}
