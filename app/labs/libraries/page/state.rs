//! What the page knows of a program and of what it did.

use super::breaks::{self, Break, Measured};
use super::programs::{PROGRAMS, Program};
use super::trace::{State, Trace};
use crate::libraries::messages::{Ask, End, Failure, Told};
use karui_shell::state::{EngineState, Lab, LabState};
use karui_ui::Lang;
use leptos::prelude::*;
use std::collections::BTreeMap;

/// The parts of the lab.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Part {
    /// Write a program, run it, step through it.
    #[default]
    Run,
    /// One computation in the words of eight libraries.
    Spellings,
}

impl Part {
    /// All, in their order.
    pub const ALL: [Part; 2] = [Part::Run, Part::Spellings];

    /// Its name in links.
    pub const fn id(self) -> &'static str {
        match self {
            Part::Run => "run",
            Part::Spellings => "spellings",
        }
    }
}

/// How far a run is.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Phase {
    /// None was begun.
    #[default]
    Idle,
    /// It goes on.
    Running,
    /// It has ended so, after so many milliseconds.
    Ended(End, f64),
}

/// Where the learner wants to be when a run has begun.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Goal {
    /// Behind its first statement.
    First,
    /// At its end.
    Last,
}

/// The program that a break is seen against, while it runs.
struct Reference {
    of: Break,
    trace: Trace,
}

/// What the page shows of one moment of a program.
#[derive(Clone)]
pub struct Moment {
    run: u32,
    /// Statements that are done.
    pub done: usize,
    /// The state behind them.
    pub state: State,
    /// The state before the last of them.
    pub before: State,
}

impl PartialEq for Moment {
    fn eq(&self, other: &Self) -> bool {
        (self.run, self.done) == (other.run, other.done)
    }
}

/// The lab's part of the page's state. A small bundle of handles: copy it freely.
#[derive(Clone, Copy)]
pub struct LibrariesState {
    /// The part that is shown.
    pub part: RwSignal<Part>,
    /// The name of the program that was begun with.
    pub preset: RwSignal<&'static str>,
    /// The program as it is now.
    pub source: RwSignal<String>,
    /// The program that the learner wrote last, whatever is looked at now: nothing that is chosen takes it away.
    pub own: RwSignal<Option<String>>,
    /// The seed of its random numbers.
    pub seed: RwSignal<u32>,
    /// The program as a link has it, empty where that is one of the examples.
    pub code: RwSignal<String>,
    /// What was broken in it by a click, and the lines that are others by that.
    pub broken: RwSignal<Option<(Break, Vec<usize>)>>,
    /// What the last run did.
    pub trace: RwSignal<Trace>,
    /// Statements of it that are done, as they are looked at.
    pub done: RwSignal<usize>,
    /// How far it is.
    pub phase: RwSignal<Phase>,
    /// The program that it ran.
    pub ran: RwSignal<Option<String>>,
    /// Files that it saved.
    pub files: RwSignal<Vec<(String, Vec<u8>)>>,
    /// What came of a break, beside the same without it.
    pub compared: RwSignal<Option<(Break, Measured, Measured)>>,
    /// The name of the tensor whose gradient is looked for.
    pub watched: RwSignal<String>,
    /// Milliseconds until the first interpreter stood ready.
    pub started: RwSignal<Option<f64>>,
    /// The spelling whose line is looked at, and the line's role.
    pub role: RwSignal<Option<String>>,
    asked: StoredValue<u32>,
    goal: StoredValue<Option<Goal>>,
    told: StoredValue<Vec<String>>,
    reference: StoredValue<Option<Reference>>,
    measured: StoredValue<BTreeMap<&'static str, Measured>>,
}

/// Under which the browser keeps the learner's program until the tab is closed.
const OWN: &str = "karui.python";

fn stored() -> Option<String> {
    // A test without a browser has no window.
    if cfg!(not(target_arch = "wasm32")) {
        return None;
    }
    window().session_storage().ok().flatten()?.get_item(OWN).ok().flatten()
}

fn store(source: &str) {
    if let Ok(Some(storage)) = window().session_storage() {
        // A browser that refuses keeps it as long as the page is open.
        let _ = storage.set_item(OWN, source);
    }
}

