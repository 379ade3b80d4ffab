//! The messages of results and trials: a field for each, a value for each language.

pub mod en;
mod ja;

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
    // Columns and axes
    pub layer: &'static str,
    pub size: &'static str,
    pub macs: &'static str,
    pub time: &'static str,
    pub density: &'static str,
    pub sqnr: &'static str,
    pub accuracy: &'static str,
    pub throughput: &'static str,
    pub nonzero: &'static str,
    pub before: &'static str,
    pub now: &'static str,

    // Layers
    pub layers_title: &'static str,
    pub layers_note: &'static str,
    /// Of which layer.
    pub details_title: fn(&str) -> String,
    pub details_note: &'static str,
    pub weights: &'static str,
    pub activations: &'static str,
    pub no_histograms: &'static str,
    /// How many.
    pub levels: fn(usize) -> String,
    pub value: &'static str,
    pub count_root: &'static str,
    /// What; its ends, where the fullest bin lies and its share before, the same now; how many levels.
    pub histogram: fn(&str, &[String; 6], usize) -> String,
    pub filters_title: &'static str,
    /// How many have gone, of how many.
    pub filters_note: fn(&str, &str) -> String,
    pub worst_channels: &'static str,
    pub worst_note: &'static str,
    /// Its number.
    pub channel: fn(u32) -> String,

    // Changed images
    pub changed_title: &'static str,
    /// How many, of how many.
    pub changed: fn(&str, &str) -> String,
    pub changed_none: &'static str,
    /// Class, class said before, class said now.
    pub changed_tile: fn(&str, &str, &str) -> String,
    /// Class.
    pub really: fn(&str) -> String,

    // Sensitivity
    pub sensitivity_title: &'static str,
    pub sensitivity_note: &'static str,
    pub scan: &'static str,
    pub scan_again: &'static str,
    pub scanning: &'static str,
    pub amount: &'static str,
    pub own_amount: &'static str,
    /// Of which layer.
    pub amount_of: fn(&str) -> String,
    /// How many layers.
    pub sensitivity_drawing: fn(usize) -> String,
    /// Layer, amount, accuracy.
    pub sensitivity_point: fn(&str, &str, &str) -> String,
    pub as_table: &'static str,

    // Soft targets
    /// The temperature.
    pub soft_title: fn(&str) -> String,
    pub soft_note: &'static str,
    pub choose_image: &'static str,

    // Trials
    pub pareto_title: &'static str,
    pub pareto_note: &'static str,
    pub accuracy_by_size: &'static str,
    pub accuracy_by_time: &'static str,
    pub accuracy_by_macs: &'static str,
    pub literature: &'static str,
    /// Title, how many marks, names of those on the front.
    pub pareto_drawing: fn(&str, usize, &str) -> String,
    pub pareto_hint: &'static str,
    pub trial: &'static str,
    pub trial_fits: &'static str,
    pub original: &'static str,
    pub present: &'static str,
    pub front: &'static str,
    pub budget: &'static str,
    pub budget_size: &'static str,
    pub budget_time: &'static str,
    pub fits: &'static str,
    pub does_not_fit: &'static str,
    pub runs_title: &'static str,
    pub runs_note: &'static str,
    pub keep_present: &'static str,
    /// A network.
    pub rival: fn(&str) -> String,
    /// A network.
    pub rival_by_accuracy: fn(&str) -> String,
    /// A network.
    pub rival_shipped: fn(&str) -> String,
    pub no_trials: &'static str,
    pub name: &'static str,
    pub techniques: &'static str,
    pub compare: &'static str,
    /// A trial's name.
    pub compare_one: fn(&str) -> String,
    pub compare_title: &'static str,
    pub compare_hint: &'static str,
    pub difference: &'static str,
    pub bring_back: &'static str,
    pub delete: &'static str,
    pub export_json: &'static str,
    pub export_csv: &'static str,
}
