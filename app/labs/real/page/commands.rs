//! What the page asks of the engine for the real networks.

use super::camera;
use super::pictures::Shown;
use crate::real::messages::{By, CLASSES, Change, NETWORK, Photo, RECIPE, Real, Seen};
use crate::real::page::state::real_of;
use karui_protocol::{About, Bytes, FileFormat, Pretrained, Problem, RecipeProgress};
use karui_shell::state::Lab;
use leptos::prelude::*;

/// Asks the engine.
pub fn ask(lab: Lab, request: Real) {
    lab.ask(&request);
}

/// Runs a shipped network.
pub fn choose(lab: Lab, which: Pretrained) {
    forget_faults(lab, NETWORK);
    real_of(lab).change(|known| {
        known.chosen = Some(which);
        known.fetching = Some((0, 0));
    });
    real_of(lab).wanted.set(which);
    ask(lab, Real::Choose(which));
}

/// Runs the network in the learner's file.
pub fn open(lab: Lab, name: String, bytes: Vec<u8>) {
    forget_faults(lab, NETWORK);
    real_of(lab).change(|known| known.fetching = None);
    ask(lab, Real::Open { name, bytes: Bytes(bytes) });
}

/// Has the picture that is shown, or the camera's next frame, looked at. One at a time: what comes meanwhile is looked at
/// afterwards.
pub fn look(lab: Lab) {
    let real = real_of(lab);
    let is_free = real.known.try_update_value(|known| {
        let is_free = known.looking.is_none() && known.network.is_some();
        known.again = !is_free;
        is_free
    });
    if is_free != Some(true) {
        return;
    }
    let is_live = real.peek(|known| known.camera.is_on());
    let photo = match is_live {
        true => camera::frame(lab),
        false => real.peek(|known| known.at.and_then(|at| known.pictures.get(at)).and_then(Shown::photo)),
    };
    let Some(photo) = photo else {
        if is_live {
            // The first frames take their time.
            request_animation_frame(move || look(lab));
        }
        return;
    };
    let asked = real.known.try_update_value(|known| {
        known.looks = known.looks.wrapping_add(1);
        known.looking = Some(known.looks);
        (known.looks, known.by.filter(|_| is_live).unwrap_or(By::Both))
    });
    if let Some((id, by)) = asked {
        ask(lab, Real::Look { id, photo, by, is_live });
    }
}

/// Shows a picture of the list.
pub fn show(lab: Lab, at: usize) {
    camera::stop(lab);
    real_of(lab).change(|known| known.at = Some(at).filter(|&at| at < known.pictures.len()));
    look(lab);
}

/// Puts a picture on the list, and shows it.
pub fn add(lab: Lab, picture: Shown, is_shown: bool) {
    let Some(photo) = picture.photo() else { return };
    real_of(lab).change(|known| {
        known.pictures.push(picture);
        if is_shown || known.at.is_none() {
            known.at = Some(known.pictures.len() - 1);
        }
    });
    ask(lab, Real::AddPicture(photo));
    look(lab);
}

/// Takes a picture off the list.
pub fn remove(lab: Lab, at: usize) {
    real_of(lab).change(|known| {
        if at < known.pictures.len() {
            known.pictures.remove(at);
        }
        let last = known.pictures.len().checked_sub(1);
        known.at = known.at.map(|shown| if shown > at { shown - 1 } else { shown }).and_then(|at| Some(at.min(last?)));
    });
    ask(lab, Real::RemovePicture(at));
    look(lab);
}

/// Runs the recipe of the diet bench on the network.
pub fn compress(lab: Lab) {
    forget_faults(lab, RECIPE);
    real_of(lab).change(|known| {
        known.light = None;
        known.agreement = None;
        known.cooking = Some(RecipeProgress { technique: None, step: 0, steps: 0, loss: None, is_measuring: false });
    });
    ask(lab, Real::Compress(lab.recipe.now.get_untracked()));
}

/// Back to the network as it was.
pub fn reset(lab: Lab) {
    forget_faults(lab, RECIPE);
    real_of(lab).change(|known| {
        let seen = known.seen.take();
        known.forget_network();
        known.seen = seen.map(|seen| Seen { light: None, ..seen });
    });
    ask(lab, Real::ResetCompress);
    look(lab);
}

/// Asks for the network in use as a file, which comes as a download.
pub fn export(lab: Lab, format: FileFormat) {
    ask(lab, Real::Export(format));
}

/// Changes the learner's classes.
pub fn change_classes(lab: Lab, change: Change) {
    forget_faults(lab, CLASSES);
    ask(lab, Real::Change(change));
}

/// Takes the picture that is shown, or the camera's frame, for the chosen class.
pub fn take_for_class(lab: Lab) {
    let real = real_of(lab);
    let photo = match real.peek(|known| known.camera.is_on()) {
        true => camera::frame(lab),
        false => real.peek(|known| known.at.and_then(|at| known.pictures.get(at)).and_then(Shown::photo)),
    };
    if let Some(photo) = photo {
        give_to_class(lab, photo);
    }
}

/// A picture for the chosen class.
pub fn give_to_class(lab: Lab, photo: Photo) {
    let class = real_of(lab).peek(|known| Some(known.class).filter(|&class| class < known.classes.len()));
    if let Some(class) = class {
        change_classes(lab, Change::Take(class, photo));
    }
}

/// Learns the last layer for the learner's classes.
pub fn train(lab: Lab) {
    forget_faults(lab, CLASSES);
    ask(lab, Real::Train);
}

/// Shows a fault of this part of the page.
pub fn fault(lab: Lab, about: About, problem: Problem) {
    lab.add_fault(karui_protocol::Fault { about, problem });
}

/// Dismisses the faults about one thing: it is tried again.
pub fn forget_faults(lab: Lab, about: About) {
    lab.faults.update(|faults| faults.retain(|fault| fault.about != about));
}
