use karui_protocol::{LabEvent, LabId, LabRequest};
use serde::{Deserialize, Serialize};

/// Something of the course that the learner did.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Done {
    /// The lesson.
    pub lesson: String,
    /// Its step.
    pub step: String,
    /// Which of the step's questions was answered, from 0, and with which of its answers; `None`: the step was reached.
    pub answer: Option<(u8, u8)>,
    /// When, in milliseconds since 1970.
    pub at: f64,
}

impl Done {
    /// Whether it is about the same as `other`: then the newer one counts.
    fn is_about(&self, other: &Done) -> bool {
        let question = |it: &Done| it.answer.map(|(question, _)| question);
        (&self.lesson, &self.step, question(self)) == (&other.lesson, &other.step, question(other))
    }
}

/// Adds `more` to `all`; of two about the same the newer one stays.
pub fn merge(all: &mut Vec<Done>, more: impl IntoIterator<Item = Done>) {
    for new in more {
        match all.iter_mut().find(|old| old.is_about(&new)) {
            Some(old) if old.at < new.at => *old = new,
            Some(_) => {}
            None => all.push(new),
        }
    }
}

/// What the page asks of what is kept of the course. Answered by [`Kept`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Keep {
    /// Tell it.
    Tell,
    /// Add to it.
    Add(Vec<Done>),
    /// Delete all of it.
    Forget,
}

impl LabRequest for Keep {
    const LAB: LabId = super::ID;
}

/// What is kept of the course.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Kept {
    /// All that was done.
    pub done: Vec<Done>,
    /// Whether it outlives this visit: a browser may refuse to store it.
    pub is_stored: bool,
}

impl LabEvent for Kept {
    const LAB: LabId = super::ID;
    const IS_OF_SESSION: bool = false;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_devices_progress_joins_and_the_newest_wins() {
        let done = |step: &str, answer, at| Done { lesson: "grid".into(), step: step.into(), answer, at };
        let mut here = vec![done("guess", None, 1.0), done("guess", Some((0, 2)), 5.0)];
        merge(
            &mut here,
            [done("guess", Some((0, 1)), 4.0), done("guess", Some((1, 1)), 4.0), done("guess", None, 9.0)],
        );
        assert_eq!(
            here,
            [done("guess", None, 9.0), done("guess", Some((0, 2)), 5.0), done("guess", Some((1, 1)), 4.0)]
        );
    }
}
