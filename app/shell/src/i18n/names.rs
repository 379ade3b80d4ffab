//! Names of things that have ids: classes and the values of settings.

use karui_protocol::{DataKind, Device, ModelKind, OptimizerKind, ScheduleKind};
use karui_ui::{Lang, names};

const FASHION: [(&str, &str); 10] = [
    ("Tシャツ", "T-shirt"),
    ("ズボン", "Trouser"),
    ("セーター", "Pullover"),
    ("ワンピース", "Dress"),
    ("コート", "Coat"),
    ("サンダル", "Sandal"),
    ("シャツ", "Shirt"),
    ("スニーカー", "Sneaker"),
    ("かばん", "Bag"),
    ("ブーツ", "Ankle boot"),
];

const DIGITS: [&str; 10] = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];

const SHAPES: [(&str, &str); 10] = [
    ("円", "Circle"),
    ("正方形", "Square"),
    ("三角形", "Triangle"),
    ("星", "Star"),
    ("十字", "Cross"),
    ("輪", "Ring"),
    ("三日月", "Crescent"),
    ("ハート", "Heart"),
    ("矢印", "Arrow"),
    ("六角形", "Hexagon"),
];

/// The name of class `class` of a data set.
pub fn class_name(lang: Lang, data: DataKind, class: usize) -> &'static str {
    let pair = |names: &[(&'static str, &'static str); 10]| names.get(class).map(|(ja, en)| lang.pick(*ja, *en));
    match data {
        DataKind::FashionMnist => pair(&FASHION),
        DataKind::Mnist => DIGITS.get(class).copied(),
        DataKind::Shapes => pair(&SHAPES),
    }
    .unwrap_or("?")
}

names! {
    /// The names of data sets.
    pub fn data_kind(DataKind) {
        FashionMnist: "Fashion-MNIST（衣類）", "Fashion-MNIST (garments)";
        Mnist: "MNIST（手書き数字）", "MNIST (handwritten digits)";
        Shapes: "Shapes（合成図形・カラー）", "Shapes (synthetic, colour)";
    }

    /// The names of kinds of networks.
    pub fn model_kind(ModelKind) {
        Mlp: "MLP（多層パーセプトロン）", "MLP (multilayer perceptron)";
        Lenet: "LeNet 型 CNN", "LeNet-style CNN";
        Mobilenet: "小さな MobileNet 型", "Small MobileNet-style";
        Lenet300100: "LeNet-300-100", "LeNet-300-100";
        Lenet5: "LeNet-5（Caffe版）", "LeNet-5 (Caffe's)";
        MobilenetV2: "小さな MobileNetV2 型", "Small MobileNetV2-style";
        MobilenetV3: "小さな MobileNetV3 型", "Small MobileNetV3-style";
        Cnn: "通常の畳み込みの CNN", "CNN of plain convolutions";
    }

    /// The names of optimizers.
    pub fn optimizer_kind(OptimizerKind) {
        Sgd: "SGD", "SGD";
        Momentum: "モメンタム", "Momentum";
        Adam: "Adam", "Adam";
        AdamW: "AdamW", "AdamW";
    }

    /// The names of learning rate schedules.
    pub fn schedule_kind(ScheduleKind) {
        Constant: "一定", "Constant";
        Step: "段階的に減らす", "Step";
        Cosine: "コサイン", "Cosine";
        WarmUp: "ウォームアップ+コサイン", "Warm-up, then cosine";
    }

    /// The names of devices.
    pub fn device(Device) {
        Auto: "自動", "Automatic";
        Cpu: "CPU", "CPU";
        WebGpu: "GPU(WebGPU)", "GPU (WebGPU)";
    }
}

/// What an op is called; one without a name keeps its id.
pub fn op_name(lang: Lang, op: &str) -> &str {
    let (ja, en) = match op {
        "input" => ("入力", "input"),
        "conv2d" => ("畳み込み", "convolution"),
        "depthwise_conv2d" => ("深さ方向畳み込み", "depthwise convolution"),
        "linear" => ("全結合", "linear"),
        "batch_norm" => ("バッチ正規化", "batch norm"),
        "relu" => ("ReLU", "ReLU"),
        "relu6" => ("ReLU6", "ReLU6"),
        "sigmoid" => ("シグモイド", "sigmoid"),
        "hard_sigmoid" => ("ハードシグモイド", "hard sigmoid"),
        "hard_swish" => ("ハードスウィッシュ", "hard swish"),
        "silu" => ("SiLU", "SiLU"),
        "max_pool2d" => ("最大値プーリング", "max pooling"),
        "global_avg_pool" => ("大域平均プーリング", "global average pooling"),
        "add" => ("加算（残差接続）", "add (residual)"),
        "multiply" => ("乗算", "multiply"),
        "flatten" => ("平坦化", "flatten"),
        "dropout" => ("ドロップアウト", "dropout"),
        other => (other, other),
    };
    lang.pick(ja, en)
}
