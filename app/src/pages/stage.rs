use super::later;
use super::panels::CurvesPanel;
use super::run_bar::RunBar;
use super::tabs::panel_id;
use crate::hooks;
use crate::i18n::use_lang;
use crate::live::{flag, part, parts, text};
use crate::state::{Lab, Tab};
use leptos::prelude::*;

/// The middle of the bench: the run, and what there is to see, one panel for each tab.
#[component]
pub(super) fn Stage() -> impl IntoView {
    let lang = use_lang();
    view! {
        <section class="stage" aria-label=text(move || lang.get().t().zone_stage)>
            <RunBar />
            {parts(Tab::ALL.map(panel))}
        </section>
    }
    .into_any()
}

/// A tab's panel. It stays in the document, so that it keeps its state.
fn panel(tab: Tab) -> AnyView {
    let lab = Lab::here();
    let content = match tab {
        Tab::Curves => view! { <CurvesPanel /> }.into_any(),
        Tab::Real => part(move || Some(later::alone(lab.later.real))).into_any(),
        Tab::Accelerate => part(move || Some(later::alone(lab.later.accelerate))).into_any(),
        Tab::Mobilenet => part(move || Some(later::alone(lab.later.explorer))).into_any(),
        tab => part(move || Some(later::from_bench(lab, move |bench| (bench.panel)(tab)))).into_any(),
    };
    view! {
        <div
            class="panel"
            role="tabpanel"
            id=panel_id(tab)
            aria-labelledby=hooks::tab(tab)
            hidden=flag(move || lab.view.tab.get() != tab)
        >
            {content}
        </div>
    }
    .into_any()
}
