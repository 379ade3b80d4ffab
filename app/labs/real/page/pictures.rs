//! Pictures for the networks: those shipped, and the learner's from files.

use super::commands::{add, fault, forget_faults, give_to_class};
use crate::real::messages::{CAMERA, CLASSES, Photo};
use js_sys::Reflect;
use karui_protocol::{Bytes, Problem};
use karui_shell::state::Lab;
use karui_ui::canvas::{Context, context_of, readable_canvas};
use leptos::prelude::*;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Blob, DataTransfer, HtmlCanvasElement, HtmlImageElement, HtmlInputElement, ImageBitmap};

/// Pixels of a picture in each direction as it is worked with: a photograph of forty megapixels would fill the memory, and
/// no network here looks closer.
pub const SIDE: u32 = 256;
/// Pixels of a picture in the list.
const SMALL: u32 = 96;
/// The pictures that are shipped, in the order of their names in the texts.
const SHIPPED: [&str; 6] = ["astronaut", "chelsea", "china", "coffee", "flower", "rocket"];

/// A picture of the list.
pub struct Shown {
    /// Its place among the shipped ones; `None` for the learner's own.
    pub shipped: Option<usize>,
    /// A small one, as an address that holds it.
    pub small: String,
    /// Its middle square.
    pub canvas: HtmlCanvasElement,
}

impl Shown {
    /// Its pixels.
    pub fn photo(&self) -> Option<Photo> {
        photo_of(&self.canvas, &context_of(&self.canvas)?)
    }
}

/// The pixels of a canvas of [`SIDE`].
pub fn photo_of(canvas: &HtmlCanvasElement, context: &Context) -> Option<Photo> {
    let (w, h) = (canvas.width(), canvas.height());
    let data = context.get_image_data(0.0, 0.0, f64::from(w), f64::from(h)).ok()?.data();
    Some(Photo { rgba: Bytes(data.0), width: w as usize, height: h as usize })
}

/// Draws the middle square of a video, an image or a bitmap of `width × height` over a whole square canvas.
pub fn draw(context: &Context, source: &JsValue, width: u32, height: u32) -> Option<()> {
    let side = f64::from(width.min(height));
    let (x, y) = ((f64::from(width) - side) / 2.0, (f64::from(height) - side) / 2.0);
    let to = f64::from(context.canvas()?.width());
    // The browser takes any of the three; the type is only that of one binding for all.
    let source: &ImageBitmap = source.unchecked_ref();
    context
        .draw_image_with_image_bitmap_and_sw_and_sh_and_dx_and_dy_and_dw_and_dh(
            source, x, y, side, side, 0.0, 0.0, to, to,
        )
        .ok()
}

/// A canvas with the middle square of a picture, at `to` pixels.
fn squared(source: &JsValue, width: u32, height: u32, to: u32) -> Option<HtmlCanvasElement> {
    let (canvas, context) = readable_canvas(to, to)?;
    // Where a browser does not know it, pictures that shrink a lot get a little rough.
    let _ = Reflect::set(&context, &"imageSmoothingQuality".into(), &"high".into());
    draw(&context, source, width, height)?;
    Some(canvas)
}

/// A picture for the list.
pub fn shown(source: &JsValue, width: u32, height: u32, shipped: Option<usize>) -> Option<Shown> {
    if width == 0 || height == 0 {
        return None;
    }
    let canvas = squared(source, width, height, SIDE)?;
    let small = squared(&canvas, SIDE, SIDE, SMALL)?.to_data_url_with_type("image/jpeg").ok()?;
    Some(Shown { shipped, small, canvas })
}

/// Puts the shipped pictures on the list.
pub fn load_shipped(lab: Lab) {
    load(lab, (0..SHIPPED.len()).collect());
}

/// Puts some of them there; those that do not arrive are fetched again once there is a network.
fn load(lab: Lab, which: Vec<usize>) {
    spawn_local(async move {
        let mut missing = Vec::new();
        for i in which {
            let path = ["photos/", SHIPPED[i], ".jpg"].concat();
            match fetched(&path).await.and_then(|image| {
                let (w, h) = (image.natural_width(), image.natural_height());
                shown(&image, w, h, Some(i))
            }) {
                Some(picture) => add(lab, picture, false),
                None => {
                    missing.push(i);
                    let reason = "offline".into();
                    fault(lab, CAMERA, Problem::NotFetched { file: path, reason });
                }
            }
        }
        if !missing.is_empty() {
            let again = Closure::once_into_js(move || {
                forget_faults(lab, CAMERA);
                load(lab, missing);
            });
            let once = web_sys::AddEventListenerOptions::new();
            once.set_once(true);
            let to = again.unchecked_ref();
            // A window takes any listener.
            let _ = window().add_event_listener_with_callback_and_add_event_listener_options("online", to, &once);
        }
    });
}

async fn fetched(path: &str) -> Option<HtmlImageElement> {
    let image = HtmlImageElement::new().ok()?;
    image.set_src(path);
    JsFuture::from(image.decode()).await.ok()?;
    Some(image)
}

/// Where the pictures of files go.
#[derive(Clone, Copy, PartialEq)]
pub enum To {
    /// The list.
    List,
    /// The chosen class.
    Class,
}

/// Reads the pictures that were chosen in an input.
pub fn chosen(lab: Lab, input: &HtmlInputElement, to: To) {
    let files = input.files();
    let blobs = (0..).map_while(|i| files.as_ref()?.get(i)).map(Into::into).collect();
    // The same file may be chosen again.
    input.set_value("");
    read(lab, blobs, to);
}

/// Reads the pictures that were dropped.
pub fn dropped(lab: Lab, data: &DataTransfer) {
    let files = data.files();
    read(lab, (0..).map_while(|i| files.as_ref()?.get(i)).map(Into::into).collect(), To::List);
}

fn read(lab: Lab, blobs: Vec<Blob>, to: To) {
    let about = if to == To::List { CAMERA } else { CLASSES };
    forget_faults(lab, about);
    spawn_local(async move {
        for (i, blob) in blobs.iter().enumerate() {
            match (decoded(blob).await, to) {
                (Some(picture), To::List) => add(lab, picture, i == 0),
                (Some(picture), To::Class) => picture.photo().into_iter().for_each(|photo| give_to_class(lab, photo)),
                (None, _) => fault(lab, about, Problem::NotAPicture),
            }
        }
    });
}

/// The picture in a file; `None` where it is none.
async fn decoded(blob: &Blob) -> Option<Shown> {
    let promise = window().create_image_bitmap_with_blob(blob).ok()?;
    let bitmap: ImageBitmap = JsFuture::from(promise).await.ok()?.dyn_into().ok()?;
    let picture = shown(&bitmap, bitmap.width(), bitmap.height(), None);
    bitmap.close();
    picture
}
