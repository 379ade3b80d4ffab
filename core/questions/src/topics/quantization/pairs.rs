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
                    "代表的な入力で活性の範囲を前もって決めておき、学習し直さずに整数にする",
                    "ranges of activations are found beforehand on representative inputs; nothing is trained again",
                ),
                why: ("範囲を決める作業をキャリブレーションと呼びます。", "Finding the ranges is called calibration."),
            },
            Pair {
                left: ("学習後量子化（PTQ）の動的量子化", "dynamic post-training quantization"),
                right: (
                    "重みは前もって整数にし、活性の範囲は推論のたびに入力から求める",
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
