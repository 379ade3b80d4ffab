//! A recipe at work on the network in use, and the comparison of what it comes to with the network as it was.

use super::classes::Classes;
use super::pictures::{LEN, Pictures, SIDE};
use super::present::{Lighter, Present, Ready};
use super::{agreement, tell};
use crate::real::messages::{Light, Told};
use karui_core::Result;
use karui_core::compress::{Activations, Outcome, Progress, images_needed, low_rank, run_recipe};
use karui_core::data::{Dataset, Sampling, VIEWS, view};
use karui_core::format::packed;
use karui_core::measure::accuracy::argmax;
use karui_core::measure::cost::cost;
use karui_core::train::TrainContext;
use karui_protocol::recipe::LowRank;
use karui_protocol::{Figure, Recipe, RecipeProgress};
use karui_runtime::clock::{SLICE, now};
use karui_runtime::mail::Inbox;
use karui_runtime::task::SlicedTask;
use std::borrow::Cow;
use std::rc::Rc;

/// A recipe, or a comparison alone.
pub struct Job {
    /// The pictures, as the network takes them.
    images: Rc<Dataset>,
    /// Those that have a place on the page, as they are kept: they are compared in several views. The others are of the
    /// learner's classes.
    listed: Vec<Rc<[u8]>>,
    recipe: Recipe,
    run: Option<SlicedTask<Outcome, Progress>>,
    /// The network as it was, while it and the lighter one run themselves warm to be measured.
    warming: Option<Warming>,
    compared: usize,
    same: u64,
    changed: Vec<usize>,
}

/// A browser first compiles code quickly and, once it has run for some time, well: before that no time is fair.
struct Warming {
    before: Ready,
    input: Vec<f32>,
    /// Milliseconds run.
    spent: f64,
}

