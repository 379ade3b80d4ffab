use crate::{Kind, Statement, Template, Topic};

pub static K2: Template = Template {
    id: "K2",
    topic: Topic::Distillation,
    title: ("温度の働き", "What the temperature does"),
    source: "hinton2015",
    kind: Kind::Statements(&[
        Statement {
            id: "K2a",
            text: (
                "温度 T を大きくすると、ソフトマックスの分布は{滑らかになる|鋭くなる}。",
                "A higher temperature T makes the softmax distribution {softer|sharper}.",
            ),
            why: (
                "ロジットの差が T で割られて縮むためです。",
                "The differences of logits are divided by T and shrink.",
            ),
            source: "",
        },
        Statement {
            id: "K2b",
            text: (
                "T を限りなく大きくすると、ソフトマックスの出力は{一様分布| one-hot }に近づく。",
                "As T grows without bound, softmax comes near {the uniform distribution|a one-hot vector}.",
            ),
            why: (
                "すべてのロジットが 0 に近づき、差がなくなります。",
                "All logits come near 0, and their differences vanish.",
            ),
            source: "",
        },
        Statement {
            id: "K2c",
            text: (
                "T を 0 に近づけると、ソフトマックスの出力は{最大のクラスだけが 1 の分布|一様分布}に近づく。",
                "As T comes near 0, softmax comes near {1 at the greatest logit alone|the uniform distribution}.",
            ),
            why: (
                "差が拡大され、最大のクラスに確率が集まります（最大が一つの場合）。",
                "The differences grow, and the probability gathers at the greatest, where it is one alone.",
            ),
            source: "",
        },
        Statement {
            id: "K2d",
            text: (
                "温度を変えても、クラスの確率の順位は{変わらない|入れ替わる}。",
                "A change of temperature {keeps|reverses} the order of the classes' probabilities.",
            ),
            why: ("正の数で割っても大小関係は同じです。", "Division by a positive number keeps the order."),
            source: "",
        },
        Statement {
            id: "K2e",
            text: (
                "温度を上げると、ソフトターゲットのエントロピーは{大きくなる|小さくなる}。",
                "A higher temperature makes the entropy of a soft target {greater|smaller}.",
            ),
            why: (
                "分布が一様に近づくためです。ロジットがすべて等しい場合を除きます。",
                "The distribution comes near the uniform one, unless all logits are equal.",
            ),
            source: "",
        },
        Statement {
            id: "K2f",
            text: (
                "T = 1 の温度付きソフトマックスは、{通常のソフトマックス|一様分布}と一致する。",
                "Softmax at the temperature T = 1 is {the ordinary softmax|the uniform distribution}.",
            ),
            why: ("1 で割ってもロジットは変わりません。", "Division by 1 leaves the logits as they are."),
            source: "",
        },
        Statement {
            id: "K2g",
            text: (
                "生徒モデルをソフトターゲットで学習するとき、温度 T は{教師と生徒の両方|教師だけ}のソフトマックスに使う。",
                "When a student learns from soft targets, the temperature T stands in the softmax of {both teacher and student|the teacher alone}.",
            ),
            why: ("同じ温度の分布どうしを比べます。", "Distributions at the same temperature are compared."),
            source: "",
        },
        Statement {
            id: "K2h",
            text: (
                "蒸留が終わった生徒モデルの推論では、温度を{ T = 1 に戻す|学習時の T のままにする}。",
                "When a distilled student infers, the temperature is {1 again|that of its training}.",
            ),
            why: (
                "確率として使うのは通常のソフトマックスの出力です。",
                "What is used as probabilities is the ordinary softmax.",
            ),
            source: "",
        },
    ]),
};

