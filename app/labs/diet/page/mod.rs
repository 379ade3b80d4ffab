//! The diet bench: techniques that make the network lighter, with their settings, and what they come to.

mod beside;
mod commands;
mod extras;
mod line;
mod measured;
mod memory;
mod pair;
mod picture;
mod presets;
mod results;
mod rivals;
mod run;
mod scores;
mod staged;
mod state;
mod test_ids;
mod told;
mod tours;

use super::ID;
use super::messages::RECIPE;
use karui_protocol::{About, Name, decode};
use karui_shell::labs::Tab;
use karui_shell::recipe::cards;
use karui_shell::state::Lab;
use karui_shell::{GroupRow, LabPage, LinkPart, PageCode, Panel, ScoresRow, TabRow};
use karui_ui::reactive::{maybe_view, memo};
use leptos::prelude::*;
use leptos::wasm_split::{SplitLoaderError, wasm_split};
use results::Trials;
use scores::{MainScores, MoreScores};
use state::diet_of;

const DIET: Tab = Tab::new("diet");
const TRIALS: Tab = Tab::new("trials");
const MAIN_SCORES: Name = Name::new("main-scores");
const MORE_SCORES: Name = Name::new("more-scores");
const KEPT: Name = Name::new("kept-results");

const TABS: &[TabRow] = &[
    TabRow { tab: DIET, place: 30, title: |lang| lang.pick("手法を試す", "Techniques"), panel: Panel::Later },
    TabRow { tab: TRIALS, place: 32, title: |lang| lang.pick("比較", "Compare"), panel: Panel::Later },
];

const GROUPS: &[GroupRow] =
    &[GroupRow { id: Name::new("compress"), title: |lang| lang.pick("軽量化", "Compress"), tabs: &[DIET, TRIALS] }];

/// The lab as the page knows it.
pub static PAGE: LabPage = LabPage {
    groups: GROUPS,
    link: LinkPart {
        names: || vec!["recipe", "tour"],
        write: |lab| {
            let diet = diet_of(lab);
            let (json, tour) = (diet.json.get(), diet.tour.get());
            // What a step of a tour does is in the step: whoever opens the link has its question before them, not its answer.
            let is_told_by_tour = diet.by_tour.get() && !tour.is_empty();
            let pairs = [("recipe", if is_told_by_tour { String::new() } else { json }), ("tour", tour)];
            pairs.into_iter().filter(|(_, value)| !value.is_empty()).collect()
        },
        read: |lab, said| {
            let diet = diet_of(lab);
            diet.bring(said.get("recipe").unwrap_or_default().into());
            diet.tour.set(said.get("tour").unwrap_or_default().into());
            Vec::new()
        },
        place: |lab| [diet_of(lab).json.get(), diet_of(lab).tour.get()].concat(),
    },
    start: |lab| {
        lab.recipe.follow(|lab, rest| diet_of(lab).follow_change(rest));
        measured::keep_measured(lab);
    },
    forget: |lab| diet_of(lab).forget(),
    failed: |lab, about| {
        if about == RECIPE {
            diet_of(lab).give_up_recipe();
        } else if [About::DATA, About::SETTINGS, About::ENGINE].contains(&about) {
            diet_of(lab).leave_stage();
        }
    },
    shows_file: |lab| diet_of(lab).opened.get(),
    pairs: beside::PAIRS,
    scores: Some(ScoresRow {
        is_shown: scores::is_shown,
        figures: |lab| diet_of(lab).figures(),
        done: |lab| diet_of(lab).cooking.with(|it| it.as_ref().map(|it| it.step as f64 / it.steps.max(1) as f64)),
        speed: |lab| diet_of(lab).result.with(|it| Some(it.as_ref()?.timed.as_ref()?.throughput.clone())),
        main: MAIN_SCORES,
        more: MORE_SCORES,
    }),
    kept: Some(KEPT),
    is_fetched_ahead: true,
    ..LabPage::new(ID, TABS, || Box::pin(code()))
};

#[wasm_split(diet, fallible, wasm_split_path = leptos::wasm_split)]
fn code() -> Result<PageCode, SplitLoaderError> {
    Ok(PageCode { view, on_event })
}

fn view(name: Name) -> AnyView {
    match name {
        DIET => {
            beside::bind_open(Lab::here());
            view! { <DietPanel /> }.into_any()
        }
        TRIALS => {
            beside::bind_compared(Lab::here());
            view! {
                <Trials />
                {memory::will_it_fit()}
            }
            .into_any()
        }
        MAIN_SCORES => view! { <MainScores /> }.into_any(),
        KEPT => results::kept(),
        MORE_SCORES => view! { <MoreScores /> }.into_any(),
        _ => ().into_any(),
    }
}

/// The bench: what can be done, the run, and what it has come to.
#[component]
fn DietPanel() -> impl IntoView {
    let lab = Lab::here();
    // The controls stand once in the document: the recipe is the same one wherever they are.
    let is_here = memo(move || lab.recipe.shown_in.get().is_none());
    view! {
        // Cause beside effect: what is done stands beside the picture where there is room for both.
        <div class="d-bench">
            <div class="d-picture">
                <picture::Picture />
                <run::Told />
            </div>
            <div class="d-recipe">
                <tours::Tours />
                <presets::Presets />
                {maybe_view(move || is_here.get().then(|| cards(|_| true, &extras::EXTRAS)))}
                <run::Run />
            </div>
            <div class="d-results">
                <results::Results />
                <run::TakeAway />
            </div>
        </div>
    }
    .into_any()
}

/// Takes in what the engine says to it. An event of another build is refused with the worker itself.
fn on_event(lab: Lab, event: &[u8]) {
    if let Some(event) = decode(event) {
        diet_of(lab).apply(event);
    }
}
