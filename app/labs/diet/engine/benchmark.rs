use karui_core::Result;
use karui_core::compress::Model;
use karui_core::data::Split;
use karui_core::exec::InferenceSession;
use karui_core::measure::{Examination, Scores, examine};
use karui_protocol::Figure;
use karui_runtime::data_store::{DataStore, SplitImages};
use karui_runtime::mail::Inbox;
use karui_runtime::measure::STOPWATCH;
use karui_runtime::task::SlicedTask;
use std::cell::RefCell;
use std::rc::Rc;

/// Held-out images that a network is examined on: enough for steps of a twentieth of a percent, few enough for an
/// answer at once.
pub const HELD_OUT: usize = 2_000;

/// A network being examined: accuracy and speed, then each layer's time.
pub struct Benchmark {
    network: Rc<Model>,
    work: SlicedTask<Vec<Figure>, Examination>,
    found: Option<Examination>,
    times: Vec<Figure>,
}

/// How far an examination has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Nothing to show yet.
    Working,
    /// The scores have just become known.
    Scored,
    /// Each layer's time too.
    Finished,
}

impl Benchmark {
    /// An examination of `network` on the held-out images of `data_store`, which are there when it begins.
    pub fn new(network: Model, data_store: &Rc<RefCell<DataStore>>, inbox: &Inbox) -> Self {
        let network = Rc::new(network);
        let (it, images) = (network.clone(), SplitImages { data_store: data_store.clone(), split: Split::Test });
        let work = SlicedTask::new(inbox, |ctx| async move {
            ctx.report(examine(&it, &images, HELD_OUT, &STOPWATCH, &ctx).await?);
            ctx.pause().await;
            STOPWATCH.layers(InferenceSession::new(&it, 1)?, &ctx).await
        });
        Benchmark { network, work, found: None, times: Vec::new() }
    }

    /// What is examined.
    pub fn network(&self) -> &Rc<Model> {
        &self.network
    }

    /// The scores, once they are known.
    pub fn scores(&self) -> Option<&Scores> {
        self.found.as_ref().map(|found| &found.scores)
    }

    /// The class given to each held-out image.
    pub fn predicted(&self) -> &[u8] {
        self.found.as_ref().map_or(&[], |found| &found.predicted)
    }

    /// Each node's milliseconds, once they are known.
    pub fn times(&self) -> &[Figure] {
        &self.times
    }

    /// Works for a slice of time.
    pub fn advance(&mut self) -> Result<Stage> {
        if let Some(times) = self.work.advance() {
            self.times = times?;
        }
        if let Some(found) = self.work.progress() {
            self.found = Some(found);
            return Ok(Stage::Scored);
        }
        Ok(if self.times.is_empty() { Stage::Working } else { Stage::Finished })
    }
}
