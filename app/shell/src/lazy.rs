//! What the first view can do without: code of its own (`./lab` splits the module where it is made), fetched once the first
//! view stands, or as soon as it is looked for.

use crate::i18n::PageTexts;
use crate::labs::{LabPage, Labs, PageCode, lab_of, place_of};
use crate::pages::part;
use crate::pages::runs::{files, offers, replaced};
use crate::state::Lab;
use crate::test_ids;
use karui_protocol::{LabId, Name};
use karui_ui::figure::{Origin, ShowOrigin};
use karui_ui::reactive::{effect, handler, memo, text};
use karui_ui::use_lang;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_split::{SplitLoaderError, wasm_split};
use std::time::Duration;

/// What of the page itself comes later.
#[derive(Clone, Copy)]
pub struct Later {
    /// Shows where a figure comes from.
    pub origin: ShowOrigin,
    /// The weights as a file, and the list of the runs that are kept.
    pub files: fn() -> AnyView,
    /// What a run takes the place of.
    pub replaced: fn() -> AnyView,
    /// What is said of runs of earlier visits.
    pub offers: fn() -> AnyView,
}

#[wasm_split(later, fallible, wasm_split_path = leptos::wasm_split)]
fn later() -> Result<Later, SplitLoaderError> {
    let offers = || {
        part::follow(Lab::here());
        offers()
    };
    Ok(Later { origin: |figure| view! { <Origin figure /> }.into_any(), files, replaced, offers })
}

/// A part that has not come after so long is told as one that does not arrive.
const LATE: Duration = Duration::from_secs(25);

/// How far something is.
#[derive(Clone, Copy)]
enum Stage<T> {
    /// It was not asked for, or is on its way.
    Awaited,
    /// It did not arrive.
    Failed,
    /// It is here.
    Here(T),
}

/// A lab's code, and what was told to it before it was here.
#[derive(Clone, Copy)]
struct Slot {
    row: &'static LabPage,
    stage: RwSignal<Stage<PageCode>>,
    waiting: StoredValue<Vec<Vec<u8>>>,
}

/// All that comes later.
#[derive(Clone, Copy)]
pub struct Lazy {
    slots: StoredValue<Vec<Slot>>,
    later: RwSignal<Option<Later>>,
}

impl Slot {
    fn here(self) -> Option<PageCode> {
        match self.stage.get() {
            Stage::Here(code) => Some(code),
            Stage::Awaited | Stage::Failed => None,
        }
    }

    fn fetch(self, lab: Lab) {
        self.stage.set(Stage::Awaited);
        // What a host never sends fails at no time; what comes late takes its place all the same.
        set_timeout(
            move || {
                self.stage
                    .try_update(|stage| {
                        if matches!(stage, Stage::Awaited) {
                            *stage = Stage::Failed;
                        }
                    })
                    .unwrap_or_default()
            },
            LATE,
        );
        spawn_local(async move {
            match (self.row.load)().await {
                Ok(code) => {
                    self.stage.set(Stage::Here(code));
                    for event in self.waiting.try_update_value(std::mem::take).unwrap_or_default() {
                        (code.on_event)(lab, &event);
                    }
                }
                Err(_) => self.stage.set(Stage::Failed),
            }
        });
    }
}

impl Lazy {
    /// Before anything is asked for.
    pub fn new(labs: Labs) -> Self {
        let slot = |row: &&'static LabPage| Slot {
            row,
            stage: RwSignal::new(Stage::Awaited),
            waiting: StoredValue::new(Vec::new()),
        };
        Lazy { slots: StoredValue::new(labs.iter().map(slot).collect()), later: RwSignal::new(None) }
    }

    /// What of the page itself comes later, where it is here.
    pub fn later(self) -> Option<Later> {
        self.later.get()
    }

    fn slot(self, id: LabId) -> Option<Slot> {
        self.slots.with_value(|slots| slots.iter().copied().find(|slot| slot.row.id == id))
    }

    /// Takes in an event of a lab's, now or when its code is here.
    pub fn on_event(self, lab: Lab, id: LabId, event: Vec<u8>) {
        let Some(slot) = self.slot(id) else { return };
        match untrack(|| slot.here()) {
            Some(code) => (code.on_event)(lab, &event),
            None => slot.waiting.update_value(|all| all.push(event)),
        }
    }

    /// Fetches what of the page itself comes later, unless it is here.
    fn fetch_later(self) {
        if untrack(|| self.later.get()).is_none() {
            spawn_local(async move { self.later.set(later().await.ok()) });
        }
    }
}

impl Lazy {
    /// Fetches a lab's code, unless it is here: for a view of it that is no tab.
    pub fn want(self, lab: Lab, id: LabId) {
        if let Some(slot) = self.slot(id).filter(|slot| untrack(|| slot.here()).is_none()) {
            slot.fetch(lab);
        }
    }
}

/// Fetches what is wanted ahead when the network has been looked at once, or something is looked for; the other labs when
/// a tab of theirs is opened. Again where one did not arrive and its tab is opened.
pub fn load_when_due(lab: Lab, labs: Labs) {
    let slots = lab.lazy.slots;
    let stands = memo(move || lab.evaluation.with(Option::is_some));
    let first = lab.first_tab();
    effect(move || {
        let tab = lab.view.tab.get();
        let is_due = stands.get() || tab != first || lab.is_under_way();
        let opened = lab_of(labs, tab).map(|row| row.id);
        let at = place_of(labs, lab.view.at.get()).map(|(row, _)| row.id);
        for slot in slots.get_value() {
            let is_wanted = is_due && slot.row.is_fetched_ahead
                || tab != first && opened == Some(slot.row.id)
                || at == Some(slot.row.id);
            if is_wanted && untrack(|| slot.here()).is_none() {
                slot.fetch(lab);
            }
        }
        if is_due {
            lab.lazy.fetch_later();
        }
    });
}

/// A view from a lab's code, or what is known of its whereabouts.
pub fn from_lab(lab: Lab, id: LabId, name: Name) -> AnyView {
    let Some(slot) = lab.lazy.slot(id) else { return ().into_any() };
    match slot.stage.get() {
        Stage::Here(code) => (code.view)(name),
        Stage::Awaited => awaited(),
        Stage::Failed => failed(Box::new(move || {
            slot.fetch(lab);
            lab.lazy.fetch_later();
        })),
    }
}

fn awaited() -> AnyView {
    let lang = use_lang();
    view! { <p class="help" aria-busy="true">{text(move || lang.get().t().part_awaited)}</p> }.into_any()
}

fn failed(again: Box<dyn Fn()>) -> AnyView {
    let lang = use_lang();
    view! {
        <div class="notice fault inline" role="alert" data-testid=test_ids::PART_FAILED>
            <p>{text(move || lang.get().t().part_failed)}</p>
            <button type="button" class="btn" on:click=handler(move |_| again())>
                {text(move || lang.get().t().try_again)}
            </button>
        </div>
    }
    .into_any()
}
