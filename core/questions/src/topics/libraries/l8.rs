//! The output size of a convolution.

use crate::{Calculation, Draw, Format, Kind, Parameters, Template, Topic, Wrong, text, write};
use karui_core::graph::GraphBuilder;
use karui_core::ops::Pad;
use karui_core::{Result, Shape};

pub static TEMPLATE: Template = Template {
    id: "L8",
    topic: Topic::Libraries,
    title: ("nn.Conv2d の出力の大きさ", "The output size of nn.Conv2d"),
    source: "pytorch-docs",
    kind: Kind::Calculation { make, again },
};

fn side(size: i64, k: i64, stride: i64, pad: i64) -> Result<f64> {
    let mut g = GraphBuilder::new(Shape::new(size as usize, size as usize, 3));
    let x = g.conv("conv", g.input(), 8, k as usize, stride as usize, Pad::all(pad as usize), true)?;
    Ok(g.shape(x).h as f64)
}

fn make(draw: &mut Draw) -> Calculation {
    let size = draw.int("H", 15..=128);
    let k = draw.pick("k", &[3, 5, 7]);
    let stride = draw.int("s", 2..=3);
    let pad = draw.int("p", 0..=3);
    let value = side(size, k, stride, pad).unwrap_or(f64::NAN);
    let inside = size + 2 * pad - k;
    let floor = |n: i64| n.div_euclid(stride) as f64;
    let shown = write(inside as f64 / stride as f64, Format::Decimals(2));
    Calculation {
        stem: text!(
            "縦横 {size} 画素の入力を次の層に通すと、出力の縦は何画素か。",
            "An input of {size}×{size} pixels goes through this layer. How many pixels high is its output?"
        ),
        code: Some(format!("conv = nn.Conv2d(3, 8, kernel_size={k}, stride={stride}, padding={pad})")),
        formula: text!("⌊(H + 2p − k) / s⌋ + 1", "⌊(H + 2p − k) / s⌋ + 1"),
        value,
        format: Format::Integer,
        unit: ("画素", "pixels"),
        wrong: vec![
            Wrong::new(floor(inside), ("最後の 1 を足し忘れています。", "The 1 at the end is missing.")),
            Wrong::new(
                floor(size + pad - k) + 1.0,
                ("余白は両側に付くので 2p です。", "Padding is on both sides: 2p."),
            ),
            Wrong::new(
                floor(size - k) + 1.0,
                ("余白を数えていません。", "The padding was left out."),
            ),
            Wrong::new(
                (inside + stride - 1).div_euclid(stride) as f64 + 1.0,
                ("切り上げています。はみ出す窓は使われないので切り捨てます。", "It was rounded up; a window that sticks out is not used."),
            ),
            Wrong::new(
                (inside + 1) as f64,
                ("ストライドで割っていません。", "The stride was left out."),
            ),
            Wrong::new(
                floor(size + 2 * pad),
                ("カーネルの大きさを引いていません。", "The kernel's size was not subtracted."),
            ),
        ],
        steps: text!(
            "({size} + 2 × {pad} − {k}) / {stride} = {shown} を切り捨てて 1 を足し、{value}。",
            "({size} + 2 × {pad} − {k}) / {stride} = {shown}, rounded down, plus 1: {value}."
        ),
        lab: None,
    }
}

/// Counts the places where a window fits.
fn again(drawn: &Parameters) -> f64 {
    let (first, end) = (-drawn.int("p"), drawn.int("H") + drawn.int("p"));
    let starts = (first..end).step_by(drawn.int("s") as usize);
    starts.filter(|start| start + drawn.int("k") <= end).count() as f64
}
