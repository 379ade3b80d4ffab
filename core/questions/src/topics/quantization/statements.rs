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
                "int8 にすると、重みの容量は float32 の{およそ 4 分の 1 |およそ 8 分の 1 }になる。",
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
                "演算が律速の層で int8 の推論が速くなるのは、{8 ビット整数の演算命令とそれを使うカーネルがある|重みが 8 ビットで保存されている}場合である。",
                "A layer bound by arithmetic is faster in int8 where {there are instructions for 8-bit integers and kernels that use them|the weights are stored in 8 bits}.",
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
                "int8 の行列積では、積の和を{ 32 ビット| 8 ビット}の整数に累積する。",
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
                "PTQ の静的量子化では、活性値の範囲を{代表的な入力によるキャリブレーション|推論時の入力}から決める。",
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
                "順伝播させて活性値の範囲を見るだけなので、入力があれば足ります。",
                "It only watches the activations of a forward pass; inputs are enough.",
            ),
            source: "",
        },
        Statement {
            id: "QS1f",
            text: (
                "PTQ と QAT を比べると、学習のための計算が多く要るのは{ QAT | PTQ }である。",
                "Of PTQ and QAT, {QAT|PTQ} takes more computation for training.",
            ),
            why: ("QAT は学習（または再学習）を伴います。PTQ は順伝播だけです。", "QAT trains; PTQ only runs forward."),
            source: "",
        },
        Statement {
            id: "QS1g",
            text: (
                "4 ビット以下のように段数が少ないとき、精度を保ちやすいのは一般に{ QAT | PTQ }である。",
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
                "ストレートスルー推定（STE）は、丸め関数の微分を{範囲の内側で 1 |どこでも 0 }とみなして逆伝播する。",
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
