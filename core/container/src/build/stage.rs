//! Stages, built instruction by instruction.

use super::arguments::{PATH, PLATFORM};
use super::base::Base;
use super::cache::{Cache, Fields, Reason, Record};
use super::context::Context;
use super::plan::{Origin, Plan, name_of};
use super::{Build, DeclaredInfo, LayerInfo, Layers, Options, Step, Unneeded};
use crate::dockerfile::parse;
use crate::fs::{Layer, Overlay, Tree, sha256};
use crate::image::{Blob, Config, History, Image};
use crate::instruction::{BuildError, Instruction, Kind, Refusal, instruction};
use crate::run::{Done, Users};
use crate::shell::Lex;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A stage as it grows.
#[derive(Debug, Clone, Default)]
pub(super) struct State {
    pub tree: Arc<Tree>,
    pub layers: Layers,
    /// The key of the last step that made files.
    pub key: String,
    /// That step.
    pub step: Option<usize>,
    /// What the build's variables are: `ENV` and `ARG`.
    pub variables: BTreeMap<String, String>,
    /// The arguments that were declared, in their order.
    pub arguments: Vec<String>,
    pub config: Config,
    pub author: String,
    pub history: Vec<History>,
    /// The image that it begins with, if that is a stand-in.
    pub stand_in: Option<String>,
    /// Whether `CMD` was set in this stage.
    pub has_cmd: bool,
}

/// A step before it is entered.
pub(super) struct Made {
    pub record: Record,
    pub layer: Option<Arc<Blob>>,
    pub needs: Vec<usize>,
    pub done: Vec<Done>,
}

/// Bytes that come over the line for what was done.
fn downloaded(done: &[Done]) -> u64 {
    let of = |done: &Done| match done {
        Done::Declared { effects, .. } => {
            effects.iter().filter_map(|effect| effect.download).fold(0, u64::saturating_add)
        }
        Done::Executed(_) => 0,
    };
    done.iter().map(of).fold(0, u64::saturating_add)
}

pub(super) struct Builder<'a> {
    pub context: &'a Context,
    pub options: &'a Options,
    pub plan: &'a Plan,
    cache: &'a Cache,
    states: BTreeMap<usize, State>,
    steps: Vec<Step>,
    records: Vec<Record>,
}

/// An instruction that `ONBUILD` held, read again.
pub(super) fn trigger(text: &str, line: usize) -> Result<Instruction, BuildError> {
    let at = |error: BuildError| BuildError { line, ..error };
    let file = parse(text.as_bytes()).map_err(|error| at(error.into()))?;
    let command = file.commands.first().ok_or_else(|| BuildError::new(line, Refusal::NoStage))?;
    let instruction = instruction(command).map_err(at)?;
    Ok(Instruction { line, ..instruction })
}

impl<'a> Builder<'a> {
    pub fn new(context: &'a Context, options: &'a Options, cache: &'a Cache, plan: &'a Plan) -> Self {
        Self { context, options, plan, cache, states: BTreeMap::new(), steps: Vec::new(), records: Vec::new() }
    }

    pub fn build_stage(&mut self, index: usize) -> Result<(), BuildError> {
        let (Some(stage), Some(origin)) = (self.plan.stages.get(index), self.plan.bases.get(index)) else {
            return Ok(());
        };
        let name = name_of(stage, index);
        let begun = self.now();
        let mut state = self.begin(origin);
        let mut triggers = Vec::new();
        if let Origin::Stage(from) = origin {
            for text in self.plan.triggers(*from) {
                triggers.push(trigger(&text, stage.line)?);
            }
        }
        let record = Record::new(&name, "FROM", &stage.original, vec![("image".to_owned(), state.key.clone())]);
        let is_image = matches!(origin, Origin::Image(_));
        let layer = state.layers.last().cloned().filter(|_| is_image);
        let needs = state.step.filter(|_| !is_image).into_iter().collect();
        let step = self.enter(&name, stage.line, &stage.original, Made { record, layer, needs, done: Vec::new() });
        self.timed(step, begun);
        if let (Origin::Image(name), Some(declared)) =
            (origin, self.steps.get_mut(step).and_then(|step| step.declared.as_mut()))
        {
            declared.download = Base::of(name, &self.options.bases).download.unwrap_or_default();
        }
        if is_image {
            state.step = Some(step);
        }
        for instruction in triggers.iter().chain(&stage.instructions) {
            let begun = self.now();
            let made = self
                .instruction(&mut state, instruction, index, &name)
                .map_err(|reason| BuildError::new(instruction.line, reason))?;
            let adds = made.layer.is_some();
            let own = made.record.key.clone();
            // A linked copy is laid upon what is there: what comes next depends on both.
            let is_linked = made.record.fields.iter().any(|(name, _)| name == "link");
            let key = if is_linked { sha256(format!("merge {} {own}", state.key).as_bytes()) } else { own };
            let step = self.enter(&name, instruction.line, &instruction.original, made);
            self.timed(step, begun);
            if adds {
                (state.key, state.step) = (key, Some(step));
            }
        }
        self.states.insert(index, state);
        Ok(())
    }

