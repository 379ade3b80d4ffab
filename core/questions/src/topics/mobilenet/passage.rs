use crate::topics::set;
use crate::{Gap, Passage};

set!(Gap TEXT, Mobilenet, "howard2017":
    MG1_1 "MG1-1" 0 ("長文の空欄：空間方向の畳み込み", "Gaps in a text: over space"),
    MG1_2 "MG1-2" 1 ("長文の空欄：チャネル方向の畳み込み", "Gaps in a text: over channels"),
    MG1_3 "MG1-3" 2 ("長文の空欄：計算量の比", "Gaps in a text: the ratio of costs"),
);

static TEXT: Passage = Passage {
    id: "MG1",
    text: (
        "MobileNet は標準の畳み込みを二段に分ける。一段目の {0} は入力チャネルごとに一つの D_K×D_K フィルタを掛け、チャネルどうしは混ぜない。二段目の {1} が、画素ごとにチャネルを混ぜて N 個の出力を作る。積和演算の数は標準の畳み込みの {2} 倍になる。",
        "MobileNet divides a standard convolution in two. The first stage, {0}, has one D_K×D_K filter for each input channel and mixes no channels. The second, {1}, mixes channels at each pixel and makes N outputs. The multiply-adds are {2} times those of the standard convolution.",
    ),
    gaps: &[
        Gap {
            right: ("depthwise 畳み込み", "the depthwise convolution"),
            why: (
                "チャネルごとに空間方向だけを畳み込むのが depthwise です。",
                "Depthwise: over space alone, channel by channel.",
            ),
            wrong: &[
                (
                    ("dilated 畳み込み", "the dilated convolution"),
                    (
                        "カーネルの間隔を広げる畳み込みで、チャネルは混ざります。",
                        "That spaces the kernel out, and mixes channels.",
                    ),
                ),
                (
                    ("transposed 畳み込み", "the transposed convolution"),
                    ("出力を大きくする畳み込みです。", "That makes outputs larger."),
                ),
                (
                    ("グループ数 1 の畳み込み", "the convolution of one group"),
                    ("それは標準の畳み込みです。", "That is the standard convolution."),
                ),
            ],
        },
        Gap {
            right: ("pointwise 畳み込み", "the pointwise convolution"),
            why: ("1×1 のカーネルがチャネルを混ぜます。", "A 1×1 kernel mixes channels."),
            wrong: &[
                (
                    ("最大値プーリング", "max pooling"),
                    ("チャネルは混ざらず、重みもありません。", "It mixes no channels and has no weights."),
                ),
                (
                    ("バッチ正規化", "batch normalization"),
                    ("チャネルごとに尺度を変えるだけです。", "It only scales each channel."),
                ),
                (
                    ("大域平均プーリング", "global average pooling"),
                    ("空間方向の平均を取ります。", "It averages over space."),
                ),
            ],
        },
        Gap {
            right: ("1/N + 1/D_K²", "1/N + 1/D_K²"),
            why: (
                "一段目は D_K²·M、二段目は M·N、標準は D_K²·M·N なので、比は 1/N + 1/D_K² です。",
                "D_K²·M and M·N against D_K²·M·N, for each pixel: 1/N + 1/D_K².",
            ),
            wrong: &[
                (("1/D_K²", "1/D_K²"), ("二段目が入っていません。", "The second stage is missing.")),
                (
                    ("1/(N + D_K²)", "1/(N + D_K²)"),
                    ("和の逆数ではなく、逆数の和です。", "It is the sum of the inverses, not the inverse of the sum."),
                ),
                (
                    ("1/M + 1/D_K²", "1/M + 1/D_K²"),
                    ("入力チャネル数 M は約分されます。", "The input channels M cancel out."),
                ),
                (("1/(N·D_K²)", "1/(N·D_K²)"), ("二段の計算量は足します。", "The two stages add up.")),
            ],
        },
    ],
};
