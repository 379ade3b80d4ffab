use serde::{Deserialize, Serialize};

/// Two distributions in the same bins.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Histograms {
    /// The left end of the first bin.
    pub min: f32,
    /// The right end of the last bin.
    pub max: f32,
    /// Values in each bin before.
    pub before: Vec<u32>,
    /// Values in each bin now.
    pub after: Vec<u32>,
    /// The values that a weight can have now, where they are few and the same for the whole tensor.
    pub grid: Vec<f32>,
}
