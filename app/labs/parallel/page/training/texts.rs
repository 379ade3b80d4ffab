//! The messages of data-parallel training.

use super::state::{Axis, Net};
use crate::parallel::messages::{Division, Update};
use karui_ui::{FieldText, messages, names};

names! {
    /// When gradients become an update.
    pub fn update_name(Update) {
        Synchronous: "同期", "Synchronous";
        Backup: "同期＋予備 1 台", "Synchronous, 1 backup";
        Asynchronous: "非同期", "Asynchronous";
        Bounded: "非同期（遅れ 2 まで）", "Bounded staleness (2)";
        Local: "ローカル SGD（8 ステップ）", "Local steps (8)";
    }

    /// How the batch is divided.
    pub fn division_name(Division) {
        Even: "均等に分けて平均", "Even shards, the mean";
        Weighted: "ランク 0 に半分、枚数で重みづけ", "Half at rank 0, weighted by images";
        Unweighted: "ランク 0 に半分、単純平均（誤り）", "Half at rank 0, plain mean (wrong)";
        Sum: "平均せず和のまま（誤り）", "The sum in place of the mean (wrong)";
    }

    /// The networks.
    pub fn net_name(Net) {
        Mlp: "MLP（全結合）", "MLP";
        Lenet: "LeNet 型 CNN", "LeNet-style CNN";
        Mobilenet: "小さな MobileNet（バッチ正規化あり）", "Small MobileNet (with batch norm)";
    }

    /// What the loss is drawn over.
    pub fn axis_name(Axis) {
        Seconds: "時間（秒）", "Time (s)";
        Images: "学習した画像（枚）", "Images trained on";
    }
}

