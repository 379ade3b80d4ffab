use karui_protocol::{About, Bytes, FileFormat, LabEvent, LabId, LabRequest, Pixels, RecipeProgress, about};
use karui_spec::{Figure, Pretrained, Recipe};
use serde::{Deserialize, Serialize};

/// Where the faults of a network or its file are shown.
pub const NETWORK: About = about("real-network");
/// Where those of the camera, or of a picture, are shown.
pub const CAMERA: About = about("camera");
/// Where those of the recipe are shown.
pub const RECIPE: About = about("real-recipe");
/// Where those of the learner's classes are shown.
pub const CLASSES: About = about("classes");

/// What the page asks of the real networks: trained ones, on photographs and the camera. Nothing here is of a session.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Real {
    /// The first word: give the learner's classes. Answered by `Told::Classes`.
    Begin,
    /// Fetch this network's weights and run it. Answered by `Told::Fetching` while they arrive, then `Told::Network`, and
    /// `Told::Labels` where its classes are ImageNet's.
    Choose(Pretrained),
    /// Run the network whose weights these are: a safetensors file with the names of torchvision or timm.
    Open {
        /// The file's name.
        name: String,
        /// Its bytes.
        bytes: Bytes,
    },
    /// Classify a picture. Always answered by `Told::Seen` with the same id.
    Look {
        /// The page's number for this picture.
        id: u32,
        /// The picture.
        photo: Photo,
        /// Which networks look.
        by: By,
        /// Whether it is a frame of the camera: those are timed one after the other.
        is_live: bool,
    },
    /// Take a picture in among those that agreement is measured on and ranges are calibrated on.
    AddPicture(Photo),
    /// Take one out again.
    RemovePicture(usize),
    /// Make the network lighter, by what of the recipe needs no labels. Answered by `Told::Progress`, `Told::Light` and
    /// `Told::Agreement`.
    Compress(Recipe),
    /// Forget the lighter network.
    ResetCompress,
    /// Give the network in use (the lighter one where there is one) as a file. Answered by `Event::File`.
    Export(FileFormat),
    /// Change the learner's classes. Answered by `Told::Classes`.
    Change(Change),
    /// Give all classes with their pictures as one file. Answered by `Event::File`.
    ExportClasses,
    /// Learn a new last layer for the learner's classes. Answered by `Told::Training`, then `Told::Network`.
    Train,
    /// Run the network with the learner's last layer, or with its own.
    UseHead(bool),
}

/// A change of the learner's classes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Change {
    /// Another class; a name that is taken gets a number.
    Add(String),
    /// Another name.
    Rename(usize, String),
    /// A class goes, with its pictures.
    Delete(usize),
    /// A picture for a class.
    Take(usize, Photo),
    /// A picture of a class goes, by its place.
    Drop(usize, usize),
    /// All classes are replaced by those in a file of `Real::ExportClasses`.
    Open(Bytes),
}

/// Which networks look at a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum By {
    /// The one of floats and the lighter one.
    Both,
    /// The one of floats.
    Float,
    /// The lighter one.
    Light,
}

/// A picture as the page has it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Photo {
    /// Pixels, row by row, four bytes each: red, green, blue, opacity.
    pub rgba: Bytes,
    /// Pixels in a row.
    pub width: usize,
    /// Rows.
    pub height: usize,
}

/// What the engine tells of the real networks.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Told {
    /// Weights are arriving.
    Fetching {
        /// Whose.
        which: Pretrained,
        /// Bytes that have arrived.
        received: u64,
        /// Bytes in all; 0 where the host does not say.
        total: u64,
    },
    /// A network runs now. What was known of the one before, the lighter one included, is forgotten.
    Network(Box<RealNetwork>),
    /// The names of ImageNet's classes, one a line.
    Labels {
        /// In English.
        en: String,
        /// In Japanese.
        ja: String,
    },
    /// The answer to `Real::Look`.
    Seen(Box<Seen>),
    /// How a recipe comes on.
    Progress(RecipeProgress),
    /// There is a lighter network.
    Light(Box<Light>),
    /// On how many pictures the lighter network agrees with the one of floats, as far as they are looked at.
    Agreement(Agreement),
    /// The learner's classes.
    Classes(Vec<OwnClass>),
    /// How the last layer comes on.
    Training(Training),
}

