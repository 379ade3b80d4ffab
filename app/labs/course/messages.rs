use karui_protocol::{Figure, LabEvent, LabId, LabRequest, Needs, Recipe};
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

/// Adds `more` to `all`; of two about the same the newer one stays, of two of the same time the later answer, so that it does not
/// matter which list is joined to which.
pub fn merge(all: &mut Vec<Done>, more: impl IntoIterator<Item = Done>) {
    for new in more {
        match all.iter_mut().find(|old| old.is_about(&new)) {
            Some(old) if (old.at, old.answer) < (new.at, new.answer) => *old = new,
            Some(_) => {}
            None => all.push(new),
        }
    }
}

/// What the page asks of the course's engine side.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum CourseRequest {
    /// Tell what is kept. Answered by `Kept`.
    Tell,
    /// Add to what is kept. Answered by `Kept`.
    Add(Vec<Done>),
    /// Delete all that is kept. Answered by `Kept`.
    Forget,
    /// Do a recipe that trains nothing to the session's network and have it look at some images, at once. Answered by `Seen`,
    /// unless another recipe is asked for meanwhile, or there is no network yet.
    Look(Recipe),
}

impl LabRequest for CourseRequest {
    const LAB: LabId = super::ID;

    fn needs(&self) -> Needs {
        Needs { weights: matches!(self, CourseRequest::Look(_)), rest: false }
    }
}

/// What the course's engine side tells.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum CourseEvent {
    /// What is kept.
    Kept(Kept),
    /// The answer to `Look`.
    Seen(Box<Seen>),
}

impl LabEvent for CourseEvent {
    const LAB: LabId = super::ID;
    const IS_OF_SESSION: bool = false;
}

/// What is kept of the course.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Kept {
    /// All that was done.
    pub done: Vec<Done>,
    /// Whether it outlives this visit: a browser may refuse to store it.
    pub is_stored: bool,
}

/// What a network says of some images after a recipe.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Seen {
    /// What was done to it.
    pub recipe: Recipe,
    /// The bytes of its packed file.
    pub size: Figure,
    /// A probability for each class, of each of the first held-out images: those of the session's samples.
    pub images: Vec<Vec<f32>>,
    /// The same of the picture last classified, where there is one.
    pub picture: Option<Vec<f32>>,
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
