//! The diet bench's messages: a field for each, a value for each language.

mod en;
mod ja;
mod names;

pub use karui_ui::Setting;

use karui_protocol::recipe::TechniqueKind;
use karui_ui::reactive::{Reactive, text};
use karui_ui::{Lang, use_lang};
use leptos::prelude::*;

/// Both languages.
#[cfg(test)]
pub const ALL: [&Texts; 2] = [&ja::JA, &en::EN];

/// The messages in a language.
pub fn of(lang: Lang) -> &'static Texts {
    lang.pick(&ja::JA, &en::EN)
}

/// The messages in the page's language; call it in a component's body.
pub fn use_texts() -> Signal<&'static Texts> {
    let lang = use_lang();
    Signal::derive(move || of(lang.get()))
}

/// A message, in a view.
pub fn say(t: Signal<&'static Texts>, of: fn(&Texts) -> &'static str) -> Reactive<String> {
    text(move || of(t.get()))
}

/// What a technique is called, what it does and what to watch, and its guided tour.
pub struct CardText {
    pub title: &'static str,
    pub what: &'static str,
    pub steps: &'static [&'static str],
}

/// All messages. Functions put formatted numbers in.
// Each message says itself what it is for.
#[allow(missing_docs)]
pub struct Texts {
    // Presets
    pub presets: &'static str,
    /// By the preset's id: its name, and what it does.
    pub preset: fn(&str) -> (&'static str, &'static str),

    // Cards
    pub techniques: &'static str,
    pub more: &'static str,
    pub tour: &'static str,
    pub set_so: &'static str,
    pub epochs: Setting,
    pub rate: Setting,

    pub quantize: CardText,
    pub quant_method: Setting,
    pub quant_dtype: Setting,
    pub quant_granularity: Setting,
    pub quant_scheme: Setting,
    pub quant_observer: Setting,
    pub quant_percentile: Setting,
    pub quant_calibration: Setting,

    pub prune: CardText,
    pub prune_unit: Setting,
    pub prune_amount: Setting,
    pub prune_criterion: Setting,
    pub prune_scope: Setting,
    pub prune_remove: Setting,
    pub prune_rounds: Setting,
    pub prune_rewind: Setting,
    pub prune_layers: &'static str,
    pub prune_layers_clear: &'static str,
    pub prune_pair: &'static str,
    pub prune_pair_help: &'static str,

    pub distill: CardText,
    pub distill_student: Setting,
    pub distill_width: Setting,
    pub distill_temperature: Setting,
    pub distill_alpha: Setting,
    pub distill_hint: Setting,
    pub distill_beta: Setting,
    pub distill_control: &'static str,
    pub distill_control_help: &'static str,

    pub fold_bn: CardText,

    pub cluster: CardText,
    pub cluster_bits: Setting,

    pub low_rank: CardText,
    pub low_rank_energy: Setting,
    pub low_rank_saving: Setting,

    // The run
    pub recipe: &'static str,
    pub run: &'static str,
    pub stop: &'static str,
    pub reset: &'static str,
    pub technique: fn(TechniqueKind) -> &'static str,
    pub progress: &'static str,
    pub measuring: &'static str,
    pub measuring_before: &'static str,
    pub fetching: &'static str,
    /// The step, of how many.
    pub at_step: fn(&str, &str) -> String,
    pub loss: fn(&str) -> String,
    pub nothing_on: &'static str,
    pub follows: &'static str,
    pub waits: &'static str,
    pub waits_behind: &'static str,
    pub done: &'static str,
    pub training_first: &'static str,

    // Taking away
    pub take_away: &'static str,
    pub take_away_note: &'static str,
    pub save_onnx: &'static str,
    pub save_safetensors: &'static str,
    pub save_packed: &'static str,
    pub open_packed: &'static str,

    // The scoreboard
    pub size: &'static str,
    pub latency: &'static str,
    pub throughput: &'static str,
    pub accuracy: &'static str,
    pub macs: &'static str,
    pub nonzero: &'static str,
    pub before: &'static str,
    /// A score's name, in words for the figure before.
    pub score_before: fn(&str) -> String,
    /// Points of a percent.
    pub points: fn(&str) -> String,
    /// So many times as fast.
    pub faster: fn(&str) -> String,
    /// So many times as slow.
    pub slower: fn(&str) -> String,
    pub same: &'static str,
    pub within_noise: &'static str,
}
