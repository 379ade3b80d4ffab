use crate::{Kind, Pair, Pairs, Template, Topic};

pub static DM1: Template = Template {
    id: "DM1",
    topic: Topic::Distributed,
    title: ("集団通信の名前", "Names of collective communication"),
    source: "pytorch-distributed",
    kind: Kind::Pairs(&Pairs {
        one: ("「{}」の説明として正しいものを選べ。", "What does “{}” do?"),
        all: ("集団通信とその働きを対応させよ。", "Match each collective with what it does."),
        pairs: &[
            Pair {
                left: ("broadcast", "broadcast"),
                right: ("1 台の値を全員に配る", "hands one worker's values to all"),
                why: (
                    "学習の初めに、全員の重みをそろえるのに使います。",
                    "It makes all workers' weights alike at the beginning.",
                ),
            },
            Pair {
                left: ("reduce", "reduce"),
                right: ("全員の値の合計を 1 台に集める", "brings the sum of all workers' values to one of them"),
                why: ("パラメータサーバーが勾配を受け取る形です。", "So a parameter server takes gradients in."),
            },
            Pair {
                left: ("all-reduce", "all-reduce"),
                right: ("全員の値の合計を全員が持つ", "gives the sum of all workers' values to all of them"),
                why: (
                    "同期データ並列の勾配の平均に使います。",
                    "It averages gradients in synchronous data parallelism.",
                ),
            },
            Pair {
                left: ("reduce-scatter", "reduce-scatter"),
                right: (
                    "全員の値の合計を、分割して 1 部分ずつ各自が持つ",
                    "gives each worker one part of the sum of all workers' values",
                ),
                why: (
                    "リング All-Reduce の前半で、ZeRO の勾配の分割にも使います。",
                    "It is the first half of a ring all-reduce, and shares gradients out in ZeRO.",
                ),
            },
            Pair {
                left: ("all-gather", "all-gather"),
                right: (
                    "各自が持つ部分を全員に配り、つなげた全体を全員が持つ",
                    "gives everybody the parts of all, put together without adding",
                ),
                why: (
                    "リング All-Reduce の後半で、足し算はしません。",
                    "It is the second half of a ring all-reduce; nothing is added.",
                ),
            },
            Pair {
                left: ("scatter", "scatter"),
                right: (
                    "1 台が持つデータを分割し、1 部分ずつ各自に配る",
                    "hands each worker one part of what a single worker has",
                ),
                why: ("データを初めに分けるときの形です。", "So data are dealt at the beginning."),
            },
        ],
    }),
};

pub static DM2: Template = Template {
    id: "DM2",
    topic: Topic::Distributed,
    title: ("並列化の方式", "Kinds of parallelism"),
    source: "narayanan2021",
    kind: Kind::Pairs(&Pairs {
        one: ("「{}」が分割するものはどれか。", "What does {} divide?"),
        all: ("並列化の方式と、分割するものを対応させよ。", "Match each kind of parallelism with what it divides."),
        pairs: &[
            Pair {
                left: ("データ並列", "data parallelism"),
                right: (
                    "ミニバッチのデータ。モデルは各デバイスに複製する",
                    "the examples of a batch; every device has a copy of the model",
                ),
                why: ("勾配を All-Reduce で平均します。", "Gradients are averaged by an all-reduce."),
            },
            Pair {
                left: ("パイプライン並列", "pipeline parallelism"),
                right: (
                    "層の並び。連続した層を 1 つのデバイスが受け持つ",
                    "the sequence of layers; a device has consecutive ones",
                ),
                why: (
                    "境界の活性値とその勾配を隣へ送ります。",
                    "Activations at the boundaries, and their gradients, go to the neighbour.",
                ),
            },
            Pair {
                left: ("テンソル並列", "tensor parallelism"),
                right: (
                    "1 つの層の行列。行や列をデバイスに分ける",
                    "a layer's matrix; devices have some of its rows or columns",
                ),
                why: ("層ごとに集団通信が要ります。", "Every layer needs collective communication."),
            },
            Pair {
                left: ("ZeRO（FSDP）", "ZeRO (FSDP)"),
                right: (
                    "データ並列の各デバイスが重複して持つ状態",
                    "the states of which data-parallel devices have copies",
                ),
                why: (
                    "オプティマイザの状態・勾配・パラメータを分けます。",
                    "Optimizer states, gradients and parameters are shared out.",
                ),
            },
            Pair {
                left: ("系列並列", "sequence parallelism"),
                right: (
                    "正規化やドロップアウトの計算。入力の系列に沿って分ける",
                    "norms and dropouts, along the tokens of the input",
                ),
                why: (
                    "テンソル並列で分けられない部分の活性値を減らします。",
                    "It makes activations smaller where tensor parallelism cannot.",
                ),
            },
        ],
    }),
};
