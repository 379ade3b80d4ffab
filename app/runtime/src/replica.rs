//! A worker that computes its share of each batch for the engine. It holds the data and the network; the weights come
//! with every step, so that it keeps nothing that could be lost with it.

use crate::scope::scope;
use crate::shard::Shard;
use crate::trainer::{self, MakeTrainer};
use js_sys::{Array, ArrayBuffer, Float32Array, Uint8Array};
use karui_core::data::{Dataset, info};
use karui_core::graph::Graph;
use karui_core::{Result, models};
use karui_protocol::{Experiment, decode};
use std::cell::RefCell;
use std::panic;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;
use web_sys::MessageEvent;

/// What a replica says when it is up.
pub const READY: &str = "ready";

struct Replica {
    make: MakeTrainer,
    experiment: Experiment,
    graph: Graph,
    train: Dataset,
    shard: Option<Shard>,
}

thread_local! {
    static REPLICA: RefCell<Option<Replica>> = const { RefCell::new(None) };
}

/// Takes this part.
pub fn start() {
    panic::set_hook(Box::new(|info| web_sys::console::error_1(&info.to_string().into())));
    spawn_local(async {
        // Whoever hears nothing goes on without this one.
        if let Ok(make) = trainer::fetched().await {
            listen(make);
        }
    });
}

fn listen(make: MakeTrainer) {
    let receive = Closure::<dyn FnMut(MessageEvent)>::new(move |message: MessageEvent| {
        let message: Array = message.data().unchecked_into();
        REPLICA.with_borrow_mut(|replica| match replica {
            None => *replica = begin(make, &message),
            Some(replica) => replica.answer(&message),
        });
    });
    scope().set_onmessage(Some(receive.as_ref().unchecked_ref()));
    receive.forget();
    let _ = scope().post_message(&READY.into());
}

/// The first message: `[settings, images, labels]`.
fn begin(make: MakeTrainer, message: &Array) -> Option<Replica> {
    let bytes = |i| Uint8Array::new(&message.get(i)).to_vec();
    let experiment: Experiment = decode(&bytes(0))?;
    let facts = info(experiment.data);
    let graph = models::build(experiment.model, facts.shape, facts.classes.len()).ok()?;
    let mut train = Dataset::new(experiment.data);
    train.append(&bytes(1), &bytes(2)).ok()?;
    Some(Replica { make, experiment, graph, train, shard: None })
}

impl Replica {
    /// A step: `[step, rank, workers, buffer]`, the buffer holding the trained weights. Answered by
    /// `[step, loss, hits, buffer]`, the same buffer holding the gradient.
    fn answer(&mut self, message: &Array) {
        let number = |i| message.get(i).as_f64().unwrap_or(0.0);
        let (step, rank, workers) = (number(0) as u64, number(1) as usize, number(2) as usize);
        let buffer: ArrayBuffer = message.get(3).unchecked_into();
        // A loss that is no number says that it has gone wrong; rank 0 will see the same of the mean.
        let (loss, hits) = self.step(step, rank, workers, &Float32Array::new(&buffer)).unwrap_or((f32::NAN, 0));
        let answer = Array::of4(&JsValue::from(step as f64), &loss.into(), &hits.into(), &buffer);
        let _ = scope().post_message_with_transfer(&answer, &Array::of1(&buffer));
        // While the others finish and the weights are on their way.
        if let Some(shard) = &mut self.shard
            && step + 1 < self.experiment.steps()
        {
            let _ = shard.prepare(&self.train, step + 1);
        }
    }

    fn step(&mut self, step: u64, rank: usize, workers: usize, values: &Float32Array) -> Result<(f32, u32)> {
        let shard = match &mut self.shard {
            Some(shard) if shard.place() == (rank, workers) => shard,
            other => other.insert(Shard::new(self.make, &self.graph, &self.experiment, rank, workers)?),
        };
        values.copy_to(shard.trainer_mut().weights_mut().split_mut().0);
        let stats = shard.gradients(&self.train, step)?;
        values.copy_from(shard.trainer().gradient());
        Ok((stats.loss, stats.hits))
    }
}
