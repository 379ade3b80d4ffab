use crate::{Kind, Statement, Template, Topic};

pub static L1: Template = Template {
    id: "L1",
    topic: Topic::Libraries,
    title: ("計算グラフの作り方", "How graphs are made"),
    source: "paszke2019",
    kind: Kind::Statements(&[
        Statement {
            id: "L1a",
            text: (
                "計算しながらグラフを作る方式を{define-by-run|define-and-run}という。",
                "To build the graph while computing is called {define-by-run|define-and-run}.",
            ),
            why: (
                "先にグラフを定義してからデータを流す方式が define-and-run です。",
                "To define the graph first and run data through it later is define-and-run.",
            ),
            source: "tokui2015",
        },
        Statement {
            id: "L1b",
            text: (
                "PyTorch は既定では{動的な|静的な}計算グラフを使う。",
                "By default PyTorch uses {dynamic|static} graphs.",
            ),
            why: ("順伝播を実行するたびにグラフが作られます。", "The graph is made anew by each forward pass."),
            source: "",
        },
        Statement {
            id: "L1c",
            text: (
                "TensorFlow 2 の既定の実行方式は{eager 実行|セッションによる静的グラフの実行}である。",
                "By default TensorFlow 2 runs {eagerly|a static graph in a session}.",
            ),
            why: (
                "セッションで静的グラフを実行するのは TensorFlow 1.x です。",
                "Static graphs in sessions belong to TensorFlow 1.x.",
            ),
            source: "tensorflow-docs",
        },
        Statement {
            id: "L1d",
            text: (
                "TensorFlow 2 で関数をグラフに変換するには、{tf.function|tf.Session}を使う。",
                "In TensorFlow 2 a function becomes a graph by {tf.function|tf.Session}.",
            ),
            why: ("tf.Session は 1.x の API です。", "The latter is an API of 1.x."),
            source: "tensorflow-docs",
        },
        Statement {
            id: "L1e",
            text: (
                "define-by-run という方式を掲げて公開されたライブラリは{Chainer|Caffe}である。",
                "The library that came out under the name of define-by-run is {Chainer|Caffe}.",
            ),
            why: (
                "Caffe は設定ファイルで静的なネットワークを定義します。",
                "Caffe defines static networks in files of configuration.",
            ),
            source: "tokui2015",
        },
        Statement {
            id: "L1f",
            text: (
                "動的な計算グラフでは、入力によって{層の数や分岐を変える処理を Python の制御構文で書ける|すべての分岐を実行前に固定する必要がある}。",
                "With dynamic graphs, {Python's own control flow can change layers and branches with the input|all branches have to be fixed before running}.",
            ),
            why: ("実行した演算だけがグラフに記録されます。", "Only operations that ran are recorded."),
            source: "",
        },
        Statement {
            id: "L1g",
            text: (
                "静的な計算グラフの利点は、{実行前に全体を最適化しやすい|途中の値を Python で確かめやすい}ことである。",
                "An advantage of static graphs is that {the whole can be optimized before it runs|values on the way are easily looked at in Python}.",
            ),
            why: (
                "全体が先に分かるので、演算の融合やメモリの計画ができます。途中の値を見やすいのは動的な方式です。",
                "The whole is known beforehand: operations can be fused and memory planned. Easy looking belongs to dynamic graphs.",
            ),
            source: "",
        },
        Statement {
            id: "L1h",
            text: (
                "Keras 3 が計算に使えるバックエンドは、{TensorFlow、JAX、PyTorch|TensorFlow、Theano、CNTK}である。",
                "Keras 3 can compute with {TensorFlow, JAX and PyTorch|TensorFlow, Theano and CNTK}.",
            ),
            why: (
                "Theano と CNTK に対応していたのは Keras 2.3 までです。",
                "Theano and CNTK were supported up to Keras 2.3.",
            ),
            source: "keras-docs",
        },
    ]),
};

pub static L9: Template = Template {
    id: "L9",
    topic: Topic::Libraries,
    title: ("学習と評価の切り替え", "Training and evaluation mode"),
    source: "pytorch-docs",
    kind: Kind::Statements(&[
        Statement {
            id: "L9a",
            text: (
                "model.eval() を呼ぶと、{ドロップアウトが無効になる|勾配の記録が止まる}。",
                "Calling model.eval() {turns dropout off|stops the recording of gradients}.",
            ),
            why: ("勾配の記録を止めるのは torch.no_grad() です。", "Recording is stopped by torch.no_grad()."),
            source: "",
        },
        Statement {
            id: "L9b",
            text: (
                "torch.no_grad() の中では、{勾配のための計算グラフが記録されない|バッチ正規化が評価モードになる}。",
                "Within torch.no_grad(), {no graph is recorded for gradients|batch norm is in evaluation mode}.",
            ),
            why: (
                "層の振る舞いは train() と eval() で決まります。",
                "How layers behave is decided by train() and eval().",
            ),
            source: "",
        },
        Statement {
            id: "L9c",
            text: (
                "model.eval() の後のバッチ正規化は、{学習中にためた移動平均|そのバッチ}の平均と分散を使う。",
                "Behind model.eval(), batch norm uses mean and variance of {the running averages from training|the batch itself}.",
            ),
            why: ("バッチ自身の統計を使うのは学習モードです。", "The batch's own statistics belong to training mode."),
            source: "",
        },
        Statement {
            id: "L9d",
            text: (
                "学習モード（train()）のドロップアウトは、{一部の値を無作為に 0 にする|何もしない}。",
                "In training mode, dropout {sets some values to 0 at random|does nothing}.",
            ),
            why: (
                "残った値は 1/(1 − p) 倍され、評価モードでは何もしません。",
                "Those that stay are multiplied by 1/(1 − p); in evaluation mode it does nothing.",
            ),
            source: "",
        },
        Statement {
            id: "L9e",
            text: (
                "推論で model.eval() を呼び忘れると、{同じ入力でもドロップアウトのために出力が変わりうる|重みが更新される}。",
                "Where model.eval() is forgotten at inference, {dropout may change the output for the same input|the weights are updated}.",
            ),
            why: ("重みを更新するのは optimizer.step() です。", "Weights are updated by optimizer.step()."),
            source: "",
        },
        Statement {
            id: "L9f",
            text: (
                "model.train() を呼ぶと、{学習モードに切り替わるだけである|1 エポックの学習が実行される}。",
                "Calling model.train() {only switches to training mode|runs one epoch of training}.",
            ),
            why: ("学習ループは自分で書きます。", "The loop is written by oneself."),
            source: "",
        },
        Statement {
            id: "L9g",
            text: (
                "torch.no_grad() の主な効果は、{メモリと計算の節約|ドロップアウトの無効化}である。",
                "The main effect of torch.no_grad() is {that memory and time are saved|that dropout is off}.",
            ),
            why: ("逆伝播のための中間の値を保存しません。", "Values for the backward pass are not kept."),
            source: "",
        },
    ]),
};

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
                "backward() の後に既定で .grad が入るのは、{requires_grad=True の葉（leaf）の Tensor|途中の計算で得られたすべての Tensor}である。",
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
                "x.detach() は、{計算グラフから切り離した Tensor|勾配を 0 にした Tensor}を返す。",
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
                "nn.Parameter は、既定で requires_grad が{True|False}である。",
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
                "torch.tensor(1.0) で作った Tensor は、既定で requires_grad が{False|True}である。",
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
                "Keras で正解が整数のクラス番号のとき、多クラス分類の損失は{sparse_categorical_crossentropy|categorical_crossentropy}である。",
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
