//! The messages of layers divided among workers.

use super::state::What;
use karui_ui::{FieldText, messages, names};

names! {
    /// What is divided.
    pub fn what_name(What) {
        Pair: "全結合の組（列 → 行）", "A pair of linear layers (column, row)";
        Convolution: "畳み込み（出力チャネル）", "A convolution (output channels)";
    }
}

messages! {
    /// The messages of layers divided among workers.
    pub struct Texts;

    title: "テンソル並列：1 つの層を分け合う", "Tensor parallel: one layer shared";
    note:
        "層の重み行列を切り分け、各ワーカーが一部ずつ持ちます（モデル並列の一種）。データは全員に同じものが入ります。ここでは選択中のデータの最初の 16 枚を、それぞれのブロックで実際に計算し、1 台で計算したものと比べます。",
        "The matrix of a layer is cut up, and each worker has a part (a kind of model parallelism); all get the same data. The first 16 images of the data chosen are really computed with each block, and compared with one worker who has all.";
    what = FieldText {
        label: "分けるもの", "What is divided";
        help: "層の種類で、切る向きが決まります。", "How it is cut depends on the layer.";
    };
    workers = FieldText {
        label: "ワーカー数 N", "Workers N";
        help: "1 つの層を分け合う台数です。", "They share one layer.";
    };
    about(what: What) => {
        What::Pair =>
            "Z = act(XA)·B を、A は列で、B は同じ番号の行で切ります。活性化関数は要素ごとなので、列で切れば途中の通信は要りません。各ワーカーは act(XAᵢ)·Bᵢ まで自分だけで進み、順伝播では Z の部分を、逆伝播では X の勾配の部分を、それぞれ 1 回の All-Reduce で足し合わせます。",
            "Of Z = act(XA)·B, A is cut into columns and B into the rows of the same numbers. The activation is element by element, so between the two nothing is sent: each worker computes act(XAᵢ)·Bᵢ alone. One all-reduce adds up the parts of Z in the forward pass, one those of X's gradient in the backward pass.";
        What::Convolution =>
            "フィルタを出力チャネルで切り分けると、各ワーカーは自分のチャネルの特徴マップだけを作ります。順伝播は並べるだけ（All-Gather）、逆伝播の入力の勾配は足し合わせます（All-Reduce）。",
            "Filters are divided by output channels, so each worker makes feature maps of its own channels. In the forward pass they are put side by side (all-gather); in the backward pass the parts of the input's gradient are added up (all-reduce).";
    };
    computing: "計算しています…", "Computing …";
    drawing: "ブロックに切った行列", "The matrices cut into blocks";
    input: "X（全員に同じ）", "X, the same for all";
    between: "活性化", "activation";
    output(is_sum: bool) => {
        true => "Z（和）", "Z, the sum";
        false => "出力（並べる）", "output, side by side";
    };
    size(inputs: usize, outputs: usize): "{inputs} × {outputs}", "{inputs} × {outputs}";
    worker(rank: usize): "ランク {rank}", "Rank {rank}";
    /// From and to, counted from 0; weights.
    holds(from: usize, to: usize, weights: &str): "{from}〜{to} 番、重み {weights} 個", "units {from} to {to}, {weights} weights";
    first: "最初の画像の出力（先頭の数個）", "The first image's output, its first numbers";
    part: "持ち分", "Its part";
    sum: "全員の和", "Sum of all";
    alone: "1 台で計算", "One worker";
    forward(is_sum: bool, numbers: &str, images: usize) => String {
        true => "順伝播の All-Reduce：{images} 枚で {numbers} 個の数を足し合わせます。", "All-reduce of the forward pass: {numbers} numbers for {images} images. ";
        false => "順伝播の All-Gather：{images} 枚で {numbers} 個の数を並べます。", "All-gather of the forward pass: {numbers} numbers for {images} images. ";
    };
    backward(numbers: &str): "逆伝播の All-Reduce：X の勾配 {numbers} 個を足し合わせます。", "All-reduce of the backward pass: {numbers} numbers of X's gradient.";
    /// Largest difference and largest number of output, input's gradient, weights' gradient.
    same(output: &str, input: &str, weights: &str):
        "1 台との差の最大（最大値との比）：出力 {output}、X の勾配 {input}、重みの勾配 {weights}。足す順序による丸め誤差だけです。",
        "Largest difference from one worker, against the largest number: output {output}, X's gradient {input}, weights' gradient {weights}. That is rounding alone: sums are taken in another order.";
    none: "0（完全に一致）", "0 (bit for bit)";
}
