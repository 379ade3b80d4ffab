use crate::{Kind, Statement, Template, Topic};

pub static QS2: Template = Template {
    id: "QS2",
    topic: Topic::Quantization,
    title: ("格子の選び方", "Choosing a grid"),
    source: "jacob2018",
    kind: Kind::Statements(&[
        Statement {
            id: "QS2a",
            text: (
                "アフィン量子化 r = S(q − Z) では、実数の 0 が{ちょうど整数 Z |整数の 0 }に対応する。",
                "In affine quantization, r = S(q − Z), the real number 0 is {exactly the level Z|the level 0}.",
            ),
            why: (
                "パディングの 0 や ReLU の 0 に誤差が出ないように、0 を必ず格子点にします。",
                "So that the zeros of padding and ReLU carry no error, 0 has to be a point of the grid.",
            ),
            source: "",
        },
        Statement {
            id: "QS2b",
            text: (
                "対称量子化では、ゼロ点 Z は{ 0 | 127 }である。",
                "In symmetric quantization the zero point Z is {0|127}.",
            ),
            why: (
                "実数の 0 が整数の 0 に対応し、積和で Z の項が消えます。",
                "The real 0 is the level 0, and the terms with Z drop out of the products.",
            ),
            source: "",
        },
        Statement {
            id: "QS2c",
            text: (
                "ReLU の出力のように 0 以上の値だけを取る活性値を、符号付き整数へ対称量子化すると、{段の半分近くが使われない|全ての段が使われる}。",
                "Where activations are never negative, as behind ReLU, a symmetric signed grid {leaves nearly half of its levels unused|uses all of its levels}.",
            ),
            why: (
                "負の側の段に値が来ません。活性値にアフィン量子化を使う理由です。",
                "No value comes to the negative side: why activations have affine grids.",
            ),
            source: "krishnamoorthi2018",
        },
        Statement {
            id: "QS2d",
            text: (
                "チャネルごと（per-channel）の量子化では、スケールを{畳み込みの出力チャネルごとに|ネットワーク全体で}一つ持つ。",
                "Per-channel quantization has one scale {for each output channel of a convolution|for the whole network}.",
            ),
            why: (
                "出力チャネルごとに重みの範囲が違っても、それぞれに合う刻みになります。",
                "Each channel gets steps that suit its range.",
            ),
            source: "krishnamoorthi2018",
        },
        Statement {
            id: "QS2e",
            text: (
                "外れ値があるとき、min-max で範囲を決めると刻み S は{粗くなる|細かくなる}。",
                "With an outlier, a range by min-max makes the step S {coarser|finer}.",
            ),
            why: (
                "範囲が外れ値まで広がり、多くの値が少ない段に集まります。",
                "The range stretches to the outlier, and most values share a few levels.",
            ),
            source: "migacz2017",
        },
        Statement {
            id: "QS2f",
            text: (
                "パーセンタイルで範囲を決める方法は、{切り詰めによる誤差が増える代わりに丸め誤差を減らす|切り詰めと丸めの両方の誤差をなくす}。",
                "A range by percentile {trades more clamping for less rounding|removes the errors of both clamping and rounding}.",
            ),
            why: (
                "範囲の外の値は端に切り詰められますが、内側の刻みが細かくなります。",
                "Values beyond are clamped, while the steps inside become finer.",
            ),
            source: "migacz2017",
        },
        Statement {
            id: "QS2g",
            text: (
                "ビット数を 1 増やすと、一様量子化の刻みはほぼ{ 2 分の 1 | 4 分の 1 }になる。",
                "One bit more makes the steps of a uniform grid about {half|a quarter} of what they were.",
            ),
            why: (
                "段数が 2 倍になります。4 分の 1 になるのは雑音の電力です。",
                "There are twice as many levels. A quarter is what the noise's power becomes.",
            ),
            source: "nagel2021",
        },
        Statement {
            id: "QS2h",
            text: (
                "学習済みのバッチ正規化は、推論の前に{直前の畳み込みの重みとバイアス|次の活性化関数}に畳み込める。",
                "Batch norm, once trained, can be folded into {the weights and bias of the convolution before it|the activation behind it}.",
            ),
            why: (
                "どちらも一次式なので、一つの一次式にまとまります。",
                "Both are linear, and together they are one linear function.",
            ),
            source: "",
        },
    ]),
};

