//! What the page knows of the real networks, and what it asks of the engine for them.

use super::camera::{self, Camera};
use super::pictures::{Shown, load_shipped};
use crate::live::effect;
use crate::state::{EngineState, Lab, Tab};
use karui_protocol::{
    About, Agreement, By, Bytes, Change, Cooking, FileFormat, Light, OwnClass, Photo, Pretrained, Problem, Real,
    RealNetwork, Request, Seen, Told, Training,
};
use leptos::prelude::*;
use leptos::web_sys::HtmlVideoElement;

/// While the camera runs, what is seen is shown so often, in milliseconds: numbers that change with every frame cannot be
/// read.
const SHOW_EVERY: f64 = 150.0;

/// The network that runs where nobody has chosen.
pub const FIRST_NETWORK: Pretrained = Pretrained::Person;

/// The real networks' part of the page's state: what is known, and two counters of its changes. A handful of signals for
/// each thing would be code for each. A small bundle of handles: copy it freely.
#[derive(Clone, Copy)]
pub struct RealState {
    /// What is known.
    pub known: StoredValue<Known, LocalStorage>,
    /// The shipped network that the learner or a link has chosen.
    pub wanted: RwSignal<Pretrained>,
    /// Counts what is seen.
    pub seen: RwSignal<u32>,
    /// Counts all other changes.
    pub changed: RwSignal<u32>,
}

/// What is known.
#[derive(Default)]
pub struct Known {
    /// The shipped network that was asked for last; `None` after the learner's own.
    pub chosen: Option<Pretrained>,
    /// Bytes of its weights that have arrived, of how many (0: unknown), while they do.
    pub fetching: Option<(u64, u64)>,
    /// The network that runs.
    pub network: Option<RealNetwork>,
    /// The names of ImageNet's classes in Japanese and English.
    pub labels: [Vec<String>; 2],
    /// The pictures to choose from.
    pub pictures: Vec<Shown>,
    /// The one that is shown to the network.
    pub at: Option<usize>,
    /// The camera.
    pub camera: Camera,
    /// Where its picture is shown.
    pub video: Option<HtmlVideoElement>,
    /// What was seen last.
    pub seen: Option<Seen>,
    /// Which networks look.
    pub by: Option<By>,
    /// How a recipe comes on.
    pub cooking: Option<Cooking>,
    /// The lighter network.
    pub light: Option<Light>,
    /// How far it agrees.
    pub agreement: Option<Agreement>,
    /// The learner's classes.
    pub classes: Vec<OwnClass>,
    /// The class that pictures are collected for.
    pub class: usize,
    /// How the last layer comes on, or has come out.
    pub training: Option<Training>,
    /// Whether the present worker was asked for anything.
    has_begun: bool,
    /// The number of the picture that the engine looks at, while it does.
    looking: Option<u32>,
    /// Numbers of pictures given out.
    looks: u32,
    /// Whether the picture has changed while the engine looked.
    again: bool,
    /// When something that was seen was shown last.
    shown_at: f64,
}

impl RealState {
    /// Before anything is known.
    pub fn new() -> Self {
        let known = StoredValue::new_local(Known::default());
        let wanted = RwSignal::new(FIRST_NETWORK);
        RealState { known, wanted, seen: RwSignal::new(0), changed: RwSignal::new(0) }
    }

    /// Changes what is known, and has it shown.
    pub fn change<T>(self, change: impl FnOnce(&mut Known) -> T) -> Option<T> {
        let result = self.known.try_update_value(change);
        self.changed.update(|n| *n = n.wrapping_add(1));
        result
    }

    /// What is known, for a view that follows it.
    pub fn with<T>(self, of: impl FnOnce(&Known) -> T) -> T {
        self.changed.track();
        self.known.with_value(of)
    }

    /// The same, for a view that follows what is seen too.
    pub fn with_seen<T>(self, of: impl FnOnce(&Known) -> T) -> T {
        self.seen.track();
        self.with(of)
    }

    /// What is known, without following it.
    pub fn peek<T>(self, of: impl FnOnce(&Known) -> T) -> T {
        self.known.with_value(of)
    }
}

/// Asks the engine.
pub fn ask(lab: Lab, request: Real) {
    lab.engine.send(&Request::Real(request));
}

/// Starts once the tab is looked at, and again with each new worker; stops the camera when the tab is left.
pub fn keep(lab: Lab) {
    let real = lab.real;
    effect(move || {
        let is_ready = matches!(lab.engine_state.get(), EngineState::Ready(_));
        let is_here = lab.view.tab.get() == Tab::Real;
        if !is_here {
            camera::stop(lab);
        }
        if !is_ready {
            real.change(Known::forget_engine);
        } else if is_here && !real.peek(|known| known.has_begun) {
            begin(lab);
        }
    });
    // Another link, or a step back in the history, may want another network.
    effect(move || {
        let wanted = real.wanted.get();
        if real.peek(|known| known.has_begun && known.chosen != Some(wanted)) {
            choose(lab, wanted);
        }
    });
}

