//! The `data-testid`s of the course. A lesson on the map is `lesson-ID`.
#![allow(missing_docs)]

/// The raw bits of a weight in `data-value`.
pub const HERO_BITS: &str = "hero-bits";
/// The part that is pruned.
pub const HERO_PRUNE: &str = "hero-prune";
pub const HERO_SIZE: &str = "hero-size";
pub const HERO_SPEED: &str = "hero-speed";
pub const HERO_ACCURACY: &str = "hero-accuracy";
/// How many of the dozen images are classified rightly.
pub const HERO_RIGHT: &str = "hero-right";
/// An image of the dozen; `data-value` is `right` or `wrong`.
pub const HERO_IMAGE: &str = "hero-image";
pub const HERO_DRAW: &str = "hero-draw";
pub const HERO_CANVAS: &str = "hero-canvas";
pub const COURSE_MAP: &str = "course-map";
pub const SCOPE_SELECT: &str = "scope-select";
pub const PATH_SELECT: &str = "path-select";
/// A step, its name in `data-step`; `aria-current` where it is the one that is read.
pub const LESSON_STEP: &str = "lesson-step";
pub const LESSON_NEXT: &str = "lesson-next";
pub const LESSON_BACK: &str = "lesson-back";
pub const PRESENT_TOGGLE: &str = "present-toggle";
pub const QR_OPEN: &str = "qr-open";
/// The code; its link in `data-value`.
pub const QR: &str = "qr";
pub const TO_TEACH: &str = "to-teach";
/// A step that can be added, its name in `data-value`.
pub const TEACH_ADD: &str = "teach-add";
/// A step of the sequence, `lesson.step` in `data-value`.
pub const TEACH_ITEM: &str = "teach-item";
pub const TEACH_UP: &str = "teach-up";
pub const TEACH_DOWN: &str = "teach-down";
pub const TEACH_REMOVE: &str = "teach-remove";
pub const TEACH_STAGE: &str = "teach-stage";
pub const TEACH_REFUSED: &str = "teach-refused";
pub const TEACH_TITLE: &str = "teach-title";
pub const TEACH_LINK: &str = "teach-link";
pub const TEACH_OPEN: &str = "teach-open";
pub const CLASS_FILES: &str = "class-files";
pub const CLASS_REFUSED: &str = "class-refused";
pub const CLASS_PLOT: &str = "class-plot";
pub const CLASS_ROWS: &str = "class-rows";
/// The runs that are kept.
pub const RECORD_RUNS: &str = "record-runs";
/// That a step's stage is still being made.
pub const STAGE_TOLD: &str = "stage-told";
/// What the browser said when it was asked to keep all of it.
pub const PERSISTED: &str = "persisted";
pub const OPEN_IN_BENCH: &str = "open-in-bench";
pub const QUESTION: &str = "question";
/// An answer; `data-value` is `right` or `wrong` once it was given.
pub const ANSWER: &str = "answer";
pub const LESSON_FAILED: &str = "lesson-failed";
pub const PROGRESS_EXPORT: &str = "progress-export";
pub const PROGRESS_IMPORT: &str = "progress-import";
pub const PROGRESS_FORGET: &str = "progress-forget";
/// What was said of an import.
pub const PROGRESS_TOLD: &str = "progress-told";

/// A lesson to choose steps from.
pub fn teach_lesson(id: &str) -> String {
    format!("teach-lesson-{id}")
}

/// A lesson on the map.
pub fn lesson(id: &str) -> String {
    format!("lesson-{id}")
}
pub const TO_PRACTICE: &str = "to-practice";
