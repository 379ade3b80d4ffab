//! The outlines of the ten classes as signed distances: negative inside, about 1 large, y pointing down.

/// The distance of `(x, y)` to the outline of class `label`, and never less than a half of it: enough to blend an edge
/// over one pixel.
pub(super) fn distance(label: u8, x: f32, y: f32) -> f32 {
    match label {
        0 => circle(x, y, 0.0, 0.9),
        1 => polygon(&SQUARE, x, y),
        2 => polygon(&TRIANGLE, x, y),
        3 => polygon(&STAR, x, y),
        4 => polygon(&CROSS, x, y),
        5 => circle(x, y, 0.0, 0.92).max(-circle(x, y, 0.0, 0.5)),
        6 => circle(x, y, 0.05, 0.95).max(-circle(x, y, 0.48, 0.78)),
        7 => heart(x.abs(), y),
        8 => polygon(&ARROW, x, y),
        _ => polygon(&HEXAGON, x, y),
    }
}

type Points<const N: usize> = [(f32, f32); N];

const SQUARE: Points<4> = [(-0.78, -0.78), (0.78, -0.78), (0.78, 0.78), (-0.78, 0.78)];
const TRIANGLE: Points<3> = [(0.0, -1.0), (0.95, 0.7), (-0.95, 0.7)];
const HEXAGON: Points<6> =
    [(0.95, 0.0), (0.475, 0.8227), (-0.475, 0.8227), (-0.95, 0.0), (-0.475, -0.8227), (0.475, -0.8227)];
// Five points at radius 1, five between them at 0.42.
const STAR: Points<10> = [
    (0.0, -1.0),
    (0.2469, -0.3398),
    (0.9511, -0.309),
    (0.3994, 0.1298),
    (0.5878, 0.809),
    (0.0, 0.42),
    (-0.5878, 0.809),
    (-0.3994, 0.1298),
    (-0.9511, -0.309),
    (-0.2469, -0.3398),
];
const CROSS: Points<12> = [
    (-0.32, -0.95),
    (0.32, -0.95),
    (0.32, -0.32),
    (0.95, -0.32),
    (0.95, 0.32),
    (0.32, 0.32),
    (0.32, 0.95),
    (-0.32, 0.95),
    (-0.32, 0.32),
    (-0.95, 0.32),
    (-0.95, -0.32),
    (-0.32, -0.32),
];
const ARROW: Points<7> =
    [(0.0, -1.0), (0.75, -0.1), (0.28, -0.1), (0.28, 0.95), (-0.28, 0.95), (-0.28, -0.1), (-0.75, -0.1)];

fn circle(x: f32, y: f32, center_x: f32, radius: f32) -> f32 {
    let x = x - center_x;
    (x * x + y * y).sqrt() - radius
}

/// Exact: the least distance to an edge, its sign by the number of edges crossed on the way out.
fn polygon<const N: usize>(points: &Points<N>, x: f32, y: f32) -> f32 {
    let mut least = f32::MAX;
    let mut inside = false;
    let (mut ax, mut ay) = points[N - 1];
    for &(bx, by) in points {
        let (ex, ey) = (bx - ax, by - ay);
        let (px, py) = (x - ax, y - ay);
        let t = ((px * ex + py * ey) / (ex * ex + ey * ey)).clamp(0.0, 1.0);
        let (dx, dy) = (px - ex * t, py - ey * t);
        least = least.min(dx * dx + dy * dy);
        if (ay > y) != (by > y) && px < ex * py / ey {
            inside = !inside;
        }
        (ax, ay) = (bx, by);
    }
    if inside { -least.sqrt() } else { least.sqrt() }
}

/// Two half circles on a square that stands on its corner; `x ≥ 0`. After Inigo Quilez, "2D distance functions", in
/// whose terms the tip lies at the origin and the lobes end near y = 1.1.
fn heart(x: f32, y: f32) -> f32 {
    const SCALE: f32 = 1.6;
    let (x, y) = (x / SCALE, (0.9 - y) / SCALE);
    let square = |x: f32, y: f32| x * x + y * y;
    let d = if x + y > 1.0 {
        square(x - 0.25, y - 0.75).sqrt() - std::f32::consts::SQRT_2 / 4.0
    } else {
        let along = 0.5 * (x + y).max(0.0);
        square(x, y - 1.0).min(square(x - along, y - along)).sqrt() * if x > y { 1.0 } else { -1.0 }
    };
    d * SCALE
}

#[cfg(test)]
mod tests {
    use super::distance;

    /// Each outline fits its box, covers a fair part of it, and its distance grows by one per unit walked outwards.
    #[test]
    fn outlines_are_of_like_size() {
        for label in 0..10 {
            let mut covered = 0;
            for i in -60..60 {
                for j in -60..60 {
                    let (x, y) = (i as f32 / 40.0, j as f32 / 40.0);
                    let d = distance(label, x, y);
                    if d < 0.0 {
                        covered += 1;
                        assert!(x.hypot(y) < 1.15, "class {label} reaches ({x}, {y})");
                    }
                    let further = distance(label, x + 0.01, y);
                    assert!((further - d).abs() <= 0.0101, "class {label} at ({x}, {y})");
                }
            }
            let area = covered as f32 / 1600.0;
            assert!((0.8..2.9).contains(&area), "class {label} covers {area}");
        }
    }
}
