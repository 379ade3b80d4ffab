use super::run_bar::RunBar;
use super::tabs::panel_id;
use crate::i18n::PageTexts;
use crate::labs::{LabPage, Panel, TabRow, lab_of, tabs};
use crate::state::Lab;
use crate::{lazy, test_ids};
use karui_ui::reactive::{flag, maybe_view, text, views};
use karui_ui::use_lang;
use leptos::prelude::*;

/// The middle of the bench: the run, and what there is to see, one panel for each tab.
#[component]
pub(super) fn Stage() -> impl IntoView {
    let (lab, lang) = (Lab::here(), use_lang());
    view! {
        <section
            class="stage"
            data-testid=test_ids::STAGE
            aria-label=text(move || lang.get().t().zone_stage)
        >
            <RunBar />
            {views(tabs(lab.labs()).into_iter().filter_map(|row| Some(panel(lab, lab_of(lab.labs(), row.tab)?, row))))}
        </section>
    }
    .into_any()
}

/// A tab's panel. It stays in the document, so that it keeps its state.
fn panel(lab: Lab, of: &'static LabPage, row: &'static TabRow) -> AnyView {
    let (tab, lang) = (row.tab, use_lang());
    let content = match row.panel {
        Panel::AtOnce(panel) => panel(),
        Panel::Later => maybe_view(move || Some(lazy::from_lab(lab, of.id, tab))).into_any(),
    };
    view! {
        <div
            class="panel"
            role="tabpanel"
            id=panel_id(tab)
            aria-labelledby=test_ids::tab(tab)
            hidden=flag(move || lab.view.tab.get() != tab)
        >
            // The parts' headings are below it.
            <h2 class="visually-hidden">{text(move || (row.title)(lang.get()))}</h2>
            {content}
        </div>
    }
    .into_any()
}
