//! Where the ranks stand in the drawing.

use karui_parallel::allreduce::{AllReduce, How, Plan};
use std::f64::consts::{PI, TAU};

/// Width and height of the drawing.
pub const SIZE: (f64, f64) = (560.0, 340.0);
/// Half the width and the height of a rank's box.
pub const HALF: (f64, f64) = (54.0, 27.0);

/// The middle of each rank's box: on a circle, one in the middle where all others send to it, or as a tree.
pub fn places(plan: &Plan) -> Vec<(f64, f64)> {
    let (count, middle) = (plan.ranks.len(), (SIZE.0 / 2.0, SIZE.1 / 2.0));
    let on_circle = |i: usize, n: usize| {
        let angle = TAU * i as f64 / n.max(1) as f64 - PI / 2.0;
        let (wide, high) = (middle.0 - HALF.0 - 6.0, middle.1 - HALF.1 - 6.0);
        (middle.0 + wide * angle.cos(), middle.1 + high * angle.sin())
    };
    match plan.algorithm {
        AllReduce::Naive => {
            let other = |rank: usize| if rank == 0 { middle } else { on_circle(rank - 1, count - 1) };
            (0..count).map(other).collect()
        }
        AllReduce::Server => {
            (0..count).map(|rank| if rank == plan.workers { middle } else { on_circle(rank, plan.workers) }).collect()
        }
        AllReduce::Tree => tree(plan),
        AllReduce::Ring | AllReduce::Halving => (0..count).map(|rank| on_circle(rank, count)).collect(),
    }
}

/// Who a rank gets the sum from.
fn parent(plan: &Plan, rank: usize) -> Option<usize> {
    let receives = plan.ranks.get(rank)?.iter().flat_map(|round| &round.receives);
    receives.into_iter().find(|receive| receive.how == How::Replace).map(|receive| receive.from)
}

/// Side by side in the order of their numbers, each below the one above it; the top above its only child.
fn tree(plan: &Plan) -> Vec<(f64, f64)> {
    let count = plan.ranks.len();
    let depth = |rank| std::iter::successors(parent(plan, rank), |&rank| parent(plan, rank)).count();
    let depths: Vec<usize> = (0..count).map(depth).collect();
    let deepest = depths.iter().copied().max().unwrap_or(0).max(1) as f64;
    let (left, right) = (HALF.0 + 4.0, SIZE.0 - HALF.0 - 4.0);
    let below = (1..count).find(|&rank| parent(plan, rank) == Some(0)).unwrap_or(0);
    let place = |rank: usize| {
        let column = if rank == 0 { below } else { rank };
        let x = left + (right - left) * column.saturating_sub(1) as f64 / count.saturating_sub(2).max(1) as f64;
        let y = HALF.1 + 4.0 + (SIZE.1 - 2.0 * HALF.1 - 8.0) * depths[rank] as f64 / deepest;
        (if count == 2 { SIZE.0 / 2.0 } else { x }, y)
    };
    (0..count).map(place).collect()
}

#[cfg(test)]
mod tests {
    use super::super::state::WORKERS;
    use super::*;

    #[test]
    fn no_box_covers_another() {
        for &algorithm in AllReduce::ALL {
            for workers in WORKERS[0]..=WORKERS[1] {
                let places = places(&Plan::new(algorithm, workers, 16).unwrap());
                for (i, a) in places.iter().enumerate() {
                    assert!(a.0 >= HALF.0 && a.0 <= SIZE.0 - HALF.0 && a.1 >= HALF.1 && a.1 <= SIZE.1 - HALF.1);
                    for b in &places[..i] {
                        let apart = (a.0 - b.0).abs() >= 2.0 * HALF.0 || (a.1 - b.1).abs() >= 2.0 * HALF.1;
                        assert!(apart, "{algorithm} {workers}: {a:?} {b:?}");
                    }
                }
            }
        }
    }
}
