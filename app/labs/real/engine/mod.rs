//! The real networks: trained ones, on photographs and the camera, beside the lab's session and whatever it does. One
//! entry for what the page asks, one for work in slices.

mod classes;
mod fetched;
mod head;
mod labels;
mod light;
mod pictures;
mod present;

use crate::real::messages;
use crate::real::messages::{
    Agreement, By, Change, Classes as ClassNames, NetworkSource, Photo, Real as Asked, Seen, Told,
};
use classes::Classes;
use fetched::Fetched;
use head::Training;
use karui_core::compress::Model;
use karui_core::data::square;
use karui_core::format::safetensors;
use karui_core::graph::{Graph, Weights};
use karui_core::{Error, Result, models};
use karui_protocol::{About, Bytes, Event, Figure, FileFormat, Pretrained, Problem, Recipe, decode};
use karui_runtime::clock::now;
use karui_runtime::lab::{Context, LabEngine, Loaded};
use karui_runtime::mail::Inbox;
use karui_runtime::post::{fault_beyond_session, post, post_to_lab};
use karui_runtime::storage::Storage;
use labels::Labels;
use light::Job;
use pictures::Pictures;
use present::{Inputs, Present};
use std::any::Any;
use wasm_split_helpers::wasm_split;

#[wasm_split(real, fallible)]
fn make(inbox: Inbox, storage: Storage) -> Loaded {
    Ok(Box::new(Real::new(inbox, storage)))
}

/// The real networks.
pub async fn load(inbox: Inbox, storage: Storage) -> Loaded {
    make(inbox, storage).await
}

impl LabEngine for Real {
    fn answer(&mut self, request: &[u8], _context: &mut Context) {
        if let Some(request) = decode(request) {
            self.do_as_asked(request);
        }
    }

    fn advance(&mut self, _context: &mut Context) -> bool {
        self.advance_training() || self.advance_job()
    }

    fn on_news(&mut self, news: Box<dyn Any>, _context: &mut Context) {
        if let Ok(news) = news.downcast() {
            self.take_in(*news);
        }
    }
}

/// What the page is told.
fn tell(told: Told) {
    post_to_lab(&told);
}

/// Tells that something went wrong with `about`, where it did.
fn told(about: About, done: Result<()>) {
    if let Err(error) = done {
        fault_beyond_session(about, Problem::Engine(error));
    }
}

/// All that is known of the real networks.
struct Real {
    inbox: Inbox,
    storage: Storage,
    /// The shipped network that was asked for last and whose weights are on their way.
    awaited: Option<Pretrained>,
    base: Option<Base>,
    /// The network in use.
    present: Option<Present>,
    pictures: Pictures,
    classes: Classes,
    labels: Labels,
    job: Option<Job>,
    training: Option<Training>,
}

/// A network as it came, and what the learner has trained on top of it.
struct Base {
    source: NetworkSource,
    graph: Graph,
    weights: Weights,
    inputs: Inputs,
    /// What its own outputs mean.
    classes: ClassNames,
    head: Option<(Weights, Vec<String>)>,
}

impl Real {
    /// Nothing yet. It answers through `inbox` what it has to wait for.
    fn new(inbox: Inbox, storage: Storage) -> Self {
        Real {
            inbox,
            storage,
            awaited: None,
            base: None,
            present: None,
            pictures: Pictures::default(),
            classes: Classes::default(),
            labels: Labels::default(),
            job: None,
            training: None,
        }
    }

    fn do_as_asked(&mut self, request: Asked) {
        match request {
            Asked::Begin => self.classes.begin(&self.storage, &self.inbox),
            Asked::Choose(which) => {
                self.awaited = Some(which);
                fetched::weights(which, &self.inbox);
            }
            Asked::Open { name, bytes } => told(messages::NETWORK, self.open(name, &bytes)),
            Asked::Look { id, photo, by, is_live } => self.look(id, &photo, by, is_live),
            Asked::AddPicture(photo) => self.add_picture(&photo),
            Asked::RemovePicture(at) => {
                self.pictures.remove(at);
                self.compare_anew();
            }
            Asked::Compress(recipe) => {
                let done = self.compress(&recipe);
                told(messages::RECIPE, done);
            }
            Asked::ResetCompress => {
                self.job = None;
                if let Some(present) = &self.present {
                    present.light.take();
                }
            }
            Asked::Export(format) => told(messages::RECIPE, self.export(format)),
            Asked::Change(change) => self.change(change),
            Asked::ExportClasses => {
                post(Event::File { name: "karui-classes.safetensors".into(), bytes: self.classes.bytes() });
            }
            Asked::Train => match self.start_training() {
                Ok(()) => {}
                Err(problem) => fault_beyond_session(messages::CLASSES, problem),
            },
            Asked::UseHead(wanted) => told(messages::NETWORK, self.use_head(wanted, now())),
        }
    }

