//! The messages of gradients made smaller.

use super::state::{Share, Workers};
use karui_spec::Sent;
use karui_ui::{FieldText, Lang, messages, names};

names! {
    /// Workers.
    pub fn workers_name(Workers) {
        Two: "2", "2";
        Four: "4", "4";
        Eight: "8", "8";
    }

    /// Parts.
    pub fn share_name(Share) {
        Tenth: "10%", "10%";
        Hundredth: "1%", "1%";
        Thousandth: "0.1%", "0.1%";
    }
}

messages! {
    /// The messages of gradients made smaller.
    pub struct Texts;

    title: "勾配を圧縮して送る", "Gradients made smaller on their way";
    note:
        "バッチ 64 枚をワーカーで等分し、各ワーカーの勾配を圧縮してから平均します。重み、データの順序、学習率 0.1 の SGD はどれも同じで、送るものだけが違います（選択中のデータの先頭 2,000 枚を 5 周、検証は 1,000 枚）。ワーカーの計算はここでは順番に行うので、時間は比べません。",
        "Workers share batches of 64 images equally, and each makes its gradient smaller before the mean is taken. Weights, order of the data and SGD with learning rate 0.1 are the same for all; only what is sent differs (the first 2,000 images of the data chosen, 5 passes; 1,000 held-out images). Workers compute in turn here, so times are not compared.";
    workers = FieldText {
        label: "ワーカー数 N", "Workers N";
        help: "バッチを等分する台数です。", "They share each batch equally.";
    };
    share = FieldText {
        label: "top-k で送る割合", "Part sent by top-k";
        help: "絶対値の大きい順に、この割合だけ送ります。", "The greatest magnitudes, so many of them.";
    };
    rank = FieldText {
        label: "PowerSGD のランク r", "Rank r of PowerSGD";
        help: "n×m の行列を r(n+m) 個の数で送ります。", "A matrix n×m travels as r(n+m) numbers.";
    };
    net = FieldText {
        label: "ネットワーク", "Network";
        help: "大きいほど、圧縮の効果が見えます。", "The larger, the more there is to be saved.";
    };
    way: "送りかた", "What is sent";
    bytes: "1 ステップに 1 台が送る量", "A worker's bytes in a step";
    ratio: "float32 との比", "Against float32";
    loss: "最後の損失", "Last loss";
    accuracy: "正解率", "Accuracy";
    diverged: "発散", "diverged";
    chart: "送る量（対数）と正解率", "Accuracy over bytes, logarithmic";
    chart_bytes: "1 ステップに 1 台が送るバイト数", "Bytes that a worker sends in a step";
    curves: "損失の推移", "Loss";
    about:
        "top-k は、送らなかった分を捨てるか、次の勾配に足す（誤差フィードバック）かで結果が変わります。足せば、小さな勾配もたまってから送られるので失われません。符号（sign）と int8 にも誤差フィードバックを付けています。",
        "With top-k it matters whether what is not sent is lost or added to the next gradient (error feedback): added up, small gradients are sent in the end. Sign and int8 have error feedback here, too.";
    travel:
        "どう集約できるかも違います。float32 と PowerSGD は和をとれるので All-Reduce がそのまま使えます。top-k は送る場所がワーカーごとに違い、符号や int8 は和が同じ型に収まらないため、全員の分を集めてから足します（All-Gather。台数に比例して受信が増えます）。",
        "They also differ in how they can be brought together. Floats and PowerSGD's matrices can be added up, so an all-reduce will do. Top-k's places differ from worker to worker, and sums of signs or of int8 do not fit their type: all parts are gathered and then added (all-gather, which receives more the more workers there are).";
}

/// A way by its name.
pub fn way(lang: Lang, sent: Sent) -> String {
    let percent = |share: f32| format!("{}%", (share * 1000.0).round() / 10.0);
    match sent {
        Sent::Whole => lang.pick("float32 のまま", "float32, all of it").to_owned(),
        Sent::Int8 => "int8".to_owned(),
        Sent::Sign => lang.pick("符号（1 ビット）", "sign (1 bit)").to_owned(),
        Sent::TopK { share, feedback: true } => {
            format!("top-k {}{}", percent(share), lang.pick("、誤差フィードバックあり", ", with feedback"))
        }
        Sent::TopK { share, feedback: false } => {
            format!("top-k {}{}", percent(share), lang.pick("、なし", ", without"))
        }
        Sent::LowRank { rank } => format!("PowerSGD r={rank}"),
    }
}
