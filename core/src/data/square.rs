//! A photograph as a network's input: its middle square, made smaller or larger.

use crate::{Error, Result};

/// The largest square in the middle of a picture of `width × height` pixels, at `size × size`: `[size, size, 3]` bytes.
/// `pixels` has three bytes for each (red, green, blue) or four (opacity too; what is transparent lies on white).
///
/// Bilinear with antialiasing: where the picture shrinks, the triangle is as wide as the pixels that it replaces, so that
/// every one of them counts (`Image.resize(…, BILINEAR)` of Pillow, `Resize(antialias=True)` of torchvision).
///
/// # Errors
/// When the bytes are not those of a picture of that size, or it or the result has no pixel.
pub fn square(pixels: &[u8], width: usize, height: usize, size: usize) -> Result<Vec<u8>> {
    let area = width.checked_mul(height).filter(|&area| area > 0 && size > 0);
    let channels = area.filter(|area| pixels.len().is_multiple_of(*area)).map_or(0, |area| pixels.len() / area);
    if !matches!(channels, 3 | 4) {
        let expected = format!("{width} × {height} × 3 or 4 bytes, more than none");
        return Err(Error::format("picture", expected, pixels.len().to_string()));
    }
    let side = width.min(height);
    let (left, top) = ((width - side) / 2, (height - side) / 2);
    let taps = taps(side, size);
    // Rows first: `[side, size, 3]`.
    let mut wide = vec![0f32; side * size * 3];
    let mut line = vec![0f32; side * 3];
    for (y, out) in wide.chunks_exact_mut(size * 3).enumerate() {
        let start = ((top + y) * width + left) * channels;
        read_line(&pixels[start..start + side * channels], channels, &mut line);
        for (out, tap) in out.as_chunks_mut::<3>().0.iter_mut().zip(&taps) {
            for (from, weight) in line[tap.first * 3..].as_chunks::<3>().0.iter().zip(&tap.weights) {
                out.iter_mut().zip(from).for_each(|(sum, v)| *sum += weight * v);
            }
        }
    }
    let mut bytes = Vec::with_capacity(size * size * 3);
    let mut sums = vec![0f32; size * 3];
    for tap in &taps {
        sums.fill(0.0);
        for (from, weight) in wide[tap.first * size * 3..].chunks_exact(size * 3).zip(&tap.weights) {
            sums.iter_mut().zip(from).for_each(|(sum, v)| *sum += weight * v);
        }
        bytes.extend(sums.iter().map(|v| (v + 0.5) as u8));
    }
    Ok(bytes)
}

/// A line of pixels as numbers, three each, on white.
fn read_line(pixels: &[u8], channels: usize, line: &mut [f32]) {
    for (out, pixel) in line.as_chunks_mut::<3>().0.iter_mut().zip(pixels.chunks_exact(channels)) {
        let opacity = pixel.get(3).map_or(1.0, |&a| f32::from(a) / 255.0);
        for (out, &v) in out.iter_mut().zip(pixel) {
            *out = f32::from(v) * opacity + 255.0 * (1.0 - opacity);
        }
    }
}

/// The pixels of a line that one pixel of the result is made of: the first, and the share of each from there on.
struct Tap {
    first: usize,
    weights: Vec<f32>,
}

/// What each of `size` pixels takes from a line of `len`.
fn taps(len: usize, size: usize) -> Vec<Tap> {
    let scale = len as f32 / size as f32;
    let reach = scale.max(1.0);
    let one = |i: usize| {
        let middle = (i as f32 + 0.5) * scale;
        let first = (middle - reach + 0.5).max(0.0) as usize;
        let end = ((middle + reach + 0.5) as usize).min(len);
        let share = |x: usize| (1.0 - ((x as f32 + 0.5 - middle) / reach).abs()).max(0.0);
        let sum: f32 = (first..end).map(share).sum();
        Tap { first, weights: (first..end).map(|x| share(x) / sum).collect() }
    };
    (0..size).map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn pattern(width: usize, height: usize) -> Vec<u8> {
        (0..width * height * 3).map(|i| ((i * 37 + i / 7 * 11) % 256) as u8).collect()
    }

    /// `Image.fromarray(pattern).crop(middle).resize((n, n), Image.BILINEAR)` of Pillow 13.0, which rounds between its two
    /// passes.
    #[test]
    fn is_pillows_bilinear_to_a_level() {
        let cases: [(usize, usize, usize, &[u8]); 3] = [
            (
                12,
                8,
                3,
                &[
                    128, 145, 108, 105, 137, 161, 96, 107, 146, 100, 120, 144, 140, 121, 129, 138, 126, 101, 137, 98,
                    112, 133, 153, 107, 103, 142, 118,
                ],
            ),
            (
                10,
                17,
                4,
                &[
                    98, 107, 145, 160, 95, 117, 137, 162, 91, 110, 149, 146, 86, 117, 156, 150, 96, 129, 149, 140, 98,
                    120, 158, 91, 94, 131, 166, 126, 103, 141, 162, 102, 111, 135, 165, 83, 103, 142, 146, 106, 115,
                    153, 164, 88, 122, 145, 121, 95,
                ],
            ),
            (
                4,
                3,
                5,
                &[
                    0, 37, 74, 44, 81, 118, 111, 148, 185, 178, 68, 105, 222, 14, 51, 80, 117, 56, 84, 121, 100, 93,
                    130, 167, 160, 108, 145, 204, 94, 131, 199, 236, 28, 145, 182, 72, 65, 102, 139, 132, 169, 206,
                    176, 213, 250, 171, 208, 147, 115, 154, 133, 31, 74, 111, 101, 141, 178, 148, 185, 222, 153, 190,
                    227, 95, 136, 173, 8, 56, 93, 81, 123, 160, 130, 167, 204,
                ],
            ),
        ];
        for (width, height, size, expected) in cases {
            let got = square(&pattern(width, height), width, height, size).unwrap();
            assert_eq!(got.len(), expected.len());
            for (got, expected) in got.iter().zip(expected) {
                assert!(got.abs_diff(*expected) <= 1, "{width} × {height} to {size}: {got} for {expected}");
            }
        }
    }

    #[test]
    fn the_same_size_is_the_same_picture_and_opacity_lies_on_white() {
        let picture = pattern(9, 9);
        assert_eq!(square(&picture, 9, 9, 9).unwrap(), picture);
        let half = [100, 0, 200, 0, 100, 0, 200, 255];
        assert_eq!(square(&half[..4], 1, 1, 2).unwrap(), [255; 12]);
        assert_eq!(square(&half[4..], 1, 1, 1).unwrap(), [100, 0, 200]);
    }

    #[test]
    fn an_even_picture_stays_even_at_any_size() {
        for size in [1, 7, 96, 224] {
            assert!(square(&[77; 31 * 50 * 3], 31, 50, size).unwrap().iter().all(|&v| v == 77));
        }
    }

    proptest! {
        #[test]
        fn any_bytes_give_a_square_or_an_error(w in 0usize..20, h in 0usize..20, c in 0usize..6, size in 0usize..20) {
            let pixels = vec![9; w * h * c];
            let fits = w * h > 0 && size > 0 && (c == 3 || c == 4);
            prop_assert_eq!(square(&pixels, w, h, size).map(|s| s.len()).ok(), fits.then_some(size * size * 3));
        }

        #[test]
        fn any_size_is_refused_that_is_not_the_bytes(w: usize, h: usize) {
            let fits = matches!(w.checked_mul(h), Some(4));
            prop_assert_eq!(square(&[0; 16], w, h, 2).is_ok(), fits);
        }
    }
}
