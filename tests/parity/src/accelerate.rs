//! Every way of the accelerator page that a GPU has, against the reference.

use karui_core::accelerate::cpu::reference;
use karui_core::accelerate::gpu::{Program, Refusal};
use karui_core::accelerate::{KernelVariant, Task, Workload, difference, inputs, wgsl};
use karui_core::gpu::{Gpu, Wants};

/// Sizes of which none is a multiple of a tile: less than one, a little more than one, and several; a result of one value.
const SIZES: [(Workload, &[usize]); 3] =
    [(Workload::Product, &[1, 7, 33, 70]), (Workload::Convolution, &[1, 5, 13]), (Workload::Branches, &[1, 19, 27])];

/// All ways at all sizes, on a device that has what they need where the adapter has it. Gives what it lacks.
pub async fn every_way() -> Result<Vec<&'static str>, String> {
    let gpu = Gpu::request(Wants { half: true, timestamps: true }).await.map_err(|e| e.to_string())?;
    let mut lacking = Vec::new();
    for (work, sizes) in SIZES {
        for &size in sizes {
            for &way in work.variants().iter().filter(|way| way.is_gpu()) {
                let task = Task { work, size };
                match check(&gpu, task, way).await {
                    Ok(()) => {}
                    Err(Refusal::Lacks(feature)) => lacking.push(feature),
                    Err(why) => return Err(format!("{task:?} {way:?}: {why:?}")),
                }
            }
        }
    }
    lacking.dedup();
    Ok(lacking)
}

async fn check(gpu: &Gpu, task: Task, way: KernelVariant) -> Result<(), Refusal> {
    let [a, b] = inputs(task);
    let expected = reference(task, &a, &b)?;
    let source = wgsl::source(task, way).unwrap_or_default();
    let program = Program::new(gpu, task, way, &source, [&a, &b]).await?;
    // Twice, so that what one run leaves behind does not help the next.
    let ticks = program.run(2).await?;
    if ticks.is_some_and(|ms| !(0.0..60_000.0).contains(&ms)) {
        return Err(other(format!("two runs in {ticks:?} ms")));
    }
    let apart = difference(&expected, &program.result().await?);
    if apart > way.tolerance() { Err(other(format!("{apart} from the reference"))) } else { Ok(()) }
}

fn other(got: String) -> Refusal {
    Refusal::Device(karui_core::Error::Misuse { what: "kernel".into(), expected: "the reference".into(), got })
}
