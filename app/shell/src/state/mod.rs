//! What the page knows: one [`Lab`] of signals. The settings and the view are the learner's and live in the address
//! ([`address`]); the rest is what the engine told ([`Lab::dispatch`]). Everything else is derived where it is shown.

mod address;
mod commands;
mod dispatch;
pub mod keeping;
pub mod link;
mod pairs;
mod persistence;
mod preferences;
mod source;
mod states;
mod view;

pub use dispatch::EngineState;
pub use link::LinkProblem;
pub use persistence::Persistence;
pub use source::Source;
pub use states::LabState;
pub use view::View;

use crate::engine::Engine;
use crate::i18n::PageTexts;
use crate::labs::{At, Labs, Tab, group_of, tabs};
use crate::lazy::{Lazy, load_when_due};
use crate::recipe::RecipeState;
use karui_protocol::{
    CurvePoint, Device, Evaluation, Experiment, Fault, Figure, KeptRun, LabRequest, Maps, Network, Pixels, Progress,
    RunState, Sample, WeightsOrigin,
};
use karui_ui::Lang;
use karui_ui::reactive::effect;
use leptos::prelude::*;
use states::States;

/// What the network says of a picture.
#[derive(Debug, Clone, PartialEq)]
pub struct Prediction {
    /// The picture as the network sees it.
    pub seen: Pixels,
    /// A probability for each class.
    pub probabilities: Vec<f32>,
}

/// What a layer makes of an image.
#[derive(Debug, Clone, PartialEq)]
pub struct Activations {
    /// The layer.
    pub layer: usize,
    /// Its output.
    pub maps: Maps,
    /// The image.
    pub image: Pixels,
}

/// Where the network runs.
#[derive(Debug, Clone, PartialEq)]
pub struct Place {
    /// The device in use.
    pub device: Device,
    /// Its name with the kernels.
    pub name: String,
    /// Workers that share each batch.
    pub workers: usize,
}

/// The same first steps on both devices.
#[derive(Debug, Clone, PartialEq)]
pub struct Compared {
    /// Losses on the GPU; none where the run's first steps were not there.
    pub gpu: Vec<f32>,
    /// Losses on the CPU.
    pub cpu: Vec<f32>,
    /// Their largest difference, as a part of the largest of them.
    pub apart: f32,
}

/// The page's state. A small bundle of handles: copy it freely.
#[derive(Clone, Copy)]
pub struct Lab {
    /// How the lab is looked at.
    pub view: View,
    /// The settings as the controls and the address show them.
    pub draft: RwSignal<Experiment>,
    /// The settings that the engine works with.
    pub applied: RwSignal<Option<Experiment>>,
    /// What of the link could not be read.
    pub link_problems: RwSignal<Vec<LinkProblem>>,
    /// How often the state was taken from the address.
    pub links_read: StoredValue<u32>,
    /// The weights that a link asks for, until they are here.
    pub asked_source: RwSignal<Option<Source>>,
    /// Whether a link was copied, and what it holds of the weights is to be said.
    pub has_copied: RwSignal<bool>,
    /// What of the link only labs' own code understands, as it is written.
    pairs: RwSignal<link::Pairs>,

