use crate::topics::set;
use crate::{Gap, Passage};

set!(Gap TEXT, Distributed, "dean2012":
    DG1_1 "DG1-1" 0 ("長文の空欄：モデルの複製", "Gaps in a text: copies of the model"),
    DG1_2 "DG1-2" 1 ("長文の空欄：待たない更新", "Gaps in a text: updates without waiting"),
    DG1_3 "DG1-3" 2 ("長文の空欄：大きいモデル", "Gaps in a text: large models"),
);

static TEXT: Passage = Passage {
    id: "DG1",
    text: (
        "各ワーカーに同じモデルを置き、ミニバッチを分けて学習するのが {0} である。全員の勾配がそろうのを待ってから更新する同期型では、最も遅いワーカーが全体の速さを決める。待たずに更新する非同期型では、{1} 古い勾配が使われることがある。モデルが 1 台のメモリに入らないときは、{2}。",
        "Where each worker holds the same model and the minibatch is divided, it is {0}. The synchronous form waits for all gradients before an update, so the slowest worker sets the pace. The asynchronous form does not wait, and may use gradients that are old, {1}. Where the model does not fit into one machine's memory, one can {2}.",
    ),
    gaps: &[
        Gap {
            right: ("データ並列", "data parallelism"),
            why: ("分けるのはデータで、モデルは複製します。", "The data are divided, the model is copied."),
            wrong: &[
                (("モデル並列", "model parallelism"), ("モデルの方を分ける方法です。", "That divides the model.")),
                (
                    ("連合学習", "federated learning"),
                    ("データを端末に置いたまま学習する枠組みです。", "There the data stay where they are."),
                ),
                (
                    ("アンサンブル学習", "ensemble learning"),
                    (
                        "別々に学習したモデルの出力を合わせる方法です。",
                        "That joins the outputs of models trained apart.",
                    ),
                ),
            ],
        },
        Gap {
            right: (
                "計算を始めた時の重みがすでに更新されていて",
                "because the weights they were computed with have been updated since",
            ),
            why: (
                "読んだ版と書く版がずれるこの遅れを staleness といいます。",
                "This lag between the version read and the one written is called staleness.",
            ),
            wrong: &[
                (
                    ("通信が速すぎて", "because communication is too fast"),
                    ("速さではなく、順序の問題です。", "It is a matter of order, not of speed."),
                ),
                (
                    ("バッチが大きすぎて", "because the batch is too large"),
                    ("バッチの大きさでは起きません。", "The size of the batch does not cause it."),
                ),
                (
                    ("ワーカーが同じデータを読むので", "because workers read the same data"),
                    ("データは分けて読みます。", "They read different data."),
                ),
            ],
        },
        Gap {
            right: ("層や行列を複数の装置に分けて置く", "spread layers or matrices over several devices"),
            why: (
                "層で分けるのがパイプライン並列、行列で分けるのがテンソル並列です。",
                "By layers it is pipeline, by matrices tensor parallelism.",
            ),
            wrong: &[
                (
                    ("ワーカーの数だけ複製を増やす", "make as many copies as there are workers"),
                    ("1 台に入らないものは複製もできません。", "What does not fit once cannot be copied."),
                ),
                (
                    ("ミニバッチを細かく分けるだけにする", "only divide the minibatch further"),
                    (
                        "パラメータと最適化器の状態は減りません。",
                        "Parameters and the optimizer's states stay as large.",
                    ),
                ),
                (
                    ("学習率を小さくする", "lower the learning rate"),
                    ("メモリの量は変わりません。", "That changes no memory."),
                ),
            ],
        },
    ],
};
