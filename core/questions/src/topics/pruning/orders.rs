use crate::{Kind, Order, Template, Topic};

pub static P8: Template = Template {
    id: "P8",
    topic: Topic::Pruning,
    title: ("宝くじ仮説の手順", "The steps of the lottery ticket"),
    source: "frankle2019",
    kind: Kind::Order(&Order {
        stem: (
            "宝くじ仮説の実験で当たりくじを探す手順を、正しい順に並べよ。",
            "Put the steps of finding a winning ticket into order.",
        ),
        steps: &[
            ("乱数で初期化する", "initialize at random"),
            ("その初期値を保存する", "keep a copy of those initial values"),
            ("収束するまで学習する", "train to convergence"),
            ("学習した重みの絶対値からマスクを作る", "make a mask from the trained magnitudes"),
            ("残った重みを保存した初期値に戻す", "set the weights that are left back to the kept initial values"),
            ("マスクを保って学習し直す", "train again under the mask"),
        ],
        why: (
            "乱数で初期化し直すのではなく、保存しておいた初期値に戻す点が要です。",
            "What matters is the return to the values kept, not a new initialization.",
        ),
    }),
};

pub static P12: Template = Template {
    id: "P12",
    topic: Topic::Pruning,
    title: ("枝刈りの手順", "The steps of pruning"),
    source: "han2015",
    kind: Kind::Order(&Order {
        stem: (
            "大きさによる枝刈りを、学習済みモデルに対して行う手順を正しい順に並べよ。",
            "Put the steps of pruning by magnitude into order, from training to use.",
        ),
        steps: &[
            ("密なモデルを学習する", "train the dense model"),
            ("学習した重みの絶対値を求める", "take the magnitudes of the trained weights"),
            ("絶対値からしきい値を決める", "find the threshold from those magnitudes"),
            ("しきい値より小さい重みを 0 にする", "set the weights below the threshold to 0"),
            ("0 を保ったまま再学習する", "fine-tune with the zeros kept"),
            ("再学習したモデルを疎な形式で保存する", "store the fine-tuned model in a sparse form"),
        ],
        why: (
            "学習で得た大きさを重要さとみなし、刈った後の再学習で精度を取り戻します。",
            "The magnitudes that training gave are the importance; fine-tuning wins back accuracy.",
        ),
    }),
};

pub static P15: Template = Template {
    id: "P15",
    topic: Topic::Pruning,
    title: ("Deep Compression の手順", "The steps of Deep Compression"),
    source: "han2016",
    kind: Kind::Order(&Order {
        stem: (
            "Deep Compression でモデルを圧縮する手順を、正しい順に並べよ。",
            "Put the steps of Deep Compression into order.",
        ),
        steps: &[
            ("学習で重要な接続を見つける", "learn by training which connections matter"),
            ("重要でない接続を枝刈りする", "prune the others"),
            ("残った接続を再学習する", "train the connections that are left"),
            ("再学習した重みを k-means でまとめる", "cluster the retrained weights by k-means"),
            ("まとめた代表値（符号帳）を勾配で微調整する", "fine-tune the centroids by their gradients"),
            ("重みの番号をハフマン符号化する", "Huffman-code the weights' numbers"),
        ],
        why: (
            "枝刈りで数を減らし、重み共有でビットを減らし、最後に出現頻度の偏りを可逆の符号で縮めます。",
            "Pruning makes the weights fewer, sharing their bits, and the lossless code at last uses how often each number occurs.",
        ),
    }),
};
