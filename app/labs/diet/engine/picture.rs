//! The network as a picture, as soon as the controls say another recipe: its weights are changed, nothing is trained, and
//! nothing is measured.

use super::cells::{cells, weights_of};
use super::flow::Pictured;
use super::requests::network;
use super::say;
use crate::diet::messages::DietEvent;
use crate::diet::picture::{LayerPicture, NetworkPicture};
use karui_core::Result;
use karui_core::compress::report::{LayerReport, report};
use karui_core::compress::{Encoding, Grid, Model, Outcome, Progress, images_needed, run_recipe};
use karui_core::data::{Images, Sampling, Split};
use karui_core::format::packed;
use karui_core::spec::recipe::{
    Cluster, Distill, FineTune, LowRank, NumberType, Prune, QuantMethod, Quantize, Technique,
};
use karui_core::train::TrainContext;
use karui_protocol::{Experiment, Figure, Pixels, Recipe};
use karui_runtime::data_store::SplitImages;
use karui_runtime::lab::Context;
use karui_runtime::task::SlicedTask;

/// The pictures that were asked for.
#[derive(Default)]
pub struct Pictures {
    /// The recipe to be shown next. While controls are moved only the last one counts, but what is under way is finished, or
    /// nothing would be seen until they rest.
    asked: Option<Recipe>,
    work: Option<SlicedTask<(NetworkPicture, Pictured), Progress>>,
    /// What the last recipe that was run has come to.
    result: Option<(NetworkPicture, Pictured)>,
    /// What the last picture that was told is of.
    shown: Option<Pictured>,
    /// The held-out image that goes through it, where one is looked at, and whether that is still to be told.
    image: Option<usize>,
    is_flow_due: bool,
}

impl Pictures {
    /// Has the picture of `recipe` told: what came of it where it was run, else what it makes of the weights.
    pub fn ask(&mut self, recipe: Recipe) {
        match self.result.clone().filter(|(result, _)| result.recipe == recipe) {
            Some((result, pictured)) => {
                (self.asked, self.work) = (None, None);
                self.tell(result, pictured);
            }
            None => self.asked = Some(recipe),
        }
    }

    /// Has told what the layers give for this held-out image.
    pub fn follow(&mut self, image: Option<usize>) {
        (self.image, self.is_flow_due) = (image, true);
    }

    fn tell(&mut self, picture: NetworkPicture, of: Pictured) {
        say(DietEvent::Picture(Box::new(picture)));
        (self.shown, self.is_flow_due) = (Some(of), true);
    }

    /// Tells what the layers give, where that is due; gives whether there was anything to do.
    fn advance_flow(&mut self, context: &Context) -> bool {
        let (true, Some(image), Some(shown)) = (self.is_flow_due, self.image, &self.shown) else { return false };
        self.is_flow_due = false;
        let data_store = context.data_store.borrow();
        let set = data_store.test();
        let Some(pixels) = set.image(image) else { return false };
        let mut input = vec![0.0; pixels.len()];
        set.normalize(pixels, &mut input);
        let pixels = Pixels { shape: set.shape(), data: pixels.to_vec() };
        // A network that does not run is told of where its recipe is run.
        if let Ok(flow) = shown.flow(image, pixels, &input) {
            say(DietEvent::Flow(Box::new(flow)));
        }
        true
    }

    /// Tells what a recipe that was run has come to; `kept` are the channels that have stayed.
    pub fn show(&mut self, recipe: &Recipe, before: &Model, after: &Model, kept: &[(String, Vec<bool>)]) -> Result<()> {
        let pictured = Pictured::new(recipe, [before.clone(), after.clone()], kept);
        self.result = Some((picture(recipe, false, before, after, kept)?, pictured));
        self.ask(recipe.clone());
        Ok(())
    }

    /// Forgets what the last recipe has come to.
    pub fn forget_result(&mut self) {
        self.result = None;
    }

    /// Works for a slice of time; gives whether there was anything to do.
    pub fn advance(&mut self, experiment: &Experiment, context: &Context) -> bool {
        if self.work.is_none() {
            self.work = self.asked.take().and_then(|recipe| begin(experiment, context, recipe));
        }
        let Some(work) = &mut self.work else { return self.advance_flow(context) };
        if let Some(done) = work.advance() {
            self.work = None;
            // A recipe that cannot be done is told where it is run.
            if let Ok((picture, pictured)) = done {
                self.tell(picture, pictured);
                self.advance_flow(context);
            }
        }
        true
    }
}

/// The picture being made; `None` where there are no weights yet, or not the images that the recipe looks at: then it comes
/// when the recipe has been run.
fn begin(
    experiment: &Experiment,
    context: &Context,
    recipe: Recipe,
) -> Option<SlicedTask<(NetworkPicture, Pictured), Progress>> {
    let before = network(context)?;
    let quick = without_training(&recipe);
    let sampling = Sampling::from(experiment);
    let images = SplitImages { data_store: context.data_store.clone(), split: Split::Train };
    if images_needed(&quick, sampling) > images.len() {
        return None;
    }
    Some(SlicedTask::new(context.inbox, |ctx| async move {
        let train = TrainContext { sampling, images: &images };
        let Outcome { network, kept_channels } = run_recipe(before.clone(), &quick, &train, &ctx).await?;
        ctx.pause().await;
        let made = picture(&recipe, recipe.trains(), &before, &network, &kept_channels)?;
        Ok((made, Pictured::new(&recipe, [before, network], &kept_channels)))
    }))
}

