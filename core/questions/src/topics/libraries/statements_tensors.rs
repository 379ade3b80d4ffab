use crate::{Kind, Statement, Template, Topic};

pub static L13: Template = Template {
    id: "L13",
    topic: Topic::Libraries,
    title: ("自動微分と Tensor", "Autograd and tensors"),
    source: "pytorch-docs",
    kind: Kind::Statements(&[
        Statement {
            id: "L13a",
            text: (
                "backward() を続けて呼ぶと、.grad には勾配が{足し込まれる|上書きされる}。",
                "Several calls of backward() {add to|overwrite} .grad.",
            ),
            why: ("更新ごとに zero_grad() で消します。", "It is cleared by zero_grad() for each update."),
            source: "",
        },
        Statement {
            id: "L13b",
            text: (
                "backward() の後に既定で .grad が入るのは、{requires_grad=True の葉（leaf）の Tensor |途中の計算で得られたすべての Tensor }である。",
                "After backward(), .grad is by default filled for {leaf tensors that require gradients|all tensors computed on the way}.",
            ),
            why: (
                "途中の Tensor の勾配を残すには retain_grad() を呼びます。",
                "To keep those on the way, call retain_grad().",
            ),
            source: "",
        },
        Statement {
            id: "L13c",
            text: (
                "x.detach() は、{計算グラフから切り離した Tensor |勾配を 0 にした Tensor }を返す。",
                "x.detach() gives a tensor {cut off from the graph|whose gradient is 0}.",
            ),
            why: (
                "値は同じで、そこから先の勾配は x に流れません。",
                "The value is the same, but no gradient flows back to x.",
            ),
            source: "",
        },
        Statement {
            id: "L13d",
            text: (
                "nn.Parameter は、既定で requires_grad が{ True | False }である。",
                "For an nn.Parameter, requires_grad is by default {True|False}.",
            ),
            why: (
                "モジュールの属性にすると、parameters() に現れて最適化の対象になります。",
                "As an attribute of a module it is listed by parameters() and so optimized.",
            ),
            source: "",
        },
        Statement {
            id: "L13e",
            text: (
                "torch.tensor(1.0) で作った Tensor は、既定で requires_grad が{ False | True }である。",
                "For a tensor made by torch.tensor(1.0), requires_grad is by default {False|True}.",
            ),
            why: (
                "勾配が要るときは requires_grad=True を指定します。",
                "Where its gradient is wanted, requires_grad=True is given.",
            ),
            source: "",
        },
        Statement {
            id: "L13f",
            text: (
                "引数なしの backward() を呼べるのは、{スカラー|任意の形}の Tensor である。",
                "backward() without arguments is for tensors that are {scalars|of any shape}.",
            ),
            why: ("スカラーでなければ、同じ形の勾配を引数に渡します。", "Others take a gradient of their shape."),
            source: "",
        },
        Statement {
            id: "L13g",
            text: (
                "重みの一部の requires_grad を False にすると、その重みは{勾配が計算されず更新されない|順伝播で使われない}。",
                "Weights with requires_grad set to False are {given no gradient and not updated|left out of the forward pass}.",
            ),
            why: ("転移学習で特徴抽出の層を固定するときに使います。", "So layers are frozen in transfer learning."),
            source: "",
        },
        Statement {
            id: "L13h",
            text: (
                "optimizer.step() は、{.grad を使って重みを更新する|損失から勾配を計算する}。",
                "optimizer.step() {updates the weights by their .grad|computes gradients of the loss}.",
            ),
            why: ("勾配を計算するのは loss.backward() です。", "Gradients are computed by loss.backward()."),
            source: "",
        },
    ]),
};

