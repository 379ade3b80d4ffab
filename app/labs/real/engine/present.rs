//! The network in use: planned once for one picture, batch norm folded, and the lighter one beside it.

use super::pictures::SIDE;
use crate::real::messages::{Answer, By, Classes, NetworkSource, Photo, RealNetwork, Seen};
use karui_core::Result;
use karui_core::compress::{Model, fold_bn};
use karui_core::data::{Dataset, square};
use karui_core::exec::InferenceSession;
use karui_core::format::packed;
use karui_core::graph::{Graph, Shape};
use karui_core::measure::cost::cost;
use karui_core::measure::top;
use karui_protocol::{Figure, Pretrained, Unit};
use karui_runtime::clock::now;
use karui_runtime::measure::STOPWATCH;
use karui_runtime::scope::kernel;
use std::cell::RefCell;
use std::rc::Rc;

/// The classes that are told of each picture.
const TOP: usize = 5;
/// A figure is the median of so many latest pictures.
const RECENT: usize = 60;

/// How a picture becomes the network's input.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Inputs {
    /// Height and width.
    side: usize,
    /// Of each colour, values in 0 … 1.
    mean: [f32; 3],
    /// Of each colour, values in 0 … 1.
    std: [f32; 3],
}

impl Inputs {
    /// For a network that is delivered with the page.
    pub fn shipped(which: Pretrained) -> Self {
        let it = which.preparation();
        Inputs { side: it.size, mean: [it.mean / 255.0; 3], std: [it.std / 255.0; 3] }
    }

    /// For a network that others trained on ImageNet: as torchvision's reference weights want it
    /// (`transforms.Normalize`), or, where it is a MobileNetV1, as timm's `mobilenetv1_100` does
    /// (`IMAGENET_INCEPTION_MEAN` and `_STD`). torchvision's have names that begin with `features`.
    pub fn of(graph: &Graph) -> Self {
        let side = graph.input_shape().h;
        if graph.nodes().iter().any(|n| n.name.starts_with("features")) {
            return Inputs { side, mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] };
        }
        Inputs { side, mean: [0.5; 3], std: [0.5; 3] }
    }

    /// A data set without images that makes numbers of bytes as the network wants them.
    pub fn dataset(self) -> Dataset {
        Dataset::of(Shape::new(self.side, self.side, 3), 1, &self.mean, &self.std)
    }

    /// A picture `[side, side, 3]` at the network's size.
    pub fn resized(self, picture: &[u8], side: usize) -> Result<Vec<u8>> {
        square(picture, side, side, self.side)
    }

    /// A kept picture as the network's input.
    pub fn input(self, picture: &[u8], dataset: &Dataset) -> Result<Vec<f32>> {
        let bytes = self.resized(picture, SIDE)?;
        let mut input = vec![0.0; bytes.len()];
        dataset.normalize(&bytes, &mut input);
        Ok(input)
    }
}

/// The latest of some times.
#[derive(Debug, Default)]
struct Recent(Vec<f64>);

impl Recent {
    fn add(&mut self, value: f64) {
        if self.0.len() == RECENT {
            self.0.remove(0);
        }
        self.0.push(value);
    }

    fn figure(&self, unit: Unit, kernel: &str) -> Figure {
        Figure::timed(self.0.clone(), unit, kernel, 1)
    }
}

/// A network made ready for one picture at a time.
#[derive(Debug)]
pub struct Ready {
    session: InferenceSession,
    times: Recent,
}

impl Ready {
    /// `network`, made ready.
    pub fn new(network: &Model) -> Result<Self> {
        Ok(Ready { session: InferenceSession::new(network, 1)?, times: Recent::default() })
    }

    /// Its kernels, as named beside a speed.
    pub fn kernel(&self) -> String {
        kernel(self.session.kernel())
    }

    /// Milliseconds of one input.
    pub fn latency(&mut self, input: &[f32]) -> Result<Figure> {
        let session = &mut self.session;
        STOPWATCH.latency(session.kernel(), &mut || session.forward(input).map(drop))
    }

    /// The logits for one input.
    pub fn logits(&mut self, input: &[f32]) -> Result<&[f32]> {
        self.session.forward(input)
    }

