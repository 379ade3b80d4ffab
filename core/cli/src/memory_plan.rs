//! Whether a network fits a board: the memory that it needs step by step, by the plan that the exported C program runs in.

use crate::Failure;
use crate::args::SizedModelArgs;
use crate::network::read;
use crate::report::Report;
use clap::Args;
use karui_core::exec::{Element, MemoryPlan};
use karui_core::format::packed;
use karui_core::spec::{BOARDS, Board};
use serde_json::{Map, Value, json};
use std::path::PathBuf;

/// Which network, in which numbers.
#[derive(Debug, Args)]
pub struct MemoryPlanArgs {
    #[command(flatten)]
    pub model: SizedModelArgs,
    /// A packed model (.karui) in place of --model: its numbers are those that it has.
    #[arg(long, conflicts_with = "int8")]
    pub packed: Option<PathBuf>,
    /// All values are 8-bit integers, as static quantization makes them; else 32-bit floats.
    #[arg(long)]
    pub int8: bool,
}

/// `karui memory-plan`.
pub fn memory_plan(args: &MemoryPlanArgs) -> Result<Report, Failure> {
    let (graph, element) = match &args.packed {
        Some(path) => {
            let net = packed::load(&read(path)?)?;
            let element = Element::of(&net);
            (net.graph, element)
        }
        None => (args.model.graph()?, if args.int8 { Element::Int8 } else { Element::Float32 }),
    };
    let [plan, apart] = [true, false].map(|in_place| MemoryPlan::of_untrained(&graph, element, in_place));
    let (plan, apart) = (plan?, apart?);
    let name = |step: usize| plan.steps[step].name.as_str();
    let layers =
        plan.steps.iter().enumerate().map(
            |(i, step)| json!({ "name": name(i), "live_bytes": step.live_bytes, "flash_bytes": step.flash_bytes }),
        );
    let layers: Vec<Value> = layers.collect();
    let flash = plan.flash_bytes();
    let fits = |board: &Board| board.holds(plan.arena_bytes as u64, flash as u64);
    let by_board = |value: &dyn Fn(&Board) -> Value| -> Map<String, Value> {
        BOARDS.iter().map(|board| (board.id.to_owned(), value(board))).collect()
    };
    let bursts = |board: &Board| {
        let over = (0..plan.steps.len()).find(|&i| plan.steps[i].live_bytes as u64 > board.ram);
        over.map_or(Value::Null, |i| name(i).into())
    };
    Report::of(json!({
        "peak_bytes": plan.arena_bytes,
        "peak_bytes_without_in_place": apart.arena_bytes,
        "peak_live_bytes": plan.peak_live_bytes(),
        "peak_layer": plan.peak_step().map(name),
        "flash_bytes": flash,
        "element": if element == Element::Int8 { "int8" } else { "float32" },
        "layers": layers,
        "fits": by_board(&|board| fits(board).into()),
        "bursts_at": by_board(&bursts),
    }))
}
