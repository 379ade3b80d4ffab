//! Where things lie on the number line, and what a pointer that comes there takes hold of.

use crate::diet::line::{QuantLine, Steps};
use karui_ui::html::chart::Scale;

/// The drawing's height, and from top to bottom: where the histogram begins and ends, the grid's band, the axis.
pub const HEIGHT: f64 = 186.0;
pub const TOP: f64 = 16.0;
pub const BASE: f64 = 74.0;
pub const BAND: (f64, f64) = (92.0, 112.0);
pub const AXIS: f64 = 146.0;
/// Room on both sides.
const AIR: f64 = 14.0;
/// How near to an end of the band a pointer takes hold of it.
const NEAR: f64 = 16.0;
/// Scales that can be set by hand, as factors of the observer's.
pub const FACTORS: (f64, f64) = (1.0 / 16.0, 8.0);

/// What is held.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Grip {
    /// The band's end at this level: its value decides the scale.
    End(i32),
    /// The band, at this value while the zero point was this one.
    Band(f64, i32),
    /// The followed weight.
    Weight,
}

/// The drawing's scale: the weights and the observer's grid, and as much again for a grid that is made wider. It does not
/// depend on the grid that is shown, which can be dragged over it.
pub fn scale(line: &QuantLine, width: f64) -> Scale {
    let end = |level: i32| f64::from(line.chosen.scale) * f64::from(level.saturating_sub(line.chosen.zero_point));
    let low = f64::from(line.range.0).min(end(line.levels.0));
    let high = f64::from(line.range.1).max(end(line.levels.1));
    let air = ((high - low) * 0.3).max(f64::from(f32::MIN_POSITIVE));
    Scale { low: low - air, high: high + air, from: AIR, to: (width - AIR).max(AIR + 1.0), is_log: false }
}

/// The value at a place of the drawing.
pub fn value_at(scale: &Scale, x: f64) -> f64 {
    scale.low + (x - scale.from) / (scale.to - scale.from) * (scale.high - scale.low)
}

/// What a pointer takes hold of at a place.
pub fn grip(line: &QuantLine, width: f64, (x, y): (f64, f64)) -> Option<Grip> {
    let scale = scale(line, width);
    if y < BAND.0 - 8.0 {
        return Some(Grip::Weight);
    }
    let ends = [(line.ends.0, line.levels.0), (line.ends.1, line.levels.1)];
    let far = |end: f32| (scale.within(f64::from(end)) - x).abs();
    let nearest = ends.into_iter().filter(|(_, level)| *level != line.now.zero_point);
    let nearest = nearest.min_by(|a, b| far(a.0).total_cmp(&far(b.0)));
    match nearest {
        Some((end, level)) if far(end) <= NEAR => Some(Grip::End(level)),
        _ => Some(Grip::Band(value_at(&scale, x), line.now.zero_point)),
    }
}

/// The scale, or the zero point, that what is held asks for at a place; `None` for what the grid does not decide.
pub fn dragged(line: &QuantLine, width: f64, grip: Grip, x: f64) -> Option<Steps> {
    let value = value_at(&scale(line, width), x);
    let Steps { scale, zero_point } = line.now;
    match grip {
        Grip::End(level) => {
            let wanted = value / f64::from(level.saturating_sub(zero_point));
            Some(Steps { scale: bounded(line, wanted), zero_point })
        }
        Grip::Band(from, zero) => {
            let steps = ((value - from) / f64::from(scale)).round().clamp(-1e6, 1e6) as i32;
            Some(Steps { scale, zero_point: zero.saturating_sub(steps).clamp(line.levels.0, line.levels.1) })
        }
        Grip::Weight => None,
    }
}

/// A scale within what can be set by hand.
pub fn bounded(line: &QuantLine, wanted: f64) -> f32 {
    let chosen = f64::from(line.chosen.scale);
    let wanted = if wanted.is_finite() { wanted } else { chosen };
    wanted.clamp(chosen * FACTORS.0, chosen * FACTORS.1) as f32
}

