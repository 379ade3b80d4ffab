use crate::Name;
use karui_spec::Error;
use serde::{Deserialize, Serialize};

/// Something that went wrong, for the page to say in the reader's language beside what it concerns.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Fault {
    /// What it concerns: beside that it is shown.
    pub about: About,
    /// What went wrong.
    pub problem: Problem,
}

/// The place of the page that a [`Fault`] concerns. A lab has places of its own ([`about`](crate::about)).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct About(pub Name);

impl About {
    /// The settings, e.g. from a link.
    pub const SETTINGS: About = About(Name::new("settings"));
    /// The data set.
    pub const DATA: About = About(Name::new("data"));
    /// The run.
    pub const TRAINING: About = About(Name::new("training"));
    /// The weights or a weights file.
    pub const WEIGHTS: About = About(Name::new("weights"));
    /// A picture to classify.
    pub const PICTURE: About = About(Name::new("picture"));
    /// What is stored of earlier visits.
    pub const STORAGE: About = About(Name::new("storage"));
    /// The worker or the device.
    pub const ENGINE: About = About(Name::new("engine"));
}

/// What went wrong.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Problem {
    /// The engine's own error.
    Engine(Error),
    /// A file could not be fetched.
    NotFetched {
        /// Its name.
        file: String,
        /// The status, or what the browser said.
        reason: String,
    },
    /// A file arrived cut short or changed.
    Damaged {
        /// Its name.
        file: String,
    },
    /// The storage is full; the work goes on and is not kept.
    StorageFull,
    /// The browser allows no storage here; the work goes on and is not kept.
    StorageForbidden,
    /// A stored checkpoint cannot be read by this build; it was left as it is.
    CheckpointUnreadable,
    /// A kept run is not there any more: another tab has deleted it, or it was the oldest.
    RunGone,
    /// A run that has not ended is another tab's.
    RunElsewhere,
    /// Worker number `rank` has died; the run goes on with `left` workers from the last weights.
    WorkerLost {
        /// Which.
        rank: usize,
        /// How many are left.
        left: usize,
    },
    /// The engine's worker has died; the page starts another.
    EngineLost,
    /// The browser lacks WebAssembly SIMD.
    NoSimd,
    /// The page and its worker are of different builds: reload.
    BuildMismatch,
    /// The GPU was asked for but does not do the work; the CPU does.
    NoGpu(NoGpu),
    /// Not a picture that the browser can read.
    NotAPicture,
    /// The camera gives no pictures.
    NoCamera(NoCamera),
    /// A file is larger than what can be worked with.
    TooLarge {
        /// Its length in bytes.
        bytes: u64,
        /// The most.
        most: u64,
    },
    /// The learner's classes cannot be trained on yet: there must be two at least, each with so many pictures.
    TooFewPictures {
        /// Of a class.
        least: usize,
    },
    /// There is no room for more.
    Full {
        /// The most.
        most: usize,
    },
}

/// Why the GPU does not do the work.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum NoGpu {
    /// The browser has no WebGPU.
    NotOffered,
    /// The browser has WebGPU, but gives no device.
    NoDevice {
        /// What it said.
        reason: String,
    },
    /// The device failed in a run, which goes on from the weights after `step` steps.
    Lost {
        /// What the browser said.
        reason: String,
        /// Steps that are not lost.
        step: u64,
    },
}

/// Why there is no picture from the camera.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum NoCamera {
    /// The browser offers none to this page: it is not served securely, or the browser has none.
    NotOffered,
    /// There is none.
    Missing,
    /// The learner, or a rule of the device, refused.
    Refused,
    /// Another program has it.
    Busy,
    /// It was taken away while it ran.
    Lost,
    /// A frame could not be read.
    Frame,
}
