//! Which step is read, told from where the page is scrolled to; and going to one.

use leptos::prelude::*;
use std::cell::Cell;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

thread_local! {
    /// Until when scrolling is not the reader's: the page goes to a step, and what comes in above it still moves it.
    static SETTLES_UNTIL: Cell<f64> = const { Cell::new(0.0) };
}

/// So long a step that was gone to settles, in milliseconds.
const SETTLING: f64 = 1_500.0;

/// The id of a step's element.
pub fn element_id(step: &str) -> String {
    format!("step-{step}")
}

/// The line, as a part of the window's height, that the step above which is read has crossed: text begins below the stage on a
/// phone, beside it elsewhere.
fn line() -> f64 {
    let size = |value: Result<wasm_bindgen::JsValue, _>| value.ok().and_then(|v| v.as_f64()).unwrap_or(0.0);
    let (width, height) = (size(window().inner_width()), size(window().inner_height()));
    height * if width < 760.0 { 0.75 } else { 0.45 }
}

/// The last of `steps` that has crossed the line.
fn read(steps: &[String]) -> Option<usize> {
    let line = line();
    let top = |step: &String| {
        let element = document().get_element_by_id(&element_id(step))?;
        Some(element.get_bounding_client_rect().top())
    };
    steps.iter().rposition(|step| top(step).is_some_and(|top| top <= line))
}

/// Tells of the step that is read whenever the page is scrolled, until the present view goes.
pub fn follow(steps: Vec<String>, tell: impl Fn(&str) + 'static) {
    let listener = window_event_listener(leptos::ev::scroll, move |_| {
        if js_sys::Date::now() < SETTLES_UNTIL.get() {
            return;
        }
        if let Some(step) = read(&steps).and_then(|at| steps.get(at)) {
            tell(step);
        }
    });
    on_cleanup(move || listener.remove());
}

/// Scrolls to a step and gives its heading the focus.
pub fn go(step: &str) {
    let Some(element) = document().get_element_by_id(&element_id(step)) else { return };
    SETTLES_UNTIL.set(js_sys::Date::now() + SETTLING);
    element.scroll_into_view();
    focus(element.query_selector("h3").ok().flatten());
}

/// Scrolls to a source.
pub fn go_to_source(id: &str) {
    if let Some(element) = document().get_element_by_id(id) {
        element.scroll_into_view();
        focus(Some(element));
    }
}

/// Goes to the page's top and gives the title with this id the focus.
pub fn go_to_top(title: &str) {
    window().scroll_to_with_x_and_y(0.0, 0.0);
    focus(document().get_element_by_id(title));
}

fn focus(element: Option<Element>) {
    if let Some(element) = element.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        let options = web_sys::FocusOptions::new();
        options.set_prevent_scroll(true);
        // An element in the document takes the focus.
        let _ = element.focus_with_options(&options);
    }
}
