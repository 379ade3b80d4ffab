//! One step at a time, large enough for the back of a room; and the code by which a class opens what is shown.

use super::state::{CourseState, course_of};
use super::{test_ids, texts};
use js_sys::encode_uri_component;
use karui_shell::state::Lab;
use karui_ui::html::{HtmlWriter, step};
use karui_ui::reactive::{effect, handler, maybe_view, optional, text};
use leptos::ev::MouseEvent;
use leptos::{html, prelude::*};
use qrcodegen::{QrCode, QrCodeEcc};

/// The attribute of the document's root that styles know it by.
const PRESENTS: &str = "data-present";

/// Has the whole page show one step at a time while that is asked for, until the present view goes.
pub fn keep(lab: Lab) {
    let course = course_of(lab);
    effect(move || {
        mark(course.presents.get());
        window().scroll_to_with_x_and_y(0.0, 0.0);
    });
    on_cleanup(|| mark(false));
}

fn mark(is_on: bool) {
    if let Some(root) = document().document_element() {
        // The name is valid, so neither can fail.
        let _ = if is_on { root.set_attribute(PRESENTS, "") } else { root.remove_attribute(PRESENTS) };
    }
}

/// The button for it.
pub fn toggle(lab: Lab) -> AnyView {
    let (course, t) = (course_of(lab), texts::use_texts());
    view! {
        <button
            type="button"
            class="btn quiet"
            data-testid=test_ids::PRESENT_TOGGLE
            aria-pressed=text(move || course.presents.get().to_string())
            aria-keyshortcuts="P"
            title=text(move || t.get().present_help)
            on:click=handler(move |_: MouseEvent| course.presents.update(|presents| *presents = !*presents))
        >
            {text(move || if course.presents.get() { t.get().present_end } else { t.get().present })}
        </button>
    }
    .into_any()
}

/// The address of a query on this page.
fn address(lab: Lab, query: &str) -> String {
    let link = lab.link();
    let page = link.split_once('?').map_or(&*link, |(page, _)| page);
    format!("{page}?{query}")
}

/// The link to the open lesson's step, or to the sequence; whoever calls it follows them.
pub fn link(lab: Lab, course: CourseState) -> String {
    let of = |name: &str, value: String| format!("{name}={}", String::from(encode_uri_component(&value)));
    let all = [("lesson", course.lesson.get()), ("plan", course.plan.get()), ("step", course.step.get())];
    let said = all.into_iter().filter(|(_, value)| !value.is_empty()).map(|(name, value)| of(name, value));
    address(lab, &["at=learn".to_owned()].into_iter().chain(said).collect::<Vec<_>>().join("&"))
}

/// "The class opens this now": a button that shows the code large, with a title.
pub fn qr(lab: Lab, title: String) -> AnyView {
    let (course, t) = (course_of(lab), texts::use_texts());
    let is_open = course.shows_code;
    let opener = NodeRef::<html::Button>::new();
    effect(move || {
        if !course.presents.get() {
            is_open.set(false);
        }
    });
    // Whoever closes the sheet is where they opened it.
    effect(move || {
        if !is_open.get() && course.presents.get_untracked() {
            // A button in the document takes the focus.
            let _ = opener.get_untracked().map(|button| button.focus());
        }
    });
    on_cleanup(move || is_open.set(false));
    let sheet = move || {
        let title = title.clone();
        view! {
            <section class="qr-sheet" aria-label=text(move || t.get().qr_title)>
                <h3>{title}</h3>
                {maybe_view(move || Some(code(link(lab, course))))}
                <button type="button" class="btn" on:click=handler(move |_: MouseEvent| is_open.set(false))>
                    {text(move || t.get().close)}
                </button>
            </section>
        }
    };
    view! {
        <button
            type="button"
            node_ref=opener
            class="btn quiet qr-open"
            data-testid=test_ids::QR_OPEN
            aria-expanded=text(move || is_open.get().to_string())
            on:click=handler(move |_: MouseEvent| is_open.update(|open| *open = !*open))
        >
            {text(move || t.get().qr)}
        </button>
        {maybe_view(move || is_open.get().then(&sheet))}
    }
    .into_any()
}

/// A link as a QR code with its words below; a link that is too long for one has only the words.
pub fn code(link: String) -> AnyView {
    let t = texts::use_texts();
    let drawn = drawing(&link);
    let is_drawn = drawn.is_some();
    view! {
        <figure class="qr-figure">
            <div
                class="qr"
                hidden=!is_drawn
                role="img"
                data-testid=test_ids::QR
                data-value=link.clone()
                aria-label=optional(move || Some(t.get().qr_label))
                inner_html=drawn.unwrap_or_default()
            ></div>
            <p class="help" hidden=is_drawn>{text(move || t.get().qr_too_long)}</p>
            <figcaption><a href=link.clone()>{link.clone()}</a></figcaption>
        </figure>
    }
    .into_any()
}

/// The code as SVG: dark squares on light ones, with the quiet zone of four that readers need (ISO/IEC 18004, 6.3.8). `None` where
/// the text is too long.
fn drawing(text: &str) -> Option<String> {
    const QUIET: i32 = 4;
    let code = QrCode::encode_text(text, QrCodeEcc::Low).ok()?;
    let side = code.size();
    let dark = (0..side).flat_map(|y| (0..side).map(move |x| (x, y))).filter(|(x, y)| code.get_module(*x, *y));
    let squares: String = dark.map(|(x, y)| step("M", f64::from(x), f64::from(y)) + "h1v1h-1z").collect();
    let view = format!("{0} {0} {1} {1}", -QUIET, side + 2 * QUIET);
    let mut m = HtmlWriter::default();
    m.open("svg", &[("viewBox", &view), ("shape-rendering", "crispEdges"), ("aria-hidden", "true")]);
    m.path("qr-dark", &squares);
    m.close("svg");
    Some(m.html)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_becomes_a_code_and_a_book_does_not() {
        let svg = drawing("https://example.org/karui/?at=learn&lesson=quantization-grid").unwrap();
        // Version 4 has 33 squares a side, and 4 around them.
        assert!(svg.contains("viewBox=\"-4 -4 41 41\""), "{}", &svg[..80]);
        // The corner of the first finder pattern.
        assert!(svg.contains("M0 0h1v1h-1z"));
        assert_eq!(drawing(&"x".repeat(3_000)), None);
    }
}
