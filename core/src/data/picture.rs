//! A learner's own picture, brought into the form in which the data set's images were made: a network can only
//! recognize what looks like the images it was trained on.

use super::info;
use crate::Shape;
use crate::spec::DataKind;
use crate::{Error, Result};
use std::ops::Range;

/// A picture larger than this on its longer side is first made smaller.
const WORK: usize = 256;
/// Ink below this part of the darkest ink is paper: it does not count for the drawing's extent.
const FAINT: f32 = 0.1;
/// A picture whose ink differs from its ground by less than this is blank.
const BLANK: f32 = 0.02;
/// ITU-R BT.601.
const LUMA: [f32; 3] = [0.299, 0.587, 0.114];

/// Turns a picture of `width × height` pixels of four bytes (red, green, blue, opacity) into an input image of `kind`,
/// `[H, W, C]` bytes. `drawn` says that it is a light stroke on a dark ground, drawn in the page.
///
/// - MNIST: grey, light on dark, the strokes fitted into 20×20 with their proportions kept, their centre of mass in
///   the middle of 28×28, as the set itself was made (LeCun et al. 1998, §III.A).
/// - Fashion-MNIST: grey, light on dark, its longer side fitted to 28 (Xiao et al. 2017, §2).
/// - Shapes: the largest square in the middle, in colour.
///
/// # Errors
/// When the bytes are not those of a picture of that size, or it has no pixel.
pub fn prepare(rgba: &[u8], width: usize, height: usize, drawn: bool, kind: DataKind) -> Result<Vec<u8>> {
    check(rgba, width, height)?;
    let [r, g, b] = shrink(rgba, width, height, if drawn { 0.0 } else { 1.0 });
    let shape = info(kind).shape;
    if kind == DataKind::Shapes {
        return Ok(in_colour([r, g, b], shape.w));
    }
    let grey = r.values.iter().zip(&g.values).zip(&b.values).map(|((r, g), b)| LUMA[0] * r + LUMA[1] * g + LUMA[2] * b);
    let mut ink = Plane { w: r.w, h: r.h, values: grey.collect() };
    ink.lift(drawn);
    let placed = match ink.extent() {
        None => Plane::blank(shape.w, shape.h),
        Some(extent) if kind == DataKind::Mnist => {
            let (w, h) = fitted(&extent, 20);
            ink.resample(&extent, w, h).put_by_mass(shape)
        }
        Some(extent) => {
            let (w, h) = fitted(&extent, shape.w.max(shape.h));
            ink.resample(&extent, w, h).put_by_box(shape)
        }
    };
    Ok(placed.values.iter().map(|&v| byte(v)).collect())
}

fn check(rgba: &[u8], width: usize, height: usize) -> Result<()> {
    let len = width.checked_mul(height).and_then(|area| area.checked_mul(4));
    if len == Some(rgba.len()) && !rgba.is_empty() {
        return Ok(());
    }
    Err(Error::format("picture", format!("{width} × {height} × 4 bytes, more than none"), rgba.len().to_string()))
}

fn in_colour(planes: [Plane; 3], to: usize) -> Vec<u8> {
    let side = planes[0].w.min(planes[0].h) as f32;
    let (x, y) = ((planes[0].w as f32 - side) / 2.0, (planes[0].h as f32 - side) / 2.0);
    let planes = planes.map(|plane| plane.resample(&[x..x + side, y..y + side], to, to));
    (0..to * to).flat_map(|i| [0, 1, 2].map(|c| byte(planes[c].values[i]))).collect()
}

fn byte(v: f32) -> u8 {
    (v * 255.0 + 0.5) as u8
}

/// The size with the proportions of `extent` whose longer side is `side`.
fn fitted([x, y]: &Extent, side: usize) -> (usize, usize) {
    let (w, h) = (x.end - x.start, y.end - y.start);
    let scale = side as f32 / w.max(h);
    let size = |v: f32| ((v * scale).round() as usize).clamp(1, side);
    (size(w), size(h))
}

/// A part of a plane in pixels, across and down.
type Extent = [Range<f32>; 2];

