//! What the page knows of practice, and what it asks of the engine for it.

use crate::practice::messages::{Practise, Practised, Row};
use karui_protocol::Error;
use karui_shell::state::link::{Pairs, Said};
use karui_shell::state::{EngineState, Lab, LabState};
use karui_spec::question::{
    Answer, Cause, Filter, Framework, Given, Level, Paper, Planned, Question, Review, Standing, Verdict, judge,
};
use karui_ui::reactive::effect;
use leptos::prelude::*;
use std::sync::Arc;

/// What links hold of practice: the question that is open, as `ID.SEED.LEVEL`; a sheet that a teacher gave; what the questions are about,
/// a topic or a lesson.
pub const PAIRS: &[&str] = &["quiz", "paper", "about"];

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
    /// The answer as it is kept, once it is judged.
    pub review: Option<Review>,
}

/// Questions one after another.
#[derive(Debug, Clone, PartialEq)]
pub struct Sheet {
    /// The questions.
    pub items: Vec<Item>,
    /// The one that is open.
    pub at: usize,
    /// When a mock examination ends, in milliseconds since 1970; nothing for a drill.
    pub ends: Option<f64>,
    /// Whether that is over and is looked at.
    pub is_over: bool,
    /// The templates that are still to come, where they were chosen beforehand.
    pub to_come: Vec<String>,
}

/// The part of the page's state. A small bundle of handles: copy it freely.
#[derive(Clone, Copy)]
pub struct PracticeState {
    /// The page's.
    lab: Lab,
    /// All templates.
    pub rows: RwSignal<Arc<Vec<Row>>>,
    /// What is asked about: a topic's name or a lesson's; empty for all.
    pub about: RwSignal<String>,
    /// The version of the syllabus that has to require it; empty for all.
    pub scope: RwSignal<String>,
    /// The library whose code is read.
    pub framework: RwSignal<Framework>,
    /// The sheet that a link has brought.
    pub paper: RwSignal<Option<Paper>>,
    /// A sheet to be printed.
    pub printed: RwSignal<Vec<Item>>,
    /// What the learner notes down during an examination.
    pub memo: RwSignal<String>,
    /// How hard.
    pub level: RwSignal<Level>,
    /// What is going on.
    pub sheet: RwSignal<Option<Sheet>>,
    /// All answers that are kept.
    pub reviews: RwSignal<Arc<Vec<Review>>>,
    /// Where the learner stands in each topic.
    pub standings: RwSignal<Arc<Vec<Standing>>>,
    /// Whether what is kept was told.
    pub is_known: RwSignal<bool>,
    /// Whether answers outlive this visit.
    pub is_stored: RwSignal<bool>,
    /// What to review now.
    pub plan: RwSignal<Arc<Vec<Planned>>>,
    /// The date of the examination, `2027-02-20`; empty for none.
    pub exam: RwSignal<String>,
    /// That a link's question is not there.
    pub is_missing: RwSignal<bool>,
    /// The set of questions that is awaited, what becomes of it, and whether the engine was asked for the list.
    awaited: StoredValue<(u32, Option<Coming>)>,
    is_kept: StoredValue<bool>,
}

/// What becomes of questions that are on their way.
#[derive(Debug, Clone, PartialEq)]
enum Coming {
    /// A drill begins with it, or goes on.
    Drill,
    /// A mock examination of so many milliseconds for each question begins.
    Mock(f64),
    /// It is printed.
    Print,
}

/// What practice knows on this page.
pub fn practice_of(lab: Lab) -> PracticeState {
    lab.state()
}

impl LabState for PracticeState {
    fn new(lab: Lab) -> Self {
        PracticeState {
            lab,
            rows: RwSignal::new(Arc::default()),
            about: RwSignal::new(String::new()),
            scope: RwSignal::new(String::new()),
            framework: RwSignal::new(stored(FRAMEWORK).and_then(|id| id.parse().ok()).unwrap_or(Framework::PyTorch)),
            paper: RwSignal::new(None),
            printed: RwSignal::new(Vec::new()),
            memo: RwSignal::new(String::new()),
            level: RwSignal::new(Level::Two),
            sheet: RwSignal::new(None),
            reviews: RwSignal::new(Arc::default()),
            standings: RwSignal::new(Arc::default()),
            is_known: RwSignal::new(false),
            is_stored: RwSignal::new(true),
            plan: RwSignal::new(Arc::default()),
            exam: RwSignal::new(stored(EXAM).unwrap_or_default()),
            is_missing: RwSignal::new(false),
            awaited: StoredValue::new((0, None)),
            is_kept: StoredValue::new(false),
        }
    }
}

