use super::TechniqueSettings;
use crate::setting::Setting;

/// Batch-norm folding: batch norm goes into the layer before it. There is nothing to set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct FoldBn;

impl TechniqueSettings for FoldBn {
    const NUMBERS: &'static [&'static [Setting<Self>]] = &[];
}
