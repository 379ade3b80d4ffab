//! What one `Configure` opens: a network, its weights, perhaps a run, and what is still to be told of them.

use crate::clock::now;
use crate::compressed::Compressed;
use crate::data_store::DataStore;
use crate::evaluate::{Evaluating, SAMPLES, classify, sample};
use crate::measure::STOPWATCH;
use crate::network::filters;
use crate::post::post;
use crate::run::Run;
use karui_core::data::{Info, info};
use karui_core::exec::{Cpu, Executor, InferenceSession, Kernels, Mode};
use karui_core::format::safetensors;
use karui_core::graph::{Graph, Weights};
use karui_core::measure::BATCH;
use karui_core::task::Task;
use karui_core::{Error, Result, models};
use karui_protocol::{Event, Experiment, Figure, Maps, Pixels, WeightsOrigin};
use std::rc::Rc;
use std::sync::atomic::{AtomicU32, Ordering};

/// While an evaluation goes on or waits for images, what is known so far is told so often, in milliseconds.
const TELL_EVERY: f64 = 700.0;

/// The network made ready for what the page asks of it.
pub struct Executors {
    /// For one image.
    pub one: Executor<Cpu>,
    /// For many.
    pub many: Executor<Cpu>,
    /// For one image, keeping every layer's output; made when first needed.
    inspect: Option<Executor<Cpu>>,
}

/// The weights outside of a run.
pub struct Base {
    /// Their values.
    pub weights: Weights,
    /// Where they come from.
    pub origin: WeightsOrigin,
}

/// What is still to be found out about the present weights.
#[derive(Default)]
struct Todo {
    latency: bool,
    /// Once more when the held-out images are done: a first view's page is at work beside the first, and the browser
    /// compiles for speed only what has run for a while.
    latency_again: bool,
    samples: bool,
    evaluating: Option<Evaluating>,
    evaluation_told_at: f64,
    layer_times: bool,
    layers: Option<Task<Vec<Figure>, ()>>,
}

/// A number that was never given before.
fn next_version() -> u32 {
    static LAST: AtomicU32 = AtomicU32::new(0);
    LAST.fetch_add(1, Ordering::Relaxed) + 1
}

/// A session.
pub struct Session {
    /// Its settings.
    pub experiment: Experiment,
    /// Its network.
    pub graph: Graph,
    /// The weights without a run; not there until it is known whether any are shipped.
    pub base: Option<Base>,
    /// The run.
    pub run: Option<Run>,
    /// The picture last classified, as the network saw it.
    pub picture: Option<Vec<u8>>,
    /// Another number whenever the weights are others: what is known of them holds for one version.
    pub weights_version: u32,
    /// What a recipe has made of the weights of a version.
    compressed: Option<(u32, Rc<Compressed>)>,
    executors: Executors,
    todo: Todo,
}

impl Session {
    /// A session without weights.
    pub fn new(experiment: Experiment) -> Result<Self> {
        let Info { shape, classes, .. } = info(experiment.data);
        let graph = models::build(experiment.model, shape, classes.len())?;
        let executors = Executors {
            one: Executor::new(&graph, 1, Mode::Inference)?,
            many: Executor::new(&graph, BATCH, Mode::Inference)?,
            inspect: None,
        };
        let todo = Todo { latency: true, latency_again: true, ..Todo::default() };
        Ok(Session {
            experiment,
            graph,
            base: None,
            run: None,
            picture: None,
            weights_version: next_version(),
            compressed: None,
            executors,
            todo,
        })
    }

    /// The weights as they are now.
    pub fn weights(&self) -> Option<&Weights> {
        present(&self.run, &self.base)
    }

    /// The compressed network beside the present weights; `None` where there is none, and while a run changes them.
    pub fn compressed(&self) -> Option<&Rc<Compressed>> {
        let (version, compressed) = self.compressed.as_ref()?;
        let is_moving = self.run.as_ref().is_some_and(Run::is_active);
        (*version == self.weights_version && !is_moving).then_some(compressed)
    }

    /// Lays down what a recipe has made of the present weights, or that there is nothing of the kind.
    pub fn set_compressed(&mut self, compressed: Option<Rc<Compressed>>) {
        self.compressed = compressed.map(|it| (self.weights_version, it));
    }

    /// The run, with what it needs.
    pub fn run_and_executors(&mut self) -> Option<(&mut Run, &mut Executors)> {
        self.run.as_mut().map(|run| (run, &mut self.executors))
    }