    fn answer(&mut self, input: &[f32]) -> Result<Answer> {
        let start = now();
        let best = top(self.session.forward(input)?, TOP);
        self.times.add(now() - start);
        Ok(Answer { top: best, time: self.times.figure(Unit::Milliseconds, &self.kernel()) })
    }
}

/// A lighter network, made ready.
#[derive(Debug)]
pub struct Lighter {
    /// What it is.
    pub network: Model,
    /// What runs it.
    pub ready: Ready,
}

/// The network in use.
#[derive(Debug)]
pub struct Present {
    /// As it was trained.
    pub network: Model,
    /// How a picture becomes its input.
    pub inputs: Inputs,
    /// What its outputs mean.
    pub classes: Classes,
    /// What runs it, batch norm folded.
    pub float: Rc<RefCell<Ready>>,
    /// The lighter one, where there is one.
    pub light: Rc<RefCell<Option<Lighter>>>,
    dataset: Dataset,
    input: Vec<f32>,
    /// Milliseconds that it took to make it ready, from the arrival of its weights on.
    pub preparing: f64,
    /// The same until its first answer.
    first: Option<Figure>,
    preparations: Recent,
    /// Frames a second, from one answer to the next.
    rates: Recent,
    answered_at: Option<f64>,
    by: By,
}

impl Present {
    /// `network`, made ready.
    pub fn new(network: Model, inputs: Inputs, classes: Classes) -> Result<Self> {
        Ok(Present {
            float: Rc::new(RefCell::new(Ready::new(&fold_bn::fold_bn(&network)?)?)),
            dataset: inputs.dataset(),
            input: vec![0.0; inputs.side * inputs.side * 3],
            network,
            inputs,
            classes,
            light: Rc::default(),
            preparing: 0.0,
            first: None,
            preparations: Recent::default(),
            rates: Recent::default(),
            answered_at: None,
            by: By::Both,
        })
    }

    /// What the page is told of it.
    pub fn told(&self, source: NetworkSource, has_head: bool) -> Result<RealNetwork> {
        let cost = cost(&self.network.graph);
        Ok(RealNetwork {
            source,
            classes: self.classes.clone(),
            side: self.inputs.side,
            size: Figure::stored(packed::save(&self.network)?.len(), "karui"),
            params: cost.params,
            macs: cost.macs,
            has_head,
        })
    }

    /// Looks at a picture and puts down what is seen.
    pub fn look(&mut self, photo: &Photo, by: By, seen: &mut Seen) -> Result<()> {
        let start = now();
        let bytes = square(&photo.rgba.0, photo.width, photo.height, self.inputs.side)?;
        self.dataset.normalize(&bytes, &mut self.input);
        self.preparations.add(now() - start);
        // Without a lighter network the one of floats looks in any case.
        let (mut float, mut light) = (self.float.borrow_mut(), self.light.borrow_mut());
        if by != By::Light || light.is_none() {
            seen.float = Some(float.answer(&self.input)?);
        }
        if let (true, Some(light)) = (by != By::Float, light.as_mut()) {
            seen.light = Some(light.ready.answer(&self.input)?);
        }
        seen.preparation = Some(self.preparations.figure(Unit::Milliseconds, &kernel("cpu")));
        let kernel = float.kernel();
        drop((float, light));
        let first = || Figure::timed(vec![self.preparing + now() - start], Unit::Milliseconds, &kernel, 1);
        seen.first = Some(self.first.get_or_insert_with(first).clone());
        self.count_frame(seen, by, &kernel);
        Ok(())
    }

    fn count_frame(&mut self, seen: &mut Seen, by: By, kernel: &str) {
        if !seen.is_live || by != self.by {
            (self.rates, self.answered_at, self.by) = (Recent::default(), None, by);
        }
        if !seen.is_live {
            return;
        }
        let end = now();
        if let Some(before) = self.answered_at.replace(end)
            && end > before
        {
            self.rates.add(1000.0 / (end - before));
            seen.rate = Some(self.rates.figure(Unit::ImagesPerSecond, kernel));
        }
    }
}
