use crate::{Kind, Statement, Template, Topic};

pub static Q17: Template = Template {
    id: "Q17",
    topic: Topic::Quantization,
    title: ("量子化で速くなる条件", "When quantization makes faster"),
    source: "krishnamoorthi2018",
    kind: Kind::Statements(&[
        Statement {
            id: "Q17a",
            text: (
                "int8 にすると、重みの容量は float32 の{およそ 4 分の 1|およそ 8 分の 1}になる。",
                "In int8 the weights take about {a quarter|an eighth} of what they take in float32.",
            ),
            why: ("32 ビットが 8 ビットになるので 4 分の 1 です。", "32 bits become 8: a quarter."),
            source: "",
        },
        Statement {
            id: "Q17b",
            text: (
                "量子化しても、積和演算の{回数は変わらない|回数は減る}。",
                "Quantizing {leaves the number of multiply-adds as it is|makes the multiply-adds fewer}.",
            ),
            why: (
                "変わるのは 1 回の演算の幅と、読み書きするバイト数です。",
                "What changes is the width of each and the bytes that are read and written.",
            ),
            source: "",
        },
        Statement {
            id: "Q17c",
            text: (
                "int8 の推論が速くなるのは、{8 ビット整数の演算命令とそれを使うカーネルがある|重みが 8 ビットで保存されている}場合である。",
                "Inference in int8 is faster where {there are instructions for 8-bit integers and kernels that use them|the weights are stored in 8 bits}.",
            ),
            why: (
                "保存だけを 8 ビットにして計算前に float へ戻すなら、演算は float のままです。",
                "Where they are turned back into floats before the arithmetic, the arithmetic stays that of floats.",
            ),
            source: "",
        },
        Statement {
            id: "Q17d",
            text: (
                "メモリ帯域が律速の層では、量子化によって{読むバイト数が減る|演算器のピーク性能が上がる}ため速くなりうる。",
                "A layer bound by memory can become faster by quantization because {fewer bytes are read|the peak of the arithmetic units rises}.",
            ),
            why: (
                "帯域が律速なら、時間はバイト数で決まります。",
                "Where bandwidth is the bound, time follows the bytes.",
            ),
            source: "williams2009",
        },
        Statement {
            id: "Q17e",
            text: (
                "重みだけを 8 ビットで保存し、計算の直前に float へ戻す方法では、{モデルの容量は減るが演算は float のまま|モデルの容量も演算も 8 ビット}である。",
                "With weights stored in 8 bits and turned back into floats right before the arithmetic, {the model is smaller but the arithmetic stays that of floats|both the model and the arithmetic are of 8 bits}.",
            ),
            why: ("重みだけの量子化で減るのは容量と読み込みです。", "Weight-only quantization saves size and reading."),
            source: "",
        },
        Statement {
            id: "Q17f",
            text: (
                "int8 の行列積では、積の和を{32 ビット|8 ビット}の整数に累積する。",
                "A matrix product in int8 accumulates its products in integers of {32 bits|8 bits}.",
            ),
            why: (
                "8 ビットどうしの積は 16 ビットになり、多数を足すとさらに桁が要ります。",
                "A product of two 8-bit numbers takes 16 bits, and a sum of many takes more.",
            ),
            source: "jacob2018",
        },
        Statement {
            id: "Q17g",
            text: (
                "整数だけで推論するとき、前の層の出力を次の層のスケールへ移す処理を{再量子化|キャリブレーション}という。",
                "In integer-only inference, bringing a layer's sums to the next layer's scale is called {requantization|calibration}.",
            ),
            why: (
                "32 ビットの累積値に S_x·S_w/S_y を掛けて 8 ビットへ戻します。キャリブレーションは範囲を決める作業です。",
                "The 32-bit sums are multiplied by S_x·S_w/S_y and become 8 bits again. Calibration finds ranges.",
            ),
            source: "jacob2018",
        },
        Statement {
            id: "Q17h",
            text: (
                "8 ビット整数の加算に要るエネルギーは、32 ビット浮動小数点の加算より{小さい|大きい}。",
                "Adding two 8-bit integers takes {less|more} energy than adding two 32-bit floats.",
            ),
            why: (
                "45 nm の測定では 0.03 pJ と 0.9 pJ で、およそ 30 倍の差があります。",
                "In 45 nm it was 0.03 pJ against 0.9 pJ, about 30 times.",
            ),
            source: "horowitz2014",
        },
    ]),
};

