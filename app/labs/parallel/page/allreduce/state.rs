//! What is chosen of the all-reduce.

use crate::parallel::choice::choice;
use karui_parallel::allreduce::{AllReduce, Link};
use leptos::prelude::*;

choice! {
    /// What connects the machines.
    Wire, "wire" {
        /// NVLink between GPUs of a machine.
        NvLink = "nvlink",
        /// PCI Express.
        Pcie = "pcie",
        /// Ethernet of 10 Gbit/s.
        Ethernet = "10gbe",
        /// A home's radio.
        Wifi = "wifi",
    }
}

impl Wire {
    /// Its bandwidth in one direction by its standard, and a latency of the order that is measured there: NVLink 4 of an H100
    /// (900 GB/s both ways), PCIe 4.0 × 16, 10 GbE through a switch, Wi-Fi 5 at a few hundred megabits.
    pub const fn link(self) -> Link {
        match self {
            Wire::NvLink => Link { latency: 2e-6, bandwidth: 450e9 },
            Wire::Pcie => Link { latency: 5e-6, bandwidth: 32e9 },
            Wire::Ethernet => Link { latency: 50e-6, bandwidth: 1.25e9 },
            Wire::Wifi => Link { latency: 3e-3, bandwidth: 37.5e6 },
        }
    }
}

/// Workers that can be drawn, and that can train; one alone is what the others are measured against.
pub const WORKERS: [usize; 2] = [1, 8];
/// Numbers of the buffer that is drawn.
pub const LENGTH: [usize; 2] = [1, 64];
/// The most rounds of what can be drawn: a ring of eight.
pub const MOST_STEPS: usize = 14;
/// Machines on the virtual clock, as a power of two.
pub const MACHINES: [usize; 2] = [1, 10];
/// Bytes on the virtual clock, as a power of ten.
pub const MESSAGE: [usize; 2] = [3, 10];

/// What is shown at first.
pub struct First {
    /// See [`ReduceState`].
    pub algorithm: AllReduce,
    /// See [`ReduceState`].
    pub workers: usize,
    /// See [`ReduceState`].
    pub length: usize,
    /// See [`ReduceState`].
    pub wire: Wire,
    /// See [`ReduceState`].
    pub machines: usize,
    /// See [`ReduceState`].
    pub message: usize,
}

/// A ring of four with a length that four does not divide; a network of 100 million bytes on 64 machines.
pub const FIRST: First =
    First { algorithm: AllReduce::Ring, workers: 4, length: 18, wire: Wire::Ethernet, machines: 6, message: 8 };

/// What is chosen.
#[derive(Clone, Copy)]
pub struct ReduceState {
    /// How.
    pub algorithm: RwSignal<AllReduce>,
    /// Workers drawn.
    pub workers: RwSignal<usize>,
    /// Numbers in each one's buffer.
    pub length: RwSignal<usize>,
    /// The round that is shown; their number when all is done.
    pub hop: RwSignal<usize>,
    /// Whether the rounds go on by themselves.
    pub is_playing: RwSignal<bool>,
    /// What connects the machines on the virtual clock.
    pub wire: RwSignal<Wire>,
    /// log₂ of their number.
    pub machines: RwSignal<usize>,
    /// log₁₀ of the bytes.
    pub message: RwSignal<usize>,
}

impl ReduceState {
    /// As at first.
    pub fn new() -> Self {
        ReduceState {
            algorithm: RwSignal::new(FIRST.algorithm),
            workers: RwSignal::new(FIRST.workers),
            length: RwSignal::new(FIRST.length),
            hop: RwSignal::new(0),
            is_playing: RwSignal::new(false),
            wire: RwSignal::new(FIRST.wire),
            machines: RwSignal::new(FIRST.machines),
            message: RwSignal::new(FIRST.message),
        }
    }
}