pub static QS3: Template = Template {
    id: "QS3",
    topic: Topic::Quantization,
    title: ("数値形式と二値化", "Number formats and binary weights"),
    source: "micikevicius2022",
    kind: Kind::Statements(&[
        Statement {
            id: "QS3a",
            text: (
                "bfloat16 の指数部のビット数は{ float32 と同じ 8 ビット| float16 と同じ 5 ビット}である。",
                "bfloat16 has {8 exponent bits, as float32|5 exponent bits, as float16}.",
            ),
            why: (
                "表せる範囲は float32 とほぼ同じで、仮数が 7 ビットと短くなります。",
                "Its range is nearly that of float32; its mantissa is short, 7 bits.",
            ),
            source: "kalamkar2019",
        },
        Statement {
            id: "QS3b",
            text: (
                "float16 と bfloat16 を比べると、1 付近の値をより細かく表せるのは{ float16 | bfloat16 }である。",
                "Of float16 and bfloat16, values near 1 are finer in {float16|bfloat16}.",
            ),
            why: ("仮数が 10 ビットと 7 ビットで、float16 の方が長いためです。", "Its mantissa has 10 bits against 7."),
            source: "kalamkar2019",
        },
        Statement {
            id: "QS3c",
            text: (
                "float16 で表せる有限の最大値は{ 65504 |約 3.4×10^38 }である。",
                "The greatest finite value of float16 is {65504|about 3.4×10^38}.",
            ),
            why: (
                "3.4×10^38 ほどまで表せるのは float32 と bfloat16 です。",
                "About 3.4×10^38 is that of float32 and bfloat16.",
            ),
            source: "micikevicius2018",
        },
        Statement {
            id: "QS3d",
            text: (
                "FP8 の E4M3 と E5M2 を比べると、表せる範囲が広いのは{ E5M2 | E4M3 }である。",
                "Of the FP8 formats E4M3 and E5M2, {E5M2|E4M3} has the wider range.",
            ),
            why: (
                "最大値は E5M2 が 57344、E4M3 が 448 です。E4M3 は仮数が長く、細かく表せます。",
                "The greatest are 57344 and 448. E4M3 has a longer mantissa and finer steps.",
            ),
            source: "",
        },
        Statement {
            id: "QS3e",
            text: (
                "XNOR-Net の二値化では、重みの符号に{重みの絶対値の平均|重みの最大値}をスケールとして掛ける。",
                "XNOR-Net multiplies the signs of the weights by {the mean of their magnitudes|the greatest weight}.",
            ),
            why: (
                "二乗誤差を最小にするスケールが絶対値の平均です。",
                "The mean magnitude is the scale of least squared error.",
            ),
            source: "rastegari2016",
        },
        Statement {
            id: "QS3f",
            text: (
                "三値化（ternary）した重みが取る値は{ −α、0、α | 0、α、2α }である。",
                "Ternary weights take the values {−α, 0 and α|0, α and 2α}.",
            ),
            why: (
                "しきい値より小さい重みを 0、それ以外を符号で ±α にします。",
                "Below a threshold they become 0, else ±α by their signs.",
            ),
            source: "li2016",
        },
        Statement {
            id: "QS3g",
            text: (
                "Deep Compression の重み共有では、各重みについて{符号帳の番号| 32 ビットの値}を保存する。",
                "Weight sharing in Deep Compression stores for each weight {its number in the code book|its value in 32 bits}.",
            ),
            why: ("値そのものは符号帳に一度だけ置かれます。", "The values themselves stand in the code book, once."),
            source: "han2016",
        },
        Statement {
            id: "QS3h",
            text: (
                "k-means による重み共有は、{重みの分布に合わせた|等間隔に決めた}代表値に重みをまとめる。",
                "Weight sharing by k-means gathers the weights at values {that follow their distribution|spaced evenly beforehand}.",
            ),
            why: (
                "代表値は、まとめる重みの平均です。等間隔なのは一様量子化です。",
                "A centroid is the mean of its weights. Evenly spaced are the levels of uniform quantization.",
            ),
            source: "han2016",
        },
        Statement {
            id: "QS3i",
            text: (
                "刻みを学習する量子化（LSQ）では、刻み S を{損失の勾配で学習する|最小値と最大値から計算する}。",
                "In LSQ (learned step size quantization) the step S is {learnt by the gradient of the loss|computed from the least and greatest value}.",
            ),
            why: ("S を重みと同じように誤差逆伝播で更新します。", "S is updated by backpropagation, like a weight."),
            source: "esser2020",
        },
    ]),
};
