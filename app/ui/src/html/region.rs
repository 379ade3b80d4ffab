//! A part of the page that is drawn as one string of HTML and heard by one listener: a table of forty rows needs no
//! forty views. Elements say what they do by `data-do`, and to which thing by `data-at` and `data-part`.

use super::HtmlWriter;
use crate::canvas;
use crate::figure::Opener;
use crate::reactive::optional;
use karui_spec::Figure;
use leptos::prelude::*;
use leptos::{html, web_sys};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{Element, Event, HtmlElement, HtmlInputElement, KeyboardEvent};

/// What was done in a region.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct RegionEvent {
    /// The element's `data-do`; empty where what is looked at does nothing.
    pub action: String,
    /// Its `data-at`.
    pub at: usize,
    /// Its `data-part`.
    pub part: usize,
    /// What was typed, where it is an input.
    pub value: String,
    /// Whether it is only pointed at or has the focus.
    pub is_look: bool,
}

/// A region before it is shown.
pub struct HtmlRegion {
    class: &'static str,
    testid: Option<&'static str>,
    /// Its name, where it is a region of its own that scrolls.
    region: Option<Box<dyn Fn() -> String + Send>>,
    is_linked: bool,
    draw: Box<dyn Fn(&mut HtmlWriter)>,
    on_event: Box<dyn Fn(RegionEvent)>,
}

/// The events that a region hears.
const EVENTS: [&str; 6] = ["click", "change", "keydown", "pointerdown", "mouseover", "focusin"];

/// What lives as long as the region.
struct Drawn {
    figures: Vec<(Figure, String)>,
    /// The open figure, for the popover.
    open: RwSignal<Option<Figure>>,
    label: RwSignal<String>,
    opener: Opener,
    /// Whether the press under way began on the open figure's button.
    was_open: bool,
    on_event: Box<dyn Fn(RegionEvent)>,
}

impl Drawn {
    /// Takes in the figures of what is drawn now. The open one follows its label; where that is gone the popover closes.
    fn redrawn(&mut self, figures: Vec<(Figure, String)>) {
        self.figures = figures;
        if untrack(|| self.open.with(Option::is_some)) {
            let label = self.label.get_untracked();
            self.open.set(self.figures.iter().find(|(_, name)| *name == label).map(|(figure, _)| figure.clone()));
        }
    }
}

impl HtmlRegion {
    /// A region that `draw` fills, again whenever a signal that it reads changes.
    pub fn new(class: &'static str, draw: impl Fn(&mut HtmlWriter) + 'static) -> Self {
        HtmlRegion {
            class,
            testid: None,
            region: None,
            is_linked: false,
            draw: Box::new(draw),
            on_event: Box::new(|_| ()),
        }
    }

    /// For tests.
    pub fn testid(mut self, testid: &'static str) -> Self {
        self.testid = Some(testid);
        self
    }

    /// Makes it a region with a name, which scrolls and can have the focus.
    pub fn region(mut self, name: impl Fn() -> String + Send + 'static) -> Self {
        self.region = Some(Box::new(name));
        self
    }

    /// Marks what stands for the same thing (`data-at`) as the element looked at, by `data-near`.
    pub fn linked(mut self) -> Self {
        self.is_linked = true;
        self
    }

    /// Calls `on_event` with what is done in it.
    pub fn on_event(mut self, on_event: impl Fn(RegionEvent) + 'static) -> Self {
        self.on_event = Box::new(on_event);
        self
    }

    /// The region. Call it in a component's body.
    pub fn view(self) -> AnyView {
        let node = NodeRef::<html::Div>::new();
        let drawn = Rc::new(RefCell::new(Drawn {
            figures: Vec::new(),
            open: RwSignal::new(None),
            label: RwSignal::new(String::new()),
            opener: Opener::here(),
            was_open: false,
            on_event: self.on_event,
        }));
        let receiver = drawn.clone();
        let listener = StoredValue::new_local(None);
        let is_linked = self.is_linked;
        node.on_load(move |element| {
            let root = element.clone();
            // `Fn`: giving a button the focus is an event of its own, heard while this one is.
            let closure = Closure::<dyn Fn(Event)>::new(move |event| {
                if is_linked {
                    link(&root, &event);
                }
                receive(&receiver, &event);
            });
            for name in EVENTS {
                // An element takes any listener.
                let _ = element.add_event_listener_with_callback(name, closure.as_ref().unchecked_ref());
            }
            listener.try_set_value(Some((element, closure)));
        });
        // An element may outlive its region: where the same kind of view takes its place, it is used again.
        on_cleanup(move || {
            let Some(Some((element, closure))) = listener.try_update_value(Option::take) else { return };
            for name in EVENTS {
                // It was added above.
                let _ = element.remove_event_listener_with_callback(name, closure.as_ref().unchecked_ref());
            }
        });
        let draw = self.draw;
        Effect::new(move |before: Option<String>| {
            let Some(element) = node.get() else { return String::new() };
            let mut markup = HtmlWriter::default();
            draw(&mut markup);
            if before.as_ref() != Some(&markup.html) {
                fill(&element, &markup);
            }
            drawn.borrow_mut().redrawn(markup.figures);
            markup.html
        });
        let is_region = self.region.is_some();
        let name = self.region.unwrap_or_else(|| Box::new(String::new));
        view! {
            <div
                node_ref=node
                class=self.class
                data-testid=self.testid
                role=is_region.then_some("region")
                tabindex=is_region.then_some("0")
                aria-label=optional(move || Some(name()).filter(|name| !name.is_empty()))
            ></div>
        }
        .into_any()
    }
}

