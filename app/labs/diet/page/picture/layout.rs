//! Where the blocks stand, and how large each is: its area is its bytes, on one scale for the whole network.

/// Between two blocks, in CSS pixels; the style sheet has the same.
const GAP: f64 = 8.0;
/// The place of the image at one end, and of the classes at the other.
const END: f64 = 56.0;
/// The least place of a block with a name and a number below it, and of one without: a finger's width.
const NAMED: f64 = 64.0;
const NAMELESS: f64 = 32.0;
/// So many rows of named blocks there are at most.
const NAMED_ROWS: usize = 2;
/// In a row alone on so narrow a page there would be no room for a large block.
const NARROW: f64 = 520.0;
/// A block is this many times as wide as high at most.
const ASPECT: f64 = 2.2;
/// A cell of the largest drawing of a block, in CSS pixels.
const CELL: f64 = 9.0;

/// The blocks of a network.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Layout {
    /// One for each pair of bytes given.
    pub blocks: Vec<Block>,
    /// Whether there is room for names below them.
    pub has_names: bool,
    /// The height of a row's blocks at most.
    pub height: f64,
}

/// A block, in CSS pixels.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Block {
    /// The width of its place.
    pub place: f64,
    /// Width and height before; 0 where there was no such layer.
    pub was: [f64; 2],
    /// Width and height now.
    pub now: [f64; 2],
    /// Rows and columns of weights that there is room for.
    pub cells: [usize; 2],
}

/// Blocks for layers of so many bytes (before, now) on a page of this width: as large as can be in as few rows as are
/// needed, so that their areas are their bytes.
pub fn layout(bytes: &[(f64, f64)], width: f64) -> Layout {
    let wide = |least: f64| rows(bytes.iter().map(|_| least), width);
    let has_names = wide(NAMED) <= NAMED_ROWS;
    let least = if has_names { NAMED } else { NAMELESS };
    let needed = wide(least);
    let most_rows = needed + usize::from(needed == 1 && width < NARROW || !has_names);
    let height = match most_rows {
        1 => 208.0,
        2 => 150.0,
        _ => 104.0,
    };
    let fits = |scale: f64| {
        let sizes = || bytes.iter().map(|&(was, now)| size(was.max(now) * scale, height));
        let is_calm = sizes().all(|[w, h]| w <= width && w <= ASPECT * h);
        is_calm && rows(sizes().map(|[w, _]| w.max(least)), width) <= most_rows
    };
    let (mut low, mut high) = (0.0, width * height / bytes.iter().map(|b| b.0.max(b.1)).fold(1.0, f64::max));
    for _ in 0..40 {
        let middle = (low + high) / 2.0;
        if fits(middle) { low = middle } else { high = middle }
    }
    let block = |&(was, now): &(f64, f64)| {
        let most = was.max(now);
        let [w, h] = size(most * low, height);
        let part = |bytes: f64| {
            let side = if most > 0.0 { (bytes / most).sqrt() } else { 0.0 };
            [w * side, h * side]
        };
        let cells = [h, w].map(|side| (side / CELL).round().max(1.0) as usize);
        Block { place: w.max(least), was: part(was), now: part(now), cells }
    };
    Layout { blocks: bytes.iter().map(block).collect(), has_names, height }
}

/// Width and height of an area: a square, or as high as may be.
fn size(area: f64, height: f64) -> [f64; 2] {
    let h = area.sqrt().min(height);
    if h > 0.0 { [area / h, h] } else { [0.0; 2] }
}

/// The rows that the places fill, with the image before them and the classes behind.
fn rows(places: impl Iterator<Item = f64>, width: f64) -> usize {
    let all = std::iter::once(END).chain(places).chain([END]);
    let (rows, _) = all.fold((1, -GAP), |(rows, end), place| match end + GAP + place {
        end if end <= width => (rows, end),
        _ => (rows + 1, place),
    });
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    /// LeNet's layers before and in four bits.
    const LENET: [(f64, f64); 4] = [(643.0, 150.0), (18_563.0, 2_500.0), (803_331.0, 100_900.0), (5_163.0, 690.0)];

    fn area([w, h]: [f64; 2]) -> f64 {
        w * h
    }

    #[test]
    fn areas_are_bytes_on_one_scale() {
        for width in [280.0, 340.0, 672.0, 1200.0] {
            let Layout { blocks, height, .. } = layout(&LENET, width);
            let scale = area(blocks[2].was) / LENET[2].0;
            assert!(scale > 0.0);
            for (block, (was, now)) in blocks.iter().zip(LENET) {
                for (shown, bytes) in [(block.was, was), (block.now, now)] {
                    assert!((area(shown) / bytes / scale - 1.0).abs() < 1e-6, "{block:?} at {width}");
                    assert!(shown[0] <= width && shown[1] <= height + 1e-9, "{block:?} at {width}");
                }
            }
        }
    }

    #[test]
    fn blocks_fill_the_page_and_no_more() {
        for (count, width) in [(1, 672.0), (4, 672.0), (28, 672.0), (53, 672.0), (28, 330.0), (53, 272.0)] {
            let bytes: Vec<(f64, f64)> = (1..=count).map(|i| (1000.0 * f64::from(i), 300.0)).collect();
            let made = layout(&bytes, width);
            let least = if made.has_names { NAMED } else { NAMELESS };
            let needed = rows(bytes.iter().map(|_| least), width);
            let used = rows(made.blocks.iter().map(|block| block.place), width);
            assert!(used <= needed + 1, "{count} at {width}: {used} rows, {needed} needed");
            assert!(made.blocks.iter().all(|block| (least..=width).contains(&block.place)));
        }
    }

    #[test]
    fn a_layer_that_is_new_or_has_grown_has_room() {
        let made = layout(&[(0.0, 500.0), (100.0, 400.0), (0.0, 0.0)], 600.0);
        assert_eq!(made.blocks[0].was, [0.0; 2]);
        assert!(made.blocks[1].place >= made.blocks[1].now[0] && area(made.blocks[1].was) < area(made.blocks[1].now));
        assert_eq!(made.blocks[2].now, [0.0; 2]);
    }
}
