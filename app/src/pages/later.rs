//! What the first view can do without: parts of the page with code of their own (`./lab` splits the module where they are
//! made), fetched once the first view stands, or as soon as they are looked for.

use super::panels::{Curves, DrawPanel, FiltersPanel, ImagesPanel, LayersPanel};
use crate::accelerate;
use crate::diet::{DietPanel, MainScores, MoreScores, Trials};
use crate::explorer;
use crate::hooks;
use crate::i18n::use_lang;
use crate::live::{act, effect, memo, text};
use crate::real;
use crate::state::{Lab, Tab};
use crate::widgets::Origin;
use karui_protocol::{About, Figure};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_split::{SplitLoaderError, wasm_split};
use std::pin::Pin;

/// Takes in an event that is encoded by itself.
pub type Hear = fn(Lab, &[u8]);

/// The ways into the code of the first tabs.
#[derive(Clone, Copy)]
pub struct Bench {
    /// The learning curves.
    pub curves: fn() -> AnyView,
    /// What a tab shows, for each between the first and those that are parts by themselves.
    pub panel: fn(Tab) -> AnyView,
    /// The scoreboard of the diet bench: what stands in front, and the rest.
    pub scores: [fn() -> AnyView; 2],
    /// Where a figure comes from.
    pub origin: fn(Figure) -> AnyView,
    /// Takes in an event of the diet bench.
    pub diet: Hear,
}

#[wasm_split(bench, fallible, wasm_split_path = leptos::wasm_split)]
fn bench() -> Result<Bench, SplitLoaderError> {
    Ok(Bench {
        curves: || view! { <Curves /> }.into_any(),
        panel: |tab| match tab {
            Tab::Diet => view! { <DietPanel /> }.into_any(),
            Tab::Trials => view! { <Trials /> }.into_any(),
            Tab::Layers => view! { <LayersPanel /> }.into_any(),
            Tab::Filters => view! { <FiltersPanel /> }.into_any(),
            Tab::Images => view! { <ImagesPanel /> }.into_any(),
            Tab::Draw => view! { <DrawPanel /> }.into_any(),
            Tab::Curves | Tab::Mobilenet | Tab::Real | Tab::Accelerate => ().into_any(),
        },
        scores: [|| view! { <MainScores /> }.into_any(), || view! { <MoreScores /> }.into_any()],
        origin: |figure| view! { <Origin figure /> }.into_any(),
        diet: |lab, event| lab.take_diet(event),
    })
}

/// The ways into the code of a tab that is a part by itself.
#[derive(Clone, Copy)]
pub struct Alone {
    /// What it shows.
    pub panel: fn() -> AnyView,
    /// Takes in what the engine says to it.
    pub hear: Hear,
    /// Takes in that something went wrong with what it concerns.
    pub failed: fn(Lab, About),
}

#[wasm_split(explorer, fallible, wasm_split_path = leptos::wasm_split)]
fn explorer() -> Result<Alone, SplitLoaderError> {
    Ok(Alone { panel: explorer::panel, hear: explorer::hear, failed: |_, _| {} })
}

#[wasm_split(real, fallible, wasm_split_path = leptos::wasm_split)]
fn real() -> Result<Alone, SplitLoaderError> {
    Ok(Alone { panel: real::panel, hear: real::hear, failed: real::failed })
}

#[wasm_split(accelerate, fallible, wasm_split_path = leptos::wasm_split)]
fn accelerators() -> Result<Alone, SplitLoaderError> {
    Ok(Alone { panel: accelerate::panel, hear: accelerate::hear, failed: accelerate::failed })
}

type Loader<T> = fn() -> Pin<Box<dyn Future<Output = Result<T, SplitLoaderError>>>>;

/// How far a part is.
#[derive(Clone, Copy)]
enum Loading<T> {
    /// It was not asked for, or is on its way.
    Awaited,
    /// It did not arrive.
    Failed,
    /// It is here.
    Here(T),
}

/// The place of a part.
#[derive(Clone, Copy)]
pub struct Slot<T: Send + Sync + 'static> {
    loading: RwSignal<Loading<T>>,
    load: Loader<T>,
}

impl<T: Copy + Send + Sync + 'static> Slot<T> {
    fn new(load: Loader<T>) -> Self {
        Slot { loading: RwSignal::new(Loading::Awaited), load }
    }

    /// The part, where it is here.
    pub fn here(self) -> Option<T> {
        match self.loading.get() {
            Loading::Here(part) => Some(part),
            Loading::Awaited | Loading::Failed => None,
        }
    }

    fn fetch(self, then: impl FnOnce(T) + 'static) {
        self.loading.set(Loading::Awaited);
        spawn_local(async move {
            match (self.load)().await {
                Ok(part) => {
                    self.loading.set(Loading::Here(part));
                    then(part);
                }
                Err(_) => self.loading.set(Loading::Failed),
            }
        });
    }
}

