//! The messages of large batches.

use super::state::Times;
use karui_spec::large_batch::Scaling;
use karui_ui::{FieldText, messages, names};

names! {
    /// k.
    pub fn times_name(Times) {
        Four: "4 倍（64 枚）", "4 times (64 images)";
        Eight: "8 倍（128 枚）", "8 times (128 images)";
        Sixteen: "16 倍（256 枚）", "16 times (256 images)";
        ThirtyTwo: "32 倍（512 枚）", "32 times (512 images)";
    }
}

messages! {
    /// The messages of large batches.
    pub struct Texts;

    title: "大きなバッチと学習率", "Large batches and the learning rate";
    note:
        "台数を k 倍にしてバッチも k 倍にすると、同じ枚数を学習する間の更新は 1/k になります。そこで学習率も k 倍にするのが線形スケーリング則です。始めから k 倍にすると不安定になりやすいので、少しずつ上げます（ウォームアップ）。選択中のデータの先頭 8,000 枚を 6 周し（ウォームアップは最初の 2 周）、検証画像 1,000 枚で比べます。論文と同じ条件ではないので、見るのは順序です。データは Fashion-MNIST を選んでください。",
        "With k times as many machines and a batch k times as large there are a k-th of the updates for the same images. The linear scaling rule makes the learning rate k times as large, too; by and by (warm-up), since at once it tends to be unstable. The first 8,000 images of the data chosen, 6 passes (the first 2 of them warm-up), 1,000 held-out images. These are not the paper's conditions: what is to be compared is the order. Choose Fashion-MNIST as the data.";
    times = FieldText {
        label: "バッチの倍率 k", "Batch, times k";
        help: "小さいバッチは 16 枚、学習率 0.02 です。", "The small batch has 16 images and learning rate 0.02.";
    };
    net = FieldText {
        label: "ネットワーク", "Network";
        help: "CNN は数分かかります。", "The CNN takes some minutes.";
    };
    way: "学習のしかた", "Training";
    name(way: Scaling) => {
        Scaling::Small => "小さいバッチ", "Small batch";
        Scaling::Unscaled => "k 倍のバッチ、学習率はそのまま", "Batch k times, the same learning rate";
        Scaling::Sudden => "k 倍のバッチ、学習率も最初から k 倍", "Both k times from the start";
        Scaling::WarmUp => "k 倍のバッチ、ウォームアップして k 倍", "Both k times, with warm-up";
    };
    short(way: Scaling) => {
        Scaling::Small => "小さいバッチ", "small batch";
        Scaling::Unscaled => "そのまま", "unscaled";
        Scaling::Sudden => "k 倍", "k times";
        Scaling::WarmUp => "ウォームアップ", "warm-up";
    };
    batch: "バッチ", "Batch";
    rate: "学習率", "Learning rate";
    steps: "更新", "Updates";
    loss: "最後の損失", "Last loss";
    accuracy: "正解率（実測）", "Accuracy (measured)";
    paper: "論文の誤り率（ImageNet）", "The paper's error (ImageNet)";
    diverged: "発散", "diverged";
    about:
        "学習率をそのままにすると更新が足りず、k 倍にしてウォームアップすると小さいバッチに近づきます。k を大きくしすぎると、ウォームアップしても届きません（論文でも 8,192 枚を超えると誤りが増えます）。",
        "With the same learning rate there are too few updates; k times with warm-up comes near the small batch. With too large a k not even warm-up helps (in the paper the error grows beyond 8,192 images, too).";
    source:
        "右端は Goyal ほか（2017）“Accurate, large minibatch SGD” 表 1 と表 2(a)：ResNet-50、ImageNet の top-1 誤り率、バッチ 256 と 8,192（k = 32）、ウォームアップ 5 エポック。",
        "Last column: Goyal et al. (2017), “Accurate, large minibatch SGD”, Tables 1 and 2(a): ResNet-50, top-1 error on ImageNet, batches of 256 and 8,192 (k = 32), 5 epochs of warm-up.";
}
