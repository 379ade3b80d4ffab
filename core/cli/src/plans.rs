//! Training on many machines as a plan: what it costs to bring gradients together, how a pipeline goes, what each worker holds.

use crate::Failure;
use crate::report::Report;
use clap::Args;
use karui_parallel::allreduce::{AllReduce, Link, Plan, simulate};
use karui_parallel::memory::{Memory, PerParameter, Ways, Zero};
use karui_parallel::pipeline::{PipelineKind, Schedule, Timeline, Times};
use serde_json::{Value, json};

/// Which way gradients are brought together.
#[derive(Debug, Args)]
pub struct AllReduceArgs {
    /// naive (all to worker 0 and back), server (to one machine more and back), tree, ring or halving (recursive halving and
    /// doubling).
    #[arg(long)]
    pub algorithm: AllReduce,
    /// Workers, N.
    #[arg(long)]
    pub workers: usize,
    /// Bytes of each worker's gradient, S.
    #[arg(long)]
    pub bytes: usize,
    /// Bytes of one number, which no chunk cuts: 4 for float32.
    #[arg(long, default_value_t = 1)]
    pub number: usize,
    /// α, the latency of a message in seconds.
    #[arg(long, default_value_t = 0.0)]
    pub alpha: f64,
    /// Bytes per second of each machine, in and out at once; 10 Gbit/s unless said.
    #[arg(long, default_value_t = 1.25e9)]
    pub bandwidth: f64,
}

/// `karui allreduce`: rounds, bytes and seconds, counted on the plan that workers carry out.
pub fn allreduce(args: &AllReduceArgs) -> Result<Report, Failure> {
    let AllReduceArgs { algorithm, workers, bytes, number, alpha, bandwidth } = *args;
    if number == 0 || !bytes.is_multiple_of(number) {
        return Err(format!("--bytes {bytes} is no whole number of --number {number}").into());
    }
    // A petabyte: what all send in all is counted in 64 bits.
    const MOST: usize = 1 << 50;
    if bytes > MOST {
        return Err(karui_core::Error::range("bytes", [0, MOST], bytes).into());
    }
    let plan = Plan::new(algorithm, workers, bytes / number)?;
    let time = simulate(&plan, number, Link { latency: alpha, bandwidth }, &[])?.seconds();
    let bytes = |counts: Vec<usize>| counts.into_iter().map(|count| number * count).collect::<Vec<_>>();
    let (sent, received) = (bytes(plan.sent()), bytes(plan.received()));
    let mut told = json!({
        "algorithm": algorithm.id(),
        "workers": workers,
        "steps": plan.steps(),
        "sent": sent[..workers],
        "received": received[..workers],
        "time": time,
    });
    if let (Some(sent), Some(received)) = (sent.get(workers), received.get(workers)) {
        told["server"] = json!({ "sent": sent, "received": received });
    }
    Report::of(told)
}

/// Which pipeline.
#[derive(Debug, Args)]
pub struct PipelineArgs {
    /// gpipe, 1f1b, interleaved or zb-h1.
    #[arg(long)]
    pub schedule: PipelineKind,
    /// Workers, each with a part of the network.
    #[arg(long)]
    pub stages: usize,
    /// Microbatches of a batch.
    #[arg(long)]
    pub microbatches: usize,
    /// Parts of the network on each worker; 2 for interleaved unless said, else 1.
    #[arg(long)]
    pub chunks: Option<usize>,
    /// Time of a worker's forward pass of a microbatch, all its chunks together.
    #[arg(long, default_value_t = 1.0)]
    pub forward: f64,
    /// Of its whole backward pass; for zb-h1 of the input's gradient alone.
    #[arg(long, default_value_t = 1.0)]
    pub backward: f64,
    /// Of the weights' gradient (zb-h1).
    #[arg(long, default_value_t = 1.0)]
    pub weight: f64,
}