    /// The file of the present weights.
    pub fn file(&self) -> Result<Vec<u8>> {
        self.weights().map_or(Ok(Vec::new()), |w| safetensors::save(&self.graph, w))
    }

    /// Tells the page of the present weights, and has it all found out anew that depends on them.
    pub fn tell_weights(&mut self, origin: WeightsOrigin, data_store: &DataStore) -> Result<()> {
        self.tell_origin(origin);
        self.tell_filters();
        self.look_again(data_store);
        Ok(())
    }

    /// Tells the page where the present weights come from and how large their file is.
    pub fn tell_origin(&self, origin: WeightsOrigin) {
        let size = self.weights().map_or(0, safetensors::saved_len);
        post(Event::Weights { origin, size: Figure::stored(size, "safetensors") });
    }

    /// Evaluates the present weights, which are others than before, when there is nothing else to do.
    pub fn look_again(&mut self, data_store: &DataStore) {
        self.weights_version = next_version();
        self.todo.samples = true;
        self.todo.evaluating = Some(Evaluating::new(&self.graph, info(data_store.kind()).test_len));
        self.todo.evaluation_told_at = now();
    }

    /// What was under way of that is of no use any more.
    pub fn look_no_more(&mut self) {
        self.todo.samples = false;
        self.todo.evaluating = None;
    }

    /// Measures all times when there is nothing else to do.
    pub fn measure(&mut self) {
        self.todo.latency = true;
        self.todo.layer_times = true;
        self.todo.layers = None;
    }

    /// Whether all that was to be found out of the present weights is told.
    pub fn is_told(&self) -> bool {
        let Todo { latency, latency_again, samples, evaluating, layer_times, .. } = &self.todo;
        self.weights().is_some() && !latency && !latency_again && !samples && evaluating.is_none() && !layer_times
    }

    fn tell_filters(&self) {
        if let Some(weights) = self.weights() {
            post(Event::Filters(filters(&self.graph, weights)));
        }
    }

    /// Tells how an epoch ended.
    pub fn tell_epoch(&mut self, evaluating: &Evaluating, data_store: &DataStore) -> Result<()> {
        self.look_no_more();
        self.weights_version = next_version();
        self.tell_origin(WeightsOrigin::Trained);
        self.tell_evaluation(evaluating, data_store)?;
        self.tell_samples(data_store)?;
        self.tell_filters();
        Ok(())
    }

    fn tell_evaluation(&mut self, evaluating: &Evaluating, data_store: &DataStore) -> Result<()> {
        let Some(weights) = present(&self.run, &self.base) else { return Ok(()) };
        post(Event::Evaluation(evaluating.report(&mut self.executors.one, weights, data_store.test())?));
        Ok(())
    }

    fn tell_samples(&mut self, data_store: &DataStore) -> Result<()> {
        let Some(weights) = present(&self.run, &self.base) else { return Ok(()) };
        let one = &mut self.executors.one;
        let samples = (0..SAMPLES.min(data_store.test().len())).map(|i| sample(one, weights, data_store.test(), i));
        post(Event::Samples(samples.collect::<Result<_>>()?));
        Ok(())
    }

    /// Takes the latency that the first view shows, if that has not been done. It comes before everything else, and
    /// before a run, whose own work would disturb it.
    pub fn take_latency(&mut self) -> Result<bool> {
        Ok(self.weights().is_some() && std::mem::take(&mut self.todo.latency) && self.time_network()?)
    }

    fn time_network(&mut self) -> Result<bool> {
        let Some(weights) = present(&self.run, &self.base) else { return Ok(false) };
        let images = vec![0.5; BATCH * self.graph.input_shape().len()];
        let image = &images[..self.graph.input_shape().len()];
        let executor = &mut self.executors.one;
        let one = STOPWATCH.latency(Cpu::NAME, &mut || executor.forward(weights, image).map(drop))?;
        let mut many = Executor::<Cpu>::new(&self.graph, BATCH, Mode::Inference)?;
        let mut forward = || many.forward(weights, &images).map(drop);
        // The first call fills caches and lets the browser compile.
        forward()?;
        let throughput = STOPWATCH.throughput(&mut STOPWATCH.speed(), Cpu::NAME, BATCH, &mut forward)?;
        post(Event::Latency { one, throughput });
        Ok(true)
    }

