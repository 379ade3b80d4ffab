//! A learner's own picture, brought into the form in which the data set's images were made: a network can only
//! recognize what looks like the images it was trained on.

use super::info;
use crate::Shape;
use crate::spec::DataKind;
use crate::{Error, Result};
use ndarray::{Array1, Array2, Axis, s};
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
    let ink = lifted(r * LUMA[0] + g * LUMA[1] + b * LUMA[2], drawn);
    let placed = match extent(&ink) {
        None => Plane::zeros((shape.h, shape.w)),
        Some(extent) if kind == DataKind::Mnist => put_by_mass(&resampled(&ink, &extent, fitted(&extent, 20)), shape),
        Some(extent) => put_by_box(&resampled(&ink, &extent, fitted(&extent, shape.w.max(shape.h))), shape),
    };
    Ok(placed.iter().map(|&v| byte(v)).collect())
}

/// One channel, `[h, w]`, values 0 … 1.
type Plane = Array2<f32>;

/// A part of a plane in pixels, down and across.
type Extent = [Range<f32>; 2];

fn check(rgba: &[u8], width: usize, height: usize) -> Result<()> {
    let len = width.checked_mul(height).and_then(|area| area.checked_mul(4));
    if len == Some(rgba.len()) && !rgba.is_empty() {
        return Ok(());
    }
    Err(Error::format("picture", format!("{width} × {height} × 4 bytes, more than none"), rgba.len().to_string()))
}

fn in_colour(planes: [Plane; 3], to: usize) -> Vec<u8> {
    let (h, w) = planes[0].dim();
    let side = w.min(h) as f32;
    let middle = [h, w].map(|length| (length as f32 - side) / 2.0).map(|from| from..from + side);
    let planes = planes.map(|plane| resampled(&plane, &middle, (to, to)));
    let pixels = planes[0].iter().zip(&planes[1]).zip(&planes[2]);
    pixels.flat_map(|((&r, &g), &b)| [r, g, b].map(byte)).collect()
}

fn byte(v: f32) -> u8 {
    (v * 255.0 + 0.5) as u8
}

/// Height and width with the proportions of `extent` whose longer side is `side`.
fn fitted(extent: &Extent, side: usize) -> (usize, usize) {
    let [h, w] = extent.each_ref().map(|range| range.end - range.start);
    let scale = side as f32 / w.max(h);
    let size = |v: f32| ((v * scale).round() as usize).clamp(1, side);
    (size(h), size(w))
}

/// The plane as light ink on a ground of 0, the strongest ink 1. The ground is what most of the border shows.
fn lifted(mut plane: Plane, drawn: bool) -> Plane {
    let ground = if drawn {
        0.0
    } else {
        let (h, w) = plane.dim();
        let border = [plane.row(0), plane.row(h - 1), plane.column(0), plane.column(w - 1)];
        median(border.iter().flatten().copied())
    };
    // Ink lies to one side of the ground; what is beyond it on the other side is shadow or glare.
    let sign = if ground > 0.5 { -1.0 } else { 1.0 };
    let strongest = plane.iter().map(|v| sign * (v - ground)).fold(0.0, f32::max);
    let scale = if strongest < BLANK { 0.0 } else { sign / strongest };
    plane.mapv_inplace(|v| ((v - ground) * scale).max(0.0));
    plane
}

/// The smallest part that holds all ink.
fn extent(ink: &Plane) -> Option<Extent> {
    let span = |axis| {
        let is_inked = |line: ndarray::ArrayView1<'_, f32>| line.iter().any(|&v| v > FAINT);
        let mut lines = ink.axis_iter(axis).map(is_inked).enumerate().filter(|(_, inked)| *inked).map(|(at, _)| at);
        let first = lines.next()?;
        Some(first as f32..lines.last().unwrap_or(first) as f32 + 1.0)
    };
    Some([span(Axis(0))?, span(Axis(1))?])
}

/// The part `extent` at a size of `h × w`; each pixel is the mean of the area that it covers.
fn resampled(plane: &Plane, [down, across]: &Extent, (h, w): (usize, usize)) -> Plane {
    resampled_along(Axis(0), &resampled_along(Axis(1), plane, across, w), down, h)
}

