//! A plain field of text for programs, with the numbers of its lines.

use crate::html::{HtmlRegion, HtmlWriter};
use crate::reactive::{effect, handler, text};
use leptos::{html, prelude::*};
use std::sync::Arc;
use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlElement};

/// What an editor asks for; it follows the signals that this reads.
pub type Asked<T> = Arc<dyn Fn() -> T + Send + Sync>;

/// The editor's field.
pub type EditorNode = NodeRef<html::Textarea>;

/// An editor.
pub struct Editor {
    /// For tests: the field's.
    pub testid: &'static str,
    /// What it is, for those who do not see it.
    pub label: Asked<&'static str>,
    /// Its text.
    pub value: Asked<String>,
    /// Takes in what was typed.
    pub typed: Box<dyn Fn(String)>,
    /// What is to be seen of a line, counted from 1, in its number's classes: `wrong`, `now`, or a lab's own. Empty for nothing.
    pub mark: Box<dyn Fn(usize) -> &'static str>,
}

impl Editor {
    /// The editor. Call it in a component's body; `node` will be its field.
    pub fn view(self, node: EditorNode) -> AnyView {
        let Editor { testid, label, value, typed, mark } = self;
        let (now, counted) = (value.clone(), value.clone());
        effect(move || {
            let (text, Some(area)) = (now(), node.get()) else { return };
            if area.value() != text {
                area.set_value(&text);
            }
        });
        let numbers = HtmlRegion::new("code-lines num", move |m| gutter(m, lines(&value()), &mark)).view();
        view! {
            <div class="code-editor">
                {numbers}
                <textarea
                    node_ref=node
                    data-testid=testid
                    aria-label=text(move || label())
                    rows=text(move || lines(&counted()).to_string())
                    spellcheck="false"
                    autocapitalize="off"
                    autocomplete="off"
                    wrap="off"
                    on:input=handler(move |event: Event| typed(event_target_value(&event)))
                ></textarea>
            </div>
        }
        .into_any()
    }
}

/// Lines of a text, an open one at its end included.
pub fn lines(text: &str) -> usize {
    text.split('\n').count()
}

fn gutter(m: &mut HtmlWriter, count: usize, mark: &dyn Fn(usize) -> &'static str) {
    for line in 1..=count {
        let number = line.to_string();
        let class = ["code-line ", mark(line)].concat();
        m.element("span", &[("class", class.trim_end()), ("data-line", &number), ("aria-hidden", "true")], &number);
    }
}

/// Marks a line in the editor, as if it had been chosen, and brings it into view.
pub fn select_line(node: EditorNode, line: usize) {
    let Some(area) = node.get_untracked() else { return };
    let text = area.value();
    let units = |s: &str| s.encode_utf16().count() as u32;
    let before: u32 = text.split('\n').take(line.saturating_sub(1)).map(|it| units(it) + 1).sum();
    if let Some(content) = line.checked_sub(1).and_then(|at| text.split('\n').nth(at)) {
        let _ = area.focus();
        let _ = area.set_selection_range(before, before + units(content));
    }
}

/// Scrolls the editor, and nothing around it, so that a line is seen.
pub fn show_line(node: EditorNode, line: usize) {
    let frame = node.get_untracked().and_then(|area| area.parent_element());
    let Some(frame) = frame.and_then(|it| it.dyn_into::<HtmlElement>().ok()) else { return };
    let number = frame.query_selector(&format!("[data-line='{line}']")).ok().flatten();
    let Some(number) = number.and_then(|it| it.dyn_into::<HtmlElement>().ok()) else { return };
    let (top, height) = (number.offset_top(), number.offset_height());
    let (from, room) = (frame.scroll_top(), frame.client_height());
    if top < from + height {
        frame.set_scroll_top(top - height);
    } else if top + 2 * height > from + room {
        frame.set_scroll_top(top + 2 * height - room);
    }
}
