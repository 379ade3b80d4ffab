//! Levels and their scales in ONNX's form.

use super::model::ModelProto;
use super::proto::Attribute::Int;
use crate::graph::Param;
use crate::quant::{Affine, Grid, Storage};

/// A tensor as levels of a grid.
pub struct Levels<'a> {
    pub scale: &'a [f32],
    zero_point: Vec<i8>,
    /// Whether 4 bits hold each level and zero point.
    is_short: bool,
    /// The levels as floats, in Karui's order.
    pub values: Vec<f32>,
}

impl<'a> Levels<'a> {
    /// The levels of `values`, where they are stored as such, and 8 bits hold each of them and the zero points.
    pub fn of(p: &Param, values: &[f32], storage: &'a Storage) -> Option<Self> {
        let grid = storage.encoding.grid()?;
        let channels = p.shape.last().copied().unwrap_or(1);
        let fits = grid.scale.len() == 1 || grid.scale.len() == channels;
        if !fits || grid.zero_point.len() != grid.scale.len() {
            return None;
        }
        let zero_point = grid.zero_point.iter().map(|&z| i8::try_from(z).ok()).collect::<Option<Vec<_>>>()?;
        let is_short = grid.dtype.bits() <= 4 && zero_point.iter().all(|z| (-8..8).contains(z));
        let levels = values.iter().enumerate().map(|(i, &value)| {
            let at = grid.channel(i, channels);
            // What was left out is zero, also where a grid of −1 and 1 has no level for it.
            let level =
                if value == 0.0 { grid.zero_point[at] } else { grid.level(value, at, Grid::levels(grid.dtype, false)) };
            level as f32
        });
        Some(Levels { scale: &grid.scale, zero_point, is_short, values: levels.collect() })
    }

    /// Whether every zero point is zero.
    pub fn is_symmetric(&self) -> bool {
        self.zero_point.iter().all(|&z| z == 0)
    }

    /// Adds them as a constant of `dims` with `levels` in that order, and gives the name of its values.
    pub fn add(&self, model: &mut ModelProto, name: &str, dims: &[usize], levels: &[f32]) -> String {
        let levels: Vec<i8> = levels.iter().map(|&l| l as i8).collect();
        let integers = if self.is_short { ModelProto::int4 } else { ModelProto::int8 };
        let inputs = vec![
            integers(model, name.into(), dims, &levels),
            model.floats(format!("{name}_scale"), &per_channel(self.scale.len()), self.scale),
            integers(model, format!("{name}_zero_point"), &per_channel(self.scale.len()), &self.zero_point),
        ];
        model.node("DequantizeLinear", inputs, format!("{name}_value"), vec![("axis", Int(0))])
    }
}

/// Adds a bias in units of `scale`, for each channel or for all, as 32-bit integers; gives the name of its values, or
/// nothing where such integers cannot hold it.
pub fn bias(model: &mut ModelProto, name: &str, values: &[f32], scale: &[f32]) -> Option<String> {
    let level = |(i, value): (usize, &f32)| {
        let level = (value / scale[if scale.len() == 1 { 0 } else { i }]).round_ties_even();
        (level.abs() < i32::MAX as f32).then_some(level as i32)
    };
    let levels: Vec<i32> = values.iter().enumerate().map(level).collect::<Option<_>>()?;
    let inputs = vec![
        model.int32(name.into(), &[values.len()], &levels),
        model.floats(format!("{name}_scale"), &per_channel(scale.len()), scale),
    ];
    Some(model.node("DequantizeLinear", inputs, format!("{name}_value"), vec![("axis", Int(0))]))
}

/// Adds a `QuantizeLinear` and a `DequantizeLinear` behind `value`; `names` of scale, zero point, levels and output.
pub fn round_trip(model: &mut ModelProto, grid: Affine, value: String, names: [String; 4]) -> String {
    let [scale, zero_point, levels, output] = names;
    let scale = model.floats(scale, &[], &[grid.scale]);
    let zero_point = model.int8(zero_point, &[], &[grid.zero_point.clamp(-128, 127) as i8]);
    let levels = model.node("QuantizeLinear", vec![value, scale.clone(), zero_point.clone()], levels, Vec::new());
    model.node("DequantizeLinear", vec![levels, scale, zero_point], output, Vec::new())
}

/// The dimensions of scales: none for a single one.
fn per_channel(scales: usize) -> Vec<usize> {
    if scales == 1 { Vec::new() } else { vec![scales] }
}
