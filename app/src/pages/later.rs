//! What the first view can do without: code of its own (`./lab` splits the module at [`load`]), fetched once the first
//! view stands, or as soon as it is looked for.

use super::panels::{Curves, DrawPanel, FiltersPanel, ImagesPanel, LayersPanel};
use crate::diet::{DietPanel, MainScores, MoreScores, Trials};
use crate::hooks;
use crate::i18n::use_lang;
use crate::live::{act, effect, memo, text};
use crate::state::{Lab, Tab};
use crate::widgets::Origin;
use karui_protocol::Figure;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_split::{SplitLoaderError, wasm_split};

/// The ways into that code.
#[derive(Clone, Copy)]
pub struct Later {
    /// The learning curves.
    pub curves: fn() -> AnyView,
    /// What a tab shows, for each but the first.
    pub panel: fn(Tab) -> AnyView,
    /// The scoreboard of the diet bench: what stands in front, and the rest.
    pub scores: [fn() -> AnyView; 2],
    /// Where a figure comes from.
    pub origin: fn(Figure) -> AnyView,
    /// Takes in an event of the diet bench.
    pub diet: Hear,
}

/// Takes in an event that is encoded by itself.
pub type Hear = fn(Lab, &[u8]);

#[wasm_split(later, fallible, wasm_split_path = leptos::wasm_split)]
fn load() -> Result<Later, SplitLoaderError> {
    Ok(Later {
        curves: || view! { <Curves /> }.into_any(),
        panel: |tab| match tab {
            Tab::Curves => ().into_any(),
            Tab::Diet => view! { <DietPanel /> }.into_any(),
            Tab::Trials => view! { <Trials /> }.into_any(),
            Tab::Layers => view! { <LayersPanel /> }.into_any(),
            Tab::Filters => view! { <FiltersPanel /> }.into_any(),
            Tab::Images => view! { <ImagesPanel /> }.into_any(),
            Tab::Draw => view! { <DrawPanel /> }.into_any(),
        },
        scores: [|| view! { <MainScores /> }.into_any(), || view! { <MoreScores /> }.into_any()],
        origin: |figure| view! { <Origin figure /> }.into_any(),
        diet: |lab, event| lab.take_diet(event),
    })
}

/// How far that code is.
#[derive(Clone, Copy)]
pub enum Loading {
    /// It was not asked for, or is on its way.
    Awaited,
    /// It did not arrive.
    Failed,
    /// It is here.
    Here(Later),
}

/// The page's part of it.
#[derive(Clone, Copy)]
pub struct LaterState {
    loading: RwSignal<Loading>,
    /// What the engine said to it before it was here.
    unheard: StoredValue<Vec<(fn(Later) -> Hear, Vec<u8>)>>,
}

impl LaterState {
    /// Before it is asked for.
    pub fn new() -> Self {
        LaterState { loading: RwSignal::new(Loading::Awaited), unheard: StoredValue::new(Vec::new()) }
    }

    /// The code, where it is here.
    pub fn here(self) -> Option<Later> {
        match self.loading.get() {
            Loading::Here(later) => Some(later),
            Loading::Awaited | Loading::Failed => None,
        }
    }
}

impl Lab {
    /// Has later code take in an event, now or when it is here.
    pub(crate) fn hear_later(self, by: fn(Later) -> Hear, event: Vec<u8>) {
        match untrack(|| self.later.here()) {
            Some(later) => by(later)(self, &event),
            None => self.later.unheard.update_value(|all| all.push((by, event))),
        }
    }

    fn fetch_later(self) {
        let LaterState { loading, unheard } = self.later;
        loading.set(Loading::Awaited);
        spawn_local(async move {
            match load().await {
                Ok(later) => {
                    loading.set(Loading::Here(later));
                    for (by, event) in unheard.try_update_value(std::mem::take).unwrap_or_default() {
                        by(later)(self, &event);
                    }
                }
                Err(_) => loading.set(Loading::Failed),
            }
        });
    }
}

/// Fetches the code when the network has been looked at once, or another tab than the first is opened; again where it did
/// not arrive and a tab is opened.
pub fn load_when_due(lab: Lab) {
    let stands = memo(move || lab.evaluation.with(Option::is_some));
    effect(move || {
        let is_looked_for = lab.view.tab.get() != Tab::Curves || lab.is_under_way();
        if (stands.get() || is_looked_for) && untrack(|| lab.later.here()).is_none() {
            lab.fetch_later();
        }
    });
}

/// A part of the page from that code, or what is known of its whereabouts.
pub fn view(lab: Lab, of: impl Fn(Later) -> AnyView) -> AnyView {
    let lang = use_lang();
    match lab.later.loading.get() {
        Loading::Here(later) => of(later),
        Loading::Awaited => {
            view! { <p class="help" aria-busy="true">{text(move || lang.get().t().part_awaited)}</p> }.into_any()
        }
        Loading::Failed => view! {
            <div class="notice fault inline" role="alert" data-testid=hooks::PART_FAILED>
                <p>{text(move || lang.get().t().part_failed)}</p>
                <button type="button" class="btn" on:click=act(move |_| lab.fetch_later())>
                    {text(move || lang.get().t().try_again)}
                </button>
            </div>
        }
        .into_any(),
    }
}
