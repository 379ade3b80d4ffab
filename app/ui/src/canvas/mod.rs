//! A canvas that is sharp on every display, follows its element's size and repaints at most once a frame; colours and
//! pixels for it.

mod color;
mod palette;
mod photo;
mod pixels;

pub use color::{Rgb, Scale};
pub use palette::{Palette, palette};
pub use photo::{canvas_in, photo_at, photo_in, picture_of, scaled};
pub use pixels::{PixelImage, put, rgba};

use crate::reactive::effect;
use crate::use_theme;
use leptos::prelude::*;
use leptos::{html, web_sys};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

/// A `2d` context.
pub type Context = CanvasRenderingContext2d;

/// What a painter is given: a cleared context in CSS pixels, the element's width and height, the theme's colours.
pub struct Paint<'a> {
    /// Where to paint.
    pub context: &'a Context,
    /// CSS pixels.
    pub width: f64,
    /// CSS pixels.
    pub height: f64,
    /// The theme's colours.
    pub palette: &'a Palette,
}

/// Keeps a canvas painted. `track` reads the signals that change the picture; `paint` makes it. A hidden canvas has no
/// size and is painted when it is shown.
pub fn use_canvas(track: impl Fn() + 'static, paint: impl Fn(Paint<'_>) + 'static) -> NodeRef<html::Canvas> {
    let theme = use_theme();
    let node = NodeRef::<html::Canvas>::new();
    let frame = Rc::new(Frame { node, paint: Box::new(paint), pending: Cell::new(false) });
    let observer = StoredValue::new_local(RefCell::new(None::<SizeObserver>));
    let observed = frame.clone();
    node.on_load(move |canvas| {
        // The observer reports before the browser paints, so a resized canvas is never seen empty.
        let made = SizeObserver::new(&canvas, move || observed.paint_now());
        observer.try_with_value(|o| o.replace(made));
    });
    effect(move || {
        theme.track();
        track();
        Frame::request(&frame);
    });
    node
}

struct Frame {
    node: NodeRef<html::Canvas>,
    paint: Box<dyn Fn(Paint<'_>)>,
    pending: Cell<bool>,
}

impl Frame {
    fn request(this: &Rc<Self>) {
        if !this.pending.replace(true) {
            let this = this.clone();
            request_animation_frame(move || {
                this.pending.set(false);
                this.paint_now();
            });
        }
    }

    fn paint_now(&self) {
        let Some(canvas) = self.node.try_get_untracked().flatten() else { return };
        let (width, height) = (f64::from(canvas.client_width()), f64::from(canvas.client_height()));
        if width <= 0.0 || height <= 0.0 {
            return;
        }
        if let Some(context) = prepare(&canvas, width, height) {
            (self.paint)(Paint { context: &context, width, height, palette: &palette() });
        }
    }
}

/// Sets the canvas's pixels to the display's and gives a cleared context whose unit is the CSS pixel.
fn prepare(canvas: &HtmlCanvasElement, width: f64, height: f64) -> Option<Context> {
    let ratio = window().device_pixel_ratio().max(1.0);
    let (w, h) = ((width * ratio).round() as u32, (height * ratio).round() as u32);
    if canvas.width() != w || canvas.height() != h {
        canvas.set_width(w);
        canvas.set_height(h);
    }
    let context = context_of(canvas)?;
    context.set_transform(1.0, 0.0, 0.0, 1.0, 0.0, 0.0).ok()?;
    context.clear_rect(0.0, 0.0, f64::from(w), f64::from(h));
    context.scale(ratio, ratio).ok()?;
    Some(context)
}

/// A new canvas of `width × height` pixels that is not shown but read: its pixels stay where they are quick to read.
pub fn readable_canvas(width: u32, height: u32) -> Option<(HtmlCanvasElement, Context)> {
    let canvas: HtmlCanvasElement = document().create_element("canvas").ok()?.dyn_into().ok()?;
    canvas.set_width(width);
    canvas.set_height(height);
    let options = js_sys::Object::new();
    js_sys::Reflect::set(&options, &"willReadFrequently".into(), &true.into()).ok()?;
    let context = canvas.get_context_with_context_options("2d", &options).ok()??.dyn_into().ok()?;
    Some((canvas, context))
}

/// The canvas's `2d` context.
pub fn context_of(canvas: &HtmlCanvasElement) -> Option<Context> {
    canvas.get_context("2d").ok()??.dyn_into().ok()
}

/// Calls back when an element changes size, until it is dropped.
pub struct SizeObserver {
    observer: web_sys::ResizeObserver,
    // Kept alive for the browser to call.
    _callback: Closure<dyn FnMut()>,
}

impl SizeObserver {
    /// Watches `element`; `None` where the browser cannot.
    pub fn new(element: &web_sys::Element, changed: impl FnMut() + 'static) -> Option<Self> {
        let callback = Closure::<dyn FnMut()>::new(changed);
        let observer = web_sys::ResizeObserver::new(callback.as_ref().unchecked_ref()).ok()?;
        observer.observe(element);
        Some(SizeObserver { observer, _callback: callback })
    }
}

/// The width of an element in CSS pixels, 0 before it is shown; a hidden one keeps the width that it had. Call it in a
/// component's body.
pub fn follow_width(holder: NodeRef<html::Div>) -> RwSignal<f64> {
    let width = RwSignal::new(0.0);
    let observer = StoredValue::new_local(None);
    holder.on_load(move |element| {
        let watched = element.clone();
        let made = SizeObserver::new(&element, move || {
            let now = f64::from(watched.client_width());
            if now > 0.0 && now != width.get_untracked() {
                width.set(now);
            }
        });
        observer.try_set_value(made);
    });
    width
}

impl Drop for SizeObserver {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}
