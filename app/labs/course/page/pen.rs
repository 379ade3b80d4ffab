//! A pen on the stage, while one step at a time is shown: lines that go with the step, and are not kept.

use super::state::course_of;
use super::{test_ids, texts};
use karui_shell::state::Lab;
use karui_ui::reactive::{effect, handler, list, maybe_view, text};
use leptos::ev::{MouseEvent, PointerEvent};
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// A line, as the points of a polyline.
type Line = String;

/// The button for it, and the sheet that is drawn on.
pub fn view(lab: Lab) -> AnyView {
    let (course, t) = (course_of(lab), texts::use_texts());
    let is_on = RwSignal::new(false);
    let lines = RwSignal::new(Vec::<Line>::new());
    effect(move || {
        // Another step has another stage.
        course.step.track();
        lines.set(Vec::new());
        if !course.presents.get() {
            is_on.set(false);
        }
    });
    view! {
        <button
            type="button"
            class="btn quiet pen-toggle"
            data-testid=test_ids::PEN
            aria-pressed=text(move || is_on.get().to_string())
            on:click=handler(move |_: MouseEvent| is_on.update(|on| *on = !*on))
        >
            {text(move || t.get().pen)}
        </button>
        {maybe_view(move || is_on.get().then(|| sheet(lines)))}
    }
    .into_any()
}

/// A sheet that lies on the stage, as large as that is now.
fn sheet(lines: RwSignal<Vec<Line>>) -> AnyView {
    let t = texts::use_texts();
    let place = document().query_selector("section.stage").ok().flatten().map(|stage| stage.get_bounding_client_rect());
    let Some(place) = place else { return ().into_any() };
    let style = format!(
        "left:{}px;top:{}px;width:{}px;height:{}px",
        place.left(),
        place.top(),
        place.width(),
        place.height().min(window().inner_height().ok().and_then(|it| it.as_f64()).unwrap_or(f64::MAX) - place.top()),
    );
    let at = |event: &PointerEvent| format!("{},{}", event.offset_x(), event.offset_y());
    let is_down = RwSignal::new(false);
    let begin = move |event: PointerEvent| {
        event.prevent_default();
        // So that a line goes on where the pen leaves the sheet for a moment.
        if let Some(sheet) = event.current_target().and_then(|it| it.dyn_into::<web_sys::Element>().ok()) {
            let _ = sheet.set_pointer_capture(event.pointer_id());
        }
        is_down.set(true);
        lines.update(|lines| lines.push(at(&event)));
    };
    let go = move |event: PointerEvent| {
        if is_down.get_untracked() {
            lines.update(|lines| {
                if let Some(line) = lines.last_mut() {
                    line.push(' ');
                    line.push_str(&at(&event));
                }
            });
        }
    };
    let drawn = move || lines.get().into_iter().map(|points| view! { <polyline points=points></polyline> }).collect();
    view! {
        <svg
            class="pen-sheet"
            style=style
            aria-hidden="true"
            data-testid=test_ids::PEN_SHEET
            on:pointerdown=handler(begin)
            on:pointermove=handler(go)
            on:pointerup=handler(move |_: PointerEvent| is_down.set(false))
        >
            {list(drawn)}
        </svg>
        <button
            type="button"
            class="btn quiet"
            data-testid=test_ids::PEN_CLEAR
            on:click=handler(move |_: MouseEvent| lines.set(Vec::new()))
        >
            {text(move || t.get().pen_clear)}
        </button>
    }
    .into_any()
}
