//! A sheet of questions as a link says it: what it is drawn from, how many, and by which seed.

use super::{Level, Topic};
use crate::choices::choice;
use crate::lesson::Scope;
use crate::{Error, Result};
use serde::{Deserialize, Serialize};

choice! {
    /// The library whose code a learner reads.
    Framework, "framework" {
        /// PyTorch.
        PyTorch = "pytorch",
        /// TensorFlow, with Keras.
        TensorFlow = "tensorflow",
    }
}

/// Which questions there are to choose from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Filter {
    /// A topic's name or a lesson's; empty for all.
    pub about: String,
    /// The version of the syllabus that requires it, by its year; empty for all.
    pub scope: String,
    /// The library of code.
    pub framework: Framework,
}

impl Default for Filter {
    fn default() -> Self {
        Filter { about: String::new(), scope: String::new(), framework: Framework::PyTorch }
    }
}

impl Filter {
    /// Whether a template is among them: of this topic and these lessons, with code of this library, if of any.
    pub fn has<'a>(&self, topic: Topic, mut lessons: impl Iterator<Item = &'a str>, code: Option<Framework>) -> bool {
        let is_about = self.about.is_empty() || self.about == topic.id() || lessons.any(|lesson| lesson == self.about);
        let is_asked = |(year, scope): (&str, Scope)| year == self.scope && scope == Scope::Required;
        let is_in_scope = self.scope.is_empty() || topic.scope().into_iter().any(is_asked);
        is_about && is_in_scope && code.is_none_or(|code| code == self.framework)
    }
}

/// A sheet of questions.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Paper {
    /// What it is drawn from.
    pub filter: Filter,
    /// How many questions; 0 for some of every topic.
    pub count: u32,
    /// How hard.
    pub level: Level,
    /// Whose questions these are: the same seed is the same sheet. Nothing: everybody's are their own.
    pub seed: Option<u64>,
}

/// What stands for nothing in links.
const ALL: &str = "all";
/// The most questions of a sheet.
const MOST: u32 = 60;

impl Paper {
    /// As links have it: `COUNT.LEVEL.FRAMEWORK.SCOPE.ABOUT.SEED`.
    pub fn write(&self) -> String {
        let Paper { filter: Filter { about, scope, framework }, count, level, seed } = self;
        let or_all = |text: &str| if text.is_empty() { ALL.to_owned() } else { text.to_owned() };
        let seed = seed.map_or_else(|| ALL.to_owned(), |seed| seed.to_string());
        format!("{count}.{}.{framework}.{}.{}.{seed}", *level as u32, or_all(scope), or_all(about))
    }

    /// Reads what [`Paper::write`] has written.
    ///
    /// # Errors
    /// [`Error::Choice`] where it is no such text. What it is about is not checked: there may be no question of it.
    pub fn read(text: &str) -> Result<Paper> {
        let wrong = || Error::choice("paper", &["COUNT.LEVEL.FRAMEWORK.SCOPE.ABOUT.SEED"], text);
        let [count, level, framework, scope, about, seed] = text.split('.').collect::<Vec<_>>()[..] else {
            return Err(wrong());
        };
        let or_none = |text: &str| if text == ALL { String::new() } else { text.to_owned() };
        let filter = Filter { about: or_none(about), scope: or_none(scope), framework: framework.parse()? };
        let count = count.parse().ok().filter(|count| *count <= MOST).ok_or_else(wrong)?;
        let level = level.parse().ok().and_then(Level::of).ok_or_else(wrong)?;
        let seed = if seed == ALL { None } else { Some(seed.parse().map_err(|_| wrong())?) };
        Ok(Paper { filter, count, level, seed })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sheet_is_all_in_its_link() {
        for text in
            ["8.2.pytorch.all.all.42", "0.3.tensorflow.2026.soft-targets.all", "20.1.pytorch.2024.distributed.7"]
        {
            assert_eq!(Paper::read(text).map(|paper| paper.write()), Ok(text.to_owned()));
        }
        for bad in [
            "",
            "8",
            "8.2.caffe.all.all.1",
            "8.4.pytorch.all.all.1",
            "999.2.pytorch.all.all.1",
            "8.2.pytorch.all.all.x",
        ] {
            assert!(Paper::read(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_filter_goes_by_topic_lesson_version_and_library() {
        let of = |about: &str, scope: &str| Filter { about: about.into(), scope: scope.into(), ..Filter::default() };
        let has = |filter: &Filter, topic| filter.has(topic, ["soft-targets"].into_iter(), None);
        assert!(has(&of("", ""), Topic::Libraries) && !has(&of("", "2026"), Topic::Libraries));
        assert!(has(&of("distillation", "2026"), Topic::Distillation) && has(&of("soft-targets", ""), Topic::Pruning));
        assert!(!has(&of("pruning", ""), Topic::Distillation));
        assert!(!of("", "").has(Topic::Pruning, [].into_iter(), Some(Framework::TensorFlow)));
    }
}