/// Asks for what there is, once there is an engine, and keeps the open question in the link. Call it in the view's body.
pub fn keep(lab: Lab) {
    let practice = practice_of(lab);
    if practice.is_kept.get_value() {
        return;
    }
    practice.is_kept.set_value(true);
    let asked = RwSignal::new(None::<(String, u64, Level)>);
    effect(move || {
        if matches!(lab.engine_state.get(), EngineState::Ready(_)) {
            lab.ask(&Practise::List);
            if let Some(question) = asked.get() {
                practice.make(vec![question], Coming::Drill);
                // Once: an engine that starts again does not bring it back.
                asked.update_untracked(|asked| *asked = None);
            }
        }
    });
    effect(move || store(EXAM, &practice.exam.get()));
    effect(move || store(FRAMEWORK, practice.framework.get().id()));
    lab.bind_pairs(
        PAIRS,
        move |said: Said| {
            let (question, mut errors) = said.one("quiz", named);
            let (paper, wrong) = said.one("paper", Paper::read);
            errors.extend(wrong);
            if question.is_none() {
                practice.sheet.set(None);
            }
            asked.set(question);
            practice.paper.set(paper);
            practice.about.set(said.get("about").unwrap_or_default().into());
            errors
        },
        move || {
            let question = practice.sheet.with(|sheet| sheet.as_ref().and_then(Sheet::pair));
            let paper = practice.paper.get().map(|paper| ("paper", paper.write()));
            let about = Some(("about", practice.about.get())).filter(|(_, about)| !about.is_empty());
            question.into_iter().chain(paper).chain(about).collect::<Pairs>()
        },
    );
}

/// What of the learner's choices the browser keeps, by these names.
const EXAM: &str = "karui-exam";
const FRAMEWORK: &str = "karui-framework";

fn stored(name: &str) -> Option<String> {
    window().local_storage().ok().flatten()?.get_item(name).ok().flatten()
}

fn store(name: &str, value: &str) {
    if let Ok(Some(storage)) = window().local_storage() {
        // A browser that refuses has it chosen again.
        let _ = storage.set_item(name, value);
    }
}

/// The question that a link names.
fn named(value: &str) -> Result<(String, u64, Level), Error> {
    let wrong = || Error::choice("quiz", &["ID.SEED.LEVEL"], value);
    let mut parts = value.split('.');
    let (Some(id), Some(seed), Some(level), None) = (parts.next(), parts.next(), parts.next(), parts.next()) else {
        return Err(wrong());
    };
    let seed = seed.parse().map_err(|_| wrong())?;
    let level = level.parse().ok().and_then(Level::of).ok_or_else(wrong)?;
    Ok((id.into(), seed, level))
}

/// A seed that is short in a link.
pub fn fresh() -> u64 {
    (js_sys::Math::random() * 1e6) as u64
}

impl Sheet {
    /// What a link says of it: a drill's question; a mock examination is nobody else's.
    fn pair(&self) -> Option<(&'static str, String)> {
        let question = &self.items.get(self.at)?.question;
        let value = format!("{}.{}.{}", question.id, question.seed, question.level as u32);
        self.ends.is_none().then_some(("quiz", value))
    }

    /// Answers that are right, and all.
    pub fn score(&self) -> [usize; 2] {
        let right = self.items.iter().filter(|item| item.verdict == Some(Verdict::Right)).count();
        [right, self.items.len()]
    }
}

impl PracticeState {
    /// Takes in what the engine says.
    pub fn apply(self, told: Practised) {
        match told {
            Practised::Templates(rows) => self.rows.set(Arc::new(rows)),
            Practised::Kept { reviews, standings, is_stored } => {
                self.reviews.set(Arc::new(reviews));
                self.standings.set(Arc::new(standings));
                self.is_stored.set(is_stored);
                self.is_known.set(true);
            }
            Practised::Plan(plan) => self.plan.set(Arc::new(plan)),
            Practised::Questions { id, questions } => {
                let (awaited, coming) = self.awaited.get_value();
                if id == awaited
                    && let Some(coming) = coming
                {
                    self.awaited.set_value((awaited, None));
                    self.begin(questions, coming);
                }
            }
        }
    }

