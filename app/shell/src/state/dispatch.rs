use super::{Activations, Compared, Lab, Place, Prediction};
use crate::pages::download;
use karui_protocol::{About, BenchmarkOf, Event, Fault, Problem, RunState, WeightsOrigin};
use leptos::prelude::*;

/// How the engine is.
#[derive(Debug, Clone, PartialEq)]
pub enum EngineState {
    /// Its worker is being loaded, and whether that takes longer than it should.
    Starting {
        /// It does.
        is_late: bool,
    },
    /// It takes requests; the kernels it runs.
    Ready(String),
    /// It does not run, and why.
    Failed(Problem),
}

impl Lab {
    /// Takes in what the engine says. The one place where its events become state.
    pub fn dispatch(self, event: Event) {
        match event {
            Event::Ready { kernel, .. } => self.engine_state.set(EngineState::Ready(kernel)),
            Event::Network(network) => {
                self.forget_weights();
                self.network.set(Some(network));
            }
            Event::Here => {}
            Event::Running { device, name, workers } => self.place.set(Some(Place { device, name, workers })),
            Event::DeviceBenchmark { of: BenchmarkOf::Training, cpu, gpu } => {
                self.device_benchmark.set(Some([cpu, gpu]))
            }
            Event::DeviceBenchmark { of: BenchmarkOf::Validation, cpu, gpu } => {
                self.validation_benchmark.set(Some([cpu, gpu]))
            }
            Event::Waiting => self.waits.update(|waits| *waits += 1),
            Event::Compared { gpu, cpu, apart } => self.compared.set(Some(Some(Compared { gpu, cpu, apart }))),
            Event::Data { received, total } => self.data.set((received < total).then_some((received, total))),
            Event::Weights { origin, size } => {
                self.forget_weights();
                // A run begins: what was still told of the weights before it is of no use for it.
                if origin == WeightsOrigin::Initial && self.run_asked.get_untracked() {
                    self.evaluation_is_old.set(true);
                }
                // Other weights have taken the place of those that were brought back.
                if origin != WeightsOrigin::Restored {
                    self.brought_back.set(None);
                }
                self.weights.set(Some((origin, size)));
            }
            Event::Evaluation(evaluation) => {
                self.evaluation_is_old.set(false);
                self.evaluation.set(Some(evaluation));
            }
            Event::Samples(samples) => self.samples.set(samples),
            Event::Curve(points) => self.curve.update(|curve| curve.extend(points)),
            Event::Progress(progress) => {
                if matches!(progress.state, RunState::Finished | RunState::Diverged) {
                    self.run_asked.set(false);
                }
                self.waits.set(0);
                self.progress.set(Some(progress));
            }
            Event::Prediction { id, seen, probabilities } => {
                self.take_prediction(id, Prediction { seen, probabilities })
            }
            Event::Activations { layer, maps, image } => self.activations.set(Some(Activations { layer, maps, image })),
            Event::Filters(filters) => self.filters.set(filters),
            Event::LayerTimes(times) => self.layer_times.set(times),
            Event::Latency { one, throughput } => {
                self.latency.set(Some(one));
                self.throughput.set(Some(throughput));
            }
            Event::File { name, bytes } => download::offer(&name, &bytes),
            Event::Runs { runs, offered } => {
                self.offered.set(runs.iter().find(|run| Some(run.id) == offered).copied());
                self.runs.set(runs);
            }
            Event::BroughtBack(run) => {
                self.evaluation_is_old.set(true);
                self.brought_back.set(Some(run));
            }
            Event::Lab { lab, payload } => self.lazy.on_event(self, lab, payload),
            Event::Fault(fault) => {
                self.labs().iter().for_each(|row| (row.failed)(self, fault.about));
                // The engine has opened a session for a run that it then could not take up: give it another.
                let is_of_run =
                    matches!(fault.problem, Problem::CheckpointUnreadable | Problem::RunGone | Problem::RunElsewhere);
                let is_not_there = is_of_run && self.run_asked.get_untracked();
                self.add_fault(fault);
                if is_not_there {
                    self.switch_to_draft();
                }
            }
        }
    }

    /// Has the labs forget what is of other weights.
    pub(super) fn forget_weights(self) {
        self.labs().iter().for_each(|row| (row.forget)(self));
    }

    /// Dismisses the faults about one thing: it is tried again.
    pub fn forget_faults(self, about: About) {
        self.faults.update(|faults| faults.retain(|fault| fault.about != about));
    }

    /// Shows a fault, in place of an earlier one of the same kind about the same.
    pub fn add_fault(self, fault: Fault) {
        self.faults.update(|faults| {
            let kind = std::mem::discriminant(&fault.problem);
            faults.retain(|old| old.about != fault.about || std::mem::discriminant(&old.problem) != kind);
            faults.push(fault);
        });
    }

    fn take_prediction(self, id: u32, prediction: Prediction) {
        let (asked, shown) = self.pictures.get_value();
        if id >= shown {
            self.pictures.set_value((asked, id));
            self.prediction.set(Some(prediction));
        }
    }
}
