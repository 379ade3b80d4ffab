use crate::{Kind, Pair, Pairs, Template, Topic};

pub static K9: Template = Template {
    id: "K9",
    topic: Topic::Distillation,
    title: ("蒸留の方法", "Ways of distillation"),
    source: "gou2021",
    kind: Kind::Pairs(&Pairs {
        one: ("「{}」の説明として正しいものを選べ。", "What is {}?"),
        all: ("蒸留の方法とその説明を対応させよ。", "Match each way of distillation with what it does."),
        pairs: &[
            Pair {
                left: ("応答ベースの蒸留", "response-based distillation"),
                right: (
                    "教師の最終層の確率分布に、生徒の出力を合わせる",
                    "the student's output is matched to the teacher's final distribution",
                ),
                why: (
                    "Hinton らの温度付きソフトターゲットが代表です。",
                    "Hinton's soft targets with a temperature are the best-known form.",
                ),
            },
            Pair {
                left: ("特徴ベースの蒸留（FitNets のヒント）", "feature-based distillation (hints of FitNets)"),
                right: (
                    "教師の中間層の出力を、生徒の中間層に真似させる",
                    "a layer within the student imitates one within the teacher",
                ),
                why: (
                    "次元が違うときは、写像する層を学習のときだけ挟みます。",
                    "Where widths differ, a map between them is trained along.",
                ),
            },
            Pair {
                left: ("関係ベースの蒸留", "relation-based distillation"),
                right: (
                    "データどうしの距離や角度といった関係を合わせる",
                    "distances and angles between examples are matched",
                ),
                why: (
                    "個々の出力ではなく、出力の間の構造を移します。",
                    "What is passed on is the structure among outputs, not each output.",
                ),
            },
            Pair {
                left: ("自己蒸留", "self-distillation"),
                right: ("教師と生徒に同じ構造のモデルを使う", "teacher and student have the same architecture"),
                why: (
                    "モデルは小さくなりませんが、精度が上がることがあります。",
                    "Nothing becomes smaller, but accuracy may rise.",
                ),
            },
            Pair {
                left: ("オンライン蒸留", "online distillation"),
                right: (
                    "学習済みの教師を用意せず、複数のモデルが学習しながら教え合う",
                    "several models teach each other while they train, without a trained teacher",
                ),
                why: (
                    "教師を先に学習して固定するのはオフライン蒸留です。",
                    "With a teacher trained and fixed beforehand it is offline.",
                ),
            },
        ],
    }),
};
