use crate::{Kind, Pair, Pairs, Template, Topic};

pub static P11: Template = Template {
    id: "P11",
    topic: Topic::Pruning,
    title: ("枝刈りの方法と重要度", "Methods of pruning and what they go by"),
    source: "molchanov2017",
    kind: Kind::Pairs(&Pairs {
        one: ("「{}」は、何を手掛かりに取り除くものを選ぶか。", "What does {} go by?"),
        all: ("枝刈りの方法と、選ぶ手掛かりを対応させよ。", "Match each method with what it goes by."),
        pairs: &[
            Pair {
                left: ("大きさによる枝刈り（Han ら）", "magnitude pruning (Han et al.)"),
                right: ("学習済みの個々の重みの絶対値", "the magnitude of each trained weight"),
                why: ("最も簡単で、よく使われる基準です。", "The simplest criterion and a common one."),
            },
            Pair {
                left: ("フィルタの枝刈り（Li ら）", "filter pruning (Li et al.)"),
                right: ("フィルタごとの重みの L1 ノルム", "the L1 norm of each filter"),
                why: ("小さいフィルタを丸ごと取り除きます。", "Small filters go as a whole."),
            },
            Pair {
                left: ("Network Slimming", "network slimming"),
                right: ("L1 正則化を掛けたバッチ正規化の γ", "batch norm's γ under an L1 penalty"),
                why: ("γ の小さいチャネルを取り除きます。", "Channels of small γ go."),
            },
            Pair {
                left: ("LASSO によるチャネル選択（He ら）", "channel selection by LASSO (He et al.)"),
                right: (
                    "次の層の出力を少ないチャネルで再現する L1 回帰",
                    "a regression with an L1 penalty that reproduces the next layer's output",
                ),
                why: (
                    "L2 の Ridge 回帰では係数がちょうど 0 になりません。",
                    "Ridge regression, with L2, would leave no coefficient exactly 0.",
                ),
            },
            Pair {
                left: ("テイラー展開による枝刈り（Molchanov ら）", "pruning by a Taylor expansion (Molchanov et al.)"),
                right: ("値と損失の勾配の積", "the product of a value and its gradient"),
                why: (
                    "0 にしたときの損失の変化を一次で見積もります。",
                    "It estimates the change of the loss to first order.",
                ),
            },
            Pair {
                left: ("OBD（Optimal Brain Damage）", "optimal brain damage (OBD)"),
                right: ("損失のヘッセ行列の対角と重みの二乗", "the Hessian's diagonal and the weight squared"),
                why: ("½h·w² を重要度とします。", "The importance is ½h·w²."),
            },
        ],
    }),
};

pub static P14: Template = Template {
    id: "P14",
    topic: Topic::Pruning,
    title: ("枝刈りの単位", "Units of pruning"),
    source: "li2017",
    kind: Kind::Pairs(&Pairs {
        one: ("「{}」の枝刈りで、まとめて取り除かれるのはどれか。", "What goes together in pruning by {}?"),
        all: (
            "枝刈りの単位と、まとめて取り除かれるものを対応させよ。",
            "Match each unit of pruning with what goes together.",
        ),
        pairs: &[
            Pair {
                left: ("要素（非構造化）", "elements (unstructured)"),
                right: ("位置によらない 1 個の重み", "one weight, wherever it is"),
                why: ("マスクの形が不規則になります。", "The mask has no regular form."),
            },
            Pair {
                left: ("2:4", "2:4"),
                right: ("連続する 4 個の重みのうち 2 個", "two of four neighbouring weights"),
                why: ("規則的なので、位置は 2 ビットの番号で表せます。", "It is regular: a place takes 2 bits."),
            },
            Pair {
                left: ("チャネル", "channels"),
                right: (
                    "1 枚の特徴マップを作る重みと、それを読む次の層の重み",
                    "the weights that make one feature map and those of the next layer that read it",
                ),
                why: ("前後の層の形が一緒に変わります。", "The shapes of both layers change."),
            },
            Pair {
                left: ("層（ブロック）", "layers (blocks)"),
                right: (
                    "残差接続の一つの枝など、変換の一段全体",
                    "a whole stage, such as one branch beside a residual connection",
                ),
                why: ("深さが減り、直列に進む段が少なくなります。", "The depth becomes less."),
            },
            Pair {
                left: ("アテンションヘッド", "attention heads"),
                right: (
                    "一つのヘッドの Q、K、V の射影と出力の射影",
                    "one head's projections for Q, K and V and of its output",
                ),
                why: (
                    "Transformer での構造化枝刈りの単位の一つです。",
                    "One unit of structured pruning in transformers.",
                ),
            },
        ],
    }),
};
