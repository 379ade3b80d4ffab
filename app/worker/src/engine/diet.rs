//! What the page asks of the diet bench.

use super::Engine;
use crate::diet::export;
use crate::library;
use crate::post::{fault, post};
use crate::run::Run;
use karui_core::compress::Network;
use karui_core::compress::distill::soft_targets;
use karui_core::data::info;
use karui_core::format::packed;
use karui_core::spec::recipe::json;
use karui_core::{Error, Result};
use karui_protocol::{About, Event, Experiment, FileFormat, Problem, RecipeForm, Request};

impl Engine {
    /// Answers what concerns the diet bench. Its faults are shown there.
    pub(super) fn answer_diet(&mut self, request: Request) -> Result<()> {
        let done = match request {
            Request::Compress { recipe, kept } => self.compress(recipe, kept),
            Request::ExportNetwork(format) => self.export_network(format),
            Request::OpenPacked(bytes) => self.open_packed(&bytes),
            Request::Scan => self.scan(),
            Request::Soften { image, temperature } => self.soften(image, temperature),
            Request::ExportTrials(format) => {
                post(self.trials.file(format));
                Ok(())
            }
            request => {
                self.change_diet(&request);
                Ok(())
            }
        };
        if let Err(error) = done {
            fault(About::Recipe, Problem::Engine(error));
        }
        Ok(())
    }

    fn change_diet(&mut self, request: &Request) {
        let bench = self.session.as_mut().map(|session| &mut session.bench);
        match (request, bench) {
            (Request::StopCompress, Some(bench)) => bench.stop_training(),
            (Request::ResetCompress, Some(bench)) => bench.reset(),
            (Request::RenameTrial { id, name }, _) => self.trials.rename(*id, name),
            (Request::DeleteTrial(id), _) => self.trials.delete(*id),
            _ => {}
        }
        self.store_trials();
    }

    /// Stores the trials where there are new ones.
    pub(super) fn store_trials(&mut self) {
        if std::mem::take(&mut self.trials.is_new) {
            self.storage.put_trials(&self.trials.bytes());
        }
    }

    fn compress(&mut self, recipe: RecipeForm, kept: bool) -> Result<()> {
        self.rest_for_diet()?;
        let Some(session) = &mut self.session else { return Ok(()) };
        let (recipe, text) = match recipe {
            RecipeForm::Typed(recipe) => {
                let text = json::write(&recipe);
                (recipe, text)
            }
            RecipeForm::Json(text) => {
                let recipe = json::read(&text)?;
                post(Event::Recipe(recipe.clone()));
                (recipe, text)
            }
        };
        let experiment = session.experiment;
        let network = session.weights().map(|weights| Network::float(session.graph.clone(), weights.clone()));
        session.bench.compress(|| network, &experiment, recipe, text, kept)?;
        let needs = session.bench.images_needed();
        library::want(&self.library, needs, info(experiment.data).test_len, &self.inbox);
        Ok(())
    }

    /// The bench works on weights that stay: a run that is under way pauses.
    fn rest_for_diet(&mut self) -> Result<()> {
        match self.session.as_ref().and_then(|s| s.run.as_ref()) {
            Some(run) if Run::is_active(run) => self.pause(),
            _ => Ok(()),
        }
    }

    fn scan(&mut self) -> Result<()> {
        self.rest_for_diet()?;
        let Some(session) = &mut self.session else { return Ok(()) };
        let network = session.weights().map(|weights| Network::float(session.graph.clone(), weights.clone()));
        session.bench.scan(|| network)
    }

    fn export_network(&self, format: FileFormat) -> Result<()> {
        let Some(session) = &self.session else { return Ok(()) };
        let Experiment { data, model, .. } = session.experiment;
        let name = format!("karui-{data}-{}", model.kind);
        match (session.bench.result(), session.weights()) {
            (Some(network), _) => post(export(network, format, &[&name, "-light"].concat())?),
            (None, Some(weights)) => {
                post(export(&Network::float(session.graph.clone(), weights.clone()), format, &name)?);
            }
            (None, None) => {}
        }
        Ok(())
    }

    fn open_packed(&mut self, bytes: &[u8]) -> Result<()> {
        let opened = packed::load(bytes)?;
        let Some(session) = &mut self.session else { return Ok(()) };
        let form = |graph: &karui_core::graph::Graph| format!("{} to {}", graph.input_shape(), graph.output_shape());
        let (expected, got) = (form(&session.graph), form(&opened.graph));
        if expected != got {
            return Err(Error::Setting { field: "network".into(), expected, got });
        }
        let network = session.weights().map(|weights| Network::float(session.graph.clone(), weights.clone()));
        session.bench.open(|| network, opened)
    }

    fn soften(&mut self, image: usize, temperature: f32) -> Result<()> {
        let Some(session) = &mut self.session else { return Ok(()) };
        let library = self.library.borrow();
        if let Some(image) = library.test().image(image) {
            let logits = session.logits(image, &library)?;
            post(Event::SoftTargets(soft_targets(logits.len(), &logits, temperature.clamp(0.1, 100.0))));
        }
        Ok(())
    }
}
