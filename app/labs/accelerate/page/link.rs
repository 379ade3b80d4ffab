//! What a link holds of the accelerator page: the task, and the kernel in the editor.

use super::state::accelerator_of;
use crate::accelerate::messages::KernelSpec;
use karui_shell::LinkPart;
use karui_shell::state::link::{names, pairs};
use leptos::prelude::*;

/// All of it is written where anything differs from what is shown at first.
pub const LINK: LinkPart = LinkPart {
    names: names::<KernelSpec>,
    write: |lab| {
        let state = accelerator_of(lab);
        let kernel = KernelSpec { task: state.task.get(), way: state.way.get() };
        if kernel == KernelSpec::default() { Vec::new() } else { pairs(&kernel) }
    },
    read: |lab, said| {
        let (KernelSpec { task, way }, errors) = said.settings();
        accelerator_of(lab).task.set(task);
        accelerator_of(lab).way.set(way);
        errors
    },
    place: |_| String::new(),
};
