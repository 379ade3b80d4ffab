//! Challenges, and what is said of an answer.

use serde::{Deserialize, Serialize};

/// The challenges.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Challenge {
    /// The cheapest rebuild after an edit of the code.
    Rebuild,
    /// The smallest image.
    Small,
    /// The same image again and again.
    Same,
    /// Least privilege.
    Privilege,
    /// Which line is wrong.
    Line,
}

impl Challenge {
    /// All, in their order.
    pub const ALL: [Challenge; 5] =
        [Challenge::Rebuild, Challenge::Small, Challenge::Same, Challenge::Privilege, Challenge::Line];

    /// For tests.
    pub const fn testid(self) -> &'static str {
        match self {
            Challenge::Rebuild => "challenge-rebuild",
            Challenge::Small => "challenge-small",
            Challenge::Same => "challenge-same",
            Challenge::Privilege => "challenge-privilege",
            Challenge::Line => "challenge-line",
        }
    }
}

/// What is asked of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the page's texts say them")]
pub enum Fact {
    Builds,
    HasCode,
    HasPackages,
    NewCode,
    PackagesStay,
    NoWaste,
    NoLeftovers,
    SmallBase,
    PinnedBase,
    PinnedPackages,
    NotRoot,
    NoSecrets,
    NoHistory,
    Signals,
    Fails,
    Line,
}

/// A challenge that was judged.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Judged {
    /// Which.
    pub challenge: Challenge,
    /// Of the wrong line: that which was chosen.
    pub line: u32,
    /// What is asked, and whether it holds.
    pub facts: Vec<(Fact, bool)>,
}