fn begin(lab: Lab) {
    let photos = lab.real.change(|known| {
        known.has_begun = true;
        known.pictures.iter().filter_map(Shown::photo).collect::<Vec<_>>()
    });
    let photos = photos.unwrap_or_default();
    ask(lab, Real::Begin);
    if photos.is_empty() {
        load_shipped(lab);
    }
    photos.into_iter().for_each(|photo| ask(lab, Real::AddPicture(photo)));
    choose(lab, lab.real.wanted.get_untracked());
    look(lab);
}

impl Known {
    /// The worker is gone, and with it all that it knew.
    fn forget_engine(&mut self) {
        self.has_begun = false;
        self.looking = None;
        self.fetching = None;
        self.network = None;
        self.forget_network();
    }

    fn forget_network(&mut self) {
        self.seen = None;
        self.cooking = None;
        self.light = None;
        self.agreement = None;
    }
}

/// Runs a shipped network.
pub fn choose(lab: Lab, which: Pretrained) {
    forget_faults(lab, About::RealNetwork);
    lab.real.change(|known| {
        known.chosen = Some(which);
        known.fetching = Some((0, 0));
    });
    lab.real.wanted.set(which);
    ask(lab, Real::Choose(which));
}

/// Runs the network in the learner's file.
pub fn open(lab: Lab, name: String, bytes: Vec<u8>) {
    forget_faults(lab, About::RealNetwork);
    lab.real.change(|known| known.fetching = None);
    ask(lab, Real::Open { name, bytes: Bytes(bytes) });
}

/// Has the picture that is shown, or the camera's next frame, looked at. One at a time: what comes meanwhile is looked at
/// afterwards.
pub fn look(lab: Lab) {
    let real = lab.real;
    let is_free = real.known.try_update_value(|known| {
        let is_free = known.looking.is_none() && known.network.is_some();
        known.again = !is_free;
        is_free
    });
    if is_free != Some(true) {
        return;
    }
    let is_live = real.peek(|known| known.camera.is_on());
    let photo = match is_live {
        true => camera::frame(lab),
        false => real.peek(|known| known.at.and_then(|at| known.pictures.get(at)).and_then(Shown::photo)),
    };
    let Some(photo) = photo else {
        if is_live {
            // The first frames take their time.
            request_animation_frame(move || look(lab));
        }
        return;
    };
    let asked = real.known.try_update_value(|known| {
        known.looks = known.looks.wrapping_add(1);
        known.looking = Some(known.looks);
        (known.looks, known.by.filter(|_| is_live).unwrap_or(By::Both))
    });
    if let Some((id, by)) = asked {
        ask(lab, Real::Look { id, photo, by, is_live });
    }
}

/// Shows a picture of the list.
pub fn show(lab: Lab, at: usize) {
    camera::stop(lab);
    lab.real.change(|known| known.at = Some(at).filter(|&at| at < known.pictures.len()));
    look(lab);
}

/// Puts a picture on the list, and shows it.
pub fn add(lab: Lab, picture: Shown, is_shown: bool) {
    let Some(photo) = picture.photo() else { return };
    lab.real.change(|known| {
        known.pictures.push(picture);
        if is_shown || known.at.is_none() {
            known.at = Some(known.pictures.len() - 1);
        }
    });
    ask(lab, Real::AddPicture(photo));
    look(lab);
}

/// Takes a picture off the list.
pub fn remove(lab: Lab, at: usize) {
    lab.real.change(|known| {
        if at < known.pictures.len() {
            known.pictures.remove(at);
        }
        let last = known.pictures.len().checked_sub(1);
        known.at = known.at.map(|shown| if shown > at { shown - 1 } else { shown }).and_then(|at| Some(at.min(last?)));
    });
    ask(lab, Real::RemovePicture(at));
    look(lab);
}

/// Runs the recipe of the diet bench on the network.
pub fn compress(lab: Lab) {
    forget_faults(lab, About::RealRecipe);
    lab.real.change(|known| {
        known.light = None;
        known.agreement = None;
        known.cooking = Some(Cooking { technique: None, step: 0, steps: 0, loss: None, is_measuring: false });
    });
    ask(lab, Real::Compress(lab.diet.recipe.get_untracked()));
}

