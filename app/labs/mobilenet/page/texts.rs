//! The explorer's messages.

use crate::mobilenet::messages::BlockForm;
use karui_protocol::MobilenetVersion;
use karui_ui::{FieldText, messages};

messages! {
    /// The explorer's messages.
    pub struct Texts;

    // The network
    network_title: "MobileNet を組み立てる", "Build a MobileNet";
    network_note:
        "論文どおりの MobileNet を、幅と解像度を変えながら 1 層ずつ数えます。層の大きさも数値もすべてこの場で計算したもので、数値を押すと式が開きます。",
        "The MobileNets as their papers have them, counted layer by layer while you change width and resolution. Every number is computed here; press one to see its formula.";
    version = FieldText {
        label: "バージョン", "Version";
        help:
            "V1 は深さ方向分離可能畳み込み、V2 は逆残差ブロック、V3 は SE ブロックと h-swish を加えたものです。",
            "V1 has depthwise separable convolutions, V2 inverted residuals, V3 adds squeeze-and-excite and h-swish.";
    };
    alpha = FieldText {
        label: "幅 α", "Width α";
        help:
            "各層のチャネル数に掛けます。積和演算とパラメータはほぼ α の 2 乗に比例します。",
            "Multiplies every layer's channels. Multiply-adds and parameters go roughly with its square.";
    };
    resolution = FieldText {
        label: "解像度 ρ", "Resolution ρ";
        help:
            "入力画像の一辺の画素数。積和演算は 2 乗に比例し、パラメータは変わりません。",
            "Pixels on each side of the input. Multiply-adds go with its square; parameters stay.";
    };
    classes = FieldText {
        label: "クラス数", "Classes";
        help: "最後の全結合層の出力数。ImageNet は 1,000 です。", "Outputs of the last linear layer; ImageNet has 1,000.";
    };
    about(version: MobilenetVersion) => {
        MobilenetVersion::V1 =>
            "標準の畳み込みを、チャネルごとの深さ方向畳み込みと、チャネルを混ぜる点単位（1×1）畳み込みに分けました。",
            "Splits a standard convolution into a depthwise one, a filter for each channel, and a pointwise (1×1) one, which mixes channels.";
        MobilenetVersion::V2 =>
            "1×1 でチャネルを広げ、深さ方向に畳み込み、1×1 で絞ります。絞った後に活性化関数を置かず（線形ボトルネック）、細いところどうしを残差接続でつなぎます。",
            "A 1×1 convolution widens, a depthwise one filters, a 1×1 one narrows again. No activation follows the narrow end (the linear bottleneck), and narrow ends are joined by residual connections.";
        MobilenetVersion::V3Small =>
            "逆残差ブロックに SE ブロックと h-swish を加え、構造探索で各層の大きさを決めた小さい版です。",
            "Inverted residuals with squeeze-and-excite and h-swish, their sizes found by architecture search: the small one.";
        MobilenetVersion::V3Large =>
            "逆残差ブロックに SE ブロックと h-swish を加え、構造探索で各層の大きさを決めた大きい版です。",
            "Inverted residuals with squeeze-and-excite and h-swish, their sizes found by architecture search: the large one.";
    };
    params: "パラメータ", "Parameters";
    macs: "積和演算", "Multiply-adds";
    bytes: "バイト数", "Bytes";
    whole: "ネットワーク全体", "whole network";
    /// A published multiply-add count in millions, and where it stands.
    published_as(millions: &str, source: &str):
        "論文の値は {millions} 百万回（{source}）。上の値はここで数えたものです。",
        "Published as {millions} million ({source}). The number above is counted here.";

    // Blocks
    blocks_title: "ブロック", "Blocks";
    blocks_note:
        "高さと奥行きは出力の大きさ、厚みはチャネル数です。下の線は積和演算が全体に占める割合。押すとブロックが開きます。",
        "Height and depth are the output's size, thickness its channels. The line below is the block's share of the multiply-adds. Press a block to open it.";
    form(form: BlockForm) => {
        BlockForm::Stem => "最初の畳み込み", "first convolution";
        BlockForm::Separable => "深さ方向分離可能畳み込み", "depthwise separable convolution";
        BlockForm::InvertedResidual => "逆残差ブロック", "inverted residual";
        BlockForm::Head => "分類部", "classifier";
    };
    /// Block, form, output, its share of the multiply-adds.
    block_told(block: &str, form: &str, output: &str, share: &str):
        "{block}、{form}、出力 {output}、積和演算の {share}",
        "{block}, {form}, output {output}, {share} of the multiply-adds";
    residual: "残差", "residual";
    gates: "SE", "SE";
    stride(n: usize): "ストライド {n}", "stride {n}";

    // The table
    table_title: "層の表", "Layers";
    table_note: "ブロックごとの合計です。開いているブロックは、その中の層も並びます。", "Sums of each block. The open block shows its layers too.";
    all_layers: "すべての層を並べる", "Show all layers";
    block: "ブロックと層", "Block and layer";
    input_output: "出力", "Output";
    share: "演算の割合", "Share";

    // The open block
    open_title(block: &str, form: &str): "{block}: {form}", "{block}: {form}";
    about_form(form: BlockForm) => {
        BlockForm::Stem =>
            "画像を最初に受け取る標準の 3×3 畳み込みです。入力が 3 チャネルしかないので、分離しても得がありません。",
            "A standard 3×3 convolution takes the image in. With 3 input channels there is nothing to gain from splitting it.";
        BlockForm::Separable =>
            "深さ方向畳み込みは場所の情報だけを、点単位畳み込みはチャネルの情報だけを混ぜます。標準の畳み込みはその両方を一度に行います。",
            "The depthwise convolution mixes places only, the pointwise one channels only. A standard convolution mixes both at once.";
        BlockForm::InvertedResidual =>
            "普通の残差ブロックは太い層どうしをつなぎ、途中を細くします。逆残差ブロックは細い層どうしをつなぎ、途中を広げてから深さ方向に畳み込みます。",
            "An ordinary residual block joins wide layers and narrows in between. An inverted one joins narrow layers and widens in between, where the depthwise convolution works.";
        BlockForm::Head =>
            "最後の特徴マップを場所について平均し、クラスごとのロジットにします。",
            "Takes the mean of the last maps over all places and turns it into a logit for each class.";
    };
    previous: "前のブロック", "Previous block";
    next: "次のブロック", "Next block";
    subject: "入れる画像", "Picture";
    held_out: "評価用の画像", "Held-out image";
    photos = [
        "猫", "Cat";
        "コーヒー", "Coffee";
        "ロケット", "Rocket";
        "宇宙飛行士", "Astronaut";
        "中国の建物", "Building in China";
        "花", "Flower";
    ];
    own_photo: "写真を開く", "Open a photo";
    weights_note:
        "画像は本物、重みは乱数で初期化したもの（シード 1）で、学習していません。バッチ正規化の平均と分散は、この画像で求めています。計算量も時間も、重みの値にはよりません。",
        "The picture is real; the weights are drawn at random (seed 1), not trained. Batch norm's means and variances are taken from this picture. Neither cost nor time depends on the weights' values.";
    trained_note:
        "画像も重みも本物です。重みは「人がいるか」を判定するように学習した MobileNetV1（α 0.25、96×96、2 クラス）のものです。",
        "Both picture and weights are real: those of a MobileNetV1 (α 0.25, 96×96, 2 classes) trained to tell whether a person is in the picture.";
    use_trained: "学習済みの重みで見る（V1、α 0.25、96×96、2 クラス）", "See it with trained weights (V1, α 0.25, 96×96, 2 classes)";
    seen_by(side: usize): "ネットワークに入る画像（{side}×{side}）", "The picture as it enters the network ({side}×{side})";
    waiting: "画像を通しています…", "Pushing the picture through…";
    block_input: "このブロックの入力", "Input of this block";
    /// How many channels are shown, of how many.
    channels(n: usize, of: usize): "{of} チャネルのうち {n}", "{n} of {of} channels";

    // Standard against separable
    compare_title: "標準の畳み込みと、深さ方向＋点単位の畳み込み", "Standard convolution against depthwise + pointwise";
    compare_note:
        "同じ特徴マップに両方を適用します。分けた側の重みの積を重みとする標準の畳み込みは、間に活性化関数がなければ同じ出力になります。1 ステップずつ進めて、どの入力がどの出力に使われるかを見てください。",
        "Both work on the same feature map. A standard convolution whose weights are the products of the pair's weights gives the same output, where no activation stands between the two. Go step by step and watch which inputs touch which output.";
    standard: "標準の畳み込み", "Standard convolution";
    depthwise: "深さ方向畳み込み", "Depthwise convolution";
    pointwise: "点単位（1×1）畳み込み", "Pointwise (1×1) convolution";
    separable: "深さ方向＋点単位", "Depthwise + pointwise";
    input: "入力", "Input";
    middle: "深さ方向の出力", "Depthwise output";
    output: "出力", "Output";
    channel(c: usize): "ch {c}", "ch {c}";
    play: "再生", "Play";
    stop: "停止", "Stop";
    back: "1 つ戻る", "Step back";
    forward: "1 つ進む", "Step forward";
    step_slider: "ステップ", "Step";
    /// Row, column, channel, multiplied how (kernel and channels), how many multiply-adds.
    step_standard(s: &StepWords):
        {
            format!(
                "標準: 出力の {} 行 {} 列、チャネル {} の値は、全チャネルの窓 {} = {} 回の積和で決まります。",
                s.row, s.column, s.channel, s.product, s.each
            )
        },
        {
            format!(
                "Standard: the value in row {}, column {} of output channel {} takes the window of all channels: {} = {} multiply-adds.",
                s.row, s.column, s.channel, s.product, s.each
            )
        };
    step_depthwise(s: &StepWords):
        {
            format!(
                "深さ方向: {} 行 {} 列、チャネル {} の値は、同じチャネルの窓 {} = {} 回の積和で決まります。",
                s.row, s.column, s.channel, s.product, s.each
            )
        },
        {
            format!(
                "Depthwise: the value in row {}, column {} of channel {} takes the window of the same channel: {} = {} multiply-adds.",
                s.row, s.column, s.channel, s.product, s.each
            )
        };
    step_pointwise(s: &StepWords):
        {
            format!(
                "点単位: 出力の {} 行 {} 列、チャネル {} の値は、同じ場所の全チャネル {} = {} 回の積和で決まります。",
                s.row, s.column, s.channel, s.product, s.each
            )
        },
        {
            format!(
                "Pointwise: the value in row {}, column {} of output channel {} takes all channels at the same place: {} = {} multiply-adds.",
                s.row, s.column, s.channel, s.product, s.each
            )
        };
    milliseconds: "この端末での時間", "Time on this device";
    timing: "測定中…", "measuring…";
    ratio: "積和演算の比", "Ratio of multiply-adds";
    ratio_note:
        "出力チャネル数 N が大きいと第 1 項は無視でき、比は第 2 項だけでほぼ決まります。3×3 のカーネルなら約 9 分の 1 です。",
        "With many output channels N the first term vanishes and the second is what remains: about a ninth for a 3×3 kernel.";
    measured_ratio(ratio: &str):
        "測った時間の比は {ratio}。深さ方向畳み込みは読み書きする値あたりの計算が少ないため、時間の比は積和演算の比より大きくなるのが普通です。",
        "The ratio of the measured times is {ratio}. A depthwise convolution computes little for each value it reads and writes, so the ratio of times is usually larger than that of multiply-adds.";
    /// The greatest difference, the greatest value.
    same_output(difference: &str, largest: &str):
        "二つの出力の差は最大 {difference}（出力の絶対値は最大 {largest}）。丸め誤差の範囲で一致します。",
        "The two outputs differ by {difference} at most (values reach {largest}): the same up to rounding.";

    // The linear bottleneck
    bottleneck_title: "線形ボトルネック", "Linear bottleneck";
    bottleneck_note:
        "絞った後のマップに ReLU を掛けると、負の値はすべて 0 になり、元に戻せません。チャネルが少ないところほど失うものが大きいので、V2 はここに活性化関数を置きません。",
        "ReLU behind the projection would set all negative values to zero, and nothing could bring them back. The fewer channels there are, the more is lost: so V2 has no activation here.";
    without_relu: "そのまま（線形）", "As it is (linear)";
    with_relu: "ReLU を掛けた場合", "Behind ReLU";
    /// How many, of how many, the share.
    lost(n: &str, of: &str, share: &str):
        "負の値は {of} 個のうち {n} 個（{share}）。ReLU はこれを捨てます。",
        "{n} of {of} values are negative ({share}): ReLU would discard them.";

    // Squeeze and excite
    gates_title: "SE ブロック（squeeze-and-excite）", "Squeeze-and-excite";
    gates_note:
        "各チャネルを場所について平均し（squeeze）、小さな 2 層の全結合で 0〜1 のゲートにして（excite）、チャネル全体に掛けます。棒は 0.5 からのずれです。重みが乱数のうちは 0.5 の近くに並び、学習するとチャネルごとに開閉が分かれます。",
        "The mean of each channel over all places (squeeze) goes through two small fully connected layers and becomes a gate between 0 and 1 (excite), by which the whole channel is multiplied. Bars are the distance from 0.5, near which the gates lie while weights are random; training opens some and closes others.";
    gate: "ゲート", "Gate";
    /// How many channels; least, greatest.
    gates_drawing(n: usize, low: &str, high: &str):
        "{n} チャネルのゲートの棒グラフ。最小 {low}、最大 {high}",
        "Bars of the gates of {n} channels, from {low} to {high}";

    // The function
    function_title(name: &str): "活性化関数: {name}", "Activation function: {name}";
    function_note:
        "塗りは、このマップで関数に入った値の分布です。h-swish は x·ReLU6(x+3)/6 で、swish（x·sigmoid(x)）を指数関数なしで近似します。ReLU6 と違い、0 の少し下の負の値も残します。",
        "The filled shape is the distribution of the values that enter the function here. h-swish is x·ReLU6(x+3)/6: it approximates swish, x·sigmoid(x), without an exponential. Unlike ReLU6 it keeps values a little below zero.";
    argument: "入る値 x", "value x that enters";
    value: "出る値", "value that leaves";
    /// Name, how many values below zero of all, as a share.
    function_drawing(name: &str, share: &str):
        "{name} のグラフと、入った値の分布。0 未満は {share}",
        "Graph of {name} with the distribution of its arguments, {share} of them below zero";
    histogram: "入った値の分布", "values that enter";
    /// How many.
    outside(n: &str): "範囲の外に {n} 個", "{n} outside of the range";

    // Published
    plot_title: "公表された正解率と積和演算", "Published accuracy and multiply-adds";
    plot_note:
        "ImageNet の top-1 正解率の公表値です。ここで学習した結果ではありません。点の横の位置はここで数えた積和演算、縦線は今の設定のものです。点を選ぶとその設定になります。",
        "Top-1 accuracy on ImageNet as published; nothing here was trained on this device. Marks stand at the multiply-adds counted here, the line at those of your network. Choose a mark to set the controls to it.";
    plot_drawing(n: usize):
        "積和演算に対する正解率の散布図。公表値 {n} 点。同じ値が下の表にあります。",
        "Scatter plot of accuracy over multiply-adds: {n} published networks. The table below has the same values.";
    plot_hint: "点に触れると、設定と数値が出ます。", "Touch a mark for its settings and numbers.";
    accuracy: "top-1 正解率", "top-1 accuracy";
    millions: "積和演算（百万回）", "multiply-adds (millions)";
    yours: "今の設定", "your network";
    computed: "計算値", "computed";
    published: "公表値", "published";
    source: "出典", "Source";
    as_table: "表で読む", "Read as a table";
    choose: "選ぶ", "Choose";
    sources_note:
        "公表値と計算値が食い違う行では、ほかの画面には計算値を出します。",
        "Where the published and the computed number differ, the rest of the page shows the computed one.";
}

/// A step in words: which value is computed and of what.
pub struct StepWords {
    /// Its row in the part shown, from 1.
    pub row: usize,
    /// Its column, from 1.
    pub column: usize,
    /// Its channel.
    pub channel: usize,
    /// `3×3×64`.
    pub product: String,
    /// Multiply-adds of this value.
    pub each: String,
}
