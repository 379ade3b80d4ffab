//! What the page asks about the present weights.

use super::Engine;
use crate::mail::Mail;
use crate::post::{fault, post, session as session_number};
use crate::session::{Base, read_weights};
use karui_core::data::picture;
use karui_core::{Error, Result};
use karui_protocol::{About, DataKind, Event, Experiment, ImageRef, Picture, Problem, Request, WeightsOrigin};
use wasm_bindgen_futures::spawn_local;
use wasm_split_helpers::{SplitLoaderError, wasm_split};

type Prepare = fn(&Picture, DataKind) -> Result<Vec<u8>>;

#[wasm_split(picture, fallible)]
fn code() -> std::result::Result<Prepare, SplitLoaderError> {
    Ok(|it, kind| picture::prepare(&it.rgba, it.width, it.height, it.drawn, kind))
}

/// What brings a picture into the form of a data set's images: a module of its own, as nothing of the first view needs it.
async fn preparation() -> std::result::Result<Prepare, Problem> {
    code().await.map_err(|error| Problem::NotFetched { file: "picture".into(), reason: error.to_string() })
}

impl Engine {
    pub(super) fn predict(&mut self, id: u32, picture: Picture) {
        let Some(session) = &self.session else { return };
        if self.inbox.holds(|request| matches!(request, Request::Predict { .. })) {
            return;
        }
        let (kind, number, inbox) = (session.experiment.data, session_number(), self.inbox.clone());
        spawn_local(async move {
            let image = match preparation().await {
                Ok(prepare) => prepare(&picture, kind).map_err(|_| Problem::NotAPicture),
                Err(problem) => Err(problem),
            };
            inbox.push(Mail::Prepared(number, id, image));
        });
    }

    /// Goes on with what [`Engine::predict`] began.
    pub(super) fn prepared(&mut self, id: u32, image: std::result::Result<Vec<u8>, Problem>) {
        let Some(session) = &mut self.session else { return };
        let done =
            image.and_then(|image| session.predict(id, image, &self.data_store.borrow()).map_err(Problem::Engine));
        if let Err(problem) = done {
            fault(About::PICTURE, problem);
        }
    }

    pub(super) fn inspect(&mut self, which: ImageRef, layer: usize) -> Result<()> {
        let Some(session) = &mut self.session else { return Ok(()) };
        let data_store = self.data_store.borrow();
        let image = match which {
            ImageRef::Test(i) => data_store.test().image(i).map(<[u8]>::to_vec),
            ImageRef::Picture => session.picture.clone(),
        };
        let image = image.ok_or_else(|| match which {
            ImageRef::Test(i) => Error::range("image", [0, data_store.test().len().saturating_sub(1)], i),
            ImageRef::Picture => Error::misuse("image", "a picture", "none"),
        })?;
        session.inspect(&image, layer, &data_store)
    }

    pub(super) fn export(&self) -> Result<()> {
        if let Some(session) = &self.session {
            let Experiment { data, model, .. } = session.experiment;
            post(Event::File { name: format!("karui-{data}-{}.safetensors", model.kind), bytes: session.file()? });
        }
        Ok(())
    }

    pub(super) fn import(&mut self, bytes: &[u8]) {
        let Some(session) = &mut self.session else { return };
        match read_weights(&session.graph, bytes) {
            Ok(weights) => {
                let run = session.run.take();
                self.kept.awaited = None;
                session.base = Some(Base { weights, origin: WeightsOrigin::Imported });
                self.back_to_base();
                if let Some(run) = run {
                    self.put_away(run);
                }
                self.tell_runs();
            }
            Err(error) => fault(About::WEIGHTS, Problem::Engine(error)),
        }
    }
}
