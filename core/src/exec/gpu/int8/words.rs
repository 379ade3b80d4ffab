//! Levels in words: four neighbouring channels each, as the kernels read them.

use crate::graph::Shape;
use crate::int8::Layer;
use crate::ops::Window;

/// Output channels of a panel of weights; the same in `product.wgsl`.
const PANEL: usize = 8;

/// Words of an image of `shape`.
pub(super) const fn words(shape: Shape) -> usize {
    shape.area() * shape.c.div_ceil(4)
}

/// A word of up to four levels, the first lowest.
pub(super) fn word(levels: &[i8]) -> u32 {
    levels.iter().rev().fold(0, |word, &level| word << 8 | u32::from(level as u8))
}

/// `level` four times.
pub(super) fn repeated(level: i8) -> u32 {
    word(&[level; 4])
}

/// Levels `[…, c]` with the channels of each position filled up to whole words.
pub(super) fn packed(levels: &[i8], c: usize) -> impl Iterator<Item = u32> {
    levels.chunks(c.max(1)).flat_map(|position| position.chunks(4).map(word))
}

/// The other way: the levels of positions of `c` channels each.
pub(super) fn unpacked(words: &[[u8; 4]], c: usize) -> impl Iterator<Item = i8> {
    let positions = words.chunks(c.div_ceil(4).max(1));
    positions.flat_map(move |position| position.as_flattened().iter().take(c).map(|&byte| byte as i8))
}

/// How the panels of a convolution's weights read its input.
#[derive(Debug, Clone, Copy)]
pub(super) struct Panels {
    /// Panels.
    pub count: usize,
    /// Words that each reads under a tap.
    pub span: usize,
}

impl Panels {
    /// The panels of `s`.
    pub fn new(s: &Window) -> Self {
        let count = s.k.div_ceil(PANEL);
        let kg = s.k / s.groups;
        let end = |panel: usize| ((PANEL * (panel + 1)).min(s.k) - 1) / kg + 1;
        let span = |panel: usize| (end(panel) * (s.c / s.groups)).div_ceil(4) - Self::first(s, panel);
        Panels { count, span: (0..count).map(span).max().unwrap_or(0) }
    }

    /// The word in which the channels of the panel's first group begin.
    fn first(s: &Window, panel: usize) -> usize {
        PANEL * panel / (s.k / s.groups) * (s.c / s.groups) / 4
    }

    /// Weights `[KH, KW, C/groups, K]` as `[PANELS, KH·KW, SPAN, 8]` words.
    pub fn pack(self, s: &Window, weights: &[i8]) -> Vec<u32> {
        let (cg, kg, taps) = (s.c / s.groups, s.k / s.groups, s.kh * s.kw);
        let mut out = Vec::with_capacity(self.count * taps * self.span * PANEL);
        for panel in 0..self.count {
            let first = Self::first(s, panel);
            for (tap, word, k) in (0..taps * self.span * PANEL)
                .map(|i| (i / (self.span * PANEL), i / PANEL % self.span, PANEL * panel + i % PANEL))
            {
                let level = |lane: usize| {
                    let c = (4 * (first + word) + lane).checked_sub(k / kg * cg).filter(|&c| k < s.k && c < cg);
                    c.map_or(0, |c| weights[(tap * cg + c) * s.k + k])
                };
                out.push(self::word(&[level(0), level(1), level(2), level(3)]));
            }
        }
        out
    }
}

/// For each word of output channels four biases and four multipliers: `constants` in `finish.wgsl`. Sums are of levels as they
/// are, so that the zero point of the input goes into the bias: Σ (x − zero)·w = Σ x·w − zero·Σ w.
pub(super) fn finish(layer: &Layer, k: usize) -> Vec<u32> {
    let mut bias: Vec<i32> = layer.bias[..k].to_vec();
    for (channel, bias) in bias.iter_mut().enumerate() {
        let sum: i32 = layer.weights[channel..].iter().step_by(k).map(|&w| i32::from(w)).sum();
        *bias = bias.wrapping_sub(i32::from(layer.x_zero).wrapping_mul(sum));
    }
    let fours = |values: &[i32], at: usize| -> [u32; 4] {
        std::array::from_fn(|i| values.get(at + i).copied().unwrap_or(0) as u32)
    };
    (0..k).step_by(4).flat_map(|at| [fours(&bias, at), fours(&layer.multiplier[..k], at)].concat()).collect()
}
