//! What the page knows of the project and of its builds.

use super::kept::{self, Kept};
use super::own::Taken;
use crate::container::messages::{Ask, Built, Challenge, File, Image, Judged, Looked, Problem, Project, Started, Told};
use crate::container::page::TAB;
use crate::container::presets::{PRESETS, Preset};
use karui_shell::pages::download::offer;
use karui_shell::state::{EngineState, Lab, LabState};
use karui_ui::reactive::{effect, memo};
use leptos::leptos_dom::helpers::debounce;
use leptos::prelude::*;
use std::collections::BTreeSet;
use std::time::Duration;

/// What is typed is read when the keys have rested so long.
const REST: Duration = Duration::from_millis(200);

/// The sections of the lab.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Part {
    /// Write, build, and why.
    #[default]
    Build,
    /// What the layers hold.
    Layers,
    /// Image, container, virtual machine.
    Scale,
    /// How a container is run.
    Run,
    /// Challenges.
    Challenges,
}

impl Part {
    /// All, in their order.
    pub const ALL: [Part; 5] = [Part::Build, Part::Layers, Part::Scale, Part::Run, Part::Challenges];

    /// Its name in links.
    pub const fn id(self) -> &'static str {
        match self {
            Part::Build => "build",
            Part::Layers => "layers",
            Part::Scale => "scale",
            Part::Run => "run",
            Part::Challenges => "challenges",
        }
    }
}

/// How steps are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Form {
    /// One below the other.
    #[default]
    Rows,
    /// As a graph.
    Graph,
    /// In time.
    Time,
}

impl Form {
    /// All, in their order.
    pub const ALL: [Form; 3] = [Form::Rows, Form::Graph, Form::Time];

    /// For tests.
    pub const fn id(self) -> &'static str {
        match self {
            Form::Rows => "rows",
            Form::Graph => "graph",
            Form::Time => "time",
        }
    }
}

/// A Dockerfile that a link brings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    /// Its text.
    pub text: String,
    /// The files of its context, by their paths, with commas between them.
    pub with: String,
}

impl Given {
    /// As a project: each file holds its own name.
    fn project(&self) -> Project {
        let paths = self.with.split(',').map(str::trim).filter(|path| !path.is_empty());
        let file = |path: &str| File { path: path.into(), text: [path, "\n"].concat(), mode: 0o644, ..File::default() };
        let mut files: Vec<File> = paths.map(file).collect();
        files.sort_by(|a, b| a.path.cmp(&b.path));
        Project { dockerfile: self.text.clone(), files, ..Project::default() }
    }
}

