//! The same work in several ways, timed: one request after the other, so that nothing disturbs what is being timed.

mod device;
mod network;
mod pool;
mod timing;

use crate::accelerate::messages::{Accelerate, Accelerated, Ceiling, KernelSpec, Refusal};
use device::Device;
use karui_core::accelerate::cpu::{Kernel, multiply_adds, reference};
use karui_core::accelerate::{KernelVariant, Task, difference, inputs, wgsl};
use karui_core::data::info;
use karui_core::{Error, Result};
use karui_protocol::{NoGpu, Settings, Unit, decode};
use karui_runtime::data_store;
use karui_runtime::lab::{Context, LabEngine, Loaded};
use karui_runtime::mail::{Inbox, Mail};
use karui_runtime::post::post_to_lab;
use karui_runtime::scope::{FLAVOUR, KERNEL};
use network::Subject;
use std::any::Any;
use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;
use wasm_split_helpers::{SplitLoaderError, wasm_split};

pub use pool::NAME as HELPER;

/// What is under way.
struct Accelerator {
    waiting: VecDeque<Accelerate>,
    is_busy: bool,
    device: Rc<Device>,
    known: Rc<RefCell<Option<Known>>>,
    /// The session's network, once it was asked for.
    subject: Option<Rc<Subject>>,
}

/// The inputs of the task last asked for, and what it gives.
struct Known {
    task: Task,
    inputs: [Vec<f32>; 2],
    expected: Vec<f32>,
}

#[wasm_split(accelerate, fallible)]
fn make() -> Loaded {
    Ok(Box::new(Accelerator {
        waiting: VecDeque::new(),
        is_busy: false,
        device: Rc::new(Device::default()),
        known: Rc::new(RefCell::new(None)),
        subject: None,
    }))
}

/// The accelerators.
pub async fn load() -> Loaded {
    make().await
}

#[wasm_split(accelerate_hand, fallible)]
fn make_hand() -> std::result::Result<fn(), SplitLoaderError> {
    Ok(pool::serve)
}

/// What a worker does that computes its share for another.
pub fn start_helper() {
    spawn_local(async {
        if let Ok(serve) = make_hand().await {
            serve();
        }
    });
}

impl LabEngine for Accelerator {
    fn answer(&mut self, request: &[u8], _context: &mut Context) {
        let Some(request) = decode(request) else { return };
        match request {
            Accelerate::Source { task, way } => {
                if let Some(text) = wgsl::source(task, way) {
                    say(Accelerated::Source { task, way, text });
                }
            }
            Accelerate::Stop => self.waiting.clear(),
            request => self.waiting.push_back(request),
        }
    }

    fn advance(&mut self, context: &mut Context) -> bool {
        if self.is_busy {
            return false;
        }
        if let Some(&Accelerate::Run { id, form }) = self.waiting.front() {
            match self.meet(context) {
                Ok(true) => {}
                Ok(false) => return false,
                Err(error) => {
                    self.waiting.pop_front();
                    say(Accelerated::NotRun { id, form, why: refused(error) });
                    return true;
                }
            }
        }
        let Some(request) = self.waiting.pop_front() else { return false };
        self.is_busy = true;
        let (inbox, device, known) = (context.inbox.clone(), self.device.clone(), self.known.clone());
        let subject = self.subject.clone();
        spawn_local(async move {
            do_as_asked(request, &device, &known, subject).await;
            done(&inbox);
        });
        true
    }

    fn on_news(&mut self, _news: Box<dyn Any>, _context: &mut Context) {
        self.is_busy = false;
    }
}

impl Accelerator {
    /// Makes the session's network, as it is now, ready to be run; gives whether its images are there, and nothing else goes on
    /// that would disturb what is timed.
    fn meet(&mut self, context: &mut Context) -> Result<bool> {
        let Some(session) = context.session.as_deref() else { return Ok(false) };
        if self.subject.as_ref().is_some_and(|it| it.weights_version == session.weights_version) {
            return Ok(true);
        }
        let [train, test] = Subject::needs(&session.experiment);
        data_store::want(context.data_store, train, info(session.experiment.data).test_len, context.inbox);
        let data_store = context.data_store.borrow();
        if data_store.train().len() < train || data_store.test().len() < test || !session.is_told() {
            return Ok(false);
        }
        self.subject = Subject::of(session, data_store.train(), data_store.test())?.map(Rc::new);
        Ok(self.subject.is_some())
    }
}

fn done(inbox: &Inbox) {
    inbox.push(Mail::LabNews(crate::accelerate::ID, Box::new(())));
}