    fn now(&self) -> f64 {
        self.options.clock.map_or(0.0, |clock| clock())
    }

    fn timed(&mut self, step: usize, begun: f64) {
        let milliseconds = (self.now() - begun).max(0.0);
        if let Some(step) = self.steps.get_mut(step) {
            step.milliseconds = milliseconds;
        }
    }

    /// What a stage begins with.
    pub fn begin(&self, origin: &Origin) -> State {
        match origin {
            Origin::Stage(from) => {
                let mut state = self.states.get(from).cloned().unwrap_or_default();
                // Triggers are for those that begin with it, not for theirs.
                state.config.on_build.clear();
                state.has_cmd = false;
                state
            }
            Origin::Image(name) => {
                let mut state = State { key: "scratch".to_owned(), ..State::default() };
                if name != "scratch" {
                    let base = Base::of(name, &self.options.bases);
                    let tree = base.tree();
                    let blob = Blob::new(Layer::from_tree(&tree));
                    state.key = format!("{name} {} {PLATFORM}", blob.diff_id);
                    state.layers.push(Arc::new(blob));
                    state.tree = Arc::new(tree);
                    for (name, value) in base.environment() {
                        state.config.set_env(&name, &value);
                    }
                    let created_by = format!("a stand-in for {name}: its own files are not here");
                    state.history.push(History { created_by, has_layer: true });
                    state.stand_in = Some(name.clone());
                }
                if state.config.env("PATH").is_none() {
                    state.config.set_env("PATH", PATH);
                }
                let pairs = state.config.env.iter().filter_map(|pair| pair.split_once('='));
                state.variables = pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
                state
            }
        }
    }

    /// Looks a step up and enters it.
    fn enter(&mut self, stage: &str, line: usize, text: &str, made: Made) -> usize {
        let Made { record, layer, needs, done } = made;
        let info = layer.as_ref().map(|blob| LayerInfo { diff_id: blob.diff_id.clone(), size: blob.tar.len() as u64 });
        let record = record.with_layer(info.as_ref());
        // Two steps of one build with the same key are one.
        let cached = self.cache.has(&record.key) || self.records.iter().any(|own| own.key == record.key);
        let declared =
            layer.as_ref().map(|blob| blob.layer.declared()).filter(|(bytes, unknown)| *bytes > 0 || *unknown);
        let download = downloaded(&done);
        self.steps.push(Step {
            stage: stage.to_owned(),
            line,
            instruction: text.to_owned(),
            cached,
            reason: if cached { Reason::Hit } else { self.cache.why(&record) },
            key: record.key.clone(),
            layer: info,
            declared: declared.map(|(bytes, unknown)| DeclaredInfo { bytes, unknown, download }),
            needs,
            milliseconds: 0.0,
            done,
        });
        self.records.push(record);
        self.steps.len() - 1
    }

    pub fn finish(mut self, target: usize, unneeded: Vec<Unneeded>) -> Result<Build, BuildError> {
        let state = self.states.remove(&target).unwrap_or_default();
        let image = Image::new(state.layers, &state.config, state.history, &state.author, self.options.name.clone());
        Ok(Build { steps: self.steps, unneeded, image, cache: self.cache.with(self.records) })
    }

    /// The state of a stage or image that files are taken from.
    pub fn source(&self, name: &str, index: usize) -> Result<State, Refusal> {
        Ok(self.begin(&self.plan.origin(name, index)?))
    }

