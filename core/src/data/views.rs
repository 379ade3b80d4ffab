//! One picture as several: itself, and crops of it. Where there are few pictures, a network is asked about each part too.

/// A crop has so much of the side: two thirds.
const PART: (usize, usize) = (2, 3);
/// Crops along each side.
const STEPS: usize = 3;
/// The views of a picture: the whole, and nine crops.
pub const VIEWS: usize = 1 + STEPS * STEPS;

/// View `which` of a square picture, `[side, side, 3]`: the whole where it is 0, else one of nine crops of two thirds of the
/// side, which lie in a grid from corner to corner, row by row. Gives its pixels and its side; nothing past the last view,
/// or for what is no square.
pub fn view(picture: &[u8], which: usize) -> Option<(Vec<u8>, usize)> {
    let side = (picture.len() / 3).isqrt();
    if side == 0 || picture.len() != side * side * 3 || which >= VIEWS {
        return None;
    }
    let Some(crop) = which.checked_sub(1) else { return Some((picture.to_vec(), side)) };
    let part = (side * PART.0 / PART.1).max(1);
    let [left, top] = [crop % STEPS, crop / STEPS].map(|at| at * (side - part) / (STEPS - 1));
    let row = |y: usize| &picture[(y * side + left) * 3..][..part * 3];
    Some(((top..top + part).flat_map(row).copied().collect(), part))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn crops_reach_from_corner_to_corner() {
        // Each pixel tells its column and its row.
        let picture: Vec<u8> = (0..9u8).flat_map(|y| (0..9u8).flat_map(move |x| [x, y, 0])).collect();
        assert_eq!(view(&picture, 0), Some((picture.clone(), 9)));
        let ends = |which: usize| {
            let (pixels, side) = view(&picture, which).unwrap();
            assert_eq!((side, pixels.len()), (6, 6 * 6 * 3));
            [pixels[0], pixels[1], pixels[pixels.len() - 3], pixels[pixels.len() - 2]]
        };
        assert_eq!([1, 3, 5, 7, 9].map(ends), [[0, 0, 5, 5], [3, 0, 8, 5], [1, 1, 6, 6], [0, 3, 5, 8], [3, 3, 8, 8]]);
        assert_eq!(view(&picture, VIEWS), None);
    }

    #[test]
    fn what_is_no_square_has_no_views() {
        assert_eq!((view(&[], 0), view(&[0; 6], 0), view(&[0; 13], 1)), (None, None, None));
        assert_eq!(view(&[1, 2, 3], 9), Some((vec![1, 2, 3], 1)));
    }
}