    /// How the engine is.
    pub engine_state: RwSignal<EngineState>,
    /// What went wrong and was not dismissed.
    pub faults: RwSignal<Vec<Fault>>,
    /// Where the network runs.
    pub place: RwSignal<Option<Place>>,
    /// Images per second of the CPU and of the GPU, where a run of this network began by comparing them.
    pub device_benchmark: RwSignal<Option<[Figure; 2]>>,
    /// The same of validation, where a run is on the GPU.
    pub validation_benchmark: RwSignal<Option<[Figure; 2]>>,
    /// How often the engine has said that it waits for its GPU, since the run came on last.
    pub waits: RwSignal<u32>,
    /// How the run's first steps on the GPU compare with the CPU's: nothing where nobody asked, the inner nothing while
    /// the CPU is at it.
    pub compared: RwSignal<Option<Option<Compared>>>,
    /// The network's structure.
    pub network: RwSignal<Option<Network>>,
    /// Bytes of data that have arrived, of how many; `None` when nothing is on its way.
    pub data: RwSignal<Option<(u64, u64)>>,
    /// Where the weights come from, and the length of their file.
    pub weights: RwSignal<Option<(WeightsOrigin, Figure)>>,
    /// The last evaluation.
    pub evaluation: RwSignal<Option<Evaluation>>,
    /// Whether [`Lab::evaluation`] is of weights from before the present run.
    pub evaluation_is_old: RwSignal<bool>,
    /// Held-out images with predictions.
    pub samples: RwSignal<Vec<Sample>>,
    /// The curves of the present run.
    pub curve: RwSignal<Vec<CurvePoint>>,
    /// How the run stands.
    pub progress: RwSignal<Option<Progress>>,
    /// Whether a run was asked for and has not ended.
    pub run_asked: RwSignal<bool>,
    /// What the network says of the last picture.
    pub prediction: RwSignal<Option<Prediction>>,
    /// What a layer makes of an image.
    pub activations: RwSignal<Option<Activations>>,
    /// The first layer's weights.
    pub filters: RwSignal<Vec<Maps>>,
    /// Milliseconds of each layer.
    pub layer_times: RwSignal<Vec<Figure>>,
    /// Milliseconds for one image.
    pub latency: RwSignal<Option<Figure>>,
    /// Images per second in batches.
    pub throughput: RwSignal<Option<Figure>>,
    /// The runs that are kept, the newest first.
    pub runs: RwSignal<Vec<KeptRun>>,
    /// One of them that was interrupted and can go on.
    pub offered: RwSignal<Option<KeptRun>>,
    /// The run of an earlier visit whose network is shown unasked.
    pub brought_back: RwSignal<Option<KeptRun>>,

    /// The recipe that the controls show.
    pub recipe: RecipeState,
    /// What the first view can do without.
    pub lazy: Lazy,
    /// The engine's client.
    pub engine: Engine,
    /// What labs know.
    states: States,
    labs: StoredValue<Labs>,
    pictures: StoredValue<(u32, u32)>,
}

impl Lab {
    /// The state before anything is known. Call it in the root's body.
    pub fn new(labs: Labs) -> Self {
        Lab {
            view: View::new(tabs(labs).first().map_or(Tab::new(""), |row| row.tab)),
            draft: RwSignal::new(Experiment::default()),
            applied: RwSignal::new(None),
            link_problems: RwSignal::new(Vec::new()),
            links_read: StoredValue::new(0),
            asked_source: RwSignal::new(None),
            has_copied: RwSignal::new(false),
            pairs: RwSignal::new(Vec::new()),
            engine_state: RwSignal::new(EngineState::Starting { is_late: false }),
            faults: RwSignal::new(Vec::new()),
            place: RwSignal::new(None),
            device_benchmark: RwSignal::new(None),
            validation_benchmark: RwSignal::new(None),
            waits: RwSignal::new(0),
            compared: RwSignal::new(None),
            network: RwSignal::new(None),
            data: RwSignal::new(None),
            weights: RwSignal::new(None),
            evaluation: RwSignal::new(None),
            evaluation_is_old: RwSignal::new(false),
            samples: RwSignal::new(Vec::new()),
            curve: RwSignal::new(Vec::new()),
            progress: RwSignal::new(None),
            run_asked: RwSignal::new(false),
            prediction: RwSignal::new(None),
            activations: RwSignal::new(None),
            filters: RwSignal::new(Vec::new()),
            layer_times: RwSignal::new(Vec::new()),
            latency: RwSignal::new(None),
            throughput: RwSignal::new(None),
            runs: RwSignal::new(Vec::new()),
            offered: RwSignal::new(None),
            brought_back: RwSignal::new(None),
            recipe: RecipeState::new(),
            lazy: Lazy::new(labs),
            states: States::new(),
            labs: StoredValue::new(labs),
            engine: Engine::new(),
            pictures: StoredValue::new((0, 0)),
        }
    }

