//! A pad to draw on, images to put on it, and what the network says.

use super::texts::{say, use_texts};
use karui_protocol::{DataKind, Picture, Problem, Sample};
use karui_shell::i18n::class_name;
use karui_shell::state::Prediction;
use karui_ui::canvas::PixelImage;
use karui_ui::pad::{Drawing, Pad};
use karui_ui::reactive::{flag, handler, list, memo, text};
use karui_ui::use_lang;
use leptos::prelude::*;

/// Images of the data set that are offered.
const OFFERED: usize = 8;

/// What makes a view of the network's answer to what is on the pad; nothing while that is empty.
pub type Answers = Box<dyn FnOnce(Signal<Option<Prediction>>) -> AnyView>;

/// The pad, with what the network says of it.
#[component]
pub fn DrawPad(
    /// Whose classes they are.
    #[prop(into)]
    data: Signal<DataKind>,
    /// What the network says of the last picture.
    #[prop(into)]
    prediction: Signal<Option<Prediction>>,
    /// Shows it.
    answers: Answers,
    /// Images that can be put on the pad, for those who cannot draw.
    #[prop(into, optional)]
    samples: Signal<Vec<Sample>>,
    /// Told each picture to classify.
    #[prop(into)]
    on_picture: Callback<Picture>,
    /// Told when a file is no picture.
    #[prop(into)]
    on_fault: Callback<Problem>,
) -> impl IntoView {
    let (lang, t) = (use_lang(), use_texts());
    let drawing = Drawing::new(on_picture, Callback::new(move |()| on_fault.run(Problem::NotAPicture)));
    let take = move |i: usize| {
        if let Some(pixels) = samples.with_untracked(|s| s.get(i).map(|s| s.pixels.clone())) {
            drawing.put(&pixels);
        }
    };
    let offered = memo(move || samples.with(|s| s.len().min(OFFERED)));
    let offer = move |i: usize| {
        let sample = memo(move || samples.with(|s| s.get(i).cloned()));
        let name = move || {
            let class = sample.with(|s| s.as_ref().map_or(0, |s| usize::from(s.label)));
            (t.get().put_on_pad)(class_name(lang.get(), data.get(), class))
        };
        view! {
            <li>
                <button type="button" class="w-offer" aria-label=text(name) on:click=handler(move |_| take(i))>
                    <PixelImage pixels=Signal::derive(move || sample.with(|s| s.as_ref().map(|s| s.pixels.clone())))/>
                </button>
            </li>
        }
    };
    view! {
        <div class="w-draw">
            <div class="w-pad-side">
                <Pad
                    drawing=drawing
                    testid="draw-canvas"
                    label=Signal::derive(move || t.get().pad)
                    hint=Signal::derive(move || t.get().pad_hint)
                />
                <div class="w-pad-tools">
                    <button type="button" class="btn" disabled=flag(move || drawing.is_empty()) on:click=handler(move |_| drawing.undo())>
                        {say(|t| t.undo)}
                    </button>
                    <button type="button" class="btn" disabled=flag(move || drawing.is_empty()) on:click=handler(move |_| drawing.clear())>
                        {say(|t| t.clear)}
                    </button>
                    <label class="btn w-file">
                        <input type="file" accept="image/*" class="visually-hidden" on:change=handler(move |event| drawing.take_file(event))/>
                        {say(|t| t.open_picture)}
                    </label>
                </div>
                <p class="w-note muted" hidden=flag(move || offered.get() == 0)>{say(|t| t.offer)}</p>
                <ul class="w-offers">{list(move || (0..offered.get()).map(offer).collect())}</ul>
            </div>
            // An empty pad is no picture: the last answer was to another.
            {answers(Signal::derive(move || prediction.get().filter(|_| !drawing.is_empty())))}
        </div>
    }
    .into_any()
}