    fn begin(self, questions: Vec<Option<Question>>, coming: Coming) {
        let item = |question| Item {
            question: Arc::new(question),
            given: None,
            verdict: None,
            is_flagged: false,
            review: None,
        };
        let items: Vec<Item> = questions.into_iter().flatten().map(item).collect();
        self.is_missing.set(items.is_empty());
        if items.is_empty() {
            return;
        }
        let to_come = self.sheet.with_untracked(|sheet| sheet.as_ref().map(|sheet| sheet.to_come.clone()));
        self.sheet.set(Some(match coming {
            Coming::Drill => Sheet { items, at: 0, ends: None, is_over: false, to_come: to_come.unwrap_or_default() },
            Coming::Mock(ms) => {
                self.memo.set(String::new());
                let ends = Some(js_sys::Date::now() + ms * items.len() as f64);
                Sheet { items, at: 0, ends, is_over: false, to_come: Vec::new() }
            }
            Coming::Print => return self.printed.set(items),
        }));
    }

    fn make(self, questions: Vec<(String, u64, Level)>, coming: Coming) {
        let id = self.awaited.get_value().0 + 1;
        self.awaited.set_value((id, Some(coming)));
        self.lab.ask(&Practise::Make { id, questions });
    }

    /// What there is to choose from.
    pub fn filter(self) -> Filter {
        let (about, scope) = (self.about.get_untracked(), self.scope.get_untracked());
        Filter { about, scope, framework: self.framework.get_untracked() }
    }

    fn draw(self, paper: Paper, coming: Coming) {
        let id = self.awaited.get_value().0 + 1;
        self.awaited.set_value((id, Some(coming)));
        let seed = paper.seed.unwrap_or_else(fresh);
        self.lab.ask(&Practise::Draw { id, paper, seed });
    }

    /// An examination by a sheet, with so many seconds for each question.
    pub fn examine(self, paper: Paper, seconds: f64) {
        self.draw(paper, Coming::Mock(seconds * 1e3));
    }

    /// A sheet to be printed.
    pub fn print(self, paper: Paper) {
        self.draw(paper, Coming::Print);
    }

    /// Leaves what is open, and what is on its way.
    pub fn leave(self) {
        self.awaited.update_value(|(id, coming)| (*id, *coming) = (*id + 1, None));
        self.sheet.set(None);
        self.printed.set(Vec::new());
    }

    /// Templates of what is chosen.
    fn chosen(self) -> Vec<String> {
        let filter = self.filter();
        let is_of = |row: &&Row| filter.has(row.topic, row.lessons.iter().map(String::as_str), row.framework);
        self.rows.with_untracked(|rows| rows.iter().filter(is_of).map(|row| row.id.clone()).collect())
    }

    /// The next question of a drill: of those chosen beforehand, or any of the topic but the one that is open.
    pub fn next(self) {
        let planned = self.sheet.with_untracked(|sheet| sheet.as_ref().map(|sheet| sheet.to_come.clone()));
        if let Some([first, rest @ ..]) = planned.as_deref() {
            let (first, rest) = (first.clone(), rest.to_vec());
            self.sheet.update(|sheet| sheet.iter_mut().for_each(|sheet| sheet.to_come = rest.clone()));
            return self.make(vec![(first, fresh(), self.level.get_untracked())], Coming::Drill);
        }
        let open = self.open().map(|item| item.question.id.clone());
        let mut ids = self.chosen();
        if ids.len() > 1 {
            ids.retain(|id| Some(id) != open.as_ref());
        }
        if let Some(id) = ids.get(fresh() as usize % ids.len().max(1)) {
            self.make(vec![(id.clone(), fresh(), self.level.get_untracked())], Coming::Drill);
        }
    }

    /// A drill of these templates, one after another.
    pub fn drill(self, mut ids: Vec<String>) {
        if ids.is_empty() {
            return;
        }
        let first = ids.remove(0);
        self.sheet.set(Some(Sheet { items: Vec::new(), at: 0, ends: None, is_over: false, to_come: ids }));
        self.make(vec![(first, fresh(), self.level.get_untracked())], Coming::Drill);
    }

