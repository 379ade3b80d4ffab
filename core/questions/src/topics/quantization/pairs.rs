use crate::{Kind, Pair, Pairs, Template, Topic};

pub static Q8: Template = Template {
    id: "Q8",
    topic: Topic::Quantization,
    title: ("量子化の言葉", "The words of quantization"),
    source: "krishnamoorthi2018",
    kind: Kind::Pairs(&Pairs {
        one: ("「{}」の説明として正しいものを選べ。", "What is “{}”?"),
        all: ("用語とその説明を対応させよ。", "Match each term with what it is."),
        pairs: &[
            Pair {
                left: ("学習後量子化（PTQ）の静的量子化", "static post-training quantization"),
                right: (
                    "代表的な入力で活性値の範囲を前もって決めておき、学習し直さずに整数にする",
                    "ranges of activations are found beforehand on representative inputs; nothing is trained again",
                ),
                why: ("範囲を決める作業をキャリブレーションと呼びます。", "Finding the ranges is called calibration."),
            },
            Pair {
                left: ("学習後量子化（PTQ）の動的量子化", "dynamic post-training quantization"),
                right: (
                    "重みは前もって整数にし、活性値の範囲は推論のたびに入力から求める",
                    "weights are integers beforehand; ranges of activations are found from each input while it runs",
                ),
                why: (
                    "キャリブレーションは要らず、範囲を求める手間が推論にかかります。",
                    "No calibration is needed; finding the ranges costs time at inference.",
                ),
            },
            Pair {
                left: ("量子化を考慮した学習（QAT）", "quantization-aware training"),
                right: (
                    "丸めの影響を入れた順伝播で学習し、丸めに強い重みを得る",
                    "trains with the rounding in the forward pass, so that weights learn to stand it",
                ),
                why: (
                    "学習時に行う方法で、推論時の方法ではありません。",
                    "It is done while training, not at inference.",
                ),
            },
            Pair {
                left: ("偽量子化（fake quantization）", "fake quantization"),
                right: (
                    "整数の格子に丸めてから実数に戻し、浮動小数点のまま丸め誤差を再現する",
                    "rounds to the grid and back, so that floats carry the error of rounding",
                ),
                why: (
                    "QAT の順伝播に置かれます。型は浮動小数点のままです。",
                    "It stands in the forward pass of aware training; the type stays a float.",
                ),
            },
            Pair {
                left: ("ストレートスルー推定（STE）", "the straight-through estimator"),
                right: (
                    "丸めの勾配を、範囲の内側では 1、外側では 0 とみなして逆伝播する",
                    "takes the derivative of rounding for 1 within the range and 0 outside",
                ),
                why: (
                    "丸めの本当の微分はほとんどいたるところ 0 で、学習が進みません。",
                    "The true derivative of rounding is 0 almost everywhere, and nothing would be learnt.",
                ),
            },
        ],
    }),
};

pub static Q14: Template = Template {
    id: "Q14",
    topic: Topic::Quantization,
    title: ("数値形式のビット", "The bits of number formats"),
    source: "kalamkar2019",
    kind: Kind::Pairs(&Pairs {
        one: ("{} の指数部と仮数部のビット数として正しいものを選べ。", "How many exponent and mantissa bits has {}?"),
        all: (
            "数値形式と、その指数部・仮数部のビット数を対応させよ。",
            "Match each format with its exponent and mantissa bits.",
        ),
        pairs: &[
            Pair {
                left: ("float32（FP32）", "float32 (FP32)"),
                right: ("指数 8、仮数 23", "exponent 8, mantissa 23"),
                why: ("符号 1 を加えて 32 ビットです。", "With the sign: 32 bits."),
            },
            Pair {
                left: ("float16（FP16）", "float16 (FP16)"),
                right: ("指数 5、仮数 10", "exponent 5, mantissa 10"),
                why: (
                    "有限の最大値は 65504 で、小さな勾配がアンダーフローすることがあります。",
                    "Its greatest finite value is 65504, and small gradients may underflow.",
                ),
            },
            Pair {
                left: ("bfloat16（BF16）", "bfloat16 (BF16)"),
                right: ("指数 8、仮数 7", "exponent 8, mantissa 7"),
                why: (
                    "float32 の上位 16 ビットと同じ並びです。範囲は広く、細かさは float16 に劣ります。",
                    "It is the upper half of a float32: a wide range, coarser than float16.",
                ),
            },
            Pair {
                left: ("TensorFloat-32（TF32）", "TensorFloat-32 (TF32)"),
                right: ("指数 8、仮数 10", "exponent 8, mantissa 10"),
                why: (
                    "演算器に入れるときの形式で、float32 の範囲と float16 の細かさを持ちます。",
                    "A format of the arithmetic units, of float32's range and float16's steps.",
                ),
            },
            Pair {
                left: ("FP8 の E4M3", "FP8 in the form E4M3"),
                right: ("指数 4、仮数 3", "exponent 4, mantissa 3"),
                why: (
                    "名前がそのままビット数です。有限の最大値は 448 です。",
                    "The name says the bits. Its greatest finite value is 448.",
                ),
            },
            Pair {
                left: ("FP8 の E5M2", "FP8 in the form E5M2"),
                right: ("指数 5、仮数 2", "exponent 5, mantissa 2"),
                why: (
                    "範囲が広く、勾配に向きます。有限の最大値は 57344 です。",
                    "A wide range, for gradients. Its greatest finite value is 57344.",
                ),
            },
        ],
    }),
};
