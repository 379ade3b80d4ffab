//! Where a run takes place: on the CPU, or on a GPU for as long as that works.

use super::{Run, running};
use crate::clock::yield_now;
use crate::data_store::DataStore;
use crate::gpu::{self, DeviceBenchmark, DeviceHandle, GpuRun};
use crate::mail::Inbox;
use crate::post::{fault, post};
use crate::shard::Shard;
use karui_core::measure::Speed;
use karui_core::{Error, Result};
use karui_protocol::{About, BenchmarkOf, Device, Event, NoGpu, Problem, RunState};
use std::cell::RefCell;
use std::rc::Rc;

/// A run's first steps on a GPU can be held against the CPU's: so many.
const FIRST: usize = 20;

impl Run {
    /// Does the first steps, as far as a GPU did them, on the CPU too, from the same seed, beside whatever the run does.
    /// Gives the GPU's losses and the CPU's.
    pub fn compare(&self, data_store: &Rc<RefCell<DataStore>>) -> impl Future<Output = Result<[Vec<f32>; 2]>> + use<> {
        let (make, graph) = (self.shard.make(), self.graph.clone());
        let (experiment, gpu) = (self.experiment, self.first.clone());
        let data_store = data_store.clone();
        async move {
            let mut shard = Shard::new(make, &graph, &experiment, 0, 1)?;
            let mut cpu = Vec::with_capacity(gpu.len());
            for step in 0..gpu.len() as u64 {
                cpu.push(shard.gradients(data_store.borrow().train(), step)?.loss);
                shard.trainer_mut().apply();
                yield_now().await;
            }
            Ok([gpu, cpu])
        }
    }

    /// Where it takes place: as its settings say, or where a few steps of it are faster. Several workers are the CPU's.
    ///
    /// Gives whether that is known: a request that comes while a GPU compiles its kernels is answered first.
    pub(super) async fn find_place(&mut self, data_store: &RefCell<DataStore>, inbox: &Inbox) -> bool {
        let device = self.experiment.device;
        if self.placed || device == Device::Cpu || (device == Device::Auto && self.workers() > 1) {
            return true;
        }
        let placing = match &mut self.placing {
            Some(placing) => placing,
            none => none.insert(Box::pin(gpu::place(self.graph.clone(), self.experiment))),
        };
        let Some(found) = gpu::unless(inbox.arrival(), placing).await else { return false };
        self.placing = None;
        self.placed = true;
        match found {
            Ok(place) => self.take_place(place, data_store).await,
            Err(problem) if device == Device::WebGpu => {
                post(running(self.workers()));
                fault(About::ENGINE, problem);
            }
            Err(_) => {}
        }
        true
    }

    /// Goes to a GPU, unless the CPU is to be preferred and found to be faster.
    async fn take_place(&mut self, mut place: DeviceHandle, data_store: &RefCell<DataStore>) {
        let device = self.experiment.device;
        if device == Device::Auto {
            // What the device cannot do it need not do.
            let Ok(benchmark) = DeviceBenchmark::run(&mut self.shard, &mut place, data_store).await else { return };
            let is_gpu = benchmark.is_won_by_gpu();
            post(Event::DeviceBenchmark { of: BenchmarkOf::Training, cpu: benchmark.cpu, gpu: benchmark.gpu });
            if !is_gpu {
                return;
            }
        }
        match GpuRun::new(place, &self.shard) {
            Ok(gpu) => {
                post(Event::Running { device: Device::WebGpu, name: gpu.kernel(), workers: 1 });
                self.gpu = Some(gpu);
            }
            Err(error) => self.leave_gpu(error),
        }
    }

    /// Brings what can be seen of the run to where its GPU is: to be called before anybody looks.
    pub async fn catch_up(&mut self) {
        if let Some(gpu) = &mut self.gpu
            && let Err(error) = gpu.copy_to(&mut self.shard).await
        {
            self.leave_gpu(error);
        }
    }

    /// Goes on with the CPU, from its copy of the weights.
    pub(super) fn leave_gpu(&mut self, error: Error) {
        self.gpu = None;
        self.speed = Speed::default();
        let lost = NoGpu::Lost { reason: gpu::reason(error), step: self.step() };
        fault(About::ENGINE, Problem::NoGpu(lost));
        post(running(1));
        if self.is_active() {
            self.state = RunState::Loading;
        }
    }

    /// Steps on the GPU up to the next validation at most; gives how many.
    pub(super) async fn train_on_gpu(&mut self, data_store: &RefCell<DataStore>) -> Result<usize> {
        let (step, steps) = (self.step(), self.experiment.steps());
        let next = (step + 1..steps).find(|&next| self.single || self.is_due(next)).unwrap_or(steps);
        let Some(gpu) = &mut self.gpu else { return Ok(0) };
        let done = gpu.advance(&mut self.shard, data_store, next - step).await?;
        let batch = self.shard.batch_size();
        for (step, it) in (step + 1..).zip(&done) {
            self.loss = Some(it.stats.loss);
            if self.first.len() < FIRST && step == self.first.len() as u64 + 1 {
                self.first.push(it.stats.loss);
            }
            self.curve.add_step(step, steps, it.stats, batch, it.lr);
            self.watch.see(step - 1, it.stats)?;
        }
        Ok(done.len())
    }
}
