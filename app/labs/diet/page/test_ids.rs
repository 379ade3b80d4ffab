//! The `data-testid`s of the diet bench. `score-*` carry the raw number now in `data-value` and that of the original in
//! `data-before`; the presets are `preset-*`.
#![allow(missing_docs)]

pub const NETWORK_PICTURE: &str = "network-picture";
/// Carries `data-scale`, `data-zero-point`, `data-bits` and the errors.
pub const QUANT_LINE: &str = "quant-line";
pub const QUANT_LINE_SCALE: &str = "quant-line-scale";
pub const QUANT_LINE_ZERO: &str = "quant-line-zero-point";
/// The trials as a map; each network on it carries its accuracy in `data-value`.
pub const EXPERIMENT_MAP: &str = "experiment-map";
pub const RUN_RECIPE: &str = "run-recipe";
pub const RECIPE_STOP: &str = "recipe-stop";
pub const MASK_AND_REMOVE: &str = "mask-and-remove";
pub const EXPORT_ONNX: &str = "export-onnx";
pub const EXPORT_SAFETENSORS: &str = "export-safetensors";
pub const EXPORT_PACKED: &str = "export-packed";
pub const EXPORT_TFLITE: &str = "export-tflite";
pub const EXPORT_C: &str = "export-c";
pub const EXPORT_ARDUINO: &str = "export-arduino";
/// The bytes of the arena in `data-value`, those of the constants in `data-flash`, the layer that needs most in `data-peak`.
pub const MEMORY_PLAN: &str = "memory-plan";
pub const MEMORY_NETWORK: &str = "memory-network";
pub const MEMORY_NUMBERS: &str = "memory-numbers";
pub const BOARD_SELECT: &str = "board-select";
/// 0 or 1 in `data-value`.
pub const FITS: &str = "fits";
pub const OPEN_PACKED: &str = "open-packed";
pub const SCORE_SIZE: &str = "score-size";
pub const SCORE_LATENCY: &str = "score-latency";
pub const SCORE_THROUGHPUT: &str = "score-throughput";
pub const SCORE_ACCURACY: &str = "score-accuracy";
pub const SCORE_MACS: &str = "score-macs";
pub const SCORE_NONZERO: &str = "score-nonzero";
/// A verdict carries `faster`, `slower`, `less`, `more`, `better`, `worse`, `same` or `noise` in `data-value`; nothing before
/// there is one.
pub const VERDICT_SIZE: &str = "verdict-size";
pub const VERDICT_LATENCY: &str = "verdict-latency";
pub const VERDICT_THROUGHPUT: &str = "verdict-throughput";
pub const VERDICT_ACCURACY: &str = "verdict-accuracy";
pub const VERDICT_MACS: &str = "verdict-macs";
pub const VERDICT_NONZERO: &str = "verdict-nonzero";
pub const CONTROL_AND_TAUGHT: &str = "control-and-taught";
/// What a teacher is worth carries the points in `data-value`.
pub const TEACHER_WORTH: &str = "teacher-worth";
/// What a recipe has come to, in words.
pub const RECIPE_TOLD: &str = "recipe-told";
/// A tour by its technique: `tour-quantize`.
pub const TOUR: &str = "tour-";
/// A step's title; its id is in `data-step`.
pub const TOUR_STEP: &str = "tour-step";
/// An answer by its place: `tour-predict-0`.
pub const TOUR_PREDICT: &str = "tour-predict-";
pub const TOUR_RUN: &str = "tour-run";
pub const TOUR_NEXT: &str = "tour-next";
/// What came: `held` or `parted` in `data-value`.
pub const TOUR_SAID: &str = "tour-said";
pub const MEASURE_AGAIN: &str = "measure-again";
/// The trials as the record lists them.
pub const KEPT_TRIALS: &str = "kept-trials";
pub const KEPT_EXPORT: &str = "kept-export";

/// What the network's picture shows: weights, or what layers give.
pub const SHOW_WEIGHTS: &str = "picture-weights";
pub const SHOW_OUTPUTS: &str = "picture-outputs";

/// The two trials that stand side by side.
pub const TRIALS_COMPARED: &str = "trials-compared";
