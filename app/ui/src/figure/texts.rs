//! The messages of figures.

use crate::messages;

messages! {
    /// The messages of figures.
    pub struct Texts;

    figure_open: "この数値の根拠を見る", "See where this number comes from";
    close: "閉じる", "Close";
    computed: "計算で求めた値", "Computed";
    measured: "測定した値", "Measured";
    source: "出典：", "Source:";
    costs_nothing:
        "この層にはありません。畳み込み層と全結合層（パラメータ数ではバッチ正規化も）だけを数えます。",
        "This layer has none. Only convolutions and linear layers are counted (for parameters, batch norm too).";
    exact_bytes(bytes: &str): "（{bytes} バイト）", "({bytes} bytes)";
    counted(hits: &str, of: &str):
        "学習に使っていない {of} 枚のうち、{hits} 枚を正しく分類しました。",
        "Of {of} images that were not trained on, {hits} were classified correctly.";
    /// Where a share lies that was counted on a sample of images.
    share_lies(low: &str, high: &str):
        "未知の画像全体での割合は、95% の信頼度で {low}〜{high} の間にあります（ウィルソンの信頼区間）。",
        "Over all such images the share lies between {low} and {high}, with 95% confidence (Wilson's interval).";
    /// The letters of the formula for that: of how many images.
    share_letters(of: &str):
        "p は正解した割合、n = {of}（枚数）、z = 1.96（95% に対応する標準正規分布の値）です。",
        "p is the share of hits, n = {of} images, z = 1.96 (the standard normal deviate of 95%).";
    difference: "差の区間", "The interval of a difference";
    difference_lies:
        "同じ画像で測った 2 つの正解率の差には、もっと狭い区間が付きます。答えが変わった画像だけで決まるからです。",
        "The difference of two accuracies on the same images has a narrower interval: only images whose answer has changed count.";
    difference_letters:
        "b は新しく正解した枚数、c は正解でなくなった枚数です。それぞれに 0.5 を、n に 2 を足してから計算します。",
        "b images are right only now, c were right only before; a half is added to each, and 2 to n.";
    nonzero(nonzero: &str, of: &str):
        "畳み込み層と全結合層の重み {of} 個のうち、0 でないものは {nonzero} 個です。バイアスは数えません。",
        "Of the {of} weights of convolutions and linear layers, {nonzero} are not zero. Biases are not counted.";
    /// For how many of how many pictures two networks say the same.
    agreed(same: &str, of: &str):
        "{of} 枚の画像のうち {same} 枚で、軽量化後の 1 位のクラスが浮動小数点のネットワークと同じでした。\
        正解ラベルとは比べていないため、正解率ではなく一致率です。",
        "For {same} of {of} pictures the light network's first class is that of the float network. No labels are \
        involved: this is agreement, not accuracy.";
    averaged(of: &str):
        "学習に使っていない {of} 枚について、交差エントロピー誤差を平均した値です。小さいほどよく、0 が最小です。",
        "The mean cross-entropy over {of} images that were not trained on. Less is better; 0 is the least.";
    stored(bytes: &str, format: &str):
        "実際に書き出したファイル（{format}）の長さ: {bytes} バイト",
        "The length of the file that was written ({format}): {bytes} bytes.";
    stored_again:
        "このファイルを読み込むと、すべての値が 1 ビットも違わずに元に戻ります。",
        "Loaded again, every value comes back bit for bit.";
    strip(n: usize):
        "{n} 回の測定。点が 1 回分、縦線が中央値、帯が中央の半分",
        "{n} measurements: a dot each, the median as a line, the middle half as a band";
    images_per_second: "枚/秒", "img/s";
    median: "中央値", "Median";
    spread: "ばらつき（四分位範囲の半分）", "Spread (half the interquartile range)";
    kernel: "使った実装（カーネル）", "Kernels that ran";
    batch: "バッチサイズ", "Batch size";

    // The letters of formulas.
    kernel_height: "カーネルの高さ", "kernel height";
    kernel_width: "カーネルの幅", "kernel width";
    channels_in: "入力チャネル数", "input channels";
    channels_out: "出力チャネル数", "output channels";
    groups: "グループ数", "groups";
    biases: "バイアスの数", "number of biases";
    out_height: "出力の高さ", "output height";
    out_width: "出力の幅", "output width";
    gamma: "スケール γ（チャネルごとに 1 個）", "scale γ, one for each channel";
    beta: "シフト β（チャネルごとに 1 個）", "shift β, one for each channel";
    stored_values: "値の個数", "number of values";
    layer_index: "層の番号", "a layer";
    kernel_side: "カーネルの一辺", "the kernel's side";
    map_side: "出力特徴マップの一辺", "the output map's side";
}
