//! What lies on the pad: a picture perhaps, strokes on it, and the canvas that shows both.

use super::stroke::{Piece, Point, Stroke, piece, tail};
use crate::canvas::{Context, context_of, picture_of, scaled};
use karui_spec::Picture;
use leptos::web_sys::HtmlCanvasElement;

/// Pixels of the pad's canvas in each direction.
pub const SIDE: u32 = 560;
/// Pixels in each direction of a drawing that is sent off: four for each of a 28×28 image's.
const SENT: u32 = 112;

/// A picture and the strokes on it.
#[derive(Default)]
pub struct Sheet {
    base: Option<Base>,
    strokes: Vec<Stroke>,
}

/// A picture under the strokes.
struct Base {
    canvas: HtmlCanvasElement,
    /// Whether it is light on dark as the data are: an image of the data set.
    like_data: bool,
}

impl Sheet {
    /// Whether nothing lies on it.
    pub fn is_empty(&self) -> bool {
        self.base.is_none() && self.strokes.is_empty()
    }

    /// Takes everything off.
    pub fn clear(&mut self) {
        *self = Sheet::default();
    }

    /// Takes the last stroke off, or the picture.
    pub fn undo(&mut self) {
        if self.strokes.pop().is_none() {
            self.base = None;
        }
    }

    /// Puts a picture on it, alone.
    pub fn put(&mut self, canvas: HtmlCanvasElement, like_data: bool) {
        *self = Sheet { base: Some(Base { canvas, like_data }), strokes: Vec::new() };
    }

    /// Starts a stroke.
    pub fn begin(&mut self, on: &HtmlCanvasElement, at: Point) {
        self.strokes.push(vec![at]);
        self.ink_last(on);
    }

    /// Goes on with the last stroke.
    pub fn extend(&mut self, on: &HtmlCanvasElement, to: Point) {
        if let Some(stroke) = self.strokes.last_mut() {
            stroke.push(to);
            self.ink_last(on);
        }
    }

    /// Ends the last stroke.
    pub fn end(&mut self, on: &HtmlCanvasElement) {
        if let (Some(context), Some(piece)) = (context_of(on), self.strokes.last().and_then(|s| tail(s))) {
            ink(&context, piece);
        }
    }

    /// Adds what the last point adds.
    fn ink_last(&self, on: &HtmlCanvasElement) {
        let last = self.strokes.last().and_then(|s| piece(s, s.len() - 1));
        if let (Some(context), Some(piece)) = (context_of(on), last) {
            ink(&context, piece);
        }
    }

    /// Shows everything anew.
    pub fn paint(&self, on: &HtmlCanvasElement) {
        let Some(context) = context_of(on) else { return };
        let side = f64::from(SIDE);
        context.set_fill_style_str("#000");
        context.fill_rect(0.0, 0.0, side, side);
        if let Some(base) = &self.base {
            let (w, h) = (f64::from(base.canvas.width()), f64::from(base.canvas.height()));
            let scale = side / w.max(h).max(1.0);
            context.set_image_smoothing_enabled(!base.like_data);
            let (x, y) = ((side - w * scale) / 2.0, (side - h * scale) / 2.0);
            // Fails for a canvas without pixels, and none such is kept.
            let _ = context.draw_image_with_html_canvas_element_and_dw_and_dh(&base.canvas, x, y, w * scale, h * scale);
            context.set_image_smoothing_enabled(true);
        }
        for stroke in &self.strokes {
            (0..stroke.len()).filter_map(|i| piece(stroke, i)).chain(tail(stroke)).for_each(|p| ink(&context, p));
        }
    }

    /// What the pad shows, to be classified.
    pub fn picture(&self, pad: &HtmlCanvasElement) -> Option<Picture> {
        let drawn = self.base.as_ref().is_none_or(|b| b.like_data);
        match &self.base {
            // A picture goes as it is, not with the pad's ground beside it.
            Some(base) if self.strokes.is_empty() => picture_of(&base.canvas, drawn),
            _ => {
                let small = scaled(SENT, SENT, |context, w, h| {
                    context.draw_image_with_html_canvas_element_and_dw_and_dh(pad, 0.0, 0.0, w, h).ok()
                })?;
                picture_of(&small, drawn)
            }
        }
    }
}

fn ink(context: &Context, p: Piece) {
    let side = f64::from(SIDE);
    context.set_stroke_style_str("#fff");
    context.set_line_cap("round");
    context.set_line_join("round");
    context.set_line_width(p.width * side);
    context.begin_path();
    context.move_to(p.from.0 * side, p.from.1 * side);
    context.quadratic_curve_to(p.over.0 * side, p.over.1 * side, p.to.0 * side, p.to.1 * side);
    context.stroke();
}