/// What the lab knows on this page.
pub fn libraries_of(lab: Lab) -> LibrariesState {
    lab.state()
}

/// Whether there is an engine to be asked; whoever calls it follows it.
pub fn is_ready(lab: Lab) -> bool {
    matches!(lab.engine_state.get(), EngineState::Ready(_))
}

impl LabState for LibrariesState {
    fn new(lab: Lab) -> Self {
        let first = &PROGRAMS[0];
        LibrariesState {
            part: RwSignal::new(Part::default()),
            preset: RwSignal::new(first.id),
            source: RwSignal::new(first.text(lab.view.lang.get_untracked())),
            own: RwSignal::new(stored()),
            seed: RwSignal::new(0),
            code: RwSignal::new(String::new()),
            broken: RwSignal::new(None),
            trace: RwSignal::new(Trace::default()),
            done: RwSignal::new(0),
            phase: RwSignal::new(Phase::default()),
            ran: RwSignal::new(None),
            files: RwSignal::new(Vec::new()),
            compared: RwSignal::new(None),
            watched: RwSignal::new(String::new()),
            started: RwSignal::new(None),
            role: RwSignal::new(None),
            asked: StoredValue::new(0),
            goal: StoredValue::new(None),
            told: StoredValue::new(Vec::new()),
            reference: StoredValue::new(None),
            measured: StoredValue::new(BTreeMap::new()),
        }
    }
}

impl LibrariesState {
    /// Begins with a program.
    pub fn open(self, program: &'static Program, lang: Lang) {
        self.preset.set(program.id);
        self.broken.set(None);
        self.source.set(program.text(lang));
    }

    /// Goes back to the program that the learner wrote last.
    pub fn open_own(self) {
        if let Some(own) = self.own.get_untracked() {
            self.broken.set(None);
            self.source.set(own);
        }
    }

    /// Takes in what the learner has written.
    pub fn edit(self, source: String) {
        self.broken.set(None);
        if !PROGRAMS.iter().any(|program| program.is(&source)) {
            store(&source);
            self.own.set(Some(source.clone()));
        }
        self.source.set(source);
    }

    /// The failure that ended the run, of the program as it is now.
    pub fn failure(self) -> Option<Failure> {
        match self.phase.get() {
            Phase::Ended(End::Failed(failure), _) if !self.is_changed() => Some(failure),
            _ => None,
        }
    }

    /// Whether the program is another than the one that ran.
    pub fn is_changed(self) -> bool {
        self.ran.with(|ran| ran.as_ref().is_some_and(|ran| self.source.with(|source| source != ran)))
    }

    /// Whether the run can be stepped through.
    fn is_recorded(self) -> bool {
        untrack(|| self.ran.with(Option::is_some) && !self.is_changed())
    }

    fn next(self) -> u32 {
        self.asked.update_value(|id| *id += 1);
        self.asked.get_value()
    }

    fn begin(self, lab: Lab, goal: Goal) {
        let source = self.source.get_untracked();
        self.reference.set_value(None);
        self.compared.set(None);
        self.clear();
        self.goal.set_value(Some(goal));
        self.ran.set(Some(source.clone()));
        self.phase.set(Phase::Running);
        lab.ask(&Ask::Run { id: self.next(), source, seed: self.seed.get_untracked() });
    }

    fn clear(self) {
        self.told.set_value(Vec::new());
        self.trace.set(Trace::default());
        self.done.set(0);
        self.files.set(Vec::new());
    }

    /// Runs the program to its end.
    pub fn run(self, lab: Lab) {
        self.begin(lab, Goal::Last);
    }

    /// One statement on; of a program that was not run yet the first one.
    pub fn step(self, lab: Lab) {
        if self.is_recorded() {
            self.go(self.done.get_untracked() + 1);
        } else {
            self.begin(lab, Goal::First);
        }
    }

    /// One statement back.
    pub fn back(self) {
        self.go(self.done.get_untracked().saturating_sub(1));
    }

    /// To the moment at which so many statements are done.
    pub fn go(self, done: usize) {
        self.goal.set_value(None);
        self.done.set(done.min(self.trace.with_untracked(Trace::len)));
    }

    /// To where the gradient of the tensor that is watched is another.
    pub fn go_to_change(self, is_back: bool) {
        let (name, done) = (self.watched.get_untracked(), self.done.get_untracked());
        if let Some(done) = self.trace.with_untracked(|trace| trace.change(&name, done, is_back)) {
            self.go(done);
        }
    }

