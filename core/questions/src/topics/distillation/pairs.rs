use crate::{Kind, Pair, Pairs, Template, Topic};

pub static K9: Template = Template {
    id: "K9",
    topic: Topic::Distillation,
    title: ("蒸留で合わせるもの", "What is matched in distillation"),
    source: "gou2021",
    kind: Kind::Pairs(&Pairs {
        one: ("「{}」で、生徒が教師に合わせるものはどれか。", "What of the teacher does the student match in {}?"),
        all: (
            "蒸留の方法と、生徒が教師に合わせるものを対応させよ。",
            "Match each way of distillation with what the student matches.",
        ),
        pairs: &[
            Pair {
                left: ("応答ベースの蒸留（Hinton ら）", "response-based distillation (Hinton et al.)"),
                right: ("最終層の確率分布", "the distribution of the last layer"),
                why: (
                    "温度付きのソフトターゲットが代表です。",
                    "Soft targets with a temperature are the best-known form.",
                ),
            },
            Pair {
                left: ("ヒント学習（FitNets）", "hint-based training (FitNets)"),
                right: ("中間層の出力の値", "the values of a layer in between"),
                why: (
                    "次元が違うときは、写像する層を学習のときだけ挟みます。",
                    "Where widths differ, a map between them is trained along.",
                ),
            },
            Pair {
                left: ("注意転移（attention transfer）", "attention transfer"),
                right: ("特徴マップの位置ごとの強さの地図", "a map of how strong the features are at each place"),
                why: (
                    "チャネル方向にまとめるので、チャネル数が違っても比べられます。",
                    "Summed over channels, it compares whatever their number.",
                ),
            },
            Pair {
                left: ("関係ベースの蒸留（RKD）", "relational distillation (RKD)"),
                right: ("データどうしの距離や角度", "distances and angles between examples"),
                why: (
                    "個々の出力ではなく、出力の間の構造を移します。",
                    "What is passed on is the structure among outputs, not each output.",
                ),
            },
            Pair {
                left: ("FSP 行列による蒸留（Yim ら）", "distillation by FSP matrices (Yim et al.)"),
                right: ("二つの層の特徴の内積", "inner products of the features of two layers"),
                why: (
                    "層から層への変わり方（解き方の流れ）を表します。",
                    "They stand for how features change from layer to layer, the flow of the solution.",
                ),
            },
        ],
    }),
};
