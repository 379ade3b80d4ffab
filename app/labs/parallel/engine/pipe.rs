//! A batch through a pipeline of workers, and the same on one.

use super::crew::{Crew, Heard, Trouble};
use super::stage::{cuts_of, graph};
use super::train::Images;
use super::wire::{Answer, Order, SEED, numbers};
use crate::parallel::messages::{PipelineRun, Told};
use js_sys::Uint8Array;
use karui_core::graph::Weights;
use karui_core::parallel::stages::Stage;
use karui_core::rng::Rng;
use karui_core::{Error, Result};
use karui_parallel::pipeline::Schedule;
use karui_runtime::post::post_to_lab;
use std::rc::Rc;

/// The batch goes through so many times, of which the last counts: at first the browser still compiles.
const TIMES: usize = 3;

/// Does it, and tells the page.
pub async fn run(run: PipelineRun, images: Images) {
    let id = run.id;
    post_to_lab(&go(run, &images).await.unwrap_or_else(|error| Told::NotPiped { id, error }));
}

async fn go(run: PipelineRun, images: &Images) -> Result<Told> {
    let schedule = Schedule::new(run.kind, run.ranks, run.microbatches, run.chunks)?;
    if schedule.size().splits_backward {
        return Err(Error::misuse("schedule", "a backward pass in one piece", run.kind.id()));
    }
    let (kind, graph) = (images.kind, graph(run.network, images.kind)?);
    let at = cuts_of(&run, &graph, schedule.size().stages())?;
    // Here already: a worker could only say that it has failed.
    Stage::<karui_core::exec::Cpu>::cut(&graph, &Weights::zeros(&graph), &at, run.images)?;
    let n = run.images * run.microbatches;
    let (mut pixels, mut labels) = (vec![0.0; n * graph.input_shape().len()], vec![0; n]);
    images.train.batch(&(0..n as u32).collect::<Vec<_>>(), &mut pixels, &mut labels)?;
    let bytes = Uint8Array::new(&js_sys::Float32Array::from(&pixels[..]).buffer()).to_vec();
    let own = run.clone();
    let mut crew =
        Crew::new(move |rank| Order::BeginPipe(own.clone(), kind, rank), [bytes, labels.clone()], Rc::default());
    for rank in 0..run.ranks {
        crew.hire(rank).await.map_err(Trouble::error)?;
    }
    let (mut ranks, mut kept, mut gradient) = (vec![Vec::new(); run.ranks], vec![0; run.ranks], Vec::new());
    for _ in 0..TIMES {
        gradient = Vec::new();
        (0..run.ranks).for_each(|rank| crew.tell(rank, &Order::Pipe, None));
        let mut left = run.ranks;
        while left > 0 {
            let Heard { worker, answer, with } = crew.hear().await.map_err(Trouble::error)?;
            let Answer::Piped { done, kept: bytes } = answer else { continue };
            let part = numbers(&with.get(1));
            gradient.resize(part.len(), 0.0f32);
            gradient.iter_mut().zip(part).for_each(|(sum, g)| *sum += g);
            (ranks[worker], kept[worker]) = (done, bytes);
            left -= 1;
        }
    }
    drop(crew);
    let weights = Weights::init(&graph, u64::from(SEED));
    let mut alone = vec![0.0; weights.trainable_len()];
    for stage in &mut Stage::<karui_core::exec::Cpu>::cut(&graph, &weights, &[], run.images)? {
        let len = graph.input_shape().len() * run.images;
        for (i, (pixels, labels)) in pixels.chunks(len).zip(labels.chunks(run.images)).enumerate() {
            stage.forward(i, pixels, &mut Rng::new(u64::from(SEED), i as u64))?;
            stage.loss(i, labels, 0.0)?;
            stage.backward(i, None)?;
        }
        stage.finish(&mut alone)?;
    }
    let apart = alone.iter().zip(&gradient).fold(0.0f32, |most, (a, b)| most.max((a - b).abs()));
    let largest = alone.iter().fold(0.0f32, |most, a| most.max(a.abs()));
    let cuts = at.iter().filter_map(|id| graph.nodes().get(*id)).map(|node| node.name.clone()).collect();
    Ok(Told::Piped { id: run.id, ranks, difference: (apart, largest), kept, cuts })
}
