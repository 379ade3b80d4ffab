use crate::{Kind, Pair, Pairs, Template, Topic};

pub static L2: Template = Template {
    id: "L2",
    topic: Topic::Libraries,
    title: ("ライブラリと実行の方式", "Libraries and how they run"),
    source: "paszke2019",
    kind: Kind::Pairs(&Pairs {
        one: ("{}の実行の方式として正しいものを選べ。", "How does {} run?"),
        all: (
            "ライブラリ（または機能）と、実行の方式を対応させよ。",
            "Match each library or function with how it runs.",
        ),
        pairs: &[
            Pair {
                left: ("TensorFlow 1.x", "TensorFlow 1.x"),
                right: (
                    "Python で組み立てたグラフを、tf.Session で実行する",
                    "a graph put together in Python runs in a tf.Session",
                ),
                why: (
                    "define-and-run です。TensorFlow 2 では eager 実行が既定になりました。",
                    "This is define-and-run; in TensorFlow 2 eager execution became the default.",
                ),
            },
            Pair {
                left: ("PyTorch（既定）", "PyTorch by default"),
                right: (
                    "演算を実行しながら、勾配のためのグラフを記録する",
                    "it records a graph for gradients while operations run",
                ),
                why: ("define-by-run です。", "This is define-by-run."),
            },
            Pair {
                left: ("tf.function", "tf.function"),
                right: (
                    "Python の関数を追跡し、TensorFlow のグラフに変換する",
                    "it traces a Python function into a graph of TensorFlow",
                ),
                why: (
                    "eager で書いた関数を静的なグラフとして実行できます。",
                    "A function written eagerly runs as a static graph.",
                ),
            },
            Pair {
                left: ("torch.compile", "torch.compile"),
                right: (
                    "PyTorch のコードを実行時に捕らえ、最適化したカーネルに変換する",
                    "it captures PyTorch code as it runs and makes optimized kernels of it",
                ),
                why: (
                    "PyTorch 2 で加わりました。捕らえられない所は通常の実行に戻ります。",
                    "New in PyTorch 2; where it cannot capture, code runs as usual.",
                ),
            },
            Pair {
                left: ("JAX の jit", "JAX's jit"),
                right: ("純粋な関数を追跡し、XLA でコンパイルする", "it traces a pure function and compiles it by XLA"),
                why: (
                    "副作用のある処理は追跡のときにしか実行されません。",
                    "Side effects happen only while it traces.",
                ),
            },
            Pair {
                left: ("Caffe", "Caffe"),
                right: (
                    "ネットワークを設定ファイル（prototxt）で定義する",
                    "networks are defined in files of configuration (prototxt)",
                ),
                why: ("静的な定義で、C++ で書かれています。", "The definition is static; the library is in C++."),
            },
        ],
    }),
};

pub static L12: Template = Template {
    id: "L12",
    topic: Topic::Libraries,
    title: ("課題と Keras の損失", "Tasks and Keras's losses"),
    source: "keras-docs",
    kind: Kind::Pairs(&Pairs {
        one: (
            "「{}」に適した Keras の出力層の活性化と損失を選べ。",
            "Which output activation and loss of Keras suit {}?",
        ),
        all: (
            "課題と、適した Keras の出力層の活性化、損失を対応させよ。",
            "Match each task with the output activation and loss of Keras that suit it.",
        ),
        pairs: &[
            Pair {
                left: ("多クラス分類、正解は整数のクラス番号", "many classes, labels as class numbers"),
                right: ("softmax、sparse_categorical_crossentropy", "softmax, sparse_categorical_crossentropy"),
                why: ("sparse は正解が番号であることを表します。", "Sparse says that labels are numbers."),
            },
            Pair {
                left: ("多クラス分類、正解は one-hot", "many classes, one-hot labels"),
                right: ("softmax、categorical_crossentropy", "softmax, categorical_crossentropy"),
                why: ("正解の形が出力と同じです。", "Labels have the shape of the output."),
            },
            Pair {
                left: ("2 クラス分類、正解は 0 か 1、出力は 1 個", "two classes, labels 0 or 1, one output"),
                right: ("sigmoid（出力 1 個）、binary_crossentropy", "sigmoid of one output, binary_crossentropy"),
                why: ("出力は正のクラスの確率です。", "The output is the probability of the positive class."),
            },
            Pair {
                left: ("マルチラベル分類、正解は複数が 1 になりうる", "several labels at once"),
                right: (
                    "sigmoid（ラベルの数だけ出力）、binary_crossentropy",
                    "sigmoid of an output for each label, binary_crossentropy",
                ),
                why: ("ラベルごとに独立な 2 値分類です。", "Each label is a classification of its own."),
            },
            Pair {
                left: ("回帰、正解は実数", "regression, labels as real numbers"),
                right: ("活性化なし、mean_squared_error", "no activation, mean_squared_error"),
                why: ("出力の範囲を制限しません。", "The output is not bounded."),
            },
        ],
    }),
};