/// A network that runs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RealNetwork {
    /// Where it comes from.
    pub source: NetworkSource,
    /// What its outputs mean.
    pub classes: Classes,
    /// The side of its input in pixels.
    pub side: usize,
    /// The length of its packed file, all floats.
    pub size: Figure,
    /// Trained values.
    pub params: Figure,
    /// Multiply-adds for one picture.
    pub macs: Figure,
    /// Whether the learner's last layer has been trained for it, so that `Real::UseHead` has something to use.
    pub has_head: bool,
}

/// Where a network comes from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum NetworkSource {
    /// Delivered with the page.
    Shipped(Pretrained),
    /// The learner's file of this name.
    Opened(String),
}

/// What a network's outputs mean.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Classes {
    /// A person, no person.
    Person,
    /// ImageNet's 1,000.
    Imagenet,
    /// The learner's, by name.
    Own(Vec<String>),
    /// Unknown: so many.
    Numbered(usize),
}

/// What was seen in a picture.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Seen {
    /// The number in the request.
    pub id: u32,
    /// Whether it was a frame of the camera.
    pub is_live: bool,
    /// By the network of floats.
    pub float: Option<Answer>,
    /// By the lighter network.
    pub light: Option<Answer>,
    /// Milliseconds to make the picture the network's input.
    pub preparation: Option<Figure>,
    /// Frames of the camera in a second, from one answer to the next.
    pub rate: Option<Figure>,
    /// Milliseconds from the arrival of the network's weights to its first answer, without the wait for a picture.
    pub first: Option<Figure>,
}

/// What one network says of a picture.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Answer {
    /// The classes with the highest probability, best first.
    pub top: Vec<(usize, f32)>,
    /// Milliseconds of one picture through the network: the median over the latest ones.
    pub time: Figure,
}

/// A lighter network, beside the one that it was made of.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Light {
    /// What was done: what of the recipe needs no labels.
    pub recipe: Recipe,
    /// The length of the packed file, before and now.
    pub size: (Figure, Figure),
    /// Milliseconds of one picture, before and now; measured one after the other.
    pub latency: (Figure, Figure),
    /// Multiply-adds of one picture, before and now.
    pub macs: (Figure, Figure),
    /// Pictures that ranges were calibrated on; 0 where nothing asks for it.
    pub calibrated_on: usize,
    /// Layers that low rank has replaced by two, of those that have a matrix; 0 of 0 where it was not asked for.
    pub factored: (usize, usize),
}

/// How far a lighter network says the same as the one of floats.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Agreement {
    /// The share of views with the same top class. A picture of `Real::AddPicture` has several: itself and crops of it.
    pub share: Figure,
    /// Views there are, looked at or not.
    pub of: usize,
    /// Pictures that have another top class as a whole, by their order of `Real::AddPicture`; those of the classes are only counted.
    pub changed: Vec<usize>,
}

/// One of the learner's classes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OwnClass {
    /// Its name.
    pub name: String,
    /// Pictures there are.
    pub count: usize,
    /// The latest of them, small ones to look at.
    pub latest: Vec<Pixels>,
}

/// How a new last layer comes on.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Training {
    /// Pictures whose features are known.
    pub seen: usize,
    /// Pictures in all.
    pub pictures: usize,
    /// Training steps done.
    pub step: u64,
    /// Training steps in all.
    pub steps: u64,
    /// The loss of the last step.
    pub loss: Option<f32>,
    /// Pictures trained on: classified rightly, of how many.
    pub trained: (u32, u32),
    /// Pictures held out: classified rightly, of how many; 0 of 0 where a class has too few to spare one.
    pub held_out: (u32, u32),
    /// Whether it is done.
    pub is_done: bool,
}

impl LabRequest for Real {
    const LAB: LabId = super::ID;
}

impl LabEvent for Told {
    const LAB: LabId = super::ID;
    const IS_OF_SESSION: bool = false;
}
