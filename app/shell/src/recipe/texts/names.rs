//! The names of the techniques' choices.

use crate::i18n::Named;
use karui_protocol::recipe::{
    Criterion, Granularity, Hint, NumberType, Observer, PruneUnit, QuantMethod, Scheme, Scope,
};

impl Named for QuantMethod {
    fn names(self) -> (&'static str, &'static str) {
        match self {
            QuantMethod::Weights => ("重みのみ", "Weights only"),
            QuantMethod::Dynamic => ("動的量子化", "Dynamic"),
            QuantMethod::Static => ("静的量子化", "Static"),
            QuantMethod::Aware => ("量子化認識学習(QAT)", "Quantization-aware training"),
        }
    }
}

impl Named for NumberType {
    fn names(self) -> (&'static str, &'static str) {
        match self {
            NumberType::Int8 => ("int8(8 ビット整数)", "int8"),
            NumberType::Int4 => ("int4(4 ビット整数)", "int4"),
            NumberType::Int2 => ("3 値(2 ビット)", "ternary (2 bits)"),
            NumberType::Binary => ("2 値(1 ビット)", "binary (1 bit)"),
            NumberType::Fp16 => ("fp16(半精度浮動小数点)", "fp16"),
            NumberType::Bf16 => ("bf16", "bf16"),
            NumberType::Fp8E4m3 => ("fp8 E4M3", "fp8 E4M3"),
            NumberType::Fp8E5m2 => ("fp8 E5M2", "fp8 E5M2"),
        }
    }
}

impl Named for Granularity {
    fn names(self) -> (&'static str, &'static str) {
        match self {
            Granularity::Tensor => ("テンソル単位", "Per tensor"),
            Granularity::Channel => ("チャネル単位", "Per channel"),
        }
    }
}

impl Named for Scheme {
    fn names(self) -> (&'static str, &'static str) {
        match self {
            Scheme::Symmetric => ("対称", "Symmetric"),
            Scheme::Affine => ("非対称(アフィン)", "Asymmetric (affine)"),
        }
    }
}

impl Named for Observer {
    fn names(self) -> (&'static str, &'static str) {
        match self {
            Observer::MinMax => ("最小値と最大値", "Minimum and maximum"),
            Observer::MovingAverage => ("最小・最大の移動平均", "Moving average of both"),
            Observer::Percentile => ("パーセンタイル", "Percentile"),
            Observer::Mse => ("平均二乗誤差が最小", "Least squared error"),
            Observer::Entropy => ("KL ダイバージェンスが最小", "Least KL divergence"),
        }
    }
}

impl Named for PruneUnit {
    fn names(self) -> (&'static str, &'static str) {
        match self {
            PruneUnit::Element => ("重み 1 個ずつ(非構造化)", "Single weights (unstructured)"),
            PruneUnit::TwoOfFour => ("4 個のうち 2 個(2:4)", "Two of four (2:4)"),
            PruneUnit::Channel => ("チャネルごと(構造化)", "Channels (structured)"),
        }
    }
}

impl Named for Criterion {
    fn names(self) -> (&'static str, &'static str) {
        match self {
            Criterion::Magnitude => ("絶対値の大きさ(L1)", "Magnitude (L1)"),
            Criterion::L2 => ("二乗和の平方根(L2)", "Magnitude (L2)"),
            Criterion::Gradient => ("重み×勾配", "Weight × gradient"),
            Criterion::BatchNormScale => ("バッチ正規化の |γ|", "Batch norm's |γ|"),
            Criterion::Random => ("無作為(対照実験)", "Random (the control)"),
        }
    }
}

impl Named for Scope {
    fn names(self) -> (&'static str, &'static str) {
        match self {
            Scope::Global => ("ネットワーク全体で比べる", "Across the network"),
            Scope::Layer => ("層ごとに同じ割合", "The same part of each layer"),
        }
    }
}

impl Named for Hint {
    fn names(self) -> (&'static str, &'static str) {
        match self {
            Hint::None => ("なし", "None"),
            Hint::Feature => ("中間層の特徴(FitNets)", "Features (FitNets)"),
            Hint::Attention => ("アテンションマップ", "Attention maps"),
        }
    }
}