pub static QS1: Template = Template {
    id: "QS1",
    topic: Topic::Quantization,
    title: ("学習後量子化と量子化を考慮した学習", "Post-training and aware quantization"),
    source: "krishnamoorthi2018",
    kind: Kind::Statements(&[
        Statement {
            id: "QS1a",
            text: (
                "学習後量子化（PTQ）は、{学習済みの重みを学習し直さずに|学習を始める前の重みを}量子化する。",
                "Post-training quantization (PTQ) quantizes {trained weights without training them again|weights before training begins}.",
            ),
            why: ("PTQ は学習が終わった後、配備の前に行います。", "It is done after training and before deployment."),
            source: "",
        },
        Statement {
            id: "QS1b",
            text: (
                "量子化を考慮した学習（QAT）では、{学習時の順伝播|推論時の順伝播だけ}に丸めの影響を入れる。",
                "Quantization-aware training (QAT) puts the effect of rounding into the forward pass {while training|at inference only}.",
            ),
            why: (
                "丸めた値で損失を計算し、その損失が小さくなるように重みを動かします。",
                "The loss is that of the rounded values, and the weights move to make it small.",
            ),
            source: "",
        },
        Statement {
            id: "QS1c",
            text: (
                "QAT の学習中、更新される重みは{浮動小数点数で保持される|整数で保持される}。",
                "While QAT trains, the weights that are updated are kept {as floats|as integers}.",
            ),
            why: (
                "小さな更新が丸めで消えないように、丸める前の値を更新します。",
                "The unrounded values are updated, so that small steps are not lost to rounding.",
            ),
            source: "jacob2018",
        },
        Statement {
            id: "QS1d",
            text: (
                "PTQ の静的量子化では、活性の範囲を{代表的な入力によるキャリブレーション|推論時の入力}から決める。",
                "Static PTQ takes the ranges of activations from {calibration on representative inputs|each input at inference}.",
            ),
            why: (
                "推論時の入力から毎回求めるのは動的量子化です。",
                "Finding them from each input at inference is dynamic quantization.",
            ),
            source: "",
        },
        Statement {
            id: "QS1e",
            text: (
                "キャリブレーションに使うデータには{正解ラベルは要らない|正解ラベルが要る}。",
                "The data for calibration {need no labels|need labels}.",
            ),
            why: (
                "順伝播させて活性の範囲を見るだけなので、入力があれば足ります。",
                "It only watches the activations of a forward pass; inputs are enough.",
            ),
            source: "",
        },
        Statement {
            id: "QS1f",
            text: (
                "PTQ と QAT を比べると、学習のための計算が多く要るのは{QAT|PTQ}である。",
                "Of PTQ and QAT, {QAT|PTQ} takes more computation for training.",
            ),
            why: ("QAT は学習（または再学習）を伴います。PTQ は順伝播だけです。", "QAT trains; PTQ only runs forward."),
            source: "",
        },
        Statement {
            id: "QS1g",
            text: (
                "4 ビット以下のように段数が少ないとき、精度を保ちやすいのは一般に{QAT|PTQ}である。",
                "With few levels, as in 4 bits or less, accuracy is in general kept better by {QAT|PTQ}.",
            ),
            why: (
                "丸めの影響を学習で補えるためです。8 ビットでは PTQ で足りることが多くあります。",
                "Training makes up for the rounding. At 8 bits PTQ is often enough.",
            ),
            source: "",
        },
        Statement {
            id: "QS1h",
            text: (
                "ストレートスルー推定（STE）は、丸め関数の微分を{範囲の内側で 1|どこでも 0}とみなして逆伝播する。",
                "The straight-through estimator (STE) takes the derivative of rounding for {1 within the range|0 everywhere}.",
            ),
            why: (
                "本当の微分はほとんどいたるところ 0 で、そのままでは学習が進みません。",
                "The true derivative is 0 almost everywhere, and nothing would be learnt.",
            ),
            source: "bengio2013",
        },
        Statement {
            id: "QS1i",
            text: (
                "偽量子化（fake quantization）の出力の型は{浮動小数点数|整数}である。",
                "What fake quantization gives is of the type {float|integer}.",
            ),
            why: (
                "格子上の値に丸めてから実数に戻すので、丸め誤差を持った浮動小数点数です。",
                "It rounds to the grid and back: floats that carry the error of rounding.",
            ),
            source: "jacob2018",
        },
    ]),
};

