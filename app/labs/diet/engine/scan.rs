use super::say;
use crate::diet::messages::{DietEvent, LayerSensitivity};
use karui_core::Result;
use karui_core::compress::{Network, prune};
use karui_core::data::Dataset;
use karui_core::exec::InferenceSession;
use karui_core::measure::Examiner;
use karui_core::spec::recipe::{Prune, PruneUnit};
use karui_protocol::Figure;
use karui_runtime::clock::{SLICE, now};
use karui_runtime::measure::BATCH;

/// Held-out images for each amount.
const IMAGES: usize = 500;

/// How each layer bears pruning: it alone is pruned, by magnitude, and the network examined.
pub struct Scan {
    network: Network,
    /// The layers, and how far each has come.
    layers: Vec<LayerSensitivity>,
    at: usize,
    examiner: Option<Examiner>,
}

impl Scan {
    /// A scan that has not begun.
    pub fn new(network: Network) -> Self {
        let layers = prune::sensitivity_layers(&network, PruneUnit::Element)
            .into_iter()
            .map(|name| LayerSensitivity { name, points: Vec::new() });
        Scan { layers: layers.collect(), network, at: 0, examiner: None }
    }

    /// Works for a slice of time; gives whether it is done.
    pub fn advance(&mut self, test: &Dataset) -> Result<bool> {
        let start = now();
        while now() - start < SLICE {
            let Some(layer) = self.layers.get_mut(self.at) else { return Ok(true) };
            let Some(&amount) = prune::sensitivity_amounts().get(layer.points.len()) else {
                self.at += 1;
                say(DietEvent::Sensitivity(self.layers.clone()));
                continue;
            };
            let examiner = match &mut self.examiner {
                Some(examiner) => examiner,
                none => {
                    let (pruned, _) =
                        prune::with_one_layer(&self.network, &Prune::default(), &layer.name, amount, None, 0)?;
                    none.insert(Examiner::new(InferenceSession::new(&pruned, BATCH)?))
                }
            };
            if !examiner.advance(test, IMAGES)? {
                let (hits, of) = (examiner.score().hits(), examiner.score().count());
                layer.points.push((amount, Figure::counted(hits, of)));
                self.examiner = None;
            }
        }
        Ok(false)
    }
}
