//! What the page shows of practice: a drill, a mock examination, what to review, and where the learner stands.

mod answer;
mod browser;
mod calculator;
mod cause;
mod choose;
mod home;
mod items;
mod keeping;
mod library;
mod link;
mod maths;
mod mock;
mod paused;
mod pending;
mod plan;
mod plot;
mod question;
mod sheet;
mod standing;
mod state;
mod teacher;
mod test_ids;
mod texts;

use super::ID;
use karui_protocol::{Name, decode};
use karui_shell::state::Lab;
use karui_shell::{At, LabPage, LinkPart, PageCode, PlaceRow};
use karui_ui::reactive::{maybe_view, memo};
use leptos::prelude::*;
use leptos::wasm_split::{SplitLoaderError, wasm_split};
use state::practice_of;

/// What the record shows of it.
const KEPT: Name = Name::new("answers");

const PLACES: &[PlaceRow] = &[PlaceRow { at: At::Practice, view: Name::new("practice"), beside: |_| "" }];

/// The lab as the page knows it.
pub static PAGE: LabPage = LabPage {
    places: PLACES,
    pairs: link::PAIRS,
    kept: Some(KEPT),
    // Whoever goes back comes to the question before.
    link: LinkPart { place: |lab| lab.pair(link::PAIRS[0]), ..LinkPart::NONE },
    ..LabPage::new(ID, &[], || Box::pin(code()))
};

#[wasm_split(practice, fallible, wasm_split_path = leptos::wasm_split)]
fn code() -> Result<PageCode, SplitLoaderError> {
    Ok(PageCode { view: |name| if name == KEPT { keeping::view(Lab::here()) } else { view() }, on_event })
}

fn view() -> AnyView {
    let lab = Lab::here();
    state::keep(lab);
    library::keep(lab);
    let practice = practice_of(lab);
    let shown = memo(move || practice.sheet.with(|sheet| sheet.as_ref().map(|sheet| sheet.is_over)));
    let body = move || match shown.get() {
        None => home::view(lab),
        Some(false) => question::view(lab),
        Some(true) => mock::reviewed(lab),
    };
    view! { <div class="practice">{maybe_view(move || Some(body()))}</div> }.into_any()
}

/// Takes in what the engine says to it: an encoded `Practised`.
fn on_event(lab: Lab, event: &[u8]) {
    if let Some(told) = decode(event) {
        practice_of(lab).apply(told);
    }
}
