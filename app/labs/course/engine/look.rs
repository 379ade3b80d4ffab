//! What the session's network says of a few images after a recipe, as soon as a slider moves.

use crate::course::messages::{CourseEvent, Seen};
use karui_core::Result;
use karui_core::compress::{Model, Outcome, Progress, images_needed, run_recipe};
use karui_core::data::{Sampling, Split};
use karui_core::exec::{Cpu, InferenceSession};
use karui_core::format::packed;
use karui_core::train::TrainContext;
use karui_protocol::{Figure, Recipe};
use karui_runtime::data_store::SplitImages;
use karui_runtime::evaluate::{SAMPLES, probabilities};
use karui_runtime::lab::Context;
use karui_runtime::post::post_to_lab;
use karui_runtime::task::SlicedTask;

/// The looks that were asked for.
#[derive(Default)]
pub struct Looks {
    /// While a slider moves only the last one counts, but what is under way is finished, or nothing would be seen until it rests.
    asked: Option<Recipe>,
    work: Option<SlicedTask<Seen, Progress>>,
}

impl Looks {
    /// Has `recipe` done next.
    pub fn ask(&mut self, recipe: Recipe) {
        self.asked = Some(recipe);
    }

    /// Works for a slice of time; gives whether there was anything to do.
    pub fn advance(&mut self, context: &Context) -> bool {
        if self.work.is_none() {
            self.work = self.asked.take().and_then(|recipe| begin(context, recipe));
        }
        let Some(work) = &mut self.work else { return false };
        if let Some(done) = work.advance() {
            self.work = None;
            // A recipe that cannot be done is told where it is run.
            if let Ok(seen) = done {
                post_to_lab(&CourseEvent::Seen(Box::new(seen)));
            }
        }
        true
    }
}

/// The work on a recipe; `None` where it takes more than the weights, or where those or the images are not there yet.
fn begin(context: &Context, recipe: Recipe) -> Option<SlicedTask<Seen, Progress>> {
    let session = context.session.as_ref()?;
    let before = Model::float(session.graph.clone(), session.weights()?.clone());
    let sampling = Sampling::from(&session.experiment);
    if recipe.trains() || images_needed(&recipe, sampling) > 0 {
        return None;
    }
    let images = SplitImages { data_store: context.data_store.clone(), split: Split::Train };
    let data_store = context.data_store.borrow();
    let set = data_store.test();
    let held_out = (0..SAMPLES).filter_map(|i| set.image(i));
    let all: Vec<&[u8]> = held_out.chain(session.picture.as_deref()).collect();
    let (count, has_picture) = (all.len(), session.picture.is_some());
    if count == usize::from(has_picture) {
        return None;
    }
    let len = set.shape().len().max(1);
    let mut input = vec![0.0; count * len];
    all.iter().zip(input.chunks_exact_mut(len)).for_each(|(image, to)| set.normalize(image, to));
    Some(SlicedTask::new(context.inbox, |ctx| async move {
        let train = TrainContext { sampling, images: &images };
        let Outcome { network, .. } = run_recipe(before, &recipe, &train, &ctx).await?;
        ctx.pause().await;
        let mut images = answers(&network, &input, count)?;
        let picture = if has_picture { images.pop() } else { None };
        Ok(Seen { size: size(&network)?, recipe, images, picture })
    }))
}

/// A probability for each class of each of `count` images, as the network is run where it is measured.
fn answers(network: &Model, input: &[f32], count: usize) -> Result<Vec<Vec<f32>>> {
    let mut session = InferenceSession::<Cpu>::new(network, count)?;
    let classes = network.graph.output_shape().len();
    Ok(session.forward(input)?.chunks_exact(classes.max(1)).map(probabilities).collect())
}

/// The bytes of the packed file.
fn size(network: &Model) -> Result<Figure> {
    let layers = packed::layer_sizes(network)?;
    let bytes = layers.iter().map(|(_, bytes)| bytes).sum::<usize>() + packed::header_size(network)?;
    Ok(Figure::stored(bytes, "karui"))
}
