//! MobileNets that are looked at, not trained: what they cost, and what a block makes of a picture.

mod crop;
mod report;
mod trained;

use crate::mobilenet::messages::{Explore, Explored, Explorer as Built, OpenBlock, PERSON, PUBLISHED, Subject};
use karui_core::data::{info, square};
use karui_core::exec::{Cpu, Executor};
use karui_core::format::safetensors;
use karui_core::graph::Weights;
use karui_core::measure::Stopwatch;
use karui_core::measure::cost::cost;
use karui_core::measure::trace::{subgraph, trace};
use karui_core::{Error, Result, models, task};
use karui_protocol::{Figure, MobilenetSpec, Picture, Pixels, Preparation, Pretrained, Shape, Unit, decode};
use karui_runtime::data_store::DataStore;
use karui_runtime::lab::{Context, LabEngine, Loaded};
use karui_runtime::mail::Inbox;
use karui_runtime::measure::STOPWATCH;
use karui_runtime::network::describe;
use karui_runtime::post::post_to_lab;
use karui_runtime::scope::KERNEL;
use karui_runtime::task::SlicedTask;
use wasm_split_helpers::wasm_split;

use trained::Trained;

/// A sample of a convolution's time spans at least so many milliseconds; so many samples are taken of each.
const SPAN: f64 = 50.0;
const SAMPLES: usize = 5;
/// Weights that are not trained are drawn from this seed.
const SEED: u64 = 1;
/// Its input is `(byte − 127.5) / 127.5` then, as the authors of the MobileNets prepare pictures.
const HALF: f32 = 127.5;

/// What is under way.
#[derive(Default)]
struct Explorer {
    /// A block that waits for its picture to arrive.
    waiting: Option<Explore>,
    /// The block's number and how its convolutions are being timed.
    timing: Option<(u32, SlicedTask<[Figure; 2], ()>)>,
    trained: Trained,
}

#[wasm_split(mobilenet, fallible)]
fn make() -> Loaded {
    Ok(Box::new(Explorer::default()))
}

/// The explorer.
pub async fn load() -> Loaded {
    make().await
}

impl LabEngine for Explorer {
    fn answer(&mut self, request: &[u8], context: &mut Context) {
        if let Some(request) = decode(request) {
            self.look(request, &context.data_store.borrow(), context.inbox);
        }
    }

    fn advance(&mut self, context: &mut Context) -> bool {
        self.go_on(&context.data_store.borrow(), context.inbox)
    }
}

/// Tells the page's explorer.
fn say(told: Explored) {
    post_to_lab(&told);
}

impl Explorer {
    fn look(&mut self, request: Explore, data_store: &DataStore, inbox: &Inbox) {
        let is_newer = |request: &Explore| matches!(request, Explore::Build { .. });
        match request {
            Explore::Build { .. } if inbox.holds_for_lab(is_newer) => {}
            Explore::Build { id, spec } => tell(id, build(id, spec)),
            Explore::Open { id, .. } => {
                (self.waiting, self.timing) = (None, None);
                if let Err(error) = self.open(request, data_store, inbox) {
                    say(Explored::Refused { id, error });
                }
            }
            Explore::Close => (self.waiting, self.timing) = (None, None),
            Explore::Publish => tell(0, publish()),
        }
    }

    /// Opens what has waited, or times; gives whether there was anything to do.
    fn go_on(&mut self, data_store: &DataStore, inbox: &Inbox) -> bool {
        let has_come = |request: &Explore| match request {
            Explore::Open { spec, picture, .. } => {
                let has_picture = match picture {
                    Subject::HeldOut(image) => data_store.test().image(*image).is_some(),
                    Subject::Picture(_) => true,
                };
                has_picture && (*spec != PERSON || self.trained.has_come())
            }
            _ => true,
        };
        if self.waiting.as_ref().is_some_and(|request| !has_come(request)) {
            return false;
        }
        if let Some(request) = self.waiting.take() {
            let Explore::Open { id, .. } = request else { return false };
            if let Err(error) = self.open(request, data_store, inbox) {
                say(Explored::Refused { id, error });
            }
            return true;
        }
        let Some((id, timing)) = &mut self.timing else { return false };
        if let Some(timed) = timing.advance() {
            let times = |[standard, separable]: [Figure; 2]| Explored::Times { id: *id, standard, separable };
            tell(*id, timed.map(times));
            self.timing = None;
        }
        true
    }

