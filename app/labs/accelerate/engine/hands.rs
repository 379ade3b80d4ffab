//! Several workers on one task: each makes its inputs from the seed, computes its rows over and over, and gives them back
//! in a buffer that goes to and fro.

use super::timing;
use js_sys::{Array, ArrayBuffer, Float32Array};
use karui_core::accelerate::cpu::Kernel;
use karui_core::accelerate::{Task, Way, inputs};
use karui_core::data::shard_of;
use karui_core::{Error, Result};
use karui_protocol::{decode, encode};
use karui_runtime::clock::sleep;
use karui_runtime::scope::{scope, spawn};
use std::cell::{Cell, RefCell};
use std::future::poll_fn;
use std::pin::pin;
use std::rc::Rc;
use std::task::{Poll, Waker};
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{MessageEvent, Worker};

/// The name of such a worker.
pub const NAME: &str = "karui-accelerate";

/// A worker that has not answered within so many milliseconds is held for lost.
const PATIENCE: i32 = 20_000;

/// Milliseconds of one run of all workers together, in samples, and its result.
pub async fn time(task: Task, workers: usize) -> Result<(Vec<f64>, Vec<f32>)> {
    let hands = Hands::start(task, workers)?;
    hands.all_answer(workers).await?;
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
struct Hands {
    members: Vec<(Worker, Receive)>,
    answers: Rc<Answers>,
}

#[derive(Default)]
struct Answers {
    count: Cell<usize>,
    buffers: RefCell<Vec<Option<ArrayBuffer>>>,
    waker: Cell<Option<Waker>>,
}

impl Hands {
    fn start(task: Task, workers: usize) -> Result<Self> {
        let answers = Rc::new(Answers::default());
        answers.buffers.borrow_mut().resize(workers, None);
        let rows = task.rows()[0];
        let mut members = Vec::with_capacity(workers);
        for rank in 0..workers {
            let worker = spawn(NAME).map_err(|_| lost())?;
            let (to, share) = (answers.clone(), shard_of(rows, rank, workers));
            let first = worker.clone();
            let receive = Receive::new(move |message: MessageEvent| {
                match message.data().dyn_into::<ArrayBuffer>() {
                    Ok(buffer) => to.take(rank, buffer),
                    // Its first word says that it listens.
                    Err(_) => {
                        let _ = first.post_message(&js_sys::Uint8Array::from(&encode(&(task, share.clone()))[..]));
                    }
                }
            });
            worker.set_onmessage(Some(receive.as_ref().unchecked_ref()));
            members.push((worker, receive));
        }
        Ok(Hands { members, answers })
    }

    async fn run(&self) -> Result<()> {
        for (i, (worker, _)) in self.members.iter().enumerate() {
            let Some(buffer) = self.answers.buffers.borrow_mut()[i].take() else { return Err(lost()) };
            let _ = worker.post_message_with_transfer(&buffer, &Array::of1(&buffer));
        }
        self.all_answer(self.members.len()).await
    }

    async fn all_answer(&self, workers: usize) -> Result<()> {
        let mut end = pin!(sleep(PATIENCE));
        poll_fn(|context| {
            if self.answers.count.get() == workers {
                self.answers.count.set(0);
                return Poll::Ready(Ok(()));
            }
            self.answers.waker.set(Some(context.waker().clone()));
            end.as_mut().poll(context).map(|()| Err(lost()))
        })
        .await
    }

    fn result(&self) -> Vec<f32> {
        let buffers = self.answers.buffers.borrow();
        buffers.iter().flatten().flat_map(|buffer| Float32Array::new(buffer).to_vec()).collect()
    }
}

impl Answers {
    fn take(&self, rank: usize, buffer: ArrayBuffer) {
        self.buffers.borrow_mut()[rank] = Some(buffer);
        self.count.set(self.count.get() + 1);
        if let Some(waker) = self.waker.take() {
            waker.wake();
        }
    }
}

impl Drop for Hands {
    fn drop(&mut self) {
        self.members.iter().for_each(|(worker, _)| worker.terminate());
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
                let Ok(kernel) = Kernel::new(task, Way::Simd, rows) else { return };
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
