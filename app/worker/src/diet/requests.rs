//! What the page asks of the diet bench.

use super::files::export;
use super::{Diet, say};
use crate::engine::part::{Here, Part};
use crate::library;
use crate::post::{fault, post};
use crate::session::Session;
use crate::storage::{Storage, TRIALS};
use karui_core::compress::Network;
use karui_core::compress::distill::soft_targets;
use karui_core::data::info;
use karui_core::format::packed;
use karui_core::graph::Graph;
use karui_core::spec::recipe::{Quantize, json};
use karui_core::{Error, Result};
use karui_protocol::{About, DietEvent, Experiment, FileFormat, Problem, RecipeForm, Request};

impl Part for Diet {
    fn answer(&mut self, request: Request, here: &mut Here) {
        self.keep(here);
        let done = match request {
            Request::Compress { recipe, kept } => self.compress(recipe, kept, here),
            Request::ExportNetwork(format) => self.export_network(format, here),
            Request::OpenPacked(bytes) => self.open_packed(&bytes, here),
            Request::Scan => self.bench.scan(|| network(here)),
            Request::Soften { image, temperature } => soften(image, temperature, here),
            Request::ExportTrials(format) => {
                post(self.trials.file(format));
                Ok(())
            }
            request => {
                self.change(&request);
                self.store_trials(here.storage);
                Ok(())
            }
        };
        if let Err(error) = done {
            fault(About::Recipe, Problem::Engine(error));
        }
    }

    fn advance(&mut self, here: &mut Here) -> bool {
        self.keep(here);
        let Some(session) = &here.session else { return false };
        match self.bench.advance(&session.experiment, &here.library.borrow(), &mut self.trials, here.inbox) {
            Ok(worked) => {
                self.store_trials(here.storage);
                worked
            }
            Err(error) => {
                fault(About::Recipe, Problem::Engine(error));
                true
            }
        }
    }
}

/// The session's network as it is.
fn network(here: &Here) -> Option<Network> {
    let session = here.session.as_ref()?;
    session.weights().map(|weights| Network::float(session.graph.clone(), weights.clone()))
}

impl Diet {
    fn keep(&mut self, here: &Here) {
        self.bench.keep(here.session.as_ref().map_or(0, |session| session.stamp));
    }

    fn change(&mut self, request: &Request) {
        match request {
            Request::StopCompress => self.bench.stop_training(),
            Request::ResetCompress => self.bench.reset(),
            Request::RenameTrial { id, name } => self.trials.rename(*id, name),
            Request::DeleteTrial(id) => self.trials.delete(*id),
            _ => {}
        }
    }

    /// Stores the trials where there are new ones.
    fn store_trials(&mut self, storage: &Storage) {
        if std::mem::take(&mut self.trials.is_new) {
            storage.put_bytes(TRIALS, &self.trials.bytes());
        }
    }

    fn compress(&mut self, recipe: RecipeForm, kept: bool, here: &Here) -> Result<()> {
        let Some(session) = &here.session else { return Ok(()) };
        let (recipe, text) = match recipe {
            RecipeForm::Typed(recipe) => {
                let text = json::write(&recipe);
                (recipe, text)
            }
            RecipeForm::Json(text) => {
                let recipe = json::read(&text)?;
                say(DietEvent::Recipe(recipe.clone()));
                (recipe, text)
            }
        };
        let experiment = session.experiment;
        self.bench.compress(|| network(here), &experiment, recipe, text, kept)?;
        // Those that quantization calibrates on come before they are asked for: most learners begin with it.
        let needs = self.bench.images_needed().max(Quantize::default().calibration);
        library::want(here.library, needs, info(experiment.data).test_len, here.inbox);
        Ok(())
    }

    fn export_network(&self, format: FileFormat, here: &Here) -> Result<()> {
        let Some(Session { experiment: Experiment { data, model, .. }, .. }) = here.session.as_deref() else {
            return Ok(());
        };
        let name = format!("karui-{data}-{}", model.kind);
        if let Some(light) = self.bench.result() {
            post(export(light, format, &[&name, "-light"].concat())?);
        } else if let Some(network) = network(here) {
            post(export(&network, format, &name)?);
        }
        Ok(())
    }

    fn open_packed(&mut self, bytes: &[u8], here: &Here) -> Result<()> {
        let opened = packed::load(bytes)?;
        let Some(session) = &here.session else { return Ok(()) };
        let form = |graph: &Graph| format!("{} to {}", graph.input_shape(), graph.output_shape());
        let (expected, got) = (form(&session.graph), form(&opened.graph));
        if expected != got {
            return Err(Error::Setting { field: "network".into(), expected, got });
        }
        self.bench.open(|| network(here), opened)
    }
}

fn soften(image: usize, temperature: f32, here: &mut Here) -> Result<()> {
    let Some(session) = &mut here.session else { return Ok(()) };
    let library = here.library.borrow();
    if let Some(image) = library.test().image(image) {
        let logits = session.logits(image, &library)?;
        say(DietEvent::SoftTargets(soft_targets(logits.len(), &logits, temperature.clamp(0.1, 100.0))));
    }
    Ok(())
}