/// The place among the weights, 0 … 1000, of the weight at a value, as nearly as the bins tell.
pub fn pick_at(line: &QuantLine, value: f64) -> u32 {
    let (min, max) = (f64::from(line.range.0), f64::from(line.range.1));
    let at = if max > min { ((value - min) / (max - min)).clamp(0.0, 1.0) * line.counts.len() as f64 } else { 0.0 };
    let below: f64 = line.counts.iter().take(at as usize).map(|&n| f64::from(n)).sum();
    let within = line.counts.get(at as usize).map_or(0.0, |&n| f64::from(n) * at.fract());
    ((below + within) / (line.count.max(1) as f64) * 1000.0).round().clamp(0.0, 1000.0) as u32
}

#[cfg(test)]
pub mod tests {
    use super::*;
    use crate::diet::line::{ErrorPart, LineAsk, Worked};

    /// Sixteen weights from −0.7 to 0.8 on an observer's grid of 4 bits.
    pub fn line() -> QuantLine {
        let part = ErrorPart { squares: 0.25, sqnr: 12.0 };
        let steps = Steps { scale: 0.1, zero_point: 0 };
        QuantLine {
            ask: LineAsk::default(),
            layers: vec![("conv1".into(), 4), ("fc1".into(), 10)],
            layer: 0,
            count: 16,
            rug: (0..16).map(|i| i as f32 / 10.0 - 0.7).collect(),
            range: (-0.7, 0.8),
            counts: vec![4, 4, 4, 4],
            levels: (-7, 7),
            chosen: steps,
            now: steps,
            ends: (-0.7, 0.7),
            rounding: part,
            clipping: ErrorPart { squares: 0.0, sqnr: f64::INFINITY },
            clipped: 1,
            error: part,
            by_bits: vec![(2, 3.0), (4, 12.0)],
            worked: Worked { value: 0.33, quotient: 3.3, unclamped: 3, level: 3, back: 0.3 },
        }
    }

    #[test]
    fn an_end_that_is_dragged_makes_the_scale() {
        let line = line();
        let s = scale(&line, 400.0);
        let right = s.at(0.7);
        assert_eq!(grip(&line, 400.0, (right + 5.0, 100.0)), Some(Grip::End(7)));
        let wide = dragged(&line, 400.0, Grip::End(7), s.at(1.05)).unwrap();
        assert!((wide.scale - 0.15).abs() < 1e-6 && wide.zero_point == 0, "{wide:?}");
        // Past zero there is no scale: the least that can be set.
        assert_eq!(dragged(&line, 400.0, Grip::End(7), s.at(-0.5)).unwrap().scale, 0.1 / 16.0);
    }

    #[test]
    fn the_band_moves_by_whole_steps_and_the_zero_point_against_it() {
        let line = line();
        let s = scale(&line, 400.0);
        let Some(grip @ Grip::Band(..)) = grip(&line, 400.0, (s.at(0.1), 100.0)) else { panic!("no band") };
        assert_eq!(dragged(&line, 400.0, grip, s.at(0.32)).unwrap(), Steps { scale: 0.1, zero_point: -2 });
        assert_eq!(dragged(&line, 400.0, grip, s.at(0.1)).unwrap(), line.now);
        assert_eq!(dragged(&line, 400.0, grip, -1e9).unwrap().zero_point, 7);
        assert_eq!(dragged(&line, 400.0, Grip::Weight, 3.0), None);
    }

    #[test]
    fn above_the_band_a_weight_is_picked() {
        let line = line();
        assert_eq!(grip(&line, 400.0, (200.0, 40.0)), Some(Grip::Weight));
        assert_eq!((pick_at(&line, -9.0), pick_at(&line, 9.0)), (0, 1000));
        assert!((490..=510).contains(&pick_at(&line, 0.05)));
    }
}
