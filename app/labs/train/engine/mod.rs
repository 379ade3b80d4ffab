//! The session's network beside what a recipe has made of it: whatever the page shows of the one, of the other too, by the
//! inference that the compressed network is measured with.

mod compare;
mod layers;
#[cfg(test)]
mod tests;

use super::messages::{COMPARE, TrainEvent, TrainRequest};
use karui_core::Result;
use karui_core::exec::InferenceSession;
use karui_protocol::{ImageRef, Pixels, Problem, Sample, decode};
use karui_runtime::compressed::Compressed;
use karui_runtime::data_store::DataStore;
use karui_runtime::evaluate::probabilities;
use karui_runtime::lab::{Context, LabEngine, Loaded};
use karui_runtime::post::{fault, post_to_lab};
use karui_runtime::session::Session;
use std::rc::Rc;
use wasm_split_helpers::wasm_split;

#[wasm_split(train, fallible)]
fn make() -> Loaded {
    Ok(Box::new(Train::default()))
}

/// The lab's engine side.
pub async fn load() -> Loaded {
    make().await
}

/// The compressed network that the page knows of, ready to run.
#[derive(Default)]
struct Train {
    told: Option<Rc<Compressed>>,
    one: Option<InferenceSession>,
}

fn say(event: TrainEvent) {
    post_to_lab(&event);
}

impl LabEngine for Train {
    fn answer(&mut self, request: &[u8], context: &mut Context) {
        let Some(request) = decode(request) else { return };
        // What follows is of the network that the page was told of last.
        self.follow(context, request == TrainRequest::Watch);
        let (Some(session), Some(compressed)) = (&mut context.session, self.told.clone()) else { return };
        if let Err(error) = self.tell(request, session, &compressed, &context.data_store.borrow()) {
            fault(COMPARE, Problem::Engine(error));
        }
    }

    fn advance(&mut self, context: &mut Context) -> bool {
        self.follow(context, false);
        false
    }
}

impl Train {
    /// Tells the page which compressed network there is, where that is news or it `asks`.
    fn follow(&mut self, context: &Context, asks: bool) {
        let now = context.session.as_ref().and_then(|session| session.compressed());
        let is_same = match (now, &self.told) {
            (Some(now), Some(told)) => Rc::ptr_eq(now, told),
            (now, told) => now.is_none() && told.is_none(),
        };
        if is_same && !asks {
            return;
        }
        let data_store = context.data_store.borrow();
        let compared = now.map(|it| Box::new(compare::compared(it, data_store.test().labels())));
        if !is_same {
            (self.told, self.one) = (now.cloned(), None);
        }
        say(TrainEvent::Compared(compared));
    }

    fn tell(
        &mut self,
        request: TrainRequest,
        session: &mut Session,
        it: &Compressed,
        data_store: &DataStore,
    ) -> Result<()> {
        let set = data_store.test();
        match request {
            TrainRequest::Watch => {}
            TrainRequest::Picture => {
                if let Some(image) = session.picture.clone() {
                    say(TrainEvent::Picture(self.classify(it, &compare::input(set, &image))?));
                }
            }
            TrainRequest::Images(indices) => {
                let mut images = Vec::new();
                for index in indices {
                    let Some(image) = set.image(index) else { continue };
                    let sample = Sample {
                        index,
                        pixels: Pixels { shape: set.shape(), data: image.to_vec() },
                        label: set.labels()[index],
                        probabilities: probabilities(&session.logits(image, data_store)?),
                    };
                    let now = self.classify(it, &compare::input(set, image))?;
                    images.push(compare::pair(sample, now));
                }
                say(TrainEvent::Images(images));
            }
            TrainRequest::Filters => say(TrainEvent::Filters(compare::filters(it)?)),
            TrainRequest::Activations { image, layer } => {
                let image = match image {
                    ImageRef::Test(index) => set.image(index).map(<[u8]>::to_vec),
                    ImageRef::Picture => session.picture.clone(),
                };
                if let Some(image) = image {
                    let pixels = Pixels { shape: set.shape(), data: image };
                    let pair = layers::activations(it, pixels, &|image| compare::input(set, image), layer)?;
                    say(TrainEvent::Activations(Box::new(pair)));
                }
            }
            TrainRequest::Layers => say(TrainEvent::Layers(layers::layers(it, set)?)),
        }
        Ok(())
    }

    /// A probability for each class of an image that is normalized.
    fn classify(&mut self, it: &Compressed, input: &[f32]) -> Result<Vec<f32>> {
        let one = match &mut self.one {
            Some(one) => one,
            none => none.insert(InferenceSession::new(&it.now, 1)?),
        };
        Ok(probabilities(one.forward(input)?))
    }
}
