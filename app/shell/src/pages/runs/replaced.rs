use super::texts;
use crate::state::Lab;
use crate::test_ids;
use karui_protocol::{RunState, WeightsOrigin};
use karui_ui::reactive::{flag, memo, text};
use karui_ui::{number, use_lang};
use leptos::prelude::*;

/// What a run takes the place of, and how that comes back.
#[component]
pub(super) fn Replaced() -> impl IntoView {
    let (lab, lang) = (Lab::here(), use_lang());
    let words = move || {
        let own = texts::of(lang.get());
        let origin = lab.weights.with(|weights| weights.as_ref().map(|(origin, _)| *origin));
        let share = lab.evaluation.with(|evaluation| evaluation.as_ref().map(|it| it.accuracy.value));
        match (lab.run_state(), origin, share) {
            (RunState::Finished | RunState::Diverged, ..) => own.has_replaced.to_owned(),
            (
                RunState::Idle | RunState::Evaluating,
                Some(WeightsOrigin::Shipped | WeightsOrigin::Imported),
                Some(share),
            ) if !lab.is_under_way() => (own.will_replace)(&number::percent(lang.get(), share, 1)),
            _ => String::new(),
        }
    };
    let words = memo(words);
    let is_here = move || lab.view.tab.get() == lab.first_tab() && words.with(|words| !words.is_empty());
    view! { <p class="help" data-testid=test_ids::WILL_REPLACE hidden=flag(move || !is_here())>{text(move || words.get())}</p> }
}
