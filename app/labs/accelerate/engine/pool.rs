//! Several workers on one task: each makes its inputs from the seed, computes its rows over and over, and gives them back
//! in a buffer that goes to and fro.

use super::timing;
use futures_channel::mpsc::{UnboundedReceiver, unbounded};
use js_sys::{Array, ArrayBuffer, Float32Array};
use karui_core::accelerate::cpu::Kernel;
use karui_core::accelerate::{KernelVariant, Task, inputs};
use karui_core::data::shard_of;
use karui_core::{Error, Result};
use karui_protocol::{decode, encode};
use karui_runtime::gpu::within;
use karui_runtime::scope::{scope, spawn};
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{MessageEvent, Worker};

/// The name of such a worker.
pub const NAME: &str = "karui-accelerate";

/// A worker that has not answered within so many milliseconds is held for lost.
const PATIENCE: i32 = 20_000;

/// Milliseconds of one run of all workers together, in samples, and its result.
pub async fn time(task: Task, workers: usize) -> Result<(Vec<f64>, Vec<f32>)> {
    let mut hands = WorkerPool::start(task, workers)?;
    hands.all_answer().await?;
    let samples = timing::samples(async |times| {
        for _ in 0..times {
            hands.run().await?;
        }
        Ok(None)
    })
    .await?;
    Ok((samples.times, hands.result()))
}

type Receive = Closure<dyn FnMut(MessageEvent)>;

/// The workers, which end with this.
struct WorkerPool(Vec<Hand>);

struct Hand {
    worker: Worker,
    _receive: Receive,
    answers: UnboundedReceiver<ArrayBuffer>,
    /// The buffer, while it is here.
    buffer: Option<ArrayBuffer>,
}

impl WorkerPool {
    fn start(task: Task, workers: usize) -> Result<Self> {
        let mut hands = WorkerPool(Vec::with_capacity(workers));
        for rank in 0..workers {
            let worker = spawn(NAME).map_err(|_| lost())?;
            let share = shard_of(task.rows()[0], rank, workers);
            let (to, answers) = unbounded();
            let first = worker.clone();
            let receive = Receive::new(move |message: MessageEvent| {
                match message.data().dyn_into::<ArrayBuffer>() {
                    Ok(buffer) => {
                        let _ = to.unbounded_send(buffer);
                    }
                    // Its first word says that it listens.
                    Err(_) => {
                        let _ = first.post_message(&js_sys::Uint8Array::from(&encode(&(task, share.clone()))[..]));
                    }
                }
            });
            worker.set_onmessage(Some(receive.as_ref().unchecked_ref()));
            hands.0.push(Hand { worker, _receive: receive, answers, buffer: None });
        }
        Ok(hands)
    }

    async fn run(&mut self) -> Result<()> {
        for hand in &mut self.0 {
            let buffer = hand.buffer.take().ok_or_else(lost)?;
            let _ = hand.worker.post_message_with_transfer(&buffer, &Array::of1(&buffer));
        }
        self.all_answer().await
    }

    async fn all_answer(&mut self) -> Result<()> {
        let all = async {
            for hand in &mut self.0 {
                hand.buffer = hand.answers.recv().await.ok();
            }
        };
        within(PATIENCE, all).await.ok_or_else(lost)
    }

    fn result(&self) -> Vec<f32> {
        let buffers = self.0.iter().filter_map(|hand| hand.buffer.as_ref());
        buffers.flat_map(|buffer| Float32Array::new(buffer).to_vec()).collect()
    }
}

impl Drop for WorkerPool {
    fn drop(&mut self) {
        self.0.iter().for_each(|hand| hand.worker.terminate());
    }
}

fn lost() -> Error {
    Error::Misuse { what: "workers".into(), expected: "workers that answer".into(), got: "one that does not".into() }
}

/// A worker's side: its task first, then a buffer for each run.
pub fn serve() {
    let mut work: Option<(Kernel, [Vec<f32>; 2], Vec<f32>)> = None;
    let receive = Receive::new(move |message: MessageEvent| {
        let buffer = match (message.data().dyn_into::<ArrayBuffer>(), &mut work) {
            (Ok(buffer), Some((kernel, [a, b], out))) => {
                if kernel.run(a, b, out).is_err() {
                    return;
                }
                Float32Array::new(&buffer).copy_from(out);
                buffer
            }
            (Err(order), work) => {
                let bytes = js_sys::Uint8Array::new(&order).to_vec();
                let Some((task, rows)) = decode::<(Task, std::ops::Range<usize>)>(&bytes) else { return };
                let len = rows.len() * task.rows()[1];
                let Ok(kernel) = Kernel::new(task, KernelVariant::Simd, rows) else { return };
                *work = Some((kernel, inputs(task), vec![0.0; len]));
                ArrayBuffer::new(4 * len as u32)
            }
            (Ok(_), None) => return,
        };
        let _ = scope().post_message_with_transfer(&buffer, &Array::of1(&buffer));
    });
    scope().set_onmessage(Some(receive.as_ref().unchecked_ref()));
    receive.forget();
    let _ = scope().post_message(&JsValue::TRUE);
}