/// Tells the page.
fn say(told: Accelerated) {
    post_to_lab(&told);
}

async fn do_as_asked(
    request: Accelerate,
    device: &Device,
    known: &RefCell<Option<Known>>,
    subject: Option<Rc<Subject>>,
) {
    match request {
        Accelerate::Time { id, task, way, source, workers } => {
            if let Err(why) = time(id, task, way, source, workers, device, known).await {
                say(Accelerated::Refused { id, way, why });
            }
        }
        Accelerate::Ceilings => {
            let cpu = cpu_ceiling().await;
            let gpu = device.ceiling().await;
            say(Accelerated::Ceilings { cpu, gpu });
        }
        Accelerate::Run { id, form } => {
            if let Some(subject) = subject {
                subject.time(id, form, device).await;
            }
        }
        Accelerate::Source { .. } | Accelerate::Stop => {}
    }
}

/// The task's inputs and what it gives, computed once.
fn know(known: &RefCell<Option<Known>>, task: Task) -> Result<()> {
    if known.borrow().as_ref().is_some_and(|it| it.task == task) {
        return Ok(());
    }
    let looked_at = KernelSpec { task, ..KernelSpec::default() };
    KernelSpec::setting("size").map_or(Ok(()), |row| row.check(&looked_at))?;
    let inputs = inputs(task);
    let expected = reference(task, &inputs[0], &inputs[1])?;
    *known.borrow_mut() = Some(Known { task, inputs, expected });
    Ok(())
}

async fn time(
    id: u32,
    task: Task,
    way: KernelVariant,
    source: Option<String>,
    workers: usize,
    device: &Device,
    known: &RefCell<Option<Known>>,
) -> std::result::Result<(), Refusal> {
    know(known, task).map_err(refused)?;
    let inputs = known.borrow().as_ref().map(|it| it.inputs.clone()).unwrap_or_default();
    let is_edited = source.is_some();
    let (times, result, kernel) = match way {
        KernelVariant::Workers => {
            let (times, result) = pool::time(task, workers.clamp(1, 16)).await.map_err(refused)?;
            (times, result, format!("cpu · {FLAVOUR} × {workers}"))
        }
        KernelVariant::Plain | KernelVariant::Blocked | KernelVariant::Simd => {
            let (times, result) = on_cpu(task, way, &inputs).await.map_err(refused)?;
            (times, result, if way == KernelVariant::Simd { KERNEL.into() } else { format!("cpu · {}", way.id()) })
        }
        _ => {
            let timed = device.time(task, way, source, &inputs).await?;
            (timed.times, timed.result, timed.kernel)
        }
    };
    let difference = known.borrow().as_ref().map_or(f32::INFINITY, |it| difference(&it.expected, &result));
    let (speed, time) = timing::figures(times, task.operations(), Unit::Gflops, &kernel);
    say(Accelerated::Timed { id, task, way, is_edited, speed, time, difference });
    Ok(())
}

fn refused(error: Error) -> Refusal {
    Refusal::Device { reason: error.to_string() }
}

/// Milliseconds of one run, in samples, and its result.
async fn on_cpu(task: Task, way: KernelVariant, inputs: &[Vec<f32>; 2]) -> Result<(Vec<f64>, Vec<f32>)> {
    let mut kernel = Kernel::new(task, way, 0..task.rows()[0])?;
    let mut result = vec![0.0; task.lens()[2]];
    let samples = timing::samples(async |times| {
        for _ in 0..times {
            kernel.run(&inputs[0], &inputs[1], &mut result)?;
        }
        Ok::<_, Error>(None)
    })
    .await?;
    Ok((samples.times, result))
}

/// What one worker can do at most.
async fn cpu_ceiling() -> Ceiling {
    const ROUNDS: usize = 20_000;
    const LEN: usize = 8 << 20;
    let mut operations = 0.0;
    let speed = timed_context(|| operations = multiply_adds(ROUNDS)).await;
    let (from, mut to) = (vec![1.0f32; LEN], vec![0.0f32; LEN]);
    let copy = timed_context(|| {
        to.copy_from_slice(std::hint::black_box(&from));
        std::hint::black_box(&to);
    });
    timing::ceiling(speed, operations, copy.await, (2 * 4 * LEN) as f64, KERNEL)
}

async fn timed_context(mut work: impl FnMut()) -> Vec<f64> {
    let samples = timing::samples(async |times| {
        (0..times).for_each(|_| work());
        Ok::<_, std::convert::Infallible>(None)
    });
    samples.await.map(|it| it.times).unwrap_or_default()
}

/// The device, or why there is none.
type Found<T> = std::result::Result<T, NoGpu>;
