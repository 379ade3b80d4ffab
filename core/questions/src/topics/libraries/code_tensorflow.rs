use crate::{Code, Framework, Kind, Template, Topic};

pub static L4T: Template = Template {
    id: "L4t",
    topic: Topic::Libraries,
    title: ("学習ループの穴埋め（TensorFlow）", "Gaps in a training loop (TensorFlow)"),
    source: "tensorflow-docs",
    kind: Kind::Code {
        framework: Some(Framework::TensorFlow),
        rows: &[
            Code {
                stem: (
                    "1 バッチの学習である。空欄に入るものを選べ。",
                    "Training on one batch. What belongs into the gap?",
                ),
                code: "with tf.GradientTape() as tape:\n    logits = model(x, training=True)\n    loss = loss_fn(y, logits)\ngrads = ____\noptimizer.apply_gradients(zip(grads, model.trainable_variables))",
                right: "tape.gradient(loss, model.trainable_variables)",
                why: (
                    "テープに記録した計算を逆にたどり、各変数についての損失の勾配を求めます。",
                    "The tape's record is gone through backwards, which gives the loss's gradient for each variable.",
                ),
                wrong: &[
                    (
                        "tape.gradient(model.trainable_variables, loss)",
                        (
                            "引数の順が逆です。微分されるものが先です。",
                            "The wrong way round: what is differentiated comes first.",
                        ),
                    ),
                    ("loss.backward()", ("それは PyTorch の書き方です。", "That is how PyTorch has it.")),
                    (
                        "optimizer.gradient(loss)",
                        (
                            "最適化器は与えられた勾配で更新するだけです。",
                            "An optimizer only applies the gradients that it is given.",
                        ),
                    ),
                    (
                        "tape.watch(model.trainable_variables)",
                        (
                            "watch は記録の対象を加えるもので、勾配は返しません。学習する変数は自動で記録されます。",
                            "That adds to what is recorded and gives no gradient; trainable variables are recorded anyway.",
                        ),
                    ),
                ],
            },
            Code {
                stem: (
                    "Dropout と BatchNormalization を含むモデルを評価する。空欄に入るものを選べ。",
                    "A model with Dropout and BatchNormalization is evaluated. What belongs into the gap?",
                ),
                code: "for x, y in dataset:\n    logits = model(x, ____)\n    accuracy.update_state(y, logits)",
                right: "training=False",
                why: (
                    "Dropout を止め、BatchNormalization に学習中に求めた移動平均を使わせます。",
                    "It turns Dropout off and has BatchNormalization use its moving averages.",
                ),
                wrong: &[
                    (
                        "training=True",
                        ("評価でも Dropout が働き、結果が揺れます。", "Dropout would go on, and results would vary."),
                    ),
                    (
                        "trainable=False",
                        (
                            "trainable は更新するかどうかの属性で、呼び出しの引数ではありません。",
                            "That says whether weights are updated; it is no argument of a call.",
                        ),
                    ),
                    ("mode='eval'", ("そのような引数はありません。", "There is no such argument.")),
                ],
            },
            Code {
                stem: (
                    "Keras の学習の設定である。ラベル y は整数のクラス番号、モデルの最後の層は活性化関数なしの Dense(10) である。空欄に入るものを選べ。",
                    "Keras is set up to train. Labels are class indices; the last layer is Dense(10) without an activation. What belongs into the gap?",
                ),
                code: "model.compile(\n    optimizer='adam',\n    loss=____,\n    metrics=['accuracy'],\n)",
                right: "keras.losses.SparseCategoricalCrossentropy(from_logits=True)",
                why: (
                    "ラベルが整数なので Sparse、出力がロジットなので from_logits=True です。",
                    "Sparse because labels are integers, from_logits because outputs are logits.",
                ),
                wrong: &[
                    (
                        "keras.losses.SparseCategoricalCrossentropy()",
                        (
                            "既定では確率を受け取るとみなし、ロジットでは正しく計算されません。",
                            "By default it takes probabilities; logits come out wrong.",
                        ),
                    ),
                    (
                        "keras.losses.CategoricalCrossentropy(from_logits=True)",
                        ("one-hot のラベルのための損失です。", "That is for one-hot labels."),
                    ),
                    (
                        "keras.losses.BinaryCrossentropy(from_logits=True)",
                        (
                            "2 値分類やマルチラベルのための損失です。",
                            "That is for two classes, or several labels at once.",
                        ),
                    ),
                    (
                        "keras.losses.MeanSquaredError()",
                        ("クラス番号を数値として比べてしまいます。", "That compares class indices as quantities."),
                    ),
                ],
            },
            Code {
                stem: (
                    "この関数を計算グラフにして速く実行したい。空欄に入るものを選べ。",
                    "This function is to be made a graph, so that it runs faster. What belongs into the gap?",
                ),
                code: "____\ndef train_step(x, y):\n    with tf.GradientTape() as tape:\n        loss = loss_fn(y, model(x, training=True))\n    grads = tape.gradient(loss, model.trainable_variables)\n    optimizer.apply_gradients(zip(grads, model.trainable_variables))\n    return loss",
                right: "@tf.function",
                why: (
                    "TensorFlow 2 は既定では逐次実行（eager）で、tf.function を付けた関数だけがグラフになります。",
                    "TensorFlow 2 runs eagerly; only functions with tf.function become graphs.",
                ),
                wrong: &[
                    ("@tf.Session", ("Session は TensorFlow 1.x のものです。", "Sessions are TensorFlow 1.x's.")),
                    ("@torch.compile", ("それは PyTorch のものです。", "That is PyTorch's.")),
                    (
                        "@staticmethod",
                        (
                            "Python のメソッドの種類で、グラフとは関係ありません。",
                            "That is a kind of Python method, and has nothing to do with graphs.",
                        ),
                    ),
                    (
                        "@tf.custom_gradient",
                        ("勾配を自分で定めるためのものです。", "That is for gradients of one's own."),
                    ),
                ],
            },
        ],
    },
};
