//! What a link holds of the explorer: its network, and the open block.

use super::TAB;
use super::state::{FIRST_BLOCK, explorer_of};
use karui_protocol::MobilenetSpec;
use karui_shell::LinkPart;
use karui_shell::state::link::{index, names, pairs};
use leptos::prelude::*;

/// The network is written while it is looked at, or where it is another than at first.
pub const LINK: LinkPart = LinkPart {
    names: || [names::<MobilenetSpec>(), vec!["block"]].concat(),
    write: |lab| {
        let state = explorer_of(lab);
        let (spec, block) = (state.spec.get(), state.block.get());
        let is_written = lab.view.tab.get() == TAB || spec != MobilenetSpec::default();
        let mut all = if is_written { pairs(&spec) } else { Vec::new() };
        all.extend((block != FIRST_BLOCK).then(|| ("block", block.to_string())));
        all
    },
    read: |lab, said| {
        let state = explorer_of(lab);
        let (spec, mut errors) = said.settings();
        let (block, wrong) = said.one("block", |value| index("block", value, 99));
        errors.extend(wrong);
        state.spec.set(spec);
        state.block.set(block.unwrap_or(FIRST_BLOCK));
        errors
    },
    place: |_| String::new(),
};
