//! What the network says of a picture.

use super::images::top;
use super::texts::{say, use_texts};
use karui_protocol::DataKind;
use karui_shell::i18n::class_name;
use karui_shell::state::Prediction;
use karui_ui::canvas::PixelImage;
use karui_ui::reactive::{flag, memo, text, views};
use karui_ui::{number, use_lang};
use leptos::prelude::*;

/// A bar for each class's probability, the most probable one in words above, and the picture as the network sees it.
#[component]
pub fn Predictions(
    /// The last answer.
    #[prop(into)]
    prediction: Signal<Option<Prediction>>,
    /// Whose classes they are.
    #[prop(into)]
    data: Signal<DataKind>,
    /// How many there are: their rows keep their places before there is an answer.
    #[prop(default = 10)]
    classes: usize,
) -> impl IntoView {
    let (lang, t) = (use_lang(), use_texts());
    let best = memo(move || prediction.with(|p| p.as_ref().and_then(|p| top(&p.probabilities))));
    let name = move |class: usize| class_name(lang.get(), data.get(), class);
    let percent = move |p: f32| number::percent(lang.get(), f64::from(p), 1);
    let row = move |class: usize| {
        let probability =
            memo(move || prediction.with(|p| p.as_ref().and_then(|p| p.probabilities.get(class).copied())));
        view! {
            <li class:w-best=flag(move || best.get().is_some_and(|b| b.0 == class))>
                <span class="w-name">{text(move || name(class))}</span>
                <span class="w-bar" style:--share=text(move || probability.get().unwrap_or(0.0).to_string())></span>
                <span class="w-value num">{text(move || probability.get().map_or("—".into(), percent))}</span>
            </li>
        }
    };
    view! {
        <div class="w-predictions">
            <div class="w-prediction-head">
                <figure class="w-seen">
                    <PixelImage
                        pixels=Signal::derive(move || prediction.with(|p| p.as_ref().map(|p| p.seen.clone())))
                        label=Signal::derive(move || t.get().seen.to_owned())
                    />
                    <figcaption class="muted">{say(|t| t.seen)}</figcaption>
                </figure>
                <p
                    class="w-prediction-top"
                    data-testid="prediction-top"
                    data-value=text(move || best.get().map(|b| b.0.to_string()).unwrap_or_default())
                    aria-live="polite"
                >
                    <strong>{text(move || best.get().map_or("", |b| name(b.0)))}</strong>
                    " "
                    <span class="num">{text(move || best.get().map_or(String::new(), |b| percent(b.1)))}</span>
                    <span class="muted" hidden=flag(move || best.get().is_some())>
                        {say(|t| t.no_prediction)}
                    </span>
                </p>
            </div>
            <ul class="w-classes">{views((0..classes).map(row))}</ul>
        </div>
    }
    .into_any()
}
