//! What the page knows of the accelerators, and what it asks of the engine for it.

use crate::accelerate::messages::{
    Accelerate, Accelerated, Ceiling, KernelSpec, KernelVariant, Refusal, Target, Task, Workload,
};
use crate::accelerate::page::TAB;
use karui_protocol::{Figure, NoGpu};
use karui_shell::state::{EngineState, Lab, LabState};
use karui_ui::reactive::{effect, memo};
use leptos::prelude::*;

/// What a way was found to do.
#[derive(Debug, Clone, PartialEq)]
pub struct Timed {
    pub task: Task,
    pub way: KernelVariant,
    pub speed: Figure,
    pub time: Figure,
    pub difference: f32,
}

impl Timed {
    /// Whether its result is the reference's.
    pub fn is_right(&self) -> bool {
        self.difference <= self.way.tolerance()
    }
}

/// What the session's network was found to do in a form: images per second, and the share of images given the same class.
#[derive(Debug, Clone, PartialEq)]
pub struct Ran {
    pub speed: Figure,
    pub agreement: Figure,
}

/// What was asked to be timed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    KernelVariant(KernelVariant),
    Target(Target),
}

/// A device's name and what it can do at most, or why there is none.
pub type OfGpu = Result<(String, Ceiling), NoGpu>;

/// The accelerators' part of the page's state. A small bundle of handles: copy it freely.
#[derive(Clone, Copy)]
pub struct AccelerateState {
    /// What is computed.
    pub task: RwSignal<Task>,
    /// The latest time of each task and way, by the engine's own kernels.
    pub timed: RwSignal<Vec<Timed>>,
    /// Ways that came to nothing.
    pub refused: RwSignal<Vec<(KernelVariant, Refusal)>>,
    /// What the devices can do at most.
    pub ceilings: RwSignal<Option<(Ceiling, OfGpu)>>,
    /// What the session's network was found to do in each form, or why it did not run.
    pub forms: RwSignal<Vec<(Target, Result<Ran, Refusal>)>>,
    /// Requests that are not answered.
    pub waiting: RwSignal<Vec<(u32, Asked)>>,
    /// The kernel in the editor.
    pub way: RwSignal<KernelVariant>,
    /// Its source as the engine has it.
    pub original: RwSignal<String>,
    /// Its source as it is in the editor.
    pub source: RwSignal<String>,
    /// What the editor's kernel was found to do, or why it did not run.
    pub mine: RwSignal<Option<Result<Timed, Refusal>>>,
    asked: StoredValue<u32>,
    /// The number of the editor's present request.
    run: StoredValue<u32>,
    /// What the editor's source was asked for last.
    shown: StoredValue<Option<(Task, KernelVariant)>>,
}

/// What the lab knows on this page.
pub fn accelerator_of(lab: Lab) -> AccelerateState {
    lab.state()
}

impl LabState for AccelerateState {
    fn new(_: Lab) -> Self {
        AccelerateState {
            task: RwSignal::new(Task::default()),
            timed: RwSignal::new(Vec::new()),
            refused: RwSignal::new(Vec::new()),
            ceilings: RwSignal::new(None),
            forms: RwSignal::new(Vec::new()),
            waiting: RwSignal::new(Vec::new()),
            way: RwSignal::new(KernelSpec::default().way),
            original: RwSignal::new(String::new()),
            source: RwSignal::new(String::new()),
            mine: RwSignal::new(None),
            asked: StoredValue::new(0),
            run: StoredValue::new(0),
            shown: StoredValue::new(None),
        }
    }
}

impl AccelerateState {
    /// The time of a way on the present task.
    pub fn of(self, way: KernelVariant) -> Option<Timed> {
        let task = self.task.get();
        self.timed.with(|all| all.iter().find(|it| it.task == task && it.way == way).cloned())
    }

    /// Takes in what the engine says.
    pub fn apply(self, told: Accelerated) {
        match told {
            Accelerated::Source { task, way, text } => {
                if (task, way) == (self.task.get_untracked(), self.way.get_untracked()) {
                    // What the learner has changed stays.
                    let is_changed = untrack(|| self.is_changed());
                    if !is_changed {
                        self.source.set(text.clone());
                    }
                    self.original.set(text);
                }
            }
            Accelerated::Timed { id, task, way, speed, time, difference, .. } => {
                let timed = Timed { task, way, speed, time, difference };
                self.answered(id);
                if id == self.run.get_value() {
                    self.mine.set(Some(Ok(timed)));
                } else {
                    self.timed.update(|all| {
                        all.retain(|it| (it.task, it.way) != (task, way));
                        all.push(timed);
                    });
                }
            }
            Accelerated::Refused { id, way, why } => {
                self.answered(id);
                if id == self.run.get_value() {
                    self.mine.set(Some(Err(why)));
                } else {
                    self.refused.update(|all| {
                        all.retain(|(it, _)| *it != way);
                        all.push((way, why));
                    });
                }
            }
            Accelerated::Ran { id, form, speed, agreement } => self.has_run(id, form, Ok(Ran { speed, agreement })),
            Accelerated::NotRun { id, form, why } => self.has_run(id, form, Err(why)),
            Accelerated::Ceilings { cpu, gpu } => self.ceilings.set(Some((cpu, gpu))),
        }
    }