/// One channel.
struct Plane {
    w: usize,
    h: usize,
    /// `[h, w]`, 0 … 1.
    values: Vec<f32>,
}

impl Plane {
    fn blank(w: usize, h: usize) -> Self {
        Plane { w, h, values: vec![0.0; w * h] }
    }

    /// Makes it light ink on a ground of 0, the strongest ink 1. The ground is what most of the border shows.
    fn lift(&mut self, drawn: bool) {
        let (w, h) = (self.w, self.h);
        let ground = if drawn {
            0.0
        } else {
            let rows = [0, h - 1].into_iter().flat_map(|y| (0..w).map(move |x| y * w + x));
            let columns = [0, w - 1].into_iter().flat_map(|x| (0..h).map(move |y| y * w + x));
            median(rows.chain(columns).map(|i| self.values[i]))
        };
        // Ink lies to one side of the ground; what is beyond it on the other side is shadow or glare.
        let sign = if ground > 0.5 { -1.0 } else { 1.0 };
        let strongest = self.values.iter().map(|v| sign * (v - ground)).fold(0.0, f32::max);
        let scale = if strongest < BLANK { 0.0 } else { sign / strongest };
        for v in &mut self.values {
            *v = ((*v - ground) * scale).max(0.0);
        }
    }

    /// The smallest part that holds all ink.
    fn extent(&self) -> Option<Extent> {
        let inked = |i: &usize| self.values[*i] > FAINT;
        let columns = || (0..self.values.len()).filter(inked).map(|i| i % self.w);
        let rows = || (0..self.values.len()).filter(inked).map(|i| i / self.w);
        let span = |low: Option<usize>, high: Option<usize>| Some(low? as f32..high? as f32 + 1.0);
        Some([span(columns().min(), columns().max())?, span(rows().min(), rows().max())?])
    }

    /// The part `extent` at a size of `w × h`; each pixel is the mean of the area that it covers.
    fn resample(&self, extent: &Extent, w: usize, h: usize) -> Plane {
        let across = spans(&extent[0], w, self.w);
        let down = spans(&extent[1], h, self.h);
        let mut wide = Plane::blank(w, self.h);
        for (to, from) in wide.values.chunks_exact_mut(w).zip(self.values.chunks_exact(self.w)) {
            for (value, span) in to.iter_mut().zip(&across) {
                *value = span.weights().map(|(x, weight)| from[x] * weight).sum();
            }
        }
        let mut out = Plane::blank(w, h);
        for (to, span) in out.values.chunks_exact_mut(w).zip(&down) {
            for (y, weight) in span.weights() {
                for (value, from) in to.iter_mut().zip(&wide.values[y * w..]) {
                    *value += from * weight;
                }
            }
        }
        out
    }

    /// In a plane of `shape`, with the centre of mass in the middle, or as near as the border allows.
    fn put_by_mass(&self, shape: Shape) -> Plane {
        let mass: f32 = self.values.iter().sum();
        let (mut x, mut y) = (0.0, 0.0);
        for (i, v) in self.values.iter().enumerate() {
            x += v * (i % self.w) as f32;
            y += v * (i / self.w) as f32;
        }
        // Pixel centres lie half a pixel in; the middle of 28 pixels is 14.
        let start = |sum: f32, size: usize, room: usize| {
            let shift = room as f32 / 2.0 - 0.5 - sum / mass.max(f32::MIN_POSITIVE);
            (shift.round().max(0.0) as usize).min(room.saturating_sub(size))
        };
        self.put(shape, start(x, self.w, shape.w), start(y, self.h, shape.h))
    }

    /// In the middle of a plane of `shape`.
    fn put_by_box(&self, shape: Shape) -> Plane {
        self.put(shape, (shape.w - self.w) / 2, (shape.h - self.h) / 2)
    }

    fn put(&self, shape: Shape, x: usize, y: usize) -> Plane {
        let mut out = Plane::blank(shape.w, shape.h);
        for (row, from) in self.values.chunks_exact(self.w).enumerate() {
            let at = (y + row) * shape.w + x;
            out.values[at..at + self.w].copy_from_slice(from);
        }
        out
    }
}

