//! Pictures as pixels: photos that are delivered with the page, and files.

use super::{Context, context_of, readable_canvas};
use js_sys::Promise;
use karui_spec::Picture;
use leptos::prelude::*;
use leptos::web_sys::{Blob, HtmlCanvasElement, HtmlImageElement, ImageBitmap};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;

/// The longer side of a picture that is read: an image of forty megapixels would fill the memory.
const LARGEST: f64 = 512.0;

/// The pixels of a photo that is delivered with the page.
pub async fn photo_at(address: String) -> Option<Picture> {
    let image = HtmlImageElement::new().ok()?;
    image.set_src(&address);
    JsFuture::from(image.decode()).await.ok()?;
    let bitmap = window().create_image_bitmap_with_html_image_element(&image).ok()?;
    picture_of(&canvas_of(bitmap).await?, false)
}

/// A photo's pixels from a file; `None` where it is none.
pub async fn photo_in(blob: Blob) -> Option<Picture> {
    picture_of(&canvas_in(&blob).await?, false)
}

/// The picture in a file, small enough to be worked with; `None` where it is none.
pub async fn canvas_in(blob: &Blob) -> Option<HtmlCanvasElement> {
    canvas_of(window().create_image_bitmap_with_blob(blob).ok()?).await
}

async fn canvas_of(bitmap: Promise) -> Option<HtmlCanvasElement> {
    let bitmap: ImageBitmap = JsFuture::from(bitmap).await.ok()?.dyn_into().ok()?;
    let canvas = of_bitmap(&bitmap);
    bitmap.close();
    canvas
}

/// A decoded picture, scaled down where it is large.
fn of_bitmap(bitmap: &ImageBitmap) -> Option<HtmlCanvasElement> {
    let (w, h) = fit(bitmap.width(), bitmap.height())?;
    scaled(w, h, |context, w, h| context.draw_image_with_image_bitmap_and_dw_and_dh(bitmap, 0.0, 0.0, w, h).ok())
}

/// A canvas of `w × h` pixels, painted by `paint`.
pub fn scaled(w: u32, h: u32, paint: impl Fn(&Context, f64, f64) -> Option<()>) -> Option<HtmlCanvasElement> {
    let (canvas, context) = readable_canvas(w, h)?;
    context.set_image_smoothing_enabled(true);
    paint(&context, f64::from(w), f64::from(h))?;
    Some(canvas)
}

/// `w × h` scaled so that neither side is over [`LARGEST`]; `None` for no pixels.
fn fit(w: u32, h: u32) -> Option<(u32, u32)> {
    let scale = (LARGEST / f64::from(w.max(h))).min(1.0);
    let side = |v: u32| ((f64::from(v) * scale).round() as u32).max(1);
    (w > 0 && h > 0).then(|| (side(w), side(h)))
}

/// A canvas's pixels.
pub fn picture_of(canvas: &HtmlCanvasElement, drawn: bool) -> Option<Picture> {
    let (w, h) = (canvas.width(), canvas.height());
    let data = context_of(canvas)?.get_image_data(0.0, 0.0, f64::from(w), f64::from(h)).ok()?.data();
    Some(Picture { rgba: data.0, width: w as usize, height: h as usize, drawn })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn large_pictures_shrink_and_small_ones_stay() {
        assert_eq!(fit(8000, 5000), Some((512, 320)));
        assert_eq!(fit(28, 28), Some((28, 28)));
        assert_eq!(fit(100_000, 1), Some((512, 1)));
        assert_eq!(fit(0, 5), None);
    }
}
