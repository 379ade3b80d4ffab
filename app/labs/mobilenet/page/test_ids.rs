//! The `data-testid`s of the explorer. `data-value` holds the raw number: of the totals, of the settings, of the table its layers.
#![allow(missing_docs)]

pub const ALPHA_INPUT: &str = "alpha-input";
pub const MOBILENET_VERSION: &str = "mobilenet-version";
pub const RESOLUTION_INPUT: &str = "resolution-input";
pub const CLASSES_INPUT: &str = "classes-input";
pub const EXPLORER_PARAMS: &str = "explorer-params";
pub const EXPLORER_MACS: &str = "explorer-macs";
pub const EXPLORER_BYTES: &str = "explorer-bytes";
pub const EXPLORER_TABLE: &str = "explorer-table";