    /// Finds out the next thing that is still to be told; gives whether there was any.
    pub fn find_out(&mut self, data_store: &DataStore) -> Result<bool> {
        if self.weights().is_none() {
            return Ok(false);
        }
        if self.todo.samples && !data_store.test().is_empty() {
            self.todo.samples = false;
            self.tell_samples(data_store)?;
            return Ok(true);
        }
        if self.evaluate(data_store)? {
            return Ok(true);
        }
        // Held-out images that are still on their way are done later.
        if self.todo.evaluating.is_none() && std::mem::take(&mut self.todo.latency_again) {
            return self.time_network();
        }
        self.time_layers()
    }

    fn evaluate(&mut self, data_store: &DataStore) -> Result<bool> {
        let Some(mut evaluating) = self.todo.evaluating.take() else { return Ok(false) };
        let Some(weights) = present(&self.run, &self.base) else { return Ok(false) };
        let before = evaluating.done();
        let worked = evaluating.advance(&mut self.executors.many, weights, data_store.test())?;
        let is_old = now() - self.todo.evaluation_told_at >= TELL_EVERY;
        // Figures of a part say so themselves: `hits` of `count`.
        let is_dry = evaluating.done() == data_store.test().len() && before < evaluating.done();
        if worked && (evaluating.is_finished() || is_old || is_dry) {
            self.tell_evaluation(&evaluating, data_store)?;
            self.todo.evaluation_told_at = now();
        }
        if !evaluating.is_finished() {
            self.todo.evaluating = Some(evaluating);
        }
        Ok(worked)
    }

    fn time_layers(&mut self) -> Result<bool> {
        let Some(weights) = present(&self.run, &self.base).filter(|_| self.todo.layer_times) else { return Ok(false) };
        let mut layers = match self.todo.layers.take() {
            Some(layers) => layers,
            None => {
                let session = InferenceSession::dense(&self.graph, weights, 1)?;
                // One layer at a time, so that requests can come between.
                Task::new(|| true, |ctx| async move { STOPWATCH.layers(session, &ctx).await })
            }
        };
        match layers.advance().transpose()? {
            None => self.todo.layers = Some(layers),
            Some(times) => {
                self.todo.layer_times = false;
                post(Event::LayerTimes(times));
            }
        }
        Ok(true)
    }

    /// Classifies an image of the data set's form.
    pub fn predict(&mut self, id: u32, image: Vec<u8>, data_store: &DataStore) -> Result<()> {
        let Some(weights) = present(&self.run, &self.base) else { return Ok(()) };
        let probabilities = classify(&mut self.executors.one, weights, data_store.test(), &image)?;
        let seen = Pixels { shape: self.graph.input_shape(), data: image.clone() };
        self.picture = Some(image);
        post(Event::Prediction { id, seen, probabilities });
        Ok(())
    }

    /// The logits of an image.
    pub fn logits(&mut self, image: &[u8], data_store: &DataStore) -> Result<Vec<f32>> {
        let Some(weights) = present(&self.run, &self.base) else { return Ok(Vec::new()) };
        let mut input = vec![0.0; image.len()];
        data_store.test().normalize(image, &mut input);
        Ok(self.executors.one.forward(weights, &input)?.to_vec())
    }

    /// Tells what layer `layer` makes of an image.
    pub fn inspect(&mut self, image: &[u8], layer: usize, data_store: &DataStore) -> Result<()> {
        let Some(weights) = present(&self.run, &self.base) else { return Ok(()) };
        let inspect = match &mut self.executors.inspect {
            Some(inspect) => inspect,
            none => none.insert(Executor::new(&self.graph, 1, Mode::Inspect)?),
        };
        let mut input = vec![0.0; image.len()];
        data_store.test().normalize(image, &mut input);
        inspect.forward(weights, &input)?;
        let node = self.graph.nodes().get(layer);
        let value = node.and_then(|_| inspect.value(layer));
        let (Some(node), Some(value)) = (node, value) else {
            let last = self.graph.output();
            return Err(Error::range("layer", [0, last], layer));
        };
        let maps = Maps { shape: node.shape, data: value.to_vec() };
        let image = Pixels { shape: self.graph.input_shape(), data: image.to_vec() };
        post(Event::Activations { layer, maps, image });
        Ok(())
    }
}

/// Those of the run, if there is one. A function of two fields and not of the session, so that the executors can be
/// borrowed beside it.
fn present<'a>(run: &'a Option<Run>, base: &'a Option<Base>) -> Option<&'a Weights> {
    run.as_ref().map(Run::weights).or(base.as_ref().map(|b| &b.weights))
}

/// Weights for `graph` from the bytes of a file.
pub fn read_weights(graph: &Graph, bytes: &[u8]) -> Result<Weights> {
    safetensors::load(graph, bytes)
}