/// The median of values within 0 … 1, to a 256th: by counting, as a sort would make the page larger.
fn median(values: impl Iterator<Item = f32>) -> f32 {
    // Of each bin how many there are, and their sum.
    let mut bins = [(0u32, 0f32); 256];
    for v in values {
        let bin = &mut bins[(v * 255.0 + 0.5) as usize & 255];
        *bin = (bin.0 + 1, bin.1 + v);
    }
    let half = bins.iter().map(|b| b.0).sum::<u32>() / 2;
    let mut before = 0;
    let middle = bins.iter().find(|b| {
        before += b.0;
        before > half
    });
    middle.map_or(0.0, |&(n, sum)| sum / n as f32)
}

/// The pixels that one pixel of the result covers.
struct Span {
    from: f32,
    to: f32,
    len: usize,
}

impl Span {
    /// The pixels with their shares.
    fn weights(&self) -> impl Iterator<Item = (usize, f32)> + '_ {
        let (first, last) = (self.from as usize, (self.to.ceil() as usize).min(self.len));
        let size = self.to - self.from;
        (first..last).map(move |i| (i, (self.to.min(i as f32 + 1.0) - self.from.max(i as f32)).max(0.0) / size))
    }
}

/// What each of `n` pixels covers of `part` of a line of `len`.
fn spans(part: &Range<f32>, n: usize, len: usize) -> Vec<Span> {
    let step = (part.end - part.start) / n as f32;
    (0..n).map(|i| Span { from: part.start + step * i as f32, to: part.start + step * (i + 1) as f32, len }).collect()
}