/// The same along one axis, to `n` pixels.
fn resampled_along(axis: Axis, plane: &Plane, part: &Range<f32>, n: usize) -> Plane {
    let mut size = plane.raw_dim();
    size[axis.index()] = n;
    let mut out = Plane::zeros(size);
    let step = (part.end - part.start) / n as f32;
    for (i, mut line) in out.axis_iter_mut(axis).enumerate() {
        let covered = part.start + step * i as f32..part.start + step * (i + 1) as f32;
        for (from, share) in shares(covered, plane.len_of(axis)) {
            line.scaled_add(share, &plane.index_axis(axis, from));
        }
    }
    out
}

/// The pixels of a line of `len` that `covered` covers, with their shares of it.
fn shares(covered: Range<f32>, len: usize) -> impl Iterator<Item = (usize, f32)> {
    let (first, last) = (covered.start as usize, (covered.end.ceil() as usize).min(len));
    let Range { start, end } = covered;
    (first..last).map(move |i| (i, (end.min(i as f32 + 1.0) - start.max(i as f32)).max(0.0) / (end - start)))
}

/// In a plane of `shape`, with the centre of mass in the middle, or as near as the border allows.
fn put_by_mass(ink: &Plane, shape: Shape) -> Plane {
    let mass = ink.sum().max(f32::MIN_POSITIVE);
    // Pixel centres lie half a pixel in; the middle of 28 pixels is 14.
    let start = |axis, room: usize| {
        let across: Array1<f32> = ink.sum_axis(axis);
        let centre = across.iter().zip(0u16..).map(|(v, at)| v * f32::from(at)).sum::<f32>() / mass;
        let shift = room as f32 / 2.0 - 0.5 - centre;
        (shift.round().max(0.0) as usize).min(room.saturating_sub(across.len()))
    };
    put(ink, shape, [start(Axis(1), shape.h), start(Axis(0), shape.w)])
}

/// In the middle of a plane of `shape`.
fn put_by_box(ink: &Plane, shape: Shape) -> Plane {
    let (h, w) = ink.dim();
    put(ink, shape, [(shape.h - h) / 2, (shape.w - w) / 2])
}

fn put(ink: &Plane, shape: Shape, [y, x]: [usize; 2]) -> Plane {
    let (h, w) = ink.dim();
    let mut out = Plane::zeros((shape.h, shape.w));
    out.slice_mut(s![y..y + h, x..x + w]).assign(ink);
    out
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

/// The three colours over a ground of brightness `ground`, at most [`WORK`] pixels a side. One pass over the bytes and
/// no copy of them: a photograph has tens of millions of pixels.
fn shrink(rgba: &[u8], width: usize, height: usize, ground: f32) -> [Plane; 3] {
    let scale = (WORK as f32 / width.max(height) as f32).min(1.0);
    let size = |v: usize| ((v as f32 * scale).round() as usize).clamp(1, WORK);
    let (w, h) = (size(width), size(height));
    let mut planes = [0; 3].map(|_| Plane::zeros((h, w)));
    // Whole pixels to whole cells: a cell covers many, so that a pixel's fraction does not matter.
    let mut counts = Plane::zeros((h, w));
    // A strip may be so long that the product needs more than 32 bits.
    let cell = |i: usize, cells: usize, of: usize| (i as u64 * cells as u64 / of as u64) as usize;
    for (y, row) in rgba.chunks_exact(width * 4).enumerate() {
        let row_of_cells = cell(y, h, height);
        for (x, pixel) in row.as_chunks::<4>().0.iter().enumerate() {
            let at = [row_of_cells, cell(x, w, width)];
            let opacity = f32::from(pixel[3]) / 255.0;
            counts[at] += 1.0;
            for (plane, &v) in planes.iter_mut().zip(pixel) {
                plane[at] += f32::from(v) / 255.0 * opacity + ground * (1.0 - opacity);
            }
        }
    }
    counts.mapv_inplace(|n| n.max(1.0));
    planes.map(|plane| plane / &counts)
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
