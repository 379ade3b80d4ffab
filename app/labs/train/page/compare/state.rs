//! What the page knows of the compressed network.

use crate::train::messages::{ActivationPair, Compared, FilterPairs, LayerPair, Pair, TrainEvent, TrainRequest};
use karui_protocol::{ImageRef, decode};
use karui_shell::labs::Tab;
use karui_shell::state::{EngineState, Lab, LabState};
use karui_ui::reactive::{effect, memo};
use leptos::prelude::*;

/// Whether there is a compressed network: all that the page's first code knows of it.
#[derive(Clone, Copy)]
pub struct Mark(RwSignal<bool>);

impl LabState for Mark {
    fn new(_: Lab) -> Self {
        Mark(RwSignal::new(false))
    }
}

/// Whether there is a compressed network beside the original one.
pub fn is_compressed(lab: Lab) -> bool {
    lab.state::<Mark>().0.get()
}

/// Forgets the compressed network: the weights that it was made of have gone.
pub fn forget(lab: Lab) {
    lab.state::<Mark>().0.set(false);
}

/// The compressed network as far as it was asked about. A small bundle of handles: copy it freely.
#[derive(Clone, Copy)]
pub struct CompareState {
    lab: Lab,
    compared: RwSignal<Option<Compared>>,
    /// What it says of the last picture: a probability for each class.
    pub picture: RwSignal<Option<Vec<f32>>>,
    /// Held-out images with what both say of them.
    pub images: RwSignal<Vec<Pair>>,
    /// The first layer's weights.
    pub filters: RwSignal<Option<FilterPairs>>,
    /// What a layer makes of an image.
    pub activations: RwSignal<Option<ActivationPair>>,
    /// What has become of each layer.
    pub layers: RwSignal<Vec<LayerPair>>,
}

impl LabState for CompareState {
    fn new(lab: Lab) -> Self {
        CompareState {
            lab,
            compared: RwSignal::new(None),
            picture: RwSignal::new(None),
            images: RwSignal::new(Vec::new()),
            filters: RwSignal::new(None),
            activations: RwSignal::new(None),
            layers: RwSignal::new(Vec::new()),
        }
    }
}

/// What the page knows of it.
pub fn compare_of(lab: Lab) -> CompareState {
    lab.state()
}

/// Takes in what the engine says. An event of another build is refused with the worker itself.
pub fn on_event(lab: Lab, event: &[u8]) {
    if let Some(event) = decode(event) {
        compare_of(lab).apply(event);
    }
}

impl CompareState {
    fn apply(self, event: TrainEvent) {
        match event {
            TrainEvent::Compared(compared) => {
                self.picture.set(None);
                self.images.set(Vec::new());
                self.filters.set(None);
                self.activations.set(None);
                self.layers.set(Vec::new());
                let is_there = compared.is_some();
                self.compared.set(compared.map(|it| *it));
                let mark = self.lab.state::<Mark>().0;
                // Views that come and go with it stay where one compressed network follows another.
                if mark.get_untracked() != is_there {
                    mark.set(is_there);
                }
            }
            TrainEvent::Picture(probabilities) => self.picture.set(Some(probabilities)),
            TrainEvent::Images(images) => self.images.set(images),
            TrainEvent::Filters(filters) => self.filters.set(Some(filters)),
            TrainEvent::Activations(activations) => self.activations.set(Some(*activations)),
            TrainEvent::Layers(layers) => self.layers.set(layers),
        }
    }

    /// What holds of both networks; `None` where there is only one.
    pub fn with<T>(self, of: impl FnOnce(&Compared) -> T) -> Option<T> {
        if !is_compressed(self.lab) {
            return None;
        }
        self.compared.with(|compared| compared.as_ref().map(of))
    }

    /// Whether there are two networks and `tab` shows them: panels stay in the document, and what nobody looks at asks for
    /// nothing. A memo, so that views stay when one compressed network follows another.
    pub fn is_shown(self, tab: Tab) -> Memo<bool> {
        let lab = self.lab;
        memo(move || lab.view.tab.get() == tab && self.with(|_| ()).is_some())
    }

    /// Has the engine say whether there are two networks, now and whenever that changes. A worker that was started anew is
    /// asked, too.
    pub fn watch(self) {
        let lab = self.lab;
        let is_ready = memo(move || lab.engine_state.with(|state| matches!(state, EngineState::Ready(_))));
        effect(move || {
            if is_ready.get() {
                lab.ask(&TrainRequest::Watch);
            }
        });
    }

    /// Asks what `request` says, now and whenever what it depends on or the compressed network is another, as long as the view
    /// is there that calls it.
    pub fn ask(self, request: impl Fn() -> Option<TrainRequest> + 'static) {
        let lab = self.lab;
        effect(move || {
            // What was known of the compressed network before goes when another one comes.
            if let (true, Some(request)) = (self.with(|_| ()).is_some(), request()) {
                lab.ask(&request);
            }
        });
    }

    /// Asks for a layer's outputs for the chosen image.
    pub fn ask_activations(self) {
        let lab = self.lab;
        self.ask(move || {
            let image = ImageRef::Test(lab.inspected_image()?);
            Some(TrainRequest::Activations { image, layer: lab.inspected_layer() })
        });
    }
}
