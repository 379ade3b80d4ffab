use crate::{Kind, Statement, Template, Topic};

pub static KS1: Template = Template {
    id: "KS1",
    topic: Topic::Distillation,
    title: ("損失と勾配", "Losses and gradients"),
    source: "hinton2015",
    kind: Kind::Statements(&[
        Statement {
            id: "KS1a",
            text: (
                "ソフトターゲットの損失に T² を掛けるのは、{勾配がおよそ 1/T² に縮む|確率の和が T² になる}ためである。",
                "The soft targets' loss is multiplied by T² because {its gradients shrink by about 1/T²|its probabilities sum to T²}.",
            ),
            why: (
                "温度を変えても、正解ラベルの項との釣り合いを保つためです。",
                "So its proportion to the labels' part stays as T changes.",
            ),
            source: "",
        },
        Statement {
            id: "KS1b",
            text: (
                "教師を固定すると、KL(p ‖ q) と交差エントロピー CE(p, q) の生徒についての勾配は{等しい|符号が逆である}。",
                "With a fixed teacher, the gradients of KL(p ‖ q) and of the cross-entropy CE(p, q) by the student are {equal|of opposite signs}.",
            ),
            why: (
                "差は教師のエントロピー H(p) で、生徒によりません。",
                "They differ by the teacher's entropy H(p), which does not depend on the student.",
            ),
            source: "",
        },
        Statement {
            id: "KS1c",
            text: (
                "KL ダイバージェンス KL(p ‖ q) と KL(q ‖ p) は一般に{異なる|等しい}。",
                "KL(p ‖ q) and KL(q ‖ p) are in general {different|equal}.",
            ),
            why: ("KL は対称でなく、距離の公理を満たしません。", "The divergence is not symmetric and no metric."),
            source: "",
        },
        Statement {
            id: "KS1d",
            text: (
                "正解ラベルとの項は、生徒の{ T = 1 の出力|温度 T の出力}で計算する。",
                "The labels' part is computed of the student's output {at T = 1|at the temperature T}.",
            ),
            why: (
                "温度を使うのはソフトターゲットの項だけです。",
                "The temperature belongs to the soft targets' part alone.",
            ),
            source: "",
        },
        Statement {
            id: "KS1e",
            text: (
                "損失 αT²·KL + (1 − α)·CE で α = 0 とすると、{正解ラベルだけで学習する|教師だけから学習する}ことになる。",
                "With α = 0, the loss αT²·KL + (1 − α)·CE makes the student learn {from the labels alone|from the teacher alone}.",
            ),
            why: (
                "KL の項が消え、蒸留しない対照実験になります。",
                "The divergence drops out: it is the control without distillation.",
            ),
            source: "",
        },
        Statement {
            id: "KS1f",
            text: (
                "PyTorch の F.kl_div の第 1 引数には、生徒の{対数確率|確率}を渡す。",
                "The first argument of PyTorch's F.kl_div is the student's {log-probabilities|probabilities}.",
            ),
            why: (
                "log_softmax の出力を渡します。第 2 引数の教師は既定では確率です。",
                "That is what log_softmax gives; the second, the teacher's, is by default probabilities.",
            ),
            source: "pytorch-docs",
        },
        Statement {
            id: "KS1g",
            text: (
                "F.kl_div で数学の定義どおりバッチ平均の KL を得るには、reduction に{ batchmean | mean }を指定する。",
                "For the divergence as mathematics has it, averaged over the batch, F.kl_div takes the reduction {batchmean|mean}.",
            ),
            why: (
                "mean は全要素数で割るので、クラス数の分だけ小さくなります。",
                "With mean it is divided by all elements, and so too small by the number of classes.",
            ),
            source: "pytorch-docs",
        },
    ]),
};

pub static KS2: Template = Template {
    id: "KS2",
    topic: Topic::Distillation,
    title: ("蒸留の種類", "Kinds of distillation"),
    source: "gou2021",
    kind: Kind::Statements(&[
        Statement {
            id: "KS2a",
            text: (
                "応答ベースの蒸留では、生徒は教師の{最終層の出力|中間層の特徴}に合わせる。",
                "In response-based distillation the student matches the teacher's {last layer's output|features of layers between}.",
            ),
            why: (
                "中間層に合わせるのは特徴ベースの蒸留です。",
                "To match layers between is feature-based distillation.",
            ),
            source: "",
        },
        Statement {
            id: "KS2b",
            text: (
                "FitNets のヒント学習では、生徒は教師の{中間層の出力|中間層の重み}を手掛かりにする。",
                "In FitNets, the student is guided by the teacher's {output of a layer between|weights of a layer between}.",
            ),
            why: (
                "幅が違うときは、生徒の特徴を教師の次元へ写す層（regressor）を挟みます。",
                "Where widths differ, a regressor maps the student's features to the teacher's.",
            ),
            source: "romero2015",
        },
        Statement {
            id: "KS2c",
            text: (
                "関係ベースの蒸留では、{データどうしの関係|個々のデータの出力}を生徒に移す。",
                "Relation-based distillation passes on {relations between examples|the output for each example}.",
            ),
            why: (
                "例えば特徴空間での距離や角度の関係を合わせます。",
                "For example distances and angles in the space of features.",
            ),
            source: "park2019",
        },
        Statement {
            id: "KS2d",
            text: (
                "自己蒸留（self-distillation）の教師は{生徒と同じ構造のモデル|生徒より小さいモデル}である。",
                "In self-distillation the teacher is {of the same architecture as the student|smaller than the student}.",
            ),
            why: (
                "大きさを減らさずに精度を上げる使い方で、Born-Again Networks が例です。",
                "It raises accuracy without making anything smaller, as born-again networks do.",
            ),
            source: "furlanello2018",
        },
        Statement {
            id: "KS2e",
            text: (
                "DistilBERT は BERT の{層の数を半分にした|語彙を半分にした}生徒モデルである。",
                "DistilBERT is a student with half of BERT's {layers|vocabulary}.",
            ),
            why: (
                "12 層を 6 層にし、パラメータは約 40% 減ります。",
                "Six layers instead of twelve, and about 40% fewer parameters.",
            ),
            source: "sanh2019",
        },
        Statement {
            id: "KS2f",
            text: (
                "注意転移（attention transfer）では、生徒は教師の{特徴マップの空間的な注意の分布|最終層の重み}に合わせる。",
                "In attention transfer the student matches the teacher's {spatial attention maps of its features|weights of the last layer}.",
            ),
            why: (
                "特徴マップの各位置の強さをチャネル方向に集めた地図を使います。",
                "The maps gather the strength at each place over all channels.",
            ),
            source: "zagoruyko2017",
        },
        Statement {
            id: "KS2g",
            text: (
                "教師と生徒を同時に学習し、互いの出力を教え合う方法を{オンライン蒸留|オフライン蒸留}という。",
                "Where teacher and student train at the same time and teach each other, it is {online distillation|offline distillation}.",
            ),
            why: (
                "学習済みの教師を固定して使うのがオフライン蒸留です。",
                "With a trained, fixed teacher it is offline distillation.",
            ),
            source: "",
        },
        Statement {
            id: "KS2h",
            text: (
                "教師モデルが大きすぎると、生徒の精度は{下がることがある|教師の大きさに比例して上がる}。",
                "Where the teacher is too large, the student's accuracy {may fall|rises in proportion to the teacher}.",
            ),
            why: (
                "差が大きすぎると、生徒が教師の出力をまねしきれないことがあります。",
                "Where the gap is too wide, the student may be unable to follow.",
            ),
            source: "cho2019",
        },
    ]),
};
