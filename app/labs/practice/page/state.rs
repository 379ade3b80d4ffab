//! What the page knows of practice, and what it asks of the engine for it.

use super::browser::{store, stored};
use super::items::{Ahead, Item, Sheet};
use super::paused::Paused;
use super::{link, pending};
use crate::practice::messages::{Practise, Practised, Row};
use karui_shell::state::{EngineState, Lab, LabState};
use karui_spec::question::{
    Answer, Cause, Filter, Framework, Given, Level, Paper, Planned, Question, Review, Standing, Verdict, judge,
};
use karui_ui::reactive::effect;
use leptos::prelude::*;
use std::sync::Arc;

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
    /// An examination that goes on beside it.
    pub paused: RwSignal<Option<Paused>>,
    /// All answers that are kept.
    pub reviews: RwSignal<Arc<Vec<Review>>>,
    /// Where the learner stands in each topic.
    pub standings: RwSignal<Arc<Vec<Standing>>>,
    /// Whether what is kept was told.
    pub is_known: RwSignal<bool>,
    /// Whether answers outlive this visit.
    pub is_stored: RwSignal<bool>,
    /// What to review now, once it is told.
    pub plan: RwSignal<Option<Arc<Vec<Planned>>>>,
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
    /// One goes on.
    Resumed(Paused),
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
            paused: RwSignal::new(Paused::kept()),
            reviews: RwSignal::new(Arc::default()),
            standings: RwSignal::new(Arc::default()),
            is_known: RwSignal::new(false),
            is_stored: RwSignal::new(true),
            plan: RwSignal::new(None),
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
            let pending = pending::all();
            if !pending.is_empty() {
                lab.ask(&Practise::Add(pending));
            }
            if let Some(question) = asked.get() {
                practice.make(vec![question], Coming::Drill);
                // Once: an engine that starts again does not bring it back.
                asked.update_untracked(|asked| *asked = None);
            } else if practice.is_at_list()
                && let Some(paused) = practice.paused.get_untracked()
                && paused.ends > js_sys::Date::now()
            {
                practice.resume(paused);
            }
        }
    });
    effect(move || practice.keep_examination());
    effect(move || store(EXAM, &practice.exam.get()));
    effect(move || store(FRAMEWORK, practice.framework.get().id()));
    link::bind(lab, asked);
}

/// What of the learner's choices the browser keeps, by these names.
const EXAM: &str = "karui-exam";
const FRAMEWORK: &str = "karui-framework";