pub static K5: Template = Template {
    id: "K5",
    topic: Topic::Distillation,
    title: ("蒸留の基本", "What distillation is"),
    source: "hinton2015",
    kind: Kind::Statements(&[
        Statement {
            id: "K5a",
            text: (
                "蒸留の損失は、{生徒の出力とソフトターゲット、生徒の出力と正解ラベルの二つの誤差の重み付き和|ソフトターゲットと正解ラベルの間の誤差}である。",
                "The loss of distillation is {a weighted sum of two errors of the student's output, against soft targets and against labels|the error between soft targets and labels}.",
            ),
            why: (
                "ソフトターゲットとラベルの差には生徒が現れず、最小化しても生徒は学べません。",
                "No student stands in the difference of soft targets and labels, so that nothing would be learnt.",
            ),
            source: "",
        },
        Statement {
            id: "K5b",
            text: (
                "ソフトターゲットとは、{教師モデルが出力する確率分布|正解クラスを 1 とする one-hot のラベル}である。",
                "A soft target is {the distribution that the teacher gives|the one-hot label of the right class}.",
            ),
            why: ("one-hot の正解はハードターゲットと呼びます。", "The one-hot label is called the hard target."),
            source: "",
        },
        Statement {
            id: "K5c",
            text: (
                "オフラインの蒸留では、教師モデルの重みを{固定する|生徒と同時に更新する}。",
                "In offline distillation the teacher's weights {stay as they are|are updated along with the student's}.",
            ),
            why: (
                "学習済みの教師は目標を与えるだけで、更新するのは生徒です。",
                "The trained teacher only gives targets; the student is what is updated.",
            ),
            source: "",
        },
        Statement {
            id: "K5d",
            text: (
                "蒸留の後の推論では、{生徒モデルだけ|教師モデルと生徒モデルの両方}を使う。",
                "Inference after distillation uses {the student alone|both teacher and student}.",
            ),
            why: ("教師が要るのは学習のときだけです。", "The teacher is needed only while training."),
            source: "",
        },
        Statement {
            id: "K5e",
            text: (
                "蒸留の生徒モデルの構造は、教師モデルと{異なってもよい|同じでなければならない}。",
                "A student's architecture {may differ from|has to be that of} its teacher.",
            ),
            why: (
                "合わせるのは出力なので、出力のクラスが同じであれば構造は自由です。",
                "What is matched is the output; with the same classes the rest is free.",
            ),
            source: "",
        },
        Statement {
            id: "K5f",
            text: (
                "応答ベースの蒸留で生徒へ移されるのは、教師の{入力に対する出力の分布|重みの値}である。",
                "What response-based distillation passes to the student is the teacher's {distribution of outputs for an input|values of weights}.",
            ),
            why: ("重みをコピーするのではありません。", "No weights are copied."),
            source: "",
        },
        Statement {
            id: "K5g",
            text: (
                "ソフトターゲットから分かるのは、{クラスどうしの似かた|正解クラスの番号だけ}である。",
                "What soft targets tell is {how alike the classes are|the number of the right class alone}.",
            ),
            why: (
                "「猫に犬の確率が少しある」といった関係を暗黙の知識（dark knowledge）と呼びます。",
                "That a cat is a little like a dog is called dark knowledge.",
            ),
            source: "",
        },
        Statement {
            id: "K5h",
            text: (
                "蒸留の主な目的は、{大きなモデルの性能をなるべく保って小さなモデルを得る|学習データを圧縮する}ことである。",
                "The main aim of distillation is {a small model that keeps most of a large one's performance|a compression of the training data}.",
            ),
            why: (
                "同じ大きさの生徒の精度を上げるために使うこともあります。",
                "It is also used to make a student of the same size more accurate.",
            ),
            source: "",
        },
        Statement {
            id: "K5i",
            text: (
                "蒸留の教師モデルは、{複数のモデルのアンサンブルでもよい|一つのモデルに限られる}。",
                "In distillation the teacher {may be an ensemble of several models|has to be a single model}.",
            ),
            why: (
                "アンサンブルの平均した出力を一つの生徒に移すのが、原論文の動機の一つです。",
                "To pass an ensemble's mean output to one student was one of the paper's aims.",
            ),
            source: "",
        },
    ]),
};
