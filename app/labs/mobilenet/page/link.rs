//! What a link holds of the explorer: its network, and the open block.

use super::TAB;
use super::state::{FIRST_BLOCK, explorer_of};
use karui_protocol::{Error, MobilenetSpec};
use karui_shell::state::Lab;
use karui_shell::state::link::{Said, index, pairs};
use leptos::prelude::*;

/// The names of its pairs: the network's settings, and the block.
pub const PAIRS: &[&str] = &["mobilenet", "width", "resolution", "classes", "block"];

/// Takes the state from a link; gives what is wrong.
pub fn read(lab: Lab, said: Said) -> Vec<Error> {
    let state = explorer_of(lab);
    let (spec, mut errors) = said.settings();
    let (block, wrong) = said.one("block", |value| index("block", value, 99));
    errors.extend(wrong);
    state.spec.set(spec);
    state.block.set(block.unwrap_or(FIRST_BLOCK));
    errors
}

/// Keeps link and state in step. The network is written while it is looked at, or where it is another than at first.
pub(super) fn bind(lab: Lab) {
    let state = explorer_of(lab);
    lab.bind_pairs(
        PAIRS,
        move |said| read(lab, said),
        move || {
            let (spec, block) = (state.spec.get(), state.block.get());
            let is_written = lab.view.tab.get() == TAB || spec != MobilenetSpec::default();
            let mut all = if is_written { pairs(&spec) } else { Vec::new() };
            all.extend((block != FIRST_BLOCK).then(|| ("block", block.to_string())));
            all
        },
    );
}

#[cfg(test)]
mod tests {
    use super::*;
    use karui_shell::state::link::names;

    #[test]
    fn every_setting_of_the_network_is_in_the_link() {
        assert_eq!([names::<MobilenetSpec>(), vec!["block"]].concat(), PAIRS);
    }
}
