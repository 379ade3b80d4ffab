//! The accuracy of each class.

use super::texts::{say, use_texts};
use karui_protocol::{DataKind, Evaluation};
use karui_shell::i18n::class_name;
use karui_ui::figure::FigureButton;
use karui_ui::reactive::{list, memo, text};
use karui_ui::use_lang;
use leptos::prelude::*;

/// A bar for each class: the share of its images that are classified rightly.
#[component]
pub fn PerClass(
    /// The last evaluation.
    #[prop(into)]
    evaluation: Signal<Option<Evaluation>>,
    /// Whose classes they are.
    #[prop(into)]
    data: Signal<DataKind>,
) -> impl IntoView {
    let (lang, t) = (use_lang(), use_texts());
    let count = memo(move || evaluation.with(|e| e.as_ref().map_or(0, |e| e.per_class.len())));
    let row = move |class: usize| {
        let figure = memo(move || evaluation.with(|e| e.as_ref().and_then(|e| e.per_class.get(class).cloned())));
        let name = move || class_name(lang.get(), data.get(), class);
        let share = move || figure.with(|f| f.as_ref().map_or(0.0, |f| f.value)).to_string();
        view! {
            <li>
                <span class="w-name">{text(name)}</span>
                <span class="w-bar" style:--share=text(share)></span>
                <FigureButton figure=figure label=Signal::derive(move || (t.get().accuracy_of)(name()))/>
            </li>
        }
    };
    view! {
        <ul class="w-classes" aria-label=say(|t| t.per_class)>
            {list(move || (0..count.get()).map(row).collect())}
        </ul>
    }
    .into_any()
}
