use crate::{Kind, Order, Template, Topic};

pub static K11: Template = Template {
    id: "K11",
    topic: Topic::Distillation,
    title: ("蒸留の手順", "The steps of distillation"),
    source: "hinton2015",
    kind: Kind::Order(&Order {
        stem: (
            "オフラインの蒸留で小さなモデルを得て使うまでの手順を、正しい順に並べよ。",
            "Put the steps of offline distillation, up to the use of the small model, into order.",
        ),
        steps: &[
            ("大きな教師モデルを学習する", "train a large teacher"),
            ("教師モデルの重みを固定する", "fix the teacher's weights"),
            (
                "固定した教師で温度付きのソフトターゲットを出す",
                "have the fixed teacher give soft targets at a temperature",
            ),
            (
                "ソフトターゲットとラベルの損失で生徒を更新する",
                "update the student by the loss of soft targets and labels",
            ),
            ("T = 1 で生徒の精度を評価する", "evaluate the student at T = 1"),
            ("評価した生徒だけを配備する", "deploy the evaluated student alone"),
        ],
        why: (
            "教師は学習済みの目標を与える役で、先に学習して固定します。推論で使うのは生徒だけで、温度は 1 に戻します。",
            "The teacher gives targets, so it is trained and fixed first. Inference uses the student alone, at T = 1.",
        ),
    }),
};
