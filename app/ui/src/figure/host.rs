//! The one popover that all figures share: forty layers with four figures each need no hundred and sixty popovers.

use super::texts::{say, use_texts};
use crate::reactive::{effect, handler, maybe_view, memo, text};
use crate::{number, use_lang};
use karui_spec::{Figure, Unit};
use leptos::prelude::*;
use leptos::{ev, html, web_sys};

/// Width of the popover on a wide page, in CSS pixels; the style sheet has the same.
const WIDTH: f64 = 400.0;
/// Between the popover and its button, and the window's edges.
const GAP: f64 = 8.0;

/// What the popover shows.
#[derive(Clone)]
struct Open {
    figure: Signal<Option<Figure>>,
    label: Signal<String>,
    button: web_sys::HtmlElement,
}

/// Shows where a figure comes from.
pub type ShowOrigin = fn(Figure) -> AnyView;

/// Opens and closes the popover; from context, below a [`FigureHost`].
#[derive(Clone, Copy)]
pub struct Opener {
    open: RwSignal<Option<Open>, LocalStorage>,
    popover: NodeRef<html::Div>,
}

impl Opener {
    /// The nearest host's.
    ///
    /// # Panics
    /// Outside a [`FigureHost`].
    pub fn here() -> Self {
        expect_context()
    }

    /// Whether the popover is open for `button`.
    pub fn is_open_at(&self, button: &web_sys::HtmlElement) -> bool {
        self.open.with(|open| open.as_ref().is_some_and(|o| o.button == *button))
    }

    /// Shows where `figure` comes from, beside `button`.
    pub fn open(&self, figure: Signal<Option<Figure>>, label: Signal<String>, button: web_sys::HtmlElement) {
        // Where a click gives no focus (Safari), the browser would not know where to return it.
        let _ = button.focus();
        self.open.set(Some(Open { figure, label, button }));
        self.place();
        if let Some(popover) = self.popover.get_untracked() {
            // Fails where it is already open, for another figure: then only the content changes.
            let _ = popover.show_popover();
        }
    }

    /// Hides the popover; the browser returns the focus.
    pub fn close(&self) {
        if let Some(popover) = self.popover.get_untracked() {
            // Fails where it is hidden already.
            let _ = popover.hide_popover();
        }
    }

    /// Puts the popover below its button, or above where there is more room; the style sheet makes it a sheet at the
    /// bottom of a narrow window.
    fn place(&self) {
        let (Some(popover), Some(open)) = (self.popover.get_untracked(), self.open.get_untracked()) else { return };
        let side = |value: Result<wasm_bindgen::JsValue, _>| value.ok().and_then(|v| v.as_f64()).unwrap_or(0.0);
        let (width, height) = (side(window().inner_width()), side(window().inner_height()));
        let at = open.button.get_bounding_client_rect();
        let spot = spot((at.left() + at.width() / 2.0, at.top(), at.bottom()), (width, height));
        let style = web_sys::HtmlElement::style(&popover);
        for (name, value) in
            [("--left", spot.left), ("--top", spot.top), ("--bottom", spot.bottom), ("--room", spot.room)]
        {
            let value = value.map_or("auto".into(), |v| [&*number::plain(v), "px"].concat());
            // Custom properties take any value.
            let _ = style.set_property(name, &value);
        }
    }
}

#[derive(Debug, PartialEq)]
struct Spot {
    left: Option<f64>,
    top: Option<f64>,
    bottom: Option<f64>,
    room: Option<f64>,
}

/// Where the popover goes for a button (its middle, top, bottom) in a window (width, height).
fn spot((middle, top, bottom): (f64, f64, f64), (width, height): (f64, f64)) -> Spot {
    let left = (middle - WIDTH / 2.0).min(width - WIDTH - GAP).max(GAP);
    let (above, below) = (top - 2.0 * GAP, height - bottom - 2.0 * GAP);
    let down = below >= 360.0 || below >= above;
    Spot {
        left: Some(left),
        top: down.then_some(bottom + GAP),
        bottom: (!down).then_some(height - top + GAP),
        room: Some(if down { below } else { above }.max(120.0)),
    }
}

/// Holds the popover for all [`FigureButton`](super::FigureButton)s among its children.
#[component]
pub fn FigureHost(
    /// Shows where a figure comes from; `None` while its code is on its way.
    origin: Signal<Option<ShowOrigin>>,
    /// The page.
    children: Children,
) -> impl IntoView {
    let opener = Opener { open: RwSignal::new_local(None), popover: NodeRef::new() };
    provide_context(opener);
    let lang = use_lang();
    let t = use_texts();
    let replace = move || opener.place();
    let scroll = window_event_listener(ev::scroll, move |_| replace());
    let resize = window_event_listener(ev::resize, move |_| replace());
    on_cleanup(move || {
        scroll.remove();
        resize.remove();
    });
    // A figure whose place has gone (another network) closes.
    let figure = memo(move || opener.open.get().and_then(|o| o.figure.try_get().flatten()));
    effect(move || {
        if figure.with(Option::is_none) && opener.open.with_untracked(Option::is_some) {
            opener.close();
        }
    });
    let label = move || opener.open.get().and_then(|o| o.label.try_get()).unwrap_or_default();
    let exact = move || {
        figure.with(|f| match f {
            Some(f) if f.unit == Unit::Bytes && f.value >= 1000.0 => {
                (t.get().exact_bytes)(&number::integer(lang.get(), f.value))
            }
            _ => String::new(),
        })
    };
    view! {
        {children()}
        <div
            node_ref=opener.popover
            popover="auto"
            class="w-popover"
            role="dialog"
            aria-labelledby="figure-heading"
            tabindex="-1"
            autofocus
            on:toggle=move |_| {
                let shown = opener.popover.get_untracked().and_then(|p| p.matches(":popover-open").ok());
                if shown == Some(false) {
                    opener.open.set(None);
                }
            }
        >
            <header class="w-popover-head">
                <h2 id="figure-heading">{text(label)}</h2>
                <button type="button" class="w-close" aria-label=say(|t| t.close) on:click=handler(move |_| opener.close())>
                    "×"
                </button>
            </header>
            <p class="w-popover-value num">
                {text(move || figure.with(|f| f.as_ref().map_or(String::new(), |f| number::figure(lang.get(), f))))}
                " "
                <span class="w-figure-exact">{text(exact)}</span>
            </p>
            {maybe_view(move || Some((origin.get()?)(figure.get()?)))}
        </div>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_stays_in_the_window() {
        let corner = spot((20.0, 10.0, 30.0), (1280.0, 800.0));
        assert_eq!((corner.left, corner.top), (Some(GAP), Some(38.0)));
        let right = spot((1270.0, 10.0, 30.0), (1280.0, 800.0));
        assert_eq!(right.left, Some(1280.0 - WIDTH - GAP));
        let low = spot((600.0, 700.0, 720.0), (1280.0, 800.0));
        assert_eq!((low.top, low.bottom, low.room), (None, Some(108.0), Some(684.0)));
    }
}
