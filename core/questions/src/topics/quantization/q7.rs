//! One scale for a tensor, or one for each channel.

use crate::{Calculation, Draw, Format, Kind, Parameters, Template, Topic, Wrong, text, write};
use crate::question::{rounded, settled};
use karui_core::quant::{Grid, QParamsRule, Range};
use karui_spec::recipe::Observer;

pub static TEMPLATE: Template = Template {
    id: "Q7",
    topic: Topic::Quantization,
    title: ("テンソルごと・チャネルごとのスケール", "A scale for the tensor, or for each channel"),
    source: "krishnamoorthi2018",
    kind: Kind::Calculation { make, again },
};

fn make(draw: &mut Draw) -> Calculation {
    let channels = draw.list("max_w", 3, 2, 10..=300);
    let at = draw.int("channel", 0..=2) as usize;
    let (own, number) = (channels[at], at + 1);
    let most = channels.iter().copied().fold(0.0, f64::max);
    let levels = Grid::levels_of_bits(8, true);
    let rule = QParamsRule { observer: Observer::MinMax, percentile: 100.0, levels, symmetric: true };
    let scale = |magnitude: f64| f64::from(rule.fit(Range { min: -magnitude as f32, max: magnitude as f32 }).scale);
    // The widest channel keeps its scale: nothing to compute.
    let value = if own == most { f64::NAN } else { settled(scale(own) / scale(most), 3) };
    let list = channels.iter().map(f64::to_string).collect::<Vec<_>>().join(", ");
    let shown = write(value, Format::Decimals(3));
    let sum: f64 = channels.iter().sum();
    Calculation {
        stem: text!(
            "出力チャネルが 3 個あり、重みの絶対値の最大は順に {list} である。対称な int8 のスケールを、テンソル全体で 1 個からチャネルごとに 1 個へ変えると、{number} 番目のチャネルの丸め誤差の上限 S/2 は何倍になるか。",
            "Three output channels have weights of magnitude up to {list}, in this order. Symmetric int8 with one scale for the tensor is changed to one scale for each channel. By what factor does the greatest rounding error S/2 of channel {number} change?"
        ),
        code: None,
        formula: text!("S = max|w| / 127、比 = max|w_c| / max|w|", "S = max|w| / 127; factor = max|w_c| / max|w|"),
        value,
        format: Format::Decimals(3),
        unit: ("倍", "times"),
        wrong: vec![
            Wrong::new(
                1.0,
                (
                    "ビット数は同じでも、範囲が狭いチャネルでは刻みが細かくなります。",
                    "The bits are the same, but a channel of a smaller range gets finer steps.",
                ),
            ),
            Wrong::new(
                most / own,
                ("比が逆です。誤差は小さくなります。", "The ratio is the wrong way round: the error becomes smaller."),
            ),
            Wrong::new(
                own / sum,
                ("チャネルの最大値の和ではなく、全体の最大値で割ります。", "It is divided by the greatest of all, not by the sum."),
            ),
            Wrong::new(
                own / most / 2.0,
                ("S/2 の 2 は両方にあるので、比では消えます。", "The 2 of S/2 is on both sides and cancels out."),
            ),
            Wrong::new(
                (own / most).powi(2),
                ("二乗すると雑音の電力の比です。誤差の上限は一乗です。", "The square is the ratio of the noise's power, not of the bound."),
            ),
        ],
        steps: text!(
            "全体では S = {most} / 127、チャネルごとでは S = {own} / 127。比は {own} / {most} = {shown}。",
            "For the tensor S = {most} / 127, for the channel S = {own} / 127: the ratio is {own} / {most} = {shown}."
        ),
        lab: Some("tab=compress&recipe=%7B%22quantize%22:%7B%22granularity%22:%22tensor%22%7D%7D".into()),
    }
}

/// The greatest error of many values on each grid, which lies in the middle between two levels.
fn again(drawn: &Parameters) -> f64 {
    let channels = drawn.list("max_w");
    let most = channels.iter().copied().fold(0.0, f64::max);
    let worst = |range: f64| {
        let level = |i: i32| f64::from(i) * range / 127.0;
        let middles = (-127..127).map(|i| (level(i) + level(i + 1)) / 2.0 - level(i));
        middles.fold(0.0, f64::max)
    };
    rounded(worst(channels[drawn.int("channel") as usize]) / worst(most), 3)
}
