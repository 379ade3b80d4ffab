//! The accelerator page's messages: a field for each, a value for each language.

mod en;
mod ja;

use crate::accelerate::messages::{Form, Way, Work};
use crate::accelerate::page::state::Asked;

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
    // What is computed
    pub title: &'static str,
    pub note: &'static str,
    pub what: &'static str,
    pub size: &'static str,
    pub work: fn(Work) -> &'static str,
    /// What is done, and by how many workers at most.
    pub about: fn(Work, usize) -> String,
    /// Millions of operations, bytes, operations per byte.
    pub amount: fn(&str, &str, &str) -> String,
    pub time_all: &'static str,
    pub stop: &'static str,
    /// The way being timed, and how many are left.
    pub timing: fn(&str, usize) -> String,

    // Bars
    pub bars_title: &'static str,
    pub bars_note: &'static str,
    pub ways: fn(Way) -> &'static str,
    /// A way's name in a drawing.
    pub short: fn(Way) -> &'static str,
    pub adds: fn(Way) -> &'static str,
    /// The way before, and how many times as fast this one is.
    pub gain: fn(&str, &str) -> String,
    /// The largest difference from the reference.
    pub apart: fn(&str) -> String,
    pub is_wrong: fn(&str) -> String,
    pub compile_failed: &'static str,
    pub device_failed: fn(&str) -> String,
    /// What the adapter does not have.
    pub lacks: fn(&str) -> String,
    /// Seconds that it was waited for.
    pub endless: fn(u32) -> String,
    /// Likewise, where it is the device that does not answer.
    pub stalled: fn(u32) -> String,

    /// Where the GPU is software.
    pub software: &'static str,

    // Roofline
    pub roofline_title: &'static str,
    pub roofline_note: &'static str,
    pub roofline_waits: &'static str,
    pub per_byte: &'static str,
    pub peak: &'static str,
    pub bandwidth: &'static str,

    // A whole network
    pub network_title: &'static str,
    pub network_note: &'static str,
    pub network_run: &'static str,
    pub forms: fn(Form) -> &'static str,
    pub form_adds: fn(Form) -> &'static str,
    /// How many times as fast as 32-bit floats on the CPU.
    pub against_cpu: fn(&str) -> String,
    pub same_class: &'static str,

    // The kernel
    pub kernel_title: &'static str,
    pub kernel_note: &'static str,
    pub kernel: &'static str,
    pub source: &'static str,
    pub run: &'static str,
    pub reset: &'static str,
    /// Time and difference of a right result.
    pub right: fn(&str, &str) -> String,
    /// Line and column.
    pub line: fn(u32, u32) -> String,

    // The grid
    pub grid_title: &'static str,
    pub grid_note: &'static str,
    pub grid_drawing: fn(usize) -> String,
    pub which_group: &'static str,
    pub which_step: &'static str,
    /// Workgroups across and down; rows and columns of a workgroup's tile.
    pub grid_told: fn([usize; 2], [usize; 2]) -> String,
    pub matrix: fn(Work, char) -> &'static str,
    pub one_group: &'static str,
    pub lanes_drawing: &'static str,
    pub lanes_told: fn(bool) -> &'static str,

    // Terms
    pub terms_title: &'static str,
    pub terms_note: &'static str,
    pub thing: &'static str,
    pub things: [&'static str; 11],
    pub kinds: [(&'static str, &'static str); 4],

    // The systolic array
    pub systolic_title: &'static str,
    pub systolic_note: &'static str,
    pub systolic_drawing: &'static str,
    pub beat: &'static str,
    /// The step, of how many, and busy cells.
    pub beat_told: fn(usize, usize, usize) -> String,
}

impl Texts {
    /// The name of what was asked for.
    pub fn asked(&self, asked: Asked) -> &'static str {
        match asked {
            Asked::Way(way) => self.way(way),
            Asked::Form(form) => (self.forms)(form),
        }
    }

    /// A way's name.
    pub fn way(&self, way: Way) -> &'static str {
        (self.ways)(way)
    }
}