pub static QS2: Template = Template {
    id: "QS2",
    topic: Topic::Quantization,
    title: ("格子の選び方", "Choosing a grid"),
    source: "jacob2018",
    kind: Kind::Statements(&[
        Statement {
            id: "QS2a",
            text: (
                "アフィン量子化 r = S(q − Z) では、実数の 0 が{ちょうど整数 Z|整数の 0}に対応する。",
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
                "対称量子化では、ゼロ点 Z は{0|127}である。",
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
                "ReLU の出力のように 0 以上の値だけを取る活性を、符号付き整数へ対称量子化すると、{段の半分近くが使われない|全ての段が使われる}。",
                "Where activations are never negative, as behind ReLU, a symmetric signed grid {leaves nearly half of its levels unused|uses all of its levels}.",
            ),
            why: (
                "負の側の段に値が来ません。活性にアフィン量子化を使う理由です。",
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
                "ビット数を 1 増やすと、一様量子化の刻みはほぼ{2 分の 1|4 分の 1}になる。",
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
                "bfloat16 の指数部のビット数は{float32 と同じ 8 ビット|float16 と同じ 5 ビット}である。",
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
                "float16 と bfloat16 を比べると、1 付近の値をより細かく表せるのは{float16|bfloat16}である。",
                "Of float16 and bfloat16, values near 1 are finer in {float16|bfloat16}.",
            ),
            why: ("仮数が 10 ビットと 7 ビットで、float16 の方が長いためです。", "Its mantissa has 10 bits against 7."),
            source: "kalamkar2019",
        },
        Statement {
            id: "QS3c",
            text: (
                "float16 で表せる有限の最大値は{65504|約 3.4×10^38}である。",
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
                "FP8 の E4M3 と E5M2 を比べると、表せる範囲が広いのは{E5M2|E4M3}である。",
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
                "三値化（ternary）した重みが取る値は{−α、0、α|0、α、2α}である。",
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
                "Deep Compression の重み共有では、各重みについて{符号帳の番号|32 ビットの値}を保存する。",
                "Weight sharing in Deep Compression stores for each weight {its number in the code book|its value in 32 bits}.",
            ),
            why: ("値そのものは符号帳に一度だけ置かれます。", "The values themselves stand in the code book, once."),
            source: "han2016",
        },
        Statement {
            id: "QS3h",
            text: (
                "k-means による重み共有は{等間隔でない|等間隔の}代表値に重みをまとめる。",
                "Weight sharing by k-means gathers the weights at values that are {not evenly spaced|evenly spaced}.",
            ),
            why: (
                "代表値は重みの分布に合わせて決まります。等間隔なのは一様量子化です。",
                "The centroids follow the distribution. Evenly spaced are the levels of uniform quantization.",
            ),
            source: "han2016",
        },
        Statement {
            id: "QS3i",
            text: (
                "学習済みのスケールを使う LSQ では、刻み S を{損失の勾配で学習する|最小値と最大値から計算する}。",
                "In LSQ (learned step size quantization) the step S is {learnt by the gradient of the loss|computed from the least and greatest value}.",
            ),
            why: ("S を重みと同じように誤差逆伝播で更新します。", "S is updated by backpropagation, like a weight."),
            source: "esser2020",
        },
    ]),
};
