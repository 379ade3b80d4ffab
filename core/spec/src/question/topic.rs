//! What questions are about, and how hard they are.

use super::Both;
use crate::lesson::Scope;
use serde::{Deserialize, Serialize};

/// What a question is about: a section of the chapter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Topic {
    /// Deep-learning libraries.
    Libraries,
    /// Light convolutions.
    Mobilenet,
    /// Numbers of few bits.
    Quantization,
    /// Learning from a teacher.
    Distillation,
    /// Weights and channels that go.
    Pruning,
    /// Several workers.
    Distributed,
    /// Data that stay where they are.
    Federated,
    /// GPU and its like.
    Accelerators,
    /// Containers.
    Containers,
}

impl Topic {
    /// All, in the chapter's order.
    pub const ALL: [Topic; 9] = [
        Topic::Libraries,
        Topic::Mobilenet,
        Topic::Quantization,
        Topic::Distillation,
        Topic::Pruning,
        Topic::Distributed,
        Topic::Federated,
        Topic::Accelerators,
        Topic::Containers,
    ];

    /// Its name in links and on the command line.
    pub const fn id(self) -> &'static str {
        match self {
            Topic::Libraries => "libraries",
            Topic::Mobilenet => "mobilenet",
            Topic::Quantization => "quantization",
            Topic::Distillation => "distillation",
            Topic::Pruning => "pruning",
            Topic::Distributed => "distributed",
            Topic::Federated => "federated",
            Topic::Accelerators => "accelerators",
            Topic::Containers => "containers",
        }
    }

    /// What it is called.
    pub const fn name(self) -> Both {
        match self {
            Topic::Libraries => ("深層学習ライブラリ", "Deep-learning libraries"),
            Topic::Mobilenet => ("MobileNet", "MobileNet"),
            Topic::Quantization => ("量子化", "Quantization"),
            Topic::Distillation => ("蒸留", "Distillation"),
            Topic::Pruning => ("プルーニング（枝刈り）", "Pruning"),
            Topic::Distributed => ("分散処理", "Distributed training"),
            Topic::Federated => ("連合学習", "Federated learning"),
            Topic::Accelerators => ("アクセラレータ", "Accelerators"),
            Topic::Containers => ("コンテナ型仮想化", "Containers"),
        }
    }

    /// How the versions of the syllabus that hold from August 2022, 2024 and 2026 stand to it.
    pub const fn scope(self) -> [(&'static str, Scope); 3] {
        use Scope::{Legacy, None, Optional, Required};
        let [a, b, c] = match self {
            Topic::Libraries | Topic::Mobilenet => [Required, Legacy, Legacy],
            Topic::Federated => [None, Required, Optional],
            _ => [Required, Required, Required],
        };
        [("2022", a), ("2024", b), ("2026", c)]
    }
}

/// How hard a question is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Level {
    /// The formula, or the single fact, is given.
    One = 1,
    /// Which formula or fact it takes has to be known.
    Two = 2,
    /// The answer has to be worked out and written down.
    Three = 3,
}

impl Level {
    /// All, the easiest first.
    pub const ALL: [Level; 3] = [Level::One, Level::Two, Level::Three];

    /// By its number.
    pub fn of(number: u32) -> Option<Level> {
        Level::ALL.into_iter().find(|level| *level as u32 == number)
    }
}
