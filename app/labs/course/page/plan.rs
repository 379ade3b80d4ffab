//! A teacher's sequence: steps of any lessons in any order, with stages of their own where wanted. All of it is in its link.

use super::fetched::is_name;
use karui_protocol::lesson::{Lesson, Part, Step};
use std::sync::Arc;

/// A step of a sequence.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// Its lesson.
    pub lesson: String,
    /// The step there.
    pub step: String,
    /// The stage that it sets, as the query of a link; `None`: its own.
    pub stage: Option<String>,
}

/// A sequence.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Plan {
    /// What it is called; empty for nothing.
    pub title: String,
    /// Its steps, in order.
    pub items: Vec<Item>,
}

/// What a title begins with, as no lesson does.
const TITLE: char = '~';

impl Plan {
    /// Reads what [`Plan::write`] has written; what is no step is left out.
    ///
    /// ```text
    /// ~Title,lesson.step,lesson.step:QUERY
    /// ```
    pub fn read(text: &str) -> Plan {
        let mut plan = Plan::default();
        for part in text.split(',') {
            match part.strip_prefix(TITLE) {
                Some(title) => plan.title = title.into(),
                None => plan.items.extend(item(part)),
            }
        }
        plan
    }

    /// As it stands in links, where it is percent-encoded as a whole.
    pub fn write(&self) -> String {
        let title = Some(self.title.replace(',', " ")).filter(|title| !title.trim().is_empty());
        let title = title.map(|title| format!("{TITLE}{title}"));
        let item = |it: &Item| {
            let Item { lesson, step, stage } = it;
            // A stage is a query, so a comma in it may be encoded.
            let stage = stage.as_ref().map_or(String::new(), |stage| format!(":{}", stage.replace(',', "%2C")));
            format!("{lesson}.{step}{stage}")
        };
        title.into_iter().chain(self.items.iter().map(item)).collect::<Vec<_>>().join(",")
    }

    /// The lessons that it takes steps of, each once.
    pub fn lessons(&self) -> Vec<String> {
        let mut all: Vec<String> = Vec::new();
        for item in &self.items {
            if !all.contains(&item.lesson) {
                all.push(item.lesson.clone());
            }
        }
        all
    }
}

fn item(text: &str) -> Option<Item> {
    let (name, stage) = text.split_once(':').map_or((text, None), |(name, stage)| (name, Some(stage)));
    let (lesson, step) = name.split_once('.')?;
    let stage = stage.filter(|stage| !stage.is_empty()).map(str::to_owned);
    (is_name(lesson) && is_name(step)).then(|| Item { lesson: lesson.into(), step: step.into(), stage })
}

/// The lesson and the step in which a shown step was written: its own, or of a sequence those that its name says.
pub fn origin(lesson: &Lesson, step: &str) -> (String, String) {
    let mut of = step.split('.');
    match (lesson.id.is_empty(), of.next(), of.next()) {
        (true, Some(lesson), Some(step)) => (lesson.into(), step.into()),
        _ => (lesson.id.clone(), step.into()),
    }
}

/// The step whose stage a step has: its own, or that of the nearest one before.
pub fn stage_of(lesson: &Lesson, at: usize) -> Option<usize> {
    lesson.steps.iter().take(at + 1).rposition(|step| step.stage.is_some())
}

/// The sequence as a lesson without a name, of the lessons that it takes from; steps that there are not are left out. `None` where
/// none is left. Steps are called `lesson.step`, and with a number where one comes again.
pub fn as_lesson(plan: &Plan, of: &[Arc<Lesson>], title: &str) -> Option<Lesson> {
    let title = if plan.title.is_empty() { title } else { &plan.title };
    let mut whole =
        Lesson { id: String::new(), title: title.into(), idea: String::new(), steps: Vec::new(), sources: Vec::new() };
    let mut before: Vec<(&str, usize)> = Vec::new();
    for item in &plan.items {
        let Some(lesson) = of.iter().find(|lesson| lesson.id == item.lesson) else { continue };
        let Some(at) = lesson.steps.iter().position(|step| step.id == item.step) else { continue };
        let known = before.iter().find(|(id, _)| *id == lesson.id).map(|(_, first)| *first);
        let first = known.unwrap_or_else(|| {
            before.push((&lesson.id, whole.sources.len()));
            whole.sources.extend(lesson.sources.iter().cloned());
            whole.sources.len() - lesson.sources.len()
        });
        let own = stage_of(lesson, at).and_then(|at| lesson.steps[at].stage.clone());
        let name = format!("{}.{}", item.lesson, item.step);
        let is_it = |step: &&Step| step.id == name || step.id.starts_with(&format!("{name}."));
        let again = whole.steps.iter().filter(is_it).count();
        let step = &lesson.steps[at];
        whole.steps.push(Step {
            id: if again == 0 { name } else { format!("{name}.{}", again + 1) },
            stage: item.stage.clone().or(own),
            parts: step.parts.iter().map(|part| renumbered(part, lesson.sources.len(), first)).collect(),
            ..step.clone()
        });
    }
    (!whole.steps.is_empty()).then_some(whole)
}

