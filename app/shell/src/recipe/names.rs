//! The names of the techniques' choices.

use karui_protocol::recipe::{
    Criterion, Granularity, Hint, NumberType, Observer, PruneUnit, QuantMethod, Scheme, Scope,
};
use karui_ui::names;

names! {
    /// The names of ways to quantize.
    pub fn quant_method(QuantMethod) {
        Weights: "重みのみ", "Weights only";
        Dynamic: "動的量子化", "Dynamic";
        Static: "静的量子化", "Static";
        Aware: "量子化認識学習（QAT）", "Quantization-aware training";
    }

    /// The names of number types.
    pub fn number_type(NumberType) {
        Int8: "int8（8 ビット整数）", "int8";
        Int4: "int4（4 ビット整数）", "int4";
        Int2: "3 値（2 ビット）", "ternary (2 bits)";
        Binary: "2 値（1 ビット）", "binary (1 bit)";
        Fp16: "fp16（半精度浮動小数点）", "fp16";
        Bf16: "bf16", "bf16";
        Fp8E4m3: "fp8 E4M3", "fp8 E4M3";
        Fp8E5m2: "fp8 E5M2", "fp8 E5M2";
    }

    /// The names of granularities of scales.
    pub fn granularity(Granularity) {
        Tensor: "テンソル単位", "Per tensor";
        Channel: "チャネル単位", "Per channel";
    }

    /// The names of schemes of quantization.
    pub fn scheme(Scheme) {
        Symmetric: "対称", "Symmetric";
        Affine: "非対称（アフィン）", "Asymmetric (affine)";
    }

    /// The names of observers.
    pub fn observer(Observer) {
        MinMax: "最小値と最大値", "Minimum and maximum";
        MovingAverage: "最小・最大の移動平均", "Moving average of both";
        Percentile: "パーセンタイル", "Percentile";
        Mse: "平均二乗誤差が最小", "Least squared error";
        Entropy: "KL ダイバージェンスが最小", "Least KL divergence";
    }

    /// The names of what is pruned.
    pub fn prune_unit(PruneUnit) {
        Element: "重み 1 個ずつ（非構造化）", "Single weights (unstructured)";
        TwoOfFour: "4 個のうち 2 個（2:4）", "Two of four (2:4)";
        Channel: "チャネルごと（構造化）", "Channels (structured)";
    }

    /// The names of criteria of importance.
    pub fn criterion(Criterion) {
        Magnitude: "絶対値の大きさ（L1）", "Magnitude (L1)";
        L2: "二乗和の平方根（L2）", "Magnitude (L2)";
        Gradient: "重み×勾配", "Weight × gradient";
        BatchNormScale: "バッチ正規化の |γ|", "Batch norm's |γ|";
        Random: "無作為（対照実験）", "Random (the control)";
        GradientMagnitude: "勾配の絶対値 |∂L/∂w| だけ", "Gradient alone, |∂L/∂w|";
    }

    /// The names of scopes of pruning.
    pub fn scope(Scope) {
        Global: "ネットワーク全体で比べる", "Across the network";
        Layer: "層ごとに同じ割合", "The same part of each layer";
    }

    /// The names of hints of a teacher.
    pub fn hint(Hint) {
        None: "なし", "None";
        Feature: "中間層の特徴（FitNets）", "Features (FitNets)";
        Attention: "アテンションマップ", "Attention maps";
    }
}
