//! The messages of the picture.

use karui_ui::messages;

messages! {
    /// The messages of the picture.
    pub struct Texts;

    title: "ネットワークの重さ", "The network’s weight";
    note:
        "四角が層で、面積がファイルに占めるバイト数、点線が圧縮前の大きさです。中のマスは実際の重みの一部で、層を選ぶと開きます。",
        "Each block is a layer: its area is its bytes in the file, the dashed line its size before. The cells are some of its real weights. Choose a layer to open it.";
    waits: "重みがそろうと、ここにネットワークが描かれます。", "The network is drawn here once its weights are there.";
    layers: "ネットワークの層。左右の矢印キーで移動", "Layers of the network; arrow keys move between them";
    before: "前", "before";
    now: "今", "now";
    shown: "図に表すもの", "What the picture shows";
    show_weights: "重み", "Weights";
    show_outputs: "出力", "Outputs";
    flow: "画像が通る順の、各層の出力", "What each layer gives, in the image’s order";
    flow_note:
        "選んだ検証用の画像が、左の層から順に通ります。上の段が元のネットワーク、下の段が今のネットワークの同じチャネルの出力（活性値）で、2 色が正と負です。dB は出力の SQNR（信号と誤差の比）で、小さいほど大きく変わっています。",
        "The chosen held-out image goes through the layers from the left. Above is what the original network’s channels give (activations), below the same ones now; the two colours are positive and negative. The decibels are the outputs’ SQNR, signal to error: the lower, the more has changed.";
    /// A layer, what follows it where the value is that one's, its decibels; either may be empty.
    flow_of(layer: &str, at: &str, sqnr: &str):
        {
            let at = if at.is_empty() { String::new() } else { format!("（{at} の後）") };
            let sqnr = if sqnr.is_empty() { String::new() } else { format!("、SQNR {sqnr}") };
            format!("{layer}{at} の出力、前と今{sqnr}")
        },
        {
            let at = if at.is_empty() { String::new() } else { format!(" (after {at})") };
            let sqnr = if sqnr.is_empty() { String::new() } else { format!(", SQNR {sqnr}") };
            format!("Outputs of {layer}{at}, before and now{sqnr}")
        };
    /// Bytes of the whole network before and now.
    balance(before: &str, now: &str):
        "てんびん。前が {before}、今が {now}",
        "A balance: {before} before, {now} now";
    untrained: "学習を始める前の姿です。実行すると、学習した重みに変わります。", "As it is before its training; run the recipe to see the trained weights.";
    input: "入力", "input";
    /// How many.
    classes(n: usize): "{n} クラス", "{n} classes";
    rest: "その他", "other";
    rest_told: "層の重み以外（バッチ正規化、構造、なくなった層）", "All but the layers’ weights: batch norm, the graph, layers that are gone";
    /// A layer's name, its bytes now, its bytes before where those are others, its decibels where they are known: what is seen of it
    /// first, in that order.
    layer([name, now]: [&str; 2], before: Option<&str>, sqnr: Option<&str>):
        {
            let noise = sqnr.map_or(String::new(), |sqnr| format!(" {sqnr}"));
            let was = before.map_or(String::new(), |before| format!("（前は {before}）"));
            format!("{name} {now}{noise}{was}")
        },
        {
            let noise = sqnr.map_or(String::new(), |sqnr| format!(" {sqnr}"));
            let was = before.map_or(String::new(), |before| format!(", was {before}"));
            format!("{name} {now}{noise}{was}")
        };

    // Legend
    error: "枠の色：重みの誤差", "Frame: error of the weights";
    small: "小", "small";
    large: "大", "large";
    weights: "マスの色：重み", "Cells: weights";
    zero: "空白は 0", "empty is 0";

    // The opened layer
    close: "閉じる", "Close";
    /// Rows and columns shown, and in all.
    cells([rows, columns, of_rows, of_columns]: [&str; 4]):
        "行が出力チャネル（{of_rows} 個のうち {rows} 個）、列がその入力（{of_columns} 個のうち {columns} 個）",
        "Rows are output channels ({rows} of {of_rows}), columns their inputs ({columns} of {of_columns})";
    /// Of which layer.
    cells_of(layer: &str): "{layer} の重みの一部", "Some of the weights of {layer}";
    size: "サイズ", "Size";
    sqnr: "SQNR", "SQNR";
    density: "非零の重み", "Non-zero weights";
    levels: "値の種類", "Values to choose from";
    /// How many.
    levels_count(n: &str): "{n} 種類", "{n}";
    floats: "浮動小数点", "floating point";
    scales: "スケール S", "Scale S";
    /// How many; the least and the greatest.
    scales_told(n: &str, [least, most]: [&str; 2]):
        "スケール S はチャネルごとに {n} 個、{least} から {most}",
        "{n} scales S, one for each output channel, {least} to {most}";
    scales_title: "チャネルごとのスケール", "A scale for each channel";
    amount: "この層の枝刈りの割合", "Part of this layer to prune";
    amount_help: "動かすと、この層だけがこの割合になります。", "This layer alone is pruned so much.";
}
