//! Names of things that have ids: classes and the values of settings.

use karui_protocol::{DataKind, Device, ModelKind, OptimizerKind, ScheduleKind};
use karui_ui::Lang;

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

/// A setting's value that has a name in each language.
pub trait Named: Copy {
    /// Its name in Japanese and in English.
    fn names(self) -> (&'static str, &'static str);
}

/// The name of a setting's value.
pub fn option_name(lang: Lang, value: impl Named) -> &'static str {
    let (ja, en) = value.names();
    lang.pick(ja, en)
}

impl Named for DataKind {
    fn names(self) -> (&'static str, &'static str) {
        match self {
            DataKind::FashionMnist => ("Fashion-MNIST(衣類)", "Fashion-MNIST (garments)"),
            DataKind::Mnist => ("MNIST(手書き数字)", "MNIST (handwritten digits)"),
            DataKind::Shapes => ("Shapes(合成図形・カラー)", "Shapes (synthetic, colour)"),
        }
    }
}

impl Named for ModelKind {
    fn names(self) -> (&'static str, &'static str) {
        match self {
            ModelKind::Mlp => ("MLP(多層パーセプトロン)", "MLP (multilayer perceptron)"),
            ModelKind::Lenet => ("LeNet 型 CNN", "LeNet-style CNN"),
            ModelKind::Mobilenet => ("小さな MobileNet 型", "Small MobileNet-style"),
            ModelKind::Lenet300100 => ("LeNet-300-100", "LeNet-300-100"),
            ModelKind::Lenet5 => ("LeNet-5（Caffe版）", "LeNet-5 (Caffe's)"),
            ModelKind::MobilenetV2 => ("小さな MobileNetV2 型", "Small MobileNetV2-style"),
            ModelKind::MobilenetV3 => ("小さな MobileNetV3 型", "Small MobileNetV3-style"),
            ModelKind::Cnn => ("通常の畳み込みの CNN", "CNN of plain convolutions"),
        }
    }
}

impl Named for OptimizerKind {
    fn names(self) -> (&'static str, &'static str) {
        match self {
            OptimizerKind::Sgd => ("SGD", "SGD"),
            OptimizerKind::Momentum => ("モメンタム", "Momentum"),
            OptimizerKind::Adam => ("Adam", "Adam"),
            OptimizerKind::AdamW => ("AdamW", "AdamW"),
        }
    }
}

impl Named for ScheduleKind {
    fn names(self) -> (&'static str, &'static str) {
        match self {
            ScheduleKind::Constant => ("一定", "Constant"),
            ScheduleKind::Step => ("段階的に減らす", "Step"),
            ScheduleKind::Cosine => ("コサイン", "Cosine"),
            ScheduleKind::WarmUp => ("ウォームアップ+コサイン", "Warm-up, then cosine"),
        }
    }
}

impl Named for Device {
    fn names(self) -> (&'static str, &'static str) {
        match self {
            Device::Auto => ("自動", "Automatic"),
            Device::Cpu => ("CPU", "CPU"),
            Device::WebGpu => ("GPU(WebGPU)", "GPU (WebGPU)"),
        }
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
        "avg_pool2d" => ("平均値プーリング", "average pooling"),
        "global_avg_pool" => ("大域平均プーリング", "global average pooling"),
        "add" => ("加算(残差接続)", "add (residual)"),
        "multiply" => ("乗算", "multiply"),
        "flatten" => ("平坦化", "flatten"),
        "dropout" => ("ドロップアウト", "dropout"),
        other => (other, other),
    };
    lang.pick(ja, en)
}