/// A seed that is short in a link.
pub fn fresh() -> u64 {
    (js_sys::Math::random() * 1e6) as u64
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
            Practised::Plan(plan) => self.plan.set(Some(Arc::new(plan))),
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
        if let Coming::Resumed(paused) = coming {
            let sheet = paused.resumed(questions);
            if sheet.is_none() {
                Paused::forget();
            }
            self.paused.set(None);
            self.memo.set(paused.memo);
            return self.sheet.set(sheet);
        }
        let items: Vec<Item> = questions.into_iter().flatten().map(Item::new).collect();
        self.is_missing.set(items.is_empty());
        if items.is_empty() {
            return;
        }
        match coming {
            Coming::Print => self.printed.set(items),
            Coming::Mock(ms) => {
                self.memo.set(String::new());
                self.paused.set(None);
                let ends = Some(js_sys::Date::now() + ms * items.len() as f64);
                self.sheet.set(Some(Sheet { items, ends, ..Sheet::default() }));
            }
            Coming::Drill | Coming::Resumed(_) => {
                self.pause();
                let ahead = self.sheet.with_untracked(|sheet| sheet.as_ref().map(|sheet| sheet.ahead.clone()));
                self.sheet.set(Some(Sheet { items, ahead: ahead.unwrap_or_default(), ..Sheet::default() }));
            }
        }
    }

    /// Whether nothing is open, nor asked for by a sheet's link.
    fn is_at_list(self) -> bool {
        self.sheet.with_untracked(Option::is_none) && self.paper.with_untracked(Option::is_none)
    }

    /// Keeps the examination that goes on as it is; follows it.
    fn keep_examination(self) {
        let memo = self.memo.get();
        self.sheet.track();
        if let Some(now) = self.examination(memo) {
            now.keep();
        }
    }

    fn examination(self, memo: String) -> Option<Paused> {
        self.sheet.with_untracked(|sheet| sheet.as_ref().and_then(|sheet| Paused::of(sheet, memo)))
    }

    /// Puts the examination aside that goes on, if one does: its clock does not stop.
    fn pause(self) {
        if let Some(now) = self.examination(self.memo.get_untracked()) {
            self.paused.set(Some(now));
        }
    }

    /// Goes on with an examination.
    pub fn resume(self, paused: Paused) {
        self.make(paused.questions.clone(), Coming::Resumed(paused));
    }

    /// Gives the examination up that was put aside.
    pub fn give_up(self) {
        Paused::forget();
        self.paused.set(None);
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
        self.pause();
        self.sheet.set(None);
        self.printed.set(Vec::new());
    }

    /// Templates of what is chosen.
    fn chosen(self) -> Vec<String> {
        let filter = self.filter();
        let is_of = |row: &&Row| filter.has(row.topic, row.lessons.iter().map(String::as_str), row.framework);
        self.rows.with_untracked(|rows| rows.iter().filter(is_of).map(|row| row.id.clone()).collect())
    }

    /// The next question of a drill: one that was wrong, one of those chosen beforehand, or any of the topic but the one that is open.
    /// A review ends with what was chosen.
    pub fn next(self) {
        let mut next = (None, false);
        self.sheet.update(|sheet| {
            if let Some(sheet) = sheet.as_mut() {
                next = (sheet.ahead.next(), sheet.ahead.is_review);
            }
        });
        let level = self.level.get_untracked();
        match next {
            (Some(id), _) => return self.make(vec![(id, fresh(), level)], Coming::Drill),
            (None, true) => return self.leave(),
            (None, false) => {}
        }
        let open = self.open().map(|item| item.question.id.clone());
        let mut ids = self.chosen();
        if ids.len() > 1 {
            ids.retain(|id| Some(id) != open.as_ref());
        }
        if let Some(id) = ids.get(fresh() as usize % ids.len().max(1)) {
            self.make(vec![(id.clone(), fresh(), level)], Coming::Drill);
        }
    }

    /// A review of these templates, one after another.
    pub fn review(self, ids: Vec<String>) {
        let mut ahead = Ahead::review(ids);
        if let Some(first) = ahead.next() {
            self.sheet.set(Some(Sheet { ahead, ..Sheet::default() }));
            self.make(vec![(first, fresh(), self.level.get_untracked())], Coming::Drill);
        }
    }

    /// The open question's template with other numbers, or the same question once more.
    pub fn again(self, is_same: bool) {
        if let Some(Item { question, .. }) = self.open() {
            self.sheet.update(|sheet| sheet.iter_mut().for_each(|sheet| sheet.ahead.is_step = false));
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

    /// Takes in what is given for the open question.
    pub fn give(self, given: Given) {
        self.change(|item| (item.given, item.is_bare) = (Some(given), false));
    }

    /// Takes in a number as it is typed: nothing is drawn anew.
    pub fn type_number(self, entry: String) {
        self.sheet.update_untracked(|sheet| {
            if let Some(item) = sheet.as_mut().and_then(|sheet| sheet.items.get_mut(sheet.at)) {
                item.given = (!entry.trim().is_empty()).then_some(Given::Number(entry));
            }
        });
        if let Some(now) = self.examination(self.memo.get_untracked()) {
            now.keep();
        }
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
        let Some(given) = given.or(shown) else { return self.change(|item| item.is_bare = true) };
        let verdict = judge(&question, &given);
        let kept = (verdict != Verdict::Unreadable).then(|| review(&question, verdict == Verdict::Right, is_sure));
        if let Some(kept) = kept.clone() {
            let is_right = kept.is_right;
            self.sheet.update_untracked(|sheet| {
                sheet.iter_mut().for_each(|sheet| sheet.ahead.answered(&question.id, is_right));
            });
            self.add(vec![kept]);
        }
        self.change(|item| (item.verdict, item.review, item.is_bare) = (Some(verdict), kept, false));
    }

    /// Keeps what a wrong answer came from; of the same answer the cause said last counts.
    pub fn say_cause(self, mut answer: Review, cause: Cause) {
        answer.cause = Some((cause, js_sys::Date::now()));
        self.add(vec![answer]);
    }

    /// Has answers kept, even if the page is left at once.
    fn add(self, answers: Vec<Review>) {
        pending::add(&answers);
        self.lab.ask(&Practise::Add(answers));
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
        Paused::forget();
        if !reviews.is_empty() {
            self.add(reviews);
        }
    }

    /// Asks what to review now.
    pub fn ask_plan(self, minutes: f64) {
        let now = js_sys::Date::now();
        let exam = Some(js_sys::Date::parse(&self.exam.get())).filter(|at| is_ahead(*at, now));
        let framework = self.framework.get();
        self.lab.ask(&Practise::Plan { now, exam, minutes, framework });
    }
}

fn review(question: &Question, is_right: bool, is_sure: bool) -> Review {
    let (id, seed, level) = (question.id.clone(), question.seed, question.level);
    Review { id, seed, level, is_right, is_sure, at: js_sys::Date::now(), cause: None }
}

/// Whether an examination can be on a day, in milliseconds since 1970: today at the earliest, and within three years.
pub fn is_ahead(day: f64, now: f64) -> bool {
    const DAY: f64 = 86_400_000.0;
    // A day begins at its midnight in Greenwich.
    day > now - 1.5 * DAY && day < now + 3.0 * 366.0 * DAY
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_examination_is_ahead() {
        const DAY: f64 = 86_400_000.0;
        let now = 20_000.0 * DAY;
        assert!(is_ahead(now, now) && is_ahead(now + 400.0 * DAY, now));
        assert!([-2.0 * DAY, 1200.0 * DAY, f64::NAN].iter().all(|days| !is_ahead(now + days, now)));
    }
}