    /// Ends the run. What of it is still on its way is not waited for.
    pub fn stop(self, lab: Lab) {
        self.reference.set_value(None);
        lab.ask(&Ask::Stop);
        self.next();
        self.ended(End::Stopped, 0.0, Vec::new());
    }

    /// Breaks a program, and shows what comes of it beside the same that is whole.
    pub fn break_it(self, lab: Lab, which: Break, lang: Lang) {
        let (source, lines) = which.broken(lang);
        self.preset.set(which.program().id);
        self.source.set(source.clone());
        self.broken.set(Some((which, lines)));
        self.compared.set(None);
        if self.measured.with_value(|all| all.contains_key(which.program().id)) {
            self.begin(lab, Goal::Last);
            return;
        }
        self.clear();
        self.ran.set(Some(source));
        self.phase.set(Phase::Running);
        self.reference.set_value(Some(Reference { of: which, trace: Trace::default() }));
        lab.ask(&Ask::Run { id: self.next(), source: which.program().text(lang), seed: self.seed.get_untracked() });
    }

    /// The moment that is looked at.
    pub fn moment(self) -> Moment {
        let done = self.done.get();
        let [state, before] = self.trace.with(|trace| [done, done.saturating_sub(1)].map(|done| trace.state(done)));
        Moment { run: self.asked.get_value(), done, state, before }
    }

    /// The trace as a file.
    pub fn trace_json(self) -> String {
        let parts = self.told.get_value();
        let inner: Vec<&str> = parts.iter().map(|part| part.trim_start_matches('[').trim_end_matches(']')).collect();
        format!("[{}]", inner.join(","))
    }

    /// Takes in what the engine says.
    pub fn apply(self, lab: Lab, told: Told) {
        let is_late = |id: u32| id != self.asked.get_value();
        match told {
            Told::Ready(milliseconds) => self.started.update(|started| {
                started.get_or_insert(milliseconds);
            }),
            Told::Trace { id, entries } if !is_late(id) => self.take(entries),
            Told::Ended { id, end, milliseconds, files } if !is_late(id) => {
                let reference = self.reference.try_update_value(Option::take).flatten();
                match reference {
                    Some(reference) if !matches!(end, End::Stopped | End::Lost) => {
                        let measured = breaks::measure(&reference.trace, &end);
                        self.measured.update_value(|all| {
                            all.insert(reference.of.program().id, measured);
                        });
                        self.begin(lab, Goal::Last);
                    }
                    _ => self.ended(end, milliseconds, files),
                }
            }
            Told::Trace { .. } | Told::Ended { .. } => {}
        }
    }

    fn take(self, entries: String) {
        let is_reference = self
            .reference
            .try_update_value(|reference| reference.as_mut().map(|reference| reference.trace.push(&entries)).is_some());
        if is_reference == Some(true) {
            return;
        }
        self.trace.update(|trace| {
            trace.push(&entries);
        });
        self.told.update_value(|told| told.push(entries));
        let len = self.trace.with_untracked(Trace::len);
        match self.goal.get_value() {
            Some(Goal::Last) => self.done.set(len),
            Some(Goal::First) => self.done.set(len.min(1)),
            None => {}
        }
    }

    fn ended(self, end: End, milliseconds: f64, files: Vec<(String, Vec<u8>)>) {
        self.files.set(files);
        let names = self.trace.with_untracked(|trace| trace.trained().first().map(|name| (*name).to_owned()));
        if let Some(first) = names {
            self.watched.update(|watched| {
                if !self.trace.with_untracked(|trace| trace.trained().contains(&watched.as_str())) {
                    *watched = first;
                }
            });
        }
        let is_whole = !matches!(end, End::Stopped | End::Lost);
        if let Some((which, _)) = self.broken.get_untracked().filter(|_| is_whole) {
            let whole = self.measured.with_value(|all| all.get(which.program().id).cloned());
            let now = self.trace.with_untracked(|trace| breaks::measure(trace, &end));
            self.compared.set(whole.map(|whole| (which, whole, now)));
        }
        self.phase.set(Phase::Ended(end, milliseconds));
    }
}