messages! {
    /// The messages of data-parallel training.
    pub struct Texts;

    title: "データ並列：この端末のワーカーで実際に学習する", "Data parallel, really: workers of this device";
    note:
        "バッチ 64 枚をワーカーで分け合い、1 つのネットワークを学習します（学習率 0.1 の SGD、選択中のデータの先頭 2,000 枚）。ワーカーはブラウザーの Web Worker で、勾配はワーカーどうしで直接やり取りします。",
        "Workers share batches of 64 images and train one network (SGD, learning rate 0.1, the first 2,000 images of the data chosen). They are Web Workers of this browser and send gradients directly to each other.";
    update = FieldText {
        label: "更新のしかた", "Updates";
        help: "いつ、誰の勾配で重みを更新するか。", "When, and by whose gradients, weights are updated.";
    };
    net = FieldText {
        label: "ネットワーク", "Network";
        help: "どのワーカーも同じ重みから始めます。", "All workers begin with the same weights.";
    };
    division = FieldText {
        label: "バッチの分けかた", "Division of the batch";
        help: "わざと誤らせると、1 台での学習と合わなくなります。", "The wrong ones no longer agree with one worker.";
    };
    slow = FieldText {
        label: "遅いワーカー（何台目）", "Slow worker (which)";
        help: "1 はランク 0 です。学習中でも変えられます。", "1 is rank 0. It may be changed during a run.";
    };
    factor = FieldText {
        label: "遅さ（倍）", "How slow (times)";
        help: "同じ計算をこの回数だけ実際に繰り返します。", "It really repeats its computation so many times.";
    };
    axis = FieldText {
        label: "横軸", "Horizontal axis";
        help: "時間で見るか、学習した量で見るか。", "Time, or what was learned from.";
    };
    about(update: Update) => {
        Update::Synchronous => "全員の勾配がそろってから、全員が同じ更新をします。いちばん遅いワーカーに全体が合わせます。", "All gradients are awaited, then all make the same update. The slowest worker sets the pace.";
        Update::Backup => "勾配は 1 か所（重みを持つサーバー）に集まります。最後の 1 台を待たずに更新し、遅れて届いた勾配は捨てます。", "Gradients go to one place that has the weights. It does not wait for the last one; what comes late is thrown away.";
        Update::Asynchronous => "届いた勾配から順に更新し、誰も待ちません。そのかわり、勾配は古い重みで求めたもの（staleness）になります。", "Each gradient is an update, nobody waits. In exchange gradients are of old weights (stale).";
        Update::Bounded => "非同期ですが、いちばん遅いワーカーより 3 回分以上先へは進めません（stale synchronous parallel）。", "Asynchronous, but nobody may be more than two gradients ahead of the slowest (stale synchronous parallel).";
        Update::Local => "各自が 8 ステップ進めてから、重みを平均します。通信は 8 分の 1 になります。", "Each goes on alone for 8 steps, then weights are averaged: an eighth of the messages.";
    };
    start: "学習を始める", "Start training";
    stop: "止める", "Stop";
    not_begun: "まだ始めていません。", "Not begun yet.";
    starting: "ワーカーとデータを用意しています…", "Workers and data are being prepared…";
    /// Updates, images, seconds, images per second, loss.
    stands(updates: &str, images: &str, seconds: &str, speed: &str, loss: &str):
        "更新 {updates} 回、画像 {images} 枚、{seconds} 秒（実測、毎秒 {speed} 枚）。損失 {loss}。",
        "{updates} updates, {images} images, {seconds} s (measured, {speed} images/s). Loss {loss}. ";
    /// A worker is gone: whether the others go on without it, and which it was.
    lost(is_among_workers: bool, rank: usize) => String {
        true => "ランク {rank} が途中で停止したため、全員がそろって終えた最後の更新から、残りのワーカーで続けました。", "Rank {rank} was gone in the midst of it: the others went on from the last update that all had finished. ";
        false => "ランク {rank} が途中で停止したため、代わりのワーカーを起動して続けました。", "Rank {rank} was gone in the midst of it: another worker has taken its place. ";
    };
    diverged: "古い勾配での更新や、平均せずに足した勾配は、学習率を上げたのと同じように働きます。ワーカー数や勾配の遅れを減らすか、「同期」「平均」で試してください。", "Old gradients, or sums in place of means, act like a larger learning rate. Take fewer workers or less staleness, or synchronous updates and the mean. ";
    huge: "100 万以上", "over a million";
    workers(n: usize): "{n} 台", "{n} workers";
    stale(updates: &str): "勾配の遅れは平均 {updates} 更新。", "Gradients are {updates} updates old on average. ";
    accuracy(percent: &str): "検証画像 1,000 枚の正解率 {percent}。", "Accuracy on 1,000 held-out images {percent}. ";
    bytes(is_same: bool, counted: &str, formula: &str) => String {
        true => "送ったバイト数：数えた値 {counted} ＝ 式の値 {formula}", "Bytes sent: counted {counted} = by formula {formula}";
        false => "送ったバイト数：数えた値 {counted} ≠ 式の値 {formula}", "Bytes sent: counted {counted} ≠ by formula {formula}";
    };
    /// The largest difference, and the largest number of the gradient.
    difference(apart: &str, largest: &str):
        "最初の更新の勾配と、1 台で全バッチから求めた勾配との差は最大 {apart}（勾配の最大値は {largest}）。",
        "The first update's gradient differs from one worker's on the whole batch by {apart} at most (the largest number of the gradient is {largest}). ";
    no_difference: "最初の更新の勾配は、1 台で全バッチから求めた勾配と完全に一致しました。", "The first update's gradient is exactly one worker's on the whole batch. ";
    why_backup: "予備の 1 台を待たなかったので、その取り分の画像が入っていません。", "The last worker was not waited for: its share of the images is missing.";
    why_rounding: "足す順序が違うための丸め誤差だけです。", "That is rounding alone: sums are taken in another order.";
    why_sum: "平均せずに足したので、勾配がワーカー数倍になっています。学習率をその倍にしたのと同じです。", "It was added up, not averaged: the gradient is as many times too large as there are workers, as if the learning rate were.";
    why_unweighted: "枚数の違う平均を同じ重みで平均したので、少ないほうの画像が重く数えられています。", "Means of different numbers of images were averaged with equal weights, so that images of small shards count more.";
    why_norm: "バッチ正規化の平均と分散が、ワーカーごとの取り分から求められるためです（同期バッチ正規化なら一致します）。", "Batch norm takes mean and variance of each worker's own shard (synchronized batch norm would agree).";

    export_title: "自分のマシンで続ける", "On machines of your own";
    export_note:
        "この設定を、PyTorch の torchrun で動く短いスクリプト（gloo）として保存します。複数のマシンでも動きます。さらに大きくするなら、モデルを分けるなら torch.distributed の FSDP や DeepSpeed、ジョブの管理は Ray、連合学習は Flower が使えます。",
        "Saves these settings as a short script for PyTorch's torchrun (gloo), on one machine or on several. Beyond that: FSDP of torch.distributed or DeepSpeed to divide the model, Ray to manage jobs, Flower for federated learning.";
    export: "torchrun のスクリプトを保存", "Save the torchrun script";
    no_script: "この設定のスクリプトはありません：", "There is no script of these settings: ";
    bars: "計算と待ち", "Computing and waiting";
    bars_note:
        "濃い色が計算、薄い色が待ちと通信の時間です（実測）。「止める」はワーカーを本当に終了させ、「戻す」は新しく起動して、ほかのワーカーから重みを受け取らせます。",
        "Dark is computing, light is waiting and sending (measured). “Stop” really ends a worker; “bring back” starts a new one, which gets its weights from another.";
    worker(rank: usize): "ランク {rank}", "Rank {rank}";
    /// Seconds of computing and of waiting, gradients.
    worker_told(compute: &str, wait: &str, delivered: u64): "計算 {compute} 秒、待ち {wait} 秒、勾配 {delivered} 個", "{compute} s computing, {wait} s waiting, {delivered} gradients";
    dropped(n: u64): "（うち {n} 個は遅くて捨てた）", " ({n} of them too late)";
    presence(is_here: bool, rank: usize) => String {
        true => "ランク {rank} を止める", "Stop rank {rank}";
        false => "ランク {rank} を戻す", "Bring rank {rank} back";
    };
    away: "停止中", "Away";
    curve: "損失", "Loss";
    loss: "損失", "Loss";
    curve_note: "最近 4 回の学習を重ねます。太い線が最新です。", "The last four runs; the thick line is the newest.";
}
