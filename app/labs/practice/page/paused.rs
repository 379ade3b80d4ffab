//! An examination that outlives a reload: what was given is kept as it is given, and its clock goes on meanwhile.

use super::browser::{stored, unstore};
use super::items::{Item, Sheet};
use karui_spec::question::{Given, Level, Question};
use serde::{Deserialize, Serialize};

/// The name in the browser's storage.
const NAME: &str = "karui-mock";

/// An examination under way.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Paused {
    /// Each question's template, seed and level.
    pub questions: Vec<(String, u64, Level)>,
    given: Vec<(Option<Given>, bool)>,
    at: usize,
    /// When it ends, in milliseconds since 1970.
    pub ends: f64,
    /// What was noted down.
    pub memo: String,
}

impl Paused {
    /// An examination that goes on; nothing for anything else.
    pub fn of(sheet: &Sheet, memo: String) -> Option<Paused> {
        let ends = sheet.ends.filter(|_| sheet.is_running())?;
        let question = |item: &Item| (item.question.id.clone(), item.question.seed, item.question.level);
        let questions = sheet.items.iter().map(question).collect();
        let given = sheet.items.iter().map(|item| (item.given.clone(), item.is_flagged)).collect();
        Some(Paused { questions, given, at: sheet.at, ends, memo })
    }

    /// Goes on with its questions; nothing where they are others.
    pub fn resumed(&self, questions: Vec<Option<Question>>) -> Option<Sheet> {
        let items: Vec<Item> = questions.into_iter().flatten().map(Item::new).collect();
        if items.is_empty() || items.len() != self.given.len() {
            return None;
        }
        let with = |(item, (given, is_flagged)): (Item, &(Option<Given>, bool))| Item {
            given: given.clone(),
            is_flagged: *is_flagged,
            ..item
        };
        let at = self.at.min(items.len() - 1);
        let items = items.into_iter().zip(&self.given).map(with).collect();
        Some(Sheet { items, at, ends: Some(self.ends), ..Sheet::default() })
    }

    /// How many questions have an answer.
    pub fn given(&self) -> usize {
        self.given.iter().filter(|(given, _)| given.is_some()).count()
    }

    /// Keeps it.
    pub fn keep(&self) {
        super::browser::store(NAME, &serde_json::to_string(self).unwrap_or_default());
    }

    /// What was kept.
    pub fn kept() -> Option<Paused> {
        serde_json::from_str(&stored(NAME)?).ok()
    }

    /// It is over, or given up.
    pub fn forget() {
        unstore(NAME);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use karui_spec::question::{Answer, Parameters, Text, Topic};

    fn question(id: &str) -> Question {
        let text = Text::same("x");
        Question {
            id: id.into(),
            seed: 7,
            level: Level::Two,
            topic: Topic::Pruning,
            parameters: Parameters::default(),
            shared: None,
            stem: text.clone(),
            code: None,
            figure: None,
            formula: None,
            answer: Answer::Order { items: vec![text.clone()], right: vec![0] },
            value: None,
            explanation: text,
            lab: None,
            source: String::new(),
        }
    }

    #[test]
    fn an_examination_is_kept_and_goes_on_where_it_was() {
        let mut items: Vec<Item> = ["A", "B"].map(|id| Item::new(question(id))).into();
        (items[1].given, items[1].is_flagged) = (Some(Given::Number("3".into())), true);
        let sheet = Sheet { items, at: 1, ends: Some(5e12), ..Sheet::default() };
        let paused = Paused::of(&sheet, "note".into()).unwrap();
        let read: Paused = serde_json::from_str(&serde_json::to_string(&paused).unwrap()).unwrap();
        assert_eq!((&read, read.given(), &*read.memo), (&paused, 1, "note"));
        assert_eq!(read.questions[0], ("A".into(), 7, Level::Two));
        let questions = || ["A", "B"].map(|id| Some(question(id))).to_vec();
        assert_eq!(read.resumed(questions()), Some(sheet.clone()));
        // A build that has one of them no more.
        assert_eq!(read.resumed(vec![None, Some(question("B"))]), None);
        assert_eq!(Paused::of(&Sheet { is_over: true, ..sheet.clone() }, String::new()), None);
        assert_eq!(Paused::of(&Sheet { ends: None, ..sheet }, String::new()), None);
    }
}