/// Puts the HTML in, and the focus back to the element that does the same as the one that had it.
fn fill(element: &Element, markup: &HtmlWriter) {
    let focused = document().active_element().filter(|active| element.contains(Some(active)));
    let place = focused.as_ref().and_then(|active| place_of(active).map(|place| (place, typed(active))));
    element.set_inner_html(&markup.html);
    for (i, picture) in markup.pictures.iter().enumerate() {
        let canvas = find(element, &format!("[data-picture=\"{i}\"]"));
        if let Some(canvas) = canvas.and_then(|c| c.dyn_into::<web_sys::HtmlCanvasElement>().ok()) {
            canvas::put(&canvas, &canvas::rgba(picture), picture.shape.w, picture.shape.h);
        }
    }
    let Some((place, typed)) = place else { return };
    // A part of a drawing takes the focus by the same name.
    let Some(again) = find(element, &place).map(|e| e.unchecked_into::<HtmlElement>()) else { return };
    // An element in the document takes the focus.
    let _ = again.focus();
    if let (Some(typed), Some(input)) = (typed, again.dyn_ref::<HtmlInputElement>()) {
        input.set_value(&typed);
    }
}

fn find(root: &Element, selector: &str) -> Option<Element> {
    // The selectors here are well formed.
    root.query_selector(selector).ok().flatten()
}

/// A selector that finds the element again in what is drawn next. Names never stand in it, so nothing is to be escaped.
fn place_of(element: &Element) -> Option<String> {
    let mut place = element.tag_name();
    for name in ["data-do", "data-at", "data-part", "data-figure"] {
        if let Some(value) = element.get_attribute(name) {
            place.push_str(&["[", name, "=\"", &value, "\"]"].concat());
        }
    }
    place.contains('[').then_some(place)
}

/// What was typed into an input and not taken in yet.
fn typed(element: &Element) -> Option<String> {
    let input = element.dyn_ref::<HtmlInputElement>()?;
    (input.type_() != "checkbox" && input.value() != input.default_value()).then(|| input.value())
}

/// Marks all that stands for the thing looked at.
fn link(root: &Element, event: &Event) {
    if !matches!(&*event.type_(), "mouseover" | "focusin") {
        return;
    }
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let at = target.and_then(|e| e.closest("[data-at]").ok().flatten()).and_then(|e| e.get_attribute("data-at"));
    while let Some(old) = find(root, "[data-near]") {
        // The attribute's name is one.
        let _ = old.remove_attribute("data-near");
    }
    // A number that we have put there: nothing is to be escaped.
    let same = at.map(|at| ["[data-at=\"", &at, "\"]:not([data-near])"].concat());
    while let Some(other) = same.as_ref().and_then(|same| find(root, same)) {
        if other.set_attribute("data-near", "").is_err() {
            return;
        }
    }
}

fn receive(drawn: &Rc<RefCell<Drawn>>, event: &Event) {
    let Some(target) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) else { return };
    let closest = |selector: &str| target.closest(selector).ok().flatten();
    let kind = event.type_();
    let figure = closest("[data-figure]").and_then(|element| element.dyn_into::<HtmlElement>().ok());
    if let Some(button) = figure.filter(|_| matches!(&*kind, "click" | "pointerdown")) {
        press_figure(drawn, &button, kind == "click");
        return;
    }
    let doer = closest("[data-do]");
    let is_input = doer.as_ref().is_some_and(|e| e.has_type::<HtmlInputElement>());
    let is_look = matches!(&*kind, "mouseover" | "focusin");
    let counts = match &*kind {
        "click" => doer.is_some() && !is_input,
        "change" => is_input,
        // A button makes a click of its keys by itself.
        "keydown" => {
            let is_native = is_input || doer.as_ref().is_some_and(|e| e.tag_name() == "BUTTON");
            let key = event.dyn_ref::<KeyboardEvent>().map(KeyboardEvent::key);
            let is_press = matches!(key.as_deref(), Some("Enter" | " "));
            // Keys on a part of the thing that does something belong to that part.
            is_press && !is_native && doer.as_ref() == Some(&target)
        }
        _ => is_look,
    };
    if !counts {
        return;
    }
    if kind == "keydown" {
        event.prevent_default();
    }
    let read = |name: &str| doer.as_ref().and_then(|e| e.get_attribute(name));
    let number = |name: &str| read(name).and_then(|value| value.parse().ok()).unwrap_or_default();
    let event = RegionEvent {
        action: read("data-do").unwrap_or_default(),
        at: number("data-at"),
        part: number("data-part"),
        value: doer.as_ref().and_then(|e| e.dyn_ref::<HtmlInputElement>()).map(|e| e.value()).unwrap_or_default(),
        is_look,
    };
    (drawn.borrow().on_event)(event);
}

/// A press on a figure's button opens where the figure comes from. One that closes the open popover must not open it
/// again.
fn press_figure(drawn: &Rc<RefCell<Drawn>>, button: &HtmlElement, is_click: bool) {
    let mut drawn = drawn.borrow_mut();
    let is_open = untrack(|| drawn.opener.is_open_at(button));
    let was_open = std::mem::replace(&mut drawn.was_open, !is_click && is_open);
    let at = button.get_attribute("data-figure").and_then(|at| at.parse::<usize>().ok());
    let Some((figure, label)) = at.and_then(|at| drawn.figures.get(at).cloned()).filter(|_| is_click) else { return };
    let (opener, open, name) = (drawn.opener, drawn.open, drawn.label);
    drop(drawn);
    if was_open {
        opener.close();
    } else {
        open.set(Some(figure));
        name.set(label);
        opener.open(open.into(), name.into(), button.clone());
    }
}