    fn take_in(&mut self, news: Fetched) {
        match news {
            Fetched::Weights(which, found) if self.awaited == Some(which) => {
                self.awaited = None;
                match found {
                    Ok(bytes) => told(messages::NETWORK, self.shipped(which, &bytes)),
                    Err(problem) => fault_beyond_session(messages::NETWORK, problem),
                }
            }
            Fetched::Weights(..) => {}
            Fetched::Labels { en, ja } => self.labels.arrived(en, ja),
            Fetched::Stored(kept) => self.classes.stored(&kept),
            Fetched::Save => self.classes.save(&self.storage, &self.inbox),
            Fetched::Saved(saved) => self.classes.saved(saved, &self.inbox),
        }
    }

    fn shipped(&mut self, which: Pretrained, bytes: &[u8]) -> Result<()> {
        let start = now();
        let graph = models::pretrained(which)?;
        let weights = safetensors::load(&graph, bytes)?;
        self.take(NetworkSource::Shipped(which), graph, weights, start)
    }

    fn open(&mut self, name: String, bytes: &Bytes) -> Result<()> {
        let start = now();
        let (graph, weights) = models::recognize(&bytes.0)?;
        self.awaited = None;
        self.take(NetworkSource::Opened(name), graph, weights, start)
    }

    /// Runs a network whose weights have arrived at the moment `start`.
    fn take(&mut self, source: NetworkSource, graph: Graph, weights: Weights, start: f64) -> Result<()> {
        // The learner's file may hold a shipped network, too.
        let shipped = Pretrained::ALL.iter().copied().find(|which| models::pretrained(*which).as_ref() == Ok(&graph));
        let inputs = match shipped {
            Some(which) => Inputs::shipped(which),
            None => Inputs::of(&graph),
        };
        let classes = match (shipped, graph.output_shape().len()) {
            (Some(Pretrained::Person), _) => ClassNames::Person,
            (_, 1000) => ClassNames::Imagenet,
            (_, n) => ClassNames::Numbered(n),
        };
        self.base = Some(Base { source, graph, weights, inputs, classes, head: None });
        self.use_head(false, start)
    }

    /// Runs the base with its own last layer or the learner's; it was begun with at the moment `start`.
    fn use_head(&mut self, wanted: bool, start: f64) -> Result<()> {
        let Some(base) = &self.base else { return Ok(()) };
        (self.job, self.training) = (None, None);
        let head = base.head.as_ref().filter(|_| wanted);
        let (graph, weights, classes) = match head {
            Some((head, names)) => {
                let (graph, weights) = models::transfer::with_head(&base.graph, &base.weights, head)?;
                (graph, weights, ClassNames::Own(names.clone()))
            }
            None => (base.graph.clone(), base.weights.clone(), base.classes.clone()),
        };
        if classes == ClassNames::Imagenet {
            self.labels.want(&self.inbox);
        }
        let network = Model::float(graph, weights);
        let mut present = Present::new(network, base.inputs, classes)?;
        tell(Told::Network(Box::new(present.told(base.source.clone(), base.head.is_some())?)));
        present.preparing = now() - start;
        self.present = Some(present);
        Ok(())
    }

