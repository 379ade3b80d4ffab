//! What the page asks about the present weights.

use super::Engine;
use crate::post::{fault, post};
use crate::session::{Base, read_weights};
use karui_core::data::picture;
use karui_core::{Error, Result};
use karui_protocol::{About, Event, Experiment, ImageRef, Picture, Problem, Request, WeightsOrigin};

impl Engine {
    pub(super) fn predict(&mut self, id: u32, it: &Picture) {
        let Some(session) = &mut self.session else { return };
        if self.inbox.holds(|request| matches!(request, Request::Predict { .. })) {
            return;
        }
        let kind = session.experiment.data;
        match picture::prepare(&it.rgba, it.width, it.height, it.drawn, kind) {
            Ok(image) => {
                if let Err(error) = session.predict(id, image, &self.data_store.borrow()) {
                    fault(About::PICTURE, Problem::Engine(error));
                }
            }
            Err(_) => fault(About::PICTURE, Problem::NotAPicture),
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
