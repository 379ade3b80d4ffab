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
                "T を限りなく大きくすると、ソフトマックスの出力は{一様分布|one-hot}に近づく。",
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
                "T を 0 に近づけると、ソフトマックスの出力は{最大のロジットだけが 1|すべて等しい値}に近づく。",
                "As T comes near 0, softmax comes near {1 at the greatest logit alone|equal values everywhere}.",
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
                "蒸留が終わった生徒モデルの推論では、温度を{T = 1 に戻す|学習時の T のままにする}。",
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
                "蒸留のとき、教師モデルの重みは{固定する|生徒と同時に更新する}。",
                "In Hinton’s distillation the teacher’s weights {stay as they are|are updated along with the student’s}.",
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
                "蒸留で生徒へ移されるのは、教師の{入力に対する出力の分布|重みの値}である。",
                "What distillation passes to the student is the teacher's {distribution of outputs for an input|values of weights}.",
            ),
            why: ("重みをコピーするのではありません。", "No weights are copied."),
            source: "",
        },
        Statement {
            id: "K5g",
            text: (
                "ソフトターゲットは、{不正解のクラスどうしの似かた|学習データの枚数}の情報を含む。",
                "Soft targets hold information on {how alike the wrong classes are|how many training images there are}.",
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
                "教師は一つのモデルでなく、{複数のモデルのアンサンブル|生徒の初期値}でもよい。",
                "Instead of one model the teacher may be {an ensemble of several|the student's initial weights}.",
            ),
            why: (
                "アンサンブルの平均した出力を一つの生徒に移すのが、原論文の動機の一つです。",
                "To pass an ensemble's mean output to one student was one of the paper's aims.",
            ),
            source: "",
        },
    ]),
};

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
                "正解ラベルとの項は、生徒の{T = 1 の出力|温度 T の出力}で計算する。",
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
                "F.kl_div で数学の定義どおりバッチ平均の KL を得るには、reduction に{batchmean|mean}を指定する。",
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
                "FitNets のヒント学習では、生徒は教師の{中間層の出力|学習率}を手掛かりにする。",
                "In FitNets, the student is guided by the teacher's {output of a layer between|learning rate}.",
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
                "12 層を 6 層にし、パラメータは約 40 % 減ります。",
                "Six layers instead of twelve, and about 40 % fewer parameters.",
            ),
            source: "sanh2019",
        },
        Statement {
            id: "KS2f",
            text: (
                "注意転移（attention transfer）では、生徒は教師の{特徴マップの空間的な注意の分布|バッチサイズ}に合わせる。",
                "In attention transfer the student matches the teacher's {spatial attention maps of its features|batch size}.",
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
                "教師モデルが大きいほど、生徒の精度は{必ずしも高くならない|比例して高くなる}。",
                "With a larger teacher the student's accuracy {does not need to rise|rises in proportion}.",
            ),
            why: (
                "差が大きすぎると、生徒が教師の出力をまねしきれないことがあります。",
                "Where the gap is too wide, the student may be unable to follow.",
            ),
            source: "cho2019",
        },
    ]),
};
