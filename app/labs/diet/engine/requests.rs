//! What the page asks of the diet bench.

use super::trials::Saved;
use super::{Diet, memory, say};
use crate::diet::line::LineAsk;
use crate::diet::memory::MemoryAsk;
use crate::diet::messages::{DietEvent, DietRequest, RECIPE, RecipeForm, TrainBy};
use karui_core::compress::Model;
use karui_core::compress::distill::soft_targets;
use karui_core::data::{Sampling, info};
use karui_core::format::packed;
use karui_core::graph::Graph;
use karui_core::spec::recipe::{Quantize, json};
use karui_core::{Error, Result};
use karui_protocol::{Experiment, FileFormat, Problem, decode};
use karui_runtime::data_store;
use karui_runtime::export::export;
use karui_runtime::lab::{Context, LabEngine};
use karui_runtime::post::{fault, post};
use karui_runtime::session::Session;
use std::any::Any;

impl LabEngine for Diet {
    fn answer(&mut self, request: &[u8], context: &mut Context) {
        let Some(request) = decode(request) else { return };
        self.keep(context);
        let done = match request {
            DietRequest::Compress { recipe, kept, by } => self.compress(recipe, kept, by, context),
            DietRequest::Picture(recipe) => {
                self.bench.pictures.ask(recipe);
                Ok(())
            }
            DietRequest::Flow(image) => {
                self.bench.pictures.follow(image);
                Ok(())
            }
            DietRequest::Line(ask) => self.line(*ask, context),
            DietRequest::Memory(ask) => self.memory(ask, context),
            DietRequest::ExportNetwork(format) => self.export_network(format, context),
            DietRequest::OpenPacked(bytes) => self.open_packed(&bytes, context),
            DietRequest::Scan => {
                self.bench.scan(context);
                Ok(())
            }
            DietRequest::MeasureAgain => self.bench.measure_again(context),
            DietRequest::Soften { image, temperature } => soften(image, temperature, context),
            DietRequest::ExportTrials(format) => {
                post(self.trials.file(format));
                Ok(())
            }
            request => {
                self.change(&request);
                self.trials.save(context);
                Ok(())
            }
        };
        self.lay_down(context);
        if let Err(error) = done {
            fault(RECIPE, Problem::Engine(error));
        }
    }

    fn advance(&mut self, context: &mut Context) -> bool {
        self.keep(context);
        let Some(session) = &context.session else { return false };
        let experiment = session.experiment;
        let done = self.bench.advance(&experiment, context, &mut self.trials);
        self.lay_down(context);
        match done {
            Ok(worked) => {
                self.trials.save(context);
                worked
            }
            Err(error) => {
                fault(RECIPE, Problem::Engine(error));
                true
            }
        }
    }

    fn on_news(&mut self, news: Box<dyn Any>, context: &mut Context) {
        if let Ok(saved) = news.downcast::<Saved>() {
            self.trials.saved(*saved);
            // What came meanwhile.
            self.trials.save(context);
        }
    }
}

/// The session's network as it is.
pub fn network(context: &Context) -> Option<Model> {
    let session = context.session.as_ref()?;
    session.weights().map(|weights| Model::float(session.graph.clone(), weights.clone()))
}

impl Diet {
    fn keep(&mut self, context: &Context) {
        self.bench.keep(context.session.as_ref().map_or(0, |session| session.weights_version));
    }

    fn line(&mut self, ask: LineAsk, context: &Context) -> Result<()> {
        let version = context.session.as_ref().map_or(0, |session| session.weights_version);
        let line = match network(context) {
            Some(net) => self.lines.answer(&net, version, ask)?,
            None => None,
        };
        say(DietEvent::Line(line.map(Box::new)));
        Ok(())
    }

    fn memory(&self, ask: MemoryAsk, context: &Context) -> Result<()> {
        let told = match self.bench.result() {
            // What was made of it is no longer what its settings say.
            Some(light) => memory::answer(ask, Some(light), None)?,
            None => {
                let net = network(context);
                if net.is_none() && ask.network.is_none() {
                    // It is on its way, and asked for again when it is there.
                    return Ok(());
                }
                memory::answer(ask, net.as_ref(), context.session.as_ref().map(|session| &session.experiment))?
            }
        };
        say(DietEvent::Memory(Box::new(told)));
        Ok(())
    }

    /// Has the session know what the recipe has come to: other labs show it.
    fn lay_down(&self, context: &mut Context) {
        if let Some(session) = &mut context.session {
            session.set_compressed(self.bench.compressed());
        }
    }

    fn change(&mut self, request: &DietRequest) {
        match request {
            DietRequest::StopCompress => self.bench.stop_training(),
            DietRequest::ResetCompress => self.bench.reset(),
            DietRequest::RenameTrial { id, name } => self.trials.rename(*id, name),
            DietRequest::DeleteTrial(id) => self.trials.delete(*id),
            _ => {}
        }
    }

    fn compress(&mut self, recipe: RecipeForm, kept: bool, by: TrainBy, context: &Context) -> Result<()> {
        let Some(session) = &context.session else { return Ok(()) };
        let (recipe, text) = match recipe {
            RecipeForm::Typed(recipe) => {
                let text = json::write(&recipe);
                (recipe, text)
            }
            RecipeForm::Json(text) => (json::read(&text)?, text),
        };
        say(DietEvent::Begun { recipe: recipe.clone(), json: text.clone() });
        let experiment = session.experiment;
        let TrainBy { images, batch, seed } = by;
        self.bench.compress(context, Sampling { images, batch, seed }, recipe, text, kept)?;
        // Those that quantization calibrates on come before they are asked for: most learners begin with it.
        let needs = self.bench.images_needed().max(Quantize::default().calibration);
        data_store::want(context.data_store, needs, info(experiment.data).test_len, context.inbox);
        Ok(())
    }

    fn export_network(&self, format: FileFormat, context: &Context) -> Result<()> {
        let Some(Session { experiment: Experiment { data, model, .. }, .. }) = context.session.as_deref() else {
            return Ok(());
        };
        let name = format!("karui-{data}-{}", model.kind);
        if let Some(light) = self.bench.result() {
            post(export(light, format, &[&name, "-light"].concat())?);
        } else if let Some(network) = network(context) {
            post(export(&network, format, &name)?);
        }
        Ok(())
    }

    fn open_packed(&mut self, bytes: &[u8], context: &Context) -> Result<()> {
        let opened = packed::load(bytes)?;
        let Some(session) = &context.session else { return Ok(()) };
        let form = |graph: &Graph| format!("{} to {}", graph.input_shape(), graph.output_shape());
        let (expected, got) = (form(&session.graph), form(&opened.graph));
        if expected != got {
            return Err(Error::Misuse { what: "network".into(), expected, got });
        }
        self.bench.open(context, opened)
    }
}

fn soften(image: usize, temperature: f32, context: &mut Context) -> Result<()> {
    let Some(session) = &mut context.session else { return Ok(()) };
    let data_store = context.data_store.borrow();
    if let Some(image) = data_store.test().image(image) {
        let logits = session.logits(image, &data_store)?;
        say(DietEvent::SoftTargets(soft_targets(logits.len(), &logits, temperature.clamp(0.1, 100.0))));
    }
    Ok(())
}