/// `karui pipeline`: the schedule in time.
pub fn pipeline(args: &PipelineArgs) -> Result<Report, Failure> {
    let PipelineArgs { schedule: kind, stages, microbatches, forward, backward, weight, .. } = *args;
    let chunks = args.chunks.unwrap_or(if kind == PipelineKind::Interleaved { 2 } else { 1 });
    let schedule = Schedule::new(kind, stages, microbatches, chunks)?;
    let timeline = Timeline::even(&schedule, Times { forward, backward, weight })?;
    let slots = |rank: &Vec<karui_parallel::pipeline::Slot>| -> Value {
        let slot = |slot: &karui_parallel::pipeline::Slot| {
            json!({
                "op": format!("{:?}", slot.op.work),
                "microbatch": slot.op.microbatch,
                "chunk": slot.op.chunk,
                "start": slot.start,
                "end": slot.end,
            })
        };
        rank.iter().map(slot).collect()
    };
    Report::of(json!({
        "schedule": kind.id(),
        "makespan": timeline.makespan,
        "bubble_fraction": timeline.bubble_fraction(),
        "bubble_over_ideal": timeline.bubble_over_ideal(),
        "peak_activations": schedule.peaks(|_| 1),
        "ranks": timeline.ranks.iter().map(slots).collect::<Vec<_>>(),
    }))
}

/// What is trained, and how it is divided.
#[derive(Debug, Args)]
pub struct MemoryArgs {
    /// Parameters of the network; 7.5e9 may be written so.
    #[arg(long, value_parser = whole)]
    pub params: u64,
    /// ZeRO's stage: 0 plain data parallel; shared out are 1 the optimizer's states, 2 gradients too, 3 parameters too.
    #[arg(long, default_value_t = 0)]
    pub zero: usize,
    /// Workers in all: tensor × pipeline × data.
    #[arg(long)]
    pub workers: u64,
    /// Workers that share each layer's matrices.
    #[arg(long, default_value_t = 1)]
    pub tensor: u64,
    /// Stages of the pipeline.
    #[arg(long, default_value_t = 1)]
    pub pipeline: u64,
    /// Bytes of a parameter. These three are Adam's in mixed precision unless said.
    #[arg(long, default_value_t = PerParameter::MIXED_ADAM.parameter)]
    pub parameter_bytes: u64,
    /// Bytes of a gradient.
    #[arg(long, default_value_t = PerParameter::MIXED_ADAM.gradient)]
    pub gradient_bytes: u64,
    /// Bytes that the optimizer keeps of a parameter.
    #[arg(long, default_value_t = PerParameter::MIXED_ADAM.optimizer)]
    pub optimizer_bytes: u64,
    /// Bytes that the whole network keeps of one microbatch between its passes.
    #[arg(long, value_parser = whole, default_value = "0")]
    pub activations: u64,
    /// Microbatches of a batch, of which 1F1B's first stage holds as many as there are stages; with enough of them unless said.
    #[arg(long)]
    pub microbatches: Option<u64>,
}

/// A whole number that may be written as 7.5e9.
fn whole(text: &str) -> Result<u64, String> {
    let number: f64 = text.parse().map_err(|_| format!("`{text}` is no number"))?;
    let is_whole = number.fract() == 0.0 && (0.0..=1e15).contains(&number);
    if is_whole { Ok(number as u64) } else { Err(format!("`{text}` is no whole number of 0 … 1e15")) }
}

/// `karui memory`: bytes of the worker that holds most.
pub fn memory(args: &MemoryArgs) -> Result<Report, Failure> {
    let ways = Ways::new(args.workers, args.tensor, args.pipeline)?;
    let zero = Zero::new(args.zero)?;
    let bytes = PerParameter {
        parameter: args.parameter_bytes,
        gradient: args.gradient_bytes,
        optimizer: args.optimizer_bytes,
    };
    if [bytes.parameter, bytes.gradient, bytes.optimizer].iter().any(|&bytes| bytes > 64) {
        return Err("bytes of one parameter: 64 at most".into());
    }
    let microbatches = args.microbatches.unwrap_or(args.pipeline);
    let held = Memory::of_states(args.params, bytes, ways, zero).with_activations(args.activations, ways, microbatches);
    Report::of(json!({
        "parameters": held.parameters,
        "gradients": held.gradients,
        "optimizer": held.optimizer,
        "activations": held.activations,
        "total": held.total(),
        "data": ways.data,
        "parameters_sent_per_step": zero.volume() as u64 * args.params.div_ceil(ways.tensor * ways.pipeline),
    }))
}
