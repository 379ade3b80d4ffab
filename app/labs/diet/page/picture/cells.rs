//! Weights as cells: coloured by their sign and size, empty where they are zero, and a thin gap where their channel has
//! gone.

use crate::diet::picture::{Cells, spread};
use karui_ui::canvas::Paint;

/// A channel that has gone is this much as thick as one that is there.
const THIN: f64 = 0.2;

/// A place along one side: the row or column that it shows, where it begins and how wide it is, in parts of the whole.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Place {
    at: usize,
    from: f64,
    part: f64,
}

/// Paints so many rows and columns of the cells over the whole canvas.
pub fn paint(paint: &Paint<'_>, cells: &Cells, [rows, columns]: [usize; 2]) {
    let (down, across) = (places(&cells.rows, rows), places(&cells.columns, columns));
    let thinnest = |places: &[Place], side: f64| places.iter().map(|p| p.part * side).fold(f64::INFINITY, f64::min);
    // Cells of a few pixels touch each other, or the gaps would be most of what is seen.
    let gap = match thinnest(&across, paint.width).min(thinnest(&down, paint.height)) {
        least if least >= 5.0 => 1.0,
        least if least >= 3.0 => 0.5,
        _ => 0.0,
    };
    for row in &down {
        for column in &across {
            let value = cells.values.get(row.at * cells.columns.len() + column.at).copied().unwrap_or(0.0);
            if value != 0.0 {
                // The root, so that a small weight does not look like none.
                let share = (value.abs() / cells.limit.max(f32::MIN_POSITIVE)).sqrt();
                let colour = paint.palette.diverging.signed(share.copysign(value), 1.0);
                paint.context.set_fill_style_str(&colour.css());
                let (x, y) = (column.from * paint.width, row.from * paint.height);
                let (w, h) = (column.part * paint.width, row.part * paint.height);
                paint.context.fill_rect(x, y, (w - gap).max(0.5), (h - gap).max(0.5));
            }
        }
    }
}

/// `count` of the rows or columns, those that are there each with a place; those that have gone leave a thin one.
fn places(is_there: &[bool], count: usize) -> Vec<Place> {
    let chosen: Vec<usize> = spread(is_there.len(), count).collect();
    let weight = |at: usize| if is_there[at] { 1.0 } else { THIN };
    let all = chosen.iter().map(|&at| weight(at)).sum::<f64>().max(f64::MIN_POSITIVE);
    let mut from = 0.0;
    let mut made = Vec::new();
    for at in chosen {
        let part = weight(at) / all;
        if is_there[at] {
            made.push(Place { at, from, part });
        }
        from += part;
    }
    made
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_gone_leaves_a_thin_gap() {
        let made = places(&[true, false, true], 3);
        let whole = 2.0 + THIN;
        assert_eq!(made.iter().map(|p| p.at).collect::<Vec<_>>(), [0, 2]);
        assert!((made[1].from - (1.0 + THIN) / whole).abs() < 1e-12 && (made[0].part - 1.0 / whole).abs() < 1e-12);
        assert_eq!(places(&[true; 8], 2).len(), 2);
        assert_eq!((places(&[], 4), places(&[false, false], 2)), (Vec::new(), Vec::new()));
    }
}