    /// The open question's template with other numbers, or the same question once more.
    pub fn again(self, is_same: bool) {
        if let Some(Item { question, .. }) = self.open() {
            let seed = if is_same { question.seed } else { fresh() };
            self.make(vec![(question.id.clone(), seed, question.level)], Coming::Drill);
        }
    }

    /// The open question.
    pub fn open(self) -> Option<Item> {
        self.sheet.with_untracked(|sheet| sheet.as_ref().and_then(|sheet| sheet.items.get(sheet.at).cloned()))
    }

    /// Changes what is known of the open question.
    pub fn change(self, change: impl FnOnce(&mut Item)) {
        self.sheet.update(|sheet| {
            if let Some(item) = sheet.as_mut().and_then(|sheet| sheet.items.get_mut(sheet.at)) {
                change(item);
            }
        });
    }

    /// Takes in a number as it is typed: nothing is drawn anew.
    pub fn type_number(self, entry: String) {
        self.sheet.update_untracked(|sheet| {
            if let Some(item) = sheet.as_mut().and_then(|sheet| sheet.items.get_mut(sheet.at)) {
                item.given = (!entry.trim().is_empty()).then_some(Given::Number(entry));
            }
        });
    }

    /// Judges what was given for the open question, and keeps it.
    pub fn answer(self, is_sure: bool) {
        let Some(Item { question, given, verdict, .. }) = self.open() else { return };
        if !matches!(verdict, None | Some(Verdict::Unreadable)) {
            return;
        }
        // What is shown in some order may be left in it.
        let shown = match &question.answer {
            Answer::Order { items, .. } => Some(Given::Order((0..items.len()).collect())),
            _ => None,
        };
        let Some(given) = given.or(shown) else { return };
        let verdict = judge(&question, &given);
        let kept = (verdict != Verdict::Unreadable).then(|| review(&question, verdict == Verdict::Right, is_sure));
        if let Some(kept) = kept.clone() {
            self.lab.ask(&Practise::Add(vec![kept]));
        }
        self.change(|item| (item.verdict, item.review) = (Some(verdict), kept));
    }

    /// Keeps what a wrong answer came from; of the same answer the cause said last counts.
    pub fn say_cause(self, mut answer: Review, cause: Cause) {
        answer.cause = Some((cause, js_sys::Date::now()));
        self.lab.ask(&Practise::Add(vec![answer]));
    }

    /// Ends a mock examination: all is judged; what was not answered is wrong.
    pub fn finish(self) {
        let mut reviews = Vec::new();
        self.sheet.update(|sheet| {
            let Some(sheet) = sheet.as_mut().filter(|sheet| !sheet.is_over) else { return };
            sheet.is_over = true;
            for item in &mut sheet.items {
                let verdict = item.given.as_ref().map_or(Verdict::Wrong(None), |given| judge(&item.question, given));
                let kept = review(&item.question, verdict == Verdict::Right, !item.is_flagged);
                (item.verdict, item.review) = (Some(verdict), Some(kept.clone()));
                reviews.push(kept);
            }
        });
        if !reviews.is_empty() {
            self.lab.ask(&Practise::Add(reviews));
        }
    }

    /// Asks what to review now.
    pub fn ask_plan(self, minutes: f64) {
        let exam = Some(self.exam.get()).filter(|date| !date.is_empty());
        let exam = exam.map(|date| js_sys::Date::parse(&date)).filter(|at| at.is_finite());
        let framework = self.framework.get();
        self.lab.ask(&Practise::Plan { now: js_sys::Date::now(), exam, minutes, framework });
    }
}

fn review(question: &Question, is_right: bool, is_sure: bool) -> Review {
    let (id, seed, level) = (question.id.clone(), question.seed, question.level);
    Review { id, seed, level, is_right, is_sure, at: js_sys::Date::now(), cause: None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_names_a_question() {
        assert_eq!(named("Q1.42.3"), Ok(("Q1".into(), 42, Level::Three)));
        for bad in ["", "Q1", "Q1.x.2", "Q1.1.4", "Q1.1.2.3", "Q1.-1.2"] {
            assert!(named(bad).is_err(), "{bad}");
        }
    }
}
