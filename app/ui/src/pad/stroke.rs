//! Strokes, in parts of the pad's side, so that they do not depend on its size.

/// Width of a stroke at ordinary pressure: about that of the pens in MNIST, 2 of 28 pixels.
const WIDTH: f64 = 0.075;

/// A place on the pad with the stroke's width there.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    /// From the left, 0 to 1.
    pub x: f64,
    /// From the top, 0 to 1.
    pub y: f64,
    /// Of the stroke.
    pub width: f64,
}

impl Point {
    /// A place under a pointer; only a pen tells its pressure (0 to 1), others leave it at a half or nothing.
    pub fn new(x: f64, y: f64, pen_pressure: Option<f64>) -> Self {
        let width = pen_pressure.map_or(WIDTH, |p| WIDTH * (0.4 + 1.2 * p.clamp(0.0, 1.0)));
        Point { x, y, width }
    }
}

/// A line drawn without lifting.
pub type Stroke = Vec<Point>;

/// A piece of a stroke: a quadratic curve.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Piece {
    /// Where it starts.
    pub from: (f64, f64),
    /// The control point.
    pub over: (f64, f64),
    /// Where it ends.
    pub to: (f64, f64),
    /// Its width.
    pub width: f64,
}

/// The piece of `stroke` that its point `i` adds: curves from middle to middle round the points, so that a fast hand
/// leaves no corners. A single point is a dot.
pub fn piece(stroke: &[Point], i: usize) -> Option<Piece> {
    let here = stroke.get(i)?;
    let middle = |a: &Point, b: &Point| ((a.x + b.x) / 2.0, (a.y + b.y) / 2.0);
    let at = |p: &Point| (p.x, p.y);
    Some(match i {
        0 => Piece { from: at(here), over: at(here), to: at(here), width: here.width },
        1 => Piece { from: at(&stroke[0]), over: at(&stroke[0]), to: middle(&stroke[0], here), width: here.width },
        _ => {
            let (before, last) = (&stroke[i - 2], &stroke[i - 1]);
            let width = (last.width + here.width) / 2.0;
            Piece { from: middle(before, last), over: at(last), to: middle(last, here), width }
        }
    })
}

/// The straight end from the last middle to the last point.
pub fn tail(stroke: &[Point]) -> Option<Piece> {
    let [.., before, last] = stroke else { return None };
    let (from, to) = (((before.x + last.x) / 2.0, (before.y + last.y) / 2.0), (last.x, last.y));
    Some(Piece { from, over: from, to, width: last.width })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_join() {
        let stroke: Stroke =
            [(0.1, 0.1), (0.2, 0.5), (0.4, 0.4), (0.9, 0.9)].map(|(x, y)| Point::new(x, y, None)).into();
        let pieces: Vec<Piece> = (1..stroke.len()).filter_map(|i| piece(&stroke, i)).chain(tail(&stroke)).collect();
        assert!(pieces.windows(2).all(|p| p[0].to == p[1].from), "{pieces:?}");
        assert_eq!((pieces[0].from, pieces.last().unwrap().to), ((0.1, 0.1), (0.9, 0.9)));
    }

    #[test]
    fn a_point_is_a_dot_and_pressure_widens() {
        let dot = [Point::new(0.5, 0.5, None)];
        assert_eq!(piece(&dot, 0).map(|p| p.to), Some((0.5, 0.5)));
        assert_eq!((piece(&dot, 1), tail(&dot)), (None, None));
        assert!(Point::new(0.0, 0.0, Some(1.0)).width > 3.0 * Point::new(0.0, 0.0, Some(0.0)).width);
    }
}
