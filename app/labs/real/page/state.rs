//! What the page knows of the real networks.

use super::camera::{self, Camera};
use super::commands::{ask, choose, look};
use super::pictures::{Shown, load_shipped};
use crate::real::messages::{Agreement, By, Light, OwnClass, Real, RealNetwork, Seen, Training};
use crate::real::page::TAB;
use karui_protocol::{Pretrained, RecipeProgress};
use karui_shell::state::{EngineState, Lab, LabState};
use karui_ui::reactive::effect;
use leptos::prelude::*;
use leptos::web_sys::HtmlVideoElement;

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
    pub cooking: Option<RecipeProgress>,
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
    pub(super) has_begun: bool,
    /// The number of the picture that the engine looks at, while it does.
    pub(super) looking: Option<u32>,
    /// Numbers of pictures given out.
    pub(super) looks: u32,
    /// Whether the picture has changed while the engine looked.
    pub(super) again: bool,
    /// When something that was seen was shown last.
    pub(super) shown_at: f64,
}

/// What the lab knows on this page.
pub fn real_of(lab: Lab) -> RealState {
    lab.state()
}

impl LabState for RealState {
    fn new(_: Lab) -> Self {
        let known = StoredValue::new_local(Known::default());
        let wanted = RwSignal::new(FIRST_NETWORK);
        RealState { known, wanted, seen: RwSignal::new(0), changed: RwSignal::new(0) }
    }
}

impl RealState {
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

/// Starts once the tab is looked at, and again with each new worker; stops the camera when the tab is left.
pub fn keep(lab: Lab) {
    let real = real_of(lab);
    effect(move || {
        let is_ready = matches!(lab.engine_state.get(), EngineState::Ready(_));
        let is_here = lab.view.tab.get() == TAB;
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
    let photos = real_of(lab).change(|known| {
        known.has_begun = true;
        known.pictures.iter().filter_map(Shown::photo).collect::<Vec<_>>()
    });
    let photos = photos.unwrap_or_default();
    ask(lab, Real::Begin);
    if photos.is_empty() {
        load_shipped(lab);
    }
    photos.into_iter().for_each(|photo| ask(lab, Real::AddPicture(photo)));
    choose(lab, real_of(lab).wanted.get_untracked());
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

    pub(super) fn forget_network(&mut self) {
        self.seen = None;
        self.cooking = None;
        self.light = None;
        self.agreement = None;
    }
}
