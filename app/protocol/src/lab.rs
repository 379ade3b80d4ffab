use crate::{About, Name};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// The name of a lab: of its folder, and of whatever else is called after it.
pub type LabId = Name;

/// What the engine must know of a lab's request without reading it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Needs {
    /// It waits until it is known which weights the session begins with.
    pub weights: bool,
    /// It works on weights that stay: a run that is under way pauses for it.
    pub rest: bool,
}

/// What a page asks of its lab's engine side.
pub trait LabRequest: Serialize + DeserializeOwned {
    /// The lab.
    const LAB: LabId;

    /// What it needs of the session.
    fn needs(&self) -> Needs {
        Needs::default()
    }
}

/// What a lab's engine side tells its page.
pub trait LabEvent: Serialize + DeserializeOwned {
    /// The lab.
    const LAB: LabId;
    /// Whether it is of the present session, so that it is dropped when it comes late.
    const IS_OF_SESSION: bool = true;
}

/// A place of a lab's where faults are shown.
pub const fn about(place: &str) -> About {
    About(Name::new(place))
}
