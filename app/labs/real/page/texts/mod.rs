//! The messages of the real networks: a field for each, a value for each language.

mod en;
mod ja;

/// The messages in a language.
pub const fn of(lang: karui_ui::Lang) -> &'static Texts {
    lang.pick(&ja::JA, &en::EN)
}

/// A message, in a view; call it in a component's body.
pub fn say(message: fn(&Texts) -> &'static str) -> karui_ui::reactive::Reactive<String> {
    karui_ui::said(of, message)
}

/// All messages. Functions put formatted numbers in.
// Each message says itself what it is for.
#[allow(missing_docs)]
pub struct Texts {
    // The network
    pub network: &'static str,
    pub network_note: &'static str,
    pub person: &'static str,
    pub person_note: &'static str,
    pub lite0: &'static str,
    pub lite0_note: &'static str,
    pub open_network: &'static str,
    pub open_network_note: &'static str,
    /// How much has arrived, of how much.
    pub fetching: fn(&str, &str) -> String,
    pub fetching_some: fn(&str) -> String,
    pub preparing: &'static str,
    pub input: fn(&str) -> String,
    pub params: &'static str,
    pub macs: &'static str,
    pub size: &'static str,
    pub own_layer: &'static str,
    pub original_layer: &'static str,

    // The picture
    pub look: &'static str,
    pub look_note: &'static str,
    pub camera_start: &'static str,
    pub camera_stop: &'static str,
    pub camera_asking: &'static str,
    pub keep_frame: &'static str,
    pub open_pictures: &'static str,
    pub view: &'static str,
    pub pictures: &'static str,
    /// By the place of a shipped one.
    pub photo: [&'static str; 6],
    pub own_picture: fn(&str) -> String,
    pub remove: fn(&str) -> String,
    pub differs: &'static str,
    pub credits: &'static str,

    // The answer
    pub answer: &'static str,
    pub no_answer: &'static str,
    pub float: &'static str,
    pub light: &'static str,
    pub time: &'static str,
    pub time_note: &'static str,
    pub preparation: &'static str,
    pub rate: &'static str,
    pub first: &'static str,
    pub by: &'static str,
    pub by_both: &'static str,
    pub class_number: fn(&str) -> String,
    pub persons: [&'static str; 2],
    /// The top class and its probability, for those who listen.
    pub spoken: fn(&str, &str) -> String,

    // The recipe
    pub lighten: &'static str,
    pub lighten_note: &'static str,
    pub run: &'static str,
    pub undo: &'static str,
    pub nothing_on: &'static str,
    pub left_out: &'static str,
    pub cooking: fn(&str) -> String,
    /// How many, of how many.
    pub layers_done: fn(&str, &str) -> String,
    pub measuring: &'static str,
    pub result: &'static str,
    /// The names of techniques.
    pub done: fn(&str) -> String,
    pub before: &'static str,
    pub now: &'static str,
    pub ratio: &'static str,
    pub latency: &'static str,
    pub agreement: &'static str,
    pub agreement_note: fn(&str) -> String,
    pub agreement_own: &'static str,
    pub calibrated: fn(&str) -> String,
    /// How many layers, of how many.
    pub factored: fn(&str, &str) -> String,
    pub agreement_alike: &'static str,

    // Transfer learning
    pub transfer: &'static str,
    pub transfer_note: &'static str,
    pub class_add: &'static str,
    pub class_name: fn(&str) -> String,
    pub class_new: fn(&str) -> String,
    pub class_choose: fn(&str) -> String,
    pub class_chosen: &'static str,
    pub class_delete: fn(&str) -> String,
    pub count: fn(&str) -> String,
    pub drop_picture: fn(&str, &str) -> String,
    pub take: fn(&str) -> String,
    pub take_none: &'static str,
    pub take_note: &'static str,
    pub add_files: &'static str,
    pub train: &'static str,
    pub training_features: fn(&str, &str) -> String,
    pub training_steps: fn(&str, &str, &str) -> String,
    pub trained: fn(&str, &str, &str) -> String,
    pub held_out: fn(&str, &str, &str) -> String,
    pub held_out_none: &'static str,
    pub few: &'static str,
    pub classes_stored: &'static str,
    pub save_classes: &'static str,
    pub open_classes: &'static str,
    pub delete_classes: &'static str,

    // Files
    pub take_away: &'static str,
    pub take_away_note: &'static str,
    pub save_packed: &'static str,
    pub save_onnx: &'static str,
    pub save_safetensors: &'static str,
}
