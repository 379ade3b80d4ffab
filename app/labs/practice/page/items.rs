//! A question that was asked, several of them, and what a drill asks next.

use karui_spec::question::{Given, Question, Review, Verdict};
use std::sync::Arc;

/// So many other questions come before what was wrong comes again.
pub const APART: usize = 3;

/// A question that was asked, and what was given for it.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// The question.
    pub question: Arc<Question>,
    /// What was given, as far as it is.
    pub given: Option<Given>,
    /// What it came to, once it is told.
    pub verdict: Option<Verdict>,
    /// Whether the learner wants to come back to it.
    pub is_flagged: bool,
    /// Whether it was to be judged before anything was given.
    pub is_bare: bool,
    /// The answer as it is kept, once it is judged.
    pub review: Option<Review>,
}

impl Item {
    /// Before anything is given.
    pub fn new(question: Question) -> Item {
        let question = Arc::new(question);
        Item { question, given: None, verdict: None, is_flagged: false, is_bare: false, review: None }
    }
}

/// Questions one after another.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Sheet {
    /// The questions.
    pub items: Vec<Item>,
    /// The one that is open.
    pub at: usize,
    /// When a mock examination ends, in milliseconds since 1970; nothing for a drill.
    pub ends: Option<f64>,
    /// Whether that is over and is looked at.
    pub is_over: bool,
    /// What a drill asks next.
    pub ahead: Ahead,
}

impl Sheet {
    /// What a link says of it: a drill's question; a mock examination is nobody else's.
    pub fn pair(&self) -> Option<(&'static str, String)> {
        let question = &self.items.get(self.at)?.question;
        let value = format!("{}.{}.{}", question.id, question.seed, question.level as u32);
        self.ends.is_none().then_some(("quiz", value))
    }

    /// Answers that are right, and all.
    pub fn score(&self) -> [usize; 2] {
        let right = self.items.iter().filter(|item| item.verdict == Some(Verdict::Right)).count();
        [right, self.items.len()]
    }

    /// Whether it is an examination that goes on.
    pub fn is_running(&self) -> bool {
        self.ends.is_some() && !self.is_over
    }
}

/// What a drill asks next: of a review's templates those that are left, and in between what was wrong, with other numbers.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Ahead {
    /// Templates that were chosen beforehand.
    planned: Vec<String>,
    /// What was wrong, and how many others come before it comes again.
    wrong: Vec<(String, usize)>,
    /// Whether it ends with them.
    pub is_review: bool,
    /// Whether the open question's template was wrong before.
    pub is_step: bool,
}

impl Ahead {
    /// A review of these templates.
    pub fn review(planned: Vec<String>) -> Ahead {
        Ahead { planned, is_review: true, ..Ahead::default() }
    }

    /// How many are still to come, as far as that is known.
    pub fn left(&self) -> usize {
        self.planned.len() + self.wrong.len()
    }

    /// After how many others a template comes again, if it does.
    pub fn again_after(&self, id: &str) -> Option<usize> {
        let others = self.left().saturating_sub(1);
        let after = self.wrong.iter().find(|(other, _)| other == id).map(|(_, after)| *after);
        after.map(|after| if self.is_review { after.min(others) } else { after })
    }

    /// Takes in how a template was answered.
    pub fn answered(&mut self, id: &str, is_right: bool) {
        self.wrong.retain(|(other, _)| other != id);
        if !is_right {
            self.wrong.push((id.to_owned(), APART));
        }
    }

    /// The next template; nothing where it is anybody's choice, or the review is over.
    pub fn next(&mut self) -> Option<String> {
        let due = self.wrong.iter().position(|(_, after)| *after == 0);
        let only = (self.is_review && self.planned.is_empty() && !self.wrong.is_empty()).then_some(0);
        self.wrong.iter_mut().for_each(|(_, after)| *after = after.saturating_sub(1));
        let step = due.or(only).map(|at| self.wrong.remove(at).0);
        self.is_step = step.is_some();
        step.or_else(|| (!self.planned.is_empty()).then(|| self.planned.remove(0)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_wrong_comes_again_after_a_few_others_until_it_is_right() {
        let mut ahead = Ahead::review(["A", "B", "C", "D", "E"].map(String::from).to_vec());
        let mut asked = Vec::new();
        while let Some(id) = ahead.next() {
            // B is wrong twice, E once.
            let before = asked.iter().filter(|other| **other == id).count();
            ahead.answered(&id, !(id == "B" && before < 2 || id == "E" && before < 1));
            asked.push(id);
        }
        assert_eq!(asked, ["A", "B", "C", "D", "E", "B", "E", "B"]);
        assert_eq!(ahead.left(), 0);
    }

    #[test]
    fn a_drill_without_a_plan_goes_on_by_chance_but_brings_back_what_was_wrong() {
        let mut ahead = Ahead::default();
        ahead.answered("A", false);
        assert_eq!(ahead.again_after("A"), Some(APART));
        assert_eq!([ahead.next(), ahead.next(), ahead.next()], [None, None, None]);
        assert_eq!((ahead.next().as_deref(), ahead.is_step), (Some("A"), true));
        assert_eq!((ahead.next(), ahead.is_step), (None, false));
    }
}