    fn open(&mut self, request: Explore, data_store: &DataStore, inbox: &Inbox) -> Result<()> {
        let Explore::Open { id, spec, block, picture } = &request else { return Ok(()) };
        let trained = if *spec == PERSON { self.trained.bytes(inbox) } else { Some(None) };
        let (Some(image), Some(trained)) = (prepare(picture, spec.resolution, data_store)?, trained) else {
            self.waiting = Some(request);
            return Ok(());
        };
        let (graph, (mean, std)) = match &trained {
            Some(_) => {
                let Preparation { mean, std, .. } = Pretrained::Person.preparation();
                (models::pretrained(Pretrained::Person)?, (mean, std))
            }
            None => (models::mobilenet(*spec)?, (HALF, HALF)),
        };
        let blocks = models::blocks(&graph);
        let nodes = match blocks.get(*block) {
            Some(block) => block.nodes.clone(),
            None => {
                return Err(Error::range("block", [0, blocks.len().saturating_sub(1)], block));
            }
        };
        let weights = trained.as_ref().map(|bytes| safetensors::load(&graph, bytes)).transpose()?;
        // What comes behind the block has no part in it. Values are drawn in the order of the layers, so these are those
        // that the whole network would have.
        let graph = subgraph(&graph, 1..nodes.end)?;
        let is_trained = weights.is_some();
        let weights = weights.unwrap_or_else(|| Weights::init(&graph, SEED));
        let input: Vec<f32> = image.iter().map(|&byte| (f32::from(byte) - mean) / std).collect();
        let seen = trace(&graph, &weights, nodes.clone(), &input, !is_trained)?;
        let (report, pair) = report::open(*id, *block, nodes.start, &seen)?;
        let shape = Shape::new(spec.resolution, spec.resolution, 3);
        let report = OpenBlock { picture: Pixels { shape, data: image }, is_trained, ..report };
        say(Explored::Block(Box::new(report)));
        self.timing = pair.map(|(twins, input)| (*id, SlicedTask::new(inbox, |ctx| time(twins, input, ctx))));
        Ok(())
    }
}

/// Milliseconds of a standard convolution and of its pair, in turns, so that what else the machine does meets both. It pauses
/// after each sample.
async fn time(
    mut twins: [(Executor<Cpu>, Weights); 2],
    input: Vec<f32>,
    ctx: task::Context<()>,
) -> Result<[Figure; 2]> {
    let mut samples = [Vec::new(), Vec::new()];
    for at in 0..SAMPLES {
        for ((executor, weights), samples) in twins.iter_mut().zip(&mut samples) {
            let mut work = || executor.forward(weights, &input).map(drop);
            if at == 0 {
                // The first call fills caches and lets the browser compile.
                work()?;
            }
            samples.push(Stopwatch { span: SPAN, ..STOPWATCH }.sample(&mut work)?);
            ctx.pause().await;
        }
    }
    Ok(samples.map(|samples| Figure::timed(samples, Unit::Milliseconds, KERNEL, 1)))
}

fn tell(id: u32, told: Result<Explored>) {
    say(told.unwrap_or_else(|error| Explored::Refused { id, error }));
}

fn build(id: u32, spec: MobilenetSpec) -> Result<Explored> {
    let graph = models::mobilenet(spec)?;
    let network = describe(&graph);
    let blocks = report::blocks(&graph, &network.layers);
    Ok(Explored::Network(Box::new(Built { id, spec, network, blocks })))
}

fn publish() -> Result<Explored> {
    let count = |spec| {
        let cost = cost(&models::mobilenet(spec)?);
        Ok([cost.macs, cost.params])
    };
    Ok(Explored::Published(PUBLISHED.iter().map(|row| count(row.spec())).collect::<Result<_>>()?))
}

/// The picture in colour, `side × side` pixels; `None` while it has not arrived.
fn prepare(picture: &Subject, side: usize, data_store: &DataStore) -> Result<Option<Vec<u8>>> {
    let made;
    let Picture { rgba, width, height, .. } = match picture {
        Subject::Picture(picture) => picture,
        Subject::HeldOut(image) => {
            let Some(bytes) = data_store.test().image(*image) else { return Ok(None) };
            let shape = info(data_store.kind()).shape;
            made = Picture { rgba: rgba(bytes, shape), width: shape.w, height: shape.h, drawn: false };
            &made
        }
    };
    square(rgba, *width, *height, side).map(Some)
}

/// Bytes of `shape` with one or three channels as four: red, green, blue, opacity.
fn rgba(bytes: &[u8], shape: Shape) -> Vec<u8> {
    let colour =
        |pixel: &[u8]| if let &[r, g, b] = pixel { [r, g, b, 255] } else { [pixel[0], pixel[0], pixel[0], 255] };
    bytes.chunks_exact(shape.c.max(1)).flat_map(colour).collect()
}