/// The lab's part of the page's state. A small bundle of handles: copy it freely.
#[derive(Clone, Copy)]
pub struct ContainerState {
    /// The section that is shown.
    pub part: RwSignal<Part>,
    /// The name of the preset that was begun with.
    pub preset: RwSignal<&'static str>,
    /// The Dockerfile that a link has brought, if that was begun with.
    pub given: RwSignal<Option<Given>>,
    /// The project as it is now, and as it was begun with.
    pub project: RwSignal<Project>,
    /// See [`ContainerState::project`].
    pub begun: StoredValue<Project>,
    /// What the learner wrote before something else took its place.
    pub kept: RwSignal<Option<Kept>>,
    /// The learner's Dockerfile as a link has it, where it is another than the one begun with.
    pub packed: RwSignal<String>,
    /// The file that is open, by its path.
    pub file: RwSignal<Option<String>>,
    /// The Dockerfile as it was read last.
    pub looked: RwSignal<Looked>,
    /// The last build that succeeded.
    pub built: RwSignal<Option<Built>>,
    /// The project as it was built then.
    pub built_of: RwSignal<Option<Project>>,
    /// Why the last build failed.
    pub refused: RwSignal<Option<Problem>>,
    /// Whether a build is under way.
    pub is_building: RwSignal<bool>,
    /// The lines that the learner expects to run again.
    pub guess: RwSignal<BTreeSet<u32>>,
    /// Of the last build: the lines that were expected, where anything was.
    pub guessed: RwSignal<Option<BTreeSet<u32>>>,
    /// How steps are drawn.
    pub form: RwSignal<Form>,
    /// What came of files of the learner's own.
    pub taken: RwSignal<Option<Taken>>,
    /// An image that was kept to be set beside others, and the name of its example.
    pub beside: RwSignal<Option<(&'static str, Image)>>,
    /// The step that is open, by its place.
    pub step: RwSignal<Option<usize>>,
    /// The layer that is open, by its place.
    pub layer: RwSignal<Option<usize>>,
    /// The line of `docker run` that is typed.
    pub line: RwSignal<String>,
    /// Whether the host has the driver of a GPU.
    pub has_driver: RwSignal<bool>,
    /// The container that was run last.
    pub started: RwSignal<Option<Started>>,
    /// The open challenge.
    pub challenge: RwSignal<Option<Challenge>>,
    /// Which of the puzzles comes next.
    pub puzzle: RwSignal<usize>,
    /// What was judged last.
    pub judged: RwSignal<Option<Judged>>,
    asked: StoredValue<u32>,
    /// What is being built.
    sent: StoredValue<Option<Project>>,
}

/// What the lab knows on this page.
pub fn container_of(lab: Lab) -> ContainerState {
    lab.state()
}

impl LabState for ContainerState {
    fn new(_: Lab) -> Self {
        let first = &PRESETS[0];
        ContainerState {
            part: RwSignal::new(Part::default()),
            preset: RwSignal::new(first.id),
            given: RwSignal::new(None),
            project: RwSignal::new(first.project()),
            begun: StoredValue::new(first.project()),
            kept: RwSignal::new(None),
            packed: RwSignal::new(String::new()),
            file: RwSignal::new(None),
            looked: RwSignal::new(Looked::default()),
            built: RwSignal::new(None),
            built_of: RwSignal::new(None),
            refused: RwSignal::new(None),
            is_building: RwSignal::new(false),
            guess: RwSignal::new(BTreeSet::new()),
            guessed: RwSignal::new(None),
            form: RwSignal::new(Form::default()),
            taken: RwSignal::new(None),
            beside: RwSignal::new(None),
            step: RwSignal::new(None),
            layer: RwSignal::new(None),
            line: RwSignal::new("docker run app".to_owned()),
            has_driver: RwSignal::new(false),
            started: RwSignal::new(None),
            challenge: RwSignal::new(None),
            puzzle: RwSignal::new(0),
            judged: RwSignal::new(None),
            asked: StoredValue::new(0),
            sent: StoredValue::new(None),
        }
    }
}

impl ContainerState {
    /// Begins with a preset: its project, and an empty cache.
    pub fn open(self, preset: &'static Preset) {
        self.keep_own();
        self.preset.set(preset.id);
        self.given.set(None);
        self.challenge.set(None);
        self.taken.set(None);
        self.begin(preset.project());
    }

    /// Begins with a Dockerfile of a link and its files, and an empty cache.
    pub fn open_given(self, given: Given) {
        self.keep_own();
        self.preset.set(PRESETS[0].id);
        self.challenge.set(None);
        self.begin(given.project());
        self.given.set(Some(given));
    }

    /// Begins with a project, and an empty cache.
    pub fn begin(self, project: Project) {
        self.begun.set_value(project.clone());
        self.packed.set(String::new());
        self.project.set(project);
        self.file.set(None);
        self.forget();
    }

    /// Forgets all builds.
    pub fn forget(self) {
        self.built.set(None);
        self.built_of.set(None);
        self.refused.set(None);
        self.guess.set(BTreeSet::new());
        self.guessed.set(None);
        self.step.set(None);
        self.layer.set(None);
        self.started.set(None);
        self.is_building.set(false);
        // What is under way is of another project.
        self.next();
    }

    /// Whether something was changed since the last build.
    pub fn is_changed(self) -> bool {
        self.built_of.with(|of| of.as_ref().is_some_and(|of| self.project.with(|now| of != now)))
    }

    /// Builds; on an empty cache where nothing of this project was built yet.
    pub fn build(self, lab: Lab) {
        let project = self.project.get_untracked();
        self.refused.set(None);
        self.is_building.set(true);
        let forget = self.built.with_untracked(Option::is_none);
        self.sent.set_value(Some(project.clone()));
        lab.ask(&Ask::Build { id: self.next(), project, forget });
    }

    fn next(self) -> u32 {
        self.asked.update_value(|id| *id += 1);
        self.asked.get_value()
    }

