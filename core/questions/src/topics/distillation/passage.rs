use crate::topics::set;
use crate::{Gap, Passage};

set!(Gap TEXT, Distillation, "hinton2015":
    KG1_1 "KG1-1" 0 ("長文の空欄：教師の出力", "Gaps in a text: the teacher's output"),
    KG1_2 "KG1-2" 1 ("長文の空欄：出力をなだらかにする", "Gaps in a text: smoother outputs"),
    KG1_3 "KG1-3" 2 ("長文の空欄：損失の係数", "Gaps in a text: the loss's factor"),
);

static TEXT: Passage = Passage {
    id: "KG1",
    text: (
        "蒸留では、大きい教師モデルの {0} を手本に、小さい生徒モデルを学習させる。ソフトマックスの前でロジットを {1} ことで分布をなだらかにし、正解以外のクラスどうしの似方も伝える。そのとき生徒への勾配はおよそ 1/T² に小さくなるので、正解ラベルの損失との釣り合いを保つために {2}。",
        "Distillation trains a small student on {0} of a large teacher. To {1} before the softmax makes the distribution smoother and passes on how alike the other classes are. The gradient that reaches the student shrinks to about 1/T², so to keep its balance with the loss of labels one has to {2}.",
    ),
    gaps: &[
        Gap {
            right: ("出力の確率分布", "the output distribution"),
            why: (
                "教師の出力する確率（ソフトターゲット）に近づけます。重みは写しません。",
                "The student comes near to the probabilities (soft targets); no weights are copied.",
            ),
            wrong: &[
                (
                    ("学習済みの重み", "the trained weights"),
                    ("大きさが違うので重みは写せません。", "They differ in size: weights cannot be copied."),
                ),
                (
                    ("学習データのラベル", "the labels of its training data"),
                    ("それは教師なしでも手に入る情報です。", "Those are there without a teacher."),
                ),
                (
                    ("最適化器の状態", "the optimizer's state"),
                    ("学習の途中の量で、知識ではありません。", "That belongs to training, and is no knowledge."),
                ),
            ],
        },
        Gap {
            right: ("温度 T で割る", "divide the logits by the temperature T"),
            why: (
                "T が大きいほど差が縮まり、分布がなだらかになります。",
                "The greater T, the smaller the differences, and the smoother the distribution.",
            ),
            wrong: &[
                (
                    ("温度 T を掛ける", "multiply the logits by the temperature T"),
                    (
                        "掛けると差が広がり、分布が尖ります。",
                        "That widens the differences: the distribution becomes sharper.",
                    ),
                ),
                (
                    ("最大値で割る", "divide the logits by their maximum"),
                    (
                        "温度ではなく、入力ごとに尺度が変わってしまいます。",
                        "That is no temperature and scales each input differently.",
                    ),
                ),
                (
                    ("絶対値にする", "take the logits' magnitudes"),
                    ("順位が変わってしまいます。", "That changes their order."),
                ),
            ],
        },
        Gap {
            right: ("ソフトターゲットの損失に T² を掛ける", "multiply the soft targets' loss by T²"),
            why: (
                "縮んだ分を補い、T を変えても二つの項の重みが保たれます。",
                "That makes up for it, and both terms keep their weight whatever T is.",
            ),
            wrong: &[
                (
                    ("ソフトターゲットの損失を T² で割る", "divide the soft targets' loss by T²"),
                    ("さらに小さくなってしまいます。", "That makes it smaller still."),
                ),
                (
                    ("正解ラベルの損失に T² を掛ける", "multiply the labels' loss by T²"),
                    ("釣り合いがさらに崩れます。", "That puts them further out of balance."),
                ),
                (
                    ("学習率を T² で割る", "divide the learning rate by T²"),
                    ("両方の項が同じだけ変わり、釣り合いは戻りません。", "That changes both terms alike."),
                ),
            ],
        },
    ],
};
