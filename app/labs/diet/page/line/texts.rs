//! The messages of the number line.

use karui_ui::messages;

messages! {
    /// The messages of the number line.
    pub struct Texts;

    title: "数直線で見る量子化", "Quantization on a number line";
    note:
        "重みが目盛りに丸められるようすです。目盛りの端をつまむとスケール S が、帯をつまむとゼロ点 Z が動きます。ここで動かしても、レシピの結果は変わりません。",
        "How weights go to the levels of a grid. Drag an end of the band for the scale S, the band itself for the zero point Z. The recipe’s result stays as it is.";
    waits: "重みがそろうと、ここに描かれます。", "It is drawn once there are weights.";
    no_grid:
        "選んである型の目盛りは等間隔ではありません。ここでは整数の目盛りを示します。",
        "The chosen type has no even grid; integers are shown here.";
    own_rule:
        "3 値と 2 値の量子化は、スケールと丸めに専用の規則を使います。ここに示すのは、同じビット数の等間隔の目盛りです。",
        "Ternary and binary weights have rules of their own for scale and rounding. Shown here is an even grid of as many bits.";

    // Controls
    layer: "層", "Layer";
    channel: "出力チャネル", "Output channel";
    /// How many.
    whole(channels: &str): "層全体（{channels} チャネル）", "all {channels}";
    /// Which, of how many.
    channel_at(channel: &str, channels: &str): "{channel} / {channels}", "{channel} of {channels}";
    bits: "ビット数と SQNR", "Bits and SQNR";
    /// How many; decibels.
    bits_said: " ビット、SQNR ", " bits, SQNR ";
    bits_note:
        "それぞれのビット数で、観測器が選ぶ目盛りの SQNR です。1 ビット増えると、誤差の振幅がほぼ半分になり、約 6 dB 上がります。",
        "The SQNR of the grid that the observer chooses for so many bits. One bit more halves the error: about 6 dB.";
    scale: "スケール S", "Scale S";
    zero_point: "ゼロ点 Z", "Zero point Z";
    pick: "重み x", "Weight x";
    reset: "観測器の値に戻す", "Back to the observer’s grid";
    /// The observer's name, the scheme's; the scale and the zero point.
    chosen([observer, scheme]: [&str; 2], [scale, zero]: [&str; 2]):
        "観測器（{observer}、{scheme}）が選んだ値：S = {scale}、Z = {zero}",
        "Chosen by the observer ({observer}, {scheme}): S = {scale}, Z = {zero}";

    // The drawing
    count: "個数（平方根の目盛り）", "count (root scale)";
    value: "値", "value";
    /// The weights and their range; the grid; the errors.
    told([what, low, high]: [&str; 3], grid: &str, errors: &str):
        "{what}、{low} から {high}。{grid}{errors}",
        "{what} from {low} to {high}. {grid} {errors}";
    /// Which channel, of which layer, how many weights.
    whose(channel: Option<&str>, layer: &str, count: &str) => String {
        Some(channel) => "{layer} の出力チャネル {channel} の重み {count} 個", "{count} weights of output channel {channel} of {layer}";
        None => "{layer} の重み {count} 個", "{count} weights of {layer}";
    };
    /// Scale and zero point, the levels, the values of their ends.
    grid_told([scale, zero]: [&str; 2], [low, high]: [&str; 2], [from, to]: [&str; 2]):
        "スケール S は {scale}、ゼロ点 Z は {zero}。目盛りは {low} から {high} の整数で、値では {from} から {to}。",
        "The scale S is {scale}, the zero point Z {zero}. The levels are the integers from {low} to {high}, which stand for {from} to {to}.";
    /// How many are clipped, the squares of both errors, decibels.
    errors_told(clipped: &str, [rounding, clipping]: [&str; 2], sqnr: &str):
        "目盛りの外の重みは {clipped} 個。誤差の二乗和は、丸めが {rounding}、クリップが {clipping}。合わせた SQNR は {sqnr}。",
        "{clipped} weights lie outside. The sum of squared errors is {rounding} by rounding and {clipping} by clipping; the SQNR of both is {sqnr}.";

    // Formula and errors
    /// By how much.
    off_by(error: &str): "誤差 x − x̂ = {error}", "Error x − x̂ = {error}";
    is_clipped: "端の値に飽和（クリップ）", "clipped to the end";
    error: "誤差", "Error";
    squares: "二乗和", "Sum of squares";
    sqnr: "SQNR", "SQNR";
    rounding: "丸め誤差", "Rounding";
    /// How many weights.
    clipping(n: &str): "クリップ誤差（{n} 個）", "Clipping ({n} weights)";
    both: "合計", "Both";
}