/// A part whose citations of `count` sources are of those from `first` on.
fn renumbered(part: &Part, count: usize, first: usize) -> Part {
    let cited = |html: &str| {
        // From the last one down, so that none is renumbered twice.
        (1..=count).rev().fold(html.to_owned(), |html, n| {
            let cite = |n: usize| format!("href=\"#source-{n}\">[{n}]");
            html.replace(&cite(n), &cite(n + first))
        })
    };
    match part {
        Part::Html(html) => Part::Html(cited(html)),
        Part::Question(question) => {
            let mut question = question.clone();
            question.why = cited(&question.why);
            question.choices.iter_mut().for_each(|choice| choice.why = cited(&choice.why));
            Part::Question(question)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use karui_protocol::lesson::StepKind;

    fn item(lesson: &str, step: &str, stage: Option<&str>) -> Item {
        Item { lesson: lesson.into(), step: step.into(), stage: stage.map(str::to_owned) }
    }

    fn lesson(id: &str, sources: usize) -> Arc<Lesson> {
        let cite = |n: usize| format!("<a class=\"cite\" href=\"#source-{n}\">[{n}]</a>");
        let step = |id: &str, stage: Option<&str>| Step {
            id: id.into(),
            kind: StepKind::Try,
            title: id.into(),
            stage: stage.map(str::to_owned),
            parts: vec![Part::Html((1..=sources).map(cite).collect())],
        };
        Arc::new(Lesson {
            id: id.into(),
            title: id.into(),
            idea: String::new(),
            steps: vec![step("first", Some("tab=diet")), step("second", None)],
            sources: (1..=sources).map(|n| format!("{id} {n}")).collect(),
        })
    }

    #[test]
    fn a_sequence_is_in_its_link_whatever_its_stages_say() {
        let stage = "data=mnist&recipe=%7B%22a%22:1,%22b%22:2%7D&tab=diet";
        let items = vec![item("grid", "try", None), item("t-2", "how", Some(stage))];
        let plan = Plan { title: "量子化、1 回目".into(), items };
        let read = Plan::read(&plan.write());
        assert_eq!((read.title, read.items[0].clone()), (plan.title, plan.items[0].clone()));
        assert_eq!(read.items[1].stage.as_deref(), Some(&*stage.replace(',', "%2C")));
        let nothing = Plan::read("nonsense,,a.b.c,A.b,a.,.b,../x.y,<b>.c");
        assert_eq!(nothing, Plan::default());
        assert_eq!(Plan::read(""), Plan::default());
    }

    #[test]
    fn it_reads_as_a_lesson_with_the_stages_and_sources_of_each_step() {
        let plan = Plan::read("~T,b.second,a.second:tab=images,b.first,b.second,a.nowhere,c.first");
        let whole = as_lesson(&plan, &[lesson("a", 1), lesson("b", 2)], "Sequence").unwrap();
        let ids: Vec<_> = whole.steps.iter().map(|step| &*step.id).collect();
        assert_eq!(ids, ["b.second", "a.second", "b.first", "b.second.2"]);
        let stages: Vec<_> = whole.steps.iter().map(|step| step.stage.as_deref().unwrap()).collect();
        assert_eq!(stages, ["tab=diet", "tab=images", "tab=diet", "tab=diet"]);
        assert_eq!((&*whole.title, whole.sources.len()), ("T", 3));
        let cites = |at: usize| match &whole.steps[at].parts[0] {
            Part::Html(html) => html.matches("#source-3\">[3]").count(),
            Part::Question(_) => 0,
        };
        assert_eq!([cites(0), cites(1)], [0, 1]);
        assert_eq!(origin(&whole, "b.second.2"), ("b".into(), "second".into()));
        assert_eq!(origin(&lesson("a", 0), "first"), ("a".into(), "first".into()));
        assert_eq!(as_lesson(&Plan::read("c.first"), &[lesson("a", 1)], ""), None);
    }
}