/// Back to the network as it was.
pub fn reset(lab: Lab) {
    forget_faults(lab, About::RealRecipe);
    lab.real.change(|known| {
        let seen = known.seen.take();
        known.forget_network();
        known.seen = seen.map(|seen| Seen { light: None, ..seen });
    });
    ask(lab, Real::ResetCompress);
    look(lab);
}

/// Asks for the network in use as a file, which comes as a download.
pub fn export(lab: Lab, format: FileFormat) {
    ask(lab, Real::Export(format));
}

/// Changes the learner's classes.
pub fn change_classes(lab: Lab, change: Change) {
    forget_faults(lab, About::Classes);
    ask(lab, Real::Change(change));
}

/// Takes the picture that is shown, or the camera's frame, for the chosen class.
pub fn take_for_class(lab: Lab) {
    let real = lab.real;
    let photo = match real.peek(|known| known.camera.is_on()) {
        true => camera::frame(lab),
        false => real.peek(|known| known.at.and_then(|at| known.pictures.get(at)).and_then(Shown::photo)),
    };
    if let Some(photo) = photo {
        give_to_class(lab, photo);
    }
}

/// A picture for the chosen class.
pub fn give_to_class(lab: Lab, photo: Photo) {
    let class = lab.real.peek(|known| Some(known.class).filter(|&class| class < known.classes.len()));
    if let Some(class) = class {
        change_classes(lab, Change::Take(class, photo));
    }
}

/// Learns the last layer for the learner's classes.
pub fn train(lab: Lab) {
    forget_faults(lab, About::Classes);
    ask(lab, Real::Train);
}

/// Shows a fault of this part of the page.
pub fn fault(lab: Lab, about: About, problem: Problem) {
    lab.add_fault(karui_protocol::Fault { about, problem });
}

/// Dismisses the faults about one thing: it is tried again.
pub fn forget_faults(lab: Lab, about: About) {
    lab.faults.update(|faults| faults.retain(|fault| fault.about != about));
}

/// Takes in a fault that the engine tells of.
pub fn failed(lab: Lab, about: About) {
    lab.real.change(|known| match about {
        About::RealNetwork => known.fetching = None,
        About::RealRecipe => known.cooking = None,
        About::Classes => known.training = known.training.filter(|it| it.is_done),
        _ => {}
    });
}

/// Takes in what the engine tells of the real networks.
pub fn take(lab: Lab, told: Told) {
    let real = lab.real;
    let is_new = matches!(told, Told::Network(_) | Told::Light(_));
    match told {
        Told::Seen(seen) => return take_seen(lab, *seen),
        Told::Fetching { which, received, total } => {
            real.change(|known| known.fetching = (known.chosen == Some(which)).then_some((received, total)));
        }
        Told::Network(network) => {
            real.change(|known| {
                known.fetching = None;
                known.forget_network();
                // A last layer is of one network.
                known.training = known.training.filter(|_| network.has_head);
                known.network = Some(*network);
            });
        }
        Told::Labels { en, ja } => {
            let lines = |text: String| text.lines().map(str::to_owned).collect();
            real.change(|known| known.labels = [lines(ja), lines(en)]);
        }
        Told::Cooking(cooking) => {
            real.change(|known| known.cooking = Some(cooking));
        }
        Told::Light(light) => {
            real.change(|known| {
                known.cooking = None;
                known.light = Some(*light);
            });
        }
        Told::Agreement(agreement) => {
            real.change(|known| known.agreement = Some(agreement).filter(|_| known.light.is_some()));
        }
        Told::Classes(classes) => {
            real.change(|known| {
                known.class = known.class.min(classes.len().saturating_sub(1));
                known.classes = classes;
            });
        }
        Told::Training(training) => {
            real.change(|known| known.training = Some(training));
        }
    }
    if is_new {
        look(lab);
    }
}

fn take_seen(lab: Lab, seen: Seen) {
    let real = lab.real;
    let now = js_sys::Date::now();
    let next = real.known.try_update_value(|known| {
        if known.looking == Some(seen.id) {
            known.looking = None;
        }
        let is_live = known.camera.is_on();
        // An answer to a frame that comes after the camera was stopped would stand beside another picture.
        let counts = seen.is_live == is_live && known.network.is_some();
        let is_shown = counts && (!is_live || now - known.shown_at >= SHOW_EVERY);
        if counts {
            known.seen = Some(seen);
        }
        if is_shown {
            known.shown_at = now;
        }
        (is_shown, is_live, known.again)
    });
    let Some((is_shown, is_live, again)) = next else { return };
    if is_shown {
        real.seen.update(|n| *n = n.wrapping_add(1));
    }
    if is_live {
        request_animation_frame(move || look(lab));
    } else if again {
        look(lab);
    }
}
