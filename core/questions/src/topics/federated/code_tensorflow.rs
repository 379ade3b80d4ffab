use crate::{Code, Framework, Kind, Template, Topic};

pub static FC1T: Template = Template {
    id: "FC1t",
    topic: Topic::Federated,
    title: ("FedAvg のコード（TensorFlow）", "FedAvg in code (TensorFlow)"),
    source: "mcmahan2017",
    kind: Kind::Code {
        framework: Some(Framework::TensorFlow),
        rows: &[
            Code {
                stem: (
                    "サーバーが件数に応じた平均を取るため、空欄に入るものを選べ。",
                    "What makes the server's mean weighted by examples?",
                ),
                code: "total = sum(n for n, _ in updates)\nnew = [sum(____ * w[i] for n, w in updates)\n       for i in range(len(updates[0][1]))]\nmodel.set_weights(new)",
                right: "n / total",
                why: ("全体に占める件数の割合で重みを付けます。", "Each counts by its share of the examples."),
                wrong: &[
                    (
                        "1 / len(updates)",
                        ("単純平均です。件数の違いを見ていません。", "That is the plain mean, blind to the examples."),
                    ),
                    (
                        "total / n",
                        (
                            "件数の少ないクライアントほど大きくなります。",
                            "That counts clients with fewer examples more.",
                        ),
                    ),
                    (
                        "n",
                        (
                            "割合にしていないので、重みが大きくなりすぎます。",
                            "Without a division the weights become far too large.",
                        ),
                    ),
                    ("1 / total", ("各クライアントの件数が掛かっていません。", "The client's own number is missing.")),
                ],
            },
            Code {
                stem: (
                    "クライアントが局所学習を始める前に行うことを、空欄に入れよ。",
                    "What does a client do before its local training?",
                ),
                code: "def client_update(model, global_weights, dataset, n, epochs):\n    ____\n    model.fit(dataset, epochs=epochs, verbose=0)\n    return n, model.get_weights()",
                right: "model.set_weights(global_weights)",
                why: ("全員が同じグローバルモデルから始めます。", "Everybody starts from the same global model."),
                wrong: &[
                    (
                        "global_weights = model.get_weights()",
                        (
                            "向きが逆で、手元の重みから始めてしまいます。",
                            "The wrong way round: it would start from its own weights.",
                        ),
                    ),
                    (
                        "model.save('client.keras')",
                        ("保存するだけで、重みは変わりません。", "That saves it and changes no weight."),
                    ),
                    ("model.trainable = False", ("重みが更新されなくなります。", "Then no weight would be updated.")),
                ],
            },
        ],
    },
};
