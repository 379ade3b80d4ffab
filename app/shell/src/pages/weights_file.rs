use crate::i18n::PageTexts;
use crate::{
    state::{EngineState, Lab},
    test_ids,
};
use karui_ui::reactive::{flag, handler, text};
use karui_ui::{number, use_lang};
use leptos::{html, prelude::*};
use wasm_bindgen_futures::JsFuture;
use web_sys::{File, HtmlInputElement};

/// Times as good as chance, below which a network is told to be guessing.
const NO_GUESS: f64 = 2.0;

/// The weights as a safetensors file: out, and in.
#[component]
pub(super) fn WeightsFile() -> impl IntoView {
    let (lab, lang) = (Lab::here(), use_lang());
    let t = move || lang.get().t();
    let input = NodeRef::<html::Input>::new();
    let is_ready = move || matches!(lab.engine_state.get(), EngineState::Ready(_));
    let open = move |_| {
        if let Some(input) = input.get() {
            input.click();
        }
    };
    let chosen = move |_| take_file(lab, input.get(), Lab::open_weights);
    // Weights of another data set have the same shapes: only what they say of images tells.
    let doubt = move || {
        let known = lab.is_from_file() && !lab.evaluation_is_old.get() && !lab.is_under_way();
        let classes = lab.network.with(|network| network.as_ref().map_or(0, |network| network.classes));
        let share = lab.evaluation.with(|it| it.as_ref().filter(|_| known).map(|it| it.accuracy.value));
        let share = share.filter(|share| *share * (classes as f64) < NO_GUESS)?;
        let lang = lang.get();
        Some((lang.t().is_a_guess)(&number::integer(lang, classes as f64), &number::percent(lang, share, 1)))
    };
    view! {
        <div class="row weights-file">
            <button
                type="button"
                class="btn quiet small"
                data-testid=test_ids::WEIGHTS_SAVE
                disabled=flag(move || !is_ready() || lab.weights.with(Option::is_none))
                on:click=handler(move |_| lab.save_weights())
            >
                {text(move || t().save_weights)}
            </button>
            <button
                type="button"
                class="btn quiet small"
                disabled=flag(move || !is_ready() || lab.is_under_way())
                on:click=handler(open)
            >
                {text(move || t().open_weights)}
            </button>
            <input
                type="file"
                node_ref=input
                hidden
                accept=".safetensors"
                data-testid=test_ids::WEIGHTS_OPEN
                on:change=handler(chosen)
            />
        </div>
        <p class="help bad" role="status" data-testid=test_ids::WEIGHTS_DOUBT>{text(move || doubt().unwrap_or_default())}</p>
    }
    .into_any()
}

/// Gives the bytes of the file that was chosen in `input` to a command.
pub fn take_file(lab: Lab, input: Option<HtmlInputElement>, command: fn(Lab, Vec<u8>)) {
    let Some(input) = input else { return };
    let file = input.files().and_then(|files| files.get(0));
    // So that the same file can be chosen again.
    input.set_value("");
    if let Some(file) = file {
        leptos::task::spawn_local(async move {
            if let Some(bytes) = bytes_of(&file).await {
                command(lab, bytes);
            }
        });
    }
}

async fn bytes_of(file: &File) -> Option<Vec<u8>> {
    let buffer = JsFuture::from(file.array_buffer()).await.ok()?;
    Some(js_sys::Uint8Array::new(&buffer).to_vec())
}
