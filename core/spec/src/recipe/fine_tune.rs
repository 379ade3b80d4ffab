use serde::{Deserialize, Serialize};

/// Training that mends what a technique has broken.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct FineTune {
    /// Passes over the training images; 0 for none.
    pub epochs: f32,
    /// The learning rate, with a cosine down to zero: of momentum 0.9, or of Adam for a student.
    pub lr: f32,
}

impl Default for FineTune {
    fn default() -> Self {
        FineTune { epochs: 1.0, lr: 0.01 }
    }
}

impl FineTune {
    /// No training.
    pub const NONE: FineTune = FineTune { epochs: 0.0, lr: 0.01 };
}

/// The rows of a technique's training, kept in `$field`.
macro_rules! training_rows {
    ($field:ident) => {
        [
            $crate::Setting { name: "epochs", kind: $crate::setting::real!(0.0..=200.0, 0.0, $field.epochs) },
            $crate::Setting { name: "lr", kind: $crate::setting::real!(1e-6..=10.0, 0.0, $field.lr) },
        ]
    };
}
pub(super) use training_rows;
