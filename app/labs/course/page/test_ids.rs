//! The `data-testid`s of the course. A lesson on the map is `lesson-ID`.
#![allow(missing_docs)]

/// The raw bits of a weight in `data-value`.
pub const HERO_BITS: &str = "hero-bits";
/// The part that is pruned.
pub const HERO_PRUNE: &str = "hero-prune";
pub const HERO_SIZE: &str = "hero-size";
pub const HERO_SPEED: &str = "hero-speed";
pub const HERO_ACCURACY: &str = "hero-accuracy";
pub const COURSE_MAP: &str = "course-map";
pub const SCOPE_SELECT: &str = "scope-select";
pub const PATH_SELECT: &str = "path-select";
/// A step, its name in `data-step`; `aria-current` where it is the one that is read.
pub const LESSON_STEP: &str = "lesson-step";
pub const LESSON_NEXT: &str = "lesson-next";
pub const LESSON_BACK: &str = "lesson-back";
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

/// A lesson on the map.
pub fn lesson(id: &str) -> String {
    format!("lesson-{id}")
}