/// The three colours over a ground of brightness `ground`, at most [`WORK`] pixels a side. One pass over the bytes and
/// no copy of them: a photograph has tens of millions of pixels.
fn shrink(rgba: &[u8], width: usize, height: usize, ground: f32) -> [Plane; 3] {
    let scale = (WORK as f32 / width.max(height) as f32).min(1.0);
    let size = |v: usize| ((v as f32 * scale).round() as usize).clamp(1, WORK);
    let (w, h) = (size(width), size(height));
    let mut planes = [0; 3].map(|_| Plane::blank(w, h));
    // Whole pixels to whole cells: a cell covers many, so that a pixel's fraction does not matter.
    let mut counts = vec![0f32; w * h];
    // A strip may be so long that the product needs more than 32 bits.
    let cell = |i: usize, cells: usize, of: usize| (i as u64 * cells as u64 / of as u64) as usize;
    for (y, row) in rgba.chunks_exact(width * 4).enumerate() {
        let start = cell(y, h, height) * w;
        for (x, pixel) in row.as_chunks::<4>().0.iter().enumerate() {
            let cell = start + cell(x, w, width);
            let opacity = f32::from(pixel[3]) / 255.0;
            counts[cell] += 1.0;
            for (plane, &v) in planes.iter_mut().zip(pixel) {
                plane.values[cell] += f32::from(v) / 255.0 * opacity + ground * (1.0 - opacity);
            }
        }
    }
    for plane in &mut planes {
        for (v, n) in plane.values.iter_mut().zip(&counts) {
            *v /= n.max(1.0);
        }
    }
    planes
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// A canvas with one filled rectangle.
    fn canvas(w: usize, h: usize, ground: u8, ink: u8, x: Range<usize>, y: Range<usize>) -> Vec<u8> {
        let of = |i: usize| {
            if x.contains(&(i % w)) && y.contains(&(i / w)) { ink } else { ground }
        };
        (0..w * h).flat_map(|i| [of(i), of(i), of(i), 255]).collect()
    }

    fn ink_box(image: &[u8], side: usize) -> [usize; 4] {
        let inked: Vec<usize> = (0..image.len()).filter(|&i| image[i] > 127).collect();
        let (xs, ys) = (inked.iter().map(|i| i % side), inked.iter().map(|i| i / side));
        [xs.clone().min(), xs.max(), ys.clone().min(), ys.max()].map(Option::unwrap)
    }

    #[test]
    fn a_drawn_digit_fills_twenty_pixels_in_the_middle() {
        let drawn = canvas(280, 280, 0, 255, 20..50, 100..260);
        let image = prepare(&drawn, 280, 280, true, DataKind::Mnist).unwrap();
        assert_eq!(ink_box(&image, 28), [12, 15, 4, 23]);
    }

    #[test]
    fn the_mass_and_not_the_box_is_centred() {
        // A bar with a foot to the right: its mass lies left of its box's middle.
        let mut drawn = canvas(200, 200, 0, 255, 20..60, 20..180);
        let foot = canvas(200, 200, 0, 255, 60..140, 160..180);
        drawn.iter_mut().zip(&foot).for_each(|(a, b)| *a = (*a).max(*b));
        let image = prepare(&drawn, 200, 200, true, DataKind::Mnist).unwrap();
        let [left, right, ..] = ink_box(&image, 28);
        assert!(14 - left < right - 13, "{left} {right}");
    }

    #[test]
    fn dark_ink_on_light_paper_is_inverted() {
        let paper = canvas(90, 60, 240, 20, 40..50, 10..50);
        let image = prepare(&paper, 90, 60, false, DataKind::Mnist).unwrap();
        assert_eq!((image[0], image[14 * 28 + 14]), (0, 255));
    }

    #[test]
    fn a_garment_touches_the_border() {
        let paper = canvas(300, 400, 255, 60, 100..200, 50..350);
        let image = prepare(&paper, 300, 400, false, DataKind::FashionMnist).unwrap();
        assert_eq!(ink_box(&image, 28), [9, 17, 0, 27]);
    }

    #[test]
    fn a_colour_picture_keeps_its_colours() {
        let rgba: Vec<u8> = (0..64 * 40).flat_map(|_| [200, 100, 50, 255]).collect();
        let image = prepare(&rgba, 64, 40, false, DataKind::Shapes).unwrap();
        assert_eq!((image.len(), &image[..3]), (3072, &[200, 100, 50][..]));
    }

    #[test]
    fn transparent_paper_is_white_and_a_transparent_canvas_black() {
        for (drawn, ink) in [(false, 0), (true, 255)] {
            let mut rgba = vec![0; 50 * 50 * 4];
            for y in 10..40 {
                rgba[(y * 50 + 25) * 4..][..4].copy_from_slice(&[ink, ink, ink, 255]);
            }
            let image = prepare(&rgba, 50, 50, drawn, DataKind::Mnist).unwrap();
            assert_eq!(image.iter().filter(|&&v| v > 0).count(), 20, "drawn: {drawn}");
        }
    }

    #[test]
    fn an_empty_canvas_is_an_empty_image() {
        let image = prepare(&canvas(30, 30, 0, 0, 0..0, 0..0), 30, 30, true, DataKind::Mnist).unwrap();
        assert!(image.iter().all(|&v| v == 0));
    }

    #[test]
    fn a_photograph_of_forty_megapixels_is_no_trouble() {
        let rgba = vec![128; 8_000 * 5_000 * 4];
        for &kind in DataKind::ALL {
            let image = prepare(&rgba, 8_000, 5_000, false, kind).unwrap();
            assert_eq!(image.len(), info(kind).shape.len());
        }
    }

    proptest! {
        #[test]
        fn any_bytes_give_an_image_or_an_error(
            w in 0usize..40,
            h in 0usize..40,
            drawn: bool,
            kind in (0..DataKind::ALL.len()).prop_map(|i| DataKind::ALL[i]),
            fill in proptest::collection::vec(any::<u8>(), 0..50),
            cut in 0usize..3,
        ) {
            let rgba: Vec<u8> = fill.iter().copied().cycle().take((w * h * 4).saturating_sub(cut)).collect();
            match prepare(&rgba, w, h, drawn, kind) {
                Ok(image) => prop_assert_eq!(image.len(), info(kind).shape.len()),
                Err(_) => prop_assert!(rgba.len() != w * h * 4 || rgba.is_empty()),
            }
        }

        #[test]
        fn any_size_is_refused_that_is_not_the_bytes(w: usize, h: usize) {
            prop_assert_eq!(prepare(&[0; 16], w, h, false, DataKind::Mnist).is_ok(), w.checked_mul(h) == Some(4));
        }
    }
}