/// All that comes later.
#[derive(Clone, Copy)]
pub struct Later {
    /// The first tabs, for they show the same network: fetched ahead.
    pub bench: Slot<Bench>,
    /// The explorer of the MobileNets.
    pub explorer: Slot<Alone>,
    /// The real networks.
    pub real: Slot<Alone>,
    /// The accelerators.
    pub accelerate: Slot<Alone>,
    /// What the engine said of the diet bench before it was here.
    unheard: StoredValue<Vec<Vec<u8>>>,
}

impl Later {
    /// Before anything is asked for.
    pub fn new() -> Self {
        Later {
            bench: Slot::new(|| Box::pin(bench())),
            explorer: Slot::new(|| Box::pin(explorer())),
            real: Slot::new(|| Box::pin(real())),
            accelerate: Slot::new(|| Box::pin(accelerators())),
            unheard: StoredValue::new(Vec::new()),
        }
    }
}

impl Lab {
    /// Takes in an event of the diet bench, now or when its code is here.
    pub(crate) fn hear_diet(self, event: Vec<u8>) {
        match untrack(|| self.later.bench.here()) {
            Some(bench) => (bench.diet)(self, &event),
            None => self.later.unheard.update_value(|all| all.push(event)),
        }
    }

    /// Takes in an event of a part that asked for it, and so is here.
    pub(crate) fn hear(self, slot: Slot<Alone>, event: &[u8]) {
        if let Some(part) = untrack(|| slot.here()) {
            (part.hear)(self, event);
        }
    }

    /// Takes in that something went wrong with a part.
    pub(crate) fn tell_failed(self, slot: Slot<Alone>, about: About) {
        if let Some(part) = untrack(|| slot.here()) {
            (part.failed)(self, about);
        }
    }

    fn fetch_bench(self) {
        self.later.bench.fetch(move |bench| {
            for event in self.later.unheard.try_update_value(std::mem::take).unwrap_or_default() {
                (bench.diet)(self, &event);
            }
        });
    }
}

/// Fetches the bench when the network has been looked at once, or its code is looked for; the others when their tab is
/// opened. Again where one did not arrive and its tab is opened.
pub fn load_when_due(lab: Lab) {
    let Later { bench, explorer, real, accelerate, .. } = lab.later;
    let stands = memo(move || lab.evaluation.with(Option::is_some));
    effect(move || {
        let tab = lab.view.tab.get();
        let is_looked_for = tab != Tab::Curves || lab.is_under_way();
        if (stands.get() || is_looked_for) && untrack(|| bench.here()).is_none() {
            lab.fetch_bench();
        }
        for (of, slot) in [(Tab::Mobilenet, explorer), (Tab::Real, real), (Tab::Accelerate, accelerate)] {
            if tab == of && untrack(|| slot.here()).is_none() {
                slot.fetch(drop);
            }
        }
    });
}

/// A view from the bench's code, or what is known of its whereabouts.
pub fn from_bench(lab: Lab, of: impl Fn(Bench) -> AnyView) -> AnyView {
    match lab.later.bench.loading.get() {
        Loading::Here(bench) => of(bench),
        Loading::Awaited => awaited(),
        Loading::Failed => failed(Box::new(move || lab.fetch_bench())),
    }
}

/// The panel of a tab that is a part by itself, or what is known of its whereabouts.
pub fn alone(slot: Slot<Alone>) -> AnyView {
    match slot.loading.get() {
        Loading::Here(part) => (part.panel)(),
        Loading::Awaited => awaited(),
        Loading::Failed => failed(Box::new(move || slot.fetch(drop))),
    }
}

fn awaited() -> AnyView {
    let lang = use_lang();
    view! { <p class="help" aria-busy="true">{text(move || lang.get().t().part_awaited)}</p> }.into_any()
}

fn failed(again: Box<dyn Fn()>) -> AnyView {
    let lang = use_lang();
    view! {
        <div class="notice fault inline" role="alert" data-testid=hooks::PART_FAILED>
            <p>{text(move || lang.get().t().part_failed)}</p>
            <button type="button" class="btn" on:click=act(move |_| again())>
                {text(move || lang.get().t().try_again)}
            </button>
        </div>
    }
    .into_any()
}