/// What of a recipe shows in the weights at once: none of its training, and of quantization what it does to weights. That
/// does not depend on the method, but for the batch norm that integers need folded.
fn without_training(recipe: &Recipe) -> Recipe {
    let train = FineTune::NONE;
    let quick = |technique: Technique| -> Technique {
        match technique {
            Technique::Distill(it) => Distill { train, ..it }.into(),
            Technique::LowRank(it) => LowRank { fine_tune: train, ..it }.into(),
            // Initial values are of no use without training.
            Technique::Prune(it) => Prune { rounds: 1, rewind: false, fine_tune: train, ..it }.into(),
            Technique::FoldBn(it) => it.into(),
            Technique::Cluster(it) => Cluster { fine_tune: train, ..it }.into(),
            Technique::Quantize(it) => Quantize { method: QuantMethod::Weights, ..it }.into(),
        }
    };
    recipe.clone().with_needs().techniques().iter().cloned().map(quick).collect()
}

/// The picture of `after`, which `recipe` has made of `before`; `kept` are the channels that have stayed.
fn picture(
    recipe: &Recipe,
    is_untrained: bool,
    before: &Model,
    after: &Model,
    kept: &[(String, Vec<bool>)],
) -> Result<NetworkPicture> {
    let sizes = [before, after].map(|net| Ok((packed::layer_sizes(net)?, packed::header_size(net)?)));
    let [(sizes_before, header_before), (sizes, header)] = {
        let [then, now] = sizes;
        [then?, now?]
    };
    let size = |sizes: &[(usize, usize)], node| sizes.iter().find(|(n, _)| *n == node).map_or(0, |(_, bytes)| *bytes);
    let sum = |sizes: &[(usize, usize)]| sizes.iter().map(|(_, bytes)| bytes).sum::<usize>();
    let mut rest = (sum(&sizes_before) + header_before, sum(&sizes) + header);
    let stored = |bytes| Figure::stored(bytes, "karui");
    let prunes = recipe.get::<Prune>().is_some();
    let layers = report(before, after, kept)?.into_iter().map(|layer| {
        let bytes = (layer.before.map(|node| size(&sizes_before, node)), size(&sizes, layer.node));
        rest = (rest.0 - bytes.0.unwrap_or(0), rest.1 - bytes.1);
        // A weight that rounding has made zero was not pruned.
        let filters = if prunes { layer.filters.clone() } else { Vec::new() };
        told(before, after, LayerReport { filters, ..layer }, kept, (bytes.0.map(stored), stored(bytes.1)))
    });
    let layers = layers.collect();
    Ok(NetworkPicture {
        recipe: recipe.clone(),
        is_untrained,
        input: after.graph.input_shape(),
        classes: after.graph.output_shape().len(),
        layers,
        rest: (stored(rest.0), stored(rest.1)),
    })
}

fn told(
    before: &Model,
    after: &Model,
    layer: LayerReport,
    kept: &[(String, Vec<bool>)],
    size: (Option<Figure>, Figure),
) -> LayerPicture {
    let node = &after.graph.nodes()[layer.node];
    let now = weights_of(after, &node.name);
    let was = weights_of(before, &node.name).map(|was| (&before.graph, was));
    let is_it = |p: &karui_core::graph::Param| Some(p) == now.map(|(param, _)| param);
    let at = after.weights.params().iter().position(is_it);
    let encoding = at.and_then(|at| after.storage.get(at)).map(|storage| &storage.encoding);
    LayerPicture {
        name: node.name.clone(),
        op: node.op.name().into(),
        output: node.shape,
        size,
        density: layer.density,
        sqnr: layer.sqnr,
        levels: encoding.and_then(levels),
        scales: encoding.and_then(Encoding::grid).map_or(Vec::new(), |grid| grid.scale.clone()),
        cells: now.map(|now| cells(was, now, kept)).unwrap_or_default(),
        weights: layer.weights,
        worst_channels: layer.worst_channels,
        filters: layer.filters,
    }
}

/// How many values there are for a weight.
fn levels(encoding: &Encoding) -> Option<usize> {
    match encoding {
        Encoding::Float32 => None,
        Encoding::Float { dtype, .. } => (dtype.bits() <= NumberType::Fp8E4m3.bits()).then(|| 1 << dtype.bits()),
        Encoding::Grid(grid) | Encoding::CodedGrid(grid) => {
            let (least, most) = Grid::levels(grid.dtype, grid.is_symmetric());
            Some(if grid.dtype == NumberType::Binary { 2 } else { (most - least) as usize + 1 })
        }
        Encoding::Codebook { centroids } => Some(centroids.len()),
    }
}
