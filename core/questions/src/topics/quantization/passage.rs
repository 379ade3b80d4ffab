use crate::topics::set;
use crate::{Gap, Passage};

set!(Gap TEXT, Quantization, "krishnamoorthi2018":
    QG1_1 "QG1-1" 0 ("長文の空欄：学習した後の量子化", "Gaps in a text: after training"),
    QG1_2 "QG1-2" 1 ("長文の空欄：範囲を決める", "Gaps in a text: finding ranges"),
    QG1_3 "QG1-3" 2 ("長文の空欄：勾配の近似", "Gaps in a text: an approximate gradient"),
);

static TEXT: Passage = Passage {
    id: "QG1",
    text: (
        "学習済みのネットワークをそのまま 8 ビットにするのが {0} である。静的な方式では、少数の代表的な入力を流して活性値の範囲を調べる。この作業を {1} という。精度が足りないときは、順伝播に偽量子化を入れて学習を続ける。丸めの微分は 0 なので、逆伝播では {2} を用いて勾配を通す。",
        "Taking a trained network to 8 bits as it is, is {0}. Its static form runs a few representative inputs to find the ranges of activations, which is {1}. Where accuracy suffers, training goes on with fake quantization in the forward pass. As the derivative of rounding is 0, the backward pass lets gradients through by {2}.",
    ),
    gaps: &[
        Gap {
            right: ("学習後量子化（PTQ）", "post-training quantization (PTQ)"),
            why: (
                "学習が終わった重みを、学習し直さずに量子化します。",
                "Trained weights are quantized without training again.",
            ),
            wrong: &[
                (
                    ("量子化を考慮した学習（QAT）", "quantization-aware training (QAT)"),
                    ("学習の中で量子化の誤差に慣らす方法です。", "That trains with the error of rounding in place."),
                ),
                (
                    ("知識蒸留", "knowledge distillation"),
                    ("別の小さいネットワークを学習させる方法です。", "That trains another, smaller network."),
                ),
                (
                    ("重み共有", "weight sharing"),
                    ("重みを少数の代表値にまとめる方法です。", "That takes weights together into a few values."),
                ),
            ],
        },
        Gap {
            right: ("キャリブレーション（校正）", "calibration"),
            why: (
                "観測した範囲からスケールとゼロ点を決めます。",
                "Scale and zero point follow from the ranges observed.",
            ),
            wrong: &[
                (
                    ("ファインチューニング", "fine-tuning"),
                    ("重みを学習し直すことで、範囲を調べることではありません。", "That trains the weights further."),
                ),
                (("データ拡張", "augmentation"), ("学習データを増やすことです。", "That makes more training data.")),
                (("正則化", "regularization"), ("過学習を抑えることです。", "That is against overfitting.")),
            ],
        },
        Gap {
            right: ("ストレートスルー推定（STE）", "the straight-through estimator (STE)"),
            why: (
                "範囲の中では丸めを恒等写像とみなし、勾配をそのまま通します。",
                "Within the range rounding is taken for the identity.",
            ),
            wrong: &[
                (
                    ("誤差逆伝播の打ち切り", "truncated backpropagation"),
                    (
                        "系列を途中で切る方法で、丸めとは関係ありません。",
                        "That cuts off sequences, and has nothing to do with rounding.",
                    ),
                ),
                (
                    ("数値微分", "numerical differentiation"),
                    ("段の中では差分も 0 になります。", "Within a level differences are 0, too."),
                ),
                (
                    ("勾配クリッピング", "gradient clipping"),
                    ("大きすぎる勾配を抑える方法です。", "That keeps gradients from being too large."),
                ),
            ],
        },
    ],
};
