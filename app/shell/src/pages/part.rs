//! Going to the part of a tab that a link points at, as soon as that is there.

use crate::labs::At;
use crate::state::Lab;
use karui_ui::reactive::effect;
use leptos::prelude::*;
use std::time::Duration;

/// Code that is fetched takes its time: so often is looked again, after so long.
const TRIES: u32 = 50;
const PAUSE: Duration = Duration::from_millis(200);

/// Goes to each part that is pointed at from now on.
pub fn follow(lab: Lab) {
    effect(move || {
        let id = lab.view.part.get();
        if !id.is_empty() {
            seek(lab, id, TRIES);
        }
    });
}

fn seek(lab: Lab, id: String, tries: u32) {
    if tries == 0 || lab.view.part.with_untracked(|now| *now != id) {
        return;
    }
    // One that is not shown has no height.
    let element = document().get_element_by_id(&id).filter(|it| it.get_bounding_client_rect().height() > 0.0);
    let Some(element) = element else {
        return set_timeout(move || seek(lab, id, tries - 1), PAUSE);
    };
    match element.closest(".stage") {
        // Beside a lesson the stage scrolls by itself, and the text stays.
        Ok(Some(stage)) if lab.view.at.get_untracked() != At::Bench => {
            let by = element.get_bounding_client_rect().top() - stage.get_bounding_client_rect().top();
            stage.set_scroll_top(stage.scroll_top() + by as i32);
        }
        _ => element.scroll_into_view(),
    }
}