    /// Takes in what the engine says.
    pub fn apply(self, told: Told) {
        let is_late = |id: u32| id != self.asked.get_value();
        match told {
            Told::Looked(looked) => self.looked.set(*looked),
            Told::Built(built) if !is_late(built.id) => {
                let guess = self.guess.get_untracked();
                let had_changed = self.built.with_untracked(Option::is_some);
                self.guessed.set(Some(guess).filter(|guess| had_changed && !guess.is_empty()));
                self.guess.set(BTreeSet::new());
                self.is_building.set(false);
                self.built_of.set(self.sent.get_value());
                self.step.set(None);
                self.built.set(Some(*built));
            }
            Told::Refused { id, problem } if !is_late(id) => {
                self.is_building.set(false);
                self.refused.set(Some(problem));
            }
            Told::Started(started) => self.started.set(Some(*started)),
            Told::Judged(judged) => self.judged.set(Some(judged)),
            Told::Image(tar) => offer("image.tar", &tar),
            Told::Built(_) | Told::Refused { .. } => {}
        }
    }

    /// What is wrong, of the last build or as far as it is seen without building.
    pub fn problem(self) -> Option<Problem> {
        let refused = self.refused.get().filter(|_| !self.is_building.get());
        refused.or_else(|| self.looked.with(|looked| looked.problem.clone()))
    }
}

/// Whether there is an engine to be asked; whoever calls it follows it.
pub(super) fn is_ready(lab: Lab) -> bool {
    matches!(lab.engine_state.get(), EngineState::Ready(_))
}

/// Has the engine read what is typed, and build where a section shows an image that is not there yet. Call it once, in the
/// panel's body.
pub(super) fn keep(lab: Lab) {
    let state = container_of(lab);
    kept::keep(lab);
    if state.kept.with_untracked(Option::is_none) {
        state.kept.set(kept::stored());
    }
    // What is asked before there is an engine would be lost, and so is what a lost one was asked.
    let is_ready = memo(move || is_ready(lab));
    let in_view = memo(move || lab.view.tab.get() == TAB && is_ready.get());
    effect(move || {
        if !is_ready.get() {
            state.is_building.set(false);
        }
    });
    let mut look = debounce(REST, move |()| {
        let project = state.project.get_untracked();
        lab.ask(&Ask::Look { id: 0, project });
    });
    effect(move || {
        state.project.track();
        // What was wrong with the project before says nothing of this one.
        state.refused.set(None);
        if in_view.get() {
            look(());
        }
    });
    effect(move || {
        let shows_image = matches!(state.part.get(), Part::Layers | Part::Run);
        let is_needed = state.built.with(Option::is_none) && state.refused.with(Option::is_none);
        if in_view.get() && shows_image && is_needed && !state.is_building.get_untracked() {
            state.build(lab);
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::container::messages::ProblemKind;

    fn built(id: u32) -> Told {
        let image = Image::default();
        Told::Built(Box::new(Built { id, build: 1, steps: vec![], unneeded: vec![], image, milliseconds: 1.0 }))
    }

    #[test]
    fn a_build_of_a_project_that_was_left_is_dropped() {
        Owner::new().with(|| {
            let state = container_of(Lab::new(&[]));
            let late = state.next();
            state.open(&PRESETS[1]);
            state.apply(built(late));
            assert!(state.built.get_untracked().is_none());
            let asked = state.next();
            state.apply(built(asked));
            assert!(state.built.get_untracked().is_some());
        });
    }

    #[test]
    fn a_guess_counts_for_the_build_after_it() {
        Owner::new().with(|| {
            let state = container_of(Lab::new(&[]));
            state.guess.set(BTreeSet::from([3]));
            let first = state.next();
            state.apply(built(first));
            assert_eq!(state.guessed.get_untracked(), None, "there is nothing to guess of the first build");
            state.guess.set(BTreeSet::from([3]));
            let second = state.next();
            state.apply(built(second));
            assert_eq!(state.guessed.get_untracked(), Some(BTreeSet::from([3])));
        });
    }

    #[test]
    fn a_failed_build_is_told_and_the_last_one_stays() {
        Owner::new().with(|| {
            let state = container_of(Lab::new(&[]));
            let first = state.next();
            state.apply(built(first));
            let second = state.next();
            let problem = Problem { line: 2, text: "no".into(), kind: ProblemKind::Failed };
            state.apply(Told::Refused { id: second, problem });
            assert_eq!(untrack(|| state.problem()).map(|problem| problem.line), Some(2));
            assert!(state.built.get_untracked().is_some());
        });
    }

    #[test]
    fn every_preset_opens_by_its_name_and_has_no_file_twice() {
        for preset in &PRESETS {
            assert_eq!(Preset::named(preset.id).map(|it| it.id), Some(preset.id));
            let project = preset.project();
            let paths: BTreeSet<_> = project.files.iter().map(|file| &file.path).collect();
            assert_eq!(paths.len(), project.files.len());
        }
    }
}