pub static LS1: Template = Template {
    id: "LS1",
    topic: Topic::Libraries,
    title: ("損失関数と層の約束", "Conventions of losses and layers"),
    source: "pytorch-docs",
    kind: Kind::Statements(&[
        Statement {
            id: "LS1a",
            text: (
                "PyTorch の nn.CrossEntropyLoss の入力は、{ソフトマックスを掛ける前のロジット|ソフトマックスの出力}である。",
                "PyTorch's nn.CrossEntropyLoss takes {logits, before softmax|the output of softmax}.",
            ),
            why: ("内部で log softmax を計算します。", "It computes log softmax itself."),
            source: "",
        },
        Statement {
            id: "LS1b",
            text: (
                "nn.BCEWithLogitsLoss は、{シグモイドを内部で計算する|シグモイドの出力を入力に取る}。",
                "nn.BCEWithLogitsLoss {computes the sigmoid itself|takes the output of a sigmoid}.",
            ),
            why: ("シグモイドの出力を渡すのは nn.BCELoss です。", "The output of a sigmoid goes to nn.BCELoss."),
            source: "",
        },
        Statement {
            id: "LS1c",
            text: (
                "Keras で正解が整数のクラス番号のとき、多クラス分類の損失は{ sparse_categorical_crossentropy | categorical_crossentropy }である。",
                "In Keras, with labels as class numbers, the loss of a classifier of many classes is {sparse_categorical_crossentropy|categorical_crossentropy}.",
            ),
            why: (
                "one-hot のラベルのときは categorical_crossentropy です。",
                "With one-hot labels it is categorical_crossentropy.",
            ),
            source: "keras-docs",
        },
        Statement {
            id: "LS1d",
            text: (
                "一つのデータが複数のラベルを同時に持つ分類では、出力層に{シグモイド|ソフトマックス}を使う。",
                "Where an example may have several labels at once, the output layer has {a sigmoid|softmax}.",
            ),
            why: (
                "各ラベルを独立に判定します。ソフトマックスは確率の和が 1 になり、一つを選ぶ分類に向きます。",
                "Each label is judged by itself; softmax sums to 1 and chooses one.",
            ),
            source: "keras-docs",
        },
        Statement {
            id: "LS1e",
            text: (
                "PyTorch の画像のテンソルは、既定では{（N, C, H, W）|（N, H, W, C）}の順に並ぶ。",
                "By default PyTorch's image tensors are laid out as {(N, C, H, W)|(N, H, W, C)}.",
            ),
            why: (
                "後者は TensorFlow と Keras の既定（channels_last）です。",
                "The latter is the default of TensorFlow and Keras, channels_last.",
            ),
            source: "",
        },
        Statement {
            id: "LS1f",
            text: (
                "nn.Linear(a, b) の weight の形は{（b, a）|（a, b）}である。",
                "The weight of nn.Linear(a, b) has the shape {(b, a)|(a, b)}.",
            ),
            why: ("y = xWᵀ + b と計算するので、出力が先です。", "It computes y = xWᵀ + b: outputs come first."),
            source: "",
        },
        Statement {
            id: "LS1g",
            text: (
                "permute は、{軸の順序を入れ替える|要素の並びを保って形だけを変える}。",
                "permute {reorders the axes|changes the shape and keeps the order of elements}.",
            ),
            why: (
                "要素の並びを保って形を変えるのは view や reshape です。",
                "Shapes change with the order kept by view and reshape.",
            ),
            source: "",
        },
        Statement {
            id: "LS1h",
            text: (
                "DataLoader の shuffle=True は、{エポックごとにデータの順を変える|ピクセルの順を変える}。",
                "In a DataLoader, shuffle=True changes {the order of examples, each epoch|the order of pixels}.",
            ),
            why: (
                "1 エポックで各データを一度ずつ見ることは変わりません。",
                "Each example is still seen once an epoch.",
            ),
            source: "",
        },
        Statement {
            id: "LS1i",
            text: (
                "Caffe が掲げたのは、{表現力、速度、モジュール性|学習の収束の速さ}である。",
                "What Caffe set out for was {expression, speed and modularity|faster convergence of training}.",
            ),
            why: (
                "設定ファイルでモデルを表し、C++ と CUDA で速く動かします。",
                "Models are written as configuration and run fast in C++ and CUDA.",
            ),
            source: "jia2014",
        },
    ]),
};
