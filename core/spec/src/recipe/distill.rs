use super::{FineTune, TechniqueSettings, training_rows};
use crate::choices::choice;
use crate::setting::{Setting, Settings, real};
use crate::{Experiment, ModelKind, ModelSpec, Result};
use serde::{Deserialize, Serialize};

choice! {
    /// What a student learns from besides the teacher's outputs.
    Hint, "hint" {
        /// Nothing.
        None = "none",
        /// The teacher's features halfway, through a learned map (FitNets, Romero et al. 2015).
        Feature = "feature",
        /// Where the teacher's features are strong (Zagoruyko & Komodakis 2017).
        Attention = "attention",
    }
}

/// The network of a student before it is made narrower. Its convolutions are in one group.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Student {
    /// The family.
    pub kind: ModelKind,
    /// Width multiplier α, without effect where [`ModelKind::has_width`] is false.
    pub alpha: f32,
}

impl From<Student> for ModelSpec {
    fn from(Student { kind, alpha }: Student) -> Self {
        ModelSpec { alpha, ..ModelSpec::new(kind) }
    }
}

/// Distillation (Hinton et al. 2015): the loss is `α·T²·KL(teacher ‖ student, both softened by T) + (1 − α)·CE`.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Distill {
    /// The student.
    pub student: Student,
    /// The part of its channels and hidden units that the student has.
    pub width: f32,
    /// Temperature T.
    pub temperature: f32,
    /// The weight α of the soft targets.
    pub alpha: f32,
    /// What else it learns from.
    pub hint: Hint,
    /// The weight β of the hint.
    pub beta: f32,
    /// The student's training.
    pub train: FineTune,
}

impl Default for Distill {
    fn default() -> Self {
        Distill {
            student: Student { kind: ModelKind::Lenet, alpha: 1.0 },
            width: 0.25,
            temperature: 4.0,
            alpha: 0.7,
            hint: Hint::None,
            beta: 1.0,
            train: FineTune { epochs: 3.0, lr: 0.01 },
        }
    }
}

impl Distill {
    /// Whether the student learns from labels alone.
    pub fn is_control(&self) -> bool {
        self.alpha == 0.0 && self.hint == Hint::None
    }

    /// The control: the same student, with the same training, taught by the labels alone. What the teacher is worth is the
    /// difference. Settings that then mean nothing have their defaults.
    pub fn control(self) -> Self {
        let Distill { temperature, beta, .. } = Distill::default();
        Distill { temperature, alpha: 0.0, hint: Hint::None, beta, ..self }
    }
}

impl TechniqueSettings for Distill {
    const NUMBERS: &'static [&'static [Setting<Self>]] = &[
        &[
            Setting { name: "width", kind: real!(0.01..=4.0, 0.0, width) },
            Setting { name: "temperature", kind: real!(0.1..=100.0, 0.0, temperature) },
            Setting { name: "alpha", kind: real!(0.0..=1.0, 0.0, alpha) },
            Setting { name: "beta", kind: real!(0.0..=1e4, 0.0, beta) },
        ],
        &training_rows!(train),
    ];

    /// The student is a network of the lab, also in a file from elsewhere: no wider than one may be there.
    fn check(&self) -> Result<()> {
        Self::numbers().try_for_each(|row| row.check(self))?;
        let lab = Experiment { model: self.student.into(), ..Experiment::default() };
        Experiment::setting("alpha").map_or(Ok(()), |row| row.check(&lab))
    }

    fn training(&self) -> Option<FineTune> {
        Some(self.train)
    }

    /// Its loss has labels in it.
    fn without_labels(self) -> Option<Self> {
        None
    }
}
