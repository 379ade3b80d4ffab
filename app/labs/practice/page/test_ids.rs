//! The `data-testid`s of practice.
#![allow(missing_docs)]

pub const TOPIC: &str = "quiz-topic";
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
pub const AGAIN: &str = "quiz-again";
pub const SAME: &str = "quiz-same";
pub const NEXT: &str = "quiz-next";
pub const LEAVE: &str = "quiz-leave";
pub const MOCK_START: &str = "mock-start";
pub const MOCK_FLAG: &str = "mock-flag";
pub const MOCK_FINISH: &str = "mock-finish";
pub const MOCK_JUMP: &str = "mock-jump";
/// The share of right answers in `data-value`.
pub const MOCK_RESULT: &str = "mock-result";
pub const REVIEW_TODAY: &str = "review-today";
pub const EXAM_DATE: &str = "exam-date";
pub const SKILL_MAP: &str = "skill-map";

pub fn choice(number: usize) -> String {
    format!("quiz-choice-{number}")
}
