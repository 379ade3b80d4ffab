//! What a program can do with arrays: each op forward, with its way back beside it. Sums are in doubles.

pub mod elementwise;
pub mod index;
pub mod layers;
pub mod losses;
pub mod matmul;
pub mod pool;
pub mod reduce;
pub mod shape;

use crate::array::Array;
use crate::error::{Result, runtime};

/// An axis counted from the front, from one that may be counted from the back.
pub fn axis(dim: i64, rank: usize) -> Result<usize> {
    // PyTorch lets a scalar have dimension 0 and −1.
    let rank_or_one = rank.max(1) as i64;
    let at = if dim < 0 { dim.saturating_add(rank_or_one) } else { dim };
    if (0..rank_or_one).contains(&at) {
        Ok(at as usize)
    } else {
        crate::error::index(format!(
            "dimension {dim} of a tensor that has {rank}: expected {} … {}",
            -rank_or_one,
            rank_or_one - 1
        ))
    }
}

/// `f` of each value.
fn map(x: &Array, f: &dyn Fn(f32) -> f32) -> Result<Array> {
    let values = x.floats().iter().map(|v| f(*v)).collect();
    x.make(values, x.shape())
}

/// `f` of each pair of values of two arrays of one shape.
fn zip(a: &Array, b: &Array, f: &dyn Fn(f32, f32) -> f32) -> Result<Array> {
    if a.shape() != b.shape() {
        return runtime(format!("shapes {:?} and {:?} differ", a.shape(), b.shape()));
    }
    let values = a.floats().iter().zip(b.floats().iter()).map(|(a, b)| f(*a, *b)).collect();
    a.make(values, a.shape())
}
