use crate::{Kind, Pair, Pairs, Template, Topic};

pub static M11: Template = Template {
    id: "M11",
    topic: Topic::Mobilenet,
    title: ("畳み込みが混ぜるもの", "What convolutions mix"),
    source: "howard2017",
    kind: Kind::Pairs(&Pairs {
        one: ("{}が混ぜるものとして正しいものを選べ。", "What does {} mix?"),
        all: ("畳み込みの種類と、混ぜるものを対応させよ。", "Match each convolution with what it mixes."),
        pairs: &[
            Pair {
                left: ("標準の 3×3 の畳み込み", "a standard 3×3 convolution"),
                right: ("隣り合う 3×3 の画素と、全チャネル", "3×3 neighbouring pixels, and all channels"),
                why: ("空間方向とチャネル方向を一度に混ぜます。", "It mixes over space and channels at once."),
            },
            Pair {
                left: ("3×3 の深さ方向の畳み込み（depthwise）", "a 3×3 depthwise convolution"),
                right: ("隣り合う 3×3 の画素だけ（チャネルは混ぜない）", "3×3 neighbouring pixels alone, no channels"),
                why: ("チャネルごとに一つのフィルタを使います。", "It has one filter for each channel."),
            },
            Pair {
                left: ("1×1 の畳み込み（pointwise）", "a 1×1 (pointwise) convolution"),
                right: ("全チャネルだけ（画素は混ぜない）", "all channels alone, no pixels"),
                why: ("画素ごとの全結合層と同じです。", "It is a linear layer at each pixel."),
            },
            Pair {
                left: ("グループ数 2 の 3×3 の畳み込み", "a 3×3 convolution in 2 groups"),
                right: ("隣り合う 3×3 の画素と、半分のチャネル", "3×3 neighbouring pixels, and half of the channels"),
                why: ("二つのグループの間は混ざりません。", "Nothing passes between the two groups."),
            },
            Pair {
                left: ("拡張率 2 の 3×3 の拡張畳み込み（dilated）", "a 3×3 convolution with dilation 2"),
                right: ("一つおきの 3×3 の画素と、全チャネル", "3×3 pixels, every other one, and all channels"),
                why: ("重みは 9 個のまま、5×5 の範囲を見ます。", "With 9 weights it sees a range of 5×5."),
            },
            Pair {
                left: (
                    "3×1 の畳み込み（空間方向の分離の片方）",
                    "a 3×1 convolution (one half of a spatially separable one)",
                ),
                right: ("縦に並ぶ 3 画素と、全チャネル", "3 pixels in a column, and all channels"),
                why: (
                    "3×3 を 3×1 と 1×3 に分けるのが空間方向の分離です。",
                    "Spatial separation divides 3×3 into 3×1 and 1×3.",
                ),
            },
        ],
    }),
};

pub static M13: Template = Template {
    id: "M13",
    topic: Topic::Mobilenet,
    title: ("軽量なネットワークの特徴", "What is special in light networks"),
    source: "howard2019",
    kind: Kind::Pairs(&Pairs {
        one: ("「{}」に当たるものはどれか。", "What was {}?"),
        all: (
            "ネットワークと、その論文で新しく加わったものを対応させよ。",
            "Match each network with what was new in its paper.",
        ),
        pairs: &[
            Pair {
                left: ("MobileNetV1 で新しく加わったもの", "new in MobileNetV1"),
                right: (
                    "分離可能畳み込みを積み重ねたモデルの、幅と解像度の倍率",
                    "multipliers for width and resolution of a stack of separable convolutions",
                ),
                why: (
                    "二つの倍率 α と ρ で、計算量と精度を選べます。",
                    "Two multipliers, α and ρ, trade computation for accuracy.",
                ),
            },
            Pair {
                left: ("MobileNetV2 で新しく加わったもの", "new in MobileNetV2"),
                right: ("線形なボトルネックを持つ逆残差ブロック", "inverted residuals with linear bottlenecks"),
                why: (
                    "広げてから縮め、狭い両端を残差接続で結びます。",
                    "They widen, then narrow, and join the narrow ends.",
                ),
            },
            Pair {
                left: ("MobileNetV3 で新しく加わったもの", "new in MobileNetV3"),
                right: (
                    "活性化関数 h-swish と、NAS と NetAdapt による構造",
                    "the activation h-swish, and an architecture found by NAS and NetAdapt",
                ),
                why: (
                    "SE を組み込んだブロックを探索で選びました。",
                    "The search chose among blocks with squeeze-and-excitation.",
                ),
            },
            Pair {
                left: ("EfficientNet で新しく加わったもの", "new in EfficientNet"),
                right: (
                    "深さ、幅、解像度を一つの係数で一緒に変える複合スケーリング",
                    "compound scaling of depth, width and resolution by one coefficient",
                ),
                why: (
                    "MobileNet の倍率は幅と解像度を別々に変えます。",
                    "MobileNet's multipliers change width and resolution apart.",
                ),
            },
            Pair {
                left: ("ShuffleNet V2 で新しく加わったもの", "new in ShuffleNet V2"),
                right: (
                    "FLOPs だけでなくメモリアクセスを考えた四つの設計指針",
                    "four guidelines that look at memory access, not at FLOPs alone",
                ),
                why: (
                    "同じ FLOPs でも速さが違うことを測って示しました。",
                    "It showed by measurement that equal FLOPs are not equally fast.",
                ),
            },
        ],
    }),
};