    /// Answers in any case, since the page waits with the next frame.
    fn look(&mut self, id: u32, photo: &Photo, by: By, is_live: bool) {
        let mut seen = Seen { id, is_live, float: None, light: None, preparation: None, rate: None, first: None };
        if let Some(present) = &mut self.present {
            match present.look(photo, by, &mut seen) {
                Ok(()) => {}
                Err(Error::Format { .. }) => fault_beyond_session(messages::CAMERA, Problem::NotAPicture),
                Err(error) => fault_beyond_session(messages::NETWORK, Problem::Engine(error)),
            }
        }
        tell(Told::Seen(Box::new(seen)));
    }

    fn add_picture(&mut self, photo: &Photo) {
        match kept(photo) {
            Ok(picture) => {
                self.pictures.add(picture);
                self.compare_anew();
            }
            Err(_) => fault_beyond_session(messages::CAMERA, Problem::NotAPicture),
        }
    }

    fn change(&mut self, change: Change) {
        let done = match change {
            Change::Take(class, photo) => match kept(&photo) {
                Ok(picture) => self.classes.take(class, picture),
                Err(_) => Err(Problem::NotAPicture),
            },
            change => self.classes.change(change),
        };
        if let Err(problem) = done {
            fault_beyond_session(messages::CLASSES, problem);
        }
        self.classes.tell();
        self.classes.save_soon(&self.inbox);
    }

    fn export(&self, format: FileFormat) -> Result<()> {
        let (Some(base), Some(present)) = (&self.base, &self.present) else { return Ok(()) };
        let name = match &base.source {
            NetworkSource::Shipped(which) => which.id(),
            NetworkSource::Opened(name) => name.strip_suffix(".safetensors").unwrap_or(name),
        };
        let own = if matches!(present.classes, ClassNames::Own(_)) { "-own" } else { "" };
        let light = present.light.borrow();
        let (network, light) = match &*light {
            Some(light) => (&light.network, "-light"),
            None => (&present.network, ""),
        };
        post(karui_runtime::export::export(network, format, &["karui-", name, own, light].concat())?);
        Ok(())
    }
}

/// A picture as it is kept: its middle square.
fn kept(photo: &Photo) -> Result<Vec<u8>> {
    square(&photo.rgba.0, photo.width, photo.height, pictures::SIDE)
}

/// The share of pictures that agree.
fn agreement(same: u64, looked_at: u64, of: usize, changed: Vec<usize>) -> Told {
    Told::Agreement(Agreement { share: Figure::agreed(same, looked_at), of, changed })
}

impl Real {
    fn compress(&mut self, recipe: &Recipe) -> Result<()> {
        self.job = None;
        let Some(present) = &self.present else { return Ok(()) };
        present.light.take();
        self.job = Some(Job::new(present, &self.pictures, &self.classes, recipe, &self.inbox)?);
        Ok(())
    }

    /// Pictures have come or gone: the lighter network is compared on those that there are.
    fn compare_anew(&mut self) {
        if let Some(present) = self.present.as_ref().filter(|p| p.light.borrow().is_some()) {
            match Job::compare(present, &self.pictures, &self.classes, &self.inbox) {
                Ok(job) => self.job = Some(job),
                Err(error) => fault_beyond_session(messages::RECIPE, Problem::Engine(error)),
            }
        }
    }

    fn advance_job(&mut self) -> bool {
        let Some(job) = &mut self.job else { return false };
        match job.advance() {
            Ok(true) => self.job = None,
            Ok(false) => {}
            Err(error) => {
                self.job = None;
                fault_beyond_session(messages::RECIPE, Problem::Engine(error));
            }
        }
        true
    }

    fn start_training(&mut self) -> std::result::Result<(), Problem> {
        let Some(base) = &self.base else { return Ok(()) };
        self.training = Some(Training::new(&base.graph, &base.weights, base.inputs, &self.classes, &self.inbox)?);
        Ok(())
    }

    fn advance_training(&mut self) -> bool {
        let Some(training) = &mut self.training else { return false };
        match training.advance() {
            Ok(None) => {}
            Ok(Some(head)) => {
                let names = training.names().to_vec();
                self.training = None;
                if let Some(base) = &mut self.base {
                    base.head = Some((head, names));
                }
                told(messages::CLASSES, self.use_head(true, now()));
            }
            Err(error) => {
                self.training = None;
                fault_beyond_session(messages::CLASSES, Problem::Engine(error));
            }
        }
        true
    }
}