    /// Why there is no GPU, as far as that was found out.
    pub fn no_gpu(self) -> Option<NoGpu> {
        let told = |why: &Refusal| if let Refusal::NoGpu(why) = why { Some(why.clone()) } else { None };
        let of_ceilings = || self.ceilings.with(|all| all.as_ref()?.1.as_ref().err().cloned());
        let of_ways = || self.refused.with(|all| all.iter().find_map(|(_, why)| told(why)));
        of_ways()
            .or_else(of_ceilings)
            .or_else(|| self.forms.with(|all| all.iter().find_map(|(_, found)| found.as_ref().err().and_then(told))))
    }

    fn has_run(self, id: u32, form: Target, found: Result<Ran, Refusal>) {
        self.answered(id);
        self.forms.update(|all| {
            all.retain(|(it, _)| *it != form);
            all.push((form, found));
        });
    }

    fn answered(self, id: u32) {
        self.waiting.update(|all| all.retain(|(it, _)| *it != id));
    }

    /// Whether the editor's source is not the engine's own.
    pub fn is_changed(self) -> bool {
        let original = self.original.get();
        !original.is_empty() && self.source.with(|source| *source != original)
    }

    fn ask(self, lab: Lab, way: KernelVariant, source: Option<String>) -> u32 {
        let (id, task) = (self.number(Asked::KernelVariant(way)), self.task.get_untracked());
        lab.ask(&Accelerate::Time { id, task, way, source, workers: workers() });
        id
    }

    /// The number of a new request.
    fn number(self, asked: Asked) -> u32 {
        self.asked.update_value(|id| *id += 1);
        let id = self.asked.get_value();
        self.waiting.update(|all| all.push((id, asked)));
        id
    }

    /// Has the session's network run in every form.
    pub fn run_forms(self, lab: Lab) {
        self.forms.set(Vec::new());
        for form in Target::ALL {
            let id = self.number(Asked::Target(form));
            lab.ask(&Accelerate::Run { id, form });
        }
    }

    /// Has every way of the present task timed.
    pub fn time_all(self, lab: Lab) {
        self.refused.set(Vec::new());
        for &way in self.task.get_untracked().work.variants() {
            self.ask(lab, way, None);
        }
        lab.ask(&Accelerate::Ceilings);
    }

    /// Leaves off what has not begun.
    pub fn stop(self, lab: Lab) {
        lab.ask(&Accelerate::Stop);
        self.waiting.update(|all| all.truncate(1));
    }

    /// Runs what is in the editor.
    pub fn run(self, lab: Lab) {
        self.mine.set(None);
        let source = untrack(|| self.is_changed()).then(|| self.source.get_untracked());
        let id = self.ask(lab, self.way.get_untracked(), source);
        self.run.set_value(id);
    }

    /// Chooses other work, of its middle size.
    pub fn choose(self, work: Workload) {
        let KernelSpec { task, way } =
            KernelSpec { task: self.task.get_untracked(), way: self.way.get_untracked() }.with(work);
        self.task.set(task);
        self.way.set(way);
    }
}

/// Workers that share the task: as many as the device has cores, two at least and eight at most.
pub fn workers() -> usize {
    (window().navigator().hardware_concurrency() as usize).clamp(2, 8)
}

/// Has the engine send the source that is to be shown. Call it once, in the panel's body.
pub(super) fn keep(lab: Lab) {
    let state = accelerator_of(lab);
    let in_view = memo(move || lab.view.tab.get() == TAB && matches!(lab.engine_state.get(), EngineState::Ready(_)));
    effect(move || {
        let (task, way) = (state.task.get(), state.way.get());
        // Whoever comes back to the tab finds the source as they left it.
        if in_view.get() && state.shown.get_value() != Some((task, way)) {
            state.shown.set_value(Some((task, way)));
            state.original.set(String::new());
            state.mine.set(None);
            lab.ask(&Accelerate::Source { task, way });
        }
    });
    effect(move || {
        // What was found is of other weights.
        lab.weights.track();
        state.forms.set(Vec::new());
    });
    effect(move || {
        // An engine that is gone answers no more.
        if !matches!(lab.engine_state.get(), EngineState::Ready(_)) {
            state.waiting.set(Vec::new());
        }
    });
}
