//! What the page and its engine worker say to each other: [`Request`] one way, [`Event`] the other, each as one
//! postcard message in a transferred `ArrayBuffer`. Of the engine only the plain types of `karui-spec` pass.
//!
//! A conversation: the worker says [`Event::Ready`] first (what is sent before is lost). Each [`Request::Configure`]
//! opens a new *session*; every event carries the number of the session it belongs to, so that a page that has moved
//! on can drop what comes late.
//!
//! What a lab's page and its engine side say to each other travels as bytes that only they read: [`Request::Lab`],
//! [`Event::Lab`]. Their types stand in the lab's folder.

mod adapter;
mod bytes;
mod event;
mod fault;
mod lab;
mod name;
mod request;
mod run;

pub use adapter::is_software;
pub use bytes::Bytes;
pub use event::*;
pub use fault::*;
pub use lab::*;
pub use name::Name;
pub use request::*;
pub use run::*;

pub use karui_spec::{
    Comparison, DataKind, Device, DeviceError, Divergence, Error, Experiment, Figure, Formula, Histograms, How,
    Interval, MobilenetSpec, MobilenetVersion, ModelKind, ModelSpec, OptimizerKind, Picture, Pixels, Preparation,
    Pretrained, Recipe, ScheduleKind, Scores, Setting, Settings, Shape, Unit, Verdict, decimal, lesson, recipe,
};

use serde::{Deserialize, Serialize};

/// An event and the session it belongs to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Envelope {
    /// The number given with [`Request::Configure`]; `None` for what is of no session.
    pub session: Option<u32>,
    /// What happened.
    pub event: Event,
}

/// `message` as bytes.
///
/// # Panics
/// Never: these types have no map keys or lengths that postcard cannot write.
pub fn encode<T: Serialize>(message: &T) -> Vec<u8> {
    postcard::to_stdvec(message).unwrap_or_default()
}

/// The message in `bytes`, or `None` when they are none: the two sides are of different builds.
pub fn decode<'a, T: Deserialize<'a>>(bytes: &'a [u8]) -> Option<T> {
    postcard::from_bytes(bytes).ok()
}
