use karui_protocol::{LabEvent, LabId, LabRequest, Needs, NoGpu};
use karui_spec::Figure;
pub use karui_spec::accelerate::{KernelSpec, KernelVariant, ROUNDS, Target, Task, Workload, grid, inner, tile};
use serde::{Deserialize, Serialize};

/// What the page asks of the accelerators.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Accelerate {
    /// The source of a kernel of the GPU. Answered by [`Accelerated::Source`].
    Source {
        /// What it computes.
        task: Task,
        /// Which kernel.
        way: KernelVariant,
    },
    /// Compute, compare and time. Answered by [`Accelerated::Timed`] or [`Accelerated::Refused`], one request after the
    /// other.
    Time {
        /// The page's number for this request.
        id: u32,
        /// What is computed.
        task: Task,
        /// How.
        way: KernelVariant,
        /// The kernel's source as the learner has changed it; `None` for the engine's own.
        source: Option<String>,
        /// Workers that share [`KernelVariant::Workers`].
        workers: usize,
    },
    /// Run the session's network in a form, compare and time it. Answered by [`Accelerated::Ran`] or
    /// [`Accelerated::NotRun`]. A run under way pauses for it.
    Run {
        /// The page's number for this request.
        id: u32,
        /// On which device, in which numbers.
        form: Target,
    },
    /// Measure what this device can do at most. Answered by [`Accelerated::Ceilings`].
    Ceilings,
    /// Forget the requests that have not begun.
    Stop,
}

/// What the engine says of the accelerators.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Accelerated {
    /// The answer to [`Accelerate::Source`].
    Source {
        /// What it computes.
        task: Task,
        /// Which kernel.
        way: KernelVariant,
        /// In WGSL.
        text: String,
    },
    /// The answer to [`Accelerate::Time`].
    Timed {
        /// The number in the request.
        id: u32,
        /// What was computed.
        task: Task,
        /// How.
        way: KernelVariant,
        /// Whether it was the learner's source.
        is_edited: bool,
        /// Billions of floating-point operations a second.
        speed: Figure,
        /// Milliseconds of one run.
        time: Figure,
        /// The largest difference from the reference, as a part of its largest value; right within [`KernelVariant::tolerance`].
        difference: f32,
    },
    /// A request that came to nothing.
    Refused {
        /// The number in the request.
        id: u32,
        /// How it was to be computed.
        way: KernelVariant,
        /// Why not.
        why: Refusal,
    },
    /// The answer to [`Accelerate::Run`].
    Ran {
        /// The number in the request.
        id: u32,
        /// On which device, in which numbers.
        form: Target,
        /// Images per second.
        speed: Figure,
        /// Held-out images that are given the class that 32-bit floats on the CPU give them, of all that were tried.
        agreement: Figure,
    },
    /// A network that did not run.
    NotRun {
        /// The number in the request.
        id: u32,
        /// On which device, in which numbers.
        form: Target,
        /// Why not.
        why: Refusal,
    },
    /// The answer to [`Accelerate::Ceilings`].
    Ceilings {
        /// Of the CPU, one worker.
        cpu: Ceiling,
        /// Of the GPU and its name, or why there is none.
        gpu: Result<(String, Ceiling), NoGpu>,
    },
}

/// What a device can do at most, as measured by kernels that do nothing else.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Ceiling {
    /// Billions of floating-point operations a second, all in registers.
    pub speed: Figure,
    /// Billions of bytes a second, read and written.
    pub bandwidth: Figure,
}

/// Why a kernel did not run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Refusal {
    /// The source is no program: what the compiler says, with places in the source.
    Compile(Vec<Note>),
    /// There is no GPU, or none any more.
    NoGpu(NoGpu),
    /// The device has not what the kernel needs.
    Lacks {
        /// By WebGPU's or WGSL's name.
        feature: String,
    },
    /// It was still running after so many seconds, and is waited for no longer.
    Endless {
        /// How long it was waited for.
        seconds: u32,
    },
    /// The device did not answer within so many seconds: it may still be at a kernel that does not end.
    Stalled {
        /// How long it was waited for.
        seconds: u32,
    },
    /// The device does not do it.
    Device {
        /// In the browser's words.
        reason: String,
    },
}

/// What a compiler says of a place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// The line, from 1; 0 where it is of no line.
    pub line: u32,
    /// The column, from 1.
    pub column: u32,
    /// In the compiler's words.
    pub text: String,
}

impl LabRequest for Accelerate {
    const LAB: LabId = super::ID;

    fn needs(&self) -> Needs {
        Needs { weights: false, rest: matches!(self, Accelerate::Run { .. }) }
    }
}

impl LabEvent for Accelerated {
    const LAB: LabId = super::ID;
}
