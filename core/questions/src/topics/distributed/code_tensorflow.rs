use crate::{Code, Framework, Kind, Template, Topic};

pub static D17T: Template = Template {
    id: "D17t",
    topic: Topic::Distributed,
    title: ("TensorFlow のデータ並列", "Data parallelism in TensorFlow"),
    source: "tensorflow-docs",
    kind: Kind::Code {
        framework: Some(Framework::TensorFlow),
        rows: &[
            Code {
                stem: (
                    "1 台の計算機の複数の GPU で、同期型のデータ並列学習をする。空欄に入るものを選べ。",
                    "Synchronous data-parallel training on the GPUs of one machine. What belongs into the gap?",
                ),
                code: "strategy = tf.distribute.____()\nwith strategy.scope():\n    model = build_model()\n    model.compile(optimizer='sgd', loss=loss_fn)\nmodel.fit(dataset)",
                right: "MirroredStrategy",
                why: (
                    "各 GPU に変数の複製を置き、All-Reduce で勾配をそろえて同じ更新をします。",
                    "Each GPU holds a copy of the variables; gradients are all-reduced and every copy makes the same update.",
                ),
                wrong: &[
                    (
                        "ParameterServerStrategy",
                        (
                            "変数をパラメータサーバーに置く、複数台のための方式です。",
                            "That keeps variables on parameter servers, for several machines.",
                        ),
                    ),
                    (
                        "MultiWorkerMirroredStrategy",
                        (
                            "複数の計算機で同期学習をする方式です。",
                            "That is synchronous training over several machines.",
                        ),
                    ),
                    ("OneDeviceStrategy", ("1 台の装置だけを使います。", "That uses one device alone.")),
                ],
            },
            Code {
                stem: (
                    "モデルの変数を各 GPU に複製するには、モデルをどこで作るか。空欄に入るものを選べ。",
                    "Where is the model made, so that its variables are copied to each GPU? What belongs into the gap?",
                ),
                code: "strategy = tf.distribute.MirroredStrategy()\nwith ____:\n    model = build_model()\n    optimizer = keras.optimizers.SGD(0.1)",
                right: "strategy.scope()",
                why: (
                    "この中で作った変数が、戦略の定めるとおりに複製されます。",
                    "Variables made within it are copied as the strategy says.",
                ),
                wrong: &[
                    ("tf.GradientTape()", ("勾配のための記録です。", "That records for gradients.")),
                    ("tf.device('/GPU:0')", ("GPU 0 だけに置く指定です。", "That puts all of it on GPU 0.")),
                    (
                        "strategy.run(build_model)",
                        (
                            "run は各複製で関数を実行するもので、with と使うものではありません。",
                            "run has each replica do a function; it is not for with.",
                        ),
                    ),
                ],
            },
            Code {
                stem: (
                    "複製 1 つあたりのバッチサイズを 64 に保つ。空欄に入るものを選べ。",
                    "The batch of each replica is to stay at 64. What belongs into the gap?",
                ),
                code: "global_batch = 64 * ____\ndataset = dataset.batch(global_batch)\ndist_dataset = strategy.experimental_distribute_dataset(dataset)",
                right: "strategy.num_replicas_in_sync",
                why: (
                    "データセットは全体のバッチで作り、複製の数に分けられます。",
                    "The data set gives the global batch, which is divided among the replicas.",
                ),
                wrong: &[
                    ("len(model.layers)", ("層の数で、複製の数ではありません。", "That counts layers, not replicas.")),
                    (
                        "1",
                        (
                            "複製 1 つあたりのバッチが 64 ÷ 複製数になります。",
                            "Then each replica gets 64 over their number.",
                        ),
                    ),
                    ("len(dataset)", ("データセットの要素の数です。", "That is the length of the data set.")),
                ],
            },
        ],
    },
};
