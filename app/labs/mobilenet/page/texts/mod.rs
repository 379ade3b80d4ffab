//! The explorer's messages: a field for each, a value for each language.

mod en;
mod ja;

use crate::mobilenet::messages::BlockForm;
use karui_protocol::MobilenetVersion;
use karui_ui::Setting;

/// The messages in a language.
pub const fn of(lang: karui_ui::Lang) -> &'static Texts {
    lang.pick(&ja::JA, &en::EN)
}

/// A message, in a view; call it in a component's body.
pub fn say(message: fn(&Texts) -> &'static str) -> karui_ui::reactive::Reactive<String> {
    karui_ui::said(of, message)
}

/// All messages. Functions put names and formatted numbers in.
// Each message says itself what it is for.
#[allow(missing_docs)]
pub struct Texts {
    // The network
    pub network_title: &'static str,
    pub network_note: &'static str,
    pub version: Setting,
    pub alpha: Setting,
    pub resolution: Setting,
    pub classes: Setting,
    pub about: fn(MobilenetVersion) -> &'static str,
    pub params: &'static str,
    pub macs: &'static str,
    pub bytes: &'static str,
    pub whole: &'static str,
    /// A published multiply-add count in millions, and where it stands.
    pub published_as: fn(&str, &str) -> String,

    // Blocks
    pub blocks_title: &'static str,
    pub blocks_note: &'static str,
    pub form: fn(BlockForm) -> &'static str,
    /// Block, form, output, its share of the multiply-adds.
    pub block_told: fn(&str, &str, &str, &str) -> String,
    pub residual: &'static str,
    pub gates: &'static str,
    pub stride: fn(usize) -> String,

    // The table
    pub table_title: &'static str,
    pub table_note: &'static str,
    pub all_layers: &'static str,
    pub block: &'static str,
    pub input_output: &'static str,
    pub share: &'static str,

    // The open block
    pub open_title: fn(&str, &str) -> String,
    pub about_form: fn(BlockForm) -> &'static str,
    pub previous: &'static str,
    pub next: &'static str,
    pub subject: &'static str,
    pub held_out: &'static str,
    pub photos: [&'static str; 6],
    pub own_photo: &'static str,
    pub weights_note: &'static str,
    pub trained_note: &'static str,
    pub use_trained: &'static str,
    pub seen_by: fn(usize) -> String,
    pub waiting: &'static str,
    pub block_input: &'static str,
    /// How many channels are shown, of how many.
    pub channels: fn(usize, usize) -> String,

    // Standard against separable
    pub compare_title: &'static str,
    pub compare_note: &'static str,
    pub standard: &'static str,
    pub depthwise: &'static str,
    pub pointwise: &'static str,
    pub separable: &'static str,
    pub input: &'static str,
    pub middle: &'static str,
    pub output: &'static str,
    pub channel: fn(usize) -> String,
    pub play: &'static str,
    pub stop: &'static str,
    pub back: &'static str,
    pub forward: &'static str,
    pub step_slider: &'static str,
    /// Row, column, channel, multiplied how (kernel and channels), how many multiply-adds.
    pub step_standard: fn(&StepWords) -> String,
    pub step_depthwise: fn(&StepWords) -> String,
    pub step_pointwise: fn(&StepWords) -> String,
    pub milliseconds: &'static str,
    pub timing: &'static str,
    pub ratio: &'static str,
    pub ratio_note: &'static str,
    pub measured_ratio: fn(&str) -> String,
    /// The greatest difference, the greatest value.
    pub same_output: fn(&str, &str) -> String,

    // The linear bottleneck
    pub bottleneck_title: &'static str,
    pub bottleneck_note: &'static str,
    pub without_relu: &'static str,
    pub with_relu: &'static str,
    /// How many, of how many, the share.
    pub lost: fn(&str, &str, &str) -> String,

    // Squeeze and excite
    pub gates_title: &'static str,
    pub gates_note: &'static str,
    pub gate: &'static str,
    /// How many channels; least, greatest.
    pub gates_drawing: fn(usize, &str, &str) -> String,

    // The function
    pub function_title: fn(&str) -> String,
    pub function_note: &'static str,
    pub argument: &'static str,
    pub value: &'static str,
    /// Name, how many values below zero of all, as a share.
    pub function_drawing: fn(&str, &str) -> String,
    pub histogram: &'static str,
    /// How many.
    pub outside: fn(&str) -> String,

    // Published
    pub plot_title: &'static str,
    pub plot_note: &'static str,
    pub plot_drawing: fn(usize) -> String,
    pub plot_hint: &'static str,
    pub accuracy: &'static str,
    pub millions: &'static str,
    pub yours: &'static str,
    pub computed: &'static str,
    pub published: &'static str,
    pub source: &'static str,
    pub as_table: &'static str,
    pub choose: &'static str,
    pub sources_note: &'static str,
}

/// A step in words: which value is computed and of what.
pub struct StepWords {
    /// Its row in the part shown, from 1.
    pub row: usize,
    /// Its column, from 1.
    pub column: usize,
    /// Its channel.
    pub channel: usize,
    /// `3×3×64`.
    pub product: String,
    /// Multiply-adds of this value.
    pub each: String,
}
