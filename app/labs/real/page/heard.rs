//! What the engine tells of the real networks.

use super::commands::look;
use crate::real::messages::{CLASSES, NETWORK, RECIPE, Seen, Told};
use crate::real::page::state::real_of;
use karui_protocol::About;
use karui_shell::state::Lab;
use leptos::prelude::*;

/// While the camera runs, what is seen is shown so often, in milliseconds: numbers that change with every frame cannot be
/// read.
const SHOW_EVERY: f64 = 150.0;

/// Takes in a fault that the engine tells of.
pub fn failed(lab: Lab, about: About) {
    real_of(lab).change(|known| match about {
        NETWORK => known.fetching = None,
        RECIPE => known.cooking = None,
        CLASSES => known.training = known.training.filter(|it| it.is_done),
        _ => {}
    });
}

/// Takes in what the engine tells of the real networks.
pub fn apply(lab: Lab, told: Told) {
    let real = real_of(lab);
    let is_new = matches!(told, Told::Network(_) | Told::Light(_));
    match told {
        Told::Seen(seen) => return take_seen(lab, *seen),
        Told::Fetching { which, received, total } => {
            real.change(|known| known.fetching = (known.chosen == Some(which)).then_some((received, total)));
        }
        Told::Network(network) => {
            real.change(|known| {
                known.fetching = None;
                known.forget_network();
                // A last layer is of one network.
                known.training = known.training.filter(|_| network.has_head);
                known.network = Some(*network);
            });
        }
        Told::Labels { en, ja } => {
            let lines = |text: String| text.lines().map(str::to_owned).collect();
            real.change(|known| known.labels = [lines(ja), lines(en)]);
        }
        Told::Progress(cooking) => {
            real.change(|known| known.cooking = Some(cooking));
        }
        Told::Light(light) => {
            real.change(|known| {
                known.cooking = None;
                known.light = Some(*light);
            });
        }
        Told::Agreement(agreement) => {
            real.change(|known| known.agreement = Some(agreement).filter(|_| known.light.is_some()));
        }
        Told::Classes(classes) => {
            real.change(|known| {
                known.class = known.class.min(classes.len().saturating_sub(1));
                known.classes = classes;
            });
        }
        Told::Training(training) => {
            real.change(|known| known.training = Some(training));
        }
    }
    if is_new {
        look(lab);
    }
}

fn take_seen(lab: Lab, seen: Seen) {
    let real = real_of(lab);
    let now = js_sys::Date::now();
    let next = real.known.try_update_value(|known| {
        if known.looking == Some(seen.id) {
            known.looking = None;
        }
        let is_live = known.camera.is_on();
        // An answer to a frame that comes after the camera was stopped would stand beside another picture.
        let counts = seen.is_live == is_live && known.network.is_some();
        let is_shown = counts && (!is_live || now - known.shown_at >= SHOW_EVERY);
        if counts {
            known.seen = Some(seen);
        }
        if is_shown {
            known.shown_at = now;
        }
        (is_shown, is_live, known.again)
    });
    let Some((is_shown, is_live, again)) = next else { return };
    if is_shown {
        real.seen.update(|n| *n = n.wrapping_add(1));
    }
    if is_live {
        request_animation_frame(move || look(lab));
    } else if again {
        look(lab);
    }
}