    /// Makes the state from the address and starts the engine. Call it once, in the root's body.
    pub fn start(labs: Labs) -> Self {
        let lab = Lab::new(labs);
        provide_context(lab);
        provide_context::<Signal<Lang>>(lab.view.lang.into());
        provide_context(Signal::derive(move || lab.view.theme()));
        preferences::read(lab.view);
        address::read(lab);
        preferences::keep(lab.view);
        keep_title(lab);
        address::keep(lab);
        lab.engine.start(lab);
        labs.iter().for_each(|row| (row.start)(lab));
        load_when_due(lab, labs);
        lab
    }

    /// The page's state, from context: call it in a component's body.
    pub fn here() -> Self {
        expect_context()
    }

    /// The labs of this page.
    pub fn labs(self) -> Labs {
        self.labs.get_value()
    }

    /// The tab that a visitor sees first.
    pub fn first_tab(self) -> Tab {
        tabs(self.labs()).first().map_or(Tab::new(""), |row| row.tab)
    }

    /// What a lab knows.
    pub fn state<T: LabState>(self) -> T {
        self.states.get(self)
    }

    /// Asks a lab's engine side.
    pub fn ask<R: LabRequest>(self, request: &R) {
        self.engine.ask(request);
    }

    /// The settings of what is shown: the engine's, or the learner's before there is an engine.
    pub fn shown(self) -> Experiment {
        self.applied.get().unwrap_or_else(|| self.draft.get())
    }

    /// What the engine is doing.
    pub fn run_state(self) -> RunState {
        self.progress.with(|progress| progress.as_ref().map_or(RunState::Idle, |progress| progress.state))
    }

    /// Whether a run is under way, be it paused: one that changed settings would end.
    pub fn is_under_way(self) -> bool {
        match self.run_state() {
            RunState::Running | RunState::Paused => true,
            RunState::Loading | RunState::Evaluating => self.run_asked.get(),
            RunState::Idle | RunState::Finished | RunState::Diverged => false,
        }
    }

    /// Whether the engine computes steps.
    pub fn is_busy(self) -> bool {
        self.is_under_way() && self.run_state() != RunState::Paused
    }

    /// Whether settings differ from those of what is shown, and stay different until a new run.
    pub fn has_waiting_changes(self) -> bool {
        let draft = self.draft.get();
        self.applied
            .get()
            .is_some_and(|applied| applied != draft && (self.is_under_way() || needs_new_network(&applied, &draft)))
    }
}

/// Keeps the document's title that of the tab at the bench: what a pasted link and the history show. Other places have their own.
fn keep_title(lab: Lab) {
    effect(move || {
        let (lang, tab) = (lab.view.lang.get(), lab.view.tab.get());
        if lab.view.at.get() != At::Bench {
            return;
        }
        let group = group_of(lab.labs(), tab).map(|group| (group.title)(lang));
        let row = tabs(lab.labs()).into_iter().find(|row| row.tab == tab).map(|row| (row.title)(lang));
        let parts: Vec<_> = group.into_iter().chain(row).chain([lang.t().title]).collect();
        document().set_title(&parts.join(" · "));
    });
}

/// Whether `b` needs another network or device than `a`, so that what is shown would no longer be of `b`.
fn needs_new_network(a: &Experiment, b: &Experiment) -> bool {
    let (alpha_counts, groups_count) = (b.model.kind.has_width(), b.model.kind.has_groups());
    a.data != b.data
        || a.model.kind != b.model.kind
        || (alpha_counts && a.model.alpha != b.model.alpha)
        || (groups_count && a.model.groups != b.model.groups)
        || a.device != b.device
}
