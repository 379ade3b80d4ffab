//! What a link holds of the accelerator page: the task, and the kernel in the editor.

use super::state::{FIRST_KERNEL, accelerator_of};
use crate::accelerate::messages::{Task, Way, Work};
use karui_shell::Param;
use karui_shell::state::Lab;
use karui_shell::state::link::{chosen, wrong};
use leptos::prelude::*;

/// In the order in which they are read: sizes and kernels are of the work.
pub static PARAMS: [Param; 3] = [
    Param {
        name: "work",
        get: |lab| of(lab, |task, _| task.work.id().into()),
        set: |lab, value| {
            let work = value.map(|value| chosen("work", value, &Work::ALL, Work::id)).transpose();
            let task = work.clone().ok().flatten().map_or_else(Task::default, Task::of);
            accelerator_of(lab).task.set(task);
            work.map(drop)
        },
        is_place: false,
    },
    Param {
        name: "size",
        get: |lab| of(lab, |task, _| task.size.to_string()),
        set: |lab, value| {
            let (state, Some(value)) = (accelerator_of(lab), value) else { return Ok(()) };
            let sizes = state.task.get_untracked().work.sizes();
            let size = value.parse().ok().filter(|size| sizes.contains(size));
            let size = size.ok_or_else(|| wrong("size", format!("{sizes:?}"), value))?;
            state.task.update(|task| task.size = size);
            Ok(())
        },
        is_place: false,
    },
    Param {
        name: "kernel",
        get: |lab| of(lab, |_, kernel| kernel.id().into()),
        set: |lab, value| {
            let state = accelerator_of(lab);
            let ways = state.task.get_untracked().work.ways();
            let kernels: Vec<Way> = ways.iter().copied().filter(|way| way.is_gpu()).collect();
            let kernel = value.map(|value| chosen("kernel", value, &kernels, Way::id)).transpose();
            state.way.set(kernel.clone().ok().flatten().unwrap_or(FIRST_KERNEL));
            kernel.map(drop)
        },
        is_place: false,
    },
];

/// One of them, where anything differs from what is shown at first.
fn of(lab: Lab, value: fn(Task, Way) -> String) -> Option<String> {
    let state = accelerator_of(lab);
    let (task, kernel) = (state.task.get(), state.way.get());
    ((task, kernel) != (Task::default(), FIRST_KERNEL)).then(|| value(task, kernel))
}