    fn instruction(
        &self,
        state: &mut State,
        instruction: &Instruction,
        index: usize,
        stage: &str,
    ) -> Result<Made, Refusal> {
        let lex = Lex::new(self.plan.escape);
        let variables = state.variables.clone();
        let expand = |word: &str| -> Result<String, Refusal> {
            Ok(lex.process(word, &|name| variables.get(name).cloned())?.word)
        };
        let expand_pairs = |pairs: &[(String, String)]| -> Result<Vec<(String, String)>, Refusal> {
            pairs.iter().map(|(name, value)| Ok((expand(name)?, expand(value)?))).collect()
        };
        let joined = |pairs: &[(String, String)]| {
            pairs.iter().map(|(name, value)| format!(" {name}={value}")).collect::<String>()
        };
        let text = match &instruction.kind {
            Kind::Run(run) => return self.run(state, run, instruction, index, stage),
            Kind::Copy(copy) => return self.copy(state, copy, instruction, index, stage),
            Kind::Workdir(path) => return self.workdir(state, &expand(path)?, instruction, stage),
            Kind::From(_) => return Err(Refusal::NoStage),
            Kind::Arg(pairs) => {
                let mut text = String::from("ARG");
                for (name, default) in pairs {
                    let value = match (self.options.build_args.get(name), default) {
                        (Some(given), _) => Some(given.clone()),
                        // Of several in one line, a later one sees those before it.
                        (None, Some(default)) => {
                            Some(lex.process(default, &|name| state.variables.get(name).cloned())?.word)
                        }
                        (None, None) => self.plan.global.get(name).cloned(),
                    };
                    text.push_str(&format!(" {name}"));
                    if let Some(value) = value {
                        text.push_str(&format!("={value}"));
                        state.variables.insert(name.clone(), value);
                    }
                    if !state.arguments.contains(name) {
                        state.arguments.push(name.clone());
                    }
                }
                text
            }
            Kind::Env(pairs) => {
                let pairs = expand_pairs(pairs)?;
                for (name, value) in &pairs {
                    state.variables.insert(name.clone(), value.clone());
                    state.config.set_env(name, value);
                }
                format!("ENV{}", joined(&pairs))
            }
            Kind::Label(pairs) => {
                let pairs = expand_pairs(pairs)?;
                state.config.labels.extend(pairs.iter().cloned());
                format!("LABEL{}", joined(&pairs))
            }
            kind => super::config::configure(state, kind, &expand)?,
        };
        state.history.push(History { created_by: text.clone(), has_layer: false });
        let fields = vec![("text".to_owned(), text), ("parent".to_owned(), state.key.clone())];
        let record = Record::new(stage, instruction.kind.name(), &instruction.original, fields);
        Ok(Made { record, layer: None, needs: state.step.into_iter().collect(), done: Vec::new() })
    }

    fn workdir(&self, state: &mut State, path: &str, instruction: &Instruction, stage: &str) -> Result<Made, Refusal> {
        let folder = crate::paths::join(&state.config.working_dir, path);
        state.config.working_dir = folder.clone();
        let mut fields: Fields = vec![("folder".to_owned(), folder.clone())];
        let mut layer = None;
        if folder != "/" {
            fields.push(("user".to_owned(), state.config.user.clone()));
            let Users { uid, gid } = self.user(state)?;
            let mut overlay = Overlay::new(Arc::clone(&state.tree));
            overlay.make_folders(&folder, &crate::fs::Node { uid, gid, ..crate::fs::Node::folder(0o755) })?;
            layer = Some(state.commit(overlay));
        }
        fields.push(("parent".to_owned(), state.key.clone()));
        state.history.push(History { created_by: format!("WORKDIR {folder}"), has_layer: layer.is_some() });
        let record = Record::new(stage, "WORKDIR", &instruction.original, fields);
        Ok(Made { record, layer, needs: state.step.into_iter().collect(), done: Vec::new() })
    }

    /// The user that `USER` has set.
    pub fn user(&self, state: &State) -> Result<Users, Refusal> {
        state.owner(&state.config.user)
    }
}

impl State {
    /// Takes a change over as a layer.
    pub fn commit(&mut self, overlay: Overlay) -> Arc<Blob> {
        let (layer, tree) = overlay.finish();
        let blob = Arc::new(Blob::new(layer));
        self.layers.push(Arc::clone(&blob));
        self.tree = tree;
        blob
    }

    /// `user[:group]` by the image's own files.
    pub fn owner(&self, text: &str) -> Result<Users, Refusal> {
        if text.is_empty() {
            return Ok(Users::default());
        }
        crate::run::owner_of(&self.tree, text).ok_or_else(|| {
            let (user, group) = text.split_once(':').unwrap_or((text, ""));
            let of = |what, name: &str, file| Refusal::Owner { what, name: name.to_owned(), file };
            match crate::run::owner_of(&self.tree, user) {
                None => of("user", user, "/etc/passwd"),
                Some(_) => of("group", group, "/etc/group"),
            }
        })
    }
}
