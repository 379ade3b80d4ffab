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
                "計算しながらグラフを作る方式を{ define-by-run | define-and-run }という。",
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
                "TensorFlow 2 の既定の実行方式は{ eager 実行|セッションによる静的グラフの実行}である。",
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
                "TensorFlow 2 で関数をグラフに変換するには、{tf.function |tf.Session }を使う。",
                "In TensorFlow 2 a function becomes a graph by {tf.function|tf.Session}.",
            ),
            why: ("tf.Session は 1.x の API です。", "The latter is an API of 1.x."),
            source: "tensorflow-docs",
        },
        Statement {
            id: "L1e",
            text: (
                "define-by-run という方式を掲げて公開されたライブラリは{ Chainer | Caffe }である。",
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
                "動的な計算グラフでは、{入力に応じて層の数や分岐を変える処理を Python の制御構文で書ける|すべての分岐を実行前に固定する必要がある}。",
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
                "Keras 3 が計算に使えるバックエンドは、{TensorFlow、JAX、PyTorch |TensorFlow、Theano、CNTK }である。",
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
                "model.eval() の後のバッチ正規化は、{学習中にためた移動平均による|そのバッチの}平均と分散を使う。",
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
            why: (
                "学習モードのままなので、ドロップアウトが値を無作為に 0 にし続けます。重みを更新するのは optimizer.step() です。",
                "In training mode dropout goes on setting values to 0 at random. Weights are updated by optimizer.step().",
            ),
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
