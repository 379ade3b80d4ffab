use karui_protocol::{DataKind, ModelKind, OptimizerKind, RunState, ScheduleKind, WeightsOrigin};
use karui_ui::{Setting, Terms};

/// Picks one message.
pub type Message = fn(&Texts) -> &'static str;

/// The page's own messages; each language is one value of this type.
pub struct Texts {
    // The frame.
    pub title: &'static str,
    pub purpose: &'static str,
    pub skip: &'static str,
    pub language: &'static str,
    pub theme: &'static str,
    pub theme_auto: &'static str,
    pub theme_light: &'static str,
    pub theme_dark: &'static str,
    pub copy_link: &'static str,
    pub link_copied: &'static str,
    pub copy_by_hand: &'static str,
    pub close: &'static str,
    pub private: &'static str,
    pub licence: &'static str,
    pub data_credits: &'static str,
    pub credit_fashion: &'static str,
    pub credit_mnist: &'static str,
    pub credit_shapes: &'static str,

    // What goes in.
    pub zone_controls: &'static str,
    pub group_data: &'static str,
    pub group_network: &'static str,
    pub group_training: &'static str,
    pub group_engine: &'static str,
    pub more: &'static str,
    pub data: Setting,
    pub train_size: Setting,
    pub model: Setting,
    pub alpha: Setting,
    pub optimizer: Setting,
    pub lr: Setting,
    pub schedule: Setting,
    pub batch: Setting,
    pub weight_decay: Setting,
    pub epochs: Setting,
    pub seed: Setting,
    pub workers: Setting,
    pub device: Setting,
    /// Where two devices have not been compared yet.
    pub device_untimed: &'static str,
    /// Over their speeds.
    pub device_timed: &'static str,
    /// Over the speeds of validation.
    pub device_validated: &'static str,
    pub device_digits: &'static str,
    /// Has the CPU do the run's first steps too.
    pub device_compare: &'static str,
    pub device_comparing: &'static str,
    /// Where the run's first steps were not on the GPU.
    pub device_not_compared: &'static str,
    /// Steps; the largest difference; the last step's loss on the CPU and on the GPU.
    pub device_compared: fn(usize, &str, &str, &str) -> String,
    pub about_data: fn(DataKind) -> &'static str,
    pub about_model: fn(ModelKind) -> &'static str,
    pub about_optimizer: fn(OptimizerKind) -> &'static str,
    pub about_schedule: fn(ScheduleKind) -> &'static str,
    pub more_network: Terms,
    pub more_training: Terms,
    pub more_engine: Terms,
    /// For a number outside of its range: the least and the greatest.
    pub out_of_range: fn(&str, &str) -> String,
    /// Beside a learning rate that is large for Adam: the rate to try.
    pub adam_rate: fn(&str) -> String,

    // Settings that were changed during a run.
    pub changed_while_running: &'static str,
    pub changed_after_run: &'static str,
    pub apply_now: &'static str,
    pub switch_now: &'static str,
    pub undo_change: &'static str,

    // The run.
    pub train: &'static str,
    pub go_on: &'static str,
    pub train_again: &'static str,
    pub pause: &'static str,
    pub step: &'static str,
    pub reset: &'static str,
    pub run_controls: &'static str,
    /// Between short facts on one line.
    pub separator: &'static str,
    pub progress: &'static str,
    pub run_state: fn(RunState) -> &'static str,
    pub engine_starting: &'static str,
    pub engine_failed: &'static str,
    /// So many epochs done, or the present one of so many.
    pub epoch: fn(&str) -> String,
    /// So many steps done, or so many of so many.
    pub at_step: fn(&str) -> String,
    /// Before a run: steps in all, steps in an epoch.
    pub run_ahead: fn(&str, &str) -> String,
    pub speed: fn(&str) -> String,
    pub time_left: fn(&str) -> String,
    /// Data that is arriving: so much of so much.
    pub data_arriving: fn(&str, &str) -> String,

    // What it gives.
    pub zone_scores: &'static str,
    pub accuracy: &'static str,
    pub loss: &'static str,
    pub images_per_second: &'static str,
    pub size: &'static str,
    pub latency: &'static str,
    pub params: &'static str,
    pub macs: &'static str,
    pub held_out: &'static str,
    /// Of how many held-out images.
    pub held_out_of: fn(&str) -> String,
    pub last_batch: &'static str,
    pub training_loss: fn(&str) -> String,
    pub while_training: &'static str,
    pub inference_64: &'static str,
    pub inference_1: &'static str,
    pub size_of_file: &'static str,
    pub weights_origin: fn(WeightsOrigin) -> &'static str,
    pub save_weights: &'static str,
    pub open_weights: &'static str,

    // The stage.
    pub zone_stage: &'static str,
    pub curves_title: &'static str,
    pub curves_note: &'static str,
    pub samples_title: &'static str,
    pub samples_note: &'static str,
    pub confusion_title: &'static str,
    pub per_class_title: &'static str,
    pub worst_title: &'static str,
    pub worst_note: &'static str,
    pub layers_title: &'static str,
    pub filters_title: &'static str,
    pub filters_note: &'static str,
    pub activations_title: &'static str,
    pub activations_note: &'static str,
    pub layer: &'static str,
    pub image: &'static str,
    pub held_out_image: fn(&str) -> String,
    pub draw_title: fn(DataKind) -> &'static str,
    pub draw_note: &'static str,

    // Notices.
    pub link_problems: &'static str,
    /// A part of a link that means nothing here: its name.
    pub link_unknown: fn(&str) -> String,
    pub dismiss: &'static str,
    pub checkpoint_title: &'static str,
    /// What was interrupted: network, data, percent done, when.
    pub checkpoint_text: fn(&str, &str, &str, &str) -> String,
    pub checkpoint_restore: &'static str,
    pub checkpoint_discard: &'static str,
    pub reload: &'static str,
    pub restart_engine: &'static str,
    pub part_awaited: &'static str,
    pub part_failed: &'static str,
    pub try_again: &'static str,
}
