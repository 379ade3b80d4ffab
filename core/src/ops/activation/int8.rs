//! Activations of 8-bit integers: a table of all 256 results.

use super::Activation;
use crate::int8::{dequantize, quantize};
use crate::quant::Affine;

/// The output level for each input level, from −128 on.
pub type Table = [i8; 256];

/// The table of `f` between two grids; of none, from one grid to the other.
pub fn table(f: Option<Activation>, x: Affine, y: Affine) -> Table {
    std::array::from_fn(|i| {
        let value = dequantize((i as i32 - 128) as i8, x);
        quantize(f.map_or(value, |f| f.apply(value)), y)
    })
}

/// The levels between which ReLU and ReLU6 keep a result (TFLite's `CalculateActivationRangeQuantized`); `None` for
/// functions that are more than bounds.
pub fn bounds(f: Option<Activation>, y: Affine) -> Option<[i8; 2]> {
    match f {
        None => Some([-128, 127]),
        Some(Activation::Relu) => Some([quantize(0.0, y), 127]),
        Some(Activation::Relu6) => Some([quantize(0.0, y), quantize(6.0, y)]),
        Some(_) => None,
    }
}

/// Whether `f` is nothing but bounds: then a layer applies it as it rounds.
pub fn is_bounds(f: Activation) -> bool {
    bounds(Some(f), Affine { scale: 1.0, zero_point: 0 }).is_some()
}

/// `y = table[x]`.
pub fn look_up(table: &Table, x: &[i8], y: &mut [i8]) {
    for (y, x) in y.iter_mut().zip(x) {
        *y = table[(*x as u8 ^ 0x80) as usize];
    }
}

/// [`look_up`] in place.
pub fn look_up_in_place(table: &Table, y: &mut [i8]) {
    for y in y {
        *y = table[(*y as u8 ^ 0x80) as usize];
    }
}
