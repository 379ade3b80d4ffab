//! What the page shows of the course: its map, its lessons, and what the learner has done.

mod fetched;
mod figures;
mod hero;
mod lesson;
mod map;
mod progress;
mod question;
mod record;
mod scroll;
mod state;
mod step;
mod test_ids;
mod texts;

use super::ID;
use karui_protocol::{Name, decode};
use karui_shell::state::Lab;
use karui_shell::{At, LabPage, LinkPart, PageCode, PlaceRow};
use karui_ui::reactive::{maybe_view, memo};
use leptos::prelude::*;
use leptos::wasm_split::{SplitLoaderError, wasm_split};
use state::{course_of, open_of};

const LEARN: Name = Name::new("learn");
const RECORD: Name = Name::new("record");

const PLACES: &[PlaceRow] = &[
    PlaceRow {
        at: At::Learn,
        view: LEARN,
        beside: |lab| match open_of(lab).lesson.with(String::is_empty) {
            true => "-picture",
            false => "-stage",
        },
    },
    PlaceRow { at: At::Record, view: RECORD, beside: |_| "" },
];

/// The lab as the page knows it.
pub static PAGE: LabPage = LabPage {
    places: PLACES,
    link: LinkPart {
        names: || vec!["lesson", "step"],
        write: |lab| {
            let open = open_of(lab);
            let of = |name, value: RwSignal<String>| Some((name, value.get())).filter(|(_, value)| !value.is_empty());
            let is_open = lab.view.at.get() == At::Learn && open.lesson.with(|lesson| !lesson.is_empty());
            let parts = is_open.then(|| [of("lesson", open.lesson), of("step", open.step)]);
            parts.into_iter().flatten().flatten().collect()
        },
        read: |lab, said| {
            let open = open_of(lab);
            let of = |name| said.get(name).unwrap_or_default().to_owned();
            open.lesson.set(of("lesson"));
            open.step.set(of("step"));
            if said.get("lesson").is_some() {
                lab.view.at.set(At::Learn);
            }
            Vec::new()
        },
        // Scrolling through a lesson is one place.
        place: |lab| open_of(lab).lesson.get(),
    },
    ..LabPage::new(ID, &[], || Box::pin(code()))
};

#[wasm_split(course, fallible, wasm_split_path = leptos::wasm_split)]
fn code() -> Result<PageCode, SplitLoaderError> {
    Ok(PageCode { view, on_event })
}

fn view(name: Name) -> AnyView {
    let lab = Lab::here();
    progress::keep(lab);
    match name {
        LEARN => {
            let course = course_of(lab);
            let is_map = memo(move || course.lesson.with(String::is_empty));
            view! {
                {maybe_view(move || is_map.get().then(|| map::view(lab)))}
                {maybe_view(move || (!is_map.get()).then(|| lesson::view(lab)))}
            }
            .into_any()
        }
        RECORD => record::view(lab),
        _ => ().into_any(),
    }
}

/// Takes in what the engine says to it: an encoded `Kept`.
fn on_event(lab: Lab, event: &[u8]) {
    if let Some(kept) = decode(event) {
        progress::apply(lab, kept);
    }
}
