use karui_protocol::{About, Figure, ImageRef, LabEvent, LabId, LabRequest, Maps, Pixels, Recipe, Sample, about};
use serde::{Deserialize, Serialize};

/// Where the faults of a comparison are shown.
pub const COMPARE: About = about("compare");

/// What the page asks about the session's compressed network. Where there is none it has no answer but that.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum TrainRequest {
    /// Say whether there is one. Answered by `Compared`, now and whenever that changes.
    Watch,
    /// Have it classify the picture last classified. Answered by `Picture`.
    Picture,
    /// Have both classify these held-out images. Answered by `Images`.
    Images(Vec<usize>),
    /// Show what the first layer looks for. Answered by `Filters`.
    Filters,
    /// Show what a layer makes of an image. Answered by `Activations`.
    Activations {
        /// Which image.
        image: ImageRef,
        /// Which layer, as an index into the original network's layers.
        layer: usize,
    },
    /// Say what has become of each layer. Answered by `Layers`.
    Layers,
}

/// What the engine says of the session's compressed network.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum TrainEvent {
    /// Which one there is now. All other answers are of this one.
    Compared(Option<Box<Compared>>),
    /// A probability for each class of the picture last classified.
    Picture(Vec<f32>),
    /// Held-out images.
    Images(Vec<Pair>),
    /// The weights of the first layer.
    Filters(FilterPairs),
    /// A layer's outputs.
    Activations(Box<ActivationPair>),
    /// The layers that have weights now, in order.
    Layers(Vec<LayerPair>),
}

/// The original network and the compressed one on the same held-out images: the first ones, by which the bench measures
/// accuracy.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Compared {
    /// What was done; empty for a network from a file.
    pub recipe: Recipe,
    /// How many images.
    pub count: usize,
    /// The original network.
    pub float: Side,
    /// The compressed one.
    pub now: Side,
    /// The images that the two take for different classes.
    pub changed: Vec<usize>,
}

/// One of the two.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Side {
    /// The share of images classified rightly.
    pub accuracy: Figure,
    /// `confusion[label · classes + predicted]` counts images.
    pub confusion: Vec<u32>,
    /// Right ones of each class.
    pub per_class: Vec<Figure>,
}

/// An image and what both say of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Pair {
    /// The image, with what the original network says.
    pub sample: Sample,
    /// What the compressed one says: a probability for each class.
    pub now: Vec<f32>,
}

/// What the first layer looks for, as in `Event::Filters`. No number (NaN) stands where a weight or a whole filter has gone.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FilterPairs {
    /// Of the original network, with its batch norm in the weights where the compressed one has it there.
    pub float: Vec<Maps>,
    /// Of the compressed one; the same filter at the same place, where it has the same first layer.
    pub now: Vec<Maps>,
    /// Filters that have gone.
    pub gone: usize,
}

/// What a layer makes of an image.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ActivationPair {
    /// The layer asked for.
    pub layer: usize,
    /// The layer whose outputs these are: the one asked for, or the one up to which the compressed network computes in one go.
    pub at: String,
    /// The image.
    pub image: Pixels,
    /// Its output in the original network.
    pub float: Maps,
    /// In the compressed one; `None` where it has no such layer. No number (NaN) stands for a channel that has gone.
    pub now: Option<Maps>,
    /// Signal to noise in decibels, where the two have the same form and differ.
    pub sqnr: Option<f32>,
}

/// What has become of a layer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LayerPair {
    /// Its name.
    pub name: String,
    /// Bytes in the packed file, before (`None` where there was no such layer) and now.
    pub size: (Option<Figure>, Figure),
    /// The part of its weights that is not zero now.
    pub density: f32,
    /// Signal to noise of its weights in decibels, where they have changed and none has gone.
    pub weights: Option<f32>,
    /// Signal to noise of its outputs (behind its activation) over some held-out images, where they have the same form and
    /// differ.
    pub outputs: Option<f32>,
}

impl LabRequest for TrainRequest {
    const LAB: LabId = super::ID;
}

impl LabEvent for TrainEvent {
    const LAB: LabId = super::ID;
}
