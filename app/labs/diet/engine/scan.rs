use crate::diet::messages::LayerSensitivity;
use karui_core::compress::{Model, prune};
use karui_core::data::Split;
use karui_core::exec::InferenceSession;
use karui_core::measure::{BATCH, Evaluator};
use karui_core::spec::recipe::{Prune, PruneUnit};
use karui_protocol::Figure;
use karui_runtime::data_store::{DataStore, SplitImages};
use karui_runtime::mail::Inbox;
use karui_runtime::task::SlicedTask;
use std::cell::RefCell;
use std::rc::Rc;

/// Held-out images for each amount.
const IMAGES: usize = 500;

/// How each layer bears pruning: it alone is pruned, by magnitude, and the network examined.
pub type Scan = SlicedTask<(), Vec<LayerSensitivity>>;

/// A scan that has not begun; it reports after each layer, with all of them.
pub fn scan(network: Model, data_store: &Rc<RefCell<DataStore>>, inbox: &Inbox) -> Scan {
    let images = SplitImages { data_store: data_store.clone(), split: Split::Test };
    SlicedTask::new(inbox, |ctx| async move {
        let names = prune::sensitivity_layers(&network, PruneUnit::Element).into_iter();
        let mut layers: Vec<_> = names.map(|name| LayerSensitivity { name, points: Vec::new() }).collect();
        for at in 0..layers.len() {
            for amount in prune::sensitivity_amounts() {
                let name = &layers[at].name;
                let (pruned, _) = prune::with_one_layer(&network, &Prune::default(), name, amount, None, 0)?;
                let mut session: InferenceSession = InferenceSession::new(&pruned, BATCH)?;
                let mut evaluator = Evaluator::new(&pruned.graph, BATCH, IMAGES);
                while evaluator.advance(&images, |batch| session.forward(batch))? {
                    ctx.pause().await;
                }
                let score = evaluator.score();
                layers[at].points.push((amount, Figure::counted(score.hits(), score.count())));
            }
            ctx.report(layers.clone());
        }
        Ok(())
    })
}
