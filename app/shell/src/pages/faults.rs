use crate::i18n::{PageTexts, problem_text};
use crate::{state::Lab, test_ids};
use karui_protocol::{About, Fault};
use karui_ui::reactive::{handler, list, text};
use karui_ui::use_lang;
use leptos::prelude::*;

/// What went wrong with one part of the page, shown beside it until it is dismissed.
#[component]
pub fn Faults(
    /// The part.
    about: About,
) -> impl IntoView {
    let (lab, lang) = (Lab::here(), use_lang());
    let faults = move || lab.faults.with(|all| all.iter().filter(|f| f.about == about).cloned().collect::<Vec<_>>());
    let one = move |fault: Fault| {
        let problem = fault.problem.clone();
        view! {
            <div class="notice fault inline" role="alert" data-testid=test_ids::fault(about)>
                <p>{text(move || problem_text(lang.get(), &problem))}</p>
                <button
                    type="button"
                    class="dismiss"
                    aria-label=text(move || lang.get().t().dismiss)
                    on:click=handler(move |_| lab.faults.update(|all| all.retain(|other| *other != fault)))
                >
                    "×"
                </button>
            </div>
        }
    };
    list(move || faults().into_iter().map(one).collect())
}
