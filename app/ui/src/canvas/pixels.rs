//! Small images, shown with their pixels visible.

use super::context_of;
use crate::reactive::{effect, optional, text};
use karui_spec::Pixels;
use leptos::prelude::*;
use leptos::{html, web_sys};
use wasm_bindgen::Clamped;

/// Bytes for a canvas: red, green, blue, opacity. Pixels of a wrong length give black ones.
pub fn rgba(pixels: &Pixels) -> Vec<u8> {
    let (area, c) = (pixels.shape.area(), pixels.shape.c);
    let channel = |at: usize, k: usize| pixels.data.get(at * c + if c >= 3 { k } else { 0 }).copied().unwrap_or(0);
    (0..area).flat_map(|at| [channel(at, 0), channel(at, 1), channel(at, 2), 255]).collect()
}

/// Fills a canvas with `width × height` pixels of [`rgba`] bytes.
pub fn put(canvas: &web_sys::HtmlCanvasElement, rgba: &[u8], width: usize, height: usize) {
    if width == 0 || height == 0 || rgba.len() != 4 * width * height {
        return;
    }
    if (canvas.width(), canvas.height()) != (width as u32, height as u32) {
        canvas.set_width(width as u32);
        canvas.set_height(height as u32);
    }
    let image = web_sys::ImageData::new_with_u8_clamped_array_and_sh(Clamped(rgba), width as u32, height as u32);
    if let (Some(context), Ok(image)) = (context_of(canvas), image) {
        // Fails for a detached image only.
        let _ = context.put_image_data(&image, 0.0, 0.0);
    }
}

/// An image with its pixels visible. The style sheet gives its size on the page.
#[component]
pub fn PixelImage(
    /// The image; nothing is drawn for `None`.
    #[prop(into)]
    pixels: Signal<Option<Pixels>>,
    /// What it shows, for those who do not see it; empty where text beside it says so.
    #[prop(into, optional)]
    label: Signal<String>,
) -> impl IntoView {
    let node = NodeRef::<html::Canvas>::new();
    effect(move || {
        if let Some(canvas) = node.get() {
            pixels.with(|pixels| {
                if let Some(p) = pixels {
                    put(&canvas, &rgba(p), p.shape.w, p.shape.h);
                }
            });
        }
    });
    let hidden = optional(move || label.with(String::is_empty).then_some("true"));
    view! { <canvas node_ref=node class="w-pixels" width="1" height="1" role="img" aria-hidden=hidden aria-label=text(move || label.get())></canvas> }
}

#[cfg(test)]
mod tests {
    use super::*;
    use karui_spec::Shape;

    #[test]
    fn grey_and_colour_become_rgba() {
        let grey = Pixels { shape: Shape::new(1, 2, 1), data: vec![7, 9] };
        assert_eq!(rgba(&grey), [7, 7, 7, 255, 9, 9, 9, 255]);
        let colour = Pixels { shape: Shape::new(1, 1, 3), data: vec![1, 2, 3] };
        assert_eq!(rgba(&colour), [1, 2, 3, 255]);
        let short = Pixels { shape: Shape::new(1, 2, 1), data: vec![7] };
        assert_eq!(rgba(&short).len(), 8);
    }
}
