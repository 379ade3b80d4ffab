//! What the page shows of the course: its map, its lessons, and what the learner has done.

mod class;
mod fetched;
mod figures;
mod hero;
mod lesson;
mod map;
mod plan;
mod present;
mod progress;
mod question;
mod record;
mod scroll;
mod state;
mod step;
mod teach;
mod test_ids;
mod texts;

use super::ID;
use super::messages::CourseEvent;
use karui_protocol::{Name, decode};
use karui_shell::state::Lab;
use karui_shell::{At, LabPage, LinkPart, PageCode, PlaceRow};
use karui_ui::reactive::{maybe_view, memo};
use leptos::prelude::*;
use leptos::wasm_split::{SplitLoaderError, wasm_split};
use state::{LESSON, LINKS, PLAN, TEACH, course_of};

const LEARN: Name = Name::new("learn");
const RECORD: Name = Name::new("record");

const PLACES: &[PlaceRow] = &[
    PlaceRow {
        at: At::Learn,
        view: LEARN,
        beside: |lab| match lab.first_pair(&[TEACH, LESSON, PLAN]) {
            Some(TEACH) => "",
            Some(_) => "-stage",
            None => "-picture",
        },
    },
    PlaceRow { at: At::Record, view: RECORD, beside: |_| "" },
];

/// The lab as the page knows it.
pub static PAGE: LabPage = LabPage {
    places: PLACES,
    pairs: LINKS,
    // Scrolling through a lesson is one place.
    link: LinkPart { place: |lab| [LESSON, PLAN, TEACH].map(|name| lab.pair(name)).concat(), ..LinkPart::NONE },
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
            let shown = memo(move || match (course.teaches.get(), course.is_reading()) {
                (true, _) => Shown::Teacher,
                (false, true) => Shown::Lesson,
                (false, false) => Shown::Map,
            });
            let view = move || match shown.get() {
                Shown::Map => map::view(lab),
                Shown::Lesson => lesson::view(lab),
                Shown::Teacher => teach::view(lab),
            };
            maybe_view(move || Some(view())).into_any()
        }
        RECORD => record::view(lab),
        _ => ().into_any(),
    }
}

/// What stands at the course's place.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Shown {
    /// The front door.
    Map,
    /// A lesson, or a teacher's sequence.
    Lesson,
    /// A sequence being put together.
    Teacher,
}

/// Takes in what the engine says to it: an encoded `CourseEvent`.
fn on_event(lab: Lab, event: &[u8]) {
    match decode(event) {
        Some(CourseEvent::Kept(kept)) => progress::apply(lab, kept),
        Some(CourseEvent::Seen(seen)) => hero::apply(lab, *seen),
        None => {}
    }
}
