//! The `data-testid`s of practice.
#![allow(missing_docs)]

pub const TOPIC: &str = "quiz-topic";
pub const LESSON: &str = "quiz-lesson";
pub const SCOPE: &str = "quiz-scope";
/// With `-pytorch` or `-tensorflow`.
pub const FRAMEWORK: &str = "quiz-framework";
pub const LEVEL: &str = "quiz-level";
pub const START: &str = "quiz-start";
/// With `data-id` and `data-seed`.
pub const QUESTION: &str = "quiz-question";
pub const NUMBER: &str = "quiz-number";
pub const ANSWER: &str = "quiz-answer";
pub const UNSURE: &str = "quiz-unsure";
/// 0 or 1 in `data-value`.
pub const VERDICT: &str = "quiz-verdict";
pub const EXPLAIN: &str = "quiz-explain";
pub const LAB: &str = "quiz-lab";
/// Where it is written.
pub const SOURCE: &str = "quiz-source";
pub const TO_LESSON: &str = "quiz-lesson-link";
/// With `-term`, `-formula`, `-arithmetic`, `-misread` or `-confused`.
pub const CAUSE: &str = "quiz-cause";
pub const AGAIN: &str = "quiz-again";
pub const SAME: &str = "quiz-same";
pub const NEXT: &str = "quiz-next";
pub const LEAVE: &str = "quiz-leave";
pub const MOCK_START: &str = "mock-start";
pub const MOCK_FLAG: &str = "mock-flag";
pub const MOCK_FINISH: &str = "mock-finish";
/// Where some have no answer yet: brought up by the one above.
pub const MOCK_FINISH_SURE: &str = "mock-finish-sure";
pub const MOCK_FINISH_NOT: &str = "mock-finish-not";
pub const MOCK_PAUSED: &str = "mock-paused";
pub const MOCK_RESUME: &str = "mock-resume";
pub const MOCK_JUMP: &str = "mock-jump";
/// The share of right answers in `data-value`.
pub const MOCK_RESULT: &str = "mock-result";
pub const MOCK_PLACE: &str = "mock-place";
pub const MOCK_BACK: &str = "mock-back";
pub const MOCK_NEXT: &str = "mock-next";
pub const MOCK_CALCULATOR: &str = "mock-calculator";
pub const CALCULATOR: &str = "calculator";
pub const MOCK_MEMO: &str = "mock-memo";
pub const MEMO_TEXT: &str = "mock-memo-text";
pub const MOCK_EXPORT: &str = "mock-export";
/// A sheet that a link has brought.
pub const GIVEN: &str = "quiz-given";
pub const GIVEN_START: &str = "quiz-given-start";
pub const TEACHER: &str = "quiz-teacher";
pub const TEACHER_LINK: &str = "quiz-teacher-link";
pub const PRINT: &str = "quiz-print";
pub const SHEET: &str = "quiz-sheet";
pub const SHEET_ANSWERS: &str = "quiz-sheet-answers";
pub const CLASS_FILES: &str = "quiz-class-files";
pub const CLASS_LEARNERS: &str = "quiz-class-learners";
pub const CLASS_SKILLS: &str = "quiz-class-skills";
/// How many answers are kept, in `data-value`.
pub const KEPT: &str = "quiz-kept";
pub const FORGET: &str = "quiz-forget";
pub const REVIEW_TODAY: &str = "review-today";
pub const EXAM_DATE: &str = "exam-date";
pub const EXAM_WRONG: &str = "exam-date-wrong";
pub const REVIEW_LEFT: &str = "review-left";
/// What is drawn for a question, and the same in words.
pub const PLOT: &str = "quiz-plot";
pub const SKILL_MAP: &str = "skill-map";

pub fn choice(number: usize) -> String {
    format!("quiz-choice-{number}")
}
