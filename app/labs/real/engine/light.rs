//! A recipe at work on the network in use, and the comparison of what it comes to with the network as it was.

use super::classes::Classes;
use super::pictures::{LEN, Pictures, SIDE};
use super::present::{Inputs, Lighter, Present, Ready};
use super::{agreement, tell};
use crate::real::messages::{Light, Told};
use karui_core::Result;
use karui_core::compress::{Activations, Model, Progress, images_needed, low_rank, run_recipe};
use karui_core::data::{Dataset, Sampling, VIEWS, view};
use karui_core::format::packed;
use karui_core::measure::accuracy::argmax;
use karui_core::measure::cost::cost;
use karui_core::task::Context;
use karui_core::train::TrainContext;
use karui_protocol::recipe::LowRank;
use karui_protocol::{Figure, Recipe, RecipeProgress};
use karui_runtime::clock::now;
use karui_runtime::mail::Inbox;
use karui_runtime::task::SlicedTask;
use std::borrow::Cow;
use std::cell::RefCell;
use std::rc::Rc;

/// A browser first compiles code quickly and, once it has run for some time, well: before that no time is fair. So long both
/// networks run before they are measured, in milliseconds.
const WARM: f64 = 800.0;

/// A recipe and then a comparison, or a comparison alone.
pub struct Job(SlicedTask<(), Told>);

impl Job {
    /// `recipe`, or what of it needs no labels, on the network in use.
    pub fn new(
        present: &Present,
        pictures: &Pictures,
        classes: &Classes,
        recipe: &Recipe,
        inbox: &Inbox,
    ) -> Result<Self> {
        let recipe = recipe.without_labels();
        recipe.check()?;
        tell(Told::Progress(RecipeProgress::default()));
        let comparison = Comparison::new(present, pictures, classes)?;
        let network = present.network.clone();
        Ok(Job(SlicedTask::new(inbox, |ctx| async move {
            let (light, lighter) = compress(&network, recipe, &comparison.images, &ctx).await?;
            *comparison.light.borrow_mut() = Some(lighter);
            tell(Told::Light(Box::new(light)));
            comparison.run(&ctx).await
        })))
    }

    /// The comparison of the lighter network that there is.
    pub fn compare(present: &Present, pictures: &Pictures, classes: &Classes, inbox: &Inbox) -> Result<Self> {
        let comparison = Comparison::new(present, pictures, classes)?;
        Ok(Job(SlicedTask::new(inbox, |ctx| async move { comparison.run(&ctx).await })))
    }

    /// Works for a slice of time, telling the page; gives whether it is done.
    pub fn advance(&mut self) -> Result<bool> {
        let done = self.0.advance().transpose()?;
        if let Some(told) = self.0.progress() {
            tell(told);
        }
        Ok(done.is_some())
    }
}

/// Does `recipe` on `network`, and measures both once they have run themselves warm.
async fn compress(network: &Model, recipe: Recipe, images: &Dataset, ctx: &Context<Told>) -> Result<(Light, Lighter)> {
    let train = TrainContext { sampling: sampling(images), images };
    let progress = ctx.part(|Progress { technique, layers: (done, of), .. }| {
        // Nothing is trained here: what comes on step by step are layers.
        let (technique, step, steps) = (Some(technique), done as u64, of as u64);
        Told::Progress(RecipeProgress { technique, step, steps, loss: None, is_measuring: false })
    });
    let light = run_recipe(network.clone(), &recipe, &train, &progress).await?.network;
    ctx.report(Told::Progress(RecipeProgress { is_measuring: true, ..RecipeProgress::default() }));
    let mut input = vec![0.0; images.shape().len()];
    images.normalize(images.image(0).unwrap_or_default(), &mut input);
    let (mut before, mut after) = (Ready::new(network)?, Ready::new(&light)?);
    let mut spent = 0.0;
    while spent < WARM {
        let start = now();
        before.logits(&input)?;
        after.logits(&input)?;
        spent += now() - start;
        ctx.pause().await;
    }
    let bytes = |network| Ok(Figure::stored(packed::save(network)?.len(), "karui"));
    let calibrates = matches!(light.activations, Activations::Static(_));
    let told = Light {
        size: (bytes(network)?, bytes(&light)?),
        latency: (before.latency(&input)?, after.latency(&input)?),
        macs: (cost(&network.graph).macs, cost(&light.graph).macs),
        calibrated_on: if calibrates { images_needed(&recipe, sampling(images)) } else { 0 },
        factored: match recipe.get::<LowRank>() {
            Some(_) => low_rank::factored(network, &light),
            None => (0, 0),
        },
        recipe,
    };
    Ok((told, Lighter { ready: after, network: light }))
}

/// All pictures, from the first on. Without labels nothing is trained, so that there are no batches.
fn sampling(images: &Dataset) -> Sampling {
    Sampling { images: images.len(), batch: 1, seed: 1 }
}

/// On how many pictures the lighter network gives the class that the network in use gives.
struct Comparison {
    inputs: Inputs,
    /// The pictures, as the network takes them: those that are listed, then those of the learner's classes.
    images: Dataset,
    /// Those that have a place on the page, as they are kept: they are compared in several views.
    listed: Vec<Rc<[u8]>>,
    float: Rc<RefCell<Ready>>,
    light: Rc<RefCell<Option<Lighter>>>,
}

impl Comparison {
    fn new(present: &Present, pictures: &Pictures, classes: &Classes) -> Result<Self> {
        let inputs = present.inputs;
        let mut images = inputs.dataset();
        let of_classes = classes.iter().flat_map(|(_, bytes)| bytes.chunks_exact(LEN));
        for picture in pictures.all().iter().map(|picture| &**picture).chain(of_classes) {
            // No technique here looks at labels.
            images.append(&inputs.resized(picture, SIDE)?, &[0])?;
        }
        let (float, light) = (present.float.clone(), present.light.clone());
        Ok(Comparison { inputs, images, listed: pictures.all().to_vec(), float, light })
    }

    /// Compares each view of each picture that is listed, then the others, for as long as there is a lighter network.
    async fn run(&self, ctx: &Context<Told>) -> Result<()> {
        let cases = self.images.len() + self.listed.len() * (VIEWS - 1);
        let (mut same, mut changed) = (0, Vec::new());
        for at in 0..cases {
            match self.is_same(at)? {
                None => return Ok(()),
                Some(true) => same += 1,
                Some(false) if at % VIEWS == 0 && at / VIEWS < self.listed.len() => changed.push(at / VIEWS),
                Some(false) => {}
            }
            ctx.report(agreement(same, at as u64 + 1, cases, changed.clone()));
            ctx.pause().await;
        }
        Ok(())
    }

    /// Whether both networks give case `at` the same class; `None` where there is no lighter network.
    fn is_same(&self, at: usize) -> Result<Option<bool>> {
        let mut light = self.light.borrow_mut();
        let Some(light) = light.as_mut() else { return Ok(None) };
        let bytes = match self.listed.get(at / VIEWS).and_then(|picture| view(picture, at % VIEWS)) {
            Some((pixels, side)) => Cow::Owned(self.inputs.resized(&pixels, side)?),
            None => {
                Cow::Borrowed(self.images.image(at.saturating_sub(self.listed.len() * (VIEWS - 1))).unwrap_or_default())
            }
        };
        let mut input = vec![0.0; self.images.shape().len()];
        self.images.normalize(&bytes, &mut input);
        let float = argmax(self.float.borrow_mut().logits(&input)?);
        Ok(Some(argmax(light.ready.logits(&input)?) == float))
    }
}
