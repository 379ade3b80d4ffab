//! The `data-testid`s of the shell, in one place. Labs have their own; the switches of techniques are `toggle-*`.
//!
//! `metric-*` carry the raw number in `data-value` (accuracy 0–1, milliseconds, bytes), [`PROGRESS`] the part done, and
//! [`RUN_STATE`] the state's name.
#![allow(missing_docs)]

use crate::labs::{At, Tab};
use karui_protocol::{About, Name};

pub const LANG_SELECT: &str = "lang-select";
pub const THEME_SELECT: &str = "theme-select";
pub const COPY_LINK: &str = "copy-link";
pub const DEVICE_BADGE: &str = "device-badge";
pub const DEVICES: &str = "devices";
/// Of the CPU and of the GPU.
pub const DEVICE_SPEEDS: [&str; 2] = ["device-speed-cpu", "device-speed-gpu"];
/// The same of validation.
pub const DEVICE_VALIDATION_SPEEDS: [&str; 2] = ["device-validation-cpu", "device-validation-gpu"];

/// Has the CPU do a GPU run's first steps too, and what came of it.
pub const DEVICE_COMPARE: &str = "device-compare";
pub const DEVICE_COMPARED: &str = "device-compared";

/// Where what a tab shows stands, beside a lesson too.
pub const STAGE: &str = "lesson-stage";
pub const PART_FAILED: &str = "part-failed";

pub const DATA_SELECT: &str = "data-select";
pub const TRAIN_SIZE_INPUT: &str = "train-size-input";
pub const MODEL_SELECT: &str = "model-select";
pub const MODEL_ALPHA_INPUT: &str = "model-alpha-input";
pub const MODEL_GROUPS_SELECT: &str = "model-groups-select";

pub const OPTIMIZER_SELECT: &str = "optimizer-select";
pub const LR_INPUT: &str = "lr-input";
pub const SCHEDULE_SELECT: &str = "schedule-select";
pub const BATCH_INPUT: &str = "batch-input";
pub const WEIGHT_DECAY_INPUT: &str = "weight-decay-input";
pub const LABEL_SMOOTHING_INPUT: &str = "label-smoothing-input";
pub const EPOCHS_INPUT: &str = "epochs-input";
pub const SEED_INPUT: &str = "seed-input";
pub const WORKERS_INPUT: &str = "workers-input";
pub const DEVICE_SELECT: &str = "device-select";
/// The notice that settings differ from those of the run.
pub const SETTINGS_CHANGED: &str = "settings-changed";
pub const SETTINGS_APPLY: &str = "settings-apply";
pub const SETTINGS_UNDO: &str = "settings-undo";

pub const TRAIN_START: &str = "train-start";
pub const TRAIN_PAUSE: &str = "train-pause";
pub const TRAIN_STEP: &str = "train-step";
pub const TRAIN_RESET: &str = "train-reset";
pub const PROGRESS: &str = "progress";
pub const RUN_STATE: &str = "run-state";

pub const METRIC_ACCURACY: &str = "metric-accuracy";
pub const METRIC_LOSS: &str = "metric-loss";
pub const METRIC_IMAGES_PER_SECOND: &str = "metric-images-per-second";
pub const METRIC_SIZE: &str = "metric-size";
pub const METRIC_LATENCY: &str = "metric-latency";
/// Where the weights come from; `data-value` is the origin's id.
pub const WEIGHTS_ORIGIN: &str = "weights-origin";
pub const WEIGHTS_SAVE: &str = "weights-save";
pub const WEIGHTS_OPEN: &str = "weights-open";

/// The settings of techniques that tests know, by their `id`s.
pub const KNOBS: [&str; 5] = ["quant-dtype", "quant-granularity", "prune-kind", "prune-amount", "distill-temperature"];

/// The notice that a network of an earlier visit is shown.
pub const BROUGHT_BACK: &str = "brought-back";
/// The list of kept runs, and what each row has.
pub const RUNS: &str = "kept-runs";
pub const RUN: &str = "kept-run";
pub const RUN_OPEN: &str = "kept-run-open";
pub const RUN_DELETE: &str = "kept-run-delete";

pub const CHECKPOINT_OFFER: &str = "checkpoint-offer";
pub const CHECKPOINT_RESTORE: &str = "checkpoint-restore";
pub const CHECKPOINT_DISCARD: &str = "checkpoint-discard";
pub const LINK_PROBLEMS: &str = "link-problems";
/// The weights that a link asks for (`data-value`: trained or file), the way to do without, and what a copied link holds of them.
pub const LINK_ASKS: &str = "link-asks";
pub const LINK_STOP: &str = "link-stop";
pub const LINK_HOLDS: &str = "link-holds";

/// The link to a place of the page.
pub fn nav(at: At) -> String {
    format!("nav-{}", at.id())
}

/// The button of a tab; its panel is `panel-…`.
pub fn tab(tab: Tab) -> String {
    format!("tab-{tab}")
}

/// The button of a group of tabs, which opens the one that was seen last.
pub fn group(id: Name) -> String {
    format!("group-{id}")
}

/// A fault, beside what it concerns.
pub fn fault(about: About) -> String {
    format!("fault-{}", about.0)
}

pub const ABOUT_OPEN: &str = "about-open";
pub const WILL_REPLACE: &str = "will-replace";
pub const WEIGHTS_DOUBT: &str = "weights-doubt";
