use crate::topics::set;
use crate::{Gap, Passage};

set!(Gap TEXT, Federated, "mcmahan2017":
    FG1_1 "FG1-1" 0 ("長文の空欄：端末が送るもの", "Gaps in a text: what devices send"),
    FG1_2 "FG1-2" 1 ("長文の空欄：サーバーの平均", "Gaps in a text: the server's mean"),
    FG1_3 "FG1-3" 2 ("長文の空欄：データの偏り", "Gaps in a text: skewed data"),
);

static TEXT: Passage = Passage {
    id: "FG1",
    text: (
        "連合学習では、各クライアントが手元のデータで局所的に学習し、{0} だけをサーバーへ送る。FedAvg のサーバーは、それらを {1} 平均して新しいグローバルモデルとする。クライアントごとにデータの分布が違う（Non-IID）と、{2} ため、収束が遅くなったり精度が下がったりする。",
        "In federated learning each client trains on its own data and sends only {0} to the server. With FedAvg the server takes their mean, {1}, as the new global model. Where data differ from client to client (non-IID), {2}, so that training converges more slowly or less well.",
    ),
    gaps: &[
        Gap {
            right: ("更新したモデルのパラメータ", "the parameters of its updated model"),
            why: (
                "データは端末から出ません。ただし、パラメータから情報が漏れることはあり得ます。",
                "The data stay on the device, though parameters may still give something away.",
            ),
            wrong: &[
                (
                    ("学習に使った画像", "the images trained on"),
                    ("データそのものは送りません。", "The data themselves are not sent."),
                ),
                (
                    ("ラベルだけを除いたデータ", "the data without their labels"),
                    ("ラベルがなくても、データは送りません。", "No data are sent, with labels or without."),
                ),
                (("端末の位置情報", "its location"), ("学習には要りません。", "Training does not need it.")),
            ],
        },
        Gap {
            right: ("データの件数で重み付けして", "weighted by their numbers of examples"),
            why: ("件数 n_k の全体に占める割合 n_k/n で重み付けします。", "Each counts by its share n_k/n."),
            wrong: &[
                (
                    ("通信の速さで重み付けして", "weighted by their bandwidths"),
                    ("速さは重みに関係しません。", "Speed has no part in it."),
                ),
                (
                    ("損失の大きさで重み付けして", "weighted by their losses"),
                    ("FedAvg の重みは件数です。", "FedAvg goes by examples."),
                ),
                (
                    ("参加した順に重み付けして", "weighted by the order in which they came"),
                    ("順序は関係しません。", "Order has no part in it."),
                ),
            ],
        },
        Gap {
            right: ("局所学習がそれぞれ別の方向へ進む", "local training goes a different way in each"),
            why: (
                "これを client drift といいます。局所更新が多いほど大きくなります。",
                "This is client drift; it grows with the number of local steps.",
            ),
            wrong: &[
                (
                    ("サーバーのメモリが足りなくなる", "the server runs out of memory"),
                    ("モデルの大きさは変わりません。", "The model's size does not change."),
                ),
                (
                    ("通信量がクライアントの数の 2 乗になる", "traffic grows with the square of the clients"),
                    ("通信量はクライアント数に比例します。", "It grows in proportion to the clients."),
                ),
                (
                    ("勾配が計算できなくなる", "gradients cannot be computed"),
                    ("勾配は計算できますが、向きが揃いません。", "They can, but they do not agree."),
                ),
            ],
        },
    ],
};
