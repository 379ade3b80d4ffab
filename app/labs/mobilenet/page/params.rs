//! What a link holds of the explorer: its network, and the open block.

use super::TAB;
use super::state::{FIRST_BLOCK, explorer_of};
use karui_protocol::{Error, MobilenetSpec, decimal};
use karui_shell::Param;
use karui_shell::state::Lab;
use karui_shell::state::link::index;
use leptos::prelude::*;

/// In the order in which they are read: the network as a whole has its default where a link does not speak of it.
pub static PARAMS: [Param; 5] = [
    Param {
        name: "mobilenet",
        get: |lab| of(lab, |spec| spec.version.id().into()),
        set: |lab, value| {
            explorer_of(lab).spec.set(MobilenetSpec::default());
            change(lab, value, |spec, value| {
                spec.version = value.parse()?;
                Ok(())
            })
        },
        is_place: false,
    },
    Param {
        name: "width",
        get: |lab| of(lab, |spec| spec.alpha.to_string()),
        set: |lab, value| {
            change(lab, value, |spec, value| {
                spec.alpha = decimal::number(value).map_or(f32::NAN, |v| v as f32);
                Ok(())
            })
        },
        is_place: false,
    },
    Param {
        name: "resolution",
        get: |lab| of(lab, |spec| spec.resolution.to_string()),
        set: |lab, value| {
            change(lab, value, |spec, value| {
                spec.resolution = value.parse().unwrap_or(0);
                Ok(())
            })
        },
        is_place: false,
    },
    Param {
        name: "classes",
        get: |lab| of(lab, |spec| spec.classes.to_string()),
        set: |lab, value| {
            change(lab, value, |spec, value| {
                spec.classes = value.parse().unwrap_or(0);
                Ok(())
            })
        },
        is_place: false,
    },
    Param {
        name: "block",
        get: |lab| Some(explorer_of(lab).block.get()).filter(|block| *block != FIRST_BLOCK).map(|i| i.to_string()),
        set: |lab, value| {
            let block = value.map(|value| index("block", value, 99)).transpose();
            explorer_of(lab).block.set(block.clone().ok().flatten().unwrap_or(FIRST_BLOCK));
            block.map(drop)
        },
        is_place: false,
    },
];

/// A setting of the network, where the explorer is looked at or shows another network than at first.
fn of(lab: Lab, value: fn(MobilenetSpec) -> String) -> Option<String> {
    let spec = explorer_of(lab).spec.get();
    (lab.view.tab.get() == TAB || spec != MobilenetSpec::default()).then(|| value(spec))
}

/// Changes the explorer's network to another that there is.
fn change(lab: Lab, value: Option<&str>, set: fn(&mut MobilenetSpec, &str) -> Result<(), Error>) -> Result<(), Error> {
    let Some(value) = value else { return Ok(()) };
    let state = explorer_of(lab);
    let mut spec = state.spec.get_untracked();
    set(&mut spec, value)?;
    state.spec.set(spec.checked()?);
    Ok(())
}
