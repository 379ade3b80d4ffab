use crate::topics::set;
use crate::{Gap, Passage};

set!(Gap TEXT, Pruning, "han2015":
    PG1_1 "PG1-1" 0 ("長文の空欄：個々の重みを刈る", "Gaps in a text: single weights"),
    PG1_2 "PG1-2" 1 ("長文の空欄：まとまりで刈る", "Gaps in a text: whole groups"),
    PG1_3 "PG1-3" 2 ("長文の空欄：精度を取り戻す", "Gaps in a text: accuracy regained"),
);

static TEXT: Passage = Passage {
    id: "PG1",
    text: (
        "重みを一つずつ選んで 0 にする方法を {0} という。重みの行列は同じ大きさのまま残るので、密な行列積のままでは速くならない。フィルタやチャネルの単位で取り除けば、{1}、普通の演算装置でも計算が減る。どちらの方法でも、刈った後に {2} と、失われた精度の多くが戻る。",
        "Choosing weights one by one and making them 0 is {0}. The matrix keeps its size, so dense products are no faster. Where whole filters or channels are removed, {1}, and ordinary hardware has less to compute. Either way, to {2} afterwards brings back much of the accuracy that was lost.",
    ),
    gaps: &[
        Gap {
            right: ("非構造化枝刈り", "unstructured pruning"),
            why: ("位置に規則がないので、非構造化といいます。", "The places follow no rule: unstructured."),
            wrong: &[
                (
                    ("構造化枝刈り", "structured pruning"),
                    ("チャネルなどのまとまりを単位に刈る方法です。", "That goes by groups such as channels."),
                ),
                (
                    ("ドロップアウト", "dropout"),
                    (
                        "学習中に無作為に止めるだけで、推論では使いません。",
                        "That acts at random while training, and not in inference.",
                    ),
                ),
                (
                    ("二値化", "binarization"),
                    ("重みを 2 つの値にする方法で、0 にはしません。", "That leaves two values, and makes nothing 0."),
                ),
            ],
        },
        Gap {
            right: ("テンソルの形が小さくなり", "tensors become smaller"),
            why: (
                "取り除いた分だけ行列が小さくなります。次の層の入力も減ります。",
                "The matrices shrink, and so do the inputs of the next layer.",
            ),
            wrong: &[
                (
                    ("疎行列の索引が増え", "the indices of sparse matrices grow"),
                    ("構造ごと除くときは索引が要りません。", "Where a structure goes, no indices are needed."),
                ),
                (
                    ("重みのビット数が減り", "weights have fewer bits"),
                    ("ビット数を減らすのは量子化です。", "Fewer bits are quantization's work."),
                ),
                (
                    ("活性化関数が線形になり", "activations become linear"),
                    ("活性化関数は変わりません。", "Activations do not change."),
                ),
            ],
        },
        Gap {
            right: ("残った重みを再学習する", "train the weights that are left"),
            why: (
                "再学習（ファインチューニング）で、残った重みが失われた分を補います。",
                "Fine-tuning has the weights that are left make up for the rest.",
            ),
            wrong: &[
                (
                    ("刈った重みを元の値に戻す", "give the pruned weights their values back"),
                    ("枝刈りを取り消すことになります。", "That undoes the pruning."),
                ),
                (
                    ("すべての重みを 2 倍にする", "double all weights"),
                    ("出力の釣り合いが崩れます。", "That puts outputs out of balance."),
                ),
                (
                    ("検証データを増やす", "add validation data"),
                    ("測り方が変わるだけで、精度は戻りません。", "That changes the measurement, not the network."),
                ),
            ],
        },
    ],
};
