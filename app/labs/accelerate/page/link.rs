//! What a link holds of the accelerator page: the task, and the kernel in the editor.

use super::state::accelerator_of;
use crate::accelerate::messages::KernelSpec;
use karui_protocol::Error;
use karui_shell::state::Lab;
use karui_shell::state::link::{Said, pairs};
use leptos::prelude::*;

/// The names of its pairs: the kernel's settings.
pub const PAIRS: &[&str] = &["work", "size", "kernel"];

/// Takes the state from a link; gives what is wrong.
pub fn read(lab: Lab, said: Said) -> Vec<Error> {
    let (KernelSpec { task, way }, errors) = said.settings();
    accelerator_of(lab).task.set(task);
    accelerator_of(lab).way.set(way);
    errors
}

/// Keeps link and state in step. All of it is written where anything differs from what is shown at first.
pub(super) fn bind(lab: Lab) {
    let state = accelerator_of(lab);
    lab.bind_pairs(
        PAIRS,
        move |said| read(lab, said),
        move || {
            let kernel = KernelSpec { task: state.task.get(), way: state.way.get() };
            if kernel == KernelSpec::default() { Vec::new() } else { pairs(&kernel) }
        },
    );
}

#[cfg(test)]
mod tests {
    use super::*;
    use karui_shell::state::link::names;

    #[test]
    fn every_setting_of_the_kernel_is_in_the_link() {
        assert_eq!(names::<KernelSpec>(), PAIRS);
    }
}
