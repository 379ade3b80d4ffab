use crate::i18n::PageTexts;
use crate::{state::Lab, test_ids};
use karui_ui::reactive::{handler, maybe_view, memo, text};
use karui_ui::use_lang;
use leptos::prelude::*;

/// Says that settings differ from those of what is shown, and asks what to do: a run never ends by a turned knob. It
/// lies over the page, so that the knob does not move under the hand.
#[component]
pub fn Changed() -> impl IntoView {
    let (lab, lang) = (Lab::here(), use_lang());
    let t = move || lang.get().t();
    let during_run = move || lab.is_under_way();
    let has_changes = memo(move || lab.has_waiting_changes());
    let notice = move || {
        view! {
            <div class="notice" role="status" data-testid=test_ids::SETTINGS_CHANGED>
                <div>
                    <p>{text(move || if during_run() { t().changed_while_running } else { t().changed_after_run })}</p>
                    <div class="row">
                        <button
                            type="button"
                            class="btn"
                            data-testid=test_ids::SETTINGS_APPLY
                            on:click=handler(move |_| lab.switch_to_draft())
                        >
                            {text(move || if during_run() { t().apply_now } else { t().switch_now })}
                        </button>
                        <button
                            type="button"
                            class="btn quiet"
                            data-testid=test_ids::SETTINGS_UNDO
                            on:click=handler(move |_| lab.undo_changes())
                        >
                            {text(move || t().undo_change)}
                        </button>
                    </div>
                </div>
            </div>
        }
    };
    maybe_view(move || has_changes.get().then(notice))
}