/// So long both networks run before they are measured, in milliseconds.
const WARM: f64 = 800.0;

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
        let job = Self::compare(present, pictures, classes)?;
        let (network, to_do, images) = (present.network.clone(), recipe.clone(), job.images.clone());
        let run = SlicedTask::new(inbox, |ctx| async move {
            let train = TrainContext { sampling: sampling(&images), images: &*images };
            run_recipe(network, &to_do, &train, &ctx).await
        });
        Ok(Job { run: Some(run), recipe, ..job })
    }

    /// The comparison of the lighter network that there is.
    pub fn compare(present: &Present, pictures: &Pictures, classes: &Classes) -> Result<Self> {
        let mut images = present.inputs.dataset();
        let of_classes = classes.iter().flat_map(|(_, bytes)| bytes.chunks_exact(LEN));
        for picture in pictures.all().iter().map(|picture| &**picture).chain(of_classes) {
            // No technique here looks at labels.
            images.append(&present.inputs.resized(picture, SIDE)?, &[0])?;
        }
        let listed = pictures.all().to_vec();
        let (recipe, changed) = (Recipe::default(), Vec::new());
        let (run, warming) = (None, None);
        Ok(Job { images: Rc::new(images), listed, recipe, run, warming, compared: 0, same: 0, changed })
    }

    /// Works for a slice of time; gives whether it is done.
    pub fn advance(&mut self, present: &mut Present, inbox: &Inbox) -> Result<bool> {
        if let Some(run) = &mut self.run {
            if let Some(outcome) = run.advance() {
                self.run = None;
                let network = outcome?.network;
                tell(Told::Progress(RecipeProgress { is_measuring: true, ..RecipeProgress::default() }));
                present.light = Some(Lighter { ready: Ready::new(&network)?, network });
                let mut input = vec![0.0; self.images.shape().len()];
                self.images.normalize(self.images.image(0).unwrap_or_default(), &mut input);
                self.warming = Some(Warming { before: Ready::new(&present.network)?, input, spent: 0.0 });
            } else if let Some(Progress { technique, layers: (done, of), .. }) = run.progress() {
                // Nothing is trained here: what comes on step by step are layers.
                let (technique, step, steps) = (Some(technique), done as u64, of as u64);
                tell(Told::Progress(RecipeProgress { technique, step, steps, loss: None, is_measuring: false }));
            }
            return Ok(false);
        }
        if let Some(warming) = &mut self.warming {
            if warming.spent < WARM {
                warming.advance(present)?;
            } else if let Some(warm) = self.warming.take() {
                tell(Told::Light(Box::new(self.measure(warm, present)?)));
            }
            return Ok(false);
        }
        let start = now();
        while now() - start < SLICE && inbox.is_empty() {
            if self.compared == self.cases() {
                self.tell();
                return Ok(true);
            }
            self.compare_next(present)?;
        }
        self.tell();
        Ok(false)
    }

    /// What is compared: each view of each picture that is listed, then the others.
    fn cases(&self) -> usize {
        self.images.len() + self.listed.len() * (VIEWS - 1)
    }

    fn compare_next(&mut self, present: &mut Present) -> Result<()> {
        let (at, Some(light)) = (self.compared, &mut present.light) else {
            self.compared = self.cases();
            return Ok(());
        };
        let bytes = match self.listed.get(at / VIEWS).and_then(|picture| view(picture, at % VIEWS)) {
            Some((pixels, side)) => Cow::Owned(present.inputs.resized(&pixels, side)?),
            None => {
                Cow::Borrowed(self.images.image(at.saturating_sub(self.listed.len() * (VIEWS - 1))).unwrap_or_default())
            }
        };
        let mut input = vec![0.0; self.images.shape().len()];
        self.images.normalize(&bytes, &mut input);
        let float = argmax(present.float.logits(&input)?);
        if argmax(light.ready.logits(&input)?) == float {
            self.same += 1;
        } else if at % VIEWS == 0 && at / VIEWS < self.listed.len() {
            self.changed.push(at / VIEWS);
        }
        self.compared += 1;
        Ok(())
    }

    fn tell(&self) {
        // Without a picture there is no share.
        if self.compared == 0 {
            return;
        }
        tell(agreement(self.same, self.compared as u64, self.cases(), self.changed.clone()));
    }

    /// Size, time and multiply-adds, before and now.
    fn measure(&self, warm: Warming, present: &mut Present) -> Result<Light> {
        let Warming { before: mut as_it_was, input, .. } = warm;
        let network = &present.network;
        let bytes = |network| Ok(Figure::stored(packed::save(network)?.len(), "karui"));
        let before = bytes(network)?;
        let macs = cost(&network.graph).macs;
        let time_before = as_it_was.latency(&input)?;
        // There is one: it has just been made.
        let Some(light) = &mut present.light else {
            let latency = (time_before.clone(), time_before);
            let (size, macs) = ((before.clone(), before), (macs.clone(), macs));
            return Ok(Light { recipe: self.recipe.clone(), size, latency, macs, calibrated_on: 0, factored: (0, 0) });
        };
        let time_now = light.ready.latency(&input)?;
        let calibrates = matches!(light.network.activations, Activations::Static(_));
        let needs = images_needed(&self.recipe, sampling(&self.images));
        Ok(Light {
            recipe: self.recipe.clone(),
            size: (before, bytes(&light.network)?),
            latency: (time_before, time_now),
            macs: (macs, cost(&light.network.graph).macs),
            calibrated_on: if calibrates { needs } else { 0 },
            factored: match self.recipe.get::<LowRank>() {
                Some(_) => low_rank::factored(network, &light.network),
                None => (0, 0),
            },
        })
    }
}

/// All pictures, from the first on. Without labels nothing is trained, so that there are no batches.
fn sampling(images: &Dataset) -> Sampling {
    Sampling { images: images.len(), batch: 1, seed: 1 }
}

impl Warming {
    /// A slice of it.
    fn advance(&mut self, present: &mut Present) -> Result<()> {
        let start = now();
        while now() - start < SLICE {
            self.before.logits(&self.input)?;
            if let Some(light) = &mut present.light {
                light.ready.logits(&self.input)?;
            }
        }
        self.spent += now() - start;
        Ok(())
    }
}
