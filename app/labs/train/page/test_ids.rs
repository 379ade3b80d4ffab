//! The `data-testid`s of what is shown of a run.
#![allow(missing_docs)]

pub const LAYER_SELECT: &str = "layer-select";
