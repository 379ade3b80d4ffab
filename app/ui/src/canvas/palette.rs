//! The page's colours for canvases, read from the style sheet's custom properties so that both know one set.

use super::{Rgb, Scale, readable_canvas};
use leptos::prelude::*;
use leptos::web_sys;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::JsCast;

/// The colours of one theme.
#[derive(Debug, Clone, PartialEq)]
pub struct Palette {
    /// Text.
    pub ink: Rgb,
    /// Text of less weight.
    pub muted: Rgb,
    /// Rules and grids.
    pub line: Rgb,
    /// What a widget lies on.
    pub surface: Rgb,
    /// The curve of the training batches.
    pub train: Rgb,
    /// The curve of the held-out images.
    pub valid: Rgb,
    /// For signed values.
    pub diverging: Scale,
    /// The page's fonts.
    pub font: String,
}

thread_local! {
    static CACHE: RefCell<Option<(String, Rc<Palette>)>> = const { RefCell::new(None) };
}

/// The colours of the theme that the page shows now. Cheap where the theme has not changed.
pub fn palette() -> Rc<Palette> {
    let theme = document().document_element().and_then(|e| e.get_attribute("data-theme")).unwrap_or_default();
    CACHE.with_borrow_mut(|cache| match cache {
        Some((of, palette)) if *of == theme => palette.clone(),
        _ => {
            let palette = Rc::new(read());
            *cache = Some((theme, palette.clone()));
            palette
        }
    })
}

fn read() -> Palette {
    let probe = Probe::new();
    let get = |token: &str| probe.as_ref().and_then(|p| p.read(token)).unwrap_or(Rgb([128; 3]));
    Palette {
        ink: get("--ink"),
        muted: get("--muted"),
        line: get("--line"),
        surface: get("--surface"),
        train: get("--train"),
        valid: get("--valid"),
        diverging: Scale::diverging(get("--div-neg"), get("--div-zero"), get("--div-pos")),
        font: probe.as_ref().and_then(Probe::font).unwrap_or_else(|| "sans-serif".into()),
    }
}

/// Resolves custom properties to bytes, whatever notation they are written in: an element computes the colour, and
/// one painted pixel tells it.
struct Probe {
    element: web_sys::HtmlElement,
    pixel: web_sys::CanvasRenderingContext2d,
}

impl Probe {
    fn new() -> Option<Self> {
        let element: web_sys::HtmlElement = document().create_element("span").ok()?.dyn_into().ok()?;
        document().body()?.append_child(&element).ok()?;
        let (_, pixel) = readable_canvas(1, 1)?;
        Some(Probe { element, pixel })
    }

    fn font(&self) -> Option<String> {
        window().get_computed_style(&self.element).ok()??.get_property_value("font-family").ok()
    }

    fn read(&self, token: &str) -> Option<Rgb> {
        // Where the browser forces colours of its own, every text has one; a drawing keeps those of the theme.
        self.element.style().set_property("forced-color-adjust", "none").ok()?;
        self.element.style().set_property("color", &format!("var({token})")).ok()?;
        let computed = window().get_computed_style(&self.element).ok()??.get_property_value("color").ok()?;
        self.pixel.set_fill_style_str(&computed);
        self.pixel.fill_rect(0.0, 0.0, 1.0, 1.0);
        let data = self.pixel.get_image_data(0.0, 0.0, 1.0, 1.0).ok()?.data();
        Some(Rgb([data[0], data[1], data[2]]))
    }
}

impl Drop for Probe {
    fn drop(&mut self) {
        self.element.remove();
    }
}
