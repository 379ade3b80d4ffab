//! The widgets' messages: a field for each, a value for each language.

mod en;
mod ja;

use karui_ui::reactive::{Reactive, text};
use karui_ui::use_lang;
use leptos::prelude::*;

/// The messages in the page's language; call it in a component's body.
pub fn use_texts() -> Signal<&'static Texts> {
    let lang = use_lang();
    Signal::derive(move || lang.get().pick(&ja::JA, &en::EN))
}

/// A message, in a view.
pub fn say(t: Signal<&'static Texts>, of: fn(&Texts) -> &'static str) -> Reactive<String> {
    text(move || of(t.get()))
}

/// All messages. Functions put names and formatted numbers in.
// Each message says itself what it is for.
#[allow(missing_docs)]
pub struct Texts {
    // Curves
    pub curves: &'static str,
    pub loss: &'static str,
    pub accuracy: &'static str,
    pub rate: &'static str,
    pub train: &'static str,
    pub valid: &'static str,
    pub epochs: &'static str,
    pub steps: &'static str,
    /// Step, epoch.
    pub step_and_epoch: fn(&str, &str) -> String,
    pub no_curve: &'static str,
    pub close_view: &'static str,
    pub smoothing: &'static str,

    // Images
    pub no_images: &'static str,
    pub no_mistakes: &'static str,
    /// Class, predicted class, probability.
    pub tile: fn(&str, &str, &str) -> String,
    /// Class.
    pub really: fn(&str) -> String,

    // Confusion
    pub confusion_caption: &'static str,
    pub confusion_corner: &'static str,
    pub confusion_hint: &'static str,
    /// Class, count, of how many, share.
    pub rightly: fn(&str, &str, &str, &str) -> String,
    /// Class, predicted class, count, of how many, share.
    pub confused: fn(&str, &str, &str, &str, &str) -> String,
    pub per_class: &'static str,
    /// Class.
    pub accuracy_of: fn(&str) -> String,

    // Maps
    /// How many.
    pub maps: fn(usize) -> String,
    /// How many.
    pub show_all: fn(usize) -> String,
    pub zero_is_neutral: &'static str,
    pub rgb_groups: &'static str,
    pub no_filters: &'static str,
    pub no_activations: &'static str,
    pub input_image: &'static str,

    // The network
    pub layers: &'static str,
    pub layer: &'static str,
    pub output: &'static str,
    pub params: &'static str,
    pub macs: &'static str,
    pub bytes: &'static str,
    pub time: &'static str,
    pub whole_network: &'static str,
    pub table_hint: &'static str,
    pub measure: &'static str,
    pub drawing: &'static str,
    pub drawing_scale: &'static str,

    // The pad
    pub pad: &'static str,
    pub pad_hint: &'static str,
    pub undo: &'static str,
    pub clear: &'static str,
    pub open_picture: &'static str,
    pub offer: &'static str,
    /// Class.
    pub put_on_pad: fn(&str) -> String,
    pub seen: &'static str,
    pub no_prediction: &'static str,
}
