//! What the page knows of the network that is looked at, and what it asks of the engine for it.

use super::subject::Photo;
use crate::mobilenet::messages::{Explore, Explored, Explorer, OpenBlock, Subject};
use crate::mobilenet::page::TAB;
use karui_protocol::{Error, Figure, MobilenetSpec, Picture};
use karui_shell::state::{EngineState, Lab, LabState};
use karui_ui::reactive::{effect, memo};
use leptos::leptos_dom::helpers::debounce;
use leptos::prelude::*;
use std::time::Duration;

/// A block is filled when the controls have rested so long; the counts follow at once.
const REST: Duration = Duration::from_millis(250);

/// The block that is open at first: the first behind the stem.
pub const FIRST_BLOCK: usize = 1;

/// The explorer's part of the page's state. A small bundle of handles: copy it freely.
#[derive(Clone, Copy)]
pub struct ExplorerState {
    /// The network as the controls show it.
    pub spec: RwSignal<MobilenetSpec>,
    /// The open block.
    pub block: RwSignal<usize>,
    /// The photo that is pushed through the network; `None` for a held-out image of the lab's data.
    pub photo: RwSignal<Option<Photo>>,
    /// The network as the engine counts it.
    pub built: RwSignal<Option<Explorer>>,
    /// The open block with the picture in it; what is shown of another network or picture stays until the new one comes.
    pub open: RwSignal<Option<OpenBlock>>,
    /// Milliseconds of the open block's standard convolution and of its pair.
    pub times: RwSignal<Option<[Figure; 2]>>,
    /// What cannot be had.
    pub error: RwSignal<Option<Error>>,
    /// Multiply-adds and parameters of the published networks.
    pub published: RwSignal<Vec<[Figure; 2]>>,
    /// The photo's pixels.
    pub(super) picture: StoredValue<Option<Picture>>,
    /// Counts requests for a block: what comes late from an earlier one is dropped.
    asked: StoredValue<u32>,
}

/// What the lab knows on this page.
pub fn explorer_of(lab: Lab) -> ExplorerState {
    lab.state()
}

impl LabState for ExplorerState {
    fn new(_: Lab) -> Self {
        ExplorerState {
            spec: RwSignal::new(MobilenetSpec::default()),
            block: RwSignal::new(FIRST_BLOCK),
            photo: RwSignal::new(None),
            built: RwSignal::new(None),
            open: RwSignal::new(None),
            times: RwSignal::new(None),
            error: RwSignal::new(None),
            published: RwSignal::new(Vec::new()),
            picture: StoredValue::new(None),
            asked: StoredValue::new(0),
        }
    }
}

impl ExplorerState {
    /// Takes in what the engine says.
    pub fn apply(self, told: Explored) {
        let is_late = |id: u32| id != self.asked.get_value();
        match told {
            Explored::Network(built) => {
                // The answer to an older position of a slider is on its way to the newest one: it may be shown.
                self.error.set(None);
                self.built.set(Some(*built));
            }
            Explored::Block(open) if !is_late(open.id) => self.open.set(Some(*open)),
            Explored::Times { id, standard, separable } if !is_late(id) => self.times.set(Some([standard, separable])),
            Explored::Published(costs) => self.published.set(costs),
            Explored::Refused { error, .. } => self.error.set(Some(error)),
            Explored::Block(_) | Explored::Times { .. } => {}
        }
    }

    /// The number of the open block's present request.
    pub(super) fn next(self) -> u32 {
        self.asked.update_value(|id| *id += 1);
        self.asked.get_value()
    }
}

/// Has the engine build, open and count what is looked at. Call it once, in the panel's body.
pub(super) fn keep(lab: Lab) {
    let state = explorer_of(lab);
    let in_view = memo(move || lab.view.tab.get() == TAB && matches!(lab.engine_state.get(), EngineState::Ready(_)));
    let send = move |explore: Explore| lab.ask(&explore);
    effect(move || {
        let spec = state.spec.get();
        if in_view.get() {
            send(Explore::Build { id: 0, spec });
        }
    });
    effect(move || {
        if in_view.get() && state.published.with_untracked(Vec::is_empty) {
            send(Explore::Publish);
        }
    });
    let mut open = debounce(REST, move |()| {
        if !in_view.get_untracked() {
            return;
        }
        let picture = match state.picture.get_value() {
            Some(picture) => Subject::Picture(picture),
            None => Subject::HeldOut(untrack(|| lab.inspected_image()).unwrap_or(0)),
        };
        let (spec, block) = (state.spec.get_untracked(), state.block.get_untracked());
        state.times.set(None);
        send(Explore::Open { id: state.next(), spec, block, picture });
    });
    let blocks = memo(move || state.built.with(|built| built.as_ref().map_or(0, |built| built.blocks.len())));
    effect(move || {
        state.spec.track();
        state.photo.track();
        // Another data set has other images.
        lab.view.image.track();
        let (blocks, block) = (blocks.get(), state.block.get());
        if !in_view.get() {
            send(Explore::Close);
        } else if block < blocks {
            open(());
        } else if blocks > 0 {
            state.block.set(blocks - 1);
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_comes_late_from_an_earlier_block_is_dropped() {
        Owner::new().with(|| {
            let state = explorer_of(Lab::new(&[]));
            let (late, asked) = (state.next(), state.next());
            let times = |ms: f64, id| {
                let figure = || Figure::timed(vec![ms], karui_protocol::Unit::Milliseconds, "cpu", 1);
                Explored::Times { id, standard: figure(), separable: figure() }
            };
            state.apply(times(1.0, late));
            assert!(state.times.get_untracked().is_none());
            state.apply(times(2.0, asked));
            assert_eq!(state.times.get_untracked().map(|[standard, _]| standard.value), Some(2.0));
        });
    }
}
